"""A real HTTP server on loopback that speaks the Internet Archive's documented interfaces.

GET /cdx/search/cdx?url=…   url, matchType (exact, prefix, host, domain), from, to, filter (several, `!` negates),
                            fl, output (text or json), limit, showResumeKey, resumeKey, collapse (field[:digits])
GET /web/<time>id_/<url>    the original bytes; another time leads by redirect to the nearest capture

WaybackServer([Archived("20250403231027", "https://www.ice.gov/…xlsx", data)])
WaybackServer(archived_lists(LISTS))          the real lists and page tables, as the public archives saw them
"""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from roster287.model import Capture
from roster287.resolve.dating import date_list
from tests.support.ice_server import BLOCK_PAGE, XLSX, Handler, Loopback, Resource

FOLDER = "https://www.ice.gov/doclib/about/offices/ero/287g/"
PAGE_URL = "https://www.ice.gov/identify-and-arrest/287g"


@dataclass(frozen=True)
class Archived:
    """One capture in the archive."""

    timestamp: str
    original: str
    data: bytes
    mimetype: str = XLSX
    status: str = "200"
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """SHA-1 in base 32."""
        return base64.b32encode(hashlib.sha1(self.data, usedforsecurity=False).digest()).decode()

    @cached_property
    def urlkey(self) -> str:
        """The address as the index sorts it."""
        parts = urlsplit(self.original)
        host = (parts.hostname or "").removeprefix("www.")
        query = f"?{parts.query}" if parts.query else ""
        return f"{','.join(reversed(host.split('.')))}){parts.path or '/'}{query}".lower()

    def fields(self) -> dict[str, str]:
        """The row of the index."""
        return {
            "urlkey": self.urlkey,
            "timestamp": self.timestamp,
            "original": self.original,
            "mimetype": self.mimetype,
            "statuscode": self.status,
            "digest": self.digest,
            "length": str(len(self.data) // 2 + 300),
        }


class WaybackServer(Loopback):
    """The archive. `served` counts the times that the bytes of each digest were sent, `index_served` index pages."""

    def __init__(self, captures: Iterable[Archived], *, page: int = 0) -> None:
        super().__init__()
        self.captures = sorted(captures, key=lambda c: (c.urlkey, c.timestamp))
        self.served: Counter[str] = Counter()
        self.index_served = 0
        self.page = page
        """At most so many rows in one answer of the index, whatever is asked for; 0 is no such limit."""
        self.handler = _WaybackHandler

    def __enter__(self) -> WaybackServer:
        super().__enter__()
        return self

    def add(self, capture: Archived) -> None:
        """One more capture in the archive."""
        self.captures = sorted([*self.captures, capture], key=lambda c: (c.urlkey, c.timestamp))

    def resource(self, path: str) -> Resource | None:
        return None

    def rows(self, asked: Mapping[str, Sequence[str]]) -> tuple[list[dict[str, str]], str | None]:
        """The rows that a query finds, and the key to go on with."""
        first = {name: values[0] for name, values in asked.items()}
        found = [c.fields() for c in self.captures if self._matches(c, first)]
        for text in asked.get("filter", ()):
            name, _, pattern = text.removeprefix("!").partition(":")
            found = [r for r in found if bool(re.fullmatch(pattern, r[name])) != text.startswith("!")]
        if "from" in first:
            found = [r for r in found if r["timestamp"] >= first["from"].ljust(14, "0")]
        if "to" in first:
            found = [r for r in found if r["timestamp"] <= first["to"].ljust(14, "9")]
        if "collapse" in first:
            found = list(_collapsed(found, first["collapse"]))
        if "resumeKey" in first:
            found = [r for r in found if _key(r) > first["resumeKey"]]
        limits = [n for n in (int(first.get("limit", "0")), self.page) if n]
        if limits and len(found) > min(limits):
            found = found[: min(limits)]
            return found, _key(found[-1])
        return found, None

    def _matches(self, capture: Archived, first: Mapping[str, str]) -> bool:
        wanted = Archived("", first["url"] if "//" in first["url"] else f"http://{first['url']}", b"").urlkey
        match first.get("matchType", "exact"):
            case "prefix":
                return capture.urlkey.startswith(wanted)
            case "host":
                return capture.urlkey.partition(")")[0] == wanted.partition(")")[0]
            case "domain":
                host, domain = capture.urlkey.partition(")")[0], wanted.partition(")")[0]
                return host == domain or host.startswith(domain + ",")
        return capture.urlkey == wanted


class _WaybackHandler(Handler):
    def do_GET(self) -> None:  # noqa: N802 - the name that the library calls
        owner = self.server.owner
        assert isinstance(owner, WaybackServer)
        fault = owner.next_fault(self.path)
        if fault is not None:
            self._misbehave(fault)
        elif self.path.startswith("/cdx/search/cdx?"):
            owner.index_served += 1
            self._index(owner)
        elif match := re.match(r"/web/(\d{1,14})id_/(.+)", self.path):
            self._original(owner, match[1], match[2])
        else:
            self.answer(404, BLOCK_PAGE, {"Content-Type": "text/html"})

    def _index(self, owner: WaybackServer) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        rows, key = owner.rows(asked)
        names = asked["fl"][0].split(",") if "fl" in asked else list(Archived("", "", b"").fields())
        lines = [[row[name] for name in names] for row in rows]
        if "showResumeKey" not in asked:
            key = None
        if asked.get("output") == ["json"]:
            body = json.dumps([*([names] if lines else []), *lines, *([[], [key]] if key else [])])
        else:
            body = "".join(" ".join(line) + "\n" for line in lines) + (f"\n{key}\n" if key else "")
        self.answer(200, body.encode(), {"Content-Type": "application/json"})

    def _original(self, owner: WaybackServer, timestamp: str, original: str) -> None:
        key = Archived("", original, b"").urlkey
        same = [c for c in owner.captures if c.urlkey == key]
        if not same:
            self.answer(404, BLOCK_PAGE, {"Content-Type": "text/html"})
            return
        best = min(same, key=lambda c: abs(int(c.timestamp) - int(timestamp.ljust(14, "0"))))
        if best.timestamp != timestamp:
            self.answer(302, b"", {"Location": f"/web/{best.timestamp}id_/{best.original}"})
            return
        owner.served[best.digest] += 1
        kept = {f"x-archive-orig-{name}": value for name, value in best.headers.items()}
        then = datetime.strptime(best.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        own = {"Content-Type": best.mimetype, "Memento-Datetime": format_datetime(then, usegmt=True)}
        self.answer(200, best.data, {**own, **kept})


def _key(row: Mapping[str, str]) -> str:
    return f"{row['urlkey']} {row['timestamp']}"


def _collapsed(rows: list[dict[str, str]], how: str) -> Iterator[dict[str, str]]:
    name, _, digits = how.partition(":")
    last = None
    for row in rows:
        value = row[name][: int(digits)] if digits else row[name]
        if value != last:
            yield row
        last = value


def archived_lists(lists: Path, addresses: Sequence[str] = (FOLDER,)) -> list[Archived]:
    """The lists and page tables of the shared data, as captures of ICE's site.

    A list whose time of capture is not known was captured some hours after it came out.
    """
    return list(_archived(lists, tuple(addresses)))


@cache
def _archived(lists: Path, addresses: tuple[str, ...]) -> tuple[Archived, ...]:
    found: dict[tuple[str, str], Archived] = {}
    files: dict[str, bytes] = {}
    for number, line in enumerate(_table(lists / "manifest.csv")):
        if line["stored_as"] not in files:
            files[line["stored_as"]] = (lists / line["stored_as"]).read_bytes()
        data = files[line["stored_as"]]
        name = line["file_name"]
        if line["stamp_kind"] == "capture":
            stamp, name = datetime.fromisoformat(line["stamp"]), re.sub(r"-\d{14}", "", name)
        else:
            stamp = _came_out(name, _modified(data))
        original = addresses[number % len(addresses)] + name.replace(" ", "%20")
        while (stamp.strftime("%Y%m%d%H%M%S"), original) in found:
            stamp += timedelta(seconds=1)
        capture = Archived(stamp.strftime("%Y%m%d%H%M%S"), original, data)
        found[capture.timestamp, original] = capture
    return (*found.values(), *archived_pages(lists))


def archived_pages(lists: Path) -> Iterator[Archived]:
    """The captures of the page while it showed the list as a table."""
    pages = {path.name: html_page(path.read_bytes()) for path in (lists / "pages").glob("page-table-*.csv")}
    for line in _table(lists / "pages" / "captures.csv"):
        timestamp = re.sub(r"\D", "", line["captured_at"])
        yield Archived(timestamp, PAGE_URL, pages[line["table"]], "text/html")


def html_page(table: bytes) -> bytes:
    """A page that prints the table as ICE did: dates as 6/8/2016, addresses without the site behind the word link."""
    header, *rows = csv.reader(table.decode().splitlines())
    lines = ["<tr>" + "".join(f"<th>{html.escape(text)}</th>" for text in header) + "</tr>"]
    for state, agency, model, signed, moa in rows:
        year, month, day = signed.split("-")
        link = f'<a href="{html.escape(moa.removeprefix("https://www.ice.gov"))}">link</a>' if moa else ""
        cells = (html.escape(state), html.escape(agency), html.escape(model), f"{int(month)}/{int(day)}/{year}", link)
        lines.append("<tr>" + "".join(f"<td>{text}</td>\n" for text in cells) + "</tr>")
    return (
        "<!DOCTYPE html><html><head><title>287(g)</title></head><body><h1>Delegation of Immigration Authority</h1>"
        f"<h2>Participating Entities</h2><table><tbody>{''.join(lines)}</tbody></table></body></html>"
    ).encode()


def _modified(data: bytes) -> str | None:
    """When a workbook says that it was last changed; a table of the page says nothing."""
    if not data.startswith(b"PK"):
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        core = parts.read("docProps/core.xml").decode() if "docProps/core.xml" in parts.namelist() else ""
    found = re.search(r"<dcterms:modified[^>]*>([^<]*)", core)
    return found[1] if found else None


def _came_out(name: str, modified: str | None) -> datetime:
    day = date_list([Capture("", name, "none", "", "")], modified, ()).day or date(2025, 1, 1)
    named = datetime(day.year, day.month, day.day, 18)  # noqa: DTZ001
    changed = datetime.fromisoformat(modified).replace(tzinfo=None) if modified else named
    return max(named, changed + timedelta(hours=1))


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
