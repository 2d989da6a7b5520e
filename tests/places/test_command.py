"""`roster287 reference` says what the package ships."""

from __future__ import annotations

from typer.testing import CliRunner

from roster287.cli.reference import group
from roster287.places.records import COLUMNS


def test_show_prints_every_table_with_source_and_vintage() -> None:
    result = CliRunner().invoke(group, ["show"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(COLUMNS)
    assert all(len(line.split("\t")) == 5 for line in lines)
