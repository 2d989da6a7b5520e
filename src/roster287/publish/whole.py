"""The whole record, read once through its queries, for those who publish all of it: site, API and open data.

It is one state of the record: nothing in it changes, and `version` tells it from every other state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial, wraps
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

from sqlalchemy import Connection

from roster287.garbage import uncollected
from roster287.model import PARTICIPATING, PENDING
from roster287.places.facts import Location
from roster287.publish.brief import newest as newest_brief
from roster287.publish.brief_reading import Reading
from roster287.register import locations, lookup
from roster287.register.lookup import version as version
from roster287.register.queries import identities, lists, sheets, tables
from roster287.register.queries.sheets import Sheets
from roster287.table import Line, by
from roster287.vocabulary.dates import pending_first


class Listing(NamedTuple):
    """One accepted participating list and the agreements that it names."""

    publication_id: str
    date: str
    agreements: frozenset[str]


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
    sheets: Sheets
    """Every row that was ever printed, and which list printed it where."""
    decisions: tuple[Line, ...]
    corrections: tuple[Line, ...]
    former_ids: Mapping[str, str]
    grounds: Mapping[str, Location]
    """Where each agency has its power, for `places.coverage`."""
    answers: dict[object, Any] = field(default_factory=dict, init=False, repr=False)
    """What functions of `of_whole` answered. Nothing in it leads back to the record, which would then never go."""

    @cached_property
    def accepted(self) -> Mapping[str, Sequence[Line]]:
        """The accepted lists of each kind, in their order."""
        seen = [line for line in self.lists if line["status"] == "accepted"]
        return {kind: [line for line in seen if line["kind"] == kind] for kind in (PARTICIPATING, PENDING)}

    @cached_property
    def newest(self) -> Line | None:
        """The newest accepted participating list."""
        return next(reversed(self.accepted[PARTICIPATING]), None)

    @cached_property
    def newest_pending(self) -> Line | None:
        """The newest accepted pending list."""
        return next(reversed(self.accepted[PENDING]), None)

    @cached_property
    def began(self) -> str | None:
        """The day of the first participating list. How long before it an agency was listed, no list here tells."""
        return next((line["date"] for line in self.accepted[PARTICIPATING]), None)

    @cached_property
    def taken(self) -> int:
        """How many participating lists were accepted."""
        return len(self.accepted[PARTICIPATING])

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """The accepted participating lists in their order, each with the agreements it names."""
        owner = {number: printed.owner.agreement_id for number, printed in self.sheets.rows.items()}
        found = []
        for line in self.accepted[PARTICIPATING]:
            named = {owner[number] for number in set(self.sheets.layouts[line["sha256"]].rows)}
            agreements = frozenset(agreement_id for agreement_id in named if agreement_id is not None)
            found.append(Listing(line["publication_id"], line["date"], agreements))
        return tuple(found)

    @cached_property
    def counts(self) -> Line:
        """The totals of the newest participating list, as `count` gives them; empty while there is none."""
        return self._reading.totals(self.newest) if self.newest else {}

    def pending_first(self, application: Line) -> bool:
        """Whether an application led to an agreement and was pending before it; see `vocabulary.dates`."""
        agreement = self.agreements.get(application["agreement_id"] or "")
        if agreement is None:
            return False
        return pending_first(application["first_pending"], agreement["first_listed"], agreement["signed"])

    def brief(self, state: str, lang: str) -> list[Line]:
        """The facts of `brief` for a state on the newest list, by its code."""
        return newest_brief(self._reading, state, lang)

    @cached_property
    def _reading(self) -> Reading:
        accepted = [line for line in self.lists if line["status"] == "accepted"]
        applications = self.applications  # and not by way of self, to which nothing that it keeps may lead back
        agencies = self.agencies_in
        return Reading(
            accepted,
            partial(_printed, self.sheets),
            self.agreements.values,
            lambda: applications,
            lambda state: agencies.get(state, ()),
        )

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


def _printed(sheets: Sheets, publication: Line) -> list[Line]:
    """Each row of a publication, as `on` gives them."""
    return lists.placed(sheets.layouts[publication["sha256"]], sheets.rows, publication)


Asked = TypeVarTuple("Asked")
Answer = TypeVar("Answer")


def of_whole(make: Callable[[Whole, *Asked], Answer]) -> Callable[[Whole, *Asked], Answer]:
    """A function that answers once for each record, and whose answers go when the record goes.

    A cache of its own would keep the records that newer ones took the place of.
    """

    @wraps(make)
    def answer(whole: Whole, *asked: *Asked) -> Answer:
        key = (make, *asked)
        try:
            found: Answer = whole.answers[key]
        except KeyError:
            found = whole.answers[key] = make(whole, *asked)
        return found

    return answer


def read(connection: Connection) -> Whole:
    """The whole record as it is on this connection: a third of a second for the shipped history."""
    with uncollected():
        return _read(connection)


def _read(connection: Connection) -> Whole:
    names = sheets.spellings(connection)
    return Whole(
        version=version(connection),
        lists=lists.lists(connection).rows,
        agencies={line["agency_id"]: line for line in tables.agencies(connection)},
        agreements={line["agreement_id"]: line for line in tables.agreements(connection)},
        applications=tables.applications(connection).rows,
        events=tuple(tables.events(connection)),
        spellings=tuple(sorted(names, key=lambda line: (line["agency_id"], line["first_listed"], line["name"]))),
        sheets=sheets.sheets(connection),
        decisions=identities.log(connection, None).rows,
        corrections=identities.corrections(connection).rows,
        former_ids=lookup.former_ids(connection),
        grounds=locations.of_agencies(connection),
    )
