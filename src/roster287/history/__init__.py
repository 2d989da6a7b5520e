"""The observations that come with the package: every row as printed, in one compact file.

    observations.json.xz    {"reader": version, "rows": [[cells…, targets…]…], "files": […], "captures": […],
                             "locations": [[key, location]…]}

It holds facts in our format and not the files: the hash of each file, its rows as printed with their link targets,
the sheet row of each, what was found wrong, and when each was retrieved; and where each agency has its power, so that
a new home need not look all of them up again. `pack` makes it from a home.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files as package_files
from typing import Any

from roster287.model import Capture, Issue, Layout, Row
from roster287.read import READER_VERSION
from roster287.register.observed import Observed
from roster287.resolve.publications import FileFacts

FILE_NAME = "observations.json.xz"
SOURCE = "history"
"""What stands in place of the source of a retrieval that the package tells of."""
FILTERS: list[dict[str, int]] = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]


def pack(found: Observed, order: list[str], locations: Mapping[str, str]) -> bytes:
    """The observations of a home as one file; the same observations give the same bytes.

    `order` names the files by hash in the order of their publication, in which neighbours are most alike.
    """
    numbers: dict[int, int] = {}
    layouts = {}
    for sha256 in order:
        layout = found.files[sha256].layout
        layouts[sha256] = Layout.of(layout.at, (numbers.setdefault(row, len(numbers)) for row in layout.rows))
    rows = [found.rows[row] for row in numbers]
    whole = {
        "reader": READER_VERSION,
        "rows": [[*row[:8], list(row.moa_targets), list(row.addendum_targets)] for row in rows],
        "files": [_file(found.files[sha256], layouts[sha256]) for sha256 in order],
        "captures": [
            [c.sha256, c.file_name, c.stamp_kind, c.stamp]
            for c in sorted(found.captures.values())
            if c.sha256 in layouts
        ],
        "locations": sorted(locations.items()),
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return lzma.compress(text.encode(), format=lzma.FORMAT_XZ, filters=FILTERS)


def _file(facts: FileFacts, layout: Layout) -> dict[str, Any]:
    return {
        "sha256": facts.sha256,
        "form": facts.form,
        "kind": facts.kind,
        "modified": facts.modified,
        "columns": list(facts.columns),
        "sheet": facts.sheet,
        "fatal": facts.fatal,
        "issues": [list(issue) for issue in facts.issues],
        "skipped": _skipped(layout.at),
        "rows": list(layout.rows),
    }


def _skipped(sheet_rows: Sequence[int]) -> list[list[int]]:
    """Where the sheet rows do not follow one another: (position, sheet row) of each new beginning."""
    expected, starts = 0, []
    for at, sheet_row in enumerate(sheet_rows):
        if sheet_row != expected:
            starts.append([at, sheet_row])
        expected = sheet_row + 1
    return starts


def _sheet_rows(starts: list[list[int]], count: int) -> list[int]:
    out: list[int] = []
    begins = {start[0]: start[1] for start in starts}
    at = 0
    for position in range(count):
        at = begins.get(position, at + 1)
        out.append(at)
    return out


def shipped() -> dict[str, Any] | None:
    """The observations in the package; None in one that was built without them."""
    source = package_files("roster287.history") / FILE_NAME
    if not source.is_file():
        return None
    whole: dict[str, Any] = json.loads(lzma.decompress(source.read_bytes()))
    return whole


def hashes(whole: dict[str, Any] | None) -> set[str]:
    """The files that packed observations tell of."""
    return {file["sha256"] for file in (whole or {}).get("files", ())}


def locations(whole: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Where agencies were located, by a key of the facts; answers of earlier rules have keys that are not looked up."""
    return dict(whole["locations"]) if whole else _shipped_locations()


@cache
def _shipped_locations() -> dict[str, str]:
    return dict((shipped() or {}).get("locations", ()))


def add_to(found: Observed, whole: dict[str, Any]) -> None:
    """Add packed observations to those of a home."""
    rows = [found.number(Row._make([*cells, tuple(moa), tuple(addendum)])) for *cells, moa, addendum in whole["rows"]]
    for file in whole["files"]:
        at = _sheet_rows(file["skipped"], len(file["rows"]))
        found.add_facts(
            FileFacts(
                file["sha256"],
                file["form"],
                file["kind"],
                file["modified"],
                tuple(file["columns"]),
                file["sheet"],
                file["fatal"],
                tuple(Issue(*issue) for issue in file["issues"]),
                Layout.of(at, (rows[row] for row in file["rows"])),
            ),
            SOURCE,
        )
    found.add_captures(Capture(sha256, name, kind, stamp, SOURCE) for sha256, name, kind, stamp in whole["captures"])
