"""The words that say what a body or a place is, not which: `police in Tampa` and `Tampa Police Department` are Tampa's.

heart          city of miami police department  →  miami
without_body   `sheriff of York County, Maine`  →  `york county, maine`, and how else the rest may be read
as_place       whether a place is typed with its kind: `York County`, `city of Tampa`
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from roster287.vocabulary.typed import LITTLE, SPANISH, english, plain, state_words

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
_OF_PLACE = re.compile(
    rf"^(?:(?:(?:el|la) )?(?:(?:{'|'.join(word for word, told in SPANISH.items() if told in BODIES)}) )+(?:del?|en) )+"
)
"""Spanish words before the name of a place: `departamento de policia de`."""


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


def without_body(text: str) -> tuple[str, ...]:
    """What is left of a text without the words that say what a body is; nothing where it has none, or nothing else.

    Of the text as typed, whose name may have a Spanish word; without Spanish words before the name; and in English. A
    state may stand behind them: `york county maine` of `York County sheriff Maine`.
    """
    spanish = ", ".join(_OF_PLACE.sub("", plain(part)) for part in text.split(","))
    bare = dict.fromkeys(map(_bare, (text, spanish, english(text))))
    return tuple(one for one in bare if plain(one) != plain(text))


def _bare(text: str) -> str:
    told = []
    for part in text.split(","):
        words = tuple(plain(part).split())
        left, _ = state_words(words)
        own = heart(left, areas=True)
        own = heart(words, areas=True) if own == left else (*own, *words[len(left) :])
        told.append(" ".join(own) if own != words else part.strip())
    return ", ".join(told)


def as_place(text: str) -> bool:
    """Whether a text names a place with its kind: `York County`, `city of Tampa`."""
    return any(_KIND.search(one.lower().strip()) for one in (text, english(text)))
