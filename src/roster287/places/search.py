"""Places by what a person types: `Wells, ME`, `St. Johns County`, `York County Maine`, `tampa`.

The groundwork of `where`: candidates, best first, each with the codes by which agencies are then found. Nothing here
decides between two towns of one name; that is for the person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from rapidfuzz.distance import OSA

from roster287.places.keys import key, spaced
from roster287.places.reference import Reference, shipped
from roster287.vocabulary.abbreviations import BEARINGS
from roster287.vocabulary.typed import before_state, plain, typed_state

if TYPE_CHECKING:
    from roster287.places.records import County, Municipality
    from roster287.places.reference import Gazetteer

_KINDS = r"(?:county|parish|borough|city|town|village|township|census area|municipality|planning region)"
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
    text: str, state: str | None = None, reference: Reference | None = None, limit: int = 20
) -> tuple[Hit, ...]:
    """The places that a typed text may mean, best first; an empty tuple where it means none.

    A state may stand after the name, as code or in full, or be given as `state`. Only when nothing has just the name
    are names a letter or two off given, with `exact` false.
    """
    reference = reference or shipped()
    readings = _readings(text)
    hits: list[Hit] = []
    wanted: list[str] = []
    name = ""
    for name, typed in readings:
        wanted = [state] if state else [typed] if typed else list(reference.states)
        hits = [hit for code in wanted if (g := reference.gazetteer(code)) for hit in _exact(g, name)]
        if hits:
            break
    if not hits and len(key(name)) >= 4:
        hits = _nearest(
            [(away, hit) for code in wanted if (g := reference.gazetteer(code)) for away, hit in _near(g, name)]
        )
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


def _exact(gazetteer: Gazetteer, words: str) -> list[Hit]:
    """The places of just the typed name; of the name without its kind only where none has the whole."""
    bare = _OF.sub("", words)
    after = _AFTER.search(bare)
    hits = _called(gazetteer, bare, "")
    if after and not hits:
        hits = _called(gazetteer, bare[: after.start()], after[1])
    return hits


def _called(gazetteer: Gazetteer, name: str, kind: str) -> list[Hit]:
    """The counties and municipalities of a name, of one kind where a kind was typed."""
    at = key(name)
    counties = [
        county_hit(c)
        for c in gazetteer.county_keys.get(at, ())
        if not c.legacy and (not kind or kind == c.type.lower() or (kind == "county" and not c.city))
    ]
    towns = [town_hit(m) for m in gazetteer.municipality_keys.get(at, ()) if not kind or kind in m.type]
    return counties + towns


def _near(gazetteer: Gazetteer, words: str) -> list[tuple[int, Hit]]:
    """Names a letter or two off, with how far: two letters that changed places count once."""
    wanted = key(_AFTER.sub("", _OF.sub("", words)))
    most = 1 if len(wanted) < 7 else 2
    found = [
        (away, county_hit(c, exact=False))
        for at, rows in gazetteer.county_keys.items()
        if (away := OSA.distance(wanted, at, score_cutoff=most)) <= most
        for c in rows
        if not c.legacy
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
