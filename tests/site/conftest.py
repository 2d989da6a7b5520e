"""The site of the shipped history, read once a worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from roster287.publish.site import Site
from roster287.publish.whole import Whole, read
from roster287.record import open as open_record
from tests.site.test_scripts import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BASE = "https://example.org/287g"


@pytest.fixture(scope="session")
def whole(shipped_home: Path) -> Whole:
    """The whole shipped record; only read it."""
    with open_record(shipped_home) as record, record.reading() as connection:
        return read(connection)


@pytest.fixture(scope="session")
def site(whole: Whole) -> Site:
    """The site of the shipped record, answering file by file."""
    return Site(whole)


@pytest.fixture(scope="session")
def site_at(whole: Whole) -> Site:
    """The same site as it is built for an address, under a path of its host."""
    return Site(whole, BASE)


@pytest.fixture(scope="module")
def search_page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of the site from which a script may ask the search."""
    server = serve(site)
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_address[1]}/search/")
    yield page
    page.close()
    server.shutdown()
    server.server_close()
