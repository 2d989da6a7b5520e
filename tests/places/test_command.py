"""`roster287 reference` builds what the package ships and says what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from roster287.cli.reference import group
from roster287.places.records import COLUMNS
from roster287.places.reference import Reference, shipped

if TYPE_CHECKING:
    from pathlib import Path


def test_show_prints_every_table_with_source_and_vintage() -> None:
    result = CliRunner().invoke(group, ["show"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(COLUMNS)
    assert all(len(line.split("\t")) == 5 for line in lines)


def test_build_writes_where_it_is_told(source: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(group, ["build", str(source), "--target", str(tmp_path)])
    assert result.exit_code == 0
    assert Reference(tmp_path).version == shipped().version
