"""Commands about who is on the lists: agencies, agreements, applications, find, show, evidence, brief."""

from __future__ import annotations

from typing import Annotated

import typer

from roster287.cli import tables
from roster287.cli.context import Format, opened, options
from roster287.cli.lists import Agency, Model, State
from roster287.cli.output import Shown, safe, show, write
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
    show(context, answer, tables.AGENCY_COLUMNS, f"{len(answer):,} agencies")


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
    show(context, answer, tables.AGREEMENT_COLUMNS, f"{len(answer):,} agreements")


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
    show(context, answer, tables.APPLICATION_COLUMNS, f"{len(answer):,} applications")


def find(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="A name, a town or a county.")],
    limit: Annotated[int, typer.Option(help="At most this many.", min=1)] = 20,
) -> None:
    """Search agencies."""
    with opened(context) as record:
        answer = record.find(text, limit)
    show(context, answer, tables.AGENCY_COLUMNS, f"{len(answer):,} found")


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
    row = answer.rows[0]
    agency = row["agency"]
    write(f"{safe(agency['name'])}, {agency['state_name']}\n{agency['agency_id']}: {agency['status']}\n")
    said = "; ".join(f"{safe(s['name'])} ({s['first_listed']} to {s['last_listed']})" for s in row["spellings"])
    write(f"Printed as: {said}\n")
    for title, rows, columns in (
        ("Agreements", row["agreements"], tables.AGREEMENT_COLUMNS),
        ("Applications", row["applications"], tables.APPLICATION_COLUMNS),
        ("History", row["events"], tables.EVENT_COLUMNS),
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
    if not answer.rows:
        p = answer.publication
        write(f"Not on the list in force on {answer.as_of}.\n")
        _fields({"Publication": p["publication_id"], "File": p["file_name"], "SHA-256": p["sha256"]})
    for row in answer:
        _fields(
            {
                "Agreement": row["agreement_id"],
                "Publication": f"{row['publication_id']}, dated {row['date']}",
                "File": row["file_name"],
                "SHA-256": row["sha256"],
                "Sheet row": row["sheet_row"],
                **{f"Printed, {name}": cell for name, cell in row["printed"].items()},
                **{f"Link, {name}": " ".join(links) for name, links in row["targets"].items()},
                "To check": row["how_to_check"],
            }
        )


def _fields(fields: Line) -> None:
    width = max(len(name) for name in fields)
    write("".join(f"{name:<{width}}  {safe(str(value))}\n" for name, value in fields.items()))


def brief(
    context: typer.Context,
    state: Annotated[str, typer.Argument(help="A state: its two letters or its name.", metavar="ST")],
    on: Annotated[str | None, typer.Option(help="A day, YYYY-MM-DD; without it, the newest list's.")] = None,
    since: Annotated[str | None, typer.Option(help="Also what changed after this day.")] = None,
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
    show(context, answer, columns, f"{len(answer):,} corrections")


COMMANDS = (agencies, agreements, applications, find, show_, evidence, brief, corrections)
