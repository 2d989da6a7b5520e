"""What one list showed is told, and stays told: a record that takes an event back was wrong when somebody read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.identity.histories import TASK, WARRANT, Lists, county_row, history, sheriff, told, url

OLD, NEW = sheriff("2024-02-12", moa_url=url("a")), sheriff("2025-04-28", moa_url=url("b"))
MOVED = sheriff("2024-02-10", moa_url=url("a"))
LATER = sheriff("2025-05-20", WARRANT, moa_url=url("w"))
WAITS = sheriff("")


def days(*lists: list[object]) -> Lists:
    return [(f"2025-06-{at:02d}", rows) for at, rows in enumerate(lists, 1)]  # type: ignore[misc]


def events(folder: Path, lists: Lists, pending: Lists = ()) -> list[str]:
    folder.mkdir()
    with history(folder, lists, pending) as record:
        return told(record)


@pytest.mark.parametrize(
    "lists",
    [
        days([OLD], [OLD, NEW], [OLD], [], [NEW]),
        days([OLD], [OLD, NEW], [], [NEW]),
        days([OLD], [NEW], [OLD, NEW]),
        days([OLD], [NEW], [], [OLD]),
        days([OLD], [OLD, NEW], [MOVED, NEW], [NEW]),
        days([OLD, NEW], [MOVED, NEW], [MOVED], []),
        days([], [sheriff("2020-03-01", WARRANT, moa_url=url("c")), LATER], [LATER]),
    ],
)
def test_a_later_list_takes_nothing_back_that_was_told(tmp_path: Path, lists: Lists) -> None:
    before: list[str] = []
    for upto in range(1, len(lists) + 1):
        now = events(tmp_path / str(upto), lists[:upto])
        assert [line for line in before if line not in now] == []
        before = now


def test_an_application_that_nothing_answered_by_then_is_gone_whatever_comes_back_later(tmp_path: Path) -> None:
    lists = [("2025-05-03", [NEW]), ("2025-05-10", []), ("2025-06-21", []), ("2025-06-28", [NEW])]
    pending = [("2025-06-01", [WAITS]), ("2025-06-20", [])]
    for upto in (3, 4):
        assert "06-20 no_longer_pending 2025-06-01" in events(tmp_path / str(upto), lists[:upto], pending)


def test_the_last_row_of_an_agency_does_not_go_untold(tmp_path: Path) -> None:
    with history(tmp_path, days([OLD, NEW], [MOVED, NEW], [MOVED], [])) as record:
        assert told(record)[-1] == "06-04 no_longer_listed 2024-02-10"
        assert [(line["status"], line["succeeded_by"]) for line in record.agreements(state="ME")] == [
            ("no_longer_listed", None),
            ("no_longer_listed", None),
        ]


def test_a_name_that_changes_row_by_row_is_told_when_the_last_row_has_it(tmp_path: Path) -> None:
    def wells(name: str, model: str = TASK) -> object:
        return county_row("MAINE", name, "York County", model, "2025-04-28", moa_url=url(model[:4]))

    old, new = "Wells Police Department", "Wells PD"
    found = events(
        tmp_path / "x", days([wells(old)], [wells(old), wells(new, WARRANT)], [wells(new), wells(new, WARRANT)])
    )
    assert [line for line in found if "renamed" in line] == [f"06-03 renamed {old} -> {new}"]


def test_an_ampersand_is_the_word_and(tmp_path: Path) -> None:
    names = ("Maine Department of Fish and Game", "Maine Department of Fish & Game")
    one, other = (county_row("MAINE", name, "", TASK, "2025-04-28", moa_url=url("f")) for name in names)
    assert [line for line in events(tmp_path / "x", days([one], [other])) if "renamed" in line] == []


def test_a_renewal_says_the_date_that_was_printed_until_then(tmp_path: Path) -> None:
    found = events(tmp_path / "x", days([OLD], [OLD, NEW], [MOVED, NEW], [NEW]))
    assert "06-02 renewed task_force 2024-02-12 -> task_force 2025-04-28" in found


def test_a_link_that_went_with_a_second_row_is_not_told_of_a_later_list(tmp_path: Path) -> None:
    plain, linked = sheriff("2025-04-28"), sheriff("2025-04-28", moa_url=url("a"))
    elsewhere = county_row("MAINE", "York County Sheriff's Office", "Kennebec County", TASK, "2025-04-28")
    found = events(tmp_path / "x", days([plain], [plain, linked], [plain], [elsewhere]))
    assert [line for line in found if "document" in line] == ["06-02 document_posted None -> a.pdf"]


def test_an_addendum_whose_link_was_gone_for_a_while_is_posted_once(tmp_path: Path) -> None:
    one, other = (dict(NEW, addendum_url=url(name)) for name in ("one", "other"))
    found = events(tmp_path / "x", days([NEW], [one], [NEW], [one], [NEW], [other], [one, LATER], [NEW]))
    assert [line for line in found if "addendum" in line] == [
        "06-02 addendum_posted None -> one.pdf",
        "06-06 addendum_posted one.pdf -> other.pdf",
        "06-07 addendum_posted other.pdf -> one.pdf",
    ]
