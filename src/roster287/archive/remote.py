"""The write-once store of bytes in object storage, through fsspec: `s3://bucket/prefix` with the extra `s3`.

    prefix/ab/abcdef…   the bytes of one file, named by their SHA-256; created once, never overwritten

The library of the service finds its address and credentials by itself (AWS_PROFILE, AWS_ENDPOINT_URL …).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from roster287.archive.objects import checked, digest, lost
from roster287.errors import RosterError, SourceError, UsageError

AT_ONCE = 8


@cache
def _opened(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs

        fs, root = url_to_fs(url, use_listings_cache=False)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"The archive cannot be opened: {error}: {url}.",
            "Name a folder, or s3://BUCKET/PREFIX after: pip install s3fs",
        ) from None
    return fs, root.rstrip("/")


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """The store under one address. Raises `SourceError` when the service cannot be reached or refuses."""

    url: str

    def __contains__(self, sha256: str) -> bool:
        with self._asked() as (fs, path):
            return bool(fs.exists(path(sha256)))

    def put(self, data: bytes) -> str:
        """Keep `data` and give its hash. Keeping the same bytes again does nothing."""
        sha256 = digest(data)
        with self._asked() as (fs, path), suppress(FileExistsError):
            if not fs.exists(path(sha256)):
                fs.pipe_file(path(sha256), data, mode="create")
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of this hash, checked. Raises `ArchiveError` when they are lost or altered."""
        with self._asked() as (fs, path):
            try:
                data = bytes(fs.cat_file(path(sha256)))
            except FileNotFoundError:
                raise lost(sha256) from None
        return checked(sha256, data)

    def hashes(self) -> Iterator[str]:
        """Every hash kept, sorted."""
        yield from sorted(self._sizes())

    def size(self) -> tuple[int, int]:
        """How many files are kept, and how many bytes they are in all."""
        sizes = self._sizes()
        return len(sizes), sum(sizes.values())

    @contextmanager
    def local(self, hashes: Iterable[str]) -> Iterator[list[Path]]:
        """Copies of the bytes, for as long as they are read."""

        def fetched(sha256: str) -> Path:
            path = Path(folder) / sha256
            path.write_bytes(self.get(sha256))
            return path

        with TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as threads:
            yield list(threads.map(fetched, hashes))

    def _sizes(self) -> dict[str, int]:
        with self._asked() as (fs, path):
            found = fs.find(path(""), detail=True) if fs.exists(path("")) else {}
        return {name[-64:]: int(about["size"]) for name, about in found.items() if len(name.rpartition("/")[2]) == 64}

    @contextmanager
    def _asked(self) -> Iterator[tuple[Any, Any]]:
        """The file system, and a function from a hash to its path there; errors of the service are raised as ours."""
        fs, root = _opened(self.url)
        try:
            yield fs, lambda sha256: f"{root}/{sha256[:2]}/{sha256}" if sha256 else root
        except (RosterError, FileExistsError):
            raise
        except Exception as error:  # each service has errors of its own
            raise SourceError(
                f"The archive cannot be used: {type(error).__name__}: {error}: {self.url}.",
                "Nothing was lost. Look at the network and the credentials, then try again.",
            ) from error
