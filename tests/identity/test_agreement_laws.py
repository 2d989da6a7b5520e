"""The rules for agreements, each on a small history: what is a correction, a renewal, a switch, a gap, a move."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.identity.histories import JAIL, TASK, WARRANT, Lists, county_row, history, sheriff, told, url
from tests.support.workbooks import row


def agreements(folder: Path, lists: Lists) -> list[tuple[str, str | None, str, str | None]]:
    with history(folder, lists) as record:
        return [
            (a["agreement_id"].partition("/")[2], a["signed"], a["status"], (a["succeeded_by"] or "").partition("/")[2])
            for a in record.agreements(state="ME")
        ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(sheriff("2025-05-12"), sheriff("2025-06-30"), id="no document under the first date"),
        pytest.param(sheriff("2025-05-12"), sheriff("2025-05-11"), id="moved back"),
        pytest.param(
            sheriff("2025-05-12", moa_url=url("a")), sheriff("2025-09-12", moa_url=url("a")), id="same document"
        ),
        pytest.param(
            sheriff("2024-05-12", moa_url=url("a")), sheriff("2025-05-12", moa_url=url("b")), id="a year too early"
        ),
        pytest.param(sheriff(""), sheriff("2025-05-12"), id="date filled in"),
        pytest.param(
            sheriff("2025-05-12", moa_url=url("a")), sheriff("2025-05-14", moa_url=url("b")), id="within a week"
        ),
        pytest.param(sheriff("2025-05-12", moa_url=url("a")), sheriff("2025-08-12"), id="later than its list"),
        pytest.param(sheriff("2025-01-06"), sheriff("2025-06-01"), id="day and month exchanged"),
        pytest.param(
            sheriff("2025-01-09", moa_url=url("a")),
            sheriff("2025-09-01", moa_url=url("a_v2")),
            id="day and month exchanged, later than its list, and another file",
        ),
    ],
)
def test_a_corrected_date_is_the_same_agreement(
    tmp_path: Path, first: dict[str, object], second: dict[str, object]
) -> None:
    found = agreements(tmp_path, [("2025-05-13", [first]), ("2025-07-01", [second]), ("2025-07-02", [second])])
    assert len(found) == 1
    assert found[0][0].endswith(str(first["signed"] or "undated"))
    assert found[0][1:] == (second["signed"], "active", "")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            sheriff("2020-05-12", moa_url=url("a")), sheriff("2025-05-12", moa_url=url("b")), id="years later"
        ),
        pytest.param(sheriff("2025-01-12"), sheriff("2025-06-12"), id="months later, no document"),
        pytest.param(
            sheriff("2025-01-06", moa_url=url("a")),
            sheriff("2025-06-01", moa_url=url("b")),
            id="day and month exchanged as it happens",
        ),
        pytest.param(
            sheriff("2025-05-12", moa_url=url("a")), sheriff("2025-06-12"), id="the new document still pending"
        ),
    ],
)
def test_a_new_signing_succeeds_the_old_one(
    tmp_path: Path, first: dict[str, object], second: dict[str, object]
) -> None:
    with history(tmp_path, [("2025-05-13", [first]), ("2025-07-01", [second])]) as record:
        assert [line.split()[1] for line in told(record)] == ["signed", "renewed"]
        older, newer = record.agreements(state="ME")
        assert (older["status"], older["succeeded_by"]) == ("superseded", newer["agreement_id"])


def test_a_date_printed_and_then_reverted_is_no_renewal(tmp_path: Path) -> None:
    right, wrong = sheriff("2025-05-07", moa_url=url("a")), sheriff("2025-05-17", moa_url=url("b"))
    with history(tmp_path, [("2025-05-19", [right]), ("2025-05-20", [wrong]), ("2025-05-21", [right])]) as record:
        dates = [line for line in told(record) if "redated" in line]
        assert dates == ["05-20 redated 2025-05-07 -> 2025-05-17", "05-21 redated 2025-05-17 -> 2025-05-07"]
        assert len(record.agreements(state="ME")) == 1


@pytest.mark.parametrize("papers", [(url("a"), url("a")), ("", "")])
def test_a_model_printed_wrong_for_a_while_is_switched_and_back_and_nobody_leaves(
    tmp_path: Path, papers: tuple[str, str]
) -> None:
    right, wrong = (sheriff(model=model, moa_url=paper) for model, paper in zip((TASK, WARRANT), papers, strict=True))
    days = (("2025-05-13", right), ("2025-05-14", wrong), ("2025-05-15", wrong), ("2025-05-16", right))
    with history(tmp_path, [(day, [line]) for day, line in days]) as record:
        assert told(record) == [
            "05-13 signed -> task_force 2025-05-12",
            "05-14 model_switched task_force 2025-05-12 -> warrant_service 2025-05-12",
            "05-16 model_switched warrant_service 2025-05-12 -> task_force 2025-05-12",
        ]
        shown = {a["model"]: (a["status"], a["succeeded_by"]) for a in record.agreements(state="ME")}
        now = "me-york-county-sheriffs-office/task_force/2025-05-12"
        assert shown == {"task_force": ("active", None), "warrant_service": ("superseded", now)}
    (tmp_path / "before").mkdir()
    with history(tmp_path / "before", [(day, [line]) for day, line in days[:2]]) as record:
        assert [line.split()[1] for line in told(record)] == ["signed", "model_switched"], "what was told stays told"


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("T W T W", ["signed", "model_switched", "model_switched", "model_switched"]),
        ("T W T W T", ["signed", "model_switched", "model_switched", "model_switched", "model_switched"]),
        ("T W J T", ["signed", "model_switched", "model_switched", "model_switched"]),
        ("T W T TW TW", ["signed", "model_switched", "model_switched", "model_added"]),
        ("TJ W TJ", ["signed", "signed", "model_switched", "no_longer_listed", "model_switched", "returned"]),
    ],
)
def test_what_was_told_of_a_slip_stays_told_whatever_comes(tmp_path: Path, printed: str, said: list[str]) -> None:
    models = {"T": TASK, "W": WARRANT, "J": JAIL}
    lists: Lists = [
        (f"2025-05-{13 + number}", [sheriff(model=models[letter], moa_url=url("a")) for letter in letters])
        for number, letters in enumerate(printed.split())
    ]
    before: list[str] = []
    for number in range(1, len(lists) + 1):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        with history(folder, lists[:number]) as record:
            now = [event["event_id"] for event in record.changes(state="ME", cause="ice")]
            assert [event_id for event_id in now if event_id in before] == before, lists[:number]
            before = now
            assert [line.split()[1] for line in told(record)] == said[: len(now)]
    assert len(before) == len(said)


@pytest.mark.parametrize("days", [1, 2])
def test_an_agreement_printed_under_another_body_for_a_while_never_left_its_own(tmp_path: Path, days: int) -> None:
    names = ["York County Jail", *["York County Sheriff's Office"] * days, "York County Jail"]
    lists: Lists = [
        (f"2025-05-{13 + at}", [county_row("MAINE", name, "York County", WARRANT, "2025-05-12", moa_url=url("a"))])
        for at, name in enumerate(names)
    ]
    with history(tmp_path, lists) as record:
        assert {line.split()[1] for line in told(record)} == {"signed", "renamed"}
        (agreement,) = record.agreements(state="ME")
        assert agreement["agreement_id"] == "me-york-county-jail/warrant_service/2025-05-12"
        assert record.show("me-york-county-sheriffs-office").rows[0]["agency"]["agency_id"] == "me-york-county-jail"


def test_cells_exchanged_between_two_agencies_renew_neither(tmp_path: Path) -> None:
    """The names of two rows change places, for a while or for good: each then bears the other's date and document."""
    cells = {"Wells": ("2025-03-12", url("wells")), "York": ("2025-04-15", url("york"))}

    def printed(names: tuple[str, str]) -> list[dict[str, object]]:
        return [
            row("MAINE", f"{name} Police Department", county="York County", signed=signed, moa_url=paper)
            for name, (signed, paper) in zip(names, cells.values(), strict=True)
        ]

    right, wrong = printed(("Wells", "York")), printed(("York", "Wells"))
    for number, lists in enumerate(([right, wrong], [right, wrong, right])):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        with history(folder, [(f"2025-05-{13 + at}", lines) for at, lines in enumerate(lists)]) as record:
            assert "renewed" not in {line.split()[1] for line in told(record)}
            assert [a["status"] for a in record.agreements(state="ME")] == ["active", "active"]


def test_another_model_of_another_date_in_a_gap_is_no_slip(tmp_path: Path) -> None:
    first, other = sheriff(moa_url=url("a")), sheriff("2025-05-20", JAIL, moa_url=url("b"))
    lists: Lists = [("2025-05-13", [first]), ("2025-05-21", [other]), ("2025-05-22", [first])]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record)][-1] == "returned"


def test_gone_and_back_is_one_agreement_with_a_gap(tmp_path: Path) -> None:
    lists: Lists = [("2025-05-13", [sheriff()]), ("2025-05-14", []), ("2025-09-15", [sheriff()])]
    with history(tmp_path, lists) as record:
        assert told(record) == [
            "05-13 signed -> task_force 2025-05-12",
            "05-14 no_longer_listed 2025-05-12",
            "09-15 returned 2025-05-14 -> 2025-05-12",
        ]
        assert [a["status"] for a in record.agreements(state="ME")] == ["active"]


def test_gone_and_soon_back_under_another_date_is_one_agreement_where_no_document_was_linked(tmp_path: Path) -> None:
    lists: Lists = [("2025-05-13", [sheriff()]), ("2025-05-20", []), ("2025-05-28", [sheriff("2025-05-27")])]
    with history(tmp_path, lists) as record:
        assert told(record)[1:] == [
            "05-20 no_longer_listed 2025-05-12",
            "05-28 redated 2025-05-12 -> 2025-05-27",
            "05-28 returned 2025-05-20 -> 2025-05-27",
        ]


@pytest.mark.parametrize(("back", "kind"), [("2025-08-30", "renewed"), ("2026-05-30", "signed")])
def test_a_new_signing_after_a_lapse_renews_for_a_year(tmp_path: Path, back: str, kind: str) -> None:
    first, second = sheriff("2025-05-12", moa_url=url("a")), sheriff(back, moa_url=url("b"))
    with history(tmp_path, [("2025-05-13", [first]), ("2025-05-20", []), (back, [second])]) as record:
        assert [line.split()[1] for line in told(record)] == ["signed", "no_longer_listed", kind]
        status = "superseded" if kind == "renewed" else "no_longer_listed"
        assert [a["status"] for a in record.agreements(state="ME")] == [status, "active"]


@pytest.mark.parametrize(
    ("between", "kinds"),
    [
        pytest.param((), ["signed", "model_switched"], id="on the same list"),
        pytest.param(("2025-06-02",), ["signed", "no_longer_listed", "model_switched"], id="a week later"),
        pytest.param(("2025-04-20",), ["signed", "no_longer_listed", "signed"], id="months later"),
    ],
)
def test_a_model_that_goes_as_another_comes_was_switched(
    tmp_path: Path, between: tuple[str, ...], kinds: list[str]
) -> None:
    lists: Lists = [
        ("2025-05-13", [sheriff(model=JAIL)]),
        *((day.replace("04-20", "05-14"), []) for day in between),
        ("2025-06-09" if between != ("2025-04-20",) else "2025-08-09", [sheriff("2025-06-08", WARRANT)]),
    ]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record)] == kinds
        older, newer = record.agreements(state="ME")
        switched = kinds[-1] == "model_switched"
        assert older["succeeded_by"] == (newer["agreement_id"] if switched else None)
        assert older["status"] == ("superseded" if switched else "no_longer_listed")


def test_a_model_that_comes_while_another_stays_is_added_and_no_switch_when_that_one_goes_later(tmp_path: Path) -> None:
    jail, warrant = sheriff(model=JAIL), sheriff("2025-06-08", WARRANT)
    lists: Lists = [("2025-05-13", [jail]), ("2025-06-09", [jail, warrant]), ("2025-06-20", [warrant])]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record)] == ["signed", "model_added", "no_longer_listed"]


def test_a_model_that_goes_and_one_that_comes_later_are_two_things_where_a_third_stays(tmp_path: Path) -> None:
    task = sheriff(model=TASK)
    lists: Lists = [
        ("2025-05-13", [task, sheriff(model=JAIL)]),
        ("2025-06-02", [task]),
        ("2025-06-09", [task, sheriff("2025-06-08", WARRANT)]),
    ]
    with history(tmp_path, lists) as record:
        kinds = [line.split()[1] for line in told(record)]
        assert kinds[-2:] == ["no_longer_listed", "model_added"]


@pytest.mark.parametrize(
    ("back", "kinds"),
    [
        (sheriff("2025-09-01", moa_url=url("a")), {"redated", "returned"}),
        (sheriff("2025-05-13"), {"document_changed", "redated", "returned"}),
        (sheriff("2025-04-01"), {"document_changed", "redated", "returned"}),
        (sheriff("2025-06-12", moa_url=url("b")), {"renewed"}),
    ],
    ids=["one document", "a day later", "moved back", "another document"],
)
def test_no_long_absence_makes_a_new_signing_of_the_same_paper(
    back: Mapping[str, object], kinds: set[str], tmp_path: Path
) -> None:
    lists: Lists = [("2025-05-13", [sheriff(moa_url=url("a"))]), ("2025-05-20", []), ("2025-09-20", [back])]
    with history(tmp_path, lists) as record:
        assert {line.split()[1] for line in told(record) if line.startswith("09")} == kinds


def test_an_agreement_printed_twice_under_two_dates_is_one(tmp_path: Path) -> None:
    one, other = sheriff("2025-05-12", moa_url=url("a")), sheriff("2025-05-13", moa_url=url("a"))
    lists: Lists = [("2025-05-13", [one]), ("2025-05-20", [one, other]), ("2025-05-21", [other])]
    assert len(agreements(tmp_path, lists)) == 1


def test_an_agreement_moved_to_another_body_of_the_place_leaves_nobody_and_its_old_id_leads_on(tmp_path: Path) -> None:
    jail = county_row("MAINE", "York County Jail", "York County", WARRANT, "2025-05-12")
    lists: Lists = [
        ("2025-05-13", [sheriff(model=WARRANT), sheriff("2025-05-02")]),
        ("2025-05-20", [jail, sheriff("2025-05-02")]),
    ]
    waited: Lists = [("2025-05-05", [sheriff("", WARRANT)])]
    with history(tmp_path, lists, waited) as record:
        assert not [line for line in told(record) if "no_longer" in line]
        moved = "me-york-county-jail/warrant_service/2025-05-12"
        assert (
            record.evidence("me-york-county-sheriffs-office/warrant_service/2025-05-12").rows[-1]["agreement_id"]
            == moved
        )
        (application,) = record.applications(state="ME")
        assert (application["outcome"], application["agreement_id"]) == ("signed", moved)


def test_what_a_later_list_says_never_takes_back_what_was_told(tmp_path: Path) -> None:
    """A departure stays told when the agreement is renewed, switched or back afterwards."""
    lists: Lists = [
        ("2025-05-13", [sheriff(model=JAIL)]),
        ("2025-05-20", []),
        ("2025-05-28", [sheriff("2025-05-27", WARRANT)]),
    ]
    with history(tmp_path, lists[:2]) as record:
        before = told(record)
    (tmp_path / "more").mkdir()
    with history(tmp_path / "more", lists) as record:
        assert told(record)[: len(before)] == before


def test_a_signing_answers_the_last_application_before_it_and_an_older_one_stays_unanswered(tmp_path: Path) -> None:
    waits = sheriff("", WARRANT)
    pending: Lists = [("2025-05-12", [waits]), ("2025-05-20", []), ("2025-10-08", [waits]), ("2025-10-20", [])]
    lists: Lists = [("2025-05-13", [sheriff()]), ("2025-10-10", [sheriff(), sheriff("2025-10-09", WARRANT)])]
    with history(tmp_path, lists, pending) as record:
        found = [(a["first_pending"], a["outcome"], a["days"]) for a in record.applications(state="ME")]
        assert found == [("2025-05-12", "no_longer_pending", 0), ("2025-10-08", "signed", 1)]


def test_an_application_is_answered_by_what_is_listed_next_even_if_its_date_is_a_year_too_early(tmp_path: Path) -> None:
    pending: Lists = [("2025-05-12", [sheriff("", WARRANT)]), ("2025-05-13", [])]
    with history(tmp_path, [("2025-05-14", [sheriff("2024-05-13", WARRANT)])], pending) as record:
        assert [a["outcome"] for a in record.applications(state="ME")] == ["signed"]


def test_a_second_signing_beside_the_first_is_a_renewal_from_its_first_list_on(tmp_path: Path) -> None:
    """It was told as a signing of an agency with no other, and that was withdrawn when the older row went."""
    old = sheriff("2025-05-12", JAIL, moa_url=url("old"))
    new = sheriff("2026-03-01", JAIL, moa_url=url("new"))
    lists = [("2025-05-13", [old]), ("2026-03-02", [old, new]), ("2026-03-04", [new])]
    for known in (2, 3):
        (tmp_path / str(known)).mkdir()
        with history(tmp_path / str(known), lists[:known]) as record:
            assert [line.split()[1] for line in told(record)] == ["signed", "renewed"]
            assert record.changes(kind=["renewed"]).rows[0]["before"]["signed"] == "2025-05-12"


def test_a_model_switched_for_one_that_was_switched_away_before_is_a_switch(tmp_path: Path) -> None:
    task, warrant = sheriff("2025-03-10", TASK), sheriff("2025-05-12", WARRANT)
    jail, again = sheriff("2026-03-01", JAIL), sheriff("2026-03-03", WARRANT)
    lists = [("2025-05-13", [task, warrant]), ("2026-03-02", [task, jail]), ("2026-03-04", [jail, again])]
    with history(tmp_path, lists) as record:
        assert [line.split()[1] for line in told(record)][2:] == ["model_switched", "model_switched"]
