"""Open data: the whole record as tables in many formats, made aside and put in place whole.

    csv/ parquet/     one file a table
    geo/              agencies and counties as points: GeoJSON, GeoParquet
    roster287.xlsx    all tables, a read-me and the dictionary
    roster287.db      SQLite for Datasette, with metadata.json
    datapackage.json  the Frictionless data package of all of it
    README.md, LICENSE.txt

The same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection

from roster287.dictionary import exported
from roster287.errors import PublishError, UsageError
from roster287.publish.export import database, flat, geo, package, workbook
from roster287.publish.export.dataset import Dataset, collect
from roster287.publish.export.kept import files_of
from roster287.publish.export.readme import LICENCE_TEXT, readme
from roster287.publish.export.words import TITLE
from roster287.publish.folder import whole
from roster287.publish.whole import read
from roster287.table import Line, Table, table

FORMATS = ("csv", "parquet", "geojson", "xlsx", "sqlite", "datapackage")
FOLDERS = frozenset({"csv", "parquet", "geo"})
FILES = frozenset({
    "roster287.xlsx", "roster287.db", "metadata.json", "datapackage.json", "README.md", "LICENSE.txt",
    *(f"{form}/{entry.name}.{form}" for form in ("csv", "parquet") for entry in exported()),
    *(f"geo/{name}.{form}" for form in ("geojson", "parquet") for name in ("agencies", "counties")),
})  # fmt: skip
"""Every file that can be in an export."""
FILE = ("file", "rows", "bytes", "sha256")


def export(
    connection: Connection,
    target: Path,
    as_: str | Sequence[str] | None = None,
    *,
    judgements: Path | None = None,
    days: bool = False,
) -> Table:
    """Write the open data into a folder and give one row a file: its name, rows of its table, bytes and SHA-256.

    `as_` names formats (all without it); a data package has the CSV in any case. `judgements` is the home's own log;
    `days` adds the panel of agency by day, some hundred thousand rows. Raises `UsageError` for an unknown format and
    `PublishError` when the folder cannot be written whole.
    """
    formats = wanted(as_)
    dataset = collect(read(connection), judgements, days=days)
    with whole(target, _ours) as folder:
        write(dataset, folder, formats)
        rows = listing(dataset, folder)
    query = {"dir": str(target), "as": list(formats)}
    return table(FILE, rows, query=query, as_of=dataset.as_of)


def _ours(folder: Path) -> bool:
    """Whether a folder holds an earlier export and nothing else, so that it may be replaced."""
    first = folder / "README.md"
    known = ((FOLDERS if path.is_dir() else FILES, path.relative_to(folder).as_posix()) for path in folder.rglob("*"))
    if any(name not in those for those, name in known) or not first.is_file():
        return False
    with first.open(encoding="utf-8", errors="replace") as file:
        return file.readline().strip() == f"# {TITLE}"


def wanted(as_: str | Sequence[str] | None) -> tuple[str, ...]:
    """The formats that are asked for, in our order."""
    if as_ is None:
        return FORMATS
    asked = as_.split(",") if isinstance(as_, str) else list(as_)
    names = {name.strip().lower() for name in asked if name.strip()}
    unknown = sorted(names - set(FORMATS))
    if unknown or not names:
        raise UsageError(f"“{', '.join(unknown)}” is no format of the export.", f"Any of {','.join(FORMATS)}.")
    return tuple(name for name in FORMATS if name in names)


def write(dataset: Dataset, folder: Path, formats: Sequence[str], extra: Callable[[], None] | None = None) -> None:
    """Write the formats into a folder that exists; `extra` writes what else belongs into the data package.

    Raises `PublishError` for what a library could not write.
    """
    steps: dict[str, Callable[[], None]] = {
        "csv": lambda: _csv(dataset, folder),
        "parquet": lambda: _parquet(dataset, folder),
        "geojson": lambda: _geo(dataset, folder, formats),
        "xlsx": lambda: workbook.write_workbook(dataset, folder / "roster287.xlsx"),
        "sqlite": lambda: _sqlite(dataset, folder),
    }
    for name, step in steps.items():
        if name in formats or (name == "csv" and "datapackage" in formats):
            try:
                step()
            except (UsageError, PublishError, OSError):
                raise
            except Exception as error:
                said = str(error).splitlines()[0] if str(error) else type(error).__name__
                raise PublishError(
                    f"The {name} files could not be written: {said.rstrip('.')}.",
                    "Run it again with --debug to see where, and report it to whoever maintains this program.",
                ) from error
    (folder / "README.md").write_text(readme(dataset, formats), encoding="utf-8")
    (folder / "LICENSE.txt").write_text(LICENCE_TEXT, encoding="utf-8")
    if extra is not None:
        extra()
    if "datapackage" in formats:
        package.write_package(dataset, folder)


def listing(dataset: Dataset, folder: Path) -> list[Line]:
    """Every file of a folder with its size and hash; rows where it holds one table."""
    rows = []
    for one in files_of(folder):
        data = dataset.tables.get(one.path.stem) if one.shown.startswith(("csv/", "parquet/")) else None
        count = len(data.rows) if data else None
        rows.append({"file": one.shown, "rows": count, "bytes": one.size, "sha256": one.sha256})
    return rows


def _csv(dataset: Dataset, folder: Path) -> None:
    (folder / "csv").mkdir(exist_ok=True)
    for data in dataset.tables.values():
        flat.write_csv(data, folder / "csv" / f"{data.name}.csv")


def _parquet(dataset: Dataset, folder: Path) -> None:
    (folder / "parquet").mkdir(exist_ok=True)
    flat.write_parquet(dataset, folder / "parquet")


def _geo(dataset: Dataset, folder: Path, formats: Sequence[str]) -> None:
    (folder / "geo").mkdir(exist_ok=True)
    geo.write_geojson(dataset, folder / "geo")
    if "parquet" in formats:
        geo.write_geoparquet(dataset, folder / "geo")


def _sqlite(dataset: Dataset, folder: Path) -> None:
    database.write_database(dataset, folder / database.NAME)
    database.write_metadata(dataset, folder / "metadata.json")
