"""Homes that many tests read: made once, shared by all workers, never written to.

`--store postgresql` keeps the register of every home in a database of its own on a server of the tests' own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

from roster287.record import Record
from roster287.record import open as open_record
from roster287.settings import Home
from tests.support import stores
from tests.support.browser import chromium
from tests.support.cluster import LEFT_OUT, Cluster
from tests.support.lists import LISTS
from tests.support.lives import empty_record
from tests.support.once import shared

if TYPE_CHECKING:
    from playwright.sync_api import Browser


# No test asserts a time. The generated examples are the same in each run, so that a change is judged by what it
# changes; the long run draws new ones.
settings.register_profile("the same", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("new ones", deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--store", choices=("sqlite", "postgresql"), default="sqlite", help="Where registers are kept.")
    parser.addoption("--long", action="store_true", help="The whole sweeps too, which take many minutes.")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("new ones" if config.getoption("--long") else "the same")
    # What a loss of power leaves, no test shows, and what a kill leaves does not depend on it: only the processes that
    # tests start wait for the disk.
    os.fsync = lambda fd: None
    if not hasattr(config, "workerinput"):
        stores.announce()
    if config.getoption("--store") == "postgresql" and stores.available():
        Home.database_url = property(lambda home: stores.database_of(home.root))  # type: ignore[method-assign, assignment]


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        stores.end()


LONGEST = ("test_kills.py", "test_order_of_arrival.py", "test_watch.py", "test_operating.py", "test_description.py")
"""Begun first, so that no worker is left with one of them when all else is done."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONGEST)
    if not config.getoption("--long"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="LEFT OUT: a whole sweep; `make test-long` runs it"))
    if config.getoption("--store") == "postgresql" and not stores.available():
        for item in items:
            item.add_marker(pytest.mark.skip(reason=LEFT_OUT))


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """A PostgreSQL server, started once and shared by all workers."""
    if not stores.available():
        pytest.skip(LEFT_OUT)
    return stores.cluster()


@pytest.fixture(autouse=True)
def _no_database_stays(tmp_path: Path) -> Iterator[None]:
    """The databases of a test's homes go with them."""
    yield
    stores.forget(tmp_path)


@pytest.fixture(autouse=True)
def _no_home_but_the_test_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the home of the person who runs it, or asks ICE or the Internet Archive."""
    monkeypatch.setenv("ROSTER287_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ROSTER287_DATABASE", raising=False)
    for name in ("ROSTER287_ICE_PAGE", "ROSTER287_WAYBACK"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/nobody-is-here")
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the history that comes with the package, and nothing else."""
    home = shared(tmp_path_factory, "shipped")
    with FileLock(f"{home}.lock"), open_record(home) as record:
        record.status()
    return home


@pytest.fixture
def shipped(shipped_home: Path) -> Iterator[Record]:
    """The record of the shipped history; only read it."""
    with open_record(shipped_home) as record:
        yield record


@pytest.fixture(scope="session")
def full_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home filled from the real lists, in one sync, without the shipped history."""
    if LISTS is None:
        pytest.skip("LEFT OUT: the real lists (../shared/data/lists beside the project) are not on this computer")
    home = shared(tmp_path_factory, "full")
    with FileLock(f"{home}.lock"):
        if not home.exists():
            with empty_record(home) as record:
                record.sync([LISTS])
    return home


@pytest.fixture
def full(full_home: Path) -> Iterator[Record]:
    """The record of the real lists; only read it."""
    with open_record(full_home) as record:
        yield record


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser, one for each worker."""
    with chromium() as found:
        yield found
