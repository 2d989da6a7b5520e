"""The rows of a list of which the next one has nothing: no row of their agreement, under whatever name of its agency.

What a mass of them shows is a file that lost rows, or names: a name that only changed is the agency's still.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from roster287.resolve.compare import compare
from roster287.resolve.corrections import Rows
from roster287.resolve.spelling import Roster, Spelling
from roster287.resolve.upset import Swap
from roster287.vocabulary.names import fold

FEW = 5
"""Fewer rows than this set no list aside."""
THERE, HERE = 1, 2
"""The two lists, as `Spelling.seen` counts them."""

Agreement = tuple[str | None, str, str | None]
"""State, name of the agency, model."""


def gone_rows(swap: Swap, parsed: Rows, roster: Roster) -> set[int]:
    """Those that went with a swap; none where they are few.

    A row that names no state or no agency is of no agreement. One whose agency comes with another model is not gone,
    nor one in whose stead another name comes, with its model and signing date, that `compare` calls the same.
    """
    there, here = _by_agreement(swap.gone, parsed), _by_agreement(swap.come, parsed)
    left = {agreement for agreement in there.keys() - here.keys() if agreement[0] and agreement[1]}
    if sum(len(there[agreement]) for agreement in left) < FEW:
        return set()
    stay = _by_agreement(swap.stay, parsed)
    new = here.keys() - there.keys() - stay.keys()
    instead = {(state, name) for state, name, _ in new}
    comes = defaultdict[tuple[str | None, str | None, str | None], list[Spelling]](list)
    for agreement in new:
        state, _, model = agreement
        spelling = _spelling(agreement, here[agreement], parsed, HERE)
        for signed in {parsed[n].signed for n in here[agreement]}:
            comes[state, model, signed].append(spelling)
    gone = set[int]()
    for agreement in left - stay.keys():
        state, name, model = agreement
        one = _spelling(agreement, there[agreement], parsed, THERE)
        others = (other for n in there[agreement] for other in comes[state, model, parsed[n].signed])
        if (state, name) not in instead and not any(compare(one, other, roster).verdict == "same" for other in others):
            gone.update(there[agreement])
    return gone


def _by_agreement(rows: Iterable[int], parsed: Rows) -> dict[Agreement, list[int]]:
    found = defaultdict[Agreement, list[int]](list)
    for n in rows:
        row = parsed[n]
        found[row.state, fold(row.agency, row.state), row.model].append(n)
    return found


def _spelling(agreement: Agreement, numbers: Iterable[int], parsed: Rows, seen: int) -> Spelling:
    """What one list says of an agreement, for a comparison of names."""
    rows = [parsed[n] for n in numbers]
    return Spelling(
        state=agreement[0] or "",
        name=min(row.agency for row in rows),
        fold=agreement[1],
        counties=tuple(sorted({row.county for row in rows if row.county})),
        models=frozenset(row.model for row in rows if row.model),
        signings=frozenset((row.model, row.signed) for row in rows if row.model and row.signed),
        documents=frozenset(row.moa_url for row in rows if row.moa_url),
        seen=seen,
    )
