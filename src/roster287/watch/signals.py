"""Stopping on SIGTERM and SIGINT: at once from a sleep, at once from what may be broken off, else when it is done."""

from __future__ import annotations

import contextlib
import select
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self


class Interrupted(BaseException):
    """A stop came while something was done that may be broken off."""


class Stop:
    """Whether to stop. In a `with`, SIGTERM and SIGINT ask for it; the handlers that were there come back after.

    A second signal is a `KeyboardInterrupt`, wherever it comes.
    """

    def __init__(self) -> None:
        self._asked = False
        self._breaking = False
        self._ear, self._mouth = socket.socketpair()
        self._mouth.setblocking(False)
        self._before: dict[int, object] = {}

    def __bool__(self) -> bool:
        return self._asked

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, self._signalled)
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._ear.close()
        self._mouth.close()

    def ask(self) -> None:
        """Ask for a stop."""
        self._asked = True
        with contextlib.suppress(OSError):
            self._mouth.send(b"x")

    def wait(self, seconds: float) -> bool:
        """Sleep until the time is over or a stop is asked for; gives whether it is."""
        if not self._asked:
            select.select([self._ear], [], [], max(seconds, 0))
        return self._asked

    @contextmanager
    def breaking(self) -> Iterator[None]:
        """Within it, a signal raises `Interrupted`."""
        if self._asked:
            raise Interrupted
        self._breaking = True
        try:
            yield
        finally:
            self._breaking = False

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        again = self._asked
        self.ask()
        if again:
            raise KeyboardInterrupt
        if self._breaking:
            self._breaking = False
            raise Interrupted
