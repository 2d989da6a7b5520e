"""A page that tells others who reads it, marks its reader, or is heavy on the line costs readers something."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from tests.support.kinds import FIRSTS, WELLS

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Response

KB = 1000
KEPT = """async () => [
  document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
  (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length,
]"""


def test_nobody_is_told_and_nothing_is_kept_of_who_reads(page: Page, context: BrowserContext) -> None:
    """That no page asks anyone else for anything, the fixture `page` sees to."""
    for where in FIRSTS:
        page.goto(where)
    page.goto("/")
    page.get_by_role("slider").press("ArrowLeft")
    page.locator("#q").press_sequentially("wells")
    page.get_by_role("option").first.wait_for()
    for where in ("/compare/?a=2025-04-01&b=2025-04-03", f"{WELLS}exhibit/?on=2025-04-01", "/es/search/?q=04090"):
        page.goto(where, wait_until="networkidle")
    assert context.cookies() == []
    assert page.evaluate(KEPT) == ["", 0, 0, 0, 0, 0]


def test_home_is_light_with_all_that_a_browser_loads_of_it(page: Page) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/", wait_until="networkidle")
    sizes = {answer.url: size_of(answer) for answer in answers}
    kinds = {answer.request.resource_type for answer in answers}
    assert {"document", "stylesheet", "script", "font"} <= kinds
    assert sum(sizes.values()) <= 350 * KB, sizes


def size_of(answer: Response) -> int:
    """The bytes of an answer as they go over the line; a font is packed already."""
    body = answer.body()
    return len(body) if answer.request.resource_type == "font" else len(gzip.compress(body, 6))
