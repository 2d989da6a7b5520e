"""The present time, in one place, so that a run can be told another."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> str:
    """The present time, ISO, UTC, to the second. ROSTER287_NOW sets another, for mirrors and tests."""
    return os.environ.get("ROSTER287_NOW") or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> str:
    """The present day, ISO, UTC."""
    return now()[:10]
