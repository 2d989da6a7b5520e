"""Which lists readers may see: a list that cannot be trusted is set aside, with the reason, and changes nothing.

A list is judged by what it holds and by the last accepted list before it, so that the verdict does not depend
on the order in which lists arrived. A person may overrule it (`sync --accept`, `--set-aside`); that is kept as a
decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from roster287.model import PARTICIPATING, PENDING, Decision, Parsed
from roster287.resolve.corrections import Rows
from roster287.resolve.gone import gone_rows
from roster287.resolve.publications import Publication, set_aside
from roster287.resolve.spelling import Roster
from roster287.resolve.upset import Swap, upset
from roster287.vocabulary.states import STATES


class Limits(NamedTuple):
    """How much of a list may go from one list to the next before a person has to look.

    `share` is of all rows, `scattered_share` too but between its least and most. The state that lost most is left out
    of what is scattered, since a state's law can end all of its agreements in a day, while a fault in a file takes rows
    wherever they stand; but not more than `floor` of a state that keeps others. Both grow with the months between two
    lists. On the lists of 2021 to February 2026 the largest true loss, entries of the same state set against it, is 5
    rows, and no list has more than one row in a hundred that cannot be read.
    """

    share: float = 0.15
    floor: int = 10
    scattered_share: float = 0.10
    scattered_least: int = 5
    scattered_most: int = 10
    unreadable: float = 0.10
    repeated: float = 0.10
    overlap: float = 0.90
    overlap_share: float = 0.50
    overlap_most: int = 100


LIMITS = Limits()
MONTH = 30
"""Days."""


def judge(
    publications: Sequence[Publication],
    parsed: Rows,
    decided: Mapping[str, Decision],
    roster: Roster,
    of: Sequence[Publication] | None = None,
) -> list[Publication]:
    """The publications with their status. `publications` are in order; `decided` is what a person said of
    lists, by hash.

    `of` are all that there are, where these are the last of them.
    """
    trusted_columns = _decided_columns(publications if of is None else of, decided)
    unreadable = _Unreadable.of(parsed, publications)
    participating = _judge_participating(publications, parsed, decided, roster, trusted_columns, unreadable)
    listed = [p for p in participating if p.accepted]
    judged = {p.sha256: p for p in participating}
    waiting: Publication | None = None
    every = sorted(
        (p for p in (publications if of is None else of) if p.kind == PENDING), key=lambda p: (p.position, p.sha256)
    )
    for p in publications:
        if p.kind != PARTICIPATING:
            other, own = _is_the_other_list(p, parsed, listed), _own_fault(p, trusted_columns)
            reason = " ".join(filter(None, (own, other))) or unreadable.reason(p)
            reason = reason or unreadable.hides(p, waiting, parsed) or _goes_back(p, every, decided)
            judged[p.sha256] = _judged(p, reason, decided)
            if p.kind == PENDING and judged[p.sha256].accepted:
                waiting = p
    return [judged[p.sha256] for p in publications]


def _judge_participating(
    publications: Sequence[Publication],
    parsed: Rows,
    decided: Mapping[str, Decision],
    roster: Roster,
    trusted_columns: Collection[str],
    unreadable: _Unreadable,
) -> list[Publication]:
    out: list[Publication] = []
    rows = set[int]().union(*(p.facts.layout.rows for p in publications))
    state_of = {row: parsed[row].state or "" for row in rows}
    before: tuple[Publication, Counter[str]] | None = None
    for p in publications:
        if p.kind != PARTICIPATING:
            continue
        states = Counter(map(state_of.__getitem__, p.facts.layout.rows))
        reason = _own_fault(p, trusted_columns) or _empty(p) or unreadable.reason(p) or _repeats(p)
        if not reason and before is not None:
            swap = Swap.between(before[0].facts.layout.rows, p.facts.layout.rows)
            gone = gone_rows(swap, parsed, roster)
            by_state = Counter(map(state_of.__getitem__, gone))
            reason = _without_documents(p, before[0]) or _loss(states, before[1], by_state, before[0], p)
            reason = reason or _cut_off(before[0], gone, parsed)
            reason = reason or unreadable.hides(p, before[0], parsed)
            reason = reason or upset(swap, before[0], parsed)
        out.append(_judged(p, reason, decided))
        if out[-1].accepted:
            before = (p, states)
    return out


def _judged(p: Publication, reason: str, decided: Mapping[str, Decision]) -> Publication:
    """The list accepted, or set aside: for the reason of a rule unless a person believed it, or by a person."""
    p = replace(p, doubted=bool(reason))
    if _refused(p, decided) and not p.facts.fatal:
        return set_aside(p, f"A person set it aside on {decided[p.sha256].when[:10]}.")
    return set_aside(p, reason) if reason and not _believed(p, decided) else p


def _believed(p: Publication, decided: Mapping[str, Decision]) -> bool:
    """Whether a person accepted it and that is enough: not for what cannot be read or has no place among the lists."""
    return p.sha256 in decided and decided[p.sha256].accepts and not p.facts.fatal and p.date is not None


def _refused(p: Publication, decided: Mapping[str, Decision]) -> bool:
    return p.sha256 in decided and not decided[p.sha256].accepts


def _own_fault(p: Publication, trusted_columns: Collection[str]) -> str:
    if p.facts.fatal:
        return p.facts.fatal
    if p.date is None:
        return "Nothing says when it was published: no date in its name, none in the workbook, no capture time."
    unknown = [i for i in p.facts.issues if i.code == "unknown_column" and i.severity == "doubt"]
    unknown = [i for i in unknown if i.value not in trusted_columns]
    if unknown:
        names = ", ".join(f"“{i.value}” ({i.column})" for i in unknown)
        return f"It has a column that is not known: {names}."
    elsewhere = ", ".join(f"“{i.value}”" for i in p.facts.issues if i.code == "rows_elsewhere")
    if elsewhere:
        return f"It has more rows of the list on another sheet than the one that was read: {elsewhere}."
    return ""


def _without_documents(p: Publication, before: Publication) -> str:
    """A participating list without MOA, which all have had: a person may know that ICE prints none any more."""
    if "moa" in p.facts.columns or "moa" not in before.facts.columns:
        return ""
    return f"It has no column MOA, as the list before it has ({before.file_name}, {before.date})."


def _decided_columns(publications: Sequence[Publication], decided: Mapping[str, Decision]) -> frozenset[str]:
    """Columns that a person has accepted with some list: they no longer set a list aside."""
    return frozenset(
        i.value for p in publications if _believed(p, decided) for i in p.facts.issues if i.code == "unknown_column"
    )


def _empty(p: Publication) -> str:
    return "" if p.row_count else "A list of participating agencies with no rows."


class _Unreadable(NamedTuple):
    """The row numbers in which something that every row should say cannot be read."""

    state: frozenset[int]
    agency: frozenset[int]
    model: frozenset[int]
    signed: frozenset[int]

    @classmethod
    def of(cls, parsed: Rows, publications: Sequence[Publication]) -> _Unreadable:
        """Those among the rows of these publications."""
        numbers = set[int]().union(*(p.facts.layout.rows for p in publications))
        return cls(
            frozenset(n for n in numbers if parsed[n].state is None),
            frozenset(n for n in numbers if not parsed[n].agency),
            frozenset(n for n in numbers if parsed[n].model is None),
            frozenset(n for n in numbers if parsed[n].signed is None),
        )

    def reason(self, p: Publication) -> str:
        """Why a list with too many such rows cannot be trusted."""
        rows = p.facts.layout.rows
        signed = self.signed if p.kind == PARTICIPATING else frozenset[int]()
        missing = {"state": self.state, "agency": self.agency, "model": self.model, "signing date": signed}
        counts = {
            what: 0 if numbers.isdisjoint(rows) else sum(map(numbers.__contains__, rows))
            for what, numbers in missing.items()
        }
        worst = max(counts, key=lambda what: counts[what])
        if counts[worst] >= max(2, LIMITS.unreadable * len(rows)):
            return f"{counts[worst]} of its {len(rows)} rows have no {worst} that can be read."
        return ""

    def hides(self, p: Publication, before: Publication | None, parsed: Rows) -> str:
        """Why a list cannot be trusted about what is missing from it: an unreadable row may be the missing one.

        Of a participating list, a row of which only the model cannot be read holds its agency's agreement in place
        (`agreements._bridge`).
        """
        unclear = self.state | self.agency | (self.model if p.kind == PENDING else frozenset())
        if before is None or unclear.isdisjoint(p.facts.layout.rows):
            return ""
        found = [n for n in p.facts.layout.rows if n in unclear]
        gone = _agreements(before, parsed) - _agreements(p, parsed)
        may_be = [n for n in found if any(_may_be(parsed[n], agreement) for agreement in gone)]
        if not may_be:
            return ""
        positions = p.facts.layout.positions()
        where = ", ".join(str(positions[n]) for n in may_be[:5]) + (", …" if len(may_be) > 5 else "")
        return (
            f"{len(may_be)} of its rows without a state, an agency or a model that can be read (row {where}) may be "
            f"entries of the list before it ({before.file_name}, {before.date}) that are gone otherwise."
        )


def _may_be(row: Parsed, agreement: tuple[str | None, str, str | None]) -> bool:
    """Whether the cells of a row that can be read agree with an agreement."""
    state, agency, model = agreement
    return row.state in {None, state} and row.agency.casefold() in {"", agency} and row.model in {None, model}


def _repeats(p: Publication) -> str:
    rows = p.facts.layout.rows
    again = len(rows) - len(set(rows))
    if again > max(LIMITS.floor, LIMITS.repeated * len(rows)):
        return f"{again} of its {len(rows)} rows are printed twice."
    return ""


def _months(before: Publication, p: Publication) -> int:
    """Whole months between two lists."""
    return (date.fromisoformat(p.date or "") - date.fromisoformat(before.date or "")).days // MONTH


def _loss(states: Counter[str], before: Counter[str], gone: Counter[str], previous: Publication, p: Publication) -> str:
    """Why a list may have lost rows: its states have so many less or so many are `gone`, whatever other states gain."""
    lost = {state: most for state, n in before.items() if (most := max(n - states[state], gone[state])) > 0}
    total, rows, months = sum(lost.values()), sum(before.values()), _months(previous, p)
    scattered = total - max(lost.values(), default=0)
    bound = min(max(LIMITS.scattered_share * rows, LIMITS.scattered_least), LIMITS.scattered_most) * (1 + months)
    if rows - sum(states.values()) >= max(LIMITS.floor, LIMITS.share * rows) or scattered >= bound:
        return (
            f"{total} of {rows} rows are gone from {_states(len(lost))} since the list before it "
            f"({previous.file_name}, {previous.date}): more than ICE has ever taken off at once."
        )
    for state, most in sorted(lost.items(), key=lambda item: -item[1])[:1]:
        if most >= LIMITS.floor * (1 + months) and states[state]:
            name = STATES[state].name if state in STATES else "no state"
            return (
                f"{most} of {before[state]} rows of {name} are gone since the list before it ({previous.file_name}, "
                f"{previous.date}), and others are not: as if a part of the file had been lost."
            )
    return ""


def _cut_off(previous: Publication, gone: Collection[int], parsed: Rows) -> str:
    """Why a list that lacks the last rows of the one before it, of several states, may be the beginning of one."""
    lost = list(takewhile(gone.__contains__, reversed(previous.facts.layout.rows)))
    if len(lost) < LIMITS.floor or len({parsed[row].state for row in lost}) == 1:
        return ""
    return (
        f"The last {len(lost)} rows of the list before it ({previous.file_name}, {previous.date}) are gone: as if the "
        "file had been cut off."
    )


def _states(count: int) -> str:
    return "one state" if count == 1 else f"{count} states"


def _agreement(row: Parsed) -> tuple[str | None, str, str | None]:
    return row.state, row.agency.casefold(), row.model


def _agreements(p: Publication, parsed: Rows) -> frozenset[tuple[str | None, str, str | None]]:
    return frozenset(_agreement(parsed[row]) for row in p.facts.layout.rows)


def _is_the_other_list(
    p: Publication,
    parsed: Rows,
    listed: Sequence[Publication],
) -> str:
    """A pending list that repeats what the participating list of the day says is that list less a column.

    A pending list that runs behind may repeat most of its own few entries (61 of 72 on 2025-10-17), never half of
    the other list, or a hundred.
    """
    if p.kind != PENDING:
        return ""
    in_force = [other for other in listed if (other.date or "") <= (p.date or "")]
    if not in_force:
        return ""
    other = in_force[-1]
    many = min(LIMITS.overlap_share * other.row_count, LIMITS.overlap_most)
    if p.row_count <= many:
        return ""
    mine = _agreements(p, parsed)
    shared = len(mine & _agreements(other, parsed))
    if shared > max(LIMITS.overlap * len(mine), many):
        return (
            f"It has no column SIGNED, as pending lists have none, but {shared} of its {len(mine)} entries are "
            f"agreements on the participating list of {other.date}."
        )
    return ""


def _goes_back(p: Publication, every: Sequence[Publication], decided: Mapping[str, Decision]) -> str:
    """A pending list that is one of an earlier day once more, although others came between: nobody waits anew.

    Several rows have to come back: a short list is an earlier one again when the one that came has gone.

    `every` are the pending lists in order. ICE has never gone back to all rows of an earlier one. Of each day the last
    list counts: those of one day may have been published in another order.
    """
    if p.kind != PENDING or p.row_count < LIMITS.scattered_least:
        return ""
    rows = frozenset(p.facts.layout.rows)
    before = [q for q in every if (q.date or "") < (p.date or "") and not _refused(q, decided)]
    same = [q for q in before if q.row_count == p.row_count and frozenset(q.facts.layout.rows) == rows]
    if not same:
        return ""
    first = next((q for q in reversed(same) if _believed(q, decided)), same[0])
    last = {q.date: q for q in before if (q.date or "") >= (first.date or "")}
    other = next((q.facts.layout.rows for q in reversed(before) if q not in same), ())
    back = rows.difference(other)
    if len(back) < LIMITS.scattered_least or all(q in same for q in last.values()):
        return ""
    return (
        f"Its {p.row_count} rows are those of an earlier list ({first.file_name}, {first.date}), and lists between the "
        "two have others: as if an old file had been published again."
    )


def accepted_of(publications: Sequence[Publication], kind: str) -> list[Publication]:
    """The accepted publications of one kind, in order."""
    return [p for p in publications if p.kind == kind and p.accepted]
