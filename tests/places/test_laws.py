"""Laws of `locate` that hold for any agency, and for every county and city of the reference."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster287.errors import UsageError
from roster287.places.facts import AgencyFacts, Location
from roster287.places.keys import key, key_column, spaced
from roster287.places.reference import Reference, shipped
from roster287.places.resolve import locate

STATES = ("AL", "CT", "FL", "GU", "LA", "MD", "ME", "NY", "PA", "TN", "TX", "VA", "WI")
NAMES = (
    "Franklin County Sheriff's Office", "Washington Police Department", "Union Township Police Department",
    "Springfield Police Department", "Madison County Constable Precinct 2", "Department of Corrections",
    "Richmond City Sheriff's Office", "State Police", "Avon Police Department", "Seminole Tribe Police",
    "Orange County Corrections Department", "University of Florida Police Department", "Greene Township Constable",
)  # fmt: skip
COUNTIES = (
    "Franklin County",
    "Orange",
    "Washington County ",
    "#NA",
    "",
    "N/A",
    "Frankin County",
    "Hartford County",
    "St. Louis County",
)

facts = st.builds(
    AgencyFacts,
    st.sampled_from(STATES),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(tuple),
    st.just(()),
    st.lists(st.sampled_from(COUNTIES), max_size=3).map(tuple),
    st.sampled_from(COUNTIES),
)


@given(facts, st.randoms())
def test_order_and_repetition_of_facts_change_nothing(agency: AgencyFacts, random: object) -> None:
    names, counties = [*agency.names, *agency.names], [*agency.counties, *agency.counties]
    random.shuffle(names)  # type: ignore[attr-defined]
    random.shuffle(counties)  # type: ignore[attr-defined]
    shuffled = AgencyFacts(agency.state, tuple(names), agency.types, tuple(counties), agency.latest_county)
    assert locate(shuffled) == locate(agency)


def codes(location: Location) -> tuple[object, ...]:
    """Where an agency was found to be, without how."""
    known = (location.county_fips, location.place_geoid, location.ocd_id, location.ori9, location.population)
    point = location.point
    return location.jurisdiction, location.county, *(one.value for one in known), point and (point.lat, point.lon)


@given(facts)
def test_spaces_and_apostrophes_as_printed_them_change_no_code(agency: AgencyFacts) -> None:
    untidy = AgencyFacts(
        agency.state,
        tuple(f" {n.replace(chr(39), chr(8217)).replace(' ', chr(160), 1)}  " for n in agency.names),
        agency.types,
        tuple(f"{c} " for c in agency.counties),
        agency.latest_county,
    )
    assert codes(locate(untidy)) == codes(locate(agency))


@given(facts)
def test_a_location_survives_the_cache(agency: AgencyFacts) -> None:
    location = locate(agency)
    assert Location.from_dict(json.loads(json.dumps(location.to_dict()))) == location


@given(facts)
def test_every_agency_has_a_point_and_codes_agree_with_each_other(agency: AgencyFacts) -> None:
    location = locate(agency)
    gazetteer = shipped().gazetteer(agency.state)
    assert gazetteer is not None
    assert location.point is not None
    if location.place_geoid.value and location.county_fips.value:
        assert location.county_fips.value in gazetteer.municipality[location.place_geoid.value].counties
    if location.ori9.value and location.county_fips.value and location.ori9.method != "hand":
        counties = gazetteer.agency[location.ori9.value].counties
        assert not counties or location.county_fips.value in counties or location.jurisdiction == "municipal"
    if location.jurisdiction == "state":
        assert location.county_fips.value is None


@settings(max_examples=200)
@given(st.sampled_from(STATES), st.lists(st.text(max_size=40), max_size=3), st.lists(st.text(max_size=20), max_size=2))
def test_no_text_breaks_it(state: str, names: list[str], counties: list[str]) -> None:
    location = locate(AgencyFacts(state, tuple(names), (), tuple(counties)))
    assert location.state == state
    assert location.point is not None


def test_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="XX"):
        locate(AgencyFacts("XX", ("Wells Police Department",)))


def test_nothing_is_read_of_other_references() -> None:
    agency = AgencyFacts("ME", ("Wells Police Department",), (), ("York County",))
    assert locate(agency, Reference()) == locate(agency)


@pytest.mark.parametrize("state", sorted(set(shipped().states) - {"AS", "CT", "DC", "GU", "MP", "PR", "VI"}))
def test_the_sheriff_of_every_county_is_of_that_county_and_no_other(state: str) -> None:
    for county in shipped().counties_of(state):
        if county.city:
            continue
        place = county.name if county.name.endswith(("County", "Parish", "Borough")) else f"{county.base} County"
        for printed in ((), (place,)):
            location = locate(AgencyFacts(state, (f"{place} Sheriff's Office",), (), printed))
            assert location.county_fips.value in {county.fips, None}, county
            if location.county_fips.value is None:
                assert state in {"AK", "HI"}, county


def test_a_printed_county_that_exists_is_never_contradicted() -> None:
    for state in ("GA", "PA", "TX", "VA"):
        gazetteer = shipped().gazetteer(state)
        assert gazetteer is not None
        fips = sorted(gazetteer.county)
        for town in gazetteer.municipalities[::40]:
            elsewhere = next(f for f in fips if f not in town.counties and not gazetteer.county[f].city)
            name = f"{town.base} Police Department"
            location = locate(AgencyFacts(state, (name,), (), (gazetteer.county[elsewhere].name,)))
            if location.county_fips.value and not gazetteer.county[location.county_fips.value].city:
                assert location.county_fips.value == elsewhere, (name, elsewhere)


def test_every_agency_of_the_fbi_finds_itself_or_nothing() -> None:
    same = wrong = none = 0
    for state in shipped().states:
        gazetteer = shipped().gazetteer(state)
        assert gazetteer is not None
        for agency in gazetteer.agencies:
            if agency.type not in {"City", "County"}:
                continue
            printed = tuple(gazetteer.county[c].name for c in agency.counties[:1] if c in gazetteer.county)
            found = locate(AgencyFacts(state, (agency.name,), (), printed)).ori9.value
            same += found == agency.ori9
            none += found is None
            wrong += found not in {agency.ori9, None}
    assert wrong <= 1, "one is known: Pequea Township, Pennsylvania, which the FBI lists twice"
    assert same / (same + wrong + none) > 0.995


@given(st.text(max_size=30))
def test_a_name_folded_twice_has_the_same_key(text: str) -> None:
    assert key(spaced(text)) == key(text)
    assert key_column([text.replace("\n", " ")]) == [key(text)]
