"""A reference table as one small file: columns of text, a block for each state, each block compressed.

    line 1    JSON header: format, table, columns, rows, source, vintage, sha256, blocks
    blocks    for each state, in order of its code, zlib (level 9) of its columns:
              values of a column joined by LF, columns joined by US (0x1F); all values are text, UTF-8

`blocks` lists [state, offset after the header line, length, rows]. `sha256` is of the uncompressed blocks in
order: it names the content and stays the same if another zlib compresses differently.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roster287.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

FORMAT = "roster287-reference/1"
SUFFIX = ".table"
_LF, _US = "\n", "\x1f"


@dataclass(frozen=True, slots=True)
class Meta:
    """What a table is, where it comes from and of when; `sha256` names its content."""

    table: str
    columns: tuple[str, ...]
    rows: int
    source: str
    vintage: str
    sha256: str


def pack(
    table: str, columns: Sequence[str], by_state: Mapping[str, Iterable[Sequence[str]]], source: str, vintage: str
) -> bytes:
    """The bytes of a table file. A value that holds LF or US cannot be packed and raises ValueError."""
    digest = hashlib.sha256()
    blocks: list[list[str | int]] = []
    body: list[bytes] = []
    offset = total = 0
    for state in sorted(by_state):
        rows = [tuple(row) for row in by_state[state]]
        if not rows:
            continue
        if any(len(row) != len(columns) for row in rows):
            raise ValueError(f"{table}: a row of {state} has not {len(columns)} values")
        if any(_LF in value or _US in value for row in rows for value in row):
            raise ValueError(f"{table}: a value of {state} holds a separator")
        plain = _US.join(_LF.join(column) for column in zip(*rows, strict=True)).encode()
        digest.update(plain)
        packed = zlib.compress(plain, 9)
        blocks.append([state, offset, len(packed), len(rows)])
        body.append(packed)
        offset += len(packed)
        total += len(rows)
    header = {
        "format": FORMAT,
        "table": table,
        "columns": list(columns),
        "rows": total,
        "source": source,
        "vintage": vintage,
        "sha256": digest.hexdigest(),
        "blocks": blocks,
    }
    line = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return line + b"".join(body)


class Table:
    """A packed table, opened: a state's rows are unpacked when they are asked for, and not kept here."""

    def __init__(self, path: Path) -> None:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StoreError(
                f"The reference table {path.name} cannot be read: {error}.", "Install roster287 again."
            ) from error
        line, _, self._body = data.partition(b"\n")
        try:
            header = json.loads(line)
            if header["format"] != FORMAT:
                raise ValueError(header["format"])
            self.meta = Meta(
                table=header["table"],
                columns=tuple(header["columns"]),
                rows=header["rows"],
                source=header["source"],
                vintage=header["vintage"],
                sha256=header["sha256"],
            )
            self._blocks: dict[str, tuple[int, int, int]] = {b[0]: (b[1], b[2], b[3]) for b in header["blocks"]}
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise StoreError(
                f"{path.name} is no reference table.", "Build it again: `roster287 reference build`."
            ) from error

    @property
    def states(self) -> tuple[str, ...]:
        """The states that have rows, in order of code."""
        return tuple(self._blocks)

    def columns(self, state: str) -> list[list[str]]:
        """The columns of one state's rows; empty columns where it has none."""
        if state not in self._blocks:
            return [[] for _ in self.meta.columns]
        offset, length, _rows = self._blocks[state]
        try:
            plain = zlib.decompress(self._body[offset : offset + length]).decode()
        except (zlib.error, UnicodeDecodeError) as error:
            raise StoreError(
                f"The reference table {self.meta.table} is damaged at {state}.", "Install roster287 again."
            ) from error
        return [column.split(_LF) for column in plain.split(_US)]
