"""The questions that the tables in memory answer, row for row as the queries of the register do.

Lines are the record's own and have more than the columns of the answer; whoever writes them takes the columns.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from roster287.errors import UsageError
from roster287.publish.api import parameters
from roster287.publish.whole import Whole
from roster287.register import lookup
from roster287.register.queries import lists, tables
from roster287.register.queries.lists import PUBLICATION
from roster287.register.queries.subjects import HISTORY, history
from roster287.register.queries.tables import AGENCY, AGREEMENT, APPLICATION, EVENT
from roster287.table import Line, Table, columns, having
from roster287.vocabulary import question
from roster287.vocabulary.question import Filters
from roster287.vocabulary.sentences import sentence


def publications(whole: Whole, of: parameters.Publications) -> Table:
    """The publications."""
    query = of.asked()
    return Table(PUBLICATION, _meeting(whole.lists, lists.FILTERS, query), query)


def agencies(whole: Whole, of: parameters.Agencies) -> Table:
    """Every agency ever listed."""
    query = of.asked()
    found = _meeting(whole.agencies.values(), tables.AGENCY_FILTERS, query)
    return Table(AGENCY, found, query, **_rests_on(whole.newest))


def agreements(whole: Whole, of: parameters.Agreements) -> Table:
    """Every agreement ever listed."""
    query = of.asked()
    lines = _of_agency(whole, whole.agreements_of, of.agency, tuple(whole.agreements.values()))
    return Table(AGREEMENT, _meeting(lines, tables.AGREEMENT_FILTERS, query), query, **_rests_on(whole.newest))


def applications(whole: Whole, of: parameters.Applications) -> Table:
    """Every application that the pending lists have shown."""
    query = of.asked()
    lines = _of_agency(whole, whole.applications_of, of.agency, whole.applications)
    found = _meeting(lines, tables.APPLICATION_FILTERS, query)
    return Table(APPLICATION, found, query, **_rests_on(whole.newest_pending))


def events(whole: Whole, of: parameters.Events) -> Table:
    """The events, oldest first; with `after`, those that stand behind that one."""
    query = of.asked()
    of_state = whole.events if of.state is None else whole.events_in.get(question.state(of.state), [])
    lines = _of_agency(whole, whole.events_of, of.agency, of_state)
    # their positions are in order, and so are their days
    if of.after is not None:
        lines = lines[bisect_right(lines, _position(whole, of.after), key=itemgetter("position")) :]
    if of.since is not None:
        lines = lines[bisect_left(lines, of.since, key=itemgetter("date")) :]
    if of.until is not None:
        lines = lines[: bisect_right(lines, of.until, key=itemgetter("date"))]
    if of.kind:
        lines = [line for line in lines if line["kind"] in of.kind]
    return Table(EVENT, _meeting(lines, tables.EVENT_FILTERS, query), query, as_of=of.until)


def show(whole: Whole, known_id: str, asked_id: str, lang: str) -> Table:
    """One agency, or one agreement and its agency, with its whole history. One row.

    It is told by the id that it was asked by, which may be one that it once had.
    """
    agency_id, *rest = known_id.split("/", 1)
    row = history(
        whole.agencies[agency_id],
        whole.agreements_of.get(agency_id, []),
        whole.applications_of.get(agency_id, []),
        [in_language(event, lang) for event in whole.events_of.get(agency_id, [])],
        sorted(whole.spellings_of.get(agency_id, []), key=lambda line: (line["first_listed"], line["name"])),
        known_id if rest else None,
    )
    return Table(HISTORY, (row,), {"id": asked_id}, **_rests_on(whole.newest))


def in_language(event: Line, lang: str) -> Line:
    """An event as readers of a language get it."""
    told = columns(event, EVENT)
    return told if lang == "en" else {**told, "sentence": sentence(event, lang)}


def agency(whole: Whole, agency_id: str) -> str:
    """The id of the agency that this id, or one it once had, names, as `lookup.agency` reads it."""
    found = _agency(whole, lookup.as_id(agency_id))
    if found is None:
        ids = {now for one in lookup.ids_of_name(agency_id) if (now := _agency(whole, one))}
        raise lookup.no_agency(agency_id, sorted(ids), whole.agencies, "/api/v1/search?text=NAME looks agencies up.")
    return found


def _agency(whole: Whole, agency_id: str) -> str | None:
    found = agency_id if agency_id in whole.agencies else whole.former_ids.get(agency_id)
    return found if found in whole.agencies else None


def agreement(whole: Whole, agreement_id: str) -> str:
    """The id of the agreement that this id, or one it once had, names. Raises `UsageError` for an unknown one."""
    agreement_id = lookup.as_id(agreement_id)
    found = agreement_id if agreement_id in whole.agreements else whole.former_ids.get(agreement_id)
    if found is None or found not in whole.agreements:
        raise UsageError(f"No agreement “{agreement_id}”.", "/api/v1/agreements?agency=ID lists an agency's.")
    return found


def _of_agency(whole: Whole, by: dict[str, list[Line]], named: str | None, every: Sequence[Line]) -> Sequence[Line]:
    return every if named is None else by.get(agency(whole, named), [])


def _position(whole: Whole, event_id: str) -> str:
    for event in whole.events:
        if event["event_id"] == event_id:
            return str(event["position"])
    raise UsageError(f"No event “{event_id}”.", "Begin again with since=DAY: an event's id changes with its agency's.")


def _meeting(lines: Iterable[Line], filters: Filters, asked: Line) -> tuple[Line, ...]:
    return having(lines, question.wanted(filters, asked))


def _rests_on(newest: Line | None) -> dict[str, Any]:
    return {"as_of": newest["date"] if newest else None, "publication": newest}
