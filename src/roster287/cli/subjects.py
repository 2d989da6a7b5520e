"""Commands about who is on the lists: agencies, agreements, applications, find, show, evidence, brief, corrections."""

from __future__ import annotations

from typing import Annotated

import typer

from roster287.cli import tables
from roster287.cli.context import Format, opened, options
from roster287.cli.lists import Agency, Model, State
from roster287.cli.output import Shown, counted, safe, show, write
from roster287.table import Line, Table


def agencies(
    context: typer.Context,
    state: State = None,
    status: Annotated[
        str | None, typer.Option(help="active, no_longer_listed, pending or no_longer_pending.", metavar="S")
    ] = None,
) -> None:
    """Every agency that ICE has ever listed."""
    with opened(context) as record:
        answer = record.agencies(state, status)
    show(context, answer, tables.AGENCY_COLUMNS, counted(context, "{n} agency", "{n} agencies", len(answer)))


def agreements(
    context: typer.Context,
    state: State = None,
    model: Model = None,
    status: Annotated[str | None, typer.Option(help="active, superseded or no_longer_listed.", metavar="S")] = None,
    agency: Agency = None,
) -> None:
    """Every agreement that ICE has ever listed."""
    with opened(context) as record:
        answer = record.agreements(state, model, status, agency)
    show(context, answer, tables.AGREEMENT_COLUMNS, counted(context, "{n} agreement", "{n} agreements", len(answer)))


def applications(
    context: typer.Context,
    state: State = None,
    outcome: Annotated[str | None, typer.Option(help="signed, pending or no_longer_pending.", metavar="O")] = None,
    model: Model = None,
    agency: Agency = None,
) -> None:
    """Every application that the pending lists have shown, with the days it waited."""
    with opened(context) as record:
        answer = record.applications(state, outcome, model, agency)
    note = counted(context, "{n} application", "{n} applications", len(answer))
    show(context, answer, tables.APPLICATION_COLUMNS, note)


def find(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="A name, a town or a county.")],
    limit: Annotated[int, typer.Option(help="At most this many.", min=1)] = 20,
) -> None:
    """Search agencies."""
    with opened(context) as record:
        answer = record.find(text, limit)
    say = options(context).say
    note = counted(context, "{n} found", "{n} found", len(answer))
    if not answer.rows:
        note = say(
            "0 found: ICE has listed no agency that is called so. "
            "`roster287 where PLACE` names all that police a town, a county or a ZIP code."
        )
    elif answer.rows[0]["fit"] == "near" and len(answer) == limit:
        note = say("0 found; the best {n} called nearly so; there may be more: --limit").format(n=say.number(limit))
    elif answer.rows[0]["fit"] == "near":
        note = say("0 found; {n} called nearly so").format(n=say.number(len(answer)))
    elif len(answer) == limit:
        note = say("the best {n}; there may be more: --limit").format(n=say.number(limit))
    show(context, answer, tables.AGENCY_COLUMNS, note)


def show_(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="The id of an agency or an agreement.")],  # noqa: A002
) -> None:
    """One agency or agreement with its whole history."""
    with opened(context) as record:
        answer = record.show(id)
    if options(context).format is not Format.table:
        show(context, answer, ())
        return
    row, say = answer.rows[0], options(context).say
    agency = row["agency"]
    write(f"{safe(agency['name'])}, {say.state(agency['state'])}\n{agency['agency_id']}: {agency['status']}\n")
    spelled = say("{name} ({first} to {last})")
    said = "; ".join(
        spelled.format(name=safe(s["name"]), first=s["first_listed"], last=s["last_listed"]) for s in row["spellings"]
    )
    write(say("Printed as: {names}").format(names=said) + "\n")
    for title, rows, columns in (
        (say("Agreements"), row["agreements"], tables.AGREEMENT_COLUMNS),
        (say("Applications"), row["applications"], tables.APPLICATION_COLUMNS),
        (say("History"), row["events"], tables.EVENT_COLUMNS),
    ):
        if rows:
            write(f"\n{title}\n")
            show(context, Table(tuple(rows[0]), tuple(rows)), columns)


def evidence(
    context: typer.Context,
    agreement_id: Annotated[str, typer.Argument(help="The id of an agreement.")],
    on: Annotated[str | None, typer.Option(help="A day, YYYY-MM-DD; without it, the last list that named it.")] = None,
) -> None:
    """Proof of what a list said: publication, file, SHA-256, sheet row, printed cells."""
    with opened(context) as record:
        answer = record.evidence(agreement_id, on)
    if options(context).format is not Format.table:
        show(context, answer, ())
        return
    assert answer.publication is not None
    say = options(context).say
    if not answer.rows:
        p = answer.publication
        note = f" {answer.query['note']}" if "note" in answer.query else ""
        write(say("Not on the list in force on {day}.").format(day=answer.as_of) + f"{note}\n")
        _fields({say("Publication"): p["publication_id"], say("File"): p["file_name"], "SHA-256": p["sha256"]})
    for row in answer:
        _fields(
            {
                say("Agreement"): row["agreement_id"],
                say("Publication"): say("{id}, dated {day}").format(id=row["publication_id"], day=row["date"]),
                say("File"): row["file_name"],
                "SHA-256": row["sha256"],
                say("Sheet row"): row["sheet_row"],
                **{say("Printed, {name}").format(name=name): cell for name, cell in row["printed"].items()},
                **{say("Link, {name}").format(name=name): " ".join(links) for name, links in row["targets"].items()},
                **({say("Our record has"): tables.counted_as(row)} if row["corrections"] else {}),
                say("To check"): row["how_to_check"],
            }
        )


def _fields(fields: Line) -> None:
    width = max(len(name) for name in fields)
    write("".join(f"{name:<{width}}  {safe(str(value))}\n" for name, value in fields.items()))


def brief(
    context: typer.Context,
    state: Annotated[str, typer.Argument(help="A state: its two letters or its name.", metavar="ST")],
    on: Annotated[str | None, typer.Option(help="A day, YYYY-MM-DD; without it, the newest list's.")] = None,
    since: Annotated[str | None, typer.Option(help="Also what changed from this day on.")] = None,
) -> None:
    """The reporter's brief: what the lists show for a state, each fact with its evidence."""
    with opened(context) as record:
        answer = record.brief(state, on, since)
    if options(context).format is Format.table:
        from roster287.publish.brief_markdown import markdown

        write(markdown(answer, options(context).lang))
    else:
        show(context, answer, (Shown("fact", "fact_id"), Shown("what", "sentence")))


def corrections(context: typer.Context) -> None:
    """Every fact that we count otherwise than ICE prints it, with the evidence."""
    with opened(context) as record:
        answer = record.corrections()
    columns = (
        Shown("decided", "when", style="cyan"),
        Shown("st", "state"),
        Shown("agency", "agency", style="bold"),
        Shown("field", "field"),
        Shown("printed", "printed"),
        Shown("counted", "corrected"),
        Shown("because", "why"),
    )
    show(context, answer, columns, counted(context, "{n} correction", "{n} corrections", len(answer)))
