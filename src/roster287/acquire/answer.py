"""One answer to a request: its status, its headers and its body, counted while it arrives; or why it is none."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from roster287.clock import now
from roster287.errors import SourceError

if TYPE_CHECKING:
    import httpcore

    from roster287.acquire.wire import Deadline

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
_WAIT = "Try again later; nothing was lost, the next run takes up where this one stopped."
LOOK = "Open the address in a browser to see whether it moved; ROSTER287_ICE_PAGE and ROSTER287_WAYBACK name others."
"""What to do about an address that gives nothing usable."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one attempt may cost, in bytes and seconds, and how many redirects it may follow."""

    wire: int = 32 * 1024 * 1024
    unpacked: int = 64 * 1024 * 1024
    seconds: float = 120.0
    connect: float = 15.0
    read: float = 30.0
    redirects: int = 5


class Answer(NamedTuple):
    """What an address gave. `url` is where it was in the end; header names are in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    data: bytes
    time: str
    """When it arrived: ISO, UTC, to the second, without a zone."""
    wire: bytes = b""
    """The body as sent, when that differs from `data` because it was compressed; empty otherwise."""


class FetchError(SourceError):
    """An address gave nothing usable. `status` is None when no answer came at all."""

    def __init__(
        self,
        url: str,
        reason: str,
        hint: str = _WAIT,
        *,
        status: int | None = None,
        passing: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{reason}: {url}", hint)
        self.url, self.reason, self.status = url, reason, status
        self.passing = passing
        self.retry_after = retry_after


class CutShortError(FetchError):
    """The body ended before the length that was announced; `received` bytes came."""

    def __init__(self, url: str, announced: int, received: int, status: int) -> None:
        super().__init__(
            url,
            f"The answer is cut short: {received} bytes came of {announced} announced",
            status=status,
            passing=True,
        )
        self.received = received


def read_answer(url: str, response: httpcore.Response, limits: Limits, deadline: Deadline) -> Answer:
    """The answer with its body, counted while it arrives. Raises `FetchError` for a status that is no answer."""
    status = response.status
    headers = _headers(response)
    stamp = now().removesuffix("Z")
    if status == 304 or status in REDIRECTS:
        return Answer(url, status, headers, b"", stamp)
    if status != 200:
        raise _refused(url, status, headers)
    announced = headers.get("content-length", "")
    length = int(announced) if announced.isdecimal() else None
    if length is not None and length > limits.wire:
        raise FetchError(url, f"The answer is {length} bytes, more than {limits.wire} allowed", LOOK, status=status)
    body = bytearray()
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError(url, f"The answer is packed as {coding!r}, which was not asked for", LOOK, status=status)
    import httpcore

    try:
        for chunk in response.iter_stream():
            body += chunk
            if len(body) > limits.wire:
                raise FetchError(url, f"The answer is more than {limits.wire} bytes", LOOK, status=status)
            if deadline.passed:
                raise httpcore.ReadTimeout("")
    except httpcore.RemoteProtocolError:
        if length is None or len(body) >= length:
            raise
        raise CutShortError(url, length, len(body), status) from None
    if coding in ("identity", ""):
        return Answer(url, status, headers, bytes(body), stamp)
    data = _unpacked(url, bytes(body), limits.unpacked, zlib.MAX_WBITS if coding == "deflate" else zlib.MAX_WBITS | 16)
    return Answer(url, status, headers, data, stamp, bytes(body))


def _headers(response: httpcore.Response) -> dict[str, str]:
    """The headers by name in lower case; repeated ones are joined, and those of 4,096 letters or more left out."""
    found: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("utf-8", "replace")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return {name: value for name, value in found.items() if len(name) + len(value) < 4096}


def _unpacked(url: str, packed: bytes, limit: int, bits: int) -> bytes:
    """The bytes behind a content coding, at most `limit` of them."""
    whole = bytearray()
    while packed:
        unpacker = zlib.decompressobj(bits)
        try:
            whole += unpacker.decompress(packed, limit + 1 - len(whole))
        except zlib.error as error:
            raise FetchError(url, f"The answer cannot be unpacked ({error})", status=200, passing=True) from None
        if len(whole) > limit:
            raise FetchError(url, f"The answer unpacks to more than {limit} bytes", LOOK, status=200)
        if not unpacker.eof:
            raise FetchError(url, "The answer is cut short: its packing does not end", status=200, passing=True)
        packed = unpacker.unused_data
    return bytes(whole)


def _refused(url: str, status: int, headers: Mapping[str, str]) -> FetchError:
    if status in (401, 403, 451):
        hint = "Wait some hours and open the address in a browser; ROSTER287_ICE_PAGE can name a mirror."
        return FetchError(url, f"The server refuses ({status})", hint, status=status)
    if status in (404, 410):
        return FetchError(url, f"Nothing is at this address any more ({status})", LOOK, status=status)
    if status in _MAY_PASS:
        after = retry_after(headers.get("retry-after", ""), headers.get("date", ""))
        words = "asks for fewer requests" if status == 429 else "is in trouble"
        return FetchError(url, f"The server {words} ({status})", status=status, passing=True, retry_after=after)
    return FetchError(url, f"The server answers with status {status}", LOOK, status=status)


def retry_after(value: str, date: str = "") -> float | None:
    """The seconds that a `Retry-After` header asks for; a time in it is counted from the server's `Date`."""
    value = value.strip()
    if value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        then = parsedate_to_datetime(value)
        since = parsedate_to_datetime(date) if date else datetime.fromisoformat(now())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, (_utc(then) - _utc(since)).total_seconds())


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
