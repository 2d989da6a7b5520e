"""One change of the lists, and the lists of one kind on which changes are looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from roster287.resolve.agencies import Agency
from roster287.resolve.dating import PARTS, part_rank
from roster287.resolve.presence import runs, union
from roster287.resolve.publications import Publication
from roster287.vocabulary.kinds import KINDS

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One change. `notes` holds what a sentence may add: `first_in_state`, `printed`, `pending_since`."""

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


def turns(masks: Sequence[int]) -> list[int]:
    """Each list on which one of these comes, or one is gone and others stand."""
    stretches = [stretch for mask in masks for stretch in runs(mask)]
    turns = {start for start, _ in stretches} | {end + 1 for _, end in stretches}
    listed = union(masks)
    return sorted(ordinal for ordinal in turns if listed >> ordinal & 1)
