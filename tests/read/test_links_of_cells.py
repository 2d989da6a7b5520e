"""A link lost or laid on the wrong row would show a document as withdrawn or as another agency's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster287.model import ListContent
from roster287.read import read, sheet_xml
from tests.support.workbooks import Formula, Sheet, package, parts, row, workbook

A, B = "https://www.ice.gov/doclib/a.pdf", "https://www.ice.gov/doclib/b.pdf"
PLACE, RELS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"


def targets(content: ListContent) -> dict[int, tuple[str, ...]]:
    assert content.fatal is None, content.fatal
    return {number: one.moa_targets for number, one in content.rows}


def strays(content: ListContent) -> list[tuple[int | None, str | None, str]]:
    return [(i.row, i.column, i.value) for i in content.issues if i.code == "stray_link"]


def test_a_cell_with_two_links_keeps_both_in_their_order() -> None:
    content = read(workbook([row(moa="link | addendum", moa_url=(B, A)), row(moa_url=A)]), "x")
    assert targets(content) == {2: (B, A), 3: (A,)}


def test_the_same_link_twice_on_a_cell_is_one() -> None:
    assert targets(read(workbook([row(moa_url=(A, A))]), "x")) == {2: (A,)}


def test_a_link_over_a_range_is_laid_on_each_row() -> None:
    content = read(workbook([row()] * 4, links={"G3:G4": A}), "x")
    assert targets(content) == {2: (), 3: (A,), 4: (A,), 5: ()}
    assert content.issues == ()


def test_a_link_over_whole_rows_is_laid_on_the_document_cells() -> None:
    content = read(workbook([row()] * 2, links={"A2:H2": A}), "x")
    assert content.rows[0][1].moa_targets == (A,)
    assert content.rows[0][1].addendum_targets == (A,)
    assert content.rows[1][1].moa_targets == ()


def test_a_link_over_a_whole_column_ends() -> None:
    content = read(workbook([row()] * 3, links={"G1:G1048576": A, "A1:XFD1048576": B}), "x")
    assert targets(content) == dict.fromkeys((2, 3, 4), (A, B))


def test_the_addendum_has_its_own_links() -> None:
    content = read(workbook([row(moa_url=A, addendum="link", addendum_url=B)]), "x")
    assert content.rows[0][1].moa_targets == (A,)
    assert content.rows[0][1].addendum_targets == (B,)


@pytest.mark.parametrize("cell", ["A2", "F2", "H9", "G1", "G9", "Z2"])
def test_a_link_elsewhere_is_reported_with_its_target(cell: str) -> None:
    content = read(workbook([row()], links={cell: A}), "x")
    assert strays(content) == [(int(cell[1:]), cell[0], A)]


def test_a_link_on_a_blank_row_is_reported() -> None:
    content = read(workbook([row(), [], row(moa_url=B)], links={"G3": A}), "x")
    assert targets(content) == {2: (), 4: (B,)}
    assert strays(content) == [(3, "G", A)]


def test_a_range_that_touches_no_document_is_reported_once() -> None:
    content = read(workbook([row()], links={"B2:D9": A, "G20:G30": B}), "x")
    assert strays(content) == [(2, "B", A), (20, "G", B)]


def test_a_place_within_the_address_is_kept() -> None:
    assert targets(read(workbook([row(moa_url=A + "#page=3")]), "x")) == {2: (A + "#page=3",)}


def test_a_link_to_a_place_in_the_workbook_is_kept_as_such() -> None:
    assert targets(read(workbook([row(moa_url="#Sheet2!A1")]), "x")) == {2: ("#Sheet2!A1",)}


def test_an_address_with_ampersands_and_quotes_is_decoded_once() -> None:
    address = 'https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa&data=05%7C&x="q"&amp;y=<z>\u00e9'
    assert targets(read(workbook([row(moa_url=address)]), "x")) == {2: (address,)}


@pytest.mark.parametrize(
    "formula",
    [f'HYPERLINK("{A}","link")', f'HYPERLINK( "{A}" )', f'IF(1,HYPERLINK("{A}","link"),"")', f'_xlfn.HYPERLINK("{A}")'],
)
def test_a_link_made_by_a_formula_is_a_target_too(formula: str) -> None:
    line = row() | {"moa": Formula(formula, "link")}
    content = read(workbook([line]), "x")
    assert targets(content) == {2: (A,)}
    assert content.rows[0][1].moa == "link"


def test_a_link_made_by_a_formula_is_a_target_however_the_formula_is_written() -> None:
    members = parts([Sheet([row() | {"moa": Formula("1", "link")}])])
    for formula in (f'<![CDATA[HYPERLINK("{A}")]]>', f"HYPERLINK(&quot;{A}&quot;)", f'<!-- -->HYPERLINK("{A}")'):
        xml = members[PLACE].replace(b"<f>1</f>", f"<f>{formula}</f>".encode())
        assert targets(read(package({**members, PLACE: xml}), "x")) == {2: (A,)}


@pytest.mark.parametrize(
    "formula", [f'HYPERLINK("{A}"&"b.pdf","link")', f'IF(FALSE,HYPERLINK("{B}","link"),HYPERLINK("{A}","link"))']
)
def test_a_link_whose_address_only_a_spreadsheet_could_work_out_is_not_taken_for_a_part_of_it(formula: str) -> None:
    content = read(workbook([row() | {"moa": Formula(formula, "link")}]), "x")
    assert targets(content) == {2: ()}


def test_the_text_of_a_cell_that_speaks_of_hyperlink_is_no_target() -> None:
    content = read(workbook([row(moa=f'HYPERLINK("{A}")', agency="hyperlink")]), "x")
    assert targets(content) == {2: ()}


def test_a_link_without_a_target_in_the_file_is_reported() -> None:
    members = parts([Sheet([row(moa_url=A), row(moa_url=B)])])
    members[RELS] = members[RELS].replace(b'Id="rId2"', b'Id="rId9"')
    content = read(package(members), "x")
    assert targets(content) == {2: (A,), 3: ()}
    assert [(i.code, i.value) for i in content.issues] == [("broken_link", "G3")]


def test_a_relation_that_is_not_external_or_no_link_is_no_target() -> None:
    members = parts([Sheet([row(moa_url=A), row(moa_url=B), row(moa_url=B + "3")])])
    rels = members[RELS].replace(b' TargetMode="External"', b"", 1)
    second = rels.index(b"rId2")
    members[RELS] = rels[:second] + rels[second:].replace(b"/hyperlink", b"/image", 1)
    assert targets(read(package(members), "x")) == {2: (), 3: (), 4: (B + "3",)}


VARIANTS = {
    "single quotes": (
        b"<hyperlinks><hyperlink r:id='rId1' ref='G2'/></hyperlinks>",
        b"<Relationship TargetMode='External' Target='%s' Type='http://x/hyperlink' Id='rId1'/>",
    ),
    "prefixes and spaces": (
        b'<x:hyperlinks><x:hyperlink  ref = "G2"  y:id = "rId1" ></x:hyperlink></x:hyperlinks>',
        b'<r:Relationship Id = "rId1" Target = "%s" TargetMode = "External" Type = "http://x/hyperlink"></r:Relationship>',
    ),
    "a sign that could end the tag": (
        b'<hyperlinks><hyperlink display="a>b" ref="G2" tooltip="hyperlink" r:id="rId1"/></hyperlinks>',
        b'<Relationship Id="rId1" Target="%s" Type="http://x/hyperlink" TargetMode="External" Extra=">"/>',
    ),
    "a dollar reference": (
        b'<hyperlinks><hyperlink ref="$G$2" r:id="rId1"/></hyperlinks>',
        b'<Relationship Id="rId1" Type="http://x/hyperlink" Target="%s" TargetMode="External"/>',
    ),
    "two ranges in one reference": (
        b'<hyperlinks><hyperlink ref="H9 G2:G2" r:id="rId1"/></hyperlinks>',
        b'<Relationship Id="rId1" Type="http://x/hyperlink" Target="%s" TargetMode="External"/>',
    ),
    "numbered characters": (
        b'<hyperlinks><hyperlink ref="&#71;&#x32;" r:id="rId&#49;"/></hyperlinks>',
        b'<Relationship Id="rId1" Type="http://x/hyperlink" Target="%s" TargetMode="External"/>',
    ),
}


@pytest.mark.parametrize("how", VARIANTS)
def test_links_are_found_however_the_xml_is_written(how: str) -> None:
    element, relation = VARIANTS[how]
    members = parts([Sheet([row()])])
    members[PLACE] = members[PLACE].replace(b"</worksheet>", element + b"</worksheet>")
    members[RELS] = b"<Relationships>" + relation % A.encode() + b"</Relationships>"
    assert targets(read(package(members), "x")) == {2: (A,)}


def test_a_sheet_in_another_encoding_is_refused_not_read_without_its_links() -> None:
    members = parts([Sheet([row(moa_url=A)])])
    text = members[PLACE].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    content = read(package({**members, PLACE: text.encode("utf-16")}), "x")
    assert content.fatal is not None
    assert "UTF-16" in content.fatal


@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.integers(0, 9), st.sampled_from([A, B, "mailto:a@b", "#x", "https://c/?a&b"])),
        max_size=20,
    )
)
@settings(deadline=None, max_examples=80)
def test_every_link_of_a_sheet_ends_on_a_row_or_in_an_issue(placed: list[tuple[int, int, str]]) -> None:
    links: dict[str, list[str]] = {}
    for number, column, target in placed:
        links.setdefault(f"{'ABCDEFGHIJ'[column]}{number}", []).append(target)
    content = read(workbook([row()] * 8, links=links), "x")
    there = {(f"G{n}", t) for n, r in content.rows for t in r.moa_targets}
    there |= {(f"H{n}", t) for n, r in content.rows for t in r.addendum_targets}
    there |= {(f"{column}{number}", target) for number, column, target in strays(content)}
    assert there == {(ref, target) for ref, several in links.items() for target in several}


@given(st.integers(0, 16383))
def test_the_letters_of_a_column_lead_back_to_its_number(index: int) -> None:
    assert sheet_xml.column_index(sheet_xml.column_letters(index)) == index


def test_an_address_that_speaks_of_sheetdata_does_not_hide_the_links_before_it() -> None:
    content = read(workbook([row(moa_url=A), row(moa_url="#sheetData"), row(moa_url=B)]), "x")
    assert targets(content) == {2: (A,), 3: ("#sheetData",), 4: (B,)}
