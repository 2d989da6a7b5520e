"""The record resolved in two processes at once: states do not bear on one another, so each takes half of the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from roster287.curation import Correction
from roster287.helpers import can_fork, cores, helpers
from roster287.register import derived
from roster287.register.locations import Locations
from roster287.resolve.agencies import Curation
from roster287.resolve.corrections import Rows
from roster287.resolve.publications import Publication
from roster287.resolve.record import Held, resolve_states

Result = TypeVar("Result")

WORTH_IT = 2000
"""Fewer rows than this are resolved sooner than another process starts."""


def resolved(
    publications: list[Publication],
    told: list[Publication],
    printed: Rows,
    corrections: Sequence[Correction],
    people: Curation,
    where: Locations,
    states: Mapping[int, str | None],
    held: Held | None = None,
) -> derived.Lines:
    """What the derived tables should hold of the states to which all these rows belong, and of the lists `told`.

    `states` gives the state of each row, as it counts.
    Of agencies that are `held` and not changed there are no lines. Answers on locations that are new are added to
    `where`.
    """

    def lines_of(part: set[int]) -> tuple[derived.Lines, dict[str, str]]:
        record = resolve_states(publications, printed, corrections, people, part, held)
        return derived.lines_of(replace(record, publications=told), printed, where), where.new

    parts = _both(lines_of, _halves(states))
    lines, _ = parts[0]
    for more, new in parts[1:]:
        lines = {name: own if name == "publications" else own + more[name] for name, own in lines.items()}
        where.new |= new
    return lines


def _halves(states: Mapping[int, str | None]) -> list[set[int]]:
    """The rows, whole or in two halves of whole states."""
    rows = set(states)
    if len(rows) < WORTH_IT or cores() < 2 or not can_fork():
        return [rows]
    first: set[str | None] = set()
    taken = 0
    for state, count in Counter(states.values()).most_common():
        if 2 * (taken + count) <= len(rows):
            first.add(state)
            taken += count
    one = {row for row, state in states.items() if state in first}
    return [one, rows - one]


_jobs: list[Callable[[], Any]] = []
"""What the other process is to do; it inherits it when it is forked."""


def _both(job: Callable[[set[int]], Result], parts: Sequence[set[int]]) -> list[Result]:
    """The job done on each part, the second in a process of its own that inherits all that is known here."""
    if len(parts) < 2:
        return [job(part) for part in parts]
    _jobs[:] = [lambda: job(parts[1])]
    try:
        with helpers(1) as pool:
            second = pool.submit(_do)
            return [job(parts[0]), second.result()]
    finally:
        _jobs.clear()


def _do() -> Any:
    return _jobs[0]()
