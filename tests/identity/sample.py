"""The sample of decisions on identity that is read by hand: drawn anew with `python -m tests.identity.sample HOME`.

Same: every decision beyond plain folding, then names printed in several ways that fold to one text, drawn at random, to
200 in all. Apart: 200 drawn from the 400 pairs with the highest scores among those that were found to be different.
The seed is fixed: the same lists and rules give the same sample. Markdown tables go to standard output, with the
events of each year before them; `docs/identity-review.md` holds them with what a reader found.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from roster287 import curation
from roster287.places.roster import shipped_roster
from roster287.register import observed
from roster287.register.database import Database
from roster287.resolve.agencies import Curation
from roster287.resolve.identity import Decision
from roster287.resolve.record import Record, resolve_lists, resolve_states
from roster287.settings import Home
from roster287.vocabulary.names import fold

SEED = 287
SIZE = 200
NEAR = 400


class Fold(NamedTuple):
    """Printed names of one state that fold to one text."""

    state: str
    folded: str
    names: tuple[str, ...]


class Sample(NamedTuple):
    """What is read: decisions that two names are one, names that fold to one text, decisions that two are different."""

    same: list[Decision]
    folds: list[Fold]
    apart: list[Decision]


def resolved(home: Path) -> Record:
    """The record of a home as plain objects."""
    place = Home(home)
    database = Database(place.database_url)
    try:
        with database.read() as connection:
            known = observed.load(connection)
    finally:
        database.close()
    printed, captures = known.parsed(), known.captures_by_file()
    files, roster = known.files.values(), shipped_roster()
    lists = resolve_lists(files, captures, printed, known.decisions, curation.list_ids(), roster)
    judged = curation.judgements(place.judgements)
    people = Curation(judged, curation.agency_ids(), curation.agreement_ids(), curation.list_ids(), roster)
    return resolve_states(lists, printed, curation.corrections(), people)


def folds(record: Record) -> list[Fold]:
    """Every fold that has been printed in more than one way, in the order of the alphabet."""
    names: dict[tuple[str, str], set[str]] = {}
    for agency in record.agencies:
        for row in agency.rows:
            what = record.parsed[row]
            names.setdefault((agency.state, fold(what.agency, agency.state)), set()).add(what.agency)
    return [Fold(*key, tuple(sorted(printed))) for key, printed in sorted(names.items()) if len(printed) > 1]


def draw(record: Record) -> Sample:
    """The sample; the same for the same record."""
    chance = random.Random(SEED)
    decisions = record.identity.decisions
    same = [d for d in decisions if d.verdict == "same"]
    several = folds(record)
    others = sorted(chance.sample(several, min(len(several), max(0, SIZE - len(same)))))
    near = sorted((d for d in decisions if d.verdict == "different"), key=lambda d: (-d.score, d.keys))[:NEAR]
    apart = sorted(chance.sample(near, min(len(near), SIZE)), key=lambda d: (-d.score, d.keys))
    return Sample(same, others, apart)


YEARLY = ("no_longer_listed", "returned", "renamed", "redated", "renewed", "model_switched", "no_longer_pending")
"""Kinds of event that rest on identity."""

_SHORT = (
    ("County Sheriff's Office", "Co. SO"),
    ("County Sheriff's Department", "Co. SD"),
    ("Police Department", "PD"),
    ("Board of County Commissioners", "BOCC"),
)


def short(name: str) -> str:
    """A printed name for a narrow table."""
    for long, brief in _SHORT:
        name = name.replace(long, brief)
    return name


def numbers(record: Record) -> dict[str, Counter[str]]:
    """How many events of each kind of `YEARLY` each year has."""
    found: dict[str, Counter[str]] = {}
    for event in record.events:
        if event.kind in YEARLY:
            found.setdefault(event.date[:4], Counter())[event.kind] += 1
    return dict(sorted(found.items()))


def _rows(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> str:
    lines = [f"| {' | '.join(map(str, row))} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines)


def tables(record: Record) -> str:
    """The numbers and the sample in Markdown."""
    found = draw(record)
    years = numbers(record)
    head = ("st", "one name", "other name", "rule")
    parts = [
        _rows(("year", *YEARLY), ((year, *(counts[kind] for kind in YEARLY)) for year, counts in years.items())),
        _rows(head, (_pair(d) for d in found.same)),
        _rows(("st", "printed"), ((f.state, " / ".join(map(short, f.names))) for f in found.folds)),
        _rows(head, (_pair(d) for d in found.apart)),
    ]
    return "\n\n".join(parts)


def _pair(decision: Decision) -> tuple[str, ...]:
    rule = "judgement" if decision.by == "judgement" else decision.rule
    return decision.state, short(decision.left), short(decision.right), rule


if __name__ == "__main__":
    sys.stdout.write(tables(resolved(Path(sys.argv[1]))) + "\n")
