"""The site of the shipped record as `roster287 serve` answers it, started once a worker, and who visits it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.api.serving import started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request


@pytest.fixture(scope="session")
def address(browser: Browser, shipped_home: Path) -> Iterator[str]:
    """Where the site is."""
    with started(shipped_home) as (_, client, _):
        yield str(client.base_url).rstrip("/")


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A visitor on a wide screen, in the light, at the root of the site."""
    with browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}) as visitor:
        yield visitor


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page of that visitor. The test fails where it asks anyone else for anything, or where the console complains."""
    opened = context.new_page()
    faults = watched(opened, address)
    yield opened
    assert faults == []


def watched(page: Page, address: str) -> list[str]:
    """What goes wrong on a page from now on: requests to anyone else or in vain, errors, what the policy forbade."""
    faults: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{address}/", "data:", "blob:")):
            faults.append(f"asked {request.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") or "Content Security Policy" in message.text:
            faults.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # who leaves a page ends what it still loads
            faults.append(f"failed {request.url}: {request.failure}")

    page.on("request", asked)
    page.on("requestfailed", failed)
    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(str(error)))
    return faults


def path_of(page: Page) -> str:
    """The address of a page within the site, with its fragment."""
    parts = urlsplit(page.url)
    return f"{parts.path}{f'#{parts.fragment}' if parts.fragment else ''}"
