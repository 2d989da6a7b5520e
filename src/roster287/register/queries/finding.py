"""`find`: agencies by any of their names, through an index of words that is kept for each state of the record.

What fits goes in this order, and where it fits alike by name; `seeking` says what the words are:

    whole      the name, or just the place in it: `miami` for City of Miami Police Department
    named      every word is a word of its names
    placed     every word is one of its names, its county or its state
    shortened  by initials: FDLE
    begun      some words only begin those
    loose      the words of its place alone: `york county jail` for York County Sheriff's Office
    near       some words are a letter or two off

Agencies that fit loosely are given only where none fits surely, and nearly only where none fits otherwise. A word that
is sought is held against every different word of the record once, not against every name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA
from sqlalchemy import Connection, select

from roster287.errors import UsageError
from roster287.places.keys import spaced
from roster287.register import lookup, schema
from roster287.register.queries import seeking
from roster287.register.queries.seeking import Reading, reach, spelled, with_pairs
from roster287.register.queries.tables import AGENCY, agencies_with_ids, rests_on
from roster287.table import Line, Table, table
from roster287.vocabulary.bodies import as_place, heart
from roster287.vocabulary.names import fold
from roster287.vocabulary.states import STATES, state_name
from roster287.vocabulary.typed import without_zip

FOUND = (*AGENCY, "fit")

KEPT = 2
"""Of how many states of the record the index is kept."""
FITS = ("whole", "named", "placed", "shortened", "begun", "loose", "near")
"""How an agency fits, best first."""
WHOLE, NAMED, PLACED, SHORTENED, BEGUN, LOOSE, NEAR = range(len(FITS))

LETTER = 1000
"""What a letter that is off counts, beside a word of a name."""

Fit = tuple[int, int]
"""How, and how far from it."""


class Named(NamedTuple):
    """An agency with the numbers of its words: of its names, its county and its state, in code and name."""

    name: str
    agency_id: str
    state: str
    whole: str
    heart: str
    length: int
    own: frozenset[int]
    county: frozenset[int]
    initials: frozenset[str]


class Names(NamedTuple):
    """The different words of the record, with their numbers; its agencies; each state's code and its name's words."""

    words: dict[str, int]
    agencies: list[Named]
    states: dict[str, tuple[int, frozenset[int]]]


def find(connection: Connection, text: str, limit: int = 20) -> Table:
    """Agencies whose name, any spelling of it, initials, county or state fits the words, best first; `fit` says how.

    Raises `UsageError` for an empty text, one too long to be a name, or a limit below 1.
    """
    if limit < 1:
        raise UsageError(f"A limit of {limit} leaves nothing to find.", "Give a limit of 1 or more.")
    readings = seeking.readings(text)
    names = _names(connection)
    scored: dict[str, tuple[int, int, str, str]] = {}
    for surely in (True, False):
        for reading in readings:
            if reading.paired and not surely:
                continue
            for one, fit in (_surely if surely else _otherwise)(reading, names):
                line = (*fit, one.name, one.agency_id)
                scored[one.agency_id] = min(line, scored.get(one.agency_id, line))
        if scored:
            break
    ranked = sorted(scored.values())
    if ranked and ranked[0][0] >= LOOSE:
        how, off = ranked[0][0], ranked[0][1] // LETTER
        ranked = [line for line in ranked if line[0] == how and (how == LOOSE or line[1] // LETTER == off)]
    best = {agency_id: FITS[how] for how, *_, agency_id in ranked[:limit]}
    held = {line["agency_id"]: line for line in agencies_with_ids(connection, list(best))}
    rows = [{**held[agency_id], "fit": fit} for agency_id, fit in best.items()]
    return table(FOUND, rows, query={"text": text, "limit": limit}, **rests_on(connection))


def named(text: str, line: Line) -> bool:
    """Whether a text is just the name of an agency, any spelling of it, alone or with its state behind it."""
    typed = fold(without_zip(text), None)
    state = line["state"]
    ends = ("", f" {state.lower()}", f" {fold(state_name(state), None)}")
    return any(typed == fold(name, None) + end for name in (line["name"], *line["spellings"]) for end in ends)


def bearing(text: str, lines: Iterable[Line]) -> list[Line]:
    """Of agencies, those that have the words of a name in theirs, in the order in which they are given.

    None where the words are a place's with its kind, or with a ZIP code: `York County` is a county.
    """
    if as_place(text) or without_zip(text) != text.strip():
        return []
    wanted = [set(seeking.needed(one.words)) for one in seeking.readings(text) if one.state is None]
    own = [(line, seeking.own_words(line["name"], line["spellings"], line["state"])) for line in lines]
    return [line for line, words in own if any(one <= words for one in wanted)]


def _surely(reading: Reading, names: Names) -> Iterator[tuple[Named, Fit]]:
    """The agencies that words fit as they are, by initials, or as beginnings."""
    needed = seeking.needed(reading.words)
    exact = [frozenset({names.words.get(word, -1)}) for word in needed]
    begun = [_begun(word, names, sole=len(needed) == 1 or n < len(needed) - 1) for n, word in enumerate(needed)]
    by_state, by_beginning = _states(names, exact), _states(names, begun)
    whole, core = "".join(reading.words), "".join(heart(reading.words))
    for one in names.agencies:
        if reading.state not in (None, one.state):
            continue
        state = by_state[one.state]
        if _all(exact, one.own):
            how = (WHOLE, whole != one.whole) if core == one.heart else (NAMED, 0)
        elif _all(exact, one.own, one.county, state):
            how = PLACED, -sum(not hits.isdisjoint(one.own) for hits in exact)
        elif not one.initials.isdisjoint(needed) and all(
            word in one.initials or _all([hits], one.own, one.county, state)
            for word, hits in zip(needed, exact, strict=True)
        ):
            how = SHORTENED, one.length
        elif _all(begun, one.own):
            how = BEGUN, 0
        elif _all(begun, one.own, one.county, by_beginning[one.state]):
            how = BEGUN, 1
        else:
            continue
        yield one, (max(how[0], PLACED) if reading.state and how[0] != WHOLE else how[0], int(how[1]))


def _otherwise(reading: Reading, names: Names) -> Iterator[tuple[Named, Fit]]:
    """The agencies whose place alone fits, or that have words nearly those; with them the letters that are off."""
    needed = seeking.needed(reading.words)
    place = [word for word in heart(reading.words) if word in needed]
    exact = [frozenset({names.words.get(word, -1)}) for word in place]
    core = "".join(heart(reading.words))
    near = [_near(word, names) for word in needed]
    by_state = _states(names, exact)
    nearly = [frozenset(hits) for hits in near]
    near_states = _states(names, nearly)
    for one in names.agencies:
        if reading.state not in (None, one.state):
            continue
        if place and place != needed and _all(exact, one.own, by_state[one.state]):
            yield one, (LOOSE, int(core != one.heart) - sum(not hits.isdisjoint(one.own) for hits in exact))
        elif _all(nearly, one.own, one.county, near_states[one.state]):
            every = one.own | one.county | near_states[one.state]
            away = sum(min(off for number, off in hits.items() if number in every) for hits in near)
            inside = _all(nearly, one.own)
            yield one, (NEAR, LETTER * away + (0 if inside else LETTER // 2) + one.length)


def _all(hits: list[frozenset[int]], *words: frozenset[int]) -> bool:
    """Whether each word that is sought is among some words."""
    for one in hits:
        for held in words:
            if not one.isdisjoint(held):
                break
        else:
            return False
    return True


def _begun(word: str, names: Names, *, sole: bool) -> frozenset[int]:
    """The words that one begins; two letters begin none unless they are the last of several words."""
    if len(word) < 3 and sole:
        return frozenset({names.words.get(word, -1)})
    return frozenset(number for other, number in names.words.items() if other.startswith(word))


def _near(word: str, names: Names) -> dict[int, int]:
    """The words that a word nearly is, with how many letters it is off: two that changed places are one."""
    most = reach(word)
    return {
        number: away
        for other, number in names.words.items()
        if (away := OSA.distance(word, other, score_cutoff=most)) <= most
    }


def _states(names: Names, hits: list[frozenset[int]]) -> dict[str, frozenset[int]]:
    """Of each state the words that may be sought: its code, and those of its name where all of them are hit."""
    return {
        code: frozenset({own, *(name if all(any(n in of for of in hits) for n in name) else ())})
        for code, (own, name) in names.states.items()
    }


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

    def numbered(words: Iterable[str]) -> frozenset[int]:
        return frozenset(numbers.setdefault(word, len(numbers)) for word in words)

    states = {
        code: (numbers.setdefault(code.lower(), len(numbers)), numbered(spelled(state_name(code)))) for code in STATES
    }
    found = []
    wanted = select(a.c.agency_id, a.c.name, a.c.county, a.c.state).order_by(a.c.agency_id)
    for agency_id, name, county, state in connection.execute(wanted):
        words = spelled(name)
        own = seeking.own_words(name, spellings[agency_id], state)
        body_of = "" if county else spaced(state_name(state))
        found.append(
            Named(name, agency_id, state, "".join(words), "".join(heart(words)), len(words), numbered(own),
                  numbered(with_pairs(spelled(county or ""))),
                  seeking.short_forms(name, body_of))
        )  # fmt: skip
    return Names(numbers, found, states)
