"""The commands `site`: the website as a folder of files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roster287.cli.context import opened, options
from roster287.cli.output import Shown, counted, show

COLUMNS = (
    Shown("files", "files", right=True, style="bold"),
    Shown("made", "made", right=True),
    Shown("kept", "kept", right=True),
    Shown("bytes", "bytes", right=True),
    Shown("folder", "dir"),
)

CONTACT = typer.Option(
    help="Where readers report what is wrong: an e-mail address or a page.",
    metavar="ADDRESS",
    envvar="ROSTER287_CONTACT",
    show_envvar=False,
)

group = typer.Typer(help="The website as a folder of files.", no_args_is_help=False)


@group.callback()
def main() -> None:
    """The website as a folder of files."""


@group.command()
def build(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="The folder to write; an earlier site is replaced.", metavar="DIR")],
    base_url: Annotated[
        str, typer.Option("--base-url", help="Where the site will stand: https://example.org/287g.", metavar="U")
    ] = "",
    contact: Annotated[str, CONTACT] = "",
    agency_cards: Annotated[
        bool, typer.Option("--agency-cards", help="A picture for social media for each agency too.")
    ] = False,
    embed_pictures: Annotated[bool, typer.Option("--embed-pictures", help="The embeds as PNG too.")] = False,
) -> None:
    """Build the site: every page in English and Spanish, feeds, data. Only what changed is made again."""
    with opened(context) as record:
        answer = record.site(
            folder, base_url, contact=contact, agency_cards=agency_cards, embed_pictures=embed_pictures
        )
    (row,) = answer.rows
    note = f"{counted(context, '{n} file', '{n} files', row['files'])}: {row['dir']}"
    show(context, answer, COLUMNS, note)
    if not row["cards"]:
        typer.echo(
            "The pictures for social media were left out: pip install vl-convert-python, and they are made.", err=True
        )
    if not base_url:
        say = options(context).say
        typer.echo(
            say("Feeds and embeds need the site's address: name it with --base-url before publishing."), err=True
        )
