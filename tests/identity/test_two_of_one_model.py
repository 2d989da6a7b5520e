"""Two agreements of one agency and model are told apart by their documents; one told for the other is a false event."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.identity.histories import JAIL, WARRANT, Lists, history, sheriff, told, url

OLD, NEW = sheriff("2024-06-01", moa_url=url("a")), sheriff("2025-05-04", moa_url=url("b"))
DAYS = ("2025-05-05", "2025-05-09", "2025-05-13", "2025-05-17", "2025-05-21")


def on(*lists: Sequence[object]) -> Lists:
    return list(zip(DAYS, lists, strict=False))  # type: ignore[arg-type]


def events(folder: Path, lists: Lists) -> list[str]:
    with history(folder, lists) as record:
        return [line[:5] + " " + line.split()[1] for line in told(record)]


def test_a_date_moves_for_the_agreement_of_the_document(tmp_path: Path) -> None:
    lists = on([OLD], [OLD, NEW], [dict(NEW, signed="2025-05-05")])
    assert events(tmp_path, lists) == [
        "05-05 signed", "05-09 renewed", "05-13 redated", "05-13 no_longer_listed",
    ]  # fmt: skip


@pytest.mark.parametrize("blank", ["", "1112025"])
@pytest.mark.parametrize("which", [0, 1])
def test_a_date_that_is_not_there_for_one_list_ends_no_agreement(tmp_path: Path, which: int, blank: str) -> None:
    both = [OLD, NEW]
    undated = [dict(line, signed=blank) if at == which else line for at, line in enumerate(both)]
    found = events(tmp_path, on(both, undated, both))
    assert {line.split()[1] for line in found} <= {"signed", "renewed", "redated"}
    assert not any(line.startswith(("05-09 renewed", "05-13 renewed")) for line in found)


def test_nothing_is_gone_while_what_succeeds_it_stands(tmp_path: Path) -> None:
    assert events(tmp_path, on([OLD], [NEW], [OLD], [NEW])) == [
        "05-05 signed", "05-09 renewed", "05-13 no_longer_listed", "05-13 returned", "05-17 returned",
    ]  # fmt: skip


def test_what_was_told_of_a_day_stays_when_the_older_one_is_printed_again(tmp_path: Path) -> None:
    lists = on([OLD], [OLD, NEW], [NEW], [OLD, NEW], [NEW])
    (tmp_path / "before").mkdir()
    before, now = events(tmp_path / "before", lists[:3]), events(tmp_path, lists)
    assert now[: len(before)] == before == ["05-05 signed", "05-09 renewed"]


def test_two_links_that_change_places_are_no_other_document(tmp_path: Path) -> None:
    one, other = sheriff(moa_url=url("a")), sheriff(moa_url=url("b"))
    assert events(tmp_path, on([one, other], [other, one], [other, dict(one, addendum_url=url("c"))])) == [
        "05-05 signed", "05-13 addendum_posted",
    ]  # fmt: skip


def test_a_model_is_added_only_beside_one_that_stays(tmp_path: Path) -> None:
    jail, task, warrant = (sheriff(model=model) for model in (JAIL, NEW["model"], WARRANT))  # type: ignore[arg-type]
    jail = dict(jail, signed="2020-06-01")
    (tmp_path / "stays").mkdir()
    found = events(tmp_path, on([jail], [task, warrant]))
    assert sorted(found) == ["05-05 signed", "05-09 model_switched", "05-09 signed"]
    assert events(tmp_path / "stays", on([jail], [jail, warrant])) == ["05-05 signed", "05-09 model_added"]
