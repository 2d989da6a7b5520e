"""Every spelling of the real lists against every other: no wrong merge, few left to a person, at once."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations

import pytest

from roster287.resolve.compare import Comparison, Spelling, candidates, compare
from roster287.resolve.compare_evidence import county_words
from roster287.vocabulary import names
from roster287.vocabulary.name_parts import parts
from tests.identity.real_lists import Published
from tests.support.lists import LISTS, needs_lists
from tests.support.rosters import KnownPlaces

pytestmark = needs_lists

Compared = list[tuple[Spelling, Spelling, Comparison]]


@pytest.fixture(scope="module")
def compared(listed: list[Spelling], roster: KnownPlaces) -> Compared:
    return [(a, b, compare(a, b, roster)) for a, b in candidates(listed)]


def test_few_pairs_are_left_to_a_person(compared: Compared) -> None:
    assert 3 <= sum(c.verdict == "unsure" for _, _, c in compared) <= 15


def test_the_mass_respelling_and_the_renames_are_found(compared: Compared) -> None:
    assert sum(c.verdict == "same" for _, _, c in compared) >= 80


def test_what_is_one_is_one_all_round(compared: Compared, roster: KnownPlaces) -> None:
    """Names joined one by one must not end in a group that holds two different bodies."""
    group: dict[tuple[str, str], set[tuple[str, str]]] = {}
    spelled: dict[tuple[str, str], Spelling] = {}
    for a, b, found in compared:
        if found.verdict == "same":
            for one in (a, b):
                spelled[one.state, one.fold] = one
                group.setdefault((one.state, one.fold), {(one.state, one.fold)})
            joined = group[a.state, a.fold] | group[b.state, b.fold]
            for key in joined:
                group[key] = joined
    groups = {frozenset(members) for members in group.values()}
    for members in groups:
        for x, y in combinations(sorted(members), 2):
            assert compare(spelled[x], spelled[y], roster).verdict != "different", (x, y)


def test_no_pair_worth_a_thought_is_left_out_for_speed(listed: list[Spelling], roster: KnownPlaces) -> None:
    asked = {frozenset(((a.state, a.fold), (b.state, b.fold))) for a, b in candidates(listed)}
    by_state: defaultdict[str, list[Spelling]] = defaultdict(list)
    for spelling in listed:
        by_state[spelling.state].append(spelling)
    missed = [
        (a.name, b.name)
        for state, members in by_state.items()
        for a, b in combinations(members, 2)
        if state != "TX"
        and frozenset(((a.state, a.fold), (b.state, b.fold))) not in asked
        and compare(a, b, roster).verdict != "different"
    ]
    assert missed == []


def test_a_list_does_not_set_every_name_beside_every_other(listed: list[Spelling]) -> None:
    assert len(list(candidates(listed))) < 5_000 < len(listed) * 10


def test_a_fold_holds_one_body_even_where_names_are_not_unique(published: list[Published]) -> None:
    """No list shows one folded name of a town or township in two rows of one model with two counties."""
    for publication in published:
        rows = defaultdict(set)
        for line in publication.lines:
            county = county_words(line.county, line.state)
            if county and parts(line.state, line.agency).area not in {"county", "parish"}:
                rows[line.state, names.fold(line.agency, line.state), line.model].add(county)
        assert {key: counties for key, counties in rows.items() if len(counties) > 1} == {}


def test_no_two_agencies_that_the_fbi_lists_are_merged_by_their_names(roster: KnownPlaces) -> None:
    """18,000 city and county agencies that are all different, with no evidence but name and county."""
    assert LISTS is not None
    found: dict[tuple[str, str, str], Spelling] = {}
    with (LISTS.parent / "reference" / "fbi_agencies.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["name_source"] == "cde2025" and row["agency_type"] in {"City", "County", "University or College"}:
                county = row["county_names"].split(";")[0].split(",")[0].title()
                one = Spelling.of(row["state"], row["agency_name"], county and f"{county} County")
                found.setdefault((one.state, one.fold, county), one)
    assert len(found) > 14_000
    merged = [
        (a.state, a.name, b.name, answer.rule)
        for a, b in candidates(found.values())
        if a.fold != b.fold and (answer := compare(a, b, roster)).verdict == "same"
    ]
    assert merged == []
