"""The command `law`: what a state's law says of 287(g) agreements."""

from __future__ import annotations

from typing import Annotated

import typer

from roster287.cli.context import options
from roster287.cli.output import Shown, show


def law(
    context: typer.Context,
    state: Annotated[str | None, typer.Argument(help="A state: its two letters or its name.", metavar="[ST]")] = None,
    on: Annotated[
        str | None, typer.Option(help="Only what was, or may have been, in force on this day, YYYY-MM-DD.", metavar="D")
    ] = None,
) -> None:
    """State laws on 287(g) agreements, each with its source and how sure it is."""
    from roster287.program.laws import law as ask

    answer = ask(state, on, lang=options(context).lang)
    columns = [
        Shown("State", "state", style="bold"),
        Shown("Stance", "stance"),
        Shown("Instrument", lambda row: row["citation"] or "no rule found"),
        Shown("Effective", lambda row: row["effective"] or (row["enacted"] and f"enacted {row['enacted']}")),
        Shown("Ended", "ended"),
        *([Shown("In force", "in_force")] if on else []),
        Shown("What it says", "summary"),
        Shown(
            "Sure", lambda row: f"{row['confidence']}, {row['basis']}" if row["basis"] != "unverified" else "unverified"
        ),
        Shown("Source", lambda row: row["source_url"] or row["source_title"], style="dim"),
    ]
    show(context, answer, columns, f"{len(answer)} instruments or findings; what is unverified is no fact")


COMMANDS = (law,)
