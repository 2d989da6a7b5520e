"""The command `models`: what each model of agreement allows and asks."""

from __future__ import annotations

from typing import Annotated

import typer

from roster287.cli.context import options
from roster287.cli.output import Shown, counted, show


def models(
    context: typer.Context,
    model: Annotated[str | None, typer.Argument(help="A model, such as task_force.", metavar="[M]")] = None,
) -> None:
    """What each model allows, where, who is nominated, training, terms, leaving: each statement with its source."""
    from roster287.program.models import models as ask

    answer = ask(model, lang=options(context).lang)
    columns = [
        Shown("model", "model", style="bold"),
        Shown("topic", "topic"),
        Shown("statement", "statement"),
        Shown(
            "sure", lambda row: f"{row['confidence']}, {row['basis']}" if row["basis"] != "unverified" else "unverified"
        ),
        Shown("source", lambda row: f"{row['source']} ({row['source_date']})", style="dim"),
    ]
    note = counted(
        context,
        "{n} statement, in our own words; what is unverified is no fact",
        "{n} statements, in our own words; what is unverified is no fact",
        len(answer),
    )
    show(context, answer, columns, note)
