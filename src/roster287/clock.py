"""The present time, in one place, so that tests and mirrors can set another."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from roster287.errors import UsageError

_WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def now() -> str:
    """The present time, ISO, UTC, to the second. ROSTER287_NOW sets another, for mirrors and tests.

    Raises `UsageError` when that is no such time.
    """
    if given := os.environ.get("ROSTER287_NOW"):
        return _checked(given)
    return iso(datetime.now(UTC))


def _checked(given: str) -> str:
    try:
        if not _WRITTEN.fullmatch(given):
            raise ValueError(given)
        datetime.fromisoformat(given)
    except ValueError:
        raise UsageError(f"ROSTER287_NOW={given} is no time.", "Write it as 2025-04-03T23:10:27Z.") from None
    return given


def read(text: str) -> datetime:
    """A time from its ISO text; where that names no zone it is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def iso(at: datetime) -> str:
    """A time as ISO text, UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def present() -> datetime:
    """The present time, as `now` says it."""
    return read(now())


def today() -> str:
    """The present day, ISO, UTC."""
    return now()[:10]
