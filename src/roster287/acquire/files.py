"""Lists from files, folders and their subfolders.

Beside the lists a folder may say what it knows of them:

    manifest.csv   stored_as, file_name, stamp_kind (name or capture), stamp: each retrieval of each file
    captures.csv   table, captured_at: each time a table was seen on ICE's page (UTC)

A file that neither names is taken in under its own name.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from roster287.clock import now
from roster287.errors import SourceError, UsageError
from roster287.files import expanded
from roster287.read.workbook import last_changed
from roster287.vocabulary.file_names import ENDINGS, capture_time, moment, read_name

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/{2}")

StampKind = Literal["name", "capture", "present", "none"]


class Stamp(NamedTuple):
    """One retrieval as its source tells it: under which name, and when. A name is text that can be written.

    The kind `present` is a capture of which it is only known that it is not to come: the first time counts.
    """

    file_name: str
    stamp_kind: StampKind
    stamp: str


class Found(NamedTuple):
    """A file to take in, and what is known of how it was retrieved."""

    path: Path
    stamps: tuple[Stamp, ...]
    source: str = "file"
    headers: tuple[tuple[str, str], ...] = ()


def find(sources: Iterable[str | Path]) -> Iterator[Found]:
    """Every list in these files and folders, folders in the order of their names.

    Raises `UsageError` for a path that is not there, `SourceError` for a manifest that cannot be read.
    """
    for source in sources:
        if not str(source).strip():
            raise UsageError("A source is empty.", "Name a file, a folder or an address.")
        path = expanded(source)
        if path.is_dir():
            yield from _walk(path, {})
        elif path.is_file():
            yield Found(path, (_own_stamp(path, path.name),))
        elif _SCHEME.match(str(source)):
            scheme = str(source).partition(":")[0]
            raise UsageError(
                f"An address that begins with {scheme}: is not fetched.",
                "--from takes addresses that begin with https:// or http://, files and folders.",
            )
        else:
            raise UsageError(
                f"There is no file or folder {path}.",
                "Look at the path; --from takes files, folders and addresses that begin with https://.",
            )


def is_address(source: str | Path) -> bool:
    """Whether a source is to be fetched, and is no path."""
    return str(source).lower().startswith(("http://", "https://"))


def _own_stamp(path: Path, file_name: str) -> Stamp:
    """What a file's own name says of its retrieval. Where it or, failing it, the workbook says a day to come: now."""
    file_name = file_name.encode(errors="surrogateescape").decode(errors="replace")
    taken = capture_time(file_name)
    day = next((day.isoformat() for day, how in read_name(file_name).days if how == "name"), None)
    if _is_to_come(taken or day or _last_changed(path)):
        return Stamp(file_name, "present", now().removesuffix("Z"))
    if taken:
        return Stamp(file_name, "capture", taken)
    return Stamp(file_name, "name", day) if day else Stamp(file_name, "none", "")


def _last_changed(path: Path) -> str | None:
    try:
        return last_changed(path.read_bytes()) if path.is_file() else None
    except OSError:
        return None


def _is_to_come(time: str | None) -> bool:
    """Whether a time is of a day that is still to come wherever one is."""
    return time is not None and date.fromisoformat(time[:10]) > date.fromisoformat(now()[:10]) + timedelta(days=1)


def _walk(
    folder: Path, known: Mapping[Path, tuple[Stamp, ...]], seen: frozenset[Path] = frozenset()
) -> Iterator[Found]:
    """What is in a folder and below it; `seen` are the folders on the way here, to which a link may lead back."""
    seen |= {folder.resolve(), *folder.resolve().parents}
    try:
        known = {**known, **_manifest(folder), **_captures(folder)}
        inside = sorted(folder.iterdir())
    except OSError:
        yield Found(folder, ())  # whoever reads it finds that it cannot be read
        return
    for path in inside:
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            if path.resolve() not in seen:
                yield from _walk(path, known, seen)
        elif path in known:
            yield Found(path, known[path])
        elif path.suffix.lower() in ENDINGS and path.name not in ("manifest.csv", "captures.csv"):
            yield Found(path, (_own_stamp(path, path.name),))


def _manifest(folder: Path) -> dict[Path, tuple[Stamp, ...]]:
    stamps: defaultdict[Path, list[Stamp]] = defaultdict(list)
    for line in _table(folder / "manifest.csv", ("stored_as", "file_name", "stamp_kind", "stamp")):
        path = folder / line["stored_as"]
        if line["stamp_kind"] == "capture":
            stamp = Stamp(line["file_name"], "capture", _time(folder / "manifest.csv", line["stamp"]))
        else:
            stamp = _own_stamp(path, line["file_name"])
        stamps[path].append(stamp)
    return {path: tuple(found) for path, found in stamps.items()}


def _captures(folder: Path) -> dict[Path, tuple[Stamp, ...]]:
    stamps: defaultdict[Path, list[Stamp]] = defaultdict(list)
    for line in _table(folder / "captures.csv", ("captured_at", "table")):
        stamps[folder / line["table"]].append(
            Stamp(line["table"], "capture", _time(folder / "captures.csv", line["captured_at"]))
        )
    return {path: tuple(found) for path, found in stamps.items()}


def _time(path: Path, stamp: str) -> str:
    found = moment(stamp)
    if found is None:
        raise SourceError(
            f"{path} has a time that is none: “{stamp}”.", "Write it as 2025-04-03T23:10:27Z, or move the file away."
        )
    if _is_to_come(found):
        raise SourceError(f"{path} has a time that is to come: “{stamp}”.", "Mend it, or move the file away.")
    return found


def _table(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        if not path.is_file():
            return
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if not set(columns) <= set(reader.fieldnames or ()):
                raise SourceError(
                    f"{path} lacks one of the columns {', '.join(columns)}.",
                    "Mend it, or move it away to take the files in under their own names.",
                )
            for line in reader:
                yield {column: line[column] or "" for column in columns}
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise SourceError(f"{path} cannot be read: {error}.", "Mend it, or move it away.") from None
