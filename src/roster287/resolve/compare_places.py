"""What the rosters say of the two places of a case: a plain misprint, one sort of place, a city said to be one."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from roster287.resolve import compare_names as of_names
from roster287.resolve.compare_case import Case
from roster287.resolve.compare_evidence import county_words, real_county
from roster287.resolve.compare_names import COUNTY_AREAS
from roster287.vocabulary.abbreviations import STATE_NAMES
from roster287.vocabulary.slips import squeeze

if TYPE_CHECKING:
    from roster287.resolve.compare_names import Standing
    from roster287.vocabulary.name_parts import NameParts

_LONG_ENOUGH = 7
"""Letters from which a place name is corrected without other evidence; shorter names have too many neighbours."""
_SHORT_BUT_PLAIN = 5
"""Letters from which it is where the first letter is right: fingers slip within a word, neighbours differ there."""

_MOST = 2
"""Slips within which a third place counts as near."""


def plain_misprint(case: Case, slips: int) -> bool:
    """Whether a misprint is so plain that the rosters alone decide: one place is meant by both, and one of them is it.

    One slip, a long name or an agreeing county, and no other state has the place that this state lacks; or an s was
    dropped and nothing else.
    """
    meant = case.here.meant
    if meant is None or in_town(case) or not (one_meant(case) or (meant == case.there.meant and _s_dropped(case))):
        return False
    if bool(case.a.area) != bool(case.b.area) and not _only_sort(case, meant):
        return False
    if _s_dropped(case):
        return True
    words = [squeeze(part.place) for part in (case.a, case.b)]
    shortest = min(map(len, words))
    if case.county_level or case.evidence.counties == "agree":
        return slips == 1 or shortest >= _LONG_ENOUGH
    plain = shortest >= _SHORT_BUT_PLAIN and words[0][0] == words[1][0]
    return slips == 1 and (shortest >= _LONG_ENOUGH or plain)


def one_meant(case: Case) -> bool:
    """Whether one place is the nearest to both names, and no other state has the place that this state lacks."""
    return case.here.meant is not None and case.here.meant == case.there.meant and not elsewhere(case)


def elsewhere(case: Case) -> bool:
    """Whether the place that this state does not have is one of another state: then the state may be the misprint.

    Not so where it is called a parish, which Louisiana alone has. What is no county of this state, but a town of it, is
    elsewhere too.
    """
    if case.evidence.counties == "agree":
        return False
    unreal = [(part.place, stands.kind) for part, stands in _unreal(case) if part.area != "parish"]
    return in_town(case) or any(
        case.roster.known_place(state, place, kind) for place, kind in unreal for state in STATE_NAMES
    )


def in_town(case: Case) -> bool:
    """Whether a county that this state does not have may be its independent city, or a town with a police of its own.

    ICE prints `Hopewell County` for the city of Hopewell.
    """
    if case.evidence.counties == "agree":
        return False
    return any(
        case.roster.known_place(case.state, part.place, kind)
        for part, stands in _unreal(case)
        if stands.kind == "county" and part.area != "parish"
        for kind in ("independent_city", *(() if part.body in of_names.COUNTY_BODIES else ("municipality",)))
    )


def _unreal(case: Case) -> list[tuple[NameParts, Standing]]:
    """The parts and the standing of each name whose place this state does not have."""
    names = ((case.a, case.here), (case.b, case.there))
    return [(part, stands) for part, stands in names if stands.real is False]


def another(case: Case) -> bool:
    """Whether the place that does not exist is a third one that does: misprinted, or with words beside it."""
    if case.here.meant and case.there.meant and case.here.meant != case.there.meant:
        return True
    for part, stands, other in ((case.a, case.here, case.b), (case.b, case.there, case.a)):
        words = part.place.split()
        cuts = range(1, len(words))
        pieces = [" ".join(words[at:]) for at in cuts] + [" ".join(words[:at]) for at in cuts]
        if stands.real is False and any(
            piece != other.place and case.roster.known_place(case.state, piece, stands.kind) for piece in pieces
        ):
            return True
    return False


def nearer(case: Case, slips: int) -> bool:
    """Whether any third place is nearer to the name that is none than the other name is, or is meant by its sort.

    `Chatooga` is a slip away from Chattooga County and two from Catoosa County; `Melborne Village` is no Melbourne.
    """
    near = partial(case.roster.near_places, case.state)
    for part, stands, other in ((case.a, case.here, case.b), (case.b, case.there, case.a)):
        if stands.real is not False:
            continue
        fewer = min(slips - 1, _MOST)
        own = squeeze(of_names.bare(other.place))
        if any(squeeze(place) != own for place in near(of_names.bare(part.place), stands.kind, fewer)):
            return True
        if part.area in of_names.TOWN_AREAS and part.area != other.area:
            return bool(near(f"{part.place} {part.area}", "municipality", min(slips, _MOST)))
    return False


def _s_dropped(case: Case) -> bool:
    """Whether two places differ by the s at the end of a word alone (`St. Mary County`, `St. Mary's County`)."""
    one, other = ([word.removesuffix("s") for word in part.place.split()] for part in (case.a, case.b))
    return one == other


def must_be_one(case: Case) -> bool:
    """Whether a name with the sort of its place (`Borough`, `County`) and one without must mean one place."""
    e = case.evidence
    few = e.waited and len(sorts_there(case, case.a.place)) <= 1
    one = e.shared or e.named or ((e.moved or few) and not town_beside(case))
    return bool(e.twice and one) or _only_sort(case, case.a.place)


def town_beside(case: Case) -> bool:
    """Whether one name says a township or a town, and the other can be the city, village or borough of that name."""
    area, there = case.a.area or case.b.area, of_names.sorts(case.state, case.a.place, case.roster)
    if area == "township" and not case.roster.known_place(case.state, case.a.place, area):
        area = "town"  # as Wisconsin's towns are called at times
    both_exist = area in there and not {"city", "town", "village", "borough"}.isdisjoint({*there} - {area})
    longer = bool(case.roster.known_place(case.state, f"{case.a.place} {area}", "municipality")) and bool(there)
    return case.a.area != case.b.area and (longer or (area in {"township", "town"} and both_exist))


def town_alone(case: Case) -> bool:
    """Whether one name is a place and no more, and may be a town; the other is a body of the county of that name."""
    bare, other = (case.a, case.b) if case.b.body else (case.b, case.a)
    alone = not (bare.body or bare.area or bare.rest) and other.body in of_names.COUNTY_BODIES
    return alone and other.area != "city" and bool(case.roster.known_place(case.state, bare.place, "municipality"))


def one_in_the_county(case: Case) -> bool:
    """Whether only one of two places lies in the county that both names print: Pennsylvania has a Centre Township, and
    Center Township lies in Beaver County."""
    if case.evidence.counties != "agree" or case.county_level:
        return False
    printed = [
        {real_county(county, case.state, case.roster) for county in spelling.counties} - {""}
        for spelling in (case.left, case.right)
    ]
    lying = [
        {real_county(county, case.state, case.roster) for its in bearers for county in its}
        for bearers in (case.roster.bearers(case.state, part.place, part.area) for part in (case.a, case.b))
    ]
    return len([its for its in lying if its & printed[0] & printed[1]]) == 1


def spaced_apart(case: Case) -> bool:
    """Whether two names differ by a space that tells two places apart: `Lake View` and `Lakeview` of Arkansas."""
    if case.left.fold == case.right.fold or case.county_level:
        return False
    return bool(case.roster.known_place(case.state, case.a.place, "spaced apart"))


def _only_sort(case: Case, place: str) -> bool:
    """Whether the state has no place of that name but one of the sort that one of the two names says."""
    area, found = case.a.area or case.b.area, sorts_there(case, place)
    if case.county_level or case.a.body == "sheriff" or area == "city":
        return len(found) <= 1
    several = case.roster.known_place(case.state, place, f"several {area}") and case.evidence.counties != "agree"
    return found == [area] and not several


def only_town(case: Case) -> bool:
    """Whether one name says a county that is none, nor near to one, but a place of the one sort that the other says."""
    for part, stands, other in ((case.a, case.here, case.b), (case.b, case.there, case.a)):
        if part.area in COUNTY_AREAS and stands.real is False and stands.meant is None:
            sorts = of_names.sorts(case.state, part.place, case.roster, part.body)
            return sorts == [other.area] or other.place == f"{part.place} {other.area}"
    return False


def sorts_there(case: Case, place: str) -> list[str]:
    """The sorts of place of that name that the state has, of those that the body may be of."""
    if case.a.body == "sheriff":
        kinds: tuple[str, ...] = ("county", "independent_city")
    elif case.county_level:
        kinds = ("county",)
    else:
        return of_names.sorts(case.state, place, case.roster, case.a.body)
    return [kind for kind in kinds if case.roster.known_place(case.state, place, kind)]


def city_before_county(case: Case) -> bool:
    """Whether the longer name of a county's sheriff puts a city before it (`Macon-Bibb County`): they are one."""
    names = ((case.left, case.a, case.here), (case.right, case.b, case.there))
    (_, short, one), (spelling, _, other) = sorted(names, key=lambda name: len(name[1].place))
    sheriffs = {case.a.body, case.b.body} == {"sheriff"} and {case.a.area, case.b.area} <= COUNTY_AREAS
    joined = re.search(rf"[a-z.] ?[-–/] ?{re.escape(short.place)}\b", spelling.name.lower())
    return sheriffs and bool(joined) and one.real is True and other.real is False and not other.meant


def short_for(case: Case) -> bool:
    """Whether one place is the short name by which the FBI knows the other (`Pryor`, for Pryor Creek)."""
    if not case.alike_bodies or case.a.number != case.b.number or case.evidence.counties == "disagree":
        return False
    pair = (case.a.place, case.b.place)
    return any(case.roster.known_place(case.state, " ".join(names), "short for") for names in (pair, pair[::-1]))


def of_another_kind(case: Case) -> bool:
    """Whether the longer of two places is no town but a county (`Miami-Dade`), or a city beside a township."""
    names = ((case.a, case.here), (case.b, case.there))
    (short, one), (long, _) = sorted(names, key=lambda name: len(name[0].place))
    if not one.real or one.kind != "municipality":
        return False
    if long.place == f"{short.place} city" and short.area not in {"", "city"}:
        return "city" in of_names.sorts(case.state, short.place, case.roster)
    return not long.area and bool(case.roster.known_place(case.state, long.place, "county"))


def added_to_a_place(case: Case) -> bool:
    """Whether the longer of two places is none, and the shorter is: words were added that may name another body.

    `San Antonio Park Police` is not San Antonio's; a hand-over alone cannot show that it was misprinted.
    """
    names = ((case.a, case.here), (case.b, case.there))
    (_, one), (_, other) = sorted(names, key=lambda name: len(name[0].place))
    return one.real is True and other.real is False


def city_said(case: Case) -> bool:
    """Whether the longer of two places only adds that it is a city (`Baltimore City`), and it is nothing else."""
    short, long = sorted((case.a.place, case.b.place), key=len)
    of_city = {part.area for part in (case.a, case.b) if part.place == short} <= {"", "city"}
    alike = case.alike_bodies and case.a.number == case.b.number and of_city
    alike = alike and not any(part.area for part in (case.a, case.b) if part.place == long)
    return alike and long == f"{short} city" and sorts_there(case, short) == ["city"]


def one_metropolis(case: Case) -> bool:
    """Whether two differ by `Metro` alone in a city that is one government with the county in COUNTY."""
    counties = (county_words(county, case.state) for side in (case.left, case.right) for county in side.counties)
    known = case.roster.known_place
    joined = any(known(case.state, f"{of_names.bare(case.a.place)} {county}", "consolidated") for county in counties)
    return joined and of_names.metropolitan_alone(case.a, case.b)
