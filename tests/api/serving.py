"""A real server on loopback: in a thread, for tests that ask it many things, or as the process that readers start."""

from __future__ import annotations

import re
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from roster287.cli.serve import SETTINGS
from roster287.publish.api import Service, create
from roster287.register.database import Database
from roster287.settings import Home


@contextmanager
def served(home: Path, database: str | None = None, base_url: str = "") -> Iterator[httpx.Client]:
    """A client of a server that serves this home with the settings of `serve`."""
    opened = Database(database or Home(home).database_url)
    application = create(Service(opened, Home(home), base_url))
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=0, **SETTINGS))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(30)
        opened.close()


def command(home: Path, *arguments: str) -> list[str]:
    """The command that serves a home on a free port."""
    return [sys.executable, "-m", "roster287", "--home", str(home), "serve", "--port", "0", *arguments]


@contextmanager
def started(home: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client, str]]:
    """That command as a process, a client of it, and the line that says where it listens."""
    with subprocess.Popen(
        command(home, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        ready, _, _ = select.select([process.stderr], [], [], 60)
        line = process.stderr.readline() if ready else ""
        found = re.search(r"serving (http://127\.0\.0\.1:\d+)/", line)
        assert found is not None, line
        try:
            with httpx.Client(base_url=found[1], timeout=60) as client:
                yield process, client, line
        finally:
            if process.poll() is None:
                process.kill()
