"""CSV and Parquet: one file a table.

CSV is UTF-8 with a header and `\\n`; no spreadsheet or terminal obeys anything in it. Parquet is typed, holds texts
as they are, and is made by DuckDB's core without any extension.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roster287.dictionary_fields import Type
from roster287.errors import UsageError
from roster287.publish import written
from roster287.publish.export.dataset import Data, Dataset, plain

if TYPE_CHECKING:
    import duckdb

PARQUET: dict[Type, str] = {
    "id": "VARCHAR", "code": "VARCHAR", "text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE",
    "boolean": "BOOLEAN", "date": "DATE", "time": "TIMESTAMP", "partial": "VARCHAR", "list": "VARCHAR[]",
    "json": "VARCHAR", "url": "VARCHAR",
}  # fmt: skip


def write_csv(data: Data, path: Path) -> None:
    """One table as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = ([plain(value, kind) for value, kind in zip(row, data.types, strict=True)] for row in data.rows)
        written.write_csv(file, data.entry.columns, rows)


def write_parquet(dataset: Dataset, folder: Path) -> None:
    """Every table as Parquet."""
    connection = engine()
    try:
        for data in dataset.tables.values():
            columns = {column: PARQUET[kind] for column, kind in zip(data.entry.columns, data.types, strict=True)}
            rows = (
                {
                    column: plain(value, kind) if kind == "json" else value
                    for column, value, kind in zip(data.entry.columns, row, data.types, strict=True)
                }
                for row in data.rows
            )
            parquet(connection, rows, columns, folder / f"{data.name}.parquet")
    finally:
        connection.close()


def engine() -> duckdb.DuckDBPyConnection:
    """DuckDB in memory, on one core so that the same rows give the same bytes, without extensions or network."""
    try:
        import duckdb
    except ImportError:
        raise UsageError("duckdb is not installed.", "Install it: pip install duckdb") from None
    return duckdb.connect(
        config={
            "threads": 1,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )


def parquet(
    connection: duckdb.DuckDBPyConnection,
    rows: Iterable[Mapping[str, Any]],
    columns: Mapping[str, str],
    path: Path,
    *,
    binary: str | None = None,
    about: Mapping[str, str] | None = None,
) -> None:
    """Write rows as a Parquet file with metadata `about`; the column `binary` is hexadecimal text, written as bytes."""
    aside = path.with_suffix(".ndjson")
    with aside.open("w", encoding="utf-8", newline="") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    typed = ", ".join(f"{_text(column)}: {_text(kind)}" for column, kind in columns.items())
    shown = ", ".join(
        f"unhex({_name(column)}) AS {_name(column)}" if column == binary else _name(column) for column in columns
    )
    extra = ", ".join(f"{key}: {_text(value)}" for key, value in (about or {}).items())
    options = "FORMAT parquet, COMPRESSION zstd" + (f", KV_METADATA {{{extra}}}" if extra else "")
    source = (
        f"read_json({_text(str(aside))}, format='newline_delimited', columns={{{typed}}}, maximum_object_size=33554432)"
    )
    if aside.stat().st_size:
        connection.execute(f"COPY (SELECT {shown} FROM {source}) TO {_text(str(path))} ({options})")  # noqa: S608
    else:
        nothing = ", ".join(
            f"CAST(NULL AS {'BLOB' if column == binary else kind}) AS {_name(column)}"
            for column, kind in columns.items()
        )
        connection.execute(f"COPY (SELECT {nothing} WHERE false) TO {_text(str(path))} ({options})")
    aside.unlink()


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
