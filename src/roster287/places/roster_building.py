"""Builds the roster of places' names from the CSV files that the reference is made of; `roster` reads it.

Counties and cities that are counties, places and county subdivisions by their sort, and the towns whose police the FBI
lists.
"""

from __future__ import annotations

import csv
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from roster287.places.records import is_consolidated
from roster287.vocabulary.name_parts import parts
from roster287.vocabulary.names import fold
from roster287.vocabulary.slips import squeeze
from roster287.vocabulary.states import TOWNSHIPS_WITH_POLICE

Row = dict[str, str]
Name = tuple[str, str, str]
"""State, kind and name."""
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


class _Town(NamedTuple):
    """A place of the Census, or a county subdivision that may be a town."""

    row: Row
    state: str
    sort: str
    name: str
    fold: str
    subdivision: bool

    @property
    def governed(self) -> bool:
        """Whether it has a government that does something."""
        return self.row["funcstat"] not in _UNGOVERNED

    @property
    def counties(self) -> list[str]:
        """The FIPS codes of its counties."""
        return (self.row.get("county_fips_all") or self.row["county_fips"]).split(";")


def build(source: Path) -> bytes:
    """The roster of the tables in a folder; the same tables give the same bytes."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for state, kind, name in names_in(source):
        found[state, kind].add(fold(name, state))
    lines = [f"{state}\t{kind}\t{'|'.join(sorted(names))}\n" for (state, kind), names in sorted(found.items())]
    return zlib.compress("".join(lines).encode(), 9)


def names_in(source: Path) -> Iterator[Name]:
    """Every place of the tables in a folder, and what the FBI calls a city's police."""
    towns = list(_towns(source))
    agencies = list(_table(source / "fbi_agencies.csv"))
    police = list(_town_police(agencies, {(town.state, town.fold) for town in towns}))
    yield from _counties(source)
    yield from _of_census(towns)
    yield from police
    yield from _short_names(police, agencies, towns)
    yield from _sheriffs_of_cities(agencies)
    yield from _spaced_apart(towns, police)


def _table(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _towns(source: Path) -> Iterator[_Town]:
    for table in ("places.csv", "county_subdivisions.csv"):
        for row in _table(source / table):
            if row["type"] not in _NO_TOWNS:
                state, name = row["state"], row["base_name"]
                sort = _SORTS.get(row["type"], "municipality")
                yield _Town(row, state, sort, name, fold(name, state), table != "places.csv")


def _counties(source: Path) -> Iterator[Name]:
    for row in _table(source / "counties.csv"):
        if row["type"] == "city" or row["name"] == "Carson City":
            yield row["state"], "independent_city", row["base_name"].removesuffix(" city")
        else:
            yield row["state"], "county", row["base_name"]


def _of_census(towns: Iterable[_Town]) -> Iterator[Name]:
    """Each by its sort; the parts of joined names, and the names that more than one town of a state bears."""
    bearers: Counter[Name] = Counter()
    for town in towns:
        state, name = town.state, town.name
        yield state, town.sort, name
        if state == "MA" and town.sort == "city":
            yield state, town.sort, name.removesuffix(" Town")
        if town.subdivision:
            if town.sort in {"town", "township"} and town.row["funcstat"] != "N":
                bearers[state, town.sort, name] += 1
        elif is_consolidated(name, town.row["type"], town.row["funcstat"]) and re.search("[-/,]", name):
            yield state, "consolidated", name.removesuffix(" County")
            yield state, "municipality", re.split("[-/,]", name)[0]
    yield from ((state, f"several {sort}", name) for (state, sort, name), count in bearers.items() if count > 1)


def _town_police(agencies: Iterable[Row], known: set[tuple[str, str]]) -> Iterator[Name]:
    """The towns after which the FBI calls a city's police, but for a name that only adds `city` to a known one."""
    for row in agencies:
        if row["agency_type"] == "City":
            state = row["state"]
            taken = parts(state, row["agency_name"])
            said = taken.place.endswith(" city") and (state, taken.place.removesuffix(" city")) in known
            if taken.body == "police" and taken.place and not said:
                yield state, "municipality", taken.place


def _short_names(police: Iterable[Name], agencies: Iterable[Row], towns: Iterable[_Town]) -> Iterator[Name]:
    """Names of towns' police that no place bears, each with the one governed place of its counties that it is part of.

    A place whose whole name other police have is not meant.
    """
    known = {(town.state, town.fold) for town in towns}
    unknown = {(state, place) for state, _, place in police} - known
    governed: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for town in towns:
        for county in town.counties if town.governed else ():
            governed[town.state, county].add(town.fold)
    named = [(row, row["state"], parts(row["state"], row["agency_name"]).place) for row in agencies]
    policed = {(state, place) for _, state, place in named}
    for row, state, place in named:
        if row["agency_type"] == "City" and (state, place) in unknown:
            there = set[str]().union(*(governed[state, county] for county in row["county_fips"].split(";")))
            whole = [name for name in there if f" {place} " in f" {name} "]
            if len(whole) == 1 and (state, whole[0]) not in policed:
                yield state, "short for", f"{place} {whole[0]}"


def _sheriffs_of_cities(agencies: Iterable[Row]) -> Iterator[Name]:
    """The joined names of counties whose sheriff the FBI calls by a city: `jacksonville duval`."""
    for row in agencies:
        if row["agency_type"] == "County":
            named, called = (parts(row["state"], row[name]) for name in ("agency_name", "lee_name"))
            if named.body == called.body == "sheriff" and not called.area and called.place != named.place:
                yield row["state"], "consolidated", f"{called.place} {named.place}"


def _spaced_apart(towns: Iterable[_Town], police: Sequence[Name]) -> Iterator[Name]:
    """The names of two places of one table that differ by a space alone."""
    spaced: defaultdict[Name, set[str]] = defaultdict(set)
    for town in towns:
        if town.governed and (town.sort != "township" or town.state in TOWNSHIPS_WITH_POLICE):
            spaced[town.state, squeeze(town.fold), "census"].add(town.fold)
    for state, _, place in police:
        spaced[state, squeeze(place), "fbi"].add(place)
    for (state, _, _), names in spaced.items():
        if len(names) > 1:
            yield from ((state, "spaced apart", name) for name in names)
