"""The command `serve`: the API, the feeds and the site, from one home, until it is stopped.

With several workers each process makes its own application by `application`, which reads the settings from the
environment: ROSTER287_HOME, ROSTER287_DATABASE, ROSTER287_BASE_URL, ROSTER287_CONTACT.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roster287.cli.context import opened, options
from roster287.cli.output import safe
from roster287.cli.site import CONTACT

if TYPE_CHECKING:
    from starlette.types import ASGIApp

APPLICATION = "roster287.cli.serve:application"
SETTINGS: dict[str, Any] = {
    "http": "h11",
    "lifespan": "off",
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
    "limit_concurrency": 1000,
    "timeout_keep_alive": 15,
    "timeout_graceful_shutdown": 10,
}
"""How uvicorn answers: no line a request, no address of anyone who asks, headers of bounded size (h11)."""


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 takes a free one.", min=0, max=65535)] = 8287,
    workers: Annotated[int, typer.Option(help="Processes that answer.", min=1, max=64)] = 1,
    base_url: Annotated[
        str, typer.Option(help="Where the public reaches it, for links in feeds and pages.", metavar="URL")
    ] = "",
    contact: Annotated[str, CONTACT] = "",
) -> None:
    """Serve the website, the API and the feeds. SIGTERM or Ctrl-C ends it cleanly."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from roster287.publish.addresses import contact_link, site_address

    base_url, contact = site_address(base_url), contact_link(contact)
    given = options(context)
    with opened(context) as record:
        record.status()
        os.environ["ROSTER287_HOME"] = str(record.home.root)
    if given.database:
        os.environ["ROSTER287_DATABASE"] = given.database
    os.environ["ROSTER287_BASE_URL"] = base_url
    os.environ["ROSTER287_CONTACT"] = contact
    listening = _listen(host, port)
    with listening, _until_stopped():
        # one process is ready when it says so; of several, each gets ready by itself
        served = application() if workers == 1 else APPLICATION
        typer.echo(f"serving {safe(_address(listening))} (Ctrl-C ends it)", err=True)
        config = uvicorn.Config(served, factory=workers > 1, workers=workers, **SETTINGS)
        if workers == 1:
            uvicorn.Server(config).run(sockets=[listening])
        else:
            Multiprocess(config, sockets=[listening]).run()


def application() -> ASGIApp:
    """The application that the environment describes."""
    import logging

    from roster287.publish.api import Service, create
    from roster287.register.database import Database
    from roster287.settings import find_database, find_home

    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("roster287").setLevel(logging.INFO)
    home = find_home(None)
    database = Database(find_database(None, home))
    base_url, contact = (os.environ.get(f"ROSTER287_{name}", "") for name in ("BASE_URL", "CONTACT"))
    return create(Service(database, home, base_url, contact))


def _listen(host: str, port: int) -> socket.socket:
    from roster287.errors import PublishError

    try:
        kind, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        # asyncio sends at once (TCP_NODELAY) only on a socket that says that it is TCP
        listening = socket.socket(kind, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(2048)
        listening.set_inheritable(True)
        return listening
    except (OSError, UnicodeError) as error:
        raise PublishError(
            f"{host}, port {port}, cannot be listened on: {_why(error)}.",
            "Another program may have the port; --port 0 takes a free one.",
        ) from None


def _why(error: OSError | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return "that is no name of a host"
    return os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror or error)


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


@contextlib.contextmanager
def _until_stopped() -> Iterator[None]:
    """A signal that stops the server has done its work by then: uvicorn raises it once more at its end.

    One that comes before the server listens for it ends the command, whatever is being made: what is raised is no
    `Exception`, which would be taken for a fault of the first page.
    """

    def done(_number: int, _frame: object) -> None:
        raise SystemExit(0)

    before = {number: signal.signal(number, done) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
