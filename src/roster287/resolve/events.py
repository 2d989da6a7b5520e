"""What changed from one list to the next, said once: dated, typed events with what was before, after, and proof.

An event belongs to the first accepted list that shows the change. The first list of each kind is where the record
begins, not a change. Changes between two lists that are not shown by name, kind or column (a link wrapped anew, a
space) are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, NamedTuple

from roster287.resolve.agencies import Agency, Move
from roster287.resolve.agreements import Agreement
from roster287.resolve.applications import Application
from roster287.resolve.corrections import Rows
from roster287.resolve.dating import PARTS, part_rank
from roster287.resolve.presence import first, runs, union
from roster287.resolve.publications import Publication
from roster287.vocabulary import dates
from roster287.vocabulary.kinds import KINDS
from roster287.vocabulary.links import document_name
from roster287.vocabulary.names import fold, has_note, without_state

NO_DATE = frozenset({dates.UNREADABLE, dates.AMBIGUOUS, dates.IMPLAUSIBLE})
"""What is said of a date that is printed and cannot be read."""

_COUNTY_WORD = re.compile(r"\s(?:county|parish|co)\.?$")

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One change. `notes` holds what a sentence may add: `first_in_state`, `pending_since`, `again`, `unread`."""

    kind: str
    agency: Agency
    model: str | None
    agreement_id: str | None
    before: Facts | None
    after: Facts | None
    publication: Publication | None
    evidence: tuple[tuple[str, int | None], ...]
    notes: Facts = field(default_factory=dict)
    cause: str = "ice"
    decided: str = ""
    """The day of the decision, where our record changed and no list did; then there is no publication."""

    @property
    def date(self) -> str:
        """The day of the list that shows the change, or of the decision."""
        return (self.publication.date if self.publication else None) or self.decided

    @property
    def event_id(self) -> str:
        """Stable: the list, the kind, and whom it is about."""
        subject = self.agreement_id or "/".join(x for x in (self.agency.agency_id, self.model) if x)
        if self.publication is None:
            return f"record-{self.decided}/{self.kind}/{subject}/{self.notes['key']}"
        return f"{self.publication.publication_id}/{self.kind}/{subject}"

    @property
    def order(self) -> tuple[str, int, str, str, str]:
        """By date and list, then as `KINDS` tells them, then by subject; as text it sorts the same."""
        p = self.publication
        part, of = (part_rank(p.part_of_day), p.publication_id) if p else (len(PARTS), "")
        return self.date, part, of, f"{KINDS.index(self.kind):02}", self.event_id


@dataclass(slots=True)
class Listings:
    """The accepted lists of one kind, with where each row stands in each."""

    lists: Sequence[Publication]
    masks: Mapping[int, int]
    _positions: dict[int, dict[int, int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lists)

    def positions(self, ordinal: int) -> dict[int, int]:
        """The sheet row of each row on this list."""
        if ordinal not in self._positions:
            self._positions[ordinal] = self.lists[ordinal].facts.layout.positions()
        return self._positions[ordinal]

    def at(self, rows: Sequence[int], ordinal: int) -> list[int]:
        """Those of the rows that stand on this list, in the order of the sheet."""
        here = self.positions(ordinal)
        return sorted((row for row in rows if row in here), key=here.__getitem__)

    def proof(self, rows: Sequence[int], ordinal: int) -> tuple[tuple[str, int | None], ...]:
        """(hash, sheet row) for each of the rows on this list; a missing row where none stands on it."""
        p, here = self.lists[ordinal], self.positions(ordinal)
        found = sorted(here[row] for row in rows if row in here)
        return tuple((p.sha256, row) for row in found) or ((p.sha256, None),)


class Began(NamedTuple):
    """Where a state's agreements begin: the ordinal of the first participating list with one, and its agencies."""

    ordinal: int
    agencies: int


@dataclass(slots=True)
class Teller:
    """Tells the events of one agency after another."""

    parsed: Rows
    participating: Listings
    pending: Listings
    state_began: Mapping[str, Began]

    def tell(
        self, agency: Agency, agreements: Sequence[Agreement], applications: Sequence[Application]
    ) -> Iterator[Event]:
        """Every event of one agency."""
        waited = {id(a.led_to): a for a in applications if a.led_to is not None}
        for agreement in agreements:
            yield from self._listings(agreement, agreements, waited.get(id(agreement)))
            yield from self._dates(agreement)
            yield from self._documents(agreement)
        yield from self._descriptions(agency)
        for move in agency.moves:
            yield from self._moved(agency, move, agreements)
        for application in applications:
            yield from self._waiting(application, agreements)

    def _event(
        self, kind: str, about: Agreement, ordinal: int, before: Facts | None, after: Facts | None, **notes: Any
    ) -> Event:
        proof = self.participating.proof(about.rows, ordinal)
        if kind == "no_longer_listed":
            proof = self.participating.proof(about.rows, ordinal - 1) + proof
        return Event(
            kind,
            about.agency,
            about.model,
            about.agreement_id,
            before,
            after,
            self.participating.lists[ordinal],
            proof,
            {key: value for key, value in notes.items() if value},
        )

    def _listings(
        self, about: Agreement, agreements: Sequence[Agreement], waited: Application | None
    ) -> Iterator[Event]:
        stretches = list(runs(about.mask))
        for number, (start, end) in enumerate(stretches):
            if start and number == 0:
                kind, before = self._how_it_came(about, start, agreements)
                began = self.state_began[about.agency.state]
                yield self._event(
                    kind,
                    about,
                    start,
                    before,
                    {"model": about.model, "signed": self._date_at(about, start)},
                    first_in_state=began.ordinal == start,
                    first_with_others=began.ordinal == start and began.agencies > 1,
                    unread=self._unread(about, start),
                    pending_since=waited and self.pending.lists[first(waited.mask)].date,
                )
            elif number:
                gone = self.participating.lists[stretches[number - 1][1] + 1].date
                yield self._event(
                    "returned", about, start, {"no_longer_listed": gone}, {"signed": self._date_at(about, start)}
                )
            if end + 1 < len(self.participating) and not self._succeeded_at(about, end + 1, number, stretches):
                last_listed = self.participating.lists[end].date
                yield self._event(
                    "no_longer_listed",
                    about,
                    end + 1,
                    {"signed": self._date_at(about, end), "last_listed": last_listed},
                    None,
                )

    def _how_it_came(self, about: Agreement, start: int, agreements: Sequence[Agreement]) -> tuple[str, Facts | None]:
        for older in agreements:
            if older.succeeded_by is about:
                return older.succession, {"model": older.model, "signed": older.signed}
        others = sorted({a.model for a in agreements if a is not about and a.mask >> (start - 1) & 1})
        if others and about.model not in others and any(a.mask >> start & 1 for a in agreements if a is not about):
            return "model_added", {"models": others}
        return "signed", None

    @staticmethod
    def _succeeded_at(about: Agreement, ordinal: int, number: int, stretches: Sequence[tuple[int, int]]) -> bool:
        after = about.succeeded_by
        return after is not None and number == len(stretches) - 1 and first(after.mask) <= ordinal

    def _date_at(self, about: Agreement, ordinal: int) -> str | None:
        return next((t.signed for t in about.tracks if t.mask >> ordinal & 1), None)

    def _dates(self, about: Agreement) -> Iterator[Event]:
        if len(about.tracks) < 2:
            return
        changes = _turns([t.mask for t in about.tracks])
        known = self._date_at(about, changes[0])
        for ordinal in changes[1:]:
            now = self._date_at(about, ordinal)
            if now == known or (now is None and self._unread(about, ordinal)):
                continue
            unread = known is None and self._unread(about, changes[0])
            yield self._event("redated", about, ordinal, {"signed": known}, {"signed": now}, was_unread=unread)
            known = now

    def _unread(self, about: Agreement, ordinal: int) -> bool:
        """Whether a date is printed there that cannot be read: then nothing is known of a change."""
        rows = self.participating.at(about.rows, ordinal)
        return any(code in NO_DATE for row in rows for _, code in self.parsed[row].problems)

    def _documents(self, about: Agreement) -> Iterator[Event]:
        rows, masks = about.rows, self.participating.masks
        if len(rows) < 2:
            return
        state: tuple[str | None, str | None] | None = None
        for ordinal in _turns([masks[row] for row in rows]):
            here = self.participating.at(rows, ordinal)
            now = (
                next((u for row in here if (u := self.parsed[row].moa_url)), None),
                next((u for row in here if (u := self.parsed[row].addendum_url)), None),
            )
            if now[0] is None and any(("moa", "moa_not_link") in self.parsed[row].problems for row in here):
                continue  # it prints a link, and the file does not say where it leads: nothing is known of a change
            if state is not None and now[0] is None and all(masks[row] >> (ordinal - 1) & 1 for row in here):
                continue  # a second row that bore the link is gone; what stays is printed as before
            if state is not None:
                if not _same_document(state[0], now[0]):
                    kind = "document_posted" if state[0] is None else "document_changed"
                    yield self._event(kind, about, ordinal, {"moa_url": state[0]}, {"moa_url": now[0]})
                if now[1] is not None and not _same_document(state[1], now[1]):
                    kind = "addendum_posted"
                    yield self._event(kind, about, ordinal, {"addendum_url": state[1]}, {"addendum_url": now[1]})
            state = now

    def _descriptions(self, agency: Agency) -> Iterator[Event]:
        """Changes of the printed name, type and county, told once for all agreements of the agency."""
        masks = self.participating.masks
        moved = {row for move in agency.moves for row in move.rows}
        rows = [row for row in agency.rows if row in masks and row not in moved]
        if len(rows) < 2:
            return
        known: dict[str, dict[str, str]] | None = None
        county = partial(_loose_county, state=agency.state)
        for ordinal in _turns([masks[row] for row in rows]):
            here = self.participating.at(rows, ordinal)
            columns = self.participating.lists[ordinal].facts.columns
            now = {
                "name": {_loose(self.parsed[r].agency): self.parsed[r].agency for r in here},
                "type": _said((self.parsed[r].type for r in here), "type" in columns, _loose),
                "county": _said((self.parsed[r].county for r in here), "county" in columns, county),
            }
            if known is not None:
                yield from self._description_events(agency, here, ordinal, known, now)
                now = {key: value or known[key] for key, value in now.items()}
            known = now

    def _moved(self, agency: Agency, move: Move, agreements: Sequence[Agreement]) -> Iterator[Event]:
        """An agreement first printed under another body: said once, as another name for it."""
        for agreement in agreements:
            if move.rows[0] in agreement.rows:
                after = self.parsed[self.participating.at(agreement.rows, move.at)[0]].agency
                before = self.parsed[self.participating.at(move.rows, move.at - 1)[0]].agency
                yield self._event("renamed", agreement, move.at, {"name": before}, {"name": after}, moved=True)

    def _description_events(
        self,
        agency: Agency,
        here: Sequence[int],
        ordinal: int,
        known: Mapping[str, dict[str, str]],
        now: Mapping[str, dict[str, str]],
    ) -> Iterator[Event]:
        gone = sorted(known["name"][k] for k in known["name"].keys() - now["name"].keys())
        come = sorted(now["name"][k] for k in now["name"].keys() - known["name"].keys())
        if gone and come:
            yield self._about_agency(
                "renamed", agency, here, ordinal, {"name": " / ".join(gone)}, {"name": " / ".join(come)}
            )
        folds = {fold(name, agency.state): name for name in known["name"].values()}
        marked = [name for name in come if not gone and has_note(name) and fold(name, agency.state) in folds]
        if marked:
            bare = sorted({folds[fold(name, agency.state)] for name in marked})
            rows = [row for row in here if self.parsed[row].agency in marked]
            names = {"name": " / ".join(bare)}, {"name": " / ".join(marked)}
            yield self._about_agency("renamed", agency, rows, ordinal, *names)
        before: Facts = {}
        after: Facts = {}
        for key in ("type", "county"):
            if known[key] and now[key] and known[key].keys() != now[key].keys():
                before[key] = " / ".join(sorted(known[key].values()))
                after[key] = " / ".join(sorted(now[key].values()))
        if after:
            yield self._about_agency("details_changed", agency, here, ordinal, before, after)

    def _about_agency(
        self, kind: str, agency: Agency, here: Sequence[int], ordinal: int, before: Facts, after: Facts
    ) -> Event:
        models = {self.parsed[row].model for row in here}
        return Event(
            kind,
            agency,
            next(iter(models)) if len(models) == 1 else None,
            None,
            before,
            after,
            self.participating.lists[ordinal],
            self.participating.proof(here, ordinal),
        )

    def _waiting(self, about: Application, agreements: Sequence[Agreement]) -> Iterator[Event]:
        signed = about.agreement
        listed = self.participating.lists[about.listed].date or "" if about.listed is not None else None
        signed_on = (signed.signed if signed is not None else None) or "9999"
        for number, (start, end) in enumerate(runs(about.mask)):
            if start and not (listed is not None and listed < (self.pending.lists[start].date or "")):
                yield self._application_event("pending", about, start, None, {"model": about.model}, again=number > 0)
            if end + 1 < len(self.pending):
                here = self.pending.lists[end + 1]
                if listed is None or min(listed, signed_on) > (here.date or ""):
                    since = self.pending.lists[first(about.mask)].date
                    yield self._application_event(
                        "no_longer_pending", about, end + 1, {"pending_since": since}, None,
                        again=number > 0, listed_since=self._listed_since(agreements, about.model, here.date or ""),
                    )  # fmt: skip

    def _listed_since(self, agreements: Sequence[Agreement], model: str, day: str) -> str | None:
        """Since when the agency was listed with a model on the list in force that day; None where it was not."""
        dates = [p.date or "" for p in self.participating.lists]
        at = bisect_right(dates, day) - 1
        held = [a for a in agreements if at >= 0 and a.model == model and a.mask >> at & 1]
        return min((dates[first(a.mask)] for a in held), default=None)

    def _application_event(
        self, kind: str, about: Application, ordinal: int, before: Facts | None, after: Facts | None, **notes: Any
    ) -> Event:
        proof = self.pending.proof(about.rows, ordinal)
        if kind == "no_longer_pending":
            proof = self.pending.proof(about.rows, ordinal - 1) + proof
        return Event(
            kind, about.agency, about.model, None, before, after, self.pending.lists[ordinal], proof,
            {key: value for key, value in notes.items() if value},
        )  # fmt: skip


def _turns(masks: Sequence[int]) -> list[int]:
    """Each list on which one of these appears, or is gone while others remain."""
    stretches = [stretch for mask in masks for stretch in runs(mask)]
    turns = {start for start, _ in stretches} | {end + 1 for _, end in stretches}
    listed = union(masks)
    return sorted(ordinal for ordinal in turns if listed >> ordinal & 1)


@lru_cache(maxsize=16384)
def _loose(name: str) -> str:
    """A name without the differences that do not count as a change of name: case, spaces, punctuation."""
    return "".join(c for c in name.casefold() if c.isalnum())


def _same_document(one: str | None, other: str | None) -> bool:
    """Whether two addresses, each of which may be None, lead to one document, even if that moved to another folder."""
    return one == other or (one is not None and other is not None and document_name(one) == document_name(other) != "")


def _loose_county(county: str, state: str) -> str:
    """A county without the differences that do not count as a change of county: its state and the word county too."""
    return _loose(_COUNTY_WORD.sub("", without_state(county.lower(), state)))


def _said(values: Iterable[str | None], printed: bool, loose: Callable[[str], str]) -> dict[str, str]:
    """The values that a column holds, by their loose form; nothing where the list has no such column."""
    return {loose(v): v for v in values if v} if printed else {}


def state_beginnings(agreements: Mapping[str, Sequence[Agreement]], agencies: Sequence[Agency]) -> dict[str, Began]:
    """Where the agreements of each state begin."""
    began: dict[str, Began] = {}
    for agency in agencies:
        if mask := union(a.mask for a in agreements[agency.agency_id]):
            at, known = first(mask), began.get(agency.state)
            if known is None or at < known.ordinal:
                began[agency.state] = Began(at, 1)
            elif at == known.ordinal:
                began[agency.state] = Began(at, known.agencies + 1)
    return began
