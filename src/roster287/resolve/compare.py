"""Two spellings of one state compared, part by part, with a named rule and its reasons.

    same name → number → body → school → state body → county → sort of place → place: equal, typo, affix, other

The first rule that can say something decides. What speaks against a merge (another precinct, another body,
counties that disagree, two names side by side on one list, a neighbour that exists) is asked before anything
that speaks for it, and is never outweighed. `unsure` never merges. Pure functions: no input, no output, no order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from roster287.resolve import compare_names as of_names
from roster287.resolve.compare_evidence import Evidence, weigh
from roster287.resolve.compare_names import (
    COUNTY_AREAS,
    Standing,
    body_relation,
    likeness,
    place_relation,
    standing,
)
from roster287.resolve.spelling import Comparison, KnownPlaces, NoRoster, Roster, Spelling, Verdict, squeeze
from roster287.vocabulary.names import NameParts, parts

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Comparison", "KnownPlaces", "NoRoster", "Roster", "Spelling", "Verdict", "compare"]

Answer = tuple[Verdict, str, str]
"""Verdict, rule, and the sentence that says why."""

_LONG_ENOUGH = 7
"""Letters from which a place name is corrected without other evidence; shorter names have too many neighbours."""


@dataclass(frozen=True, slots=True)
class _Case:
    """Two spellings with all that was found out about them."""

    left: Spelling
    right: Spelling
    a: NameParts
    b: NameParts
    evidence: Evidence
    body: of_names.BodyRelation
    here: Standing
    there: Standing
    roster: Roster

    @property
    def state(self) -> str:
        return self.left.state

    @property
    def alike_bodies(self) -> bool:
        return self.body in {"same", "variant"}

    @property
    def county_level(self) -> bool:
        return bool({self.a.area, self.b.area} & COUNTY_AREAS)


def compare(left: Spelling, right: Spelling, context: Roster | None = None) -> Comparison:
    """Whether two spellings name one agency, with the rule that says so. The verdict does not depend on the order."""
    if left.state != right.state:
        return Comparison(
            "different", 0.0, "other_state", (f"{left.state} | {right.state}",), left.name, right.name
        )
    roster = context or NoRoster()
    a, b = parts(left.state, left.name), parts(right.state, right.name)
    case = _Case(
        left,
        right,
        a,
        b,
        weigh(left, right, a, b, roster),
        body_relation(a, b),
        standing(left.state, a, roster),
        standing(left.state, b, roster),
        roster,
    )
    verdict, rule, why = next(answer for answer in (ask(case) for ask in _RULES) if answer is not None)
    return Comparison(verdict, _score(case, verdict), rule, (why, *_reasons(case)), left.name, right.name)


def _score(case: _Case, verdict: Verdict) -> float:
    raw = 0.5 * fuzz.ratio(case.left.fold, case.right.fold) / 100 + case.evidence.weight
    raw = max(0.0, min(1.0, raw))
    low, span = {"same": (0.75, 0.25), "unsure": (0.45, 0.3), "different": (0.0, 0.45)}[verdict]
    return round(low + span * raw, 3)


def _reasons(case: _Case) -> tuple[str, ...]:
    """Every piece of evidence in plain words, with both values."""
    found, e = [], case.evidence
    if e.moved:
        what = ", ".join(f"{model} signed {day}" for model, day in e.signings[:3])
        again = " and came back" if e.returned else ""
        found.append(f"hand-over{again}: one leaves the list as the other comes, with {what}")
    elif e.signings:
        found.append("same signing: " + ", ".join(f"{model} {day}" for model, day in e.signings[:3]))
    if e.documents:
        found.append("same document: " + ", ".join(e.documents[:3]))
    if e.named:
        found.append(f"the document of one bears the other's name: {e.named}")
    if e.waited:
        found.append("one waited on the pending list where the other was then signed or waiting")
    if e.beside:
        found.append(f"both stand on {e.beside} participating publications")
    if e.beside_pending:
        found.append(f"both stand on {e.beside_pending} pending publications")
    if e.counties != "unknown":
        found.append(f"counties {e.counties}: {e.printed_counties[0]} | {e.printed_counties[1]}")
    for parts_, seen in ((case.a, case.here), (case.b, case.there)):
        if seen.real is not None:
            meant = f"; nearest is {seen.meant}" if seen.meant and not seen.real else ""
            found.append(f"{parts_.place}: {'a' if seen.real else 'no'} {seen.kind} of {case.state}{meant}")
    return tuple(found)


def _both(one: str, other: str) -> str:
    return f"{one or 'none'} | {other or 'none'}"


def _same_name(case: _Case) -> Answer | None:
    if case.left.fold != case.right.fold:
        return None
    if case.evidence.counties == "disagree" and case.a.area not in COUNTY_AREAS:
        verdict: Verdict = "different" if case.evidence.beside else "unsure"
        return (
            verdict,
            "same_name_other_county",
            "one name, two counties: " + _both(*case.evidence.printed_counties),
        )
    return "same", "same_fold", f"spelled out, both are: {case.left.fold}"


def _numbers(case: _Case) -> Answer | None:
    a, b = case.a, case.b
    if a.number and b.number and (a.number != b.number or a.unit.split()[-1] != b.unit.split()[-1]):
        return "different", "other_number", _both(f"{a.unit} {a.number}", f"{b.unit} {b.number}")
    return None


def _bodies(case: _Case) -> Answer | None:
    if case.body != "other":
        return None
    why = _both(case.a.title, case.b.title)
    if not case.a.place and not case.b.place and case.evidence.moved and case.evidence.shared:
        return "unsure", "renamed_beyond_words", "one agreement under two names: " + why
    return "different", "other_body", "two bodies: " + why


def _schools(case: _Case) -> Answer | None:
    one, other = case.a.institution, case.b.institution
    if not one and not other:
        return None
    if not one or not other:
        return "different", "school_and_place", _both(one or case.a.place, other or case.b.place)
    relation, _ = place_relation(one, other)
    if relation == "equal":
        if case.body != "kin" or (case.evidence.joined and not case.evidence.beside):
            return (
                "same",
                "one_campus_force",
                f"{one} has one police force: " + _both(case.a.title, case.b.title),
            )
        return "unsure", "board_and_police", f"{one} signs as " + _both(case.a.title, case.b.title)
    if relation == "typo" and case.evidence.joined and case.evidence.twice:
        return "same", "typo", _both(one, other)
    return "different", "other_school", _both(one, other)


def _state_bodies(case: _Case) -> Answer | None:
    a, b, e = case.a, case.b, case.evidence
    if a.place or b.place or a.area or b.area:
        return None
    why = _both(f"{a.title} {a.division}".strip(), f"{b.title} {b.division}".strip())
    if case.body == "kin":
        return ("unsure" if e.moved else "different"), "kin_state_bodies", why
    if a.number != b.number:
        return ("same" if e.moved else "unsure"), "number_left_out", _both(a.number, b.number)
    if a.division == b.division or fuzz.ratio(a.division, b.division) >= 90:
        return "same", "one_state_body", "the state has one: " + why
    if a.division and b.division:
        return "different", "other_division", why
    if (e.shared or e.moved or e.waited) and e.twice:
        return "same", "division_added", why
    if e.beside:
        return (
            "different",
            "division_beside",
            "the whole and its part stand side by side, each signed for: " + why,
        )
    return "unsure", "division_alone", why


def _placeless(case: _Case) -> Answer | None:
    if bool(case.a.place) == bool(case.b.place):
        return None
    bare, placed = (case.a, case.b) if case.b.place else (case.b, case.a)
    spelling = case.left if bare is case.a else case.right
    counties = {squeeze(words) for words in spelling.counties} if spelling.counties else set()
    county = {squeeze(place) for place in (placed.place, f"{placed.place} county", f"{placed.place} parish")}
    told = bool({c.lower() for c in counties} & county)
    why = f"{placed.place} | only COUNTY: {'/'.join(spelling.counties) or 'none'}"
    if case.alike_bodies and bare.number == placed.number and told:
        return ("same" if case.evidence.joined else "unsure"), "place_left_out", why
    return "different", "no_place", why


def _county_veto(case: _Case) -> Answer | None:
    e = case.evidence
    if e.counties != "disagree":
        return None
    verdict: Verdict = "unsure" if e.moved and case.alike_bodies and not case.county_level else "different"
    return verdict, "county_veto", "two counties: " + _both(*e.printed_counties)


def _sorts_of_place(case: _Case) -> Answer | None:
    a, b = case.a.area, case.b.area
    if (
        case.a.body == "police"
        and case.b.body == "police"
        and bool({a} & COUNTY_AREAS) != bool({b} & COUNTY_AREAS)
    ):
        return "different", "city_and_county", _both(case.left.name, case.right.name)
    if not a or not b or a == b or {a, b} <= COUNTY_AREAS:
        return None
    unreal = case.here.real is False or case.there.real is False
    equal = place_relation(case.a.place, case.b.place)[0] == "equal"
    if equal and unreal and case.evidence.joined and case.alike_bodies:
        return "same", "sort_of_place_misprinted", f"only one of the two exists: {_both(a, b)}"
    if equal and case.evidence.moved and case.evidence.shared:
        return "unsure", "other_sort_of_place", _both(a, b)
    return "different", "other_sort_of_place", _both(a, b)


def _equal_places(case: _Case) -> Answer | None:
    a, b, e = case.a, case.b, case.evidence
    if place_relation(a.place, b.place)[0] != "equal":
        return None
    why = _both(case.left.name, case.right.name)
    if case.body == "kin":
        if (e.moved or e.shared) and not e.beside:
            return "same", "renamed_body", "one agreement under two names of one body: " + why
        if e.waited and (not a.body or not b.body):
            return "same", "body_left_out", why
        return ("different" if e.beside else "unsure"), "kin_bodies", why
    if a.number != b.number:
        return ("same" if e.joined else "unsure"), "number_left_out", _both(a.number, b.number)
    if fuzz.ratio(a.rest, b.rest) < 80 and not e.joined:
        return "unsure", "words_left_over", _both(a.rest, b.rest)
    if a.division != b.division and e.beside and not e.shared:
        return "unsure", "division_beside", _both(a.division, b.division)
    if bool(a.area) != bool(b.area) and not _one_sort(case):
        return "unsure", "several_of_that_name", f"{a.place}: {', '.join(_sorts_there(case))}"
    if a.body == "sheriff":
        return "same", "one_sheriff", f"{a.place} has one sheriff: " + _both(a.title, b.title)
    return "same", "one_body_of_the_place", f"{a.place} has one: " + _both(a.title, b.title)


def _one_sort(case: _Case) -> bool:
    """Whether a name with the sort of its place (`Borough`, `County`) and one without must mean one place."""
    e = case.evidence
    return (e.joined and e.twice) or len(_sorts_there(case)) <= 1


def _sorts_there(case: _Case) -> list[str]:
    place = case.a.place
    if case.county_level:
        kinds = ("county", "independent_city") if case.a.body == "sheriff" else ("county",)
        return [kind for kind in kinds if case.roster.known_place(case.state, place, kind)]
    found = of_names.sorts(case.state, place, case.roster)
    area = case.a.area or case.b.area
    return found if area in {"city", "town"} or found else ["unknown", area]


def _typos(case: _Case) -> Answer | None:
    a, b, e = case.a, case.b, case.evidence
    relation, slips = place_relation(a.place, b.place)
    if relation != "typo":
        return None
    why = f"{_both(a.place, b.place)}, {slips} slip{'s' * (slips > 1)}"
    here, there = case.here, case.there
    if here.real and there.real:
        return "different", "look_alike", "both exist: " + why
    if not e.twice or e.beside_pending > 1:
        return "different", "side_by_side", why
    if a.number != b.number or not case.alike_bodies or fuzz.ratio(a.rest, b.rest) < 80:
        return ("unsure" if e.moved else "different"), "typo_and_more", why
    known = here.real is not None and there.real is not None
    if known and (e.joined or e.returned):
        return "same", "typo_handed_over", why
    if known and here.meant and here.meant == there.meant and _plain_enough(case, slips):
        return "same", "typo_of_no_place", f"only {here.meant} exists: " + why
    if not known and (e.moved or e.shared or e.named):
        return "same", "typo_handed_over", why
    return "unsure", "typo_alone", why


def _plain_enough(case: _Case, slips: int) -> bool:
    """Whether a misprint is so plain that the rosters alone decide: one slip, a long name or an agreeing county."""
    shortest = min(len(squeeze(case.a.place)), len(squeeze(case.b.place)))
    if case.county_level or case.evidence.counties == "agree":
        return slips == 1 or shortest >= _LONG_ENOUGH
    return slips == 1 and shortest >= _LONG_ENOUGH


def _affixes(case: _Case) -> Answer | None:
    a, b, e = case.a, case.b, case.evidence
    if place_relation(a.place, b.place)[0] != "affix":
        return None
    why = _both(a.place, b.place)
    if case.here.real and case.there.real:
        return "different", "place_and_longer_place", "both exist: " + why
    if not e.twice or e.beside_pending > 1:
        return "different", "side_by_side", why
    known = case.here.real is not None and case.there.real is not None
    if case.alike_bodies and a.number == b.number and known:
        if e.moved or e.shared or (e.waited and e.counties == "agree"):
            return "same", "truncated", why
        return "unsure", "truncated_alone", why
    return ("unsure" if e.moved else "different"), "place_and_longer_place", why


def _other_places(case: _Case) -> Answer:
    a, b, e = case.a, case.b, case.evidence
    why = _both(a.place, b.place)
    unreal = (case.here.real is False) != (case.there.real is False)
    if case.alike_bodies and a.number == b.number and unreal and e.moved and not e.beside:
        if likeness(a.place, b.place) >= 0.5 or e.returned or e.shared:
            return "same", "no_such_place_handed_over", "only one of the two exists: " + why
        return "unsure", "no_such_place", why
    if (
        case.alike_bodies
        and unreal
        and (e.shared or e.waited)
        and likeness(a.place, b.place) >= 0.6
        and not e.beside
    ):
        return "unsure", "no_such_place", why
    return "different", "other_place", why


_RULES: tuple[Callable[[_Case], Answer | None], ...] = (
    _same_name,
    _numbers,
    _bodies,
    _schools,
    _state_bodies,
    _placeless,
    _county_veto,
    _sorts_of_place,
    _equal_places,
    _typos,
    _affixes,
    _other_places,
)
