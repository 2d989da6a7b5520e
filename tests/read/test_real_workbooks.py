"""Every workbook that ICE published, read a second time by a reader that shares nothing with ours.

openpyxl takes the cells and the links its own way. What it sees must be in our rows, our header or our issues,
and the other way round: a row or a link lost in one list would be a change that never was.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from roster287.model import COLUMNS, ListContent
from roster287.read import parse, read
from roster287.vocabulary.states import STATES
from tests.support.lists import LISTS, WORKBOOKS, needs_lists, printed_rows
from tests.support.sweeps import sweep

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

PARTS = 6
HEADERS = {
    "STATE": "state",
    "LAW ENFORCEMENT AGENCY": "agency",
    "TYPE": "type",
    "COUNTY": "county",
    "SUPPORT TYPE": "model",
    "SIGNED": "signed",
    "MOA": "moa",
    "ADDENDUM": "addendum",
}
MISPRINTED_STATES = {
    "PENNSLYVANIA": "PA",
    "WEST VIRIGINIA": "WV",
    "WEST VIRIGINA": "WV",
    "WEST VIRGINA": "WV",
    "MCHIGAN": "MI",
    "UTAHJ": "UT",
}
MODELS = {
    "Task Force Model": "task_force",
    "Task Force Officer": "task_force",
    "Jail Enforcement Model": "jail_enforcement",
    "Jail Enforcment Model": "jail_enforcement",
    "Warrant Service Officer": "warrant_service",
    "Warrant Services Officer": "warrant_service",
    "Warrant Service Office": "warrant_service",
}


@needs_lists
@pytest.mark.parametrize("part", sweep(PARTS))
def test_no_row_cell_or_link_differs_from_an_independent_reading(part: int) -> None:
    for path in WORKBOOKS[part::PARTS]:
        content = read(path.read_bytes(), path.name)
        assert content.fatal is None, path.name
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == [content.sheet], path.name
        compare(path, content, book.worksheets[0])
        modified = book.properties.modified
        assert content.modified == f"{modified:%Y-%m-%dT%H:%M:%SZ}", path.name


def compare(path: Path, content: ListContent, sheet: Worksheet) -> None:
    """Fail where the rows, the counts or the links of one list differ between the two readings."""
    lines = [[shown(value) for value in line] for line in sheet.iter_rows(values_only=True)]
    names = [HEADERS[text.strip()] for text in lines[0] if text.strip()]
    assert content.columns == tuple(names), path.name
    assert content.kind == ("participating" if "signed" in names else "pending"), path.name

    theirs = {
        number: dict(zip(names, line, strict=False))
        for number, line in enumerate(lines[1:], start=2)
        if any(text.strip() for text in line)
    }
    ours = {
        number: {name: text for name, text in zip(COLUMNS, row, strict=False) if name in names}
        for number, row in content.rows
    }
    assert ours == theirs, path.name
    assert sum(cells(line) for line in lines) == accounted(content), path.name
    assert by_state(content) == Counter(code_of(row["state"]) for row in theirs.values()), path.name
    assert by_model(content) == Counter(MODELS.get(row["model"].strip()) for row in theirs.values()), path.name
    assert our_links(content) == their_links(sheet), path.name


def shown(value: object) -> str:
    """A value of openpyxl as text, by this test's own rules."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    assert isinstance(value, str), value
    return value


def cells(line: list[str]) -> int:
    """How many cells of a line show something."""
    return sum(bool(text.strip()) for text in line)


def accounted(content: ListContent) -> int:
    """How many cells the content accounts for: those of its rows, its header, its issues."""
    rows = sum(cells([str(text) for text in row[: len(COLUMNS)]]) for _, row in content.rows)
    in_issues = sum(issue.code in {"unread_cell", "unknown_column", "title_cell"} for issue in content.issues)
    return rows + len(content.columns) + in_issues


def by_state(content: ListContent) -> Counter[str | None]:
    return Counter(parse(row).state for _, row in content.rows)


def by_model(content: ListContent) -> Counter[str | None]:
    return Counter(parse(row).model for _, row in content.rows)


def code_of(printed: str) -> str | None:
    """The code of a printed state, by the full name or the misprints known to this test."""
    name = " ".join(printed.split()).upper()
    names = {state.name.upper(): code for code, state in STATES.items()} | MISPRINTED_STATES
    return names.get(name)


def our_links(content: ListContent) -> Counter[tuple[str, str]]:
    """Every link of the content by cell, those of rows and the stray ones."""
    found: Counter[tuple[str, str]] = Counter()
    for column, at in (("moa", 8), ("addendum", 9)):
        if column in content.columns:
            letter = "ABCDEFGH"[content.columns.index(column)]
            for number, row in content.rows:
                found.update((f"{letter}{number}", target) for target in row[at])
    found.update((f"{i.column}{i.row}", i.value) for i in content.issues if i.code == "stray_link")
    return found


def their_links(sheet: Worksheet) -> Counter[tuple[str, str]]:
    """Every link that openpyxl sees, by cell."""
    found: Counter[tuple[str, str]] = Counter()
    for line in sheet.iter_rows():
        for cell in line:
            if cell.hyperlink is not None:
                found[cell.coordinate, cell.hyperlink.target] += 1
    return found


@needs_lists
def test_the_whole_collection_is_here_and_has_no_doubtful_row() -> None:
    contents = [read(path.read_bytes(), path.name) for path in WORKBOOKS]
    assert len(contents) == 439
    assert Counter(content.kind for content in contents) == {"pending": 243, "participating": 196}
    assert Counter(issue.code for content in contents for issue in content.issues) == {}
    assert sum(len(content.rows) for content in contents) == 197_810
    assert sum(not content.rows for content in contents) == 7  # pending lists of 6 to 21 November 2025


@needs_lists
def test_the_two_lists_of_22_september_2025_that_changed_names_are_told_by_their_columns() -> None:
    """The pending name held the very bytes of the participating list of that morning and of 18 September."""
    assert LISTS is not None
    with (LISTS / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        stored = {line["file_name"]: line["stored_as"] for line in csv.DictReader(manifest)}
    kinds = {
        name: read((LISTS / stored[name]).read_bytes(), name).kind
        for name in ("participatingAgencies09222025pm.xlsx", "pendingAgencies09222025pm.xlsx")
    }
    assert kinds == {
        "participatingAgencies09222025pm.xlsx": "pending",
        "pendingAgencies09222025pm.xlsx": "participating",
    }


@needs_lists
def test_counties_that_show_a_spreadsheet_error_are_not_read_as_blank() -> None:
    """The cell reader gives an empty text for `#N/A`; ICE's lists hold 41,761 of them under COUNTY."""
    assert sum(times for row, times in printed_rows().items() if row.county == "#N/A") == 41_761
