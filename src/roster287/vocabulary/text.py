"""Text keys: a printed text without the differences that mean nothing, and look-up that forgives a slip.

`tidy` is the one place that decides which characters count as a space; everything else calls it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Meaning = TypeVar("Meaning")

SHORT = 6
"""Words up to this length may differ by one letter, longer ones by two."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u2032\u00b4`"
_TO_TIDY = str.maketrans(
    {**dict.fromkeys(map(ord, _INVISIBLE)), **dict.fromkeys(map(ord, _APOSTROPHES), "'")},
)
_NOT_WORD = re.compile(r"[^A-Z0-9]+")


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """The text with its spacing tidied: any run of white space is one space, none at the ends.

    No-break spaces are spaces, zero-width characters are nothing, curly apostrophes are straight. Letters,
    digits and punctuation stay as printed.
    """
    return " ".join(text.translate(_TO_TIDY).split())


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """The text as capital letters and digits with single spaces, for look-up in a closed vocabulary."""
    return _NOT_WORD.sub(" ", tidy(text).upper().replace("'", "")).strip()


def closest(word: str, vocabulary: Mapping[str, Meaning]) -> Meaning | None:
    """The meaning of the one word of the vocabulary that `word` must have been, or None.

    None when nothing is near enough, and when another meaning is as near or nearly so: the runner-up must
    be two letters further away and out of reach itself. A word too many or too few is not a slip, a missing
    space is: `WESTVIRGINIA` has an answer, `VIRGINIA W` has none.
    """
    from rapidfuzz.distance import DamerauLevenshtein  # slow to import, and few words are misspelt

    best: Meaning | None = None
    best_word = ""
    nearest = rival = 99
    for known, meaning in vocabulary.items():
        distance = DamerauLevenshtein.distance(word, known, score_cutoff=4)
        if distance < nearest:
            if best is not None and meaning != best:
                rival = nearest
            best, best_word, nearest = meaning, known, distance
        elif meaning != best:
            rival = min(rival, distance)
    reach = 1 if len(word) <= SHORT else 2
    if nearest > reach or rival < nearest + 2 or rival <= reach:
        return None
    if word.count(" ") != best_word.count(" ") and word.replace(" ", "") != best_word.replace(" ", ""):
        return None
    return best
