"""A list from its bytes: what it says, or the sentence why it cannot be read.

bytes ── zip? ──> workbook ──> sheet with the header ──> layout ──> table ──> ListContent
      └─ text ──> page table ──────────────────────────────┘
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from roster287.model import Form, Issue, ListContent
from roster287.read.container import NotAListError, refusal
from roster287.read.layout import HEADER_WITHIN, PRINTED, REQUIRED, find_header, read_layout
from roster287.read.page_table import page_links, read_csv
from roster287.read.sheet_xml import column_letters
from roster287.read.table import cell_issues, filled, read_table
from roster287.read.workbook import Sheet, open_workbook
from roster287.vocabulary.dates import parse_signed
from roster287.vocabulary.text import folded

if TYPE_CHECKING:
    from roster287.model import Kind
    from roster287.read.layout import Layout
    from roster287.read.table import Table

READER_VERSION = 6
"""Goes up with every change of what `read` or `parse` gives for the same bytes; caches are keyed by it."""


MAX_OTHER_SHEET = 1000
"""After this many cells of another sheet, one issue gives the count of the rest."""


def read(data: bytes, name: str) -> ListContent:
    """What one file says: every row, every issue; no exception for anything that bytes can be.

    When the file cannot be read as a list, `fatal` says why in a sentence and there are no rows. `name` changes
    nothing in the result, so the same bytes give the same content under any name; it is only noted on a
    programming error.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    form: Form = "workbook" if data.startswith(b"PK") else "other"
    try:
        if form == "workbook":
            return _read_workbook(data, sha256)
        sentence = refusal(data)
        if sentence is not None:
            raise NotAListError(sentence)
        return _read_page(data, sha256)
    except NotAListError as error:
        issue = Issue("unreadable", str(error), "fatal")
        return ListContent(sha256, form, None, (), "", None, (), (issue,), str(error))
    except Exception as error:
        error.add_note(f"while reading {name!r}, SHA-256 {sha256}")
        raise


def _read_workbook(data: bytes, sha256: str) -> ListContent:
    workbook = open_workbook(data)
    sheet, layout = _choose(workbook.sheets)
    _refuse_missing(layout)
    table = read_table(sheet.cells, layout, sheet.links)
    issues = table.issues
    if sheet.hidden:
        issues.append(Issue("hidden_sheet", f"The list stands on a hidden sheet, {sheet.name!r}.", "doubt"))
    issues += [
        Issue("merged_cell", f"The cell is merged over rows {first} to {last} and counts for each of them.", "note",
              first, column_letters(column))
        for column, first, last in sheet.merged
    ]  # fmt: skip
    for other in workbook.sheets:
        if other is not sheet:
            issues += _other_sheet(other, layout.kind, table, sheet.name)
    return ListContent(
        sha256, "workbook", layout.kind, layout.columns(), sheet.name, workbook.modified, table.rows, tuple(issues)
    )


def _read_page(data: bytes, sha256: str) -> ListContent:
    records = read_csv(data)
    header_row = find_header(records)
    if header_row is None:
        raise NotAListError("The file is text but not the table of a list: it has no header row.")
    layout = read_layout(records, header_row)
    _refuse_missing(layout)
    documents = tuple(layout.where[column] for column in ("moa", "addendum") if column in layout.where)
    table = read_table(records, layout, page_links(records, header_row, documents))
    return ListContent(sha256, "page", layout.kind, layout.columns(), "", None, table.rows, tuple(table.issues))


def _choose(sheets: list[Sheet]) -> tuple[Sheet, Layout]:
    """The sheet that holds the list: whose header fits best, in view before hidden, of two alike the one with links."""
    found = [(sheet, read_layout(sheet.cells, at)) for sheet in sheets if (at := find_header(sheet.cells)) is not None]
    if not found:
        raise NotAListError(
            f"The workbook has no header row within its first {HEADER_WITHIN} rows: no sheet holds a list."
        )
    return max(found, key=lambda one: (-len(one[1].missing), not one[0].hidden, len(one[1].where), _links(one[0])))


def _links(sheet: Sheet) -> int:
    return len(sheet.links.ranges) + sum(map(len, sheet.links.single.values()))


def _refuse_missing(layout: Layout) -> None:
    if layout.missing:
        names = ", ".join(PRINTED[column] for column in layout.missing)
        found = ", ".join(PRINTED[column] for column in layout.columns())
        raise NotAListError(f"The columns {names} are missing from the {layout.kind} list; it has {found}.")


def _other_sheet(sheet: Sheet, kind: Kind, table: Table, name: str) -> list[Issue]:
    """Every cell of a sheet that is not the list; a second list among the sheets is a doubt of its own."""
    issues: list[Issue] = []
    found = filled(sheet.cells, 1)
    header_row = find_header(sheet.cells)
    if header_row is not None:
        layout = read_layout(sheet.cells, header_row)
        if not set(REQUIRED[layout.kind]) - set(layout.where):
            issues.append(_second_list(sheet, layout, kind, table, name))
    issues += cell_issues(
        found,
        "other_sheet_cell",
        f"The cell stands on the sheet {sheet.name!r}, beside the list, and was not read.",
        f"more cells stand on the sheet {sheet.name!r}, beside the list.",
        MAX_OTHER_SHEET,
    )
    targets = [
        (row, at, target)
        for at, cells in sorted(sheet.links.single.items())
        for row, all_ in cells.items()
        for target in all_
    ]
    targets += [(link.first_row, link.first_column, link.target) for link in sheet.links.ranges]
    issues += cell_issues(
        targets,
        "other_sheet_link",
        f"The link stands on the sheet {sheet.name!r}, beside the list.",
        f"more links stand on the sheet {sheet.name!r}, beside the list.",
        MAX_OTHER_SHEET,
    )
    return issues


def _second_list(sheet: Sheet, layout: Layout, kind: Kind, table: Table, name: str) -> Issue:
    """What a second list is: the other list, the list once more, or rows that the list itself lacks."""
    if layout.kind != kind:
        message = f"The sheet {sheet.name!r} holds a second list ({layout.kind}), which was not read."
        return Issue("second_list", message, "doubt", value=sheet.name)
    more = len(_entries(read_table(sheet.cells, layout, sheet.links)) - _entries(table))
    if more and sheet.hidden:
        message = (
            f"The hidden sheet {sheet.name!r} holds rows of a list ({more}) that the sheet {name!r} does not have."
        )
        return Issue("second_list", message, "doubt", value=sheet.name)
    if more:
        message = f"The sheet {sheet.name!r} holds rows of the list ({more}) that the sheet {name!r} does not have."
        return Issue("rows_elsewhere", message, "doubt", value=sheet.name)
    message = f"The sheet {sheet.name!r} holds the list once more, in whole or in part."
    return Issue("second_copy", message, "note", value=sheet.name)


def _entries(table: Table) -> set[tuple[str, ...]]:
    """What the rows name: state, agency and model, and the day."""
    return {
        (folded(row.state), folded(row.agency), folded(row.model), parse_signed(row.signed)[0] or folded(row.signed))
        for _, row in table.rows
    }
