"""The append-only logs beside the bytes: one JSON object a line.

    captures.jsonl    each retrieval: sha256, file_name, stamp, stamp_kind, source, headers
    decisions.jsonl   each time a person accepted a list that had been set aside: sha256, who, when, why

Lines are never changed or removed. A last line without its line feed was being written when the process
was killed: it is not part of the log, and the next append starts on a fresh line after it was cut off.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roster287 import files
from roster287.errors import ArchiveError
from roster287.model import Capture, Decision


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A file of JSON objects, one a line, only ever added to."""

    path: Path

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(files.whole_lines(self.path).split(b"\n")[:-1], 1):
            try:
                yield json.loads(line)
            except ValueError:
                raise ArchiveError(
                    f"Line {number} of {self.path.name} in the archive is damaged.",
                    "Restore this log from a copy of the archive.",
                ) from None

    def append(self, records: Iterable[dict[str, Any]]) -> None:
        """Add records at the end, all of them flushed to the disk before it returns."""
        text = "".join(json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n" for record in records)
        if text:
            files.append(self.path, text.encode())


@dataclass(frozen=True, slots=True)
class CaptureLog:
    """The log of captures."""

    path: Path

    def __iter__(self) -> Iterator[Capture]:
        for record in JsonLines(self.path):
            yield Capture(
                record["sha256"],
                record["file_name"],
                record["stamp_kind"],
                record["stamp"],
                record["source"],
                tuple(sorted((str(k), str(v)) for k, v in record.get("headers", {}).items())),
            )

    def append(self, captures: Iterable[Capture]) -> None:
        """Add captures; the caller sees to it that none is there already."""
        JsonLines(self.path).append(
            {
                "sha256": c.sha256,
                "file_name": c.file_name,
                "stamp_kind": c.stamp_kind,
                "stamp": c.stamp,
                "source": c.source,
                **({"headers": dict(c.headers)} if c.headers else {}),
            }
            for c in captures
        )


@dataclass(frozen=True, slots=True)
class DecisionLog:
    """The log of lists that a person accepted although they had been set aside."""

    path: Path

    def __iter__(self) -> Iterator[Decision]:
        for record in JsonLines(self.path):
            yield Decision(record["sha256"], record["who"], record["when"], record["why"])

    def append(self, decisions: Iterable[Decision]) -> None:
        """Add decisions."""
        JsonLines(self.path).append({"sha256": d.sha256, "who": d.who, "when": d.when, "why": d.why} for d in decisions)
