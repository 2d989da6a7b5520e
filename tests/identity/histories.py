"""Small made-up histories: a few lists with the rows that matter among rows that stay, and what the record tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from roster287.record import Record
from tests.support.lives import Lines, empty_record, list_file
from tests.support.workbooks import row

JAIL, TASK, WARRANT = "Jail Enforcement Model", "Task Force Model", "Warrant Service Officer"
Lists = Sequence[tuple[str, Lines]]


def county_row(state: str, agency: str, county: str, model: str, signed: str, **cells: Any) -> Mapping[str, object]:
    """A row of a body of a county, its document pending unless told otherwise."""
    moa = "link" if cells.get("moa_url") else "link pending"
    return row(state, agency, type="County", county=county, model=model, signed=signed, moa=moa, **cells)


COUNTIES = """
Allen Barber Cheyenne Clark Clay Cloud Comanche Cowley Decatur Dickinson Doniphan Edwards Elk Ford Gove Grant Gray
Greeley Greenwood Harper Harvey Haskell
"""
STAY = tuple(
    county_row("KANSAS", f"{county} County Sheriff's Office", f"{county} County", TASK, "2025-01-15")
    for county in COUNTIES.split()
)


def sheriff(signed: str = "2025-05-12", model: str = TASK, **cells: Any) -> Mapping[str, object]:
    """A row of one sheriff in Maine."""
    return county_row("MAINE", "York County Sheriff's Office", "York County", model, signed, **cells)


def url(name: str) -> str:
    """The address of a document of that name."""
    return f"https://www.ice.gov/doclib/287gMOA/{name}.pdf"


@contextmanager
def history(folder: Path, lists: Lists, pending: Lists = ()) -> Iterator[Record]:
    """A record of these lists; the first list of each kind is one day before, with the rows that stay."""
    files = folder / "lists"
    files.mkdir()
    list_file(files, "2025-05-01", STAY)
    for day, rows in lists:
        list_file(files, day, [*STAY, *rows])
    if pending:
        list_file(files, "2025-05-01", STAY[:2], pending=True)
    for day, rows in pending:
        list_file(files, day, [*STAY[:2], *rows], pending=True)
    with empty_record(folder / "home") as record:
        record.sync([files])
        assert all(line["status"] == "accepted" for line in record.lists())
        yield record


def told(record: Record, state: str = "ME") -> list[str]:
    """The events of a state as short lines: day, kind, what was before and after."""
    return [
        " ".join(filter(None, (e["date"][5:], e["kind"], _short(e["before"]), "->", _short(e["after"])))).strip(" ->")
        for e in record.changes(state=state, cause="ice")
    ]


def _short(facts: dict[str, Any] | None) -> str:
    values = [value for key, value in sorted((facts or {}).items()) if key != "last_listed"]
    return " ".join(" ".join(v) if isinstance(v, list) else str(v).rpartition("/")[2] for v in values)
