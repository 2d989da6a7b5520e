"""Writing a folder whole: everything is made aside, and takes its place only when all of it is there.

    DIR                 what readers see
    .DIR.aside-PID      being made; removed when it fails
    .DIR.before         the one before, for the moment of the swap
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roster287.errors import PublishError


@contextmanager
def whole(target: Path, marker: str) -> Iterator[Path]:
    """A folder to write into, which replaces `target` when all went well.

    A folder that holds something and has no file `marker` is somebody else's and is refused. Raises `PublishError`; what
    stood there before is then untouched.
    """
    target = target.absolute()
    before = target.with_name(f".{target.name}.before")
    aside = target.with_name(f".{target.name}.aside-{os.getpid()}")
    try:
        if before.exists() and not target.exists():
            before.rename(target)
        if target.exists() and not target.is_dir():
            raise PublishError(f"{target} is a file.", "Name a folder.")
        if target.is_dir() and any(target.iterdir()) and not (target / marker).is_file():
            raise PublishError(f"{target} holds other things, which would be replaced.", "Name a new or empty folder.")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
    except OSError as error:
        raise PublishError(f"{target} cannot be written: {_said(error)}.", "Name another folder.") from error
    try:
        yield aside
        _swap(aside, target, before)
    except OSError as error:
        raise PublishError(f"{target} was not written: {_said(error)}.", "The one before is untouched.") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _swap(aside: Path, target: Path, before: Path) -> None:
    shutil.rmtree(before, ignore_errors=True)
    if target.exists():
        target.rename(before)
    try:
        aside.rename(target)
    except OSError:
        if before.exists():
            before.rename(target)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _said(error: OSError) -> str:
    return error.strerror or type(error).__name__
