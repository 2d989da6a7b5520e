"""Words that lie upon each other, or fields out of line, cannot be read by anybody who sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.kinds import WELLS

if TYPE_CHECKING:
    from playwright.sync_api import Page

CARDS = (
    "/states/fl/",
    "/states/tn/",
    "/agencies/fl-clay-county-sheriffs-office/",
    WELLS,
    "/states/",
    "/corrections/",
    "/lists/",
)
UPON = """() => {
  for (const one of document.querySelectorAll('details')) one.open = true;
  const found = [];
  for (const cell of document.querySelectorAll('table.cards td[data-label]')) {
    if (!cell.checkVisibility() || !cell.textContent.trim()) continue;
    const outer = cell.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(cell);
    const label = getComputedStyle(cell, '::before');
    const high = parseFloat(label.height), wide = parseFloat(label.width);
    // A label stands beside what it names, or, where that is long, above it.
    const above = label.display === 'block' && label.float === 'none';
    const upon = (part) => (above ? part.top < outer.top + high - 1 : part.left < outer.left + wide);
    for (const part of range.getClientRects()) {
      if (part.width > 1 && upon(part)) found.push(['upon its label', cell.textContent.trim()]);
      if (part.right > innerWidth) found.push(['cut off', cell.textContent.trim()]);
    }
    if (high > outer.height + 1) found.push(['label out of its cell', cell.dataset.label]);
  }
  return found.slice(0, 5);
}"""
TOPS = """(form) => [...form.querySelectorAll('label')].map((one) => {
  const [at, field] = [one, document.getElementById(one.htmlFor)].map((each) => each.getBoundingClientRect());
  return [Math.round(at.top), Math.round(field.top), Math.round(field.bottom)];
})"""


@pytest.mark.parametrize("width", [320, 360, 600])
def test_the_names_of_cells_never_lie_upon_what_they_name(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for where in CARDS:
        page.goto(f"/es{where}")
        if faults := page.evaluate(UPON):
            found[where] = faults
    assert found == {}


@pytest.mark.parametrize("where", ["/compare/", "/es/compare/", "/changes/", f"{WELLS}exhibit/"])
def test_the_fields_of_a_form_and_their_names_stand_in_line(page: Page, where: str) -> None:
    page.goto(where)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    places = page.locator("form.fields").first.evaluate(TOPS)
    rows: dict[int, set[tuple[int, int]]] = {}
    for label, top, bottom in places:
        row = next((one for one in rows if abs(one - top) < 20), top)
        rows.setdefault(row, set()).add((label, bottom))
    assert all(len(found) == 1 for found in rows.values()), rows


def test_a_map_of_another_day_does_not_say_that_it_is_the_latest(page: Page) -> None:
    page.goto("/")
    caption = page.locator("#map-caption")
    expect(caption).to_contain_text("latest list.")
    page.get_by_role("slider").press("ArrowLeft")
    expect(caption.locator("[data-map-then]")).to_be_visible()
    expect(caption.locator("[data-map-now]")).to_be_hidden()
    page.get_by_role("slider").press("End")
    expect(caption.locator("[data-map-now]")).to_be_visible()
    expect(caption.locator("[data-map-then]")).to_be_hidden()


def test_what_is_said_of_marks_is_not_said_where_none_is_shown(page: Page) -> None:
    page.goto("/states/fl/")
    caption = page.locator("#map-caption")
    expect(caption.get_by_text("Each mark is an agency")).to_be_visible()
    page.get_by_label("Number of agencies", exact=True).check()
    expect(caption.get_by_text("Each mark is an agency")).to_be_hidden()
    expect(caption.get_by_text("Each county by the agencies")).to_be_visible()
    page.goto("/states/gu/")
    expect(caption).not_to_contain_text("Each mark")


def test_a_county_on_the_map_leads_to_its_page(page: Page) -> None:
    page.goto("/states/me/")
    with page.expect_navigation():
        page.locator("#c23021").click(force=True)
    assert page.url.endswith("/states/me/counties/piscataquis-county/")


def test_the_exhibit_says_only_what_is_so_and_prints_where_its_lists_are(page: Page, address: str) -> None:
    page.goto(f"{WELLS}exhibit/?on=2025-04-01", wait_until="networkidle")
    heard = page.locator("#heard").inner_text()
    assert "Not listed on 1 April 2025." in heard
    assert ".." not in heard
    assert "Our record reads" not in heard
    assert page.locator("#day").get_by_text("Our record reads").count() == 0
    assert page.locator("[data-address]").inner_text() == page.url
    page.emulate_media(media="print")
    link = page.locator("#day .exhibit a").first
    assert link.get_attribute("href") == f"{address}/lists/participating-2025-03-31/"
    printed = link.evaluate("(one) => getComputedStyle(one, '::after').content")
    assert "attr(href)" in printed or "/lists/participating-2025-03-31/" in printed


def test_a_cell_that_our_record_reads_otherwise_is_told(page: Page) -> None:
    page.goto("/agencies/fl-lake-placid-police-department/exhibit/?on=2025-03-06", wait_until="networkidle")
    expect(page.locator("#day").get_by_text("Our record reads")).to_be_visible()


def test_a_county_of_which_no_share_is_known_does_not_look_like_one_without_an_agency(page: Page) -> None:
    """Dallam County's sheriff has agreements; its color said “None”, and that of counties without any was in no key."""
    page.goto("/states/tx/")
    page.get_by_label("Share of residents").check()
    fill = "one => getComputedStyle(one).fill"
    key = {
        str(entry.text_content()): entry.locator(".sw").evaluate("one => getComputedStyle(one).backgroundColor")
        for entry in page.locator(".map-legend-share li").all()
    }
    without = page.locator(".map-svg path[class='c']").first.evaluate(fill)
    assert page.locator("#c48111").evaluate(fill) == key["An agency, but its share is not known"]
    assert without == key["No local agency"] != key["An agency, but its share is not known"]
    page.goto("/")
    page.get_by_label("Share of residents").check()
    former = page.locator(".map-svg .c.k-0").first
    assert former.evaluate(fill) == without, "it has no agency now"
