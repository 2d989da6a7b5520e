"""A real HTTP server on loopback that behaves like ICE's site, and misbehaves on request.

    with IceServer() as ice:
        ice.publish("participating", data, "/doclib/about/offices/ero/287g/participatingAgencies04032025am.xlsx")
        ice.publish("pending", data, "/file-download/download/public/208496", name="pendingAgencies04032025am.xlsx")
        ice.fail("/doclib", Fault("status", status=503, times=2))
        look(ice.page_url, ...)
        ice.asked          every request: path, status, body bytes, whether it was conditional

If-Modified-Since is honoured and ETag is not. A fault acts on the next `times` requests whose path begins so.
"""

from __future__ import annotations

import gzip
import html
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = "/identify-and-arrest/287g"
BLOCK_PAGE = b"<!DOCTYPE html><html><head><title>Access Denied</title></head><body>Reference #18.2d</body></html>"


@cache
def _bomb() -> bytes:
    """200 MB of nothing, packed."""
    return gzip.compress(bytes(200 << 20), 1)


@dataclass
class Fault:
    """Something that goes wrong. `kind`: status, reset, silent, html, short, long, loop, gzip, bomb, drip,
    header_drip, endless, offsite, moved (with the headers given), packed (an unknown coding)."""

    kind: str
    times: int = 1
    status: int = 503
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.05
    """Between two bytes of a drip."""
    body: bytes = BLOCK_PAGE
    """What comes in place of the thing, as html."""


class Asked(NamedTuple):
    """One request as the server saw it."""

    path: str
    status: int
    sent: int
    conditional: bool
    agent: str
    to_proxy: str
    """What it said of the user to a proxy."""


@dataclass
class Resource:
    """What stands at an address."""

    data: bytes
    content_type: str
    modified: float
    disposition: str = ""


class Handler(BaseHTTPRequestHandler):
    """Answers GET from the server's resources."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    server: Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        owner = self.server.owner
        fault = owner.next_fault(self.path)
        if fault is not None:
            self._misbehave(fault)
            return
        resource = owner.resource(self.path)
        if resource is None:
            self.answer(404, b"<html>Page not found</html>", {"Content-Type": "text/html"})
            return
        headers = {
            "Content-Type": resource.content_type,
            "Last-Modified": formatdate(resource.modified, usegmt=True),
            "ETag": f'"{time.monotonic_ns()}"',
            **owner.headers,
        }
        if resource.disposition:
            headers["Content-Disposition"] = resource.disposition
        since = self.headers.get("If-Modified-Since")
        if since and parsedate_to_datetime(since).timestamp() >= int(resource.modified):
            self.answer(304, b"", headers)
            return
        self.answer(200, resource.data, headers)

    def answer(
        self, status: int, data: bytes, headers: Mapping[str, str] | None = None, length: int | None = None
    ) -> None:
        """Send an answer whole, or with a length that is not its own."""
        self.note(status, len(data))
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)

    def note(self, status: int, sent: int) -> None:
        """Put this request on the server's list."""
        conditional = "If-Modified-Since" in self.headers or "If-None-Match" in self.headers
        agent, to_proxy = (self.headers.get(name, "") for name in ("User-Agent", "Proxy-Authorization"))
        self.server.owner.asked.append(Asked(self.path, status, sent, conditional, agent, to_proxy))

    def _misbehave(self, fault: Fault) -> None:
        resource = self.server.owner.resource(self.path)
        data = resource.data if resource else b"x" * 1000
        headers = {"Content-Type": resource.content_type if resource else "text/html"}
        if resource and resource.disposition:
            headers["Content-Disposition"] = resource.disposition
        self.close_connection = True
        match fault.kind:
            case "status":
                self.answer(fault.status, BLOCK_PAGE, {"Content-Type": "text/html", **fault.headers})
            case "html":
                self.answer(200, fault.body, {"Content-Type": "text/html", **fault.headers})
            case "loop":
                self.answer(302, b"", {"Location": self.path})
            case "offsite":
                self.answer(302, b"", {"Location": "http://localhost:9/elsewhere.xlsx"})
            case "moved":
                self.answer(301, b"", fault.headers)
            case "gzip":
                self.answer(200, gzip.compress(data), {**headers, "Content-Encoding": "gzip"})
            case "packed":
                self.answer(200, data, {**headers, "Content-Encoding": "br"})
            case "bomb":
                self.answer(200, _bomb(), {**headers, "Content-Encoding": "gzip"})
            case "short":
                self.answer(200, data, headers, len(data) + 1000)
            case "long":
                self.answer(200, data, headers, len(data) // 2)
            case "reset":
                self.answer(200, data[: len(data) // 2], headers, len(data))
                self.wfile.flush()
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()
            case "silent":
                self.note(0, 0)
                self.server.owner.stopped.wait(20)
            case "drip":
                self.answer(200, b"", headers, len(data))
                self._slowly(iter(lambda: b"x", None), fault.seconds)
            case "header_drip":
                self.note(0, 0)
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                self._slowly(iter(lambda: b"x", None), fault.seconds)
            case "endless":
                self.note(200, 0)
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
                self._slowly(iter(lambda: b"x" * 65536, None), 0)
            case _:
                raise AssertionError(fault.kind)

    def _slowly(self, parts: Iterator[bytes | None], seconds: float) -> None:
        for part in parts:
            if self.server.owner.stopped.wait(seconds):
                return
            try:
                self.wfile.write(part or b"")
                self.wfile.flush()
            except OSError:
                return


class Server(ThreadingHTTPServer):
    """The socket side; `owner` holds what is served."""

    daemon_threads = True
    block_on_close = False
    owner: Loopback

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no error of ours."""


class Loopback:
    """A server on a free port of loopback, from `with` to its end."""

    handler: type[BaseHTTPRequestHandler] = Handler

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.headers: dict[str, str] = {}
        """Sent with each thing, in place of its own."""
        self.faults: list[tuple[str, Fault]] = []
        self.stopped = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> Loopback:
        self._server = Server(("127.0.0.1", 0), self.handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def fail(self, path: str, fault: Fault) -> None:
        """Let the next requests whose path begins with `path` go wrong."""
        if fault.kind == "bomb":
            _bomb()
        self.faults.append((path, fault))

    def next_fault(self, path: str) -> Fault | None:
        """The fault for a request, used up by it."""
        with self._lock:
            for start, fault in self.faults:
                if path.startswith(start) and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def resource(self, path: str) -> Resource | None:
        """What stands at a path, query and all."""
        raise NotImplementedError

    def take(self) -> list[Asked]:
        """The requests since the last time this was asked."""
        asked, self.asked = self.asked, []
        return asked


Shape = Callable[[Mapping[str, str]], str]


def plain_page(links: Mapping[str, str]) -> str:
    """The page as it was in 2025: a line of links under a heading."""
    items = "".join(
        f'<p><a href="{html.escape(address)}">{kind.title()} Agencies</a> (XLSX)</p>' for kind, address in links.items()
    )
    return f"""<!DOCTYPE html><html><head><title>Partner With ICE Through the 287(g) Program</title></head>
<body><nav><a href="/">Home</a><a href="/about-ice">About</a><a href="/contact?pending=1">Contact</a></nav>
<h1>Delegation of Immigration Authority Section 287(g)</h1><p>As of today, ICE has agreements in 38 states.
<a href="/doclib/287g/toolkit.pdf">Tool kit</a></p><h2>Participating and pending agencies</h2>{items}
<footer><a href="https://www.dhs.gov/">DHS</a><a href="javascript:void(0)">Share</a></footer></body></html>"""


class IceServer(Loopback):
    """ICE's site: the program page and the workbooks it links. `clock` is the server's idea of the time."""

    def __init__(self, shape: Shape = plain_page) -> None:
        super().__init__()
        self.shape = shape
        self.clock = 1_743_638_400.0
        self.links: dict[str, str] = {}
        self.resources: dict[str, Resource] = {}
        self.page_path = PAGE
        self._page = ""

    def __enter__(self) -> IceServer:
        super().__enter__()
        return self

    @property
    def page_url(self) -> str:
        """The address of the program page."""
        return self.address + self.page_path

    def publish(
        self, kind: str, data: bytes, address: str, *, name: str = "", content_type: str = XLSX, keep: bool = False
    ) -> None:
        """Put a list at an address and link it; the one before is gone unless `keep`. A minute passes."""
        self.clock += 60
        old = self.links.get(kind)
        if old is not None and old != address and not keep:
            self.resources.pop(self._path(old), None)
        disposition = f'attachment; filename="{name}"' if name else ""
        self.resources[self._path(address)] = Resource(data, content_type, self.clock, disposition)
        self.links[kind] = address

    def unpublish(self, kind: str) -> None:
        """Take a list and its link away."""
        self.resources.pop(self._path(self.links.pop(kind)), None)

    def resource(self, path: str) -> Resource | None:
        if urlsplit(path).path == self.page_path:
            page = self.shape(self.links)
            if page != self._page:
                self.clock += 60
                self._page = page
                self.resources[PAGE] = Resource(page.encode(), "text/html; charset=utf-8", self.clock)
            return self.resources[PAGE]
        return self.resources.get(self._path(path))

    def _path(self, address: str) -> str:
        parts = urlsplit(address)
        path = unquote(parts.path)
        if not path.startswith("/"):
            path = PAGE.rpartition("/")[0] + "/" + path
        return f"{path}?{parts.query}" if parts.query else path
