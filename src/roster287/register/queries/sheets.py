"""Questions that whole tables answer: every dated spelling, every row that was ever printed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from roster287.model import COLUMNS, Issue, Layout
from roster287.register import schema
from roster287.register.layout import unpack
from roster287.register.queries import tables
from roster287.register.queries.lists import OwnedRow, distinct
from roster287.table import Line


def spellings(connection: Connection) -> list[Line]:
    """Every spelling of every agency with the days it was first and last printed."""
    newest = tables.Newest.of(connection)
    lines = connection.execute(select(schema.spellings)).mappings()
    return [{"agency_id": line["agency_id"], "state": line["state"], **newest.spelling(line)} for line in lines]


@dataclass(frozen=True, eq=False)
class Sheets:
    """Every distinct row by its number, and by each file's hash its form, layout, columns, issues and retrievals."""

    rows: Mapping[int, OwnedRow]
    forms: Mapping[str, str]
    layouts: Mapping[str, Layout]
    columns: Mapping[str, tuple[str, ...]]
    issues: Mapping[str, tuple[Line, ...]]
    captures: Mapping[str, tuple[Line, ...]]


def sheets(connection: Connection) -> Sheets:
    """All that the lists print, read once. The numbers of rows are of this register alone."""
    f, c = schema.files, schema.captures
    forms: dict[str, str] = {}
    layouts: dict[str, Layout] = {}
    columns: dict[str, tuple[str, ...]] = {}
    issues: dict[str, tuple[Line, ...]] = {}
    said = select(f.c.sha256, f.c.form, f.c.layout, f.c.columns, f.c.issues)
    for sha256, form, layout, named, odd in connection.execute(said):
        forms[sha256] = form
        layouts[sha256] = unpack(layout)
        columns[sha256] = tuple(column for column in COLUMNS if column in json.loads(named))
        issues[sha256] = tuple(Issue(*issue)._asdict() for issue in json.loads(odd))
    captures: defaultdict[str, list[Line]] = defaultdict(list)
    wanted = select(c.c.sha256, c.c.file_name, c.c.stamp_kind, c.c.stamp)
    for sha256, *seen in connection.execute(wanted.order_by(c.c.stamp, c.c.file_name, c.c.stamp_kind)):
        captures[sha256].append(dict(zip(("file_name", "stamp_kind", "stamp"), seen, strict=True)))
    seen_when = {sha256: tuple(of) for sha256, of in captures.items()}
    return Sheets(distinct(connection), forms, layouts, columns, issues, seen_when)
