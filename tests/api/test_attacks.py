"""What strangers send and what a list says are texts: never markup, a header, a statement, a path or a formula."""

from __future__ import annotations

import csv
import io
import json
import socket
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from roster287.publish.api.middleware import HEADERS
from roster287.publish.written import seen
from tests.api.serving import served
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

TEXTS = (
    "' OR '1'='1", "'; DROP TABLE agencies; --", '" OR ""="', "%' AND 1=0 UNION SELECT name FROM sqlite_master --",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{7*7}}", "${jndi:ldap://x}", "=1+1", "@SUM(A1)",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "C:\\windows\\win.ini", "file:///etc/passwd",
    "a\r\nSet-Cookie: a=b", "a\nLocation: http://evil.example", "a%0d%0aX-Evil: 1", "a\x00b", "\x1b[2J", "\x7f",
    "\u202egnp.exe", "\u2028", "é" * 150, "🦊" * 60, "\ufeff", "a" * 199, "NaN", "-1", "null", "[]", "*", "%",
    "%%%", "_", "\\", "?a=b&c=d", "#x", ";", "nul", "con", "0", "1e309", "٣", "ﬁ", "İ", "ＷＥＬＬＳ",
)  # fmt: skip
PLACES = (
    "agencies?state={}", "agencies?status={}", "agreements?agency={}", "agreements?model={}", "events?since={}",
    "events?kind={}", "events?after={}", "applications?outcome={}", "publications?kind={}", "publications/{}",
    "agencies/{}", "agreements/{}", "agreements/{}/evidence", "counts?by={}", "on?date={}", "brief?state={}",
    "where?place={}", "search?text={}", "law?state={}", "models?model={}", "agencies?cursor={}", "agencies?limit={}",
    "agencies?format={}", "agencies?lang={}", "agencies?{}=1", "status?{}", "{}",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_no_text_that_is_sent_is_obeyed(api: httpx.Client, place: str) -> None:
    for text in TEXTS:
        for sent in (quote(text, safe=""), quote(text, safe="/%")):
            answer = api.get(f"/api/v1/{place.format(sent)}")
            if not answer.url.path.startswith("/api/"):
                continue  # the client itself took the dots for steps
            assert answer.status_code in (200, 400, 404), (place, text)
            assert answer.headers["content-type"] in ("application/json", "application/problem+json")
            assert "set-cookie" not in answer.headers
            assert "x-evil" not in answer.headers
            assert "location" not in answer.headers
            assert not {c for c in answer.text if c != "\n" and c != seen(c)}, (place, text)
            said = answer.json()
            assert "database" not in str(said.get("detail", "")), (place, text)
    assert api.get("/api/v1/agencies").json()["count"] > 1000


@pytest.mark.parametrize(
    "path",
    [
        "/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/../../../etc/passwd", "/..%5c..%5cwin.ini",
        "//evil.example/", "//evil.example", "/\\evil.example", "/%00",
        "/a%0d%0aLocation:%20http://evil.example", "/%ff%fe",
        "/agencies//evil.example", "/es//evil.example", "/static/%2e%2e/secrets.toml", "/archive/captures.jsonl",
        "/record.db", "/roster287.json", "/.git/config",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_site(api: httpx.Client, path: str) -> None:
    host, port = api.base_url.host, api.base_url.port
    with socket.create_connection((host, port or 80), 30) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1"))
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), head
    assert b"evil.example" not in head
    assert b"root:" not in body


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["headers", "address", "tls", "smuggling", "null"],
)
def test_a_malformed_request_is_refused_and_the_next_is_answered(api: httpx.Client, request_: bytes) -> None:
    host, port = api.base_url.host, api.base_url.port
    with socket.create_connection((host, port or 80), 30) as line:
        try:
            line.sendall(request_)
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(65536)
        except OSError:
            answer = b""
    assert answer == b"" or answer.split()[1][:1] == b"4", answer[:200]
    assert api.get("/healthz").status_code == 200


NAMES = (
    "<script>alert(1)</script> Police Department", "=HYPERLINK(\"http://evil.example\") Police Department",
    "'); DROP TABLE agencies;-- Sheriff's Office", "Wells\u202ePolice Department", "+1 Police Department",
    "../../etc/passwd Police Department", "Sheriff _x000D__x000A_Set-Cookie: a=b", "é" * 400, "@Police Department",
    "{{config}} Police Department", "\"quoted\", comma; Police Department",
)  # fmt: skip
LINKS = (
    "javascript:alert(1)",
    'http://evil.example/"onmouseover=x',
    "file:///etc/passwd",
    "https://www.ice.gov/ok.pdf",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server of a record that was made of a hostile list."""
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        row(agency=name, county=NAMES[0], moa_url=LINKS[number % len(LINKS)], moa="<b>link</b>")
        for number, name in enumerate(NAMES)
    ]
    with empty_record(folder / "home") as record:
        record.sync([list_file(folder, "2025-04-03", rows)])
        record.sync([list_file(folder, "2025-04-04", [*rows[1:], row()], "am")])
    with served(folder / "home") as client:
        yield client


@pytest.mark.parametrize(
    "address", ["agencies", "agreements", "events", "on?date=2025-04-03", "counts?by=county", "search?text=police"]
)
def test_no_text_of_a_list_is_obeyed(hostile: httpx.Client, address: str) -> None:
    join = "&" if "?" in address else "?"
    said = hostile.get(f"/api/v1/{address}")
    assert said.status_code == 200
    assert said.headers["content-type"] == "application/json"
    assert said.headers["x-content-type-options"] == "nosniff"
    assert said.json()["rows"]
    assert json.loads(said.text) == said.json()
    for how in ("csv", "ndjson", "json"):
        answer = hostile.get(f"/api/v1/{address}{join}format={how}&limit=1000")
        assert "html" not in answer.headers["content-type"]
        assert not {c for c in answer.text if c not in "\n\r\t" and c != seen(c)}, "a terminal would obey it"
        assert all(answer.headers[name] == value for name, value in HEADERS.items())
        assert "set-cookie" not in answer.headers
    text = hostile.get(f"/api/v1/{address}{join}format=csv&limit=1000").text
    for line in csv.reader(io.StringIO(text)):
        assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _number(cell)]


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_every_agency_of_a_hostile_list_has_an_address(hostile: httpx.Client) -> None:
    for agency in hostile.get("/api/v1/agencies?limit=1000").json()["rows"]:
        answer = hostile.get(f"/api/v1/agencies/{quote(agency['agency_id'], safe='')}")
        assert answer.status_code == 200, agency["agency_id"]
        for agreement in answer.json()["rows"][0]["agreements"]:
            assert not str(agreement["moa_url"]).startswith(("javascript:", "file:"))
            proof = hostile.get(f"/api/v1/agreements/{quote(agreement['agreement_id'])}/evidence")
            assert proof.status_code == 200
            assert proof.json()["rows"]


def test_the_description_of_a_hostile_record_holds_no_markup_of_it(hostile: httpx.Client) -> None:
    page = hostile.get("/api/v1/docs").text
    assert "<script" not in page
    assert "&lt;" in page
    assert hostile.get("/api/v1/openapi.json").json()["paths"]
