"""How fresh the record is and how much it holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, func, select

from roster287.model import LISTS, PARTICIPATING, PENDING
from roster287.register import lookup, schema
from roster287.table import Line

STATUS = (
    "participating_date", "pending_date", "last_captured", "publications", "set_aside", "agencies", "active_agencies",
    "agreements", "active_agreements", "applications", "pending_applications", "events", "rows", "files_kept",
    "bytes_kept", "home", "last_looked", "last_succeeded", "last_changed", "last_error", "failures",
)  # fmt: skip


def status(connection: Connection) -> Line:
    """The dates of the newest lists and the counts of everything in the register.

    When a list was last retrieved is known unless a list is newer than every retrieval whose time is known.
    """
    p, a, g, w = schema.publications, schema.agencies, schema.agreements, schema.applications

    def date(kind: str) -> str | None:
        newest = lookup.newest(connection, kind)
        return newest["date"] if newest else None

    def count(table: Table, *where: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())

    days = {kind: date(kind) for kind in LISTS}
    captured = connection.execute(select(func.max(p.c.last_captured))).scalar()
    newest = max(filter(None, days.values()), default="")
    return {
        "participating_date": days[PARTICIPATING],
        "pending_date": days[PENDING],
        "last_captured": captured if captured and captured[:10] >= newest else None,
        "publications": count(p, p.c.status == "accepted"),
        "set_aside": count(p, p.c.status == "set_aside"),
        "agencies": count(a),
        "active_agencies": count(a, a.c.status == "active"),
        "agreements": count(g),
        "active_agreements": count(g, g.c.status == "active"),
        "applications": count(w),
        "pending_applications": count(w, w.c.outcome == "pending"),
        "events": count(schema.events),
        "rows": count(schema.rows),
    }
