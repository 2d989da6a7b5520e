"""Rows to agencies: every spelling of a state, folded, is one agency until a decision says otherwise.

The id of an agency is made from the fold of its name, so it depends neither on the order in which lists arrived
nor on how ICE capitalised, spaced or abbreviated the name that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roster287.model import Parsed
from roster287.resolve.presence import first, last, union
from roster287.vocabulary import names


@dataclass(frozen=True, slots=True)
class Spelling:
    """One printed name of an agency (tidied), and where it stands in each sequence of lists."""

    name: str
    participating: int
    pending: int


@dataclass(frozen=True, slots=True)
class Agency:
    """One law-enforcement body of one state, with every row that is its own."""

    agency_id: str
    state: str
    name: str
    rows: tuple[int, ...]
    spellings: tuple[Spelling, ...]
    former_ids: tuple[str, ...] = ()


def group(parsed: Sequence[Parsed], participating: Mapping[int, int], pending: Mapping[int, int]) -> list[Agency]:
    """The agencies of all rows that stand on an accepted list, sorted by id.

    A row whose state cannot be read, or that names no agency, belongs to none; it is kept with its issue.
    """
    members: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row in sorted(participating.keys() | pending.keys()):
        what = parsed[row]
        if what.state is not None and what.agency:
            members[what.state, names.fold(what.agency, what.state)].append(row)
    agencies = [
        _agency(state, names.slug(state, key), rows, parsed, participating, pending)
        for (state, key), rows in members.items()
    ]
    return sorted(agencies, key=lambda agency: agency.agency_id)


def _agency(
    state: str,
    agency_id: str,
    rows: list[int],
    parsed: Sequence[Parsed],
    participating: Mapping[int, int],
    pending: Mapping[int, int],
) -> Agency:
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_name[parsed[row].agency].append(row)
    spellings = tuple(
        Spelling(
            name,
            union(participating.get(row, 0) for row in same),
            union(pending.get(row, 0) for row in same),
        )
        for name, same in sorted(by_name.items())
    )
    return Agency(agency_id, state, _display(spellings), tuple(rows), spellings)


def _display(spellings: tuple[Spelling, ...]) -> str:
    """The name to show: of the names on its last list, the one that stood longest."""

    def rank(spelling: Spelling) -> tuple[int, int, str]:
        mask = spelling.participating or spelling.pending
        return last(mask), mask.bit_count(), spelling.name

    listed = [s for s in spellings if s.participating] or list(spellings)
    return max(listed, key=rank).name


def first_printed(agency: Agency) -> tuple[int | None, int | None]:
    """The first ordinals at which the agency stands on a participating and on a pending list."""
    listed = union(s.participating for s in agency.spellings)
    waiting = union(s.pending for s in agency.spellings)
    return (first(listed) if listed else None), (first(waiting) if waiting else None)
