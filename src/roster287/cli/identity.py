"""Commands on identity: what was decided on two names and why, what waits for a person, and judgements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roster287.cli.context import Format, opened, options
from roster287.cli.output import Shown, counted, safe, show, tell, write

group = typer.Typer(help="Which printed names are one agency: decisions, reasons, judgements.", no_args_is_help=False)

Name = Annotated[str, typer.Argument(help="An agency's id, or `ST: printed name`.")]
Why = Annotated[str, typer.Option(help="Why; it is kept with the judgement.")]
Evidence = Annotated[str, typer.Option(help="What it rests on: lists, rows, documents.")]
Supersede = Annotated[bool, typer.Option("--supersede", help="Take the place of an earlier judgement on the pair.")]

COLUMNS = (
    Shown("verdict", "verdict", style="bold"),
    Shown("st", "state"),
    Shown("one name", "left"),
    Shown("other name", "right"),
    Shown("by", lambda row: row["rule"]),
    Shown("score", lambda row: f"{row['score']:.2f}", right=True),
    Shown("because", lambda row: row["reasons"][0] if row["reasons"] else ""),
)


@group.command()
def log(
    context: typer.Context,
    verdict: Annotated[str, typer.Option(help="same, different, unsure or all.")] = "same",
) -> None:
    """Every decision beyond plain folding, with its reason."""
    with opened(context) as record:
        answer = record.identity_log(verdict)
    show(context, answer, COLUMNS, counted(context, "{n} decision", "{n} decisions", len(answer)))


@group.command()
def queue(context: typer.Context) -> None:
    """What no rule may decide, those with most events first."""
    with opened(context) as record:
        answer = record.identity_queue()
    note = counted(context, "{n} pair waits", "{n} pairs wait", len(answer))
    show(context, answer, (Shown("events", "events", right=True), *COLUMNS), note)


@group.command()
def explain(context: typer.Context, a: Name, b: Name) -> None:
    """What was decided on two names, by which rule, and why."""
    with opened(context) as record:
        answer = record.identity_explain(a, b)
    if options(context).format is not Format.table:
        show(context, answer, COLUMNS)
        return
    say = options(context).say
    for row in answer:
        write(f"{row['verdict']}: {safe(row['left'])} | {safe(row['right'])} ({row['state']})\n")
        by = say("decided by {what}: {rule}, score {score}")
        write(by.format(what=row["decided_by"], rule=safe(row["rule"]), score=f"{row['score']:.2f}") + "\n")
        write("".join(f"- {safe(reason)}\n" for reason in row["reasons"]))


@group.command()
def same(
    context: typer.Context, a: Name, b: Name, why: Why = "", evidence: Evidence = "", supersede: Supersede = False
) -> None:
    """Judge that two names are one agency."""
    _judge(context, "same", a, b, why, evidence, supersede)


@group.command()
def different(
    context: typer.Context, a: Name, b: Name, why: Why = "", evidence: Evidence = "", supersede: Supersede = False
) -> None:
    """Judge that two names are two agencies."""
    _judge(context, "different", a, b, why, evidence, supersede)


@group.command()
def unsure(
    context: typer.Context, a: Name, b: Name, why: Why = "", evidence: Evidence = "", supersede: Supersede = False
) -> None:
    """Record that two names cannot be told to be one agency or two."""
    _judge(context, "unsure", a, b, why, evidence, supersede)


@group.command()
def pin(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="The file to write, such as curation/agency_ids.csv.")],
) -> None:
    """Write the id of each agency that has been printed under several names, so that it stays what it is.

    Beside it, `agreement_ids.csv` and `list_ids.csv` for agreements and lists.
    """
    with opened(context) as record:
        count = record.pin_ids(target)
    tell(context, f"{target}: {count:,} names", file=str(target), names=count)


def _judge(context: typer.Context, verdict: str, a: str, b: str, why: str, evidence: str, supersede: bool) -> None:
    from roster287.cli.tables import EVENT_COLUMNS

    with opened(context) as record:
        answer = record.judge(verdict, a, b, why=why, evidence=evidence, supersede=supersede)
    note = counted(
        context, "recorded; {n} event of the record is new", "recorded; {n} events of the record are new", len(answer)
    )
    show(context, answer, EVENT_COLUMNS, note)
    if not why:
        say = options(context).say
        typer.echo(
            say(
                "It is recorded without a reason, which others will ask for: judge the pair again with --why and "
                "--evidence."
            ),
            err=True,
        )
