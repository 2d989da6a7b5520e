"""The rules of a comparison, in the order in which they are asked; the first that can say something decides.

    same name → number → body → school → state body → neighbours → county → sort of place → place

What speaks against a merge (another precinct, another body, counties that disagree, two names side by side on
one list, a neighbour that exists) is asked before what speaks for it in the same question, and is never outweighed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rapidfuzz import fuzz

from roster287.resolve import compare_names as of_names
from roster287.resolve.compare_case import Case, both
from roster287.resolve.compare_evidence import county_words
from roster287.resolve.compare_names import COUNTY_AREAS, likeness, place_relation
from roster287.resolve.spelling import Verdict, squeeze
from roster287.vocabulary.abbreviations import STATE_NAMES

Answer = tuple[Verdict, str, str]
"""Verdict, rule, and the sentence that says why."""

_SHORTLY = 20
"""Publications, about a month in 2025: after so long side by side two rows are no hand-over drawn out."""

_LONG_ENOUGH = 7
"""Letters from which a place name is corrected without other evidence; shorter names have too many neighbours."""


def _same_name(case: Case) -> Answer | None:
    if squeeze(case.left.fold) != squeeze(case.right.fold):
        return None
    if case.evidence.counties == "disagree" and case.a.area not in COUNTY_AREAS:
        verdict: Verdict = "different" if case.evidence.beside else "unsure"
        return (
            verdict,
            "same_name_other_county",
            "one name, two counties: " + both(*case.evidence.printed_counties),
        )
    return "same", "same_fold", f"spelled out, both are: {case.left.fold}"


def _numbers(case: Case) -> Answer | None:
    a, b = case.a, case.b
    if a.number and b.number and (a.number != b.number or a.unit.split()[-1] != b.unit.split()[-1]):
        return "different", "other_number", both(f"{a.unit} {a.number}", f"{b.unit} {b.number}")
    return None


def _digits(words: str) -> list[str]:
    return [word for word in words.split() if word.isdigit()]


def _own_name(case: Case) -> Answer | None:
    """A division printed under its own name alone: `Highway Patrol` and `Department of Safety / Highway Patrol`."""
    a, b, e = case.a, case.b, case.evidence
    if a.place or b.place or a.body == b.body:
        return None
    if not any(part and one.title and one.title in part for one, part in ((a, b.division), (b, a.division))):
        return None
    why = both(f"{a.title} {a.division}".strip(), f"{b.title} {b.division}".strip())
    return ("same" if (e.moved or e.shared) and e.twice else "unsure"), "division_by_its_own_name", why


def _bodies(case: Case) -> Answer | None:
    if case.body != "other":
        return None
    why = both(case.a.title, case.b.title)
    e = case.evidence
    if not case.a.place and not case.b.place and e.moved and e.shared and not e.beside:
        return "unsure", "renamed_beyond_words", "one agreement under two names: " + why
    return "different", "other_body", "two bodies: " + why


def _schools(case: Case) -> Answer | None:
    one, other = case.a.institution, case.b.institution
    if not one and not other:
        return None
    if not one or not other:
        why = both(one or case.a.place, other or case.b.place)
        school, place = one or other, case.a.place or case.b.place
        town = (case.there if one else case.here).real
        if place and school in {f"{place} university", f"{place} college"} and not case.evidence.beside:
            if town:
                return ("unsure" if case.evidence.firm else "different"), "school_and_town", why
            return ("same" if case.evidence.joined else "unsure"), "school_unsaid", why
        return "different", "school_and_place", why
    relation, slips = place_relation(one, other)
    if relation == "equal":
        if case.body != "kin" or (case.evidence.joined and not case.evidence.beside):
            return (
                "same",
                "one_campus_force",
                f"{one} has one police force: " + both(case.a.title, case.b.title),
            )
        return "unsure", "board_and_police", f"{one} signs as " + both(case.a.title, case.b.title)
    if relation == "typo" and case.evidence.joined and case.evidence.twice:
        return "same", "typo", both(one, other)
    if relation == "typo" and slips == 1 and not case.evidence.beside:
        return "unsure", "typo_alone", both(one, other)
    return "different", "other_school", both(one, other)


def _state_bodies(case: Case) -> Answer | None:
    a, b, e = case.a, case.b, case.evidence
    if a.place or b.place or a.area or b.area:
        return None
    why = both(f"{a.title} {a.division}".strip(), f"{b.title} {b.division}".strip())
    if case.body == "kin":
        one = e.moved and e.shared and not e.beside
        return ("same" if one else "unsure" if e.moved else "different"), "kin_state_bodies", why
    if a.number != b.number:
        return ("same" if e.moved else "unsure"), "number_left_out", both(a.number, b.number)
    if of_names.slipped(a.division, b.division):
        return "same", "one_state_body", "the state has one: " + why
    if a.division and b.division:
        return "different", "other_division", why
    if (e.shared or e.moved or e.waited) and e.twice:
        return "same", "division_added", why
    if e.beside:
        verdict: Verdict = "unsure" if e.parted and e.beside <= _SHORTLY else "different"
        return verdict, "division_beside", "the whole and its part side by side, each signed for: " + why
    return "unsure", "division_alone", why


def _placeless(case: Case) -> Answer | None:
    if bool(case.a.place) == bool(case.b.place):
        return None
    bare, placed = (case.a, case.b) if case.b.place else (case.b, case.a)
    spelling = case.left if bare is case.a else case.right
    told = placed.place in {county_words(county, case.state) for county in spelling.counties}
    why = f"{placed.place} | only COUNTY: {'/'.join(spelling.counties) or 'none'}"
    if case.alike_bodies and bare.number == placed.number and told:
        return ("same" if case.evidence.joined else "unsure"), "place_left_out", why
    return "different", "no_place", why


def _neighbours(case: Case) -> Answer | None:
    """Two names that are nearly one, and both exist."""
    relation, _ = place_relation(case.a.place, case.b.place)
    if not (case.here.real and case.there.real):
        return None
    area = case.a.area or case.b.area
    if relation == "equal" and area in of_names.TOWN_AREAS and not (case.a.area and case.b.area):
        longer = f"{case.a.place} {area}"
        said = longer in case.left.fold or longer in case.right.fold
        if said and case.roster.known_place(case.state, longer, "municipality"):
            return "different", "place_and_longer_place", "both exist: " + both(case.a.place, longer)
    if relation not in {"typo", "affix"}:
        return None
    rule = "look_alike" if relation == "typo" else "place_and_longer_place"
    return "different", rule, "both exist: " + both(case.a.place, case.b.place)


def _county_veto(case: Case) -> Answer | None:
    e = case.evidence
    if e.counties != "disagree":
        return None
    if case.a.area in COUNTY_AREAS and case.b.area in COUNTY_AREAS and case.here.real and case.there.real:
        return "different", "other_county", "both exist: " + both(case.a.place, case.b.place)
    verdict: Verdict = "unsure" if e.moved and case.alike_bodies and not case.county_level else "different"
    return verdict, "county_veto", "two counties: " + both(*e.printed_counties)


def _sorts_of_place(case: Case) -> Answer | None:
    a, b = case.a.area, case.b.area
    place = case.a.place if a in COUNTY_AREAS else case.b.place
    only_county = case.roster.known_place(case.state, place, "municipality") is False
    if {case.a.body, case.b.body} == {"police"} and (a in COUNTY_AREAS) != (b in COUNTY_AREAS) and not only_county:
        return "different", "city_and_county", both(case.left.name, case.right.name)
    if not a or not b or a == b or {a, b} <= COUNTY_AREAS:
        return None
    unreal = case.here.real is False or case.there.real is False
    equal = place_relation(case.a.place, case.b.place)[0] == "equal"
    sheriff = case.a.body == "sheriff"
    if equal and unreal and case.alike_bodies and (sheriff or case.evidence.joined):
        return "same", "sort_of_place_misprinted", f"only one of the two exists: {both(a, b)}"
    if equal and case.evidence.moved and case.evidence.shared:
        return "unsure", "other_sort_of_place", both(a, b)
    return "different", "other_sort_of_place", both(a, b)


def _equal_places(case: Case) -> Answer | None:
    a, b, e = case.a, case.b, case.evidence
    if place_relation(a.place, b.place)[0] != "equal":
        return None
    why = both(case.left.name, case.right.name)
    if case.body == "kin":
        if (e.moved or e.shared) and not e.beside:
            return "same", "renamed_body", "one agreement under two names of one body: " + why
        if e.waited and (not a.body or not b.body):
            return "same", "body_left_out", why
        return ("different" if e.beside else "unsure"), "kin_bodies", why
    if a.number != b.number:
        return ("same" if e.joined else "unsure"), "number_left_out", both(a.number, b.number)
    if not _rests_agree(case) and not (e.firm and _digits(a.rest) == _digits(b.rest)):
        return "unsure", "words_left_over", both(a.rest, b.rest)
    if a.division != b.division and e.beside and not e.shared:
        return "unsure", "division_beside", both(a.division, b.division)
    if bool(a.area) != bool(b.area) and not _one_sort(case):
        return "unsure", "several_of_that_name", f"{a.place}: {', '.join(_sorts_there(case)) or 'unknown'}"
    if a.body == "sheriff":
        return "same", "one_sheriff", f"{a.place} has one sheriff: " + both(a.title, b.title)
    return "same", "one_body_of_the_place", f"{a.place} has one: " + both(a.title, b.title)


def _rests_agree(case: Case) -> bool:
    """Whether the words that were not understood say the same, numbers above all (`Place 1`)."""
    one, other = case.a.rest, case.b.rest
    return _digits(one) == _digits(other) and fuzz.ratio(one, other) >= 80


def _elsewhere(case: Case) -> bool:
    """Whether the place that this state does not have is one of another state: then the state may be the misprint."""
    unreal = [(p.place, s.kind) for p, s in ((case.a, case.here), (case.b, case.there)) if s.real is False]
    return case.evidence.counties != "agree" and any(
        case.roster.known_place(state, place, kind) for place, kind in unreal for state in STATE_NAMES
    )


def _one_sort(case: Case) -> bool:
    """Whether a name with the sort of its place (`Borough`, `County`) and one without must mean one place."""
    area, found = case.a.area or case.b.area, _sorts_there(case)
    if case.evidence.twice and (case.evidence.firm or (case.evidence.waited and len(found) <= 1)):
        return True
    if case.county_level or case.a.body == "sheriff":
        return len(found) <= 1
    return found == [area] or (area == "city" and len(found) <= 1)


def _sorts_there(case: Case) -> list[str]:
    if case.a.body == "sheriff":
        kinds: tuple[str, ...] = ("county", "independent_city")
    elif case.county_level:
        kinds = ("county",)
    else:
        return of_names.sorts(case.state, case.a.place, case.roster)
    return [kind for kind in kinds if case.roster.known_place(case.state, case.a.place, kind)]


def _typos(case: Case) -> Answer | None:
    a, b, e = case.a, case.b, case.evidence
    relation, slips = place_relation(a.place, b.place)
    if relation != "typo":
        return None
    why = f"{both(a.place, b.place)}, {slips} slip{'s' * (slips > 1)}"
    here, there = case.here, case.there
    if not e.twice or e.beside_pending > 1:
        return "different", "side_by_side", why
    if a.number != b.number or not case.alike_bodies or not _rests_agree(case):
        return ("unsure" if e.moved else "different"), "typo_and_more", why
    known = here.real is not None and there.real is not None
    if known and (e.joined or e.returned):
        return "same", "typo_handed_over", why
    if known and here.meant and here.meant == there.meant and _plain_enough(case, slips) and not _elsewhere(case):
        return "same", "typo_of_no_place", f"only {here.meant} exists: " + why
    if not known and (e.moved or e.shared or e.named):
        return "same", "typo_handed_over", why
    return "unsure", "typo_alone", why


def _plain_enough(case: Case, slips: int) -> bool:
    """Whether a misprint is so plain that the rosters alone decide: one slip, a long name or an agreeing county."""
    shortest = min(len(squeeze(case.a.place)), len(squeeze(case.b.place)))
    if case.county_level or case.evidence.counties == "agree":
        return slips == 1 or shortest >= _LONG_ENOUGH
    return slips == 1 and shortest >= _LONG_ENOUGH


def _affixes(case: Case) -> Answer | None:
    a, b, e = case.a, case.b, case.evidence
    if place_relation(a.place, b.place)[0] != "affix":
        return None
    why = both(a.place, b.place)
    if not e.twice or e.beside_pending > 1:
        return "different", "side_by_side", why
    if _city_said(case):
        return "same", "sort_of_place_said", "there is one city of that name, and no other place: " + why
    if _consolidated(case):
        return "same", "consolidated_government", "a city's name before its county's, which has one sheriff: " + why
    known = case.here.real is not None and case.there.real is not None
    if case.alike_bodies and a.number == b.number and known:
        if a.area != b.area and {a.area, b.area} & set(of_names.TOWN_AREAS):
            return "unsure", "truncated_alone", why
        one_of_a_county = a.body == b.body == "sheriff" and e.counties == "agree"
        if e.moved or e.shared or (e.waited and one_of_a_county):
            return "same", "truncated", why
        return "unsure", "truncated_alone", why
    return ("unsure" if e.moved else "different"), "place_and_longer_place", why


def _consolidated(case: Case) -> bool:
    """Whether the longer name of a county's sheriff puts a city before it (`Macon-Bibb County`): they are one."""
    names = ((case.left, case.a, case.here), (case.right, case.b, case.there))
    (_, short, one), (spelling, _, other) = sorted(names, key=lambda name: len(name[1].place))
    sheriffs = {case.a.body, case.b.body} == {"sheriff"} and {case.a.area, case.b.area} <= COUNTY_AREAS
    joined = re.search(rf"[a-z.] ?[-–/] ?{re.escape(short.place)}\b", spelling.name.lower())
    return sheriffs and bool(joined) and one.real is True and other.real is False and not other.meant


def _city_said(case: Case) -> bool:
    """Whether the longer of two places only adds that it is a city (`Baltimore City`), and it is nothing else."""
    short, long = sorted((case.a.place, case.b.place), key=len)
    alike = case.alike_bodies and case.a.number == case.b.number and not (case.a.area or case.b.area)
    return alike and long == f"{short} city" and of_names.sorts(case.state, short, case.roster) == ["city"]


def _other_places(case: Case) -> Answer:
    a, b, e = case.a, case.b, case.evidence
    why = both(a.place, b.place)
    unreal = (case.here.real is False) != (case.there.real is False)
    if case.alike_bodies and a.number == b.number and unreal and e.moved and not e.beside:
        if (likeness(a.place, b.place) >= 0.5 or e.returned or e.shared) and not _elsewhere(case):
            return "same", "no_such_place_handed_over", "only one of the two exists: " + why
        return "unsure", "no_such_place", why
    near = likeness(a.place, b.place) >= 0.6 and not e.beside
    if case.alike_bodies and unreal and near and (e.shared or e.waited):
        return "unsure", "no_such_place", why
    return "different", "other_place", why


RULES: tuple[Callable[[Case], Answer | None], ...] = (
    _same_name,
    _numbers,
    _own_name,
    _bodies,
    _schools,
    _state_bodies,
    _placeless,
    _neighbours,
    _county_veto,
    _sorts_of_place,
    _equal_places,
    _typos,
    _affixes,
    _other_places,
)
