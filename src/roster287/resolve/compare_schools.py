"""The police of schools: which of two campuses, colleges or boards two names name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from roster287.resolve.compare_case import Answer, Case, both, rests_agree
from roster287.resolve.compare_names import place_relation, says_nothing
from roster287.vocabulary.abbreviations import STATE_NAMES
from roster287.vocabulary.slips import squeeze

if TYPE_CHECKING:
    from roster287.vocabulary.name_parts import NameParts

_SCHOOL_TAIL = re.compile(r"(?<=.)(?:(?<=college) system| (?:district|public|county))+$")
_NAMED_SCHOOL = re.compile(r"(?!state |a and )\w+ \w+(?: \w+)* (?:university|college)\b")
"""A school that has a name of its own without its state's before it: Gulf Coast Community College."""
_OF_SCHOOLS = frozenset(
    {"university", "college", "state", "community", "technical", "of", "independent", "consolidated", "school"}
    | {"schools", "system"}
)


def schools(case: Case) -> Answer | None:
    """What two names say of which one at least is that of a school's police; None where neither is."""
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
    one, other = (_school(case.state, part) for part in (case.a, case.b))
    if _two_boards(case.a, case.b):
        return "different", "two_boards", "a county's schools and a town's own: " + both(one, other)
    relation, slips = place_relation(one, other)
    if relation == "equal":
        if not rests_agree(case):
            return "unsure", "campus", f"{one}: " + both(case.a.rest, case.b.rest)
        if case.body != "kin" or (case.evidence.joined and not case.evidence.beside):
            return (
                "same",
                "one_campus_force",
                f"{one} has one police force: " + both(case.a.title, case.b.title),
            )
        return "unsure", "board_and_police", f"{one} signs as " + both(case.a.title, case.b.title)
    own = [_own_words(name) for name in (one, other)]
    both_towns = all(case.roster.known_place(case.state, words, "municipality") for words in own)
    if not case.evidence.shared and (both_towns or place_relation(*own)[0] != "typo"):
        return "different", "other_school", both(one, other)
    one_letter = case.evidence.joined and one[0] == other[0]
    if relation == "typo" and case.evidence.twice and (case.evidence.shared or one_letter):
        return "same", "typo", both(one, other)
    if relation == "typo" and slips == 1 and not case.evidence.beside:
        return "unsure", "typo_alone", both(one, other)
    renamed = own[0] == own[1] != STATE_NAMES[case.state]
    if renamed and case.evidence.moved and case.evidence.shared and not case.evidence.beside:
        return "unsure", "renamed_beyond_words", "one agreement under two names: " + both(one, other)
    return "different", "other_school", both(one, other)


def _school(state: str, told: NameParts) -> str:
    """The school of a name in one form: without its state's name, `District`, `Public`, the word county."""
    words = told.institution.replace("agricultural and", "a and").replace("a and mechanical", "a and m")
    words = words.replace("a and technical", "a and t").replace("technological", "tech")
    words = _SCHOOL_TAIL.sub("", words) if told.body in {"campus_police", "school_district"} else words
    rest = words.removeprefix(f"{STATE_NAMES[state]} ")
    return rest if _NAMED_SCHOOL.match(rest) else words


def _own_words(school_name: str) -> str:
    """The words of a school that are not what schools are called: `boston` of Boston College."""
    return " ".join(word for word in school_name.split() if word not in _OF_SCHOOLS) or school_name


def other_schools(case: Case) -> bool:
    """Whether two schools have other words of their own: Spring and Spring Branch."""
    one, other = (_own_words(_school(case.state, part)) for part in (case.a, case.b))
    return (
        bool(case.a.institution and case.b.institution)
        and squeeze(one) != squeeze(other)
        and not says_nothing(one, other)
    )


def _two_boards(left: NameParts, right: NameParts) -> bool:
    """Whether one school board is the county's and the other a town's own (`Harlan County`, `Harlan Independent`)."""
    words = [set(f"{part.institution} {part.title}".split()) for part in (left, right)]
    sorts = ["county" if "county" in of else "town" if of & {"independent", "city"} else "" for of in words]
    return set(sorts) == {"county", "town"}
