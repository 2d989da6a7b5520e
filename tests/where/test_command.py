"""`roster287 where` and `roster287 export` as a person types them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from roster287.cli.context import Format
from roster287.cli.main import program
from roster287.errors import UsageError


def run(home: Path, *arguments: str, format: Format = Format.table) -> str:  # noqa: A002
    result = CliRunner().invoke(program([]), ["--home", str(home), "--format", format.value, *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_where_is_a_readable_table(shipped_home: Path) -> None:
    shown = run(shipped_home, "where", "Wells, ME", "--on", "2025-04-03")
    assert "Wells Police Department" in shown
    assert "5 bodies, 1 on the list; participating list of 2025-04-03" in shown


def test_where_for_machines(shipped_home: Path) -> None:
    whole = json.loads(run(shipped_home, "where", "04090", format=Format.json))
    assert whole["count"] == len(whole["rows"]) > 3
    rows = list(csv.DictReader(io.StringIO(run(shipped_home, "where", "04090", format=Format.csv))))
    assert [row["name"] for row in rows] == [row["name"] for row in whole["rows"]]


def test_where_several(shipped_home: Path) -> None:
    with pytest.raises(UsageError, match="4 places"):
        run(shipped_home, "where", "Franklin Township, NJ")


def test_export_and_release(shipped_home: Path, tmp_path: Path) -> None:
    shown = run(shipped_home, "export", str(tmp_path / "out"), "--as", "csv,datapackage")
    assert "csv/agencies.csv" in shown
    assert (tmp_path / "out" / "datapackage.json").exists()
    assert "newest participating list" in run(shipped_home, "release", "build", str(tmp_path / "releases"))
    assert len(list((tmp_path / "releases").iterdir())) == 1
