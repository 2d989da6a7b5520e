"""An answer as text for machines: JSON, NDJSON or CSV, the same on the command line, over HTTP and in a file.

Control characters and those that turn the direction of writing are shown as `\\uXXXX`, so that no terminal obeys a
list; in JSON that means the same character. No spreadsheet takes a cell of the CSV for a formula.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from roster287.table import Line, Table, flat, harmless

UNSEEN = {c: f"\\u{c:04x}" for c in (*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F),
                                    *range(0x2066, 0x206A), 0x2028, 0x2029)}  # fmt: skip
_UNSEEN_BUT_LINES = re.compile(f"[{''.join(re.escape(chr(c)) for c in UNSEEN if c not in (0x0A, 0x0D, 0x09))}]")


def envelope(answer: Table, rows: Sequence[Line] | None = None, **more: Any) -> Line:
    """What JSON says of an answer; `rows` are those of one page, `count` is of all."""
    return {
        "query": dict(answer.query),
        "as_of": answer.as_of,
        "publication": answer.publication,
        "count": len(answer),
        "rows": answer.rows if rows is None else rows,
        **more,
    }


def as_json(value: Any, indent: int | None = None) -> str:
    """A value as JSON, one line ended, or several with `indent`."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    plain = text.isascii() and "\x7f" not in text
    return f"{text if plain else seen(text)}\n"


def as_ndjson(rows: Iterable[Line]) -> str:
    """The rows as JSON, one a line."""
    return "".join(as_json(row) for row in rows)


def as_csv(columns: Sequence[str], rows: Iterable[Line]) -> str:
    """The rows as CSV with a header; cells that hold lists or objects are texts."""
    text = io.StringIO()
    write_csv(text, columns, ([row[column] for column in columns] for row in rows))
    return text.getvalue()


def write_csv(file: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows, their cells in the order of the columns, as every CSV of ours is written."""
    writer = csv.writer(_Seen(file), lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(flat(value))


class _Seen:
    """A file to which lines go as `seen` shows them."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, line: str) -> int:
        return self._file.write(seen(line))


def seen(text: str) -> str:
    """Lines of text with nothing else in them that a terminal would obey."""
    return _UNSEEN_BUT_LINES.sub(lambda found: UNSEEN[ord(found[0])], text)
