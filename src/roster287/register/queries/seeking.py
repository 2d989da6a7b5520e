"""The words of a search and of the names that it is held against: one rule for `find` and for the site's own search.

    spelled    `Wells P.D.`                       →  wells police department
    own        all the words that an agency goes by, `desoto` for De Soto among them
    readings   what a text may mean: with its Spanish words in English, without its state, with two words as one
    needed     which of its words a name has to have

The browser's part is in `static/js/seek.js`, which has these tables from the index of the site; a test asks both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from roster287.errors import UsageError
from roster287.places.keys import spaced
from roster287.vocabulary import question
from roster287.vocabulary.abbreviations import ANYWHERE, BEARINGS, MISPRINTS
from roster287.vocabulary.bodies import AREAS, BODIES, KIND_OF, TOWNS, UNSAID, heart
from roster287.vocabulary.names import fold
from roster287.vocabulary.states import state_name
from roster287.vocabulary.typed import (
    SPANISH_TOWNS,
    english,
    initials,
    short_states,
    state_words,
    typed_state,
    without_zip,
)

MEANS = {
    **{word: "sheriffs" if full == "sheriff" else full for word, full in {**MISPRINTS, **ANYWHERE}.items()},
    "so": "sheriffs office", "co": "county", "sheriff": "sheriffs",
}  # fmt: skip
"""What a word that is typed or printed stands for."""

_ENDS = frozenset({*AREAS, *BODIES, *UNSAID})
_DOTTED = re.compile(r"\b([a-z])\.(?=[a-z]\b)", re.I)
_PAIRED = 8
"""Of so many words at the most are two taken as one."""


class Reading(NamedTuple):
    """What a text may mean: words, and the code of the state that stands behind them.

    Two words may be taken as one (`paired`); such a word is not held against words that are nearly it.
    """

    words: tuple[str, ...]
    state: str | None = None
    paired: bool = False


def tables() -> dict[str, Any]:
    """What the browser needs to go by the same rule."""
    return {
        "means": MEANS, "bearings": BEARINGS, "short": short_states(), "towns": TOWNS, "areas": AREAS,
        "bodies": BODIES, "unsaid": UNSAID, "spanish_towns": SPANISH_TOWNS,
    }  # fmt: skip


@lru_cache(maxsize=16384)
def spelled(text: str) -> tuple[str, ...]:
    """The folded words of a text, short forms and misprints written out."""
    words = spaced(_DOTTED.sub(r"\1", text)).split()
    if len(words) > 1 and len(words[1]) > 2:
        words[0] = BEARINGS.get(words[0], words[0])
    return tuple(full for word in words for full in MEANS.get(word, word).split())


def pairs(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Two neighbours as one word, with where the first stands; not those that say what a body is."""
    for at in range(len(words) - 1):
        if words[at] not in _ENDS and words[at + 1] not in _ENDS:
            yield at, words[at] + words[at + 1]


def with_pairs(words: Sequence[str]) -> set[str]:
    """The words, and each two neighbours as one."""
    return {*words, *(pair for _, pair in pairs(words))}


def further(name: str, spellings: Iterable[str], state: str) -> set[str]:
    """The words of an agency's other spellings, as printed and written out, beyond those of its name."""
    words = {word for one in (*spellings, name) for word in (*fold(one, state).split(), *spaced(one).split())}
    return words - set(spelled(name))


def readings(text: str) -> list[Reading]:
    """What a text may mean. Raises `UsageError` for one without words, or too long to be a name."""
    if not text.strip():
        raise UsageError("Nothing to find.", "Give a name, a town or a county: `roster287 find wells`.")
    if len(text.strip()) > question.LONGEST:
        raise UsageError(
            f"That is longer than {question.LONGEST} characters.",
            "Give a name, a town or a county: `roster287 find wells`.",
        )
    typed = without_zip(text)
    told = [typed, english(typed)]
    told += [KIND_OF.sub("", one.lower().strip()) for one in told]
    ways = [tuple(spaced(one).split()) for one in told]
    if not typed_state(typed):
        ways += map(spelled, told)
    ways += map(_states_in_full, told)
    found: dict[Reading, None] = {}
    for words in filter(None, dict.fromkeys(ways)):
        name, state = state_words(words) if not typed_state(" ".join(words)) else (words, None)
        for one in (Reading(words), *([Reading(name, state)] if state else [])):
            found[one] = None
            for at, pair in pairs(one.words) if len(one.words) <= _PAIRED else ():
                found[one._replace(words=(*one.words[:at], pair, *one.words[at + 2 :]), paired=True)] = None
    return list(found)


def _states_in_full(text: str) -> tuple[str, ...]:
    """The words with the states in full that newspapers shorten to one word."""
    short = short_states()
    return tuple(
        part
        for word in (spelled(text) if not typed_state(text) else spaced(text).split())
        for part in (spelled(state_name(short[word])) if len(word) > 2 and word in short else (word,))
    )


def own_words(name: str, spellings: Iterable[str], state: str) -> set[str]:
    """All the words that an agency goes by, two neighbours of its name as one among them."""
    return with_pairs(spelled(name)) | further(name, spellings, state)


def short_forms(name: str, state: str) -> frozenset[str]:
    """The initials that an agency goes by, of its name and of its place alone: `UCF`; `state` as for `initials`."""
    place = heart(spelled(name))
    return initials([spaced(name), *map(spaced, name.split(",")[1:]), *([" ".join(place)] if place[2:] else [])], state)


def needed(words: Sequence[str]) -> list[str]:
    """The words that a name has to have; `office` goes without saying behind `sheriffs`."""
    unsaid = {*UNSAID, *(("office", "department") if "sheriffs" in words else ())}
    return [word for word in words if word not in unsaid] or list(words)


def reach(word: str) -> int:
    """How many letters a word may be off."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2
