"""A file's rows as a few bytes: the sheet row and the number of each row, in the order of the sheet."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Sequence

Layout = tuple[tuple[int, int], ...]


def pack(layout: Sequence[tuple[int, int]]) -> bytes:
    """The layout as bytes; the same layout always gives the same bytes."""
    sheet_rows = [sheet_row for sheet_row, _ in layout]
    steps = [b - a for a, b in zip([0, *sheet_rows], sheet_rows, strict=False)]
    numbers = array("I", [*steps, *(row for _, row in layout)])
    if sys.byteorder == "big":
        numbers.byteswap()
    return zlib.compress(numbers.tobytes(), 6)


def unpack(data: bytes) -> Layout:
    """The layout that `pack` made these bytes of."""
    numbers = array("I")
    numbers.frombytes(zlib.decompress(data))
    if sys.byteorder == "big":
        numbers.byteswap()
    half = len(numbers) // 2
    out, at = [], 0
    for step, row in zip(numbers[:half], numbers[half:], strict=True):
        at += step
        out.append((at, row))
    return tuple(out)
