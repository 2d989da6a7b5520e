"""The watch: look on a schedule, deliver alerts, keep going; one watch a home, stopped cleanly by a signal.

    home/watch.lock       held while a watch runs
    home/heartbeat.json   when it last looked, when that succeeded, what went wrong (`heartbeat`)

What it polls and how it delivers are given to it, and so are its clock and its sleep. State that must survive is in
the record, the ledger and the heartbeat, never in the process: killed at any instant, the next watch goes on.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol, TypeVar

from roster287.errors import RosterError, StoreError
from roster287.heartbeat import Heartbeat, said
from roster287.model import Synced
from roster287.settings import Home
from roster287.stages.keeping import alone
from roster287.watch.signals import Interrupted

LONGEST = 2 * 60.0
"""Minutes between two looks, at most, however often the source has failed."""
SELDOM = 7 * 24 * 60.0
"""Minutes between two looks that may be asked for, at most."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often to look, in minutes: on weekdays, and otherwise (days in UTC); or `once`.

    `jitter` is the part of the time by which it varies by `chance`, either way, so that many watches do not look at
    once.
    """

    weekdays: float = 15.0
    otherwise: float = 60.0
    jitter: float = 0.1
    once: bool = False
    chance: random.Random = field(default_factory=random.Random, repr=False, compare=False)

    def __post_init__(self) -> None:
        if (
            not all(1 <= minutes <= SELDOM for minutes in (self.weekdays, self.otherwise))
            or not 0 <= self.jitter <= 0.5
        ):
            raise ValueError("a schedule is of minutes from 1 to a week, and a jitter from 0 to 0.5")

    def wait(self, now: datetime, failures: int) -> float:
        """Seconds until the next look; each failure in a row after the first doubles them, up to `LONGEST`."""
        usual = self.weekdays if now.weekday() < SATURDAY else self.otherwise
        minutes = max(usual, min(usual * 2.0 ** min(max(failures - 1, 0), 20), LONGEST))
        return 60 * minutes * (1 + self.chance.uniform(-self.jitter, self.jitter))


class Stopping(Protocol):
    """What ends a watch: see `signals.Stop`."""

    def __bool__(self) -> bool: ...

    def wait(self, seconds: float) -> bool:
        """Sleep; give whether to stop."""
        ...

    def breaking(self) -> AbstractContextManager[None]:
        """Within it, a stop raises `Interrupted`."""
        ...


class Looked(NamedTuple):
    """One look. `error` is what went wrong with the poll, None when it succeeded; `synced` what it took in anyhow."""

    at: datetime
    synced: Synced | None
    error: Exception | None
    undelivered: Exception | None


@dataclass(slots=True)
class Watched:
    """What a watch did in all."""

    looks: int = 0
    changes: int = 0
    """Looks that brought a new list."""
    failures: int = 0
    last: Looked | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of a watch: of problems, of what is new, of each look with what the heartbeat says after it."""

    problem: Callable[[str], None] = lambda _line: None
    news: Callable[[str], None] = lambda _line: None
    looked: Callable[[Looked, Heartbeat], None] = lambda _looked, _heartbeat: None


NOBODY = Listener()
T = TypeVar("T")


def watch(
    poll: Callable[[], Synced],
    deliver: Callable[[], None],
    schedule: Schedule,
    *,
    home: Home,
    stop: Stopping,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    listener: Listener = NOBODY,
) -> Watched:
    """Poll and deliver on a schedule until `stop`. Gives what was done.

    Errors of a poll or a delivery are told, counted and written to the heartbeat; they do not end the watch. A poll is
    broken off by a stop, since it can be at any instant; a delivery is not, it is to ask `stop` between messages.
    Raises `StoreError` when another watch runs in this home, `UsageError` when nothing can be written there.
    """
    done = Watched()
    refusal = StoreError(
        f"Another watch runs in {home.root}.", "Stop it first; heartbeat.json there says which process it is."
    )
    with alone(home, home.root / "watch.lock", 0, refusal):
        heartbeat = Heartbeat.read(home).started(clock())
        _write(heartbeat, home, listener)
        while not stop:
            found = _look(poll, deliver, stop, clock, listener)
            if found is None:
                break
            heartbeat = _count(done, heartbeat.beside(Heartbeat.read(home)), found)
            seconds = schedule.wait(found.at, heartbeat.failures)
            heartbeat = heartbeat.expecting(clock() + timedelta(seconds=seconds), none=schedule.once)
            _write(heartbeat, home, listener)
            listener.looked(found, heartbeat)
            if schedule.once or stop.wait(seconds):
                break
    return done


def _write(heartbeat: Heartbeat, home: Home, listener: Listener) -> None:
    try:
        heartbeat.write(home)
    except OSError as error:
        listener.problem(f"the heartbeat cannot be written: {error.strerror}")


def _count(done: Watched, heartbeat: Heartbeat, found: Looked) -> Heartbeat:
    done.looks += 1
    done.last = found
    done.failures += found.error is not None
    done.changes += found.synced is not None and found.synced.new_files > 0
    return heartbeat.looked(found.at, found.synced, found.error, found.undelivered)


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}" + ("" if n == 1 else "s")


def _look(
    poll: Callable[[], Synced],
    deliver: Callable[[], None],
    stop: Stopping,
    clock: Callable[[], datetime],
    listener: Listener,
) -> Looked | None:
    """Poll, then deliver, whatever came of the poll. None when the poll was broken off."""
    at = clock()
    try:
        with stop.breaking():
            synced, error = _tried(poll)
    except Interrupted:
        return None
    if error is not None:
        listener.problem(f"looked, without success: {said(error)}")
        synced = error.done if isinstance(error, RosterError) else None
    if synced is not None and synced.new_files:
        listener.news(f"{_counted(synced.new_files, 'new list')}, {_counted(len(synced.events), 'change')}")
        for aside in synced.set_aside:
            listener.problem(f"set aside {aside.file_name}: {aside.reason}")
        for file_name, sentence in synced.notices:
            listener.problem(f"{file_name}: {sentence}")
    _, undelivered = _tried(deliver)
    if undelivered is not None:
        listener.problem(f"alerts: {said(undelivered)}")
    return Looked(at, synced, error, undelivered)


def _tried(do: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """Its result, or its error, of whatever kind: a watch survives unforeseen errors; they are told and counted.

    No variable keeps the error, so that it forms no reference cycle with its own traceback.
    """
    try:
        return do(), None
    except Exception as problem:  # noqa: BLE001
        return None, problem
