"""A home page that counts otherwise than the record, or a slider that shows another past, would mislead at a glance."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from roster287.publish.maps import drawable
from roster287.publish.site import Site
from roster287.publish.site.home import DAYS, FEW, NEWS, home_facts, latest
from roster287.publish.whole import Whole, read
from roster287.record import open as open_record
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row


def _page(site: Site, address: str = "/") -> str:
    answer = site.answer(address)
    assert answer is not None
    return answer.body.decode()


def test_the_first_sentence_counts_as_the_command_does(site: Site, whole: Whole) -> None:
    counts, on = whole.counts, whole.newest
    assert on is not None
    lede = re.search(r'<p class="lede">(.*?)</p>', _page(site))
    assert lede is not None
    numbers = [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", lede[1].split(" names ")[1])]
    assert numbers == [counts["agreements"], counts["agencies"], counts["states"], counts["territories"]]


def test_the_table_says_what_the_map_says(site: Site, whole: Whole) -> None:
    page = _page(site)
    table = page.split("The map as a table")[1].split("</table>")[0]
    rows = re.findall(r'/states/(\w\w)/">.*?class="num">([\d,]+)</td>', table)
    assert len(rows) == 56
    assert sum(int(n.replace(",", "")) for _, n in rows) == whole.counts["agencies"]


def test_no_change_of_the_last_days_is_left_untold(whole: Whole) -> None:
    ice = [event for event in whole.events if event["cause"] == "ice"]
    found = latest(whole, ice)
    assert len(found) == DAYS
    for day in found:
        told = sum(len(part["told"]) + len(part["short"]) for part in day["parts"])
        assert told == day["count"] == sum(event["date"] == day["day"] for event in ice)
        assert all(len(part["told"]) <= FEW for part in day["parts"])


def test_what_matters_stands_open_and_what_is_routine_is_folded(site: Site, whole: Whole) -> None:
    found = latest(whole, [event for event in whole.events if event["cause"] == "ice"])
    newest, *earlier = found
    parts = newest["parts"]
    assert {part["kind"] for part in parts if part["open"]} == {part["kind"] for part in parts} & set(NEWS)
    shown = _page(site).split('id="latest"')[1].split('id="growth"')[0]
    # A day before is folded whole; its line says how many changes of which kind it holds.
    for day in earlier:
        line = re.search(rf'<summary><h3 id="d-{day["day"]}">.*?</summary>', shown, re.DOTALL)
        assert line is not None
        said = re.sub(r"<[^>]+>|\d+ \w+ \d{4}", "", line[0])
        assert sum(int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", said)) == day["count"]
    open_now = re.sub(r"<details.*?</details>", "", shown.split('<details class="fold of-day">')[0], flags=re.DOTALL)
    for part in parts:
        for one in [*part["told"], *part["short"]][: part["open"]]:
            assert f"/agencies/{one['agency_id']}/" in open_now
    assert all(len(re.findall(r"<[^>]+>", text)) == 0 for text in re.findall(r"<a [^>]*>(.*?)</a>", open_now))
    assert max(len(text) for text in re.findall(r"<a [^>]*>(.*?)</a>", open_now)) < 100, "a whole sentence is a link"
    folded = {part["kind"] for day in found for part in day["parts"] if not part["open"]}
    assert folded <= {"redated", "renamed", "details_changed", "document_posted", "document_changed", "addendum_posted"}


def test_applications_are_counted_as_such_and_with_the_day_of_their_list(site: Site, whole: Whole) -> None:
    assert whole.newest_pending is not None
    label = re.search(r"applications? pending on the list of <time datetime=\"([^\"]+)\"", _page(site))
    assert label is not None
    assert label[1] == whole.newest_pending["date"]


def test_our_own_changes_are_never_told_as_those_of_ice(site: Site, whole: Whole) -> None:
    facts = home_facts(whole)
    kinds = {part["kind"] for day in facts["latest"] for part in day["parts"]}
    assert not kinds & {"merged", "split", "corrected"}
    if facts["ours"]:
        assert 'class="note record"' in _page(site)


def test_the_slider_ends_on_what_the_map_shows(site: Site, whole: Whole) -> None:
    answer = site.answer("/map/history.json")
    assert answer is not None
    history = json.loads(answer.body)
    assert len(history["dates"]) == len(history["totals"]) == len({listing.date for listing in whole.listings})
    assert history["totals"][-1][0] == whole.counts["agencies"]
    page = _page(site)
    assert f'max="{len(history["dates"]) - 1}"' in page
    shown = {fips: letters for letters, fips in re.findall(r'class="c k-(\w+) n\d(?: s\d)?" id="c(\d{5})"', page)}
    bits = {"t": 1, "j": 2, "w": 4}
    for place, changes in history["places"].items():
        if len(place) == 5 and drawable(place) == place:
            models = sum(bits[letter] for letter in shown[place] if letter in bits)
            assert changes[-1] == models, place


def test_an_empty_record_has_pages_that_say_so(tmp_path: Path) -> None:
    with open_record(tmp_path / "home") as record:
        record.init(empty=True)
        with record.reading() as connection:
            site = Site(read(connection))
    for address in ("/", "/states/", "/states/me/", "/embed/", "/embed/nation/chart/", "/embed/states/me/counter.svg"):
        assert _page(site, address), address
    assert "No list of agreements is in this record yet." in _page(site)


@pytest.mark.parametrize("pending", [True, False])
def test_a_record_without_a_list_of_agreements_tells_nothing_of_one(tmp_path: Path, pending: bool) -> None:
    """With pending lists alone Florida had “No list is in this record yet”, and a list “of —” named 0 agencies."""
    rows = [row("FLORIDA", "Alachua County Sheriff's Office", county="Alachua County")]
    with empty_record(tmp_path / "home") as record:
        if pending:
            record.sync(list_file(tmp_path, "2025-04-01", rows, pending=True))
        with record.reading() as connection:
            site = Site(read(connection))
    county = "/states/fl/counties/alachua-county/"
    none = "No list of agreements is in this record yet."
    pages = {address: _page(site, address) for address in ("/", "/states/", "/states/fl/", county)}
    embeds = [_page(site, f"/embed/{of}/{kind}") for of in ("nation", "states/fl") for kind in ("map/", "chart.svg")]
    for page in (*pages.values(), *embeds):
        text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        assert none in text
        assert not re.search(r"names 0 agenc|of — names|no agency on (ICE's|the) latest|not in our table|0 agenc", text)
    assert ("application pending" in pages["/states/fl/"]) == pending
    assert ("No agency here is or was on the lists in this record." in pages["/states/fl/"]) != pending
    assert ("On the latest pending list is one body that polices Alachua County." in pages[county]) == pending
    assert "on ICE's latest list" not in pages[county]


def test_the_newest_pending_list_is_named_where_freshness_is_asked(site: Site, whole: Whole) -> None:
    page = _page(site)
    fresh = page.split('id="freshness"')[1].split("</section>")[0]
    for line in (whole.newest, whole.newest_pending):
        assert line is not None
        assert line["publication_id"] in fresh
        assert line["file_name"] in fresh
