"""The sample of decisions on identity that is read by hand: drawn anew with `python -m tests.identity.sample HOME`.

Same: every decision beyond plain folding, then names printed in several ways that fold to one text, drawn at random, to
200 in all. Apart: 200 drawn from the 400 pairs with the highest scores among those that were found to be different.
The seed is fixed, so that the same lists and rules give the same sample. Markdown tables go to standard output.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import NamedTuple

from roster287.register import observed
from roster287.register.database import Database
from roster287.resolve.identity import Decision
from roster287.resolve.record import Record
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
    from roster287.recording import _resolved

    place = Home(home)
    database = Database(place.database_url)
    try:
        with database.read() as connection:
            return _resolved(place, observed.load(connection))
    finally:
        database.close()


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


def _pair(decision: Decision) -> str:
    by = "judgement" if decision.by == "judgement" else decision.rule
    reason = decision.reasons[0].replace("|", "/") if decision.by == "rule" else "see judgements.csv"
    return f"| {decision.state} | {decision.left} | {decision.right} | {by} {decision.score:.2f} | {reason} |"


def tables(found: Sample) -> str:
    """The sample as three tables in Markdown."""
    head = "| st | one name | other name | rule, score | because |\n|---|---|---|---|---|"
    parts = []
    for title, lines in (("same", found.same), ("apart", found.apart)):
        parts.append("\n".join((f"{title}: {len(lines)}\n", head, *map(_pair, lines))))
    names = (f"| {f.state} | {' / '.join(f.names)} |" for f in found.folds)
    parts.append("\n".join((f"folds: {len(found.folds)}\n", "| st | printed |\n|---|---|", *names)))
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(tables(draw(resolved(Path(sys.argv[1])))) + "\n")
