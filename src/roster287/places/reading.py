"""What the printed names of one agency say of its ground: kind of body, place, area, number.

The parts of a name come from `vocabulary.names`; here they are put to one question: whose ground is it, and what is
that ground called. Of several spellings of one agency the most telling decides (`KINDS`, in that order).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from roster287.places.keys import key, spaced
from roster287.places.tables import KnownBody, StateAgency, known_bodies, state_agencies, without_state
from roster287.vocabulary.name_parts import NameParts, parts
from roster287.vocabulary.names import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roster287.places.reference import Gazetteer

Kind = Literal[
    "known", "state", "campus", "tribal", "port", "judicial", "constable", "jail", "regional", "sheriff",
    "county", "municipal", "none",
]  # fmt: skip

KINDS: tuple[Kind, ...] = get_args(Kind)
"""From the most telling to the least: `county` is any body of a county that is no sheriff and no jail."""

_OF_STATE = frozenset({
    "state_police", "highway_patrol", "national_guard", "wildlife", "investigation", "attorney_general",
    "fire_marshal", "state_department", "public_safety", "corrections",
})  # fmt: skip
_OF_COUNTY = frozenset({"county", "parish"})
TOWN_POLICE = frozenset({"police", "public_safety", "marshal", ""})
"""Bodies that a town's police may be called; of others (a constable, a fire marshal) the FBI's list says nothing."""
_REGIONAL = re.compile(r"\b(?:regional|metro(?:politan)? police authority|area police|joint police)\b")
_LEADING = re.compile(r"^(?:(?:metropolitan|metro|consolidated|unified|of|the|city and county of|county of) )+")

_TRAILING = re.compile(r" (?:law enforcement(?: department| agency)?)$")
_TRIBAL = re.compile(r"\b(?:tribal|tribes?|nation|rancheria|band of)\b")


class Reading(NamedTuple):
    """One printed name, read. `text` is tidied for display; `place` is folded words without the kind of place.

    `within` is a county that the name adds to its place: `Monroe Township, Middlesex County Police Department`.
    """

    text: str
    folded: str
    kind: Kind
    body: str
    place: str
    area: str
    unit: str
    number: str
    within: str = ""
    known: KnownBody | None = None
    agency: StateAgency | None = None


def read(
    gazetteer: Gazetteer, names: Iterable[str], types: Iterable[str] = (), *, by_hand: bool = True
) -> tuple[Reading, ...]:
    """Each distinct name read, the most telling kind first, then in order of the text.

    Where ICE's TYPE is of tribes alone, the police of a place is a tribe's, whatever town has its name. Without
    `by_hand` the table of bodies known by hand is left aside.
    """
    state = gazetteer.state.code
    told = [text.lower() for text in types]
    tribal = bool(told) and all("trib" in text for text in told)
    seen: dict[str, Reading] = {}
    for name in sorted({tidy(n) for n in names} - {""}):
        reading = _read(gazetteer, state, name, by_hand)
        if tribal and reading.kind == "municipal":
            reading = reading._replace(kind="tribal")
        seen.setdefault(reading.folded, reading)
    return tuple(sorted(seen.values(), key=lambda r: (KINDS.index(r.kind), r.folded)))


def _read(gazetteer: Gazetteer, state: str, name: str, by_hand: bool) -> Reading:
    folded = fold(name, state)
    known = known_bodies().get((state, folded)) if by_hand else None
    agency = state_agencies().get((state, without_state(state, folded)))
    p = _whole(gazetteer, state, name, parts(state, name))
    place = _TRAILING.sub("", _LEADING.sub("", p.place))
    kind: Kind
    if known:
        kind = "known"
    elif agency and not p.area:
        kind = "state"
    else:
        kind = _kind(p, place, folded)
    within = p.rest if p.area and re.fullmatch(r"[a-z ]+ (?:county|parish)", p.rest) else ""
    return Reading(name, folded, kind, p.body, place, p.area, p.unit, p.number, within, known, agency)


def _whole(gazetteer: Gazetteer, state: str, name: str, p: NameParts) -> NameParts:
    """The parts, put right by the gazetteer: `State College` and `Pueblo` are towns, `Paw Paw` no slip."""
    words = fold(name, state)
    if p.body == "campus_police" and p.institution:
        towns = gazetteer.municipality_keys.get(key(p.institution), ())
        if any(not m.designated for m in towns):
            return p._replace(body="police", place=p.institution, institution="")
    if p.body == "tribal_police" and not p.place and not _TRIBAL.search(words):
        town = re.split(r" (?:police|department|public|law)\b", words)[0]
        if gazetteer.municipality_keys.get(key(town)):
            return p._replace(body="police", place=town)
    if p.body == "public_safety" and not p.place:
        town = re.split(r" (?:department|public)\b", spaced(name))[0]
        if key(town) != key(gazetteer.state.name) and gazetteer.municipality_keys.get(key(town)):
            return p._replace(place=town, state_prefix=False)
    if state == "AK" and p.area == "borough":
        return p._replace(area="county")
    if p.place and f"{p.place} {p.place} " in f"{words} " and gazetteer.municipality_keys.get(key(p.place * 2)):
        return p._replace(place=f"{p.place} {p.place}")
    return p


def _kind(p: NameParts, place: str, folded: str) -> Kind:
    body = p.body
    if body in {"campus_police", "school_district"}:
        return "campus"
    if body == "tribal_police" or (_TRIBAL.search(folded) and not p.area and body != "sheriff"):
        return "tribal"
    if body == "port_airport":
        return "port"
    if body == "constable" or (body == "marshal" and p.unit):
        return "constable"
    if p.unit.startswith(("judicial", "circuit")) or (p.unit == "district" and body in {"prosecutor", "task_force"}):
        return "judicial"
    if body == "special_police" and "transit" in folded:
        return "regional"
    if _REGIONAL.search(folded) and body in {"police", "public_safety", ""}:
        return "regional"
    if body == "jail" or (body == "corrections" and place and not p.state_prefix):
        return "jail"
    if body == "commissioners" and re.search(r"correction|detention|jail", p.division):
        return "jail"
    if body in _OF_STATE and (p.state_prefix or not place):
        return "state"
    if place == "capitol" and p.state_prefix:
        return "state"
    if body == "sheriff":
        return "sheriff"
    if p.area in _OF_COUNTY or body in {"prosecutor", "commissioners"}:
        return "county"
    if place:
        return "municipal"
    return "state" if p.state_prefix else "none"
