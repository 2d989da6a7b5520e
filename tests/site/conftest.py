"""The site of the shipped history, read once a worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.publish.site import Site
from roster287.publish.whole import Whole, read
from roster287.record import open as open_record

BASE = "https://example.org/287g"


@pytest.fixture(scope="session")
def whole(shipped_home: Path) -> Whole:
    """The whole shipped record; only read it."""
    with open_record(shipped_home) as record, record._read() as connection:
        return read(connection)


@pytest.fixture(scope="session")
def site(whole: Whole) -> Site:
    """The site of the shipped record, answering file by file."""
    return Site(whole)
