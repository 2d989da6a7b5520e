"""What no evidence may outweigh, and what no order of arguments may change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roster287.resolve.compare import Comparison, Roster, Spelling, candidates, compare
from roster287.vocabulary import names
from tests.support.rosters import KnownPlaces, NoRoster

ROSTER = KnownPlaces.of(
    [("TX", "county", c) for c in ("Walker", "Waller", "Parmer", "Parker", "Galveston", "Terry", "Bexar")]
    + [("TX", "city", c) for c in ("Galveston", "Panama City", "Panama City Beach", "Centerville", "Mahanoy")]
    + [("TX", "township", "Mahanoy"), ("PA", "county", "Perry"), ("PA", "county", "Erie"), ("PA", "county", "Pike")]
    + [("PA", "township", "Greene"), ("PA", "borough", "Quarryville")]
)
PLACES = ["Walker County", "Waller County", "Palmer County", "Parmer County", "Panama City", "Panama City Beach"]
PLACES += ["Centerville", "Centervillle", "Mahanoy Township", "Mahanoy City", "City of Galveston", "", "Walker"]
BODIES = ["Sheriff's Office", "Sheriff's Department", "Police Department", "PD", "Constable Precinct 1", "Jail"]
BODIES += ["Constable Precinct 3", "Department of Public Safety", "Board of County Commissioners", ""]
DAYS = ["2025-03-17", "2025-04-02"]

spellings = st.builds(
    lambda place, body, county, seen, pending, signings, documents: Spelling(
        "TX",
        names.tidy(f"{place} {body}") or "Texas Department of Public Safety",
        names.fold(f"{place} {body}" if place or body else "Texas Department of Public Safety", "TX"),
        counties=(county,) if county else (),
        models=frozenset(m for m, _ in signings) or frozenset({"task_force"}),
        signings=frozenset(signings),
        documents=frozenset(documents),
        seen=seen,
        pending=pending,
        pending_last=739_330 if pending else 0,
    ),
    st.sampled_from(PLACES),
    st.sampled_from(BODIES),
    st.sampled_from(["", "Walker County", "Waller County", "Palmer County"]),
    st.integers(0, 255),
    st.integers(0, 15),
    st.sets(st.tuples(st.sampled_from(["task_force", "jail_enforcement"]), st.sampled_from(DAYS)), max_size=2),
    st.sets(st.sampled_from(["https://www.ice.gov/a/WalkerCoTX.pdf", "https://www.ice.gov/b/x.pdf"]), max_size=1),
)
rosters: st.SearchStrategy[Roster] = st.sampled_from([ROSTER, NoRoster()])


TOLD = Spelling(
    "TX",
    "",
    "",
    models=frozenset({"task_force"}),
    documents=frozenset({"https://www.ice.gov/a/WalkerCoTX.pdf"}),
    seen=0b0111,
)


def both_ways(left: Spelling, right: Spelling, roster: Roster) -> Comparison:
    there, back = compare(left, right, roster), compare(right, left, roster)
    assert (there.verdict, there.rule, there.score) == (back.verdict, back.rule, back.score)
    return there


@example(
    replace(TOLD, name="Walker", fold="walker"),
    replace(TOLD, name="Walker County Sheriff's Office", fold="walker county sheriffs office", seen=0b1000),
    ROSTER,
)
@given(spellings, spellings, rosters)
def test_the_order_of_two_names_decides_nothing(left: Spelling, right: Spelling, roster: Roster) -> None:
    found = both_ways(left, right, roster)
    assert 0 <= found.score <= 1
    assert found.reasons
    assert (found.verdict == "same") == (found.score >= 0.75)
    assert (found.left, found.right) == (left.name, right.name)


@given(spellings, rosters)
def test_a_name_is_itself(one: Spelling, roster: Roster) -> None:
    assert compare(one, one, roster).verdict == "same"


def listed(name: str, seen: int, county: str = "", document: str = "", state: str = "TX") -> Spelling:
    """A spelling with the strongest evidence there is: one signing, one document, and the windows given."""
    return Spelling(
        state,
        name,
        names.fold(name, state),
        counties=(county,) if county else (),
        models=frozenset({"task_force"}),
        signings=frozenset({("task_force", "2025-04-02")}),
        documents=frozenset({document or "https://www.ice.gov/doclib/one.pdf"}),
        seen=seen,
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bexar County Constable Precinct 1", "Bexar County Constable Precinct 3"),
        ("Walker County Sheriff's Office", "Waller County Sheriff's Office"),
        ("Panama City Police Department", "Panama City Beach Police Department"),
        ("Galveston County Sheriff's Office", "Galveston Police Department"),
        ("Galveston County Police Department", "Galveston Police Department"),
        ("Walker County Sheriff's Office", "Walker County Jail"),
        ("Mahanoy City Police Department", "Mahanoy Township Police Department"),
        ("Texas National Guard", "Texas State Guard"),
        ("University of North Texas Police Department", "University of Texas Police Department"),
    ],
)
def test_even_a_perfect_hand_over_does_not_merge_two_bodies(left: str, right: str) -> None:
    assert both_ways(listed(left, 0b0011), listed(right, 0b1100), ROSTER).verdict != "same"


def test_counties_that_disagree_are_never_one() -> None:
    left, right = listed("Centervillle PD", 0b0011, "Walker County"), listed("Centerville PD", 0b1100, "Parker County")
    assert both_ways(left, right, ROSTER).verdict == "unsure"
    assert both_ways(listed("Centervillle PD", 0b0011), right, ROSTER).verdict == "same"


def test_two_names_side_by_side_for_months_are_two() -> None:
    left = Spelling("TX", "Palmer County Sheriff's Office", "palmer county sheriffs office", seen=0b111100)
    right = Spelling("TX", "Parmer County Sheriff's Office", "parmer county sheriffs office", seen=0b111111)
    found = both_ways(left, right, NoRoster())
    assert (found.verdict, found.rule) == ("different", "side_by_side")


def test_a_misprint_stays_one_side_by_side_with_what_it_was_meant_for() -> None:
    left = Spelling("TX", "Palmer County Sheriff's Office", "palmer county sheriffs office", seen=0b111100)
    right = Spelling("TX", "Parmer County Sheriff's Office", "parmer county sheriffs office", seen=0b111111)
    found = both_ways(left, right, ROSTER)
    assert (found.verdict, found.rule) == ("same", "typo_of_no_place")


def test_a_county_of_another_state_is_not_corrected_to_a_neighbour() -> None:
    perry = Spelling.of("TX", "Perry County Sheriff's Office")
    assert both_ways(perry, Spelling.of("TX", "Terry County Sheriff's Office"), ROSTER).verdict == "unsure"


def test_without_rosters_a_likeness_alone_is_never_enough() -> None:
    left, right = (
        Spelling.of("TX", "Parker County Sheriff's Office"),
        Spelling.of("TX", "Parmer County Sheriff's Office"),
    )
    assert compare(left, right, NoRoster()).verdict == "unsure"
    assert compare(left, right, ROSTER).verdict == "different"


def test_a_township_of_another_county_is_not_the_same_township() -> None:
    erie = listed("Greene Township Constable", 0b11, "Erie County", state="PA")
    pike = listed("Greene Township Constable's Office", 0b11, "Pike County", state="PA")
    assert both_ways(erie, pike, ROSTER).verdict == "different"
    assert (
        both_ways(erie, listed("Greene Twp Constable", 0b1100, "Pike County", state="PA"), ROSTER).verdict == "unsure"
    )


def test_two_states_are_never_compared() -> None:
    assert (
        compare(Spelling.of("TX", "Lee County SO"), Spelling.of("FL", "Lee County SO"), ROSTER).verdict == "different"
    )


def test_a_verdict_says_why_in_plain_words_with_both_values() -> None:
    found = compare(listed("Palmer County SO", 0b0011), listed("Parmer County SO", 0b1100), ROSTER)
    assert (found.verdict, found.rule) == ("same", "typo_handed_over")
    assert "palmer | parmer" in found.reasons[0]
    assert any(reason.startswith("hand-over") and "2025-04-02" in reason for reason in found.reasons)
    assert "palmer: no county of TX; nearest is parmer" in found.reasons


def test_pairs_worth_comparing_include_a_rename_that_no_likeness_finds() -> None:
    left, right = listed("Walker County Jail", 0b0011), listed("Walker County Board of County Commissioners", 0b1100)
    far = listed("Texas Alcoholic Beverage Commission", 0b1100)
    found = {frozenset((a.name, b.name)) for a, b in candidates([left, right, far])}
    assert frozenset((left.name, right.name)) in found
    assert frozenset((left.name, far.name)) in found
    assert list(candidates([left])) == []
