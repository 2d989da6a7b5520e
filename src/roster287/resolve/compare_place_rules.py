"""The rules of a comparison that ask for the place: the government it has, its neighbours, its county, its spelling."""

from __future__ import annotations

from roster287.resolve import compare_names as of_names
from roster287.resolve import compare_places as places
from roster287.resolve.compare_case import Answer, Case, both, more_said, more_words_alone, rests_agree
from roster287.resolve.compare_evidence import county_words
from roster287.resolve.compare_names import COUNTY_AREAS, likeness, place_relation

_RATHER, _MUCH = 0.5, 0.7
"""How alike a place must be to one that does not exist and takes its place: a county's, of which there are few, and a
town's, beside which there are bodies that are of no town (`Capitol Police`)."""


def placeless(case: Case) -> Answer | None:
    """One name with its place, and one without."""
    if bool(case.a.place) == bool(case.b.place):
        return None
    bare, placed = (case.a, case.b) if case.b.place else (case.b, case.a)
    spelling = case.left if bare is case.a else case.right
    told = placed.place in {county_words(county, case.state) for county in spelling.counties}
    why = f"{placed.place} | only COUNTY: {'/'.join(spelling.counties) or 'none'}"
    e, alike = case.evidence, case.alike_bodies and bare.number == placed.number
    if alike and told:
        other = case.right if spelling is case.left else case.left
        behind = other.fold.startswith(f"{spelling.fold} ")
        return ("same" if e.joined or behind else "unsure"), "place_left_out", why
    acronym = e.shared and not (case.a.body and case.b.body)
    if e.moved and not e.beside and (acronym or (alike and not spelling.counties and of_names.of_a_county(bare))):
        return "unsure", "no_place", why
    return "different", "no_place", why


def one_government(case: Case) -> Answer | None:
    """A city that is one government with its county, under its own name, the county's or both (`Athens-Clarke`)."""
    one, other = (of_names.bare(part.place).replace(" and ", " ") for part in (case.a, case.b))
    known = case.roster.known_place
    names = (one, other, f"{one} {other}", f"{other} {one}")
    joined = next((name for name in names if known(case.state, name, "consolidated")), "")
    if not joined or case.a.number != case.b.number or case.evidence.counties == "disagree":
        return None
    for part, place in ((case.a, one), (case.b, other)):
        of_county = part.area in COUNTY_AREAS
        if not part.area and part.body in of_names.COUNTY_BODIES:
            of_county = bool(known(case.state, place, "county"))
        if place != joined and not (joined.endswith(f" {place}") if of_county else joined.startswith(f"{place} ")):
            return None
    if case.alike_bodies or (case.body == "kin" and "law_enforcement" in {case.a.body, case.b.body}):
        why = both(case.left.name, case.right.name)
        return "same", "consolidated_government", "a city that is one government with its county: " + why
    return None


def neighbours(case: Case) -> Answer | None:
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
    if relation not in {"typo", "affix"} or (relation == "typo" and places.one_in_the_county(case)):
        return None
    if relation == "affix" and places.short_for(case):
        return "same", "short_name", "the FBI calls it so, and no other place is: " + both(case.a.place, case.b.place)
    rule = "look_alike" if relation == "typo" else "place_and_longer_place"
    return "different", rule, "both exist: " + both(case.a.place, case.b.place)


def county_veto(case: Case) -> Answer | None:
    """Two counties, which no likeness outweighs."""
    e = case.evidence
    if e.counties != "disagree":
        return None
    if case.a.area in COUNTY_AREAS and case.b.area in COUNTY_AREAS and case.here.real and case.there.real:
        return "different", "other_county", "both exist: " + both(case.a.place, case.b.place)
    moved = e.moved and not e.beside and case.alike_bodies and not case.county_level
    return ("unsure" if moved else "different"), "county_veto", "two counties: " + both(*e.printed_counties)


def sorts_of_place(case: Case) -> Answer | None:
    """A city and a county, or a town and a village."""
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
    if equal and case.evidence.shared and not case.evidence.beside:
        return "unsure", "other_sort_of_place", both(a, b)
    only_town = not equal and places.only_town(case)
    return "different", "no_such_county" if only_town else "other_sort_of_place", both(a, b)


def equal_places(case: Case) -> Answer | None:
    """One place: its sheriff, its police, or two bodies of it."""
    a, b, e = case.a, case.b, case.evidence
    if place_relation(a.place, b.place)[0] != "equal":
        return None
    why = both(case.left.name, case.right.name)
    if case.body == "kin" and not places.one_metropolis(case):
        two = of_names.two_of_a_kind(a, b) or of_names.metropolitan(a, b) or places.town_beside(case)
        two = two or not of_names.one_sort(a, b) or more_said(case) or places.town_alone(case)
        if (e.shared or (e.moved and not two)) and not e.beside:
            return "same", "renamed_body", "one agreement under two names of one body: " + why
        if e.waited and (not a.body or not b.body) and not two:
            return "same", "body_left_out", why
        return ("different" if e.beside else "unsure"), "kin_bodies", why
    if a.number != b.number:
        return ("same" if e.joined else "unsure"), "number_left_out", both(a.number, b.number)
    numbers = of_names.digits(a.rest), of_names.digits(b.rest)
    if not a.number and all(map(str.isdigit, numbers)) and numbers[0] != numbers[1]:
        return "different", "other_number", both(a.rest, b.rest)
    if not rests_agree(case) and not (e.firm and of_names.one_rest(a.rest, b.rest, e.shared)):
        return "unsure", "words_left_over", both(a.rest, b.rest)
    if a.division != b.division and a.body not in {"sheriff", "police"} and e.beside and not e.shared:
        return "unsure", "division_beside", both(a.division, b.division)
    if bool(a.area) != bool(b.area) and not places.must_be_one(case):
        return (
            "unsure",
            "several_of_that_name",
            f"{a.place}: {', '.join(places.sorts_there(case, a.place)) or 'unknown'}",
        )
    if a.body == "sheriff":
        return "same", "one_sheriff", f"{a.place} has one sheriff: " + both(a.title, b.title)
    return "same", "one_body_of_the_place", f"{a.place} has one: " + both(a.title, b.title)


def typos(case: Case) -> Answer | None:
    """Two places a slip or two apart."""
    a, b, e = case.a, case.b, case.evidence
    relation, slips = place_relation(a.place, b.place)
    if relation != "typo":
        return None
    why = f"{both(a.place, b.place)}, {slips} slip{'s' * (slips > 1)}"
    here, there = case.here, case.there
    more = a.number != b.number or not case.alike_bodies or not rests_agree(case)
    plain = not more and places.plain_misprint(case, slips)
    apart = not e.twice or e.beside_pending > 1
    if apart and (not plain or e.other_documents):
        return ("unsure" if plain else "different"), "side_by_side", why
    if more:
        kin = case.body == "kin" and a.number == b.number and rests_agree(case)
        words = more_words_alone(case) and False in {here.real, there.real}
        rule = "typo_and_kin" if kin else "typo_and_words" if words else "typo_and_more"
        return ("unsure" if e.moved or (e.shared and not e.beside) else "different"), rule, why
    known = here.real is not None and there.real is not None
    one_letter = a.place[0] == b.place[0]
    joined = (
        e.shared or e.named or ((e.joined or e.returned) and not (places.in_town(case) or places.nearer(case, slips)))
    )
    told = e.shared or e.named
    if known and joined and (told or here.real or there.real or one_letter):
        return "same", "typo_handed_over", why
    if plain:
        return "same", "typo_of_no_place", f"only {here.meant} exists: " + why
    if not known and (told or (e.moved and one_letter)):
        return "same", "typo_handed_over", why
    return "unsure", "typo_alone", why


def affixes(case: Case) -> Answer | None:
    """A place and a longer one that begins or ends with it."""
    a, b, e = case.a, case.b, case.evidence
    if place_relation(a.place, b.place)[0] != "affix":
        return None
    why = both(a.place, b.place)
    if places.city_said(case):
        return "same", "sort_of_place_said", "there is one city of that name, and no other place: " + why
    if not e.twice or e.beside_pending > 1:
        return "different", "side_by_side", why
    if places.city_before_county(case):
        return "same", "consolidated_government", "a city's name before its county's, which has one sheriff: " + why
    if places.of_another_kind(case):
        return "different", "place_and_longer_place", "both exist: " + why
    known = case.here.real is not None and case.there.real is not None
    if case.alike_bodies and a.number == b.number and known:
        if a.area != b.area and {a.area, b.area} & set(of_names.TOWN_AREAS):
            return "unsure", "truncated_alone", why
        one_of_a_county = a.body == b.body == "sheriff" and e.counties == "agree"
        hinted = e.moved and not of_names.bearing(a.place, b.place) and not places.added_to_a_place(case)
        if hinted or e.shared or (e.waited and one_of_a_county):
            return "same", "truncated", why
        return "unsure", "truncated_alone", why
    return ("unsure" if e.moved else "different"), "place_and_longer_place", why


def other_places(case: Case) -> Answer:
    """Two places: what is left when no rule before said something."""
    a, b, e = case.a, case.b, case.evidence
    why = both(a.place, b.place)
    _, slips = place_relation(a.place, b.place)
    unreal = (case.here.real is False) != (case.there.real is False)
    alike = case.alike_bodies and a.area == b.area and a.number == b.number and rests_agree(case)
    if alike and case.here.real is case.there.real is False and places.one_meant(case) and e.counties != "disagree":
        return ("same" if case.county_level else "unsure"), "two_misprints", f"{case.here.meant} is nearest: {why}"
    both_real = case.here.real and case.there.real
    if alike and not both_real and e.firm and not e.beside and sorted(a.place.split()) == sorted(b.place.split()):
        return "same", "words_in_another_order", why
    far = alike and unreal and case.county_level and e.counties != "disagree"
    far = far and case.here.meant == case.there.meant is not None
    if far and e.shared:
        return "same", "misprint_of_one_document", f"only {case.here.meant} exists: {why}"
    if case.alike_bodies and a.number == b.number and unreal and e.moved and not e.beside:
        returned = e.returned and not e.other_documents
        added = of_names.bearing(a.place, b.place) or of_names.glued(a.place, b.place)
        told_apart = added or places.elsewhere(case) or places.another(case)
        alike_enough = likeness(a.place, b.place) >= (_RATHER if case.county_level else _MUCH)
        alike_enough = alike_enough and not places.nearer(case, slips)
        if (alike_enough or returned or e.shared) and not told_apart:
            return "same", "no_such_place_handed_over", "only one of the two exists: " + why
        return "unsure", "no_such_place", why
    near = likeness(a.place, b.place) >= 0.6 and not e.beside
    if near and (far or (case.alike_bodies and unreal and (e.shared or e.waited))):
        return "unsure", "no_such_place", why
    return "different", "other_place", why
