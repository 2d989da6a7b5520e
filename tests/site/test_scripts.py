"""What a script shows must be what the record says, or two readers would be told two things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from roster287.publish.site import Site
from roster287.publish.svg.style import STATIC
from roster287.publish.whole import Whole
from roster287.record import Record
from tests.site.conftest import serving
from tests.site.hostile import hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Page]:
    """A page in a browser."""
    page = browser.new_page()
    yield page
    page.close()


PAIRS = [
    ("2025-04-01", "2025-04-03", ""),
    ("participating-2025-08-07-pm", "participating-2025-08-18-pm", ""),
    ("2021-01-13", "2026-02-27", ""),
    ("2025-03-20", "2025-04-04", "&kind=pending"),
    ("2026-02-27", "2025-12-01", ""),
]


@pytest.mark.parametrize(("a", "b", "kind"), PAIRS)
def test_the_page_compares_as_the_command_does(
    browser: Page, address: str, shipped: Record, a: str, b: str, kind: str
) -> None:
    lists = list(shipped.lists("pending" if kind else "participating", "accepted"))
    ids = [
        x if "-2" in x[:-10] else [line for line in lists if line["date"] <= x][-1]["publication_id"] for x in (a, b)
    ]
    expected = shipped.compare(*ids).rows
    browser.goto(f"{address}/compare/?a={a}&b={b}{kind}")
    browser.wait_for_selector("#compared table, #compared .note:has-text('same')")
    for name in ("new", "gone", "changed"):
        rows = [row for row in expected if row["change"] == name]
        shown = browser.locator(f"section[aria-labelledby=h-{name}] tbody tr")
        texts = shown.all_inner_texts()
        assert len(texts) == len(rows), name
        assert [t.partition("\t")[0].strip() for t in texts] == [row["agency"] for row in rows]
        links = browser.locator(f"section[aria-labelledby=h-{name}] tbody a[href*='#row-']")
        hrefs = [str(link) for link in links.evaluate_all("all => all.map(a => a.getAttribute('href'))")]
        proofs = [f"/lists/{e['publication_id']}/#row-{e['sheet_row']}" for row in rows for e in row["evidence"]]
        assert hrefs == proofs


def test_pending_lists_are_said_to_name_applications_and_one_row_is_one(browser: Page, address: str) -> None:
    browser.goto(f"{address}/compare/?a=pending-2025-11-10-am&b=pending-2025-11-06-pm")
    browser.wait_for_selector("#compared .note:has-text('same')")
    assert browser.inner_text("#heard") == "The two lists name the same applications with the same cells."
    browser.goto(f"{address}/compare/?a=pending-2025-11-10-am&b=pending-2025-11-10-mid")
    browser.wait_for_selector("#compared table")
    heads = browser.locator("#compared .panel p:first-of-type").all_inner_texts()
    assert [text.rpartition("· ")[2] for text in heads] == ["0 rows", "1 row"]


WRONG = [
    ("a=2025-02-31&b=2025-04-03", "“2025-02-31” is no date. Choose a day."),
    ("a=2020-13-45&b=2025-04-03", "“2020-13-45” is no date. Choose a day."),
    ("a=2025-04-01&b=2029-99-99", "“2029-99-99” is no date. Choose a day."),
    ("a=2025-4-1&b=2025-04-03", "“2025-4-1” is no date. Choose a day."),
    ("a=2019-04-01&b=2025-04-03", "No list of 1 April 2019 or before is in this record."),
    ("a=$%26&b=2025-04-03", "There is no accepted list “$&” in this record."),
]


@pytest.mark.parametrize(("asked", "said"), WRONG)
def test_a_day_that_is_none_is_not_compared_as_another(browser: Page, address: str, asked: str, said: str) -> None:
    browser.goto(f"{address}/compare/?{asked}")
    browser.wait_for_load_state("networkidle")
    assert browser.locator("#compared").inner_text() == said


@pytest.mark.parametrize(
    "asked",
    [
        "a=2025-04-01&b=2025-04-03&kind=foo",
        "a=%202025-04-01&b=2025-04-03%20",
        "a=PARTICIPATING-2025-03-31&b=Participating-2025-04-03",
    ],
)
def test_what_the_command_takes_the_page_compares(browser: Page, address: str, asked: str) -> None:
    browser.goto(f"{address}/compare/?{asked}")
    browser.wait_for_selector("#compared table")
    assert "roster287 compare participating-2025-03-31 participating-2025-04-03" in browser.inner_text("#compared")
    assert browser.input_value("#a") in ("2025-04-01", "2025-03-31")
    assert (browser.input_value("#b"), browser.input_value("#kind")) == ("2025-04-03", "participating")


def test_a_day_s_exhibit_shows_the_row_of_the_list_in_force(browser: Page, address: str, shipped: Record) -> None:
    (proof,) = shipped.evidence("me-wells-police-department/task_force/2025-04-02", on="2025-06-10")
    browser.goto(f"{address}/agencies/me-wells-police-department/exhibit/?on=2025-06-10")
    text = browser.locator("#day article.exhibit").first.inner_text()
    for said in ("Listed on 10 June 2025", proof["file_name"], proof["sha256"], str(proof["sheet_row"])):
        assert said in text
    assert not browser.locator("#all").is_visible()


def test_an_agency_that_was_not_listed_is_said_to_be_not_listed(browser: Page, address: str, shipped: Record) -> None:
    publication = shipped.on("2025-04-01").publication
    assert publication is not None
    browser.goto(f"{address}/es/agencies/me-wells-police-department/exhibit/?on=2025-04-01")
    text = browser.locator("#day article.exhibit").first.inner_text()
    assert publication["sha256"] in text
    assert str(publication["row_count"]) in text
    assert "#row-" not in browser.locator("#day article.exhibit").first.inner_html()


def test_a_day_whose_earlier_list_names_an_agency_does_not_say_only_that_the_last_does_not(
    browser: Page, address: str
) -> None:
    browser.goto(f"{address}/agencies/wi-walworth-county-sheriffs-office/exhibit/?on=2025-07-07")
    titles = browser.locator("#day h2")
    titles.first.wait_for()
    said = ["Not on the last list of 7 July 2025", "Listed on an earlier list of 7 July 2025"]
    assert titles.all_inner_texts() == said
    lists = browser.locator("#day [data-slot=list] a").evaluate_all("all => all.map(one => new URL(one.href).pathname)")
    assert lists == [f"/lists/participating-2025-07-07-{part}/" for part in ("pm", "am")]
    assert "Listed on an earlier list" in browser.inner_text("#heard")
    browser.goto(f"{address}/agencies/wi-walworth-county-sheriffs-office/exhibit/?on=2025-07-08")
    titles.first.wait_for()
    assert titles.all_inner_texts() == ["Not listed on 8 July 2025"]


def test_a_pending_list_of_another_day_is_said_to_be_one(browser: Page, address: str) -> None:
    browser.goto(f"{address}/agencies/fl-alachua-county-sheriffs-office/exhibit/?on=2025-02-26")
    browser.get_by_role("heading", name="Pending on 26 February 2025").wait_for()
    (said,) = browser.locator("#day > .note").all_inner_texts()
    assert said.startswith("This record has no pending list of 26 February 2025 itself; the pending list of 20 ")


def test_a_list_that_ice_put_back_leaves_open_which_it_showed(browser: Page, address: str) -> None:
    """The table of 30 June 2024 was captured again, until February, after that of 11 December had come."""
    browser.goto(f"{address}/agencies/fl-walton-county-sheriffs-office/exhibit/?on=2025-02-09")
    browser.locator("#day article.exhibit").first.wait_for()
    said = browser.locator("#day > .note").all_inner_texts()
    assert any(
        "The list of 30 June 2024 was on ICE's website again on 15 February 2025" in one
        and "this page does not say which of the two it showed on 9 February 2025" in one
        for one in said
    ), said
    browser.goto(f"{address}/agencies/fl-walton-county-sheriffs-office/exhibit/?on=2025-02-15")
    browser.locator("#day article.exhibit").first.wait_for()
    said = browser.locator("#day > .note").all_inner_texts()
    assert any(one.endswith("after that of 11 December 2024 had come.") for one in said), said
    browser.goto(f"{address}/agencies/fl-walton-county-sheriffs-office/exhibit/?on=2024-12-13")
    browser.locator("#day article.exhibit").first.wait_for()
    assert "again" not in " ".join(browser.locator("#day > .note").all_inner_texts())


LINKED = [
    ("al-colbert-county-sheriffs-office/warrant_service/2025-05-08", "2025-08-01"),
    ("me-wells-police-department/task_force/2025-04-02", "2025-10-01"),
]


@pytest.mark.parametrize(("agreement", "on"), LINKED)
def test_the_row_as_printed_has_the_link_that_ice_printed(
    browser: Page, address: str, shipped: Record, agreement: str, on: str
) -> None:
    (proof,) = shipped.evidence(agreement, on=on)
    (line,) = (line for line in shipped.on(on) if line["agreement_id"] == agreement)
    browser.goto(f"{address}/agencies/{agreement.partition('/')[0]}/exhibit/?on={on}")
    row = browser.locator("#day .exhibit").filter(has=browser.locator(f"a[href$='#row-{proof['sheet_row']}']"))
    (target,) = proof["targets"]["moa"]
    assert row.locator(".behind code").inner_text() == target
    assert row.locator(".behind th").inner_text() == "Link behind “Agreement”"
    ours = [] if target == line["moa_url"] else [f"→ {line['moa_url']}"]
    assert [one.strip() for one in row.locator(".behind .ours").all_inner_texts()] == ours


def test_a_former_address_keeps_the_day_that_was_asked_for(browser: Page, address: str, whole: Whole) -> None:
    former, now = next((f, n) for f, n in whole.former_ids.items() if "/" not in f)
    for lang in ("", "/es"):
        browser.goto(f"{address}{lang}/agencies/{former}/exhibit/?on=2025-11-10#day")
        browser.wait_for_url(f"{address}{lang}/agencies/{now}/exhibit/?on=2025-11-10#day")
        assert browser.locator("#day").inner_text()
    owner = browser.context.browser
    assert owner is not None
    plain = owner.new_page(java_script_enabled=False)
    plain.goto(f"{address}/agencies/{former}/exhibit/")
    plain.wait_for_url(f"{address}/agencies/{now}/exhibit/")
    plain.close()


@pytest.mark.parametrize("on", ["1999-01-01", "2025-02-31", "x<img src=x onerror=alert(1)>"])
def test_a_day_that_has_no_list_gets_a_sentence(browser: Page, address: str, on: str) -> None:
    browser.goto(f"{address}/agencies/me-wells-police-department/exhibit/?on={on}")
    browser.wait_for_load_state("networkidle")
    assert browser.locator("#day .note").first.inner_text()
    assert browser.locator("#day article, #day img").count() == 0


def test_the_filter_shows_the_week_that_was_asked_for(browser: Page, address: str, shipped: Record) -> None:
    browser.goto(f"{address}/states/fl/changes/2025-04/?from=2025-04-28&to=2025-04-30&kind=signed")
    shown = browser.locator("li.event:not([hidden])").count()
    expected = len(shipped.changes(since="2025-04-28", until="2025-04-30", state="FL", kind="signed"))
    assert expected
    assert browser.locator(".day:not([hidden]) li.event:not([hidden])").count() == shown == expected


def test_hostile_cells_run_nothing_in_a_browser(browser: Page, tmp_path: Path) -> None:
    site = Site(hostile(tmp_path))
    agency = next(i for i in site.whole.agencies if "town" not in i)
    heard: list[str] = []

    def hear(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    browser.on("dialog", hear)
    with serving(site) as base:
        for path in (
            "/changes/", "/lists/participating-2025-04-02-am/", "/compare/?a=2025-04-02&b=2025-04-04",
            f"/agencies/{agency}/exhibit/", f"/agencies/{agency}/exhibit/?on=2025-04-03",
        ):  # fmt: skip
            browser.goto(base + path, wait_until="networkidle")
            assert "Wells" in browser.locator("main").inner_text()
            assert browser.locator("main img, main script, main [onerror], main [onmouseover]").count() == 0
    assert heard == []


def test_a_script_groups_numbers_as_the_pages_do() -> None:
    """Spanish for the United States writes 1,234 as English does; a browser's plain Spanish writes 1.234."""
    said = re.compile(r"toLocaleString\((?!\"en-US\"\))|NumberFormat\((?!\"en-US\"\))")
    scripts = sorted((STATIC / "js").glob("*.js"))
    assert len(scripts) > 8
    assert [one.name for one in scripts if said.search(one.read_text(encoding="utf-8"))] == []
