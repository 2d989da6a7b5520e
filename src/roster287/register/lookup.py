"""Finding what a person names in the record: a publication, an agency, an agreement; and what state it is in."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from sqlalchemy import Connection, select

from roster287 import __version__
from roster287.errors import UsageError
from roster287.model import PARTICIPATING
from roster287.register import schema
from roster287.vocabulary import question

Line = dict[str, Any]
_HASH = re.compile(r"[0-9a-f]{8,64}")


def version(connection: Connection) -> str:
    """What tells one state of the record from another, in 16 characters: a hash of all that it is a function of."""
    p, m = schema.publications, schema.meta
    of_lists = select(p.c.sha256, p.c.status, p.c.first_captured, p.c.last_captured).order_by(p.c.position)
    found = [tuple(line) for line in connection.execute(of_lists)]
    rests_on = connection.execute(select(m.c.value).where(m.c.key == "basis")).scalar()
    return hashlib.sha256(json.dumps([__version__, rests_on, found]).encode()).hexdigest()[:16]


def in_force(connection: Connection, on: str, kind: str = PARTICIPATING) -> Line | None:
    """The last accepted publication of this kind dated that day or before."""
    p = schema.publications
    wanted = (
        select(p)
        .where(p.c.kind == kind, p.c.status == "accepted", p.c.date <= on)
        .order_by(p.c.position.desc())
        .limit(1)
    )
    line = connection.execute(wanted).mappings().first()
    return dict(line) if line else None


def newest(connection: Connection, kind: str = PARTICIPATING) -> Line | None:
    """The last accepted publication of this kind."""
    return in_force(connection, "9999", kind)


def publication(connection: Connection, what: str, kind: str = PARTICIPATING) -> Line:
    """The publication with this id, or this hash or its beginning, or in force on this day."""
    p = schema.publications
    line = connection.execute(select(p).where(p.c.publication_id == what)).mappings().first()
    if line is None and _HASH.fullmatch(what):
        found = connection.execute(select(p).where(p.c.sha256.startswith(what))).mappings().all()
        line = found[0] if len(found) == 1 else None
    if line is None and re.fullmatch(r"\d{4}-\d\d-\d\d", what):
        listed = in_force(connection, question.day(what), kind)
        if listed is None:
            raise UsageError(f"No {kind} list of {what} or before is in the record.", "`roster287 lists` shows them.")
        return listed
    if line is None:
        raise UsageError(f"No publication “{what}”.", "`roster287 lists` shows their ids; a day works too.")
    return dict(line)


def status(connection: Connection, sha256: str) -> str | None:
    """Whether the list with these bytes is `accepted` or `set_aside`; None when it is not on record."""
    p = schema.publications.c
    found = connection.execute(select(p.status).where(p.sha256 == sha256)).scalar()
    return None if found is None else str(found)


def agency(connection: Connection, agency_id: str) -> str:
    """The id of the agency that this id, or one it once had, names. Raises `UsageError` for an unknown one."""
    for table, column in ((schema.agencies, "agency_id"), (schema.former_ids, "now_id")):
        key = table.c.agency_id if column == "agency_id" else table.c.former_id
        found = connection.execute(select(table.c[column]).where(key == agency_id)).scalar()
        if found is not None:
            return str(found)
    raise UsageError(f"No agency “{agency_id}”.", "`roster287 find TEXT` looks agencies up by name.")


def agreement(connection: Connection, agreement_id: str) -> str:
    """The id of the agreement that this id, or one it once had, names. Raises `UsageError` for an unknown one."""
    table = schema.agreements
    if connection.execute(select(table.c.agreement_id).where(table.c.agreement_id == agreement_id)).scalar():
        return agreement_id
    former = schema.former_ids
    found = connection.execute(select(former.c.now_id).where(former.c.former_id == agreement_id)).scalar()
    if found is None:
        raise UsageError(
            f"No agreement “{agreement_id}”.",
            "An id is AGENCY/MODEL/SIGNED; `roster287 agreements` and `roster287 show AGENCY` list them.",
        )
    return str(found)
