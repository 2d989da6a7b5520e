"""The search of the browser, asked by a script of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

if TYPE_CHECKING:
    from playwright.sync_api import Page


def hits(page: Page, text: str) -> list[dict[str, str]]:
    """All that the script finds for a text, the first first."""
    script = (
        "async (text) => { const box = document.querySelector('[data-search]').dataset;"
        " const { finder } = await import(box.find); const at = new URL(box.engine, location.href).href;"
        " return (await (await finder(box.base, at)).find(text, 60)).hits; }"
    )
    found: list[dict[str, str]] = page.evaluate(script, text)
    return found


def note(page: Page, text: str) -> str:
    """What the page of the search says above its results, in the browser."""
    page.goto(urljoin(page.url, f"?q={quote(text)}"))
    page.wait_for_function("() => document.querySelector('[data-note]').textContent !== ''")
    return page.locator("[data-note]").inner_text()
