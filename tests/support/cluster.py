"""A PostgreSQL server of our own: made in a new folder, run by an ordinary user, gone with the tests.

Its own order of texts is ICU's for English, which is not that of code points: a register that left the order to the
database would be found out. On the socket anyone may enter, on loopback only with a password.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LEFT_OUT = "LEFT OUT: no PostgreSQL server on this computer (Debian: apt-get install postgresql), or no psycopg"
USER = "roster287"
PASSWORD = "p4ss-w0rd-0f-tests"
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}


def programs() -> Path | None:
    """The folder with initdb and pg_ctl; None where there is no server."""
    found = shutil.which("initdb")
    debian = Path("/usr/lib/postgresql")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(debian.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


class Cluster:
    """A server in a folder: `start` it once, `stop` it, make databases in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._user = next((pwd.getpwnam(name) for name in ("postgres", "nobody") if _known(name)), None)

    @classmethod
    def new(cls) -> Cluster:
        """One in a new folder, not started."""
        return cls(Path(tempfile.mkdtemp(prefix="pg287-")))

    @property
    def port(self) -> int:
        """The port on loopback; the name of the socket bears it too."""
        return int((self.folder / "port").read_text())

    def start(self) -> None:
        """Make it and start it. Nothing happens to one that runs."""
        data, bin_ = self.folder / "data", programs()
        if (self.folder / "port").exists():
            return
        assert bin_ is not None, LEFT_OUT
        (self.folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0 and self._user is not None:
            for path in (self.folder, self.folder / "password"):
                os.chown(path, self._user.pw_uid, self._user.pw_gid)
        self._run(
            bin_ / "initdb", "--pgdata", data, "--username", USER, "--auth-local=trust", "--auth-host=scram-sha-256",
            "--pwfile", self.folder / "password", "--encoding=UTF8", "--locale=C", "--locale-provider=icu",
            "--icu-locale=en-US", "--no-sync", "--no-instructions",
        )  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        given = {**SETTINGS, "port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self.folder}
        options = " ".join(f"-c {name}={value}" for name, value in given.items())
        self._run(
            bin_ / "pg_ctl", "start", "--pgdata", data, "--wait", "--log", self.folder / "log", "--options", options
        )
        (self.folder / "port").write_text(str(port))

    def stop(self) -> None:
        """Stop it and remove its folder."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run(_bin() / "pg_ctl", "stop", "--pgdata", self.folder / "data", "--mode=immediate", "--wait")
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of a database, over the socket."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}&port={self.port}"

    def url_with_password(self, database: str, password: str = PASSWORD, user: str = USER) -> str:
        """The address of a database, over loopback."""
        return f"postgresql+psycopg://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, more: str = "") -> str:
        """Make a database unless it is there; gives its address."""
        import psycopg

        with suppress(psycopg.errors.DuplicateDatabase):
            self.run(f'CREATE DATABASE "{database}" {more}')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database and whoever is in it."""
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """One statement as the owner of the server; gives its rows."""
        import psycopg

        where = f"user={USER} dbname={database} host={self.folder} port={self.port}"
        with psycopg.connect(where, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def _run(self, *command: object) -> None:
        who = {}
        if os.geteuid() == 0 and self._user is not None:
            who = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        words = [str(word) for word in command]
        done = subprocess.run(
            words,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            **who,  # type: ignore[call-overload]
        )
        assert done.returncode == 0, done.stderr.decode()


def _bin() -> Path:
    found = programs()
    assert found is not None
    return found


def _known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


@contextmanager
def running() -> Iterator[Cluster]:
    """A server for a while."""
    cluster = Cluster.new()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
