"""A page that a blind reader, one who cannot see some colours, or one on a phone cannot use shuts that reader out."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.browser.conftest import watched
from tests.support.kinds import EXAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, ViewportSize

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="LEFT OUT: axe-playwright-python is not installed"
)
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 760}
WIDTHS = (1280, 1024, 768, 360, 320)
LARGE = (
    "/states/tx/", "/lists/participating-2026-02-27-am/", "/agencies/fl-clay-county-sheriffs-office/",
    "/lists/participating-2025-09-16-pm/",
)  # fmt: skip
"""Pages with more, and with longer words, than those that stand for their kinds."""
LOOKS = list(product(("", "/es"), ("light", "dark"), (WIDE, PHONE)))
IN_TURN = [
    pytest.param(where, *look, marks=() if number % len(LOOKS) == at else pytest.mark.long)
    for number, where in enumerate(EXAMPLES)
    for at, look in enumerate(LOOKS)
]
"""Each page in one language and one look, the next in others; the rest with the long tests."""
UNFOLDED = "for (const one of document.querySelectorAll('details')) one.open = true"
SHOWN = """(few) => {
  for (const one of document.querySelectorAll('details')) one.open = true;
  for (const group of document.querySelectorAll('main, main *:not(svg, svg *)'))
    for (const one of [...group.children].slice(few)) {
      const before = one.previousElementSibling;
      if (before.tagName === one.tagName && before.className === one.className) one.remove();
    }
  return Promise.allSettled(document.getAnimations().map((one) => one.finished));
}"""
"""Opens every fold, and leaves a few of the rows and items that are alike: the same line of a template makes them."""
FEW = 5


def looked_at(page: Page, address: str) -> None:
    """Open a page; one that answers a question in the browser, with its answer."""
    page.goto(address, wait_until="networkidle" if "?" in address else "load")


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds on a page as it is: the rules that it breaks, with the elements."""
    found: dict[str, Any] = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [(one["id"], [node["html"] for node in one["nodes"]][:5]) for one in found["violations"]]


@pytest.mark.parametrize(("where", "lang", "scheme", "size"), IN_TURN)
def test_no_reader_is_shut_out(
    page: Page, where: str, lang: str, scheme: Literal["light", "dark"], size: ViewportSize
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    looked_at(page, lang + where)
    page.evaluate(SHOWN, FEW)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_the_api_is_one_of_the_site_s(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    looked_at(page, "/api/v1/docs")
    page.evaluate(UNFOLDED)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Public Sans"')


SMALL = """() => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = walk.nextNode());) {
    const one = text.parentElement;
    if (!text.data.trim() || one.closest('script, style, title, desc') || !one.getClientRects().length) continue;
    const scale = one.closest('svg') ? one.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(one).fontSize) * scale;
    if (size < 11.95) found.add(`${one.tagName} ${size.toFixed(1)}: ${text.data.trim().slice(0, 40)}`);
  }
  return [...found].slice(0, 5);
}"""


@pytest.mark.parametrize("where", [*EXAMPLES, *LARGE])
def test_no_page_must_be_pushed_to_the_side_or_held_near_the_eye(page: Page, where: str) -> None:
    """In Spanish, whose words are the longer ones, and with every fold open; 320 pixels are a phone read at 112 %."""
    too_wide: dict[int, int] = {}
    too_small: dict[int, list[str]] = {}
    looked_at(page, f"/es{where}")
    page.evaluate(UNFOLDED)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        taken = page.evaluate("document.documentElement.scrollWidth")
        too_wide |= {width: taken} if taken > width else {}
    page.evaluate(SHOWN, FEW)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        small = page.evaluate(SMALL)
        too_small |= {width: small} if small else {}
    assert (too_wide, too_small) == ({}, {})


SPACED = """() => document.styleSheets[0].insertRule(
  '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }')"""
"""The spacing that WCAG 1.4.12 lets a reader choose."""


@pytest.mark.parametrize("where", ["/states/tx/", "/models/task_force/", "/agencies/fl-clay-county-sheriffs-office/"])
def test_a_reader_who_spaces_the_letters_pushes_no_page_to_the_side(page: Page, where: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    looked_at(page, f"/es{where}")
    page.evaluate(UNFOLDED)
    page.evaluate(SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


PLACES = """(links) => links.map((one) => {
  const at = one.getBoundingClientRect();
  return [at.top + at.height / 2, at.left];
})"""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_head_of_a_page_is_read_in_the_order_in_which_the_keys_reach_it(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    looked_at(page, "/es/about/")
    places = page.locator(".masthead a").evaluate_all(PLACES)
    # Links of one line are at one height, within a few pixels.
    assert places == sorted(places, key=lambda place: (round(place[0] / 16), place[1]))


def test_a_change_that_is_linked_to_is_not_hidden_under_its_day(page: Page) -> None:
    page.goto("/changes/2025-04/")
    ident = page.locator(".event").nth(40).get_attribute("id")
    page.goto(f"/changes/2025-04/#{ident}")
    event = page.locator(".event:target")
    day = page.locator(".day", has=event).locator(".day-head")
    at, above = event.bounding_box(), day.bounding_box()
    assert at is not None
    assert above is not None
    assert above["y"] + above["height"] <= at["y"] < 900


def test_what_shuts_readers_out_or_asks_elsewhere_would_be_seen(context: BrowserContext, address: str) -> None:
    """The tests of these folders can fail."""
    page = context.new_page()
    faults = watched(page, address)
    looked_at(page, "/about/")
    page.evaluate("""() => {
      document.querySelector('h1').style.color = '#999';
      document.querySelector('main p').innerHTML = '<img src="http://127.0.0.1:9/x.png">';
      console.error('planted');
    }""")
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    assert {"color-contrast", "image-alt"} <= {rule for rule, _ in violations(page)}
    assert [fault for fault in faults if "Content Security Policy" in fault]
    assert [fault for fault in faults if "planted" in fault]
