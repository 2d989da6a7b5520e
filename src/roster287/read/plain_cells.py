"""The cells of a sheet in the one form that Excel writes, read without looking at any of them alone.

    <row r="7" spans="1:8"><c r="A7" s="3" t="s"><v>12</v></c><c r="F7" s="4"><v>45750</v></c><c r="G7" s="3"/></row>
    <row r=""  spans=":"  ><c r="A"  s=""  t="s"><v></v></c>  <c r="F"  s=""><v></v></c>     <c r="G"  s=""/></row>

The second line is the first without its digits: the shape of the row. The 205,000 rows of 439 lists have 148 shapes, so
a shape is understood once, by a pattern that has to fit the whole of it, and the values of a sheet are found all at
once. Every function gives None for what is in any other form; `read.any_cells` reads it then and takes three times as
long. A cell stands in the row that it is written in.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from roster287.read.bounds import MAX_TEXT
from roster287.read.sheet_xml import unescape
from roster287.vocabulary.dates import DAY_ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roster287.read.container import Container

MAX_ROWS = 10_000
"""The largest list has 1,500 rows."""

_DIGITS = b"0123456789"
_CELLS_START, _CELLS_END = b"<sheetData>", b"</sheetData>"
_SHAPE = re.compile(
    rb'<row r=""(?: [A-Za-z0-9:]+="[^"<>&]*")*>'
    rb'((?:<c r="[A-Z]"(?:(?: s="")?(?:/>| t="s"><v></v></c>| t="e"><v>#[A-Z/!?]+</v></c>)| s=""><v></v></c>))*)'
)
_CELL = re.compile(rb'<c r="([A-Z])"[^<>]*[^/]><v>')
_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_VALUE = re.compile(rb"<v>([^<]+)<")
_NUMBER_CELL = re.compile(rb'<c r="([A-Z])" s=""><v>')
_DAYS = range(367, 2958466)
"""The numbers of the days from 1901 to 9999; all before are counted with a 29 February 1900 that never was."""

_T = r'(?:<t>(?![ \t\n])[^<]*(?<![ \t\n])</t>|<t xml:space="preserve">[^<]*</t>)'
_TEXT = re.compile(rf'<si>(?:{_T}|(?:<r>(?:<rPr>(?:<\w+(?: \w+="[^"<>]*")*/>)*</rPr>)?{_T}</r>)*)')
_PART = re.compile(r"<t(?: [^<>]*)?>([^<]*)<")
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
_FORMATS = re.compile(rb"<cellXfs\b[^<>]*>(.*?)</cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<xf\b([^<>]*)>")
_DAY_FORMAT = re.compile(rb' numFmtId="1[4-7]"')
_REDEFINED = re.compile(rb'<numFmt numFmtId="1[4-7]"')

_indexes = [b"%d" % number for number in range(20_000)]


class _Shape(NamedTuple):
    """In which columns the values of a row stand, whether these are the first ones, and which hold numbers."""

    columns: tuple[int, ...]
    straight: bool
    numbers: tuple[bytes, ...]


def plain_cells(container: Container, paths: Sequence[str]) -> list[list[list[str]]] | None:
    """The cells of each sheet, days in ISO form, if all are written as Excel writes them."""
    texts = _shared_texts(container.xml("xl/sharedStrings.xml"))
    if texts is None or b"date1904" in container.xml("xl/workbook.xml"):
        return None
    days = _day_styles(container.xml("xl/styles.xml"))
    found = [_cells(container.xml(path), texts, days) for path in paths]
    return None if None in found else [cells for cells in found if cells is not None]


def _shared_texts(xml: bytes) -> list[str] | None:
    """The shared texts of a workbook by number. None for any other form, and for marks of which more is to be known."""
    if not xml:
        return []
    if not xml.startswith(b'<?xml version="1.0" encoding="UTF-8"') or _declares(xml):
        return None
    items = xml[xml.find(b">", xml.find(b"<sst ")) + 1 :].split(b"</si>")
    if items.pop() != b"</sst>" or len(items) > len(_indexes):
        return None
    texts = [text for item in items if (text := _shared_text(item)) is not None]
    return texts if len(texts) == len(items) else None


@lru_cache(maxsize=65536)
def _shared_text(item: bytes) -> str | None:
    """One shared text; lists share most of theirs, so each is understood once."""
    try:
        text = item.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    if "_x" in text or "\r" in text or _STRAY.search(text) or not _TEXT.fullmatch(text):
        return None
    return sys.intern(unescape("".join(_PART.findall(text))))


@lru_cache(maxsize=64)
def _day_styles(xml: bytes) -> frozenset[bytes]:
    """The numbers of the cell styles that show a number as a day, by the formats that every workbook has."""
    formats = _FORMATS.search(xml)
    if formats is None or _REDEFINED.search(xml):
        return frozenset()
    return frozenset(b"%d" % at for at, xf in enumerate(_FORMAT.findall(formats[1])) if _DAY_FORMAT.search(xf))


def _cells(xml: bytes, texts: Sequence[str], days: frozenset[bytes]) -> list[list[str]] | None:
    """The values of a sheet from A1 to its furthest value, days in ISO form. None for any other form."""
    start, end = xml.find(_CELLS_START) + len(_CELLS_START), xml.rfind(_CELLS_END)
    if start < len(_CELLS_START) or end < start or _declares(xml):
        return None
    cells = xml[start:end]
    shapes = cells.translate(None, _DIGITS).split(b"</row>")
    if shapes.pop():
        return None
    often = Counter(shapes)
    known = {shape: meaning for shape in often if (meaning := _meaning(shape)) is not None}
    if len(known) < len(often):
        return None
    rows, values = _ROW.findall(cells), _VALUE.findall(cells)
    numbers = Counter[bytes]()
    for shape, count in often.items():
        numbers.update(dict.fromkeys(known[shape].numbers, count))
    if len(rows) != len(shapes) or len(values) != sum(len(known[shape].columns) * often[shape] for shape in often):
        return None
    printed = _printed(Counter(values), texts, numbers.total())
    if printed is None or not _are_days(cells, numbers, days):
        return None
    return _placed(_lines(shapes, known, list(map(printed.__getitem__, values))), list(map(int, rows)))


def _declares(xml: bytes) -> bool:
    """Whether anything but elements stands in it: comments, sections, entities of its own."""
    return b"!" in xml and b"<!" in xml


def _are_days(cells: bytes, numbers: Counter[bytes], days: frozenset[bytes]) -> bool:
    """Whether all numbers, so many in each column, are shown as days."""
    for column, count in numbers.items():
        styles = _number_in(column).findall(cells)
        if len(styles) != count or not days.issuperset(styles):
            return False
    return True


@lru_cache(maxsize=26)
def _number_in(column: bytes) -> re.Pattern[bytes]:
    return re.compile(column + rb'[0-9]+" s="([0-9]+)"><v>')


@lru_cache(maxsize=4096)
def _meaning(shape: bytes) -> _Shape | None:
    """What stands where in a row of this shape, if it is one that Excel writes."""
    row = _SHAPE.fullmatch(shape)
    if row is None:
        return None
    columns = [letter[0] - ord("A") for letter in _CELL.findall(row[1])]
    if columns != sorted(set(columns)):
        return None
    return _Shape(tuple(columns), columns == list(range(len(columns))), tuple(_NUMBER_CELL.findall(row[1])))


def _printed(often: Counter[bytes], texts: Sequence[str], numbers: int) -> dict[bytes, str] | None:
    """What each value prints: shared texts by their number, errors, and days, which are so many cells."""
    printed = dict(zip(_indexes, texts, strict=False))
    if max(map(len, texts), default=0) * often.total() > MAX_TEXT:
        return None
    for value in [value for value in often if value not in printed]:
        if value.startswith(b"#"):
            printed[value] = value.decode()
        elif day := _day(value):
            printed[value] = day
            numbers -= often[value]
        else:
            return None
    return printed if numbers == 0 else None


@lru_cache(maxsize=4096)
def _day(value: bytes) -> str:
    """The day that a number stands for, empty when it stands for none."""
    if len(value) > 7 or not value.isdigit() or int(value) not in _DAYS:
        return ""
    return (DAY_ZERO + timedelta(int(value))).isoformat()


def _lines(shapes: list[bytes], known: dict[bytes, _Shape], found: list[str]) -> list[list[str]]:
    """The values row by row, all rows of one length."""
    width = max((shape.columns[-1] + 1 for shape in known.values() if shape.columns), default=0)
    blank: list[list[str]] = [[""] * (width - count) for count in range(width + 1)]
    lines: list[list[str]] = []
    at = 0
    for shape in shapes:
        columns, straight, _ = known[shape]
        count = len(columns)
        line = found[at : at + count]
        if not straight:
            placed = dict(zip(columns, line, strict=True))
            line = [placed.get(column, "") for column in range(width)]
        elif count < width:
            line += blank[count]
        lines.append(line)
        at += count
    return lines


def _placed(lines: list[list[str]], rows: list[int]) -> list[list[str]] | None:
    """The lines at their row numbers, which must rise, down to the last that prints anything."""
    while lines and not any(lines[-1]):
        lines.pop()
    if rows[: len(lines)] == list(range(1, len(lines) + 1)) or not lines:
        return lines
    if rows[len(lines) - 1] > MAX_ROWS or any(rows[at] >= rows[at + 1] for at in range(len(lines) - 1)):
        return None
    table: list[list[str]] = [[""] * len(lines[0]) for _ in range(rows[len(lines) - 1])]
    for row, line in zip(rows, lines, strict=False):
        table[row - 1] = line
    return table
