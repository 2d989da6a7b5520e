"""The present time, in one place, so that a run can be told another."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> str:
    """The present time, ISO, UTC, to the second. ROSTER287_NOW sets another, for mirrors and tests."""
    return os.environ.get("ROSTER287_NOW") or iso(datetime.now(UTC))


def read(text: str) -> datetime:
    """A time from its ISO text; where that names no zone it is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def iso(at: datetime) -> str:
    """A time as ISO text, UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> str:
    """The present day, ISO, UTC."""
    return now()[:10]
