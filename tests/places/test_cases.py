"""The table of agencies with the codes they must get; `tests/cases/places.csv` can be extended without Python.

Columns: `names`, `types` and `counties` as printed, `|` between several; `-` where nothing may be given; `ocd_id`
without `ocd-division/country:us/`; `trap` says what the row is there for.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from roster287.places.facts import JURISDICTIONS, AgencyFacts, Location
from roster287.places.resolve import locate

CASES = Path(__file__).resolve().parents[1] / "cases"
ROOT = "ocd-division/country:us/"


def _rows() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for path in sorted(CASES.glob("places*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows += csv.DictReader(lines)
    return rows


def _located(row: dict[str, str]) -> Location:
    counties = tuple(filter(None, row["counties"].split("|")))
    types = tuple(filter(None, (row.get("types") or "").split("|")))
    return locate(AgencyFacts(row["state"], tuple(row["names"].split("|")), types, counties, row["latest_county"]))


@pytest.mark.parametrize("row", _rows(), ids=lambda r: f"{r['state']} {r['names'].split('|')[0]} [{r['counties']}]")
def test_the_codes_are_as_the_table_says(row: dict[str, str]) -> None:
    location = _located(row)
    found = {
        "jurisdiction": location.jurisdiction,
        "county_fips": location.county_fips.value or "-",
        "place_geoid": location.place_geoid.value or "-",
        "ocd_id": (location.ocd_id.value or "-").removeprefix(ROOT),
        "ori9": location.ori9.value or "-",
        "point": location.point.method if location.point else "-",
    }
    assert found == {name: row[name] for name in found}, row["trap"]


def test_the_table_is_long_enough_and_has_every_kind_of_body() -> None:
    rows = _rows()
    assert len(rows) >= 120
    assert {row["jurisdiction"] for row in rows} == set(JURISDICTIONS)
    assert all(row["trap"] for row in rows)
    assert {"AK", "CT", "GU", "LA", "MD", "ME", "MO", "MP", "NV", "PA", "TN", "TX", "VA"} <= {
        row["state"] for row in rows
    }


@pytest.mark.parametrize("row", _rows()[::6], ids=lambda r: r["names"])
def test_every_gap_has_its_reason_and_every_value_its_confidence(row: dict[str, str]) -> None:
    location = _located(row)
    for finding in (location.county_fips, location.place_geoid, location.ocd_id, location.ori9):
        assert finding.reason
        assert (finding.value is None) == (finding.confidence is None)
        assert (
            (finding.value is None) == (finding.method == "none") or finding.method == "hand" or finding.value is None
        )
    assert location.jurisdiction_reason
    assert location.population.reason
    assert location.officers.reason
