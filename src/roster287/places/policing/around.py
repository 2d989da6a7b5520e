"""Whose police a place without a government may have: the towns and townships that it may lie in.

The Census draws its census-designated places inside towns and townships, and the tables do not say inside which. One
of the very name in the same county, and near, is taken for it. Else those with their middle near may be it: of places
that bear the name of their town 96 in a hundred lie within `NEAR` of its middle and have no other middle nearer by
more than `FURTHER`. Where no town or township of the county has police, there is nothing to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from roster287.places.distance import kilometres
from roster287.places.keys import key
from roster287.places.records import Municipality
from roster287.places.reference import Gazetteer

NEAR, FURTHER = 10.0, 4.0
"""Kilometres between the middle of a place and that of a town in which it may lie; and more than to the nearest."""

Towns = tuple[Municipality, ...]


def around(gazetteer: Gazetteer, asked: Iterable[Municipality]) -> tuple[Towns, Towns]:
    """The towns and townships in which places lie that have no government, and those in which they may lie."""
    lies: dict[str, Municipality] = {}
    may: dict[str, Municipality] = {}
    for place in asked:
        near = _near(gazetteer, place) if place.designated else []
        of_name = [town for away, town in near if away <= NEAR and key(town.base) == key(place.base)]
        lies.update({town.geoid: town for town in of_name})
        if not of_name:
            may.update({town.geoid: town for away, town in near if away <= min(NEAR, near[0][0] + FURTHER)})
    return tuple(lies.values()), tuple(town for geoid, town in may.items() if geoid not in lies)


def unsure(gazetteer: Gazetteer, asked: Sequence[Municipality]) -> Towns:
    """The places without a government that may have the police of a town or township, which one is not known."""
    return tuple(p for p in asked if p.designated and _near(gazetteer, p) and not around(gazetteer, [p])[0])


def _near(gazetteer: Gazetteer, place: Municipality) -> list[tuple[float, Municipality]]:
    """The towns and townships of its counties with how far they are, the nearest first; none where none has police."""
    here = [town for fips in place.counties for town in _subdivisions(gazetteer).get(fips, ())]
    if not any(town.geoid in gazetteer.agencies_at for town in here):
        return []
    found = [(kilometres(place.point, t.point), t) for t in here if place.point and t.point]
    return sorted(found, key=lambda one: (one[0], one[1].geoid))


@lru_cache(maxsize=64)
def _subdivisions(gazetteer: Gazetteer) -> dict[str, list[Municipality]]:
    found: dict[str, list[Municipality]] = {}
    for town in gazetteer.municipalities:
        if town.subdivision:
            found.setdefault(town.county_fips, []).append(town)
    return found
