"""Where the real lists are on this computer, if they are there, their rows, and the mark for tests that need them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from roster287.model import Row
from roster287.read import read


def _find() -> Path | None:
    for folder in Path(__file__).resolve().parents:
        lists = folder / "shared" / "data" / "lists"
        if lists.is_dir():
            return lists
    return None


LISTS: Path | None = _find()
"""The folder `lists` of the shared data, beside the project; None on a computer that does not have it."""

WORKBOOKS: tuple[Path, ...] = () if LISTS is None else tuple(sorted(LISTS.glob("*Agencies/*.xlsx")))
PAGES: tuple[Path, ...] = () if LISTS is None else tuple(sorted(LISTS.glob("pages/page-table-*.csv")))

needs_lists = pytest.mark.skipif(
    LISTS is None,
    reason="LEFT OUT: the real lists (../shared/data/lists beside the project) are not on this computer",
)


@cache
def printed_rows() -> Counter[Row]:
    """Every distinct row of the real workbooks, and how often it is printed; read once a worker."""
    return Counter(row for path in WORKBOOKS for _, row in read(path.read_bytes(), path.name).rows)
