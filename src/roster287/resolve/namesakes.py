"""Two bodies of one name: a township, borough or city and its namesake in another county of the state.

Rows of one folded name that print two counties are two agencies, unless the place lies in both, or the lists show one
to be the other: the same signing or document, or one waiting or listed until the other comes. What prints no county, or
one that does not exist, is of the one that it is shown to be, or the first. A signing that is printed in the county of
a namesake, which has its own beside it, stays where it stood longest. The county of a body of the county or the state
says nothing here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from roster287.model import Parsed
from roster287.resolve.compare import Roster
from roster287.resolve.compare_evidence import WAIT_AFTER, meant_county, real_county, two_sorts
from roster287.resolve.compare_names import COUNTY_AREAS, of_a_county, of_the_state
from roster287.resolve.corrections import Rows
from roster287.resolve.presence import Masks, first, last, union
from roster287.vocabulary.name_parts import parts
from roster287.vocabulary.names import fold

_OF_A_PLACE = frozenset({"police", "port_airport", "special_police", "school_district", "corrections"})
"""Bodies of which many places have one, printed without the place (`Airport Police`)."""


class Seen(NamedTuple):
    """Where rows stand: on the participating lists and on the pending lists, with the day number of each list."""

    participating: Masks
    pending: Masks
    days: Sequence[int]
    waiting_days: Sequence[int]


class Body(NamedTuple):
    """One body of a name: what is added to the fold to tell it from others, nothing for the first, and its rows.

    `counties` are what may ever have been added for it: which body is the first may change with an older list.
    `astray` are those of its rows that print the county of a namesake.
    """

    added: str
    rows: list[int]
    counties: list[str]
    astray: list[int]


class _Group(NamedTuple):
    county: str
    rows: list[int]
    others: list[str]


def split(state: str, name: str, rows: Sequence[int], parsed: Rows, seen: Seen, roster: Roster) -> list[Body]:
    """The bodies of this name."""
    by_county: defaultdict[str, list[int]] = defaultdict(list)
    silent: list[int] = []
    keys: dict[str, str] = {}
    for row in rows:
        printed = parsed[row].county or ""
        if printed not in keys:
            keys[printed] = meant_county(printed, state, roster)
        (by_county[keys[printed]] if keys[printed] else silent).append(row)
    if len(by_county) < 2 or _of_county_or_state(state, name, roster):
        return [Body("", list(rows), [], [])]
    astray = _astray(by_county, parsed, seen)
    for row, home in astray.items():
        by_county[keys[parsed[row].county or ""]].remove(row)
        by_county[home].append(row)
    groups: list[_Group] = []
    its_own = [(county, own) for county, own in by_county.items() if own]
    for county, own in sorted(its_own, key=lambda item: (_began(item[1], seen), item[0])):
        new = _Group(county, own, [])
        known = next((group for group in groups if _one(state, name, group, new, parsed, seen, roster)), None)
        if known is None:
            groups.append(new)
        else:
            known.rows.extend(own)
            known.others.append(county)
    its = {row: [group for group in groups if _one_body(group.rows, [row], parsed, seen)] for row in silent}
    for row, shown in its.items():
        (shown[0] if len(shown) == 1 else groups[0]).rows.append(row)
    said = [[_said(county, state) for county in (group.county, *group.others)] for group in groups]
    added = ["", *(its[0] for its in said[1:])]
    return [
        Body(one, group.rows, its, [row for row in group.rows if row in astray])
        for one, group, its in zip(added, groups, said, strict=True)
    ]


def _astray(by_county: Mapping[str, Sequence[int]], parsed: Rows, seen: Seen) -> dict[int, str]:
    """The rows that print a signing in the county of a namesake, each with the county where that stood longest.

    A namesake there prints another signing beside it: of its model, or of any one if the county was right again later.
    """
    signings: defaultdict[tuple[str | None, ...], dict[str, list[int]]] = defaultdict(dict)
    for county, own in by_county.items():
        for row in own:
            if row in seen.participating:
                what = parsed[row]
                signings[what.model, what.signed, what.moa_url].setdefault(county, []).append(row)
    astray: dict[int, str] = {}
    for printed in signings.values():
        stood = {county: _masks(rows, seen)[0] for county, rows in printed.items()}
        home = max(sorted(stood), key=lambda county: (stood[county].bit_count(), -first(stood[county])))
        for county, rows in printed.items():
            strays, at_home = stood[county], stood[home]
            again = first(at_home) < first(strays) and last(strays) < last(at_home)
            others = [row for row in by_county[county] if _another(parsed[row], parsed[rows[0]], any_model=again)]
            if not strays & at_home and _masks(others, seen)[0] & at_home:
                astray.update(dict.fromkeys(rows, home))
    return astray


def _another(one: Parsed, other: Parsed, *, any_model: bool) -> bool:
    """Whether two rows are of two signings of a model, or of any: a day or a document of its own each."""
    if one.model != other.model:
        return any_model
    if one.moa_url and one.moa_url == other.moa_url:
        return False
    return one.signed != other.signed or bool(one.moa_url and other.moa_url)


def _one(state: str, name: str, one: _Group, other: _Group, parsed: Rows, seen: Seen, roster: Roster) -> bool:
    """Whether rows that print two counties are of one body: by the places of that name, or by the lists.

    One place that lies in both, and no second one, has one body. A place in each, or a body that each county has, is
    two side by side on a list.
    Where there is one place alone, in one of the two, the other is taken for a misprint, if no list shows both.
    """
    taken = parts(state, name)
    of_each = not taken.place or taken.body == "sheriff"
    lying = [{real_county(c, state, roster) for c in its} for its in roster.bearers(state, taken.place, taken.area)]
    sorts = two_sorts(taken.place, state, roster)
    two = (
        of_each
        or sorts
        or any(
            one.county in here and other.county in there
            for at, here in enumerate(lying)
            for number, there in enumerate(lying)
            if at != number
        )
    )
    if not two and any({one.county, other.county} <= here for here in lying):
        return True
    (here, _), (there, _) = _masks(one.rows, seen), _masks(other.rows, seen)
    papers, others = ({parsed[row].moa_url for row in group.rows} - {None} for group in (one, other))
    beside = here & there and not papers & others
    if two and beside:
        return False
    alone = not of_each and len(lying) == 1 and len(lying[0] & {one.county, other.county}) == 1
    if alone and not beside and not sorts:
        return True
    if not papers & others and all(_in_the_name(state, name, group, parsed) for group in (one, other)):
        return False
    return _one_body(one.rows, other.rows, parsed, seen)


def _in_the_name(state: str, name: str, group: _Group, parsed: Rows) -> bool:
    """Whether every row prints the county behind the name too: no misprint of the one cell alone."""
    return all(fold(parsed[row].agency, state) != fold(name, state) for row in group.rows)


def _said(county: str, state: str) -> str:
    return fold(county if county.endswith((" county", " city")) else f"{county} county", state)


def _of_county_or_state(state: str, name: str, roster: Roster) -> bool:
    taken = parts(state, name)
    if not taken.place:
        return not of_a_county(taken) and (of_the_state(taken) or taken.body not in _OF_A_PLACE)
    two = taken.area == "" and two_sorts(taken.place, state, roster)
    return taken.area in COUNTY_AREAS or (taken.body == "sheriff" and not two)


def _began(rows: Sequence[int], seen: Seen) -> int:
    listed, waiting = _masks(rows, seen)
    began = [seen.days[first(listed)]] if listed else []
    return min(began + ([seen.waiting_days[first(waiting)]] if waiting else []))


def _masks(rows: Sequence[int], seen: Seen) -> tuple[int, int]:
    return union(seen.participating.get(row, 0) for row in rows), union(seen.pending.get(row, 0) for row in rows)


def _one_body(left: Sequence[int], right: Sequence[int], parsed: Rows, seen: Seen) -> bool:
    """Whether one signing or document was printed with both counties, or one county gave way to the other.

    Side by side with a document each, they are two, though signed on one day.
    """
    listed = [[row for row in rows if row in seen.participating] for rows in (left, right)]
    one, other = ({(parsed[row].model, parsed[row].signed) for row in rows} for rows in listed)
    papers, others = ({parsed[row].moa_url for row in rows} - {None} for rows in listed)
    (here, waits), (there, waits_too) = _masks(left, seen), _masks(right, seen)
    if papers & others or (one & other and not (here & there and papers and others)):
        return True
    models = {parsed[row].model for row in left} & {parsed[row].model for row in right}
    if not models or here & there or waits & waits_too:
        return False
    own, theirs = (_masks([row for row in rows if parsed[row].model in models], seen)[0] for rows in (left, right))
    one_then_other = _then_listed(waits, own, there, seen) or _then_listed(waits_too, theirs, here, seen)
    return one_then_other or _gave_way(waits, waits_too)


def _gave_way(one: int, other: int) -> bool:
    return bool(one and other) and (last(one) + 1 == first(other) or last(other) + 1 == first(one))


def _then_listed(waits: int, own: int, listed: int, seen: Seen) -> bool:
    """Whether the other is listed when the one no longer waits, and the one is not listed itself since it began to."""
    if not waits or not listed or (own and seen.days[last(own)] >= seen.waiting_days[first(waits)]):
        return False
    return 0 <= seen.days[first(listed)] - seen.waiting_days[last(waits)] <= WAIT_AFTER
