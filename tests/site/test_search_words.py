"""Words that one search understands and the other does not, or that lead past what is meant, send a reader away."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

import pytest

from roster287.places.policing.understand import understand
from roster287.places.reference import shipped as reference
from roster287.places.search import places_named
from roster287.publish.site.ground import counties, county_address, state_address
from roster287.publish.site.search import BEARING, answers
from roster287.record import Record
from roster287.vocabulary.typed import english, initials, typed_state, without_zip
from tests.site.asking import hits, note

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = [
    ("Harris county tx", "/states/tx/counties/harris-county/"),
    ("bexar county TX", "/states/tx/counties/bexar-county/"),
    ("FL", "/states/fl/"),
    ("Florida", "/states/fl/"),
    ("Wells ME 04090", "/states/me/counties/york-county/#wells"),
    ("condado de York, Maine", "/states/me/counties/york-county/"),
    ("Condado de Miami-Dade", "/states/fl/counties/miami-dade-county/"),
    ("Condado de Los Ángeles", "/states/ca/counties/los-angeles-county/"),
    ("Nuevo México", "/states/nm/"),
    ("policía de Tampa", "/agencies/fl-tampa-police-department/"),
    ("alguacil Broward", "/agencies/fl-broward-county-sheriffs-office/"),
    ("Tampa Police Department", "/agencies/fl-tampa-police-department/"),
    ("FDLE", "/agencies/fl-florida-department-of-law-enforcement/"),
    ("FHP", "/agencies/fl-florida-department-of-highway-safety-and-motor-vehicles-division-of-highway-patrol/"),
    ("Tallahasee", "/states/fl/counties/leon-county/#tallahassee"),
    ("Pheonix", "/states/az/counties/maricopa-county/#phoenix"),
    ("sheriff de Pinellas", "/agencies/fl-pinellas-county-sheriffs-office/"),
    ("la policía de Tampa", "/agencies/fl-tampa-police-department/"),
    ("Tejas", "/states/tx/"),
    ("Islas Vírgenes", "/states/vi/"),
    ("Samoa", "/states/as/"),
    ("polk county sheriff florida", "/states/fl/counties/polk-county/"),
    ("york county sheriff maine", "/states/me/counties/york-county/"),
    ("Havre de Grace sheriff, MD", "/states/md/counties/harford-county/#havre-de-grace"),
    ("Nuevo police, CA", "/states/ca/counties/riverside-county/#nuevo"),
    ("Del Norte County sheriff, CA", "/states/ca/counties/del-norte-county/"),
    ("policía de Ponce de Leon, FL", "/states/fl/counties/holmes-county/#ponce-de-leon"),
    ("houston police texas", "/states/tx/counties/harris-county/#houston"),
]
"""What is typed, and where the first answer of both searches leads."""


def served(record: Record, text: str, lang: str = "en") -> list[dict[str, str]]:
    found: list[dict[str, str]] = answers(text, record.find(text), lang)["found"]
    return found


@pytest.mark.parametrize(("text", "first"), WORDS)
def test_both_searches_lead_first_to_what_is_meant(search_page: Page, shipped: Record, text: str, first: str) -> None:
    assert served(shipped, text)[0]["address"] == first
    assert hits(search_page, text)[0]["address"] == first


@pytest.mark.parametrize("text", ["clay", "Polk", "tampa", "jackson", "washington"])
def test_an_agency_is_not_hidden_behind_a_dozen_townships_of_its_name(
    search_page: Page, shipped: Record, text: str
) -> None:
    leading = []
    for found in (served(shipped, text), hits(search_page, text)):
        asked = [one["address"] for one in found if one["address"].count("/") > 3 or "/agencies/" in one["address"]]
        first = list(takewhile(lambda at: at.startswith("/agencies/"), asked))
        assert 0 < len(first) <= BEARING
        assert all(text.lower() in at.split("-") for at in first)
        assert asked[len(first)].startswith("/states/"), "no place of that name stands behind its agencies"
        leading.append(first)
    assert set(leading[0]) == set(leading[1])


@pytest.mark.parametrize("text", ["York County", "Wells, ME", "city of Tampa", "Condado de York", "Wells 04090"])
def test_a_place_that_is_typed_as_one_is_not_behind_agencies(search_page: Page, shipped: Record, text: str) -> None:
    for found in (served(shipped, text), hits(search_page, text)):
        assert found[0]["address"].startswith("/states/")


@pytest.mark.parametrize("text", ["Lee County", "York County", "Kings County", "Washington County", "Polk County"])
def test_what_is_suggested_leads_where_the_page_of_results_does(search_page: Page, shipped: Record, text: str) -> None:
    of_server, of_browser = (
        [one["address"] for one in found if one["address"].startswith("/states/")]
        for found in (served(shipped, text), hits(search_page, text))
    )
    first = min(4, len(of_server))
    assert first > 1
    assert of_browser[:first] == of_server[:first]


@pytest.mark.parametrize(
    ("text", "named"),
    [("Braselton, GA", ["barrow", "gwinnett", "hall", "jackson"]), ("Huntsville, AL", ["limestone", "madison"])],
)
def test_a_town_leads_to_each_county_whose_sheriff_has_power_in_it(
    search_page: Page, shipped: Record, text: str, named: list[str]
) -> None:
    name, state = text.lower().split(", ")
    for found in (served(shipped, text), hits(search_page, text)):
        towns = {one["address"] for one in found if f"#{name}" in one["address"]}
        assert {f"/states/{state}/counties/{county}-county/#{name}" for county in named} <= towns
        assert found[0]["address"] in towns


def test_a_county_is_not_hidden_behind_agencies_of_the_state_of_its_name(search_page: Page, shipped: Record) -> None:
    for found in (served(shipped, "York County"), hits(search_page, "York County")):
        assert {one["title"] for one in found[:4]} == {"York County"}
        agencies = [one["address"] for one in found if one["address"].startswith("/agencies/")]
        assert "/agencies/me-wells-police-department/" in agencies
        assert not [at for at in agencies if at.startswith("/agencies/ny-")]


def test_an_agency_that_is_off_the_list_is_not_shown_as_any_other(shipped: Record) -> None:
    said = {one["address"]: one["about"] for one in served(shipped, "wells police")}
    assert said["/agencies/me-wells-police-department/"].startswith("York County, Maine · no longer listed")
    assert "ya no figura" in served(shipped, "wells police", "es")[0]["about"]


def test_a_slip_brings_no_noise_before_or_instead_of_what_was_meant(search_page: Page, shipped: Record) -> None:
    for text, wrong in (("FDLE", "Hale"), ("Pheonix", "Peoria"), ("Tallahasee", "Tallassee")):
        for found in (served(shipped, text), hits(search_page, text)):
            assert not [one["title"] for one in found if wrong in one["title"]]


def test_initials_find_every_body_that_goes_by_them(search_page: Page, shipped: Record) -> None:
    for found in (served(shipped, "TPD"), hits(search_page, "TPD")):
        assert "/agencies/fl-tampa-police-department/" in [one["address"] for one in found]
    assert initials(["florida department of law enforcement"], "florida") >= {"fdle"}
    assert "fhp" in initials(["safety division of highway patrol", "division of highway patrol"], "florida")


def test_no_county_of_a_common_name_is_left_out(shipped: Record) -> None:
    named = [county for county in counties().values() if county.name == "Washington County"]
    assert len(named) > 20
    at = {one["address"] for one in served(shipped, "Washington County")}
    assert {county_address(county.state, county.fips) for county in named} <= at


def test_every_county_is_found_by_the_title_of_its_page(search_page: Page) -> None:
    """ICE prints the former counties of Connecticut, and municipalities of islands, as counties."""
    missing = []
    titles = {f"{county.name}, {county.state}": county for county in counties().values()}
    for text, county in titles.items():
        at = (county_address(county.state, county.fips), state_address(county.state))
        if not any(one["address"].startswith(at) for one in answers(text, [], "en")["found"]):
            missing.append(text)
    assert missing == []
    odd = [text for text, county in titles.items() if county.legacy or county.type not in ("County", "Parish", "city")]
    assert len(odd) > 100
    for text in odd[::8]:
        county = titles[text]
        assert county_address(county.state, county.fips) in {one["address"] for one in hits(search_page, text)}, text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Saipan", "/states/mp/counties/municipality-of-saipan/"),
        ("Tinian", "/states/mp/counties/municipality-of-tinian/"),
        ("Saipan, MP", "/states/mp/counties/municipality-of-saipan/"),
        ("Mayagüez Municipio", "/states/pr/counties/mayaguez-municipio/"),
        ("Juneau City and Borough", "/states/ak/counties/juneau-city-and-borough/"),
        ("Hartford County, CT", "/states/ct/counties/hartford-county/"),
        ("condado de Hartford, Connecticut", "/states/ct/counties/hartford-county/"),
        ("Staten Island", "/states/ny/counties/richmond-county/"),
        ("Brooklyn, NY", "/states/ny/counties/kings-county/"),
        ("Brooklin, New York", "/states/ny/counties/kings-county/"),
        ("Manhattan, NY", "/states/ny/counties/new-york-county/"),
        ("The Bronx", "/states/ny/counties/bronx-county/"),
    ],
)
def test_a_place_that_the_box_suggests_is_what_a_server_finds(
    search_page: Page, shipped: Record, text: str, place: str
) -> None:
    for found in (served(shipped, text), hits(search_page, text)):
        places = [one["address"] for one in found if one["address"].startswith("/states/")]
        assert places[0].split("#")[0] == place


def test_a_list_of_places_that_is_cut_says_so() -> None:
    told = answers("Washington township", [], "en")
    assert (len(told["found"]), told["note"]) == (
        60,
        "The first 60 results. Add the state to narrow the results.",
    )
    assert answers("Washington township, NJ", [], "en")["note"] == ""


def test_no_result_says_a_name_twice(search_page: Page, shipped: Record) -> None:
    for text in ("Guam", "District of Columbia", "Washington, DC", "Kansas City", "Jacinto City"):
        for one in served(shipped, text):
            assert not re.search(r"\b(Guam|Columbia|[Cc]ity)\b.*, .*\1|City city", f"{one['title']} | {one['about']}")
        assert not [one["title"] for one in hits(search_page, text) if "City city" in one["title"]]
    assert [one["title"] for one in served(shipped, "District of Columbia")] == ["District of Columbia"]


def test_nothing_found_says_which_agencies_could_be(shipped: Record) -> None:
    assert "only if ICE has ever listed it" in answers("qqqqqqq", shipped.find("qqqqqqq"), "en")["note"]
    assert answers("0409", [], "en")["note"] == "A ZIP code has five digits."


@pytest.mark.parametrize("text", ["01009", "86044", "96910", "96950", "04090-12", "04090-", "0409-1", "00000"])
def test_a_zip_code_that_leaves_something_open_says_so_in_both_searches(search_page: Page, text: str) -> None:
    """Who finds a county alone would take its sheriff for the police of a town."""
    told, server = note(search_page, text), answers(text, [], "en")
    assert server["note"] == ("" if told == "1 result" else told)
    assert {one["address"] for one in hits(search_page, text)} == {one["address"] for one in server["found"]}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("condado de York, Maine", "york county, maine"),
        ("condado de york nuevo méxico", "york county new mexico"),
        ("ciudad de Nueva York", "city of new york"),
        ("County of York, ME", "york county, me"),
        ("patrulla de carreteras", "patrol highway"),
        ("Wells, ME", "Wells, ME"),
        ("De Soto", "De Soto"),
        ("sheriff of Havre de Grace", "sheriff of Havre de Grace"),
        ("sheriff of del Norte County", "sheriff of del north county"),
    ],
)
def test_spanish_words_are_read_and_others_are_left(text: str, meant: str) -> None:
    assert english(text) == meant


def test_where_understands_what_the_searches_do() -> None:
    for text in ("condado de York, Maine", "york county me", "Condado York, ME 04090"):
        (ground,) = understand(text, reference()).grounds
        assert [county.fips for county in ground.counties] == ["23031"]
    assert (typed_state("luisiana"), typed_state("fl"), typed_state("Wells")) == ("LA", "FL", None)
    assert without_zip("Wells ME 04090-1234") == "Wells ME"
    assert {hit.state for hit in places_named("kalispell mt")} == {"MT"}
