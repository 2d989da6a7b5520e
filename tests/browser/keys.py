"""A reader who has a keyboard and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST = 400
"""How often somebody may have to press Tab."""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until an element has the focus. It must say so to the eye."""
    wanted.wait_for()
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if wanted.evaluate("(one) => one === document.activeElement"):
            assert wanted.evaluate("(one) => getComputedStyle(one).outlineStyle") != "none", "nobody sees the focus"
            return
    raise AssertionError(f"{MOST} times Tab do not lead to {wanted}")


def follow(page: Page, wanted: Locator) -> None:
    """Tab to a link or a button that leads to another page, and press Enter."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def typed_day(page: Page, iso: str) -> None:
    """Type a day into the field for dates that has the focus, as a keyboard of the United States writes it."""
    year, month, day = iso.split("-")
    page.keyboard.type(f"{month}{day}{year}")
