"""The site of the shipped history: read once a worker, built once a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from roster287.publish.site import Site
from roster287.publish.site.building import MANIFEST, build
from roster287.publish.whole import Whole, read
from roster287.record import open as open_record
from tests.conftest import _shared

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


@pytest.fixture(scope="session")
def built(whole: Whole, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site in a folder; only read it."""
    folder = _shared(tmp_path_factory, "site")
    with FileLock(f"{folder}.lock"):
        if not (folder / MANIFEST).exists():
            build(Site(whole), folder)
    return folder
