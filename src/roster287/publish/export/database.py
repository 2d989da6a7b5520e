"""One SQLite file, ready for Datasette: typed tables with keys, indexes and full-text search.

    roster287.db     the tables; lists as JSON arrays, so that Datasette can facet by each of their values
    metadata.json    descriptions of tables and columns, facets, order, canned queries

`datasette roster287.db -m metadata.json` serves it.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from roster287.dictionary import fields
from roster287.dictionary_fields import Type
from roster287.publish.export.dataset import DAYS, Data, Dataset, plain
from roster287.publish.export.words import ABOUT, LICENCE, TITLE

NAME = "roster287.db"
SQLITE: dict[Type, str] = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
INDEXED = ("agency_id", "agreement_id", "state", "date", "model", "status", "county_fips", "from_date")
SEARCHED: dict[str, tuple[str, ...]] = {
    "agencies": ("name", "spellings", "county", "state_name"),
    "events": ("agency", "sentence"),
    "laws": ("state", "citation", "summary", "note"),
}
FACETS: dict[str, tuple[str, ...]] = {
    "publications": ("kind", "date_source", "status"),
    "agencies": ("state", "jurisdiction", "status"),
    "agreements": ("state", "model", "status"),
    "applications": ("state", "model", "outcome"),
    "events": ("kind", "cause", "state", "model"),
    "panel": ("state", "model"),
    "decisions": ("verdict", "decided_by", "rule"),
    "corrections": ("field", "state"),
    "laws": ("stance", "instrument", "confidence"),
}
ORDER = {"publications": "date", "events": "date", "agreements": "signed", "applications": "first_pending"}
LABELS = {"agencies": "name", "agreements": "agreement_id", "publications": "publication_id"}

QUERIES: dict[str, tuple[str, str]] = {
    "in_force_on": (
        "Agreements on the participating list in force on a day",
        "select a.name as agency, p.state, p.model, g.signed, p.from_date, p.gone_date, p.agreement_id\n"
        "from panel p join agreements g using (agreement_id) join agencies a on a.agency_id = p.agency_id\n"
        "where p.from_date <= :day and (p.gone_date is null or p.gone_date > :day)\n"
        "order by p.state, a.name, p.model",
    ),
    "first_in_each_state": (
        "Every agency of the first day on which the lists of this record name any in a state; those on the record's "
        "first list may have been listed before",
        "select p.state, p.from_date as first_listed, p.agency_id, p.model, p.from_date = (select min(date)\n"
        "from publications where kind = 'participating' and status = 'accepted') as on_first_list\n"
        "from panel p join (select state, min(from_date) as day from panel group by state) began\n"
        "on began.state = p.state and began.day = p.from_date order by p.state, p.agency_id, p.model",
    ),
    "joined_since": (
        "What appeared on the lists since a day",
        "select date, state, agency, model, kind, sentence from events\n"
        "where cause = 'ice' and kind in ('signed', 'model_added', 'model_switched', 'renewed', 'returned')\n"
        "and date >= :day order by date, state, agency",
    ),
    "no_longer_listed_since": (
        "What has gone from the lists since a day and is not on the newest",
        "select e.date, e.state, e.agency, e.model, e.sentence from events e join agreements g using (agreement_id)\n"
        "where e.kind = 'no_longer_listed' and e.date >= :day and g.status <> 'active'\n"
        "order by e.date, e.state, e.agency",
    ),
    "waiting_time": (
        "Days from the first pending list to the signing, by model, of agreements that were pending before",
        "select a.model, count(*) as signed, min(days) as fewest, round(avg(days), 1) as mean, max(days) as most\n"
        "from applications a join agreements g using (agreement_id)\n"
        "where first_pending < g.first_listed and (g.signed is null or first_pending <= g.signed)\n"
        "group by a.model order by a.model",
    ),
    "growth_by_month": (
        "Agreements that appeared on the lists after the first list of this record, by month and model",
        "select substr(first_listed, 1, 7) as month, model, count(*) as agreements from agreements\n"
        "where first_listed > (select min(date) from publications where kind = 'participating' and "
        "status = 'accepted')\n"
        "group by month, model order by month, model",
    ),
}
"""Canned queries: title and SQL. `:day` is asked for on the page."""


def write_database(dataset: Dataset, path: Path) -> None:
    """The SQLite file; the same tables give the same bytes with the same version of SQLite."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;")
        connection.execute("BEGIN")
        for name, data in dataset.tables.items():
            if name != DAYS:
                _table(connection, data)
        for name, columns in SEARCHED.items():
            shown = ", ".join(columns)
            connection.execute(f'CREATE VIRTUAL TABLE {name}_fts USING fts5({shown}, content="{name}")')
            connection.execute(f"INSERT INTO {name}_fts ({name}_fts) VALUES ('rebuild')")  # noqa: S608
        connection.execute("COMMIT")
    finally:
        connection.close()


def _table(connection: sqlite3.Connection, data: Data) -> None:
    entry = data.entry
    parts = [f'"{c}" {SQLITE.get(k, "TEXT")}' for c, k in zip(entry.columns, data.types, strict=True)]
    if entry.key:
        parts.append("PRIMARY KEY (" + ", ".join(f'"{c}"' for c in entry.key) + ")")
    parts += [f'FOREIGN KEY ("{column}") REFERENCES "{to}"' for column, to in entry.refers]
    connection.execute(f'CREATE TABLE "{data.name}" ({", ".join(parts)})')
    marks = ", ".join("?" * len(entry.columns))
    connection.executemany(
        f'INSERT INTO "{data.name}" VALUES ({marks})',  # noqa: S608  (names of the dictionary, no text from a list)
        ([_cell(value, kind) for value, kind in zip(row, data.types, strict=True)] for row in data.rows),
    )
    for column in INDEXED:
        if column in entry.columns and entry.key[:1] != (column,):
            connection.execute(f'CREATE INDEX "{data.name}_{column}" ON "{data.name}" ("{column}")')


def _cell(value: Any, kind: Type) -> Any:
    if kind == "list":
        return json.dumps(value or [], ensure_ascii=False)
    return plain(value, kind)


def write_metadata(dataset: Dataset, path: Path) -> None:
    """Datasette's `metadata.json`."""
    tables: dict[str, Any] = {}
    for name, data in dataset.tables.items():
        if name == DAYS:
            continue
        about: dict[str, Any] = {
            "title": data.entry.title,
            "description": data.entry.description,
            "columns": {column: field.description for column, field in fields(name).items()},
        }
        facets: list[Any] = list(FACETS.get(name, ()))
        if name == "agencies":
            facets.append({"array": "models"})
        if facets:
            about["facets"] = facets
        if name in ORDER:
            about["sort_desc"] = ORDER[name]
        if name in SEARCHED:
            about["fts_table"] = f"{name}_fts"
        if name in LABELS:
            about["label_column"] = LABELS[name]
        tables[name] = about
    tables |= {f"{name}_fts": {"hidden": True} for name in SEARCHED}
    whole = {
        "title": TITLE,
        "description": " ".join((*ABOUT[:3], dataset.newest)),
        "license": LICENCE["title"],
        "license_url": LICENCE["path"],
        "source": "ICE, 287(g) program",
        "source_url": "https://www.ice.gov/identify-and-arrest/287g",
        "databases": {
            "roster287": {
                "tables": tables,
                "queries": {name: {"title": title, "sql": sql} for name, (title, sql) in QUERIES.items()},
            }
        },
    }
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
