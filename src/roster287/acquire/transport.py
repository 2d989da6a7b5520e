"""All that is fetched goes through here: one polite, bounded, patient reader of addresses.

    Transport.get(url)      an `Answer`: 200 with its bytes, or 304; anything else is a `FetchError`

What bounds it, whatever a server does:

    time        one deadline per attempt for connection, headers and body together
    size        bytes on the wire and bytes unpacked, counted while they arrive
    redirects   a few, none twice, none to another site, none from https to http
    attempts    a few, with back-off and jitter, and only for what may pass; `Retry-After` is honoured up to a limit
    pace        a pause between requests to one site, none to this very computer

Clock, sleep and chance can be given, so that a test waits for nothing.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from roster287 import __version__
from roster287.acquire.answer import LOOK, REDIRECTS, Answer, CutShortError, FetchError, Limits, read_answer
from roster287.errors import UsageError

if TYPE_CHECKING:
    import httpcore

    from roster287.acquire.wire import Deadline, Wire

AGENT = f"roster287/{__version__} (public record of the 287(g) lists; polite, conditional requests)"
HEADERS = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"}
_PORTS = {"http": 80, "https": 443}
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"[\w.-]+\Z|[0-9a-f:.]+\Z")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try again, and how long to wait between, in seconds."""

    attempts: int = 4
    first: float = 1.0
    longest: float = 60.0
    asked: float = 300.0
    """The longest `Retry-After` that is waited for; a longer one ends the run."""


@dataclass
class Transport:
    """A reader of addresses; close it, or use it in a `with`. Not for several threads at once."""

    pause: float = 1.0
    limits: Limits = field(default_factory=Limits)
    patience: Patience = field(default_factory=Patience)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    network: httpcore.NetworkBackend | None = None
    """In place of sockets, for tests that want none."""
    requests: int = field(default=0, init=False)
    """How many requests were sent, redirects and further attempts included."""
    _wire: Wire | None = field(default=None, init=False)
    _deadline: Deadline | None = field(default=None, init=False)
    _last: dict[str, float] = field(default_factory=dict, init=False)

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    def get(self, url: str, headers: Mapping[str, str] | None = None, *, limits: Limits | None = None) -> Answer:
        """What the address gives: status 200 with its bytes, or 304. Raises `FetchError` for anything else."""
        limits = limits or self.limits
        if not _is_address(url):
            raise FetchError(url, "This is no address that can be fetched", LOOK)
        short: int | None = None
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._follow(url, headers or {}, limits)
            except FetchError as error:
                cut = error.received if isinstance(error, CutShortError) else None
                if cut is not None and cut == short:
                    error.passing = False
                if not error.passing or attempt >= self.patience.attempts:
                    raise
                short = cut
                wait = self._wait(attempt, error)
            self.sleep(wait)

    def _wait(self, attempt: int, error: FetchError) -> float:
        backoff = min(self.patience.longest, self.patience.first * 2.0 ** (attempt - 1)) * (0.5 + self.chance() / 2)
        asked = error.retry_after or 0.0
        if asked > self.patience.asked:
            raise FetchError(
                error.url,
                f"{error.reason}; it asks to come back in {asked:.0f} s",
                "Come back then; the next run takes up where this one stopped.",
                status=error.status,
                retry_after=asked,
            ) from error
        return max(backoff, asked)

    def _follow(self, url: str, headers: Mapping[str, str], limits: Limits) -> Answer:
        """One attempt: the address and the redirects within its site, all before one deadline."""
        deadline = self._time(limits)
        seen = {url}
        at = url
        for _ in range(limits.redirects + 1):
            answer = self._once(at, headers, limits, deadline)
            if answer.status not in REDIRECTS:
                return answer
            location = answer.headers.get("location", "")
            try:
                target = urljoin(at, location).partition("#")[0] if location else ""
            except ValueError:  # `http://[`
                target = ""
            reason = "" if target else "The server redirects to nowhere"
            if not reason and not same_site(url, target):
                reason = (
                    f"The address redirects to another site ({_host(target) or target[:80]}), which is not followed"
                )
            if not reason and urlsplit(at).scheme == "https" and urlsplit(target).scheme != "https":
                reason = "The address redirects from https to http, which is not followed"
            if not reason and target in seen:
                reason = "The address redirects in a circle"
            if reason:
                raise FetchError(url, reason, LOOK, status=answer.status)
            seen.add(target)
            at = target
        raise FetchError(url, f"The address redirects more than {limits.redirects} times", LOOK, status=302)

    def _time(self, limits: Limits) -> Deadline:
        if self._wire is None:
            from roster287.acquire.wire import Deadline, Wire

            self._deadline = Deadline(self.clock)
            self._wire = Wire(self._deadline, self.network)
        assert self._deadline is not None
        self._deadline.start(limits.seconds)
        return self._deadline

    def _once(self, url: str, headers: Mapping[str, str], limits: Limits, deadline: Deadline) -> Answer:
        import httpcore

        assert self._wire is not None
        self._keep_pace(url, deadline)
        self.requests += 1
        try:
            with self._wire.send("GET", url, HEADERS | dict(headers), limits.connect, limits.read) as response:
                return read_answer(url, response, limits, deadline)
        except (UnicodeError, httpcore.UnsupportedProtocol, httpcore.LocalProtocolError) as error:
            raise FetchError(url, f"This is no address that can be fetched ({error})", LOOK) from None
        except httpcore.TimeoutException:
            told = (
                f"No whole answer came within {limits.seconds:.0f} s" if deadline.passed else "The server went silent"
            )
            raise FetchError(url, told, passing=True) from None
        except httpcore.ProxyError as error:
            raise FetchError(url, f"The proxy refuses ({error})", "Look at the proxy's settings.") from None
        except httpcore.ConnectError as error:
            raise FetchError(url, f"No connection ({error})", passing=True) from None
        except httpcore.ProtocolError as error:
            raise FetchError(url, f"The server broke off or does not speak HTTP ({error})", passing=True) from None
        except httpcore.NetworkError as error:
            raise FetchError(
                url, f"The connection broke ({str(error) or type(error).__name__})", passing=True
            ) from None
        finally:
            self._last[_host(url)] = self.clock()

    def _keep_pace(self, url: str, deadline: Deadline) -> None:
        """Pause after the last request to this site; the pause does not count against the deadline."""
        host = _host(url)
        if host in self._last and host.rpartition(":")[0] not in _HERE:
            left = self._last[host] + self.pause - self.clock()
            if left > 0:
                self.sleep(left)
                deadline.extend(left)


def paced(transport: Transport) -> Transport:
    """The transport, with the pause between two requests that ROSTER287_PAUSE sets in seconds: for mirrors and tests.

    Raises `UsageError` when its value is no number of seconds.
    """
    if pause := os.environ.get("ROSTER287_PAUSE"):
        try:
            seconds = float(pause)
            if not 0 <= seconds < float("inf"):
                raise ValueError(pause)
            transport.pause = seconds
        except ValueError:
            raise UsageError(f"ROSTER287_PAUSE={pause} is no number of seconds.", "Write it as 4 or 0.5.") from None
    return transport


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are http(s) on one host, `www.` aside; another port is another site, 80 and 443 are one."""
    try:
        a, b = urlsplit(one), urlsplit(other)
        return b.scheme in _PORTS and a.scheme in _PORTS and _site(a) == _site(b) and not (b.username or b.password)
    except ValueError:
        return False


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in _PORTS and bool(_HOST.match(parts.hostname or "")) and parts.port != 0
    except ValueError:
        return False


def _site(parts: SplitResult) -> tuple[str, int | None]:
    port = parts.port or _PORTS[parts.scheme]
    return (parts.hostname or "").rstrip(".").removeprefix("www."), None if port in _PORTS.values() else port


def _host(url: str) -> str:
    """Host and port, for the pace."""
    try:
        parts = urlsplit(url)
        return f"{parts.hostname or ''}:{parts.port or ''}"
    except ValueError:
        return ""
