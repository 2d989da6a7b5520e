"""A sentence that the lists themselves contradict, or a change that only a damaged file shows, would cost all trust."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from roster287.record import Record
from tests.support.lists import needs_lists
from tests.support.lives import Lines, empty_record, list_file
from tests.support.workbooks import row

DOCUMENT = "https://www.ice.gov/doclib/wells.pdf"
OTHER = "https://www.ice.gov/doclib/other.pdf"
WELLS = row("MAINE", "Wells Police Department", county="York County", signed="2025-04-02")
ELSE = [row("OHIO", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(8)]
MORE = [row("UTAH", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(111)]
NO_LINK = WELLS | {"moa": "link", "moa_url": None}


def _record(folder: Path, participating: dict[str, Lines], pending: dict[str, Lines] | None = None) -> Record:
    record = empty_record(folder / "home")
    files = [list_file(folder, day, rows) for day, rows in participating.items()]
    files += [list_file(folder, day, rows, pending=True) for day, rows in (pending or {}).items()]
    record.sync(files)
    return record


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ((WELLS | {"moa_url": DOCUMENT}, NO_LINK, WELLS | {"moa_url": DOCUMENT}), []),
        ((NO_LINK, NO_LINK, WELLS | {"moa_url": DOCUMENT}), []),
        ((WELLS | {"moa_url": DOCUMENT}, NO_LINK, WELLS | {"moa_url": OTHER}), ["document_changed"]),
        ((WELLS | {"moa": "LINK PENDING"}, NO_LINK, WELLS | {"moa_url": DOCUMENT}), ["document_posted"]),
        ((WELLS | {"moa_url": DOCUMENT}, WELLS | {"moa": ""}, NO_LINK), ["document_changed"]),
    ],
    ids=["kept", "first", "another", "posted", "taken away"],
)
def test_a_file_that_lost_its_links_tells_of_no_document(
    tmp_path: Path, cells: tuple[dict[str, object], ...], told: list[str]
) -> None:
    days = ("2025-04-03", "2025-04-04", "2025-04-07")
    with _record(tmp_path, {day: [*ELSE, cell] for day, cell in zip(days, cells, strict=True)}) as record:
        assert [event["kind"] for event in record.changes()] == told


def test_a_whole_list_without_its_links_is_told_in_one_sentence(tmp_path: Path) -> None:
    linked = [line | {"moa_url": f"https://www.ice.gov/doclib/{n}.pdf"} for n, line in enumerate([WELLS, *ELSE, *MORE])]
    with _record(tmp_path, {"2025-04-03": linked}) as record:
        done = record.sync([list_file(tmp_path, "2025-04-04", [WELLS, *ELSE, *MORE])]).done
        assert done.events == ()
        assert [sentence for _, sentence in done.notices] == [
            "120 of its rows print a link and have none in the file: nothing is known of their documents."
        ]
        done = record.sync([list_file(tmp_path, "2025-04-05", [*linked[:-9], *MORE[-9:]])]).done
        assert done.notices == (), "a few links that are missing are no fault of the file"


def test_a_row_marked_as_terminated_is_told_and_no_departure(tmp_path: Path) -> None:
    also = WELLS | {"model": "Warrant Service Officer"}
    marked = WELLS | {"agency": "Wells Police Department (Terminated)"}
    with _record(tmp_path, {"2025-04-03": [*ELSE, WELLS, also]}) as record:
        done = record.sync([list_file(tmp_path, "2025-04-04", [*ELSE, marked, also])]).done
        (event,) = record.changes()
        assert (event["kind"], event["model"]) == ("renamed", "task_force")
        assert event["after"] == {"name": "Wells Police Department (Terminated)"}
        (told,) = (sentence for _, sentence in done.notices)
        assert told.startswith("Row 10 prints “Wells Police Department (Terminated)”. It counts as listed as long as")
        assert {agreement["status"] for agreement in record.agreements("ME")} == {"active"}
        done = record.sync([list_file(tmp_path, "2025-04-05", [*ELSE, WELLS | {"moa": "Terminated"}, also])]).done
        assert done.events == ()
        assert [sentence.split(".")[0] for _, sentence in done.notices] == ["Row 10 prints “Terminated”"]
        (gone,) = record.sync([list_file(tmp_path, "2025-04-06", [*ELSE, also])]).done.events
        assert "no_longer_listed" in gone


@pytest.mark.parametrize(
    "elsewhere",
    [DOCUMENT.replace("https://www.", "http://"), DOCUMENT.replace("doclib", "doclib/287gMOA"), DOCUMENT + "?v=2"],
    ids=["site", "folder", "version asked for"],
)
def test_a_document_that_only_moved_is_no_other_document(tmp_path: Path, elsewhere: str) -> None:
    rows = WELLS | {"moa_url": DOCUMENT}, WELLS | {"moa_url": elsewhere}
    with _record(tmp_path, dict(zip(("2025-04-03", "2025-04-04"), ([*ELSE, line] for line in rows), strict=True))) as r:
        assert list(r.changes()) == []
        (agreement,) = r.agreements("ME")
        assert agreement["moa_url"] == elsewhere, "the address of the newest list is the one to follow"


def test_what_goes_with_a_row_is_told_that_day_and_not_when_the_rest_is_respelled(tmp_path: Path) -> None:
    once, twice = WELLS, WELLS | {"type": "County", "signed": "2025-04-03"}
    again = WELLS | {"type": "County", "signed": "2025-04-03", "agency": "WELLS POLICE DEPARTMENT"}
    days = {"2025-04-04": [once], "2025-04-07": [once, twice], "2025-04-08": [twice], "2025-04-09": [again]}
    with _record(tmp_path, {day: [*ELSE, *rows] for day, rows in days.items()}) as record:
        found = {(e["date"], e["kind"]): (e["before"], e["after"]) for e in record.changes(state="ME")}
        (agreement,) = record.agreements("ME")
    assert found == {
        ("2025-04-08", "details_changed"): ({"type": "Municipality"}, {"type": "County"}),
        ("2025-04-08", "redated"): ({"signed": "2025-04-02"}, {"signed": "2025-04-03"}),
    }
    assert agreement["signed"] == "2025-04-03"


def test_a_link_that_stood_on_a_second_row_is_not_told_as_taken_from_the_first(tmp_path: Path) -> None:
    waits, linked = WELLS | {"moa": "link pending"}, WELLS | {"moa_url": DOCUMENT, "county": "YORK COUNTY"}
    days = {"2025-04-04": [linked, waits], "2025-04-07": [waits]}
    with _record(tmp_path, {day: [*ELSE, *rows] for day, rows in days.items()}) as record:
        assert list(record.changes()) == []


def test_an_agreement_that_was_listed_first_was_not_waited_for(tmp_path: Path) -> None:
    before, with_it, without = {"2025-03-01": ELSE}, {"2025-03-07": [*ELSE, WELLS]}, [row("OHIO", "Town0 PD")]
    pending: dict[str, Lines] = {
        "2025-03-01": without,
        "2025-04-03": [*without, row("MAINE", "Wells Police Department")],
        "2025-04-28": without,
    }
    with _record(tmp_path, {**before, **with_it}, pending) as record:
        (agreement,) = record.agreements("ME")
        assert (agreement["pending_since"], agreement["days_pending"]) == (None, None)
        (application,) = record.applications("ME")
        assert (application["outcome"], application["agreement_id"]) == ("no_longer_pending", None)
        told = {event["kind"]: event["sentence"] for event in record.changes(state="ME")}
    assert list(told) == ["signed", "pending", "no_longer_pending"]
    assert "pending" not in told["signed"]
    assert told["no_longer_pending"].endswith("an agreement of this model had been listed since 7 March 2025.")


def test_an_agreement_that_went_back_to_pending_and_came_again_is_told_as_that(tmp_path: Path) -> None:
    days: dict[str, Lines] = {
        "2025-03-01": ELSE, "2025-03-07": [*ELSE, WELLS], "2025-03-20": ELSE, "2025-03-27": [*ELSE, WELLS],
    }  # fmt: skip
    without = [row("OHIO", "Town0 PD")]
    waits = [*without, row("MAINE", "Wells Police Department")]
    pending: dict[str, Lines] = {"2025-02-20": without, "2025-03-03": waits, "2025-03-08": without,
                                 "2025-03-21": waits, "2025-03-26": waits, "2025-03-28": without}  # fmt: skip
    with _record(tmp_path, days, pending) as record:
        (agreement,) = record.agreements("ME")
        first, again = record.applications("ME")
        told = [event["kind"] for event in record.changes(state="ME")]
    assert agreement["pending_since"] == "2025-03-03"
    assert [first["outcome"], again["outcome"]] == ["signed", "signed"]
    assert again["first_pending"] == "2025-03-21"
    assert told == ["pending", "signed", "no_longer_listed", "pending", "returned"]


def test_of_several_agencies_on_the_first_list_of_a_state_none_is_called_the_first(tmp_path: Path) -> None:
    saco = row("MAINE", "Saco Police Department", county="York County", signed="2025-04-02")
    with _record(tmp_path, {"2025-04-02": ELSE, "2025-04-03": [*ELSE, WELLS, saco]}) as record:
        said = [event["sentence"] for event in record.changes(kind="signed", state="ME")]
    assert len(said) == 2
    assert all("It is among the first agencies in Maine" in sentence for sentence in said)


def test_a_date_that_cannot_be_read_is_not_called_none(tmp_path: Path) -> None:
    odd = WELLS | {"signed": "7/7/5025"}
    days: dict[str, Lines] = {"2025-04-02": ELSE, "2025-04-03": [*ELSE, odd], "2025-04-08": [*ELSE, WELLS]}
    with _record(tmp_path, days) as record:
        signed, redated = (event["sentence"] for event in record.changes(state="ME"))
    assert "with a signing date that cannot be read" in signed
    assert redated.endswith("2 April 2025; before, a date that cannot be read.")


def test_a_brief_calls_nobody_gone_who_came_back(tmp_path: Path) -> None:
    days: dict[str, Lines] = {
        "2025-04-02": ELSE, "2025-04-03": [*ELSE, WELLS], "2025-04-08": ELSE, "2025-04-10": [*ELSE, WELLS],
    }  # fmt: skip
    with _record(tmp_path, days) as record:
        facts = {fact["fact_id"]: fact for fact in record.brief("ME", on="2025-04-10", since="2025-04-03")}
        assert facts["no_longer_listed_since"]["value"] == []
        assert "no longer" in facts["changed_since"]["sentence"]
        earlier = {fact["fact_id"]: fact for fact in record.brief("ME", on="2025-04-09", since="2025-04-03")}
        assert len(earlier["no_longer_listed_since"]["value"]) == 1


def test_of_a_date_that_cannot_be_read_no_sentence_says_that_there_is_none(tmp_path: Path) -> None:
    odd = WELLS | {"signed": "7/7/5025"}
    days: dict[str, Lines] = {
        "2025-04-02": ELSE, "2025-04-03": [*ELSE, odd], "2025-04-08": ELSE, "2025-04-10": [*ELSE, odd],
    }  # fmt: skip
    with _record(tmp_path, days) as record:
        told = {event["kind"]: event["sentence"] for event in record.changes(state="ME")}
    assert list(told) == ["signed", "no_longer_listed", "returned"]
    assert all("with a signing date that cannot be read" in sentence for sentence in told.values())


def test_the_past_of_an_agency_is_told_without_its_future(tmp_path: Path) -> None:
    home = empty_record(tmp_path / "home")
    parts = [("2025-04-02", "am", ELSE), ("2025-04-03", "am", [*ELSE, WELLS]), ("2025-04-03", "pm", ELSE),
             ("2025-05-01", "am", [*ELSE, WELLS]), ("2025-05-05", "am", ELSE),
             ("2026-07-01", "am", [*ELSE, WELLS])]  # fmt: skip
    home.sync([list_file(tmp_path, day, rows, part) for day, part, rows in parts])
    with home as record:
        told = {
            on: next(f["sentence"] for f in record.brief("ME", on=on) if f["fact_id"] == "first_in_state")
            for on in ("2025-04-03", "2025-05-05")
        }
    assert told["2025-04-03"].endswith("an earlier list of 3 April 2025 still named it, the last of that day does not.")
    assert "first on 3 April 2025 and last on 1 May 2025" in told["2025-05-05"]


def test_the_first_of_a_day_is_the_first_of_its_lists(tmp_path: Path) -> None:
    saco = row("MAINE", "Saco Police Department", county="York County", signed="2025-04-02")
    home = empty_record(tmp_path / "home")
    parts = [
        ("2025-04-02", "am", ELSE),
        ("2025-04-03", "am", [*ELSE, WELLS]),
        ("2025-04-03", "pm", [*ELSE, WELLS, saco]),
    ]
    home.sync([list_file(tmp_path, day, rows, part) for day, part, rows in parts])
    with home as record:
        fact = next(f for f in record.brief("ME", on="2025-04-03") if f["fact_id"] == "first_in_state")
        first = [event["agency"] for event in record.changes(state="ME") if "is the first agency" in event["sentence"]]
    assert fact["sentence"].startswith("Wells Police Department was the first agency in Maine")
    assert [line["agency"] for line in fact["value"]] == first == ["Wells Police Department"]


def test_a_state_that_was_misprinted_is_not_counted_beside_the_right_one(tmp_path: Path) -> None:
    cass = row("MONTANA", "Cass County Sheriff's Office", county="Cass County", signed="2025-04-01")
    other = row("MINNESOTA", "Itasca County Sheriff's Office", county="Itasca County", signed="2025-03-01")
    days: dict[str, Lines] = {"2025-04-01": [*ELSE, other], "2025-04-02": [*ELSE, other, cass],
            "2025-04-03": [*ELSE, other, cass | {"state": "MINNESOTA"}]}  # fmt: skip
    with _record(tmp_path, days) as record:
        fact = next(iter(record.brief("MN", on="2025-04-02")))
    assert fact["value"] == 2


def test_namesakes_of_one_state_are_told_apart_by_their_counties(tmp_path: Path) -> None:
    names = [row("TEXAS", "Lakeside Police Department", county=county, signed="2025-04-02")
             for county in ("Tarrant County", "San Patricio County")]  # fmt: skip
    with _record(tmp_path, {"2025-04-02": ELSE, "2025-04-03": [*ELSE, *names]}) as record:
        assert len(record.agencies("TX")) == 2
        told = {f["fact_id"]: f["sentence"] for f in record.brief("TX", on="2025-04-03", since="2025-04-02")}
    lines = told["lists_then"].split("\n")
    assert len(set(lines)) == 2
    assert all(" County), " in line for line in lines)


def test_those_who_came_are_not_lost_among_those_who_were_listed_already(tmp_path: Path) -> None:
    names = [
        row("TEXAS", f"{place} Police Department", signed="2025-04-01") for place in ("Cass", "Dell", "Eden", "Fay")
    ]
    came = row("TEXAS", "Gary Police Department", signed="2025-04-02")
    listed = [*ELSE, *names]
    with _record(tmp_path, {"2025-04-01": listed, "2025-04-02": listed, "2025-04-03": [*listed, came]}) as record:
        (then,) = (f for f in record.brief("TX", on="2025-04-03", since="2025-04-02") if f["fact_id"] == "lists_then")
    assert then["sentence"].split("\n") == [
        "4 agreements that ICE's list of 3 April 2025 names were on the list in force on 2 April 2025 too.",
        "Gary Police Department, Task Force Model: not on the list in force on 2 April 2025; "
        "no pending list of then is known.",
    ]
    assert [line["participating"] for line in then["value"]] == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("state", "since", "on"), [("ME", "2025-01-01", "2025-02-19"), ("VT", "2024-01-01", "2024-12-31")]
)
def test_no_change_of_applications_is_denied_where_no_pending_list_is_known(
    shipped: Record, state: str, since: str, on: str
) -> None:
    (fact,) = (f for f in shipped.brief(state, on=on, since=since) if f["fact_id"] == "changed_since")
    assert "application" not in fact["sentence"]
    assert fact["sentence"].startswith("No other agreement in ")
    assert "This record has no pending list from " in fact["sentence"]


@needs_lists
def test_the_tables_of_the_real_lists_do_not_contradict_each_other(full: Record) -> None:
    agreements = full.agreements()
    since = [a for a in agreements if a["pending_since"]]
    assert len(since) > 500
    assert [a for a in since if a["pending_since"] > a["first_listed"]] == []
    listed: dict[str, str] = {}
    for a in agreements:
        listed[a["agency_id"]] = min(a["first_listed"], listed.get(a["agency_id"], "9999"))
    assert [a["agency_id"] for a in full.agencies() if a["first_listed"] != listed.get(a["agency_id"])] == []
    documents = Counter((e["date"], e["kind"]) for e in full.changes() if e["kind"].startswith("document"))
    assert documents["2025-03-01", "document_changed"] == documents["2025-02-21", "document_changed"] == 0


def test_a_list_is_not_said_to_print_the_name_that_came_later(shipped: Record) -> None:
    """The agreement is the jail's; the list of that day printed it under the sheriff."""
    events = shipped.changes(agency="pa-cambria-county-prison", kind=["signed"])
    (said,) = [event["sentence"] for event in events if event["date"] == "2025-08-01"]
    assert "That list prints it as “Cambria County Sheriff's Office”." in said


def test_a_pending_list_is_not_said_to_print_it_either(shipped: Record) -> None:
    (event,) = shipped.changes(agency="pa-cambria-county-prison", kind=["pending"])
    assert event["sentence"].endswith("That list prints it as “Cambria County Sheriff's Office”.")
