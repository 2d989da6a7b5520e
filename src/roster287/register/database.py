"""One register in its database; readers see whole states only.

Every read is one transaction, every write is one transaction that no other writer shares. A process killed in
the middle of a write leaves the state before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, inspect, select

from roster287.errors import StoreError
from roster287.register import stores
from roster287.register.schema import SCHEMA, meta, metadata
from roster287.settings import Home


class Database:
    """One register. Close it to leave a single file behind, or no connection to a server."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = stores.engine(url)
        self._file = stores.file_of(url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the register throughout."""
        with stores.told(), self._engine.connect().execution_options(**stores.reading(self._engine)) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection whose changes all appear at its end, or none of them.

        Raises `StoreError` when another process writes for longer than `stores.PATIENCE`.
        """
        with (
            stores.told(),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def is_made(self, home: Home | None = None) -> bool:
        """Whether the tables are there, in the form this version reads.

        Raises `StoreError` when they are those of another home than the one that is named.
        """
        if self._file is not None and not self._file.exists():
            return False
        with self.read() as connection:
            said = told(connection)
        if home is not None:
            _refuse_another(said, home)
        return said.get("schema") == str(SCHEMA)

    def put_aside_damaged(self) -> None:
        """Rename a file that is no database any more, so that a new one can be made; the old one ends in `.damaged`."""
        if self._file is None or not self._file.exists() or not stores.is_damaged(self._file):
            return
        self.close()
        for ending in ("", "-wal", "-shm"):
            if (there := Path(f"{self._file}{ending}")).exists():
                there.replace(f"{self._file}.damaged{ending}")

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def told(connection: Connection) -> dict[str, str]:
    """What the register says of itself; nothing where there is none."""
    if not connection.dialect.has_table(connection, "meta"):
        return {}
    return dict(tuple(line) for line in connection.execute(select(meta)))


def tell(connection: Connection, key: str, value: str) -> None:
    """Within a write, have the register say this of itself."""
    connection.execute(meta.delete().where(meta.c.key == key))
    connection.execute(insert(meta), [{"key": key, "value": value}])


def make(connection: Connection) -> None:
    """Make the tables anew within a write; what stood in them is gone, but for whose they are.

    Raises `StoreError` when tables are there that are no register's.
    """
    said = told(connection)
    if connection.dialect.name == "sqlite":
        if "schema" not in said and inspect(connection).get_table_names():
            raise StoreError(
                "The database holds tables that are no register's; none was touched.",
                "Name another with --database.",
            )
        metadata.drop_all(connection)
    stores.make_room(connection)
    metadata.create_all(connection)
    for table in metadata.sorted_tables:
        connection.execute(table.delete())
    said["schema"] = str(SCHEMA)
    insert_all(connection, meta, [(key, said[key]) for key in ("schema", "home", "place") if key in said])


def claim(connection: Connection, home: Home) -> None:
    """Within a write, note that the register is this home's. Raises `StoreError` when it is another's."""
    said = told(connection)
    _refuse_another(said, home)
    wanted = {"home": home.identified(), "place": str(home.root)}
    if said | wanted != said:
        for key, value in wanted.items():
            tell(connection, key, value)


def _refuse_another(said: dict[str, str], home: Home) -> None:
    if said.get("home", home.id) != home.id:
        home.refuse_headless()
        raise StoreError(
            f"The database holds the record of another home, {said.get('place')}; this one is {home.root}.",
            "Name that home with --home, or another database with --database: each home needs its own.",
        )


def insert_all(connection: Connection, table: Table, lines: Sequence[Sequence[Any]]) -> None:
    """Insert many lines, each with a value for every column in order.

    The values go to the driver as they are, which for whole tables is three times faster than having each line
    prepared; a server takes them in one stream.
    """
    if not lines:
        return
    if connection.dialect.name == "postgresql":
        stores.stream(connection, table, lines)
        return
    compiled = insert(table).compile(dialect=connection.dialect)
    connection.exec_driver_sql(str(compiled), [tuple(line) for line in lines])
