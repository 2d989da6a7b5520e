"""Commands about the lists and what changed between them: lists, on, count, changes, compare, issues."""

from __future__ import annotations

from typing import Annotated

import typer

from roster287.cli import tables
from roster287.cli.context import opened, options
from roster287.cli.output import counted, show
from roster287.table import Table

State = Annotated[str | None, typer.Option(help="A state: its two letters or its name.", metavar="ST")]
Model = Annotated[str | None, typer.Option(help="A model, such as task_force.", metavar="M")]
Agency = Annotated[str | None, typer.Option(help="An agency's id.", metavar="ID")]
By = Annotated[
    str | None,
    typer.Option(
        help="state, model, type or county, as the list prints it; the website counts by an agency's own county."
    ),
]
Pending = Annotated[bool, typer.Option("--pending", help="The pending list instead.")]


def lists(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option(help="participating or pending.")] = None,
    status: Annotated[str | None, typer.Option(help="accepted or set_aside.")] = None,
) -> None:
    """Every publication: one distinct content of a list, with its date."""
    with opened(context) as record:
        answer = record.lists(kind, status)
    show(context, answer, tables.LIST_COLUMNS, counted(context, "{n} list", "{n} lists", len(answer)))


def on(
    context: typer.Context,
    date: Annotated[str, typer.Argument(help="A day, YYYY-MM-DD.")],
    state: State = None,
    model: Model = None,
    agency: Agency = None,
    pending: Pending = False,
) -> None:
    """What the publication in force on that date listed."""
    with opened(context) as record:
        answer = record.on(date, state, model, agency, pending=pending)
    columns = tables.WAITING_COLUMNS if pending else tables.ON_COLUMNS
    corrected = (tables.COUNTS_AS,) if any(row["corrections"] for row in answer) else ()
    show(context, answer, (*columns, *corrected), _rests_on(context, answer))


def count(
    context: typer.Context,
    on: Annotated[str | None, typer.Option(help="A day, YYYY-MM-DD; without it, the newest list.")] = None,
    by: By = None,
    pending: Pending = False,
) -> None:
    """How many agencies and agreements a list named."""
    with opened(context) as record:
        answer = record.count(on, by, pending=pending)
    show(context, answer, [tables.COUNT_COLUMNS[c] for c in answer.columns], _rests_on(context, answer))


def changes(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="From this day on.", metavar="D")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day.", metavar="D")] = None,
    state: State = None,
    model: Model = None,
    kind: Annotated[list[str] | None, typer.Option(help="A kind of event; may be repeated.", metavar="K")] = None,
    agency: Agency = None,
    cause: Annotated[str | None, typer.Option(help="ice (the list changed) or record (our record did).")] = None,
) -> None:
    """Every change, dated and explained."""
    with opened(context) as record:
        answer = record.changes(since, until, state, model, kind, agency, cause)
        told = since is None or any(row["cause"] == "ice" for row in answer)
        newest = "" if told else max((row["date"] or "" for row in record.lists(status="accepted")), default="")
    note = counted(context, "{n} event", "{n} events", len(answer)) + _ours(context, answer, cause)
    if since is not None and not told and since > newest:
        text = options(context).say("the newest list in this record is of {day}: `roster287 sync` looks for newer ones")
        note += "; " + text.format(day=newest or "—")
    show(context, answer, tables.EVENT_COLUMNS, note)


def compare(
    context: typer.Context,
    a: Annotated[str, typer.Argument(help="A publication's id, a day, or a file.")],
    b: Annotated[str, typer.Argument(help="Another.")],
) -> None:
    """What differs between two lists."""
    with opened(context) as record:
        answer = record.compare(a, b)
    kinds = [row["change"] for row in answer]
    say = options(context).say
    note = say("{a} → {b}: {new} new, {gone} gone, {changed} changed").format(
        a=answer.query["a"],
        b=answer.query["b"],
        **{kind: say.number(kinds.count(kind)) for kind in ("new", "gone", "changed")},
    )
    if len(set(answer.query["kinds"])) > 1:
        note += ". " + say("One is a list of agreements and one of pending applications: they name different things.")
    show(context, answer, tables.difference_columns(say), note)


def _ours(context: typer.Context, answer: Table, cause: str | None) -> str:
    """How many of the events are changes of our record and not of ICE's lists, where nothing was asked of that."""
    own = sum(row["cause"] == "record" for row in answer)
    if not own or cause is not None:
        return ""
    say = options(context).say
    return "; " + say("{n} of our record: `--cause ice` leaves them out").format(n=say.number(own))


def issues(
    context: typer.Context,
    publication: Annotated[
        str | None, typer.Argument(metavar="LIST", help="A publication's id, or a day; without it, the newest.")
    ] = None,
    severity: Annotated[
        str | None, typer.Option(help="doubt (what is meant is left open) or note (it is understood).")
    ] = None,
    pending: Pending = False,
) -> None:
    """What in a list is misprinted, and what in its file is no row: cell by cell, with what was understood."""
    with opened(context) as record:
        answer = record.issues(publication, severity, pending=pending)
    size = counted(context, "{n} issue", "{n} issues", len(answer))
    show(context, answer, tables.ISSUE_COLUMNS, _rests_on(context, answer, size))


def _rests_on(context: typer.Context, answer: Table, size: str = "") -> str:
    say, p = options(context).say, answer.publication
    if p is None:
        return say("No list of that day or before is in the record.")
    text = (
        say("participating list of {date}, {file}, SHA-256 {sha256}")
        if p["kind"] == "participating"
        else say("pending list of {date}, {file}, SHA-256 {sha256}")
    )
    size = size or counted(context, "{n} row", "{n} rows", len(answer))
    return f"{size}; {text.format(date=p['date'], file=p['file_name'], sha256=p['sha256'])}"
