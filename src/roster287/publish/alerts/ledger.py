"""The delivery ledger, `home/alerts.db`: what is known, what is due, what was sent. Killed at any instant, it is whole.

    meta      format
    lists     accepted lists that were known at the last run
    events    every event that was known at a run; `gone` since the record no longer has it, `told_as` by which
              event the same change is told now
    rules     when each rule began
    messages  one sending to one channel: due, sending, sent, held, failed, dropped
    items     which event is for which rule and channel, once; the message it goes with, or none yet; `withdrawn`
              while the record does not have the event
    notices   what the operator was told of, once

A message becomes `sending`, on the disk, before anything is sent, and `sent` or `due` again after. One that is still
`sending` when the ledger is opened was cut off by a crash: whether it went out is not known.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from filelock import FileLock, Timeout

from roster287.errors import StoreError
from roster287.table import Line

FORMAT = "1"
"""The version of the tables below, which `meta` holds."""
PATIENCE = 60.0
"""Seconds that one delivery waits for another."""
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO meta VALUES ('format', '1');
CREATE TABLE lists (sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL, position TEXT NOT NULL);
CREATE TABLE events (event_id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, date TEXT NOT NULL,
    evidence TEXT NOT NULL, known_since TEXT NOT NULL, gone TEXT, told_as TEXT);
CREATE TABLE rules (name TEXT PRIMARY KEY, began TEXT NOT NULL);
CREATE TABLE messages (message_id INTEGER PRIMARY KEY, rule TEXT NOT NULL, channel TEXT NOT NULL, made TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at TEXT NOT NULL, ended TEXT,
    subject TEXT NOT NULL, payload TEXT NOT NULL, error TEXT NOT NULL DEFAULT '');
CREATE TABLE items (rule TEXT NOT NULL, channel TEXT NOT NULL, event_id TEXT NOT NULL, late INTEGER NOT NULL,
    daily INTEGER NOT NULL, queued TEXT NOT NULL, message_id INTEGER REFERENCES messages,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (rule, channel, event_id)) WITHOUT ROWID;
CREATE TABLE notices (key TEXT PRIMARY KEY, told TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX messages_by_state ON messages (state);
CREATE INDEX items_by_message ON items (message_id);
CREATE INDEX items_by_event ON items (event_id);
"""


class Message(NamedTuple):
    """One sending to one channel; `payload` holds the events as they stood when it was made."""

    message_id: int
    rule: str
    channel: str
    made: str
    state: str
    attempts: int
    next_at: str
    ended: str | None
    subject: str
    payload: Line
    error: str

    @property
    def events(self) -> list[Line]:
        """The events it tells."""
        found: list[Line] = self.payload.get("events", [])
        return found

    @property
    def late(self) -> list[str]:
        """The ids of those that were found later."""
        found: list[str] = self.payload.get("late", [])
        return found


class Item(NamedTuple):
    """One event that one rule wants on one channel."""

    rule: str
    channel: str
    event_id: str
    late: int
    daily: int
    queued: str
    message_id: int | None


class Ledger:
    """One ledger, held by one process at a time. Use it in a `with`.

    Raises `StoreError` when another process holds it for longer than `PATIENCE`, or when it cannot be used.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.path = path
        self._patience = patience
        self._lock = FileLock(path.with_suffix(".lock"))
        self._open: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        with _told(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=self._patience)
            except Timeout:
                raise StoreError("Another process is sending alerts.", "Wait until it is done, or stop it.") from None
        try:
            self._open = self._opened()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None
        self._lock.release()

    def _opened(self) -> sqlite3.Connection:
        with _told(self.path):
            if not self.path.exists():
                os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
            db = sqlite3.connect(self.path, isolation_level=None)
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                db.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
            found = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        if found != (FORMAT,):
            db.close()
            raise StoreError(f"{self.path} was written by another version.", "Use that version, or move the file away.")
        return db

    @property
    def _db(self) -> sqlite3.Connection:
        assert self._open is not None, "use the ledger in a with"
        return self._open

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Changes that all reach the disk at the end, or none of them."""
        with _told(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        with _told(self.path):
            return self._db.execute(query, values).fetchall()

    @property
    def began(self) -> str | None:
        """When the first delivery was; None before it."""
        found = self.rows("SELECT value FROM meta WHERE key = 'began'")
        return found[0][0] if found else None

    def copy(self, path: Path) -> None:
        """Write the ledger as it stands to another file."""
        with _told(path):
            other = sqlite3.connect(path)
            self._db.backup(other)
            other.close()

    def messages(self, *states: str) -> list[Message]:
        """The messages in any of these states, oldest first."""
        marks = ", ".join("?" * len(states))
        wanted = f"SELECT * FROM messages WHERE state IN ({marks}) ORDER BY message_id"  # noqa: S608 (marks are ?)
        return [_message(line) for line in self.rows(wanted, *states)]

    def history(self, rule: str, channel: str, most: int) -> list[tuple[str, Line]]:
        """The newest events that were sent, or are just being sent, to a channel, with when: newest first.

        There are at least so many, if that many were sent: it is never cut within a message.
        """
        wanted = (
            "SELECT * FROM messages WHERE rule = ? AND channel = ? AND state IN ('sent', 'sending') "
            "ORDER BY message_id DESC LIMIT ?"
        )
        found: list[tuple[str, Line]] = []
        for message in (_message(line) for line in self.rows(wanted, rule, channel, most)):
            if len(found) >= most:
                break
            found += [(message.made, event) for event in reversed(message.events)]
        return found

    def items(self, message_id: int | None) -> list[Item]:
        """The items of a message, or those that wait for one."""
        wanted = (
            "SELECT rule, channel, event_id, late, daily, queued, message_id FROM items "
            "WHERE message_id IS ? AND withdrawn = 0 ORDER BY rule, channel, queued, event_id"
        )
        return [Item(*line) for line in self.rows(wanted, message_id)]

    def make(self, rule: str, channel: str, now: str, subject: str, payload: Line, items: Iterable[Item] = ()) -> None:
        """Add a message that is due, with the items it takes along."""
        with self.write() as db:
            add_message(db, rule, channel, now, subject, payload, items)

    def sending(self, message: Message) -> None:
        """Record, on the disk, that a message is about to be sent."""
        with self.write() as db:
            db.execute("UPDATE messages SET state = 'sending' WHERE message_id = ?", (message.message_id,))

    def sent(self, message: Message, now: str) -> None:
        """Record that a message went out."""
        self._end(message, "sent", now, "", message.attempts + 1)

    def not_sent(self, message: Message, now: str, error: str, again: str | None) -> None:
        """Record that a message did not go out: it is due again at a time, or has failed for good."""
        with self.write() as db:
            db.execute(
                "UPDATE messages SET state = ?, attempts = attempts + 1, next_at = ?, ended = ?, error = ? "
                "WHERE message_id = ?",
                ("due" if again else "failed", again or now, None if again else now, error, message.message_id),
            )

    def hold(self, message: Message, now: str) -> None:
        """Keep back a message of which it is not known whether it went out."""
        self._end(message, "held", now, "cut off while it was being sent", message.attempts + 1)

    def drop(self, message: Message, now: str, why: str) -> None:
        """Give up a message that nobody should get any more."""
        self._end(message, "dropped", now, why, message.attempts)

    def due_again(self, message: Message, now: str, *, fresh: bool = False) -> None:
        """Make a message due; `fresh` forgets its attempts."""
        self._end(message, "due", None, message.error, 0 if fresh else message.attempts, now)

    def _end(
        self, message: Message, state: str, ended: str | None, error: str, attempts: int, next_at: str = ""
    ) -> None:
        with self.write() as db:
            db.execute(
                "UPDATE messages SET state = ?, ended = ?, error = ?, attempts = ?, next_at = ? WHERE message_id = ?",
                (state, ended, error, attempts, next_at or message.next_at, message.message_id),
            )

    def rewrite(self, message: Message, subject: str, payload: Line) -> None:
        """Change what a message that was not sent will say."""
        with self.write() as db:
            db.execute(
                "UPDATE messages SET subject = ?, payload = ? WHERE message_id = ?",
                (subject, _json(payload), message.message_id),
            )

    def withdraw(self, items: Iterable[Item]) -> None:
        """Take items out of their messages, until the record has their events again."""
        with self.write() as db:
            db.executemany(
                "UPDATE items SET message_id = NULL, withdrawn = 1 WHERE rule = ? AND channel = ? AND event_id = ?",
                [(item.rule, item.channel, item.event_id) for item in items],
            )


def add_message(
    db: sqlite3.Connection, rule: str, channel: str, now: str, subject: str, payload: Line, items: Iterable[Item] = ()
) -> None:
    """Add a message within a write."""
    made = db.execute(
        "INSERT INTO messages (rule, channel, made, state, next_at, subject, payload) VALUES (?, ?, ?, 'due', ?, ?, ?)",
        (rule, channel, now, now, subject, _json(payload)),
    )
    db.executemany(
        "UPDATE items SET message_id = ? WHERE rule = ? AND channel = ? AND event_id = ?",
        [(made.lastrowid, item.rule, item.channel, item.event_id) for item in items],
    )


def _message(line: tuple[Any, ...]) -> Message:
    return Message._make((*line[:9], json.loads(line[9]), line[10]))


def _json(value: Line) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"The ledger of alerts {path} cannot be used: {error}.",
            "Look at the disk; restore the file from a copy, or move it away and alerts begin anew from now.",
        ) from error
