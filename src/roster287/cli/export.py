"""The commands `export` and `release`: open data as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roster287.cli.context import opened
from roster287.cli.output import Shown, show
from roster287.table import Table

COLUMNS = (
    Shown("file", "file", style="bold"),
    Shown("rows", "rows", right=True),
    Shown("bytes", "bytes", right=True),
    Shown("SHA-256", lambda row: row["sha256"][:16], style="dim"),
)
Days = Annotated[bool, typer.Option("--days", help="The panel of agency by day too: some hundred thousand rows.")]

group = typer.Typer(help="Dated releases of the open data.", no_args_is_help=False)


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="The folder to write; an earlier export is replaced.", metavar="DIR")],
    as_: Annotated[
        str | None,
        typer.Option("--as", help="Any of csv,parquet,geojson,xlsx,sqlite,datapackage; all without it.", metavar="F,F"),
    ] = None,
    days: Days = False,
) -> None:
    """Write the record as open data: CSV, Parquet, GeoJSON, XLSX, SQLite, all as one data package."""
    with opened(context) as record:
        answer = record.export(folder, as_, days=days)
    show(context, answer, COLUMNS, _note(answer))


@group.callback()
def main() -> None:
    """Dated releases of the open data."""


@group.command()
def build(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="The folder that holds the releases.", metavar="DIR")],
    days: Days = False,
) -> None:
    """Add a release of today's record: every format, checksums, and what differs from the last one."""
    with opened(context) as record:
        answer = record.release(folder, days=days)
    show(context, answer, COLUMNS, _note(answer))


def _note(answer: Table) -> str:
    size = sum(row["bytes"] for row in answer) / 1e6
    where = answer.query.get("release") or answer.query["dir"]
    return f"{len(answer)} files, {size:.1f} MB in {where}; newest participating list: {answer.as_of}"
