"""Known places for comparisons, from the reference tables where they are, or a handful for the law tests."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from roster287.resolve.compare import KnownPlaces
from roster287.vocabulary.name_parts import parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SORTS = {
    "city": "city",
    "town": "town",
    "village": "village",
    "borough": "borough",
    "township": "township",
    "charter township": "township",
}


def known_places(reference: Path) -> KnownPlaces:
    """Counties, independent cities, municipalities of every sort, and what the FBI calls a city's police."""
    return KnownPlaces.of(_rows(reference))


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _rows(reference: Path) -> Iterator[tuple[str, str, str]]:
    for row in _table(reference / "counties.csv"):
        if row["type"] == "city" or row["name"] == "Carson City":
            yield row["state"], "independent_city", row["base_name"].removesuffix(" city")
        else:
            yield row["state"], "county", row["base_name"]
    for table in ("places.csv", "county_subdivisions.csv"):
        for row in _table(reference / table):
            if row["type"] not in {"CCD", "UT", "precinct", "district", "census subarea", "barrio"}:
                yield row["state"], _SORTS.get(row["type"], "municipality"), row["base_name"]
    for row in _table(reference / "fbi_agencies.csv"):
        if row["agency_type"] == "City":
            taken = parts(row["state"], row["agency_name"])
            if taken.body == "police" and taken.place:
                yield row["state"], "municipality", taken.place
