"""A table as people read it: columns in line, or where the terminal is too narrow for that, each row as a small list.

Its lines come one by one; thousands of rows print as fast as they are looked up (docs/decisions/0006-libraries.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from typer import style

GAP = "  "
WORD = 24
"""The longest word that is never broken to make a column narrower."""


def grid(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[bool],
    styles: Sequence[str],
    width: int,
    coloured: bool,
) -> Iterator[str]:
    """The lines of a table no wider than `width` letters; only long words of a list stay whole, to be copied.

    Of each column, `right` says whether it stands at the right, and `styles` how it looks where the table is `coloured`
    (`bold`, `dim`, a colour, or nothing). A cell is one line of text; what its column has no room for goes on below.
    """
    widths = _widths(
        [[heading, *cells] for heading, cells in zip(headings, zip(*rows, strict=True), strict=True)], width
    )
    styles = styles if coloured else [""] * len(styles)
    heads = "bold" if coloured else ""
    if widths:
        bold = [heads] * len(headings)
        yield from _row(headings, widths, right, bold)
        for row in rows:
            yield from _row(row, widths, right, styles)
        return
    most = max(map(length, headings))
    pair = [most, max(WORD, width - most - len(GAP))]
    for row in rows:
        for heading, cell, look in zip(headings, row, styles, strict=True):
            if cell:
                yield from _row((heading, cell), pair, (False, False), (heads, look), whole=True)
        yield ""


def _row(
    cells: Sequence[str], widths: Sequence[int], right: Sequence[bool], styles: Sequence[str], *, whole: bool = False
) -> Iterator[str]:
    wrapped = [_wrapped(cell, room, whole=whole) for cell, room in zip(cells, widths, strict=True)]
    for at in range(max(map(len, wrapped))):
        line = ""
        for parts, room, to_right, look in zip(wrapped, widths, right, styles, strict=True):
            part = parts[at] if at < len(parts) else ""
            blank = " " * (room - length(part))
            shown = _styled(part, look) if look and part else part
            line += f"{blank}{shown}{GAP}" if to_right else f"{shown}{blank}{GAP}"
        yield line.rstrip()


def _wrapped(cell: str, room: int, *, whole: bool) -> list[str]:
    if length(cell) <= room:
        return [cell]
    letters = room if cell.isascii() or max(map(length, cell)) == 1 else max(1, room // 2)
    return wrap(cell, letters, break_long_words=not whole, break_on_hyphens=False)


def _styled(text: str, look: str) -> str:
    return (
        style(text, bold=True) if look == "bold" else style(text, dim=True) if look == "dim" else style(text, fg=look)
    )


def length(text: str) -> int:
    """How many letters wide a text is on a terminal, where a Chinese letter takes two and an accent of its own none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """How wide each column is: as its longest cell, or less where they do not fit; none where words would be broken."""
    widths = [max(map(length, column)) for column in columns]
    room = width - len(GAP) * (len(columns) - 1)
    if sum(widths) <= room:
        return widths
    least = [min(WORD, max(length(word) for cell in column for word in cell.split() or [""])) for column in columns]
    if sum(least) > room:
        return []
    while sum(widths) > room:
        spare = [at for at in range(len(columns)) if widths[at] > least[at]]
        widths[max(spare, key=widths.__getitem__)] -= 1
    return widths
