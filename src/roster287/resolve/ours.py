"""Events of cause `record`: what our decisions changed, told apart from what ICE's lists changed.

A judgement that the rules, or an earlier one, had come to changes nothing and makes no event. One that is undone by a
later one stays told, and so is what undid it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from roster287.curation import Correction
from roster287.resolve.agencies import Agency
from roster287.resolve.event import Event, Listings
from roster287.resolve.identity import Identity
from roster287.resolve.presence import first
from roster287.vocabulary.names import slug

Proof = tuple[tuple[str, int | None], ...]


def tell_ours(
    agencies: Sequence[Agency],
    identity: Identity,
    applied: Mapping[int, Sequence[Correction]],
    participating: Listings,
    pending: Listings,
) -> Iterator[Event]:
    """Merges and splits by judgement, and corrections, each dated by its decision."""
    owner = {row: agency for agency in agencies for row in agency.rows}

    def proof(rows: Sequence[int]) -> Proof:
        for listings in (participating, pending):
            here = [row for row in rows if row in listings.masks]
            if here:
                ordinal = min(first(listings.masks[row]) for row in here)
                return listings.proof(here, ordinal)
        return ()

    told: Counter[tuple[str, str, tuple[str, str, str]]] = Counter()
    for judgement in identity.turned:
        state, one, other = judgement.pair
        rows = identity.rows[state, one], identity.rows[state, other]
        kind = "merged" if judgement.verdict == "same" else "split"
        told[judgement.when, kind, judgement.pair] += 1
        again = told[judgement.when, kind, judgement.pair]
        key = f"{slug(state, judgement.left)}+{slug(state, judgement.right)}" + (f"+{again}" if again > 1 else "")
        yield Event(
            kind, owner[rows[0][0]], None, None, {"name": judgement.left}, {"name": judgement.right}, None,
            proof(rows[0]) + proof(rows[1]), {"key": key, "why": judgement.why}, "record", judgement.when,
        )  # fmt: skip
    by_correction: dict[Correction, list[int]] = {}
    for row, corrections in applied.items():
        for correction in corrections:
            if row in owner:
                by_correction.setdefault(correction, []).append(row)
    same: dict[tuple[str, ...], list[tuple[str, Correction]]] = {}
    for correction, found in by_correction.items():
        agency_id, named = owner[found[0]].agency_id, slug(correction.state, correction.agency)
        whose = named if named != agency_id else ""
        key = "/".join(x for x in (correction.field, correction.model, correction.signed, whose) if x)
        what = correction._replace(agency="", who="", why="", evidence="")
        same.setdefault((agency_id, *what), []).append((key, correction))
    for several in same.values():
        key, correction = min(several)
        proofs = dict.fromkeys(one for _, each in sorted(several) for one in proof(by_correction[each]))
        yield Event(
            "corrected", owner[by_correction[correction][0]], correction.model or None, None,
            {correction.field: correction.printed}, {correction.field: correction.corrected or None}, None,
            tuple(proofs), {"key": key, "why": correction.why}, "record", correction.when,
        )  # fmt: skip
