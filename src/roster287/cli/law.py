"""The command `law`: what a state's law says of 287(g) agreements."""

from __future__ import annotations

from typing import Annotated

import typer

from roster287.cli.context import options
from roster287.cli.output import Shown, counted, show


def law(
    context: typer.Context,
    state: Annotated[str | None, typer.Argument(help="A state: its two letters or its name.", metavar="[ST]")] = None,
    on: Annotated[
        str | None, typer.Option(help="Only what was, or may have been, in force on this day, YYYY-MM-DD.", metavar="D")
    ] = None,
) -> None:
    """State laws on 287(g) agreements, each with its source and how sure it is."""
    from roster287.program.laws import law as ask

    say = options(context).say
    answer = ask(state, on, lang=say.lang)
    enacted = say("enacted {day}")
    columns = [
        Shown("state", "state", style="bold"),
        Shown("stance", "stance"),
        Shown("instrument", lambda row: row["citation"] or say("no rule found")),
        Shown("effective", lambda row: row["effective"] or (row["enacted"] and enacted.format(day=row["enacted"]))),
        Shown("ended", "ended"),
        *([Shown("in force", "in_force")] if on else []),
        Shown("what it says", "summary"),
        Shown(
            "sure", lambda row: f"{row['confidence']}, {row['basis']}" if row["basis"] != "unverified" else "unverified"
        ),
        Shown("source", lambda row: row["source_url"] or row["source_title"], style="dim"),
    ]
    note = counted(
        context,
        "{n} instrument or finding; what is unverified is no fact",
        "{n} instruments or findings; what is unverified is no fact",
        len(answer),
    )
    show(context, answer, columns, note)
