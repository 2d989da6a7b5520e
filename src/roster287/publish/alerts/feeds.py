"""Feeds as files: each change that was told is one entry, newest first; written whole and swapped in."""

from __future__ import annotations

from collections.abc import Sequence

from roster287 import files
from roster287.publish import feeds
from roster287.publish.alerts.rules import Feed
from roster287.publish.alerts.wording import Words
from roster287.table import Line


def write(rule: str, channel: Feed, entries: Sequence[tuple[str, Line]], words: Words, now: str) -> None:
    """Write the feed: entries with the time each was told. Raises `OSError`; the file before is then untouched."""
    head = feeds.Head(f"alerts/{rule}/{channel.name}", channel.title, words.lang, words.link("/"))
    told = [
        feeds.Entry(event, when, words.subject([event]), words.one(event), link=words.agency_link(event))
        for when, event in entries
    ]
    text = feeds.json_feed(head, told) if channel.path.suffix == ".json" else feeds.atom(head, told, now)
    files.put(channel.path, text.encode())
