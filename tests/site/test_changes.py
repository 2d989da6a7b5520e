"""A change that is missing, told twice, or told as ICE's when it is ours, would make the record a rumour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from roster287.publish.site import Site
from roster287.publish.whole import Whole
from roster287.record import Record
from tests.site.hostile import NAME, hostile


def page(site: Site, address: str) -> HTMLParser:
    """A page, parsed."""
    answer = site.answer(address)
    assert answer is not None, address
    return HTMLParser(answer.body)


def shown(tree: HTMLParser) -> list[str]:
    """The ids of the changes on a page."""
    return [node.id or "" for node in tree.css("li.event")]


def pages_of(site: Site, address: str) -> Iterator[HTMLParser]:
    """The pages that hold a selection: those of its months where it has any, else its first page."""
    found = sorted(path for path in site.items if re.fullmatch(rf"{address[1:]}\d{{4}}-\d\d/index.html", path))
    for path in found or [f"{address[1:]}index.html"]:
        yield page(site, f"/{path.removesuffix('index.html')}")


def test_every_change_is_told_once_and_only_once(site: Site, whole: Whole) -> None:
    told = Counter(ident for tree in pages_of(site, "/changes/") for ident in shown(tree))
    assert len(told) == len(whole.events)
    assert set(told.values()) == {1}


@pytest.mark.parametrize("state", ["ME", "FL", "VT", "GU"])
def test_a_state_s_changes_are_those_that_the_record_gives(site: Site, shipped: Record, state: str) -> None:
    expected = len(shipped.changes(state=state))
    trees = list(pages_of(site, f"/states/{state.lower()}/changes/"))
    assert sum(len(shown(tree)) for tree in trees) == expected


@pytest.mark.parametrize("kind", ["signed", "renamed", "returned", "corrected", "split"])
def test_a_kind_s_page_holds_that_kind_alone(site: Site, shipped: Record, kind: str) -> None:
    events = [node for tree in pages_of(site, f"/changes/kinds/{kind}/") for node in tree.css("li.event")]
    assert len(events) == len(shipped.changes(kind=kind))
    assert {node.attributes["data-kind"] for node in events} <= {kind}


def test_the_week_in_florida_can_be_read_from_one_page_without_a_script(site: Site, shipped: Record) -> None:
    tree = page(site, "/states/fl/changes/2025-04/")
    days = {node.attributes["data-day"]: len(node.css("li.event")) for node in tree.css(".day")}
    week = {day: n for day, n in days.items() if "2025-04-07" <= str(day) <= "2025-04-13"}
    assert sum(week.values()) == len(shipped.changes(since="2025-04-07", until="2025-04-13", state="FL")) > 0
    links = {node.attributes["href"] for node in page(site, "/states/fl/changes/").css("nav.panel a")}
    assert "/states/fl/changes/2025-04/" in links


def _cause(node: Node) -> set[str]:
    return {str(name) for name in (node.attributes["class"] or "").split()} & {"ice", "record"}


def test_what_we_changed_never_stands_among_what_ice_changed(site: Site) -> None:
    seen = set()
    for tree in pages_of(site, "/changes/"):
        for part in tree.css(".of-list"):
            causes = set().union(*(_cause(node) for node in part.css("li.event")))
            assert len(causes) == 1
            seen |= causes
            assert ("record" in causes) == bool(part.css("p.note.record"))
            if "record" in causes:
                assert all("our record changed" in node.text() for node in part.css("li.event .when"))
    assert seen == {"ice", "record"}


def test_a_mass_of_changes_does_not_bury_the_news(site: Site) -> None:
    folded = [node for tree in pages_of(site, "/changes/") for node in tree.css("details.mass")]
    assert folded
    for node in folded:
        summary = node.css_first("summary")
        assert summary is not None
        assert re.search(r"\b" + str(len(node.css("li.event"))) + r"\b", summary.text())
        assert node.css("li.event[data-kind=signed], li.event[data-kind=no_longer_listed]") == []


def test_a_name_from_a_list_is_no_markup(tmp_path: Path) -> None:
    whole = hostile(tmp_path)
    site = Site(whole)
    for address in ("/changes/", "/changes/kinds/signed/", "/states/me/changes/", "/es/changes/"):
        tree = page(site, address)
        assert NAME.partition(" ")[0] in tree.body.text()  # type: ignore[union-attr]
        assert [node for node in tree.css("script") if not node.attributes.get("src")] == []
        assert tree.css("[onerror], [onmouseover], [style], a[href^='javascript']") == []


def test_a_month_that_is_over_rests_on_nothing_that_a_new_list_moves(site: Site, whole: Whole) -> None:
    from dataclasses import replace

    newest = [event for event in whole.events if event["date"][:7] != "2026-02"]
    fewer = Site(replace(whole, events=tuple(newest)))
    paths = ["changes/2025-04/index.html", "states/fl/changes/2025-04/index.html", "states/me/changes/index.html"]
    assert [fewer.items[path].digest for path in paths] == [site.items[path].digest for path in paths]
