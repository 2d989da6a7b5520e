"""A clock that only a sleep moves, and a stop that a test asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from roster287.model import Synced
from roster287.settings import Home


@dataclass
class Simulated:
    """Time that passes only in sleep, until an end."""

    now: datetime = datetime(2025, 3, 3, tzinfo=UTC)
    end: datetime = datetime(2025, 5, 12, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)
    asked: bool = False
    keep: bool = True

    def __bool__(self) -> bool:
        return self.asked or self.now >= self.end

    def wait(self, seconds: float) -> bool:
        """Sleep."""
        if self.keep:
            self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        return bool(self)

    @contextmanager
    def breaking(self) -> Iterator[None]:
        """Nothing breaks off here."""
        yield

    def clock(self) -> datetime:
        """The time it is."""
        return self.now


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home folder."""
    return Home(tmp_path / "home")


def synced(new: int = 0, events: tuple[str, ...] = ()) -> Synced:
    """What a sync gives."""
    return Synced(2, new, new, events, ())


Poll = Callable[[], Synced]
