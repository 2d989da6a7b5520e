"""Two spellings with everything that was found out about them, as the rules of a comparison see them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from roster287.resolve.compare_evidence import Evidence, county_words, weigh
from roster287.resolve.compare_names import (
    COUNTY_AREAS,
    COUNTY_BODIES,
    BodyRelation,
    Standing,
    body_relation,
    digits,
    standing,
    telling,
    within,
)
from roster287.vocabulary.abbreviations import STATE_NAMES
from roster287.vocabulary.name_parts import NameParts, parts
from roster287.vocabulary.slips import slips_between, squeeze

if TYPE_CHECKING:
    from roster287.resolve.spelling import Roster, Spelling, Verdict

Answer = tuple["Verdict", str, str]
"""Verdict, rule, and the sentence that says why."""
_MOUNT = re.compile(r"^mount ")


@dataclass(frozen=True, slots=True)
class Case:
    """Two spellings with all that was found out about them."""

    left: Spelling
    right: Spelling
    a: NameParts
    b: NameParts
    evidence: Evidence
    body: BodyRelation
    here: Standing
    there: Standing
    roster: Roster

    @property
    def state(self) -> str:
        """The state of both."""
        return self.left.state

    @property
    def alike_bodies(self) -> bool:
        """Whether the bodies are the same, or one is a variant of the other."""
        return self.body in {"same", "variant"}

    @property
    def county_level(self) -> bool:
        """Whether one of them at least is of a county."""
        return bool({self.a.area, self.b.area} & COUNTY_AREAS)


def make_case(left: Spelling, right: Spelling, roster: Roster) -> Case:
    """Everything about two spellings of one state."""
    (a, here), (b, there) = _told(left, roster), _told(right, roster)
    return Case(left, right, a, b, weigh(left, right, a, b, roster), body_relation(a, b), here, there, roster)


def _told(spelling: Spelling, roster: Roster) -> tuple[NameParts, Standing]:
    """The parts of a name and how its place stands; without an article or the state before it (`Florida Bunnell`)."""
    state, told = spelling.state, parts(spelling.state, spelling.name)
    if told.area == "city" and told.body in COUNTY_BODIES and not roster.known_place(state, told.place, "city"):
        whole = f"{told.place} city"  # Charles City is a county of Virginia
        a_county = any(roster.known_place(state, whole, kind) for kind in ("county", "independent_city"))
        told = told._replace(place=whole, area="county") if a_county else told
    stands = standing(state, told, roster)
    if stands.real is False:
        heads = ("the ", f"{STATE_NAMES[state]} ", f"{state.lower()} ")
        inner = [told._replace(place=told.place.removeprefix(head)) for head in heads]
        inner.append(told._replace(place=_MOUNT.sub("mountain ", told.place)))
        if not told.area and roster.known_place(state, town := told.place.removesuffix(" city"), "city"):
            inner.append(told._replace(place=town, area="city"))
        for one in inner:
            if one.place != told.place and (found := standing(state, one, roster)).real:
                return one, found
        if stands.meant is None and stands.kind == "county":
            return told, replace(stands, meant=_printed(spelling, told.place, roster))
    return told, stands


def _printed(spelling: Spelling, place: str, roster: Roster) -> str | None:
    """The county in COUNTY that is a slip away from a place that is none: of two that are, it says which is meant."""
    told = {county_words(county, spelling.state) for county in spelling.counties}
    near = [county for county in told if slips_between(squeeze(place), squeeze(county)) == 1]
    return near[0] if len(near) == 1 and roster.known_place(spelling.state, near[0], "county") else None


def score(case: Case, verdict: Verdict) -> float:
    """How alike the two are, from 0 to 1, within the range of the verdict: `same` from 0.75 on, `different` to 0.44."""
    raw = 0.5 * fuzz.ratio(case.left.fold, case.right.fold) / 100 + case.evidence.weight
    raw = max(0.0, min(1.0, raw))
    low, span = {"same": (0.75, 0.25), "unsure": (0.45, 0.29), "different": (0.0, 0.44)}[verdict]
    return round(low + span * raw, 3)


def reasons(case: Case) -> tuple[str, ...]:
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


def rests_agree(case: Case) -> bool:
    """Whether the words that were not understood say the same, numbers above all (`Place 1`)."""
    one, other = (sorted(telling(part.rest)) for part in (case.a, case.b))
    return one == other


def more_words_alone(case: Case) -> bool:
    """Whether one name has words more than the other that were not understood, no number, and all else is alike."""
    a, b = case.a, case.b
    one, other = (" ".join(telling(part.rest)) for part in (a, b))
    alike = case.alike_bodies and a.area == b.area and a.number == b.number
    return alike and within(one, other) and digits(one) == digits(other)


def more_said(case: Case) -> bool:
    """Whether one name has a word that neither the other nor the other's body has: `ABC Law Enforcement`."""
    pair = ((case.a, case.b), (case.b, case.a))
    one, other = ({*telling(part.rest)} - {*beside.title.split()} for part, beside in pair)
    return one != other


def both(one: str, other: str) -> str:
    """Two values side by side, for a reason."""
    return f"{one or 'none'} | {other or 'none'}"
