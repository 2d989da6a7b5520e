"""Web addresses that stand on pages and in messages: which of the lists may be followed, what an operator gives."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from roster287.errors import UsageError


def external(link: str | None) -> str | None:
    """A link of the lists if it may be followed: http or https with a host, nothing else."""
    if not link:
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return link if parts.scheme in ("http", "https") and parts.netloc else None


def site_address(text: str) -> str:
    """The address of a site without a slash at its end, or two in a row; empty where none is given.

    Raises UsageError for another.
    """
    if text and not re.fullmatch(r"(?i:https?)://(?!/)[^\s<>\"'\\^`{|}?#@]+", text):
        raise UsageError(f"“{text}” is not the address of a site.", "Write it as https://example.org.")
    return re.sub(r"(?<!:)/{2,}", "/", text).rstrip("/")


def contact_link(text: str) -> str:
    """A link to where readers report what is wrong; empty where nothing is given. Raises UsageError for no address."""
    if not text or external(text):
        return text
    if not re.fullmatch(r"(mailto:)?[\w.+-]+@[\w-]+(\.[\w-]+)+", text, re.ASCII):
        raise UsageError(
            f"“{text}” is no contact.", "Write an e-mail address, or a page as https://example.org/contact."
        )
    return f"mailto:{text.removeprefix('mailto:')}"
