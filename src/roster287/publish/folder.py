"""Writing a folder whole.

    DIR                 what readers see
    .DIR.aside-PID      being made; removed when it fails
    .DIR.before         the one before: for the moment of the swap, or until the next run writes into it

Everything is made aside, and takes its place only when all of it is there: in one step where the system can exchange
two folders. Elsewhere a run killed between two renames leaves the one before under its other name; the next run puts
it back first.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from roster287.errors import PublishError


@contextmanager
def whole(target: Path, ours: Callable[[Path], bool], *, again: bool = False) -> Iterator[Path]:
    """A folder to write into, which replaces `target` when all went well.

    It is empty. With `again` it is the folder that the last run replaced, with its content, and the one that this run
    replaces is kept for the next: making and removing ten thousand folders costs more than writing what changed.

    A folder that holds something and is not `ours` is refused. Raises `PublishError`; what stood there before is then
    untouched.
    """
    target = target.resolve()  # a link to a folder stays, and leads to the new one
    if not target.name:
        raise PublishError(f"{target} holds everything, which would be replaced.", "Name a new or empty folder.")
    before = target.with_name(f".{target.name}.before")
    aside = target.with_name(f".{target.name}.aside-{os.getpid()}")
    try:
        if before.exists() and not target.exists():
            before.rename(target)
        if target.exists() and not target.is_dir():
            raise PublishError(f"{target} is a file.", "Name a folder.")
        if target.is_dir() and any(target.iterdir()) and not ours(target):
            raise PublishError(f"{target} holds other things, which would be replaced.", "Name a new or empty folder.")
        for left in target.parent.glob(f".{target.name}.aside-*"):
            if not _runs(left.name.rpartition("-")[2]):
                shutil.rmtree(left, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)
        if again and before.is_dir():
            before.rename(aside)
        else:
            aside.mkdir(parents=True)
    except OSError as error:
        raise PublishError(f"{target} cannot be written: {_said(error)}.", "Name another folder.") from error
    try:
        yield aside
        _swap(aside, target, before)
        if again and aside.exists():
            aside.rename(before)
    except OSError as error:
        raise PublishError(f"{target} was not written: {_said(error)}.", "The one before is untouched.") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Arguments of Linux's renameat2: paths count from the working folder; exchange the two."""


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the file system cannot."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _swap(aside: Path, target: Path, before: Path) -> None:
    """Put the folder `aside` in the place of `target`; the folder that stood there is then the one at `aside`."""
    shutil.rmtree(before, ignore_errors=True)
    if target.exists():
        if _exchange(aside, target):
            return
        target.rename(before)
    try:
        aside.rename(target)
    except OSError:
        if before.exists():
            before.rename(target)
        raise
    if before.exists():
        before.rename(aside)


def _runs(process: str) -> bool:
    """Whether the process that was making a folder is still there."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True


def _said(error: OSError) -> str:
    return error.strerror or type(error).__name__
