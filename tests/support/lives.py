"""Homes for tests: small histories made of rows, and the full record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from roster287.checking import outputs
from roster287.record import Record
from roster287.record import open as open_record
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
