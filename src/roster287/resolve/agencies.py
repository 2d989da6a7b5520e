"""Rows to agencies: every spelling of a state, folded, and the spellings that were decided to be one agency.

The id of an agency is made from the fold of a name, so it depends neither on the order in which lists arrived nor on
how ICE capitalised, spaced or abbreviated the name that day. Of several folds the one that is kept on file
(`curation/agency_ids.csv`) gives the id; failing that, the first printed one whose place exists. The ids that the other
spellings would have had lead to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from roster287.curation import Judgement
from roster287.model import Parsed
from roster287.resolve.compare import Roster, Spelling
from roster287.resolve.compare_evidence import county_words
from roster287.resolve.compare_names import likeness, of_the_state
from roster287.resolve.corrections import Rows
from roster287.resolve.identity import Identity, Key, identify
from roster287.resolve.namesakes import Seen, split
from roster287.resolve.presence import Masks, first, last, union
from roster287.resolve.publications import Publication
from roster287.vocabulary import names
from roster287.vocabulary.abbreviations import AREAS
from roster287.vocabulary.name_parts import parts

_ALIKE = 0.6
"""How alike two places are of which one is a misprint of the other, in names that are one agency."""


class Move(NamedTuple):
    """An agreement printed under another body: its `rows`, that body's `name` and id, the ordinal of the list after.

    `waited` are the rows of the application for it, which that body's name is printed in too.
    """

    rows: tuple[int, ...]
    name: str
    agency_id: str
    model: str
    signed: str | None
    at: int
    waited: tuple[int, ...] = ()

    @property
    def misnamed(self) -> frozenset[int]:
        """Every row that prints the other body: what it says of a name, a kind or a county is said of that one."""
        return frozenset((*self.rows, *self.waited))


@dataclass(frozen=True, slots=True)
class PrintedName:
    """One printed name of an agency (tidied), and where it stands in each sequence of lists."""

    name: str
    participating: int
    pending: int


@dataclass(frozen=True, slots=True)
class Agency:
    """One law-enforcement body of one state, with every row that is its own.

    `shared_ids` are those of its namesakes, under which its agreements were told before an older list had these.
    """

    agency_id: str
    state: str
    name: str
    rows: tuple[int, ...]
    spellings: tuple[PrintedName, ...]
    former_ids: tuple[str, ...] = ()
    shared_ids: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()


class Curation(NamedTuple):
    """What people decided, and what is known of places, as far as it bears on identity."""

    judgements: Sequence[Judgement]
    """All of them in their order, superseded ones too."""
    agency_ids: Mapping[Key, str]
    agreement_ids: Mapping[str, str]
    list_ids: Mapping[str, str]
    roster: Roster


def group(
    parsed: Rows,
    lists: Sequence[Publication],
    participating: Masks,
    waiting_lists: Sequence[Publication],
    pending: Masks,
    curation: Curation,
) -> tuple[list[Agency], Identity]:
    """The agencies of all rows that stand on an accepted list, sorted by id, and how they were identified.

    A row whose state cannot be read, or that names no agency, belongs to none; it is kept with its issue.
    """
    named: defaultdict[Key, list[int]] = defaultdict(list)
    for row in sorted(participating.keys() | pending.keys()):
        what = parsed[row]
        if what.state is not None and what.agency:
            named[what.state, names.fold(without_county(what), what.state)].append(row)
    days = [_number(p) for p in lists], [_number(p) for p in waiting_lists]
    seen = Seen(participating, pending, *days)
    # A name that a list prints with its county may be just what is made here for a namesake of that county.
    members: defaultdict[Key, list[int]] = defaultdict(list)
    by_county: defaultdict[Key, list[Key]] = defaultdict(list)
    shared: dict[Key, str] = {}
    astray = set[int]()
    for (state, folded), rows in named.items():
        for body in split(state, without_county(parsed[rows[0]]), rows, parsed, seen, curation.roster):
            key = state, f"{folded} {body.added}".strip()
            members[key].extend(body.rows)
            astray.update(body.astray)
            by_county[key] += [(state, f"{folded} {county}") for county in body.counties]
            if body.added:
                shared[key] = names.slug(state, folded)
    spellings = [_spelling(key, rows, parsed, (participating, pending), days, astray) for key, rows in members.items()]
    by_key = {(s.state, s.fold): s for s in spellings}
    identity = identify(spellings, curation.judgements, curation.roster, lambda groups: _ids(groups, by_key, curation))
    agencies = []
    for agency_id, keys in identity.groups.items():
        rows = [row for key in keys for row in members[key]]
        ever = [*keys, *(other for key in keys for other in by_county[key])]
        agency = _agency(agency_id, ever, rows, parsed, seen, curation.roster)
        agencies.append(replace(agency, shared_ids=tuple(sorted({shared[key] for key in keys if key in shared}))))
    return sorted(agencies, key=lambda agency: agency.agency_id), identity._replace(rows=members)


def without_county(what: Parsed) -> str:
    """The printed name without the county of its own row behind it: `Tye Police Department (Taylor County)`.

    It may be the place of the body: `Sheriff's Office, Taylor County` and `Airport Police (Lee County)` stay whole.
    """
    state = what.state or ""
    if not what.county or not (own := county_words(what.county, state)):
        return what.agency
    behind = what.agency.endswith(")")
    name, _, county = what.agency[:-1].rpartition(" (") if behind else what.agency.rpartition(", ")
    if not (behind or county.lower().endswith((" county", " parish"))):
        return what.agency
    told = parts(state, name)
    whole = told.institution or (told.place and told.place not in AREAS) or of_the_state(told)
    return name if whole and county_words(county, state) == own else what.agency


def _number(publication: Publication) -> int:
    return date.fromisoformat(publication.date or "").toordinal()


def _spelling(
    key: Key,
    rows: Sequence[int],
    parsed: Rows,
    masks: tuple[Masks, Masks],
    days: tuple[Sequence[int], Sequence[int]],
    astray: Collection[int],
) -> Spelling:
    """All that the lists say of one folded name; the county of a namesake, which rows astray print, is not its own."""
    seen, waiting = (union(m.get(row, 0) for row in rows) for m in masks)
    weights: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        weights[without_county(parsed[row])] += sum(m.get(row, 0).bit_count() for m in masks)
    listed = [parsed[row] for row in rows if row in masks[0]]
    return Spelling(
        state=key[0],
        name=max(weights, key=lambda name: (weights[name], name)),
        fold=key[1],
        counties=tuple(sorted({c for row in rows if row not in astray and (c := parsed[row].county)})),
        models=frozenset(m for row in rows if (m := parsed[row].model)),
        signings=frozenset((p.model, p.signed) for p in listed if p.model and p.signed),
        documents=frozenset(p.moa_url for p in listed if p.moa_url),
        first=days[0][first(seen)] if seen else 0,
        seen=seen,
        pending=waiting,
        pending_first=days[1][first(waiting)] if waiting else 0,
        pending_last=days[1][last(waiting)] if waiting else 0,
    )


def _ids(groups: Iterable[Sequence[Key]], by_key: Mapping[Key, Spelling], curation: Curation) -> dict[str, list[Key]]:
    """An id for each group. Where a judgement split spellings, an id on file goes to the group whose own name it is."""
    wanted = [(keys, _on_file(keys, curation.agency_ids) or _best(keys, by_key, curation.roster)) for keys in groups]
    found: dict[str, list[Key]] = {}
    for keys, agency_id in sorted(wanted, key=lambda item: (item[1] not in _slugs(item[0]), item[0])):
        taken = agency_id if agency_id not in found else _best(keys, by_key, curation.roster)
        found[taken] = list(keys)
    return found


def _slugs(keys: Sequence[Key]) -> list[str]:
    return [names.slug(*key) for key in keys]


def _on_file(keys: Sequence[Key], agency_ids: Mapping[Key, str]) -> str | None:
    return min((agency_ids[key] for key in keys if key in agency_ids), default=None)


def _best(keys: Sequence[Key], by_key: Mapping[Key, Spelling], roster: Roster) -> str:
    if len(keys) == 1:
        return names.slug(*keys[0])

    def rank(key: Key) -> tuple[bool, int, str]:
        spelling = by_key[key]
        return _is_unreal(spelling.name, spelling.state, roster), spelling.began, spelling.fold

    return names.slug(*min(keys, key=rank))


def _is_unreal(name: str, state: str, roster: Roster) -> bool:
    """Whether a name names a place that its state does not have."""
    taken = parts(state, name)
    kind = "county" if taken.area in ("county", "parish") else "municipality"
    return bool(taken.place) and roster.known_place(state, taken.place, kind) is False


def _agency(
    agency_id: str,
    keys: Sequence[Key],
    rows: Sequence[int],
    parsed: Rows,
    seen: Seen,
    roster: Roster,
) -> Agency:
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_name[parsed[row].agency].append(row)
    spellings = tuple(
        PrintedName(name, *(union(masks.get(row, 0) for row in same) for masks in (seen.participating, seen.pending)))
        for name, same in sorted(by_name.items())
    )
    former = tuple(sorted(set(_slugs(keys)) - {agency_id}))
    return Agency(
        agency_id, keys[0][0], _display(spellings, keys[0][0], roster), tuple(sorted(rows)), spellings, former
    )


def _display(spellings: tuple[PrintedName, ...], state: str, roster: Roster) -> str:
    """The name to show: of the names on its last list, the one that stood longest.

    Where that is adorned, or all in one case, it is the last plain printing of the same name, if there is one; where it
    misprints its place, the last that does not.
    """

    def rank(spelling: PrintedName) -> tuple[int, int, str]:
        mask = spelling.participating or spelling.pending
        return last(mask), mask.bit_count(), spelling.name

    listed = [s for s in spellings if s.participating] or list(spellings)
    newest = max(listed, key=rank)
    if len(listed) > 1 and _is_unreal(newest.name, state, roster):
        place = parts(state, newest.name).place
        real = [s for s in listed if not _is_unreal(s.name, state, roster)]
        meant = [s for s in real if _ALIKE <= likeness(place, parts(state, s.name).place) < 1]
        newest = max(meant, key=rank, default=newest)
    if names.is_plain(newest.name):
        return newest.name
    same = [s for s in listed if names.fold(s.name, state) == names.fold(newest.name, state) and names.is_plain(s.name)]
    return max(same, key=rank, default=newest).name
