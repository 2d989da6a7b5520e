"""The rows of the compact reference: what is known of a state, a county, a place, a police agency, a constable.

Cells stay text as they are packed; properties make numbers and points of them when asked. What the source lacks is
None, never zero.
"""

from __future__ import annotations

from typing import NamedTuple

from roster287.places import ocd

COLUMNS: dict[str, tuple[str, ...]] = {
    "states": ("state", "name", "fips", "type", "lat", "lon", "population"),
    "counties": ("fips", "name", "base", "type", "lat", "lon", "population", "population_acs", "status", "ocd"),
    "places": ("geoid", "base", "type", "status", "lat", "lon", "counties", "population", "ocd"),
    "subdivisions": ("geoid", "base", "type", "status", "lat", "lon", "population", "ocd"),
    "fbi": ("ori9", "name", "type", "counties", "lat", "lon", "population", "officers", "year", "place"),
    "posts": ("hifld", "name", "city", "county", "lat", "lon"),
}
"""The columns of each table; codes lack the state's own FIPS prefix where every row of the state has it."""

LatLon = tuple[float, float]


def _latlon(lat: str, lon: str) -> LatLon | None:
    return (int(lat) / 10000, int(lon) / 10000) if lat and lon else None


def _figure(text: str) -> int | None:
    return int(text) if text else None


class State(NamedTuple):
    """A state, the District of Columbia or a territory (`type` says which)."""

    code: str
    name: str
    fips: str
    type: str
    lat: str
    lon: str
    residents: str

    @property
    def point(self) -> LatLon | None:
        """Its internal point."""
        return _latlon(self.lat, self.lon)

    @property
    def population(self) -> int | None:
        """Residents, ACS 2019-2023 (island areas: 2010)."""
        return _figure(self.residents)

    @property
    def ocd_id(self) -> str:
        """Its Open Civic Data id."""
        return ocd.state_id(self.code)


class County(NamedTuple):
    """A county or what stands for one: parish, borough, independent city, planning region."""

    fips: str
    name: str
    base: str
    type: str
    lat: str
    lon: str
    residents: str
    residents_acs: str
    status: str
    ocd_cell: str
    state: str

    @property
    def ocd_id(self) -> str | None:
        """Its Open Civic Data id."""
        return ocd.unpacked(self.ocd_cell, self.state, self.type, self.base)

    @property
    def legacy(self) -> bool:
        """Whether it is one of Connecticut's counties of before 2022."""
        return self.status == "legacy"

    @property
    def city(self) -> bool:
        """Whether it is an independent city (Virginia's, Baltimore, St. Louis, Carson City)."""
        return self.type == "city" or self.fips == "32510"

    @property
    def point(self) -> LatLon | None:
        """Its internal point."""
        return _latlon(self.lat, self.lon)

    @property
    def population(self) -> int | None:
        """Residents by the newest estimate."""
        return _figure(self.residents)

    @property
    def population_acs(self) -> int | None:
        """Residents, ACS 2019-2023: of one vintage with those of places and states."""
        return _figure(self.residents_acs)


def is_consolidated(base: str, kind: str, status: str) -> bool:
    """Whether a place of the Census, by its name, kind and functional status, is one government with its county."""
    joined = kind.endswith("government") or kind == "urban county" or base.endswith(" County")
    return status != "S" and (joined or status == "F" or base == "Carson City")


class Municipality(NamedTuple):
    """A city, town, village, borough or township; a census-designated place where `designated`."""

    geoid: str
    base: str
    type: str
    status: str
    lat: str
    lon: str
    counties: tuple[str, ...]
    residents: str
    ocd_cell: str
    within: str
    state: str

    @property
    def subdivision(self) -> bool:
        """Whether it is a county subdivision (a town or township), with a GEOID of ten digits."""
        return len(self.geoid) == 10

    @property
    def ocd_id(self) -> str | None:
        """Its Open Civic Data id."""
        return ocd.unpacked(
            self.ocd_cell, self.state, "subdivision" if self.within else "place", self.base, self.within
        )

    @property
    def name(self) -> str:
        """The name with its kind: `Wells town`."""
        return f"{self.base} {self.type}".strip()

    @property
    def title(self) -> str:
        """The name with its kind where it does not end with it already: `Wells town`, `Kansas City`."""
        said = self.base.lower().split()[-1:] == self.type.lower().split()[-1:]
        return self.base if said else self.name

    @property
    def designated(self) -> bool:
        """Whether it has no government and is only counted by the Census."""
        return self.status == "S"

    @property
    def consolidated(self) -> bool:
        """Whether it is one government with its county, by its kind or joined name: Athens-Clarke County."""
        return not self.subdivision and is_consolidated(self.base, self.type, self.status)

    @property
    def county_fips(self) -> str:
        """The county of most of it."""
        return self.counties[0]

    @property
    def point(self) -> LatLon | None:
        """Its internal point."""
        return _latlon(self.lat, self.lon)

    @property
    def population(self) -> int | None:
        """Residents, ACS 2019-2023."""
        return _figure(self.residents)


class FbiAgency(NamedTuple):
    """An agency as the FBI lists it. `place` is the GEOID of the municipality it polices, where that is sure."""

    ori9: str
    name: str
    type: str
    counties: tuple[str, ...]
    lat: str
    lon: str
    served: str
    sworn: str
    year: str
    place: str | None

    @property
    def point(self) -> LatLon | None:
        """The agency's own point; None where the FBI has only the county's."""
        return _latlon(self.lat, self.lon)

    @property
    def population(self) -> int | None:
        """Population served; None where the FBI gives the agency none of its own."""
        return _figure(self.served) or None

    @property
    def officers(self) -> int | None:
        """Sworn officers in `year`."""
        return _figure(self.sworn)


class Post(NamedTuple):
    """A constable's or marshal's office in HIFLD's list of 2019."""

    hifld: str
    name: str
    city: str
    county_fips: str
    lat: str
    lon: str

    @property
    def point(self) -> LatLon | None:
        """Where the office stood."""
        return _latlon(self.lat, self.lon)


WITHOUT_CITY = frozenset({"1608830", "2201885", "4983470"})
"""Boise City, Amite City and West Valley City: their police leave out the word, and no place has the shorter name."""

BOROUGHS = {"36047": "Brooklyn", "36061": "Manhattan", "36085": "Staten Island"}
"""Counties of New York City that go under another name."""


def other_names(m: Municipality) -> tuple[str, ...]:
    """Further names of a municipality: the first of a joined name, what stands in brackets, without `Town`."""
    base = m.base
    if m.geoid in WITHOUT_CITY:
        return (base.removesuffix(" City"),)
    if base.endswith(" Town") and not m.subdivision:
        return (base.removesuffix(" Town"),)
    if base.startswith(("Town of ", "Village of ")):
        return (base.split(" of ", 1)[1],)
    if "(" in base:
        return tuple(part.strip(" )") for part in base.split("("))
    first = base.split("/")[0].split("-")[0].split(",")[0]
    return (first,) if first != base and m.consolidated else ()
