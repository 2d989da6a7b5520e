"""The command `where`: the bodies that have power in a place, each on ICE's list or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from roster287.cli.context import opened, options
from roster287.cli.output import Shown, show
from roster287.table import Table
from roster287.vocabulary.marking import N_

if TYPE_CHECKING:
    from roster287.vocabulary.messages import Speaker


STATUSES = {
    "listed": N_("yes"),
    "never": N_("no"),
    "pending": N_("pending"),
    "not_yet": N_("not yet"),
    "not_known": N_("not known"),
    "no_longer_listed": N_("no longer listed"),
    "no_longer_pending": N_("no longer pending"),
}
"""Whether a body is on ICE's list, in a few words."""


def where(
    context: typer.Context,
    place: Annotated[str, typer.Argument(help="A town, county or ZIP code, such as 'Wells, ME' or 04090.")],
    on: Annotated[str | None, typer.Option(help="A day, YYYY-MM-DD; without it, the newest list.", metavar="D")] = None,
) -> None:
    """The bodies that police a town, county or ZIP code, each on ICE's list or not."""
    with opened(context) as record:
        answer = record.where(place, on)
    say = options(context).say
    columns = (
        Shown("agency", "name", style="bold"),
        Shown("on ICE's list", lambda row: say(STATUSES[row["status"]])),
        Shown("models", "models"),
        Shown("how it has power there", "relation"),
        Shown("id", "agency_id", style="dim"),
    )
    show(context, answer, columns, _note(answer, say))


def _note(answer: Table, say: Speaker) -> str:
    listed = sum(row["listed"] for row in answer)
    bodies = say.plural("{n} body, {listed} on the list", "{n} bodies, {listed} on the list", len(answer))
    p = answer.publication
    rests = (
        say("participating list of {date}, {file}").format(date=p["date"], file=p["file_name"])
        if p
        else say("no list of that day or before")
    )
    note = f" {answer.query['note']}" if "note" in answer.query else ""
    if any(row["agency_id"] is None for row in answer):
        note += " " + say(
            "Bodies that ICE never listed come from the FBI's list of agencies and HIFLD's of 2019, which can lack one."
        )
    return f"{bodies.format(n=say.number(len(answer)), listed=say.number(listed))}; {rests}.{note}"
