"""One XLSX workbook: a read-me, a sheet a table with typed dates, links and filters, and the dictionary.

No cell is a formula. A text longer than a cell may hold is cut and says so; CSV and Parquet have the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roster287.dictionary import fields
from roster287.dictionary_fields import Type
from roster287.errors import UsageError
from roster287.publish.export.dataset import DAYS, Data, Dataset, plain
from roster287.publish.export.words import ABOUT, LICENCE_LINE
from roster287.table import harmless
from roster287.vocabulary.dates import DAY_ZERO

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_000
"""Characters that a cell takes; Excel's own limit is 32,767."""
LONGEST_LINK = 2_000
MOST_LINKS = 60_000
"""Excel refuses workbooks with more than 65,530 links a sheet."""
WIDTHS: dict[Type, int] = {
    "id": 44, "code": 16, "text": 34, "integer": 12, "number": 11, "boolean": 9, "date": 12, "time": 19,
    "partial": 12, "list": 30, "json": 34, "url": 40,
}  # fmt: skip


def write_workbook(dataset: Dataset, path: Path) -> None:
    """The workbook; the same tables give the same bytes."""
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise UsageError("xlsxwriter is not installed.", "Install it: pip install xlsxwriter") from None
    made = datetime.fromisoformat(dataset.as_of or "2000-01-01")
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
    }  # fmt: skip
    book = Workbook(str(path), options)
    book.set_properties({"title": "roster287", "comments": LICENCE_LINE, "created": made})
    shown = [data for data in dataset.tables.values() if data.name != DAYS]
    _read_me(book, dataset, shown)
    for data in shown:
        _sheet(book, data)
    _dictionary(book, shown)
    book.close()


def _read_me(book: Workbook, dataset: Dataset, shown: list[Data]) -> None:
    sheet = book.add_worksheet("read me")
    bold, link = book.add_format({"bold": True}), book.get_default_url_format()
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 2, 100)
    sheet.write_string(0, 0, "roster287", book.add_format({"bold": True, "font_size": 16}))
    lines = [*ABOUT, dataset.newest]
    for at, line in enumerate(lines, 1):
        sheet.write_string(at, 0, line)
    at = len(lines) + 2
    for column, heading in enumerate(("sheet", "rows", "what it holds")):
        sheet.write_string(at, column, heading, bold)
    for data in shown:
        at += 1
        sheet.write_url(at, 0, f"internal:'{data.name}'!A1", link, data.name)
        sheet.write_number(at, 1, len(data.rows))
        sheet.write_string(at, 2, data.entry.description)


def _sheet(book: Workbook, data: Data) -> None:
    sheet = book.add_worksheet(data.name)
    for column, (name, kind) in enumerate(zip(data.entry.columns, data.types, strict=True)):
        sheet.write_string(0, column, name, book.add_format({"bold": True, "bottom": 1}))
        sheet.set_column(column, column, WIDTHS[kind])
        sheet.write_comment(0, column, fields(data.name)[name].description, {"x_scale": 2, "author": "roster287"})
    put = [_writer(book, sheet, kind) for kind in data.types]
    for at, row in enumerate(data.rows, 1):
        for column, value in enumerate(row):
            if value is not None:
                put[column](at, column, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(data.rows), 1), len(data.types) - 1)


Put = Callable[[int, int, Any], Any]


def _writer(book: Workbook, sheet: Worksheet, kind: Type) -> Put:
    """What puts a value of one type into a cell."""
    if kind in ("integer", "number"):
        return lambda at, column, value: sheet.write_number(at, column, value)
    if kind == "boolean":
        return lambda at, column, value: sheet.write_boolean(at, column, value)
    if kind in ("date", "time"):
        style = book.add_format({"num_format": _MOMENTS[kind], "align": "left"})
        return lambda at, column, value: sheet.write_number(at, column, _serial(value), style)
    if kind == "url":
        return _linker(sheet, book.get_default_url_format())
    if kind in ("list", "json"):
        return lambda at, column, value: sheet.write_string(at, column, _safe(plain(value, kind)))
    return lambda at, column, value: sheet.write_string(at, column, _safe(value))


_MOMENTS = {"date": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm:ss"}
_BEGAN = datetime.combine(DAY_ZERO, time.min)


@lru_cache(maxsize=2**13)
def _serial(iso: str) -> float:
    """A moment as Excel counts, in days; it takes 1900 for a leap year."""
    return (datetime.fromisoformat(iso) - _BEGAN).total_seconds() / 86_400


def _linker(sheet: Worksheet, style: Format) -> Put:
    def put(at: int, column: int, value: str) -> None:
        web = value.startswith(("https://", "http://")) and len(value) <= LONGEST_LINK and at <= MOST_LINKS // 2
        if not web or sheet.write_url(at, column, value, style, value) != 0:
            sheet.write_string(at, column, _safe(value))

    return put


@lru_cache(maxsize=2**13)
def _safe(text: str) -> str:
    """A text as a cell may hold it."""
    text = harmless(text)
    return text if len(text) <= LONGEST else text[:LONGEST] + " … (cut: the CSV has the whole)"


def _dictionary(book: Workbook, shown: list[Data]) -> None:
    sheet = book.add_worksheet("dictionary")
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, (heading, width) in enumerate(
        (("table", 16), ("field", 20), ("type", 10), ("meaning", 90), ("values", 60), ("example", 50), ("source", 36))
    ):
        sheet.write_string(0, column, heading, bold)
        sheet.set_column(column, column, width)
    at = 0
    for data in shown:
        for name, field in fields(data.name).items():
            at += 1
            cells = (
                data.name,
                name,
                field.type,
                field.description,
                ", ".join(field.values),
                field.example,
                field.source,
            )
            for column, text in enumerate(cells):
                sheet.write_string(at, column, harmless(text))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, at, 6)
