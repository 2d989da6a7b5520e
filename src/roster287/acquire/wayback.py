"""Lists and pages from the Internet Archive: its CDX index, then the original bytes (`id_`), each distinct one once.

    FOLDER/index.json   the present run: what was asked, the rows of the index so far, what could not be fetched
    FOLDER/done.jsonl   what earlier runs and this one fetched: digest, sha256, address, file name

A run killed anywhere takes up where it stopped: an index half read goes on at its resumption key, and what was
kept is not fetched again, not even what the archive of this home has from elsewhere, for the index names each
capture's digest. One digest is fetched once, and every capture of it is told: when a list was seen, and for how long.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from roster287.acquire.addresses import without_user
from roster287.acquire.answer import Answer, FetchError, Limits
from roster287.acquire.cdx import Index, Query, Row, queries
from roster287.acquire.content import in_place_of_list, not_a_list
from roster287.acquire.names import disposition_name, label_of, list_name, stamped
from roster287.acquire.results import Fetched, FetchedKind, Seen, kept_headers
from roster287.acquire.transport import Patience, Transport
from roster287.archive import Objects
from roster287.archive.log import JsonLines
from roster287.clock import now
from roster287.errors import SourceError
from roster287.progress import Progress, quiet
from roster287.read.container import refusal
from roster287.vocabulary import question

WAYBACK = "https://web.archive.org"
PAUSE = 4.0
"""Seconds between requests; the Internet Archive asks for no more than about fifteen a minute."""

OTHER = "other"
"""The kind of a file that was fetched and is no list: noted, so that it is not fetched again."""

TRIES = 3
"""So many captures of one digest are tried before it is given up for this run."""

REFUSALS = 5
"""After this many digests in a row that could not be fetched, the archive is taken to refuse everything."""

_CAPTURE = re.compile(r"/web/(\d{14})id_/")


class Sighting(NamedTuple):
    """One capture of some bytes: under which name, when, at which address."""

    file_name: str
    capture_time: str
    url: str


class Recovered(NamedTuple):
    """The bytes of one digest and every capture of them. `fetched` is None when the bytes are kept already."""

    kind: str
    sha256: str
    sightings: tuple[Sighting, ...]
    fetched: Fetched | None


class Plan(NamedTuple):
    """What a run would do: all captures, the distinct pages and lists to fetch, those kept already, and what it costs.

    `bytes` is what the index says of the size as stored, compressed; `seconds` what the pauses alone will take.
    """

    captures: int
    pages: int
    lists: int
    known: int
    bytes: int
    seconds: float


def wayback() -> str:
    """The address of the Internet Archive: ROSTER287_WAYBACK, or its own. Raises `UsageError` for one with a user."""
    return without_user(os.environ.get("ROSTER287_WAYBACK") or WAYBACK, "ROSTER287_WAYBACK").rstrip("/")


def wayback_transport() -> Transport:
    """A transport as the Internet Archive needs it: slow to ask, and patient, for its index can take a minute."""
    return Transport(pause=PAUSE, limits=Limits(seconds=300, read=120), patience=Patience(attempts=5, first=5.0))


def sha1_of(data: bytes) -> str:
    """The digest of bytes as the index of the Internet Archive writes it."""
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def digests(objects: Objects) -> dict[str, str]:
    """What an archive has: digest as the index writes it -> SHA-256."""
    return {sha1_of(objects.get(sha256)): sha256 for sha256 in objects.hashes()}


@dataclass
class Backfill:
    """One backfill into a folder of its own.

    `have` is what the archive of the home keeps already (`digests`): what earlier runs fetched counts only if it is
    still there.
    """

    transport: Transport
    folder: Path
    have: Mapping[str, str]
    base: str = field(default_factory=wayback)
    since: str | None = None
    until: str | None = None
    wanted: tuple[Query, ...] = field(default_factory=queries)
    progress: Progress = quiet

    def __post_init__(self) -> None:
        span = _moment(self.since, "000000"), _moment(self.until, "235959")
        self._index = Index(self.transport, self.base, self.folder / "index.json", self.wanted, *span, self.progress)
        self._done_log = JsonLines(self.folder / "done.jsonl")

    def plan(self) -> Plan:
        """What `fetch` would do. Asks the index, and keeps what it says for the run that may follow."""
        groups = _groups(self._index.rows())
        known = self._known()
        new = {key: rows for key, rows in groups.items() if key not in known}
        pages = sum(rows[0].kind == "page" for rows in new.values())
        sizes = sum(rows[0].length for rows in new.values())
        captures = sum(map(len, groups.values()))
        return Plan(captures, pages, len(new) - pages, len(groups) - len(new), sizes, len(new) * self.transport.pause)

    def fetch(self) -> Iterator[Recovered]:
        """Every digest of the index with its captures, earliest first; bytes that are not kept yet are fetched.

        Keep what is yielded before asking for the next, which marks it as kept. Files that turn out to be no lists
        are not yielded. Raises `SourceError` when the archive cannot be reached or refuses, or at the end
        when something was left out for now; the next run goes on from there.
        """
        groups = _groups(self._index.rows())
        known = self._known()
        failed: list[str] = []
        late = 0
        for number, (digest, rows) in enumerate(groups.items()):
            self.progress("fetching", number, len(groups))
            if digest in known:
                if known[digest]:
                    yield Recovered(rows[0].kind, known[digest], _sightings(rows, None), None)
                continue
            if digest in self._index.lost:
                continue
            error = None
            try:
                recovered = self._recover(digest, rows)
            except FetchError as failure:
                recovered, error = None, failure
            if recovered is None:
                failed.append(digest)
                late += error is not None
                self._give_up(failed, error)
                continue
            failed.clear()
            if recovered.kind != OTHER:
                yield recovered
            known[digest] = recovered.sha256
            self._done_log.append([_line(digest, recovered)])
        self.progress("fetching", len(groups), len(groups))
        if late:
            raise SourceError(
                f"The archive did not give everything now; left to fetch: {late} of {len(groups)}: {self.base}",
                "Run it again; it asks for these alone.",
            )
        self._index.end()

    def _give_up(self, failed: list[str], error: FetchError | None) -> None:
        """Raise when the archive asks for a pause, or refused several digests in a row; the next run asks for these."""
        if error is not None and (error.retry_after or error.status == 429):
            raise error
        if len(failed) >= REFUSALS:
            self._index.find(failed)
            raise error or SourceError(
                f"The archive refuses one capture after another, the last {REFUSALS} of them: {self.base}",
                "Try again tomorrow; what was fetched is kept and not fetched again.",
            )

    @property
    def lost(self) -> tuple[Seen, ...]:
        """What this run could not fetch, and what had been captured in place of a list, for the log."""
        return tuple(Seen(*entry) for entry in self._index.lost.values())

    def _known(self) -> dict[str, str]:
        """The SHA-256 of each digest that needs no fetching; empty for one that is no list."""
        log = self._done_log.read(lambda line: (line["digest"], "" if line["kind"] == OTHER else line["sha256"]))
        done: dict[str, str] = dict(log)
        kept = {"", *self.have.values()}
        return {**{digest: sha256 for digest, sha256 in done.items() if sha256 in kept}, **self.have}

    def _recover(self, digest: str, rows: list[Row]) -> Recovered | None:
        """The bytes of a digest from the first of its captures that gives them; None when none does."""
        seen = Seen(self._address(rows[0]), None, now().removesuffix("Z"), "No capture of it can be fetched.")
        for row in sorted(rows, key=lambda row: row.status != "200")[:TRIES]:
            url = self._address(row)
            try:
                answer = self.transport.get(url)
            except FetchError as error:
                if error.passing or error.retry_after:
                    raise
                seen = Seen(url, error.status, now().removesuffix("Z"), error.reason)
                continue
            verified = digest in (sha1_of(answer.data), sha1_of(answer.wire))
            reason = _unfit(row, answer, verified)
            if reason is None:
                found = _recovered(row, rows, answer)
                if found.kind == OTHER and (reason := in_place_of_list(answer.data)):
                    self._index.lose(digest, Seen(url, answer.status, answer.time, reason, found.sha256))
                return found
            seen = Seen(url, answer.status, answer.time, reason, hashlib.sha256(answer.data).hexdigest())
        self._index.lose(digest, seen)
        return None

    def _address(self, row: Row) -> str:
        return f"{self.base}/web/{row.timestamp}id_/{row.original}"


def _recovered(row: Row, rows: list[Row], answer: Answer) -> Recovered:
    sightings = _sightings(rows, (row, answer))
    own = next(one for one in sightings if one.url == row.original and one.capture_time == _time(row.timestamp))
    kind: FetchedKind = "page" if row.kind == "page" else "list"
    fetched = Fetched(kind, answer.data, own.file_name, own.capture_time, answer.url, kept_headers(answer.headers))
    label = row.label or label_of(own.file_name if disposition_name(answer.headers) else "")
    other = kind == "list" and (in_place_of_list(answer.data) or (not label and not_a_list(answer.data, "")))
    return Recovered(OTHER if other else kind, fetched.sha256, sightings, fetched)


def _unfit(row: Row, answer: Answer, verified: bool) -> str | None:
    """Why an answer is not the capture that was asked for; None when it is."""
    if verified:
        return None
    found = _CAPTURE.search(answer.url)
    if found is None or found[1] != row.timestamp:
        return "The archive gave another capture in place of this one."
    if row.kind == "list" and (reason := refusal(answer.data)):
        return reason
    return None


def _groups(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The captures of each digest, both in the order of time."""
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows):
        groups.setdefault(row.digest, []).append(row)
    return groups


def _sightings(rows: list[Row], source: tuple[Row, Answer] | None) -> tuple[Sighting, ...]:
    """Every capture with its name; only the address that was fetched is known to have sent one in a header."""
    found = []
    for row in rows:
        time = _time(row.timestamp)
        if row.kind == "page":
            name = stamped("287g.html", time)
        elif source is not None and source[0].original == row.original:
            name = list_name(row.original, source[1].headers, time, row.label, source[1].data)
        else:
            name = list_name(row.original, {}, time, row.label)
        found.append(Sighting(name, time, row.original))
    return tuple(dict.fromkeys(found))


def _line(digest: str, recovered: Recovered) -> dict[str, str]:
    kind, sha256, first = recovered.kind, recovered.sha256, recovered.sightings[0]
    return {"digest": digest, "kind": kind, "sha256": sha256, "file_name": first.file_name, "url": first.url}


def _time(timestamp: str) -> str:
    d = timestamp.ljust(14, "0")
    return f"{d[:4]}-{d[4:6]}-{d[6:8]}T{d[8:10]}:{d[10:12]}:{d[12:14]}"


def _moment(day: str | None, time: str) -> str:
    return question.day(day).replace("-", "") + time if day else ""
