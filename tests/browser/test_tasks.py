"""What readers come for, done as they do it: with the keyboard alone, by what they see and hear.

Each answer is held against the record.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from roster287.record import Record
from roster287.vocabulary.messages import speaker
from tests.browser.conftest import path_of
from tests.browser.keys import follow, tab_to, typed_day
from tests.support.kinds import WELLS

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

ATOM = "{http://www.w3.org/2005/Atom}"
SIGNED = "me-wells-police-department/task_force/2025-04-02"


@pytest.mark.parametrize(("typed", "first"), [("wells", "York County, Maine"), ("04090", "ZIP code 04090")])
def test_a_resident_finds_whose_police_have_an_agreement(page: Page, typed: str, first: str) -> None:
    page.goto("/")
    tab_to(page, page.locator("#q"))
    page.keyboard.type(typed)
    town = page.get_by_role("option").filter(has_text="Wells town").filter(has_text=first)
    town.wait_for()
    for _ in range(page.get_by_role("option").count()):
        page.keyboard.press("ArrowDown")
        if town.get_attribute("aria-selected") == "true":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert path_of(page) == "/states/me/counties/york-county/#wells"
    here = page.locator("#wells")
    assert "Wells Police Department" in here.inner_text()
    assert "no longer listed" in here.inner_text()
    top = here.bounding_box()
    assert top is not None
    assert 0 <= top["y"] < 900, "the town is not on the screen"
    follow(page, here.get_by_role("link", name="Wells Police Department"))
    assert path_of(page) == WELLS


def test_a_defender_proves_that_an_agency_was_not_listed_but_pending(page: Page, shipped: Record) -> None:
    page.goto(WELLS)
    tab_to(page, page.get_by_label("Was it listed on"))
    typed_day(page, "2025-04-01")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"{WELLS}exhibit/?on=2025-04-01")
    listed = shipped.on("2025-04-01", agency="me-wells-police-department")
    pending = shipped.on("2025-04-01", agency="me-wells-police-department", pending=True)
    assert listed.publication is not None
    assert pending.publication is not None
    (row,) = pending.rows
    no = page.locator("#day article", has_text="Not listed on 1 April 2025")
    assert listed.publication["file_name"] in no.inner_text()
    assert listed.publication["sha256"] in no.inner_text()
    yes = page.locator("#day article", has_text="Pending on 1 April 2025")
    for proof in ("file_name", "sha256", "sheet_row"):
        assert str(row["evidence"][0][proof]) in yes.inner_text()
    assert row["agency"] in yes.locator("td.cell").all_inner_texts()
    still = "the list of 31 March 2025 was still on ICE's website on 2 April 2025, 12:03:27 UTC"
    expect(page.locator("#day .note").first).to_contain_text(still)


def test_an_exhibit_says_nothing_of_a_day_that_no_list_tells_of(page: Page, shipped: Record) -> None:
    newest = max(line["date"] for line in shipped.lists(kind="participating"))
    page.goto(f"{WELLS}exhibit/?on={int(newest[:4]) + 1}-01-01")
    expect(page.locator("#day .note").first).to_contain_text("What ICE's list said on 1 January")
    assert not page.get_by_text(f"on 1 January {int(newest[:4]) + 1}, the list").count()
    expect(page.locator("#day")).not_to_contain_text("on that day")
    expect(page.get_by_role("status").filter(has_text="no list after")).to_have_count(1)
    page.goto(f"{WELLS}exhibit/?on=2025-04-20")
    expect(page.locator("#day .note").first).to_contain_text("no list of 20 April 2025 itself")
    page.goto(f"/compare/?a=2025-04-01&b={int(newest[:4]) + 1}-01-01")
    expect(page.locator("#compared .note").first).to_contain_text("no list after")


def test_every_page_tells_which_list_is_the_latest(page: Page, shipped: Record) -> None:
    newest = max(line["date"] for line in shipped.lists(kind="participating"))
    page.goto("/es/states/me/counties/york-county/")
    expect(page.get_by_role("contentinfo")).to_contain_text(f"del {int(newest[8:])} de")


def test_a_reporter_learns_who_joined_in_florida_in_one_week(page: Page, shipped: Record) -> None:
    page.goto("/states/")
    follow(page, page.get_by_role("main").get_by_role("link", name="Florida"))
    tab_to(page, page.get_by_role("link", name="Latest changes"))
    page.keyboard.press("Enter")
    follow(page, page.get_by_role("link", name="changes in Florida"))
    tab_to(page, page.get_by_role("link", name="Choose a month").first)
    page.keyboard.press("Enter")
    months = page.get_by_role("navigation", name="Months")
    follow(page, months.locator("a[href$='/changes/2025-05/']"))
    tab_to(page, page.get_by_text("Show only some of these changes"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("From"))
    typed_day(page, "2025-05-12")
    tab_to(page, page.get_by_label("To", exact=True))
    typed_day(page, "2025-05-18")
    tab_to(page, page.get_by_label("Kind", exact=True))
    page.keyboard.type("signed")
    page.keyboard.press("Tab")
    joined = shipped.changes(since="2025-05-12", until="2025-05-18", state="FL", kind="signed")
    assert joined
    expect(page.get_by_role("status")).to_contain_text(f"Shown: {len(joined)} of ")
    shown = page.locator(".event:visible .said").all_inner_texts()
    assert sorted(shown) == sorted(event["sentence"] for event in joined)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text(f"Shown: {len(joined)} of ")
    assert page.locator(".event:visible .said").all_inner_texts() == shown, "the address does not keep what was asked"


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [("2025-04-28", "2025-05-07", ["May 2025", "April 2025"]), ("2026-02-10", "2026-02-27", ["February 2026"])],
)
def test_a_filter_leaves_nothing_out_that_stands_on_another_page(
    page: Page, shipped: Record, since: str, until: str, months: list[str]
) -> None:
    asked = {"since": since, "until": until, "state": "FL"}
    page.goto("/changes/?from={since}&to={until}&state={state}".format(**asked))
    expect(page.get_by_role("status")).to_contain_text("Shown: ")
    shown = page.locator(".event:visible .said").all_inner_texts()
    assert sorted(shown) == sorted(event["sentence"] for event in shipped.changes(**asked))
    heads = page.locator(".month:visible h2").all_inner_texts()
    assert heads == months


def test_a_week_without_a_list_is_not_told_as_changes_that_the_page_lacks(page: Page, shipped: Record) -> None:
    """A bare “0 of 477 on this page” was read as: what was asked for stands on another page, which is not looked at."""
    asked = "from=2025-04-21&to=2025-04-27&state=FL&kind=signed"
    assert not shipped.changes(since="2025-04-21", until="2025-04-27").rows
    page.goto(f"/changes/?{asked}")
    expect(page.get_by_role("status")).to_contain_text("The record has no such change on the days chosen.")
    months = page.get_by_role("navigation", name="Months")
    others = months.locator("a[href*='/changes/2025-05/']")
    assert str(others.get_attribute("href")).endswith("/changes/2025-05/?state=FL&kind=signed"), "days it has none of"
    follow(page, months.locator("a[href*='/changes/2025-04/']"))
    assert page.url.endswith(f"/changes/2025-04/?{asked}")
    expect(page.get_by_role("status")).to_contain_text("Shown: 0 of ")


def test_days_beyond_the_month_of_a_page_are_not_passed_over_in_silence(page: Page, shipped: Record) -> None:
    asked = {"since": "2025-04-28", "until": "2025-05-07", "kind": "signed", "state": "FL"}
    query = "from=2025-04-28&to=2025-05-07&kind=signed"
    page.goto(f"/states/fl/changes/2025-05/?{query}")
    status = page.get_by_role("status")
    expect(status).to_contain_text("This page holds the changes of May 2025 alone.")
    earlier = page.get_by_role("link", name="April 2025")
    assert str(earlier.get_attribute("href")).endswith(f"/2025-04/?{query}")
    follow(page, status.get_by_role("link", name="Show all of the days chosen"))
    expect(page.get_by_role("status")).to_contain_text("Shown: ")
    shown = page.locator(".event:visible .said").all_inner_texts()
    assert sorted(shown) == sorted(event["sentence"] for event in shipped.changes(**asked))


def test_a_state_that_a_month_has_no_change_of_does_not_become_all_states(page: Page, shipped: Record) -> None:
    assert not shipped.changes(since="2025-04-01", until="2025-04-30", state="GU").rows
    page.goto("/changes/2025-04/?state=GU")
    expect(page.get_by_role("status")).to_contain_text("Shown: 0 of ")
    expect(page.get_by_label("State")).to_have_value("GU")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_label("State")).to_have_value("")
    expect(page.locator(".event:visible").first).to_be_visible()


def test_a_filter_of_one_cause_shows_no_other(page: Page, shipped: Record) -> None:
    page.goto("/changes/causes/record/?from=2025-03-01&to=2025-03-31")
    expect(page.get_by_role("status")).to_contain_text("Shown: ")
    ours = [e for e in shipped.changes(since="2025-03-01", until="2025-03-31") if e["cause"] == "record"]
    assert page.locator(".event:visible").count() == len(ours)


def test_a_data_editor_compares_two_days(page: Page, shipped: Record) -> None:
    page.goto("/")
    follow(page, page.get_by_role("contentinfo").get_by_role("link", name="Compare two dates"))
    tab_to(page, page.get_by_label("First day"))
    typed_day(page, "2025-04-01")
    tab_to(page, page.get_by_label("Second day"))
    typed_day(page, "2025-04-03")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#h-new").wait_for()
    rows = shipped.compare("2025-04-01", "2025-04-03").rows
    for name, title in (("new", "Only on the second"), ("gone", "Only on the first"), ("changed", "On both")):
        of_name = [row for row in rows if row["change"] == name]
        section = page.locator(f"section[aria-labelledby=h-{name}]")
        head = section.get_by_role("heading").inner_text()
        assert head.startswith(title)
        assert head.endswith(f": {len(of_name)}")
        assert section.locator("tbody th").all_inner_texts() == [row["agency"] for row in of_name]


def test_an_editor_checks_a_fact_down_to_the_row_of_the_sheet(page: Page, shipped: Record) -> None:
    page.goto(WELLS)
    (proof,) = shipped.evidence(SIGNED, on="2025-04-03").rows
    event = page.locator("li.event", has_text="appeared on ICE's list of 3 April 2025")
    tab_to(page, event.locator("summary"))
    page.keyboard.press("Enter")
    evidence = event.locator("details li", has_text=f"row {proof['sheet_row']}")
    assert proof["file_name"] in evidence.inner_text()
    assert proof["sha256"] in evidence.inner_text()
    follow(page, evidence.get_by_role("link"))
    assert path_of(page) == f"/lists/{proof['publication_id']}/#row-{proof['sheet_row']}"
    row = page.locator("tr:target")
    assert row.locator("td").first.inner_text() == str(proof["sheet_row"])
    assert "Wells Police Department" in row.inner_text()
    assert row.evaluate(
        "(one) => { const at = one.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight }"
    )
    others = page.locator("tbody tr:not(:target) td").first.evaluate("(one) => getComputedStyle(one).backgroundColor")
    assert row.locator("td").first.evaluate("(one) => getComputedStyle(one).backgroundColor") != others


@pytest.mark.parametrize(
    "where", [WELLS, f"{WELLS}exhibit/?on=2025-04-01", "/compare/?a=2025-04-01&b=2025-04-03", "/states/me/#law", "/"]
)
def test_who_changes_the_language_stays_on_the_page(page: Page, where: str) -> None:
    page.goto(where, wait_until="networkidle")
    follow(page, page.get_by_role("link", name="Español"))
    page.wait_for_load_state("networkidle")
    path = re.sub(r"^https?://[^/]+", "", page.url)
    assert path == f"/es{where}"
    assert page.locator("html").get_attribute("lang") == "es"
    follow(page, page.get_by_role("link", name="English"))
    assert re.sub(r"^https?://[^/]+", "", page.url) == where
    page.wait_for_load_state("networkidle")


def test_the_next_list_is_the_one_after_it(context: BrowserContext) -> None:
    """To who wants no motion “Next list” gave every eighteenth."""
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    index = page.get_by_role("slider")
    page.get_by_role("button", name="First list").click()
    expect(index).to_have_value("0")
    for at in ("1", "2"):
        page.get_by_role("button", name="Next list").click()
        expect(index).to_have_value(at)


def test_who_moves_the_slider_sees_the_map_of_that_day(page: Page, shipped: Record) -> None:
    page.goto("/")
    said = page.locator("[data-map-say]")
    york, today = page.locator("#c23031"), page.locator("#c23031").get_attribute("class")
    tab_to(page, page.get_by_role("slider"))
    days = sorted({line["date"] for line in shipped.lists("participating", "accepted")})
    before = said.text_content()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("(before) => document.querySelector('[data-map-say]').textContent !== before", arg=before)
    wanted = (
        days.index("2025-06-10") if "2025-06-10" in days else max(i for i, d in enumerate(days) if d < "2025-06-10")
    )
    for _ in range(len(days) - 2 - wanted):
        page.keyboard.press("ArrowLeft")
    counted = shipped.count(on=days[wanted]).rows[0]
    page.wait_for_function(
        "(spoken) => document.querySelector('[data-map-say]').textContent.startsWith(spoken)",
        arg=f"{speaker('en').day(days[wanted])}: {counted['agencies']:,} agencies",
    )
    assert f"in {counted['states'] + counted['territories']} states" in said.inner_text()
    assert york.get_attribute("class") != today
    assert "k-t" in str(york.get_attribute("class")).split(), "Wells was listed"
    fill = "(one) => getComputedStyle(one).fill"
    then = york.evaluate(fill)
    page.keyboard.press("Home")
    page.wait_for_function("() => document.querySelector('#c23031').classList.contains('k-none')")
    assert york.evaluate(fill) != then
    page.keyboard.press("End")
    page.wait_for_function("(today) => document.querySelector('#c23031').getAttribute('class') === today", arg=today)


def test_a_copied_embed_works_on_another_site(page: Page, context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto("/states/me/")
    follow(page, page.get_by_role("link", name="Embed the map"))
    assert path_of(page) == "/embed/#me"
    tab_to(page, page.get_by_role("button", name=re.compile("^Copy ?: Map, .*: Maine")))
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("^Copied ?: Map, .*: Maine")).wait_for()
    snippet = page.evaluate("navigator.clipboard.readText()")
    with somewhere_else(snippet) as other:
        guest = context.new_page()
        guest.goto(other)
        frame = guest.frame_locator("iframe")
        frame.get_by_role("heading", name="287(g) agreements in Maine").wait_for()
        assert frame.locator("svg.map-svg path#c23031").count() == 1
        assert guest.get_by_title("287(g) agreements: Maine, by roster287").count() == 1
        with context.expect_page() as opened:
            frame.get_by_role("link", name="Source: ICE's list").click()
        assert path_of(opened.value) == "/states/me/"


@contextmanager
def somewhere_else(body: str) -> Iterator[str]:
    """The address of a page of another origin that has this body."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><html lang=en><title>Elsewhere</title>{body}</html>".encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_printed_exhibit_has_the_proof_and_nothing_else(page: Page, shipped: Record) -> None:
    (proof,) = shipped.evidence(SIGNED, on="2025-06-10").rows
    page.goto(f"{WELLS}exhibit/?on=2025-06-10", wait_until="networkidle")
    tab_to(page, page.get_by_role("button", name="Print"))
    page.emulate_media(media="print")
    for gone in ("header nav", ".tongue", "footer nav", "form", "main nav"):
        assert not page.locator(gone).first.is_visible(), gone
    paper = page.locator("main").inner_text()
    for said in ("Listed on 10 June 2025", proof["file_name"], proof["sha256"], f"{proof['sheet_row']}"):
        assert str(said) in paper
    cells = page.locator("#day article").first.locator("td.cell").all_inner_texts()
    assert [cell for cell in cells if "Wells Police Department" in cell]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    pdf = page.pdf(format="Letter")
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 3


@pytest.mark.parametrize("where", ["/states/me/", "/agencies/fl-pasco-county-jail/", "/", "/corrections/"])
def test_a_printed_page_has_what_its_folds_hold(page: Page, where: str) -> None:
    """Shut on paper, they left the word “Evidence” without any, and headings over nothing."""
    page.goto(where)
    on_screen = page.evaluate("document.documentElement.scrollHeight")
    folds = "[...document.querySelectorAll('main details:not(.no-print, .no-print *) > :not(summary)')]"
    shut = f"{folds}.filter(part => !part.checkVisibility({{contentVisibilityAuto: true}})).length"
    assert page.evaluate(shut) > 0, "nothing to unfold"
    page.emulate_media(media="print")
    # what was out of sight is laid out with one of the next frames
    wait = f"for (let n = 0; n < 60 && {shut}; n++) await new Promise(requestAnimationFrame);"
    assert page.evaluate(f"async () => {{ {wait} return {shut}; }}") == 0
    assert page.locator("main summary").evaluate_all(
        "all => all.every(one => getComputedStyle(one).listStyleType == 'none')"
    )
    assert page.evaluate("document.documentElement.scrollHeight") < 4 * on_screen


def test_a_reader_follows_a_state_by_its_feed(page: Page, context: BrowserContext, shipped: Record) -> None:
    page.goto("/states/me/")
    events = shipped.changes(state="ME").rows
    for kind in ("application/atom+xml", "application/feed+json"):
        link = page.locator(f"head link[rel=alternate][type='{kind}']")
        answer = context.request.get(urljoin(page.url, str(link.get_attribute("href"))))
        assert answer.ok
        if kind.endswith("json"):
            items = json.loads(answer.text())["items"]
            said = [item["content_text"].partition("\n")[0] for item in items]
        else:
            entries = ElementTree.fromstring(answer.text()).findall(f"{ATOM}entry")
            said = [unescape(str(entry.findtext(f"{ATOM}content"))) for entry in entries]
            (newest, *_) = [link.attrib["href"] for entry in entries for link in entry.iter(f"{ATOM}link")]
            assert newest.endswith(f"/agencies/{events[-1]['agency_id']}/")
        assert len(said) == len(events)
        for text, event in zip(said, reversed(events), strict=True):
            assert event["sentence"] in text
