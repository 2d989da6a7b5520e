"""The tables of ICE's page are the record before February 2025: their links must not be lost or cut."""

from __future__ import annotations

import csv
from collections import Counter

from roster287.model import ListContent, Row
from roster287.read import parse, read
from tests.support.lists import PAGES, needs_lists
from tests.support.workbooks import page, row

A, B = "https://www.ice.gov/doclib/287gMOA/287gJEM_ etowahCoAL.pdf", "https://www.ice.gov/b.pdf"
HEADER = "STATE,LAW ENFORCEMENT AGENCY,SUPPORT TYPE,SIGNED,MOA"


def table(*lines: str, header: str = HEADER) -> ListContent:
    return read("\r\n".join([header, *lines, ""]).encode(), "page.csv")


def test_a_page_table_is_a_participating_list_whose_document_text_is_its_link() -> None:
    content = table(f"ALABAMA,Etowah County Sheriff's Office,Jail Enforcement Model,2016-06-08,{A}")
    assert (content.form, content.kind, content.sheet, content.modified) == ("page", "participating", "", None)
    assert content.rows == (
        (
            2,
            Row(
                "ALABAMA", "Etowah County Sheriff's Office", "", "", "Jail Enforcement Model", "2016-06-08", A, "", (A,)
            ),
        ),
    )
    assert content.issues == ()


def test_a_space_inside_an_address_does_not_cut_it() -> None:
    assert parse(table(f"ALABAMA,x,Task Force Model,2016-06-08,{A}").rows[0][1]).moa_url == A.replace(" ", "%20")


def test_several_addresses_in_one_cell_are_several_targets() -> None:
    for joint in (" ", "\u00a0", " | ", "; ", ", "):
        content = read(page([row(moa_url=f"{A}{joint}{B}")]), "page.csv")
        assert content.rows[0][1].moa_targets == (A, B)
        assert parse(content.rows[0][1]).moa_url == A.replace(" ", "%20")


def test_an_address_without_the_site_is_kept_and_understood() -> None:
    content = table("ALABAMA,x,Task Force Model,2016-06-08,/doclib/a.pdf")
    assert content.rows[0][1].moa_targets == ("/doclib/a.pdf",)
    assert parse(content.rows[0][1]).moa_url == "https://www.ice.gov/doclib/a.pdf"
    assert ("moa", "moa_relative") in parse(content.rows[0][1]).problems


def test_a_word_in_the_document_cell_is_no_link() -> None:
    content = table("ALABAMA,x,Task Force Model,2016-06-08,link pending")
    assert content.rows[0][1].moa_targets == ()
    assert parse(content.rows[0][1]).moa_status == "pending"


def test_blank_lines_and_quoted_line_ends_count_as_one_record() -> None:
    content = table('"ALABAMA","two\nlines",Task Force Model,2016-06-08,x', "", "TEXAS,y,Task Force Model,2016-06-08,x")
    assert [number for number, _ in content.rows] == [2, 4]
    assert content.rows[0][1].agency == "two\nlines"


def test_cells_beyond_the_header_are_reported() -> None:
    content = table("ALABAMA,x,Task Force Model,2016-06-08,link,more")
    assert [(i.code, i.row, i.column, i.value) for i in content.issues] == [("unread_cell", 2, "F", "more")]


def test_a_table_saved_by_windows_is_read() -> None:
    data = f"{HEADER}\r\nPUERTO RICO,Policía de Añasco,Task Force Model,2025-01-02,link\r\n".encode("cp1252")
    assert read(data, "page.csv").rows[0][1].agency == "Policía de Añasco"
    assert read(data.decode("cp1252").encode("utf-8-sig"), "page.csv").rows[0][1].agency == "Policía de Añasco"


@needs_lists
def test_every_real_page_table_is_read_cell_for_cell() -> None:
    assert len(PAGES) == 19
    for path in PAGES:
        content = read(path.read_bytes(), path.name)
        with path.open(encoding="utf-8", newline="") as lines:
            expected = [tuple(line) for line in csv.reader(lines)][1:]
        assert [(r.state, r.agency, r.model, r.signed, r.moa) for _, r in content.rows] == expected
        assert [number for number, _ in content.rows] == list(range(2, len(expected) + 2))
        assert all(r.moa_targets == ((r.moa.strip(),) if r.moa else ()) for _, r in content.rows)
        assert content.issues == ()
        parsed = [parse(r) for _, r in content.rows]
        assert Counter(one.moa_status for one in parsed) == Counter(
            "linked" if line[4] else "none" for line in expected
        )
        assert not any(one.problems for one in parsed)
        assert all(one.state and one.model and one.signed for one in parsed)
