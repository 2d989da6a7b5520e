"""Results on stdout, in the format that was asked for; text from the lists is never obeyed by a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from roster287.cli.context import Format, options
from roster287.cli.grid import grid
from roster287.publish.written import UNSEEN, as_csv, as_json, as_ndjson, envelope, seen
from roster287.table import Line, Table, flat

if TYPE_CHECKING:
    from roster287.vocabulary.messages import Speaker


UNBOUND = 200
"""The width of a table that is not printed on a terminal."""


class Shown(NamedTuple):
    """A column of a readable table: its heading, where its text comes from, and how it stands."""

    heading: str
    cell: str | Callable[[Line], Any]
    right: bool = False
    style: str = ""


def show(context: typer.Context, answer: Table, columns: Sequence[Shown], note: str = "") -> None:
    """Print an answer: all of it for machines, the columns that people look at in a table, with a closing note."""
    how = options(context).format
    if how is Format.table:
        _table(answer, columns, note, options(context).say)
    else:
        write(machine(answer, how))


def tell(context: typer.Context, text: str, **what: object) -> None:
    """Say in one line what was made; for machines as a table of one row that holds `what`."""
    how = options(context).format
    write(f"{text}\n" if how is Format.table else machine(Table(tuple(what), (dict(what),)), how))


def counted(context: typer.Context, one: str, many: str, n: int) -> str:
    """A number of things in words: 1,234 agencies."""
    say = options(context).say
    return say.plural(one, many, n).format(n=say.number(n))


def machine(answer: Table, how: Format) -> str:
    """The answer as JSON, NDJSON or CSV text, each line ended."""
    if how is Format.json:
        return as_json(envelope(answer), indent=2)
    return as_ndjson(answer) if how is Format.ndjson else as_csv(answer.columns, answer)


def write(text: str) -> None:
    """Put text on stdout, control characters shown and not sent."""
    sys.stdout.write(seen(text))


def safe(text: str) -> str:
    """One line of text with nothing in it that a terminal would obey."""
    return text.translate(UNSEEN)


def _table(answer: Table, columns: Sequence[Shown], note: str, say: Speaker) -> None:
    terminal = sys.stdout.isatty()
    colours = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    if answer.rows:
        lines = grid(
            [say(column.heading) for column in columns],
            [[safe(_words(_value(row, column), say)) for column in columns] for row in answer],
            right=[column.right for column in columns],
            styles=[column.style for column in columns],
            width=get_terminal_size().columns if terminal else UNBOUND,
            coloured=colours,
        )
        sys.stdout.writelines(f"{line}\n" for line in lines)
    if note:
        sys.stdout.write(f"{typer.style(safe(note), dim=True) if colours else safe(note)}\n")


def _value(row: Line, column: Shown) -> Any:
    return column.cell(row) if callable(column.cell) else row[column.cell]


def _words(value: Any, say: Speaker) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, int):
        return say.number(value)
    return str(flat(value))
