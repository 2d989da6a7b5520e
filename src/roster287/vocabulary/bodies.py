"""The words that say what a body or a place is, not which: `police in Tampa` and `Tampa Police Department` are Tampa's.

heart          city of miami police department  →  miami
without_body   `sheriff of York County, Maine`  →  `york county, maine`
as_place       whether a place is typed with its kind: `York County`, `city of Tampa`
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from roster287.vocabulary.typed import LITTLE, english, plain, state_words

TOWNS = ("city", "town", "village", "municipality")
AREAS = ("county", "parish", "borough", "township")
BODIES = (
    "police", "department", "dept", "pd", "sheriffs", "sheriff", "office", "public", "safety", "marshal", "marshals",
    "constable", "constables", "corrections", "jail", "jails", "prison", "detention", "correctional", "center",
    "facility", "agency", "division", "bureau", "law", "enforcement", "cops",
)  # fmt: skip
UNSAID = (*sorted(LITTLE), "in")
"""Words that need not be in a name."""

KIND_OF = re.compile(rf"^(?:{'|'.join((*TOWNS, *AREAS))}) of ")
_KIND = re.compile(rf"{KIND_OF.pattern}| (?:{'|'.join((*TOWNS, *AREAS))})$")


def heart(words: Sequence[str], *, areas: bool = False) -> tuple[str, ...]:
    """The words that say whose a body is: of its place, as a rule. All of them where none is left.

    With `areas` the kind of an area is kept: `york county` of `york county jail`.
    """
    ends = {*BODIES, *UNSAID, *(() if areas else AREAS)}
    start, end = 0, len(words)
    while end > start and words[end - 1] in ends:
        end -= 1
    while start < end and words[start] in ends:
        start += 1
    if end - start > 2 and words[start] in TOWNS and words[start + 1] == "of":
        start += 2
    return tuple(words[start:end]) or tuple(words)


def without_body(text: str) -> str:
    """A text without the words that say what a body is, in English; unchanged where it has none, or nothing else.

    A state may stand behind them: `york county maine` of `York County sheriff Maine`.
    """
    told = []
    for part in english(text).split(","):
        words = tuple(plain(part).split())
        left, _ = state_words(words)
        own = heart(left, areas=True)
        own = heart(words, areas=True) if own == left else (*own, *words[len(left) :])
        told.append(" ".join(own) if own != words else part.strip())
    return ", ".join(told)


def as_place(text: str) -> bool:
    """Whether a text names a place with its kind: `York County`, `city of Tampa`."""
    return any(_KIND.search(one.lower().strip()) for one in (text, english(text)))
