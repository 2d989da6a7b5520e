"""The search of the browser, asked by a script of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
