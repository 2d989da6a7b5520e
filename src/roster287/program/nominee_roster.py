"""A roster of nominees from a CSV file or an .xlsx workbook: which column shows what, and the rows.

The heading row is the one among the first that names most things; headings are `curation/nominees_headings.csv`. The
column of names is known only so that a row without a nominee can be told apart; it is never read beyond whether it is
blank. No error says the name of the file, of a sheet, or the text of a cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from roster287.errors import UsageError
from roster287.program import curated
from roster287.program.nominee_cells import is_blank, key, plain
from roster287.read.container import MAX_FILE, NotAListError, refusal
from roster287.read.page_table import decoded
from roster287.read.sheet_xml import column_letters
from roster287.read.workbook import open_workbook
from roster287.vocabulary.text import closest

NOMINEE = "nominee"
"""The column that names the nominee."""

_LOOK_AT = 25
_DELIMITERS = ",;\t|"
_REMARK = re.compile(
    r"\s*[(\[]\s*(?:y ?/ ?n|yes ?/ ?no|yes or no|si? ?/ ?no?|si o no|mm/dd/yyyy|dd/mm/yyyy|yyyy-mm-dd|date|fecha|"
    r"required|optional|obligatorio|opcional)\s*[)\]]\s*|[*:?¿]+"
)
_NUMBERED = re.compile(r"(.+?) ?#? ?(\d{1,2})")
_LONG_ENOUGH = 8
"""Shorter headings must be exact: one letter makes another word of them."""

Grid = Sequence[Sequence[object]]


class Roster(NamedTuple):
    """The rows of a roster. `columns` maps (column, number) to its places in a row; a heading without a number is 0.

    `lines` holds (row number as a spreadsheet shows it, cells). `unused` are the letters of columns whose heading says
    nothing this check knows; `left_out` the rows that hold something, but no nominee.
    """

    columns: dict[tuple[str, int], tuple[int, ...]]
    lines: list[tuple[int, Sequence[object]]]
    unused: tuple[str, ...]
    left_out: tuple[int, ...]

    def places(self, column: str) -> tuple[int, ...]:
        """Where a row has the cells of a column, whatever its number."""
        return tuple(place for (name, _), places in self.columns.items() if name == column for place in places)


def read_roster(path: str | Path) -> Roster:
    """The roster in a file. Raises `UsageError` where it cannot be read or no heading says anything known."""
    data = _bytes(path)
    grids = _workbook(data) if data.startswith(b"PK\x03\x04") else _delimited(data)
    best: tuple[int, int, Grid] | None = None
    for grid in grids:
        found, at = _heading_row(grid)
        if found and (best is None or found > best[0]):
            best = (found, at, grid)
    if best is None:
        raise UsageError(
            "No heading in the file is one that this check knows.",
            "`roster287 nominees template --model M` prints the columns it reads.",
        )
    roster = _roster(best[2], best[1])
    if not data.startswith(b"PK\x03\x04"):
        _refuse_shifted(roster, len(best[2][best[1]]))
    return roster


@lru_cache(maxsize=1)
def headings() -> dict[str, str]:
    """The headings that are known, as words alone, and the column each stands for."""
    return {key(plain(row["heading"])): row["column"] for row in curated.rows("nominees_headings.csv")}


def column_of(heading: object) -> tuple[str, int] | None:
    """The column that a heading names and its number, or None.

    Case, accents, punctuation and remarks such as (yes/no) do not count; a long heading may be a letter or two off.
    """
    text = plain(heading)
    known = headings()
    for words in (key(text), key(_REMARK.sub(" ", text))):
        if words in known:
            return known[words], 0
        match = _NUMBERED.fullmatch(words)
        if match and match[1] in known:
            return known[match[1]], int(match[2])
    if len(words) < _LONG_ENOUGH:
        return None
    near = closest(words, {heading: column for heading, column in known.items() if len(heading) >= _LONG_ENOUGH})
    return (near, 0) if near is not None else None


def _refuse_shifted(roster: Roster, headings: int) -> None:
    """Raise `UsageError` where a line of text has more cells than there are headings: they would be read as others."""
    for number, cells in roster.lines:
        if not all(is_blank(cell) for cell in cells[headings:]):
            raise UsageError(
                f"Row {number} has more cells than there are headings, so that they cannot be told apart.",
                'What has a comma in it stands in quotes in a CSV file, such as "2,5".',
            )


def _bytes(path: str | Path) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except (OSError, ValueError):
        raise UsageError("The roster could not be opened.", "Check that the file is there and may be read.") from None
    if len(data) > MAX_FILE:
        raise UsageError(f"The roster is larger than {MAX_FILE >> 20} MB.", "Give it in parts.")
    return data


def _workbook(data: bytes) -> list[Grid]:
    try:
        return [sheet.cells for sheet in open_workbook(data).sheets if not sheet.hidden]
    except NotAListError:
        raise UsageError("The workbook cannot be read.", "Save the roster again as .xlsx or as CSV.") from None


def _delimited(data: bytes) -> list[Grid]:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and (refusal(data) is not None or b"\x00" in data):
        raise UsageError("The file is no roster in CSV or .xlsx.", "Save the roster as .xlsx or as CSV.")
    text = data.decode("utf-16", "replace") if wide else decoded(data)
    found: list[Grid] = []
    for delimiter in _DELIMITERS:
        if delimiter in text:
            try:
                found.append(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
            except csv.Error:
                continue
    return found or [[[line] for line in text.splitlines()]]


def _heading_row(grid: Grid) -> tuple[int, int]:
    """How many things the best heading row names, names of nominees apart, and where it is."""
    best = (0, 0)
    for at, cells in enumerate(grid[:_LOOK_AT]):
        named = {column for cell in cells if cell != "" and (column := column_of(cell)) and column[0] != NOMINEE}
        if len(named) > best[0]:
            best = (len(named), at)
    return best


def _roster(grid: Grid, at: int) -> Roster:
    columns: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    unused = []
    for place, cell in enumerate(grid[at]):
        column = column_of(cell) if cell != "" else None
        if column is not None:
            columns[column].append(place)
        elif cell != "":
            unused.append(column_letters(place))
    names = [place for (name, _), places in columns.items() if name == NOMINEE for place in places]
    asked = [place for (name, _), places in columns.items() if name != NOMINEE for place in places]
    lines, left_out = [], []
    for number, cells in enumerate(grid[at + 1 :], start=at + 2):
        if all(cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            continue
        width = len(cells)
        nameless = bool(names) and all(place >= width or is_blank(cells[place]) for place in names)
        if nameless and all(place >= width or is_blank(cells[place]) for place in asked):
            left_out.append(number)
        else:
            lines.append((number, cells))
    return Roster({name: tuple(places) for name, places in columns.items()}, lines, tuple(unused), tuple(left_out))
