"""A page, a feed or an old address that the server answers otherwise than the folder of the site would mislead."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest

from roster287.publish.site import CSP, Site
from roster287.publish.site.data import ASKED
from roster287.publish.whole import read
from roster287.register.database import Database
from roster287.settings import Home
from tests.api.serving import served

PATHS = (
    "/", "/es/", "/states/me/", "/agencies/me-wells-police-department/", "/es/agencies/me-wells-police-department/",
    "/changes/", "/lists/", "/law/", "/methodology/", "/static/site.css", "/feeds/all.atom", "/feeds/states/me.json",
    "/feeds/agencies/me-wells-police-department.atom", "/feeds/models/task_force.json", "/embed/states/me/map/",
    "/search/",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(shipped_home: Path) -> Site:
    """The site of the same record, made here."""
    database = Database(Home(shipped_home).database_url)
    with database.read() as connection:
        whole = read(connection)
    database.close()
    return Site(whole)


@pytest.mark.parametrize("path", PATHS)
def test_a_file_of_the_site_is_served_as_it_is(api: httpx.Client, site: Site, path: str) -> None:
    own = site.answer(path)
    assert own is not None
    answer = api.get(path)
    assert answer.status_code == 200
    assert answer.content == own.body
    assert answer.headers["content-type"].split(";")[0] == own.media_type.split(";")[0]
    assert answer.headers["content-security-policy"] == CSP
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = api.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert api.head(path).headers["etag"] == answer.headers["etag"]


def test_feeds_are_feeds(api: httpx.Client) -> None:
    atom = api.get("/feeds/states/me.atom")
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert ElementTree.fromstring(atom.text).tag == "{http://www.w3.org/2005/Atom}feed"
    feed = api.get("/feeds/all.json")
    assert feed.headers["content-type"].split(";")[0] == "application/feed+json"
    assert json.loads(feed.text)["items"]
    assert feed.headers["access-control-allow-origin"] == "*"


def test_an_address_that_was_once_published_leads_on(api: httpx.Client, site: Site) -> None:
    former = [(was, now) for was, now in site.whole.former_ids.items() if "/" not in was]
    assert former
    for was, now in former[:10]:
        for lang in ("", "/es"):
            answer = api.get(f"{lang}/agencies/{was}/")
            assert (answer.status_code, answer.headers["location"]) == (301, f"{lang}/agencies/{now}/")


def test_what_was_asked_for_is_not_lost_on_the_way_to_the_page(api: httpx.Client, site: Site) -> None:
    """Two days to compare, a name that is sought, the day of an exhibit."""
    was, now = next((was, now) for was, now in site.whole.former_ids.items() if "/" not in was)
    for asked, to in (
        ("/compare?a=2025-04-01&b=2025-04-03", "/compare/?a=2025-04-01&b=2025-04-03"),
        ("/es/search?q=Ca%C3%B1on%20City", "/es/search/?q=Ca%C3%B1on%20City"),
        ("/States/ME?x=%2F%2Fexample.org", "/states/me/?x=%2F%2Fexample.org"),
        (f"/agencies/{was}/exhibit/?on=2025-11-10", f"/agencies/{now}/exhibit/?on=2025-11-10"),
    ):
        answer = api.get(asked)
        assert (answer.status_code in (301, 308), answer.headers["location"]) == (True, to)
        assert api.get(to).status_code == 200


def test_an_address_leads_on_within_the_site_where_a_proxy_takes_its_path_off(shipped_home: Path, site: Site) -> None:
    was, now = next((was, now) for was, now in site.whole.former_ids.items() if "/" not in was)
    with served(shipped_home, base_url="https://example.org/287g") as api:
        for asked, to in (
            ("/es", "/287g/es/"),
            ("/api", "/287g/api/v1/docs"),
            ("/compare?a=2025-04-01", "/287g/compare/?a=2025-04-01"),
            (f"/agencies/{was}/", f"/287g/agencies/{now}/"),
        ):
            assert api.get(asked).headers["location"] == to


def test_the_search_form_is_answered_without_a_script(api: httpx.Client) -> None:
    for lang in ("", "/es"):
        page = api.get(f"{lang}/search/", params={"q": "wells police"})
        assert page.status_code == 200
        assert page.headers["content-security-policy"] == CSP
        assert f'href="{lang}/agencies/me-wells-police-department/"' in page.text
    for text in (
        "<script>alert(1)</script>",
        '"><img src=x>',
        "'; DROP TABLE agencies;--",
        "\x00\r\nX: y",
        "%",
        "\u202e",
    ):
        page = api.get("/search/", params={"q": text})
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x>" not in page.text
        assert "x" not in page.headers
    assert api.get("/search/", params={"q": "a" * 201}).status_code == 414
    assert api.get("/search/?q=").content == api.get("/search/").content


def test_a_search_that_shows_the_first_of_many_agencies_says_so(api: httpx.Client) -> None:
    page = api.get("/search/?q=police").text
    assert len(re.findall(r'<li><a href="/agencies/', page)) == 60
    assert "The first 60 results. Add the state to narrow the results." in page
    assert "<p data-note></p>" in api.get("/search/?q=wells+police").text


def test_a_missing_slash_is_put_there_and_nothing_else_is_guessed(api: httpx.Client) -> None:
    for path in ("/states/me", "/es/states/me", "/agencies/me-wells-police-department"):
        answer = api.get(path)
        assert (answer.status_code, answer.headers["location"]) == (308, f"{path}/")
    for path in ("/nothing", "/states/zz", "/es/nothing/", "/agencies/nobody/"):
        answer = api.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["cache-control"] == "no-store"
        assert "<script>" not in answer.text


def test_what_a_visitor_looks_for_on_the_site_is_counted_without_saying_what(api: httpx.Client) -> None:
    api.get("/agencies/me-wells-police-department/")
    text = api.get("/metrics").text
    assert 'route="site"' in text
    assert "wells" not in text


def test_what_the_data_page_shows_of_the_api_can_be_followed_and_is_no_link_without_it(
    api: httpx.Client, site: Site
) -> None:
    links = re.findall(r'href="(/api/v1/[^"]+)"', api.get("/es/data/").text)
    assert len(links) == len(ASKED)
    assert [api.get(unescape(link)).status_code for link in links] == [200] * len(links)
    alone = site.answer("/data/")
    assert alone is not None
    assert b'href="/api/' not in alone.body
