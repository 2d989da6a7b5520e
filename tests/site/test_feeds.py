"""A feed that readers refuse, that tells a change twice, or that another build tells anew, is noise."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest

from roster287.publish.feeds import MOST, OURS, identity
from roster287.publish.site import Site
from roster287.publish.whole import Whole
from tests.site.conftest import BASE
from tests.site.hostile import NAME, hostile

ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
UNCHANGED = "counties/36083"
"""Rensselaer County in New York: its agency has stood on every list as it stood on the first."""
WELLS = "agencies/me-wells-police-department"
NAMES = ("all", "states/me", "states/vt", "models/hybrid", "counties/23031", UNCHANGED, WELLS)


def body(site: Site, address: str) -> bytes:
    """The bytes of a file of the site."""
    answer = site.answer(address)
    assert answer is not None, address
    return answer.body


def check_atom(data: bytes) -> list[ElementTree.Element]:
    """The entries of a feed that has all that RFC 4287 asks for."""
    root = ElementTree.fromstring(data)
    assert root.tag == f"{ATOM}feed"
    for one in (root, *root.findall(f"{ATOM}entry")):
        assert [len(one.findall(f"{ATOM}{part}")) for part in ("id", "title", "updated")] == [1, 1, 1]
        assert uuid.UUID(str(one.findtext(f"{ATOM}id"))).version == 5
        assert TIME.fullmatch(str(one.findtext(f"{ATOM}updated")))
        for link in one.findall(f"{ATOM}link"):
            assert link.get("href")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        assert len(entry.findall(f"{ATOM}content")) == 1
        assert entry.find(f"{ATOM}link") is not None
    found = feedparser.parse(data)
    assert not found.bozo
    assert len(found.entries) == len(entries)
    return entries


def check_json(data: bytes) -> list[dict[str, object]]:
    """The items of a feed that has all that JSON Feed 1.1 asks for."""
    feed = json.loads(data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert item["content_text"]
        assert TIME.fullmatch(item["date_published"])
        assert all(isinstance(tag, str) for tag in item["tags"])
    items: list[dict[str, object]] = feed["items"]
    return items


@pytest.mark.parametrize("lang", ["", "/es"])
@pytest.mark.parametrize("name", NAMES)
def test_readers_take_every_feed_and_both_forms_tell_the_same(site: Site, name: str, lang: str) -> None:
    entries = check_atom(body(site, f"{lang}/feeds/{name}.atom"))
    items = check_json(body(site, f"{lang}/feeds/{name}.json"))
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert ids == [item["id"] for item in items]
    assert len(set(ids)) == len(ids)
    days = [str(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert days == sorted(days, reverse=True)


def test_an_entry_is_the_change_itself_with_its_evidence(site: Site, whole: Whole) -> None:
    events = whole.events_of["me-wells-police-department"]
    items = check_json(body(site, "/feeds/agencies/me-wells-police-department.json"))
    assert [item["id"] for item in items] == [identity(event["event_id"]) for event in reversed(events)]
    for item, event in zip(items, reversed(events), strict=True):
        assert event["sentence"] in str(item["content_text"])
        for piece in event["evidence"]:
            assert piece["sha256"] in str(item["content_html"])
            assert piece["sha256"] in str(item["content_text"])


def test_a_change_has_one_id_in_every_feed_and_language(site: Site) -> None:
    ids = [
        {str(item["id"]) for item in check_json(body(site, f"{lang}/feeds/{name}.json"))}
        for lang in ("", "/es")
        for name in ("states/me", "counties/23031", "agencies/me-wells-police-department")
    ]
    assert ids[0] == ids[3]
    assert ids[2] <= ids[1] <= ids[0]


@pytest.mark.parametrize(("name", "state"), [("all", ""), ("states/fl", "FL"), ("states/tx", "TX")])
def test_no_feed_cuts_a_list_or_lets_our_own_changes_push_out_ice_s(
    site: Site, whole: Whole, name: str, state: str
) -> None:
    events = [event for event in whole.events if state in ("", event["state"])]
    shown = {str(item["id"]) for item in check_json(body(site, f"/feeds/{name}.json"))}
    of = [[e for e in events if identity(e["event_id"]) in shown and (e["cause"] == "ice") == ice] for ice in (1, 0)]
    ice, ours = of
    lists = {event["publication_id"] for event in ice}
    assert len(ice) >= MOST
    assert [e["event_id"] for e in ice] == [
        e["event_id"] for e in events if e["cause"] == "ice" and e["publication_id"] in lists
    ]
    left = [e["date"] for e in events if e["cause"] == "ice" and e["publication_id"] not in lists]
    assert max(left) <= min(e["date"] for e in ice)
    assert [e["event_id"] for e in ours] == [e["event_id"] for e in events if e["cause"] != "ice"][-OURS:]


def test_an_agency_s_feed_holds_all(site: Site, whole: Whole) -> None:
    longest = max(whole.events_of, key=lambda agency_id: len(whole.events_of[agency_id]))
    assert len(check_json(body(site, f"/feeds/agencies/{longest}.json"))) == len(whole.events_of[longest])


def test_links_are_whole_addresses_where_the_site_s_is_known(site_at: Site) -> None:
    root = ElementTree.fromstring(body(site_at, "/es/feeds/states/me.atom"))
    own = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == [f"{BASE}/es/feeds/states/me.atom"]
    assert all(str(link.get("href")).startswith(f"{BASE}/es/") for link in root.iter(f"{ATOM}link"))
    feed = json.loads(body(site_at, "/feeds/states/me.json"))
    assert feed["feed_url"] == f"{BASE}/feeds/states/me.json"
    assert all(item["url"].startswith(f"{BASE}/") for item in feed["items"])


def test_the_feed_of_a_merged_agency_keeps_its_address(site: Site, whole: Whole) -> None:
    former, now = next((f, n) for f, n in whole.former_ids.items() if "/" not in f)
    for ending in ("atom", "json"):
        assert body(site, f"/feeds/agencies/{former}.{ending}") == body(site, f"/feeds/agencies/{now}.{ending}")


def test_a_name_from_a_list_breaks_no_feed(tmp_path: Path) -> None:
    site = Site(hostile(tmp_path))
    check_atom(body(site, "/feeds/states/me.atom"))
    (item, *_) = check_json(body(site, "/feeds/states/me.json"))
    assert "<script" not in str(item["content_html"])
    assert NAME.partition(" ")[0] in str(item["content_text"])
