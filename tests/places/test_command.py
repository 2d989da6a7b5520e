"""`roster287 reference` says what the package ships."""

from __future__ import annotations

import json

import pytest

from roster287.cli.main import main
from roster287.places.records import COLUMNS


def test_show_tells_of_every_table_its_source_and_vintage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--format", "json", "reference", "show"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["table"] for row in rows] == list(COLUMNS)
    assert all(row["source"] and row["vintage"] and len(row["sha256"]) == 64 for row in rows)
    assert main(["reference", "show"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines() if "Census" in line][:1] == ["states"]
