"""One name goes as another comes with the same model and date: chance, a misprint of a third place, or one agency.

A list of a busy day signs twenty agencies at once; a hand-over joins no two names of which each may be its own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from roster287.places.roster import shipped_roster
from roster287.resolve.compare import Spelling, compare

DAY = date(2025, 5, 12).toordinal()
SIGNED = frozenset({("task_force", "2025-05-01")})


def handed_over(state: str, left: tuple[str, str], right: tuple[str, str]) -> str:
    """The verdict on two names, with the county of each, of which the second takes the place of the first."""
    one, other = (Spelling.of(state, *name) for name in (left, right))
    task = frozenset({"task_force"})
    one = replace(one, signings=SIGNED, models=task, seen=0x0F, first=DAY)
    other = replace(other, signings=SIGNED, models=task, seen=0xF0, first=DAY + 8)
    return compare(one, other, shipped_roster()).verdict


@pytest.mark.parametrize(
    ("state", "left", "right"),
    [
        ("GA", ("Catoosa County Sheriff's Office", "Catoosa County"), ("Chatooga County Sheriff's Office", "")),
        ("LA", ("East Baton Rouge Parish Sheriff's Office", ""), ("Wst Baton Rouge Parish Sheriff's Office", "")),
        ("NC", ("Caldwell County Sheriff's Office", "Caldwell County"), ("Casswell County Sheriff's Office", "")),
        ("OH", ("Garfield Heights Police Department", ""), ("Mayfeild Heights Police Department", "")),
        ("NH", ("Milford Police Department", "Hillsborough County"), ("Gillford Police Department", "")),
        ("FL", ("Melbourne Police Department", "Brevard County"), ("Melborne Village Police Department", "")),
        # Each has two places that are nearer.
        ("GA", ("Walker County Sheriff's Office", "Walker County"), ("Waye County Sheriff's Office", "Waye County")),
        ("MO", ("Brentwood Police Department", "St. Louis County"), ("Grenwood Police Department", "")),
        ("MA", ("Falmouth Police Department", ""), ("Darmouth Police Department", "")),
        ("ME", ("Rockland Police Department", "Knox County"), ("Okland Police Department", "")),
        ("MS", ("Macon Police Department", "Noxubee County"), ("Madion Police Department", "")),
    ],
)
def test_a_misprint_of_a_nearer_third_place_is_not_the_one_that_goes(
    state: str, left: tuple[str, str], right: tuple[str, str]
) -> None:
    assert handed_over(state, left, right) != "same"
    assert handed_over(state, right, left) != "same"


@pytest.mark.parametrize(
    ("state", "left", "right", "county"),
    [
        ("PA", "Steelton Borough Police Department", "Pennsylvania State Capitol Police", "Dauphin County"),
        ("MS", "Clinton Police Department", "Capitol Police Department", "Hinds County"),
        ("UT", "Alta Police Department", "UTA Police Department", "Salt Lake County"),
        ("IL", "Markham Police Department", "Metra Police Department", "Cook County"),
        ("DE", "Newark Police Department", "Amtrak Police Department", "New Castle County"),
        ("NV", "Las Vegas Metropolitan Police Department", "Las Vegas Department of Public Safety", "Clark County"),
        ("GA", "Glynn County Police Department", "Glynn County School System Police Department", "Glynn County"),
        ("NJ", "Boonton Police Department", "Boonton Township Police Department", "Morris County"),
        ("WI", "Brookfield Police Department", "Brookfield Township Police Department", "Waukesha County"),
        ("PA", "Springdale Police Department", "Springdale Township", "Allegheny County"),
        ("NC", "Mecklenburg County ABC Law Enforcement", "Mecklenburg County Sheriff's Office", "Mecklenburg County"),
        ("TN", "Unicoi", "Unicoi County Sheriff's Office", "Unicoi County"),
        ("TX", "Franklin", "Franklin Sheriff's Office", "Franklin County"),
    ],
)  # fmt: skip
def test_two_bodies_of_one_county_are_not_one_for_signing_on_one_day(
    state: str, left: str, right: str, county: str
) -> None:
    assert handed_over(state, (left, county), (right, county)) != "same"
    assert handed_over(state, (right, county), (left, county)) != "same"


@pytest.mark.parametrize(
    ("state", "left", "right", "county"),
    [
        ("FL", "Macro Island Police Department", "Marco Island Police Department", "Collier County"),
        ("MN", "Freedom County Sheriff's Office", "Freeborn County Sheriff's Office", "Freeborn County"),
        ("NC", "Brookfield Police Department", "Brookford Police Department", "Catawba County"),
        ("OK", "Pryor Police Department", "Pryor Creek Police Department", "Mayes County"),
        ("SD", "Brown Couty Sheriff's Office", "Brown County Sheriff's Office", "Brown County"),
        ("CO", "City of Pueblo Police Department", "Pueblo Police Department", "Pueblo County"),
        ("PA", "Centre Township Police Department", "Center Township Police Department", "Beaver County"),
        ("TX", "Somerville County Sheriff's Office", "Somervell County Sheriff's Office", "Somervell County"),
        ("FL", "Osceola County Corrections Department", "Osceola County BOCC Corrections Department", "Osceola County"),
        ("FL", "Walton", "Walton County Sheriff's Office", "Walton County"),
        ("FL", "Callaway", "Callaway Police Department", "Bay County"),
    ],
)
def test_a_true_misprint_is_the_one_that_goes(state: str, left: str, right: str, county: str) -> None:
    assert handed_over(state, (left, county), (right, county)) == "same"
    assert handed_over(state, (right, county), (left, county)) == "same"


@pytest.mark.parametrize(
    ("state", "left", "right"),
    [
        ("OK", ("Iowa Tribal Police", ""), ("Kiowa Tribal Police", "")),
        ("MA", ("Mashpee Wampanoag Tribal Police", ""), ("Wampanoag Tribe of Gay Head Police", "")),
        ("MA", ("Babson College Police", ""), ("Boston College Police", "")),
        ("PA", ("Carlow University Police", ""), ("Clarion University Police", "")),
        ("KY", ("Pikeville Independent Schools", ""), ("Pineville Independent Schools", "")),
        ("KY", ("Harlan County Schools", "Harlan County"), ("Harlan Independent School District", "Harlan County")),
        ("MD", ("Baltimore County", "Baltimore County"), ("Baltimore Police Department", "")),
        ("TX", ("Franklin", ""), ("Franklin County Constable", "Franklin County")),
        ("KY", ("Sheriff's Office", "Kenton County"), ("Sheriff's Department", "Lyon County")),
    ],
)
def test_a_tribe_a_school_or_a_county_does_not_become_its_neighbour(
    state: str, left: tuple[str, str], right: tuple[str, str]
) -> None:
    assert handed_over(state, left, right) != "same"
    assert handed_over(state, right, left) != "same"
