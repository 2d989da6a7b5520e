"""Events of cause `record`: what our decisions changed, told apart from what ICE's lists changed.

A judgement that the rules would have come to by themselves changes nothing and makes no event. One that is superseded
keeps its event, and what takes it back has its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from roster287.curation import Correction, Judgement
from roster287.resolve.agencies import Agency
from roster287.resolve.compare import Comparison
from roster287.resolve.corrections import Rows
from roster287.resolve.event import Event, Listings
from roster287.resolve.identity import Pair
from roster287.resolve.presence import first
from roster287.vocabulary.names import fold, slug

Proof = tuple[tuple[str, int | None], ...]


def tell_ours(
    agencies: Sequence[Agency],
    parsed: Rows,
    judgements: Iterable[Judgement],
    by_rule: Mapping[Pair, Comparison],
    applied: Mapping[int, Sequence[Correction]],
    participating: Listings,
    pending: Listings,
) -> Iterator[Event]:
    """Merges and splits by judgement, and corrections, each dated by its decision."""
    owner = {row: agency for agency in agencies for row in agency.rows}
    by_fold: dict[tuple[str | None, str], list[int]] = {}
    for row in owner:
        by_fold.setdefault((parsed[row].state, fold(parsed[row].agency, parsed[row].state)), []).append(row)

    def proof(rows: Sequence[int]) -> Proof:
        for listings in (participating, pending):
            here = [row for row in rows if row in listings.masks]
            if here:
                ordinal = min(first(listings.masks[row]) for row in here)
                return listings.proof(here, ordinal)
        return ()

    for judgement, kind, time in _turns(judgements, by_rule):
        state, one, other = judgement.pair
        rows = by_fold.get((state, one), []), by_fold.get((state, other), [])
        if all(rows):
            names = [slug(state, judgement.left), slug(state, judgement.right)]
            key = "+".join([*names, str(time)] if time > 1 else names)
            yield Event(
                kind, owner[rows[0][0]], None, None, {"name": judgement.left}, {"name": judgement.right}, None,
                proof(rows[0]) + proof(rows[1]), {"key": key, "why": judgement.why}, "record", judgement.when,
            )  # fmt: skip
    by_correction: dict[Correction, list[int]] = {}
    for row, corrections in applied.items():
        for correction in corrections:
            if row in owner:
                by_correction.setdefault(correction, []).append(row)
    for correction, found in sorted(by_correction.items()):
        agency = owner[found[0]]
        named = slug(correction.state, correction.agency)
        whose = named if named != agency.agency_id else ""
        key = "/".join(x for x in (correction.field, correction.model, correction.signed, whose) if x)
        yield Event(
            "corrected", agency, correction.model or None, None, {correction.field: correction.printed},
            {correction.field: correction.corrected}, None, proof(found), {"key": key, "why": correction.why}, "record",
            correction.when,
        )  # fmt: skip


def _turns(judgements: Iterable[Judgement], by_rule: Mapping[Pair, Comparison]) -> Iterator[tuple[Judgement, str, int]]:
    """Each judgement that joined or parted two names which were not so before, and the how manieth of its day it is.

    What the rules say is how things were before the first; each further one is held against the one before.
    """
    joined = {pair: rule.verdict == "same" for pair, rule in by_rule.items()}
    times: Counter[tuple[Pair, str, str]] = Counter()
    for judgement in judgements:
        pair, join = judgement.pair, judgement.verdict == "same"
        if joined.get(pair, join) != join:
            joined[pair] = join
            kind = "merged" if join else "split"
            times[pair, kind, judgement.when] += 1
            yield judgement, kind, times[pair, kind, judgement.when]
