"""The police bodies that the FBI and HIFLD list on a ground, whether ICE has ever listed them or not.

    town       tied to its Census code, or named after it in its county
    county     sheriff, county police, prosecutors, its task force, jail; constables by precinct
    regional   named after its towns: there; else perhaps anywhere in the county
    state      state police and other bodies of the state, their posts and what bore their names before taken together
    grounds    campuses, ports, parks, hospitals; tribes

The FBI's types are coarse (`Other`, empty); then the words of the name decide, and what they leave open is not claimed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import sqrt
from typing import Literal, NamedTuple

from roster287.places.distance import kilometres
from roster287.places.facts import Jurisdiction
from roster287.places.fbi import sheriff_of_city
from roster287.places.keys import key
from roster287.places.policing.grounds import Ground
from roster287.places.policing.naming import (
    called,
    clean,
    head_of,
    name_today,
    said_kind,
    town_and_county,
    town_words,
    towns_named,
)
from roster287.places.policing.towns import of_no_town, of_town, own_name
from roster287.places.records import FbiAgency, LatLon, Municipality, Post
from roster287.places.reference import Gazetteer
from roster287.places.tables import StateAgency, state_agencies, without_state
from roster287.vocabulary.names import fold

InTown = Literal["place", "perhaps", "inside"]
"""How the body of a town reaches the ground, which is the key of its words too."""
Reach = Literal[InTown, "county", "state", "grounds"]
Relation = Literal[
    InTown, "county", "state", "grounds", "other", "precinct", "region", "region_open", "towns", "jail", "tribal"
]


class Body(NamedTuple):
    """One body, whose it is and how it reaches the ground: `reach` is a code, `relation` the key of its words.

    `towns` are those of a regional police that is named after them, `town` the one of them that is on the ground.
    `counted`: False for a police of towns of whom the FBI counts no employee, so that it may be no more than a name.
    """

    ori9: str | None
    name: str
    jurisdiction: Jurisdiction
    reach: Reach
    relation: Relation
    county: str | None
    town: Municipality | None
    population: int | None
    point: LatLon | None = None
    towns: tuple[Municipality, ...] = ()
    counted: bool = True


_STATE_WORDS = re.compile(
    r"^(?:state|highway) |highway patrol|state police|state patrol|^department of|attorney general|^bureau of|"
    r"fire marshal|^division of|^secretary of state|bureau of investigation|transport police|forestry|fish and|game|"
    r"alcohol|motor vehicle|wildlife|natural resources|forest ranger",
    re.I,
)
_GROUNDS = re.compile(r"capitol|park|hospital|universit|college|school|lottery|fairground|mental|turnpike", re.I)
_OTHER: tuple[tuple[re.Pattern[str], Jurisdiction, Relation], ...] = (
    (re.compile(r"constable|ward marshal", re.I), "constable_district", "precinct"),
    (re.compile(r"school|college|universit|academy", re.I), "campus", "grounds"),
    (re.compile(r"airport|\bport\b|harbor|transit|railroad|railway|\brail\b|bridge|tunnel|transport", re.I), "port",
     "grounds"),
    (re.compile(r"judicial (?:district|circuit)", re.I), "judicial_district", "county"),
    (re.compile(r"task force|strike force|narcotic|drug|enforcement team", re.I), "regional", "region"),
    (re.compile(r"prosecutor|district attorney|county attorney|state'?s? attorney", re.I), "county", "county"),
    (re.compile(r"jail|correction|detention", re.I), "corrections", "jail"),
    (re.compile(r"\btribal|\btribe|\bnation\b|pueblo|indian", re.I), "tribal", "tribal"),
)  # fmt: skip
_PLOT = re.compile(r"park|hospital|medical|health|water|reservoir|housing|zoo|museum|librar|cemeter|lake|forest", re.I)

_GENERIC = frozenset({
    "agency", "band", "bands", "colony", "community", "department", "indian", "indians", "nation", "of", "police",
    "pueblo", "pueblos", "the", "tribal", "tribe", "tribes",
})  # fmt: skip
_SHARED = frozenset({
    "apache", "bear", "blue", "cliff", "creek", "earth", "eastern", "fork", "fort", "grand", "hall", "huron",
    "island", "lake", "little", "lower", "mills", "mission", "mountain", "northern", "pine", "pleasant", "point",
    "port", "ridge", "river", "rock", "rocky", "santa", "shawnee", "sioux", "south", "southern", "springs", "table",
    "upper", "valley", "western", "white",
})  # fmt: skip
"""Words that many places have and that tie none of them to a tribe: Prior Lake is not Red Lake's."""
_REACH: dict[Relation, Reach] = {"grounds": "grounds", "other": "grounds", "state": "state", "region_open": "perhaps"}
FAR = 40.0
"""A tribe's office further than so many kilometres is not said to be near."""


def bodies(gazetteer: Gazetteer, ground: Ground, codes: frozenset[str] = frozenset()) -> list[Body]:
    """Every body of the FBI's and HIFLD's lists on a ground, each once, but those with one of these FBI codes."""
    return [
        body
        for body in (
            *_of_towns(gazetteer, ground, codes),
            *_of_counties(gazetteer, ground),
            *_of_state(gazetteer, ground, codes),
            *_tribes(gazetteer, ground),
        )
        if body.ori9 not in codes
    ]


def bearing(gazetteer: Gazetteer, ground: Ground, codes: frozenset[str]) -> list[str]:
    """The FBI codes that can change which `bodies` a ground has; those of police of other places are left out."""
    if ground.towns or ground.near:
        return sorted(codes)  # a city's police may be told by the city's name in another of its counties
    homes = _homes(gazetteer, codes)
    return sorted({code for fips in ("", *(county.fips for county in ground.counties)) for code in homes.get(fips, ())})


@lru_cache(maxsize=64)
def _homes(gazetteer: Gazetteer, codes: frozenset[str]) -> dict[str, list[str]]:
    """The codes by the counties of what they name; under an empty code those of bodies that may be anywhere."""
    found: dict[str, list[str]] = {}
    for code in codes:
        a = gazetteer.agency.get(code)
        town = gazetteer.municipality.get(a.place or "") if a else None
        homes = {*a.counties, *(town.counties if town else ())} if a and a.type in ("City", "County") else ()
        for fips in homes or ("",):
            found.setdefault(fips, []).append(code)
    return found


def _body(a: FbiAgency, jurisdiction: Jurisdiction, *, reach: Reach, relation: Relation, county: str | None,
          town: Municipality | None = None, name: str = "") -> Body:  # fmt: skip
    counted = bool(a.year) or (jurisdiction != "municipal" and a.type != "City")
    return Body(a.ori9, name or clean(a.name), jurisdiction, reach, relation, county, town, a.population, a.point,
                counted=counted)  # fmt: skip


def _of_towns(gazetteer: Gazetteer, ground: Ground, codes: frozenset[str]) -> list[Body]:
    found: dict[str, Body] = {}
    for reach, towns in _asked(ground):
        for town in towns:
            county = gazetteer.county[town.county_fips].name
            of = sorted(of_town(gazetteer, town), key=lambda a: (a.ori9 in codes, a.year, a.population or 0))
            once = {(town_words(a.name), said_kind(a.name)): a for a in of}  # some are there under a code of before too
            for a in once.values():
                name = own_name(gazetteer, a)
                body = _body(a, "municipal", reach=reach, relation=reach, county=county, town=town, name=name)
                found.setdefault(a.ori9, body)  # one body may be that of several
    return list(found.values())


def _asked(ground: Ground) -> tuple[tuple[InTown, Sequence[Municipality]], ...]:
    """The towns that are asked about, and how their bodies reach the ground."""
    return ("place", ground.towns), ("perhaps", ground.near)


def _of_counties(gazetteer: Gazetteer, ground: Ground) -> list[Body]:
    found = []
    towns = {a.ori9 for town in (*ground.towns, *ground.near) for a in of_town(gazetteer, town)}
    of_state = _of_the_state(gazetteer)
    for county in ground.counties:
        here = (*gazetteer.agencies_in.get(county.fips, ()), *sheriff_of_city(gazetteer, county.fips))
        posts = _constables(gazetteer).get(county.fips, ())
        for a in here:
            if a.ori9 in towns or a in of_state:
                continue
            if a.type == "County" or (a.type == "City" and " Sheriff" in a.name):
                found.append(_body(a, "county", reach="county", relation="county", county=county.name))
            elif a.type == "City" or (a.type == "" and not _special(a)):
                if of_no_town(gazetteer, a) and town_words(a.name) == key(county.base):
                    found.append(_body(a, "county", reach="county", relation="county", county=county.name))
                elif of_no_town(gazetteer, a):
                    body = _body(a, "regional", reach="perhaps", relation="region_open", county=county.name)
                    found += filter(None, [of_region(gazetteer, ground, a.counties, body)])
                elif ground.whole:
                    town = gazetteer.municipality.get(a.place or "")
                    body = _body(a, "municipal", reach="inside", relation="inside", county=county.name, town=town)
                    found.append(body._replace(name=own_name(gazetteer, a)))
            else:
                jurisdiction, relation = _special(a) or ("regional", "grounds" if _PLOT.search(a.name) else "other")
                if a.type == "Other State Agency":
                    jurisdiction, relation = "state", "grounds"
                elif a.type == "Other" and gazetteer.state.type == "territory":
                    jurisdiction, relation = "state", "state"
                if jurisdiction == "tribal" or (jurisdiction == "constable_district" and posts):
                    continue
                name = called(a.name, jurisdiction, county.name, gazetteer.state.name)
                if name is None:
                    continue
                if relation == "region" and county.name not in name:
                    relation = "region_open"
                reach = _REACH.get(relation, "county")
                found.append(_body(a, jurisdiction, reach=reach, relation=relation, county=county.name, name=name))
        for p in posts:
            name = p.name.title().replace("'S ", "'s ")
            found.append(
                Body(None, name, "constable_district", reach="county", relation="precinct", county=county.name,
                     town=None, population=None, point=p.point)
            )  # fmt: skip
    return [b for b in _once(found) if not _elsewhere(b, ground)]


def of_region(gazetteer: Gazetteer, ground: Ground, counties: Iterable[str], body: Body) -> Body | None:
    """A regional police on the ground: in the towns that it is named after, else perhaps anywhere in its counties."""
    of = tuple(counties)
    towns = towns_named(gazetteer, of, body.name)
    if not towns and (both := town_and_county(gazetteer, of, body.name)):
        town, county = both
        if ground.whole and county in ground.counties:
            return body._replace(reach="county", relation="county", county=county.name)
        towns = (town,) if town in (*ground.towns, *ground.near) else ()
    if not towns:
        return body._replace(reach="perhaps", relation="region_open")
    for reach, asked in _asked(ground):
        here = next((town for town in towns if town in asked), None)
        if here:
            relation: Relation = "towns" if reach == "place" else "perhaps"
            return body._replace(reach=reach, relation=relation, town=here, towns=towns)
    return body._replace(reach="inside", relation="towns", town=towns[0], towns=towns) if ground.whole else None


def _once(found: list[Body]) -> list[Body]:
    """Each body once, by its name and county: the FBI gives constables and posts of one name several codes."""
    seen: dict[tuple[str, str | None], Body] = {}
    for body in found:
        seen.setdefault((body.name, body.county), body)
    return list(seen.values())


def _elsewhere(body: Body, ground: Ground) -> bool:
    """Whether a body with grounds of its own is too far from the town that is asked about."""
    if ground.whole or body.reach != "grounds" or not body.point or not ground.point or not ground.towns:
        return False
    people = max((town.population or 0) for town in ground.towns)
    return kilometres(body.point, ground.point) > 8.0 + sqrt(people / 1000)


def _special(a: FbiAgency) -> tuple[Jurisdiction, Relation] | None:
    """What a body with ground of its own is, by its type or its words; None for words that say nothing."""
    if a.type == "University or College":
        return "campus", "grounds"
    if a.type == "Tribal":
        return "tribal", "tribal"
    for words, jurisdiction, relation in _OTHER:
        if words.search(a.name):
            return jurisdiction, relation
    return None


@lru_cache(maxsize=64)
def _constables(gazetteer: Gazetteer) -> dict[str, list[Post]]:
    """The constables of each county."""
    found: dict[str, list[Post]] = {}
    for post in gazetteer.posts:
        if "CONSTABLE" in post.name:
            found.setdefault(post.county_fips, []).append(post)
    return found


@lru_cache(maxsize=64)
def _of_the_state(gazetteer: Gazetteer) -> dict[FbiAgency, str]:
    """The bodies of the state itself, and the name under which each, its posts and its forerunners are one."""
    return {a: name_today(gazetteer, a) for a in gazetteer.agencies if _is_state(a)}


def _is_state(a: FbiAgency) -> bool:
    if a.type in ("State Police", "Other State Agency"):
        return not (bool(_GROUNDS.search(head_of(a))) and bool(a.counties))
    return a.type in ("", "Federal") and _STATE_WORDS.search(head_of(a)) is not None


def _of_state(gazetteer: Gazetteer, ground: Ground, codes: frozenset[str]) -> list[Body]:
    """Bodies of the state: those of several counties or none; one of a single county only if its words say so."""
    statewide, local = _statewide(gazetteer, codes)
    found = list(statewide)
    for a in local:
        county = next((c.name for c in ground.counties if c.fips in a.counties), None)
        if county is not None:
            name = called(a.name, "state", county, gazetteer.state.name) or ""
            found.append(_body(a, "state", reach="grounds", relation="grounds", county=county, name=name))
    return found


@lru_cache(maxsize=64)
def _statewide(gazetteer: Gazetteer, codes: frozenset[str]) -> tuple[list[Body], list[FbiAgency]]:
    """The bodies with power in the whole state, and the posts that have grounds of their own; none with such a code."""
    heads = dict(_of_the_state(gazetteer))
    if gazetteer.state.type == "territory":
        heads |= {a: head_of(a) for a in gazetteer.agencies if a.type == "Other" and not a.counties}
    rows = [a for a in gazetteer.agencies if a in heads]
    posts = Counter(heads[a] for a in rows)
    taken = {heads[a] for a in rows if a.ori9 in codes}
    chosen: dict[str, FbiAgency] = {}
    for a in sorted(rows, key=lambda a: (bool(a.counties), heads[a] != head_of(a), a.ori9)):
        head = heads[a]
        if not a.counties or posts[head] > 1 or a.type == "State Police" or _STATE_WORDS.search(head_of(a)):
            chosen.setdefault(head, a)
    state = gazetteer.state.name
    found: dict[str, Body] = {}
    for head, a in chosen.items():
        if head in taken:
            continue
        name = head if state.lower() in head.lower() else f"{state} {head}"
        code = a.ori9 if not a.counties else None
        body = Body(code, name, "state", reach="state", relation="state", county=None, town=None, population=None)
        found.setdefault(name, body)
    return list(found.values()), [a for a in rows if heads[a] not in chosen and a.ori9 not in codes]


def _tribes(gazetteer: Gazetteer, ground: Ground) -> list[Body]:
    """Tribes' police: in the ground's county by the FBI's code, with an office near it, or named like it if not far."""
    fips = {c.fips for c in ground.counties}
    codes, tribal = _tribal(gazetteer)
    names = [_words(name) for name in (*(t.base for t in ground.towns), *(c.base for c in ground.counties))]
    found = []
    for a, own in tribal:
        away = kilometres(a.point, ground.point) if a.point and ground.point else None
        coded = codes.get(a.ori9[:5]) in fips
        alike = any((len(own) > 1 and own <= words) or (own & words) - _SHARED for words in names)
        near = away is not None and away <= FAR
        if near or (alike and (coded or away is None)) or (coded and not (a.point and ground.towns)):
            found.append(_body(a, "tribal", reach="grounds", relation="tribal", county=None))
    return found


@lru_cache(maxsize=64)
def _tribal(gazetteer: Gazetteer) -> tuple[dict[str, str], list[tuple[FbiAgency, set[str]]]]:
    """The counties by the first letters of their agencies' codes; the tribes' police with the words of their names."""
    codes = {a.ori9[:5]: a.counties[0] for a in gazetteer.agencies if a.type == "County" and a.counties}
    return codes, [(a, _words(a.name)) for a in gazetteer.agencies if a.type == "Tribal"]


def _words(name: str) -> set[str]:
    return {w for w in re.findall(r"[a-z]{4,}", name.lower()) if w not in _GENERIC}


def state_body(state: str, name: str) -> StateAgency | str:
    """What two names of one body of a state have in common: its row in the hand-made table, or its folded words."""
    words = without_state(state, fold(name, state))
    return state_agencies().get((state, words)) or words
