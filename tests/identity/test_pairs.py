"""The hard pairs of `cases/pairs.csv`, one test a line. To add one, add a line: no Python is needed.

`expect` is `same`, `different` or `unsure`. With `needs_lists` no, the cells of the line must do; with yes, the
evidence of the real lists decides. A line whose names both stand on the real lists is judged by them too.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from roster287.resolve.compare import Spelling, compare
from roster287.vocabulary import names
from tests.support.lists import needs_lists
from tests.support.rosters import KnownPlaces

TABLE = Path(__file__).parents[1] / "cases" / "pairs.csv"
with TABLE.open(encoding="utf-8", newline="") as stream:
    CASES = list(csv.DictReader(stream))


def label(case: dict[str, str]) -> str:
    return f"{case['state']} {case['left']} | {case['right']}"


def from_cells(case: dict[str, str], side: str) -> Spelling:
    return Spelling.of(case["state"], case[side], case[f"{side}_county"])


def test_the_table_has_pairs_of_every_kind_that_misleads() -> None:
    kinds = Counter(case["kind"] for case in CASES)
    assert len(CASES) >= 170
    assert {"typo", "look_alike", "precinct", "beach", "university", "township", "city_county", "rename"} <= set(kinds)
    assert {case["expect"] for case in CASES} == {"same", "different", "unsure"}
    assert len({(label(c), c["left_county"], c["right_county"]) for c in CASES}) == len(CASES)


@pytest.mark.parametrize("case", [c for c in CASES if c["needs_lists"] == "no"], ids=label)
def test_the_cells_of_a_line_do_not_mislead(case: dict[str, str], roster: KnownPlaces) -> None:
    found = compare(from_cells(case, "left"), from_cells(case, "right"), roster)
    assert found.verdict == case["expect"], found


@pytest.fixture(scope="module")
def by_fold(listed: list[Spelling]) -> dict[tuple[str, str], Spelling]:
    return {(spelling.state, spelling.fold): spelling for spelling in listed}


@needs_lists
@pytest.mark.parametrize("case", CASES, ids=label)
def test_the_evidence_of_the_lists_does_not_mislead(
    case: dict[str, str], by_fold: dict[tuple[str, str], Spelling], roster: KnownPlaces
) -> None:
    keys = [(case["state"], names.fold(case[side], case["state"])) for side in ("left", "right")]
    left, right = (by_fold.get(key) for key in keys)
    if left is None or right is None or left is right:
        assert case["needs_lists"] == "no", "a name of this line stands on no list"
        return
    found = compare(left, right, roster)
    assert found.verdict == case["expect"], found
