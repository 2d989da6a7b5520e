"""Answers kept as they were sent: as long as the record stands, an address has one answer.

The tag of such an answer is the version of the record. Conditional requests are passed through, and
answers that depend on more than the record are not kept. The answers asked for longest ago make room for new ones.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from roster287.publish.api.state import State

MOST = 32_000_000
"""Bytes of all answers that are kept."""
LARGEST = 2_000_000
"""Bytes of one answer that is kept."""
BESIDE = 4_000
"""Bytes that an answer takes beside its body, at most about."""

Asked = tuple[bytes, bytes, bool]
"""Path, parameters, and whether the asker takes gzip, as `GZipMiddleware` understands it."""


class Sent(NamedTuple):
    """An answer as it was sent, and the address as declared that gave it."""

    start: Message
    body: bytes
    route: object


class Cache:
    """The application inside, asked once for each address of each version of the record."""

    def __init__(self, inside: ASGIApp, state: State) -> None:
        self._inside = inside
        self._state = state
        self._version = ""
        self._sent: OrderedDict[Asked, Sent] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope)
        if self._state.present is None or "if-none-match" in headers:
            await self._inside(scope, receive, send)
            return
        version = (await self._state.whole()).version
        if version != self._version:
            self._version, self._size = version, 0
            self._sent.clear()
        asked: Asked = (scope["raw_path"], scope["query_string"], "gzip" in headers.get("accept-encoding", ""))
        sent = self._sent.get(asked)
        if sent is None:
            await self._ask(scope, receive, send, version, asked)
            return
        self._sent.move_to_end(asked)
        scope["route"] = sent.route
        await send({**sent.start, "headers": list(sent.start["headers"])})
        await send({"type": "http.response.body", "body": sent.body})

    async def _ask(self, scope: Scope, receive: Receive, send: Send, version: str, asked: Asked) -> None:
        start: Message | None = None

        async def out(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if message["status"] == 200 and Headers(raw=message["headers"]).get("etag") == f'W/"{version}"':
                    start = {**message, "headers": list(message["headers"])}
            elif start is not None and not message.get("more_body"):
                self._keep(version, asked, Sent(start, message["body"], scope.get("route")))
            else:
                start = None
            await send(message)

        await self._inside(scope, receive, out)

    def _keep(self, version: str, asked: Asked, sent: Sent) -> None:
        if version != self._version or asked in self._sent or len(sent.body) > LARGEST:
            return
        self._sent[asked] = sent
        self._size += _size(asked, sent)
        while self._size > MOST:
            self._size -= _size(*self._sent.popitem(last=False))


def _size(asked: Asked, sent: Sent) -> int:
    path, parameters, _ = asked
    return BESIDE + len(path) + len(parameters) + len(sent.body)
