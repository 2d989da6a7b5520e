"""An id that names another agency than its own gives somebody else's record as an answer."""

from __future__ import annotations

from roster287.record import Record
from roster287.register import lookup


def test_every_id_in_use_leads_to_itself_and_every_former_one_to_another(shipped: Record) -> None:
    with shipped.reading() as connection:
        for line in shipped.agencies():
            assert lookup.agency(connection, line["agency_id"]) == line["agency_id"]
        for line in shipped.agreements():
            assert lookup.agreement(connection, line["agreement_id"]) == line["agreement_id"]
        former = lookup.former_ids(connection)
    now = {line["agency_id"] for line in shipped.agencies()} | {line["agreement_id"] for line in shipped.agreements()}
    assert set(former.values()) <= now
    assert now.isdisjoint(former)
