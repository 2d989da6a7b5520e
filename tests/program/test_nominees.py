"""A roster is read whole, whatever its form; no name leaves it; nothing is stored; many rows are no trouble."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import json
import logging
import sys
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

import roster287
from roster287.errors import UsageError
from roster287.program import nominees
from roster287.program.nominee_roster import column_of

NAME = "Zebulon Quxley-Ñandú"
ON = "2025-04-04"
TASK_FORCE = [
    "Name",
    "US citizen",
    "LEA experience (years)",
    "LEA work began",
    "LEA work ended",
    "Background investigation",
]


def roster(path: Path, lines: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def results(path: Path, model: str = "task_force") -> dict[tuple[int, str], str]:
    return {(row["row"], row["requirement"]): row["result"] for row in nominees.check(path, model, ON)}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [["Nombre", "Ciudadanía", "Años de experiencia policial"], ["Muñoz, A.", "sí", "2,5"]]
    found = results(roster(tmp_path / "r.csv", lines, delimiter, encoding))
    assert found[2, "citizen"] == found[2, "experience"] == "met"


def test_a_title_above_the_headings_blank_rows_and_a_footer(tmp_path: Path) -> None:
    lines = [
        ["Nominees, confidential"],
        [],
        TASK_FORCE,
        ["A", "yes", "3", "", "", "passed"],
        [],
        ["B", "no", "3", "", "", "failed"],
        ["", "", "", "", "", "", "two in all"],
    ]
    checked = nominees.check(roster(tmp_path / "r.csv", lines), "task_force", ON)
    assert {row["row"] for row in checked} == {4, 6}
    assert checked.query["nominees"] == 2
    assert checked.query["rows_left_out"] == [7]


def test_typed_cells_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        hidden = book.add_worksheet("old")
        hidden.write_row(0, 0, TASK_FORCE)
        hidden.hide()
        sheet = book.add_worksheet("now")
        sheet.activate()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, TASK_FORCE)
        sheet.write_row(1, 0, ["A", True, 2])
        sheet.write_row(2, 0, ["B", False, 1.5])
        sheet.write(3, 0, "C")
        sheet.write_datetime(3, 3, datetime.date(2021, 3, 15), day)
        sheet.write(4, 0, "D")
        sheet.write_datetime(4, 2, datetime.date(2025, 1, 3), day)  # what a workbook makes of 1-3
    found = results(path)
    assert (found[2, "citizen"], found[2, "experience"]) == ("met", "met")
    assert (found[3, "citizen"], found[3, "experience"]) == ("not_met", "not_met")
    assert (found[4, "citizen"], found[4, "experience"]) == ("not_shown", "met")
    assert found[5, "experience"] == "not_shown"


def test_what_was_not_understood_is_told_by_its_letter(tmp_path: Path) -> None:
    lines = [["Name", "Shoe size", "US citizen", NAME], ["A", "44", "yes", "x"]]
    checked = nominees.check(roster(tmp_path / "r.csv", lines), "task_force", ON)
    assert checked.query["columns_not_understood"] == ["B", "D"]


def test_a_verdict_names_clause_source_and_date(tmp_path: Path) -> None:
    for row in nominees.check(roster(tmp_path / "r.csv", [TASK_FORCE, ["A", "yes"]]), "task_force", ON):
        assert row["clause"]
        assert "revised 2025-02-14" in row["source"]
        assert row["source_date"] == "2025-02-14"
        assert row["confidence"] == "high"


def test_without_a_day_it_is_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = roster(tmp_path / "r.csv", [["Hire date"], ["2023-06-01"]])
    monkeypatch.setenv("ROSTER287_NOW", "2025-05-31T12:00:00Z")
    assert nominees.check(path, "task_force").as_of == "2025-05-31"
    assert nominees.check(path, "task_force").rows[1]["result"] == "not_met"
    monkeypatch.setenv("ROSTER287_NOW", "2025-06-01T12:00:00Z")
    assert nominees.check(path, "task_force").rows[1]["result"] == "met"


def many(path: Path, rows: int) -> Path:
    lines = [
        [
            f"{NAME} {n}",
            "yes" if n % 3 else "no",
            str(n % 5),
            f"{n % 12 + 1}/{n % 28 + 1}/{2000 + n % 25}",
            "",
            "passed",
        ]
        for n in range(rows)
    ]
    return roster(path, [TASK_FORCE, *lines])


def test_ten_thousand_rows_are_all_counted(tmp_path: Path) -> None:
    checked = nominees.check(many(tmp_path / "r.csv", 10_000), "task_force", ON)
    assert checked.query["nominees"] == 10_000
    counts = {row["requirement"]: row for row in nominees.summary(checked)}
    assert counts["citizen"]["not_met"] == 3334
    assert sum(counts["experience"][result] for result in ("met", "not_met", "not_shown")) == 10_000


def test_twice_the_rows_take_no_more_than_twice_the_work(tmp_path: Path) -> None:
    def work(rows: int) -> int:
        """How many calls a roster takes, which no other program on the computer changes."""
        path, calls = many(tmp_path / f"{rows}.csv", rows), itertools.count()
        sys.setprofile(lambda *_: next(calls) and None)
        try:
            nominees.check(path, "task_force", ON)
        finally:
            sys.setprofile(None)
        return next(calls)

    work(10)
    assert work(2_000) < 2.1 * work(1_000)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 not a workbook", "damaged workbook"),
        (b"%PDF-1.7", "pdf"),
        (b"<html><body>sign in</body></html>", "page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old workbook", "old workbook"),
        (b"\x00\x01\x02\x03", "bytes"),
        (b"Zebulon,Quxley\n1,2\n", "no heading known"),
    ],
)
def test_what_is_no_roster_is_refused_without_a_word_of_it(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "Quxley roster.csv"
    path.write_bytes(data)
    with pytest.raises(UsageError) as caught:
        nominees.check(path, "task_force", ON)
    assert "Quxley" not in caught.value.message + caught.value.hint, why
    assert caught.value.__cause__ is None


def test_a_file_that_is_not_there_is_not_named(tmp_path: Path) -> None:
    for path in (tmp_path / "Quxley.csv", tmp_path):
        with pytest.raises(UsageError) as caught:
            nominees.check(path, "task_force", ON)
        assert "Quxley" not in str(caught.value)


@pytest.mark.parametrize("model", ["task_force", "jail_enforcement", "warrant_service"])
def test_no_name_in_any_answer_log_or_output(
    model: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    headings = [row["heading"] for row in nominees.template(model)]
    lines = [["Last name", *headings, NAME]] + [
        ["Quxley"]
        + ["Zebulon" if place == wrong else NAME if place == 0 else "yes" for place in range(len(headings))]
        + [NAME]
        for wrong in range(len(headings))
    ]
    caplog.set_level(logging.DEBUG)
    checked = nominees.check(roster(tmp_path / "Quxley.csv", lines), model, ON)
    printed = capsys.readouterr()
    everything = json.dumps(
        [
            checked.to_dicts(),
            dict(checked.query),
            nominees.summary(checked).to_dicts(),
            dict(nominees.summary(checked).query),
            nominees.printable(checked),
            nominees.printable(checked, lang="es"),
            caplog.text,
            printed.out,
            printed.err,
        ],
        ensure_ascii=False,
    )
    for word in ("Zebulon", "Quxley", "Ñandú"):
        assert word not in everything


def test_nothing_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = roster(tmp_path / "r.csv", [TASK_FORCE, [NAME, "yes"]])
    monkeypatch.setenv("ROSTER287_HOME", str(tmp_path / "home"))
    nominees.check(path, "task_force", ON)
    assert sorted(tmp_path.iterdir()) == [path]


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["yes", "no", "2", "1-3", "2021-01-01", "3/4/21", "passed", "pending", "2+", "Y/N", "2 years", "²", "٣"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=4), st.permutations(range(6)))
def test_whatever_the_cells_hold_every_nominee_is_judged_and_no_cell_is_repeated(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], order: list[int]
) -> None:
    path = tmp_path_factory.mktemp("rosters") / "r.csv"
    marked = [[f"zqx{n}", *(cell.replace("\r", "").replace("\x00", "") for cell in row)] for n, row in enumerate(rows)]
    whole = [TASK_FORCE, *marked]
    checked = nominees.check(roster(path, whole), "task_force", ON)
    assert len(checked) == 6 * len(rows)
    assert {row["result"] for row in checked} <= {"met", "not_met", "not_shown"}
    assert "zqx" not in json.dumps(checked.to_dicts())
    moved = [[line[place] for place in order] for line in whole]
    again = nominees.check(roster(path, moved), "task_force", ON)
    assert again.rows == checked.rows, "the order of columns changes nothing"


@settings(max_examples=150, deadline=None)
@given(
    begin=st.dates(datetime.date(1990, 1, 1), datetime.date(2025, 4, 4)),
    later=st.dates(datetime.date(2025, 4, 4), datetime.date(2040, 1, 1)),
)
def test_time_only_adds_experience(
    tmp_path_factory: pytest.TempPathFactory, begin: datetime.date, later: datetime.date
) -> None:
    path = roster(tmp_path_factory.mktemp("rosters") / "r.csv", [["Hire date"], [begin.isoformat()]])
    now, then = (nominees.check(path, "task_force", on).rows[1]["result"] for on in (ON, later.isoformat()))
    assert (now, then) in (("met", "met"), ("not_met", "not_met"), ("not_met", "met"))
    years = later.year - begin.year - ((later.month, later.day) < (begin.month, begin.day))
    assert then == ("met" if years >= 2 else "not_met")


@pytest.mark.parametrize("model", ["task_force", "jail_enforcement", "warrant_service"])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_filled_template_shows_everything(model: str, lang: str, tmp_path: Path) -> None:
    answer = nominees.template(model, lang=lang)
    headings = list(nominees.blank(model, lang=lang).columns)
    assert headings == [row["heading"] for row in answer]
    fill = {"nominee": "1", "experience_years": "3", "experience_begin": "2020-01-01", "experience_end": ""}
    outcomes = {"background", "clearance", "ice_approval", "ice_training"}
    yes, passed = ("yes", "passed") if lang == "en" else ("sí", "aprobado")
    row = [fill.get(one["column"], passed if one["column"] in outcomes else yes) for one in answer]
    checked = nominees.check(roster(tmp_path / "r.csv", [headings, row]), model, ON, lang=lang)
    assert {one["result"] for one in checked} == {"met"}
    assert nominees.summary(checked).query["all_met"] == 1


def test_the_template_names_every_requirement_of_the_model() -> None:
    for model in ("task_force", "jail_enforcement", "warrant_service"):
        asked = {one.id for one in nominees.asked(model)[1]}
        assert asked == {row["requirement"] for row in nominees.template(model)} - {None}


def test_a_script_checks_a_roster_as_the_command_does(tmp_path: Path) -> None:
    file = roster(tmp_path / "r.csv", [TASK_FORCE, ["A", "yes", "1", "", "", "passed"]])
    with roster287.open(tmp_path / "home", lang="es") as record:
        assert record.nominees_check(file, "task_force", ON) == nominees.check(file, "task_force", ON, lang="es")
        assert record.nominees_template("task_force") == nominees.template("task_force", lang="es")
    assert not (tmp_path / "home").exists(), "nothing of a roster is kept"


def test_a_model_whose_text_was_not_read_is_refused() -> None:
    for model in ("tribal_task_force", "hybrid"):
        with pytest.raises(UsageError, match="nothing can be checked"):
            nominees.template(model)


def test_the_printable_page_counts_and_says_which_rows(tmp_path: Path) -> None:
    lines = [TASK_FORCE, *(["A", "yes", "1", "", "", "passed"] for _ in range(3)), ["B", "yes", "5", "", "", "passed"]]
    page = nominees.printable(nominees.check(roster(tmp_path / "r.csv", lines), "task_force", ON))
    assert page.startswith("# Nominees for the Task Force Model")
    assert "4 nominees, as of 4 April 2025" in page
    assert "not met: The roster shows 12 months; 24 months are asked. Rows: 2-4." in page


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("U.S. Citizen? (Y/N)", ("citizen", 0)),
        ("CIUDADANÍA", ("citizen", 0)),
        ("Backgroud investigation", ("background", 0)),
        ("LEA work began 2", ("experience_begin", 2)),
        ("Non-citizen", None),
        ("Not a US citizen", None),
        ("Authority to enforce rules", ("authority_rules", 0)),
        ("LEA experience (months)", ("experience_months", 0)),
        ("LEA experience (days)", None),
        ("ID", ("nominee", 0)),
        ("Date of birth", None),
        ("", None),
    ],
)
def test_a_heading_is_read_as_one_column_or_none(heading: str, column: tuple[str, int] | None) -> None:
    assert column_of(heading) == column


def test_a_number_with_a_comma_does_not_move_the_cells_behind_it(tmp_path: Path) -> None:
    """`2,5` without quotes is two cells: what follows would be read under the headings beside it."""
    path = tmp_path / "roster.csv"
    path.write_text(
        "Name,US citizen,Years of law enforcement experience,Background\nA,yes,3,passed,\nB,yes,2,5,passed\n"
    )
    with pytest.raises(UsageError, match="Row 3 has more cells"):
        nominees.check(path, "task_force", ON)
    path.write_text(
        'Name,US citizen,Years of law enforcement experience,Background\nA,yes,3,passed,\nB,yes,"2,5",passed\n'
    )
    assert nominees.check(path, "task_force", ON).rows
