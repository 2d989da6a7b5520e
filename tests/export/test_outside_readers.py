"""What other people's tools read from an export: every table, whole, in every format."""

from __future__ import annotations

import csv
import json
import sqlite3
import warnings
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from roster287.dictionary import exported as tables
from roster287.dictionary import fields
from roster287.publish.export.database import QUERIES
from roster287.record import Record
from roster287.vocabulary.dates import pending_first

NAMES = [entry.name for entry in tables() if entry.name != "panel_days"]


def counts(folder: Path) -> dict[str, int]:
    found = {}
    for name in NAMES:
        with (folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found[name] = sum(1 for _ in csv.reader(file)) - 1
    return found


def test_tables_are_not_empty(exported: Path) -> None:
    found = counts(exported)
    assert found["agencies"] > 1000
    assert found["agreements"] > 1000
    assert found["events"] > 3000
    assert found["publications"] > 400
    assert all(found[name] > 0 for name in NAMES)


def test_frictionless_finds_the_package_valid(exported: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frictionless = pytest.importorskip("frictionless", reason="LEFT OUT: frictionless is not installed")
        report = frictionless.Package(str(exported / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
    described = {resource["path"] for resource in json.loads((exported / "datapackage.json").read_text())["resources"]}
    there = {path.relative_to(exported).as_posix() for path in exported.rglob("*") if path.is_file()}
    assert described == there - {"datapackage.json"}


def test_duckdb_counts_the_same_in_csv_and_parquet(exported: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="LEFT OUT: duckdb is not installed")
    with duckdb.connect() as connection:
        for name, rows in counts(exported).items():
            for path in (f"parquet/{name}.parquet", f"csv/{name}.csv"):
                got = connection.execute(f"SELECT count(*) FROM '{exported / path}'").fetchone()
                assert got == (rows,), path


def test_parquet_is_typed(exported: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="LEFT OUT: duckdb is not installed")
    expected = {"date": "DATE", "integer": "BIGINT", "number": "DOUBLE", "list": "VARCHAR[]", "time": "TIMESTAMP"}
    with duckdb.connect() as connection:
        for name in NAMES:
            described = connection.execute(f"DESCRIBE SELECT * FROM '{exported}/parquet/{name}.parquet'").fetchall()
            kinds = {row[0]: row[1] for row in described}
            assert list(kinds) == list(fields(name))
            assert kinds == {c: expected.get(f.type, "VARCHAR") for c, f in fields(name).items()}


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_count_the_same(exported: Path, library: str) -> None:
    frames = pytest.importorskip(library, reason=f"LEFT OUT: {library} is not installed")
    for name, rows in counts(exported).items():
        assert len(frames.read_parquet(exported / "parquet" / f"{name}.parquet")) == rows
        more = {"infer_schema_length": None} if library == "polars" else {"low_memory": False}
        assert len(frames.read_csv(exported / "csv" / f"{name}.csv", **more)) == rows


def test_geopandas_reads_the_map(exported: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        geopandas = pytest.importorskip("geopandas", reason="LEFT OUT: geopandas is not installed")
        agencies = geopandas.read_parquet(exported / "geo" / "agencies.parquet")
        features = geopandas.read_file(exported / "geo" / "agencies.geojson")
        counties = geopandas.read_file(exported / "geo" / "counties.geojson")
        typed = geopandas.read_parquet(exported / "geo" / "counties.parquet")
    assert len(agencies) == len(features) == counts(exported)["agencies"]
    assert agencies.crs.to_epsg() == 4326 or str(agencies.crs) == "OGC:CRS84"
    wells = agencies[agencies.agency_id == "me-wells-police-department"].geometry.iloc[0]
    assert (round(wells.x, 1), round(wells.y, 1)) == (-70.6, 43.3)
    assert len(counties) == len(typed) > 3200
    assert counties.agreements.sum() == typed.agreements.sum() > 1000


def test_a_spreadsheet_has_typed_dates_links_filters_and_a_read_me(exported: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="LEFT OUT: openpyxl is not installed")
    book = openpyxl.load_workbook(exported / "roster287.xlsx")
    assert book.sheetnames == ["read me", *NAMES, "dictionary"]
    for name, rows in counts(exported).items():
        sheet = book[name]
        assert sheet.max_row - 1 == rows, name
        assert [cell.value for cell in sheet[1]] == list(fields(name))
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes == "B2"
    sheet = book["agreements"]
    column = list(fields("agreements")).index("signed")
    signed = [row[column].value for row in sheet.iter_rows(min_row=2)]
    assert all(value is None or isinstance(value, (date, datetime)) for value in signed)
    links = [row for row in sheet.iter_rows(min_row=2) if any(cell.hyperlink for cell in row)]
    assert len(links) > 1000
    assert not any(cell.data_type == "f" for one in book for row in one.iter_rows() for cell in row)


def test_sqlite_has_tables_keys_and_search(exported: Path) -> None:
    connection = sqlite3.connect(f"file:{exported / 'roster287.db'}?mode=ro", uri=True)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, rows in counts(exported).items():
            assert connection.execute(f"SELECT count(*) FROM {name}").fetchone() == (rows,)
        found = connection.execute(
            "SELECT agency_id FROM agencies WHERE rowid IN (SELECT rowid FROM agencies_fts WHERE agencies_fts MATCH ?)",
            ("wells police",),
        ).fetchall()
        assert ("me-wells-police-department",) in found
    finally:
        connection.close()


def asked(exported: Path, query: str) -> list[dict[str, Any]]:
    """The rows of a canned query."""
    connection = sqlite3.connect(f"file:{exported / 'roster287.db'}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(QUERIES[query][1])]
    finally:
        connection.close()


def test_nobody_is_called_the_first_of_a_state_where_many_came_at_once(exported: Path, shipped: Record) -> None:
    came = [line for line in shipped.agreements() if line["state"] == "FL"]
    began = min(line["first_listed"] for line in came)
    rows = [row for row in asked(exported, "first_in_each_state") if row["state"] == "FL"]
    assert {(row["first_listed"], row["agency_id"], row["model"]) for row in rows} == {
        (began, line["agency_id"], line["model"]) for line in came if line["first_listed"] == began
    }
    oldest = min(line["date"] for line in shipped.lists("participating", "accepted"))
    for row in asked(exported, "first_in_each_state"):
        assert row["on_first_list"] == (row["first_listed"] == oldest)


def test_what_the_first_list_of_the_record_names_is_no_growth(exported: Path, shipped: Record) -> None:
    oldest = min(line["date"] for line in shipped.lists("participating", "accepted"))
    came = [line for line in shipped.agreements() if line["first_listed"] > oldest]
    told = asked(exported, "growth_by_month")
    assert sum(row["agreements"] for row in told) == len(came) < len(shipped.agreements())


def test_no_waiting_time_is_made_of_applications_that_came_after_their_agreements(
    exported: Path, shipped: Record
) -> None:
    agreements = {line["agreement_id"]: line for line in shipped.agreements()}
    waited: dict[str, list[int]] = {}
    for line in shipped.applications(outcome="signed"):
        led = agreements[line["agreement_id"]]
        if pending_first(line["first_pending"], led["first_listed"], led["signed"]):
            waited.setdefault(line["model"], []).append(line["days"])
    told = {row["model"]: (row["signed"], row["fewest"], row["mean"]) for row in asked(exported, "waiting_time")}
    assert told == {
        model: (len(days), min(days), pytest.approx(sum(days) / len(days), abs=0.06)) for model, days in waited.items()
    }
    assert sum(signed for signed, *_ in told.values()) < len(shipped.applications(outcome="signed"))


def test_the_panel_agrees_with_what_lists_name(exported: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="LEFT OUT: duckdb is not installed")
    with duckdb.connect() as connection:
        got = connection.execute(
            f"SELECT count(DISTINCT agency_id), count(DISTINCT agreement_id) FROM '{exported}/parquet/panel.parquet' "
            "WHERE from_date <= DATE '2025-04-03' AND (gone_date IS NULL OR gone_date > DATE '2025-04-03')"
        ).fetchone()
        agreements, runs = connection.execute(
            f"SELECT (SELECT count(*) FROM '{exported}/parquet/agreements.parquet'), "
            f"(SELECT count(DISTINCT agreement_id) FROM '{exported}/parquet/panel.parquet')"
        ).fetchone()
    from roster287.record import open as open_record

    with open_record(exported.with_name("shipped")) as record:
        on = record.on("2025-04-03")
    assert got == (len({r["agency_id"] for r in on}), len({r["agreement_id"] for r in on}))
    assert agreements == runs
