"""Pending rows to applications: one agency, one model, waiting, and the agreement that followed if one did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roster287.resolve.agencies import Agency
from roster287.resolve.agreement import Agreement
from roster287.resolve.corrections import Rows
from roster287.resolve.presence import first, last, runs, union
from roster287.resolve.publications import Publication

NEW_APPLICATION_DAYS = 60
"""An agency gone from the pending lists for longer than this and then back has applied anew."""

LAG_DAYS = 30
"""The pending list runs behind: an agreement signed this many days before an agency was first seen pending, and
listed no earlier than the application, is still the one that was applied for. It also runs on: one listed this many
days after an agency was last seen pending is too."""


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
    listed: int | None = None
    """The ordinal of the participating list on which the agreement came, or came back."""
    outcome: str = "no_longer_pending"

    @property
    def led_to(self) -> Agreement | None:
        """The agreement that was first listed after it; none where that had been listed before and came back."""
        return self.agreement if self.agreement and self.listed == first(self.agreement.mask) else None

    def application_id(self, publications: Sequence[Publication]) -> str:
        """Readable and stable: agency, model, and the day it was first seen pending."""
        return f"{self.agency.agency_id}/{self.model}/pending-{publications[first(self.mask)].date}"


def applications_of(
    agency: Agency,
    agreements: Sequence[Agreement],
    parsed: Rows,
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
        came = [_day(lists[start]) for a in agreements if a.model == model for start, _ in runs(a.mask)]
        own = [
            Application(agency, model, tuple(row for row in rows if pending[row] & mask), mask)
            for mask in _stretches(union(pending[row] for row in rows), waiting_lists, came)
        ]
        for agreement in agreements:
            if agreement.model == model:
                _match(agreement, own, waiting_lists, lists)
        for application in own:
            if application.agreement is not None:
                application.outcome = "signed"
            elif last(application.mask) == len(waiting_lists) - 1:
                application.outcome = "pending"
        found.extend(own)
    return sorted(found, key=lambda a: (first(a.mask), a.model))


def _stretches(mask: int, waiting_lists: Sequence[Publication], came: Sequence[date]) -> list[int]:
    """The mask, cut where the agency applied anew: gone for long, or listed with the model while it was gone."""
    parts: list[int] = []
    before = ended = date.min
    for start, end in runs(mask):
        bits = ((1 << (end - start + 1)) - 1) << start
        began = _day(waiting_lists[start])
        anew = (began - ended).days > NEW_APPLICATION_DAYS or any(before <= day < began for day in came)
        if parts and not anew:
            parts[-1] |= bits
        else:
            parts.append(bits)
        before, ended = began, _day(waiting_lists[end])
    return parts


def _match(
    agreement: Agreement,
    applications: Sequence[Application],
    waiting_lists: Sequence[Publication],
    lists: Sequence[Publication],
) -> None:
    """Give an agreement to the last application that was there when it came, or came back."""
    gone = date.min
    for start, end in runs(agreement.mask):
        listed = _day(lists[start])
        signed = date.fromisoformat(agreement.signed) if agreement.signed else listed
        for application in reversed(applications):
            began, ended = (_day(waiting_lists[of(application.mask)]) for of in (first, last))
            in_time = (began - signed).days <= LAG_DAYS or listed <= ended + timedelta(LAG_DAYS)
            if application.agreement is None and gone < began <= listed and in_time:
                application.agreement, application.listed = agreement, start
                break
        gone = _day(lists[end])


def _day(publication: Publication) -> date:
    return date.fromisoformat(publication.date or "")
