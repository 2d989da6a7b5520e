"""Ids that lead on: of agencies under other names, and of agreements under these and under other dates.

An id once published keeps working, whether ICE printed the name or the date otherwise, moved the agreement to another
body, or we corrected what it printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roster287.resolve.agencies import Agency
from roster287.resolve.agreement import Agreement
from roster287.resolve.corrections import printed_ids
from roster287.resolve.record import Record


def retired_ids(record: Record) -> dict[str, str]:
    """Where each id leads that names nothing any more, or never did. Sorted."""
    taken = {agency.agency_id for agency in record.agencies}
    taken |= {a.agreement_id for agreements in record.agreements.values() for a in agreements}
    lead: dict[str, str] = {}
    for agency in record.agencies:
        for agency_id in _agency_ids(agency, record):
            lead.setdefault(agency_id, agency.agency_id)
        for agreement in record.agreements[agency.agency_id]:
            for agreement_id in _agreement_ids(agreement, record):
                lead.setdefault(agreement_id, agreement.agreement_id)
    for agency in record.agencies:
        for agreement in record.agreements[agency.agency_id]:
            for agreement_id in _dated(agency.shared_ids, agreement):
                lead.setdefault(agreement_id, agreement.agreement_id)
    # An id of another state may be in use there, which `register.lookup` sees to: the record of some states is that
    # part of the whole record.
    return {former: now for former, now in sorted(lead.items()) if former not in taken or former[:2] != now[:2]}


def _agency_ids(agency: Agency, record: Record) -> Iterator[str]:
    yield from agency.former_ids
    for row in agency.rows:
        for correction in record.corrected.get(row, ()):
            yield printed_ids(correction, record.parsed[row])[0]


def _agreement_ids(agreement: Agreement, record: Record) -> Iterator[str]:
    agency, model = agreement.agency, agreement.model
    moved = [move.agency_id for move in agency.moves if move.rows[0] in agreement.rows]
    yield from _dated((agency.agency_id, *agency.former_ids, *moved), agreement)
    for row in agreement.rows:
        for correction in record.corrected.get(row, ()):
            agency_id, signed = printed_ids(correction, record.parsed[row])
            printed = correction.printed if correction.field == "model" else model
            for one in (agency_id, agency.agency_id):
                yield f"{one}/{printed}/{signed or 'undated'}"


def _dated(agency_ids: Iterable[str], agreement: Agreement) -> Iterator[str]:
    """What an agreement is called under these ids of agencies, by each of its dates."""
    for agency_id in agency_ids:
        for track in agreement.tracks:
            yield f"{agency_id}/{agreement.model}/{track.signed or 'undated'}"
