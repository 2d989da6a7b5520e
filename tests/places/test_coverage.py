"""People are counted once: the figures by hand for small cases, and laws for any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster287.errors import UsageError
from roster287.places.coverage import people_by_county, population_covered
from roster287.places.facts import AgencyFacts, Location
from roster287.places.policing.towns import policed_in
from roster287.places.reference import shipped
from roster287.places.resolve import locate


def _policed(state: str, name: str, county: str) -> Location:
    return locate(AgencyFacts(state, (name,), (), (county,) if county else ()))


SHERIFF = _policed("ME", "York County Sheriff's Office", "York County")
WELLS = _policed("ME", "Wells Police Department", "York County")
PORTLAND = _policed("ME", "Portland Police Department", "Cumberland County")
STATE = _policed("ME", "Maine State Police", "")
POOL = (
    SHERIFF, WELLS, PORTLAND, STATE,
    _policed("ME", "Cumberland County Jail", "Cumberland County"),
    _policed("NY", "Camden Police Department", ""),
    _policed("NY", "Nassau County Police Department", "Nassau County"),
    _policed("TX", "Galveston County Constable Precinct 2", "Galveston County"),
    _policed("FL", "University of Florida Police Department", ""),
    _policed("VA", "Hopewell County Sheriff's Office", "Hopewell County"),
    _policed("GU", "Office of the Attorney General", ""),
)  # fmt: skip


def _people(code: str) -> int:
    gazetteer = shipped().gazetteer("ME")
    assert gazetteer is not None
    if len(code) == 5:
        return gazetteer.county[code].population_acs or 0
    return gazetteer.municipality[code].population or 0


def test_a_town_counts_its_residents() -> None:
    found = population_covered([WELLS], "ME")
    assert found.low == found.high == _people("2303181475")
    assert (found.counted, found.state_bodies, found.uncounted) == (1, 0, 0)


def test_a_town_in_a_covered_county_is_not_added_to_it() -> None:
    alone, both = population_covered([SHERIFF], "ME"), population_covered([SHERIFF, WELLS], "ME")
    assert both.high == alone.high == _people("23031")


def test_a_sheriff_alone_counts_few_in_the_low_figure() -> None:
    alone, both = population_covered([SHERIFF], "ME"), population_covered([SHERIFF, WELLS], "ME")
    assert alone.low < alone.high
    assert both.low == alone.low + _people("2303181475")


def test_a_town_outside_the_covered_county_is_added() -> None:
    town = population_covered([PORTLAND], "ME")
    assert population_covered([SHERIFF, PORTLAND], "ME").high == _people("23031") + town.high


def test_bodies_of_the_state_are_counted_apart() -> None:
    found = population_covered([STATE, WELLS], "ME")
    assert found.state_bodies == 1
    assert found.high == population_covered([WELLS], "ME").high


def test_campuses_and_precincts_are_named_and_not_guessed() -> None:
    for state in ("FL", "TX"):
        found = population_covered(POOL, state)
        assert (found.low, found.high, found.uncounted) == (0, 0, 1)


def test_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError):
        population_covered([], "XX")


chosen = st.lists(st.sampled_from(POOL), max_size=8)


states = st.sampled_from(["ME", "NY", "VA", "GU"])


@given(chosen, states)
def test_low_never_exceeds_high_nor_high_everybody(agencies: list[Location], state: str) -> None:
    found = population_covered(agencies, state)
    assert 0 <= found.low <= found.high <= found.residents


@given(chosen, states)
def test_order_and_repetition_change_nothing(agencies: list[Location], state: str) -> None:
    assert population_covered([*reversed(agencies), *agencies], state) == population_covered(agencies, state)


@given(chosen, st.sampled_from(POOL))
def test_one_more_agency_never_covers_fewer(agencies: list[Location], more: Location) -> None:
    before, after = population_covered(agencies, "ME"), population_covered([*agencies, more], "ME")
    assert after.high >= before.high
    assert after.low >= before.low


def test_a_city_whose_sheriff_is_its_police_is_covered_with_the_county() -> None:
    """The FBI lists the sheriff of Jacksonville as the city's police too."""
    duval = people_by_county([_policed("FL", "Jacksonville Sheriff's Office", "Duval County")], "FL")["12031"]
    assert duval[0] > 0.9 * duval[2]


@pytest.mark.parametrize(
    ("state", "sheriff", "county", "town"),
    [
        ("WI", "Waukesha County Sheriff's Office", "55133", "Waukesha city"),
        ("NJ", "Mercer County Sheriff's Office", "34021", "Hamilton township"),
        ("OR", "Yamhill County Sheriff's Office", "41071", "Newberg city"),
    ],
)
def test_a_town_whose_police_no_code_ties_to_it_is_none_of_the_sheriffs(
    state: str, sheriff: str, county: str, town: str
) -> None:
    gazetteer = shipped().of(state)
    (people,) = {m.population for m in gazetteer.municipalities if m.name == town and county in m.counties}
    assert people
    low, _, everybody = people_by_county([_policed(state, sheriff, gazetteer.county[county].name)], state)[county]
    assert low <= everybody - people


@pytest.mark.parametrize(
    ("county", "town"), [("12127", "Deltona city"), ("12099", "Wellington village"), ("12103", "Dunedin city")]
)
def test_a_city_whose_police_is_a_mere_name_in_the_fbis_list_is_the_sheriffs(county: str, town: str) -> None:
    """The FBI counts no employee of them: the sheriff polices these cities."""
    gazetteer = shipped().of("FL")
    (city,) = (m for m in gazetteer.municipalities if m.name == town)
    assert city not in policed_in(gazetteer)[county]
    assert all(
        gazetteer.agency[ori].year for of in policed_in(gazetteer).values() for codes in of.values() for ori in codes
    )


def test_a_city_that_the_countys_covered_police_serves_stays_covered() -> None:
    metro = _policed("NV", "Las Vegas Metropolitan Police Department", "Clark County")
    (city,) = {m.population for m in shipped().of("NV").municipalities if m.name == "Las Vegas city"}
    assert city
    alone = population_covered([_policed("NV", "Clark County Sheriff's Office", "Clark County"), metro], "NV")
    assert alone.low > city
