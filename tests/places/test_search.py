"""Places by what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster287.places.search import places_named


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Wells, ME", "2303181475"),
        ("wells maine", "2303181475"),
        ("York County, Maine", "23031"),
        ("St. Johns County", "12109"),
        ("saint johns county florida", "12109"),
        ("tampa", "1271000"),
        ("City of Tampa", "1271000"),
        ("Dade City", "1216125"),
        ("Orleans Parish", "22071"),
        ("charleston west virginia", "5414600"),
        ("Charleston, VA", None),
        ("Avon, Connecticut", "0911002060"),
        ("Nashville, TN", "4752006"),
        ("The Dalles, OR", "4172950"),
        ("Guam", "66"),
        ("Tampaa, FL", "1271000"),
        ("Mayagüez Municipio", "72097"),
        ("Juneau City and Borough", "0236400"),
        ("Saint Croix Island, VI", "78010"),
        ("Municipality of Saipan", "69110"),
        ("Saipan", "69110"),
        ("Akiachak CDP, AK", "0200760"),
        ("Coloma charter township, MI", "2602117340"),
        ("", None),
        ("zzzzzz", None),
    ],
)
def test_the_first_candidate_is_what_was_meant(text: str, first: str | None) -> None:
    hits = places_named(text)
    assert (hits[0].code if hits else None) == first


def test_two_places_of_one_name_are_both_offered() -> None:
    codes = {hit.code for hit in places_named("Baltimore", "MD")}
    assert {"24005", "24510", "2404000"} <= codes
    assert len(places_named("Washington Township, NJ")) == 5


def test_a_county_is_not_a_city_that_is_one_with_a_county_of_another_name() -> None:
    assert [hit.code for hit in places_named("Lexington County")] == ["45063"]
    assert [hit.code for hit in places_named("Lexington-Fayette County, KY")] == ["2146027"]
    assert [hit.code for hit in places_named("Lexington-Fayette urban county, KY")] == ["2146027"]
    assert "town" in {hit.name.split()[-1] for hit in places_named("Washington town")}
    assert "township" not in {hit.name.split()[-1] for hit in places_named("Washington town", limit=500) if hit.exact}


def test_a_name_that_is_off_is_said_to_be_off() -> None:
    assert not any(hit.exact for hit in places_named("Tampaa, FL"))
    assert all(hit.exact for hit in places_named("Tampa, FL"))


def test_a_former_county_is_a_place_only_for_who_asks_for_those() -> None:
    assert [hit.code for hit in places_named("Hartford County, CT", former=True)] == ["09003"]
    assert "09003" not in {hit.code for hit in places_named("Hartford County, CT")}
    assert "09003" not in {hit.code for hit in places_named("Hartford, CT")}


def test_an_island_without_its_municipality_is_no_very_name() -> None:
    assert [(hit.code, hit.exact) for hit in places_named("Saipan, MP")] == [("69110", False)]


@given(st.text(max_size=30))
def test_any_text_gives_an_answer_in_order(text: str) -> None:
    hits = places_named(text, "RI")
    assert list(hits) == sorted(hits, key=lambda h: (not h.exact, -(h.population or 0), h.state, h.code))
