"""What changed from one list to the next, said once: dated, typed events with what was before, after, and proof.

An event belongs to the first accepted list that shows the change. The first list of each kind is where the record
begins, not a change. Changes between two lists that are not shown by name, kind or column (a link wrapped anew, a
space) are none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from roster287.resolve.agencies import Agency, Move
from roster287.resolve.agreement import Agreement
from roster287.resolve.applications import Application
from roster287.resolve.corrections import Rows
from roster287.resolve.descriptions import descriptions
from roster287.resolve.event import Event, Facts, Listings, turns
from roster287.resolve.presence import Masks, first, last, runs, union
from roster287.vocabulary import dates
from roster287.vocabulary.links import document_name

TAKEN_OFF = 7
"""So many days before an agreement is signed its application may be gone from the pending list."""
NOT_KNOWN = "?"
"""In place of a document's address, which it is not."""


class Began(NamedTuple):
    """Where a state begins: the ordinal of the first participating list that names an agency, and how many it names."""

    ordinal: int
    agencies: int


@dataclass(slots=True)
class Teller:
    """Tells the events of one agency after another."""

    parsed: Rows
    printed: Rows
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
        yield from descriptions(agency, self.parsed, self.printed, self.participating)
        for move in agency.moves:
            yield from self._moved(move, agreements)
        for application in applications:
            same = [a.mask for a in applications if a.model == application.model]
            again = min(map(first, same)) < first(application.mask)
            yield from self._waiting(application, agreements, applications, again=again)

    def _event(
        self,
        kind: str,
        about: Agreement | Application,
        ordinal: int,
        before: Facts | None,
        after: Facts | None,
        **notes: Any,
    ) -> Event:
        agreement_id = about.agreement_id if isinstance(about, Agreement) else None
        listings = self.participating if isinstance(about, Agreement) else self.pending
        proof = listings.proof(about.rows, ordinal)
        if kind in ("no_longer_listed", "no_longer_pending"):
            proof = listings.proof(about.rows, ordinal - 1) + proof
        return Event(
            kind, about.agency, about.model, agreement_id, before, after,
            listings.lists[ordinal], proof, {key: value for key, value in notes.items() if value},
        )  # fmt: skip

    def _listings(
        self, about: Agreement, agreements: Sequence[Agreement], waited: Application | None
    ) -> Iterator[Event]:
        stretches = list(runs(about.mask))
        for number, (start, end) in enumerate(stretches):
            if start and (start == about.begins or start in about.slips):
                kind, before = self._how_it_came(about, start, agreements)
                began = self.state_began[about.agency.state]
                yield self._event(
                    kind,
                    about,
                    start,
                    before,
                    {"model": about.model, "signed": about.signed_at(start)},
                    first_in_state=began.ordinal == start,
                    first_with_others=began.ordinal == start and began.agencies > 1,
                    unread=self._unread(about, start),
                    printed=self._misnamed(about, start),
                    blank_before=self._is_blank(about.agency, self.participating, start - 1, agreements),
                    pending_since=waited and self.pending.lists[first(waited.mask)].date,
                    pending_gap=waited and self._was_missing(waited, about, start),
                )
            elif number:
                yield self._how_it_came_back(about, start, stretches[number - 1][1] + 1)
            stays = start in about.slips or end + 1 in about.misprinted
            stays = stays or self._succeeded_at(about, end + 1, number, stretches)
            if end + 1 < len(self.participating) and not stays:
                last_listed = self.participating.lists[end].date
                yield self._event(
                    "no_longer_listed",
                    about,
                    end + 1,
                    {"signed": about.signed_at(end), "last_listed": last_listed},
                    None,
                    was_unread=self._unread(about, end),
                )

    def _was_missing(self, waited: Application, about: Agreement, listed: int) -> bool:
        """Whether an application was missing from pending lists before the agreement was signed.

        That it is gone a few days before says nothing: it is taken off as it is signed.
        """
        after = last(waited.mask) + 1
        if len(list(runs(waited.mask))) > 1:
            return True
        if after >= len(self.pending):
            return False
        gone, came = self.pending.lists[after].date or "", self.participating.lists[listed].date or ""
        signed = min(about.signed_at(listed) or came, came)
        return (date.fromisoformat(signed) - date.fromisoformat(gone)).days > TAKEN_OFF

    def _how_it_came_back(self, about: Agreement, start: int, gone: int) -> Event:
        now = {"signed": about.signed_at(start)}
        if (other := about.misprinted.get(start)) is not None:
            before = {"model": other.model, "signed": other.signed_at(start - 1)}
            return self._event("model_switched", about, start, before, {"model": about.model, **now})
        before = {"no_longer_listed": self.participating.lists[gone].date}
        return self._event("returned", about, start, before, now, unread=self._unread(about, start))

    def _misnamed(self, about: Agreement | Application, ordinal: int) -> str:
        """The name of the other body that a list prints, where what is told of was moved later; else nothing."""
        listings = self.participating if isinstance(about, Agreement) else self.pending
        moved = {row for move in about.agency.moves for row in move.misnamed}
        names = [self.parsed[row].agency for row in listings.at(about.rows, ordinal) if row in moved]
        return names[0] if names else ""

    def _is_blank(self, agency: Agency, listings: Listings, ordinal: int, agreements: Sequence[Agreement] = ()) -> bool:
        """Whether a list names an agency in a row whose model cannot be read, and which no agreement stays by."""
        owned = {row for agreement in agreements for row in agreement.unread}
        rows = (row for row in agency.rows if listings.masks.get(row, 0) >> ordinal & 1)
        return any(self.parsed[row].model is None and row not in owned for row in rows)

    def _how_it_came(self, about: Agreement, start: int, agreements: Sequence[Agreement]) -> tuple[str, Facts | None]:
        if (other := about.slips.get(start)) is not None:
            return "model_switched", {"model": other.model, "signed": other.signed_at(start - 1)}
        for older in agreements:
            if older.succeeded_by is about and older.begins is not None and older.begins < start:
                stood = older.mask & ((2 << start) - 1)
                return older.succession, {"model": older.model, "signed": older.signed_at(last(stood))}
        signed = about.signed_at(start) or ""
        standing = [a for a in agreements if a.model == about.model and a.mask >> start & 1 and first(a.mask) < start]
        if earlier := max((s for a in standing if (s := a.signed_at(start)) and s < signed), default=None):
            return "renewed", {"model": about.model, "signed": earlier}
        others = sorted({a.model for a in agreements if a is not about and a.mask >> (start - 1) & 1})
        stay = any(a.mask >> start & 1 for a in agreements if a is not about and a.model in others)
        if stay and about.model not in others:
            return "model_added", {"models": others}
        return "signed", None

    @staticmethod
    def _succeeded_at(about: Agreement, ordinal: int, number: int, stretches: Sequence[tuple[int, int]]) -> bool:
        after = about.succeeded_by
        if after is None:
            return False
        return bool(after.mask >> ordinal & 1)

    def _dates(self, about: Agreement) -> Iterator[Event]:
        if len(about.tracks) < 2:
            return
        changes = turns([t.mask for t in about.tracks])
        known, told = about.signed_at(changes[0]), self._printed_date(about, changes[0])
        for ordinal in changes[1:]:
            now = about.signed_at(ordinal)
            if now == known or (now is None and self._unread(about, ordinal)):
                continue
            unread = known is None and self._unread(about, changes[0])
            before, known, told = told, now, self._printed_date(about, ordinal)
            if before != told:
                yield self._event("redated", about, ordinal, {"signed": before}, {"signed": told}, was_unread=unread)

    def _printed_date(self, about: Agreement, ordinal: int) -> str | None:
        """The signing date that a list prints for an agreement, as it is printed where we correct it."""
        counts = about.signed_at(ordinal)
        here = self.participating.at(about.rows, ordinal)
        return next((self.printed[row].signed for row in here if self.parsed[row].signed == counts), counts)

    def _unread(self, about: Agreement, ordinal: int) -> bool:
        """Whether a date is printed there that cannot be read: then nothing is known of a change."""
        rows = self.participating.at(about.rows, ordinal)
        return any(code in dates.NO_DATE for row in rows for _, code in self.parsed[row].problems)

    def _documents(self, about: Agreement) -> Iterator[Event]:
        rows, masks = about.rows, self.participating.masks
        if len(rows) < 2:
            return
        state: tuple[str | None, str | None] | None = None
        alone = False
        for ordinal in turns([masks[row] for row in rows]):
            here, columns = self.participating.at(rows, ordinal), self.participating.lists[ordinal].facts.columns
            known = state or (None, None)
            now = (
                _standing(known[0], [u for row in here if (u := self.parsed[row].moa_url)]),
                _standing(known[1], [u for row in here if (u := self.parsed[row].addendum_url)]),
            )
            # Of a column that the list does not have, nothing is known; that an addendum is gone is not told.
            moa = now[0] if "moa" in columns else state[0] if state is not None else NOT_KNOWN
            now = moa, now[1] or known[1]
            if now[0] is None and any(("moa", "moa_not_link") in self.parsed[row].problems for row in here):
                continue  # it prints a link, and the file does not say where it leads: nothing is known of a change
            if state is None or now[0] is not None:
                alone = False
            elif alone or all(masks[row] >> (ordinal - 1) & 1 for row in here):
                alone, now = True, (state[0], now[1])  # a second row with the link is gone; what stays is as before
            if state is not None:
                changed = state[0] != NOT_KNOWN and not _same_document(state[0], now[0])
                if changed and self._links(here) != self._links(self.participating.at(rows, ordinal - 1)):
                    kind = "document_posted" if state[0] is None else "document_changed"
                    yield self._event(kind, about, ordinal, {"moa_url": state[0]}, {"moa_url": now[0]})
                if now[1] is not None and not _same_document(state[1], now[1]):
                    kind = "addendum_posted"
                    yield self._event(kind, about, ordinal, {"addendum_url": state[1]}, {"addendum_url": now[1]})
            state = now

    def _links(self, rows: Sequence[int]) -> set[str | None]:
        """The documents that rows print, right or wrong."""
        return {self.printed[row].moa_url for row in rows}

    def _moved(self, move: Move, agreements: Sequence[Agreement]) -> Iterator[Event]:
        """An agreement printed under another body: said where that begins and ends, as another name for it."""
        begins = first(union(self.participating.masks[row] for row in move.rows))
        for agreement in agreements:
            if move.rows[0] not in agreement.rows:
                continue
            own = [row for row in agreement.rows if row not in move.rows]
            for at, rows, others in ((begins, own, move.rows), (move.at, move.rows, own)):
                before = self.participating.at(rows, at - 1) if 0 < at < len(self.participating) else []
                if before and (after := self.participating.at(others, at)):
                    names = ({"name": self.parsed[found[0]].agency} for found in (before, after))
                    yield self._event("renamed", agreement, at, *names, moved=True)

    def _waiting(
        self,
        about: Application,
        agreements: Sequence[Agreement],
        applications: Sequence[Application],
        *,
        again: bool,
    ) -> Iterator[Event]:
        signed = about.agreement
        listed = self.participating.lists[about.listed].date or "" if about.listed is not None else None
        signed_on = (signed.signed if signed is not None and about.led_to is not None else None) or "9999"
        for number, (start, end) in enumerate(runs(about.mask)):
            if start and not (listed is not None and listed < (self.pending.lists[start].date or "")):
                yield self._event(
                    "pending", about, start, None, {"model": about.model}, again=again or number > 0,
                    others_before=sorted(a.model for a in applications if a.mask >> (start - 1) & 1),
                    blank_before=self._is_blank(about.agency, self.pending, start - 1),
                    printed=self._misnamed(about, start),
                )  # fmt: skip
            if end + 1 < len(self.pending):
                here = self.pending.lists[end + 1]
                if listed is None or min(listed, signed_on) > (here.date or ""):
                    since = self.pending.lists[first(about.mask)].date
                    yield self._event(
                        "no_longer_pending", about, end + 1, {"pending_since": since}, None,
                        again=number > 0, listed_since=self._listed_since(agreements, about.model, here.date or ""),
                    )  # fmt: skip

    def _listed_since(self, agreements: Sequence[Agreement], model: str, day: str) -> str | None:
        """Since when the agency was listed with a model on the list in force that day; None where it was not."""
        dates = [p.date or "" for p in self.participating.lists]
        at = bisect_right(dates, day) - 1
        held = [a for a in agreements if at >= 0 and a.model == model and a.mask >> at & 1]
        return min((dates[first(a.mask)] for a in held), default=None)


def _standing(known: str | None, here: Sequence[str]) -> str | None:
    """Of the documents that a list links for an agreement the one that was known, else the first."""
    return next((one for one in here if known is not None and _same_document(known, one)), here[0] if here else None)


def _same_document(one: str | None, other: str | None) -> bool:
    """Whether two addresses, each of which may be None, lead to one document, even if that moved to another folder."""
    return one == other or (one is not None and other is not None and document_name(one) == document_name(other) != "")


def state_beginnings(agencies: Sequence[Agency], masks: Masks) -> dict[str, Began]:
    """Where each state begins, be it in a row whose model cannot be read."""
    began: dict[str, Began] = {}
    for agency in agencies:
        if mask := union(masks.get(row, 0) for row in agency.rows):
            at, known = first(mask), began.get(agency.state)
            if known is None or at < known.ordinal:
                began[agency.state] = Began(at, 1)
            elif at == known.ordinal:
                began[agency.state] = Began(at, known.agencies + 1)
    return began
