"""A list whose cells have moved against its rows: one column sorted, shifted or calculated apart from the others.

Then the dates, the counties, the types, the documents or the models of most agreements differ at once from the list
before, in all of it or in a state, or the documents are gone. On the lists of 2021 to February 2026 at most 2
agreements in 100 have another date or document, 3 another type, and 1 in 200 another county; of one state at most 6, or
14 of another type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from roster287.model import Parsed
from roster287.resolve.corrections import Rows
from roster287.resolve.publications import Publication
from roster287.vocabulary.links import document_name
from roster287.vocabulary.names import county_key
from roster287.vocabulary.states import STATES

SHARE, LEAST = 0.25, 10
"""The part of the agreements, of all or of a state's, that may differ, and how many must differ at the least, before a
person has to look."""

Cell = Callable[[Parsed], object]


def _model(row: Parsed) -> object:
    return row.model


def _signed(row: Parsed) -> object:
    return row.signed


def _document(row: Parsed) -> object:
    """The name of the document, empty where none is linked; a cell that says link and leads nowhere tells nothing."""
    if row.moa_url is None:
        return None if ("moa", "moa_not_link") in row.problems else ""
    return document_name(row.moa_url) or None


_COLUMNS: tuple[tuple[Cell, Sequence[tuple[str, Cell]]], ...] = (
    (
        _model,
        (
            ("signing dates", _signed),
            ("counties", lambda row: row.county and county_key(row.county, row.state)),
            ("types", lambda row: row.type),
            ("documents", _document),
        ),
    ),
    (_signed, (("models", _model),)),
)
"""What is compared, in words and as a cell, after the cell that tells the agreements of one agency apart meanwhile."""


class Swap(NamedTuple):
    """The rows that come with a list, those that go, and those that stay."""

    come: set[int]
    gone: set[int]
    stay: set[int]

    @classmethod
    def between(cls, earlier: Iterable[int], rows: Iterable[int]) -> Swap:
        """The rows of one list against those of an earlier one."""
        was, now = set(earlier), set(rows)
        return cls(now - was, was - now, now & was)

    def of(self, state: str, parsed: Rows) -> Swap:
        """Those of one state."""
        return Swap(*({row for row in rows if parsed[row].state == state} for rows in self))


def upset(swap: Swap, before: Publication, parsed: Rows) -> str:
    """Why a list cannot be trusted beside the last one before it, as a whole or in a state; nothing where it can."""
    if len(swap.come) < LEAST:
        return ""
    if len(swap.come) >= SHARE * len(before.facts.layout.rows) and (reason := _differs(swap, before, parsed, "")):
        return reason
    states = Counter(parsed[row].state for row in swap.come)
    for state in sorted(state for state, count in states.items() if state is not None and count >= LEAST):
        if reason := _differs(swap.of(state, parsed), before, parsed, f" of {STATES[state].name}"):
            return reason
    return ""


def _differs(swap: Swap, before: Publication, parsed: Rows, where: str) -> str:
    """The column in which most agreements differ from those of the list before, in words."""
    for by, columns in _COLUMNS:
        here, there = _once(swap.come, parsed, by), _once(swap.gone, parsed, by)
        both = [(there[agreement], here[agreement]) for agreement in here.keys() & there.keys()]
        for what, cell in columns:
            known = [(cell(was), cell(now)) for was, now in both if cell(was) and cell(now) is not None]
            differ, gone = sum(was != now for was, now in known), sum(now == "" for _, now in known)
            if differ < LEAST:
                continue
            every = len(known) + sum(bool(cell(parsed[row])) for row in swap.stay)
            if differ > SHARE * every:
                how, why = "differ from those of", "the column had moved against the others"
                if gone > differ / 2:
                    how, why = "are gone since", "the cells had lost their links"
                return (
                    f"{differ} of {every} {what}{where} {how} the list before it ({before.file_name}, {before.date}): "
                    f"as if {why}."
                )
    return ""


def _once(rows: Iterable[int], parsed: Rows, by: Cell) -> dict[tuple[str | None, str, object], Parsed]:
    """What is printed of each agreement that is among these rows once."""
    found: dict[tuple[str | None, str, object], Parsed | None] = {}
    for number in rows:
        row = parsed[number]
        agreement = row.state, row.agency.casefold(), by(row)
        found[agreement] = None if agreement in found else row
    return {agreement: row for agreement, row in found.items() if row is not None}
