"""Which agency of the FBI's list, by its nine-character ORI: never by name alone where a county can speak.

    sheriff, county police      the agency of that kind in the county
    municipal                   the agency that polices the place; else one of the same name in its county
    campus, port, tribal, …     the agency of the same words, in a county that does not disagree
    constables                  only where the FBI prints a number with the name; it does for Kentucky, not for Texas

A code is given where one agency fits; where two do, the reason names them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from roster287.places.facts import Finding, unknown
from roster287.places.keys import key, spaced
from roster287.places.reading import TOWN_POLICE
from roster287.places.records import other_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roster287.places.counties import PrintedCounties
    from roster287.places.reading import Reading
    from roster287.places.records import FbiAgency, Municipality
    from roster287.places.reference import Gazetteer

_GENERIC = frozenset({
    "police", "department", "of", "the", "public", "safety", "office", "campus", "security", "law", "enforcement",
    "services", "service", "division", "bureau", "at",
})  # fmt: skip
_TRUSTEES = re.compile(r"\b(?:district )?board of trustees\b")
_SCHOOLS = re.compile(
    r"\b(?:(?:independent |consolidated )?school (?:district|board)|(?:district |public )?schools|board of education)\b"
)
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_OF_TRIBES = frozenset({
    "tribe", "tribal", "nation", "indian", "community", "reservation", "band", "pueblo", "marshal", "lighthorse",
    "sioux", "creek",
})  # fmt: skip
_PLAIN_TYPES = frozenset({"City", "County", "Federal"})
_OF_STATES = frozenset({"State Police", "Other State Agency"})
_TAIL = re.compile(
    r"(?:,\s*[^,]+ county\b)?\s*\b(?:(?:township|town|village|borough)\s+)?"
    r"(?:(?:bureau of )?police|police department|department of public safety)\b.*$|,\s*[^,]+ county\b",
    re.I,
)
_KIND = re.compile(r"^(?:town|city|village) of | (?:township|town|village|borough)$", re.I)


def sheriff(gazetteer: Gazetteer, county_fips: str) -> Finding:
    """The sheriff's code in one county."""
    here = gazetteer.agencies_in.get(county_fips, ())
    rows = [a for a in here if "Sheriff" in a.name and a.type in {"County", "City"}]
    own = [a for a in rows if a.type == "County"] or rows or sheriff_of_city(gazetteer, county_fips)
    return _only(own, "sheriff_of_county", f"the sheriff of {gazetteer.county[county_fips].name}")


def sheriff_of_city(gazetteer: Gazetteer, county_fips: str) -> list[FbiAgency]:
    """The sheriff of an independent city whose county the FBI does not say."""
    own = f"{gazetteer.county[county_fips].name} Sheriff's Office".lower()
    return [a for a in gazetteer.agencies if not a.counties and a.name.lower() == own]


def county_police(gazetteer: Gazetteer, county_fips: str, readings: Sequence[Reading]) -> Finding:
    """The code of a county body that is no sheriff: of its police, or by its very words in its county.

    What has words besides (`County Park Police`) is another body; and a city's police is none of a county that says so.
    """
    police = [r for r in readings if r.body == "police"]
    if any(_words(r.folded) <= _words(f"{r.place} {r.area} county metropolitan") for r in police):
        near = gazetteer.agencies_in.get(county_fips, ())
        rows = [a for a in near if a.type == "County" and "Police" in a.name]
        if not rows:
            county = gazetteer.county[county_fips]
            own = {key(f"{r.place} {kind}") for r in readings for kind in (r.area, county.type)}
            towns = [m for m in gazetteer.municipalities if county_fips in m.counties and not m.designated]
            alone = [(key(m.base), m.population) for m in towns] == [(key(county.base), county.population_acs)]
            own |= {key(r.place) for r in readings if not r.area or alone}  # San Francisco is all of its county
            own.add(key(county.name))
            rows = [a for a in near if a.type in {"City", "Other"} and _core_place(a.name) in own]
        return _only(rows, "police_of_county", f"the police of {gazetteer.county[county_fips].name}")
    return named(gazetteer, readings, (county_fips,), None)


def municipal(gazetteer: Gazetteer, m: Municipality, readings: Sequence[Reading]) -> Finding:
    """The code of the police of a municipality; of another body of it (a fire marshal) by its own words only."""
    if not any(r.body in TOWN_POLICE for r in readings):
        return named(gazetteer, readings, m.counties, None)
    rows = [a for a in gazetteer.agencies_at.get(m.geoid, ()) if a.type in {"City", "County", "Other", ""}]
    keys = {key(m.base), key(_KIND.sub("", m.base)), *map(key, other_names(m))}
    if not rows:
        near = [a for c in m.counties for a in gazetteer.agencies_in.get(c, ()) if _of_a_town(a) and not a.place]
        rows = list(dict.fromkeys(a for a in near if _core_place(a.name) in keys)) or _misspelled(gazetteer, m)
    if any(r.body == "marshal" for r in readings):
        marshals = [a for a in rows if "Marshal" in a.name]
        if not marshals and rows and not any("Police" in a.name for a in rows):
            marshals = rows
        if not marshals:
            return named(gazetteer, readings, m.counties, None)
        rows = marshals
    rows = [a for a in rows if _fits(a, m.counties)]
    if len(rows) > 1:
        same = [a for a in rows if _core_place(a.name) in keys]
        rows = same or [a for a in rows if a.officers]
    return _only(rows, "police_of_place", f"the police of {m.name}")


def _of_a_town(a: FbiAgency) -> bool:
    """Whether the FBI says that it is a town's or gives no type; of those a code on X is a state's office as a rule."""
    return a.type == "City" or (a.type == "" and not a.ori9.endswith("X"))


def _misspelled(gazetteer: Gazetteer, m: Municipality) -> list[FbiAgency]:
    """Police of the county that are tied to no place and whose name is one letter off: `St. Marys` for St. Mary."""
    rows = [
        a
        for a in (gazetteer.agencies_in.get(m.county_fips, ()) if m.county_fips else ())
        if a.type == "City" and not a.place and OSA.distance(_core_place(a.name), key(m.base)) == 1
    ]
    return [a for a in rows if _core_place(a.name) not in gazetteer.municipality_keys]


def named(
    gazetteer: Gazetteer, readings: Sequence[Reading], counties: tuple[str, ...], cells: PrintedCounties | None
) -> Finding:
    """The code of an agency by its own words; `counties` and printed cells choose among several and veto."""
    rows = _of_words(gazetteer, readings)
    if not rows:
        return unknown("the FBI lists no agency of these words in the state")
    known = set(counties) | set(cells.exact if cells else ())
    inside = [a for a in rows if known & set(a.counties)]
    if inside:
        return _only(inside, "name_and_county", "the same words in the FBI's list, in the same county")
    if known and all(a.counties for a in rows):
        return unknown(f"the FBI lists {rows[0].name} in another county")
    return _only(rows, "name", "the same words in the FBI's list, and no other agency of the state has them")


def _of_words(gazetteer: Gazetteer, readings: Sequence[Reading]) -> list[FbiAgency]:
    """Agencies of just the words of a name: with the campus after the FBI's colon, else without, else a tribe's.

    A name that the FBI cut off at its colon (`University of Arkansas:`) is one campus of several.
    """
    wanted = {words for r in readings if (words := _words(r.folded))}
    others = _others(gazetteer)
    rows = [a for a, whole, _ in others if whole in wanted]
    if not rows or any(a.name.endswith(":") for a in rows):
        rows = [a for a, whole, short in others if wanted & {whole, short}]
    if not rows and any(r.kind == "tribal" for r in readings):
        loose = _OF_TRIBES | _words(spaced(gazetteer.state.name))
        bare = {words - loose for words in wanted} - {frozenset()}
        rows = [a for a, whole, _ in others if a.type == "Tribal" and whole - loose in bare]
    if not rows and any(r.kind == "regional" for r in readings):
        rows = [a for a, whole, _ in others if whole - {"county"} in {words - {"county"} for words in wanted}]
    return rows


def of_state(gazetteer: Gazetteer, readings: Sequence[Reading]) -> Finding:
    """The code of a body of the whole state, by just its words beside the state's name."""
    loose = _words(spaced(gazetteer.state.name))
    wanted = {_words(r.folded) - loose for r in readings} - {frozenset()}
    pool = [a for a in gazetteer.agencies if a.type in _OF_STATES or not (a.type or a.counties)]
    rows = [a for a in pool if _words(spaced(a.name)) - loose in wanted]
    if any(a.name.endswith(":") for a in rows):
        rows = [a for a in pool if _words(spaced(a.name.split(":")[0])) - loose in wanted]
    return _only(rows, "name", "a body of the state of these words")


def constable(gazetteer: Gazetteer, county_fips: str | None, number: str, unit: str) -> Finding:
    """The code of a constable whose district the FBI prints."""
    name = gazetteer.state.name
    rows = [a for a in gazetteer.agencies_in.get(county_fips or "", ()) if "Constable" in a.name]
    exact = [a for a in rows if number and re.search(rf"\b{unit or 'district'} {number}\b", a.name, re.I)]
    if exact:
        return _only(exact, "constable_of_district", f"the constable of {unit} {number}")
    if rows:
        many = "a constable" if len(rows) == 1 else f"{len(rows)} constables"
        return unknown(f"the FBI lists {many} of the county without saying of which {unit or 'precinct'}")
    return unknown(f"the FBI lists no constable of {name} here")


@lru_cache(maxsize=64)
def _others(gazetteer: Gazetteer) -> tuple[tuple[FbiAgency, frozenset[str], frozenset[str]], ...]:
    """The agencies that are known by their own words, with all of them and with those before the FBI's colon."""
    kept = [a for a in gazetteer.agencies if a.type not in _OF_STATES]
    rows = [a for a in kept if a.type not in _PLAIN_TYPES or "Regional" in a.name or not a.place]
    return tuple((a, _words(spaced(a.name)), _words(spaced(a.name.split(":")[0]))) for a in rows)


def _words(folded: str) -> frozenset[str]:
    """The telling words of a name, one and many alike."""
    words = _SCHOOLS.sub("school", _ORDINAL.sub(r"\1", _TRUSTEES.sub("", folded))).replace("metro ", "metropolitan ")
    return frozenset(w.removesuffix("s") if len(w) > 3 else w for w in words.split() if w not in _GENERIC)


def _core_place(name: str) -> str:
    """The key of the place in the FBI's name of a police department."""
    return key(_KIND.sub("", _TAIL.sub("", name)))


def _fits(agency: FbiAgency, counties: tuple[str, ...]) -> bool:
    """Whether the FBI's counties of the agency do not disagree with these."""
    return not agency.counties or bool(set(agency.counties) & set(counties))


def _only(rows: Sequence[FbiAgency], method: str, what: str) -> Finding:
    if len(rows) == 1:
        return Finding(rows[0].ori9, method, "high", f"{what}; FBI: {rows[0].name}")
    if not rows:
        return unknown(f"the FBI does not list {what}")
    shown = ", ".join(sorted(f"{a.name} ({a.ori9})" for a in rows)[:4])
    return unknown(f"the FBI lists {len(rows)} that could be {what}: {shown}")
