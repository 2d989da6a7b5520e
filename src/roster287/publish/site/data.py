"""The open data on the site: its files, and the page that explains them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from roster287.dictionary import TABLES
from roster287.publish.export import database as sqlite
from roster287.publish.export import flat, geo, workbook
from roster287.publish.export.dataset import Dataset, collect
from roster287.publish.site.item import Facts, Item
from roster287.publish.site.press import Press
from roster287.table import Line

TABLE_FILES = tuple(name for name, entry in TABLES.items() if entry.exported and name != "panel_days")
SQLITE, XLSX, GEOJSON = "roster287.db", "roster287.xlsx", "agencies.geojson"


def items(press: Press) -> Iterator[Item]:
    """The page and its files: a CSV for each table, GeoJSON, SQLite, and XLSX where its library is installed."""
    dataset = cache(partial(collect, press.whole))
    rests_on = Facts(lambda: press.whole.version)

    def file(name: str, write: Callable[[Dataset, Path], None]) -> Item:
        return Item(f"data/{name}", rests_on, lambda _: _made(partial(write, dataset()), Path(name).name))

    for name in TABLE_FILES:
        yield file(f"{name}.csv", partial(_csv, name))
    yield file(GEOJSON, lambda data, path: geo.write_geojson(data, path.parent))
    yield file(SQLITE, sqlite.write_database)
    if find_spec("xlsxwriter"):
        yield file(XLSX, workbook.write_workbook)
    yield from press.page("/data/", "data.html", partial(_page, press))


def _csv(name: str, dataset: Dataset, path: Path) -> None:
    flat.write_csv(dataset.tables[name], path)


def _made(write: Callable[[Path], None], name: str) -> bytes:
    """The bytes of the file that `write` writes under this name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
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
