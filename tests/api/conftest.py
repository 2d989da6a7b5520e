"""The shipped record, served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.serving import served


@pytest.fixture(scope="module")
def api(shipped_home: Path) -> Iterator[httpx.Client]:
    """A client of a server of the shipped record; it only reads."""
    with served(shipped_home) as client:
        yield client
