"""The whole record, read once through its queries, for those who publish all of it: the site and the API.

It is one state of the record: nothing in it changes, and `version` tells it from every other state.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from roster287 import __version__
from roster287.model import PARTICIPATING, PENDING
from roster287.places.facts import Location
from roster287.publish.brief import briefs
from roster287.register import locations, schema
from roster287.register.queries import identities, lists, presence, tables
from roster287.register.queries.presence import Listing, Sheets
from roster287.table import Line


def version(connection: Connection) -> str:
    """What tells one state of the record from another, in 16 characters: a hash of all that it is a function of."""
    p, m = schema.publications, schema.meta
    of_lists = select(p.c.sha256, p.c.status, p.c.first_captured, p.c.last_captured).order_by(p.c.position)
    found = [tuple(line) for line in connection.execute(of_lists)]
    rests_on = connection.execute(select(m.c.value).where(m.c.key == "basis")).scalar()
    return hashlib.sha256(json.dumps([__version__, rests_on, found]).encode()).hexdigest()[:16]


def by(lines: Iterable[Line], column: str) -> dict[str, list[Line]]:
    """The lines grouped by the value of a column, each group in the order given."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line[column]].append(line)
    return dict(found)


@dataclass(frozen=True, eq=False)
class Whole:
    """Every table of the record. Lines are shared: whoever changes one changes it for all."""

    version: str
    lists: tuple[Line, ...]
    agencies: Mapping[str, Line]
    agreements: Mapping[str, Line]
    applications: tuple[Line, ...]
    events: tuple[Line, ...]
    """Oldest first, with `notes`, which `vocabulary.sentences.sentence` needs beside the columns of `changes`."""
    spellings: tuple[Line, ...]
    listings: tuple[Listing, ...]
    """The accepted participating lists in their order, each with the agreements it names."""
    sheets: Sheets
    """Every row that was ever printed, and which list printed it where."""
    decisions: tuple[Line, ...]
    corrections: tuple[Line, ...]
    former_ids: Mapping[str, str]
    counts: Line
    """The totals of the newest participating list, as `count` gives them."""
    briefs: Mapping[str, Mapping[str, tuple[Line, ...]]]
    """The facts of `brief` for every state on the newest list, by language and code."""
    grounds: Mapping[str, Location]
    """Where each agency has its power, for `places.coverage`."""

    @cached_property
    def newest(self) -> Line | None:
        """The newest accepted participating list."""
        return self._newest(PARTICIPATING)

    @cached_property
    def newest_pending(self) -> Line | None:
        """The newest accepted pending list."""
        return self._newest(PENDING)

    def _newest(self, kind: str) -> Line | None:
        accepted = [line for line in self.lists if line["kind"] == kind and line["status"] == "accepted"]
        return accepted[-1] if accepted else None

    @cached_property
    def lists_by_id(self) -> dict[str, Line]:
        """The publications by their ids."""
        return {line["publication_id"]: line for line in self.lists}

    @cached_property
    def agencies_in(self) -> dict[str, list[Line]]:
        """The agencies of each state, by name."""
        return by(self.agencies.values(), "state")

    @cached_property
    def agreements_of(self) -> dict[str, list[Line]]:
        """The agreements of each agency."""
        return by(self.agreements.values(), "agency_id")

    @cached_property
    def applications_of(self) -> dict[str, list[Line]]:
        """The applications of each agency."""
        return by(self.applications, "agency_id")

    @cached_property
    def events_of(self) -> dict[str, list[Line]]:
        """The events of each agency, oldest first."""
        return by(self.events, "agency_id")

    @cached_property
    def events_in(self) -> dict[str, list[Line]]:
        """The events of each state, oldest first."""
        return by(self.events, "state")

    @cached_property
    def events_from(self) -> dict[str, list[Line]]:
        """The events that each publication brought."""
        return by((event for event in self.events if event["publication_id"]), "publication_id")

    @cached_property
    def spellings_of(self) -> dict[str, list[Line]]:
        """The printed names of each agency."""
        return by(self.spellings, "agency_id")


def read(connection: Connection) -> Whole:
    """The whole record as it is on this connection: some one and a half seconds for the shipped history."""
    former = schema.former_ids
    names = presence.spellings(connection)
    count = lists.count(connection)
    return Whole(
        version=version(connection),
        lists=lists.lists(connection).rows,
        agencies={line["agency_id"]: line for line in tables.agencies(connection)},
        agreements={line["agreement_id"]: line for line in tables.agreements(connection)},
        applications=tables.applications(connection).rows,
        events=tuple(tables.events(connection)),
        spellings=tuple(sorted(names, key=lambda line: (line["agency_id"], line["first_listed"], line["name"]))),
        listings=tuple(presence.listings(connection)),
        sheets=presence.sheets(connection),
        decisions=identities.log(connection, None).rows,
        corrections=identities.corrections().rows,
        former_ids=dict(_pairs(connection.execute(select(former.c.former_id, former.c.now_id)))),
        counts=count.rows[0] if count.rows else {},
        briefs=briefs(connection),
        grounds=locations.of_agencies(connection),
    )


def _pairs(lines: Iterable[Any]) -> list[tuple[str, str]]:
    return sorted((line[0], line[1]) for line in lines)
