"""Pending rows to applications: one agency, one model, waiting, and the agreement that followed if one did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roster287.model import Parsed
from roster287.resolve.agencies import Agency
from roster287.resolve.agreements import Agreement
from roster287.resolve.presence import first, last, runs, union
from roster287.resolve.publications import Publication

NEW_APPLICATION_DAYS = 60
"""An agency gone from the pending lists for longer than this and then back has applied anew."""

LAG_DAYS = 30
"""The pending list runs behind: an agreement signed this many days before an agency was first seen pending, and
listed no earlier than the application, is still the one that was applied for."""


@dataclass(slots=True)
class Application:
    """One application: where it stands in the sequence of pending lists, and what became of it.

    `outcome` is `signed`, `pending` (on the latest pending list) or `no_longer_pending`.
    """

    agency: Agency
    model: str
    rows: tuple[int, ...]
    mask: int
    agreement: Agreement | None = None
    outcome: str = "no_longer_pending"

    def application_id(self, publications: Sequence[Publication]) -> str:
        """Readable and stable: agency, model, and the day it was first seen pending."""
        return f"{self.agency.agency_id}/{self.model}/pending-{publications[first(self.mask)].date}"


def applications_of(
    agency: Agency,
    agreements: Sequence[Agreement],
    parsed: Sequence[Parsed],
    pending: Mapping[int, int],
    waiting_lists: Sequence[Publication],
    lists: Sequence[Publication],
) -> list[Application]:
    """The applications of one agency, sorted by first day and model, each matched to its agreement."""
    by_model: defaultdict[str, list[int]] = defaultdict(list)
    for row in agency.rows:
        model = parsed[row].model
        if row in pending and model is not None:
            by_model[model].append(row)
    found: list[Application] = []
    for model, rows in sorted(by_model.items()):
        signed = [a for a in agreements if a.model == model]
        for mask in _stretches(union(pending[row] for row in rows), waiting_lists):
            own = tuple(row for row in rows if pending[row] & mask)
            application = Application(agency, model, own, mask)
            application.agreement = _what_followed(application, signed, waiting_lists, lists)
            if application.agreement is not None:
                application.outcome = "signed"
                signed.remove(application.agreement)
            elif last(mask) == len(waiting_lists) - 1:
                application.outcome = "pending"
            found.append(application)
    return sorted(found, key=lambda a: (first(a.mask), a.model))


def _stretches(mask: int, waiting_lists: Sequence[Publication]) -> list[int]:
    """The mask cut where the agency was gone for long enough to have applied anew."""
    parts: list[int] = []
    ended: date | None = None
    for start, end in runs(mask):
        bits = ((1 << (end - start + 1)) - 1) << start
        began = _day(waiting_lists[start])
        if ended is not None and (began - ended).days <= NEW_APPLICATION_DAYS:
            parts[-1] |= bits
        else:
            parts.append(bits)
        ended = _day(waiting_lists[end])
    return parts


def _what_followed(
    application: Application,
    signed: Sequence[Agreement],
    waiting_lists: Sequence[Publication],
    lists: Sequence[Publication],
) -> Agreement | None:
    """The first agreement of that model signed on or after the days it was pending, lists lagging allowed."""
    began = _day(waiting_lists[first(application.mask)])
    for agreement in signed:
        listed = _day(lists[first(agreement.mask)])
        when = date.fromisoformat(agreement.signed) if agreement.signed else listed
        if (began - when).days <= LAG_DAYS and (began - listed).days <= LAG_DAYS:
            return agreement
    return None


def _day(publication: Publication) -> date:
    return date.fromisoformat(publication.date or "")
