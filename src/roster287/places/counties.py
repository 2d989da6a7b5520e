"""Which county: what the name says and what ICE prints in COUNTY, held against the counties of the state.

A printed text is exact (it is the name of a county here), near (a letter or two from one or more), foreign (a county
of another state) or nothing. A near text counts only where something independent points to the same county. Two
exact texts that disagree leave no county. A town's name is never near, and is no veto of what lies there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from roster287.places.facts import Confidence, Finding, unknown
from roster287.places.keys import key, spaced
from roster287.vocabulary.names import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roster287.places.reading import Reading
    from roster287.places.records import County, Municipality
    from roster287.places.reference import Gazetteer, Reference

_NOTHING = re.compile(
    r"^[#(]*n[/?.]?a[)]*$|^(?:none|tbd|unknown|county|parish|city|statewide|state|multiple|various|null|-+)$", re.I
)
_KIND = re.compile(
    r"\s+(?:county|counties|countys|conty|counry|couny|coutny|cuonty|cnty|co|parish|parrish|parishes|borough"
    r"|census area|municipality|municipio|planning region|city and borough|district|city|island)$"
)


class PrintedCounties(NamedTuple):
    """The printed counties of one agency: exact and near by FIPS, the texts that are neither here, and the latest.

    `own` are texts that were read as the name of the agency's own town, and so as no county.
    """

    exact: tuple[str, ...]
    near: tuple[str, ...]
    strange: tuple[str, ...]
    texts: tuple[str, ...]
    latest: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether ICE printed anything at all."""
        return bool(self.texts)

    @property
    def shown(self) -> str:
        """The printed texts, for a reason in words."""
        return ", ".join(self.texts)


def limit(length: int) -> int:
    """How many letters may be wrong in a name of so many."""
    return 1 if length <= 5 else 2


def near(gazetteer: Gazetteer, name: str) -> tuple[str, ...]:
    """Counties whose name is nearest to a misspelled one, within the limit; several when equally near."""
    wanted = key(name)
    if len(wanted) < 3:
        return ()
    found: dict[str, int] = {}
    for at, counties in gazetteer.county_keys.items():
        distance = OSA.distance(wanted, at, score_cutoff=limit(len(wanted)))
        if 0 < distance <= limit(len(wanted)):
            found.update(dict.fromkeys((c.fips for c in counties if not c.legacy), distance))
    least = min(found.values(), default=0)
    return tuple(sorted(fips for fips, distance in found.items() if distance == least))


def exact(gazetteer: Gazetteer, name: str, area: str) -> tuple[str, ...]:
    """Counties of just that name. `area` is the kind that was printed: `county` leaves out a city of the name."""
    found = gazetteer.county_keys.get(key(name), ()) or gazetteer.county_keys.get(key(f"{name} {area}"), ())
    if not found and name.endswith(" city") and not area:
        return exact(gazetteer, name.removesuffix(" city"), "city")
    if not found:
        joined = consolidated(gazetteer, name, area)
        return (joined.counties[0],) if joined else ()
    if area in {"county", "parish"}:
        found = tuple(c for c in found if not c.city) or found
    elif area == "city":
        found = tuple(c for c in found if c.city or key(c.base) == key(f"{name} city"))
    return tuple(sorted(c.fips for c in found))


def consolidated(gazetteer: Gazetteer, name: str, area: str) -> Municipality | None:
    """The government that is city and county in one, by its whole joined name: Athens-Clarke County."""
    whole = {key(name), key(f"{name} {area}"), key(f"{name} county")}
    rows = [m for at in sorted(whole) for m in gazetteer.municipality_keys.get(at, ())]
    return next((m for m in rows if m.consolidated and key(m.base) in whole and re.search("[-/, ]", m.base)), None)


@lru_cache(maxsize=4096)
def _cleaned(text: str) -> tuple[str, str]:
    """A printed county without its kind, and the kind: (`st louis`, `county`)."""
    words = spaced(text)
    kind = _KIND.search(words)
    if not kind:
        return words, ""
    area = "city" if kind[0].strip() == "city" else "county"
    return words[: kind.start()], area


def printed(gazetteer: Gazetteer, texts: Iterable[str], latest: str = "") -> PrintedCounties:
    """What ICE's COUNTY cells say, and which county the latest of them is."""
    hits: set[str] = set()
    closest: set[str] = set()
    strange: list[str] = []
    shown = sorted({t for t in map(tidy, texts) if t and not _NOTHING.match(t)})
    for text in shown:
        name, area = _cleaned(text)
        found = exact(gazetteer, name, area)
        if not found and " " in name:
            words = name.split() if re.search(r"[-/,&]", text) else []
            found = tuple(f for w in words for f in exact(gazetteer, w, "county"))
        if found:
            hits.update(found, _namesake_cities(gazetteer, name))
            continue
        close = () if towns(gazetteer, text) else near(gazetteer, name)
        closest.update(close)
        if not close:
            strange.append(text)
    last = printed(gazetteer, [latest]) if tidy(latest) else None
    latest_codes = (last.exact or last.near) if last else ()
    return PrintedCounties(tuple(sorted(hits)), tuple(sorted(closest)), tuple(strange), tuple(shown), latest_codes)


def towns(gazetteer: Gazetteer, text: str) -> tuple[Municipality, ...]:
    """The municipalities of just a printed text that has no word for a county: ICE prints towns in COUNTY too."""
    named = gazetteer.municipality_keys.get(key(text), ()) if _cleaned(text)[1] != "county" else ()
    return tuple(m for m in named if not m.designated)


def without(gazetteer: Gazetteer, cells: PrintedCounties, own: tuple[str, ...]) -> PrintedCounties:
    """What is printed besides the texts that are the agency's own town."""
    rest = printed(gazetteer, [text for text in cells.texts if text not in own])
    return rest._replace(texts=cells.texts, latest=cells.latest, own=own)


def _namesake_cities(gazetteer: Gazetteer, name: str) -> tuple[str, ...]:
    """Independent cities of that name: ICE prints them as counties, so `Richmond County` may be either."""
    return tuple(c.fips for c in gazetteer.county_keys.get(key(name), ()) if c.city)


def elsewhere(reference: Reference, state: str, text: str) -> tuple[County, ...]:
    """Counties of other states that have just the printed name."""
    name, _ = _cleaned(text)
    return tuple(c for c in reference.county_keys.get(key(name), ()) if c.state != state)


def label(gazetteer: Gazetteer, codes: Iterable[str]) -> str:
    """The names of counties, for a reason in words."""
    return ", ".join(gazetteer.county[f].name for f in codes if f in gazetteer.county) or "no county of the state"


def of_body(
    reference: Reference, gazetteer: Gazetteer, readings: tuple[Reading, ...], cells: PrintedCounties
) -> Finding:
    """The county of a body that is named after its county, or after nothing but a number."""
    named = {f for r in readings for f in exact(gazetteer, r.place, r.area) if r.place}
    close = {f for r in readings if r.place and not exact(gazetteer, r.place, r.area) for f in near(gazetteer, r.place)}
    names = ", ".join(sorted({r.text for r in readings}))
    regional = any(r.kind == "jail" and not r.area and "regional" in r.folded.split() for r in readings)
    if regional:
        named &= {*cells.exact, *cells.near}  # a region is called after one of its counties, or after a river
    if named:
        return _named(gazetteer, named, cells, names)
    if not any(r.place for r in readings) or (not regional and not close and _is_jail(gazetteer, readings)):
        if len(cells.exact) == 1:
            return _found(
                gazetteer,
                cells.exact[0],
                "printed_county",
                "medium",
                f"ICE prints {cells.shown}; the name has no county",
            )
        return unknown("neither the name nor ICE's county says which county")
    both = close & set(cells.exact)
    if len(both) == 1:
        why = f"the name is a letter or two off; ICE prints {cells.shown}"
        return _found(gazetteer, both.pop(), "misspelled_name_printed_county", "medium", why)
    if cells.exact:
        return unknown(f"there is no county of the name of {names}, and ICE prints {cells.shown}, which is not near it")
    both = close & set(cells.near)
    foreign = [t for t in cells.texts if elsewhere(reference, gazetteer.state.code, t)]
    if both and foreign:
        return unknown(
            f"no county of the state has the name of {names}; {', '.join(foreign)} is a county of another state"
        )
    if len(both) == 1:
        why = f"name and county ({cells.shown}) are each a letter or two from this county and from no other"
        return _found(gazetteer, both.pop(), "misspelled_twice", "medium", why)
    return unknown(f"no county of the state has the name of {names}, and nothing else tells which is meant")


def _is_jail(gazetteer: Gazetteer, readings: tuple[Reading, ...]) -> bool:
    """Whether it is a jail with a name of its own, neither a county's nor a town's: `Jack Harwell Detention Center`."""
    towns_of_name = any(gazetteer.municipality_keys.get(key(r.place)) for r in readings)
    return not towns_of_name and all(r.kind == "jail" and not r.area for r in readings)


def _named(gazetteer: Gazetteer, named: set[str], cells: PrintedCounties, names: str) -> Finding:
    both = named & set(cells.exact)
    if len(both) == 1:
        return _found(gazetteer, both.pop(), "name_and_county", "high", f"name and ICE's county ({cells.shown}) agree")
    if len(both) > 1 and len(both & set(cells.latest)) == 1:
        last = (both & set(cells.latest)).pop()
        return _found(
            gazetteer, last, "name_and_latest_county", "medium", f"of the counties printed ({cells.shown}) the latest"
        )
    if len(both) > 1:
        return unknown(f"{label(gazetteer, sorted(both))} share the name, and nothing tells which")
    inside = len(named) == 1 and all(_holds(gazetteer, text, named) for text in cells.texts)
    if cells.exact and not inside:
        said = label(gazetteer, sorted(named))
        return unknown(f"the name says {said} and ICE prints {cells.shown}: they disagree, so neither is taken")
    if len(named) > 1:
        return unknown(f"the names ({names}) fit {label(gazetteer, sorted(named))}, and nothing tells which")
    fips = next(iter(named))
    if fips in cells.near:
        return _found(
            gazetteer,
            fips,
            "name_and_county",
            "high",
            f"the county's name; ICE prints {cells.shown}, a letter or two off",
        )
    if cells.near:
        close = label(gazetteer, cells.near)
        return unknown(
            f"the name says {gazetteer.county[fips].name}, and what ICE prints ({cells.shown}) is near {close}"
        )
    if cells:
        what = "a town of it" if inside else "no county of the state"
        why = f"the county's name; what ICE prints ({cells.shown}) is {what}"
        return _found(gazetteer, fips, "name", "medium", why)
    return _found(gazetteer, fips, "name", "high", "the county's name, the only one of it in the state")


def _holds(gazetteer: Gazetteer, text: str, codes: set[str]) -> bool:
    """Whether a printed text is the name of a town in one of these counties."""
    return any(codes & set(m.counties) for m in towns(gazetteer, text))


def _found(gazetteer: Gazetteer, fips: str, method: str, confidence: Confidence, why: str) -> Finding:
    county = gazetteer.county[fips]
    if county.legacy:
        return unknown(
            f"{county.name} is one of Connecticut's counties of before 2022; planning regions took their place"
        )
    if county.city and method != "printed_county":
        why += f"; {county.name} is an independent city"
        confidence = "medium" if confidence == "high" else confidence
    return Finding(fips, method, confidence, why)
