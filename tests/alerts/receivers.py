"""A real mail server and a real webhook receiver, on loopback, each as a fixture."""

from __future__ import annotations

import email
import email.policy
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """Takes mail, and says `answer` to it."""

    port: int = 0
    answer: str = "250 OK"
    raw: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address for apprise."""
        return (
            f"mailto://127.0.0.1:{self.port}?smtp=127.0.0.1&from=alerts@example.org&to=desk@example.org&mode=insecure"
        )

    @property
    def mails(self) -> list[EmailMessage]:
        """What it took."""
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Take one."""
        if self.answer.startswith("250"):
            self.raw.append(envelope.content)
        return self.answer


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that runs."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=_free())
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


def _free() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Hook:
    """Takes webhooks, and answers with `status`."""

    port: int = 0
    status: int = 204
    seconds: float = 0
    drips: bool = False
    """Whether it sends one header after another without an end."""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/hook"


@pytest.fixture
def receiver() -> Iterator[Hook]:
    """A webhook receiver that runs."""
    found = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.got.append(({key.lower(): value for key, value in self.headers.items()}, body))
            time.sleep(found.seconds)
            self.send_response(found.status)
            self.send_header("location", found.url)
            with suppress(OSError):
                while found.drips:
                    self.send_header("x-more", "x")
                    self.flush_headers()
                    time.sleep(0.1)
                self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
