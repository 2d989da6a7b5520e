"""What differs between SQLite and PostgreSQL: how each is opened, how a transaction begins, what its errors mean.

    sqlite:///PATH                             one file; readers see a snapshot (WAL); one writer at a time
    postgresql+psycopg://USER@HOST/DATABASE    a server; readers see a snapshot (REPEATABLE READ); one writer at a
                                               time by an advisory lock; the tables stand in the schema `NAMESPACE`

Every form of the register has a schema of its own on a server, so that no table is ever altered or dropped while
somebody reads it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from roster287.errors import StoreError
from roster287.register.schema import SCHEMA

PATIENCE = 30.0
"""Seconds that a writer waits for another."""

NAMESPACE = f"roster287_{SCHEMA}"
WRITERS = 287
"""The number of the advisory lock that a writer holds until its transaction ends."""

DRIVER = "postgresql+psycopg"
ADDRESS = (
    f"An address is sqlite:///PATH or {DRIVER}://USER@HOST/DATABASE; "
    "/ @ : ? # in a password are written %2F %40 %3A %3F %23."
)


def engine(address: str) -> Engine:
    """The engine for an address. Nothing is opened. Raises `StoreError` when the address or its driver is no good."""
    url = _url(address)
    try:
        if url.get_backend_name() == "sqlite":
            path = Path(url.database or "")
            # without NullPool a file that took the place of the old would not be seen
            if _cannot_be_written(path):
                made = create_engine("sqlite://", creator=partial(_opened_to_read, path), poolclass=NullPool)
            else:
                made = create_engine(url, poolclass=NullPool)
                event.listen(made, "connect", _prepare_sqlite)
            event.listen(made, "begin", _begin_sqlite)
        else:
            given = {"connect_timeout": "10", "application_name": "roster287", **url.query}
            made = create_engine(url.set(query=given), pool_pre_ping=True)
            event.listen(made, "begin", _begin_postgresql)
    except ImportError:
        if url.get_backend_name() == "sqlite":
            raise
        raise StoreError(
            "PostgreSQL needs the driver psycopg, which is not installed.", "Install it: pip install 'psycopg[binary]'"
        ) from None
    return made


def _url(address: str) -> URL:
    """The address, understood. What cannot be understood is not repeated: it may hold a password."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError("The database address cannot be understood.", ADDRESS) from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername=DRIVER)
    if url.drivername not in ("sqlite", "sqlite+pysqlite", DRIVER):
        raise StoreError("The register is kept in SQLite or PostgreSQL.", ADDRESS)
    if url.drivername == DRIVER and "@" in f"{url.host}{url.database}":
        raise StoreError("The database address cannot be understood.", ADDRESS)
    return url


def file_of(address: str) -> Path | None:
    """The file of a register in SQLite."""
    url = _url(address)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _cannot_be_written(path: Path) -> bool:
    """Whether a register is there and it or its folder cannot be written: then SQLite can keep no log beside it."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _opened_to_read(path: Path) -> sqlite3.Connection:
    """A register that cannot be written, as it is: with the log of who may write it, where one is at work."""
    logs = (path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm"))
    fixed = "" if all(log.exists() for log in logs) else "&immutable=1"
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro{fixed}",
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def is_damaged(path: Path) -> bool:
    """Whether a file is no SQLite database, or one that lacks parts of itself."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Where the tables are; for a writer also its turn. While it resolves, its transaction idles: no time limit."""
    begin = f"SET LOCAL search_path = {NAMESPACE}"
    if connection.get_execution_options().get("writes"):
        begin += (
            f"; SET LOCAL lock_timeout = '{PATIENCE * 1000:.0f}ms'; SET LOCAL statement_timeout = 0"
            f"; SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_advisory_xact_lock({WRITERS})"
        )
    connection.exec_driver_sql(begin)


def reading(engine: Engine) -> dict[str, Any]:
    """The options of a connection that sees one state throughout and changes none."""
    if engine.dialect.name == "sqlite":
        return {}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def namespaces(connection: Connection) -> list[str]:
    """Where registers may stand, this version's first: on a server those of other versions too; "" is the file."""
    if connection.dialect.name == "sqlite":
        return [""]
    wanted = (
        "SELECT nspname FROM pg_namespace WHERE nspname ~ '^roster287_[0-9]+$' AND has_schema_privilege(oid, 'USAGE')"
    )
    others = {str(name) for name in connection.exec_driver_sql(wanted).scalars()} - {NAMESPACE}
    return [NAMESPACE, *sorted(others, key=lambda name: -int(name.rpartition("_")[2]))]


@contextmanager
def within(connection: Connection, namespace: str) -> Iterator[None]:
    """In its `with`, the tables are those of one of the `namespaces`; afterwards those of this version again."""
    if namespace:
        connection.exec_driver_sql(f"SET LOCAL search_path = {namespace}")
    yield
    if namespace:
        connection.exec_driver_sql(f"SET LOCAL search_path = {NAMESPACE}")


def make_room(connection: Connection) -> None:
    """On a server, the schema in which the tables are to stand. Raises `StoreError` where texts would be mangled."""
    if connection.dialect.name == "sqlite":
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise StoreError(
            f"The database keeps texts as {encoding}; names of agencies need UTF8.",
            "Make one with `createdb --template=template0 --encoding=UTF8 DATABASE`.",
        )
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {NAMESPACE}")


@contextmanager
def told() -> Iterator[None]:
    """What the database says, as an error for people."""
    try:
        yield
    except SQLAlchemyError as error:
        _tell(error)


def _tell(error: Exception) -> NoReturn:
    origin = getattr(error, "orig", None) or error
    said = (str(origin).splitlines() or [type(error).__name__])[0]
    state = getattr(origin, "sqlstate", None) or ""
    if state == "55P03" or getattr(origin, "sqlite_errorname", "") == "SQLITE_BUSY":
        raise StoreError(
            "Another process is writing to this database.", "Wait until it is done, or stop it."
        ) from error
    if type(origin).__module__.startswith("psycopg"):
        if state in ("42501", "25006"):
            hint = "Name a user who may write, with --database; one who may only read needs a register that is made."
        elif state:
            hint = "Look at the server, its log and its disk; `roster287 rebuild` makes the register anew."
        else:
            hint = "Look at the server and at --database; the password may stand in PGPASSWORD or in ~/.pgpass."
    elif getattr(origin, "sqlite_errorname", "") == "SQLITE_FULL":
        hint = "Make room, then run it again: what was there is whole."
    else:
        hint = "Look at --database and at the disk; `roster287 rebuild` makes it anew."
    raise StoreError(f"The database said: {said}", hint) from error


def stream(connection: Connection, table: Table, lines: Iterable[Sequence[Any]]) -> None:
    """Send lines to a server's table in one stream."""
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(column.name) for column in table.columns)
    driver = connection.connection.driver_connection
    assert driver is not None
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
    except connection.dialect.loaded_dbapi.Error as error:
        _tell(error)
