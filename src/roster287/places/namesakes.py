"""Which of several places of one name: by the county printed last, by its kind, or by the police that the FBI lists."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from roster287.places.keys import spaced
from roster287.places.reading import TOWN_POLICE
from roster287.vocabulary.states import NEW_ENGLAND

if TYPE_CHECKING:
    from roster287.places.counties import PrintedCounties
    from roster287.places.reading import Reading
    from roster287.places.records import FbiAgency, Municipality
    from roster287.places.reference import Gazetteer

_KINDS = ("township", "town", "village", "borough", "city")
_COUNTY = re.compile(r",\s*[^,]+ County\b")


class Choice(NamedTuple):
    """Places of one name, narrowed; how, in words; and whether it is what the name without a kind means as a rule."""

    places: list[Municipality]
    how: str = ""
    plainly: bool = True


def choose(
    gazetteer: Gazetteer, pool: list[Municipality], readings: tuple[Reading, ...], cells: PrintedCounties
) -> Choice:
    """The pool narrowed by what a name without its kind means."""
    if len(pool) == 1:
        return Choice(pool)
    spelled = {words for r in readings for words in (r.place, r.place.removesuffix(" city"))}
    pool = [m for m in pool if spaced(m.base) in spelled] or pool
    last = [m for m in pool if set(m.counties) & set(cells.latest)]
    if last and len(last) < len(pool) and len(cells.exact) > 1:
        pool, how = last, f"of the counties printed ({cells.shown}) the latest"
        if len(pool) == 1:
            return Choice(pool, how)
    governed = [m for m in pool if not m.designated]
    if len(governed) == 1:
        return Choice(governed)
    pool = governed or pool
    plain = not any(r.area for r in readings)
    if not of_police(readings):
        return Choice(pool)
    policed = [m for m in pool if gazetteer.agencies_at.get(m.geoid)]
    own = [m for m in policed if under_name(gazetteer, m, readings)]
    if len(policed) == 1:
        how = f"of {len(pool)} places of the name the one with a police department that the FBI lists"
        return Choice(policed, how, bool(own) or not (plain and policed[0].subdivision))
    if plain and len(own) == 1:
        return Choice(own, "the FBI lists its police under just this name")
    cities = [m for m in pool if m.type == "city"]
    if plain and not policed and len(cities) == 1 and _untied(gazetteer, cities[0], pool, readings):
        how = "the FBI lists police of just this name in its county, and a name without a kind is the city's"
        return Choice(cities, how, plainly=False)
    places = [m for m in pool if not m.subdivision]
    if plain and len(places) == 1 and gazetteer.state.code not in NEW_ENGLAND and not policed:
        same = {c for m in pool for c in m.counties}
        if len(same) <= len(set(places[0].counties)):
            return Choice(places, "the name without a kind means the town inside and not the township around it")
    return Choice(policed or pool)


def _untied(gazetteer: Gazetteer, city: Municipality, pool: list[Municipality], readings: tuple[Reading, ...]) -> bool:
    """Whether the FBI lists one police of just this name, tied to no town, in a county that all places of it share."""
    rows = [a for r in readings for a in _by_name(gazetteer).get(r.place, ()) if not a.place]
    here = set.intersection(*(set(m.counties) for m in pool)) & set(city.counties)
    return len(set(rows)) == 1 and bool(here & set(rows[0].counties))


def under_name(gazetteer: Gazetteer, m: Municipality, readings: tuple[Reading, ...]) -> bool:
    """Whether the FBI lists police of it under just the name, without a kind of place."""
    return bool({r.place for r in readings} & {police_name(a.name) for a in gazetteer.agencies_at.get(m.geoid, ())})


def police(gazetteer: Gazetteer, pool: list[Municipality]) -> set[str]:
    """The codes of all police of the places, those too that are named after one with its kind but tied to none."""
    found = {a.ori9 for m in pool for a in gazetteer.agencies_at.get(m.geoid, ())}
    for m in pool:
        base = spaced(m.base)
        names = [base, *(form for kind in _KINDS for form in (f"{base} {kind}", f"{kind} of {base}"))]
        rows = [a for name in names for a in _by_name(gazetteer).get(name, ())]
        found |= {a.ori9 for a in rows if set(a.counties) & set(m.counties)}
    return found


def police_name(name: str) -> str:
    """The words before `police department` in the FBI's name; the kind of place is part of them if it stands there."""
    return spaced(_COUNTY.sub("", name).split(" Police")[0].split(" Department")[0])


def elsewhere(gazetteer: Gazetteer, m: Municipality, readings: tuple[Reading, ...]) -> FbiAgency | None:
    """The police of just the printed name that the FBI lists in counties where the place does not lie."""
    spelled = sorted({f"{r.place} {r.area}".strip() for r in readings}) if of_police(readings) else []
    rows = [a for name in spelled for a in _by_name(gazetteer).get(name, ()) if a.place != m.geoid]
    return next((a for a in rows if a.counties and not set(a.counties) & set(m.counties)), None)


@lru_cache(maxsize=64)
def _by_name(gazetteer: Gazetteer) -> dict[str, list[FbiAgency]]:
    """The police of towns by the words before `police department`."""
    found: dict[str, list[FbiAgency]] = {}
    for a in gazetteer.agencies:
        if a.type == "City":
            found.setdefault(police_name(a.name), []).append(a)
    return found


def of_police(readings: tuple[Reading, ...]) -> bool:
    """Whether it is a town's police, of which alone the FBI's list can tell the town."""
    return any(r.kind == "municipal" and r.body in TOWN_POLICE for r in readings)


def outside(
    gazetteer: Gazetteer, inside: list[Municipality], pool: list[Municipality], readings: tuple[Reading, ...]
) -> bool:
    """Whether a town with police of just this name lies outside the printed county, where only townships have it.

    `Sandusky Police` with COUNTY `Sandusky` is of the city, in Erie County, and not of a township of Sandusky County.
    """
    if any(r.area for r in readings) or not of_police(readings) or not all(m.subdivision for m in inside):
        return False
    return any(not m.subdivision and m not in inside and under_name(gazetteer, m, readings) for m in pool)
