"""The spellings of the real lists with their evidence, read in the plainest way there is.

Publications are put in order by the time the workbook says it was last changed, or by its first capture where
that time is far off; pages by their first capture. That is enough to see who follows whom.
"""

from __future__ import annotations

import csv
import html
import re
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from python_calamine import CalamineWorkbook

from roster287.resolve.compare import Spelling
from roster287.vocabulary import names
from roster287.vocabulary.dates import parse_signed
from roster287.vocabulary.links import unwrap
from roster287.vocabulary.models import model_code
from roster287.vocabulary.states import state_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_FAR = 10


class Line(NamedTuple):
    """One row of a list, understood as far as a comparison needs it."""

    state: str
    agency: str
    county: str
    model: str
    signed: str
    documents: tuple[str, ...]


class Published(NamedTuple):
    """One file: when, whether participating, its rows."""

    when: str
    participating: bool
    name: str
    lines: tuple[Line, ...]


@dataclass
class _Growing:
    variants: Counter[str] = field(default_factory=Counter)
    counties: Counter[str] = field(default_factory=Counter)
    models: set[str] = field(default_factory=set)
    signings: set[tuple[str, str]] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    seen: int = 0
    pending: int = 0


def read_all(lists: Path) -> list[Published]:
    """Every distinct file of the lists, in order of time."""
    first_capture: dict[str, tuple[str, str]] = {}
    with (lists / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            stamp = (row["stamp"], row["stamp_kind"])
            first_capture[row["stored_as"]] = min(stamp, first_capture.get(row["stored_as"], stamp))
    found = [_workbook(lists / stored, *first_capture[stored]) for stored in sorted(first_capture)]
    captured: defaultdict[str, list[str]] = defaultdict(list)
    with (lists / "pages" / "captures.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            captured[row["table"]].append(row["captured_at"])
    found += [_page(lists / "pages" / table, min(times)) for table, times in captured.items()]
    return sorted(found)


def _workbook(path: Path, stamp: str, stamp_kind: str) -> Published:
    modified, links = _links(path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    header: dict[str, int] = {}
    for at, title in enumerate(rows[0]):
        header.setdefault(names.tidy(str(title)).upper(), at)

    def cell(row: Sequence[object], column: str) -> str:
        at = header.get(column)
        return "" if at is None or at >= len(row) else str(row[at])

    moa = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[header.get("MOA", 25)]
    lines = [
        _line(
            cell(row, "STATE"),
            cell(row, "LAW ENFORCEMENT AGENCY"),
            cell(row, "COUNTY"),
            cell(row, "SUPPORT TYPE"),
            cell(row, "SIGNED"),
            links.get(f"{moa}{number}", []),
        )
        for number, row in enumerate(rows[1:], 2)
    ]
    modified = modified or stamp
    apart = abs((date.fromisoformat(stamp[:10]) - date.fromisoformat(modified[:10])).days)
    when = modified if apart <= _FAR or stamp_kind == "name" else stamp
    return Published(when[:19], "SIGNED" in header, path.name, tuple(line for line in lines if line))


def _page(path: Path, captured: str) -> Published:
    with path.open(encoding="utf-8", newline="") as stream:
        lines = [
            _line(r["STATE"], r["LAW ENFORCEMENT AGENCY"], "", r["SUPPORT TYPE"], r["SIGNED"], [r["MOA"]])
            for r in csv.DictReader(stream)
        ]
    return Published(captured[:19], True, path.name, tuple(line for line in lines if line))


def _line(state: str, agency: str, county: str, model: str, signed: str, links: list[str]) -> Line | None:
    code = state_code(state)
    if not names.tidy(agency) or code is None:
        return None
    documents = tuple(found for link in links if link and (found := unwrap(link)))
    return Line(
        code,
        names.tidy(agency),
        names.tidy(county),
        model_code(model) or "",
        parse_signed(signed)[0] or "",
        documents,
    )


def _links(path: Path) -> tuple[str, dict[str, list[str]]]:
    """When the workbook says it was changed, and the targets of its cells."""
    with zipfile.ZipFile(path) as archive:
        there = set(archive.namelist())

        def text(name: str) -> str:
            return archive.read(name).decode("utf-8", "replace") if name in there else ""

        core, sheet = text("docProps/core.xml"), text("xl/worksheets/sheet1.xml")
        relations = text("xl/worksheets/_rels/sheet1.xml.rels")
    changed = re.search(r"<dcterms:modified[^>]*>([^<]*)", core)
    targets = {}
    for tag in re.findall(r"<Relationship ([^>]*)>", relations):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[attributes["Id"]] = html.unescape(attributes["Target"])
    links: defaultdict[str, list[str]] = defaultdict(list)
    for tag in re.findall(r"<hyperlink ([^>]*)>", sheet):
        attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        if attributes.get("r:id") in targets:
            links[attributes["ref"].split(":")[0]].append(targets[attributes["r:id"]])
    return (changed[1] if changed else ""), links


def spellings(published: list[Published]) -> list[Spelling]:
    """One spelling for each folded name of a state, with its evidence."""
    growing: defaultdict[tuple[str, str], _Growing] = defaultdict(_Growing)
    days: dict[bool, list[int]] = {True: [], False: []}
    for publication in published:
        ordinal = len(days[publication.participating])
        days[publication.participating].append(date.fromisoformat(publication.when[:10]).toordinal())
        for line in publication.lines:
            one = growing[line.state, names.fold(line.agency, line.state)]
            one.variants[line.agency] += 1
            one.counties[line.county] += 1
            one.models.add(line.model)
            if publication.participating:
                one.seen |= 1 << ordinal
                one.signings.add((line.model, line.signed))
                one.documents.update(line.documents)
            else:
                one.pending |= 1 << ordinal
    return [
        Spelling(
            state,
            one.variants.most_common(1)[0][0],
            fold,
            tuple(sorted(c for c in one.counties if c)),
            frozenset(one.models),
            frozenset((m, d) for m, d in one.signings if m and d),
            frozenset(one.documents),
            _span(one.seen, days[True])[0],
            one.seen,
            one.pending,
            *_span(one.pending, days[False]),
        )
        for (state, fold), one in sorted(growing.items())
    ]


def _span(mask: int, days: list[int]) -> tuple[int, int]:
    if not mask:
        return 0, 0
    return days[(mask & -mask).bit_length() - 1], days[mask.bit_length() - 1]
