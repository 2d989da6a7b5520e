"""What a look at a source gives: bytes with where and when, and a note of every address asked."""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple

FetchedKind = Literal["page", "list", "refused"]


class Fetched(NamedTuple):
    """Bytes from a source, as they were served.

    `kind`: `page` (the program page), `list` (a list; whether it can be trusted is not judged here), `refused`
    (what came in place of a page or list: to be kept as evidence, never read as a list).
    `capture_time` is ISO, UTC, to the second, without a zone, as the capture log has it.
    """

    kind: FetchedKind
    data: bytes
    file_name: str
    capture_time: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


class Seen(NamedTuple):
    """One address asked, for the log: what it answered. `status` is None when no answer came or none was asked for.

    `sha256` names bytes that came; the same bytes are among the fetched ones unless they were known before.
    """

    url: str
    status: int | None
    time: str
    reason: str
    sha256: str | None = None


ARCHIVED = "x-archive-orig-"
"""What the Internet Archive puts before the names of the headers that it captured; others it sends are its own."""

KEPT_HEADERS = ("content-disposition", "content-type", "date", "etag", "last-modified", "memento-datetime")
"""The headers worth keeping beside bytes, and those of an archived answer."""


def kept_headers(headers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The headers of an answer that are kept with its bytes, sorted."""
    return tuple(
        sorted((name, value) for name, value in headers.items() if name.removeprefix(ARCHIVED) in KEPT_HEADERS)
    )
