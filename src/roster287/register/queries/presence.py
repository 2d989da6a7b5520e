"""Questions that whole tables answer: every dated spelling, and which agreements each list names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from roster287.model import PARTICIPATING
from roster287.register import schema
from roster287.register.layout import unpack
from roster287.register.queries import lists, tables
from roster287.table import Line


class Listing(NamedTuple):
    """One accepted participating list and the agreements that it names."""

    publication_id: str
    date: str
    agreements: frozenset[str]


def spellings(connection: Connection) -> list[Line]:
    """Every spelling of every agency with the days it was first and last printed."""
    newest = tables.Newest.of(connection)
    lines = connection.execute(select(schema.spellings)).mappings()
    return [{"agency_id": line["agency_id"], "state": line["state"], **newest.spelling(line)} for line in lines]


def listings(connection: Connection) -> Iterator[Listing]:
    """The accepted participating lists in their order."""
    f, s = schema.files, schema.subjects
    owner = dict(
        tuple(line) for line in connection.execute(select(s.c.row_id, s.c.agreement_id)) if line[1] is not None
    )
    layouts = dict(tuple(line) for line in connection.execute(select(f.c.sha256, f.c.layout)))
    for publication in lists.lists(connection, PARTICIPATING, "accepted"):
        named = map(owner.get, set(unpack(layouts[publication["sha256"]]).rows))
        found = frozenset(agreement_id for agreement_id in named if agreement_id is not None)
        yield Listing(publication["publication_id"], publication["date"], found)
