"""One spelling for the name of a place, so that `St. Louis`, `Saint Louis` and `SAINT-LOUIS` meet.

So do `Middleboro` and `Middleborough`, which stay two in an address of the site (`spaced`).

A key is compact: lower-case ASCII letters and digits without spaces, so that `La Salle` and `LaSalle`,
`De Kalb` and `DeKalb` meet too; `the` is no part of it (`The Dalles`, `Lake of the Woods`). It is a key within
one state and one table, never a name to show.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʻʼ`´"), "")
_BREAKS = re.compile(r"[^a-z0-9\n]+")
_SHORT = (
    (re.compile(r"\bst\b"), "saint"),
    (re.compile(r"\bste\b"), "sainte"),
    (re.compile(r"\bmt\b"), "mount"),
    (re.compile(r"\bft\b"), "fort"),
    (re.compile(r"\bthe +"), ""),
)

_BOROUGH = re.compile(r"(?<=[a-z])borough\b")


def spaced_column(names: list[str]) -> list[str]:
    """The names folded word by word, spaces kept: a whole column in a few passes over one text."""
    text = "\n".join(names)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = "".join(c for c in text if c.isascii())
    text = text.lower().replace("'", "").replace("`", "").replace("&", " and ")
    text = _BREAKS.sub(" ", text)
    for short, full in _SHORT:
        text = short.sub(full, text)
    return text.split("\n") if names else []


def key_column(names: list[str]) -> list[str]:
    """The keys of a whole column of names."""
    return _compact("\n".join(spaced_column(names))).split("\n") if names else []


@lru_cache(maxsize=16384)
def spaced(name: str) -> str:
    """The name folded word by word."""
    return " ".join(spaced_column([name.replace("\n", " ")])[0].split())


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """The compact key of one name."""
    return _compact(spaced(name))


def _compact(words: str) -> str:
    return _BOROUGH.sub("boro", words).replace(" ", "")
