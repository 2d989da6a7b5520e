"""What the cell reader leaves out, taken from a sheet's own XML: link targets, merged cells and error cells.

    <sheetData> ... <c r="D7" t="e"><v>#N/A</v></c>               -> errors: (7, 3, "#N/A")
                    <c r="G7"><f>HYPERLINK("https://...")</f></c> -> a target of G7
    <mergeCells>    <mergeCell ref="A2:A5"/>                      -> column 0, rows 2 to 5
    <hyperlinks>    <hyperlink ref="G7" r:id="rId3"/>             -> a target of G7: rId3 in the sheet's .rels
                    <hyperlink ref="G2:G3" location="Sheet2!A1"/>

python-calamine gives no hyperlinks and an empty string for an error; 41,761 COUNTY cells of ICE's lists are
`#N/A`. The XML is read with patterns for the one form that Excel writes, and a count proves that nothing
was left out; any other form goes through slower patterns that accept every quoting, order and prefix, cells that hold
formulas or are in another form through `read.told_cells`.

No pattern may cost more than the text is long, whoever wrote it: none runs over the `<` that begins the next tag,
but within quotes, and none tries a tag again once it is known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from roster287.read.container import NotAListError

MAX_PER_CELL = 50
MAX_RANGES = 200
"""No list has more than two links on a cell, or more than a few links over ranges of cells."""

_HYPERLINK_TYPE = b"/hyperlink"
_FAST_RELATION = re.compile(
    rb'<Relationship Id="([^"]*)" Type="[^"]*/hyperlink" Target="([^"]*)" TargetMode="External"/>'
)
_FAST_LINK = re.compile(
    rb'<hyperlink ref="([A-Z]{1,3})([0-9]{1,7})" r:id="([^"]*)"(?: (?:display|tooltip|xr:uid)="[^"]*")*/>'
)
ATTRIBUTES = r"""((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*/?>"""
RELATION = re.compile(r"<(?:\w+:)?Relationship\b" + ATTRIBUTES)
_ANY_LINK = re.compile(r"<(?:\w+:)?hyperlink\b" + ATTRIBUTES)
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])(?:(\w++):)?([\w.-]++)\s*+=\s*(?:"([^"]*)"|'([^']*)')""")
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s+ref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']""")
_CELL_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")

_CELLS_END = re.compile(rb"</\w+:sheetData\b|<(?:\w+:)?sheetData\s*/>")
_CELLS_START = re.compile(rb"<(?:\w+:)?sheetData\b")
_LONGEST_TAG = 400
_FAST_ERROR = re.compile(rb'<c r="([A-Z])([0-9]{1,7})"(?: s="[0-9]+")? t="e"><v>([^<]*)</v>')
_HYPERLINK_CALL = re.compile(r'HYPERLINK\(\s*"((?:[^"]|"")*)"\s*[,)]')
"""A call whose address is one text; one that is put together of several, or one call of several, is not worked out."""


class Link(NamedTuple):
    """One target of one range of cells; rows count from 1, columns from 0; the range is one cell as a rule."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    target: str


class SheetLinks(NamedTuple):
    """The links of a sheet: those of one cell by column and row, those of ranges, and those without target."""

    single: dict[int, dict[int, tuple[str, ...]]]
    ranges: list[Link]
    broken: list[str]


@lru_cache(maxsize=1024)
def column_index(letters: str) -> int:
    """The number of a column by its letters, from 0: A is 0, H is 7."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


@lru_cache(maxsize=1024)
def column_letters(index: int) -> str:
    """The letters of a column by its number from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cells_span(xml: bytes) -> tuple[int, int]:
    """Where the cells of a sheet begin and end; its links and settings follow."""
    end = xml.rfind(b"</sheetData")
    if end < 0:
        other = _CELLS_END.search(xml)
        end = other.start() if other else len(xml)
    start = _CELLS_START.search(xml, 0, end)
    return (start.start() if start else 0), end


def merged_down(xml: bytes) -> list[tuple[int, int, int]]:
    """Column (from 0), first and last row (from 1) of each cell that is merged over rows of one column."""
    tail = xml[cells_span(xml)[1] :]
    if b"mergeCell" not in tail:
        return []
    return [
        (_index(column), int(first), int(last))
        for column, first, to, last in _MERGED.findall(tail)
        if column == to and int(first) < int(last)
    ]


def error_cells(xml: bytes) -> list[tuple[int, int, str]]:
    """Row (from 1), column (from 0) and text of every cell that shows an error such as `#N/A`."""
    start, end = cells_span(xml)
    found: list[tuple[int, int, str]] = []
    at = xml.find(b"#", start, end)
    while at >= 0:
        tag = xml.rfind(b"<c", max(at - _LONGEST_TAG, start), at)
        cell = _FAST_ERROR.match(xml, tag) if tag >= 0 else None
        if cell is None or not cell.start(3) <= at < cell.end(3):
            from roster287.read.told_cells import told_cells

            return [(one.row, one.column, one.value) for one in told_cells(xml) if one.is_error]
        letters, row, text = cell.groups()
        found.append((int(row), _index(letters), _text(text)))
        at = xml.find(b"#", cell.end(), end)
    return found


def relations(rels: bytes) -> dict[bytes, str]:
    """The target of each external hyperlink of a sheet by relationship id."""
    fast = _FAST_RELATION.findall(rels)
    if len(fast) == rels.count(_HYPERLINK_TYPE):
        return {key: _text(target) for key, target in fast}
    found: dict[bytes, str] = {}
    for match in RELATION.finditer(rels.decode("utf-8", "replace")):
        given = attributes(match[1])
        if given.get("Type", "").endswith(_HYPERLINK_TYPE.decode()) and given.get("TargetMode") == "External":
            found[given.get("Id", "").encode()] = given.get("Target", "")
    return found


def links(xml: bytes, rels: bytes) -> SheetLinks:
    """Every link of a sheet, in the order of the file; a cell with two elements has two targets."""
    start, end = cells_span(xml)
    tail = xml[end:]
    result = SheetLinks({}, [], [])
    if b"hyperlink" in tail:
        targets = relations(rels) if rels else {}
        fast = _FAST_LINK.findall(tail)
        if len(fast) + 2 == tail.count(b"hyperlink"):
            _add_fast(fast, targets, result)
        else:
            for match in _ANY_LINK.finditer(tail.decode("utf-8", "replace")):
                _add_any(attributes(match[1]), targets, result)
    if xml.find(b"HYPERLINK(", start, end) >= 0:
        from roster287.read.told_cells import told_cells

        for one in told_cells(xml):
            if one.formula.count("HYPERLINK(") == 1 and (call := _HYPERLINK_CALL.search(one.formula)):
                _add(result, one.row, one.column, call[1].replace('""', '"'))
    return result


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag by local name; of two with the same name (`id`, `r:id`) the prefixed wins."""
    found: dict[str, str] = {}
    prefixed: dict[str, str] = {}
    for prefix, name, double, single in _ATTRIBUTE.findall(text):
        (prefixed if prefix else found)[name] = unescape(double or single)
    return {**found, **prefixed}


@lru_cache(maxsize=1024)
def _index(letters: bytes) -> int:
    return column_index(letters.decode())


@lru_cache(maxsize=65536)
def _text(content: bytes) -> str:
    """The text of an error or the target of a relation; lists share most of theirs, so each is understood once."""
    return unescape(content.decode("utf-8", "replace"))


def unescape(text: str) -> str:
    """The text with the entities of XML replaced; others stay, as they do not exist in XML."""
    if "&" not in text.replace("&amp;", ""):
        return text.replace("&amp;", "&")
    return _ENTITY.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] != "#":
        return _ENTITIES[name]
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(number) if 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"


def _add_fast(fast: list[tuple[bytes, bytes, bytes]], targets: dict[bytes, str], result: SheetLinks) -> None:
    """Add links of one cell each: all of a column at once where each has a target and no cell has two."""
    columns: defaultdict[bytes, list[tuple[bytes, bytes, bytes]]] = defaultdict(list)
    for link in fast:
        columns[link[0]].append(link)
    for letters, own in sorted(columns.items()):
        _, numbers, keys = zip(*own, strict=True)
        column = _index(letters)
        cells: dict[int, tuple[str, ...]] = dict(
            zip(map(int, numbers), zip(map(targets.get, keys, repeat("")), strict=True), strict=True)
        )
        if len(cells) == len(own) and ("",) not in cells.values():
            result.single[column] = cells
            continue
        for _, number, key in own:
            if target := targets.get(key):
                _add(result, int(number), column, target)
            else:
                result.broken.append((letters + number).decode())


def _add_any(given: dict[str, str], targets: dict[bytes, str], result: SheetLinks) -> None:
    """Add what one element says, whatever its form: a range, a place within the workbook, no target."""
    ref, location = given.get("ref", ""), given.get("location", "")
    target = targets.get(given.get("id", "").encode(), "")
    if not target and (not location or "id" in given):
        result.broken.append(ref)
        return
    if location:
        target = f"{target}#{location}"
    for part in ref.split():
        corners = [_CELL_REF.match(corner) for corner in part.split(":")]
        if len(corners) > 2 or not corners[0] or not corners[-1]:
            result.broken.append(part)
            continue
        rows = sorted((int(corners[0][2]), int(corners[-1][2])))
        columns = sorted((column_index(corners[0][1]), column_index(corners[-1][1])))
        if rows[0] == rows[1] and columns[0] == columns[1]:
            _add(result, rows[0], columns[0], target)
        else:
            if len(result.ranges) >= MAX_RANGES:
                raise NotAListError(f"More than {MAX_RANGES} links of the workbook lie over ranges of cells.")
            result.ranges.append(Link(rows[0], rows[1], columns[0], columns[1], target))


def _add(result: SheetLinks, row: int, column: int, target: str) -> None:
    """Add one target to a cell, after those it has; a target that it has already is not added again."""
    cells = result.single.setdefault(column, {})
    present = cells.get(row, ())
    if len(present) >= MAX_PER_CELL:
        raise NotAListError(f"The cell {column_letters(column)}{row} has more than {MAX_PER_CELL} links.")
    if target not in present:
        cells[row] = (*present, target)
