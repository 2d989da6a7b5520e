"""The tables of ICE's web page, kept as CSV: how the participating list was published until February 2025.

    STATE,LAW ENFORCEMENT AGENCY,SUPPORT TYPE,SIGNED,MOA
    ALABAMA,Etowah County Sheriff's Office,Jail Enforcement Model,2016-06-08,https://www.ice.gov/...pdf

The MOA cell holds the link itself, so its text is its target. The row number is the number of the record in
the file, the header being 1.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from roster287.read.container import NotAListError
from roster287.read.sheet_xml import SheetLinks

if TYPE_CHECKING:
    from roster287.model import Value

MAX_RECORDS = 50_000
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_JOINTS = " \u00a0\t\r\n|;,"
_LINK = re.compile(r"(?:https?:)?/", re.IGNORECASE)


def read_csv(data: bytes) -> list[list[Value]]:
    """The records of a CSV file, all of one length. Raises NotAListError when the bytes are no CSV text."""
    if b"\x00" in data:
        raise NotAListError("The file is neither a workbook nor text.")
    text = decoded(data)
    try:
        records: list[list[Value]] = []
        for record in csv.reader(StringIO(text, newline=""), strict=True):
            records.append([*record])
            if len(records) > MAX_RECORDS:
                raise NotAListError(f"The table has more than {MAX_RECORDS} lines, no list has.")
    except csv.Error as error:
        raise NotAListError(f"The file is neither a workbook nor a CSV table: {error}.") from error
    width = max(map(len, records), default=0)
    if width > 100:
        raise NotAListError("The file is neither a workbook nor the table of a list.")
    for line in records:
        line.extend([""] * (width - len(line)))
    return records


def page_links(records: list[list[Value]], header_row: int, columns: tuple[int, ...]) -> SheetLinks:
    """The links that the document cells print, as the targets of those cells; several in one cell are several.

    A space inside an address is part of it (ICE's file names have some): only where the next address begins
    is the cell cut.
    """
    links = SheetLinks({}, [], [])
    for column in columns:
        for number, record in enumerate(records[header_row + 1 :], start=header_row + 2):
            value = record[column]
            if isinstance(value, str) and (text := value.strip()) and _LINK.match(text):
                links.single.setdefault(column, {})[number] = _addresses(text)
    return links


def _addresses(text: str) -> tuple[str, ...]:
    """The addresses of a cell, cut where one begins after a space or a separating sign."""
    starts = [m.start() for m in _ADDRESS.finditer(text) if m.start() and text[m.start() - 1] in _JOINTS]
    ends = [*starts, len(text)]
    return tuple(dict.fromkeys(text[a:b].rstrip(_JOINTS) for a, b in zip([0, *starts], ends, strict=True)))


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, else as Windows saves it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
