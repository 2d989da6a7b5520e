"""The agencies of the real lists meet the bars: codes, places, points, speed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from python_calamine import load_workbook

from roster287.places.facts import AgencyFacts, Location
from roster287.places.resolve import locate
from roster287.vocabulary.names import fold
from roster287.vocabulary.states import state_code

if TYPE_CHECKING:
    from pathlib import Path

LATEST = "participatingAgencies02272026am.xlsx"
UNLISTED = ("does not list", "lists no ", "known: ", "of this department", "only", "of these words", "state bodies")


def _cells(path: Path) -> list[tuple[str, str, str, str]]:
    rows = load_workbook(str(path)).get_sheet_by_index(0).to_python()
    if not rows:
        return []
    header = [str(cell).strip().upper() for cell in rows[0]]
    at = [next((i for i, h in enumerate(header) if word in h), None) for word in ("STATE", "AGENCY", "TYPE", "COUNTY")]
    return [
        tuple("" if i is None or i >= len(row) else str(row[i]) for i in at)  # type: ignore[misc]
        for row in rows[1:]
    ]


@pytest.fixture(scope="session")
def agencies(lists: Path) -> list[tuple[AgencyFacts, bool]]:
    """Each distinct agency by its folded name, and whether the last list has it."""
    names: dict[tuple[str, str], list[set[str]]] = defaultdict(lambda: [set(), set(), set()])
    active: set[tuple[str, str]] = set()
    last: dict[tuple[str, str], str] = {}
    for path in sorted(lists.glob("*Agencies/*.xlsx"), key=lambda p: (p.name != LATEST, p.name)):
        for state, name, kind, county in _cells(path):
            code = state_code(state)
            if code is None or not name.strip():
                continue
            at = code, fold(name, code)
            for known, text in zip(names[at], (name, kind, county), strict=True):
                known.add(text)
            if path.name == LATEST:
                active.add(at)
                last[at] = county
    return [
        (AgencyFacts(at[0], tuple(n), tuple(t), tuple(c), last.get(at, "")), at in active)
        for at, (n, t, c) in sorted(names.items())
    ]


@pytest.fixture(scope="session")
def active(agencies: list[tuple[AgencyFacts, bool]]) -> list[Location]:
    return [locate(facts) for facts, is_active in agencies if is_active]


def test_county_place_or_state_for_nearly_all(active: list[Location]) -> None:
    placed = [
        x for x in active if x.county_fips.value or x.place_geoid.value or x.jurisdiction == "state"
    ]  # fmt: skip
    assert len(placed) / len(active) >= 0.995


def test_a_point_for_all(active: list[Location]) -> None:
    assert all(location.point for location in active)


def test_an_ocd_id_for_nearly_all_counties_and_places(active: list[Location]) -> None:
    divisions = [x for x in active if x.jurisdiction in {"county", "municipal"} and x.county_fips.value]
    assert sum(bool(x.ocd_id) for x in divisions) / len(divisions) >= 0.99


def test_an_fbi_code_for_nearly_all_that_the_fbi_lists(active: list[Location]) -> None:
    coded = [x for x in active if x.ori9.value]
    doubtful = [x for x in active if not x.ori9.value and not any(u in x.ori9.reason for u in UNLISTED)]
    assert len(coded) >= 1100
    assert len(coded) / (len(coded) + len(doubtful)) >= 0.96


def test_sheriffs_nearly_all_have_a_code(active: list[Location]) -> None:
    counties = [x for x in active if x.jurisdiction == "county"]
    assert sum(bool(x.ori9) for x in counties) / len(counties) >= 0.97
