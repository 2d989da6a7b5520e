"""`python -m benchmarks.api [HOME]`: how long answers take at 200 requests a second.

A server of one process serves HOME (without it, a new home with the shipped history). Another process sends requests
at fixed times, whether or not earlier ones have been answered, and measures each from the time it was due, so that an
answer that is late makes its successors late too. Every address is asked once before, except those with `{day}`, which
are never the same. A peer of some lines that sends 20 kB without thinking is measured beside it: what it takes is the
machine's own.
"""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

RATE = 200
SECONDS = 15
WARM = 2
LIMIT = 0.025
CONNECTIONS = 16
WORK: dict[str, tuple[str, ...]] = {
    "lists of 50": (
        "/api/v1/agencies?state=FL",
        "/api/v1/agencies?limit=50",
        "/api/v1/agreements?state=TX",
        "/api/v1/events?since=2025-06-01",
        "/api/v1/applications?outcome=signed",
        "/api/v1/publications",
    ),
    "lists of 50, each a new one": ("/api/v1/events?since=2025-06-01&until={day}",),
    "one agency": (
        "/api/v1/agencies/me-wells-police-department",
        "/api/v1/agencies/fl-hardee-county-sheriffs-office",
        "/api/v1/agencies/ak-department-of-corrections",
    ),
    "lists of 50, compressed": ("/api/v1/agencies?limit=50", "/api/v1/events?since=2025-06-01"),
    "what the database answered": (
        "/api/v1/counts?by=state",
        "/api/v1/on?date=2025-04-03&state=FL",
        "/api/v1/where?place=Wells,+ME",
        "/api/v1/brief?state=ME",
    ),
}


@contextmanager
def serving(*module: str) -> Iterator[tuple[str, int]]:
    """The host and port of a server that a module starts and tells of."""
    with subprocess.Popen([sys.executable, "-m", *module], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"http://([\d.]+):(\d+)/", process.stderr.readline())
        assert found is not None
        try:
            yield found[1], int(found[2])
        finally:
            process.terminate()


async def load(host: str, port: int, paths: tuple[str, ...], encoding: str) -> list[float]:
    """The seconds from the time that each request was due to the end of its answer."""
    idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        idle.put_nowait(await asyncio.open_connection(host, port))
    taken: list[float] = []

    async def one(number: int, due: float) -> None:
        reader, writer = await idle.get()
        path = paths[number % len(paths)].format(day=date(2026, 1, 1) + timedelta(number))
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: {encoding}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = re.search(rb"content-length: (\d+)", head)
        assert length is not None
        await reader.readexactly(int(length[1]))
        if number >= WARM * RATE:
            taken.append(time.perf_counter() - due)
        idle.put_nowait((reader, writer))

    tasks = []
    for number in range(len(paths)):
        await one(number, time.perf_counter())
    begin = time.perf_counter() + 0.2
    for number in range((SECONDS + WARM) * RATE):
        due = begin + number / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(number, due)))
    await asyncio.gather(*tasks)
    return taken


async def peer() -> None:
    """Send 20 kB to whoever asks, without reading what was asked."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 20000\r\n\r\n" + bytes(20_000))
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", file=sys.stderr, flush=True)
    await server.serve_forever()


def measure(name: str, host: str, port: int, paths: tuple[str, ...]) -> None:
    """Load a server from a process of its own and print its times."""
    encoding = "gzip" if "compressed" in name else "identity"
    command = [sys.executable, "-m", "benchmarks.api", "--load", host, str(port), encoding, *paths]
    taken = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    cuts = statistics.quantiles(taken, n=100)
    held = "within" if cuts[98] <= LIMIT else "OVER"
    print(
        f"{name:<28} {RATE}/s  p50 {cuts[49] * 1e3:6.1f} ms  p95 {cuts[94] * 1e3:6.1f} ms  "
        f"p99 {cuts[98] * 1e3:6.1f} ms  max {max(taken) * 1e3:6.1f} ms  ({held} {LIMIT * 1e3:.0f} ms)"
    )


def main() -> None:
    """Measure every kind of work, and the peer before and after."""
    if sys.argv[1:2] == ["--load"]:
        to, port_of, how, *asked = sys.argv[2:]
        print(json.dumps(asyncio.run(load(to, int(port_of), tuple(asked), how))))
        return
    if sys.argv[1:2] == ["--peer"]:
        asyncio.run(peer())
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "home"
        ours = ("roster287", "--home", str(home), "serve", "--port", "0")
        with serving("benchmarks.api", "--peer") as plain, serving(*ours) as (host, port):
            measure("the peer", *plain, ("/",))
            for name, paths in WORK.items():
                measure(name, host, port, paths)
            measure("the peer", *plain, ("/",))


if __name__ == "__main__":
    main()
