"""A row that stands among those of another state for a while would be a departure there and a new agreement here."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from roster287 import curation
from roster287.places.roster import shipped_roster
from roster287.record import Record
from roster287.register import observed
from roster287.resolve.record import resolve_lists
from roster287.resolve.strayed import strayed
from tests.identity.histories import STAY, TASK, Lists, county_row, history, told
from tests.support.lists import needs_lists
from tests.support.lives import Lines, content, empty_record, list_file

DAYS = ("2025-05-13", "2025-05-20", "2025-05-27")


def of(county: str, *states: str) -> Lists:
    """A sheriff's row on one list after the other, each in its state."""
    lines = [county_row(s, f"{county} County Sheriff's Office", f"{county} County", TASK, "2025-05-12") for s in states]
    return [(day, [line]) for day, line in zip(DAYS, lines, strict=False)]


def one_by_one(folder: Path, lists: Lists, pending: Lists = ()) -> tuple[Any, list[str]]:
    """What a record holds that took in each list when it came, and what it pointed out."""
    folder.mkdir()
    days = [(day, [*STAY, *rows], False) for day, rows in (("2025-05-01", ()), *lists)]
    days += [(day, [*STAY[:2], *rows], True) for day, rows in (("2025-05-01", ()), *pending)] if pending else []
    said: list[str] = []
    with empty_record(folder / "home") as record:
        for day, rows, waits in sorted(days, key=lambda line: (line[0], line[2])):
            found = record.sync([list_file(folder, day, rows, pending=waits)])
            said += [sentence for _, sentence in found.done.notices]
        assert record.verify().rows == ()
        return content(record), said


def corrected(record: Record) -> list[tuple[str, str, str]]:
    return [(e["date"], e["before"]["state"], e["after"]["state"]) for e in record.changes(kind="corrected")]


@pytest.mark.parametrize(
    ("states", "when"),
    [
        (("MAINE", "MARYLAND"), DAYS[1]),
        (("MAINE", "MARYLAND", "MAINE"), DAYS[1]),
        (("MARYLAND", "MAINE"), DAYS[1]),
        (("MARYLAND", "MARYLAND", "MAINE"), DAYS[2]),
    ],
    ids=["goes astray", "goes astray and is put back", "is printed wrong and mended", "is mended late"],
)
def test_a_row_in_a_state_that_has_no_such_county_never_left_its_own(
    tmp_path: Path, states: Sequence[str], when: str
) -> None:
    lists = of("Aroostook", *states)
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, "ME")] == ["signed"]
        assert told(record, "MD") == []
        assert corrected(record) == [(when, "MD", "ME")]
        (line,) = [line for line in record.corrections() if line["who"] == "a rule of roster287"]
        assert (line["field"], line["printed"], line["corrected"], line["when"]) == ("state", "MD", "ME", when)
        assert "Maryland" in line["evidence"]
        assert "Maine" in line["evidence"]
        astray = DAYS[states.index("MARYLAND")]
        (row,) = record.on(astray, state="MD")
        assert row["corrections"] == [{"field": "state", "printed": "MD", "corrected": "ME"}]
        assert [a["agency_id"] for a in record.agencies(state="ME")] == ["me-aroostook-county-sheriffs-office"]
        assert len(record.agencies(state="MD")) == 0
        at_once = content(record)
    now, said = one_by_one(tmp_path / "life", lists)
    assert now == at_once
    assert len(said) == (states[0] == "MARYLAND"), "that Maryland has no such county, until the rule says what is meant"


def test_where_both_states_have_the_county_the_row_that_comes_back_never_left(tmp_path: Path) -> None:
    lists = of("York", "MAINE", "PENNSYLVANIA", "MAINE")
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record, "ME")] == ["signed"]
        assert told(record, "PA") == []
        assert corrected(record) == [(DAYS[2], "PA", "ME")]
        at_once = content(record)
    now, said = one_by_one(tmp_path / "life", lists)
    assert now == at_once
    assert said == [
        "Row 24 prints York County Sheriff's Office in Pennsylvania; the list before it had the same model and signing "
        "date in Maine. One state is printed wrong."
    ], "said when it strays, and no more when it is back"


def test_a_row_that_comes_back_to_its_state_later_is_told_alike_by_one_sync_and_by_many(tmp_path: Path) -> None:
    here, astray = of("York", "MAINE", "PENNSYLVANIA")
    lists: Lists = [here, astray, (DAYS[2], ()), ("2025-06-03", here[1])]
    with history(tmp_path, lists) as record:
        assert corrected(record) == [(DAYS[1], "PA", "ME")]
        at_once = content(record)
    assert one_by_one(tmp_path / "life", lists)[0] == at_once


def test_where_nothing_shows_which_state_is_wrong_none_is_corrected(tmp_path: Path) -> None:
    lists = of("York", "MAINE", "PENNSYLVANIA")
    with history(tmp_path, lists) as record:
        assert corrected(record) == []
        assert [line.split()[1] for line in told(record, "ME")] == ["signed", "no_longer_listed"]
        at_once = content(record)
    assert one_by_one(tmp_path / "life", lists)[0] == at_once


def test_the_state_in_which_it_waited_is_the_right_one(tmp_path: Path) -> None:
    lists, (waits, *_) = of("York", "MAINE", "PENNSYLVANIA"), of("York", "PENNSYLVANIA")
    pending: Sequence[tuple[str, Lines]] = [("2025-05-10", waits[1])]
    with history(tmp_path, lists, pending) as record:
        assert corrected(record) == [(DAYS[1], "ME", "PA")]
        assert told(record, "ME") == []
        assert "no_longer_listed" not in {line.split()[1] for line in told(record, "PA")}
        at_once = content(record)
    assert one_by_one(tmp_path / "life", lists, pending)[0] == at_once


def test_a_pending_row_in_a_state_that_has_no_such_county_waited_in_its_own(tmp_path: Path) -> None:
    rows = [lines for _, lines in of("Aroostook", "MARYLAND", "MAINE")]
    pending = list(zip(DAYS, rows, strict=False))
    with history(tmp_path, [("2025-05-13", ())], pending) as record:
        (waits,) = record.applications(state="ME")
        assert waits["first_pending"] == DAYS[0]
        assert len(record.applications(state="MD")) == 0
        at_once = content(record)
    assert one_by_one(tmp_path / "life", [("2025-05-13", ())], pending)[0] == at_once


def test_two_sheriffs_of_one_name_who_signed_on_one_day_stay_two(tmp_path: Path) -> None:
    both = [line for _, rows in of("York", "MAINE", "PENNSYLVANIA") for line in rows]
    lists: Lists = [(DAYS[0], both), (DAYS[1], both[:1]), (DAYS[2], both)]
    with history(tmp_path, lists) as record:
        assert corrected(record) == []
        assert [line.split()[1] for line in told(record, "PA")] == ["signed", "no_longer_listed", "returned"]
        assert [line.split()[1] for line in told(record, "ME")] == ["signed"]


def test_where_two_states_may_be_meant_none_is_taken(tmp_path: Path) -> None:
    """Two corrections of one row would be no correction, and no record."""
    (wrong, *right) = [lines for _, lines in of("York", "MARYLAND", "MAINE", "PENNSYLVANIA")]
    pending = [(DAYS[0], wrong), (DAYS[1], [line for lines in right for line in lines])]
    listed: Lists = [("2025-05-13", ())]
    with history(tmp_path, listed, pending) as record:
        assert corrected(record) == []
        assert len(record.applications()) == 5, "of the two that stay, and of each state"
    (tmp_path / "signed").mkdir()
    with history(tmp_path / "signed", pending) as record:
        assert corrected(record) == []
        assert [line.split()[1] for line in told(record, "MD")] == ["signed", "no_longer_listed"]


@needs_lists
def test_the_rule_finds_the_rows_of_the_real_lists_that_people_found(full: Record) -> None:
    """All but one of those that the lists show, and none that people did not find."""
    with full.reading() as connection:
        known = observed.load(connection)
    printed, ours = known.parsed(), curation.corrections()
    files, captures, roster = known.files.values(), known.captures_by_file(), shipped_roster()
    lists = resolve_lists(files, captures, printed, known.decisions, curation.list_ids(), roster)
    people = {(c.state, c.agency, c.model, c.corrected) for c in ours if c.field == "state"}
    found = strayed(lists, printed, [c for c in ours if c.field != "state"], roster)
    assert {(c.state, c.agency, c.model, c.corrected) for c in found} <= people
    assert {c.agency.split(" County")[0] for c in found} == {
        "Cass", "Crow Wing", "Ellis", "Kershaw", "Trousdale", "Wichita",
    }  # fmt: skip
    assert strayed(lists, printed, ours, roster) == []
    for seed in range(20):
        chance = random.Random(seed)
        kept = chance.choice((0.02, 0.05, 0.1, 0.3, 0.7))
        some = [one for one in lists if chance.random() < kept]
        found = strayed(some, printed, [c for c in ours if c.field != "state"], roster)
        assert {(c.state, c.agency, c.model, c.corrected) for c in found} <= people, "nor where lists are lacking"
