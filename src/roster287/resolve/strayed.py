"""Rows that ICE prints in a wrong state and moves to the right one, or moved from it: corrections made by rule.

A list is laid out by states, and now and then a row stands among those of another. That would be a departure there and
a new agreement here. Two rows are one agreement where they print one name, county, model and signing date in two
states, and one gives way to the other from a list to the next. Which state is wrong is said only where the record
shows it:

- it has no such county or place, and the other has;
- the agreement was listed in the other state before, and is again after;
- an agency of that name waited for it in the other state, and none did in this one.

A row of the pending list bears no date: there only the first of these counts.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from roster287.curation import Correction
from roster287.model import PARTICIPATING, PENDING, Parsed
from roster287.resolve.compare_evidence import real_county
from roster287.resolve.compare_names import standing
from roster287.resolve.corrections import Rows, correct
from roster287.resolve.presence import Masks, first, last, masks, union
from roster287.resolve.publications import Publication
from roster287.resolve.spelling import Roster
from roster287.resolve.trust import accepted_of
from roster287.vocabulary.marking import N_
from roster287.vocabulary.name_parts import parts
from roster287.vocabulary.names import county_key
from roster287.vocabulary.states import STATES

BY_RULE = N_("a rule of roster287")
NO_SUCH_PLACE = N_("The printed state has no such place or county, and the other state has.")
BEFORE_AND_AFTER = N_("The agreement was listed in the other state before, and is again after.")
WAITED = N_("An agency of that name waited for this agreement in the other state, and none did in the printed one.")

Key = tuple[str, str, str | None]
"""What the rows of one agreement share in whatever state they are printed: name, model and signing date."""


class _Printed(NamedTuple):
    """One agreement as it is printed in one state: a row of it, and the lists of one kind that have it."""

    state: str
    row: Parsed
    seen: int

    @classmethod
    def of(cls, state: str, rows: Iterable[int], parsed: Rows, where: Masks) -> _Printed:
        """These rows, as the first of them prints it."""
        rows = sorted(rows, key=lambda n: (first(where[n]), parsed[n].agency, parsed[n].county or ""))
        return cls(state, parsed[rows[0]], union(where[n] for n in rows))

    def gives_way_to(self, other: _Printed) -> int:
        """The lists on which the other state takes the place of this one: a bit for each."""
        return (self.seen << 1) & other.seen & ~self.seen & ~(other.seen << 1)


def key_of(row: Parsed) -> Key:
    """What a row shares with the same row in another state."""
    return row.agency.casefold(), row.model or "", row.signed


def has_county(state: str, row: Parsed, roster: Roster) -> bool | None:
    """Whether a state has the county of a row: the one in its name, else the one in COUNTY; None if it says none."""
    place = standing(state, parts(state, row.agency), roster)
    if place.kind == "county":
        return place.real
    return bool(real_county(row.county, state, roster)) if row.county else None


def handed_over(gone: Iterable[int], come: Iterable[int], parsed: Rows) -> list[tuple[int, int]]:
    """The rows that came in one state as the same went in another, each with that other."""
    left, new = ({(key_of(row), row.state): n for n in rows if (row := parsed[n]).state} for rows in (gone, come))
    at = {key: left[key, state] for key, state in sorted(left.keys() - new.keys(), key=repr)}
    return sorted((new[key, state], at[key]) for key, state in new.keys() - left.keys() if key in at)


def strayed(
    publications: Sequence[Publication],
    printed: Rows,
    known: Collection[Correction],
    roster: Roster,
    among: Collection[int] | None = None,
) -> list[Correction]:
    """Corrections of the state of each agreement that strayed, where those `known` do not say it already.

    None where two states may be meant. With `among`, of the agreements of these rows alone, which have to be all rows
    of the lists that print their names.
    """
    listed, waiting = (accepted_of(publications, kind) for kind in (PARTICIPATING, PENDING))

    def of_listed(at: _Printed, there: _Printed, moves: int) -> str:
        began = listed[first(moves)].date or ""
        return (
            _no_such_place(at, there, roster)
            or _before_and_after(at, there)
            or _waited(at, there, [p for p in waiting if (p.date or "") < began], printed)
        )

    dated = [pair for pair in _pairs(listed, printed, known, among) if pair[0].row.signed is not None]
    undated = _pairs(waiting, printed, known, among)
    found = [_correction(one, other, listed, of_listed) for one, other in dated]
    found += [
        _correction(one, other, waiting, lambda at, to, _: _no_such_place(at, to, roster)) for one, other in undated
    ]
    meant: defaultdict[tuple[str, ...], set[Correction]] = defaultdict(set)
    for correction in filter(None, found):
        meant[correction[: Correction._fields.index("corrected")]].add(correction)
    return sorted(correction for same in meant.values() if len(same) == 1 for correction in same)


def _pairs(
    lists: Sequence[Publication], printed: Rows, known: Collection[Correction], among: Collection[int] | None
) -> Iterator[tuple[_Printed, _Printed]]:
    """Each agreement that is printed in two states, as the corrections that are known leave it."""
    every = set[int]().union(*(p.facts.layout.rows for p in lists)) if among is None else among
    several = _in_several_states(every, printed)
    if not several:
        return
    where = masks(lists, {row for by_state in several for own in by_state.values() for row in own})
    mine = sorted(where)
    parsed = correct(printed, known, mine).parsed
    for by_state in _in_several_states(mine, parsed):
        here = [_Printed.of(state, own, parsed, where) for state, own in sorted(by_state.items())]
        yield from (pair for pair in itertools.combinations(here, 2) if _one_county(*pair))


def _one_county(one: _Printed, other: _Printed) -> bool:
    counties = {county_key(its.row.county, its.state) for its in (one, other) if its.row.county}
    return len(counties) < 2


def _in_several_states(rows: Iterable[int], parsed: Rows) -> list[dict[str, list[int]]]:
    """Of the rows that agree in all but the state and are printed in more than one, those of each state."""
    found: defaultdict[Key, dict[str, list[int]]] = defaultdict(dict)
    for number in rows:
        row = parsed[number]
        if row.state is not None and row.agency and row.model is not None:
            found[key_of(row)].setdefault(row.state, []).append(number)
    return [by_state for by_state in found.values() if len(by_state) > 1]


def _correction(
    one: _Printed, other: _Printed, lists: Sequence[Publication], why: Callable[[_Printed, _Printed, int], str]
) -> Correction | None:
    """The correction of the one of two that is wrong; None where neither is known to be, or both seem so.

    It is of the day on which the one took the place of the other.
    """
    moves = one.gives_way_to(other) | other.gives_way_to(one)
    if not moves:
        return None
    wrong = [(at, to, said) for at, to in ((one, other), (other, one)) if (said := why(at, to, moves))]
    if len(wrong) != 1:
        return None
    at, to, said = wrong[0]
    ordinal = last(moves) if said == BEFORE_AND_AFTER else first(moves)
    earlier, later = (at, to) if at.seen >> (ordinal - 1) & 1 else (to, at)
    evidence = [
        f"{lists[number].publication_id}: {STATES[its.state].name}"
        for number, its in ((ordinal - 1, earlier), (ordinal, later))
    ]
    return Correction(
        "state", at.state, at.row.agency, at.row.model or "", at.row.signed or "", at.state, to.state, BY_RULE,
        lists[ordinal].date or "", said, "; ".join(evidence),
    )  # fmt: skip


def _no_such_place(at: _Printed, there: _Printed, roster: Roster) -> str:
    here, other = (
        standing(its.state, parts(its.state, its.row.agency), roster).real
        if (county := has_county(its.state, its.row, roster)) is None
        else county
        for its in (at, there)
    )
    return NO_SUCH_PLACE if here is False and other else ""


def _before_and_after(at: _Printed, there: _Printed) -> str:
    within = first(there.seen) < first(at.seen) and last(at.seen) < last(there.seen)
    return BEFORE_AND_AFTER if within and not at.seen & there.seen else ""


def _waited(at: _Printed, there: _Printed, waiting: Sequence[Publication], printed: Rows) -> str:
    rows = (printed[number] for number in set[int]().union(*(p.facts.layout.rows for p in waiting)))
    name, model, _ = key_of(at.row)
    states = {row.state for row in rows if row.model == model and row.agency.casefold() == name}
    return WAITED if there.state in states and at.state not in states else ""
