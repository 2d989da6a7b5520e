"""The order of the lists: each file a publication, with its date, its id and its place in the sequence.

A publication's id is its kind, its date and its part of the day, then whatever stood after these in ICE's name
(`participating-2025-12-04-pm-2`); files that would share an id are told apart by a number, in their order, except that
one with an id on file (`curation/list_ids.csv`) keeps it, whatever turns up before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from roster287.model import Capture, Decision, Issue, Kind, Layout
from roster287.resolve.dating import Dated, date_list, part_rank


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the record keeps of one file that was read: its rows by number, in the order of the sheet."""

    sha256: str
    form: str
    kind: Kind | None
    modified: str | None
    columns: tuple[str, ...]
    sheet: str
    fatal: str | None
    issues: tuple[Issue, ...]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Publication:
    """One distinct content of a list, dated and in its place.

    `position` sorts as the lists do. `kind` and `date` are None only for files that could not be read as a list.
    `status` is `accepted` or `set_aside`, then with the `reason`. `date_source` says what set the date, `witnesses`
    what each witness said.
    """

    publication_id: str
    position: str
    kind: Kind | None
    date: str | None
    part_of_day: str | None
    debris: str
    date_source: str
    witnesses: tuple[tuple[str, str, bool], ...]
    file_name: str
    sha256: str
    row_count: int
    first_captured: str | None
    last_captured: str | None
    status: str
    reason: str
    facts: FileFacts
    doubted: bool = False
    """Whether the rules set it aside, whatever a person said."""

    @property
    def accepted(self) -> bool:
        """Whether readers see this list."""
        return self.status == "accepted"


def sequence(
    files: Iterable[FileFacts], captures: Mapping[str, Sequence[Capture]], newest: Mapping[str, Sequence[str]]
) -> list[Publication]:
    """Every file as a publication, not yet named, in order: kind, date, part of day, then the times at which the
    workbook was saved and first seen, name, hash.

    `newest` gives the newest signing dates of each file. Nothing depends on the order of the arguments.
    """
    dated = []
    for facts in files:
        found = date_list(captures.get(facts.sha256, ()), facts.modified, newest.get(facts.sha256, ()))
        dated.append((facts, found))
    dated.sort(key=lambda pair: _order(*pair))
    return [_publication(facts, found, captures.get(facts.sha256, ())) for facts, found in dated]


def _publication(facts: FileFacts, found: Dated, captures: Sequence[Capture]) -> Publication:
    times = sorted(c.stamp for c in captures if c.stamp_kind == "capture")
    return Publication(
        publication_id="",
        position="\t".join(map(str, _order(facts, found))),
        kind=facts.kind,
        date=found.day.isoformat() if found.day else None,
        part_of_day=found.part,
        debris=found.debris,
        date_source=found.source,
        witnesses=found.witnesses,
        file_name=found.file_name,
        sha256=facts.sha256,
        row_count=len(facts.layout.rows),
        first_captured=times[0] if times else None,
        last_captured=times[-1] if times else None,
        status="accepted",
        reason="",
        facts=facts,
    )


def name_all(
    publications: Sequence[Publication], decided: Mapping[str, Decision], on_file: Mapping[str, str]
) -> list[Publication]:
    """The same publications with their ids.

    Lists with an id `on_file` (by hash) keep it while their date is what it says. Of the others, those accepted on
    their own merits are named first, then those a person accepted; a list that is set aside carries part of its hash,
    so that it never takes the id of a good one. One that a person set aside (`decided`, by hash) has its own kept.
    """
    refused = {sha256 for sha256, one in decided.items() if not one.accepts}
    seen = [p for p in publications if p.accepted or (p.sha256 in refused and p.kind and p.date)]
    names = {p.sha256: on_file[p.sha256] for p in seen if _fits(p, on_file.get(p.sha256))}
    used = set(names.values())
    for doubted in (False, True):
        for p in seen:
            if p.sha256 not in names and p.doubted == doubted:
                stem, number = _stem(p), 1
                name = stem
                while name in used:
                    number += 1
                    name = f"{stem}-{number}"
                used.add(name)
                names[p.sha256] = name
    for p in publications:
        if not p.accepted:
            names[p.sha256] = f"{names.get(p.sha256) or _stem(p)}-{p.sha256[:8]}"
    return [replace(p, publication_id=names[p.sha256]) for p in publications]


def set_aside(publication: Publication, reason: str) -> Publication:
    """The same publication, set aside for this reason."""
    return replace(publication, status="set_aside", reason=reason)


def _order(facts: FileFacts, found: Dated) -> tuple[str, str, int, str, str, str, str, str]:
    day = found.day.isoformat() if found.day else "~"
    saved, seen = (time if time.startswith(day) else "" for time in (facts.modified or "", found.seen))
    return (
        facts.kind or "~",
        day,
        part_rank(found.part, saved, seen),
        found.debris,
        facts.modified or "",
        found.seen,
        found.file_name,
        facts.sha256,
    )


def _fits(p: Publication, on_file: str | None) -> bool:
    stem = _stem(p)
    return on_file is not None and (on_file == stem or re.fullmatch(re.escape(stem) + r"-\d+", on_file) is not None)


def _stem(p: Publication) -> str:
    pieces = [p.kind or "unreadable", p.date or "undated", p.part_of_day or "", p.debris]
    return "-".join(piece for piece in pieces if piece)
