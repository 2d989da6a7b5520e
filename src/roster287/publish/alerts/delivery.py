"""Delivering: what is new is queued for each rule, put into messages, sent once, and recorded.

The intent is on the disk before a message is sent and the outcome after it. A message that was cut off between the
two by a crash may or may not have gone out. To a webhook it is sent again, under the same id; a feed is written
again; to a person's channel it is not sent again but held, loudly, until someone settles it (or the channel says
`in_doubt = "again"`). See docs/decisions/0008-alert-delivery.md.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from roster287 import clock
from roster287.publish.alerts import channels, feeds, finding
from roster287.publish.alerts.channels import Outgoing, Send
from roster287.publish.alerts.finding import Look, News
from roster287.publish.alerts.ledger import Item, Ledger, Message, add_message
from roster287.publish.alerts.rules import OPERATOR, Channel, Feed, Rules
from roster287.publish.alerts.wording import Words, file_name, inert
from roster287.publish.feeds import MOST
from roster287.register.queries import tables
from roster287.table import Line, Table, columns, table
from roster287.vocabulary.messages import Speaker, speaker

BACKOFF = (1, 5, 15, 60, 240, 720, 1440)
"""Minutes until the next attempt, after each that failed; after the last of them a message has failed for good."""


class Readable(Protocol):
    """What a delivery needs of a record."""

    def reading(self) -> AbstractContextManager[Connection]:
        """The register in one state."""
        ...


class Told(NamedTuple):
    """What became of one message. `again` is when it is tried next."""

    rule: str
    channel: str
    subject: str
    events: tuple[str, ...] = ()
    problem: str = ""
    again: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a delivery did. `failed` and `held` are all that nobody has settled, not only this run's."""

    began: bool = False
    sent: tuple[Told, ...] = ()
    retrying: tuple[Told, ...] = ()
    failed: tuple[Told, ...] = ()
    held: tuple[Told, ...] = ()
    waiting: int = 0
    """Events that wait for their digest, counted once for each channel."""
    notices: tuple[str, ...] = ()
    """What the operator must know, told once."""

    @property
    def loud(self) -> bool:
        """Whether something did not go out, or may not have, and a person must look."""
        return bool(self.failed or self.held)


def deliver(
    record: Readable,
    rules: Rules,
    ledger: Ledger,
    now: str,
    *,
    since: str | None = None,
    send: Send = channels.send,
    stop: Callable[[], bool] = lambda: False,
    flush: bool = False,
    write_feeds: bool = True,
) -> Delivered:
    """Send what is due, each event once for each rule and channel; `now` is ISO, UTC.

    The first delivery of a ledger sends nothing: what the record holds then counts as known. `since` queues the
    events from that day on for every rule that has not had them. `flush` does not wait for the hour of digests.
    `write_feeds` writes those that are not there yet. `stop` is asked between messages. Raises `StoreError` when the
    ledger cannot be used.
    """
    work = _Delivery(rules, ledger, now, send)
    say = speaker(rules.operator_lang)
    with record.reading() as connection:
        seen = finding.look(connection)
        taken = finding.take_in(ledger, seen, rules, now, since)
        work.notice(_aside(seen, say), quietly=taken.began)
        work.notice(_withdrawn(taken, say), quietly=False)
        work.recover()
        work.batch(connection, seen, flush=flush)
        work.renew(connection, seen)
    if write_feeds:
        work.make_feeds()
    work.send_due(lambda message: message.rule != OPERATOR, stop)
    work.notice(_unsettled(ledger, say), quietly=False)
    work.send_due(lambda message: message.rule == OPERATOR, stop)
    return Delivered(
        taken.began,
        tuple(work.sent),
        tuple(work.retrying),
        tuple(_told(m) for m in ledger.messages("failed")),
        tuple(_told(m) for m in ledger.messages("held")),
        len(ledger.items(None)),
        tuple(work.notices),
    )


def notify(rules: Rules, ledger: Ledger, key: str, subject: str, text: str, now: str) -> bool:
    """Queue a notice for the operator, once for each key; the next delivery sends it. Gives whether it is new."""
    with ledger.write() as db:
        if db.execute("INSERT OR IGNORE INTO notices VALUES (?, ?, ?)", (key, now, text)).rowcount == 0:
            return False
        for channel in rules.operator:
            add_message(db, OPERATOR, channel.name, now, inert(subject, 150), {"text": text})
    return True


def preview(record: Readable, rules: Rules, ledger: Ledger, now: str, since: str | None = None) -> Table:
    """What would be sent now, digests included; with `since`, all that the rules ask for from that day on.

    Nothing is sent and the ledger is untouched.
    """
    caught: list[tuple[Channel, Outgoing]] = []

    def catch(channel: Channel, message: Outgoing, _now: datetime) -> str:
        caught.append((channel, message))
        return ""

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "alerts.db"
        if since is None and ledger.path.exists():
            with ledger:
                ledger.copy(path)
        with Ledger(path) as copy:
            deliver(record, rules, copy, now, since=since, send=catch, flush=True, write_feeds=False)
    rows: dict[tuple[str, str, tuple[str, ...]], Line] = {}
    for channel, message in caught:
        key = message.rule, message.subject, tuple(event["event_id"] for event in message.events)
        row = rows.setdefault(
            key,
            {
                "rule": message.rule,
                "channels": [],
                "subject": message.subject,
                "text": message.body(),
                "events": list(key[2]),
            },
        )
        row["channels"].append(channel.name)
    columns = ("rule", "channels", "subject", "events", "text")
    return table(columns, list(rows.values()), query={"since": since} if since else {})


def tried(rules: Rules, now: str, send: Send = channels.send) -> Table:
    """A test message sent to every channel; which of them work. A feed is only tried, nothing is put in it."""
    rows = []
    langs = {rule.name: rule.lang for rule in rules.rules}
    for (rule, name), channel in rules.known.items():
        words = Words(langs.get(rule, rules.operator_lang), rules.base_url)
        text = words.say("This is a test of roster287's alerts. No list has changed.") + "\n"
        number = str(uuid.uuid5(uuid.NAMESPACE_URL, f"roster287:test:{rule}/{name}/{now}"))
        message = Outgoing(number, "test", rule, words.say("roster287: a test"), now, text=text, words=words)
        problem = send(channel, message, clock.read(now))
        shown = str(channel.path) if isinstance(channel, Feed) else str(channel.address)
        rows.append({"rule": rule, "channel": name, "to": shown, "works": not problem, "problem": problem})
    return table(("rule", "channel", "to", "works", "problem"), rows)


def settle(ledger: Ledger, how: str, now: str) -> int:
    """End what is held or has failed: `again` makes it due, `done` gives it up. Gives the number of messages."""
    messages = ledger.messages("held", "failed")
    for message in messages:
        if how == "again":
            ledger.due_again(message, now, fresh=True)
        else:
            ledger.drop(message, now, "settled by a person")
    return len(messages)


class _Delivery:
    """One run: the queue of the ledger becomes messages, and these go out."""

    def __init__(self, rules: Rules, ledger: Ledger, now: str, send: Send) -> None:
        self._rules = rules
        self._ledger = ledger
        self._now = now
        self._send = send
        self._words = {rule.name: Words(rule.lang, rules.base_url) for rule in rules.rules}
        self._words[OPERATOR] = Words(rules.operator_lang, rules.base_url)
        self.sent: list[Told] = []
        self.retrying: list[Told] = []
        self.notices: list[str] = []

    def notice(self, found: Iterable[tuple[str, str, str]], *, quietly: bool) -> None:
        """Tell the operator, once for each key; quietly is to count it as told."""
        for key, subject, text in found:
            rules = Rules() if quietly else self._rules
            if notify(rules, self._ledger, key, subject, text, self._now) and not quietly:
                self.notices.append(text)

    def recover(self) -> None:
        """Decide about what a crash cut off: send it again where that does no harm, hold it otherwise."""
        for message in self._ledger.messages("sending"):
            channel = self._rules.known.get((message.rule, message.channel))
            if channel is not None and channel.again_is_safe:
                self._ledger.due_again(message, self._now)
            else:
                self._ledger.hold(message, self._now)

    def batch(self, connection: Connection, seen: Look, *, flush: bool) -> None:
        """Put what waits into one message for each rule and channel; digests at their hour.

        What was queued later than now was queued by a clock that was wrong, and goes out.
        """
        boundary = self._now if flush else self._last_digest()
        groups: dict[tuple[str, str, int], list[Item]] = {}
        for item in self._ledger.items(None):
            if (item.rule, item.channel) not in self._rules.known:
                self._ledger.withdraw([item])
            elif not item.daily or flush or item.queued < boundary or item.queued > self._now:
                groups.setdefault((item.rule, item.channel, item.daily), []).append(item)
        for (rule, channel, _), items in groups.items():
            lost = [item for item in items if item.event_id not in seen.events]
            self._ledger.withdraw(lost)
            kept = [item for item in items if item.event_id in seen.events]
            if kept:
                subject, payload = self._said(connection, rule, kept)
                self._ledger.make(rule, channel, self._now, subject, payload, kept)

    def _last_digest(self) -> str:
        """The last time, ISO, UTC, at which the hour of digests came."""
        zone = ZoneInfo(self._rules.timezone) if self._rules.timezone else UTC
        local = clock.read(self._now).astimezone(zone)
        hour = local.replace(hour=self._rules.digest_hour, minute=0, second=0, microsecond=0)
        return clock.iso(hour if hour <= local else hour - timedelta(days=1))

    def _said(self, connection: Connection, rule: str, items: Sequence[Item]) -> tuple[str, Line]:
        """The subject and the payload for some events, as the record has them now."""
        words = self._words[rule]
        events = tables.events_with_ids(connection, [item.event_id for item in items], lang=words.lang)
        keys = (*tables.EVENT, "notes")
        payload: Line = {
            "events": [columns(event, keys) for event in events],
            "late": sorted(item.event_id for item in items if item.late),
        }
        return words.subject(payload["events"]), payload

    def renew(self, connection: Connection, seen: Look) -> None:
        """Look at what is due once more: it tells what the record still has, on channels that the rules still have."""
        for message in self._ledger.messages("due"):
            if (message.rule, message.channel) not in self._rules.known:
                self._ledger.drop(message, self._now, "the rules have no such rule or channel any more")
                self.notices.append(
                    f"Dropped, as the rules have no channel {message.channel} of {message.rule} any more: "
                    f"{message.subject}"
                )
            elif message.events:
                self._renewed(connection, seen, message)

    def _renewed(self, connection: Connection, seen: Look, message: Message) -> None:
        items = self._ledger.items(message.message_id)
        kept = [item for item in items if item.event_id in seen.events]
        self._ledger.withdraw(item for item in items if item.event_id not in seen.events)
        if not kept:
            self._ledger.drop(message, self._now, "the record no longer has what it tells")
        elif {item.event_id for item in kept} != {event["event_id"] for event in message.events}:
            self._ledger.rewrite(message, *self._said(connection, message.rule, kept))

    def make_feeds(self) -> None:
        """Write the feeds that are not there, so that readers can follow them before the first change."""
        for (rule, name), channel in self._rules.known.items():
            if isinstance(channel, Feed) and not channel.path.exists() and rule != OPERATOR:
                entries = self._ledger.history(rule, name, MOST)
                try:
                    feeds.write(rule, channel, entries, self._words[rule], self._now)
                except OSError as error:
                    self.notices.append(f"The feed {channel.path} cannot be written: {error.strerror}.")

    def send_due(self, wanted: Callable[[Message], bool], stop: Callable[[], bool]) -> None:
        """Send the messages that are due, and those that a wrong clock put off for longer than any failure does."""
        longest = clock.iso(clock.read(self._now) + timedelta(minutes=BACKOFF[-1]))
        for message in self._ledger.messages("due"):
            if wanted(message) and not self._now < message.next_at <= longest and not stop():
                self._send_one(self._rules.known[message.rule, message.channel], message)

    def _send_one(self, channel: Channel, message: Message) -> None:
        self._ledger.sending(message)
        problem = self._send(channel, self._outgoing(channel, message), clock.read(self._now))
        if not problem:
            self._ledger.sent(message, self._now)
            self.sent.append(_told(message))
            return
        again = None
        if message.attempts < len(BACKOFF):
            again = clock.iso(clock.read(self._now) + timedelta(minutes=BACKOFF[message.attempts]))
        self._ledger.not_sent(message, self._now, problem, again)
        if again:
            self.retrying.append(_told(message)._replace(problem=problem, again=again))

    def _outgoing(self, channel: Channel, message: Message) -> Outgoing:
        key = f"roster287:message:{message.rule}/{message.channel}/{message.made}/{message.message_id}"
        return Outgoing(
            str(uuid.uuid5(uuid.NAMESPACE_URL, key)),
            "changes" if message.events else "notice",
            message.rule,
            message.subject,
            message.made,
            tuple(message.events),
            tuple(message.late),
            message.payload.get("text", ""),
            self._words[message.rule],
            tuple(self._ledger.history(message.rule, message.channel, MOST)) if isinstance(channel, Feed) else (),
        )


def _told(message: Message) -> Told:
    ids = tuple(event["event_id"] for event in message.events)
    return Told(message.rule, message.channel, message.subject, ids, message.error)


def _aside(seen: Look, say: Speaker) -> Iterable[tuple[str, str, str]]:
    for sha256, aside in seen.aside.items():
        subject = say("roster287: a list was set aside: {publication}")
        text = say(
            "A list was set aside, and nothing is sent for it: {file} ({publication}), SHA-256 {sha256}: {reason} "
            "To trust it all the same: {command}"
        )
        about = {
            "publication": aside.publication_id,
            "file": file_name(aside.file_name),
            "sha256": sha256,
            "reason": inert(aside.reason),
            "command": f"roster287 sync --accept {aside.publication_id}",
        }
        yield f"set_aside:{sha256}", subject.format(**about), text.format(**about)


def _withdrawn(taken: News, say: Speaker) -> Iterable[tuple[str, str, str]]:
    for event_id in taken.gone:
        text = say("An alert was sent for a change that the record no longer has: {event}.")
        subject = say("roster287: an alert that no longer holds")
        yield f"gone:{event_id}", subject, text.format(event=inert(event_id))


def _unsettled(ledger: Ledger, say: Speaker) -> Iterable[tuple[str, str, str]]:
    for message in ledger.messages("held", "failed"):
        if message.rule == OPERATOR:
            continue
        text = (
            say("The message “{subject}” of rule {rule} by {channel} may or may not have gone out: it was cut off.")
            if message.state == "held"
            else say("The message “{subject}” of rule {rule} by {channel} did not go out ({problem}).")
        )
        what_next = say("To send it again: {again}. To give it up: {done}")
        told = text.format(subject=message.subject, rule=message.rule, channel=message.channel, problem=message.error)
        told += " " + what_next.format(
            again="roster287 alerts send --settle again", done="roster287 alerts send --settle done"
        )
        yield f"{message.state}:{message.message_id}:{message.ended}", say("roster287: an alert needs you"), told
