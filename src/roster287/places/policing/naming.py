"""What the names of the FBI's list tell: the towns that a police is named after, and how a body is called in full.

That list gives many bodies of one county a name with no name in it, `Fire Marshal's Office`: the county, or the state
whose body it is, belongs before it. A school district without a name cannot be told at all and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from roster287.places.facts import Jurisdiction
from roster287.places.keys import key, key_column
from roster287.places.records import County, FbiAgency, Municipality, other_names
from roster287.places.reference import Gazetteer
from roster287.places.tables import fbi_names, without_state
from roster287.vocabulary.names import fold

_POLICE = re.compile(
    r"\b(?:(?:police|marshal'?s?|public safety)(?: department| office)?|department of public safety|bureau of police)"
    r"\b.*$",
    re.I,
)
_KIND = re.compile(
    r"\b(?:metropolitan|metro|consolidated|unified|(?:town|city|village|borough|township) of|"
    r"(?:township|town|village|borough|city)$)",
    re.I,
)
_SAID_KIND = re.compile(r"\b(township|town|village|borough|city)\b", re.I)
_REGIONAL = re.compile(r"\b(?:regional|area|joint)\b", re.I)
_PARTED = re.compile(r"\s*(?:[-/&]|\band\b)\s*", re.I)
_BOTH = re.compile(r"(.+) (?:town|city|village|township)(?: and |[-/&])(?:town|city|village|township)", re.I)
_STATION = re.compile(r"^(state police|highway patrol|state patrol|office of attorney general)\b.*$", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:'s)?")
_OFFICE = re.compile(r"(?:department|division|bureau|office|board) of\b", re.I)
_COMMON = frozenset({
    "a", "agency", "airport", "alcohol", "all", "and", "animal", "arson", "attorney", "attorney's", "beverage",
    "board", "bureau", "campus", "capitol", "city", "college", "commission", "constable", "control", "corrections",
    "county", "court", "crime", "crimes", "department", "detective", "detectives", "detention", "district",
    "division", "drug", "education", "elementary", "enforcement", "environmental", "fire", "for", "force", "forest",
    "gaming", "health", "high", "hospital", "independent", "investigation", "investigations", "jail", "law",
    "lottery", "marshal", "marshal's", "marshals", "municipal", "narcotics", "of", "office", "park", "parks",
    "police", "preserve", "prosecutor", "prosecutor's", "protection", "public", "ranger", "rangers", "recreation",
    "safety", "school", "schools", "security", "services", "sheriff", "sheriff's", "special", "state", "system",
    "task", "team", "the", "treasurer", "treasurer's", "treasury", "unit", "university", "violent", "water",
    "wildlife",
})  # fmt: skip
"""Words that name no one body."""


def clean(name: str) -> str:
    """An agency's name without the mark at its end: `Hays County Constable:`, `San Jacinto College,`."""
    return name.strip().rstrip(":,;- ").strip()


def head_of(a: FbiAgency) -> str:
    """`State Police: Fairfax County` is the State Police."""
    return _STATION.sub(r"\1", clean(a.name.split(":")[0]))


def name_today(gazetteer: Gazetteer, a: FbiAgency) -> str:
    """`Florida Game Commission: Bay County` is the Fish and Wildlife Conservation Commission since."""
    state, head = gazetteer.state.code, head_of(a)
    return fbi_names().get((state, without_state(state, fold(head, state))), head)


def called(name: str, jurisdiction: Jurisdiction, county: str, state: str) -> str | None:
    """A body's name with the place that tells it from others of the name; None where nothing tells it.

    `Independent School District: Conroe` is the Conroe one, `Fire Marshal's Office` that of its county.
    """
    head, _, tail = (part.strip() for part in clean(name).partition(":"))
    if not _is_common(head):
        return clean(name)
    if tail and not _OFFICE.match(head):
        return f"{tail} {head.removeprefix('County ') if tail.endswith('County') else head}"
    if jurisdiction == "state":
        return f"{state} {clean(name)}"
    if jurisdiction in ("campus", "port") and not tail:
        return None
    return f"{county} {clean(name).removeprefix('County ')}"


def _is_common(name: str) -> bool:
    """Whether there is no name in a name."""
    words = _WORD.findall(name.lower().replace("’", "'"))
    return bool(words) and set(words) <= _COMMON and not any(letter.isdigit() for letter in name)


@lru_cache(maxsize=32768)
def town_words(name: str) -> str:
    """The key of the town in the name of a police: `Nashville Metropolitan Police Department` is Nashville's."""
    return _bare(_POLICE.sub("", clean(name).split(",")[0]))


def said_kind(name: str) -> str:
    """The kind of town that a name says, `township`; empty where it says none."""
    said = _SAID_KIND.search(name)
    return said[1].lower() if said else ""


def _bare(name: str) -> str:
    return key(_KIND.sub(" ", name.strip()))


@lru_cache(maxsize=64)
def town_keys(gazetteer: Gazetteer) -> dict[str, list[str]]:
    """The names under which a police may call its town: City of Orange is Orange, McRae-Helena may be McRae."""
    named = [
        (town.geoid, name)
        for town in gazetteer.municipalities
        for name in dict.fromkeys(
            (town.base, *other_names(town), re.split(r"[-/]", town.base)[0], _KIND.sub(" ", town.base).strip())
        )
    ]
    found: dict[str, list[str]] = {}
    for (geoid, _), words in zip(named, key_column([name for _, name in named]), strict=True):
        if words not in (held := found.setdefault(geoid, [])):
            held.append(words)
    return found


def towns_named(gazetteer: Gazetteer, counties: Iterable[str], name: str) -> tuple[Municipality, ...]:
    """The towns that a regional police is named after, two at the least, all in its counties; else none.

    `Monmouth Winthrop Police Department`, `Newberg-Dundee`, `Nunda Town and Village`; `Macedon Town and Village` is the
    town's alone where the village is gone. None are taken from a name that is also one of two counties, `Greene
    Washington Regional`, or in which a part could be either of two towns.
    """
    words = _own_words(name)
    here = _by_name(gazetteer, tuple(counties))
    if _bare(words) in here:
        return ()
    if (both := _BOTH.fullmatch(words)) is not None:
        return tuple(here.get(key(both[1]), ()))
    of_counties = {key(county.base) for county in gazetteer.counties}
    for parts in _parts(words):
        found = [_one(here.get(_bare(part), ()), part) for part in parts]
        towns = tuple(dict.fromkeys(town for town in found if town))
        if len(towns) == len(parts) and not {_bare(part) for part in parts} <= of_counties:
            return towns
    return ()


def town_and_county(gazetteer: Gazetteer, counties: Iterable[str], name: str) -> tuple[Municipality, County] | None:
    """The town and its county after which a police is named both, `Charlotte-Mecklenburg`; else None."""
    here = tuple(counties)
    areas = {key(gazetteer.county[fips].base): gazetteer.county[fips] for fips in here if fips in gazetteer.county}
    parts = [part for part in _PARTED.split(_own_words(name)) if part]
    if len(parts) != 2:
        return None
    for one, other in (parts, parts[::-1]):
        county, town = areas.get(key(other)), _one(_by_name(gazetteer, here).get(_bare(one), ()), one)
        if county and town and county.fips in town.counties:
            return town, county
    return None


def _own_words(name: str) -> str:
    """A police's name without the words that say what it is."""
    return _REGIONAL.sub(" ", _POLICE.sub("", clean(name).split(",")[0])).strip()


@lru_cache(maxsize=512)
def _by_name(gazetteer: Gazetteer, counties: tuple[str, ...]) -> dict[str, list[Municipality]]:
    """The towns of some counties by the names that a police may call them."""
    found: dict[str, list[Municipality]] = {}
    for town in gazetteer.municipalities:
        if not town.designated and set(counties) & set(town.counties):
            for words in town_keys(gazetteer)[town.geoid]:
                found.setdefault(words, []).append(town)
    return found


def _parts(words: str) -> Iterator[list[str]]:
    """The ways to take a name apart: at its strokes, or where it has none between any two of its words."""
    parted = [part for part in _PARTED.split(words) if part]
    if len(parted) > 1:
        yield parted
        return
    each = words.split()
    for at in range(1, len(each)):
        if not (_is_common(" ".join(each[:at])) or _is_common(" ".join(each[at:]))):
            yield [" ".join(each[:at]), " ".join(each[at:])]


def _one(towns: Iterable[Municipality], part: str) -> Municipality | None:
    """The one town that a part of a name means, by its kind where two have the name; None where it stays open."""
    of_name = list(towns)
    kind = said_kind(part)
    if kind and len(of_name) > 1:
        of_name = [town for town in of_name if kind in town.name.lower().split()]
    return of_name[0] if len(of_name) == 1 else None
