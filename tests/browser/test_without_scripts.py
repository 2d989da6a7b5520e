"""A reader whose browser runs no script must find the same facts, and no button that does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from roster287.record import Record
from tests.browser.conftest import path_of, watched
from tests.browser.keys import follow, tab_to
from tests.support.kinds import FIRSTS, WELLS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IDLE = """() => [...document.querySelectorAll('button, input, select')].filter((one) => {
  const works = one.type === 'radio' || one.readOnly || one.form?.hasAttribute('action');
  return !works && one.checkVisibility();
}).map((one) => one.outerHTML)"""
"""What can be pressed or filled in and does nothing without a script. Radio buttons change the map by styles alone."""


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    with browser.new_context(
        base_url=address, java_script_enabled=False, viewport={"width": 1280, "height": 900}
    ) as visitor:
        opened = visitor.new_page()
        faults = watched(opened, address)
        yield opened
        assert faults == []


def test_no_page_is_empty_or_has_a_dead_button(plain: Page) -> None:
    for where in FIRSTS:
        plain.goto(where)
        assert plain.locator("h1").is_visible(), where
        assert len(plain.locator("main").inner_text()) > 60 or "counter" in where, where
        assert plain.evaluate(IDLE) == [], where


def test_a_town_is_found(plain: Page) -> None:
    plain.goto("/")
    tab_to(plain, plain.locator("#q"))
    plain.keyboard.type("wells")
    with plain.expect_navigation():
        plain.keyboard.press("Enter")
    follow(plain, plain.locator("[data-found] a", has_text="Wells town").filter(has_text="York County, Maine"))
    assert path_of(plain) == "/states/me/counties/york-county/#wells"


def test_changes_of_one_kind_are_found(plain: Page, shipped: Record) -> None:
    plain.goto("/changes/")
    tab_to(plain, plain.get_by_role("navigation", name="On this page").get_by_role("link", name="Kinds"))
    plain.keyboard.press("Enter")
    follow(plain, plain.locator("#kinds ~ ul").get_by_role("link", name="returned"))
    events = shipped.changes(kind="returned")
    assert events
    assert plain.locator("li.event").count() == len(events)


def test_the_history_of_an_agency_has_its_evidence(plain: Page, shipped: Record) -> None:
    plain.goto(WELLS)
    events = shipped.changes(agency="me-wells-police-department").rows
    shown = plain.locator("#history ~ ol > li.event")
    assert shown.locator(".said").all_inner_texts() == [event["sentence"] for event in reversed(events)]
    first = shown.first
    tab_to(plain, first.locator("summary"))
    plain.keyboard.press("Enter")
    for proof in events[-1]["evidence"]:
        assert proof["sha256"] in first.inner_text()


def test_an_exhibit_has_every_row_with_its_proof(plain: Page, shipped: Record) -> None:
    (proof,) = shipped.evidence("me-wells-police-department/task_force/2025-04-02", on="2025-04-03").rows
    plain.goto(f"{WELLS}exhibit/?on=2025-04-03")
    text = plain.locator("main").inner_text()
    for said in ("Without JavaScript", proof["file_name"], proof["sha256"], f"row {proof['sheet_row']}"):
        assert said in text
    assert "Wells Police Department" in plain.locator("#all td.cell").all_inner_texts()


def test_the_map_can_be_coloured_and_read_as_a_table(plain: Page) -> None:
    plain.goto("/")
    york = plain.locator("#c12086")
    colours = []
    for name in ("Model", "Number of agencies", "Share of residents"):
        plain.get_by_label(name, exact=True).check()
        colours.append(york.evaluate("(one) => getComputedStyle(one).fill"))
    assert len(set(colours)) == 3
    plain.get_by_text("The map as a table").click()
    assert plain.locator("tbody tr", has_text="Florida").first.is_visible()


def test_who_wants_to_compare_is_told_where_else_to_look(plain: Page) -> None:
    plain.goto("/compare/")
    note = plain.locator("main .note")
    assert "takes JavaScript" in note.inner_text()
    follow(plain, note.get_by_role("link").first)
    assert path_of(plain) == "/lists/"
