"""A search box that a keyboard or a screen reader cannot use, or that reads a place's name otherwise than the files
were made, would shut its readers out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from roster287.places.keys import spaced
from roster287.places.reference import shipped as reference
from roster287.publish.site.ground import counties, slug
from tests.support.sweeps import sweep

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PARTS = 8


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page of the search, in which no script may fail."""
    faults: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/search/")
    yield page
    page.close()
    assert faults == []


def typed(page: Page, text: str) -> list[str]:
    """What the box suggests, as title and address-free words."""
    box = page.locator("#q")
    box.fill("")
    box.press_sequentially(text)
    page.wait_for_function("() => document.querySelector('[role=status]').textContent !== ''")
    shown: list[str] | None = None
    while (now := page.locator("[role=option]").all_inner_texts()) != shown:
        shown = now
        page.wait_for_timeout(250)
    return now


def test_nothing_is_loaded_before_the_box_is_used(browser: Browser, address: str) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/search/", wait_until="networkidle")
    late = ("box.js", "find.js", "seek.js", "/search/index")
    assert not [url for url in asked if any(name in url for name in late)]
    page.locator("#q").focus()
    page.wait_for_function("() => document.querySelector('#q').getAttribute('role') === 'combobox'")
    page.close()
    assert [url for url in asked if "index.json" in url]


def test_a_town_is_found_and_followed_with_the_keyboard_alone(page: Page, address: str) -> None:
    assert typed(page, "wells, me")[0].splitlines() == ["Wells town", "York County, Maine"]
    box = page.locator("#q")
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    first = box.get_attribute("aria-activedescendant")
    assert page.locator("[aria-selected=true]").get_attribute("id") == first
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == page.locator("[role=option]").last.get_attribute("id")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == first
    box.press("Enter")
    page.wait_for_url(f"{address}/states/me/counties/york-county/#wells")
    assert page.locator("#wells .also").is_visible()


def test_escape_closes_the_suggestions_and_then_empties_the_box(page: Page) -> None:
    assert typed(page, "wells")
    box = page.locator("#q")
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert not page.locator("[role=listbox]").is_visible()
    assert box.input_value() == "wells"
    box.press("Escape")
    assert box.input_value() == ""


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("04090", ["Wells town", "ZIP code 04090 · York County, Maine"]),
        ("04090-1234", ["Wells town", "ZIP code 04090 · York County, Maine"]),
        ("Maine", ["Maine", "State, district or territory"]),
        ("st. louis", ["St. Louis city", "St. Louis city, Missouri"]),
        ("saint louis, missouri", ["St. Louis city", "St. Louis city, Missouri"]),
        ("canon city", ["Cañon City", "Fremont County, Colorado"]),
        ("doña ana county", ["Doña Ana County", "New Mexico"]),
        ("coeur d’alene", ["Coeur d'Alene city", "Kootenai County, Idaho"]),
        ("franklin township, somerset county, nj", ["Franklin township", "Somerset County, New Jersey"]),
        ("town of wells, maine", ["Wells town", "York County, Maine"]),
        ("96910", ["Guam", "ZIP code 96910 · State, district or territory"]),
    ],
)
def test_what_is_typed_leads_first_to_what_is_meant(page: Page, text: str, first: list[str]) -> None:
    assert typed(page, text)[0].splitlines() == first


@pytest.mark.parametrize(
    "text", ["wells pd", "Wells Police Dept", "welsl police", "wells police maine", "WELLS POLICE"]
)
def test_an_agency_is_found_by_short_and_mistyped_names(page: Page, text: str) -> None:
    assert "Wells Police Department" in [one.splitlines()[0] for one in typed(page, text)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("00000", "ZIP code 00000 is in no table"),
        ("0409", "A ZIP code has five digits."),
        ("86044", "counties, at least in part"),
        ("qqqqqqq", "Nothing is found for “qqqqqqq”."),
        ("wells, me", " result"),
        ("<img src=x onerror=alert(1)>", "Nothing is found"),
    ],
)
def test_the_count_or_what_is_wrong_is_said(page: Page, text: str, said: str) -> None:
    typed(page, text)
    assert said in page.locator("[role=status]").inner_text()
    assert page.locator("[role=status] img").count() == 0


@pytest.mark.parametrize("text", ["constructor police", "policía constructor", "valueOf sheriff"])
def test_a_word_that_every_object_of_a_script_has_does_not_break_the_search(page: Page, text: str) -> None:
    assert typed(page, text) == []
    assert "Nothing is found" in page.locator("[role=status]").inner_text()


def test_the_page_answers_its_own_address_in_both_languages(page: Page, address: str) -> None:
    page.goto(f"{address}/es/search/?q=wells")
    links = page.locator("[data-found] a")
    links.first.wait_for()
    assert links.first.get_attribute("href") == "/es/agencies/me-wells-police-department/"
    hrefs = links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert "/es/states/me/counties/york-county/#wells" in hrefs


@pytest.mark.parametrize("part", sweep(PARTS))
def test_the_script_folds_names_as_the_files_were_made(page: Page, address: str, part: int) -> None:
    names = sorted({
        name
        for state in reference().states
        if (gazetteer := reference().gazetteer(state))
        for town in gazetteer.municipalities
        for name in (town.base, town.name)
    } | {county.name for county in counties().values()})[part::PARTS]  # fmt: skip
    script = (
        "async ([url, names]) => { const m = await import(url); return names.map((n) => [m.spaced(n), m.slug(n)]); }"
    )
    found = page.evaluate(script, [f"{address}/static/js/find.js", names])
    assert [(n, *f) for n, f in zip(names, found, strict=True) if tuple(f) != (spaced(n), slug(n))] == []
