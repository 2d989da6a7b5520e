"""An embed that is cut off in its frame loses its source line, and with it what it rests on."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLACES = ("nation", "states/tx", "states/fl", "states/gu", "states/nh", "states/tn")
WIDTHS = (320, 600)
LEAST = 100
"""How high a drawing is at least in the frame that the snippet asks for, in pixels."""
CUT = """() => {
  const box = (one) => one.getBoundingClientRect();
  const drawing = [...document.querySelectorAll('figure svg')].find((one) => one.checkVisibility());
  const source = box(document.querySelector('.source'));
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) faults.push('too wide');
  if (document.documentElement.scrollHeight > innerHeight) faults.push('too high');
  if (source.bottom > innerHeight || source.height < 10) faults.push('no source');
  const words = [...drawing.querySelectorAll('text')].filter((one) => one.checkVisibility()).map(box);
  if (words.some((one) => one.bottom > source.top + 4)) faults.push('words upon the source');
  if (box(drawing).bottom > source.top + 1) faults.push('drawing upon the source');
  for (const one of document.querySelectorAll('h1, .said, .map-legend li'))
    if (one.checkVisibility() && box(one).bottom > box(drawing).top + 1) faults.push(one.textContent);
  return [faults, Math.round(box(drawing).height)];
}"""


def heights(page: Page) -> dict[str, int]:
    """The heights that the snippets to copy ask for, by the path of the embed."""
    page.goto("/embed/")
    snippets = page.locator("input[readonly]").evaluate_all("(all) => all.map((one) => one.value)")
    found = (re.search(r'src="[^"]*(/embed/[^"]+)".* height="(\d+)"', unescape(one)) for one in snippets)
    return {one[1]: int(one[2]) for one in found if one}


@pytest.mark.parametrize("lang", ["", "/es"])
def test_nothing_of_an_embed_is_cut_off_in_the_frame_its_snippet_asks_for(page: Page, lang: str) -> None:
    asked = heights(page)
    faults = {}
    for place in PLACES:
        for kind in ("map", "chart", "counter"):
            for width in WIDTHS:
                path = f"/embed/{place}/{kind}/"
                page.set_viewport_size({"width": width, "height": asked[path]})
                page.goto(lang + path)
                cut, high = page.evaluate(CUT)
                if cut or high < LEAST:
                    faults[path, width] = (cut, high)
    assert faults == {}


def test_the_source_is_seen_in_a_frame_that_is_much_too_low(page: Page) -> None:
    for path in ("/embed/states/fl/map/", "/embed/nation/map/", "/embed/states/tx/chart/", "/embed/states/nh/counter/"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 220})
            page.goto(path)
            cut, _ = page.evaluate(CUT)
            assert cut == [], (path, width)
