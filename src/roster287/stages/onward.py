"""One more list, quickly: when all that is new are lists after all others, only what they change is told again.

The states that a list changes are resolved; of their agencies those with rows that come or go are told and written.
Nothing here knows a rule of its own: lists are dated, judged and resolved by the same functions, on the part of the
record that can have changed. `verify` and `rebuild` compare the outcome with that of resolving everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace

from sqlalchemy import Connection

from roster287 import curation
from roster287.model import PARTICIPATING, PENDING
from roster287.register import derived
from roster287.register.locations import Locations
from roster287.register.observed import Observed
from roster287.resolve.agencies import Curation
from roster287.resolve.corrections import Rows, states_of
from roster287.resolve.publications import Publication, name_all, sequence
from roster287.resolve.record import Held, newest_signings
from roster287.resolve.spelling import Roster
from roster287.resolve.strayed import key_of, strayed
from roster287.resolve.trust import judge
from roster287.stages.halves import resolved
from roster287.vocabulary.names import fold
from roster287.vocabulary.text import tidy

Swap = tuple[set[int], set[int]]
"""The rows that go with a list, and those that come."""
FEW = 8
"""More new lists than this are resolved with everything else."""


def extend(connection: Connection, known: Observed, people: Curation, where: Locations) -> derived.Lines | None:
    """Write what the new lists change, and give the new lines; None when everything has to be resolved again."""
    if not (known.new_files or known.new_captures or known.new_decisions):
        return derived.none()
    if known.new_decisions or known.replaced or not 0 < len(known.new_files) <= FEW:
        return None
    if any(capture.sha256 not in known.new_files for capture in known.new_captures):
        return None
    if not known.decisions.keys().isdisjoint(known.new_files):
        return None
    old = derived.load_publications(connection, known.files)
    parsed = known.parsed()
    fresh = _judged(known, old, parsed, people.roster)
    if fresh is None:
        return None
    publications = name_all(sorted([*old, *fresh], key=lambda p: p.position), known.decisions, people.list_ids)
    named = {p.sha256: p.publication_id for p in old}
    if any(named.get(p.sha256, p.publication_id) != p.publication_id for p in publications):
        return None
    fresh = [p for p in publications if p.sha256 in known.new_files]
    swaps = _swaps(fresh, old)
    by_rule = derived.corrections(connection)
    if swaps is None:
        return None
    changed = set[int]().union(*(rows for swap in swaps for rows in swap))
    alike = _of_one_name(changed, known)
    there = {key_of(parsed[row]) for row in alike}
    before = {c for c in by_rule if (c.agency.casefold(), c.model, c.signed or None) in there}
    if before != set(strayed(publications, parsed, curation.corrections(), people.roster, alike)):
        return None
    corrections = [*curation.corrections(), *by_rule]
    here = states_of(changed, parsed, corrections)
    states = {state for state in here.values() if state is not None} | _open_states(connection, fresh, parsed)
    rows = defaultdict[str, list[int]](list)
    for agency_id, row, state in derived.rows_of_agencies(connection, states):
        rows[agency_id].append(row)
        here[row] = state
    held = Held({agency_id: tuple(own) for agency_id, own in rows.items()}, changed)
    lines = resolved(publications, fresh, parsed, corrections, people, where, here, held)
    return derived.write_changed(connection, lines, states, rows)


def _judged(known: Observed, old: Sequence[Publication], parsed: Rows, roster: Roster) -> list[Publication] | None:
    """The new lists, dated and judged after those before them; None when one is not after all others of its kind.

    Pending lists of the same day and after are judged again, since one that says what a new participating list says
    is no pending list; None when one of them is judged otherwise than before.
    """
    files = [known.files[sha256] for sha256 in known.new_files]
    signed = {row: day for f in files for row in f.layout.rows if (day := parsed[row].signed) is not None}
    fresh = sequence(files, known.captures_by_file(), {f.sha256: newest_signings(f, signed) for f in files})
    last = {p.kind: p for p in old}
    if any(p.kind in last and p.position <= last[p.kind].position for p in fresh):
        return None
    before = [p for p in old if p.kind == PARTICIPATING and p.accepted][-1:]
    if any(p.kind != PARTICIPATING and (not before or (p.date or "") < (before[0].date or "")) for p in fresh):
        return None
    waiting = [p for p in old if p.kind == PENDING]
    began = min((p.date or "" for p in fresh if p.kind == PARTICIPATING), default=None)
    again = [p for p in waiting if began is not None and (p.date or "") >= began]
    before += [p for p in waiting if p.accepted and p not in again][-1:]
    unjudged = [replace(p, status="accepted", reason="") for p in again]
    judged = judge([*before, *unjudged, *fresh], parsed, known.decisions, roster, [*old, *fresh])[len(before) :]
    if any(now.reason != was.reason for now, was in zip(judged, again, strict=False)):
        return None
    return judged[len(again) :]


def _swaps(fresh: Sequence[Publication], old: Sequence[Publication]) -> list[Swap] | None:
    """The rows that go and those that come with each new list; None when one has none of its kind before it."""
    before = {p.kind: p for p in old if p.accepted}
    swaps: list[Swap] = []
    for p in fresh:
        if p.accepted:
            if p.kind not in before:
                return None
            was, now = set(before[p.kind].facts.layout.rows), set(p.facts.layout.rows)
            swaps.append((was - now, now - was))
            before[p.kind] = p
    return swaps


def _of_one_name(changed: Set[int], known: Observed) -> set[int]:
    """All rows that print a name as one of these does, in whatever state."""
    names = {tidy(known.rows[row].agency).casefold() for row in changed}
    return {number for number, row in enumerate(known.rows) if tidy(row.agency).casefold() in names}


def _open_states(connection: Connection, fresh: Sequence[Publication], parsed: Rows) -> set[str]:
    """The states where a new list has both names of a pair that a rule decided on: how long they stand side by side
    counts for the decision, and is said in its reasons."""
    pairs = derived.ruled_pairs(connection)
    states = {state for state, _, _ in pairs}
    rows = {parsed[row] for p in fresh if p.accepted for row in set(p.facts.layout.rows)}
    printed = {(row.state, fold(row.agency, row.state)) for row in rows if row.state in states}
    return {state for state, left, right in pairs if (state, left) in printed and (state, right) in printed}
