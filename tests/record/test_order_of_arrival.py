"""The order in which lists arrive, and in how many syncs, changes nothing that readers get."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.lists import LISTS, PAGES, WORKBOOKS, needs_lists
from tests.support.lives import Lines, empty_record, list_file, outputs_of
from tests.support.sweeps import sweep
from tests.support.workbooks import row


@needs_lists
@pytest.mark.parametrize(
    ("order", "each"),
    [
        pytest.param("reverse", 1, marks=pytest.mark.long),
        pytest.param("random", 1, marks=pytest.mark.long),
        ("random", 16),
    ],
)
def test_files_one_after_another_in_any_order(tmp_path: Path, order: str, each: int) -> None:
    """Named one by one, without their manifest, the files are dated by themselves: compare with the same in order."""
    files = [*PAGES, *WORKBOOKS][::each]
    with empty_record(tmp_path / "in-order") as record:
        record.sync(files)
    if order == "reverse":
        files.reverse()
    else:
        random.Random(287).shuffle(files)
    with empty_record(tmp_path / order) as record:
        size = len(files) // 5 + 1
        for at in range(0, len(files), size):
            record.sync(files[at : at + size])
    assert outputs_of(tmp_path / order) == outputs_of(tmp_path / "in-order")


@needs_lists
def test_folder_by_folder_is_the_same_as_all_at_once(full_home: Path, tmp_path: Path) -> None:
    assert LISTS is not None
    with empty_record(tmp_path / "home") as record:
        record.sync([LISTS / "pages"])
        record.sync([LISTS / "pendingAgencies"])
        record.sync([LISTS])
    assert outputs_of(tmp_path / "home") == outputs_of(full_home)


@needs_lists
def test_history_then_files_is_the_same_as_files(full_home: Path, tmp_path: Path) -> None:
    assert LISTS is not None
    from roster287.record import open as open_record

    with open_record(tmp_path / "home") as record:
        before = record.lists()
        done = record.sync([LISTS]).done
        assert (done.files, done.new_files, done.events) == (458, 458, ())
        assert record.lists().rows == before.rows
        assert all(row["same"] for row in record.rebuild())
        assert record.verify().rows == ()
    assert outputs_of(tmp_path / "home") == outputs_of(full_home)


@needs_lists
@pytest.mark.long
def test_one_list_after_another_is_the_same_as_all_at_once(full_home: Path, tmp_path: Path) -> None:
    """The quick way for one more list (`onward`) comes to what resolving everything comes to."""
    assert LISTS is not None
    folder = tmp_path / "lists"
    shutil.copytree(LISTS, folder)
    last = sorted([*folder.glob("p*/*02[01]?2026*.xlsx"), *folder.glob("p*/*02272026*.xlsx")], key=_day_and_kind)
    kept = {path: path.read_bytes() for path in last}
    for path in last:
        path.chmod(0o644)
        path.unlink()
    with empty_record(tmp_path / "home") as record:
        record.sync([folder])
        for path, data in kept.items():
            path.write_bytes(data)
            record.sync([path])
        assert record.verify().rows == ()
        record.sync([folder])
        assert record.verify().rows == ()
    assert outputs_of(tmp_path / "home") == outputs_of(full_home)


def _day_and_kind(path: Path) -> tuple[str, str]:
    digits = "".join(c for c in path.stem if c.isdigit())
    return digits[4:] + digits[:4] + path.stem[-2:], path.parent.name


NAMES = ("Wells Police Department", "York County Sheriff's Office", "Kittery PD", "Sanford Police Dept")
MODELS = ("Task Force Model", "Warrant Service Officer", "Jail Enforcement Model")
DAYS = ("2025-04-02", "2025-04-03", "2025-05-12", "2025-06-30")
ROWS = st.builds(
    row,
    st.sampled_from(("MAINE", "NEW HAMPSHIRE")),
    st.sampled_from(NAMES),
    model=st.sampled_from(MODELS),
    signed=st.sampled_from(DAYS),
    moa=st.sampled_from(("link", "link pending")),
)
CONTENTS = st.lists(st.lists(ROWS, min_size=1, max_size=6), min_size=1, max_size=6)
DRAWS = st.lists(st.integers(0, 5), min_size=2, max_size=6)
"""Which of the contents stands on each list: lists of both kinds repeat each other."""


@pytest.mark.parametrize("part", sweep(5))
@given(CONTENTS, DRAWS, DRAWS, st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_small_history_in_any_order(
    tmp_path_factory: pytest.TempPathFactory,
    part: int,
    contents: list[Lines],
    participating: list[int],
    pending: list[int],
    chance: random.Random,
) -> None:
    folder = tmp_path_factory.mktemp("lists")
    files = [
        list_file(folder, f"2025-07-{day:02d}", contents[number % len(contents)], pending=kind is pending)
        for kind in (participating, pending)
        for day, number in enumerate(kind, 1)
    ]
    with empty_record(folder / "all") as record:
        record.sync(files)
    chance.shuffle(files)
    _same_one_by_one(folder, files)


def _same_one_by_one(folder: Path, files: list[Path]) -> None:
    """Lists that came one by one make the record that they made at once."""
    with empty_record(folder / "one-by-one") as record:
        for file in files:
            record.sync([file])
        assert record.sync(files).rows == ()
        assert record.verify().rows == ()
        assert all(line["same"] for line in record.rebuild())
    assert outputs_of(folder / "one-by-one") == outputs_of(folder / "all")


WELLS, KITTERY, SANFORD = (
    row("MAINE", name, model=MODELS[0], signed=DAYS[0]) for name in (NAMES[0], NAMES[2], NAMES[3])
)


@pytest.mark.parametrize("repeats", ["the-list-before", "the-list-of-its-day"])
def test_a_pending_list_before_the_participating_list_of_its_day(tmp_path: Path, repeats: str) -> None:
    """What a pending list is taken for rests on a participating list that may come after it."""
    same: Lines = [KITTERY, SANFORD]
    listed = (same, [WELLS]) if repeats == "the-list-before" else ([WELLS], same)
    earlier, later = (list_file(tmp_path, f"2025-07-0{day}", rows) for day, rows in enumerate(listed, 1))
    first = list_file(tmp_path, "2025-07-01", [WELLS, KITTERY, SANFORD], pending=True)
    doubted = list_file(tmp_path, "2025-07-02", same, pending=True)
    files = [earlier, first, doubted, later]
    with empty_record(tmp_path / "all") as record:
        record.sync(files)
        statuses = {line["file_name"]: line["status"] for line in record.lists()}
    assert statuses[doubted.name] == ("accepted" if repeats == "the-list-before" else "set_aside")
    _same_one_by_one(tmp_path, files)


def test_an_old_pending_list_published_again_lets_nobody_wait_anew(tmp_path: Path) -> None:
    listed = list_file(tmp_path, "2025-07-01", [KITTERY])
    old, new = [WELLS, *_more(), *_others()], _others()
    days = (("2025-07-01", old), ("2025-07-02", new), ("2025-07-03", new), ("2025-07-04", old), ("2025-07-05", old))
    files = [listed, *(list_file(tmp_path, day, rows, pending=True) for day, rows in days)]
    with empty_record(tmp_path / "all") as record:
        record.sync(files)
        found = list(record.lists(kind="pending"))
        assert [line["status"] for line in found] == ["accepted"] * 3 + ["set_aside"] * 2
        assert [line["kind"] for line in record.changes() if line["agency_id"] == "me-wells-police-department"] == [
            "no_longer_pending"
        ]
    _same_one_by_one(tmp_path, files)
    with empty_record(tmp_path / "one-by-one") as record:
        record.sync(accept=[found[3]["publication_id"]])
        assert {line["status"] for line in record.lists(kind="pending")} == {"accepted"}, "nor is the one after it"


def _more() -> list[dict[str, object]]:
    """Four more that wait, so that five are gone at once."""
    return [row("MAINE", f"{town} Police Department") for town in ("Gray", "Casco", "Naples", "Auburn")]


def test_a_short_list_that_is_an_earlier_one_again_since_one_came_and_went_is_a_fact(tmp_path: Path) -> None:
    listed = list_file(tmp_path, "2025-07-01", [KITTERY])
    waits, and_wells = _others(), [WELLS, *_others()]
    days = (("2025-07-01", waits), ("2025-07-02", and_wells), ("2025-07-03", waits), ("2025-07-04", and_wells))
    with empty_record(tmp_path / "all") as record:
        record.sync([listed, *(list_file(tmp_path, day, rows, pending=True) for day, rows in days)])
        assert {line["status"] for line in record.lists()} == {"accepted"}


def test_lists_of_one_day_go_back_to_none_of_it(tmp_path: Path) -> None:
    """Nothing but their names says in which order they came; the last of a day is what a later one may repeat."""
    old, new = [WELLS, *_more(), *_others()], _others()
    for number, (second, third, status) in enumerate(((new, old, "accepted"), (old, new, "set_aside"))):
        home = tmp_path / f"{number}"
        home.mkdir()
        files = [list_file(home, "2025-07-01", [KITTERY])]
        files += [
            list_file(home, "2025-07-01", rows, part, pending=True)
            for part, rows in (("am", old), ("mid", second), ("pm", third[::-1]))
        ]
        files.append(list_file(home, "2025-07-02", old, pending=True))
        with empty_record(home / "home") as record:
            record.sync(files)
            assert [line["status"] for line in record.lists(kind="pending")] == [*["accepted"] * 3, status]


def test_a_pending_list_whose_unreadable_row_may_hide_who_is_gone(tmp_path: Path) -> None:
    listed = list_file(tmp_path, "2025-07-01", [KITTERY])
    pending = list_file(tmp_path, "2025-07-01", [WELLS, *_others()], pending=True)
    damaged = list_file(tmp_path, "2025-07-02", [{**WELLS, "model": "=#REF!"}, *_others()], pending=True)
    with empty_record(tmp_path / "all") as record:
        record.sync([listed, pending, damaged])
        assert [line["status"] for line in record.lists(kind="pending")] == ["accepted", "set_aside"]
    _same_one_by_one(tmp_path, [listed, pending, damaged])


def _others() -> Lines:
    places = ("Saco", "Eliot", "Bath", "Bangor", "Orono", "Lewiston")
    return [row("MAINE", f"{place} Police Department") for place in places]


def test_two_bodies_side_by_side_for_another_list(tmp_path: Path) -> None:
    """The reasons why two names are two say on how many lists both stand: one more list adds one."""
    cells = {"county": "Cambria County", "signed": DAYS[0], "model": MODELS[1]}
    prison, sheriff = (
        row("PENNSYLVANIA", f"Cambria County {body}", **cells) for body in ("Prison", "Sheriff's Office")
    )
    contents: list[Lines] = [
        [prison],
        [sheriff],
        [prison, sheriff],
        [prison, sheriff, WELLS],
        [prison, sheriff, KITTERY],
    ]
    files = [list_file(tmp_path, f"2025-07-{day:02d}", content) for day, content in enumerate(contents, 1)]
    with empty_record(tmp_path / "all") as record:
        record.sync(files)
        assert ("PA", "different") in {(line["state"], line["verdict"]) for line in record.identity_log(None)}
    _same_one_by_one(tmp_path, files)
