"""What a workbook would cost to lay out, before anything is: a small file can name a very large table.

    a rectangle    the cell reader lays out every sheet from A1 to its furthest cell
    shared texts   a long text is stored once and written out in every cell that points to it

Each check is cheap for a workbook as Excel writes it and exact for any other; what it cannot rule out it counts.
"""

from __future__ import annotations

import re

from roster287.read.container import NotAListError
from roster287.read.sheet_xml import cells_span, column_index

MAX_SHEETS = 100
MAX_CELLS = 2_000_000
MAX_TEXT = 256 * 1024 * 1024
"""ICE's lists lay out at most 12,000 cells and 1 MB of text."""

_SHORTEST_CELL = 20
_UNUSUAL_CELL = re.compile(rb'<c(?! r="[A-Z][0-9]{1,4}"(?: (?!r=)[a-z]{1,2}="[A-Za-z0-9]*")*/?>)')
_PREFIXED_CELL = re.compile(rb":c")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_ANY_REF = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_ATTRIBUTE = rb"""\s+(?!r\s*=)[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*')"""
_PLACE = rb"""\s+r\s*=\s*(?:"[A-Za-z0-9]*"|'[A-Za-z0-9]*')"""
_PLACED = rb"(?:" + _ATTRIBUTE + rb")*" + _PLACE
_BLANK_CELL = re.compile(rb"<c" + _PLACED + rb"(?:" + _ATTRIBUTE + rb")*\s*/>")
_BLANK_ROW = re.compile(rb"<row" + _PLACED + rb"(?:" + _ATTRIBUTE + rb")*\s*(?:/>|>\s*</row\s*>)")
_WITH_PLACE = re.compile(rb"<(?:c|row)" + _PLACED)
_CELL_OR_ROW = re.compile(rb"<(?:c|row)(?=[\s/>])")
_PREFIXED = re.compile(rb"<[^\s<>/]*:")
_NUMBER = re.compile(rb">\s*([0-9]{1,9})\s*<")


def check_bounds(sheets: list[bytes], shared: bytes) -> None:
    """Refuse sheets that would not fit in memory. `shared` is the XML of the shared texts."""
    if len(sheets) > MAX_SHEETS:
        raise NotAListError(f"The workbook has {len(sheets)} sheets, more than any list.")
    if not (len(sheets) == 1 and _is_compact(sheets[0])) and sum(map(_rectangle, sheets)) > MAX_CELLS:
        raise NotAListError("A cell of the workbook lies so far out that the sheets cannot be laid out.")
    longest = max(map(len, shared.split(b"</si>")))
    if longest * sum(map(len, sheets)) // _SHORTEST_CELL > MAX_TEXT and _written_out(sheets, shared) > MAX_TEXT:
        raise NotAListError("The workbook repeats a long text so often that it cannot be laid out.")


def _is_compact(xml: bytes) -> bool:
    """Whether every cell is written as Excel writes it and lies in columns A to Z and rows to 9999."""
    start, end = cells_span(xml)
    return _UNUSUAL_CELL.search(xml, start, end) is None and _PREFIXED_CELL.search(xml, start, end) is None


def _rectangle(xml: bytes) -> int:
    """How many cells the rectangle from A1 to the furthest row and column of a sheet has, at most.

    Cells and rows that hold nothing but a format do not count, unless others have their place by their order alone.
    """
    start, end = cells_span(xml)
    if b"<!" not in xml and _PREFIXED.search(xml, start, end) is None:
        filled = _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", xml[start:end]))
        if len(_WITH_PLACE.findall(filled)) == len(_CELL_OR_ROW.findall(filled)):
            xml, start, end = filled, 0, len(filled)
    rows, columns = xml.count(b"row", start, end), 0
    for letters, number in _ANY_REF.findall(xml, start, end):
        if len(number) > 7 or len(letters) > 3:
            return MAX_CELLS + 1
        rows = max(rows, int(number))
        if letters:
            columns = max(columns, column_index(letters.decode()) + 1)
    for row in xml[start:end].split(b"row"):
        columns = max(columns, len(_ANY_CELL.findall(row)))
    return rows * columns


def _written_out(sheets: list[bytes], shared: bytes) -> int:
    """How long all cells are together, at most: every number of a sheet is taken for the number of a text."""
    lengths = [len(text) for text in re.split(rb"</(?:\w+:)?si\s*>", shared)]
    total = 0
    for xml in sheets:
        if b"&#" in xml or b"<!" in xml:
            return MAX_TEXT + 1
        start, end = cells_span(xml)
        for number in _NUMBER.findall(xml, start, end):
            at = int(number)
            total += lengths[at] if at < len(lengths) else 0
    return total
