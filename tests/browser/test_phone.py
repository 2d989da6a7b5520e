"""What takes many screens on a phone, or lies out of reach, is not read there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.keys import follow, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

FLORIDA = "/states/fl/"


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 780})
    return page


def top(of: Locator) -> float:
    box = of.bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize("lang", ["", "/es"])
def test_the_other_language_takes_no_line_of_its_own(phone: Page, lang: str) -> None:
    phone.goto(f"{lang}/about/")
    assert abs(top(phone.locator(".tongue")) - top(phone.locator(".wordmark"))) < 12
    assert top(phone.locator(".masthead nav")) > top(phone.locator(".tongue"))


@pytest.mark.parametrize("lang", ["", "/es"])
def test_a_resident_reaches_the_search_the_sentence_and_the_map_at_once(phone: Page, lang: str) -> None:
    phone.goto(f"{lang}/")
    stale = phone.locator(".stale").bounding_box()
    above = stale["height"] if stale else 0
    assert top(phone.locator(".lede")) < top(phone.locator("#q")) < 500 + above
    assert top(phone.locator(".map-svg")) < 700 + above
    assert phone.evaluate("document.documentElement.scrollHeight") < 6000


@pytest.mark.parametrize("lang", ["", "/es"])
def test_the_law_of_fifty_states_is_no_endless_scroll(phone: Page, lang: str) -> None:
    phone.goto(f"{lang}/law/")
    assert phone.evaluate("document.documentElement.scrollHeight") < 14_000
    folded = phone.locator("details:has(#law-ca)")
    assert folded.get_attribute("open") is None
    follow(phone, phone.locator("#states ~ ul a[href='#law-ca']"))
    expect(folded.locator(".panel").first).to_be_visible()
    follow(phone, folded.locator("a[href^='#source-']").first)
    expect(phone.locator("#sources ~ ol li:target")).to_be_visible()


def test_a_list_takes_no_more_lines_than_its_name_and_its_numbers(phone: Page) -> None:
    phone.goto("/lists/")
    rows = phone.locator(".lists tr:has(.accepted)")
    opened = phone.locator("details[open] .lists tr:has(.accepted)")
    assert 0 < opened.count() < rows.count() / 2, "the years before are folded"
    assert phone.evaluate("document.documentElement.scrollHeight") < 90 * opened.count() + 2500
    row = rows.first
    expect(row.locator("td").nth(0)).to_be_visible()
    expect(row.locator("td").nth(4)).to_be_hidden()
    before = phone.locator("details:has(#y-2025)")
    follow(phone, phone.locator("a[href='#y-2025']"))
    expect(before.locator("tr:has(.accepted)").first).to_be_visible()


def test_a_share_is_not_broken_over_two_lines(page: Page) -> None:
    for width in (320, 360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(FLORIDA)
        number = page.locator(".figure-number.range")
        assert number.evaluate("one => one.scrollWidth <= one.clientWidth"), width
        assert number.inner_text().count("%") == 1


def test_an_agency_is_found_in_a_long_table_without_scrolling_through_it(phone: Page) -> None:
    phone.goto(FLORIDA)
    rows = phone.locator("#agencies-table tbody tr")
    every = rows.count()
    box = phone.get_by_label("Find in this table")
    tab_to(phone, box)
    phone.keyboard.type("palm beach póliçe")
    status = phone.locator(".sift [role=status]")
    expect(status).to_contain_text(f"of {every} agencies")
    shown = [row for row in rows.all() if row.is_visible()]
    assert 0 < len(shown) < 40
    assert all("Palm Beach" in row.inner_text() for row in shown)
    box.fill("saint johns")
    expect(rows.filter(visible=True).first).to_contain_text("St. Johns")
    box.fill("no such body")
    expect(status).to_have_text("No row of this table has these words.")
    box.fill("")
    expect(rows.last).to_be_visible()
    expect(status).to_have_text("")


def test_what_was_sought_in_a_table_is_there_on_coming_back(phone: Page) -> None:
    phone.goto(FLORIDA)
    box = phone.get_by_label("Find in this table")
    box.fill("clay county")
    phone.locator("#agencies-table tbody a:visible").first.click()
    phone.wait_for_url("**/agencies/**")
    phone.go_back()
    rows = phone.locator("#agencies-table tbody tr:visible")
    expect(box).to_have_value("clay county")
    expect(rows).to_have_count(3)


def test_a_short_table_has_no_box_to_search_it(page: Page) -> None:
    page.goto("/states/vt/")
    assert page.locator(".sift").count() == 0
