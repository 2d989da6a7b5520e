"""A column read as another would be a change of every row: headers, not positions, say what a column is."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster287.model import COLUMNS, ListContent, Row
from roster287.read import read
from tests.support.workbooks import PARTICIPATING_HEADER, PENDING_HEADER, Sheet, Value, package, parts, row, workbook

VALUES: dict[str, Value] = {
    "STATE": "MAINE",
    "LAW ENFORCEMENT AGENCY": "Wells Police Department",
    "TYPE": "Municipality",
    "COUNTY": "York County",
    "SUPPORT TYPE": "Task Force Model",
    "SIGNED": "2025-04-02",
    "MOA": "link",
    "ADDENDUM": "addendum pending",
}
WELLS = Row(
    "MAINE", "Wells Police Department", "Municipality", "York County", "Task Force Model", "2025-04-02", "link", ""
)


def only_row(content: ListContent) -> Row:
    assert content.fatal is None
    assert len(content.rows) == 1
    return content.rows[0][1]


def codes(content: ListContent) -> list[str]:
    return [issue.code for issue in content.issues]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "SIGNED", "MOA"), "participating"),
        (("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "SUPPORT TYPE", "SIGNED", "MOA"), "participating"),
        (PARTICIPATING_HEADER[:7], "participating"),
        (PARTICIPATING_HEADER, "participating"),
        (("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE"), "pending"),
        (("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "SUPPORT TYPE"), "pending"),
        (PENDING_HEADER, "pending"),
        ((*PENDING_HEADER, "MOA"), "pending"),
    ],
)
def test_every_layout_ice_has_used_is_read(header: tuple[str, ...], kind: str) -> None:
    content = read(workbook([[VALUES[name] for name in header]], columns=header), "list.xlsx")
    assert content.kind == kind
    assert [getattr(only_row(content), column) for column in content.columns] == [VALUES[name] for name in header]
    assert all(getattr(only_row(content), column) == "" for column in set(COLUMNS) - set(content.columns))
    assert content.issues == ()


@given(st.permutations(PARTICIPATING_HEADER))
@settings(deadline=None, max_examples=60)
def test_the_order_of_columns_changes_nothing(header: list[str]) -> None:
    content = read(workbook([row(moa_url="https://www.ice.gov/a.pdf")], columns=header), "list.xlsx")
    assert only_row(content) == WELLS._replace(moa_targets=("https://www.ice.gov/a.pdf",))
    assert content.kind == "participating"
    assert content.issues == ()


@pytest.mark.parametrize(
    "header",
    ["state", " State ", "STATE\u00a0", "STATES", "STAET", "\u200bSTATE", "State:"],
)
def test_a_header_in_other_spacing_case_or_slightly_misprinted_is_still_found(header: str) -> None:
    content = read(workbook([list(VALUES.values())], columns=(header, *PARTICIPATING_HEADER[1:])), "list.xlsx")
    assert only_row(content).state == "MAINE"


@pytest.mark.parametrize("header", ["S T A T E", "", " ", "JURISDICTION", "WHERE"])
def test_states_under_another_header_or_none_are_known_by_the_cells(header: str) -> None:
    columns = (header, *PARTICIPATING_HEADER[1:])
    content = read(workbook([list(VALUES.values())], columns=columns), "list.xlsx")
    assert only_row(content).state == "MAINE"
    assert codes(content) == ["header_ambiguous"]
    towns = [["Wells", *list(VALUES.values())[1:]]]
    assert "STATE" in (read(workbook(towns, columns=columns), "list.xlsx").fatal or "")


@pytest.mark.parametrize(
    ("printed", "said"),
    [("SIGNED", "MOA SIGNED"), ("SUPPORT TYPE", "287(g) Model"), ("COUNTY", "County/Parish"), ("TYPE", "Agency Type")],
)
def test_a_column_under_other_words_keeps_its_cells(printed: str, said: str) -> None:
    header = [said if name == printed else name for name in PARTICIPATING_HEADER]
    content = read(workbook([list(VALUES.values())], columns=header), "list.xlsx")
    assert [getattr(only_row(content), column) for column in COLUMNS] == list(VALUES.values())
    assert content.issues == ()


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("MOA", "Agreement"),
        ("MOA", "Document (PDF)"),
        ("SUPPORT TYPE", "287(g) Program"),
        ("SIGNED", "Date MOA Signed"),
    ],
)
def test_a_column_headed_otherwise_is_known_by_its_cells_and_sets_no_list_aside(printed: str, said: str) -> None:
    header = [said if name == printed else name for name in PARTICIPATING_HEADER]
    content = read(workbook([list(VALUES.values())], columns=header), "list.xlsx")
    assert [getattr(only_row(content), column) for column in COLUMNS] == list(VALUES.values())
    assert codes(content) == ([] if printed == "SIGNED" else ["header_ambiguous"])


def test_dates_under_an_unknown_header_make_no_pending_list_a_participating_one() -> None:
    line = ["MAINE", "Wells Police Department", "Task Force Model", "2025-04-02"]
    content = read(workbook([line], columns=("STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "DATE")), "list.xlsx")
    assert content.kind == "pending"
    assert "unknown_column" in codes(content)


def test_of_two_unknown_columns_that_say_models_none_is_guessed() -> None:
    header = ("STATE", "LAW ENFORCEMENT AGENCY", "THIS", "THAT", "SIGNED", "MOA")
    line = ["MAINE", "Wells Police Department", "Task Force Model", "Warrant Service Officer", "2025-04-02", "link"]
    assert "SUPPORT TYPE" in (read(workbook([line], columns=header), "list.xlsx").fatal or "")


def test_of_two_columns_headed_type_the_one_that_names_models_is_the_support_type() -> None:
    header = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "TYPE")
    values = ["MAINE", "Wells Police Department", "Municipality", "York County", "Task Force Model"]
    for places in permutations((2, 4)):
        line = [*values]
        line[places[0]], line[places[1]] = "Municipality", "Task Force Model"
        content = read(workbook([line], columns=header), "list.xlsx")
        assert only_row(content)[:5] == tuple(values)
        assert content.kind == "pending"
        assert codes(content) == ["header_ambiguous"]


def test_of_two_columns_headed_type_without_rows_the_second_is_the_support_type() -> None:
    content = read(workbook([], columns=("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "TYPE")), "list.xlsx")
    assert content.columns == ("state", "agency", "type", "county", "model")
    assert content.rows == ()


def test_a_single_type_column_full_of_models_is_the_support_type() -> None:
    line = ["MAINE", "Wells Police Department", "Task Force Model"]
    content = read(workbook([line], columns=("STATE", "LAW ENFORCEMENT AGENCY", "TYPE")), "list.xlsx")
    assert only_row(content).model == "Task Force Model"
    assert only_row(content).type == ""


def test_a_second_moa_column_is_reported_not_mixed_into_the_first() -> None:
    header = (*PARTICIPATING_HEADER[:7], "MOA")
    content = read(workbook([[*list(VALUES.values())[:7], "other"]], columns=header), "list.xlsx")
    assert only_row(content).moa == "link"
    assert [(i.code, i.column, i.value) for i in content.issues] == [
        ("unknown_column", "H", "MOA"),
        ("unread_cell", "H", "other"),
    ]


@pytest.mark.parametrize(
    "above",
    [
        [[]],
        [[], []],
        [["287(g) Participating Agencies"]],
        [["As of", "1 April 2025"], []],
        [["LAW ENFORCEMENT AGENCY", "SUPPORT TYPE", "MOA"]],  # the headings of groups of columns
    ],
)
def test_a_title_or_blank_rows_above_the_header_do_not_hide_the_list(above: list[list[Value]]) -> None:
    content = read(workbook([row()], above=above), "list.xlsx")
    assert content.rows == ((len(above) + 2, WELLS),)
    assert [issue.value for issue in content.issues] == [value for line in above for value in line]
    assert set(codes(content)) <= {"title_cell"}


def test_a_header_further_down_than_anyone_would_look_is_a_refusal() -> None:
    content = read(workbook([row()], above=[["text"]] * 10), "list.xlsx")
    assert content.fatal is not None
    assert "no header row" in content.fatal


@pytest.mark.parametrize("dropped", ["STATE", "LAW ENFORCEMENT AGENCY", "SUPPORT TYPE"])
def test_a_participating_list_without_a_column_it_needs_is_refused_by_name(dropped: str) -> None:
    header = [name for name in PARTICIPATING_HEADER if name not in {dropped, "TYPE"}]
    content = read(workbook([[VALUES[name] for name in header]], columns=header), "list.xlsx")
    assert content.rows == ()
    assert content.kind is None
    assert content.fatal is not None
    assert dropped in content.fatal


def test_a_table_of_something_else_is_no_list() -> None:
    content = read(workbook([["x", 1]], columns=("NAME", "AMOUNT")), "list.xlsx")
    assert content.fatal is not None
    assert content.rows == ()


def test_a_pending_list_without_rows_is_a_list() -> None:
    content = read(workbook([], kind="pending"), "list.xlsx")
    assert content.fatal is None
    assert content.kind == "pending"
    assert content.rows == ()


@pytest.mark.parametrize("first", [True, False])
def test_the_list_is_found_whichever_sheet_it_is_on(first: bool) -> None:
    notes = Sheet(header=("Notes",), rows=[["see MOA"]], name="Notes & more", hidden=True)
    content = read(workbook([row()], others=[notes], first=first, sheet="List"), "list.xlsx")
    assert content.sheet == "List"
    assert only_row(content) == WELLS
    found = [(i.code, i.row, i.column, i.value) for i in content.issues]
    assert found == [("other_sheet_cell", 1, "A", "Notes"), ("other_sheet_cell", 2, "A", "see MOA")]


def test_the_sheet_with_the_list_is_not_always_stored_as_the_first_file() -> None:
    members = parts([Sheet([row()], name="List"), Sheet(header=("x",), name="Other")])
    one, two = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
    members[one], members[two] = members[two], members[one]
    rels = members["xl/_rels/workbook.xml.rels"]
    rels = rels.replace(b"sheet1.xml", b"sheetX.xml").replace(b"sheet2.xml", b"sheet1.xml")
    members["xl/_rels/workbook.xml.rels"] = rels.replace(b"sheetX.xml", b"sheet2.xml")
    content = read(package(members), "list.xlsx")
    assert content.sheet == "List"
    assert only_row(content) == WELLS


def test_a_second_list_in_the_same_file_is_a_doubt() -> None:
    second = Sheet(
        [["MAINE", "Monmouth Police", "Municipality", "", "Task Force Model"]], PENDING_HEADER, name="Pending"
    )
    content = read(workbook([row()], others=[second]), "list.xlsx")
    assert content.kind == "participating"
    assert content.issues[0][:1] + content.issues[0][2:3] + content.issues[0][5:] == ("second_list", "doubt", "Pending")
    assert codes(content).count("other_sheet_cell") == 9


def test_a_hidden_list_is_read_and_reported() -> None:
    content = read(package(parts([Sheet([row()], hidden=True)])), "list.xlsx")
    assert only_row(content) == WELLS
    assert codes(content) == ["hidden_sheet"]


def test_a_list_in_view_goes_before_a_hidden_one() -> None:
    hidden = Sheet([row("TEXAS", "Old Police Department")], name="Old", hidden=True)
    content = read(package(parts([hidden, Sheet([row()], name="New")])), "list.xlsx")
    assert content.sheet == "New"
    assert "rows_elsewhere" not in codes(content), "what a list shows is what is in view"
    (told,) = [issue for issue in content.issues if issue.code == "second_list"]
    assert told.message == "The hidden sheet 'Old' holds rows of a list (1) that the sheet 'New' does not have."


def test_a_copy_of_the_list_on_a_second_sheet_is_no_fault() -> None:
    copy = Sheet([row(state="Maine ", signed="4/2/2025", moa="")], name="Copy")
    content = read(workbook([row(), row("TEXAS", "Zebra Police Department")], others=[copy]), "list.xlsx")
    assert content.issues[0][:1] + content.issues[0][2:3] + content.issues[0][5:] == ("second_copy", "note", "Copy")
    assert len(content.rows) == 2


@pytest.mark.parametrize("first", [True, False])
def test_a_copy_without_links_does_not_take_the_documents_from_the_list(first: bool) -> None:
    lines = [row(moa_url="https://www.ice.gov/a.pdf"), row("TEXAS", "Zebra Police Department")]
    copy = Sheet([{**line, "moa_url": ()} for line in lines], name="Copy")
    content = read(workbook(lines, others=[copy], first=first), "list.xlsx")
    assert content.sheet == "Sheet1"
    assert content.rows[0][1].moa_targets == ("https://www.ice.gov/a.pdf",)


def test_rows_of_the_list_on_a_second_sheet_are_counted_and_named() -> None:
    more = Sheet([row(), row("TEXAS", "Zebra Police Department")], name="Sheet2")
    content = read(workbook([row()], others=[more]), "list.xlsx")
    assert content.issues[0].code == "rows_elsewhere"
    assert content.issues[0].message == (
        "The sheet 'Sheet2' holds rows of the list (1) that the sheet 'Sheet1' does not have."
    )
