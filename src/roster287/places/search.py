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

if TYPE_CHECKING:
    from roster287.places.records import County, Municipality
    from roster287.places.reference import Gazetteer

_KINDS = r"(?:county|parish|borough|city|town|village|township|census area|municipality|planning region)"
_OF = re.compile(rf"^{_KINDS} of ")
_AFTER = re.compile(rf" ({_KINDS})$")
_BEARING = re.compile(r"^(n|s|e|w) (?=[a-z]{3})")
_BEARINGS = {"n": "north", "s": "south", "e": "east", "w": "west"}


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
    name, typed = _split(reference, text)
    name = _BEARING.sub(lambda m: f"{_BEARINGS[m[1]]} ", name)
    wanted = [state] if state else [typed] if typed else list(reference.states)
    hits = [hit for code in wanted if (g := reference.gazetteer(code)) for hit in _exact(g, name)]
    if not hits and len(key(name)) >= 5:
        hits = [hit for code in wanted if (g := reference.gazetteer(code)) for hit in _near(g, name)]
    if not typed and not state:
        hits += [
            Hit(s.name, s.code, "state", s.fips, (), s.population, True)
            for s in reference.states.values()
            if key(s.name) == key(text)
        ]
    return tuple(sorted(set(hits), key=lambda h: (not h.exact, -(h.population or 0), h.state, h.code))[:limit])


def _split(reference: Reference, text: str) -> tuple[str, str | None]:
    """A typed text without the state at its end, and that state: `Portland, OR`, `portland oregon`."""
    if coded := re.search(r"[\s,]([A-Za-z]{2})\s*$", text):
        code = coded[1].upper()
        if code in reference.states and (coded[1] == code or "," in text):
            return spaced(text[: coded.start()]), code
    words = spaced(text)
    for code, s in reference.states.items():
        full = spaced(s.name)
        if words.endswith(f" {full}") and not (code == "VA" and words.endswith(" west virginia")):
            return words.removesuffix(full).strip(), code
    return words, None


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
        _county(c)
        for c in gazetteer.county_keys.get(at, ())
        if not c.legacy and (not kind or kind == c.type.lower() or (kind == "county" and not c.city))
    ]
    towns = [_town(m) for m in gazetteer.municipality_keys.get(at, ()) if not kind or kind in m.type]
    return counties + towns


def _near(gazetteer: Gazetteer, words: str) -> list[Hit]:
    wanted = key(_AFTER.sub("", _OF.sub("", words)))
    most = 1 if len(wanted) < 7 else 2
    hits = [
        _county(c)._replace(exact=False)
        for at, rows in gazetteer.county_keys.items()
        if OSA.distance(wanted, at, score_cutoff=most) <= most
        for c in rows
        if not c.legacy
    ]
    hits += [
        _town(m)._replace(exact=False)
        for at, rows in gazetteer.municipality_keys.items()
        if OSA.distance(wanted, at, score_cutoff=most) <= most
        for m in rows
    ]
    return hits


def _county(c: County) -> Hit:
    return Hit(c.name, c.state, "county", c.fips, (c.fips,), c.population, True)


def _town(m: Municipality) -> Hit:
    return Hit(m.name, m.state, "subdivision" if m.subdivision else "place", m.geoid, m.counties, m.population, True)
