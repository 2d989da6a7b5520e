"""A cell merged over rows prints once what every row under it says: reading it in the first alone loses the others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from roster287.read import read
from tests.support.workbooks import Sheet, Value, package, parts

PLACE = "xl/worksheets/sheet1.xml"
LINES: list[list[Value]] = [
    ["MAINE", "Wells Police Department", "Municipality", "York County", "Task Force Model", "2025-04-02", "link", ""],
    ["", "", "", "", "Warrant Service Officer", "2025-04-02", "link", ""],
    ["", "Saco Police Department", "Municipality", "York County", "Task Force Model", "2025-04-03", "link", ""],
    ["", "", "", "", "", "", "", ""],
]


def merged(refs: Sequence[str], lines: Sequence[Sequence[Value]] = LINES) -> bytes:
    members = parts([Sheet(lines)])
    marks = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    end = f'</sheetData><mergeCells count="{len(refs)}">{marks}</mergeCells>'.encode()
    members[PLACE] = members[PLACE].replace(b"</sheetData>", end)
    return package(members)


def test_a_state_or_a_name_merged_over_rows_is_read_in_each_of_them() -> None:
    content = read(merged(["A2:A4", "B2:B3", "C2:C3", "D2:D3"]), "list.xlsx")
    assert content.fatal is None
    assert [(number, line.state, line.agency, line.county) for number, line in content.rows] == [
        (2, "MAINE", "Wells Police Department", "York County"),
        (3, "MAINE", "Wells Police Department", "York County"),
        (4, "MAINE", "Saco Police Department", "York County"),
    ]
    assert [(issue.code, issue.row, issue.column) for issue in content.issues] == [
        ("merged_cell", 2, "A"), ("merged_cell", 2, "B"), ("merged_cell", 2, "C"), ("merged_cell", 2, "D"),
    ]  # fmt: skip


def test_a_cell_that_is_merged_over_columns_says_nothing_in_the_others() -> None:
    note: list[list[Value]] = [LINES[0], ["Total: 1", *[""] * 7]]
    content = read(merged(["A3:H3"], note), "list.xlsx")
    assert [number for number, _ in content.rows] == [2]
    assert [(issue.code, issue.column) for issue in content.issues] == [("note_cell", "A")]


@pytest.mark.parametrize("refs", [["A2:A4"] * 40, [f"A2:A{n}" for n in range(3, 90)], ["H2:H1048576"] * 20])
def test_cells_merged_over_one_another_cost_no_more_than_the_sheet(refs: list[str]) -> None:
    fatal = read(merged(refs), "list.xlsx").fatal
    assert fatal is not None
    assert "merged cells lie over one another" in fatal


@pytest.mark.parametrize("ref", ["Z2:Z9", "A500:A900", "A2:A2", "A:A", "A4:A2"])
def test_a_merged_cell_beyond_the_table_changes_nothing(ref: str) -> None:
    assert [number for number, _ in read(merged([ref]), "list.xlsx").rows] == [2, 3, 4]
