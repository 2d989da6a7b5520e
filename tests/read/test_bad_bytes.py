"""Bytes that are no list never stop a sync and never pass for a list: they are refused with a sentence."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster287.model import ListContent
from roster287.read import container, read, sheet_xml
from roster287.read.container import NotAListError
from tests.support.lists import WORKBOOKS, needs_lists
from tests.support.workbooks import Error, Sheet, package, page, parts, row, workbook

GOOD = workbook([row(agency=f"Agency {number}", moa_url=f"https://www.ice.gov/{number}.pdf") for number in range(30)])
PLACE = "xl/worksheets/sheet1.xml"


def refused(data: bytes) -> str:
    """The sentence with which the bytes were refused."""
    content = read(data, "list.xlsx")
    assert isinstance(content, ListContent)
    assert content.fatal, "the bytes were taken for a list"
    assert content.rows == ()
    assert content.kind is None
    assert [issue.severity for issue in content.issues] == ["fatal"]
    assert content.fatal.endswith(".")
    assert len(content.fatal.splitlines()) == 1
    return content.fatal


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \r\n\t ", "blank"),
        (b"\x00" * 5000, "blank"),
        (b"<!DOCTYPE html><html><head><title>Access Denied</title>", "web page"),
        (b"\xef\xbb\xbf\n\n<html lang=en>", "web page"),
        (b"<!-- cached --><HTML><body>Request unsuccessful. Incapsula incident", "web page"),
        (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "XML"),
        (b'{"error": "not found"}', "JSON"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".xls"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"PK", "cut off or damaged"),
        (b"PK\x05\x06" + b"\x00" * 18, "empty zip"),
        (b"Just a text, with a comma", "no header row"),
        (b'"STATE","unclosed', "CSV"),
        (b"STATE\x00AGENCY", "neither"),
        (b"STATE,TYPE,COUNTY\r\nMAINE,x,y\r\n", "LAW ENFORCEMENT AGENCY"),
        ("Ünïcode ÿ".encode("latin-1"), "no header row"),
    ],
)
def test_what_is_no_workbook_is_named(data: bytes, says: str) -> None:
    assert says in refused(data)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["word/document.xml"], "Word"),
        (["ppt/presentation.xml"], "presentation"),
        (["xl/workbook.bin"], "binary"),
        (["content.xml", "mimetype"], "OpenDocument"),
        (["participatingAgencies.xlsx"], "files inside"),
        (["readme.txt"], "zip archive"),
    ],
)
def test_other_zip_files_are_named(names: list[str], says: str) -> None:
    assert says in refused(package(dict.fromkeys(names, b"x")))


@pytest.mark.parametrize("name", ["", "participatingAgencies04032025am.xlsx", "../../etc/passwd\n"])
def test_the_name_of_a_file_changes_nothing(name: str) -> None:
    assert read(GOOD, name) == read(GOOD, "list.xlsx")
    assert read(b"<html>", name) == read(b"<html>", "list.xlsx")


def test_a_truncated_workbook_is_refused_at_every_length() -> None:
    for length in range(2, len(GOOD), 7):
        refused(GOOD[:length])


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_a_workbook_with_damaged_bytes_is_read_whole_or_refused(data: st.DataObject) -> None:
    """Never half: a list that lost rows on the way would read as departures."""
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(GOOD) - 1))] ^= data.draw(st.integers(1, 255))
    content = read(bytes(damaged), "list.xlsx")
    if content.fatal is None:
        assert content.rows == read(GOOD, "list.xlsx").rows


@pytest.mark.parametrize("part", ["styles.xml", "sheet1.xml.rels", "sheet1.xml"])
def test_a_damaged_name_in_the_zip_directory_does_not_lose_a_part_of_the_list(part: str) -> None:
    """Without its styles, a workbook's dates are read as numbers; without its relations, all links are gone."""
    at = GOOD.rindex(part.encode())
    refused(GOOD[:at] + b"X" + GOOD[at + 1 :])


@needs_lists
def test_a_real_workbook_cut_anywhere_is_refused() -> None:
    data = WORKBOOKS[0].read_bytes()
    for length in range(2, len(data), len(data) // 60):
        refused(data[:length])


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"STATE,AGENCY,MODEL\n", b"<"]))
@settings(deadline=None, max_examples=200)
def test_any_bytes_at_all_give_a_content(data: bytes, start: bytes) -> None:
    content = read(start + data, "x")
    assert (content.fatal is None) == (content.kind is not None)


# Sheets whose XML is not what it should be. The zip around them is sound.


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_sheet_that_breaks_off_is_refused_not_read_in_part(keep: float) -> None:
    members = parts([Sheet([row() for _ in range(40)])])
    xml = members[PLACE]
    refused(package({**members, PLACE: xml[: int(len(xml) * keep)]}))


@pytest.mark.parametrize(
    "missing", [PLACE, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"]
)
def test_a_workbook_without_one_of_its_parts_is_refused(missing: str) -> None:
    members = parts([Sheet([row(moa_url=f"https://www.ice.gov/{number}.pdf") for number in range(9)])])
    del members[missing]
    refused(package(members))


def test_shared_strings_that_are_missing_are_refused_not_read_as_blank() -> None:
    members = parts([Sheet([row()])])
    usual = b'<c r="A2" t="inlineStr"><is><t xml:space="preserve">MAINE</t></is></c>'
    assert usual in members[PLACE]
    refused(package({**members, PLACE: members[PLACE].replace(usual, b'<c r="A2" t="s"><v>7</v></c>')}))


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<c  r = "XFD1048576"><v>1</v></c>',
        b'<c\nr="xfd1048576"><v>1</v></c>',
        b'<c t="n" r="XFD1048576"><v>1</v></c>',
        b'<c r="A999999"><v>1</v></c><c r="ZZZ1"><v>1</v></c>',
        b'<x:c xmlns:x="x" r="XFD1048576"><v>1</v></x:c>',
        b'<c r="B99999999999999999999"><v>1</v></c>',
        b'<c r="AAAAAAAAAAAA1"><v>1</v></c>',
        b"""<c r="XFD1048576" x='a/>' t="n"><v>1</v></c>""",
        b'<c r="XFC1048576"/><c t="n"><v>1</v></c>',
        b'<c r="XFC1048576"/><c x=" r=1" t="n"><v>1</v></c>',
        b"""<c r="XFC1048576"/><c x=" r='A1'" t="n"><v>1</v></c>""",
        b'<c r="XFC1048576"/><c x:r="A1" xmlns:x="x" t="n"><v>1</v></c>',
        b'<c r="XFD1048576"/><!-- <c r="A1"/> -->',
        b'<c r="A2" r="XFD1048576"><v>1</v></c>',
        b'<c r="A2" t="n" r="XFD1048576"><v>1</v></c>',
        b'</row><row r="1048575"/><x-y:row xmlns:x-y="x">'
        + b"<x-y:c/>" * 16_000
        + b'<x-y:c t="n"><v>1</v></x-y:c></x-y:row><row>',
        b"<c r='XFC1048576'/><x-y:c xmlns:x-y='x' t='n'><v>1</v></x-y:c>",
    ],
)
def test_one_cell_far_out_does_not_take_all_memory(cell: bytes) -> None:
    members = parts([Sheet([row()])])
    xml = members[PLACE].replace(b"</row></sheetData>", cell + b"</row></sheetData>")
    assert cell in xml
    refused(package({**members, PLACE: xml}))


@pytest.mark.parametrize(
    "blank",
    [
        b'<c r="XFD2" s="3"/></row><row r="1048576" ht="15" customHeight="1"><c r="A1048576" s="1"/></row>',
        b"""<c s='3' r='XFD2' /></row><row r="1048576"/>""",
    ],
)
def test_a_format_far_out_is_no_cell(blank: bytes) -> None:
    """Who formats a whole row or column of a list leaves cells that print nothing, to the end of the sheet."""
    members = parts([Sheet([row()])])
    xml = members[PLACE].replace(b"</row></sheetData>", blank + b"</sheetData>")
    content = read(package({**members, PLACE: xml}), "list.xlsx")
    assert content.fatal is None
    assert content.rows == read(package(members), "list.xlsx").rows
    assert content.issues == ()


def test_cells_without_references_do_not_take_all_memory() -> None:
    rows = b"<row/>" * 300_000 + b"<row>" + b"<c/>" * 16_000 + b"</row>"
    members = parts([Sheet([row()])])
    xml = members[PLACE].replace(b"</sheetData>", rows + b"</sheetData>")
    refused(package({**members, PLACE: xml}))


def test_a_wide_sheet_within_reason_is_read() -> None:
    content = read(workbook([row()], links={}, above=[[""] * 60 + ["far"]]), "list.xlsx")
    assert content.fatal is None
    assert [(issue.code, issue.column) for issue in content.issues] == [("title_cell", "BI")]


# Zip files made to harm.


def bomb(declared: int | None = None, size: int = 300 * 1024 * 1024) -> bytes:
    """A workbook whose sheet unpacks to `size` zeros and says that it unpacks to `declared`."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    crc, packed = 0, b""
    for _ in range(size >> 20):
        packed += deflate.compress(block)
        crc = zlib.crc32(block, crc)
    packed += deflate.flush()
    members = parts([Sheet([row()])])
    buffer = io.BytesIO(package(members))
    data, info = buffer.getvalue(), zipfile.ZipFile(buffer).getinfo(PLACE)
    said = size if declared is None else declared
    name = PLACE.encode()
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), said, len(name), 0) + name
    directory_at = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", data, directory_at + 16)[0]
    directory = data[start:directory_at]
    at = directory.index(name) - 46
    entry = bytearray(directory)
    struct.pack_into("<III", entry, at + 16, crc, len(packed), said)
    struct.pack_into("<I", entry, at + 42, start)
    body = data[:start] + local + packed
    end = bytearray(data[directory_at:])
    struct.pack_into("<I", end, 16, len(body))
    assert info.filename == PLACE
    return body + bytes(entry) + bytes(end)


@pytest.fixture(scope="module")
def honest_bomb() -> bytes:
    return bomb()


def test_a_zip_bomb_is_refused_by_what_it_says(honest_bomb: bytes) -> None:
    assert len(honest_bomb) < 1 << 20
    assert "300 MB" in refused(honest_bomb)


def test_a_zip_bomb_that_lies_is_refused_by_what_comes_out() -> None:
    assert "checksum" in refused(bomb(declared=4096, size=8 << 20))


def test_a_zip_bomb_of_believable_size_is_refused_by_its_ratio() -> None:
    assert "zip bomb" in refused(bomb(size=40 << 20))


def test_a_lying_member_is_unpacked_no_further_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    longest = 0
    real = zlib.decompressobj

    class Watched:
        def __init__(self, bits: int) -> None:
            self._inner = real(bits)

        def decompress(self, data: bytes, limit: int) -> bytes:
            nonlocal longest
            content = self._inner.decompress(data, limit)
            longest = max(longest, len(content))
            return content

        def __getattr__(self, name: str) -> object:
            return getattr(self._inner, name)

    data = bomb(declared=4096)
    monkeypatch.setattr("roster287.read.container.zlib.decompressobj", Watched)
    refused(data)
    assert longest <= 4097


def test_many_small_members_together_are_bounded() -> None:
    members = {f"xl/worksheets/sheet{number}.xml": bytes(200_000) for number in range(400)}
    assert "MB" in refused(package(parts([Sheet([row()])]) | members))


def test_too_many_members_are_refused() -> None:
    assert "members" in refused(package({f"a{number}": b"" for number in range(2500)}))


def test_a_file_larger_than_any_list_is_refused() -> None:
    assert "larger" in refused(b"PK\x03\x04" + bytes(container.MAX_FILE))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused() -> None:
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/worksheets/Sheet1.xml", b"<worksheet/>")
    assert "two ways" in refused(buffer.getvalue())


def test_an_encrypted_zip_is_refused() -> None:
    data = bytearray(GOOD)
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "encrypted" in refused(bytes(data))


def test_a_packing_that_workbooks_do_not_use_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in parts([Sheet([row()])]).items():
            archive.writestr(name, content)
    assert "packed in a way" in refused(buffer.getvalue())


def test_a_stored_and_a_deflated_workbook_read_the_same() -> None:
    members = parts([Sheet([row(moa_url="https://www.ice.gov/a.pdf")])])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    stored, deflated = read(buffer.getvalue(), "x"), read(package(members), "x")
    assert stored.rows == deflated.rows
    assert stored.rows


def test_a_page_table_with_too_many_lines_is_refused() -> None:
    assert "lines" in refused(page([row()]) + b"a,b,c,d,e\r\n" * 50_001)


def test_a_workbook_with_a_password_is_refused() -> None:
    """Excel keeps a workbook with a password in an Office container of the old kind."""
    assert "password" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00")


def test_a_programming_error_is_not_hidden_and_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("roster287.read.document.open_workbook", broken)
    with pytest.raises(ZeroDivisionError) as caught:
        read(GOOD, "list.xlsx")
    assert "list.xlsx" in caught.value.__notes__[0]


def shared(text: bytes, cells: int, number: bytes = b"0") -> bytes:
    """A workbook in which many cells point to one shared text."""
    members = parts([Sheet([row()])])
    line = b"".join(b'<c r="Z%d" t="s"><v>%b</v></c>' % (at % 9000 + 3, number) for at in range(cells))
    members[PLACE] = members[PLACE].replace(b"</row></sheetData>", line + b"</row></sheetData>")
    members["xl/sharedStrings.xml"] = b'<sst xmlns="http://x"><si><t>' + text + b"</t></si></sst>"
    rels = members["xl/_rels/workbook.xml.rels"]
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    entry = b'<Relationship Id="rIdT" Type="' + kind + b'" Target="sharedStrings.xml"/>'
    members["xl/_rels/workbook.xml.rels"] = rels.replace(b"</Relationships>", entry + b"</Relationships>")
    return package(members)


@pytest.mark.parametrize("number", [b"0", b" 0 ", b"&#48;"])
def test_a_long_text_that_many_cells_share_does_not_take_all_memory(number: bytes) -> None:
    assert "repeats a long text" in refused(shared(b"x" * 4_000_000, 5000, number))


def test_a_long_text_that_stands_once_is_read() -> None:
    content = read(shared(b"note-" * 200_000, 1), "x")
    assert content.fatal is None
    assert [(issue.code, issue.column, len(issue.value)) for issue in content.issues] == [
        ("unread_cell", "Z", 1_000_000)
    ]


def test_more_sheets_than_any_list_are_refused() -> None:
    assert "sheets" in refused(package(parts([Sheet([row()], name=f"S{number}") for number in range(101)])))


def test_a_part_that_stands_for_two_sheets_is_refused() -> None:
    members = parts([Sheet([row()], name="A"), Sheet([row()], name="B")])
    rels = members["xl/_rels/workbook.xml.rels"]
    refused(package({**members, "xl/_rels/workbook.xml.rels": rels.replace(b"sheet2.xml", b"sheet1.xml")}))


@pytest.mark.parametrize(
    "tail",
    [
        b"<hyperlinks>" + b'<hyperlink ref="G2:G1048576" location="a"/>' * 300 + b"</hyperlinks>",
        b"<hyperlinks>" + b"".join(b'<hyperlink ref="G2" location="%d"/>' % n for n in range(60)) + b"</hyperlinks>",
    ],
)
def test_links_made_to_cost_time_are_refused(tail: bytes) -> None:
    members = parts([Sheet([row()])])
    refused(package({**members, PLACE: members[PLACE].replace(b"</worksheet>", tail + b"</worksheet>")}))


@pytest.mark.parametrize(
    "xml",
    [
        b"<x>" + b"<cp:modified>" + b" " * 200_000 + b"</x>",
        b"<x>" + b'<c r="A1" ' + b'a="e" ' * 50_000 + b"></c></x>",
        b"<hyperlink " + b" " * 200_000 + b"<hyperlink " * 50_000,
        b"sheetData" + b"<" * 200_000 + b"sheetData",
        b'<c r="A1"><f>' + b"HYPERLINK(" * 50_000 + b"</f></c></sheetData>",
        b"r " * 200_000 + b"</sheetData>",
        b"<!-- HYPERLINK( " + b"<c row " * 80_000 + b"-->",
        b'<c r="A1" HYPERLINK( ' + b'r="A1" ' * 80_000,
        b'<c r="A1" HYPERLINK( ' + b'r="A1" ' * 80_000 + b">",
        b'# <c t="e" ' + b'r="A1" t="e" ' * 40_000 + b"></c></sheetData>",
        b"<modified " * 80_000,
        b"<hyperlink " + b"a" * 200_000 + b":b:c='x'/>",
        b"<hyperlink " + b"a-" * 100_000 + b"='x'/>",
        b"<sheet " + b"a" * 200_000 + b":b:c='x'/>",
        b"<hyperlink a='" * 80_000,
        b'<hyperlink d=\' x=" c="' * 40_000,
    ],
)
def test_patterns_end_soon_on_text_made_to_cost_time(xml: bytes) -> None:
    started = time.process_time()
    members = parts([Sheet([row()])], "2025-01-01")
    for place in (PLACE, "docProps/core.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        read(package({**members, place: xml}), "x")
        read(package({**members, place: members[place] + xml}), "x")
    for find in (partial(sheet_xml.links, rels=xml), sheet_xml.error_cells):
        with suppress(NotAListError):
            find(xml)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]>', b'<c t="e"><v>#N/A</v></c>'),
        (b"", b'<c r="D&#57;&#57;&#57;&#57;&#57;&#57;&#57;" t="e"><v>#N/A</v></c>'),
        (b"", b'<c r="&#90;&#90;&#90;2" t="e"><f>NA()</f><v>#N/A</v></c>'),
    ],
)
def test_an_error_made_to_cost_memory_is_refused(head: bytes, cell: bytes) -> None:
    members = parts([Sheet([row()] * 3000)])
    xml = members[PLACE].replace(b"<worksheet", head + b"<worksheet").replace(b"</row>", cell + b"</row>", 1)
    refused(package({**members, PLACE: xml}))


def test_links_in_every_column_cost_as_much_as_in_one() -> None:
    names = [sheet_xml.column_letters(number) for number in range(18_278)]
    link = '<hyperlink ref="{}{}" r:id="rId1"/>'
    tail = "".join(link.format(name, row) for row in range(1, 9) for name in names)
    xml = f"<sheetData></sheetData><hyperlinks>{tail}</hyperlinks>".encode()
    rels = b'<Relationship Id="rId1" Type="x/hyperlink" Target="https://a.example" TargetMode="External"/>'
    assert len(sheet_xml.links(xml, rels).single) == len(names)


def test_a_panic_of_the_cell_reader_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its panics are no Exception and would end a sync; an interruption by the user must still end it."""
    panic = type("PanicException", (BaseException,), {})

    class Broken:
        @staticmethod
        def from_filelike(_: object) -> None:
            raise raised

    monkeypatch.setattr("roster287.read.any_cells.CalamineWorkbook", Broken)
    raised: BaseException = panic("index out of bounds")
    assert "damaged" in refused(GOOD)
    raised = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        read(GOOD, "x")


def test_a_whole_workbook_with_something_that_is_not_read_is_not_said_to_be_damaged_and_no_more() -> None:
    said = refused(workbook([row(county=Error("#GETTING_DATA"))]))
    assert said.startswith("The workbook is damaged, or holds something that is not read: ")
    assert "#GETTING_DATA" in said


@pytest.mark.parametrize(
    ("said", "modified"),
    [
        ("2025-04-03T12:00:00Z", "2025-04-03T12:00:00Z"),
        (" 2025-04-03T12:00:00.5Z ", "2025-04-03T12:00:00Z"),
        ("2025-04-03T08:00:00-04:00", "2025-04-03T12:00:00Z"),
        ("2025-04-03T12:00:00", "2025-04-03T12:00:00Z"),
        ("2025-04-03", "2025-04-03T00:00:00Z"),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_time_of_the_last_change_is_a_time_in_utc_or_nothing(said: str, modified: str | None) -> None:
    content = read(workbook([row()], modified=said), "x")
    assert content.fatal is None
    assert content.modified == modified


def test_a_workbook_that_does_not_tell_its_time_is_read() -> None:
    assert read(workbook([row()], modified=None), "x").modified is None
