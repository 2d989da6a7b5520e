"""The watch of one record: its polls, the alerts of its home, and the operator told when they fail."""

from __future__ import annotations

from pathlib import Path

from roster287 import clock
from roster287.acquire.ice import ice_page
from roster287.errors import PublishError, RosterError
from roster287.heartbeat import Heartbeat, said
from roster287.publish import alerts
from roster287.record import Record
from roster287.settings import Home
from roster287.watch.loop import Listener, Schedule, Watched, watch
from roster287.watch.signals import Stop

RULES = "alerts.toml"
LEDGER = "alerts.db"
TROUBLED = 4
"""How many looks in a row must fail until the operator is told."""


def rules_file(home: Home, named: Path | None) -> Path:
    """Where the alert rules are: the file that was named, or `alerts.toml` in the home."""
    return named if named is not None else home.root / RULES


def ledger_of(home: Home, rules: Path) -> alerts.Ledger:
    """The ledger of a rules file: `alerts.db` for the home's own, beside it under its name for another."""
    own = rules.absolute() == (home.root / RULES).absolute()
    return alerts.Ledger(home.root / LEDGER if own else rules.with_suffix(".db"))


def watch_record(record: Record, schedule: Schedule, *, stop: Stop, rules: Path | None, listener: Listener) -> Watched:
    """Look at ICE's page for a record, and send its alerts where its home has rules.

    The rules are read anew each time, so that a change of them needs no restart. The ledger begins before the first
    look, so that what this brings is told.
    """
    sender = _Sender(record, rules, stop, listener)
    if not stop:
        try:
            sender.begin()
        except RosterError as error:
            listener.problem(f"alerts: {said(error)}")
    return watch(
        record.look, sender.deliver, schedule, home=record.home, stop=stop, clock=clock.present, listener=listener
    )


class _Sender:
    """Delivers the alerts of a home, where it has rules."""

    def __init__(self, record: Record, rules: Path | None, stop: Stop, listener: Listener) -> None:
        self._record = record
        self._file = rules_file(record.home, rules)
        self._asked = rules is not None
        self._stop = stop
        self._listener = listener

    def begin(self) -> None:
        """Begin the ledger, if it has not begun."""
        if self._asked or self._file.exists():
            with ledger_of(self._record.home, self._file) as ledger:
                if ledger.began is None:
                    alerts.deliver(self._record, alerts.load(self._file), ledger, clock.now())
                    self._listener.news("the ledger of alerts begins: what the record holds now counts as known")

    def deliver(self) -> None:
        """Send what is due. Raises `PublishError` while something did not go out, or may not have."""
        if not (self._asked or self._file.exists()):
            return
        rules = alerts.load(self._file)
        with ledger_of(self._record.home, self._file) as ledger:
            _trouble(Heartbeat.read(self._record.home), rules, ledger)
            done = alerts.deliver(self._record, rules, ledger, clock.now(), stop=lambda: bool(self._stop))
        for told in done.sent:
            self._listener.news(f"sent: {told.rule} by {told.channel}: {told.subject}")
        for line in problems(done):
            self._listener.problem(line)
        if done.loud:
            raise loud(done)


def problems(done: alerts.Delivered) -> list[str]:
    """What of a delivery a person must know, one line each."""
    lines = list(done.notices)
    lines += [
        f"not sent, again {told.again}: {told.rule} by {told.channel}: {told.subject}: {told.problem}"
        for told in done.retrying
    ]
    lines += [f"FAILED: {told.rule} by {told.channel}: {told.subject}: {told.problem}" for told in done.failed]
    lines += [f"HELD: {told.rule} by {told.channel}: {told.subject}: {told.problem}" for told in done.held]
    return lines


def loud(done: alerts.Delivered) -> PublishError:
    """The error for alerts that nobody has settled."""
    return PublishError(
        f"Alerts: {len(done.failed)} did not go out, and {len(done.held)} may not have.",
        "Send them again with `roster287 alerts send --settle again`, or give them up with `--settle done`.",
    )


def _trouble(heartbeat: Heartbeat, rules: alerts.Rules, ledger: alerts.Ledger) -> None:
    """Tell the operator, once for each, that ICE or a list cannot be reached, or that looks fail for a reason here."""
    if heartbeat.failures < TROUBLED:
        return
    since = heartbeat.last_succeeded or "the beginning"
    if heartbeat.last_error_cause == "here":
        key, subject = "failing", "roster287: the looks at ICE's page fail, for a reason on this computer"
        text = f"No look has succeeded since {since}; what failed last was not ICE's page but something here:"
    elif f": {ice_page()} " in f"{heartbeat.last_error} ":
        key, subject = "unreached", "roster287: ICE's lists cannot be reached"
        text = f"ICE's page has not given its lists since {since}:"
    else:
        key, subject = "in part", "roster287: some of ICE's lists cannot be reached"
        text = f"Some of ICE's lists have not been reached since {since}; what came of the others is taken in:"
    text += f" {heartbeat.failures} looks in a row have failed. The last error: {heartbeat.last_error}"
    alerts.notify(rules, ledger, f"{key}:{since}", subject, text, clock.now())
