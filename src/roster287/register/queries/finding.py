"""`find`: agencies by any of their names, through an index of words that is kept for each state of the record.

A word that is sought is held against every different word of the record once, not against every name.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import Connection, select

from roster287.errors import UsageError
from roster287.register import lookup, schema
from roster287.register.queries.tables import AGENCY, agencies_with_ids
from roster287.table import Table, table
from roster287.vocabulary.names import fold
from roster287.vocabulary.states import state_name

FITS = 85
"""How well an agency's words must fit those sought, of 100."""
KEPT = 2
"""Of how many states of the record the index is kept."""


class Names(NamedTuple):
    """The different words of the record, and for each agency the numbers of those in each of its names.

    Of an agency there is its id, name and whether it is off the newest list, by which those that fit equally go.
    """

    words: list[str]
    agencies: list[tuple[bool, str, str, list[list[int]]]]


def find(connection: Connection, text: str, limit: int = 20) -> Table:
    """Agencies whose name, any spelling of it, county or state fits the words, best first."""
    sought = fold(text.strip(), None).split()
    if not text.strip():
        raise UsageError("Nothing to find.", "Give a name, a town or a county: `roster287 find wells`.")
    scored = []
    if sought:
        words, agencies = _names(connection)
        fits = [_fits(one, words) for one in sought]
        for off, name, agency_id, names in agencies:
            score = max(_score(fits, numbers) for numbers in names)
            if score >= FITS:
                scored.append((-score, off, name, agency_id))
    best = [agency_id for *_, agency_id in sorted(scored)[:limit]]
    held = {line["agency_id"]: line for line in agencies_with_ids(connection, best)}
    return table(AGENCY, [held[agency_id] for agency_id in best], query={"text": text, "limit": limit})


def _fits(sought: str, words: list[str]) -> list[float]:
    """How well a word that is sought fits each word of the record, 0 to 100."""
    begins = len(sought) > 2
    return [
        100.0 if word == sought else 95.0 if begins and word.startswith(sought) else fuzz.ratio(sought, word)
        for word in words
    ]


def _score(fits: list[list[float]], numbers: list[int]) -> float:
    """How well each word that is sought is found in a name: the worst word counts double."""
    best = [max(map(of.__getitem__, numbers)) for of in fits]
    return (sum(best) + min(best)) / (len(best) + 1) - 0.1 * len(numbers)


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
    found = []
    wanted = select(a.c.agency_id, a.c.name, a.c.county, a.c.state, a.c.status).order_by(a.c.agency_id)
    for agency_id, name, county, state, status in connection.execute(wanted):
        place = f"{county or ''} {state_name(state)} {state}"
        folded = dict.fromkeys(fold(f"{printed} {place}", None) for printed in spellings[agency_id])
        names = [[numbers.setdefault(word, len(numbers)) for word in words.split()] for words in folded]
        found.append((status != "active", name, agency_id, names))
    return Names(list(numbers), found)
