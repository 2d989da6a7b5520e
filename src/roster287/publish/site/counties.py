"""The page of each county: every body with power there, on ICE's list or not, and who polices each of its towns.

What it says is what `where` answers for the county, from the same functions. It names no day that moves on with every
list, so that one more list makes only the pages of counties in which something changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from roster287.places.policing.bodies import Body, bearing
from roster287.places.policing.grounds import ground_of_county
from roster287.places.policing.towns import of_town
from roster287.places.records import County, Municipality
from roster287.places.reference import Gazetteer, shipped
from roster287.publish.site.beside import beside
from roster287.publish.site.drawings import drawn, listed_in
from roster287.publish.site.ground import counties, county_address, slug
from roster287.publish.site.item import Group, Item, digest
from roster287.publish.site.neighbours import neighbours
from roster287.publish.site.press import Press, steady
from roster287.publish.site.words import JURISDICTIONS, in_both
from roster287.publish.where.answer import Day, Policing, counties_of, newest, policing
from roster287.publish.whole import Whole, of_whole
from roster287.table import Line

GROUPS = ("county", "precincts", "towns", "regions", "open", "state", "grounds", "jails", "tribal")
"""The kinds of bodies in the order of the page."""
EVERYWHERE, ELSEWHERE = ("county", "state"), ("precincts", "regions", "open", "grounds", "jails", "tribal")
"""Those with power in all of a county, and in parts of it."""
STANDING = ("listed", "pending", "no_longer_listed")
"""What is told first of all."""
_OWN_GROUPS = {
    "precinct": "precincts", "tribal": "tribal", "towns": "regions", "region_open": "open", "jail": "jails",
}  # fmt: skip
_GROUPS = {"place": "towns", "inside": "towns", "county": "county", "state": "state", "grounds": "grounds"}


def groups(press: Press) -> Iterator[Group]:
    """The page of every county and of what stands for one, Connecticut's counties of before 2022 included."""
    for state in shipped().states:
        yield Group(f"counties/{state}", partial(_of_state, press, state), partial(_key, press, state))


def _key(press: Press, state: str) -> str:
    """What the record says of the agencies of a state, and which counties there and around it have one."""
    whole = press.whole
    held = [sorted(_held(whole).get(code, ())) for code in (state, *neighbours(state))]
    return digest(
        [[steady(line, press.whole) for line in whole.agencies_in.get(state, ())], held, whole.newest is None]
    )


def _of_state(press: Press, state: str) -> Iterator[Item]:
    for county in shipped().counties_of(state):
        gather = partial(old_county_facts if county.legacy else county_facts, press.whole, county.fips)
        come_from = partial(_come_from, press, county)
        yield from drawn(press, county_address(state, county.fips), "county.html", gather, _sorted, come_from)


def _come_from(press: Press, county: County) -> list[object]:
    """What the facts of a county come from: its agencies, and all else of its head and its ground that lists move."""
    agencies, by_county, today = in_state(press.whole, county.state)
    gazetteer = shipped().of(county.state)
    ground = ground_of_county(gazetteer, county)
    here = by_county[county.fips] if not county.legacy else [a for a in agencies if a["county_fips"] == county.fips]
    head = _head(press.whole, county)
    across = {code for town in anchors(gazetteer).get(county.fips, {}).values() for code in town.counties}
    held = sorted(across & _held(press.whole).get(county.state, set()))
    return [[steady(line, press.whole) for line in here], bearing(gazetteer, ground, today.codes), head, held]


def _near(county: County) -> list[str]:
    """The counties beside one; of a county of before 2022, the planning regions that took its place."""
    return [code for code in counties() if _became(county, code)] if county.legacy else beside(county.fips)


def _sorted(told: Line, _say: object, _url: object) -> Line:
    """The bodies and towns as the parts of the page show them: each once, those on ICE's lists first."""
    groups: dict[str, list[Line]] = {group: [] for group in ("", *GROUPS)}
    standing: dict[str, list[Line]] = {status: [] for status in STANDING}
    bodies = told["bodies"]
    for body in bodies:
        if body["status"] in standing:
            standing[body["status"]].append(body)
        elif not body["tied"]:
            groups[body["group"]].append(body)
    towns: dict[str, list[Line]] = {part: [] for part in ("on_lists", "own", "uncounted", "without", "made")}
    for town in told["towns"]:
        towns[_part(town, [bodies[number] for number in town["own"]])].append(town)
    everywhere = [body for body in bodies if body["group"] in EVERYWHERE]
    return {
        "groups": groups,
        **standing,
        "at_large": [body for status in STANDING for body in standing[status] if not body["tied"]],
        "everywhere": everywhere,
        "held": [body["name"] for body in everywhere if body["status"] == "listed"],
        "others": any(groups[group] for group in EVERYWHERE),
        "elsewhere": any(groups[group] for group in ELSEWHERE),
        **towns,
    }


def _part(town: Line, own: Sequence[Line]) -> str:
    """The part of the page that a town stands in, by what the lists of ICE and the FBI say of its own police."""
    if town["apart"]:
        return "made"
    if not own:
        return "without"
    if any(body["status"] in STANDING for body in own):
        return "on_lists"
    return "own" if any(body["counted"] for body in own) else "uncounted"


class InState(NamedTuple):
    """The agencies of a state, those with power in each of its counties, and what the newest lists say of them."""

    agencies: Sequence[Line]
    by_county: dict[str, list[Line]]
    today: Day


@of_whole
def in_state(whole: Whole, code: str) -> InState:
    """The agencies of a state."""
    agencies = whole.agencies_in.get(code, [])
    gazetteer = shipped().of(code)
    by_county: dict[str, list[Line]] = {fips: [] for fips in gazetteer.county}
    for agency in agencies:
        everywhere = agency["jurisdiction"] == "state"
        for fips in by_county if everywhere else dict.fromkeys(counties_of(gazetteer, agency)):
            by_county.setdefault(fips, []).append(agency)
    return InState(agencies, by_county, newest(agencies))


def county_facts(whole: Whole, fips: str) -> Line:
    """What the page of a county says."""
    county = counties()[fips]
    gazetteer = shipped().of(county.state)
    _, by_county, today = in_state(whole, county.state)
    found = policing(gazetteer, ground_of_county(gazetteer, county), by_county[fips], today)
    towns = _towns(gazetteer, county, found, _held(whole).get(county.state, set()))
    tied = {number for town in towns for number in town["own"]}
    return {
        **_head(whole, county),
        "old": False,
        "bodies": [{**_body(one, today), "tied": number in tied} for number, one in enumerate(found)],
        "towns": towns,
        "kind_words": _kinds(_kind(body) for body, _ in found),
    }


def old_county_facts(whole: Whole, fips: str) -> Line:
    """What the page of one of Connecticut's counties of before 2022 says: the agencies that ICE places in it."""
    county = counties()[fips]
    agencies, _, today = in_state(whole, county.state)
    held = [agency for agency in agencies if agency["county_fips"] == fips]
    return {
        **_head(whole, county),
        "old": True,
        "bodies": [_listed(agency, today) | {"group": "", "town": None, "towns": [], "tied": False} for agency in held],
        "towns": [],
        "kind_words": _kinds(agency["jurisdiction"] for agency in held),
    }


def _head(whole: Whole, county: County) -> Line:
    near = _near(county)
    return {
        "name": county.name,
        "state": county.state,
        "fips": county.fips,
        "population": county.population,
        "type": shipped().states[county.state].type,
        "lists": whole.newest is not None,
        "feed": any(agency["county_fips"] == county.fips for agency in in_state(whole, county.state).agencies),
        "near": [
            {"name": counties()[code].name, "state": counties()[code].state,
             "listed": code in _held(whole).get(counties()[code].state, ()),
             "address": county_address(counties()[code].state, code)}
            for code in near
        ],
    }  # fmt: skip


@of_whole
def _held(whole: Whole) -> dict[str, set[str]]:
    """The counties that have an agency on the newest list, by state.

    A county's page says only this of those beside it, and of those that its towns lie in, too: if it told how many, one
    agency more would change seven pages.
    """
    return {state: {fips for fips, of in held.items() if of} for state, held in listed_in(whole).items()}


def _became(county: County, code: str) -> bool:
    return counties()[code].state == county.state and not counties()[code].legacy


def _kinds(jurisdictions: Iterator[str]) -> Line:
    codes = sorted(set(jurisdictions))
    return {code: in_both(JURISDICTIONS[code]) for code in codes}


def _kind(body: Body) -> str:
    """The kind of a body for the page; what stands among the regional ones for want of a word is another one."""
    return "other" if body.jurisdiction == "regional" and body.relation in ("grounds", "other") else body.jurisdiction


def _body(one: Policing, today: Day) -> Line:
    body, agency = one
    never = {"name": body.name, "kind": _kind(body), "status": "never", "agency_id": None}
    line = _listed(agency, today) if agency else never
    own = body.relation if body.relation in _OWN_GROUPS else ""
    return {
        **line,
        "group": _OWN_GROUPS[own] if own else _GROUPS[body.reach],
        "town": body.town.title if body.town and body.reach == "inside" and body.town.base not in body.name else None,
        "towns": [town.title for town in body.towns],
        "counted": body.counted,
    }


def _listed(agency: Line, today: Day) -> Line:
    status = today.status(agency)
    return {
        "name": agency["name"],
        "kind": agency["jurisdiction"],
        "status": status,
        "agency_id": agency["agency_id"],
        "models": today.models.get(agency["agency_id"], []),
        "last_listed": agency["last_listed"] if status == "no_longer_listed" else None,
    }


def _towns(gazetteer: Gazetteer, county: County, found: Sequence[Policing], held: Container[str]) -> list[Line]:
    """Every municipality of a county with its anchor, its other counties, and the numbers of the bodies of its own."""
    own: defaultdict[str, list[int]] = defaultdict(list)
    by_code: dict[str, int] = {}
    for number, (body, agency) in enumerate(found):
        if agency and agency["place_geoid"]:
            own[agency["place_geoid"]].append(number)
        if _GROUPS.get(body.reach) == "towns":
            for geoid in dict.fromkeys(t.geoid for t in (body.town, *body.towns) if t):
                own[geoid].append(number)
        if body.ori9 and body.reach in ("place", "inside", "perhaps", "county"):
            by_code[body.ori9] = number
    out = []
    for anchor, town in anchors(gazetteer).get(county.fips, {}).items():
        named = [by_code[a.ori9] for a in of_town(gazetteer, town) if a.ori9 in by_code]
        mine = sorted({*own[town.geoid], *named})
        others = [code for code in town.counties if code != county.fips]
        out.append(
            {"name": town.title, "anchor": anchor, "own": mine, "apart": town.designated and not mine,
             "across": [
                 {"name": counties()[code].name, "listed": code in held, "address": county_address(town.state, code),
                  "anchor": anchor_of(gazetteer)[code, town.geoid]}
                 for code in others
             ]}
        )  # fmt: skip
    return out


@lru_cache(maxsize=64)
def anchors(gazetteer: Gazetteer) -> dict[str, dict[str, Municipality]]:
    """The municipalities of each county by their anchors in its page, in order of their names.

    An anchor is the name, `wells`; where the name is that of several the largest with a government has it, and the
    others have their kind with it, `athens-village`.
    """
    of_county: defaultdict[str, list[Municipality]] = defaultdict(list)
    for town in gazetteer.municipalities:
        for fips in town.counties:
            of_county[fips].append(town)
    found: dict[str, dict[str, Municipality]] = {}
    for fips, towns in of_county.items():
        taken: dict[str, Municipality] = {}
        for town in sorted(towns, key=lambda t: (t.designated, -(t.population or 0), t.geoid)):
            anchor = slug(town.base)
            if not anchor or anchor in taken or anchor in FIXED:
                anchor = slug(town.name)
            if not anchor or anchor in taken or anchor in FIXED:
                anchor = f"{anchor}-{town.geoid}"
            taken[anchor] = town
        found[fips] = dict(sorted(taken.items(), key=lambda item: (item[1].name, item[0])))
    return found


FIXED = frozenset({"main", "q", "listed", "on-lists", "placed", "everywhere", "towns", "own", "without", "places",
                   "elsewhere", "near", "follow", "uncounted",
                   *(f"b-{group}" for group in GROUPS)})  # fmt: skip
"""Anchors that the page has for itself."""


@lru_cache(maxsize=64)
def anchor_of(gazetteer: Gazetteer) -> dict[tuple[str, str], str]:
    """The anchor of a municipality in the page of a county, by the codes of both."""
    return {(fips, town.geoid): at for fips, towns in anchors(gazetteer).items() for at, town in towns.items()}
