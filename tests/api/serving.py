"""A real server on loopback, in a thread, for tests that ask it many things."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from roster287.cli.serve import SETTINGS
from roster287.publish.api import Service, create
from roster287.register.database import Database
from roster287.settings import Home


@contextmanager
def served(
    home: Path, database: str | None = None, freshness: Callable[[], Mapping[str, Any]] = dict
) -> Iterator[httpx.Client]:
    """A client of a server that serves this home with the settings of `serve`."""
    opened = Database(database or Home(home).database_url)
    settings = {**SETTINGS, "factory": False}
    server = uvicorn.Server(
        uvicorn.Config(create(Service(opened, Home(home), "", freshness)), host="127.0.0.1", port=0, **settings)
    )
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
