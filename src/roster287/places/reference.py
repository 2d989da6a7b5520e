"""The compact reference, opened: states, counties, places, town governments, FBI agencies, constables.

Nothing is read at import. A state's rows are unpacked when they are first asked for and kept; all of them take
about a tenth of a second. Codes are text. A figure or coordinate that the source lacks is None.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from roster287.places import ocd
from roster287.places.building import COLUMNS
from roster287.places.keys import key_column
from roster287.places.packing import SUFFIX, Meta, Table

SHIPPED = Path(__file__).parent / "reference"
"""The folder of tables that comes with the package."""

LatLon = tuple[float, float]
T = TypeVar("T")


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
        return ocd.unpacked(self.ocd_cell, self.state, "subdivision" if self.within else "place", self.base, self.within)

    @property
    def name(self) -> str:
        """The name with its kind: `Wells town`."""
        return f"{self.base} {self.type}".strip()

    @property
    def designated(self) -> bool:
        """Whether it has no government and is only counted by the Census."""
        return self.status == "S"

    @property
    def county_fips(self) -> str | None:
        """The county of most of it."""
        return self.counties[0] if self.counties else None

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


class Gazetteer:
    """All rows of one state, with what finds them by name or code. Each part is unpacked when first used."""

    def __init__(self, reference: Reference, state: State) -> None:
        self.state = state
        self._reference = reference

    @cached_property
    def counties(self) -> tuple[County, ...]:
        """Counties and their equivalents."""
        return self._reference.counties_of(self.state.code)

    @cached_property
    def county(self) -> dict[str, County]:
        """Counties by FIPS."""
        return {c.fips: c for c in self.counties}

    @cached_property
    def county_keys(self) -> dict[str, tuple[County, ...]]:
        """Counties by the key of their name without its kind."""
        return _by_key([c.base for c in self.counties], self.counties)

    @cached_property
    def municipalities(self) -> tuple[Municipality, ...]:
        """Places, then county subdivisions with a government."""
        code, prefix = self.state.code, self.state.fips
        out: list[Municipality] = []
        geoids, bases, types, statuses, lats, lons, counties, people, ids = self._columns("places")
        lists: dict[str, tuple[str, ...]] = {
            cell: tuple(prefix + c for c in cell.split(";") if c) for cell in set(counties)
        }
        out += [
            Municipality(
                prefix + geoid, base, kind, status, lat, lon, lists[cell], residents, id_, "", code
            )
            for geoid, base, kind, status, lat, lon, cell, residents, id_ in zip(
                geoids, bases, types, statuses, lats, lons, counties, people, ids, strict=True
            )
        ]  # fmt: skip
        geoids, bases, types, statuses, lats, lons, people, ids = self._columns("subdivisions")
        county = self.county
        out += [
            Municipality(
                prefix + geoid, base, kind, status, lat, lon, (prefix + geoid[:3],), residents, id_,
                county[prefix + geoid[:3]].base, code,
            )
            for geoid, base, kind, status, lat, lon, residents, id_ in zip(
                geoids, bases, types, statuses, lats, lons, people, ids, strict=True
            )
        ]  # fmt: skip
        return tuple(out)

    @cached_property
    def municipality(self) -> dict[str, Municipality]:
        """Municipalities by GEOID."""
        return {m.geoid: m for m in self.municipalities}

    @cached_property
    def municipality_keys(self) -> dict[str, tuple[Municipality, ...]]:
        """Municipalities by each key they go under: `Nashville-Davidson` under `nashville` too."""
        keyed = dict(_by_key([m.base for m in self.municipalities], self.municipalities))
        for m in self.municipalities:
            for other in _other_names(m):
                (alias,) = key_column([other])
                keyed[alias] = (*keyed.get(alias, ()), m)
        return keyed

    @cached_property
    def agencies(self) -> tuple[FbiAgency, ...]:
        """The FBI's agencies of the state."""
        oris, names, types, counties, lats, lons, served, sworn, years, places = self._columns("fbi")
        lists = {cell: tuple(c for c in cell.split(";") if c) for cell in set(counties)}
        prefix = self.state.fips
        return tuple(
            FbiAgency(ori, name, kind, lists[cell], lat, lon, pop, off, year, prefix + place if place else None)
            for ori, name, kind, cell, lat, lon, pop, off, year, place in zip(
                oris, names, types, counties, lats, lons, served, sworn, years, places, strict=True
            )
        )

    @cached_property
    def agency(self) -> dict[str, FbiAgency]:
        """The FBI's agencies by ORI."""
        return {a.ori9: a for a in self.agencies}

    @cached_property
    def agencies_at(self) -> dict[str, tuple[FbiAgency, ...]]:
        """The FBI's agencies by the GEOID of the municipality they police."""
        return _group([(a.place, a) for a in self.agencies if a.place])

    @cached_property
    def agencies_in(self) -> dict[str, tuple[FbiAgency, ...]]:
        """The FBI's agencies by county FIPS."""
        return _group([(c, a) for a in self.agencies for c in a.counties])

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Constables and marshals."""
        return tuple(Post(*row) for row in zip(*self._columns("posts"), strict=True))

    def _columns(self, table: str) -> list[list[str]]:
        return self._reference.table(table).columns(self.state.code)


class Reference:
    """A folder of reference tables. Raises `StoreError` when a table is missing or damaged."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        self.folder = folder
        self._tables: dict[str, Table] = {}
        self._gazetteers: dict[str, Gazetteer] = {}
        self._counties: dict[str, tuple[County, ...]] = {}

    def table(self, name: str) -> Table:
        """One packed table."""
        if name not in self._tables:
            self._tables[name] = Table(self.folder / (name + SUFFIX))
        return self._tables[name]

    def tables(self) -> tuple[Meta, ...]:
        """What each table is, with source and vintage."""
        return tuple(self.table(name).meta for name in COLUMNS)

    @cached_property
    def version(self) -> str:
        """A short name of the content of all tables: what is kept from `locate` is good for as long as it stays."""
        return "-".join(meta.sha256[:6] for meta in self.tables())

    @cached_property
    def states(self) -> dict[str, State]:
        """States, the District of Columbia and territories by two-letter code."""
        table = self.table("states")
        rows = [row for code in table.states for row in zip(*table.columns(code), strict=True)]
        return {row[0]: State(*row) for row in rows}

    def counties_of(self, state: str) -> tuple[County, ...]:
        """The counties of one state, without unpacking the rest of it."""
        if state not in self._counties:
            prefix = self.states[state].fips
            self._counties[state] = tuple(
                County(
                    prefix + fips, name or f"{base} {kind}".strip(), base, kind, lat, lon, people, acs, status,
                    id_, state,
                )
                for fips, name, base, kind, lat, lon, people, acs, status, id_ in zip(
                    *self.table("counties").columns(state), strict=True
                )
            )  # fmt: skip
        return self._counties[state]

    def gazetteer(self, state: str) -> Gazetteer | None:
        """Everything about one state, or None where there is no such state."""
        if state not in self._gazetteers:
            if state not in self.states:
                return None
            self._gazetteers[state] = Gazetteer(self, self.states[state])
        return self._gazetteers[state]


@lru_cache(maxsize=1)
def shipped() -> Reference:
    """The reference that comes with the package, opened once."""
    return Reference()


def _other_names(m: Municipality) -> tuple[str, ...]:
    """Further names of a municipality: parts of a joined name, what stands in brackets, without `Town`."""
    base = m.base
    if base.endswith(" Town") and not m.subdivision:
        return (base.removesuffix(" Town"),)
    if "(" in base:
        return tuple(part.strip(" )") for part in base.split("("))
    joined = m.status == "F" or m.type.endswith("government") or m.type == "urban county" or base.endswith(" County")
    if joined and not m.designated and not m.subdivision:
        first = base.split("/")[0].split("-")[0].split(",")[0]
        if base in {"Butte-Silver Bow", "Anaconda-Deer Lodge County"} or first != base:
            return (first,)
    return ()


def _by_key(names: list[str], rows: tuple[T, ...]) -> dict[str, tuple[T, ...]]:
    return _group(list(zip(key_column(names), rows, strict=True)))


def _group(pairs: list[tuple[str | None, T]]) -> dict[str, tuple[T, ...]]:
    grouped: dict[str, list[T]] = {}
    for at, row in pairs:
        if at is not None:
            grouped.setdefault(at, []).append(row)
    return {at: tuple(rows) for at, rows in grouped.items()}
