"""Homes for tests: small histories made of rows, and the full record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from roster287.acquire.pages import table_name
from roster287.record import Record
from roster287.record import open as open_record
from roster287.stages.checking import OUTPUTS, outputs
from tests.support.workbooks import workbook

Lines = Sequence[Mapping[str, object]]


def list_file(folder: Path, day: str, rows: Lines, part: str = "am", *, pending: bool = False) -> Path:
    """Write a list of that day under ICE's kind of name and give its path."""
    year, month, date = day.split("-")
    stem = "pendingAgencies" if pending else "participatingAgencies"
    path = folder / f"{stem}{month}{date}{year}{part}.xlsx"
    kind = "pending" if pending else "participating"
    path.write_bytes(workbook(rows, kind=kind, modified=f"{day}T0{len(part)}:00:00Z"))  # type: ignore[arg-type]
    return path


def empty_record(home: Path) -> Record:
    """A record without the shipped history."""
    record = open_record(home)
    record.init(empty=True)
    return record


def outputs_of(home: Path) -> list[tuple[str, int, str]]:
    """What readers of a home get: name, rows and hash of each output."""
    from roster287.register.database import Database
    from roster287.settings import Home

    database = Database(Home(home).database_url)
    try:
        with database.read() as connection:
            return [(output.name, output.rows, output.sha256) for output in outputs(connection)]
    finally:
        database.close()


OWN = ("first_captured", "last_captured", "witnesses")
"""What a publication says of its retrievals: how often the public archives and we came by is no part of the lists."""


def content(record: Record) -> dict[str, list[str]]:
    """All that readers get, a line each, without what is a retrieval's own.

    A table that a page printed has no file name: it is called by the first day on which it was seen, whatever the
    file it was taken from is called.
    """
    names = {p["file_name"]: table_name(p["first_captured"]) for p in record.lists() if p["file_name"][-4:] == ".csv"}
    rows: dict[str, Any] = {name: getattr(record, name)() for name in OUTPUTS}
    rows["lists"] = [{key: value for key, value in p.items() if key not in OWN} for p in rows["lists"]]
    out = {name: [json.dumps(row, sort_keys=True) for row in several] for name, several in rows.items()}
    for old, new in names.items():
        out = {name: [line.replace(old, new) for line in lines] for name, lines in out.items()}
    return out
