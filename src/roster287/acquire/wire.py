"""The wire under the transport: httpx over httpcore, with every wait cut at one deadline.

A time limit per read does not bound anything, since a server that sends one byte a second keeps every read
short. Here connecting, the handshake, the headers and the body draw on the same seconds.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

OUT_OF_TIME = "out of time"
"""What a timeout says when the deadline, not a single wait, ran out."""

_ERRORS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.TimeoutException, httpx.ReadTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.NetworkError, httpx.ReadError),
    (httpcore.ProxyError, httpx.ProxyError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.ProtocolError, httpx.RemoteProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
)


class Deadline:
    """The moment at which the present request ends, whatever it is waiting for."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._at = float("inf")

    def start(self, seconds: float) -> None:
        """Give the next request this many seconds."""
        self._at = self._clock() + seconds

    def extend(self, seconds: float) -> None:
        """Give the present request this many seconds more."""
        self._at += seconds

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return self._clock() >= self._at

    def within(self, timeout: float | None) -> float | None:
        """The part of `timeout` that is left. Raises httpcore's read timeout when none is."""
        left = self._at - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout(OUT_OF_TIME)
        if left == float("inf"):
            return timeout
        return left if timeout is None else min(timeout, left)


class Wire(httpx.BaseTransport):
    """An httpx transport that keeps to a deadline and to the proxies of the environment."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is read by whoever gets it."""
        pool = self._pool(str(request.url.scheme), request.url.host)
        with _as_httpx():
            answer = pool.handle_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.read(),
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    def _pool(self, scheme: str, host: str) -> httpcore.ConnectionPool:
        proxy = "" if proxy_bypass(host) else getproxies().get(scheme, "")
        if proxy not in self._pools:
            common: dict[str, Any] = {
                "ssl_context": httpx.create_ssl_context(),
                "max_connections": 2,
                "keepalive_expiry": 30.0,
                "network_backend": _Backend(self._deadline),
            }
            self._pools[proxy] = (
                httpcore.HTTPProxy(proxy if "://" in proxy else f"http://{proxy}", **common)
                if proxy
                else httpcore.ConnectionPool(**common)
            )
        return self._pools[proxy]


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._inner.connect_tcp(host, port, self._deadline.within(timeout), local_address, socket_options)
        return _Stream(stream, self._deadline)

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


@contextmanager
def _as_httpx() -> Iterator[None]:
    """Errors of httpcore as those of httpx, which is what the rest of the program knows."""
    try:
        yield
    except Exception as error:
        for theirs, ours in _ERRORS:
            if isinstance(error, theirs):
                raise ours(str(error)) from error
        raise
