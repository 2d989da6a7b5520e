"""The append-only logs beside the bytes: one JSON object a line.

    captures.jsonl    each retrieval: sha256, file_name, stamp, stamp_kind, source, headers
    decisions.jsonl   each time a person accepted a list that had been set aside, or set one aside: sha256, who, when,
                      why, and `verdict` where it is not `accepted`

Lines are never changed or removed. A last line without its line feed was being written when the process
was killed: it is not part of the log, and the next append starts on a fresh line after it was cut off.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from roster287 import files
from roster287.errors import ArchiveError
from roster287.model import Capture, Decision

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A file of JSON objects, one a line, only ever added to."""

    path: Path

    def read(self, make: Callable[[dict[str, Any]], Told]) -> Iterator[Told]:
        """What `make` makes of each line. Raises `ArchiveError` for a line of which it cannot be made."""
        for number, line in enumerate(files.whole_lines(self.path).split(b"\n")[:-1], 1):
            try:
                told = make(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError):
                raise ArchiveError(
                    f"Line {number} of {self.path.name} in the archive is damaged.",
                    "Restore this log from a copy of the archive.",
                ) from None
            yield told

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
        return JsonLines(self.path).read(_capture)

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
    """The log of lists that a person accepted although they had been set aside, or set aside."""

    path: Path

    def __iter__(self) -> Iterator[Decision]:
        return JsonLines(self.path).read(
            lambda line: Decision(
                line["sha256"], line["who"], line["when"], line["why"], line.get("verdict", "accepted")
            )
        )

    def append(self, decisions: Iterable[Decision]) -> None:
        """Add decisions."""
        JsonLines(self.path).append(
            {
                "sha256": d.sha256,
                "who": d.who,
                "when": d.when,
                "why": d.why,
                **({} if d.accepts else {"verdict": d.verdict}),
            }
            for d in decisions
        )


def _capture(line: dict[str, Any]) -> Capture:
    headers = tuple(sorted((str(name), str(value)) for name, value in line.get("headers", {}).items()))
    return Capture(line["sha256"], line["file_name"], line["stamp_kind"], line["stamp"], line["source"], headers)
