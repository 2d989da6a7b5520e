"""What was made of the observed, as lines of the derived tables; written so that only differences are touched."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, select

from roster287.curation import Correction
from roster287.places.facts import AgencyFacts
from roster287.places.roster import shipped_roster
from roster287.register import schema
from roster287.register.database import insert_all
from roster287.register.locations import Locations
from roster287.resolve.agencies import Agency
from roster287.resolve.agreement import Agreement
from roster287.resolve.applications import Application
from roster287.resolve.compare_evidence import real_county
from roster287.resolve.corrections import Rows
from roster287.resolve.event import Listings
from roster287.resolve.presence import first, last, union
from roster287.resolve.publications import FileFacts, Publication
from roster287.resolve.record import Record
from roster287.resolve.retired import retired_ids
from roster287.resolve.strayed import BY_RULE

Line = tuple[Any, ...]
Lines = dict[str, list[Line]]
"""Lines by table; a value for each column, in order."""

NEAR_THE_LINE = 0.3
"""Pairs left apart are kept with their reasons from this score on; the hundreds below it are plainly different."""


def write(connection: Connection, lines: Lines) -> Lines:
    """Make the derived tables hold these lines and no others. Gives those that they did not hold before."""
    return {table.name: _replace(connection, table, lines[table.name]) for table in schema.DERIVED}


def write_changed(connection: Connection, lines: Lines, states: Collection[str], before: Collection[str]) -> Lines:
    """Bring the derived tables up to new lists, which change these states. Gives the lines they did not hold before.

    The lines are those of the new lists, of the agencies that changed, and of the names of the states. `before` are the
    agencies that had rows there: the lines of those that no longer exist are removed, the lines of all others stay.
    """
    now = {agency_id for _, _, agency_id in lines["folds"]}
    agencies = {line[0] for line in lines["agencies"]} | (set(before) - now)
    here = {schema.publications.name: schema.publications.c.publication_id.in_([p[0] for p in lines["publications"]])}
    here |= {table.name: table.c.state.in_(states) for table in schema.OF_STATES}
    here |= {table.name: table.c.agency_id.in_(agencies) for table in schema.OF_AGENCIES}
    return {table.name: _replace(connection, table, lines[table.name], here[table.name]) for table in schema.DERIVED}


def none() -> Lines:
    """No line of any table."""
    return {table.name: [] for table in schema.DERIVED}


def rows_of_agencies(connection: Connection, states: Collection[str]) -> list[tuple[str, int, str]]:
    """The rows of the agencies of these states, by their numbers: agency, row, state."""
    s = schema.subjects.c
    wanted = select(s.agency_id, s.row_id, s.state).where(s.state.in_(states)).order_by(s.row_id)
    return [(line[0], line[1], line[2]) for line in connection.execute(wanted)]


def ruled_pairs(connection: Connection) -> list[tuple[str, str, str]]:
    """The pairs of folded names that a rule decided on: state and the two names."""
    i = schema.identities.c
    wanted = select(i.state, i.left_fold, i.right_fold).where(i.decided_by == "rule")
    return [(line[0], line[1], line[2]) for line in connection.execute(wanted)]


def corrections(connection: Connection) -> list[Correction]:
    """The corrections made by rule, in the order of their days."""
    c = schema.corrections.c
    found = select(*(c[name] for name in Correction._fields)).order_by(c.when, c.state, c.agency, c.model, c.signed)
    return [Correction(*line) for line in connection.execute(found.distinct())]


def differences(connection: Connection, lines: Lines) -> dict[str, int]:
    """For each derived table that does not hold these lines, how many differ. Nothing is written."""
    counts = {
        table.name: len({tuple(line) for line in connection.execute(select(table))} ^ set(lines[table.name]))
        for table in schema.DERIVED
    }
    return {name: count for name, count in counts.items() if count}


def lines_of(record: Record, printed: Rows, locations: Locations) -> Lines:
    """What a record says, as lines of the derived tables by name. `printed` are its rows before any correction."""
    return {
        "publications": list(_publications(record)),
        "agencies": list(_agencies(record, locations)),
        "spellings": list(_spellings(record, printed)),
        "agreements": list(_agreements(record)),
        "applications": list(_applications(record)),
        "events": list(_events(record)),
        "subjects": list(_subjects(record)),
        "corrections": sorted(set(_corrections(record))),
        "former_ids": [(former, now[:2].upper(), now) for former, now in retired_ids(record).items()],
        "identities": list(_identities(record)),
        "folds": list(_folds(record)),
    }


def _replace(
    connection: Connection, table: Table, new: list[Line], here: ColumnElement[bool] | None = None
) -> list[Line]:
    """Make a table, or that part of it, hold these lines and no others, touching only those that differ.

    Gives the lines it did not hold before.
    """
    keys = list(table.primary_key.columns)
    width = len(keys)
    place = [list(table.columns).index(key) for key in keys]
    held = select(table)
    if here is not None:
        held = held.where(here)
    old = {tuple(line) for line in connection.execute(held)}
    wanted = set(new)
    gone = [tuple(line[at] for at in place) for line in old - wanted]
    come = [line for line in new if line not in old]
    if gone:
        where = and_(*(key == bindparam(f"key{at}") for at, key in enumerate(keys)))
        connection.execute(table.delete().where(where), [{f"key{at}": key[at] for at in range(width)} for key in gone])
    insert_all(connection, table, come)
    return come


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _publications(record: Record) -> Iterator[Line]:
    for p in record.publications:
        yield (
            p.publication_id, p.position, p.kind, p.date, p.part_of_day, p.date_source, _json(p.witnesses), p.file_name,
            p.sha256, p.row_count, p.first_captured, p.last_captured, p.status, p.reason,
        )  # fmt: skip


def load_publications(connection: Connection, files: Mapping[str, FileFacts]) -> list[Publication]:
    """The publications as they were written, in order, with what is known of their files."""
    table = schema.publications
    return [
        Publication(
            line["publication_id"], line["position"], line["kind"], line["date"], line["part_of_day"],
            line["position"].split("\t")[3], line["date_source"],
            tuple((w, v, a) for w, v, a in json.loads(line["witnesses"])), line["file_name"], line["sha256"],
            line["row_count"], line["first_captured"], line["last_captured"], line["status"], line["reason"],
            files[line["sha256"]],
        )
        for line in connection.execute(select(table).order_by(table.c.position)).mappings()
    ]  # fmt: skip


def _day(lists: Sequence[Publication], ordinal: int) -> str:
    return lists[ordinal].date or ""


def _agencies(record: Record, locations: Locations) -> Iterator[Line]:
    listed = record.participating
    newest = len(listed) - 1
    for agency in record.told:
        agreements = record.agreements[agency.agency_id]
        applications = record.applications[agency.agency_id]
        active = sorted({a.model for a in agreements if a.mask >> newest & 1}) if agreements else []
        mask = union(listed.masks.get(row, 0) for row in agency.rows)
        said = _last_said(record, agency)
        if mask and mask >> newest & 1:
            status = "active"
        elif mask:
            status = "no_longer_listed"
        else:
            status = "pending" if any(a.outcome == "pending" for a in applications) else "no_longer_pending"
        key, location = locations.of(_facts(record, agency, said[1]))
        point = location["point"] or [None] * 3
        yield (
            agency.agency_id, agency.name, agency.state, said[0], location["jurisdiction"],
            location["county"] or _real(said[1], agency.state),
            location["county_fips"][0], location["place_geoid"][0], location["ocd_id"][0], location["ori9"][0],
            point[0], point[1], point[2], *location["population"][:2], *location["officers"][:2], key,
            _json(active), status,
            _day(listed.lists, first(mask)) if mask else None, _moved_on(listed, mask),
        )  # fmt: skip


def _real(county: str | None, state: str) -> str | None:
    """A county as ICE prints it, where its state has one of that name."""
    return county if county and real_county(county, state, shipped_roster()) else None


def _moved_on(listings: Listings, mask: int) -> str | None:
    """The day of the last list, empty while that is the newest one: see `schema`."""
    return _day(listings.lists, last(mask)) if mask and last(mask) < len(listings) - 1 else None


def _facts(record: Record, agency: Agency, latest_county: str | None) -> AgencyFacts:
    moved = {row for move in agency.moves for row in move.misnamed}
    rows = [record.parsed[row] for row in agency.rows if row not in moved]
    return AgencyFacts(
        agency.state,
        tuple(sorted({row.agency for row in rows})),
        tuple(sorted({row.type for row in rows if row.type})),
        tuple(sorted({row.county for row in rows if row.county})),
        latest_county or "",
    )


def _last_said(record: Record, agency: Agency) -> tuple[str | None, str | None]:
    """The type and the county that ICE last printed for an agency, a participating list before a pending one."""

    parsed = record.parsed

    def order(row: int) -> tuple[int, int, int, str]:
        mine = record.participating.masks.get(row, 0)
        other = record.pending.masks.get(row, 0)
        return last(mine), last(other), mine.bit_count(), repr(parsed[row])

    kind = county = None
    for row in sorted(agency.rows, key=order):
        kind = parsed[row].type or kind
        county = parsed[row].county or county
    return kind, county


def _spellings(record: Record, printed: Rows) -> Iterator[Line]:
    """Each name that the rows of an agency print, whosever name it is, and where they print it."""
    sequences = record.participating, record.pending
    for agency in record.told:
        by_name: defaultdict[str, list[int]] = defaultdict(list)
        for row in agency.rows:
            by_name[printed[row].agency].append(row)
        for name, rows in sorted(by_name.items()):
            both = [(listings, union(listings.masks.get(row, 0) for row in rows)) for listings in sequences]
            began = min(_day(listings.lists, first(mask)) for listings, mask in both if mask)
            ended = [day for listings, mask in both if (day := _moved_on(listings, mask)) is not None]
            newest = [int(bool(mask) and last(mask) == len(listings) - 1) for listings, mask in both]
            yield agency.agency_id, name, agency.state, began, max(ended, default=None), *newest


def _agreements(record: Record) -> Iterator[Line]:
    lists, masks, parsed = record.participating.lists, record.participating.masks, record.parsed
    for agency in record.told:
        waited = {id(a.led_to): a for a in record.applications[agency.agency_id] if a.led_to is not None}
        for a in record.agreements[agency.agency_id]:
            end = last(a.mask)
            shown = last(union(masks[row] for row in a.rows))
            here = [row for row in a.rows if masks[row] >> shown & 1]
            application = waited.get(id(a))
            statuses = {parsed[row].moa_status for row in here}
            yield (
                a.agreement_id, agency.agency_id, agency.state, a.model, a.signed, _status(a, len(lists)),
                _day(lists, first(a.mask)), _moved_on(record.participating, a.mask),
                end if end < len(lists) - 1 else None,
                a.successor.agreement_id if a.successor else None,
                min((u for row in a.rows if (u := parsed[row].moa_url) and row in here), default=None),
                next((s for s in ("linked", "pending", "none") if s in statuses), "none"),
                min((u for row in here if (u := parsed[row].addendum_url)), default=None),
                _day(record.pending.lists, first(application.mask)) if application else None,
                _waited(application, record), _json(a.rules),
            )  # fmt: skip


def _status(agreement: Agreement, lists: int) -> str:
    if agreement.mask >> (lists - 1) & 1:
        return "active"
    return "superseded" if agreement.successor else "no_longer_listed"


def _waited(application: Application | None, record: Record) -> int | None:
    """Days from the first pending list to the signing, or to the last pending list; None while it waits.

    A signing that is later than the list on which the agreement came, as when it is dated anew, ended no wait: then
    that list's own date of it counts, and where that is later too or none is printed, the list itself.
    """
    if application is None:
        return None
    lists = record.pending.lists
    if application.outcome == "pending":
        return None
    began = date.fromisoformat(_day(lists, first(application.mask)))
    ended = date.fromisoformat(_day(lists, last(application.mask)))
    if application.agreement is not None:
        listed = application.listed or 0
        came = _day(record.participating.lists, listed)
        signed = (after.signed, after.signed_at(listed)) if (after := application.led_to) else ()
        ended = date.fromisoformat(next((day for day in signed if day and day <= came), came))
    return max(0, (ended - began).days)


def _applications(record: Record) -> Iterator[Line]:
    lists = record.pending.lists
    for agency in record.told:
        for a in record.applications[agency.agency_id]:
            yield (
                a.application_id(lists), agency.agency_id, agency.state, a.model, _day(lists, first(a.mask)),
                _moved_on(record.pending, a.mask), a.outcome, _waited(a, record),
                a.agreement.agreement_id if a.agreement else None,
            )  # fmt: skip


def _events(record: Record) -> Iterator[Line]:
    for e in record.events:
        yield (
            e.event_id, "\t".join(map(str, e.order)), e.date, e.kind, e.cause, e.agency.agency_id, e.agency.state,
            e.model, e.agreement_id, _json(e.before) if e.before else None, _json(e.after) if e.after else None,
            _json(e.notes), e.publication.publication_id if e.publication else None, _json(e.evidence),
        )  # fmt: skip


def _subjects(record: Record) -> Iterator[Line]:
    for agency in record.told:
        own = record.agreements[agency.agency_id]
        owner = {row: a.agreement_id for a in own for row in (*a.unread, *a.rows)}
        for row in agency.rows:
            corrections = [(c.field, c.printed, c.corrected) for c in record.corrected.get(row, ())]
            yield row, agency.state, agency.agency_id, owner.get(row), _json(corrections)


def _corrections(record: Record) -> Iterator[Line]:
    """Those made by rule, each with the agency to which its rows belong."""
    for agency in record.told:
        for row in agency.rows:
            for correction in record.corrected.get(row, ()):
                if correction.who == BY_RULE:
                    yield *correction, agency.agency_id


def _identities(record: Record) -> Iterator[Line]:
    """Every decision but the many that two clearly different names are different."""
    ids = dict(_agency_of_fold(record))
    for d in record.identity.decisions:
        if d.verdict == "different" and d.by == "rule" and d.score < NEAR_THE_LINE:
            continue
        left, right = (ids[key] for key in d.keys)
        yield (
            d.state, d.left_fold, d.right_fold, d.left, d.right, d.verdict, d.by, d.rule, round(d.score, 3),
            _json(d.reasons), left, right,
        )  # fmt: skip


def _agency_of_fold(record: Record) -> Iterator[tuple[tuple[str, str], str]]:
    known = {agency.agency_id for agency in record.agencies}
    lead = {former: agency.agency_id for agency in record.agencies for former in agency.former_ids}
    for agency_id, keys in record.identity.groups.items():
        for key in keys:
            yield key, agency_id if agency_id in known else lead[agency_id]


def _folds(record: Record) -> Iterator[Line]:
    for (state, fold), agency_id in _agency_of_fold(record):
        yield state, fold, agency_id
