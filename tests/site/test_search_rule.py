"""Two searches of one record that put different agencies first would make one of them wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from roster287.publish.site.search import answers
from roster287.record import Record
from roster287.register.queries import seeking
from roster287.vocabulary.bodies import heart
from tests.site.asking import hits

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXTS = [
    "miami", "Miami, FL", "miami police", "miami dade", "Miami-Dade County", "jackson", "polk", "Polk County sheriff",
    "sheriff", "police", "florida", "FL", "west virginia", "Tex.", "fla highway patrol", "De Soto", "DeSoto", "desoto",
    "La Salle", "LaSalle parish", "st lucie", "Saint Johns", "ste genevieve", "ft myers", "Fort Myers", "mt juliet",
    "prince georges", "prince george's", "Cañon City", "doña ana", "winterhaven", "Palmbeach", "N Miami", "wels",
    "welsl police maine", "Pheonix", "Talahassee police", "FDLE", "FHP", "TPD", "WELLS P.D.", "wells p", "wells so",
    "policía en Tampa", "alguacil Broward", "cárcel del condado de York", "condado de Polk, Florida",
    "york county jail", "sheriff of Volusia County", "police in tampa", "Wells ME 04090", "city of Tampa",
    "town of wells, maine", "co", "CO", "in", "me", "or", "Wells, Maine!!", "🚓 tampa", "<b>tampa</b>", "a", "xx",
    "qqqqqqq", "tampa tampa", "UCF police", "Collier co", "police in Springfield, IL", "McAllen", "ciudad de Miami",
]  # fmt: skip
"""What is typed, carelessly too."""


def in_browser(page: Page, texts: list[str]) -> list[list[str]]:
    """The ids of the agencies that the script finds for each text, the first first."""
    script = (
        "async (texts) => { const box = document.querySelector('[data-search]').dataset;"
        " const { finder } = await import(box.find); const at = new URL(box.engine, location.href).href;"
        " const { agencies } = await finder(box.base, at); return texts.map(agencies); }"
    )
    found: list[list[str]] = page.evaluate(script, texts)
    return found


def differing(page: Page, record: Record, texts: list[str]) -> dict[str, tuple[list[str], list[str]]]:
    """What the searches give that is not the same, beginning where they part."""
    found = {}
    for text, browser in zip(texts, in_browser(page, texts), strict=True):
        command = [line["agency_id"] for line in record.find(text, 100_000)]
        if command != browser:
            at = next((n for n, pair in enumerate(zip(command, browser, strict=False)) if pair[0] != pair[1]), 0)
            found[text] = (command[at : at + 3], browser[at : at + 3])
    return found


def test_both_searches_give_the_same_agencies_in_the_same_order(search_page: Page, shipped: Record) -> None:
    assert differing(search_page, shipped, TEXTS) == {}


@pytest.mark.parametrize(
    ("text", "leads_to"),
    [
        ("wels", "/agencies/me-wells-police-department/"),
        ("wels", "/states/me/counties/york-county/#wells"),
        ("police in Tampa", "/states/fl/counties/hillsborough-county/#tampa"),
        ("policía de Houston", "/states/tx/counties/harris-county/#houston"),
        ("cárcel del condado de Harris", "/states/tx/counties/harris-county/"),
        ("sheriff of Maricopa County", "/states/az/counties/maricopa-county/"),
        ("york county jail", "/agencies/sc-york-county-sheriffs-office/"),
        ("33602 Tampa", "/states/fl/counties/hillsborough-county/#tampa"),
        ("Collier co", "/states/fl/counties/collier-county/"),
    ],
)
def test_what_is_meant_is_among_the_answers_of_both(
    search_page: Page, shipped: Record, text: str, leads_to: str
) -> None:
    """A body that ICE never listed is no agency here: its place leads to it."""
    assert leads_to in [one["address"] for one in hits(search_page, text)]
    assert leads_to in [one["address"] for one in answers(text, shipped.find(text), "en")["found"]]


@pytest.mark.parametrize("text", ["McAllen", "Doña Ana", "police in Springfield, IL"])
def test_a_place_of_just_the_name_brings_no_agencies_that_are_called_nearly_so(
    search_page: Page, shipped: Record, text: str
) -> None:
    for found in (hits(search_page, text), answers(text, shipped.find(text), "en")["found"]):
        assert found
        assert not [one["address"] for one in found if "/agencies/" in one["address"]]


def test_both_searches_read_the_names_of_real_lists_alike(search_page: Page, shipped: Record) -> None:
    """Each name, its place alone, and one of its letters left out."""
    lines = shipped.agencies().rows[::37]
    names = [line["name"] for line in lines]
    places = [" ".join(heart(seeking.spelled(name))) for name in names]
    slips = [f"{place[:2]}{place[3:]} police" for place in places if len(place) > 4]
    assert differing(search_page, shipped, [*names, *places, *slips]) == {}


@pytest.mark.parametrize("text", ["miami", "polk", "wells", "De Soto", "tampa police", "st lucie"])
def test_a_place_s_own_bodies_stand_before_those_that_only_have_its_name_in_theirs(shipped: Record, text: str) -> None:
    names = [line["name"] for line in shipped.find(text)]
    wanted = heart(seeking.spelled(text))
    own = ["".join(heart(seeking.spelled(name))) == "".join(wanted) for name in names]
    assert own[0]
    assert own == sorted(own, reverse=True)
