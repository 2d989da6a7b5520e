"""Places by what a person types: `Wells, ME`, `St. Johns County`, `York County Maine`, `tampa`.

The groundwork of `where`: candidates, best first, each with the codes by which agencies are then found. Nothing here
decides between two towns of one name; that is for the person.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from rapidfuzz.distance import OSA

from roster287.places.keys import key, key_column, spaced
from roster287.places.reference import Reference, shipped
from roster287.vocabulary.abbreviations import BEARINGS
from roster287.vocabulary.typed import before_state, plain, typed_state

if TYPE_CHECKING:
    from roster287.places.records import County, Municipality
    from roster287.places.reference import Gazetteer

_KINDS = r"(?:county|parish|borough|city|town|village|township|census area|municipality|planning region)"
_KIND = re.compile(_KINDS)
_OF = re.compile(rf"^{_KINDS} of ")
_AFTER = re.compile(rf" ({_KINDS})$")
_SHORT_COUNTY = re.compile(r" (?:co|cnty)$")
_BEARING = re.compile(r"^(n|s|e|w) (?=[a-z]{3})")


class Hit(NamedTuple):
    """A place that a text may mean. `code` is its FIPS or GEOID; `counties` are those it lies in, most of it first."""

    name: str
    state: str
    kind: Literal["state", "county", "place", "subdivision"]
    code: str
    counties: tuple[str, ...]
    population: int | None
    exact: bool


def places_named(
    text: str,
    state: str | None = None,
    reference: Reference | None = None,
    limit: int = 20,
    *,
    former: bool = False,
) -> tuple[Hit, ...]:
    """The places that a typed text may mean, best first; an empty tuple where it means none.

    A state may stand after the name, as code or in full, or be given as `state`. Only when nothing has just the name
    are names a letter or two off given, with `exact` false, and those that go on before it (Municipality of Saipan).
    With `former` the counties that Connecticut had before 2022 are places, too.
    """
    reference = reference or shipped()
    readings = _readings(text)

    def gazetteers(typed: str | None) -> list[Gazetteer]:
        wanted = [state] if state else [typed] if typed else list(reference.states)
        return [g for code in wanted if (g := reference.gazetteer(code))]

    ways = (partial(_exact, former=former), _whole)
    found = ([hit for g in gazetteers(typed) for hit in way(g, name)] for way in ways for name, typed in readings)
    hits = next(filter(None, found), [])
    name, typed = readings[-1]
    if not hits and len(key(name)) >= 4:
        hits = _nearest([near for g in gazetteers(typed) for near in _near(g, name, former)])
    if not state and (code := typed_state(text)) and code in reference.states:
        s = reference.states[code]
        hits = [hit for hit in hits if hit.exact]
        hits.append(Hit(s.name, s.code, "state", s.fips, (), s.population, True))
    return tuple(sorted(set(hits), key=lambda h: (not h.exact, -(h.population or 0), h.state, h.code))[:limit])


def _readings(text: str) -> list[tuple[str, str | None]]:
    """What a text may be: a name alone, or one with a state behind it, which only a comma makes sure."""
    head, _, last = (part.strip() for part in text.rpartition(","))
    if head and (code := typed_state(last)):
        return [(_SHORT_COUNTY.sub(" county", _spelled(head)), code)]
    found: list[tuple[str, str | None]] = [(_spelled(text), None)]
    name, code = before_state(plain(text))
    found += [(_SHORT_COUNTY.sub(" county", _spelled(name)), code)] if code else []
    county = _SHORT_COUNTY.sub(" county", _spelled(text))
    return found if county == found[0][0] else [*found, (county, None)]


def _spelled(name: str) -> str:
    return _BEARING.sub(lambda m: f"{BEARINGS[m[1]]} ", spaced(name))


def _nearest(found: list[tuple[int, Hit]]) -> list[Hit]:
    """Of names that are off, those that are least off."""
    least = min((away for away, _ in found), default=0)
    return [hit for away, hit in found if away == least]


def _exact(gazetteer: Gazetteer, words: str, former: bool) -> list[Hit]:
    """The places of just the typed name; of the name without its kind only where none has the whole."""
    bare = _OF.sub("", words)
    after = _AFTER.search(bare)
    hits = _called(gazetteer, bare, "", former)
    if after and not hits:
        hits = _called(gazetteer, bare[: after.start()], after[1], former)
    return hits


def _called(gazetteer: Gazetteer, name: str, kind: str, former: bool) -> list[Hit]:
    """The counties and municipalities of a name, of one kind where a kind was typed.

    An urban county is none that is called by the first of its names: Lexington County is not Lexington-Fayette.
    """
    at = key(name)
    counties = [
        county_hit(c)
        for c in gazetteer.county_keys.get(at, ())
        if (former or not c.legacy) and (not kind or kind == c.type.lower() or (kind == "county" and not c.city))
    ]
    towns = [
        town_hit(m)
        for m in gazetteer.municipality_keys.get(at, ())
        if not kind or (kind in m.type.split() and (kind != "county" or key(m.base) == at))
    ]
    return counties + towns


def _whole(gazetteer: Gazetteer, words: str) -> list[Hit]:
    """The places of just the typed name with its kind, where `_exact` has no such kind: `Juneau City and Borough`."""
    return _of_other_kinds(gazetteer).get(key(words), [])


@lru_cache(maxsize=64)
def _of_other_kinds(gazetteer: Gazetteer) -> dict[str, list[Hit]]:
    hits = [county_hit(c) for c in gazetteer.counties if not _KIND.fullmatch(c.type.lower())]
    hits += [town_hit(m) for m in gazetteer.municipalities if not _KIND.fullmatch(m.type)]
    found: dict[str, list[Hit]] = {}
    for at, hit in zip(key_column([hit.name for hit in hits]), hits, strict=True):
        found.setdefault(at, []).append(hit)
    return found


@lru_cache(maxsize=64)
def _counties(gazetteer: Gazetteer) -> dict[str, tuple[County, ...]]:
    """The counties by each key of their name without its kind, that before it too: `saipan`."""
    without = {key(name): (c,) for c in gazetteer.counties if (name := _OF.sub("", spaced(c.base))) != spaced(c.base)}
    return {**without, **gazetteer.county_keys}


def _near(gazetteer: Gazetteer, words: str, former: bool) -> list[tuple[int, Hit]]:
    """Names a letter or two off, with how far: two letters that changed places count once."""
    wanted = key(_AFTER.sub("", _OF.sub("", words)))
    most = 1 if len(wanted) < 7 else 2
    found = [
        (away, county_hit(c, exact=False))
        for at, rows in _counties(gazetteer).items()
        if (away := OSA.distance(wanted, at, score_cutoff=most)) <= most
        for c in rows
        if former or not c.legacy
    ]
    found += [
        (away, town_hit(m, exact=False))
        for at, rows in gazetteer.municipality_keys.items()
        if (away := OSA.distance(wanted, at, score_cutoff=most)) <= most
        for m in rows
    ]
    return found


def county_hit(c: County, *, exact: bool = True) -> Hit:
    """A county as a place that is meant."""
    return Hit(c.name, c.state, "county", c.fips, (c.fips,), c.population, exact)


def town_hit(m: Municipality, *, exact: bool = True) -> Hit:
    """A municipality as a place that is meant."""
    return Hit(m.name, m.state, "subdivision" if m.subdivision else "place", m.geoid, m.counties, m.population, exact)
