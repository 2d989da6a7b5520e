"""The watch of one record: its polls, the alerts of its home, and the operator told when ICE cannot be reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from roster287 import clock
from roster287.publish import alerts
from roster287.record import Record
from roster287.recording import Synced
from roster287.settings import Home
from roster287.watch import Looked, Schedule, Stop, Tell, Watched, watch
from roster287.watch_heartbeat import Heartbeat

RULES = "alerts.toml"
LEDGER = "alerts.db"
TROUBLED = 4
"""How many looks in a row must fail until the operator is told."""


def rules_file(home: Home, named: Path | None = None) -> Path:
    """Where the alert rules are: the file that was named, or `alerts.toml` in the home."""
    return named if named is not None else home.root / RULES


def ledger_of(home: Home, rules: Path) -> alerts.Ledger:
    """The ledger of a rules file: `alerts.db` for the home's own, beside it under its name for another."""
    own = rules.absolute() == (home.root / RULES).absolute()
    return alerts.Ledger(home.root / LEDGER if own else rules.with_suffix(".db"))


def now() -> datetime:
    """The present time, as `clock.now` says it."""
    found = datetime.fromisoformat(clock.now())
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def watch_record(
    record: Record,
    poll: Callable[[], Synced],
    schedule: Schedule,
    *,
    stop: Stop,
    rules: Path | None = None,
    tell: Tell = lambda _line: None,
    looked: Callable[[Looked, Heartbeat], None] = lambda _looked, _heartbeat: None,
    once: bool = False,
) -> Watched:
    """Watch a record and send its alerts, where its home has rules.

    The rules are read anew each time, so that a change of them needs no restart. The ledger begins before the first
    look, so that what this brings is told.
    """
    file = rules_file(record.home, rules)

    def deliver() -> None:
        if rules is None and not file.exists():
            return
        found = alerts.load(file)
        with ledger_of(record.home, file) as ledger:
            _trouble(Heartbeat.read(record.home), found, ledger)
            done = alerts.deliver(record, found, ledger, clock.now(), stop=lambda: bool(stop))
        for line in report(done):
            tell(line)

    if not stop:
        try:
            deliver()
        except Exception as error:  # noqa: BLE001 (told again, and counted, with the first look)
            tell(f"alerts: {error}")
    return watch(
        poll, deliver, schedule, home=record.home, stop=stop, clock=now, tell=tell, looked=looked, once=once
    )  # fmt: skip


def report(done: alerts.Delivered) -> list[str]:
    """What a delivery did, one line for each message and notice."""
    lines = ["the ledger of alerts begins: what the record holds now counts as known"] if done.began else []
    lines += done.notices
    lines += [f"sent: {told.rule} by {told.channel}: {told.subject}" for told in done.sent]
    lines += [
        f"not sent, again {told.again}: {told.rule} by {told.channel}: {told.subject}: {told.problem}"
        for told in done.retrying
    ]
    lines += [f"FAILED: {told.rule} by {told.channel}: {told.subject}: {told.problem}" for told in done.failed]
    lines += [f"HELD: {told.rule} by {told.channel}: {told.subject}: {told.problem}" for told in done.held]
    return lines


def _trouble(heartbeat: Heartbeat, rules: alerts.Rules, ledger: alerts.Ledger) -> None:
    if heartbeat.failures >= TROUBLED:
        since = heartbeat.last_succeeded or "the beginning"
        text = f"ICE's lists have not been reached since {since}: {heartbeat.failures} looks in a row have failed. "
        text += f"The last error: {heartbeat.last_error}"
        alerts.notify(
            rules, ledger, f"unreached:{since}", "roster287: ICE's lists cannot be reached", text, clock.now()
        )
