"""The commands `nominees template` and `nominees check`: a roster against what a model asks of nominees."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roster287.cli.context import Format, options
from roster287.cli.output import Shown, machine, show, write
from roster287.table import Table

if TYPE_CHECKING:
    from roster287.vocabulary.messages import Speaker

group = typer.Typer(
    help="A roster of nominees against what a model asks. Nothing is stored or sent.", no_args_is_help=False
)

Model = Annotated[str, typer.Option("--model", help="A model, such as task_force.", metavar="M")]


@group.callback()
def main() -> None:
    """A roster of nominees against what a model asks. Nothing is stored or sent."""


@group.command()
def template(
    context: typer.Context,
    model: Model,
    blank: Annotated[bool, typer.Option("--blank", help="Only the headings, as a CSV roster to fill in.")] = False,
) -> None:
    """The columns that a roster needs for a model, and how to fill them in."""
    from roster287.program import nominees

    lang = options(context).lang
    if blank:
        write(machine(nominees.blank(model, lang=lang), Format.csv))
        return
    columns = [
        Shown("heading", "heading", style="bold"),
        Shown("fill in", "fill_in"),
        Shown("what is asked", "clause"),
        Shown("stage", "stage"),
    ]
    answer = nominees.template(model, lang=lang)
    show(context, answer, columns, _sources(answer, options(context).say))


@group.command()
def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The roster: CSV or .xlsx.", metavar="FILE")],
    model: Model,
    on: Annotated[str | None, typer.Option(help="As of this day, YYYY-MM-DD; today without it.", metavar="D")] = None,
    summary: Annotated[bool, typer.Option("--summary", help="One row per requirement.")] = False,
    printable: Annotated[bool, typer.Option("--printable", help="A page of Markdown to print.")] = False,
) -> None:
    """Each nominee against each requirement: met, not met, not shown, with the clause and why. Rows go by number."""
    from roster287.program import nominees

    lang = options(context).lang
    checked = nominees.check(file, model, on, lang=lang)
    if printable:
        write(nominees.printable(checked, lang=lang))
        return
    answer = nominees.summary(checked) if summary else checked
    numbers = [
        Shown("met", "met", right=True),
        Shown("not met", "not_met", right=True),
        Shown("not shown", "not_shown", right=True),
    ]
    columns = [
        *([] if summary else [Shown("row", "row", right=True, style="bold")]),
        Shown("requirement", "requirement", style="bold" if summary else ""),
        *(numbers if summary else [Shown("result", "result"), Shown("why", "why")]),
        Shown("clause", "clause"),
    ]
    say = options(context).say
    show(context, answer, columns, f"{_note(checked.query, say)}. {_sources(checked, say)}")


def _note(query: Mapping[str, Any], say: Speaker) -> str:
    n = query["nominees"]
    text = say.plural("{n} nominee, {model}, as of {day}", "{n} nominees, {model}, as of {day}", n)
    parts = [text.format(n=say.number(n), model=query["model"], day=query["on"])]
    if query["columns_not_understood"]:
        columns = ", ".join(query["columns_not_understood"])
        parts.append(say("columns not understood: {columns}").format(columns=columns))
    if query["rows_left_out"]:
        rows = ", ".join(map(str, query["rows_left_out"]))
        parts.append(say("rows left out, without a nominee: {rows}").format(rows=rows))
    return "; ".join(parts)


def _sources(answer: Table, say: Speaker) -> str:
    sources = dict.fromkeys(row["source"] for row in answer if row["source"])
    return say("By: {sources}.").format(sources="; ".join(sources)) if sources else ""
