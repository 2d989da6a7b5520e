"""How wide words are, and where they break, for drawings that are made without a browser.

Widths are those of a plain sans-serif (the metrics of Helvetica, to the hundredth of the type size); other sans-serifs
differ by a few parts in a hundred, which callers leave room for.
"""

from __future__ import annotations

from functools import lru_cache

_WIDTHS = {
    22: "ijl'",
    28: " !,./:;It[]|fIr·",
    33: '()-`"*°',
    50: "cksvxyzJ",
    56: "0123456789abdeghnopqu$?_L#«»",
    61: "FTZ~+<>=–",
    67: "ABEKPSVXY&",
    72: "CDHNRUw",
    78: "GOQ",
    83: "m",
    94: "M%W",
    100: "—@…",
}
_OF = {letter: size / 100 for size, letters in _WIDTHS.items() for letter in letters}
_ACCENTS = str.maketrans("áéíóúüñÁÉÍÓÚÜÑàèìòùâêîôûöä", "aeiouunAEIOUUNaeiouaeiouoa")


def width(words: str, size: float, *, bold: bool = False) -> float:
    """How wide some words are at a type size, in the unit of the size. Unknown letters count as wide ones."""
    return _wide(words) * size * (1.06 if bold else 1.0)


@lru_cache(maxsize=2**13)
def _wide(words: str) -> float:
    """How wide words are at the size 1: kept, since the same are lettered in several drawings."""
    return sum(_OF.get(letter, 0.7) for letter in words.translate(_ACCENTS))


def lines(words: str, size: float, room: float, *, bold: bool = False, most: int = 99) -> list[str]:
    """Words broken into lines no wider than `room`; the last of `most` lines ends in … when there are more.

    A single word that is too wide is cut.
    """
    out: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            out.append(line)
        line = shortened(word, size, room, bold=bold)
    out.append(line)
    if len(out) > most:
        return [*out[: most - 1], shortened(f"{out[most - 1]} {out[most]}", size, room, bold=bold)]
    return out


def shortened(words: str, size: float, room: float, *, bold: bool = False) -> str:
    """Words that fit into `room`, with … for what does not."""
    if width(words, size, bold=bold) <= room:
        return words
    while words and width(f"{words}…", size, bold=bold) > room:
        words = words[:-1]
    return f"{words.rstrip(' ,;:.')}…"
