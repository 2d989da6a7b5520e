"""Rows to agreements: one agency, one model, one signing, through corrected dates, gaps and renewals.

Each signing date that ICE printed for an agency and a model is a track: where it stands in the sequence of lists.
Tracks that follow one another are one agreement when the later date corrects the earlier, two when the later one
renews it. The id keeps the date that was printed first, or the one on file (`curation/agreement_ids.csv`), so that
neither a correction nor an older list that turns up later changes it.

What an agreement is stands in `agreement`; how one model takes another's place, in `model_switches`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import inf

from roster287.model import Parsed
from roster287.resolve.agencies import Agency
from roster287.resolve.agreement import GAP_DAYS, Agreement, Lists, Track
from roster287.resolve.model_switches import find_slips, find_switches
from roster287.resolve.presence import first, last, runs, union
from roster287.vocabulary.models import HYBRID

PENDING_DAYS = 90
"""So far may a date move while no document was ever linked under the old one; further on it is a new signing."""

TWICE_DAYS = 7
"""Two signings of one model this few days apart, side by side, are one that was printed twice."""

LAPSE_DAYS = 365
"""A new signing that comes so long after the old one was last listed does not renew it: the agency signed again."""


def agreements_of(agency: Agency, lists: Lists, ids: Mapping[str, str]) -> list[Agreement]:
    """The agreements of one agency, sorted by first listing, model and date; successions filled in.

    `ids` holds the id on file for each id that an agreement would have by one of its dates.
    """
    by_model: defaultdict[str, defaultdict[str | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in agency.rows:
        model = lists.parsed[row].model
        if row in lists.masks and model is not None:
            by_model[model][lists.parsed[row].signed].append(row)
    unread = [row for row in agency.rows if row in lists.masks and lists.parsed[row].model is None]
    unread += _two_in_one(by_model)
    found: list[Agreement] = []
    for model, by_date in sorted(by_model.items()):
        tracks = [
            Track(signed, tuple(rows), union(lists.masks[row] for row in rows)) for signed, rows in by_date.items()
        ]
        if unread:
            _bridge(agency, tracks, unread, lists)
        tracks.sort(key=lambda t: (first(t.mask), t.signed or ""))
        found.extend(_join(agency, model, tracks, lists))
    _keep_ids(found, ids)
    find_slips(found, lists)
    find_switches(found, lists)
    return sorted(found, key=lambda a: (first(a.mask), a.model, a.agreement_id))


def _two_in_one(by_model: dict[str, defaultdict[str | None, list[int]]]) -> list[int]:
    """Rows that print two models of the agency in one cell, with the date of one: no hybrid, but both of them.

    They are taken out of the hybrid's.
    """
    if not HYBRID | {"hybrid"} <= by_model.keys():
        return []
    hybrid, parts = by_model["hybrid"], [by_model[model] for model in HYBRID]
    dates = [signed for signed in hybrid if signed is not None and any(signed in part for part in parts)]
    rows = [row for signed in dates for row in hybrid.pop(signed)]
    if not hybrid:
        del by_model["hybrid"]
    return rows


def _names_several(row: Parsed) -> bool:
    return row.model == "hybrid" or ("model", "model_several") in row.problems


def _bridge(agency: Agency, tracks: list[Track], unread: Sequence[int], lists: Lists) -> None:
    """Let an agreement that goes where a row of its agency comes whose model cannot be read stay as long as that row.

    The row bears the agreement's date, or none, or names several models; or its document, under a date that the list
    before did not have; or it has no model, and either was all that the agency had: nothing shows that the
    agreement is gone.
    """
    listed = union(track.mask for track in tracks)
    read = [(row, lists.parsed[row]) for row in unread]
    masks = {row: lists.masks[row] for row in agency.rows if row in lists.masks}
    for track in tracks:
        printed, stayed = track.mask, set[int]()
        for _, end in list(runs(printed)):
            before, after = ([row for row, mask in masks.items() if mask >> at & 1] for at in (end, end + 1))
            papers, dates = lists.documents(track, end), {lists.parsed[row].signed for row in before}
            own = {
                row
                for row, cells in read
                if cells.signed in (None, track.signed)
                or _names_several(cells)
                or (cells.moa_url in papers and cells.signed not in dates)
                or (("model", "model_blank") in cells.problems and {*before} <= {*track.rows} and after == [row])
            }
            here, at = union(masks[row] for row in own), end + 1
            while here >> at & 1 and not listed >> at & 1:
                track.mask |= 1 << at
                at += 1
            stayed |= own
        track.unread = tuple(row for row in unread if row in stayed and masks[row] & track.mask & ~printed)


def _keep_ids(agreements: Iterable[Agreement], ids: Mapping[str, str]) -> None:
    taken = set()
    for agreement in agreements:
        known = next((ids[i] for i in agreement.dated_ids if i in ids), "")
        if known not in taken:
            agreement.on_file = known
        taken.add(agreement.agreement_id)


def _join(agency: Agency, model: str, tracks: list[Track], lists: Lists) -> list[Agreement]:
    agreements: list[Agreement] = []
    for track in tracks:
        twice = next((a for a in agreements if _printed_twice(a, track, lists)), None)
        if twice is not None:
            twice.tracks.append(track)
            twice.rules.append("printed twice")
            continue
        handed = ((one, _correction(one, track, lists)) for one in _hand_over(agreements, track, lists))
        before, rule = next((found for found in handed if found[1]), (None, ""))
        if before is not None:
            before.tracks.append(track)
            before.rules.append(rule)
            continue
        agreement = Agreement(agency, model, [track])
        for older in agreements:
            if older.succeeded_by is None and _renews(older, track, lists):
                older.succeeded_by, older.succession = agreement, "renewed"
        agreements.append(agreement)
    return agreements


def _hand_over(agreements: list[Agreement], track: Track, lists: Lists) -> list[Agreement]:
    """The agreements that stop where this track starts or shortly before, or whose gap it fills.

    Of several the one with a document of the track comes first, then the one of the nearest date.
    """
    start = first(track.mask)
    stood = {at: last(a.mask & ((1 << start) - 1)) for at, a in enumerate(agreements) if not a.mask & track.mask}
    latest = max(stood.values(), default=-1)
    if latest < 0 or lists.missing(latest + 1, start) > LAPSE_DAYS:
        return []

    def likely(agreement: Agreement) -> tuple[bool, float]:
        papers, own = ({lists.parsed[row].moa_url for row in rows} - {None} for rows in (track.rows, agreement.rows))
        days = [date.fromisoformat(day).toordinal() for day in (track.signed, agreement.signed) if day is not None]
        return papers.isdisjoint(own), abs(days[0] - days[-1]) if len(days) > 1 else inf

    return sorted((agreements[at] for at, last_list in stood.items() if last_list == latest), key=likely)


def _printed_twice(agreement: Agreement, track: Track, lists: Lists) -> bool:
    """Whether two dates stand side by side for one agreement: the same document, or dates a few days apart with at
    most one document between them."""
    if not agreement.mask & track.mask:
        return False
    older = next(t for t in agreement.tracks if t.mask & track.mask)
    ordinal = first(older.mask & track.mask)
    was, now = lists.documents(older, ordinal), lists.documents(track, ordinal)
    if older.signed is None or track.signed is None:
        return bool(was & now) or not (was and now)
    apart = abs((date.fromisoformat(track.signed) - date.fromisoformat(older.signed)).days)
    return bool(was & now) or (apart <= TWICE_DAYS and not (was and now))


def _correction(before: Agreement, track: Track, lists: Lists) -> str:
    """The rule by which a date corrects the one before, after a long gap what no renewal does; empty: a new signing."""
    below = (1 << first(track.mask)) - 1
    older = max((t for t in before.tracks if t.mask & below), key=lambda t: last(t.mask & below))
    late = lists.missing(last(before.mask & below) + 1, first(track.mask)) > GAP_DAYS
    if older.signed is None or track.signed is None:
        return "" if late else "date filled in"
    if before.mask >> (last(track.mask) + 1) & 1 and not late:
        return "printed, then reverted"
    was = {url for row in older.rows if (url := lists.parsed[row].moa_url) is not None}
    told = (at for start, end in runs(track.mask) for at in range(start, end + 1) if lists.linking[at])
    now = lists.documents(track, next(told, first(track.mask)))
    apart = (date.fromisoformat(track.signed) - date.fromisoformat(older.signed)).days
    if was & now or lists.links(older) & lists.links(track):
        return "same document"
    if late and abs(apart) > TWICE_DAYS:
        return "moved back, which no renewal does" if apart < 0 else ""
    papers, exchanged = was and now, f"{track.signed[:4]}-{track.signed[8:]}-{track.signed[5:7]}"
    ahead = date.fromisoformat(track.signed).toordinal() > lists.days[first(track.mask)] + TWICE_DAYS
    if ahead and not papers and sum(map(str.__eq__, older.signed.split("-"), track.signed.split("-"))) == 2:
        return "later than the list that prints it"
    if older.signed == exchanged and (ahead or not papers):
        return "day and month exchanged"
    if older.signed[5:] == track.signed[5:] and abs(int(older.signed[:4]) - int(track.signed[:4])) == 1:
        return "same day, another year"
    if apart < 0:
        return "moved back, which no renewal does"
    if apart <= PENDING_DAYS and not was:
        return "document pending"
    if apart <= TWICE_DAYS:
        return "within a week"
    if _is_another_s(before.agency, track, lists):
        return "the date and document of another agency"
    return ""


def _is_another_s(agency: Agency, track: Track, lists: Lists) -> bool:
    """Whether the list before had this date with this document for another agency of the state: cells exchanged."""
    start = first(track.mask)
    papers = {(what.state, what.signed, paper) for row in track.rows if (paper := (what := lists.parsed[row]).moa_url)}
    others = {row for key in papers for row in lists.by_paper.get(key, ())}.difference(agency.rows)
    return start > 0 and any(lists.masks[row] >> (start - 1) & 1 for row in others)


def _renews(older: Agreement, track: Track, lists: Lists) -> bool:
    """Whether an agreement of the same model is renewed by this later signing."""
    signed, start = older.signed, first(track.mask)
    later = track.signed is not None and (signed is None or track.signed > signed)
    if older.mask >> start & 1:
        return later and last(older.mask) < last(track.mask)
    stood = older.mask & ((1 << start) - 1)
    return later and bool(stood) and lists.missing(last(stood) + 1, start) <= LAPSE_DAYS
