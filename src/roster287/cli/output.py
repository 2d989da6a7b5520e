"""Results on stdout, in the format that was asked for; text from the lists is never obeyed by a terminal."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

import typer

from roster287.cli.context import Format, options
from roster287.table import Line, Table, flat, harmless

_UNSEEN = {c: f"\\u{c:04x}" for c in (*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F),
                                     *range(0x2066, 0x206A), 0x2028, 0x2029)}  # fmt: skip
"""Control characters and those that turn the direction of writing, as they are shown."""
_UNSEEN_BUT_LINES = {c: shown for c, shown in _UNSEEN.items() if c not in (0x0A, 0x0D, 0x09)}


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
        _table(answer, columns, note)
    else:
        write(machine(answer, how))


def machine(answer: Table, how: Format) -> str:
    """The answer as JSON, NDJSON or CSV text, each line ended."""
    if how is Format.json:
        whole = {
            "query": dict(answer.query),
            "as_of": answer.as_of,
            "publication": answer.publication,
            "count": len(answer),
            "rows": answer.rows,
        }
        return _json(whole, indent=2) + "\n"
    if how is Format.ndjson:
        return "".join(_json(row) + "\n" for row in answer)
    return _csv(answer)


def write(text: str) -> None:
    """Put text on stdout, control characters shown and not sent."""
    sys.stdout.write(text.translate(_UNSEEN_BUT_LINES))


def safe(text: str) -> str:
    """One line of text with nothing in it that a terminal would obey."""
    return text.translate(_UNSEEN)


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _csv(answer: Table) -> str:
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([harmless(flat(row[column])) for column in answer.columns] for row in answer)
    return text.getvalue()


def _table(answer: Table, columns: Sequence[Shown], note: str) -> None:
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    with console.capture() as printed:
        if answer.rows:
            grid = RichTable(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
            for column in columns:
                justify: Literal["left", "right"] = "right" if column.right else "left"
                grid.add_column(
                    column.heading, justify=justify, style=column.style, no_wrap=column.right, overflow="fold"
                )
            for row in answer:
                grid.add_row(*(Text(safe(_words(_value(row, column)))) for column in columns))
            console.print(grid)
        if note:
            console.print(Text(safe(note)), style="dim", soft_wrap=True)
    sys.stdout.write("".join(line.rstrip() + "\n" for line in printed.get().splitlines()))


def _value(row: Line, column: Shown) -> Any:
    return column.cell(row) if callable(column.cell) else row[column.cell]


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return str(flat(value))
