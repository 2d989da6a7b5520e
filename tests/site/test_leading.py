"""A sitemap that names pages that are not there, or an old address that leads nowhere, loses readers."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from sqlalchemy import select

from roster287.publish.site import Site
from roster287.publish.site.press import file_of
from roster287.publish.whole import Whole, read
from roster287.record import Record
from roster287.record import open as open_record
from roster287.register import schema
from tests.site.conftest import BASE
from tests.support import stores

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def _body(site: Site, address: str) -> bytes:
    answer = site.answer(address)
    assert answer is not None, address
    return answer.body


def test_the_sitemap_names_every_page_and_only_pages_that_are_there(site_at: Site, whole: Whole) -> None:
    index = ElementTree.fromstring(_body(site_at, "/sitemap.xml"))
    found: set[str] = set()
    for section in index.iter(f"{NS}loc"):
        urls = ElementTree.fromstring(_body(site_at, str(section.text).removeprefix(BASE))).findall(f"{NS}url")
        assert 0 < len(urls) <= 50_000
        for url in urls:
            found.add(str(url.findtext(f"{NS}loc")))
            assert {link.get("hreflang") for link in url.findall(f"{XHTML}link")} == {"en", "es"}
            found |= {str(link.get("href")) for link in url.findall(f"{XHTML}link")}
    gone = [address for address in found if file_of(address.removeprefix(BASE)) not in site_at.items]
    assert gone == []
    assert {f"{BASE}/agencies/me-wells-police-department/", f"{BASE}/es/lists/participating-2025-04-03/"} <= found
    assert [address for address in found if "404" in address or "/feeds/all" in address] == []
    former = [f for f in whole.former_ids if "/" not in f]
    assert former
    assert [address for f in former if (address := f"{BASE}/agencies/{f}/") in found] == []


def test_a_site_that_does_not_know_its_address_names_no_sitemap(site: Site, site_at: Site) -> None:
    assert site.answer("/sitemap.xml") is None
    assert b"Sitemap:" not in _body(site, "/robots.txt")
    assert f"Sitemap: {BASE}/sitemap.xml".encode() in _body(site_at, "/robots.txt")


def test_an_old_id_leads_on_by_the_page_itself(site_at: Site, whole: Whole) -> None:
    former, now = next((f, n) for f, n in whole.former_ids.items() if "/" not in f)
    for lang in ("", "/es"):
        for page in ("", "exhibit/"):
            tree = HTMLParser(_body(site_at, f"{lang}/agencies/{former}/{page}"))
            refresh, canonical = tree.css_first("meta[http-equiv=refresh]"), tree.css_first("link[rel=canonical]")
            assert refresh is not None
            assert canonical is not None
            assert refresh.attributes["content"] == f"0; url=/287g{lang}/agencies/{now}/{page}"
            assert canonical.attributes["href"] == f"{BASE}{lang}/agencies/{now}/{page}"
            assert site_at.answer(f"{lang}/agencies/{now}/{page}") is not None


def test_the_old_address_of_a_list_that_a_person_set_aside_leads_to_it(shipped_home: Path, tmp_path: Path) -> None:
    home, old = stores.copy_read(shipped_home, tmp_path / "home"), "participating-2025-04-03"
    with open_record(home) as record:
        record.sync(set_aside=[old])
        with record.reading() as connection:
            site = Site(read(connection))
        now = record.lists(status="set_aside").rows[-1]["publication_id"]
    assert now.startswith(f"{old}-")
    for lang in ("", "/es"):
        assert f'content="0; url={lang}/lists/{now}/"' in _body(site, f"{lang}/lists/{old}/").decode()
        assert site.answer(f"{lang}/lists/{now}/") is not None


def test_an_id_that_is_in_use_again_is_not_led_away(site: Site, shipped: Record) -> None:
    with shipped.reading() as connection:
        printed = connection.execute(select(schema.former_ids.c.former_id)).scalars().all()
    used = {line["agency_id"] for line in shipped.agencies()} & set(printed)
    assert used, "ICE printed an agency in a wrong state that has another of that name"
    for agency_id in used:
        assert shipped.show(agency_id).rows[0]["agency"]["agency_id"] == agency_id
        assert {line["agency_id"] for line in shipped.changes(agency=agency_id)} == {agency_id}
        assert {line["agency_id"] for line in shipped.agreements(agency=agency_id)} == {agency_id}
        page = _body(site, f"/agencies/{agency_id}/").decode()
        assert 'http-equiv="refresh"' not in page
        assert f"/feeds/agencies/{agency_id}.atom" in page


def test_who_is_lost_finds_a_search_and_the_other_language(site: Site) -> None:
    tree = HTMLParser(_body(site, "/404.html"))
    assert tree.css("form[role=search][action='/search/']")
    assert tree.css("[lang=es] a[href='/es/']")
