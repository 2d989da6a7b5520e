"""The whole record as a pure function of what was observed and decided.

Observations in any order of arrival give the same record: lists are dated and put in order first, and everything
else follows from the ordered lists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roster287.curation import Correction
from roster287.model import PARTICIPATING, PENDING, Capture, Parsed
from roster287.resolve.agencies import Agency, Curation, group
from roster287.resolve.agreements import Agreement, Lists, agreements_of
from roster287.resolve.applications import Application, applications_of
from roster287.resolve.corrections import correct
from roster287.resolve.events import Event, Listings, Teller, state_beginnings
from roster287.resolve.identity import Identity
from roster287.resolve.moves import settle
from roster287.resolve.ours import tell_ours
from roster287.resolve.presence import masks
from roster287.resolve.publications import FileFacts, Publication, name_all, sequence
from roster287.resolve.trust import accepted_of, judge


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the record says, in order. `participating` and `pending` are the accepted lists of each kind."""

    publications: list[Publication]
    participating: Listings
    pending: Listings
    agencies: list[Agency]
    identity: Identity
    parsed: list[Parsed]
    corrected: dict[int, list[Correction]]
    agreements: dict[str, list[Agreement]]
    applications: dict[str, list[Application]]
    events: list[Event]


def resolve(
    files: Iterable[FileFacts],
    captures: Mapping[str, Sequence[Capture]],
    printed: Sequence[Parsed],
    decided: Collection[str],
    corrections: Iterable[Correction],
    curation: Curation,
) -> Record:
    """The record of these files. `printed` is indexed by row number; `decided` are hashes a person accepted."""
    files = list(files)
    signed = [row.signed for row in printed]
    ordered = sequence(files, captures, {f.sha256: _newest(f, signed) for f in files})
    publications = name_all(judge(ordered, printed, decided), decided)
    participating = _listings(publications, PARTICIPATING)
    pending = _listings(publications, PENDING)
    parsed, corrected = correct(printed, corrections)
    agencies, identity = group(parsed, participating.lists, participating.masks, pending.lists, pending.masks, curation)
    agencies = settle(agencies, parsed, participating.masks, pending.masks)
    days = [date.fromisoformat(p.date or "").toordinal() for p in participating.lists]
    lists = Lists(parsed, participating.masks, days)
    agreements = {a.agency_id: agreements_of(a, lists, curation.agreement_ids) for a in agencies}
    applications = {
        a.agency_id: applications_of(
            a, agreements[a.agency_id], parsed, pending.masks, pending.lists, participating.lists
        )
        for a in agencies
    }
    teller = Teller(parsed, participating, pending, state_beginnings(agreements, agencies))
    events = [e for a in agencies for e in teller.tell(a, agreements[a.agency_id], applications[a.agency_id])]
    events += tell_ours(agencies, parsed, identity.overruled, corrected, participating, pending)
    events.sort(key=lambda event: event.order)
    return Record(
        publications,
        participating,
        pending,
        agencies,
        identity,
        parsed,
        corrected,
        agreements,
        applications,
        events,
    )


def _listings(publications: Sequence[Publication], kind: str) -> Listings:
    lists = accepted_of(publications, kind)
    return Listings(lists, masks(lists))


def _newest(facts: FileFacts, signed: Sequence[str | None]) -> str | None:
    """The newest signing date that the file prints; `signed` gives that of each row."""
    return max(filter(None, map(signed.__getitem__, set(facts.layout.rows))), default=None)
