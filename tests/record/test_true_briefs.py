"""A brief is pasted into a story: what it denies must be denied by lists, and what it calls first must be first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from roster287.model import PARTICIPATING, PENDING
from roster287.publish.brief_markdown import markdown
from roster287.publish.brief_reading import Day, Reading, printed_as
from roster287.record import Record
from roster287.vocabulary.messages import LANGUAGES, speaker
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

ELSE = [row("OHIO", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(8)]


def _waiting(state: str, agency: str) -> dict[str, object]:
    line = row(state, agency, county="")
    return {key: line[key] for key in ("state", "agency", "type", "county", "model")}


def said(record: Record, state: str, on: str, since: str | None = None) -> dict[str, str]:
    return {line["fact_id"]: line["sentence"] for line in record.brief(state, on=on, since=since)}


def test_of_a_time_without_a_list_nothing_is_denied(shipped: Record) -> None:
    for state, on, since in (("TX", "2026-11-30", "2026-03-01"), ("FL", "2025-02-18", "2025-01-20")):
        found = said(shipped, state, on, since)
        for fact in ("new_since", "no_longer_listed_since", "changed_since"):
            assert found[fact].startswith("This record has no list of agreements from "), fact


def test_what_is_denied_is_denied_up_to_a_list(shipped: Record) -> None:
    found = said(shipped, "ME", "2025-04-04", "2025-04-02")
    assert found["no_longer_listed_since"] == (
        "No agreement in Maine has gone from ICE's list from 2 April 2025 on, up to that of 3 April 2025."
    )


@pytest.mark.parametrize(
    ("state", "on", "since"),
    [("KS", "2025-09-09", "2025-09-08"), ("WY", "2025-07-30", "2025-07-24")],
)
def test_it_is_not_said_that_none_has_gone_where_one_came_back_or_was_switched(
    shipped: Record, state: str, on: str, since: str
) -> None:
    assert (
        "again, was switched to another model or was renewed"
        in said(shipped, state, on, since)["no_longer_listed_since"]
    )


def test_our_corrections_are_no_changes_of_ice(shipped: Record) -> None:
    found = {line["fact_id"]: line for line in shipped.brief("TX", on="2026-11-30", since="2025-01-01")}
    assert {event["cause"] for event in found["changed_since"]["value"]} == {"ice"}
    assert {event["cause"] for event in found["corrected_since"]["value"]} == {"record"}


def test_an_agency_that_waits_again_is_told_with_the_first_day_of_all(shipped: Record) -> None:
    told = said(shipped, "ME", "2025-07-21")["pending_in_state"]
    assert "first seen pending on 4 April 2025. It came onto it again on 21 July 2025" in told
    told = said(shipped, "TX", "2026-02-27")["agreements_in_state"]
    (line,) = [one for one in told.split("\n") if one.startswith("San Jacinto County") and "Warrant" in one]
    assert "It was first on ICE's pending list on 13 March 2025" in line
    assert line.endswith("For a time in between it was not.")
    (again,) = [e for e in shipped.changes(state="ME", kind="pending") if e["date"] == "2025-07-21"]
    assert "is again on ICE's pending list" in again["sentence"]


def test_who_was_gone_from_the_pending_list_before_it_signed_is_not_said_to_have_waited_all_the_time(
    shipped: Record,
) -> None:
    agency = "fl-alachua-police-department"
    (signed,) = [event for event in shipped.changes(agency=agency) if event["kind"] == "signed"]
    assert "missing from it for a time" in signed["sentence"]
    (wells,) = [e for e in shipped.changes(agency="me-wells-police-department") if e["kind"] == "signed"]
    assert "It had been on the pending list since 31 March 2025." in wells["sentence"]


def test_the_first_of_a_state_is_the_first_of_the_participating_lists(shipped: Record) -> None:
    assert said(shipped, "ME", "2025-04-01")["first_in_state"] == (
        "No agency in Maine has been on a participating list in this record up to then."
    )
    assert "participating lists" in said(shipped, "ME", "2025-04-04")["first_in_state"]


def test_a_rule_that_has_ended_since_is_told_with_its_end(shipped: Record) -> None:
    told = said(shipped, "VA", "2025-01-20")["state_law"]
    (line,) = [one for one in told.split("\n") if "Executive Order 47" in one and one.startswith("Later")]
    assert "No longer in effect from 17 January 2026 on." in line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_statements_of_one_source_keep_each_their_confidence(shipped: Record, lang: str) -> None:
    text = markdown(shipped.brief("OR"), lang)
    cited = [line for line in text.splitlines() if "Sanctuary Promise" in line]
    assert len(cited) == 2
    assert len({line.partition(". ")[2] for line in cited}) == 2


def test_who_waited_and_is_gone_is_so_whatever_comes_later(shipped: Record) -> None:
    rows = {line["name"]: line["status"] for line in shipped.where("Grayson County, TX", on="2025-03-26")}
    assert rows["Grayson County Sheriff's Office"] == "no_longer_pending"


def test_on_the_day_of_the_first_text_no_model_is_left_out(shipped: Record) -> None:
    for on, note in (("2025-02-13", "These texts are later"), ("2025-02-14", "Some of these texts are later")):
        found = {line["fact_id"]: line for line in shipped.brief("ME", on=on)}
        models = {line["model"] for line in found["models"]["value"]}
        assert {"task_force", "jail_enforcement", "warrant_service"} <= models
        assert note in found["models"]["sentence"]
        assert note in found["nominee_requirements"]["sentence"]
    told = said(shipped, "ME", "2025-04-04")
    assert "later than the day asked about" not in told["models"] + told["nominee_requirements"]


@pytest.mark.parametrize(
    ("state", "on", "agency", "told"),
    [
        ("FL", "2025-10-07", "Madison Police", "had a row of it without a model that can be read."),
        ("AL", "2025-05-21", "Lawrence County", "had it only with Jail Enforcement Model and Warrant Service Officer."),
        ("WY", "2025-05-21", "Laramie County", "had it only with Warrant Service Officer."),
    ],
)
def test_who_stood_on_the_list_before_is_not_said_to_be_missing_from_it(
    shipped: Record, state: str, on: str, agency: str, told: str
) -> None:
    lines = said(shipped, state, on)["pending_in_state"].split("\n")
    line = [one for one in lines if one.startswith(agency)][-1]
    assert "first seen pending with this model on" in line
    assert line.endswith(told)
    events = [event for event in shipped.changes(state=state, kind="pending") if event["date"] == on]
    (event,) = [e["sentence"] for e in events if e["agency"].startswith(agency) and e["model"] == "task_force"]
    assert "The list before had " in event


def test_who_was_missing_for_a_time_is_not_said_to_have_waited_all_the_time(shipped: Record) -> None:
    told = said(shipped, "SC", "2025-05-22")["pending_in_state"]
    (line,) = [one for one in told.split("\n") if one.startswith("Pickens")]
    assert line.endswith(
        "first seen pending on 12 May 2025. It came onto it again on 22 May 2025; it was not on that of 21 May 2025."
    )
    told = said(shipped, "PA", "2025-07-18")["agreements_in_state"]
    (line,) = [one for one in told.split("\n") if one.startswith("East Donegal")]
    assert line.endswith("For a time in between it was not.")


def test_who_waited_for_another_model_that_morning_is_not_said_to_be_missing_before(shipped: Record) -> None:
    told = said(shipped, "TX", "2025-11-25")["pending_in_state"].split("\n")
    for agency, other in (("Morris", "Warrant Service Officer"), ("Taylor", "Task Force Model")):
        (line,) = [one for one in told if one.startswith(agency)]
        assert line.endswith(f"The pending list before that, of 25 November 2025, had it only with {other}.")


def test_who_waited_on_an_earlier_list_of_a_day_did_not_come_after_it_went(shipped: Record) -> None:
    told = said(shipped, "IN", "2025-08-11")["agreements_in_state"]
    (line,) = [one for one in told.split("\n") if one.startswith("North Salem")]
    assert line.endswith("An earlier pending list of 4 August 2025 named it too, and the last of that day does not.")


def test_who_waited_without_a_model_that_can_be_read_is_not_first_seen_later(tmp_path: Path) -> None:
    waits = [_waiting("OHIO", f"Ville{n} Police Department") for n in range(4)]
    unread = _waiting("MAINE", "Wells Police Department") | {"model": ""}
    read = unread | {"model": "Task Force Model"}
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-03", ELSE)])
        days = {"2025-04-03": [], "2025-04-04": [unread], "2025-04-07": [], "2025-04-08": [read]}
        record.sync([list_file(tmp_path, day, [*waits, *rows], pending=True) for day, rows in days.items()])
        assert (
            "first seen pending with this model on 8 April 2025."
            in said(record, "ME", "2025-04-10")["pending_in_state"]
        )


def test_another_date_is_spoken_of_only_from_the_list_on_that_prints_it(shipped: Record) -> None:
    words = "When it was first listed, another signing date was printed."
    lines = {on: said(shipped, "PA", on)["agreements_in_state"].split("\n") for on in ("2025-11-20", "2026-02-27")}
    found = {on: [one for one in of if one.startswith("Stowe Township")] for on, of in lines.items()}
    assert [words in line for on in sorted(found) for line in found[on]] == [False, True]


def test_of_the_first_list_of_all_it_is_not_said_that_nothing_changed(shipped: Record) -> None:
    told = said(shipped, "WY", "2025-02-21", "2025-02-19")["changed_since"]
    assert told == (
        "No other agreement in Wyoming has come onto ICE's list or gone from it from 19 February 2025 on, up to that "
        "of 21 February 2025. ICE's pending list of 20 February 2025 is the first in this record: "
        "what changed with it is not known."
    )
    found = said(shipped, "TX", "2021-01-13", "2021-01-13")
    for fact in ("new_since", "no_longer_listed_since", "changed_since"):
        assert found[fact] == (
            "ICE's list of 13 January 2021 is the first in this record: what changed with it is not known."
        )


def test_two_applications_for_one_agreement_are_not_one_wait(shipped: Record) -> None:
    found = {line["fact_id"]: line for line in shipped.brief("KS", on="2025-09-09")}["agreements_in_state"]
    (line,) = [one for one in found["sentence"].split("\n") if one.startswith("Rooks")]
    assert line.endswith(
        "It was first on ICE's pending list on 11 June 2025, and gone from that of 1 August 2025. It was on it again, "
        "first on 8 September 2025, and gone from that of 9 September 2025."
    )
    lists = {proof["publication_id"][:18] for proof in found["evidence"]}
    assert {"pending-2025-06-11", "pending-2025-09-08"} <= lists, "the first list that is named is shown too"


def test_a_signing_after_the_first_listing_lengthens_no_wait(shipped: Record) -> None:
    rows = [line for line in shipped.applications() if line["outcome"] == "signed"]
    agreements = {line["agreement_id"]: line for line in shipped.agreements()}
    days = {line["application_id"].split("/", 1)[0]: line["days"] for line in rows}
    assert days["tx-webb-county-sheriffs-office"] == 21
    for line in agreements.values():
        if line["days_pending"] is not None:
            most = date.fromisoformat(line["first_listed"]) - date.fromisoformat(line["pending_since"])
            assert 0 <= line["days_pending"] <= most.days, line["agreement_id"]


def test_a_date_that_is_printed_and_cannot_be_read_is_not_called_none(shipped: Record) -> None:
    told = said(shipped, "TN", "2025-07-08")["agreements_in_state"]
    (line,) = [one for one in told.split("\n") if one.startswith("Grundy") and "Warrant" in one]
    assert "with a signing date that cannot be read" in line


def test_what_went_before_the_day_asked_for_has_not_gone_since(shipped: Record) -> None:
    for state, on, since in (("PA", "2025-06-12", "2025-06-10"), ("UT", "2025-11-20", "2025-11-20")):
        assert said(shipped, state, on, since)["no_longer_listed_since"].startswith("No agreement in ")


def test_what_was_renewed_has_gone(shipped: Record) -> None:
    told = said(shipped, "AL", "2022-03-05", "2022-03-01")["no_longer_listed_since"]
    assert told.startswith("Of the agreements in Alabama that have gone")
    assert told.endswith("or was renewed.")


def test_an_application_that_went_without_an_event_is_told_with_its_list(shipped: Record) -> None:
    facts = {line["fact_id"]: line for line in shipped.brief("LA", on="2025-03-27", since="2025-03-26")}
    assert facts["changed_since"]["sentence"] == (
        "Kenner Police Department, Jail Enforcement Model, is no longer on ICE's pending list of 26 March 2025. An "
        "agreement of this model was first listed on 18 March 2025."
    )
    proof = {(item["publication_id"], item["sheet_row"] is None) for item in facts["changed_since"]["evidence"]}
    assert proof == {("pending-2025-03-17", False), ("pending-2025-03-26", True)}


def test_what_a_pending_list_shows_is_not_called_unknown(shipped: Record) -> None:
    told = said(shipped, "GA", "2025-03-13", "2025-03-13")["changed_since"]
    assert "Columbia County Sheriff's Office, Jail Enforcement Model, is no longer on ICE's pending list" in told
    facts = {line["fact_id"]: line for line in shipped.brief("ME", on="2025-03-13", since="2025-03-13")}
    assert facts["changed_since"]["sentence"] == (
        "No application in Maine has come onto ICE's pending list or gone from it from 13 March 2025 on, up to that of "
        "13 March 2025."
    )
    assert "pending-2025-03-13" in {item["publication_id"] for item in facts["changed_since"]["evidence"]}


def test_a_change_of_details_alone_is_not_denied(shipped: Record) -> None:
    """The list of 1 March 2025 lost its links."""
    told = said(shipped, "WY", "2025-03-01", "2025-03-01")["changed_since"]
    assert told.startswith("No other agreement in Wyoming has come onto ICE's list or gone from it")


def test_two_agreements_in_one_cell_keep_their_dates_and_have_not_gone(tmp_path: Path) -> None:
    wells = row("MAINE", "Wells Police Department", signed="2025-04-02")
    jail = wells | {"model": "Warrant Service Officer", "signed": "2025-03-05"}
    cell = wells | {"model": "Task Force Model / Warrant Service Officer"}
    with empty_record(tmp_path / "home") as record:
        days = {"2025-04-03": [wells, jail], "2025-04-04": [cell], "2025-04-07": [wells, jail]}
        record.sync([list_file(tmp_path, day, [*ELSE, *rows]) for day, rows in days.items()])
        facts = {line["fact_id"]: line for line in record.brief("ME", on="2025-04-04", since="2025-04-04")}
        dates = {line["agreement_id"]: line["signed"] for line in record.agreements("ME")}
        for line in facts["agreements_in_state"]["value"]:
            assert line["signed"] == dates[line["agreement_id"]]
        assert facts["no_longer_listed_since"]["sentence"].startswith("No agreement in Maine has gone")


def test_an_agency_that_came_back_is_not_told_as_no_longer_listed(tmp_path: Path) -> None:
    wells = row("MAINE", "Wells Police Department", signed="2025-04-02")
    sanford = row("MAINE", "Sanford Police Department", signed="2025-04-04", model="Courthouse Enforcement Model")
    with empty_record(tmp_path / "home") as record:
        days = {"2025-04-03": [], "2025-04-04": [wells, sanford], "2025-04-07": [wells], "2025-04-08": [wells, sanford]}
        record.sync([list_file(tmp_path, day, [*ELSE, *rows]) for day, rows in days.items()])
        told = said(record, "ME", "2025-04-08", "2025-04-04")
        assert "no longer names" not in told["no_longer_listed_since"]
        assert "ICE's list of 7 April 2025 no longer names Sanford Police Department" in told["changed_since"]
        assert "no longer names" in said(record, "ME", "2025-04-07", "2025-04-04")["no_longer_listed_since"]


def test_what_our_record_knows_to_be_wrong_is_no_fact_of_a_brief(shipped: Record) -> None:
    for state, on, agency in (
        ("OK", "2026-02-27", "Ottawa County Sheriff's Office"),
        ("ND", "2025-08-01", "Mercer County Sheriff's Office"),
    ):
        rows = [line for line in shipped.on(on, state=state) if line["agency"] == agency and line["corrections"]]
        fixed = {c["field"]: c for line in rows for c in line["corrections"]}
        fact = {line["fact_id"]: line for line in shipped.brief(state, on=on)}["agreements_in_state"]
        (value,) = [line for line in fact["value"] if line["agreement_id"] == rows[0]["agreement_id"]]
        (told,) = [line for line in fact["sentence"].split("\n") if line.startswith(f"{agency}: Task")]
        assert fixed.keys() & {"signed", "moa_url"}
        for field, correction in fixed.items():
            assert value[field] == (correction["corrected"] or None)
        if "signed" in fixed:
            assert f"signed {speaker('en').day(fixed['signed']['corrected'])}," in told
            assert f"prints {speaker('en').day(fixed['signed']['printed'])} as the signing date, which our" in told
        assert ("links a document that our record does not count as this agreement's." in told) == ("moa_url" in fixed)


def test_a_body_that_a_list_prints_as_another_is_not_said_to_be_named_on_it(shipped: Record) -> None:
    told = said(shipped, "AZ", "2025-08-30")
    more = "ICE's list of 29 August 2025 prints Pinal County Attorney's Office as “Pinal County Sheriff's Office”."
    for fact in ("agencies_in_state", "agreements_in_state"):
        named = [one for one in told[fact].split("\n") if "Attorney's Office" in one and one.endswith(more)]
        assert len(named) == 1, fact
    assert "prints Pinal" not in said(shipped, "AZ", "2025-09-09")["agencies_in_state"]
    told = said(shipped, "PA", "2025-06-30", "2025-06-30")
    more = "ICE's pending list of 30 June 2025 prints Cambria County Prison as “Cambria County Sheriff's Office”."
    for fact in ("pending_in_state", "lists_then"):
        (line,) = [one for one in told[fact].split("\n") if one.startswith("Cambria County Prison")]
        assert line.endswith(more), fact


def test_no_brief_leaves_out_another_name_that_an_event_of_its_day_tells(shipped: Record) -> None:
    told = [e for kind in ("signed", "pending") for e in shipped.changes(kind=kind) if "prints it as" in e["sentence"]]
    assert {event["kind"] for event in told} == {"signed", "pending"}
    with shipped.reading() as connection:
        read, say = Reading.of(connection), speaker("en")
        for event in told:
            kind = PENDING if event["kind"] == "pending" else PARTICIPATING
            (publication,) = read.dated(event["date"], kind)[-1:]
            day = Day(read, say, event["state"], event["date"], publication, publication)
            name = event["sentence"].split("prints it as ")[1].split("”")[0]
            said = printed_as(day, day.here, event["date"], kind)
            assert [one for one in said if one.endswith(f" prints {event['agency']} as {name}”.")], event["event_id"]


def test_a_renewal_is_not_said_to_have_waited_since_the_application_before(shipped: Record) -> None:
    told = said(shipped, "WI", "2026-02-27")["agreements_in_state"]
    (line,) = [one for one in told.split("\n") if one.startswith("Walworth")]
    assert line.endswith(
        "It was first on ICE's pending list on 17 February 2026, and gone from that of 27 February 2026."
    )


def test_a_denial_since_the_day_of_a_list_shows_the_list_that_it_was_held_against(shipped: Record) -> None:
    facts = {line["fact_id"]: line for line in shipped.brief("ND", on="2025-04-03", since="2025-04-03")}
    for fact in ("new_since", "no_longer_listed_since"):
        shown = [item["publication_id"] for item in facts[fact]["evidence"]]
        assert shown == ["participating-2025-03-31", "participating-2025-04-03"], fact


def test_a_model_that_cannot_be_read_is_not_a_dash(shipped: Record) -> None:
    told = said(shipped, "KS", "2025-10-28", "2025-10-27")
    for fact, words in (("pending_in_state", ": a model that"), ("lists_then", ", a model that")):
        (line,) = [one for one in told[fact].split("\n") if one.startswith("Sedgwick")]
        assert f"{words} cannot be read" in line
