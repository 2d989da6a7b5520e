"""The files of the site: where each is, what it rests on, and how it is made of that; and which go together."""

from __future__ import annotations

import hashlib
import marshal
import mimetypes
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class Answer:
    """The bytes of one file, and what they are."""

    body: bytes
    media_type: str


class Facts:
    """The plain data that files rest on, gathered when first asked for; several files may share them.

    `come_from` gives the plain data from which they are gathered, where that costs less than gathering them. As long as
    that data and the program are unchanged, the facts are too.
    """

    def __init__(self, gather: Callable[[], Any], come_from: Callable[[], Any] | None = None) -> None:
        self._gather = gather
        self._come_from = come_from

    @cached_property
    def told(self) -> Any:
        """The data."""
        return self._gather()

    @cached_property
    def digest(self) -> str:
        """A hash of the data."""
        return digest(self.told)

    @cached_property
    def key(self) -> str:
        """A hash of what the facts are gathered from; empty without `come_from`."""
        return digest(self._come_from()) if self._come_from else ""


def digest(told: Any) -> str:
    """A hash of plain data: of what `marshal` writes of it, since JSON takes several times as long."""
    return hashlib.blake2b(marshal.dumps(told, _BY_VALUE), digest_size=16).hexdigest()


_BY_VALUE = 2
"""The last version of marshal's format in which equal data give equal bytes, whichever objects they share."""


@dataclass(frozen=True)
class Item:
    """One file of the site.

    `path` is where it lies (`agencies/x/index.html`). `make` gives its bytes from the facts it rests on. As long as
    these and the program are unchanged, the file is not made again, so `make` may use nothing else of the record.
    """

    path: str
    rests_on: Facts
    make: Callable[[Any], bytes]

    def body(self) -> bytes:
        """The file's bytes."""
        return self.make(self.rests_on.told)

    @property
    def digest(self) -> str:
        """A hash of what the file rests on."""
        return self.rests_on.digest

    @property
    def key(self) -> str:
        """A hash of what those facts are gathered from; empty where they do not say."""
        return self.rests_on.key


Key = Callable[[], str]
"""Gives a hash of all that a group of files comes from. As long as it and the program are unchanged, so are they."""


def of_program() -> str:
    """The key of files that no list changes."""
    return "the program alone"


@dataclass(frozen=True)
class Group:
    """Files that are made one after the other, since they share what they are made of.

    `items` gives them. A group whose `key` is unchanged is skipped, so the key must change whenever any
    of these files would.
    """

    name: str
    items: Callable[[], Iterable[Item]]
    key: Key | None = None


def address_of(path: str) -> str:
    """A path as readers ask for it: `/agencies/x/`."""
    return "/" + path.removesuffix("index.html")


def media_type(path: str) -> str:
    """The media type of a file by its name."""
    if "feeds/" in path and path.endswith(".json"):
        return "application/feed+json"
    for ending, kind in MEDIA.items():
        if path.endswith(ending):
            return kind
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
