"""An export is whole or not there, the same from the same record, and harmless in any spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import time
from pathlib import Path

import pytest

from roster287.errors import PublishError, UsageError
from roster287.publish.export import FORMATS, database, flat
from roster287.publish.export.dataset import collect
from roster287.publish.export.panel import panel_days
from roster287.publish.whole import read
from roster287.publish.written import as_csv
from roster287.record import Record
from roster287.record import open as open_record
from roster287.table import harmless
from tests.export.conftest import write
from tests.identity.histories import JAIL, WARRANT
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row as line_of

HOSTILE = (
    "=cmd|'/C calc'!A0 Police Department",
    "+1+1 Police Department",
    "-2+3 Sheriff's Office",
    "@SUM(A1:A9) Police",
    "＝1+1 Police Department",
    "＋1 Police Department",
    "－1 Police Department",
    "＠SUM(A1) Police Department",
    '=HYPERLINK("http://evil.example","x") PD',
    'Quote " Comma, Semi; Police Department',
    "<script>alert(1)</script> Police Department",
    "'; DROP TABLE agencies; -- Police",
    "Ünïcode 警察 Police Department",
    "Back\\slash {curly} $(x) Police Department",
    "Cleared \u009b2J Police Department",
)


def every(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_exports_are_the_same_byte_for_byte_and_name_every_file_with_its_hash(
    exported: Path, shipped_home: Path, tmp_path: Path
) -> None:
    time.sleep(1.1)
    answer = write(shipped_home, tmp_path / "again")
    one, other = every(exported), every(tmp_path / "again")
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert {row["file"] for row in answer} == set(other)
    assert all(row["bytes"] == len(other[row["file"]]) for row in answer)
    assert all(row["sha256"] == hashlib.sha256(other[row["file"]]).hexdigest() for row in answer)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that knows one made-up list, whose names are written to be obeyed. Only read it."""
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {"state": "TEXAS", "agency": name, "type": "Municipality", "county": "=1+1", "model": "Task Force Model",
         "signed": "2025-03-01", "moa": "link", "moa_url": "https://www.ice.gov/doclib/x.pdf"}
        for name in HOSTILE
    ]  # fmt: skip
    source = list_file(folder, "2025-03-10", rows)
    with empty_record(folder / "home") as record:
        record.sync([source])
    return folder / "home"


@pytest.fixture(scope="module")
def hostile(home: Path) -> Path:
    """The export of that list."""
    write(home, home.with_name("out"))
    return home.with_name("out")


def test_nothing_in_csv_starts_a_formula(hostile: Path, exported: Path) -> None:
    for folder in (hostile, exported):
        for path in (folder / "csv").glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.reader(file):
                    for cell in row:
                        number = cell.lstrip("-").replace(".", "", 1).isdigit()
                        assert number or not cell.startswith(
                            ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
                        ), (path.name, cell)


def test_no_terminal_obeys_csv(hostile: Path) -> None:
    text = (hostile / "csv" / "spellings.csv").read_text(encoding="utf-8")
    assert "Cleared \\u009b2J Police Department" in text
    assert "\u009b" not in text


def test_csv_says_yes_and_no_as_the_dictionary_does() -> None:
    row = {"listed": True, "bytes_kept": False}
    assert as_csv(("listed", "bytes_kept"), [row]) == "listed,bytes_kept\ntrue,false\n"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_a_spreadsheet_could_obey_gets_an_apostrophe(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"


def test_hostile_names_stay_text_in_a_workbook(hostile: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="LEFT OUT: openpyxl is not installed")
    book = openpyxl.load_workbook(hostile / "roster287.xlsx")
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    shown = {row[2].value for row in book["spellings"].iter_rows(min_row=2)}
    assert {harmless(name) for name in HOSTILE} <= shown


def test_hostile_names_come_back_as_printed_from_parquet_and_sqlite(hostile: Path) -> None:
    import sqlite3

    duckdb = pytest.importorskip("duckdb", reason="LEFT OUT: duckdb is not installed")
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT name FROM '{hostile}/parquet/spellings.parquet'").fetchall()
    base = sqlite3.connect(hostile / "roster287.db")
    try:
        assert set(found) == set(base.execute("SELECT name FROM spellings")) == {(name,) for name in HOSTILE}
    finally:
        base.close()


def test_a_hostile_package_is_valid_too(hostile: Path) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frictionless = pytest.importorskip("frictionless", reason="LEFT OUT: frictionless is not installed")
        report = frictionless.Package(str(hostile / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])[:5]


def test_frictionless_sees_a_changed_byte(hostile: Path, tmp_path: Path) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frictionless = pytest.importorskip("frictionless", reason="LEFT OUT: frictionless is not installed")
        changed = shutil.copytree(hostile, tmp_path / "copy")
        path = changed / "csv" / "agencies.csv"
        path.write_bytes(path.read_bytes().replace(b"TX", b"TY", 1))
        assert not frictionless.Package(str(changed / "datapackage.json")).validate().valid


def test_an_empty_record_exports(tmp_path: Path) -> None:
    with empty_record(tmp_path / "empty"):
        pass
    answer = write(tmp_path / "empty", tmp_path / "out")
    assert {row["rows"] for row in answer if row["file"] in ("csv/agencies.csv", "parquet/agencies.parquet")} == {0}
    duckdb = pytest.importorskip("duckdb", reason="LEFT OUT: duckdb is not installed")
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT * FROM '{tmp_path}/out/parquet/agencies.parquet'").fetchall() == []


def test_a_folder_of_somebody_else_is_not_replaced(home: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(PublishError):
        write(home, mine, "csv")
    (mine / "README.md").write_text("# My project\n")
    with pytest.raises(PublishError):
        write(home, mine, "csv")
    assert (mine / "thesis.txt").read_text() == "years of work"
    assert sorted(path.name for path in tmp_path.iterdir() if "mine" in path.name) == ["mine"]


def test_an_export_into_which_somebody_put_a_file_is_not_replaced(home: Path, tmp_path: Path) -> None:
    write(home, tmp_path / "out", "csv")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(PublishError):
        write(home, tmp_path / "out", "csv")


@pytest.mark.parametrize("mine", ["csv/mine.csv", "parquet/mine.parquet", "geo/mine.geojson", "csv/mine/agencies.csv"])
def test_a_file_that_a_reader_put_beside_the_tables_is_not_deleted(home: Path, tmp_path: Path, mine: str) -> None:
    write(home, tmp_path / "out", "csv,parquet,geojson")
    write(home, tmp_path / "out", "csv,parquet,geojson")
    own = tmp_path / "out" / mine
    own.parent.mkdir(exist_ok=True)
    own.write_text("years of work")
    with pytest.raises(PublishError, match="other things") as refused:
        write(home, tmp_path / "out", "csv")
    assert refused.value.exit_code == 8
    assert own.read_text() == "years of work"


def test_an_agency_that_is_listed_and_waits_for_another_model_is_not_left_out_of_its_county(tmp_path: Path) -> None:
    listed = [line_of(signed="2025-03-01")]
    waits = [line_of(model=model) for model in (JAIL, WARRANT)]
    files = [list_file(tmp_path, "2025-03-10", listed), list_file(tmp_path, "2025-03-10", waits, pending=True)]
    with empty_record(tmp_path / "home") as record:
        record.sync(files)
        assert len(record.applications(outcome="pending")) == 2
    write(tmp_path / "home", tmp_path / "out", "geojson")
    features = json.loads((tmp_path / "out" / "geo" / "counties.geojson").read_text())["features"]
    (york,) = [one["properties"] for one in features if one["properties"]["county_fips"] == "23031"]
    assert (york["agencies"], york["agencies_pending"]) == (1, 1)


def test_an_export_that_fails_leaves_the_one_before(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, tmp_path / "out", "csv")
    before = every(tmp_path / "out")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(database, "write_database", fail)
    with pytest.raises(PublishError, match="No space left"):
        write(home, tmp_path / "out")
    monkeypatch.setattr(flat, "write_parquet", lambda *_: 1 / 0)
    with pytest.raises(PublishError):
        write(home, tmp_path / "out")
    assert every(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def test_an_earlier_export_is_replaced_whole(home: Path, tmp_path: Path) -> None:
    write(home, tmp_path / "out")
    write(home, tmp_path / "out", "csv")
    assert not (tmp_path / "out" / "roster287.db").exists()
    assert (tmp_path / "out" / "csv" / "agencies.csv").exists()


def test_a_link_to_a_folder_stays_and_leads_to_the_new_export(home: Path, tmp_path: Path) -> None:
    (tmp_path / "served").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "served")
    for _ in range(2):
        write(home, tmp_path / "out", "csv")
        assert (tmp_path / "out").readlink() == tmp_path / "served"
        assert (tmp_path / "served" / "csv" / "agencies.csv").exists()


def test_a_run_killed_in_the_middle_of_the_swap_is_undone_by_the_next(home: Path, tmp_path: Path) -> None:
    write(home, tmp_path / "out", "csv")
    (tmp_path / "out").rename(tmp_path / ".out.before")
    (tmp_path / ".out.aside-999999999").mkdir()
    write(home, tmp_path / "out", "csv")
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == ["out"]


@pytest.mark.parametrize("formats", ["excel", "", "csv,dbf"])
def test_an_unknown_format_is_refused_with_those_that_are_known(shipped: Record, tmp_path: Path, formats: str) -> None:
    with pytest.raises(UsageError) as caught:
        write(shipped.home.root, tmp_path / "out", formats)
    assert ",".join(FORMATS) in caught.value.hint


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_alone(home: Path, tmp_path: Path, name: str) -> None:
    answer = write(home, tmp_path / "out", name)
    expected = {"csv": "csv/agencies.csv", "parquet": "parquet/agencies.parquet", "geojson": "geo/agencies.geojson",
                "xlsx": "roster287.xlsx", "sqlite": "roster287.db", "datapackage": "datapackage.json"}  # fmt: skip
    assert expected[name] in {row["file"] for row in answer}


def test_the_panel_by_day_is_the_list_in_force_on_each_day(shipped: Record) -> None:
    with shipped.reading() as connection:
        record = read(connection)
    listings = [listing for listing in record.listings if "2025-03-18" <= listing.date <= "2025-04-08"]
    days = panel_days(listings, dict(record.agreements))
    assert len({(row["agency_id"], row["date"]) for row in days}) == len(days)
    for day in ("2025-03-22", "2025-04-03", "2025-04-05"):
        asked, rows = shipped.on(day), [row for row in days if row["date"] == day]
        assert {row["publication_id"] for row in rows} == {asked.publication["publication_id"]}  # type: ignore[index]
        assert {row["agency_id"] for row in rows} == {row["agency_id"] for row in asked}


def test_the_panel_by_day_is_made_where_it_is_asked_for(home: Path) -> None:
    with open_record(home) as record, record.reading() as connection:
        without, with_days = (collect(read(connection), days=days).tables for days in (False, True))
    assert with_days.keys() - without.keys() == {"panel_days"}
    assert {row[0] for row in with_days["panel_days"].rows} == {row[0] for row in with_days["agencies"].rows}
