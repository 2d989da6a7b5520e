"""Nothing is dropped silently: what is in no row, header or blank cell is an issue with its place and text."""

from __future__ import annotations

import re
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster287.model import COLUMNS, ListContent
from roster287.read import read
from roster287.read.any_cells import _enlarge
from roster287.read.table import text_of
from roster287.vocabulary.text import tidy
from tests.support.workbooks import PARTICIPATING_HEADER, Error, Formula, Sheet, Value, package, parts, row, workbook

TOLD = {"unread_cell", "unknown_column", "empty_column", "note_cell", "header_cell"}
GOOD: list[Value] = ["MAINE", "Wells Police Department", "Municipality", "York County", "Task Force Model"]
GOOD += ["2025-04-02", "link", ""]
LINKED = Formula('HYPERLINK("https://www.ice.gov/a.pdf","link")', "link")


def found(content: ListContent) -> list[tuple[str, int | None, str | None, str]]:
    return [(i.code, i.row, i.column, i.value) for i in content.issues]


def test_a_column_that_ice_adds_tomorrow_is_reported_with_every_cell() -> None:
    header = (*PARTICIPATING_HEADER, "OFFICERS TRAINED")
    content = read(workbook([[*GOOD, 4], [*GOOD, ""], [*GOOD, "5"]], columns=header), "list.xlsx")
    assert content.fatal is None
    assert len(content.rows) == 3
    assert found(content) == [
        ("unknown_column", 1, "I", "OFFICERS TRAINED"),
        ("unread_cell", 2, "I", "4"),
        ("unread_cell", 4, "I", "5"),
    ]
    assert {issue.severity for issue in content.issues} == {"doubt"}
    assert "OFFICERS TRAINED" in content.issues[0].message


def test_an_unknown_header_over_an_empty_column_is_only_a_note() -> None:
    content = read(workbook([[*GOOD, ""]], columns=(*PARTICIPATING_HEADER, "REMARKS")), "list.xlsx")
    assert [(i.code, i.severity) for i in content.issues] == [("empty_column", "note")]


def test_cells_beyond_the_table_are_reported() -> None:
    content = read(workbook([[*GOOD, "", "", "see below"], GOOD], columns=PARTICIPATING_HEADER), "list.xlsx")
    assert found(content) == [("unread_cell", 2, "K", "see below")]


def test_blank_rows_inside_and_after_the_table_shift_no_row_number() -> None:
    blank: list[Value] = ["", " ", "\u00a0", "", "", "", "", ""]
    content = read(workbook([blank, GOOD, blank, [], GOOD, blank, []]), "list.xlsx")
    assert [number for number, _ in content.rows] == [3, 6]
    assert content.issues == ()


@pytest.mark.parametrize(("at", "what"), [(0, "state"), (1, "agency")])
def test_a_row_without_state_or_agency_is_kept_and_doubted(at: int, what: str) -> None:
    line = [*GOOD]
    line[at] = "\u00a0"
    content = read(workbook([GOOD, line]), "list.xlsx")
    assert len(content.rows) == 2
    assert content.rows[1][1][at] == "\u00a0"
    assert [(i.code, i.severity, i.row) for i in content.issues] == [("incomplete_row", "doubt", 3)]
    assert what in content.issues[0].message


@pytest.mark.parametrize(
    "line",
    [
        ["* updated weekly"],
        ["Total: 1496"],
        ["TOTAL", 1497],
        ["Grand Total", "", "", "", 1497],
        ["", "Updated 9/15/2026"],
        ["", "", "", "", "Task Force Model", 800],
        ["", 1497],
        ["TEXAS"],
        ["TEXAS", "Updated 3/2/2026"],
        ["MAINE", "See the note below"],
    ],
)
def test_a_note_or_a_total_under_or_in_the_table_is_told_and_no_row_of_the_list(line: list[Value]) -> None:
    content = read(workbook([GOOD, line, GOOD, [], line]), "list.xlsx")
    assert [number for number, _ in content.rows] == [2, 4]
    printed = [str(text) for text in line if text != ""]
    assert [(i.code, i.severity, i.row, i.value) for i in content.issues] == [
        ("note_cell", "doubt", at, text) for at in (3, 6) for text in printed
    ]


def test_a_header_printed_again_inside_the_table_is_told_and_no_row_of_the_list() -> None:
    again: list[Value] = [text.title() for text in PARTICIPATING_HEADER]
    content = read(workbook([GOOD, again, GOOD]), "list.xlsx")
    assert [number for number, _ in content.rows] == [2, 4]
    assert [(i.code, i.row, i.value) for i in content.issues] == [("header_cell", 3, text) for text in again]


@pytest.mark.parametrize(
    "gone",
    [(0,), (1,), (4,), (0, 1), (0, 4), (1, 4), (0, 1, 4)],
)
def test_an_entry_that_lost_cells_stays_a_row_while_it_has_a_day(gone: tuple[int, ...]) -> None:
    line = ["" if at in gone else text for at, text in enumerate(GOOD)]
    content = read(workbook([GOOD, line]), "list.xlsx")
    assert [number for number, _ in content.rows] == [2, 3]
    assert {i.code for i in content.issues} <= {"incomplete_row"}


@pytest.mark.parametrize("gone", [(0,), (1,), (4,), (0, 4)])
def test_an_application_that_lost_cells_stays_a_row(gone: tuple[int, ...]) -> None:
    line = ["" if at in gone else text for at, text in enumerate(GOOD[:5])]
    assert len(read(workbook([GOOD[:5], line], kind="pending"), "list.xlsx").rows) == 2


@pytest.mark.parametrize("name", ["Wells Police Department", "Collin County", "Texas DPS", "Constable Precinct 3"])
def test_an_agency_that_has_nothing_but_its_name_stays_a_row(name: str) -> None:
    content = read(workbook([GOOD, ["TEXAS", name]]), "list.xlsx")
    assert [row.agency for _, row in content.rows] == [GOOD[1], name]


def test_a_list_that_lost_two_columns_does_not_become_a_list_of_notes() -> None:
    lost: list[Value] = ["MAINE", "", "Municipality", "York County", ""]
    content = read(workbook([GOOD[:5], *[lost] * 6], kind="pending"), "list.xlsx")
    assert len(content.rows) == 7
    assert {i.code for i in content.issues} == {"incomplete_row"}


def test_thousands_of_cells_on_another_sheet_are_counted() -> None:
    other = Sheet(header=("a",), rows=[[number] for number in range(1500)], name="Pivot")
    content = read(workbook([row()], others=[other]), "list.xlsx")
    assert len(content.issues) == 1001
    assert content.issues[-1].code == "other_sheet_cells"
    assert content.issues[-1].value == "501"
    assert "Pivot" in content.issues[-1].message


def test_error_cells_keep_their_text() -> None:
    content = read(workbook([row(county=Error("#N/A"), signed=Error("#VALUE!"))]), "list.xlsx")
    assert content.rows[0][1].county == "#N/A"
    assert content.rows[0][1].signed == "#VALUE!"


def test_an_error_beyond_the_last_column_is_reported_too() -> None:
    content = read(workbook([[*GOOD, "", Error("#REF!")]], columns=PARTICIPATING_HEADER), "list.xlsx")
    assert found(content) == [("unread_cell", 2, "J", "#REF!")]


def test_an_error_made_by_a_formula_is_read_in_every_way_of_writing_it() -> None:
    members = parts([Sheet([row(county="X")])])
    place = "xl/worksheets/sheet1.xml"
    usual = b'<c r="D2" t="inlineStr"><is><t xml:space="preserve">X</t></is></c>'
    assert usual in members[place]
    for cell in (
        b'<c r="D2" t="e"><f>NA()</f><v>#N/A</v></c>',
        b"<c t='e' r='D2' s='0'><f t='shared' si='0'/><v>#N/A</v></c>",
        b'<c r = "D2" t = "e" ><v>#N/A</v></c>',
        b'<c\n r="D2"\n t="e">\n<v>#N/A</v></c>',
        b'<c r="D2" t="e"><f><![CDATA[A1<B1]]></f><v>#N/A</v></c>',
        b'<c r="D2" t="e"><v><![CDATA[#N/A]]></v></c>',
        b'<!-- <c r="E2" t="e"><v>#REF!</v></c> --><c t="e"><v>#N/A</v></c>',
    ):
        content = read(package({**members, place: members[place].replace(usual, cell)}), "list.xlsx")
        assert content.rows[0][1].county == "#N/A", cell


def test_cells_that_do_not_say_their_place_keep_their_errors_and_links() -> None:
    members = parts([Sheet([row(county=Error("#N/A"), moa=LINKED), row(), row(addendum=LINKED)])])  # type: ignore[arg-type]
    place = "xl/worksheets/sheet1.xml"
    for pattern in (rb'(<c) r="[A-Z]+[0-9]+"', rb'(<(?:c|row)) r="[A-Z]*[0-9]+"'):
        bare = re.sub(pattern, rb"\1", members[place])
        assert bare != members[place]
        content, usual = (read(package({**members, place: xml}), "list.xlsx") for xml in (bare, members[place]))
        assert content.fatal is None
        assert content.rows == usual.rows
        assert content.rows[0][1].county == "#N/A"
        assert content.rows[0][1].moa_targets == ("https://www.ice.gov/a.pdf",)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
        (True, "TRUE"),
        (date(2025, 4, 2), "2025-04-02"),
        (datetime.fromisoformat("2025-04-02"), "2025-04-02"),
        (datetime.fromisoformat("2025-04-02T16:30"), "2025-04-02 16:30:00"),
        (Formula('CONCATENATE("a","b")', "ab"), "ab"),
        ("  two\u00a0spaces ", "  two\u00a0spaces "),
        ("=1+1", "=1+1"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('it\'s & "quoted"', 'it\'s & "quoted"'),
        ("line\nbreak", "line\nbreak"),
    ],
)
def test_a_cell_is_read_as_it_looks_on_paper(value: Value, text: str) -> None:
    for at in (1, 5):
        line = [*GOOD]
        line[at] = value
        content = read(workbook([line]), "list.xlsx")
        assert content.rows[0][1][at] == text


cell_values = st.one_of(
    st.just(""),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=8
    ),
    st.integers(-(10**9), 10**9),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.just(Error("#N/A")),
)


@given(
    st.lists(st.lists(cell_values, min_size=0, max_size=11), max_size=8),
    st.lists(st.sampled_from(["REMARKS", "", "OFFICERS"]), max_size=2),
)
@settings(deadline=None, max_examples=120)
def test_every_cell_that_shows_something_is_in_a_row_the_header_or_an_issue(
    lines: list[list[Value]], extra: list[str]
) -> None:
    header = [*PARTICIPATING_HEADER, *extra]
    content = read(workbook(lines, columns=header), "list.xlsx")
    assert content.fatal is None
    printed: list[list[Value]] = [[*header], *lines]
    texts = [str(v.text if isinstance(v, Error) else v) for line in printed for v in line]
    in_rows = sum(bool(tidy(text)) for _, r in content.rows for text in r[: len(COLUMNS)])
    in_issues = sum(issue.code in TOLD for issue in content.issues)
    assert in_rows + in_issues + len(content.columns) == sum(bool(tidy(text)) for text in texts)


def test_the_time_of_day_alone_is_kept() -> None:
    assert text_of(time(16, 30)) == "16:30:00"
    assert text_of(1e300) == "1e+300"


def test_an_error_cell_beyond_the_rectangle_of_the_cell_reader_is_not_lost() -> None:
    """Should the cell reader one day leave error cells out of its rectangle, they are still put in."""
    cells: list[list[object]] = [["a"], ["b"]]
    assert _enlarge(cells, 3, 2) == (3, 2)  # type: ignore[arg-type]
    assert cells == [["a", ""], ["b", ""], ["", ""]]


def test_an_entry_that_lost_state_and_agency_is_no_note() -> None:
    """A list that prints them once for several rows would lose the entries below without a word."""
    lost = row("", "", type="County", county="York County", model="Task Force Model")
    content = read(workbook([row(), lost], kind="pending"), "list.xlsx")
    assert len(content.rows) == 2
    assert any(issue.code == "incomplete_row" for issue in content.issues)
