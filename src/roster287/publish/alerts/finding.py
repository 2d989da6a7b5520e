"""What is new in the record since the last delivery, and what each rule asks for of it.

An event is *fresh* when it stands on a list that was not accepted at the last run and is newer than every list of its
kind that was. Any other event that was not known is *late*: an older list brought it, or the record came to be read
better. It is never told as news.

A change may get another id: an older list shows it earlier, its list gets another date, its agency is merged. Then
the event that was known is gone and another of the same kind stands for it, about the same subject or on the same
rows. That one has been told already.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from roster287.model import SetAside
from roster287.publish.alerts.ledger import Ledger
from roster287.publish.alerts.rules import Rules
from roster287.register import lookup
from roster287.register.queries import tables
from roster287.table import Line

SAME_FOR = 31
"""How many days after an event was gone another may still stand for it, when it is about the same subject."""


class Seen(NamedTuple):
    """An event as the ledger knows it. `evidence` is empty where it does not tell one event from another."""

    event_id: str
    kind: str
    subject: str
    date: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Look:
    """The record as deliveries see it: every event, the lists accepted and those set aside."""

    events: dict[str, Seen]
    lines: dict[str, Line]
    """What a rule asks about each event, and the hash of the list that it stands on, None when our record changed."""
    accepted: dict[str, tuple[str, str]]
    """Kind and position by hash."""
    aside: dict[str, SetAside]
    """By hash; without those that a person set aside, who knows."""
    former: dict[str, str]
    """The present id of what was published under each former one."""


@dataclass(frozen=True, slots=True)
class News:
    """What a run found: the events that are new to the ledger, and those sent that the record no longer has."""

    began: bool
    fresh: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def look(connection: Connection) -> Look:
    """See the record."""
    accepted: dict[str, tuple[str, str]] = {}
    of: dict[str, str] = {}
    for one in lookup.accepted(connection):
        accepted[one.sha256] = one.kind, one.position
        of[one.publication_id] = one.sha256
    refused = lookup.refused(connection)
    aside = {sha256: one for sha256, one in lookup.set_aside(connection).items() if sha256 not in refused}
    events: dict[str, Seen] = {}
    lines: dict[str, Line] = {}
    for found in tables.bare_events(connection):
        subject = found["agreement_id"] or f"{found['agency_id']}/{found['model']}"
        seen = Seen(found["event_id"], found["kind"], subject, found["date"], _telling(found["evidence"]))
        events[seen.event_id] = seen
        lines[seen.event_id] = {**found, "sha256": of.get(found["publication_id"])}
    return Look(events, lines, accepted, aside, lookup.former_ids(connection))


def _telling(evidence: str) -> str:
    """The evidence if it names a row, else empty: many events share evidence that names only a list."""
    return evidence if any(row is not None for _, row in json.loads(evidence)) else ""


def take_in(ledger: Ledger, seen: Look, rules: Rules, now: str, since: str | None) -> News:
    """Bring the ledger up to the record and queue what each rule asks for; all or nothing.

    The first time, everything there is counts as known. With `since`, the events from that day on are queued for
    every rule that has not had them.
    """
    first = ledger.began is None
    with ledger.write() as db:
        taken = News(began=True) if first else _new(db, seen, now)
        for rule in rules.rules:
            db.execute("INSERT OR IGNORE INTO rules VALUES (?, ?)", (rule.name, now))
        _know(db, seen, now)
        if first:
            db.execute("INSERT INTO meta VALUES ('began', ?)", (now,))
        asked = [i for i, line in seen.lines.items() if since is not None and line["date"] >= since]
        _queue(db, seen, rules, now, taken.fresh, late=False)
        _queue(db, seen, rules, now, asked, late=False)
        _queue(db, seen, rules, now, taken.late, late=True)
    return taken


def _new(db: sqlite3.Connection, seen: Look, now: str) -> News:
    known = {
        line[0]: (Seen(*line[:5]), line[5], line[6])
        for line in db.execute("SELECT event_id, kind, subject, date, evidence, gone, told_as FROM events")
    }
    back = [(i,) for i, (_, gone, _) in known.items() if gone is not None and i in seen.events]
    db.executemany("UPDATE events SET gone = NULL WHERE event_id = ?", back)
    db.executemany("UPDATE items SET withdrawn = 0 WHERE event_id = ? AND withdrawn = 1", back)
    returned = _take_back([i for (i,) in back], {i: told_as for i, (_, _, told_as) in known.items()}, seen, db)
    just = {i for i, (_, gone, _) in known.items() if gone is None and i not in seen.events}
    db.executemany("UPDATE events SET gone = ? WHERE event_id = ?", [(now, i) for i in just])
    new = [i for i in seen.events if i not in known]
    standing = _standing(
        [seen.events[i] for i in new],
        [(old, old.event_id in just) for old, gone, told_as in known.values()
         if old.event_id not in seen.events and told_as is None and old.event_id not in returned
         and (gone is None or _near(gone, now))],
    )  # fmt: skip
    for new_id, old_id in standing.items():
        db.execute("UPDATE events SET told_as = ? WHERE event_id = ?", (new_id, old_id))
        db.execute("UPDATE items SET event_id = ?, withdrawn = 0 WHERE event_id = ?", (new_id, old_id))
    lists = {line[0] for line in db.execute("SELECT sha256 FROM lists")}
    top = dict(db.execute("SELECT kind, max(position) FROM lists GROUP BY kind"))
    fresh: list[str] = []
    late: list[str] = []
    for event_id in new:
        if event_id not in standing:
            (fresh if _is_fresh(seen, event_id, lists, top) else late).append(event_id)
    stood = {*standing.values(), *returned}
    # All that are gone: a run that was ended before it told the operator has not told them, and each is told once.
    gone = [
        i for i, (_, _, told_as) in known.items()
        if i not in seen.events and told_as is None and i not in stood and _was_sent(db, i)
    ]  # fmt: skip
    return News(False, tuple(fresh), tuple(late), tuple(gone))


def _take_back(back: Sequence[str], told_as: Mapping[str, str | None], seen: Look, db: sqlite3.Connection) -> set[str]:
    """Let each event that came back have what was told of the one that stood for it; gives such as are gone by that."""
    returned = set()
    for event_id in back:
        stood = event_id
        while (following := told_as.get(stood)) is not None:
            stood = following
        if stood != event_id and stood not in seen.events:
            db.execute("UPDATE events SET told_as = NULL WHERE event_id = ?", (event_id,))
            db.execute("UPDATE events SET told_as = ? WHERE event_id = ?", (event_id, stood))
            db.execute("UPDATE items SET event_id = ?, withdrawn = 0 WHERE event_id = ?", (event_id, stood))
            returned.add(stood)
    return returned


def _near(one: str, other: str) -> bool:
    days = date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])
    return abs(days.days) <= SAME_FOR


def _standing(new: Sequence[Seen], gone: Sequence[tuple[Seen, bool]]) -> dict[str, str]:
    """For each new event that stands for a gone one, the id of that; each is stood for once, by the nearest in time."""
    by_rows: dict[tuple[str, str], list[Seen]] = {}
    by_subject: dict[tuple[str, str], list[tuple[Seen, bool]]] = {}
    for old, just in gone:
        if old.evidence:
            by_rows.setdefault((old.kind, old.evidence), []).append(old)
        by_subject.setdefault((old.kind, old.subject), []).append((old, just))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for event in new:
        fits = [old for old in by_rows.get((event.kind, event.evidence), ()) if event.evidence]
        fits += [
            old for old, just in by_subject.get((event.kind, event.subject), ()) if just or _near(old.date, event.date)
        ]
        free = [old for old in fits if old.event_id not in taken]
        if free:
            ordinal = date.fromisoformat(event.date).toordinal()
            nearest = min(free, key=lambda old: (abs(date.fromisoformat(old.date).toordinal() - ordinal), old.event_id))
            found[event.event_id] = nearest.event_id
            taken.add(nearest.event_id)
    return found


def _is_fresh(seen: Look, event_id: str, lists: set[str], top: dict[str, str]) -> bool:
    sha256 = seen.lines[event_id]["sha256"]
    if sha256 is None:
        return True
    kind, position = seen.accepted[sha256]
    return sha256 not in lists and position > top.get(kind, "")


def _was_sent(db: sqlite3.Connection, event_id: str) -> bool:
    wanted = (
        "SELECT 1 FROM items JOIN messages USING (message_id) "
        "WHERE event_id = ? AND state IN ('sent', 'sending', 'held')"
    )
    return db.execute(wanted, (event_id,)).fetchone() is not None


def _know(db: sqlite3.Connection, seen: Look, now: str) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO events (event_id, kind, subject, date, evidence, known_since) VALUES (?, ?, ?, ?, ?, ?)",
        [(*event, now) for event in seen.events.values()],
    )
    was = set(db.execute("SELECT sha256, kind, position FROM lists"))
    now_there = {(sha256, *where) for sha256, where in seen.accepted.items()}
    db.executemany("DELETE FROM lists WHERE sha256 = ?", [(line[0],) for line in sorted(was - now_there)])
    db.executemany("INSERT INTO lists VALUES (?, ?, ?)", sorted(now_there - was))


def _queue(db: sqlite3.Connection, seen: Look, rules: Rules, now: str, event_ids: Iterable[str], *, late: bool) -> None:
    lines = [seen.lines[event_id] for event_id in event_ids]
    for given in rules.rules:
        rule = replace(given, agencies=tuple(seen.former.get(agency, agency) for agency in given.agencies))
        if late and rule.late == "skip":
            continue
        daily = late or rule.when == "daily"
        wanted = [line["event_id"] for line in lines if rule.asks_for(line)]
        db.executemany(
            "INSERT OR IGNORE INTO items (rule, channel, event_id, late, daily, queued) VALUES (?, ?, ?, ?, ?, ?)",
            [(rule.name, c.name, i, int(late), int(daily), now) for c in rule.channels for i in wanted],
        )
