"""Builds the compact reference from a folder of CSV files; the package ships what this wrote.

    states counties places subdivisions fbi posts      one `<name>.table` each (layout: `packing`)

What is left out, and why: of county subdivisions those without a government of their own (statistical ones, and
those that are the same ground as a city or borough in `places`); of the FBI's coordinates those that are only a
county's middle or that several agencies share; of its counts of officers those of agencies that it counts nobody at
all of, for which it has no report; of HIFLD all but constables and marshals. A coordinate is kept to four decimals
(11 m). What a source certainly says wrongly is corrected here, and listed in the report.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roster287 import files
from roster287.errors import UsageError
from roster287.places import roster_building
from roster287.places.keys import key
from roster287.places.ocd import Ocd
from roster287.places.packing import SUFFIX, pack
from roster287.places.records import COLUMNS
from roster287.places.roster import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

Row = dict[str, str]
Rows = list[Row]
ByState = dict[str, list[tuple[str, ...]]]

SOURCES: dict[str, tuple[str, str]] = {
    "states": (
        "US Census Bureau, state codes and American Community Survey",
        "ACS 2019-2023; island areas 2010 Census",
    ),
    "counties": (
        "US Census Bureau, Gazetteer, Population Estimates Program and American Community Survey; Open Civic Data",
        "Gazetteer 2025; PEP 2025-07-01; ACS 2019-2023; Connecticut's eight old counties PEP 2021",
    ),
    "places": (
        "US Census Bureau, Gazetteer and American Community Survey; Open Civic Data",
        "Gazetteer 2025; ACS 2019-2023",
    ),
    "subdivisions": (
        "US Census Bureau, county subdivisions and American Community Survey; Open Civic Data",
        "Gazetteer 2025; ACS 2019-2023",
    ),
    "fbi": (
        "FBI, Crime Data API (agencies) and police employee file; Census place of municipal agencies derived",
        "agencies February 2025; employees to 2025",
    ),
    "posts": ("Homeland Infrastructure Foundation-Level Data, local law enforcement: constables and marshals", "2019"),
}
"""Source and vintage of each table, as they are kept in its header."""

FILES: dict[str, tuple[str, tuple[str, ...]]] = {
    "states": ("states.csv", ("state", "name", "fips", "type", "lat", "lon", "population")),
    "counties": (
        "counties.csv",
        ("fips5", "name", "base_name", "type", "state", "lat", "lon", "population", "population_acs2023", "status"),
    ),
    "places": (
        "places.csv",
        (
            "geoid", "base_name", "type", "funcstat", "state", "lat", "lon", "county_fips", "county_fips_all",
            "population_acs2023",
        ),
    ),
    "subdivisions": (
        "county_subdivisions.csv",
        ("geoid", "base_name", "type", "funcstat", "state", "lat", "lon", "population_acs2023"),
    ),
    "fbi": (
        "fbi_agencies.csv",
        (
            "ori9", "agency_name", "agency_type", "state", "county_fips", "lat", "lon", "latlon_kind", "population",
            "officers", "civilians", "employees", "lee_year",
        ),
    ),
    "links": ("fbi_agency_places.csv", ("ori9", "agency_name", "geo_kind", "geoid", "geo_name", "method")),
    "ocd": ("ocd_divisions.csv", ("ocd_id", "name", "geoid", "in_reference")),
    "posts": ("hifld_law_enforcement.csv", ("hifld_id", "name", "city", "state", "county_fips", "lat", "lon")),
}  # fmt: skip
"""The files that the source folder must hold, with the columns that are used of each."""

TERRITORIES = {"AS": "60", "GU": "66", "MP": "69", "PR": "72", "VI": "78"}
"""FIPS codes of the territories (ANSI INCITS 38), by which the source is checked."""

CARSON_CITY = "32510"

GOVERNED = frozenset("ABI")
"""Census functional status of a county subdivision with a government of its own, active or inactive."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build wrote: rows and bytes of each table, and what was put right or left out."""

    rows: dict[str, int]
    sizes: dict[str, int]
    notes: tuple[str, ...]


def build(source: Path, target: Path) -> Report:
    """Write the compact reference to `target` from the CSV files in `source`; the same files give the same bytes.

    Raises `UsageError` when a file or a column is missing. Each table is replaced whole or not at all.
    """
    notes: list[str] = []
    data = {name: _read(source, name) for name in FILES}
    for row in data["states"]:
        sure = TERRITORIES.get(row["state"], row["fips"])
        if sure != row["fips"]:
            notes.append(f"states: {row['state']} printed with FIPS code {row['fips']}, put right to {sure}")
            row["fips"] = sure
    codes = {row["fips"]: row["state"] for row in data["states"]}
    ocd = Ocd(data["ocd"])
    kept = {r["geoid"] for r in data["places"]}
    kept.update(r["geoid"] for r in data["subdivisions"] if r["funcstat"] in GOVERNED)
    tables: dict[str, ByState] = {
        "states": _group(data["states"], lambda r: r["state"], _state),
        "counties": _counties(data["counties"], data["places"], codes, ocd, notes),
        "places": _group(data["places"], lambda r: codes[r["geoid"][:2]], lambda r: _place(r, ocd)),
        "subdivisions": _subdivisions(data["subdivisions"], data["counties"], codes, ocd, notes),
        "fbi": _fbi(data["fbi"], data["links"], kept, notes),
        "posts": _group(
            [r for r in data["posts"] if re.search(r"CONSTABLE|MARSHAL", r["name"]) and r["state"] in codes.values()],
            lambda r: r["state"],
            _post,
        ),
    }
    target.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for name, by_state in tables.items():
        packed = pack(name, COLUMNS[name], by_state, *SOURCES[name])
        files.put(target / (name + SUFFIX), packed)
        rows[name], sizes[name] = sum(map(len, by_state.values())), len(packed)
    names = roster_building.build(source)
    files.put(target / FILE_NAME, names)
    return Report(rows, sizes | {"roster": len(names)}, tuple(notes))


def _read(source: Path, name: str) -> Rows:
    file, columns = FILES[name]
    path = source / file
    if not path.is_file():
        raise UsageError(
            f"The source folder has no {file}.", f"It must hold {', '.join(f for f, _ in FILES.values())}."
        )
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise UsageError(f"{file} has no column {', '.join(missing)}.", "See the README of the reference data.")
        return list(reader)


def _group(rows: Iterable[Row], state: Callable[[Row], str], make: Callable[[Row], tuple[str, ...]]) -> ByState:
    """The rows of each state, in order of their first column."""
    grouped: ByState = defaultdict(list)
    for row in rows:
        grouped[state(row)].append(make(row))
    return {code: sorted(grouped[code]) for code in sorted(grouped)}


def _degrees(text: str) -> str:
    """Ten-thousandths of a degree, as whole-number text."""
    return str(round(float(text) * 10000)) if text.strip() else ""


def _number(text: str) -> str:
    return str(int(text)) if text.strip() else ""


def _officers(r: Row) -> str:
    """Sworn officers; nothing where the FBI counts no employee of any kind: then nobody reported."""
    reported = any(_number(r[column]) not in ("", "0") for column in ("officers", "civilians", "employees"))
    return _number(r["officers"]) if reported else ""


def _state(r: Row) -> tuple[str, ...]:
    return r["state"], r["name"], r["fips"], r["type"], _degrees(r["lat"]), _degrees(r["lon"]), _number(r["population"])


def _counties(rows: Rows, places: Rows, codes: dict[str, str], ocd: Ocd, notes: list[str]) -> ByState:
    moved = Counter((r["state"], codes[r["fips5"][:2]]) for r in rows if r["state"] != codes[r["fips5"][:2]])
    for (printed, coded), n in sorted(moved.items()):
        notes.append(f"counties: {n} rows printed under {printed} carry codes of {coded}: moved")
    cities = {(r["state"], key(r["base_name"])): r["geoid"] for r in places if r["funcstat"] == "A"}

    def make(r: Row) -> tuple[str, ...]:
        fips = r["fips5"]
        found = ocd.of(fips)
        if found is None and (r["type"] == "city" or fips == CARSON_CITY):
            found = ocd.of(cities.get((r["state"], key(r["base_name"])), ""))
        elif found is None:
            found = ocd.of_renumbered(fips, r["base_name"])
        name = "" if r["name"] == f"{r['base_name']} {r['type']}".strip() else r["name"]
        return (
            fips[2:], name, r["base_name"], r["type"], _degrees(r["lat"]), _degrees(r["lon"]), _number(r["population"]),
            _number(r["population_acs2023"]), "legacy" if r["status"].startswith("legacy") else "",
            ocd.packed(found, codes[fips[:2]], r["type"], r["base_name"]),
        )  # fmt: skip

    return _group(rows, lambda r: codes[r["fips5"][:2]], make)


def _place(r: Row, ocd: Ocd) -> tuple[str, ...]:
    counties = r["county_fips_all"].replace(" ", "").split(";")
    first = r["county_fips"]
    found = ocd.of(r["geoid"])
    if found is None and r["funcstat"] != "S":
        found = ocd.of_renumbered(r["geoid"], r["base_name"], township=r["type"] == "municipality")
    ordered = [first, *(c for c in counties if c and c != first)] if first else counties
    return (
        r["geoid"][2:], r["base_name"], r["type"], r["funcstat"], _degrees(r["lat"]), _degrees(r["lon"]),
        ";".join(c[2:] for c in ordered), _number(r["population_acs2023"]),
        ocd.packed(found, r["state"], "place", r["base_name"]),
    )  # fmt: skip


def _subdivisions(rows: Rows, counties: Rows, codes: dict[str, str], ocd: Ocd, notes: list[str]) -> ByState:
    bases = {r["fips5"]: r["base_name"] for r in counties}
    kept = [r for r in rows if r["funcstat"] in GOVERNED]
    left = len(rows) - len(kept)
    notes.append(f"county subdivisions: {left} of {len(rows)} without a government of their own left out")

    def make(r: Row) -> tuple[str, ...]:
        found = ocd.of(r["geoid"]) or ocd.of_connecticut(r["geoid"])
        return (
            r["geoid"][2:], r["base_name"], r["type"], r["funcstat"], _degrees(r["lat"]), _degrees(r["lon"]),
            _number(r["population_acs2023"]),
            ocd.packed(found, r["state"], "subdivision", r["base_name"], bases.get(r["geoid"][:5], "")),
        )  # fmt: skip

    return _group(kept, lambda r: codes[r["geoid"][:2]], make)


def _fbi(rows: Rows, links: Rows, kept: set[str], notes: list[str]) -> ByState:
    """The FBI's agencies of the states and territories, each with the place it polices where that is sure."""
    linked: dict[str, dict[str, str]] = {}
    doubtful = 0
    at_place = Counter(r["geoid"] for r in links)
    for r in links:
        town = r["geo_kind"] == "place" and re.search(r"\b(?:Town of|Township)\b", r["agency_name"])
        crossed = town and (at_place[r["geoid"]] > 1 or r["geo_name"].endswith(" city"))
        if r["geoid"] not in kept or "other county" in r["method"] or crossed:
            doubtful += 1
        else:
            linked[r["ori9"]] = r
    why = "another county, a township tied to a city, or a division that is left out"
    notes.append(f"FBI: {doubtful} derived links to a place left out ({why})")
    federal = [r for r in rows if r["state"] == "FS"]
    notes.append(f"FBI: {len(federal)} federal offices left out")

    def make(r: Row) -> tuple[str, ...]:
        own = r["latlon_kind"] == "agency"
        prefix = linked[r["ori9"]]["geoid"][:2] if r["ori9"] in linked else ""
        counties = [c for c in r["county_fips"].replace(" ", "").split(";") if c]
        return (
            r["ori9"], " ".join(r["agency_name"].split()), r["agency_type"], ";".join(counties),
            _degrees(r["lat"]) if own else "", _degrees(r["lon"]) if own else "",
            _number(r["population"]), _officers(r), r["lee_year"],
            linked[r["ori9"]]["geoid"].removeprefix(prefix) if prefix else "",
        )  # fmt: skip

    return _group([r for r in rows if r["state"] != "FS"], lambda r: r["state"], make)


def _post(r: Row) -> tuple[str, ...]:
    return (
        r["hifld_id"], " ".join(r["name"].split()), r["city"], r["county_fips"], _degrees(r["lat"]), _degrees(r["lon"])
    )  # fmt: skip


def describe(report: Report) -> Sequence[str]:
    """The lines that the command prints."""
    lines = [f"{name}: {report.rows[name]:,} rows, {report.sizes[name]:,} bytes" for name in report.rows]
    return [*lines, f"in all: {sum(report.sizes.values()):,} bytes", *report.notes]
