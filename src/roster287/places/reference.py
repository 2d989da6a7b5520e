"""The compact reference, opened: states, counties, places, town governments, FBI agencies, constables.

Nothing is read at import. A state's rows are unpacked when they are first asked for and kept; all of them take
about a tenth of a second. Codes are text. A figure or coordinate that the source lacks is None.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from roster287.errors import UsageError
from roster287.places.keys import key, key_column
from roster287.places.packing import SUFFIX, Meta, Table
from roster287.places.records import BOROUGHS, COLUMNS, County, FbiAgency, Municipality, Post, State, other_names
from roster287.places.tables import second_codes

SHIPPED = Path(__file__).parent / "reference"
"""The folder of tables that comes with the package."""

T = TypeVar("T")


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
        keyed = dict(_by_key([c.base for c in self.counties], self.counties))
        for county in self.counties:
            if other := BOROUGHS.get(county.fips):
                keyed[key(other)] = (county,)
        return keyed

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
            for other in other_names(m):
                (alias,) = key_column([other])
                keyed[alias] = (*keyed.get(alias, ()), m)
        return keyed

    @cached_property
    def agencies(self) -> tuple[FbiAgency, ...]:
        """The FBI's agencies of the state, each under one code."""
        oris, names, types, counties, lats, lons, served, sworn, years, places = self._columns("fbi")
        lists = {cell: tuple(c for c in cell.split(";") if c) for cell in set(counties)}
        prefix = self.state.fips
        return tuple(
            FbiAgency(ori, name, kind, lists[cell], lat, lon, pop, off, year, prefix + place if place else None)
            for ori, name, kind, cell, lat, lon, pop, off, year, place in zip(
                oris, names, types, counties, lats, lons, served, sworn, years, places, strict=True
            )
            if ori not in second_codes()
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

    @cached_property
    def county_keys(self) -> dict[str, tuple[County, ...]]:
        """The counties of every state by the key of their name without its kind."""
        rows = tuple(c for code in sorted(self.states) for c in self.counties_of(code))
        return _by_key([c.base for c in rows], rows)

    def of(self, state: str) -> Gazetteer:
        """Everything about one state. Raises `UsageError` where there is no such state."""
        found = self.gazetteer(state)
        if found is None:
            raise UsageError(f"There is no state {state!r}.", "Give its two letters, such as ME or FL.")
        return found

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


def _by_key(names: list[str], rows: tuple[T, ...]) -> dict[str, tuple[T, ...]]:
    return _group(list(zip(key_column(names), rows, strict=True)))


def _group(pairs: list[tuple[str | None, T]]) -> dict[str, tuple[T, ...]]:
    grouped: dict[str, list[T]] = {}
    for at, row in pairs:
        if at is not None:
            grouped.setdefault(at, []).append(row)
    return {at: tuple(rows) for at, rows in grouped.items()}
