"""The command `where`: the bodies that have power in a place, each on ICE's list or not."""

from __future__ import annotations

from typing import Annotated

import typer

from roster287.cli.context import opened
from roster287.cli.output import Shown, show
from roster287.table import Line, Table


def _listed(row: Line) -> str:
    status = str(row["status"])
    return {"listed": "yes", "never": "no", "pending": "pending"}.get(status, status.replace("_", " "))


COLUMNS = (
    Shown("Agency", "name", style="bold"),
    Shown("On ICE's list", _listed),
    Shown("Models", "models"),
    Shown("How it has power there", "relation"),
    Shown("Id", "agency_id", style="dim"),
)


def where(
    context: typer.Context,
    place: Annotated[str, typer.Argument(help="A town, county or ZIP code, such as 'Wells, ME' or 04090.")],
    on: Annotated[str | None, typer.Option(help="A day, YYYY-MM-DD; without it, the newest list.", metavar="D")] = None,
) -> None:
    """The bodies that police a town, county or ZIP code, each on ICE's list or not."""
    with opened(context) as record:
        answer = record.where(place, on)
    show(context, answer, COLUMNS, _note(answer))


def _note(answer: Table) -> str:
    listed = sum(row["listed"] for row in answer)
    p = answer.publication
    rests = f"; participating list of {p['date']}, {p['file_name']}" if p else "; no list of that day or before"
    note = f" {answer.query['note']}" if "note" in answer.query else ""
    return f"{len(answer)} bodies, {listed} on the list{rests}.{note}"


COMMANDS = (where,)
