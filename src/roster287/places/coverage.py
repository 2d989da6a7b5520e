"""How many people live under an agreement: counted once each, as a low and a high figure.

All counts of people are of one vintage (ACS 2019-2023; the island areas' 2010 census). The sum is made county by
county; a city in two counties belongs to the one where most of it lies.

- **low**: people whose own local police have an agreement. A city, town or township counts its residents. A county's
  body (sheriff, county police, prosecutor, jail) counts only those of the county who live in no place with other
  police of its own of whom the FBI counts an employee. Where villages lie inside towns that count them too, the
  larger of the two sums stands.
- **high**: people who live anywhere a body with an agreement has power. A county's body counts the whole county, and
  the cities inside it are not added. A district of several counties counts them all. Without a county's body the
  cities and towns are added up, to no more than the county.
- **apart**: bodies of the state, whose power is everywhere (`state_bodies`); campuses, ports, constables of numbered
  districts and bodies whose ground is not known (`uncounted`): nobody counts their people, so neither figure has them.

`residents` are those of the state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from roster287.places.policing.towns import policed_in
from roster287.places.reference import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roster287.places.facts import Location
    from roster287.places.records import Municipality
    from roster287.places.reference import Gazetteer

_COUNTYWIDE = frozenset({"county", "corrections", "judicial_district", "regional"})
_NESTED = frozenset({"CT", "IL", "IN", "MI", "MN", "NE", "NY", "OH", "VT"})
"""States where a village, borough or city may lie inside a town or township that counts it too."""


class Coverage(NamedTuple):
    """People covered, low and high, of `residents` in all; and how many agencies are in it, apart and left out."""

    low: int
    high: int
    residents: int
    counted: int
    state_bodies: int
    uncounted: int


def population_covered(agencies: Iterable[Location], state: str) -> Coverage:
    """People covered by the agencies of a state that have their power there.

    Order and repetition of the agencies change nothing. Raises `UsageError` for a state that does not exist.
    """
    gazetteer = shipped().of(state)
    chosen = _chosen(agencies, state)
    here = [location for location in chosen if location.territory]
    counted = sum(location.jurisdiction != "state" for location in here)
    apart = sum(location.jurisdiction == "state" for location in chosen)
    residents = gazetteer.state.population or 0
    people = _people(gazetteer, here).values()
    low, high = (min(sum(figures), residents) for figures in ((p[0] for p in people), (p[1] for p in people)))
    return Coverage(low, high, residents, counted, apart, len(chosen) - counted - apart)


def people_by_county(agencies: Iterable[Location], state: str) -> dict[str, tuple[int, int, int]]:
    """The low and the high figure and all residents of each county of a state that these agencies touch, by its code.

    Raises `UsageError` for a state that does not exist.
    """
    gazetteer = shipped().of(state)
    held = [location for location in _chosen(agencies, state) if location.territory]
    return {
        code: (least, most, _residents(gazetteer, code)) for code, (least, most) in _people(gazetteer, held).items()
    }


def _chosen(agencies: Iterable[Location], state: str) -> list[Location]:
    """Where the agencies of a state are, each place once."""
    return list(dict.fromkeys(location for location in agencies if location.state == state))


def _people(gazetteer: Gazetteer, locations: list[Location]) -> dict[str, tuple[int, int]]:
    """The low and the high figure of each county that the locations touch."""
    codes = [(location.jurisdiction, code) for location in locations for code in location.territory]
    whole = {code for jurisdiction, code in codes if jurisdiction in _COUNTYWIDE and code in gazetteer.county}
    towns = {code: gazetteer.municipality[code] for _, code in codes if code in gazetteer.municipality}
    by_county: dict[str, list[Municipality]] = {code: [] for code in whole}
    for town in towns.values():
        by_county.setdefault(town.county_fips, []).append(town)
    police = frozenset(location.ori9.value for location in locations if location.ori9.value)
    return {
        code: _of_county(gazetteer, code, by_county[code], police if code in whole else None)
        for code in sorted(by_county)
    }


def _residents(gazetteer: Gazetteer, code: str) -> int:
    county = gazetteer.county[code]
    return (county.population if county.population_acs is None else county.population_acs) or 0


def _of_county(
    gazetteer: Gazetteer, code: str, towns: list[Municipality], police: frozenset[str] | None
) -> tuple[int, int]:
    """The two figures of one county with these covered towns.

    `police` are the codes of all bodies that are covered, where a body of the county is among them.
    """
    everybody = _residents(gazetteer, code)
    outer, inner = _sum(m for m in towns if m.subdivision), _sum(m for m in towns if not m.subdivision)
    nested = gazetteer.state.code in _NESTED
    least = max(outer, inner) if nested else outer + inner
    most = min(outer + inner, max(everybody, outer, inner))
    if police is not None:
        most = max(everybody, outer, inner)
        others = {m for m, codes in policed_in(gazetteer).get(code, {}).items() if not codes & police}
        least += max(0, everybody - _sum(others | set(towns)))
    return min(least, most), most


def _sum(towns: Iterable[Municipality]) -> int:
    return sum(m.population or 0 for m in towns)
