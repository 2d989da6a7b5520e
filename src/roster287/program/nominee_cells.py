"""What the cells of a roster say: yes or no, an outcome, a mark. Nothing of a cell is kept.

A reading is one of a closed set of words or a number; the text of a cell never leaves the modules that read it, so
no message, log or answer can carry a name that stood in the wrong column. The words are
`curation/nominees_words.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Literal, cast

from roster287.program import curated

Meaning = Literal["yes", "no", "pending", "done", "both", "unread", "blank"]
"""What a cell can mean, and a word of the table but for `both`. `done`: finished, its outcome not told; `unread`: it
settles nothing."""

LONGEST = 120
"""A cell that is longer is a remark and is not read."""

_DATE = re.compile(r"\b\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b")
_DROPPED = re.compile(r"[.'\u2019]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_PIECES = re.compile(r"[/,;()|]|\s[-–—]\s")
_JOINTS = re.compile(r"\b(?:and|or|but|y|o|pero)\b")
_SCORE = re.compile(r"(\d{1,3}(?:[.,]\d+)?) ?(%|percent|per cent|por ciento|/ ?100)?")


def plain(value: object) -> str:
    """The text of a cell in small letters without accents, with single spaces and nothing at its ends."""
    text = value if isinstance(value, str) else _text(value)
    if text.isascii():
        return " ".join(text[: LONGEST + 1].lower().split())
    text = unicodedata.normalize("NFKD", text[: LONGEST + 1])
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).casefold().split())


def key(text: str) -> str:
    """A plain text as words alone, for look-up: `U.S. citizen?` and `us citizen` are one."""
    return _NOT_WORD.sub(" ", _DROPPED.sub("", text)).strip()


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing, or only what people write for nothing."""
    return value is None or value == "" or words("").get(plain(value)) == "blank"


def meaning(value: object, column: str) -> Meaning:
    """What a cell says under a heading that asks yes or no, or for an outcome.

    `both` is a yes and a no in one cell. A date beside a word does not change it; a date alone is `done`.
    """
    if isinstance(value, date):
        return "done"
    text = plain(value)
    if len(text) > LONGEST:
        return "unread"
    known = words(column)
    if not text or text in known:
        return known.get(text, "blank")
    if "?" in text:  # an answer that is doubted
        return "unread"
    bare = _DATE.sub(" ", text)
    whole = key(bare)
    if not whole and bare != text:
        return "done"
    if whole in known:
        return known[whole]
    pieces = {said for part in _PIECES.split(bare) for said in _piece(part, known)}
    if {"yes", "no"} <= pieces:
        return "both"
    return pieces.pop() if len(pieces) == 1 else "unread"


def _piece(text: str, known: dict[str, Meaning]) -> set[Meaning]:
    whole = key(text)
    if not whole or whole in known:
        return {known[whole]} if whole else set()
    return {known.get(part, "unread") for part in map(key, _JOINTS.split(text)) if part}


def score(value: object) -> float | None:
    """A mark in per cent, from `85`, `85%`, `85,5 %` or `0.85`; None where it is none."""
    if isinstance(value, bool | date):
        return None
    match = _SCORE.fullmatch(plain(value))
    if match is None:
        return None
    number = float(match[1].replace(",", "."))
    if number <= 1 and match[2] is None:
        return number * 100 if len(match[1]) > 1 else None
    return number if number <= 100 else None


@lru_cache(maxsize=64)
def words(column: str) -> dict[str, Meaning]:
    """Words and what they mean under one heading; a word for that column stands before one for all."""
    known: dict[str, Meaning] = {}
    own: dict[str, Meaning] = {}
    for row in curated.rows("nominees_words.csv"):
        columns = curated.codes(row["columns"])
        said = cast(Meaning, row["meaning"])
        if not columns or column in columns:
            text = plain(row["word"])
            (own if columns else known).update({text: said, **({key(text): said} if key(text) else {})})
    return {**known, **own}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
