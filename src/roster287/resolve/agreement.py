"""What an agreement is: the tracks of its printed signing dates, and where each stands in the sequence of lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from roster287.resolve.agencies import Agency
from roster287.resolve.corrections import Rows
from roster287.resolve.presence import last, runs, union

GAP_DAYS = 31
"""So long may an agreement be missing from the lists, and come back with another date, or as another model."""


@dataclass(slots=True)
class Track:
    """One printed signing date of one agency and model: its rows and where they stand.

    `unread` are the rows by which it stays although their model cannot be read.
    """

    signed: str | None
    rows: tuple[int, ...]
    mask: int
    unread: tuple[int, ...] = ()


@dataclass(slots=True)
class Agreement:
    """One agreement. `rules` say by which rule each further track was joined to it."""

    agency: Agency
    model: str
    tracks: list[Track]
    rules: list[str] = field(default_factory=list)
    succeeded_by: Agreement | None = None
    succession: str = ""
    slips: dict[int, Agreement] = field(default_factory=dict)
    """Where a stretch of it begins that is a misprint of another agreement: what was printed before."""
    misprinted: dict[int, Agreement] = field(default_factory=dict)
    """Where it is gone, and where it is back, while it was printed as another model: as which."""
    on_file: str = ""

    @property
    def agreement_id(self) -> str:
        """Readable and stable: agency, model and the signing date that was printed first."""
        return self.on_file or self.dated_ids[0]

    @property
    def dated_ids(self) -> list[str]:
        """The id by each date under which it was printed, the first one first."""
        return [f"{self.agency.agency_id}/{self.model}/{track.signed or 'undated'}" for track in self.tracks]

    @property
    def mask(self) -> int:
        """Where it stands in the sequence of participating lists."""
        return union(track.mask for track in self.tracks)

    @property
    def begins(self) -> int | None:
        """The first list that shows it, misprints of others apart."""
        return next((start for start, _ in runs(self.mask) if start not in self.slips), None)

    @property
    def signed(self) -> str | None:
        """The signing date as ICE last printed it."""
        dated = [t for t in self.tracks if t.signed is not None]
        return max(dated, key=lambda t: (last(t.mask), t.signed or "")).signed if dated else None

    def signed_at(self, ordinal: int) -> str | None:
        """The signing date that a list prints for it."""
        return next((t.signed for t in self.tracks if t.mask >> ordinal & 1), None)

    @property
    def successor(self) -> Agreement | None:
        """What took its place and outlived it on the lists."""
        after = self.succeeded_by
        return after if after is not None and last(self.mask) < last(after.mask) else None

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row of it."""
        return tuple(sorted(row for track in self.tracks for row in track.rows))

    @property
    def unread(self) -> tuple[int, ...]:
        """The rows by which it stays on the list although their model cannot be read."""
        return tuple(row for track in self.tracks for row in track.unread)


class Lists(NamedTuple):
    """What there is to see: the rows as they count, where each stands, and the day number of each list."""

    parsed: Rows
    masks: Mapping[int, int]
    days: Sequence[int]
    linking: Sequence[bool]
    """Whether each list has the column of documents."""
    by_paper: Mapping[tuple[str | None, str | None, str], Sequence[int]]
    """The rows of each state, signing date and document."""
    printed: Rows
    """The rows as ICE prints them."""

    def missing(self, gone: int, back: int) -> int:
        """Days from the list `gone`, the first without, to the list `back`."""
        return self.days[back] - self.days[gone]

    def documents(self, track: Track, at: int) -> frozenset[str]:
        """The documents that a list links under a printed date."""
        here = (row for row in track.rows if self.masks[row] >> at & 1)
        return frozenset(url for row in here if (url := self.parsed[row].moa_url) is not None)

    def links(self, track: Track) -> frozenset[str]:
        """The documents printed under a date, right or wrong."""
        return frozenset(url for row in track.rows if (url := self.printed[row].moa_url) is not None)
