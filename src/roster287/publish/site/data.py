"""The open data on the site: its files, and the page that explains them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from roster287.dictionary import TABLES
from roster287.publish.export import database as sqlite
from roster287.publish.export import flat, geo, workbook
from roster287.publish.export.dataset import Dataset, collect
from roster287.publish.site.item import Facts, Group, Item
from roster287.publish.site.press import Press
from roster287.table import Line

TABLE_FILES = tuple(name for name, entry in TABLES.items() if entry.exported and name != "panel_days")
Write = Callable[[Dataset, Path], None]
SQLITE, XLSX, GEOJSON = "roster287.db", "roster287.xlsx", "agencies.geojson"


ASKED = (
    "/api/v1/agencies?state=ME",
    "/api/v1/on?date=2025-04-03&state=ME",
    "/api/v1/events?since=2025-04-01&format=csv",
    "/api/v1/docs",
    "/api/v1/openapi.json",
)
"""What the page shows of the API."""


def groups(press: Press) -> Iterator[Group]:
    """The page and its files: XLSX where its library is installed, SQLite, GeoJSON, and a CSV for each table."""
    dataset = cache(partial(collect, press.whole, press.judgements))
    rests_on = Facts(lambda: press.whole.version)

    def files(group: str, writers: Mapping[str, Write]) -> Group:
        made = [Item(f"data/{name}", rests_on, partial(_file, dataset, name, write)) for name, write in writers.items()]
        return Group(f"data/{group}", lambda: made, lambda: press.whole.version)

    if find_spec("xlsxwriter"):
        yield files("xlsx", {XLSX: workbook.write_workbook})
    yield files("sqlite", {SQLITE: sqlite.write_database})
    flat_files = {f"{name}.csv": partial(_csv, name) for name in TABLE_FILES}
    yield files("flat", {GEOJSON: lambda data, path: geo.write_geojson(data, path.parent), **flat_files})
    yield Group("data", partial(press.page, "/data/", "data.html", partial(_page, press)))


def _csv(name: str, dataset: Dataset, path: Path) -> None:
    flat.write_csv(dataset.tables[name], path)


def _file(dataset: Callable[[], Dataset], name: str, write: Write, _version: str) -> bytes:
    """The bytes of the file that `write` writes under this name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(dataset(), path)
        return path.read_bytes()


def _page(press: Press) -> Line:
    record = press.whole
    return {
        "as_of": record.newest["date"] if record.newest else None,
        "began": record.lists[0]["date"] if record.lists else None,
        "tables": [
            {
                "name": name,
                "title": TABLES[name].title,
                "description": TABLES[name].description,
                "fields": [
                    {"name": column, "type": field.type, "meaning": field.description}
                    for column in TABLES[name].columns
                    for field in (TABLES[name].field(column),)
                ],
            }
            for name in TABLE_FILES
        ],
        "api": press.api,
        "asked": ASKED,
        "xlsx": bool(find_spec("xlsxwriter")),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{press.renderer.base_url}/data/{name}"}
            for name, kind in (
                *((f"{name}.csv", "text/csv") for name in TABLE_FILES),
                (SQLITE, "application/vnd.sqlite3"),
                (GEOJSON, "application/geo+json"),
            )
        ],
    }
