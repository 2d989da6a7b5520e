"""How work that takes long reports its progress."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def quiet(_what: str, _done: int, _all: int) -> None:
    """Progress that nobody watches."""


def counted(progress: Progress, whole: int) -> Callable[[int], None]:
    """A function to call with the number of files just read; it reports the total to `progress`."""
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        progress("reading", done, whole)

    return told
