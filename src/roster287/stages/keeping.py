"""What is fetched, put into the archive and its logs the moment it is whole.

    archive/captures.jsonl  each retrieval of a list
    archive/pages.jsonl     each capture of the program page: sha256, time, url, headers
    archive/seen.jsonl      what else was answered: moved, blocked, a page in place of a workbook
    lock                    held while something is put into the logs or the register, by one process at a time

A page that is the list, printed as a table, is kept as it came; the table made of it is a list like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from roster287.acquire.results import Fetched, Seen
from roster287.archive.log import JsonLines
from roster287.errors import StoreError, UsageError
from roster287.model import Capture
from roster287.settings import Home

if TYPE_CHECKING:
    from roster287.acquire.warc import Kept

PATIENCE = 30.0
"""Seconds that a writer waits for another."""


@contextmanager
def writing(home: Home, patience: float | None = None) -> Iterator[None]:
    """Hold the home for writing. Raises `StoreError` when another process holds it for longer than `PATIENCE`."""
    refusal = StoreError(f"Another process is writing to {home.root}.", "Wait until it is done, or stop it.")
    with alone(home, home.lock, PATIENCE if patience is None else patience, refusal):
        yield


@contextmanager
def alone(home: Home, path: Path, patience: float, refusal: StoreError) -> Iterator[None]:
    """Hold a lock of the home. Raises `refusal` when another process holds it for longer than so many seconds."""
    try:
        home.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The home {home.root} cannot be made: {error.strerror}.", "Name a folder that may be written with --home."
        ) from None
    lock = FileLock(path, timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise refusal from None
    except OSError as error:
        raise UsageError(
            f"The home {home.root} cannot be written: {error.strerror}.", "Copy it to where it can, or name another."
        ) from None
    try:
        yield
    finally:
        lock.release()


def unlogged(home: Home, captures: Iterable[Capture]) -> list[Capture]:
    """Those of the captures that the log does not have, each once."""
    known = {capture.identity for capture in home.captures}
    return [c for c in dict.fromkeys(captures) if c.identity not in known]


def keep(home: Home, one: Fetched) -> Sequence[Capture]:
    """Keep what was fetched; a list gives a capture, and so does the table of a page that is one."""
    sha256 = home.objects.put(one.data)
    if one.kind == "list":
        return [Capture(sha256, one.file_name, "capture", one.capture_time, one.url, one.headers)]
    if one.kind == "page":
        log_pages(home, sha256, [(one.capture_time, one.url)], one.headers)
        return table_of(home, one.data, one.url, [one.capture_time])[0]
    return []


def table_of(home: Home, html: bytes, url: str, times: Sequence[str]) -> tuple[list[Capture], str]:
    """The captures of the list that a page is, if it is one; and why a table of it that is one is not read."""
    from roster287.acquire.pages import printed_list, table_name

    table = printed_list(html, url)
    if table.data is None:
        return [], table.reason if table.rows else ""
    sha256 = home.objects.put(table.data)
    return [Capture(sha256, table_name(min(times)), "capture", time, url) for time in times], ""


def _pages(home: Home) -> JsonLines:
    return JsonLines(home.root / "archive" / "pages.jsonl")


def logged_pages(home: Home) -> set[tuple[str, str]]:
    """The hash and time of each capture of the page in the log."""
    return set(_pages(home).read(lambda line: (line["sha256"], line["time"])))


def log_pages(home: Home, sha256: str, seen: Iterable[tuple[str, str]], headers: Iterable[tuple[str, str]]) -> None:
    """Log captures of the page, each a time and an address; the caller sees to it that none is there already."""
    sent = dict(headers)
    _pages(home).append({"sha256": sha256, "time": time, "url": url, "headers": sent} for time, url in seen)


def note(home: Home, seen: Sequence[Seen]) -> None:
    """Log what was answered otherwise than with a page or a list."""
    told = [one for one in seen if one.status not in (200, 304)]
    told += [one for one in seen if one.status == 200 and one.sha256 is not None and one.reason]
    _seen(home).append(one._asdict() for one in dict.fromkeys(told))


def read_seen(home: Home) -> int:
    """How many such answers are logged. Raises `ArchiveError` for a line that is damaged."""
    return sum(1 for _ in _seen(home).read(lambda line: Seen(**line)))


def _seen(home: Home) -> JsonLines:
    return JsonLines(home.root / "archive" / "seen.jsonl")


def captured(home: Home, since: str, until: str) -> Iterator[Kept]:
    """What came from an address, of ICE or the Internet Archive, in the order of time, between two days.

    Lists that were taken in from files are not among them, and instead of a page's table the page is.
    Raises `ArchiveError` when the bytes of one are lost or altered.
    """
    from roster287.acquire.pages import table_name
    from roster287.acquire.warc import Kept

    found = list(_pages(home).read(lambda line: (line["time"], line["url"], line["sha256"], dict(line["headers"]))))
    tables = {table_name(time) for time, _, _, _ in found}
    found += [
        (capture.stamp, capture.source, capture.sha256, dict(capture.headers))
        for capture in home.captures
        if "://" in capture.source and capture.file_name not in tables
    ]
    for time, url, sha256, headers in sorted(found, key=lambda one: one[:3]):
        if since <= time[:10] and (not until or time[:10] <= until):
            yield Kept(url, time, tuple(headers.items()), home.objects.get(sha256))
