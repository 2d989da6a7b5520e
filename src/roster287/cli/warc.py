"""The command `warc`: what was captured, in the form in which web archives exchange captures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roster287.cli.context import opened
from roster287.cli.output import tell


def warc(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write, usually NAME.warc.gz.", metavar="FILE")],
    since: Annotated[str | None, typer.Option(help="Captures from this day on.", metavar="D")] = None,
    until: Annotated[str | None, typer.Option(help="Captures up to this day.", metavar="D")] = None,
) -> None:
    """Write the captures of ICE's page and lists as a WARC file; lists from files have no address and are left out."""
    with opened(context) as record:
        count = record.warc(file, since, until)
    tell(context, f"{file}: {count:,} captures", file=str(file), captures=count)
