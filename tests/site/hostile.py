"""A small record whose lists print what would do harm on a careless page."""

from __future__ import annotations

from pathlib import Path

from roster287.publish.whole import Whole, read
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

NAME = '<script>alert(1)</script> "Wells" &amp; \u202eecilop\u2028Police'
LINK = "javascript:alert(document.domain)"
TOWNS = [row("MAINE", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(30)]


def hostile(folder: Path) -> Whole:
    """The whole of a record of three lists: the second has the hostile row, the third prints it otherwise."""
    bad = row("MAINE", NAME, county="<b>York</b>' onmouseover='x", moa="<img src=x onerror=x>", moa_url=[LINK])
    later = {**bad, "county": "York County", "moa_url": ["https://www.ice.gov/doclib/x.pdf?a=1&b=<2>"]}
    lists = [("2025-04-01", TOWNS), ("2025-04-02", [*TOWNS, bad]), ("2025-04-04", [*TOWNS, later])]
    with empty_record(folder / "home") as record:
        record.sync([list_file(folder, day, rows) for day, rows in lists])
        with record.reading() as connection:
            return read(connection)
