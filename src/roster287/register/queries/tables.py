"""Questions about agencies, agreements, applications and changes, answered from the derived tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select
from sqlalchemy import Table as SqlTable

from roster287.model import LISTS, PARTICIPATING, PENDING
from roster287.register import lookup, schema
from roster287.register.queries.lists import asked_for, chunks, proof, shown
from roster287.table import Line, Table, table
from roster287.vocabulary import question
from roster287.vocabulary.kinds import CAUSES, KINDS
from roster287.vocabulary.question import Filters
from roster287.vocabulary.states import state_name

AGENCY = (
    "agency_id", "name", "state", "state_name", "agency_type", "jurisdiction", "county", "county_fips", "place_geoid",
    "ocd_id", "ori9", "lat", "lon", "point_method", "population", "population_year", "officers", "officers_year",
    "models", "status", "first_listed", "last_listed", "spellings",
)  # fmt: skip
AGREEMENT = (
    "agreement_id", "agency_id", "agency", "state", "model", "signed", "status", "first_listed", "last_listed",
    "missing_lists", "succeeded_by", "moa_url", "moa_status", "addendum_url", "pending_since", "days_pending",
)  # fmt: skip
APPLICATION = (
    "application_id", "agency_id", "agency", "state", "model", "first_pending", "last_pending", "outcome", "days",
    "agreement_id",
)  # fmt: skip
EVENT = (
    "event_id", "date", "kind", "cause", "agency_id", "agency", "state", "model", "agreement_id", "before", "after",
    "publication_id", "sentence", "evidence",
)  # fmt: skip
AGENCY_STATUS = ("active", "no_longer_listed", "pending", "no_longer_pending")
AGREEMENT_STATUS = ("active", "superseded", "no_longer_listed")
OUTCOMES = ("signed", "pending", "no_longer_pending")
AGENCY_FILTERS: Filters = {
    "state": question.state,
    "status": partial(question.one_of, "status", allowed=AGENCY_STATUS),
}
AGREEMENT_FILTERS: Filters = {
    "state": question.state,
    "model": question.model,
    "status": partial(question.one_of, "status", allowed=AGREEMENT_STATUS),
}
APPLICATION_FILTERS: Filters = {
    "state": question.state,
    "outcome": partial(question.one_of, "outcome", allowed=OUTCOMES),
    "model": question.model,
}
EVENT_FILTERS: Filters = {
    "state": question.state,
    "model": question.model,
    "cause": partial(question.one_of, "cause", allowed=CAUSES),
}


def agencies(connection: Connection, state: str | None = None, status: str | None = None) -> Table:
    """Every agency that ICE has ever listed, by state and name; `status` as it is on the newest list."""
    a = schema.agencies
    query = asked_for(state=state, status=status)
    wanted = select(a).where(*_meeting(connection, a, AGENCY_FILTERS, query))
    return _agencies(connection, wanted.order_by(a.c.state, a.c.name, a.c.agency_id), query)


def agencies_with_ids(connection: Connection, ids: Sequence[str]) -> list[Line]:
    """The agencies with these ids, in no order; those of unknown ids are left out."""
    a = schema.agencies
    rows: list[Line] = []
    for some in chunks(ids):
        rows += _agencies(connection, select(a).where(a.c.agency_id.in_(some)), {}, some).rows
    return rows


def _agencies(connection: Connection, wanted: Select[Any], query: Line, ids: Sequence[str] | None = None) -> Table:
    s, newest = schema.spellings, Newest.of(connection)
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    names = select(s.c.agency_id, s.c.name).order_by(s.c.first_listed, s.c.name)
    for agency_id, name in connection.execute(names if ids is None else names.where(s.c.agency_id.in_(ids))):
        spellings[agency_id].append(name)
    rows = [
        {
            **line,
            "state_name": state_name(line["state"]),
            "models": json.loads(line["models"]),
            "spellings": spellings[line["agency_id"]],
            "last_listed": line["last_listed"] or (newest.participating if line["status"] == "active" else None),
        }
        for line in connection.execute(wanted).mappings()
    ]
    return table(AGENCY, rows, query=query, **rests_on(connection))


def agreements(
    connection: Connection,
    state: str | None = None,
    model: str | None = None,
    status: str | None = None,
    agency: str | None = None,
) -> Table:
    """Every agreement that ICE has ever listed, by state, agency, model and date."""
    g, a = schema.agreements, schema.agencies
    query = asked_for(state=state, model=model, status=status, agency=agency)
    wanted = _with_agency(g).where(*_meeting(connection, g, AGREEMENT_FILTERS, query))
    wanted = wanted.order_by(g.c.state, a.c.name, g.c.agency_id, g.c.model, g.c.signed, g.c.agreement_id)
    newest = Newest.of(connection)
    rows = [newest.agreement(line) for line in connection.execute(wanted).mappings()]
    return table(AGREEMENT, rows, query=query, **rests_on(connection))


def applications(
    connection: Connection,
    state: str | None = None,
    outcome: str | None = None,
    model: str | None = None,
    agency: str | None = None,
) -> Table:
    """Every application that ICE's pending lists have shown, by first day, state and agency.

    `days` are from the first pending list to the signing, or to the last pending list where none followed.
    """
    p, a = schema.applications, schema.agencies
    query = asked_for(state=state, outcome=outcome, model=model, agency=agency)
    wanted = _with_agency(p).where(*_meeting(connection, p, APPLICATION_FILTERS, query))
    wanted = wanted.order_by(p.c.first_pending, p.c.state, a.c.name, p.c.application_id)
    newest = Newest.of(connection)
    rows = [newest.application(line) for line in connection.execute(wanted).mappings()]
    return table(APPLICATION, rows, query=query, **rests_on(connection, PENDING))


def _with_agency(of: SqlTable) -> Select[Any]:
    a = schema.agencies
    return select(of, a.c.name.label("agency")).join(a, a.c.agency_id == of.c.agency_id)


def _meeting(connection: Connection, of: SqlTable, filters: Filters, asked: Line) -> list[ColumnElement[bool]]:
    """The conditions of a question: what the filters ask of their columns, and whose the lines are to be."""
    where = [of.c[column] == value for column, value in question.wanted(filters, asked).items()]
    if "agency" in asked:
        where.append(of.c.agency_id == lookup.agency(connection, asked["agency"]))
    return where


def rests_on(connection: Connection, kind: str = PARTICIPATING) -> dict[str, Any]:
    """The newest list of a kind and its day, which what is in force now rests on."""
    newest = lookup.newest(connection, kind)
    return {"as_of": newest["date"] if newest else None, "publication": shown(newest) if newest else None}


class Newest(NamedTuple):
    """The days that move on with every list, filled in where the register leaves them empty (see `schema`)."""

    participating: str | None
    pending: str | None
    lists: int

    @classmethod
    def of(cls, connection: Connection) -> Newest:
        """The newest accepted list of each kind, and how many participating lists there are."""
        p = schema.publications
        count = select(func.count()).where(p.c.kind == PARTICIPATING, p.c.status == "accepted")
        dates = [(lookup.newest(connection, kind) or {}).get("date") for kind in LISTS]
        return cls(dates[0], dates[1], int(connection.execute(count).scalar_one()))

    def agreement(self, line: RowMapping) -> Line:
        """An agreement with the day it was last listed and the number of lists that have missed it since."""
        missing = 0 if line["last_number"] is None else self.lists - 1 - line["last_number"]
        return {**line, "last_listed": line["last_listed"] or self.participating, "missing_lists": missing}

    def application(self, line: RowMapping) -> Line:
        """An application with the day it was last pending, and the days it waits while it does."""
        ended = line["last_pending"] or self.pending
        days = line["days"]
        if line["outcome"] == "pending" and ended is not None:
            days = (date.fromisoformat(ended) - date.fromisoformat(line["first_pending"])).days
        return {**line, "last_pending": ended, "days": days}

    def spelling(self, line: RowMapping) -> Line:
        """A printed name with the days it was first and last printed, and the kinds of newest list that print it."""
        days = [line["last_listed"]]
        days += [self.participating] if line["on_participating"] else []
        days += [self.pending] if line["on_pending"] else []
        last = max(day for day in days if day is not None)
        told = {key: line[key] for key in ("name", "first_listed", "on_participating", "on_pending")}
        return {**told, "last_listed": last}


def changes(
    connection: Connection,
    since: question.DayLike | None = None,
    until: question.DayLike | None = None,
    state: str | None = None,
    model: str | None = None,
    kind: str | Sequence[str] | None = None,
    agency: str | None = None,
    cause: str | None = None,
    *,
    lang: str = "en",
) -> Table:
    """The events, oldest first; `since` and `until` are days and both counted in.

    Raises `UsageError` for a `since` after `until`.
    """
    since, until = question.span(since, until)
    e = schema.events
    kinds = [kind] if isinstance(kind, str) else list(kind or ())
    query = asked_for(
        since=since, until=until, state=state, model=model, kind=kinds or None, agency=agency, cause=cause
    )
    where = _meeting(connection, e, EVENT_FILTERS, query)
    if since is not None:
        where.append(e.c.date >= since)
    if until is not None:
        where.append(e.c.date <= until)
    if kinds:
        where.append(e.c.kind.in_([question.one_of("kind of event", k, KINDS) for k in kinds]))
    return table(EVENT, events(connection, *where, lang=lang), query=query, as_of=until)


def told(connection: Connection, event_ids: Sequence[str], *, lang: str = "en") -> Table:
    """The events with these ids, oldest first."""
    return table(EVENT, events_with_ids(connection, event_ids, lang=lang), query={})


def events_with_ids(connection: Connection, event_ids: Sequence[str], *, lang: str) -> list[Line]:
    """The events with these ids, oldest first, as `events` gives them; those of unknown ids are left out."""
    rows: list[Line] = []
    for some in chunks(event_ids):
        rows += events(connection, schema.events.c.event_id.in_(some), lang=lang)
    return sorted(rows, key=lambda event: str(event["position"]))


def events_between(connection: Connection, state: str, since: str, until: str, *, lang: str) -> list[Line]:
    """The events of a state, by its code, from one day to another, oldest first, as `events` gives them."""
    e = schema.events.c
    return events(connection, e.state == state, e.date >= since, e.date <= until, lang=lang)


def bare_events(connection: Connection) -> list[Line]:
    """Every event, oldest first, as it is kept: without names and sentence, its evidence as JSON."""
    e = schema.events.c
    columns = (e.event_id, e.kind, e.cause, e.date, e.state, e.model, e.agency_id, e.agreement_id, e.publication_id,
               e.evidence)  # fmt: skip
    return [dict(line) for line in connection.execute(select(*columns).order_by(e.position)).mappings()]


def events(connection: Connection, *where: ColumnElement[bool], lang: str = "en") -> list[Line]:
    """The events that meet every condition, with their sentences and evidence."""
    from roster287.vocabulary.sentences import sentence

    e = schema.events
    known = {line["sha256"]: dict(line) for line in connection.execute(select(schema.publications)).mappings()}
    rows = []
    for line in connection.execute(_with_agency(e).where(*where).order_by(e.c.position)).mappings():
        event: Line = {
            **line,
            "before": json.loads(line["before"]) if line["before"] else None,
            "after": json.loads(line["after"]) if line["after"] else None,
            "notes": json.loads(line["notes"]),
            "evidence": [proof(known[sha256], at) for sha256, at in json.loads(line["evidence"])],
        }
        event["sentence"] = sentence(event, lang)
        rows.append(event)
    return rows
