"""`find`: agencies by any of their names, through an index of words that is kept for each state of the record.

A word that is sought is held against every different word of the record once, not against every name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import Connection, select

from roster287.errors import UsageError
from roster287.register import lookup, schema
from roster287.register.queries.tables import AGENCY, agencies_with_ids
from roster287.table import Line, Table, table
from roster287.vocabulary.names import fold
from roster287.vocabulary.states import STATES, state_name
from roster287.vocabulary.typed import LITTLE, english, initials, without_zip

FITS = 85
"""How well an agency's words must fit those sought, of 100."""
BEGINS = 95.0
"""How well a word fits one that begins with it."""
KEPT = 2
"""Of how many states of the record the index is kept."""


_KIND_OF = re.compile(r"^(?:city|town|village|township|borough) of ")
_KIND = re.compile(
    r"^(?:city|town|village|township|borough|county|parish) of | (?:county|parish|borough|city|town|village|township)$"
)
WHOLE, NAMED, PLACED, SHORTENED, BEGUN, NEAR = range(6)
"""How an agency fits, best first: by just its name, by words of its name, with words of its place, by initials, by how
words begin, by words that are nearly those."""


class Spelling(NamedTuple):
    """One printed name: its folded words, the numbers of all that count as its words, and its initials."""

    words: tuple[str, ...]
    numbers: frozenset[int]
    initials: frozenset[str]


class Named(NamedTuple):
    """An agency: whether it is off the newest list, its name and id, its state, its county's words, its spellings."""

    off: bool
    name: str
    agency_id: str
    state: str
    county: frozenset[int]
    spellings: tuple[Spelling, ...]


class Names(NamedTuple):
    """The different words of the record, by number, and its agencies; of each state its code's and its name's words."""

    words: list[str]
    agencies: list[Named]
    states: dict[str, tuple[int, list[int]]]


def find(connection: Connection, text: str, limit: int = 20) -> Table:
    """Agencies whose name, any spelling of it, initials, county or state fits the words, best first.

    Those that are only nearly called so are given where none fits better.
    """
    if not text.strip():
        raise UsageError("Nothing to find.", "Give a name, a town or a county: `roster287 find wells`.")
    typed = without_zip(text)
    told = [typed, english(typed)]
    told += [_KIND_OF.sub("", one.lower()) for one in told]
    readings = list(dict.fromkeys(tuple(fold(one, None).split()) for one in told))
    names = _names(connection)
    scored: dict[str, tuple[int, float, bool, str, str]] = {}
    for sought in filter(None, readings):
        for fit in _fitting(sought, names):
            scored[fit[-1]] = min(fit, scored.get(fit[-1], fit))
    sure = any(fit[0] < NEAR for fit in scored.values())
    best = [fit[-1] for fit in sorted(scored.values()) if not sure or fit[0] < NEAR][:limit]
    held = {line["agency_id"]: line for line in agencies_with_ids(connection, best)}
    return table(AGENCY, [held[agency_id] for agency_id in best], query={"text": text, "limit": limit})


def named(text: str, line: Line) -> bool:
    """Whether a text is just the name of an agency, any spelling of it, alone or with its state behind it."""
    typed = fold(without_zip(text), None)
    state = line["state"]
    ends = ("", f" {state.lower()}", f" {fold(state_name(state), None)}")
    return any(typed == fold(name, None) + end for name in (line["name"], *line["spellings"]) for end in ends)


def bearing(text: str, lines: Iterable[Line]) -> list[Line]:
    """Of agencies, those that have the words of a name in theirs, those that begin with it first.

    None where the words are a place's with its kind: `York County` is a county.
    """
    read = [" ".join(word for word in fold(one, None).split() if word not in LITTLE) for one in (text, english(text))]
    wanted = [one for one in dict.fromkeys(read) if one]
    if any(_KIND.search(one.lower().strip()) for one in (text, english(text))):
        return []
    found = []
    for line in lines:
        names = [fold(name, None) for name in (line["name"], *line["spellings"])]
        own = {word for name in names for word in name.split()}
        if any(own.issuperset(one.split()) for one in wanted):
            found.append((not any(f"{names[0]} ".startswith(f"{one} ") for one in wanted), line))
    return [line for _, line in sorted(found, key=lambda one: one[0])]


def _fitting(sought: tuple[str, ...], names: Names) -> Iterator[tuple[int, float, bool, str, str]]:
    """The agencies that words fit: how, how badly, and what tells apart those that fit equally."""
    needed = [word for word in sought if word not in LITTLE] or list(sought)
    fits = [_fits(one, names.words) for one in needed]
    places = {
        code: frozenset({own, *(name if all(max(of[n] for of in fits) >= FITS for n in name) else ())})
        for code, (own, name) in names.states.items()
    }
    for one in names.agencies:
        around = one.county | places[one.state]
        best: tuple[int, float] | None = None
        for spelling in one.spellings:
            how = _how(sought, needed, fits, spelling, around, names.words)
            if how is not None and (best is None or how < best):
                best = how
        if best is not None:
            yield (*best, one.off, one.name, one.agency_id)


def _how(
    sought: tuple[str, ...],
    needed: list[str],
    fits: list[list[float]],
    spelling: Spelling,
    around: frozenset[int],
    words: list[str],
) -> tuple[int, float] | None:
    """How words fit one spelling with the words around it, and how badly; None where they do not."""
    if sought == spelling.words:
        return WHOLE, 0.0
    length = len(spelling.words)
    own = [max((of[n] for n in spelling.numbers), default=0.0) for of in fits]
    if min(own) == 100:
        return NAMED, float(length)
    both = [max(best, max((of[n] for n in around), default=0.0)) for best, of in zip(own, fits, strict=True)]
    if min(both) == 100:
        return PLACED, float(length - 100 * sum(best == 100 for best in own))
    if all(best == 100 or word in spelling.initials for best, word in zip(both, needed, strict=True)):
        return SHORTENED, float(length)
    score = (sum(both) + min(both)) / (len(both) + 1) - 0.1 * length
    if score < FITS:
        return None
    return (BEGUN if min(both) >= BEGINS else NEAR), float(both != own) - score


def _fits(sought: str, words: list[str]) -> list[float]:
    """How well a word that is sought fits each word of the record, 0 to 100."""
    begins = len(sought) > 2
    return [
        100.0 if word == sought else BEGINS if begins and word.startswith(sought) else fuzz.ratio(sought, word)
        for word in words
    ]


_kept: dict[str, Names] = {}
"""The index of the newest states of the record that were asked, by their versions."""


def _names(connection: Connection) -> Names:
    version = lookup.version(connection)
    names = _kept.get(version)
    if names is None:
        names = _read(connection)
        for old in list(_kept)[: len(_kept) - KEPT + 1]:
            _kept.pop(old, None)
        _kept[version] = names
    return names


def _read(connection: Connection) -> Names:
    a, s = schema.agencies, schema.spellings
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for agency_id, name in connection.execute(select(s.c.agency_id, s.c.name).order_by(s.c.agency_id, s.c.name)):
        spellings[agency_id].append(name)
    numbers: dict[str, int] = {}

    def numbered(text: str) -> list[int]:
        return [numbers.setdefault(word, len(numbers)) for word in text.split()]

    states = {code: (numbered(code.lower())[0], numbered(fold(state_name(code), None))) for code in STATES}
    found = []
    wanted = select(a.c.agency_id, a.c.name, a.c.county, a.c.state, a.c.status).order_by(a.c.agency_id)
    for agency_id, name, county, state, status in connection.execute(wanted):
        body_of = "" if county else fold(state_name(state), None)
        names = tuple(
            Spelling(tuple(words.split()), frozenset(numbered(words)), _initials(printed, words, body_of))
            for printed in spellings[agency_id]
            for words in dict.fromkeys((fold(printed, None), fold(printed, state)))
        )
        around = frozenset(numbered(fold(county or "", None)))
        found.append(Named(status != "active", name, agency_id, state, around, names))
    return Names(list(numbers), found, states)


def _initials(printed: str, words: str, state: str) -> frozenset[str]:
    return initials([words, *(fold(part, None) for part in printed.split(",")[1:])], state)
