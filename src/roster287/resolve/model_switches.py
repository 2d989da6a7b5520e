"""A model that took another's place: by a misprint that was taken back, or for good."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from roster287.resolve.agreement import GAP_DAYS, Agreement, Lists
from roster287.resolve.presence import first, last, runs


def find_slips(agreements: list[Agreement], lists: Lists) -> None:
    """An agreement that goes as another model comes, of the same date or document, and comes back as that goes: the
    model was printed wrong in between. It is switched to the other, and back."""
    for agreement in sorted(agreements, key=lambda a: a.agreement_id):
        for (_, end), (back, _) in pairwise(list(runs(agreement.mask))):
            before = agreement
            for other, start in _stand_ins(agreement, end + 1, back, agreements, lists):
                agreement.misprinted.setdefault(end + 1, other)
                agreement.misprinted[back] = other
                other.slips[start] = before
                before = other
    for other in agreements:
        if other.begins is None:
            other.succeeded_by, other.succession = other.slips[first(other.mask)], "model_switched"


def _stand_ins(
    agreement: Agreement, gone: int, back: int, agreements: list[Agreement], lists: Lists
) -> list[tuple[Agreement, int]]:
    """The other models that stand in a gap of an agreement, one after another, and where; none if a list lacks one."""
    found: list[tuple[Agreement, int]] = []
    at = gone
    while at < back:
        here = [
            (other, end)
            for other in agreements
            if other.model != agreement.model
            for start, end in runs(other.mask)
            if start == at
            and end < back
            and start not in other.slips
            and _same_but_model(agreement, gone - 1, other, at, lists)
        ]
        if not here:
            return []
        other, end = here[0]
        found.append((other, at))
        at = end + 1
    return found


def _same_but_model(agreement: Agreement, last_listed: int, other: Agreement, at: int, lists: Lists) -> bool:
    """Whether a list prints the date or a document of an agreement for another model."""
    was = {track.signed for track in agreement.tracks if track.mask >> last_listed & 1}
    now = [track for track in other.tracks if track.mask >> at & 1]
    papers = {url for row in agreement.rows if (url := lists.parsed[row].moa_url) is not None}
    return any(
        (track.signed is not None and track.signed in was) or papers & lists.documents(track, at) for track in now
    )


def find_switches(agreements: list[Agreement], lists: Lists) -> None:
    """A model that goes as another model of the agency comes was switched for it: on the very list, or shortly after
    when the agency had no other agreement in the meantime."""
    taken: set[int] = set()
    for agreement in sorted(agreements, key=lambda a: (last(a.mask), a.agreement_id)):
        gone = last(agreement.mask) + 1
        if gone >= len(lists.days) or agreement.begins is None:
            continue
        others = [a for a in agreements if a.model != agreement.model and (a.begins or 0) >= gone]
        for other in sorted(others, key=lambda a: (a.begins or 0, a.agreement_id)):
            renewal = id(other) in taken or _is_renewal(other, agreements)
            if renewal or not _at_once(agreement, other, agreements, lists):
                continue
            if agreement.succeeded_by is None or (other.begins or 0) < (agreement.succeeded_by.begins or 0):
                agreement.succeeded_by, agreement.succession = other, "model_switched"
                taken.add(id(other))
            break


def _at_once(agreement: Agreement, other: Agreement, agreements: Iterable[Agreement], lists: Lists) -> bool:
    gone, comes = last(agreement.mask) + 1, other.begins or 0
    between = ((1 << comes) - 1) >> gone << gone
    alone = not any(a.mask & between for a in agreements)
    return comes == gone or (alone and lists.missing(gone, comes) <= GAP_DAYS)


def _is_renewal(agreement: Agreement, agreements: list[Agreement]) -> bool:
    return any(a.succeeded_by is agreement and a.succession == "renewed" for a in agreements)
