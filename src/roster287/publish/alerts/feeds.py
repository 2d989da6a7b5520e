"""Feeds as files: Atom or JSON Feed, each change one entry, newest first, written whole and swapped in."""

from __future__ import annotations

import contextlib
import json
import os
import re
import uuid
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from roster287.publish.alerts.rules import Feed
from roster287.publish.alerts.wording import Words
from roster287.table import Line

MOST = 100
"""How many entries a feed holds."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(channel: Feed, entries: Sequence[tuple[str, Line]], words: Words, now: str) -> None:
    """Write the feed: entries with the time each was told. Raises `OSError`; the file before is then untouched."""
    text = _json(channel, entries, words) if channel.path.suffix == ".json" else _atom(channel, entries, words, now)
    put(channel.path, text)


def put(path: Path, text: str) -> None:
    """Put text in the place of a file, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def identity(event_id: str) -> str:
    """The id of an entry: the same wherever and whenever the event is told."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'roster287:event:{event_id}')}"


def _json(channel: Feed, entries: Sequence[tuple[str, Line]], words: Words) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "language": words.lang,
        **({"home_page_url": link} if (link := words.link("/")) else {}),
        "items": [
            {
                "id": identity(event["event_id"]),
                **({"url": link} if (link := words.agency_link(event)) else {}),
                "title": words.subject([event]),
                "content_text": words.one(event),
                "date_published": told,
                "tags": [event["kind"], event["state"], *([event["model"]] if event["model"] else [])],
                "_roster287": {
                    key: event[key] for key in ("event_id", "date", "kind", "cause", "agency_id", "evidence")
                },
            }
            for told, event in entries
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _atom(channel: Feed, entries: Sequence[tuple[str, Line]], words: Words, now: str) -> str:
    home = words.link("/")
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{words.lang}">',
        f"<id>{identity('feed/' + channel.path.name)}</id>",
        f"<title>{_xml(channel.title)}</title>",
        f"<updated>{_xml(entries[0][0] if entries else now)}</updated>",
        "<author><name>roster287</name></author>",
        *([f"<link href={quoteattr(home)}/>"] if home else []),
    ]
    for told, event in entries:
        link = words.agency_link(event)
        out += [
            "<entry>",
            f"<id>{identity(event['event_id'])}</id>",
            f"<title>{_xml(words.subject([event]))}</title>",
            f"<updated>{_xml(told)}</updated>",
            *([f"<link href={quoteattr(link)}/>"] if link else []),
            f"<category term={quoteattr(event['kind'])}/>",
            f"<category term={quoteattr(event['state'])}/>",
            f'<content type="text">{_xml(words.one(event))}</content>',
            "</entry>",
        ]
    return "\n".join([*out, "</feed>"]) + "\n"


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub(" ", text))
