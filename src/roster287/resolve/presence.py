"""Where a row stands in the sequence of lists: one bit a publication, the first list the lowest bit.

A whole history of presence is then one integer, and gaps, overlaps and hand-overs are arithmetic.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from roster287.resolve.publications import Publication

Masks = Mapping[int, int]
"""By row number, the publications of one sequence that print it."""


def masks(publications: Sequence[Publication], wanted: Collection[int] | None = None) -> dict[int, int]:
    """For each row number (or each of those wanted), the publications of this sequence that print it."""
    found: dict[int, int] = {}
    only = None if wanted is None else frozenset(wanted)
    stands = frozenset[int]()
    for ordinal, publication in enumerate(publications):
        rows = publication.facts.layout.rows
        here = frozenset(rows) if only is None else only.intersection(rows)
        for row in here ^ stands:  # a run is the bits below its end without those below its beginning
            found[row] = found.get(row, 0) ^ ((1 << ordinal) - 1)
        stands = here
    for row in stands:
        found[row] ^= (1 << len(publications)) - 1
    return found


def first(mask: int) -> int:
    """The lowest ordinal in a mask that is not empty."""
    return (mask & -mask).bit_length() - 1


def last(mask: int) -> int:
    """The highest ordinal in a mask that is not empty."""
    return mask.bit_length() - 1


def union(parts: Iterable[int]) -> int:
    """Where any of the parts stands."""
    whole = 0
    for part in parts:
        whole |= part
    return whole


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """The unbroken stretches of a mask: (first ordinal, last ordinal), in order."""
    at = 0
    while mask:
        skip = (mask & -mask).bit_length() - 1
        mask >>= skip
        at += skip
        length = (~mask & (mask + 1)).bit_length() - 1
        yield at, at + length - 1
        mask >>= length
        at += length
