"""Which towns have police of their own by the FBI's list: tied to their Census code, or named after them.

A police that is tied to no town is told by the town's name in its county, or by two towns' that it is named after.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from roster287.places.policing.naming import clean, name_today, said_kind, town_keys, town_words, towns_named

if TYPE_CHECKING:
    from roster287.places.records import FbiAgency, Municipality
    from roster287.places.reference import Gazetteer


def of_town(gazetteer: Gazetteer, town: Municipality) -> list[FbiAgency]:
    """The FBI's agencies of a municipality; those tied to none are told by its name in its county."""
    own = [a for a in gazetteer.agencies_at.get(town.geoid, ()) if a.type != "County"]
    return list(dict.fromkeys([*own, *_named_after(gazetteer).get(town.geoid, ())]))


@lru_cache(maxsize=64)
def _named_after(gazetteer: Gazetteer) -> dict[str, list[FbiAgency]]:
    """The police that are tied to no municipality, by the code of the one in their county that they are named after."""
    found: dict[str, list[FbiAgency]] = {}
    for a in gazetteer.agencies:
        if a.place is None and a.type in ("City", ""):
            name = own_name(gazetteer, a)
            for fips in a.counties:
                for town in _meant(_towns_of_names(gazetteer).get((fips, town_words(name)), []), name):
                    found.setdefault(town.geoid, []).append(a)
    return found


@lru_cache(maxsize=64)
def _towns_of_names(gazetteer: Gazetteer) -> dict[tuple[str, str], list[Municipality]]:
    """The towns of each county and name."""
    found: dict[tuple[str, str], list[Municipality]] = {}
    for town in gazetteer.municipalities:
        for fips in town.counties:
            for words in town_keys(gazetteer)[town.geoid]:
                found.setdefault((fips, words), []).append(town)
    return found


def _meant(towns: list[Municipality], name: str) -> list[Municipality]:
    """Which of the towns of one name a police is named after: of the kind that its name says, else the city first.

    `Town of Madison` is nobody's since that town is gone; `Evans City` may have the word in its name alone.
    """
    kind = said_kind(name)
    if kind == "township":
        return [town for town in towns if town.subdivision]
    of_kind = [town for town in towns if kind in town.type.split()]
    if of_kind or name.lower().startswith(f"{kind} of "):
        return of_kind
    first = min(map(_rank, towns), default=0)
    return [town for town in towns if _rank(town) == first]


def _rank(town: Municipality) -> int:
    """A city first, then what else is a place, a town or township, a plantation, what has no government."""
    if town.designated:
        return 4
    if town.subdivision:
        return 3 if town.type == "plantation" else 2
    return "city" not in town.type.split()


def own_name(gazetteer: Gazetteer, a: FbiAgency) -> str:
    """A police's name, that of today where no code ties it to its town."""
    return clean(a.name) if a.place or ":" in a.name else name_today(gazetteer, a)


def of_no_town(gazetteer: Gazetteer, a: FbiAgency) -> bool:
    """Whether a police is tied to no town and named after none of its county: a regional one, as a rule."""
    if a.place or a.type != "City":
        return False
    words = town_words(own_name(gazetteer, a))
    return not any((fips, words) in _towns_of_names(gazetteer) for fips in a.counties)


@lru_cache(maxsize=64)
def policed_in(gazetteer: Gazetteer) -> dict[str, dict[Municipality, frozenset[str]]]:
    """The towns of each county that have police of their own, or one named after them and others, with its codes.

    A police of whom the FBI counts no employee may be no more than a name: many such cities have the sheriff's.
    """
    found: dict[str, dict[Municipality, frozenset[str]]] = {}
    joint: dict[Municipality, set[str]] = {}
    for a in gazetteer.agencies:
        for town in towns_named(gazetteer, a.counties, clean(a.name)) if a.year and of_no_town(gazetteer, a) else ():
            joint.setdefault(town, set()).add(a.ori9)
    for town in gazetteer.municipalities:
        codes = frozenset({*joint.get(town, ()), *(a.ori9 for a in of_town(gazetteer, town) if a.year)})
        if codes:
            found.setdefault(town.county_fips, {})[town] = codes
    return found
