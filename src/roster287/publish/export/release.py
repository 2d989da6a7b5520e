"""Dated releases: every format, checksums, what differs from the last one, a citation and the licence.

    FOLDER/2026-02-27/      named after the newest participating list; a second of that day gets `.2`
        …                   what `export` writes
        difference.csv      row by row against the release before; missing only in the first one
        CITATION.cff
        SHA256SUMS          `sha256sum -c SHA256SUMS` checks the rest

A release is never overwritten, and none is made of a record that does not pass `verify`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from roster287.dictionary import exported
from roster287.errors import PublishError
from roster287.publish.export import FILE, FORMATS, listing, write
from roster287.publish.export.dataset import Dataset, collect
from roster287.publish.export.kept import files_of
from roster287.publish.export.words import TITLE
from roster287.publish.folder import whole
from roster287.publish.whole import read
from roster287.table import Table, table

DIFFERENCE = ("table", "change", "key", "field", "before", "after")
SUMS = "SHA256SUMS"
_RELEASE = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.(\d+))?")

Row = dict[str, str]


def build(
    connection: Connection, folder: Path, *, faults: Table, judgements: Path | None = None, days: bool = False
) -> Table:
    """Add a release to a folder; gives one row a file. `faults` is what `verify` found.

    Raises `PublishError` when there are faults, when no list is in the record, when nothing differs from the last
    release, or when it could not be written whole; no release is touched then.
    """
    if len(faults):
        first = faults.rows[0]
        raise PublishError(
            f"The record does not pass the checks: {len(faults)} faults, the first: {first['problem']}",
            "`roster287 verify` shows them all; `roster287 rebuild` makes the register anew.",
        )
    dataset = collect(read(connection), judgements, days=days)
    if dataset.as_of is None:
        raise PublishError("There is no participating list in the record.", "`roster287 sync` takes lists in.")
    before = releases(folder)
    name = _name(dataset.as_of, [path.name for path in folder.glob("*")])
    with whole(folder / name, lambda _found: False) as aside:
        write(dataset, aside, FORMATS, lambda: _extra(dataset, aside, name, before[-1] if before else None))
        _sums(aside)
        rows = listing(dataset, aside)
        if (folder / name).exists():
            raise PublishError(f"The release {name} is there already.", "A release is never overwritten.")
    query = {"dir": str(folder), "release": str(folder / name), "since": before[-1].name if before else None}
    return table(FILE, rows, query=query, as_of=dataset.as_of)


def releases(folder: Path) -> list[Path]:
    """The releases in a folder, oldest first; a folder without checksums is none."""
    found = [(m[1], int(m[2] or 1), p) for p in folder.glob("*") if (m := _RELEASE.fullmatch(p.name))]
    return [path for _, _, path in sorted(found) if (path / SUMS).is_file()]


def _name(as_of: str, taken: list[str]) -> str:
    of_day = [int(m[2] or 1) for name in taken if (m := _RELEASE.fullmatch(name)) and m[1] == as_of]
    return f"{as_of}.{max(of_day) + 1}" if of_day else as_of


def _extra(dataset: Dataset, aside: Path, name: str, before: Path | None) -> None:
    if before is not None:
        _check(before)
        lines = list(difference(before, aside))
        if not lines:
            raise PublishError(f"Nothing differs from the release {before.name}.", "There is nothing to release.")
        with (aside / "difference.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(DIFFERENCE)
            writer.writerows(lines)
    (aside / "CITATION.cff").write_text(
        "cff-version: 1.2.0\n"
        "message: If you use this data, please cite it.\n"
        f"title: {json.dumps(TITLE)}\n"
        "type: dataset\n"
        "authors:\n"
        "  - name: The roster287 contributors\n"
        f"version: {json.dumps(name)}\n"
        "license: CC-BY-4.0\n",
        encoding="utf-8",
    )


def _check(release: Path) -> None:
    """Raises `PublishError` where a table of a release is not what its checksums say: nothing is compared with it."""
    lines = (release / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
    said = {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name.startswith("csv/")}
    for name, digest in said.items() or {SUMS: ""}.items():
        path = release / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise PublishError(
                f"{name} of the release {release.name} is lost or was altered.",
                "Restore that release from a copy, or move it away to begin anew.",
            )


def difference(before: Path, after: Path) -> Iterator[tuple[str, ...]]:
    """What differs between the CSV of two releases, row by row, in the order of the tables and of their keys.

    A changed row gives one line a field; a new or gone one gives one line that holds the row as JSON.
    """
    for entry in exported():
        old, new = _rows(before, entry.name), _rows(after, entry.name)
        if entry.key:
            yield from _keyed(entry.name, entry.key, old, new)
        else:
            yield from _unkeyed(entry.name, old, new)


def _keyed(name: str, key: tuple[str, ...], old: list[Row], new: list[Row]) -> Iterator[tuple[str, ...]]:
    was = {tuple(row.get(column, "") for column in key): row for row in old}
    now = {tuple(row[column] for column in key): row for row in new}
    for at in sorted(was.keys() | now.keys()):
        which = " ".join(at)
        if at not in was:
            yield name, "new", which, "", "", _json(now[at])
        elif at not in now:
            yield name, "gone", which, "", _json(was[at]), ""
        else:
            for field in dict.fromkeys([*now[at], *was[at]]):
                one, other = was[at].get(field, ""), now[at].get(field, "")
                if one != other:
                    yield name, "changed", which, field, one, other


def _unkeyed(name: str, old: list[Row], new: list[Row]) -> Iterator[tuple[str, ...]]:
    was, now = Counter(map(_json, old)), Counter(map(_json, new))
    for row in sorted((now - was).elements()):
        yield name, "new", "", "", "", row
    for row in sorted((was - now).elements()):
        yield name, "gone", "", "", row, ""


def _rows(folder: Path, name: str) -> list[Row]:
    path = folder / "csv" / f"{name}.csv"
    if not path.is_file():
        return []
    before = csv.field_size_limit(1 << 26)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    finally:
        csv.field_size_limit(before)


def _json(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False)


def _sums(folder: Path) -> None:
    lines = [f"{one.sha256}  {one.shown}\n" for one in files_of(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
