"""The ground that is asked about: towns in their counties, a whole county, or what a ZIP code reaches."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from roster287.errors import UsageError
from roster287.places.distance import kilometres
from roster287.places.keys import key
from roster287.places.policing.around import around
from roster287.places.policing.zips import ZipCode, zip_code
from roster287.places.records import County, Municipality
from roster287.places.reference import Gazetteer, Reference

TERRITORY_ZIPS = (
    ("96910", "96932", "GU"),
    ("96950", "96952", "MP"),
    ("96799", "96799", "AS"),
    ("00801", "00851", "VI"),
)
"""ZIP codes of territories that the table does not have, from the first to the last."""


class Ground(NamedTuple):
    """A piece of one state that is asked about: towns and the counties they lie in, or whole counties, or all of it.

    `whole`: the counties themselves were asked about, so that the towns inside them belong to the answer. `near` are
    towns that a ZIP code may reach into, or that a place without a government may lie in.
    """

    state: str
    towns: tuple[Municipality, ...]
    counties: tuple[County, ...]
    whole: bool = False
    near: tuple[Municipality, ...] = ()
    point: tuple[float, float] | None = None

    @property
    def label(self) -> str:
        """The ground in words: `Wells town, York County, ME`."""
        return ", ".join([*dict.fromkeys(t.name for t in self.towns), *(c.name for c in self.counties), self.state])


class Meant(NamedTuple):
    """The grounds, one for each state, and what the person should know; `state` is the code of one of the very name."""

    grounds: tuple[Ground, ...]
    zip: ZipCode | None = None
    exact: bool = True
    state: str | None = None


def ground_of_towns(gazetteer: Gazetteer, towns: tuple[Municipality, ...], counties: tuple[County, ...]) -> Ground:
    """Towns in their counties; with a place that has no government the towns in which it lies or may lie."""
    lies, may = around(gazetteer, towns)
    return Ground(gazetteer.state.code, (*towns, *lies), counties, near=may, point=towns[0].point)


def ground_of_county(gazetteer: Gazetteer, county: County) -> Ground:
    """A whole county; where one city fills it to the last resident, that city."""
    city = _city_of(gazetteer, county)
    towns = (city,) if city else ()
    return Ground(county.state, towns, (county,), not towns, point=city.point if city else county.point)


def ground_of_territory(gazetteer: Gazetteer) -> Ground:
    """A whole territory."""
    return Ground(gazetteer.state.code, (), gazetteer.counties, True, point=gazetteer.state.point)


def _city_of(gazetteer: Gazetteer, county: County) -> Municipality | None:
    """The city that fills a county, or several, to the last resident: Richmond, Denver, New York."""
    return _cities(gazetteer).get(county.fips)


@lru_cache(maxsize=64)
def _cities(gazetteer: Gazetteer) -> dict[str, Municipality]:
    """The counties that a city fills."""
    found: dict[str, Municipality] = {}
    for m in gazetteer.municipalities:
        if not m.subdivision and not m.designated and m.population:
            people = [gazetteer.county[c].population_acs for c in m.counties]
            if all(people) and m.population >= 0.995 * sum(p or 0 for p in people):
                for fips in m.counties:
                    found.setdefault(fips, m)
    return found


def of_zip(code: str, reference: Reference, *, near: bool = True) -> Meant:
    """What a ZIP code of five digits means; without the towns that it may reach into unless `near`.

    Raises `UsageError` for one that no table has.
    """
    found = zip_code(code)
    if found is None:
        for first, last, state in TERRITORY_ZIPS:
            if first <= code <= last:
                gazetteer = reference.of(state)
                return Meant((ground_of_territory(gazetteer),))
        raise UsageError(
            f"The ZIP code {code} is not known.", "It may be new, military or made up; give a town or county instead."
        )
    grounds = []
    prefixes = _prefixes(reference)
    for code_of_state in dict.fromkeys(prefixes[fips[:2]] for fips in found.counties):
        gazetteer = reference.of(code_of_state)
        counties = tuple(gazetteer.county[c] for c in found.counties if c in gazetteer.county)
        towns = _towns(gazetteer, found, counties)
        lies, may = around(gazetteer, towns) if towns else ((), _near(gazetteer, found, counties) if near else ())
        grounds.append(Ground(code_of_state, (*towns, *lies), counties, False, may if near else (), found.point))
    return Meant(tuple(grounds), found)


@lru_cache(maxsize=1)
def _prefixes(reference: Reference) -> dict[str, str]:
    """The codes of the states by how their FIPS codes begin."""
    return {state.fips: state.code for state in reference.states.values()}


def _towns(gazetteer: Gazetteer, found: ZipCode, counties: tuple[County, ...]) -> tuple[Municipality, ...]:
    """The municipalities named as the post office, in the code's counties; else the city that fills the county."""
    fips = {c.fips for c in counties}
    named = [m for m in gazetteer.municipality_keys.get(key(found.city), ()) if fips & set(m.counties)]
    own = [m for m in named if not m.designated] or named
    if counties and any(counties[0].fips in m.counties for m in own):
        own = [m for m in own if counties[0].fips in m.counties]
    if not own and counties:
        cities = [city for county in counties if (city := _city_of(gazetteer, county))]
        own = list(dict.fromkeys(cities)) if len(cities) == len(counties) else []
    return tuple(own)


def _near(gazetteer: Gazetteer, found: ZipCode, counties: tuple[County, ...]) -> tuple[Municipality, ...]:
    """Towns with police that a code without a town of its own may reach into: the larger, the further."""
    fips = {c.fips for c in counties}
    near = []
    for m in gazetteer.municipalities:
        if m.point and found.point and fips & set(m.counties) and not m.designated and m.geoid in gazetteer.agencies_at:
            away = kilometres(found.point, m.point)
            if away <= 3 + 1.0 * ((m.population or 0) / 1000) ** 0.5:
                near.append((away, m))
    return tuple(m for _, m in sorted(near, key=lambda pair: (pair[0], pair[1].geoid)))
