"""The commands `site`: the website as a folder of files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roster287.cli.context import opened
from roster287.cli.output import Shown, show

COLUMNS = (
    Shown("Files", "files", right=True, style="bold"),
    Shown("Made", "made", right=True),
    Shown("Kept", "kept", right=True),
    Shown("Bytes", "bytes", right=True),
    Shown("Folder", "dir"),
)

site_app = typer.Typer(help="The website as a folder of files.", no_args_is_help=True)


@site_app.callback()
def main() -> None:
    """The website as a folder of files."""


@site_app.command()
def build(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="The folder to write; an earlier site is replaced.", metavar="DIR")],
    base_url: Annotated[
        str, typer.Option("--base-url", help="Where the site will stand: https://example.org/287g.", metavar="U")
    ] = "",
) -> None:
    """Build the site: every page in English and Spanish, feeds, data. Only what changed is made again."""
    with opened(context) as record:
        answer = record.site(folder, base_url)
    show(context, answer, COLUMNS, f"{answer.rows[0]['files']:,} files in {answer.rows[0]['dir']}")
