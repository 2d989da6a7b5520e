"""The site of the shipped history, read and served once a worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from roster287.publish.site import Site
from roster287.publish.whole import Whole, read
from roster287.record import open as open_record

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


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """The address, on a free port of this computer, at which the files of a site are answered."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = site.answer(self.path.partition("?")[0])
            self.send_response(200 if answer else 404)
            self.send_header("Content-Type", answer.media_type if answer else "text/plain")
            self.end_headers()
            self.wfile.write(answer.body if answer else b"")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site: Site) -> Iterator[str]:
    """Where the site of the shipped record is."""
    with serving(site) as found:
        yield found


@pytest.fixture(scope="module")
def search_page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of the site from which a script may ask the search."""
    page = browser.new_page()
    page.goto(f"{address}/search/")
    yield page
    page.close()
