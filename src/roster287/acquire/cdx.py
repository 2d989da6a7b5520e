"""The index of the Internet Archive, asked in pages that can be resumed.

    GET BASE/cdx/search/cdx?url=…&matchType=…&filter=…&from=…&to=…&output=json&limit=…&showResumeKey=true

The answer is a JSON array of arrays, the first of them the names of the fields; when there is more, an empty array
and one with the key to go on with stand at its end. Rows are kept in a file after each page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from roster287 import files
from roster287.acquire.answer import FetchError
from roster287.acquire.names import label_of
from roster287.acquire.results import Seen
from roster287.acquire.transport import Transport
from roster287.clock import now
from roster287.errors import SourceError
from roster287.progress import Progress, quiet

ROWS_A_PAGE = 5000
PAGES_A_QUERY = 200
FRESH = timedelta(days=1)
"""An index older than this is asked for anew instead of being continued."""

FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest", "length")

PAGES = (
    "www.ice.gov/identify-and-arrest/287g",
    "www.ice.gov/287g",
    "www.ice.gov/factsheets/287g",
    "www.ice.gov/news/library/factsheets/287g.htm",
    "www.ice.gov/pi/news/factsheets/section287_g.htm",
    "www.ice.gov/partners/287g/Section287_g.htm",
)
"""Where the program page has been, the latest first; the archive takes http, https and `www.` for one."""

_NAMED = "urlkey:.*(participating|pending).*[.](xlsx|xlsm|xls|csv).*"
_WORKBOOK = "mimetype:.*(spreadsheet|ms-excel|octet-stream|zip).*"
_SEEN = "!statuscode:[345].."
_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?/", re.ASCII | re.IGNORECASE)


class Query(NamedTuple):
    """One question to the index. `wide` ones reach far; when one cannot be answered the others still count."""

    kind: str
    url: str
    match: str = "exact"
    filters: tuple[str, ...] = ()
    wide: bool = False


class Row(NamedTuple):
    """One capture as the index has it. `label`: what the address calls it, `participating`, `pending` or empty."""

    timestamp: str
    original: str
    kind: str
    digest: str
    status: str
    length: int
    label: str


def queries() -> tuple[Query, ...]:
    """The questions for the page and for the workbooks, whatever their addresses were."""
    return (
        *(Query("page", page, "exact") for page in PAGES),
        Query("list", "www.ice.gov/doclib/", "prefix", (_NAMED,)),
        Query("list", "www.ice.gov/sites/", "prefix", (_NAMED,)),
        Query("list", "www.ice.gov/file-download/", "prefix", (_WORKBOOK,)),
        Query("list", "ice.gov", "domain", (_NAMED,), wide=True),
    )


class Index:
    """The rows of one run, from the file of a run that was broken off or from the archive."""

    def __init__(
        self,
        transport: Transport,
        base: str,
        path: Path,
        wanted: tuple[Query, ...],
        start: str,
        end: str,
        progress: Progress = quiet,
    ) -> None:
        self._transport, self._base, self._path, self._wanted = transport, base, path, wanted
        self._start, self._end, self._progress = start, end, progress
        self._run: dict[str, Any] = {}

    @property
    def lost(self) -> dict[str, list[Any]]:
        """What this run could not fetch: digest -> the fields of a `Seen`."""
        lost: dict[str, list[Any]] = self._loaded()["lost"]
        return lost

    def lose(self, digest: str, seen: Seen) -> None:
        """Note a digest that cannot be fetched, so that this run does not ask for it again."""
        self._loaded()["lost"][digest] = list(seen)
        self._store()

    def find(self, digests: Iterable[str]) -> None:
        """Let these digests be asked for again."""
        for digest in digests:
            self._loaded()["lost"].pop(digest, None)
        self._store()

    def end(self) -> None:
        """The run is complete: the next one asks anew."""
        self._path.unlink(missing_ok=True)

    def rows(self) -> list[Row]:
        """Every capture, in no order, each once. Raises `SourceError` when the index cannot be read."""
        run = self._loaded()
        found: dict[tuple[str, str], Row] = {}
        for number, query in enumerate(self._wanted):
            self._progress("indexing", number, len(self._wanted))
            answers = run["answers"].setdefault(_key(query), {"rows": [], "resume": None, "whole": False})
            try:
                self._ask(query, answers)
            except FetchError as error:
                if not query.wide or error.status == 429:
                    raise
                answers["whole"] = True
                self._store()
            for values in answers["rows"]:
                row = _row(query.kind, values)
                if row is not None:
                    found.setdefault((row.timestamp, row.original), row)
        self._progress("indexing", len(self._wanted), len(self._wanted))
        return list(found.values())

    def _ask(self, query: Query, answers: dict[str, Any]) -> None:
        for _ in range(PAGES_A_QUERY):
            if answers["whole"]:
                return
            rows, resume = self._page(query, answers["resume"])
            if resume is not None and resume == answers["resume"]:
                raise SourceError(f"The index goes in a circle for {query.url}: {self._base}", "Try again later.")
            answers["rows"] += rows
            answers["resume"], answers["whole"] = resume, resume is None
            self._store()
        raise SourceError(f"The index has no end for {query.url}: {self._base}", "Narrow it with --since and --until.")

    def _page(self, query: Query, resume: str | None) -> tuple[list[list[str]], str | None]:
        asked = [
            ("url", query.url),
            ("matchType", query.match),
            ("output", "json"),
            ("fl", ",".join(FIELDS)),
            *(("filter", text) for text in (_SEEN, *query.filters)),
            *((name, moment) for name, moment in (("from", self._start), ("to", self._end)) if moment),
            ("limit", str(ROWS_A_PAGE)),
            ("showResumeKey", "true"),
            *((("resumeKey", resume),) if resume else ()),
        ]
        url = f"{self._base}/cdx/search/cdx?{urlencode(asked, quote_via=quote)}"
        answer = self._transport.get(url)
        try:
            return _parsed(answer.data)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            raise FetchError(url, "The index answers with something else than an index", status=answer.status) from None

    def _loaded(self) -> dict[str, Any]:
        if not self._run:
            asked = json.loads(json.dumps([self._base, self._start, self._end, self._wanted]))
            self._run = _stored(self._path)
            if self._run.get("asked") != asked or not _is_fresh(self._run.get("time")):
                self._run = {"asked": asked, "time": now(), "answers": {}, "lost": {}}
        return self._run

    def _store(self) -> None:
        files.put(self._path, json.dumps(self._run, sort_keys=True).encode())


def _stored(path: Path) -> dict[str, Any]:
    """The run that was broken off, empty when there is none or its file makes no sense."""
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        whole = isinstance(run["answers"], dict) and isinstance(run["lost"], dict)
        return run if whole else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _is_fresh(time: object) -> bool:
    try:
        return abs(datetime.fromisoformat(now()) - datetime.fromisoformat(str(time))) <= FRESH
    except (ValueError, TypeError):
        return False


def _key(query: Query) -> str:
    return f"{query.kind} {query.match} {query.url}"


def _parsed(data: bytes) -> tuple[list[list[str]], str | None]:
    """The rows of an answer in the order of `FIELDS`, and the key to go on with."""
    if not data.strip():
        return [], None
    rows = json.loads(data)
    if not isinstance(rows, list):
        raise TypeError
    resume = None
    if len(rows) >= 2 and rows[-2] == [] and len(rows[-1]) == 1:
        resume = str(rows[-1][0])
        rows = rows[:-2]
    return list(_ordered(rows)), resume


def _ordered(rows: list[list[str]]) -> Iterator[list[str]]:
    if not rows:
        return
    places = [rows[0].index(name) for name in FIELDS]
    for row in rows[1:]:
        yield [str(row[at]) for at in places]


def _row(kind: str, values: list[str]) -> Row | None:
    """A row of the index as a capture; None for a redirect, an error, or a page in place of a list."""
    timestamp, original, mimetype, status, digest, length = values
    if not re.fullmatch(r"\d{8,14}", timestamp) or not digest.strip("-"):
        return None
    if status != "200" and not (status == "-" and mimetype == "warc/revisit"):
        return None
    if kind == "list" and "html" in mimetype:
        return None
    if not _ADDRESS.match(original):
        return None
    size = int(length) if length.isdecimal() else 0
    return Row(timestamp.ljust(14, "0"), original, kind, digest, status, size, label_of(original))
