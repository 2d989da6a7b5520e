"""How rows are stored: each distinct row as a line, and a file's rows as a few bytes that number them."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import sub
from typing import Any

from roster287.model import Layout, Row


def pack(layout: Layout) -> bytes:
    """The layout as bytes; the same layout always gives the same bytes."""
    numbers = array("I", map(sub, layout.at, (0, *layout.at))) + layout.rows
    if sys.byteorder == "big":
        numbers.byteswap()
    return zlib.compress(numbers.tobytes(), 1)


def unpack(data: bytes) -> Layout:
    """The layout that `pack` made these bytes of."""
    numbers = array("I", zlib.decompress(data))
    if sys.byteorder == "big":
        numbers.byteswap()
    half = len(numbers) // 2
    return Layout.of(accumulate(numbers[:half]), numbers[half:])


def cells_of(row: Row) -> tuple[str, ...]:
    """A row as a line of the table `rows`, without its number."""
    return (*row[:8], _written(row.moa_targets), _written(row.addendum_targets))


def row_of(line: Sequence[Any]) -> Row:
    """The row that a line of the table `rows` holds, its number first."""
    _, *cells, moa, addendum = line
    return Row._make([*cells, _targets(moa), _targets(addendum)])


@lru_cache(maxsize=16384)
def _written(targets: tuple[str, ...]) -> str:
    return json.dumps(targets)


@lru_cache(maxsize=16384)
def _targets(text: str) -> tuple[str, ...]:
    """Rows share most of their targets, and most have none in one of the two cells."""
    return tuple(json.loads(text))
