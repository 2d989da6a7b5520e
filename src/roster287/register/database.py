"""The connection to the database: SQLite inside the home, or a server by URL; readers see whole states only.

Every read is one transaction, every write is one transaction that no other writer shares. A process killed in
the middle of a write leaves the state before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from roster287.errors import StoreError
from roster287.register.schema import SCHEMA, meta, metadata


class Database:
    """One register. Close it to leave a single file behind."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self._engine = _engine(url)
        except (ArgumentError, ImportError) as error:
            raise StoreError(f"The database address cannot be used: {error}") from None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the register throughout."""
        with _told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection whose changes all appear at its end, or none of them."""
        with _told(), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def is_made(self) -> bool:
        """Whether the tables are there, in the form this version reads."""
        if self._engine.dialect.name == "sqlite" and not Path(self._engine.url.database or "").exists():
            return False
        with self.read() as connection:
            if not self._engine.dialect.has_table(connection, "meta"):
                return False
            known = connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar()
            return known == str(SCHEMA)

    def make(self, connection: Connection) -> None:
        """Make the tables anew within a write; what stood in them is dropped."""
        metadata.drop_all(connection)
        metadata.create_all(connection)
        connection.execute(insert(meta), [{"key": "schema", "value": str(SCHEMA)}])

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    engine = create_engine(parsed)
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 30000")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StoreError(
            f"The database said: {said}.", "Look at --database and at the disk; `roster287 rebuild` makes it anew."
        ) from error


def insert_all(connection: Connection, table: Table, lines: Sequence[Sequence[Any]]) -> None:
    """Insert many lines, each with a value for every column in order.

    The statement is SQLAlchemy's; the values go to the driver as they are, which for whole tables is three times
    faster than having each line prepared.
    """
    if not lines:
        return
    compiled = insert(table).compile(dialect=connection.dialect)
    if connection.dialect.positional:
        connection.exec_driver_sql(str(compiled), [tuple(line) for line in lines])
    else:
        names = [column.name for column in table.columns]
        connection.exec_driver_sql(str(compiled), [dict(zip(names, line, strict=True)) for line in lines])
