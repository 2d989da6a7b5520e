"""A list with a wrong date comes between true ones, which are then set aside: no one witness is believed alone."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from roster287.model import Capture, Layout
from roster287.register.lookup import version
from roster287.resolve.dating import Dated, date_list
from roster287.resolve.publications import FileFacts, sequence
from tests.support.lives import empty_record, list_file, outputs_of
from tests.support.workbooks import row, workbook

PM = "287gParticipatingAgencies091526pm.xlsx"
SIGNED = ("2026-09-11", "2026-09-10", "2026-09-10", *["2026-08-20"] * 12)
"""Signings of a list of the middle of September 2026."""


def dated(name: str, modified: str | None, signed: Sequence[str] = SIGNED, taken: str | None = None) -> Dated:
    """The date of a list of this name, retrieved at that time."""
    capture = Capture("", name, "capture" if taken else "none", taken or "", "")
    return date_list([capture], modified, sorted(signed, reverse=True))


def day_of(*said: Any, **more: Any) -> tuple[str, str]:
    found = dated(*said, **more)
    return str(found.day), found.source


@pytest.mark.parametrize(
    "modified", ["1980-01-01T00:00:00Z", "2006-09-16T00:00:00Z", "2026-01-02T12:00:00Z", "2026-08-20T12:00:00Z"]
)
def test_a_workbook_time_before_the_signings_does_not_date_a_list(modified: str) -> None:
    assert day_of(PM, modified) == ("2026-09-15", "name")
    assert day_of("ParticipatingAgencies09152025pm.xlsx", modified) == ("2026-09-15", "name, a year early")
    assert day_of("Agencies.xlsx", modified) == ("2026-09-10", "newest signing")
    assert day_of("Agencies.xlsx", modified, taken="2026-09-16T01:00:00") == ("2026-09-16", "capture")


def test_a_time_that_programs_write_by_default_does_not_date_a_pending_list() -> None:
    assert day_of("pendingAgencies091526pm.xlsx", "2006-09-16T00:00:00Z", ()) == ("2026-09-15", "name")


SAVED = "2026-11-29T12:00:00Z"
"""When somebody opened a list of before and saved it."""


@pytest.mark.parametrize(
    ("name", "signed", "day"),
    [
        ("participatingAgencies04032025pm.xlsx", ["2025-04-02", *["2025-03-17"] * 12], "2025-04-03"),
        ("participatingAgencies04032025pm.xlsx", ["2025-04-02"], "2025-04-03"),
        ("participatingAgencies12012025am.xlsx", ["2025-11-28"] * 5, "2025-12-01"),
        ("participatingAgencies10302026am.xlsx", ["2026-10-28"] * 5, "2026-10-30"),
        ("pendingAgencies04032025pm.xlsx", [], "2025-04-03"),
        ("pendingAgencies12102025am.xlsx", [], "2025-12-10"),
    ],
)
def test_a_list_that_somebody_saved_again_keeps_the_day_of_its_name(name: str, signed: list[str], day: str) -> None:
    assert day_of(name, SAVED, signed) == (day, "name")
    assert ("workbook", SAVED, False) in dated(name, SAVED, signed).witnesses
    assert day_of("Agencies.xlsx", SAVED, signed) == ("2026-11-29", "workbook")


def test_a_slip_in_the_name_of_a_pending_list_is_undone_by_its_workbook() -> None:
    assert day_of("pendingAgencies01092025pm.xlsx", "2026-01-08T20:00:00Z", ()) == ("2026-01-09", "name, a year early")
    assert day_of("pendingAgencies08022025pm.xlsx", "2025-09-02T20:00:00Z", ()) == ("2025-09-02", "name, a month early")


@pytest.mark.parametrize("modified", [None, "2025-09-20T12:00:00Z", "2026-08-20T12:00:00Z", "2026-09-25T12:00:00Z"])
def test_last_years_date_in_a_name_is_undone_by_the_signings(modified: str | None) -> None:
    assert day_of("ParticipatingAgencies09252025pm.xlsx", modified) == ("2026-09-25", "name, a year early")


def test_last_months_date_in_a_name_is_undone_by_the_signings() -> None:
    assert day_of("ParticipatingAgencies08252026pm.xlsx", None) == ("2026-09-25", "name, a month early")


def test_a_day_to_come_is_not_chosen_while_another_witness_fits() -> None:
    taken = "2026-09-20T01:00:00"
    assert day_of("287gParticipatingAgencies091527pm.xlsx", None, taken=taken) == ("2026-09-15", "name, a year late")
    assert day_of("287gParticipatingAgencies101526pm.xlsx", None, taken=taken) == ("2026-09-15", "name, a month late")
    assert day_of("pendingAgencies101526pm.xlsx", None, (), taken=taken) == ("2026-09-20", "capture")
    assert day_of(PM, "2036-09-15T20:00:00Z", taken=taken) == ("2026-09-15", "name")


def test_a_file_whose_name_says_a_day_to_come_is_retrieved_once_however_often_it_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sync of the same folder would add a capture for a year."""
    for year in ("2026", "2027"):
        list_file(tmp_path, f"{year}-04-03", [row(signed="2026-04-02")])
    with empty_record(tmp_path / "home") as record:
        for day in (4, 5, 6):
            monkeypatch.setenv("ROSTER287_NOW", f"2026-04-0{day}T08:00:00Z")
            record.sync([tmp_path])
            stamps = [(one.file_name, one.stamp) for one in record.home.captures]
            assert sorted(stamps) == [
                ("participatingAgencies04032026am.xlsx", "2026-04-03"),
                ("participatingAgencies04032027am.xlsx", "2026-04-04T08:00:00"),
            ]


@pytest.mark.parametrize("name", ["participatingAgencies.xlsx", "participatingAgencies-20310101000000.xlsx"])
def test_no_list_that_is_here_is_of_a_day_to_come_by_the_clock_of_its_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It would be the list in force until that day, whatever ICE published in between."""
    odd, homes = tmp_path / name, [tmp_path / "home", tmp_path / "other"]
    odd.write_bytes(workbook([row()], modified="2031-01-01T00:00:00Z"))
    files = [list_file(tmp_path, "2026-04-02", [row()]), odd]
    for home, paths in zip(homes, (files, files[::-1]), strict=True):
        with empty_record(home) as record:
            for day in (3, 4):
                monkeypatch.setenv("ROSTER287_NOW", f"2026-04-0{day}T08:00:00Z")
                record.sync(paths)
            record.rebuild()
            lists = [(line["date"], line["date_source"]) for line in record.lists()]
            assert lists == [("2026-04-02", "name"), ("2026-04-03", "capture")]
    assert outputs_of(homes[0]) == outputs_of(homes[1])


@pytest.mark.parametrize("typed", ["2062-09-10", "2027-09-10"])
def test_a_mistyped_signing_does_not_date_a_list(typed: str) -> None:
    assert day_of("ParticipatingAgencies.xlsx", None, (typed, *SIGNED)) == ("2026-09-10", "newest signing")
    assert day_of(PM, None, (typed, *SIGNED)) == ("2026-09-15", "name")
    assert day_of(PM, "2026-09-15T20:00:00Z", (typed, *SIGNED)) == ("2026-09-15", "name")
    assert not all(agrees for _, _, agrees in dated(PM, None, (typed, *SIGNED)).witnesses)


def test_several_mistyped_signings_do_not_overrule_a_name_and_its_workbook() -> None:
    assert day_of(PM, "2026-09-15T20:00:00Z", ("2027-09-10",) * 5 + SIGNED) == ("2026-09-15", "name")
    assert day_of(PM, None, ("2027-08-10",) * 5 + SIGNED, taken="2026-09-16T01:00:00") == ("2026-09-15", "name")


def test_a_name_and_a_workbook_of_last_year_do_not_overrule_many_signings() -> None:
    assert day_of("Agencies09252025pm.xlsx", "2025-09-24T20:00:00Z") == ("2026-09-25", "name, a year early")


@pytest.mark.parametrize("days", [["2026-09-16"] * 12, [f"2026-09-{day}" for day in range(30, 15, -1)]])
def test_signings_of_the_days_to_come_do_not_move_a_list_by_a_month(days: list[str]) -> None:
    """The name was read as a slip for the month after, and the true lists of the weeks between came before it."""
    assert day_of(PM, "2026-09-15T12:00:00Z", days) == ("2026-09-15", "name")


def test_signings_months_ahead_do_not_move_a_list_by_a_year() -> None:
    """Days printed before months: `12.09.2026` was read as the ninth of December."""
    assert day_of(PM, "2026-09-15T12:00:00Z", ["2026-12-09"] * 40) == ("2026-09-15", "name")


def test_a_list_with_few_signings_is_dated_by_its_other_witnesses() -> None:
    assert day_of(PM, None, ("2062-09-10", "2027-09-10")) == ("2026-09-15", "name")
    assert day_of("ParticipatingAgencies08202026pm.xlsx", "2026-08-20T12:00:00Z", ("2026-09-10",))[0] == "2026-08-20"


def test_the_date_does_not_depend_on_the_order_of_the_captures() -> None:
    captures = [Capture("", name, "none", "", "") for name in (PM, "Agencies09252025pm.xlsx", "Agencies.xlsx")]
    captures.append(Capture("", PM, "capture", "2026-09-26T01:00:00", ""))
    found = {date_list(order, "2006-09-16T00:00:00Z", SIGNED) for order in itertools.permutations(captures)}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("written", "part"),
    [
        (" 09-15-2026 pm", "pm"),
        (" 9-15-26 AM", "am"),
        ("09.15.2026", None),
        ("20260915am", "am"),
        ("20260915mid", "mid"),
        ("_2026-09-15", None),
        ("Sep152026pm", "pm"),
        (" September 15, 2026 mid", "mid"),
        ("91526pm", "pm"),
        ("9152026pm", "pm"),
    ],
)
def test_another_way_to_write_the_day_is_not_lost(written: str, part: str | None) -> None:
    for signed in (SIGNED, ()):
        found = dated(f"ParticipatingAgencies{written}.xlsx", None, signed)
        assert (str(found.day), found.part) == ("2026-09-15", part)


def test_a_missing_zero_is_tried_before_a_digit_too_many() -> None:
    assert day_of("ParticipatingAgencies1052026pm.xlsx", None) == ("2026-10-05", "name, a zero too few")
    assert day_of("ParticipatingAgencies1052026pm.xlsx", None, ()) == ("2026-01-05", "name, a zero too few")
    assert day_of("participatingAgencies090022025am.xlsx", "2025-09-02T12:11:44Z", ())[0] == "2025-09-02"
    assert day_of("report12345.xlsx", None, ())[0] == "None"


AGENCIES = [row("MAINE", f"Town {at} Police Department", signed="2025-03-04") for at in range(30)]


def _history(folder: Path) -> list[Path]:
    """True lists, each longer than the one before it."""
    days = ["2025-06-03", "2025-09-05", "2025-12-02", "2026-03-03"]
    return [list_file(folder, day, AGENCIES[: 8 + 4 * at]) for at, day in enumerate(days)]


STRAY = [
    ("287gParticipatingAgencies091526pm.xlsx", "2006-09-16T00:00:00Z"),
    ("ParticipatingAgencies09152025pm.xlsx", None),
    ("ParticipatingAgencies.xlsx", "2026-01-02T12:00:00Z"),
    ("287gParticipatingAgencies091527pm.xlsx", None),
    ("ParticipatingAgencies09152025pm.xlsx", "2026-08-20T12:00:00Z"),
]


@pytest.mark.parametrize(("name", "modified"), STRAY)
def test_one_badly_dated_list_does_not_set_the_history_aside(
    tmp_path: Path, name: str, modified: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROSTER287_NOW", "2026-09-16T12:00:00Z")
    newcomer = tmp_path / name
    lines = [*AGENCIES, *(row("UTAH", f"Place {at} Police Department", signed="2026-09-10") for at in range(4))]
    newcomer.write_bytes(workbook(lines, modified=modified))
    files = [*_history(tmp_path), newcomer]
    with empty_record(tmp_path / "home") as record:
        record.sync(files[:-1])
        record.sync([newcomer])
        lists = record.lists().rows
        assert [line["status"] for line in lists] == ["accepted"] * 5
        assert lists[-1]["file_name"] == name
        assert "2026-09-10" <= str(lists[-1]["date"]) <= "2026-09-15"
        assert record.verify().rows == ()
    random.Random(1).shuffle(files)
    with empty_record(tmp_path / "other") as record:
        record.sync(files)
    assert outputs_of(tmp_path / "other") == outputs_of(tmp_path / "home")


def test_a_list_that_goes_by_another_day_makes_another_record(tmp_path: Path) -> None:
    """Who asks whether anything changed, an address that is kept or an alert, would otherwise be told no."""
    wells, sanford = (row("MAINE", f"{name} Police Department", signed="2025-03-01") for name in ("Wells", "Sanford"))
    said = []
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-03-03", [wells])])
        listed = list_file(tmp_path, "2025-03-31", [wells, sanford]).read_bytes()
        for name in ("participatingAgencies04012025.xlsx", "participatingAgencies03312025.xlsx"):
            (tmp_path / "named" / name).parent.mkdir(exist_ok=True)
            (tmp_path / "named" / name).write_bytes(listed)
            record.sync([tmp_path / "named" / name])
            with record.reading() as connection:
                said.append((record.lists().rows[-1]["date"], version(connection)))
    assert said[0][0] != said[1][0]
    assert said[0][1] != said[1][1]


def test_a_capture_by_a_clock_that_was_slow_does_not_date_a_list() -> None:
    """Named and saved in September: no computer can have had it in January."""
    slow = dated(PM, "2026-09-15T17:00:00Z", taken="2026-01-20T00:00:10")
    assert (str(slow.day), slow.source, slow.seen) == ("2026-09-15", "name", "")
    assert ("capture", "2026-01-20T00:00:10", False) in slow.witnesses
    assert day_of("ParticipatingAgencies09152027pm.xlsx", "2026-09-15T17:00:00Z", taken="2026-09-16T00:00:10") == (
        "2026-09-15",
        "name, a year late",
    )


def test_lists_of_a_day_stand_as_they_were_saved_or_seen(tmp_path: Path) -> None:
    """The later of two that name no part of the day is the one in force, whatever they are called."""
    rows = [row("MAINE", "Wells Police Department", signed="2026-03-30"), row("MAINE", "York Police Department")]
    folder = tmp_path / "lists"
    folder.mkdir()
    named = list_file(folder, "2026-04-03", rows[:1], "pm")
    unnamed = folder / "download.xlsx"
    unnamed.write_bytes(workbook(rows, modified="2026-04-03T21:00:00Z"))
    with empty_record(tmp_path / "home") as record:
        record.sync([named, unnamed])
        assert [listed["row_count"] for listed in record.lists()] == [1, 2]
        assert record.count(on="2026-04-03").rows[0]["rows"] == 2


def test_a_list_that_was_captured_late_is_no_list_of_the_afternoon_for_that() -> None:
    """Saved the day before, first seen at night: it may have stood there before the list of noon."""

    def listed(sha256: str, name: str, modified: str, time: str) -> tuple[FileFacts, Capture]:
        facts = FileFacts(sha256, "workbook", "participating", modified, (), "", None, (), Layout.of((), ()))
        return facts, Capture(sha256, name, "capture", time, "")

    both = [
        listed("a", "participatingAgencies10232025.xlsx", "2025-10-22T20:38:00Z", "2025-10-23T23:00:00"),
        listed("b", "participatingAgencies10232025mid.xlsx", "2025-10-23T15:22:00Z", "2025-10-23T16:00:00"),
    ]
    order = sequence([facts for facts, _ in both], {c.sha256: [c] for _, c in both}, {})
    assert [p.sha256 for p in order] == ["a", "b"]


def test_an_old_list_saved_again_under_a_new_name_keeps_the_day_of_its_capture() -> None:
    """Its signings fit the capture: no clock was wrong."""
    signed = ("2026-08-20", "2026-08-19", "2026-08-19", *["2026-08-01"] * 12)
    again = dated(PM, "2026-09-15T17:00:00Z", signed, taken="2026-08-21T18:00:00")
    assert (str(again.day), again.source, again.seen) == ("2026-08-21", "capture", "2026-08-21T18:00:00")


def test_tables_of_one_page_stand_in_the_order_in_which_they_were_seen() -> None:
    def seen(sha256: str, time: str) -> tuple[FileFacts, Capture]:
        facts = FileFacts(sha256, "page", "participating", None, (), "", None, (), Layout.of((), ()))
        return facts, Capture(sha256, "page-table-20260403.csv", "capture", time, "")

    for first, second in (("a", "b"), ("b", "a")):
        both = [seen(first, "2026-04-03T09:00:00"), seen(second, "2026-04-03T16:00:00")]
        order = sequence([facts for facts, _ in both], {c.sha256: [c] for _, c in both}, {})
        assert [p.sha256 for p in order] == [first, second]
