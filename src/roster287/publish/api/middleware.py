"""What every request passes on its way in and out, whoever answers it.

Only GET, HEAD and OPTIONS; an address of bounded length; any page may read the answers (CORS); a browser takes no
answer for more than it is. Requests are counted by the address as declared; who asked is neither counted nor kept.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from roster287.publish.api.metrics import Metrics
from roster287.publish.api.problems import DOCS, Problem, response, unforeseen

log = logging.getLogger("roster287.api")
LONGEST = 4000
"""Bytes of an address, parameters included."""
ALLOWED = "GET, HEAD, OPTIONS"
API_CSP = "default-src 'none'; frame-ancestors 'none'"
_NO_GZIP = re.compile(rb"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)", re.IGNORECASE)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Allow": ALLOWED,
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "If-None-Match, Accept, Accept-Language, Content-Type",
    "Access-Control-Max-Age": "86400",
    "Cache-Control": "public, max-age=86400",
}


class Middleware:
    """The application inside, with what holds for every answer around it."""

    def __init__(self, inside: ASGIApp, metrics: Metrics) -> None:
        self._inside = inside
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inside(scope, receive, send)
            return
        began = time.perf_counter()
        head = scope["method"] == "HEAD"
        within = {**scope, "method": "GET", "headers": _understood(scope["headers"])}
        status, begun = 500, False

        async def out(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", API_CSP)
            elif head:
                message = {**message, "body": b""}
            await send(message)

        try:
            await (_refusal(scope) or self._inside)(within, receive, out)
        except Exception as error:  # noqa: BLE001  (nothing passes the edge but an answer)
            if not begun:  # else the application inside has answered, and logged it
                await unforeseen(error)(within, receive, out)
        finally:
            route = getattr(within.get("route"), "path", "none" if status in (404, 405, 414) else "site")
            self._metrics.count(route, status, time.perf_counter() - began)


def _understood(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of a request, without its Accept-Encoding where that refuses gzip (`gzip;q=0`)."""
    return [(name, value) for name, value in headers if name != b"accept-encoding" or not _NO_GZIP.search(value)]


def _refusal(scope: Scope) -> Response | None:
    if scope["method"] == "OPTIONS":
        return Response(None, 204, PREFLIGHT)
    if scope["method"] not in ("GET", "HEAD"):
        return response(Problem(405, "The record is read only: nothing can be sent to it.", DOCS, {"Allow": ALLOWED}))
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST:
        return response(Problem(414, f"The address is longer than {LONGEST:,} bytes.", "Ask with fewer parameters."))
    return None
