"""Which names of places exist, for the comparison of agencies' names: small, quick to load, a state at a time.

    reference/roster.table    zlib of lines: state, kind, names folded and joined by `|`

Besides the sorts of place, `several township` (or `town`) holds the names that more than one of a state bears,
`spaced apart` those of two of one table that differ by a space alone (`lake view`, `lakeview`), `short for` a short
name and the whole one of a place that the FBI calls so (`pryor pryor creek`), and `consolidated` the joined names of
cities that are one government with their county (`athens clarke`), also where the FBI calls a county's sheriff by its
city (`jacksonville duval`).
`build` makes it from the tables that the reference is made of: counties and cities that are counties, places and
county subdivisions by their sort, and the towns whose police the FBI lists.
"""

from __future__ import annotations

import csv
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from roster287.vocabulary.name_parts import parts
from roster287.vocabulary.names import fold
from roster287.vocabulary.slips import nearest_name, squeeze
from roster287.vocabulary.states import TOWNSHIPS_WITH_POLICE

FILE_NAME = "roster.table"
_SORTS = {
    "city": "city",
    "town": "town",
    "village": "village",
    "borough": "borough",
    "township": "township",
    "charter township": "township",
}
_UNGOVERNED = {"I", "N", "S"}
"""What the Census Bureau calls governments that are inactive, none at all, and places of the statistics."""
_NO_TOWNS = {"CCD", "UT", "precinct", "district", "census subarea", "barrio"}
_NO_PLACES = ("county", "independent_city", "short for")


class ShippedRoster:
    """The names that come with the package; a `resolve.spelling.Roster`."""

    def __init__(self, data: bytes) -> None:
        self._lines: dict[tuple[str, str], str] = {}
        for line in zlib.decompress(data).decode().splitlines():
            state, kind, names = line.split("\t")
            self._lines[state, kind] = names
        self._names: dict[tuple[str, str], dict[str, str]] = {}
        self._nearest: dict[tuple[str, str, str, int], str | None] = {}

    def known_place(self, state: str, place: str, kind: str) -> bool | None:
        """Whether a place of that name exists; spaces do not matter. None for a state without a roster."""
        if (state, "county") not in self._lines:
            return None
        return squeeze(place) in self._of(state, kind)

    def nearest_place(self, state: str, place: str, kind: str, slips: int) -> str | None:
        """The one existing name within so many slips of the pen of `place`; None if none or several."""
        key = (state, place, kind, slips)
        if key not in self._nearest:
            self._nearest[key] = nearest_name(squeeze(place), self._of(state, kind), slips)
        return self._nearest[key]

    def bearers(self, state: str, place: str, area: str) -> list[list[str]]:
        """For each municipality of that name, the counties in which it lies; of townships alone for that `area`."""
        from roster287.places.keys import key
        from roster287.places.reference import shipped  # few names ask for it

        there = shipped().gazetteer(state)
        if there is None:
            return []
        alone = area == "township"
        with_police = alone or state in TOWNSHIPS_WITH_POLICE
        return [
            [there.county[fips].name for fips in one.counties if fips in there.county]
            for one in there.municipality_keys.get(key(place), ())
            if (with_police if one.type == "township" else not alone)
        ]

    def _of(self, state: str, kind: str) -> dict[str, str]:
        key = (state, kind)
        if key not in self._names:
            kinds = [
                k
                for s, k in self._lines
                if s == state and (k == kind or (kind == "municipality" and k not in _NO_PLACES))
            ]
            names = [name for k in kinds for name in self._lines[state, k].split("|")]
            self._names[key] = {squeeze(name): name for name in reversed(names)}
        return self._names[key]


@lru_cache(maxsize=1)
def shipped_roster() -> ShippedRoster:
    """The roster in the package."""
    return ShippedRoster((files("roster287.places") / "reference" / FILE_NAME).read_bytes())


def build(source: Path) -> bytes:
    """The roster of the tables in a folder; the same tables give the same bytes."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for state, kind, name in names_in(source):
        found[state, kind].add(fold(name, state))
    lines = [f"{state}\t{kind}\t{'|'.join(sorted(names))}\n" for (state, kind), names in sorted(found.items())]
    return zlib.compress("".join(lines).encode(), 9)


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def names_in(source: Path) -> Iterator[tuple[str, str, str]]:
    """State, kind and name of each place of the tables in a folder, and of what the FBI calls a city's police."""
    for row in _table(source / "counties.csv"):
        if row["type"] == "city" or row["name"] == "Carson City":
            yield row["state"], "independent_city", row["base_name"].removesuffix(" city")
        else:
            yield row["state"], "county", row["base_name"]
    bearers: Counter[tuple[str, str, str]] = Counter()
    known: set[tuple[str, str]] = set()
    spaced: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    governed: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for table in ("places.csv", "county_subdivisions.csv"):
        for row in _table(source / table):
            if row["type"] not in _NO_TOWNS:
                state, sort = row["state"], _SORTS.get(row["type"], "municipality")
                yield state, sort, row["base_name"]
                if state == "MA" and sort == "city":
                    yield state, sort, row["base_name"].removesuffix(" Town")
                place = fold(row["base_name"], state)
                known.add((state, place))
                if row["funcstat"] not in _UNGOVERNED:
                    for county in (row.get("county_fips_all") or row["county_fips"]).split(";"):
                        governed[state, county].add(place)
                if row["funcstat"] not in _UNGOVERNED and (sort != "township" or state in TOWNSHIPS_WITH_POLICE):
                    spaced[state, squeeze(place), "census"].add(place)
                if table == "places.csv":
                    if _consolidated(row):
                        yield state, "consolidated", row["base_name"].removesuffix(" County")
                        yield state, "municipality", re.split("[-/,]", row["base_name"])[0]
                elif sort in {"town", "township"} and row["funcstat"] != "N":
                    bearers[row["state"], sort, row["base_name"]] += 1
    for (state, sort, name), count in sorted(bearers.items()):
        if count > 1:
            yield state, f"several {sort}", name
    agencies = list(_table(source / "fbi_agencies.csv"))
    policed = {(row["state"], parts(row["state"], row["agency_name"]).place) for row in agencies}
    for row in agencies:
        if row["agency_type"] == "City":
            taken = parts(row["state"], row["agency_name"])
            said = (row["state"], taken.place.removesuffix(" city")) in known and taken.place.endswith(" city")
            if taken.body == "police" and taken.place and not said:
                yield row["state"], "municipality", taken.place
                spaced[row["state"], squeeze(taken.place), "fbi"].add(taken.place)
                if (row["state"], taken.place) not in known:
                    there = set[str]().union(*(governed[row["state"], c] for c in row["county_fips"].split(";")))
                    whole = [name for name in there if f" {taken.place} " in f" {name} "]
                    if len(whole) == 1 and (row["state"], whole[0]) not in policed:
                        yield row["state"], "short for", f"{taken.place} {whole[0]}"
        elif row["agency_type"] == "County":
            named, called = (parts(row["state"], row[name]) for name in ("agency_name", "lee_name"))
            if named.body == called.body == "sheriff" and not called.area and called.place != named.place:
                yield row["state"], "consolidated", f"{called.place} {named.place}"
    for (state, _, _), places in sorted(spaced.items()):
        if len(places) > 1:
            yield from ((state, "spaced apart", place) for place in sorted(places))


def _consolidated(row: dict[str, str]) -> bool:
    """Whether a place is one government with its county under a joined name: Athens-Clarke County."""
    name, sort = row["base_name"], row["type"]
    one = sort.endswith("government") or sort == "urban county" or name.endswith(" County") or row["funcstat"] == "F"
    return one and row["funcstat"] != "S" and bool(re.search("[-/,]", name))
