"""An error of ICE's that only our machine knows of is one that no reader can weigh."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser as HTMLParser

import roster287.read
from roster287.errors import UsageError
from roster287.publish.site import Site
from roster287.publish.whole import read
from roster287.read.sentences import SENTENCES, said
from roster287.record import Record
from roster287.record import open as open_record
from roster287.vocabulary.messages import speaker
from tests.support.lists import WORKBOOKS, needs_lists
from tests.support.lives import empty_record
from tests.support.workbooks import row, workbook

WAITS = {"signed": "2025-02-01", "moa": "link pending"}
TOWNS = [row("MAINE", f"Town{n} Police Department", county="York County", **WAITS) for n in range(30)]
ODD = [
    row("PENNSLYVANIA", "Berks Police Department", county="#N/A", **WAITS),
    row("MAINE", "Wells Police Department", signed="soon", moa="link"),
    row("", "Total", model="", county="", type="", signed="", moa=""),
]
WRAPPED = re.compile(r"safelinks|chrome-extension|web\.archive")
HEAD = [["Participating agencies"], []]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    file = tmp_path / "participatingAgencies04012025am.xlsx"
    file.write_bytes(workbook([*TOWNS, *ODD], above=HEAD, modified="2025-04-01T02:00:00Z"))
    record = empty_record(tmp_path / "home")
    record.sync([file])
    return record


def test_every_cell_that_is_not_as_it_should_be_is_told_with_its_place(record: Record) -> None:
    with record:
        answer = record.issues()
    assert {(line["code"], line["column"], line["sheet_row"], line["severity"]) for line in answer} == {
        ("title_cell", "A", 1, "note"),
        ("note_cell", "B", 36, "doubt"),
        ("state_misprint", "state", 34, "note"),
        ("county_unavailable", "county", 34, "note"),
        ("signed_unreadable", "signed", 35, "doubt"),
        ("moa_not_link", "moa", 35, "doubt"),
    }
    told = {line["code"]: line for line in answer}
    assert (told["state_misprint"]["printed"], told["state_misprint"]["understood"]) == ("PENNSLYVANIA", "PA")
    assert (told["note_cell"]["printed"], told["note_cell"]["understood"]) == ("Total", None)
    assert (told["signed_unreadable"]["printed"], told["signed_unreadable"]["understood"]) == ("soon", None)
    for line in answer:
        assert line["evidence"][0]["sheet_row"] == line["sheet_row"]
        assert line["sentence"].endswith(".")


def test_no_issue_is_told_in_english_where_spanish_is_asked_for(record: Record, tmp_path: Path) -> None:
    """Those of cells were in Spanish, those of the file beside them in English."""
    with record, open_record(tmp_path / "home", lang="es") as spanish:
        english = {line["sentence"] for line in record.issues()}
        told = {line["code"]: line["sentence"] for line in spanish.issues()}
    assert not english & set(told.values())
    assert told["title_cell"] == "Hay un texto encima del encabezado."


def test_every_issue_that_reading_writes_can_be_told_in_spanish() -> None:
    """Each with its blanks filled; what counts the cells that are left out stands after their number."""
    written = set()
    for name in ("document", "layout", "table"):
        for node in ast.walk(ast.parse((Path(roster287.read.__file__).parent / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Issue", "cell_issues", "_unlisted"):
                written |= {blanked(one) for one in node.args}
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "message":
                written.add(blanked(node.value))
    sentences = {re.sub("^more", "2 more", text) for text in written if text.endswith(".")}
    assert len(sentences) >= len(SENTENCES) - 2
    for text in sentences:
        filled = [text.replace("…", word) for word in ("pending", "state")]
        assert any(said(one, speaker("es")) != one for one in filled), text


def blanked(text: ast.expr) -> str:
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in parts)


def test_only_those_that_leave_open_what_is_meant_when_asked(record: Record) -> None:
    with record:
        doubts = record.issues("2025-04-01", "doubt")
        with pytest.raises(UsageError, match="no severity"):
            record.issues(severity="grave")
        with pytest.raises(UsageError, match="No publication"):
            record.issues("participating-2031-01-01")
        assert not len(record.issues(pending=True))
    assert {line["code"] for line in doubts} == {"note_cell", "signed_unreadable", "moa_not_link"}


def test_the_page_of_a_list_shows_them_and_leads_to_the_rows(record: Record) -> None:
    with record, record.reading() as connection:
        site = Site(read(connection))
    for address, lang in (
        ("/lists/participating-2025-04-01-am/", "en"),
        ("/es/lists/participating-2025-04-01-am/", "es"),
    ):
        answer = site.answer(address)
        assert answer is not None
        shown = HTMLParser(answer.body).css_first("section[aria-labelledby=issues]")
        assert shown is not None
        assert "Total" in shown.text()
        assert speaker(lang)("The state is misprinted; only one state can be meant.") in shown.text()
        assert speaker(lang)("A text stands above the header.") in shown.text()
        assert {a.attributes["href"] for a in shown.css("a")} == {"#row-34", "#row-35"}


@needs_lists
@pytest.mark.parametrize("file", WORKBOOKS[::60], ids=lambda file: file.name)
def test_wrapped_links_and_counties_not_available_are_as_many_as_another_reader_finds(
    file: Path, tmp_path: Path
) -> None:
    with empty_record(tmp_path / "home") as record:
        record.sync([file])
        listed = next(iter(record.lists()))
        codes = [(line["code"], line["sheet_row"]) for line in record.issues(listed["publication_id"])]
    sheet = load_workbook(file).worksheets[0]
    column = {cell.value.strip(): cell.column - 1 for cell in sheet[1] if cell.value}
    rows = list(sheet.iter_rows(min_row=2))
    wrapped = {r[0].row for r in rows for c in r if c.hyperlink and WRAPPED.search(c.hyperlink.target or "")}
    absent = {r[0].row for r in rows if "COUNTY" in column and str(r[column["COUNTY"]].value).startswith("#N")}
    assert wrapped == {at for code, at in codes if code in ("moa_wrapped", "addendum_wrapped")}
    assert absent <= {at for code, at in codes if code == "county_unavailable"}
