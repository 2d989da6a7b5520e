"""The sheets of an .xlsx workbook: cells as values, link targets, and what the workbook says of itself.

Read from these members of the zip file:

    workbook.xml       names and order of the sheets, hidden or not
    workbook.xml.rels  where each sheet is stored (never assumed)
    sharedStrings.xml  the texts of the cells
    styles.xml         which numbers are days
    sheetN.xml         cells (`read.plain_cells`, else `read.any_cells`), links (`read.sheet_xml`)
    docProps/core.xml  when it was last changed
"""

from __future__ import annotations

import posixpath
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from roster287.read import sheet_xml
from roster287.read.container import Container, NotAListError
from roster287.read.plain_cells import plain_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roster287.model import Value

    Cells = Sequence[Sequence[Value]]

_Declared = tuple[str, str, bool]
"""Name and path of a sheet, and whether it is hidden."""

MAX_BROKEN = 3
"""If more links than this all lack a target, a part of the file is lost; fewer may be a slip of ICE's."""

_SHEET = re.compile(r"<(?:\w+:)?sheet\b" + sheet_xml.ATTRIBUTES)
_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^<>]*+>([^<]{1,80})</")


class Sheet(NamedTuple):
    """One sheet: rows of values from A1 on, all of one length, and its links.

    What a cell `merged` over rows (column from 0, first and last row from 1) prints stands in each of them.
    """

    name: str
    hidden: bool
    cells: Cells
    links: sheet_xml.SheetLinks
    merged: Sequence[tuple[int, int, int]] = ()


class Workbook(NamedTuple):
    """The sheets in their order and the time of the last change (UTC, ISO), if it is told."""

    sheets: list[Sheet]
    modified: str | None


def open_workbook(data: bytes) -> Workbook:
    """The whole workbook, read within bounds. Raises NotAListError with the reason when it cannot be read."""
    container = Container(data)
    if "xl/workbook.xml" not in container:
        raise NotAListError(_what_instead(container.names()))
    declared = _declared_sheets(container)
    found: Sequence[Cells] | None = plain_cells(container, [path for _, path, _ in declared])
    if found is None:
        from roster287.read.any_cells import any_cells  # nearly no list needs it

        found = any_cells(container, [(name, path) for name, path, _ in declared])
    sheets = []
    for (name, path, hidden), cells in zip(declared, found, strict=True):
        merged = sheet_xml.merged_down(container.xml(path))
        filled = _filled_down(cells, merged) if merged else cells
        sheets.append(Sheet(name, hidden, filled, _links(container, name, path), merged))
    return Workbook(sheets, _modified(container))


def last_changed(data: bytes) -> str | None:
    """The time at which a file says that it was last changed (UTC, ISO); None where it says none or is no workbook."""
    try:
        return _modified(Container(data))
    except NotAListError:
        return None


def _declared_sheets(container: Container) -> list[_Declared]:
    """Every worksheet in the order of the workbook."""
    declared = _declared(container.xml("xl/workbook.xml"), container.xml("xl/_rels/workbook.xml.rels"))
    found = [sheet for sheet in declared if sheet[1] in container]
    if not found:
        raise NotAListError("The workbook has no sheet that can be read.")
    if len({path for _, path, _ in found}) < len(found):
        raise NotAListError("Two sheets of the workbook are the same part of the file.")
    return found


@lru_cache(maxsize=64)
def _declared(workbook: bytes, rels: bytes) -> tuple[_Declared, ...]:
    """The sheets that a workbook names and says where to find; most lists say the same."""
    places = {}
    for match in sheet_xml.RELATION.finditer(rels.decode("utf-8", "replace")):
        given = sheet_xml.attributes(match[1])
        if given.get("Type", "").endswith("/worksheet"):
            target = given.get("Target", "")
            places[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    found = []
    for match in _SHEET.finditer(workbook.decode("utf-8", "replace")):
        given = sheet_xml.attributes(match[1])
        path = places.get(given.get("id", ""))
        if path is not None:
            found.append((given.get("name", ""), path, given.get("state", "visible") != "visible"))
    return tuple(found)


def _filled_down(cells: Cells, merged: Sequence[tuple[int, int, int]]) -> Cells:
    """The cells with what a cell merged over several rows prints in each of these rows, as it is read on paper."""
    filled = [list(row) for row in cells]
    left = sum(map(len, filled))
    for column, first, last in merged:
        rows = filled[first - 1 : last]
        left -= len(rows)
        if left < 0:
            raise NotAListError("The workbook is damaged: its merged cells lie over one another.")
        for row in rows[1:] if rows and column < len(rows[0]) else ():
            if row[column] == "":
                row[column] = rows[0][column]
    return filled


def _links(container: Container, name: str, path: str) -> sheet_xml.SheetLinks:
    folder, _, file = path.rpartition("/")
    links = sheet_xml.links(container.xml(path), container.xml(f"{folder}/_rels/{file}.rels"))
    if len(links.broken) > MAX_BROKEN and not links.single:
        raise NotAListError(f"The workbook is damaged: no link of the sheet {name!r} has its target in the file.")
    return links


def _modified(container: Container) -> str | None:
    """The time of the last change as `YYYY-MM-DDTHH:MM:SSZ`; a time without a zone is taken as UTC."""
    match = _MODIFIED.search(container.xml("docprops/core.xml"))
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat(match[1].decode("utf-8", "replace").strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _what_instead(names: list[str]) -> str:
    """The sentence that says what a zip file is that holds no xl/workbook.xml."""
    if any(name.startswith("word/") for name in names):
        return "The file is a Word document, not a workbook."
    if any(name.startswith("ppt/") for name in names):
        return "The file is a presentation, not a workbook."
    if "xl/workbook.bin" in names:
        return "The file is a binary workbook (.xlsb), which is not read; save it as .xlsx."
    if "content.xml" in names and "mimetype" in names:
        return "The file is an OpenDocument file, which is not read; save it as .xlsx."
    inside = [name for name in names if name.endswith((".xlsx", ".zip", ".xls", ".csv"))]
    if inside:
        return f"The file is a zip archive with {len(inside)} files inside, not a workbook; unpack it first."
    return "The file is a zip archive, not a workbook." if names else "The file is an empty zip archive."
