"""The wire under the transport: httpcore, with every wait cut at one deadline, and the proxies of the environment.

A time limit per read does not bound anything, since a server that sends one byte a second keeps every read
short. Here connecting, the handshake, the headers and the body draw on the same seconds.
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
import httpcore

from roster287.errors import UsageError

OUT_OF_TIME = "out of time"
"""What a timeout says when the deadline, not a single wait, ran out."""

_PLAIN = "/%:@!$&'()*+,;=~?[]"
"""What stands in an address as it is; anything else is written as UTF-8 in hexadecimal."""


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


class Wire:
    """Sends requests; `network` stands in for sockets, for tests that want none."""

    def __init__(self, deadline: Deadline, network: httpcore.NetworkBackend | None = None) -> None:
        self._network = _Backend(deadline, network or httpcore.SyncBackend())
        self._pools: dict[tuple[str, str], httpcore.ConnectionPool] = {}

    def send(
        self, method: str, url: str, headers: Mapping[str, str], connect: float, read: float, body: bytes | None = None
    ) -> AbstractContextManager[httpcore.Response]:
        """The answer to one request, within a `with`; its body is read by whoever gets it.

        Raises `UnicodeError` for an address that cannot be written, `UsageError` for a proxy that is none, httpcore's
        errors for all else.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        named = f"[{host}]" if ":" in host else host
        target = quote(parts.path or "/", safe=_PLAIN) + (f"?{quote(parts.query, safe=_PLAIN)}" if parts.query else "")
        return self._pool(parts.scheme, host).stream(
            method,
            httpcore.URL(scheme=parts.scheme, host=host, port=parts.port, target=target),
            headers=[("Host", f"{named}:{parts.port}" if parts.port else named), *headers.items()],
            content=body,
            extensions={"timeout": {"connect": connect, "read": read, "write": read, "pool": connect}},
        )

    def close(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    def _pool(self, scheme: str, host: str) -> httpcore.ConnectionPool:
        proxy = "" if proxy_bypass(host) else getproxies().get(scheme, "")
        key = scheme, proxy
        if key not in self._pools:
            common: dict[str, Any] = {
                "ssl_context": _trusted() if scheme == "https" or proxy.startswith("https") else None,
                "max_connections": 2,
                "keepalive_expiry": 30.0,
                "network_backend": self._network,
            }
            self._pools[key] = _through(proxy, common) if proxy else httpcore.ConnectionPool(**common)
        return self._pools[key]


def _through(proxy: str, common: Mapping[str, Any]) -> httpcore.HTTPProxy:
    """The connections through a proxy; the user and the password in its address are said to it and to nobody else.

    Raises `UsageError` for an address that no proxy has.
    """
    address = proxy if "://" in proxy else f"http://{proxy}"
    try:
        address.encode("ascii")
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError(proxy)
    except ValueError:
        shown = re.sub(r"(\A\w+://)?.*@", r"\1", address, flags=re.DOTALL)
        raise UsageError(
            f"The proxy that the environment names cannot be used: {shown}",
            "Write it as http://host:port, in HTTPS_PROXY and HTTP_PROXY.",
        ) from None
    user = None if parts.username is None else (unquote(parts.username), unquote(parts.password or ""))
    return httpcore.HTTPProxy(address, proxy_auth=user, **common)


def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed: those of certifi, or of the file or folder that the environment names."""
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    return ssl.create_default_context(cafile=file or (None if folder else certifi.where()), capath=folder)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner
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
