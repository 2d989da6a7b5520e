"""The files of an export as they lie in its folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Kept(NamedTuple):
    """A file: its path within the folder with slashes, its size in bytes and its SHA-256."""

    shown: str
    size: int
    sha256: str

    @property
    def path(self) -> Path:
        """The path within the folder."""
        return Path(self.shown)


def files_of(folder: Path) -> Iterator[Kept]:
    """Every file of a folder, in the order of their paths."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        yield Kept(path.relative_to(folder).as_posix(), len(content), hashlib.sha256(content).hexdigest())
