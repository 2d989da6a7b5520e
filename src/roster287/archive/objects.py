"""The write-once store of bytes.

    objects/ab/abcdef…   the bytes of one file, named by their SHA-256; never changed, never removed

A file appears under its name only when it is whole: it is written beside it and renamed. What a killed
process leaves behind is a `.part` file, which nothing reads.

`archive.remote` keeps them in object storage instead, under the same names.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from roster287 import files
from roster287.errors import ArchiveError


def digest(data: bytes) -> str:
    """The SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def checked(sha256: str, data: bytes) -> bytes:
    """The bytes kept under a hash. Raises `ArchiveError` when they have changed."""
    if digest(data) != sha256:
        raise ArchiveError(f"The bytes kept as {sha256} have changed.", "Restore this file from a copy of the archive.")
    return data


def lost(sha256: str) -> ArchiveError:
    """The error for bytes that are not there."""
    return ArchiveError(
        f"The archive has no bytes for {sha256}.", "Restore the archive folder from a copy, or sync again."
    )


class Objects(Protocol):
    """Bytes by their hash, written once, wherever they are."""

    def __contains__(self, sha256: str) -> bool: ...

    def put(self, data: bytes) -> str:
        """Keep `data` and give its hash. Keeping the same bytes again does nothing."""
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes of this hash, checked. Raises `ArchiveError` when they are lost or altered."""
        ...

    def hashes(self) -> Iterator[str]:
        """Every hash kept, sorted."""
        ...

    def size(self) -> tuple[int, int]:
        """How many files are kept, and how many bytes they are in all."""
        ...

    def local(self, hashes: Iterable[str]) -> AbstractContextManager[list[Path]]:
        """Files with these bytes to read, in the order of the hashes, within a `with`."""
        ...


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """The store under one folder, which need not exist before the first write."""

    root: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes of this hash are, or would be."""
        return self.root / sha256[:2] / sha256

    def __contains__(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def put(self, data: bytes) -> str:
        """Keep `data` and give its hash. Keeping the same bytes again does nothing."""
        sha256 = digest(data)
        path = self.path(sha256)
        if not path.exists():
            files.put(path, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of this hash, checked. Raises `ArchiveError` when they are lost or altered."""
        try:
            return checked(sha256, self.path(sha256).read_bytes())
        except FileNotFoundError:
            raise lost(sha256) from None

    def hashes(self) -> Iterator[str]:
        """Every hash kept, sorted."""
        for folder in self._folders():
            yield from sorted(file.name for file in _kept(folder))

    def _folders(self) -> list[str]:
        """The folders of files, sorted; a store that was never written to has none."""
        try:
            with os.scandir(self.root) as found:
                return sorted(folder.path for folder in found if len(folder.name) == 2 and folder.is_dir())
        except FileNotFoundError:
            return []

    def size(self) -> tuple[int, int]:
        """How many files are kept, and how many bytes they are in all."""
        sizes = [file.stat().st_size for folder in self._folders() for file in _kept(folder)]
        return len(sizes), sum(sizes)

    def local(self, hashes: Iterable[str]) -> AbstractContextManager[list[Path]]:
        """The files themselves."""
        return nullcontext([self.path(sha256) for sha256 in hashes])


def _kept(folder: str) -> list[os.DirEntry[str]]:
    """The files of one folder that are whole."""
    with os.scandir(folder) as found:
        return [file for file in found if len(file.name) == 64]
