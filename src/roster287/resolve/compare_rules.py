"""The rules of a comparison, in the order in which they are asked; the first that can say something decides.

    same name → number → slip → body → school → state body → one government → neighbours → county → sort → place

What speaks against a merge (another precinct, another body, counties that disagree, two names side by side on
one list, a neighbour that exists) is asked before what speaks for it in the same question, and is never outweighed.
"""

from __future__ import annotations

from collections.abc import Callable

from roster287.resolve import compare_names as of_names
from roster287.resolve import compare_place_rules as by_place
from roster287.resolve import compare_places as places
from roster287.resolve.compare_case import Answer, Case, both
from roster287.resolve.compare_names import COUNTY_AREAS, likeness, place_relation
from roster287.resolve.compare_schools import other_schools, schools
from roster287.resolve.spelling import Verdict
from roster287.vocabulary.slips import squeeze

_SHORTLY = 20
"""Publications, about a month in 2025: two rows that stand side by side for longer are no slow hand-over."""

_NEARLY = 0.92
"""How alike two whole names are that differ by a slip or two."""


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
    if places.spaced_apart(case) and case.evidence.counties != "agree" and not case.evidence.shared:
        why = "both exist: " + both(case.a.place, case.b.place)
        return ("unsure" if case.evidence.moved else "different"), "look_alike", why
    return "same", "same_fold", f"spelled out, both are: {case.left.fold}"


def _numbers(case: Case) -> Answer | None:
    a, b = case.a, case.b
    if a.number and b.number and (a.number != b.number or a.unit.split()[-1] != b.unit.split()[-1]):
        return "different", "other_number", both(f"{a.unit} {a.number}", f"{b.unit} {b.number}")
    return None


def _one_slip(case: Case) -> Answer | None:
    """A long name of no place that exists, in whose stead the same comes with a slip in it: `Texas State Gaurd`."""
    e = case.evidence
    if not (e.moved or e.shared) or not _slipped(case):
        return None
    return ("unsure" if e.other_documents else "same"), "one_slip", both(case.left.name, case.right.name)


def _slipped(case: Case) -> bool:
    a, b, e = case.a, case.b, case.evidence
    if case.here.real or case.there.real or e.beside or e.counties == "disagree":
        return False
    if a.institution or b.institution or "tribal_police" in {a.body, b.body}:  # Pikeville, Pineville; Iowa, Kiowa
        return False
    return of_names.slipped_once(case.left.fold, case.right.fold)


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


def _state_bodies(case: Case) -> Answer | None:
    a, b, e = case.a, case.b, case.evidence
    if a.place or b.place or a.area or b.area:
        return None
    why = both(f"{a.title} {a.division}".strip(), f"{b.title} {b.division}".strip())
    if of_names.of_a_county(a) and of_names.of_a_county(b) and e.counties != "agree":
        if e.counties == "disagree":
            return "different", "same_body_other_county", "each county has its own: " + both(*e.printed_counties)
        return ("same" if e.joined else "unsure"), "county_unsaid", why
    if case.body == "kin":
        one = e.moved and e.shared and not e.beside and not of_names.of_another(a.title, b.title)
        return ("same" if one else "unsure" if e.moved else "different"), "kin_state_bodies", why
    if a.number != b.number:
        return ("same" if e.moved else "unsure"), "number_left_out", both(a.number, b.number)
    if of_names.slipped(*(of_names.division(part, case.state) for part in (a, b))):
        if e.counties == "disagree" and not (a.state_prefix or b.state_prefix or e.shared):
            verdict: Verdict = "unsure" if e.joined else "different"
            return verdict, "county_veto", "neither says that it is the state's: " + both(*e.printed_counties)
        return "same", "one_state_body", "the state has one: " + why
    if a.division and b.division:
        return "different", "other_division", why
    if (e.shared or e.moved or e.waited) and e.twice:
        return "same", "division_added", why
    if e.beside:
        verdict = "unsure" if e.parted and e.beside <= _SHORTLY else "different"
        return verdict, "division_beside", "the whole and its part side by side, each signed for: " + why
    return "unsure", "division_alone", why


RULES: tuple[Callable[[Case], Answer | None], ...] = (
    _same_name,
    _numbers,
    _one_slip,
    _own_name,
    _bodies,
    schools,
    _state_bodies,
    by_place.placeless,
    by_place.one_government,
    by_place.neighbours,
    by_place.county_veto,
    by_place.sorts_of_place,
    by_place.equal_places,
    by_place.typos,
    by_place.affixes,
    by_place.other_places,
)


def decide(case: Case) -> Answer:
    """What the first rule that can say something says, unless one agreement shows two names to be one."""
    answer = next(answer for answer in (ask(case) for ask in RULES) if answer is not None)
    if answer[0] != "same" and (more := _more_words(case)):
        return more
    if answer[0] == "different" and _slipped(case):
        return "unsure", "slip_alone", both(case.left.name, case.right.name)
    return answer


def _more_words(case: Case) -> Answer | None:
    """A hand-over from a name to the same with more words (`The`, `City of`, a code, a note), or in another order.

    With one document, even one re-dated, the names may differ by a slip. What names another place that exists, another
    kind of body, or a number or a side of the sky on either side, is left to the rules that follow.
    """
    a, b, e = case.a, case.b, case.evidence
    left, right = case.left.fold, case.right.fold
    papers = bool(e.documents) and e.gave_way
    if (
        not (e.moved or papers)
        or _numbers(case)
        or other_schools(case)
        or e.beside
        or e.other_documents
        or e.counties == "disagree"
        or of_names.bearing(left, right)
        or of_names.of_another(left, right)
    ):
        return None
    equal = place_relation(a.place, b.place)[0] == "equal"
    one_place = bool(a.place) and equal and of_names.one_sort(case.a, case.b)
    one_place = one_place and not (places.town_beside(case) or places.town_alone(case))
    two = a.body != b.body or case.body == "other" or (case.body == "kin" and not papers)
    if a.body and b.body and two:
        return None
    if case.here.real and case.there.real and not one_place:
        return None
    placeless = not (a.place and b.place) and of_names.says_nothing(left, right)
    if not (papers or placeless or (one_place and e.counties == "agree")):
        return None
    if of_names.within(left, right):
        return "same", "more_words", "one agreement under two names: " + both(case.left.name, case.right.name)
    if papers and likeness(left, right) >= _NEARLY and of_names.within(of_names.digits(left), of_names.digits(right)):
        return "same", "nearly_one_name", "one agreement under two names: " + both(case.left.name, case.right.name)
    return None
