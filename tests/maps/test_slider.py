"""The map with its script in a real browser, under a policy that forbids anything inline."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jinja2
import pytest

from roster287.publish.maps import CountyMark, Span, StateMark, history, legend, nation_map
from roster287.publish.svg.style import STATIC
from roster287.vocabulary.messages import speaker

playwright = pytest.importorskip("playwright.sync_api", reason="LEFT OUT: playwright is not installed")

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self'"
DATES = ["2025-04-01", "2025-04-03", "2025-05-01", "2025-06-01"]
WORDS = {
    "colour_by": "Colour by", "by_model": "Model", "by_count": "Agencies", "by_share": "Share", "date": "Date",
    "play": "Play", "pause": "Pause", "jump": "Next", "first": "First", "failed": "The history cannot be loaded.",
    "sentence": "{date}: {agencies} agencies in {counties} counties of {states} states",
    "sentence_one": "{date}: {states} states and one territory",
    "sentence_many": "{date}: {states} states and {territories} territories",
}  # fmt: skip
PAGE = """{% from "parts/map.html" import map_views, map_time %}<!doctype html><html lang="LANG"><meta charset="utf-8">
<title>Map</title><link rel="stylesheet" href="/static/map.css"><script type="module" src="/static/js/map.js"></script>
<figure class="map" data-map>{{ map_views("m", words) }}{{ key }}{{ svg }}{{ map_time("m", url, dates, words) }}
</figure></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with the map, in English and Spanish, and one whose history is missing."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(STATIC, folder / "static")
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(STATIC.parent / "templates"), autoescape=True)
    svg = nation_map(
        [StateMark("ME", "Maine", "/states/me/"), StateMark("FL", "Florida", "/states/fl/", ("task_force",))],
        [
            CountyMark("23031", "York County: none now", (), 0),
            CountyMark("12086", "Miami-Dade County: 2 agencies", ("task_force", "jail_enforcement"), 2, 0.5),
        ],
        title="Map",
    )
    spans = [
        Span("23031", "wells", "task_force", 1, 2),
        Span("12086", "one", "jail_enforcement", 0, 3),
        Span("12086", "two", "task_force", 2, 3),
        Span("FL", "patrol", "task_force", 2, 3),
    ]
    totals = [(1, 1, 0), (2, 2, 0), (4, 2, 0), (3, 1, 0)]
    (folder / "history.json").write_bytes(history(DATES, totals, spans))
    key = "".join(legend(by, speaker("en")) for by in ("model", "count", "share"))
    for name, lang, url in (("en", "en", "/history.json"), ("es", "es", "/history.json"), ("lost", "en", "/lost.json")):
        page = templates.from_string(PAGE.replace("LANG", lang)).render(
            words=WORDS, dates=DATES, svg=_safe(svg), key=_safe(key), url=url
        )
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _safe(markup: str) -> Any:
    from markupsafe import Markup

    return Markup(markup)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test when its console or the policy complains."""
    context = browser.new_context()
    one = context.new_page()
    complaints: list[str] = []
    one.on("pageerror", lambda error: complaints.append(str(error)))
    one.on("console", lambda m: complaints.append(m.text) if "Content Security" in m.text else None)
    yield one
    context.close()
    assert complaints == []


def _class(page: Any, ident: str) -> str:
    return str(page.locator(f"#{ident}").get_attribute("class"))


def _colour(page: Any, ident: str) -> str:
    return str(page.evaluate("id => getComputedStyle(document.getElementById(id)).fill", ident))


def test_the_slider_shows_each_county_as_it_was(site: str, page: Any) -> None:
    page.goto(f"{site}/en.html")
    today = _class(page, "c12086")
    slider, said = page.locator("#m-date"), page.locator("[data-map-say]")
    assert said.text_content() == ""
    slider.focus()
    for _ in range(2):
        slider.press("ArrowLeft")
    playwright.expect(page.locator("[data-map-say]")).to_contain_text("3 April 2025")
    assert said.text_content() == "3 April 2025: 2 agencies in 2 counties of 2 states"
    assert slider.get_attribute("aria-valuetext") == "3 April 2025"
    assert (_class(page, "c23031"), _class(page, "c12086")) == ("c k-t n1", "c k-j n1")
    assert _class(page, "st-fl") == "st"
    assert page.locator("#c12086 title").count() == 0, "a title that tells of today would be false"
    slider.press("ArrowLeft")
    playwright.expect(page.locator("[data-map-say]")).to_contain_text("1 April 2025")
    assert _class(page, "c23031") == "c k-none n0"
    slider.press("End")
    playwright.expect(page.locator("[data-map-say]")).to_contain_text("1 June 2025")
    assert _class(page, "c12086") == today
    assert page.locator("#c12086 title").count() == 1
    assert _class(page, "c23031") == "c k-0 n0"


def test_the_page_speaks_its_own_language(site: str, page: Any) -> None:
    page.goto(f"{site}/es.html")
    page.locator("#m-date").press("ArrowLeft")
    playwright.expect(page.locator("[data-map-say]")).to_contain_text("1 de mayo de 2025")


def test_playing_goes_through_the_lists_and_stops_at_the_newest(site: str, page: Any) -> None:
    page.goto(f"{site}/en.html")
    button = page.locator(".map-play")
    button.click()
    playwright.expect(page.locator("[data-map-say]")).to_contain_text("1 June 2025")
    playwright.expect(button).to_have_text("Play")
    assert page.locator("[data-map-say]").get_attribute("aria-live") == "polite"


def test_who_wants_no_motion_steps_from_list_to_list(site: str, browser: Any) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}/en.html")
    button, said = page.locator(".map-play"), page.locator("[data-map-say]")
    assert button.text_content() == "First"
    button.click()
    playwright.expect(said).to_contain_text("1 April 2025")
    page.wait_for_timeout(400)
    assert page.locator("#m-date").input_value() == "0"
    for day in ("3 April", "1 May", "1 June"):
        assert button.text_content() == "Next"
        button.click()
        playwright.expect(said).to_contain_text(f"{day} 2025")
    assert button.text_content() == "First"
    context.close()


def test_a_history_that_cannot_be_loaded_is_said_and_leaves_the_map_as_it_is(site: str, page: Any) -> None:
    page.goto(f"{site}/lost.html")
    before = _class(page, "c12086")
    page.locator("#m-date").press("ArrowLeft")
    playwright.expect(page.locator("[data-map-say]")).to_contain_text("The history")
    assert _class(page, "c12086") == before


def test_colours_can_be_chosen_without_a_script(site: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en.html")
    assert not page.locator("#m-date").is_visible(), "a slider that does nothing is not shown"
    shown = [page.locator(f".map-legend-{by}").is_visible() for by in ("model", "count", "share")]
    assert shown == [True, False, False]
    page.get_by_label("Agencies").check()
    shown = [page.locator(f".map-legend-{by}").is_visible() for by in ("model", "count", "share")]
    assert shown == [False, True, False]
    context.close()


def test_each_way_of_colouring_changes_the_colour(site: str, page: Any) -> None:
    page.goto(f"{site}/en.html")
    seen = []
    for label in ("Model", "Agencies", "Share"):
        page.get_by_label(label, exact=True).check()
        seen.append(_colour(page, "c12086"))
    assert len(set(seen)) == 3


def test_the_script_is_small() -> None:
    assert Path(STATIC / "js" / "map.js").stat().st_size <= 6 * 1024
