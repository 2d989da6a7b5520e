"""The record as this process serves it: one state of it in memory, looked after at most once a second.

What the tables answer comes from memory. What only the database answers is asked on a few threads, kept while it is
likely to be asked again, and labelled with the version of the very transaction that answered it.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress

from anyio import CapacityLimiter, to_thread
from sqlalchemy import Connection

from roster287.errors import StoreError
from roster287.publish.api.problems import Problem
from roster287.publish.whole import Whole, read, version
from roster287.register.database import Database
from roster287.table import Table

log = logging.getLogger("roster287.api")
EVERY = 1.0
"""Seconds between two looks at the version."""
KEPT_ROWS = 20_000
"""How many rows of answers are kept."""
WAITING = 64
"""How many questions may wait for the database."""

Question = Callable[[Connection], Table]


class State:
    """What is served. Its methods may be called by many requests at once."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.present: Whole | None = None
        self.fault: str | None = None
        self._looked = 0.0
        self._looking = threading.Lock()
        self._threads = CapacityLimiter(2)
        self._waiting = 0
        self._answers = Answers()

    def begin(self) -> Whole | None:
        """Read the record before anybody asks; None, and a line in the log, where it cannot be read."""
        with suppress(StoreError):
            self._look()
        return self.present

    async def whole(self) -> Whole:
        """The record, at most a second behind the database. Raises `StoreError` when it has never been read.

        One request waits while a new version is read; the others are answered by the old one.
        """
        late = time.monotonic() - self._looked > EVERY
        if self.present is None or (late and not self._looking.locked()):
            await to_thread.run_sync(self._look)
        assert self.present is not None
        return self.present

    def _look(self) -> None:
        with self._looking:
            if self.present is not None and time.monotonic() - self._looked <= EVERY:
                return
            try:
                with self.database.read() as connection:
                    before = self.present
                    if before is None or version(connection) != before.version:
                        self.present = read(connection)
                        gc.freeze()  # else every full collection walks the whole record, which stops all answers
                        if before is not None:
                            log.info("serving the record as of version %s now", self.present.version)
                self.fault = None
            except StoreError as error:
                if self.fault is None:
                    log.error("the record cannot be read: %s", error.message)
                self.fault = error.message
                if self.present is None:
                    raise
            finally:
                self._looked = time.monotonic()

    async def ask(self, key: Hashable, question: Question) -> tuple[str, Table]:
        """The answer to a question to the database, and the version that it is of. Raises `Problem` when too many wait.

        `key` says all that the answer depends on besides the record.
        """
        now = (await self.whole()).version
        found = self._answers.get((now, key))
        if found is not None:
            return now, found
        if self._waiting >= WAITING:
            raise Problem(503, "Too many questions are waiting.", "Try again in a few seconds.", {"Retry-After": "5"})
        self._waiting += 1
        try:
            return await to_thread.run_sync(self._answer, now, key, question, limiter=self._threads)
        finally:
            self._waiting -= 1

    def _answer(self, now: str, key: Hashable, question: Question) -> tuple[str, Table]:
        found = self._answers.get((now, key))
        if found is not None:
            return now, found
        with self.database.read() as connection:
            own, answer = version(connection), question(connection)
        self._answers.put((own, key), answer)
        return own, answer


class Answers:
    """The answers asked for last, as many as their rows allow."""

    def __init__(self) -> None:
        self._rows = 0
        self._kept: OrderedDict[Hashable, Table] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Table | None:
        """The answer kept under a key."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, answer: Table) -> None:
        """Keep an answer; those asked for longest ago make room."""
        with self._lock:
            old = self._kept.pop(key, None)
            self._rows += 1 + len(answer) - (1 + len(old) if old is not None else 0)
            self._kept[key] = answer
            while self._rows > KEPT_ROWS and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._rows -= 1 + len(gone)
