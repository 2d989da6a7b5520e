"""The cells of a sheet that show an error or hold a formula, one after the other, however its XML is written.

    <row r="7"><c r="D7" t="e"><v>#N/A</v></c>     -> row 7, column 3
    <row><c/><c t="e"><f>NA()</f><v>#N/A</v></c>   -> a row below the one before, a column right of the one before

Hardly any list needs it: `read.sheet_xml` goes first, with patterns for what Excel writes.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from roster287.read.container import NotAListError
from roster287.read.sheet_xml import column_index

_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})\Z")
_NUMBER = re.compile(r"[0-9]{1,7}\Z")


class ToldCell(NamedTuple):
    """A cell by its row (from 1) and column (from 0)."""

    row: int
    column: int
    is_error: bool
    formula: str
    value: str


def told_cells(xml: bytes) -> list[ToldCell]:
    """Each such cell in the order of the sheet. Raises NotAListError for XML that is broken."""
    walk = _Walk()
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    parser.StartDoctypeDeclHandler = walk.refuse
    try:
        parser.Parse(xml, True)
    except ExpatError as error:
        raise NotAListError(f"The workbook is damaged: a sheet is no XML ({error}).") from error
    return walk.found


class _Walk:
    """Where the parser stands: the place of the last row and cell, and the text of the part it is in."""

    def __init__(self) -> None:
        self.found: list[ToldCell] = []
        self.inside = self.is_error = False
        self.row = self.cell_row = 0
        self.column = -1
        self.part: list[str] | None = None
        self.formula: list[str] = []
        self.value: list[str] = []

    def start(self, name: str, given: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "sheetData":
            self.inside = True
        elif tag == "row":
            told = _NUMBER.match(given.get("r", ""))
            self.row, self.column = int(told[0]) if told else self.row + 1, -1
        elif tag == "c":
            place = _PLACE.match(given.get("r", ""))
            self.column = column_index(place[1]) if place else self.column + 1
            self.cell_row = int(place[2]) if place else self.row
            self.is_error = given.get("t") == "e"
            self.formula, self.value = [], []
        else:
            self.part = {"f": self.formula, "v": self.value}.get(tag)

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        self.part = None
        if tag == "sheetData":
            self.inside = False
        elif tag == "c" and self.inside and (self.is_error or self.formula):
            formula, value = "".join(self.formula), "".join(self.value)
            self.found.append(ToldCell(self.cell_row, self.column, self.is_error, formula, value))

    def text(self, text: str) -> None:
        if self.part is not None:
            self.part.append(text)

    def refuse(self, *_: object) -> None:
        raise NotAListError("A sheet of the workbook declares a document type, which no workbook does.")
