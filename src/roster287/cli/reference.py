"""`roster287 reference`: the compact reference of places and police agencies that comes with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roster287.cli.output import Shown, show
from roster287.table import table

TABLES = ("table", "rows", "source", "vintage", "sha256")
COLUMNS = (
    Shown("table", "table"), Shown("rows", "rows", right=True), Shown("source", "source"), Shown("as of", "vintage"),
    Shown("SHA-256", lambda row: row["sha256"][:16]),
)  # fmt: skip
group = typer.Typer(
    help="The reference of places and police agencies that comes with the package.", no_args_is_help=False
)


@group.callback()
def main() -> None:
    """The reference of places and police agencies that comes with the package."""


@group.command()
def build(
    source: Annotated[Path, typer.Argument(help="Folder that holds the reference data as CSV files.")],
    target: Annotated[
        Path | None, typer.Option(help="Where to write the tables; by default into the package itself.")
    ] = None,
) -> None:
    """Build the compact reference from a folder of CSV files."""
    from roster287.places.building import build as build_reference
    from roster287.places.building import describe
    from roster287.places.reference import SHIPPED

    report = build_reference(source, target or SHIPPED)
    for line in describe(report):
        typer.echo(line, err=True)


@group.command("show")
def show_(context: typer.Context) -> None:
    """Each table with its rows, source and vintage."""
    from roster287.places.reference import shipped

    found = [{name: getattr(meta, name) for name in TABLES} for meta in shipped().tables()]
    show(context, table(TABLES, found), COLUMNS)
