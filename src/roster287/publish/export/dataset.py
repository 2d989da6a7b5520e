"""The tables of the open data, read from one state of the record, in an order that no database decides.

Every format is written from these rows, so that they agree: a list is a list of texts, `json` is plain data, a date
is ISO text, and what is not known is None.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from roster287 import __version__, curation
from roster287.dictionary import TABLES, Entry, fields
from roster287.dictionary_fields import Type
from roster287.program import laws
from roster287.publish.export.panel import panel, panel_days
from roster287.publish.whole import Whole
from roster287.table import Line

DAYS = "panel_days"


class Data(NamedTuple):
    """One table: its entry in the dictionary, the type of each column, and its rows as tuples in that order."""

    entry: Entry
    types: tuple[Type, ...]
    rows: list[tuple[Any, ...]]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.entry.name

    def lines(self) -> Iterable[Line]:
        """The rows by column."""
        return (dict(zip(self.entry.columns, row, strict=True)) for row in self.rows)


class Dataset(NamedTuple):
    """Every table, the day of the newest list (None in an empty record) and the version that made it."""

    tables: dict[str, Data]
    as_of: str | None
    version: str = __version__

    @property
    def newest(self) -> str:
        """Of which day the newest list is, in a sentence."""
        return f"The newest participating list is of {self.as_of or 'no day: the record is empty'}."


def collect(record: Whole, judgements: Path | None = None, *, days: bool = False) -> Dataset:
    """Every table of the open data. `judgements` is the home's own log; `days` adds the long panel by day."""
    spelled = record.spellings_of
    found: dict[str, Iterable[Line]] = {
        "publications": record.lists,
        "agencies": _by(
            (
                {**row, "spellings": [line["name"] for line in spelled.get(row["agency_id"], ())]}
                for row in record.agencies.values()
            ),
            "agency_id",
        ),
        "spellings": _by(record.spellings, "agency_id", "name"),
        "agreements": _by(record.agreements.values(), "agreement_id"),
        "applications": _by(record.applications, "application_id"),
        "events": record.events,
        "panel": panel(list(record.listings), dict(record.agreements)),
        "judgements": _by((j._asdict() for j in curation.judgements(judgements)), "state", "left", "right"),
        "decisions": _by(record.decisions, "state", "left", "right"),
        "corrections": _by(record.corrections, "state", "agency", "field", "model", "signed", "printed"),
        "laws": laws.law(),
    }
    if days:
        found[DAYS] = panel_days(list(record.listings), dict(record.agreements))
    ordered = {name: _data(TABLES[name], found[name]) for name in TABLES if name in found}
    return Dataset(ordered, record.newest["date"] if record.newest else None)


def _by(rows: Iterable[Line], *columns: str) -> list[Line]:
    return sorted(rows, key=lambda row: tuple(row[column] or "" for column in columns))


def _data(entry: Entry, rows: Iterable[Line]) -> Data:
    types = tuple(field.type for field in fields(entry.name).values())
    cells = list(zip(entry.columns, (_texts if kind == "list" else _known for kind in types), strict=True))
    return Data(entry, types, [tuple(clean(row[column]) for column, clean in cells) for row in rows])


def _known(value: Any) -> Any:
    return None if value == "" else value


def _texts(value: Any) -> list[str] | None:
    return [str(item) for item in value] if value else None


def plain(value: Any, kind: Type) -> Any:
    """A cell as a flat table holds it: lists joined by `; `, `json` as JSON text with sorted keys."""
    if value is None:
        return None
    if kind == "list":
        return "; ".join(value)
    if kind == "json":
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value
