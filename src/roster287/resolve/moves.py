"""An agreement first printed under another body of the same place, then moved: a county's jail under its sheriff.

On one list the row goes from one body of a county and comes to one of another kind of that county, with the same model
and signing date, and nothing that is printed speaks against it: no number or document. The agreement is the second
body's from the beginning, and so is the application for it, where the first body has no other agreement of that model;
the two bodies stay two. One that is printed under another body for a while, and back, never left the first; nor did one
whose document's name says the first body and not the second.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from roster287.resolve.agencies import Agency, Move
from roster287.resolve.compare import Roster
from roster287.resolve.compare_evidence import county_with_sort
from roster287.resolve.compare_names import COUNTY_BODIES
from roster287.resolve.corrections import Rows
from roster287.resolve.presence import Masks, first, last, union
from roster287.vocabulary.links import document_name
from roster287.vocabulary.name_parts import parts

_HELD = re.compile(r"jail|prison|detention|corr(?:ection|dept|ctr)")
_SAID = {
    "sheriff": re.compile(r"sher+if|co(?:unty)?so(?:[a-z]{2})?(?:_|\b)"),
    "jail": _HELD,
    "corrections": _HELD,
    "commissioners": re.compile(r"commis|bocc"),
    "prosecutor": re.compile(r"attorney|prosecut"),
}
"""How the name of a document says whose it is: `OkaloosaCoSheriffsOfficeFL_TFM_MOA`, `PascoCoBOCC_WSO_MOA`."""


class _Held(NamedTuple):
    agency: Agency
    rows: tuple[int, ...]
    mask: int


def settle(
    agencies: Sequence[Agency], parsed: Rows, participating: Masks, pending: Masks, roster: Roster
) -> list[Agency]:
    """The agencies, every moved agreement with the one it moved to; the id of one left without rows leads there."""
    places: defaultdict[tuple[str, str], list[Agency]] = defaultdict(list)
    for agency in agencies:
        named = {parts(agency.state, spelling.name).place for spelling in agency.spellings}
        for place in named - {""}:
            places[agency.state, place].append(agency)
    now = {agency.agency_id: agency for agency in agencies}
    for neighbours in places.values():
        if len(neighbours) > 1:
            _settle(neighbours, parsed, participating, pending, roster, now)
    return sorted(now.values(), key=lambda agency: agency.agency_id)


def _settle(
    neighbours: Sequence[Agency],
    parsed: Rows,
    participating: Masks,
    pending: Masks,
    roster: Roster,
    now: dict[str, Agency],
) -> None:
    held: defaultdict[tuple[str, str | None], list[_Held]] = defaultdict(list)
    for agency in neighbours:
        by_signing: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
        for row in agency.rows:
            model = parsed[row].model
            if row in participating and model is not None and parsed[row].signed is not None:
                by_signing[model, parsed[row].signed].append(row)
        for key, rows in by_signing.items():
            held[key].append(_Held(agency, tuple(rows), union(participating[row] for row in rows)))
    found: list[tuple[Move, str]] = []
    for (model, signed), holders in sorted(held.items()):
        for one in holders:
            end = last(one.mask) + 1
            after = [
                other
                for other in holders
                if (first(other.mask) == end or _takes_back(one, other))
                and _may_be_one_agreement(one, other, parsed, roster)
            ]
            if len(after) == 1:
                wrong, right = one, after[0]
                if first(right.mask) == end and _is_the_first_s(one, right, parsed, participating):
                    wrong, right = right, one
                waited = tuple(_waited(wrong, parsed, participating, pending))
                agency, until = wrong.agency, last(wrong.mask) + 1
                move = Move(wrong.rows, agency.name, agency.agency_id, model, signed, until, waited)
                found.append((move, right.agency.agency_id))
    for move, target in sorted(found, key=lambda one: one[0].at):  # the id of a body leads to where its last one went
        _carry_over(move.agency_id, target, move, now)


def _takes_back(one: _Held, other: _Held) -> bool:
    """Whether one stands just where the other is missing for a while: it was printed under the wrong body."""
    start, end = first(one.mask), last(one.mask) + 1
    return bool(start and not one.mask & other.mask and other.mask >> (start - 1) & 1 and other.mask >> end & 1)


def _may_be_one_agreement(one: _Held, other: _Held, parsed: Rows, roster: Roster) -> bool:
    """Whether two bodies are of two kinds that a county has, and no county, number or document of theirs differs.

    Their names are those the agreement was printed under; how a later list spells them changes nothing.
    """
    here, there = (parts(held.agency.state, parsed[held.rows[0]].agency) for held in (one, other))
    if here.body == there.body or not {here.body, there.body} <= COUNTY_BODIES or here.area != there.area:
        return False
    if here.number and there.number and here.number != there.number:
        return False
    state = one.agency.state
    counties = [
        {county_with_sort(parsed[row].county or "", state, roster) for row in held.rows} for held in (one, other)
    ]
    documents = [{parsed[row].moa_url or "" for row in held.rows} for held in (one, other)]
    return not any(_differ(*printed) for printed in (counties, documents))


def _is_the_first_s(one: _Held, other: _Held, parsed: Rows, participating: Masks) -> bool:
    """Whether a document that is linked up to the list that prints another body says the first one, and not that."""
    here, there = (_SAID[parts(held.agency.state, parsed[held.rows[0]].agency).body] for held in (one, other))
    comes = first(other.mask)
    rows = (*one.rows, *(row for row in other.rows if participating[row] >> comes & 1))
    names = {document_name(parsed[row].moa_url or "") for row in rows}
    return any(here.search(name) and not there.search(name) for name in names)


def _differ(these: set[str], those: set[str]) -> bool:
    """Whether both say something, and nothing in common."""
    these, those = these - {""}, those - {""}
    return bool(these and those) and not these & those


def _waited(one: _Held, parsed: Rows, participating: Masks, pending: Masks) -> list[int]:
    """The rows of the application: those that waited for the model of which this is the body's only agreement."""
    model = parsed[one.rows[0]].model
    alike = [row for row in one.agency.rows if parsed[row].model == model]
    if any(row in participating for row in alike if row not in one.rows):
        return []
    return [row for row in alike if row in pending]


def _carry_over(source: str, target: str, move: Move, now: dict[str, Agency]) -> None:
    if source not in now or target not in now or not {*move.rows} <= {*now[source].rows}:
        return
    giver, taker = now[source], now[target]
    kept = tuple(row for row in giver.rows if row not in move.misnamed)
    former = taker.former_ids
    if kept:
        now[source] = replace(giver, rows=kept)
    else:
        del now[source]
        former = tuple(sorted({*former, source, *giver.former_ids}))
    rows = tuple(sorted({*taker.rows, *move.misnamed}))
    now[target] = replace(taker, rows=rows, moves=(*taker.moves, move), former_ids=former)
