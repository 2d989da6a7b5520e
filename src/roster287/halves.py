"""The record resolved in two processes at once: states do not bear on one another, so each takes half of the rows."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from roster287.curation import Correction
from roster287.resolve.corrections import Rows, correct
from roster287.resolve.publications import Publication

Result = TypeVar("Result")

WORTH_IT = 2000
"""Fewer rows than this are resolved sooner than another process starts."""


def halves(publications: Sequence[Publication], printed: Rows, corrections: Iterable[Correction]) -> list[set[int]]:
    """The rows of the accepted lists, whole or in two halves of whole states."""
    rows = set[int]().union(*(p.facts.layout.rows for p in publications if p.accepted))
    if len(rows) < WORTH_IT or (os.cpu_count() or 1) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [rows]
    state_of = {row: what.state for row, what in correct(printed, corrections, rows).parsed.items()}
    first: set[str | None] = set()
    taken = 0
    for state, count in Counter(state_of.values()).most_common():
        if 2 * (taken + count) <= len(rows):
            first.add(state)
            taken += count
    one = {row for row in rows if state_of[row] in first}
    return [one, rows - one]


_jobs: list[Callable[[], Any]] = []
"""What the other process is to do; it inherits it when it is forked."""


def both(job: Callable[[set[int]], Result], parts: Sequence[set[int]]) -> list[Result]:
    """The job done on each part, the second in a process of its own that inherits all that is known here."""
    if len(parts) < 2:
        return [job(part) for part in parts]
    _jobs[:] = [lambda: job(parts[1])]
    with multiprocessing.get_context("fork").Pool(1) as pool:
        second = pool.apply_async(_do)
        return [job(parts[0]), second.get()]


def _do() -> Any:
    return _jobs[0]()
