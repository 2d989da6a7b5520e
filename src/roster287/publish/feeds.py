"""Feeds of changes: Atom (RFC 4287) and JSON Feed 1.1. Each entry is the change itself, with its evidence.

Who tells a change decides in which words and when it was told; an entry has the same id everywhere and always.
"""

from __future__ import annotations

import itertools
import json
import re
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from roster287.table import Line, columns

MOST = 100
"""How many of ICE's changes a feed holds at least, where there are so many; it is never cut within a list."""
OURS = 30
"""How many changes of our own record a feed holds at most beside them."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Head(NamedTuple):
    """A feed: `name` makes its id; the addresses are empty where the site's own is not known."""

    name: str
    title: str
    lang: str
    home: str = ""
    itself: str = ""


@dataclass(frozen=True, eq=False)
class Entry:
    """One change: the time it was told (RFC 3339), its title, what is said of it as text and, where given, as HTML."""

    event: Line
    told: str
    title: str
    text: str
    html: str = ""
    link: str = ""

    @cached_property
    def item(self) -> Line:
        """The entry in a JSON Feed."""
        event = self.event
        return {
            "id": identity(event["event_id"]),
            **_given(url=self.link if "://" in self.link else ""),
            "title": self.title,
            **_given(content_html=self.html),
            "content_text": self.text,
            "date_published": self.told,
            "tags": _tags(event),
            "_roster287": columns(event, ("event_id", "date", "kind", "cause", "agency_id", "evidence")),
        }

    @cached_property
    def element(self) -> str:
        """The entry in an Atom feed."""
        kind, said = ("html", self.html) if self.html else ("text", self.text)
        parts = [
            "<entry>",
            f"<id>{identity(self.event['event_id'])}</id>",
            f"<title>{_xml(self.title)}</title>",
            f"<updated>{_xml(self.told)}</updated>",
            *([f"<link href={quoteattr(self.link)}/>"] if self.link else []),
            *(f"<category term={quoteattr(tag)}/>" for tag in _tags(self.event)),
            f'<content type="{kind}">{_xml(said)}</content>',
            "</entry>",
        ]
        return "\n".join(parts)


def newest(events: Sequence[Line]) -> list[Line]:
    """The changes, oldest first, that a feed holds: all of the newest lists, and the last few of our own record."""
    lists = Counter(event["publication_id"] for event in reversed(events) if event["cause"] == "ice")
    before = itertools.accumulate(lists.values(), initial=0)
    held = {publication_id for publication_id, others in zip(lists, before, strict=False) if others < MOST}
    ours = [event["event_id"] for event in events if event["cause"] != "ice"]
    kept = set(ours[-OURS:])
    return [
        event
        for event in events
        if (event["publication_id"] in held if event["cause"] == "ice" else event["event_id"] in kept)
    ]


def identity(event_id: str) -> str:
    """The id of an entry: the same wherever and whenever the event is told."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'roster287:event:{event_id}')}"


def json_feed(head: Head, entries: Sequence[Entry]) -> str:
    """The feed as JSON Feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "language": head.lang,
        **_given(home_page_url=head.home, feed_url=head.itself),
        "authors": [{"name": "roster287"}],
        "items": [entry.item for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False, separators=(",", ":")) + "\n"


def atom(head: Head, entries: Sequence[Entry], updated: str) -> str:
    """The feed as Atom; `updated` is when it last changed, if it holds nothing."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{head.lang}">',
        f"<id>{identity('feed/' + head.name)}</id>",
        f"<title>{_xml(head.title)}</title>",
        f"<updated>{_xml(entries[0].told if entries else updated)}</updated>",
        "<author><name>roster287</name></author>",
        *([f"<link href={quoteattr(head.home)}/>"] if head.home else []),
        *([f'<link rel="self" type="application/atom+xml" href={quoteattr(head.itself)}/>'] if head.itself else []),
        *(entry.element for entry in entries),
        "</feed>",
    ]
    return "\n".join(parts) + "\n"


def _tags(event: Line) -> list[str]:
    return [tag for tag in (event["kind"], event["cause"], event["state"], event["model"]) if tag]


def _given(**parts: str) -> dict[str, str]:
    return {key: value for key, value in parts.items() if value}


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub(" ", text))
