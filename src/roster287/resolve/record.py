"""The whole record as a pure function of what was observed and decided.

Observations in any order of arrival give the same record: lists are dated and put in order first, and everything
else follows from the ordered lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from roster287.curation import Correction
from roster287.model import PARTICIPATING, PENDING, Capture, Decision
from roster287.resolve.agencies import Agency, Curation, group
from roster287.resolve.agreement import Agreement, Lists
from roster287.resolve.agreements import agreements_of
from roster287.resolve.applications import Application, applications_of
from roster287.resolve.corrections import Rows, correct, follow
from roster287.resolve.dating import MANY
from roster287.resolve.event import Event, Listings
from roster287.resolve.events import Teller, state_beginnings
from roster287.resolve.identity import Identity
from roster287.resolve.moves import settle
from roster287.resolve.ours import tell_ours
from roster287.resolve.presence import masks
from roster287.resolve.publications import FileFacts, Publication, name_all, sequence
from roster287.resolve.spelling import Roster
from roster287.resolve.trust import accepted_of, judge


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the record says, in order. `participating` and `pending` are the accepted lists of each kind.

    `told` are the agencies whose applications and events are in it: all, or those that changed.
    """

    publications: list[Publication]
    participating: Listings
    pending: Listings
    agencies: list[Agency]
    identity: Identity
    parsed: Rows
    corrected: dict[int, list[Correction]]
    agreements: dict[str, list[Agreement]]
    told: list[Agency]
    applications: dict[str, list[Application]]
    events: list[Event]


class Held(NamedTuple):
    """What is on record of some states: the rows of each agency, and the `changed` rows that come or go with lists."""

    rows: Mapping[str, tuple[int, ...]]
    changed: Set[int]

    def lacks(self, agency: Agency) -> bool:
        """Whether what is on record of an agency may differ from what these lists give."""
        return self.rows.get(agency.agency_id) != agency.rows or not self.changed.isdisjoint(agency.rows)


def resolve_lists(
    files: Iterable[FileFacts],
    captures: Mapping[str, Sequence[Capture]],
    printed: Rows,
    decided: Mapping[str, Decision],
    list_ids: Mapping[str, str],
    roster: Roster,
) -> list[Publication]:
    """The lists, dated, in order, each trusted or set aside. `decided` is what a person said of them, by hash."""
    files = list(files)
    rows = set[int]().union(*(f.layout.rows for f in files))
    signed = {row: date for row in rows if (date := printed[row].signed) is not None}
    ordered = sequence(files, captures, {f.sha256: newest_signings(f, signed) for f in files})
    return name_all(judge(ordered, printed, decided, roster), decided, list_ids)


def resolve_states(
    publications: list[Publication],
    printed: Rows,
    corrections: Iterable[Correction],
    curation: Curation,
    rows: Collection[int] | None = None,
    held: Held | None = None,
) -> Record:
    """What the accepted lists say of every state, or of the states to which all these rows belong.

    `printed` is indexed by row number. States do not bear on one another: the record of some states is that part of
    the whole record. Agencies do, by their names and as neighbours, but what is told of one rests on its own rows: of
    agencies that are `held`, only those that changed are told.
    """
    lists, waiting_lists = accepted_of(publications, PARTICIPATING), accepted_of(publications, PENDING)
    participating = Listings(lists, masks(lists, rows))
    pending = Listings(waiting_lists, masks(waiting_lists, rows))
    done = correct(printed, corrections, sorted(participating.masks.keys() | pending.masks.keys()))
    agencies, identity = group(done.parsed, lists, participating.masks, waiting_lists, pending.masks, curation)
    parsed, corrected = follow(done, printed, [agency.rows for agency in agencies])
    agencies = settle(agencies, parsed, participating.masks, pending.masks, curation.roster)
    days = [date.fromisoformat(p.date or "").toordinal() for p in lists]
    by_paper: defaultdict[tuple[str | None, str | None, str], list[int]] = defaultdict(list)
    for row in participating.masks:
        if (paper := parsed[row].moa_url) is not None:
            by_paper[parsed[row].state, parsed[row].signed, paper].append(row)
    dated = Lists(parsed, participating.masks, days, ["moa" in p.facts.columns for p in lists], by_paper, printed)
    agreements = {a.agency_id: agreements_of(a, dated, curation.agreement_ids) for a in agencies}
    told = [agency for agency in agencies if held is None or held.lacks(agency)]
    applications = {
        a.agency_id: applications_of(a, agreements[a.agency_id], parsed, pending.masks, waiting_lists, lists)
        for a in told
    }
    teller = Teller(parsed, printed, participating, pending, state_beginnings(agencies, participating.masks))
    events = [e for a in told for e in teller.tell(a, agreements[a.agency_id], applications[a.agency_id])]
    ours = tell_ours(agencies, identity, corrected, participating, pending)
    events += [event for event in ours if event.agency.agency_id in applications]
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
        told,
        applications,
        events,
    )


def newest_signings(facts: FileFacts, signed: Mapping[int, str]) -> list[str]:
    """The newest signing dates of the file's distinct rows, the newest first; `signed` gives that of each that has one.

    It gives twice as many as are needed to bound a date, since some may be later than the file and not count.
    """
    days = filter(None, map(signed.get, set(facts.layout.rows)))
    return sorted(days, reverse=True)[: 2 * MANY]
