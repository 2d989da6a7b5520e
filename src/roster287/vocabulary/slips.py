"""Slips of the pen between two words, and the name of a list that a word is a slip of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def squeeze(place: str) -> str:
    """A folded name without its spaces."""
    return place.replace(" ", "")


def nearest_name(word: str, there: Mapping[str, str], slips: int) -> str | None:
    """Of names by their squeezed form, the one within so many slips of a squeezed word; None if none or several."""
    if word in there:
        return there[word]
    far = near_names(word, there, slips)
    closest = min(far.values(), default=0)
    best = [name for name in far if far[name] == closest]
    return best[0] if len(best) == 1 else None


def near_names(word: str, there: Mapping[str, str], slips: int) -> dict[str, int]:
    """Of names by their squeezed form, all within so many slips of a squeezed word, each with its slips."""
    reach: Collection[str] = [known for known in there if abs(len(known) - len(word)) <= slips]
    far = {there[known]: slips_between(word, known, slips) for known in reach}
    return {name: apart for name, apart in far.items() if apart <= slips}


def slips_between(left: str, right: str, most: int | None = None) -> int:
    """Letters dropped, added, changed or swapped, be it with a letter further on (`Putman`, `Putnam`).

    With more than `most`, any number above it.
    """
    slips = OSA.distance(left, right, score_cutoff=None if most is None else max(most, 2))
    if slips == 2 and len(left) == len(right):
        apart = [at for at, (one, other) in enumerate(zip(left, right, strict=True)) if one != other]
        if len(apart) == 2 and (left[apart[0]], left[apart[1]]) == (right[apart[1]], right[apart[0]]):
            return 1
    return slips
