"""Rows to agreements: one agency, one model, one signing, through corrected dates, gaps and renewals.

Each signing date that ICE printed for an agency and a model is a track: where it stands in the sequence of lists.
Tracks that hand over to one another are one agreement when the later date corrects the earlier, two when the later
one renews it. The id keeps the date that was printed first, so that a correction does not change it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from roster287.model import Parsed
from roster287.resolve.agencies import Agency
from roster287.resolve.presence import first, last, union

RENEWAL_DAYS = 60
"""A later date this far on, with another document, is a new signing and not a correction."""


TWICE_DAYS = 7
"""Two signings of one model this few days apart, side by side, are one that was printed twice."""


@dataclass(slots=True)
class Track:
    """One printed signing date of one agency and model: its rows and where they stand."""

    signed: str | None
    rows: tuple[int, ...]
    mask: int


@dataclass(slots=True)
class Agreement:
    """One agreement. `rule` says by which rule its tracks were joined, empty where there is but one."""

    agency: Agency
    model: str
    tracks: list[Track]
    rules: list[str] = field(default_factory=list)
    succeeded_by: Agreement | None = None
    succession: str = ""

    @property
    def agreement_id(self) -> str:
        """Readable and stable: agency, model and the signing date that was printed first."""
        return f"{self.agency.agency_id}/{self.model}/{self.tracks[0].signed or 'undated'}"

    @property
    def mask(self) -> int:
        """Where it stands in the sequence of participating lists."""
        return union(track.mask for track in self.tracks)

    @property
    def signed(self) -> str | None:
        """The signing date as ICE last printed it."""
        dated = [t for t in self.tracks if t.signed is not None]
        return max(dated, key=lambda t: (last(t.mask), t.signed or "")).signed if dated else None

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row of it."""
        return tuple(sorted(row for track in self.tracks for row in track.rows))


def agreements_of(agency: Agency, parsed: Sequence[Parsed], participating: Mapping[int, int]) -> list[Agreement]:
    """The agreements of one agency, sorted by first listing, model and date; successions filled in."""
    by_model: defaultdict[str, defaultdict[str | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in agency.rows:
        model = parsed[row].model
        if row in participating and model is not None:
            by_model[model][parsed[row].signed].append(row)
    found: list[Agreement] = []
    for model, by_date in sorted(by_model.items()):
        tracks = [
            Track(signed, tuple(rows), union(participating[row] for row in rows)) for signed, rows in by_date.items()
        ]
        tracks.sort(key=lambda t: (first(t.mask), t.signed or ""))
        found.extend(_join(agency, model, tracks, parsed, participating))
    _switches(found)
    return sorted(found, key=lambda a: (first(a.mask), a.model, a.agreement_id))


def _join(
    agency: Agency, model: str, tracks: list[Track], parsed: Sequence[Parsed], participating: Mapping[int, int]
) -> list[Agreement]:
    agreements: list[Agreement] = []
    for track in tracks:
        twice = next((a for a in agreements if _printed_twice(a, track, parsed, participating)), None)
        if twice is not None:
            twice.tracks.append(track)
            twice.rules.append("printed twice")
            continue
        before = _hands_over(agreements, track)
        rule = _correction(before, track, parsed, participating) if before else ""
        if before is not None and rule:
            before.tracks.append(track)
            before.rules.append(rule)
            continue
        agreement = Agreement(agency, model, [track])
        for older in agreements:
            if older.succeeded_by is None and _renews(older, track):
                older.succeeded_by, older.succession = agreement, "renewed"
        agreements.append(agreement)
    return agreements


def _hands_over(agreements: list[Agreement], track: Track) -> Agreement | None:
    """The agreement that stops where this track starts, or whose gap it fills."""
    start = first(track.mask)
    for agreement in reversed(agreements):
        if start and agreement.mask & track.mask == 0 and agreement.mask >> (start - 1) & 1:
            return agreement
    return None


def _printed_twice(
    agreement: Agreement, track: Track, parsed: Sequence[Parsed], participating: Mapping[int, int]
) -> bool:
    """Whether two dates stand side by side for one agreement: the same document, or dates a few days apart with at
    most one document between them."""
    if not agreement.mask & track.mask:
        return False
    older = next(t for t in agreement.tracks if t.mask & track.mask)
    if older.signed is None or track.signed is None:
        return True
    ordinal = first(older.mask & track.mask)
    was = _documents(older.rows, ordinal, parsed, participating)
    now = _documents(track.rows, ordinal, parsed, participating)
    apart = abs((date.fromisoformat(track.signed) - date.fromisoformat(older.signed)).days)
    return bool(was & now) or (apart <= TWICE_DAYS and not (was and now))


def _correction(before: Agreement, track: Track, parsed: Sequence[Parsed], participating: Mapping[int, int]) -> str:
    """The rule by which the date of `track` corrects the one before it; empty when it is a new signing."""
    below = (1 << first(track.mask)) - 1
    older = max((t for t in before.tracks if t.mask & below), key=lambda t: last(t.mask & below))
    if older.signed is None or track.signed is None:
        return "date filled in"
    if before.mask >> (last(track.mask) + 1) & 1:
        return "printed, then reverted"
    at = first(track.mask)
    was = _documents(older.rows, at - 1, parsed, participating)
    now = _documents(track.rows, at, parsed, participating)
    apart = (date.fromisoformat(track.signed) - date.fromisoformat(older.signed)).days
    if was & now:
        return "same document"
    if older.signed[5:] == track.signed[5:] and abs(int(older.signed[:4]) - int(track.signed[:4])) == 1:
        return "same day, another year"
    if apart < 0:
        return "moved back, which no renewal does"
    if apart <= RENEWAL_DAYS and not (was and now):
        return "document pending"
    if apart <= 7:
        return "within a week"
    return ""


def _documents(
    rows: tuple[int, ...], at: int, parsed: Sequence[Parsed], participating: Mapping[int, int]
) -> frozenset[str]:
    return frozenset(url for row in rows if participating[row] >> at & 1 and (url := parsed[row].moa_url) is not None)


def _renews(older: Agreement, track: Track) -> bool:
    """Whether an agreement of the same model is renewed by this later signing."""
    signed = older.signed
    return (
        track.signed is not None and (signed is None or track.signed > signed) and last(older.mask) < last(track.mask)
    )


def _switches(agreements: list[Agreement]) -> None:
    """A model that goes on the very list on which another model of the agency comes was switched for it."""
    coming: defaultdict[int, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        coming[first(agreement.mask)].append(agreement)
    taken: set[int] = set()
    for agreement in sorted(agreements, key=lambda a: a.agreement_id):
        if agreement.succeeded_by is not None:
            continue
        for other in coming[last(agreement.mask) + 1]:
            if other.model != agreement.model and id(other) not in taken and not _is_renewal(other, agreements):
                agreement.succeeded_by, agreement.succession = other, "model_switched"
                taken.add(id(other))
                break


def _is_renewal(agreement: Agreement, agreements: list[Agreement]) -> bool:
    return any(a.succeeded_by is agreement and a.succession == "renewed" for a in agreements)
