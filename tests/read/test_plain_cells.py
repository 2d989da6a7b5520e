"""The quick reader of cells against python-calamine: what it gives is the same, or it gives nothing.

A cell that one of them read otherwise would be a change that never was.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from roster287.model import Value
from roster287.read.any_cells import any_cells
from roster287.read.container import Container
from roster287.read.plain_cells import plain_cells
from roster287.read.table import text_of
from roster287.read.workbook import _declared_sheets
from tests.support.lists import WORKBOOKS, needs_lists
from tests.support.workbooks import package

Cell = str | date | None
Members = dict[str, bytes]

SHEET, TEXTS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
TABLE: list[list[Cell]] = [
    ["STATE", "LAW ENFORCEMENT AGENCY", "SIGNED", "MOA"],
    ["MAINE", "Wells Police Department", date(2025, 4, 2), "link"],
    ["MAINE", "A & B <Police>", date(2025, 4, 3), None],
    [None, None, None, None],
    ["TEXAS", None, None, " link "],
]


def written(table: list[list[Cell]]) -> Members:
    """The members of a workbook as Excel would write it."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        plain, day = book.add_format({"bold": True}), book.add_format({"num_format": 14})
        sheet = book.add_worksheet()
        for at, line in enumerate(table):
            for column, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                elif cell is None:
                    sheet.write_blank(at, column, None, plain)
                else:
                    sheet.write_string(at, column, cell, plain)
    with zipfile.ZipFile(buffer) as members:
        return {name: members.read(name) for name in members.namelist()}


def quickly(members: Members) -> list[list[str]] | None:
    """The cells by the quick reader, None where it does not know the form."""
    container = Container(package(members))
    found = plain_cells(container, [SHEET])
    return None if found is None else found[0]


def fully(members: Members) -> list[list[str]]:
    """The cells by the reader that knows every form, as they are read on paper."""
    container = Container(package(members))
    return on_paper(any_cells(container, [("Sheet1", SHEET)])[0])


def on_paper(cells: Sequence[Sequence[Value]]) -> list[list[str]]:
    return [[text_of(value) for value in line] for line in cells]


@needs_lists
@pytest.mark.parametrize("chunk", range(4))
def test_no_cell_of_a_real_list_is_read_otherwise(chunk: int) -> None:
    known = 0
    for file in WORKBOOKS[chunk::4]:
        container = Container(file.read_bytes())
        declared = _declared_sheets(container)
        found = plain_cells(container, [path for _, path, _ in declared])
        if found is not None:
            known += 1
            other = any_cells(container, [(name, path) for name, path, _ in declared])
            assert found == list(map(on_paper, other)), file.name
    assert known >= len(WORKBOOKS[chunk::4]) - 1, "the quick reader does not know the form of real lists"


WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f"), max_size=12)
CELLS = st.none() | WORDS.filter(bool) | st.dates(date(1901, 1, 1), date(9999, 12, 31))


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=8))
def test_no_cell_of_any_table_is_read_otherwise(table: list[list[Cell]]) -> None:
    members = written([["STATE", "AGENCY", "SIGNED", "MOA"], *table])
    found = quickly(members)
    if not any("_x" in cell for line in table for cell in line if isinstance(cell, str)):
        assert found is not None
    assert found is None or found == fully(members)


def test_a_list_as_excel_writes_it_is_read_quickly() -> None:
    assert quickly(written(TABLE)) == on_paper([["" if cell is None else cell for cell in line] for line in TABLE])


def test_rows_that_are_not_there_keep_their_place() -> None:
    members = written(TABLE)
    members[SHEET] = members[SHEET].replace(b'<row r="3"', b'<row r="30"').replace(b'<row r="4"', b'<row r="31"')
    members[SHEET] = members[SHEET].replace(b'<row r="5"', b'<row r="32"')
    found = quickly(members)
    assert found is not None
    assert [at for at, line in enumerate(found) if any(line)] == [0, 1, 29, 31]


FORMS = {
    "a formula": (SHEET, rb'( t="s")?><v>1</v>', rb' t="str"><f>A1</f><v>1</v>'),
    "a text in the cell itself": (SHEET, rb' t="s"><v>1</v>', rb' t="inlineStr"><is><t>x</t></is>'),
    "a number with a fraction": (SHEET, rb"<v>(4\d{4})</v>", rb"<v>\1.5</v>"),
    "a number that is no day": (STYLES, rb'numFmtId="14"', rb'numFmtId="1"'),
    "a day in another format": (STYLES, rb'numFmtId="14"', rb'numFmtId="22"'),
    "a format given another meaning": (
        STYLES,
        rb"<fonts",
        rb'<numFmts><numFmt numFmtId="14" formatCode="0"/></numFmts><fonts',
    ),
    "days counted from 1904": ("xl/workbook.xml", rb"<workbookPr ", rb'<workbookPr date1904="1" '),
    "a truth value": (SHEET, rb' t="s"><v>1</v>', rb' t="b"><v>1</v>'),
    "a text that is not there": (SHEET, rb"<v>1</v>", rb"<v>999</v>"),
    "no value": (SHEET, rb"<v>1</v>", rb"<v></v>"),
    "another order of attributes": (SHEET, rb'<c r="B2" s="1" t="s">', rb'<c t="s" r="B2" s="1">'),
    "a column beyond Z": (SHEET, rb'<c r="D5"', rb'<c r="AD5"'),
    "columns that go back": (SHEET, rb'<c r="B2"', rb'<c r="D2"'),
    "rows that go back": (SHEET, rb'<row r="2"', rb'<row r="9"'),
    "a row far out": (SHEET, rb'<row r="5"', rb'<row r="1048576"'),
    "a row number longer than any": (SHEET, rb'<row r="5"', b'<row r="' + b"5" * 5000 + b'"'),
    "a row without cells": (SHEET, rb'<row r="2"', rb'<row r="2"/><row r="2"'),
    "a comment": (SHEET, rb"<sheetData>", rb"<!-- <sheetData> --><sheetData>"),
    "a prefix": (SHEET, rb"<v>1</v>", rb"<x:v>1</x:v>"),
    "marks of a text": (TEXTS, rb"Wells", rb"W_x0065_lls"),
    "a lone return": (TEXTS, rb"Wells", b"We\rlls"),
    "an entity that is none": (TEXTS, rb"Wells", rb"W&lls"),
    "blanks that do not count": (TEXTS, rb"<t>Wells", rb"<t> Wells"),
    "reading aids": (TEXTS, rb"(<t>Wells[^<]*</t>)", rb"\1<rPh sb='0' eb='1'><t>x</t></rPh>"),
    "another encoding": (TEXTS, rb'encoding="UTF-8"', rb'encoding="ISO-8859-1"'),
    "texts that end early": (TEXTS, rb"</sst>", rb""),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_is_not_known_is_left_to_the_full_reader(form: str) -> None:
    member, pattern, other = FORMS[form]
    members = written(TABLE)
    members[member], count = re.subn(pattern, other, members[member], count=1)
    assert count == 1
    assert quickly(members) is None


def test_a_text_in_several_fonts_is_one_text() -> None:
    members = written(TABLE)
    rich = b'<si><r><rPr><b/><sz val="11"/></rPr><t xml:space="preserve">Wells </t></r><r><t>Police</t></r></si>'
    members[TEXTS] = members[TEXTS].replace(b"<si><t>Wells Police Department</t></si>", rich)
    found = quickly(members)
    assert found is not None
    assert found[1][1] == "Wells Police" == fully(members)[1][1]


def test_a_return_before_a_line_feed_is_no_change_of_a_text() -> None:
    members = written(TABLE)
    members[TEXTS] = members[TEXTS].replace(b"Wells Police", b"Wells\r\nPolice")
    found = quickly(members)
    assert found is not None
    assert found[1][1] == "Wells\nPolice Department" == fully(members)[1][1]


def test_a_cell_stands_in_the_row_that_it_is_written_in() -> None:
    """A slip in a cell's own number would put it among another agency's cells."""
    members = written(TABLE)
    members[SHEET] = members[SHEET].replace(b'<c r="B3"', b'<c r="B2"')
    assert quickly(members) == quickly(written(TABLE))


def test_a_long_text_in_many_cells_is_left_to_who_counts_before_writing_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roster287.read.plain_cells.MAX_TEXT", 100)
    assert quickly(written(TABLE)) is None
