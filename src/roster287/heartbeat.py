"""The heartbeat, `home/heartbeat.json`: how fresh the record is, for people and monitors. Written whole each time.

last_looked      when the source was last asked
last_succeeded   when it last answered as it should
last_changed     when it last had a new list, and `last_events`, how many changes that brought
last_error       what went wrong last, `last_error_at`, and `last_error_cause`: `source` when it is ICE's page, `here`
failures         how many looks in a row have failed
next_look, process, process_started    of the watch that wrote it, when it was one
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from roster287 import clock
from roster287.errors import RosterError, SourceError, UsageError
from roster287.settings import Home

if TYPE_CHECKING:
    from roster287.model import Synced

NAME = "heartbeat.json"
FRESHNESS = ("last_looked", "last_succeeded", "last_changed", "last_error", "failures")
_TIMES = ("last_looked", "last_succeeded", "last_changed", "last_error_at", "next_look", "process_started")
_AGE = re.compile(r"(\d+)\s*(m|min|h|d)")
_AHEAD = timedelta(hours=1)
"""A success later than now by more than this was noted by a clock that was wrong."""
_UNITS = {"m": 1, "min": 1, "h": 60, "d": 1440}


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """One heartbeat; times are ISO, UTC."""

    last_looked: str | None = None
    last_succeeded: str | None = None
    last_changed: str | None = None
    last_events: int | None = None
    last_error: str | None = None
    last_error_at: str | None = None
    last_error_cause: str | None = None
    failures: int = 0
    next_look: str | None = None
    process: int | None = None
    process_started: str | None = None

    @classmethod
    def read(cls, home: Home) -> Heartbeat:
        """The heartbeat of a home; an empty one where there is none, or none that can be read."""
        try:
            found = json.loads((home.root / NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(found, dict):
            return cls()
        kinds: dict[str, Any] = {f.name: int if "int" in str(f.type) else str for f in fields(cls)}
        whole = {key: found[key] for key, kind in kinds.items() if type(found.get(key)) is kind}
        return cls(**{key: value for key, value in whole.items() if key not in _TIMES or _is_time(value)})

    def write(self, home: Home) -> None:
        """Write it into the home, in place of the last one."""
        home.write(NAME, json.dumps(asdict(self), ensure_ascii=False) + "\n")

    def started(self, now: datetime) -> Heartbeat:
        """The heartbeat after this process began to watch; the times of earlier looks stay."""
        return replace(self, process=os.getpid(), process_started=clock.iso(now))

    def looked(
        self, now: datetime, synced: Synced | None, error: Exception | None, also: Exception | None = None
    ) -> Heartbeat:
        """The heartbeat after a look that took in `synced` or met `error`; `also` is an error of what followed."""
        at = clock.iso(now)
        found = replace(
            self,
            last_looked=at,
            last_succeeded=self.last_succeeded if error else at,
            failures=self.failures + 1 if error else 0,
        )
        if synced is not None and synced.new_files:
            found = replace(found, last_changed=at, last_events=len(synced.events))
        if problem := error or also:
            cause = "source" if isinstance(problem, SourceError) else "here"
            found = replace(found, last_error=said(problem), last_error_at=at, last_error_cause=cause)
        return found

    def beside(self, other: Heartbeat) -> Heartbeat:
        """This process's heartbeat with the looks of another that came since, such as a `sync` by hand."""
        if (other.last_looked or "") <= (self.last_looked or ""):
            return self
        return replace(other, process=self.process, process_started=self.process_started, next_look=self.next_look)

    def expecting(self, at: datetime, *, none: bool) -> Heartbeat:
        """The heartbeat with the time of the next look; with `none`, this process will not look again."""
        return replace(self, next_look=None if none else clock.iso(at))

    def stale(self, longest: timedelta, now: datetime) -> str:
        """Why the last success is too long ago, in one sentence; nothing when it is not."""
        if self.last_succeeded is None:
            why = f" The last error: {self.last_error}" if self.last_error else ""
            return f"No look at ICE's page has succeeded yet.{why}"
        age = now - clock.read(self.last_succeeded)
        if age < -_AHEAD:
            return f"The last look at ICE's page is dated {self.last_succeeded}, which is to come: a clock is wrong."
        if age <= longest:
            return ""
        since = f" {self.failures} looks in a row have failed: {self.last_error}" if self.failures else ""
        return f"ICE's page was last looked at with success {self.last_succeeded}, {_words(age)} ago.{since}"


def _is_time(text: str) -> bool:
    try:
        clock.read(text)
    except ValueError:
        return False
    return True


def freshness(home: Home) -> dict[str, Any]:
    """When the source was last asked, last answered, last had a new list, for `status`."""
    beat = Heartbeat.read(home)
    return {key: getattr(beat, key) for key in FRESHNESS}


def age(text: str) -> timedelta:
    """A length of time: 90m, 2h, 3d. Raises `UsageError` for anything else."""
    found = _AGE.fullmatch(text.strip().lower())
    if found is None or int(found[1]) > 1_000_000:
        raise UsageError(f"“{text}” is no length of time.", "Write it as 90m, 2h or 3d.")
    return timedelta(minutes=int(found[1]) * _UNITS[found[2]])


def said(error: Exception) -> str:
    """An error in one line."""
    if isinstance(error, RosterError):
        return f"{error.message} {error.hint}".strip()
    return f"unforeseen: {type(error).__name__}: {error}"


def _words(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    return (
        f"{minutes} minutes"
        if minutes < 120
        else f"{minutes // 60} hours"
        if minutes < 2880
        else f"{minutes // 1440} days"
    )
