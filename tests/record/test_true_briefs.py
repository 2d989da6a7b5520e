"""A brief is pasted into a story: what it denies must be denied by lists, and what it calls first must be first."""

from __future__ import annotations

from datetime import date

import pytest

from roster287.publish.brief_markdown import markdown
from roster287.record import Record
from roster287.vocabulary.messages import LANGUAGES


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
    [("KS", "2025-09-09", "2025-09-08"), ("UT", "2025-11-20", "2025-11-20"), ("WY", "2025-07-30", "2025-07-24")],
)
def test_it_is_not_said_that_none_has_gone_where_one_came_back_or_was_switched(
    shipped: Record, state: str, on: str, since: str
) -> None:
    assert "again or was switched to another model" in said(shipped, state, on, since)["no_longer_listed_since"]


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


def test_a_signing_after_the_first_listing_lengthens_no_wait(shipped: Record) -> None:
    rows = [line for line in shipped.applications() if line["outcome"] == "signed"]
    agreements = {line["agreement_id"]: line for line in shipped.agreements()}
    days = {line["application_id"].split("/", 1)[0]: line["days"] for line in rows}
    assert days["tx-webb-county-sheriffs-office"] == 21
    for line in agreements.values():
        if line["days_pending"] is not None:
            most = date.fromisoformat(line["first_listed"]) - date.fromisoformat(line["pending_since"])
            assert 0 <= line["days_pending"] <= most.days, line["agreement_id"]
