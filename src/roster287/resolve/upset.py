"""A list whose cells have moved against its rows: one column sorted, shifted or calculated apart from the others.

Then the dates, the counties, the documents or the models of most agreements differ at once from the list before, in all
of it or in a state. On the lists of 2021 to February 2026 at most 2 agreements in 100 have another date or document,
and 1 in 200 another county; of one state at most 6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

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


_COLUMNS: tuple[tuple[str, Cell, Cell], ...] = (
    ("signing dates", _signed, _model),
    ("counties", lambda row: row.county and county_key(row.county, row.state), _model),
    ("documents", lambda row: row.moa_url and document_name(row.moa_url), _model),
    ("models", _model, _signed),
)
"""What is compared, in words and as a cell, and the cell that tells the agreements of one agency apart meanwhile."""


def upset(p: Publication, before: Publication, parsed: Rows) -> str:
    """Why a list cannot be trusted beside the last one before it, as a whole or in a state; nothing where it can."""
    rows, earlier = p.facts.layout.rows, before.facts.layout.rows
    new = set(rows).difference(earlier)
    if len(new) < LEAST:
        return ""
    if len(new) >= SHARE * len(earlier) and (reason := _differs(rows, before, parsed, "")):
        return reason
    states = Counter(parsed[row].state for row in new)
    for state in sorted(state for state, count in states.items() if state is not None and count >= LEAST):
        here, there = ([row for row in of if parsed[row].state == state] for of in (rows, earlier))
        if reason := _differs(here, before, parsed, f" of {STATES[state].name}", there):
            return reason
    return ""


def _differs(
    rows: Sequence[int], before: Publication, parsed: Rows, where: str, earlier: Sequence[int] | None = None
) -> str:
    """The column in which most of these rows differ from those of the list before, in words."""
    earlier = before.facts.layout.rows if earlier is None else earlier
    for what, cell, by in _COLUMNS:
        here, there = _once(rows, parsed, by), _once(earlier, parsed, by)
        both = [(there[agreement], here[agreement]) for agreement in here.keys() & there.keys()]
        known = [(cell(was), cell(now)) for was, now in both if cell(was) and cell(now)]
        differ = sum(was != now for was, now in known)
        if differ >= LEAST and differ > SHARE * len(known):
            return (
                f"{differ} of {len(known)} {what}{where} differ from those of the list before it ({before.file_name}, "
                f"{before.date}): as if the column had moved against the others."
            )
    return ""


def _once(rows: Sequence[int], parsed: Rows, by: Cell) -> dict[tuple[str | None, str, object], Parsed]:
    """What is printed of each agreement that stands on a list once."""
    found: dict[tuple[str | None, str, object], Parsed | None] = {}
    for number in rows:
        row = parsed[number]
        agreement = row.state, row.agency.casefold(), by(row)
        found[agreement] = None if agreement in found else row
    return {agreement: row for agreement, row in found.items() if row is not None}
