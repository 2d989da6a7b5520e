"""A key that shifts with case or spacing splits an agency; a key that says too little merges two."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roster287.vocabulary import names
from roster287.vocabulary.abbreviations import ANYWHERE, MISPRINTS, ORDINALS, STATE_NAMES
from roster287.vocabulary.name_parts import parts
from tests.support.lists import LISTS, needs_lists

WORDS = sorted(
    {*ANYWHERE, *MISPRINTS, *ORDINALS, "st", "mt", "co", "so", "no", "n", "the", "of", "county", "office", "&"}
    | {"Sheriff's", "sheriff", "Constable’s", "District", "Attorney", "Department", "P.D.", "D.P.S.", "Pct.1"}
    | {"4th", "Ward", "(Addendum)", ", PA", ", LA", "Wells", "Bay", "Jackson's", "-", "/", "state", "correction"}
)
printed = st.lists(st.sampled_from(WORDS) | st.text("aAbzZ19 .,'’-/&\u00a0", max_size=6), max_size=7).map(" ".join)
states = st.sampled_from([None, *STATE_NAMES])


@given(printed, states)
def test_a_second_folding_changes_nothing_so_that_ids_do_not_drift(text: str, state: str | None) -> None:
    once = names.fold(text, state)
    assert names.fold(once, state) == once


@given(printed, states)
def test_shouting_or_wide_spacing_does_not_split_an_agency(text: str, state: str | None) -> None:
    folded = names.fold(text, state)
    assert names.fold(text.upper(), state) == folded
    assert names.fold(text.lower(), state) == folded
    assert names.fold("  " + text.replace(" ", " \u00a0 ") + "\u200b ", state) == folded


@example("the conty", "AK")
@given(printed, st.sampled_from(sorted(STATE_NAMES)))
def test_an_id_is_plain_and_belongs_to_the_fold_alone(text: str, state: str) -> None:
    made = names.slug(state, text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert made == names.slug(state.lower(), names.fold(text, state))


@given(st.text(max_size=40))
def test_tidying_twice_is_tidying_once_and_never_loses_a_letter(text: str) -> None:
    once = names.tidy(text)
    assert names.tidy(once) == once
    assert [c for c in once if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize(
    ("left", "right", "state"),
    [
        ("Gulf County BOCC", "Gulf County Board of County Commissioners", "FL"),
        ("MT Dept of Justice", "Montana Department of Justice", "MT"),
        ("Galveston County Constable's Office Pct.1", "Galveston County Constable Precinct One", "TX"),
        ("Lower Burrell Fourth Ward Constable", "Lower Burrell 4th Ward Constable's Office", "PA"),
        ("Knox Co. SO", "Knox County Sheriff’s Office", "TN"),
        ("N. Miami Beach P.D.", "North Miami Beach Police Department", "FL"),
        ("Monmouth County Sheriff's Office (Addendum)", "Monmouth County Sheriff's Office", "NJ"),
        ("Monmouth County Sheriff's Office (Expired)", "Monmouth County Sheriff's Office", "NJ"),
        ("Monmouth County Sheriff's Office (MOA Pending)", "Monmouth County Sheriff's Office", "NJ"),
        ("Monmouth County Sheriff's Office - WSO", "Monmouth County Sheriff's Office", "NJ"),
        ("Monmouth County Sheriff's Office (1)", "Monmouth County Sheriff's Office", "NJ"),
        ("Monmouth County Sheriff's Office\u00b9", "Monmouth County Sheriff's Office", "NJ"),
        ("Monmouth County Sheriff?s Office", "Monmouth County Sheriff's Office", "NJ"),
        ("Monmouth County Sheriff\ufffds Office", "Monmouth County Sheriff's Office", "NJ"),
        ("Monmouth County Sheriff\u00e2\u20ac\u2122s Office", "Monmouth County Sheriff's Office", "NJ"),
        ("Mt. Pleasant Police Dept", "Mount Pleasant Police Department", "MI"),
        ("Tennessee Department of Safety / THP", "Tennessee Dept. of Safety / Tennessee Highway Patrol", "TN"),
    ],
)
def test_spelling_out_does_not_make_a_second_agency(left: str, right: str, state: str) -> None:
    assert names.fold(left, state) == names.fold(right, state)


@pytest.mark.parametrize(
    ("left", "right", "state"),
    [
        ("Knox County Sheriff's Office", "Knox County Sheriff's Department", "TN"),
        ("MT Dept of Justice", "Montana Department of Justice", "WY"),
        ("Wells Police Department, PA", "Wells Police Department", "ME"),
        ("South Middleton Constable", "Middleton Constable", "PA"),
        ("Cocoa Police Department", "Cocoa Beach Police Department", "FL"),
        ("Bexar County Constable Precinct 1", "Bexar County Constable Precinct 11", "TX"),
        ("Lyon's County Sheriff's Office", "Lyon County Sheriff's Office", "KS"),
        ("Florida State Guard", "Florida National Guard", "FL"),
        ("Bexar County Constable Precinct (1)", "Bexar County Constable Precinct (3)", "TX"),
        ("Nueces County Constable (4)", "Nueces County Constable (3)", "TX"),
        ("District Attorney's Office (25)", "District Attorney's Office (24)", "OK"),
    ],
)
def test_plain_folding_keeps_apart_what_needs_a_decision(left: str, right: str, state: str) -> None:
    assert names.fold(left, state) != names.fold(right, state)


def test_ids_are_the_ones_that_were_promised() -> None:
    assert names.slug("ME", "Wells Police Department") == "me-wells-police-department"
    assert names.slug("TX", "Knox County Sheriff’s Office") == "tx-knox-county-sheriffs-office"


def test_showing_a_name_alters_no_letter_of_it() -> None:
    assert names.tidy(" Big Sandy  Police Departement, ") == "Big Sandy Police Departement"
    assert names.tidy("Palm Beach Gardens Police Dept.") == "Palm Beach Gardens Police Dept."


@pytest.mark.parametrize(
    ("state", "name", "place", "body", "area", "number"),
    [
        ("PA", "Pennsylvania State Constable's Office, Cooke Township", "cooke", "constable", "township", ""),
        ("PA", "Constable Unity Township", "unity", "constable", "township", ""),
        ("PA", "County of Franklin / Franklin County Jail", "franklin", "jail", "county", ""),
        ("TN", "Tennessee State Constable 4th District Polk County", "polk", "constable", "county", "4"),
        ("FL", "Jacksonville Sheriff's Office", "jacksonville", "sheriff", "", ""),
        ("FL", "Town of Palm Beach Police Department", "palm beach", "police", "town", ""),
        ("FL", "University of Florida Police Department", "", "campus_police", "", ""),
        ("PA", "State College Police Department", "state college", "police", "", ""),
        ("OK", "Oklahoma City Police Department", "oklahoma city", "police", "", ""),
        ("OK", "Oklahoma County Sheriff's Office", "oklahoma", "sheriff", "county", ""),
        ("TX", "Walker County Constable Pct 3", "walker", "constable", "county", "3"),
    ],
)
def test_place_and_body_are_not_taken_for_each_other(
    state: str, name: str, place: str, body: str, area: str, number: str
) -> None:
    found = parts(state, name)
    assert (found.place, found.body, found.area, found.number) == (place, body, area, number)


def test_divisions_and_schools_are_seen() -> None:
    divided = parts("FL", "Florida Department of Financial Services, Criminal Investigation Division")
    assert (divided.division, divided.state_prefix) == ("criminal investigation division", True)
    assert parts("FL", "University of Florida Police Department").institution == "university of florida"


@needs_lists
def test_no_two_bodies_that_the_fbi_knows_fold_into_one() -> None:
    """Every fold of 40,000 agencies of the reference tables: what meets differs by spelling alone."""
    assert LISTS is not None
    alike = {"st": "saint", "ste": "sainte", "boro": "borough", "sheriff": "sheriffs", "office": ""}
    by_fold: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for table, column in (("fbi_agencies.csv", "agency_name"), ("hifld_law_enforcement.csv", "name")):
        with (LISTS.parent / "reference" / table).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row[column]:
                    plain = re.sub(r"[^a-z0-9]+", " ", row[column].lower().replace("'", "")).split()
                    said = " ".join(filter(None, (alike.get(word, word) for word in plain)))
                    by_fold[row["state"], names.fold(row[column], row["state"])].add(said)
    assert len(by_fold) > 25_000
    assert {key: said for key, said in by_fold.items() if len(said) > 1} == {}
