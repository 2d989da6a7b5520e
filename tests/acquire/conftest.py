"""A transport that waits for nothing, and servers on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roster287.acquire.answer import Limits
from roster287.acquire.transport import Patience, Transport
from tests.support.ice_server import IceServer


class Sleeps(list[float]):
    """The waits that were asked for; nothing is waited."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def sleeps() -> Sleeps:
    return Sleeps()


@pytest.fixture
def transport(sleeps: Sleeps) -> Iterator[Transport]:
    """Short limits, three attempts, no waiting."""
    limits = Limits(wire=1 << 20, unpacked=1 << 20, seconds=0.8, connect=0.5, read=0.5, redirects=3)
    with Transport(pause=0, limits=limits, patience=Patience(attempts=3), sleep=sleeps, chance=lambda: 1.0) as given:
        yield given


@pytest.fixture
def ice() -> Iterator[IceServer]:
    with IceServer() as server:
        yield server
