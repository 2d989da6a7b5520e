"""Files that are whole or not there at all, also after a loss of power.

A file is written beside its place, flushed to the disk and renamed; then the folder is flushed, which holds the name.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from roster287.errors import UsageError


def expanded(path: str | os.PathLike[str]) -> Path:
    """The path with the home folder of whom it names in place of `~`. Raises `UsageError` for nobody's."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise UsageError(f"{path} names no user of this computer.", "Write the path in full.") from None


def put(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file. Raises `OSError`; the file before is then untouched."""
    with beside(path) as part:
        part.write_bytes(data)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A file to write, which takes the place of `path` when all went well. Its folder is made where there is none."""
    make(path.parent)
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        yield part
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    settle(path.parent)


def append(path: Path, lines: bytes) -> None:
    """Add lines, each with its line feed, to a file; they are on the disk when it returns.

    What stands after its last line feed was being written by a process that was killed, and is cut off.
    """
    new = not path.exists()
    make(path.parent)
    with path.open("ab") as file:
        end = len(whole_lines(path))
        if end != file.tell():
            file.truncate(end)
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
    if new:
        settle(path.parent)


def whole_lines(path: Path) -> bytes:
    """The file up to its last line feed; empty for one that does not exist."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return b""
    return data[: data.rfind(b"\n") + 1]


def make(folder: Path) -> None:
    """Make a folder and those it is in, where they are not there."""
    if not folder.is_dir():
        make(folder.parent)
        folder.mkdir(exist_ok=True)
        settle(folder.parent)


def settle(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
