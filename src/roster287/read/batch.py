"""Many files read at once, on every core. A few are read where they are: starting helpers costs more.

Each helper numbers the rows it meets and sends each distinct row once, since lists repeat nearly all of their rows.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from roster287.model import Layout, ListContent, Row
from roster287.read.document import read

if TYPE_CHECKING:
    from multiprocessing.pool import Pool

ALONE = 8
"""Up to this many files are read without helpers."""

CHUNK = 12


class _Sent(NamedTuple):
    """What a helper sends: the rows it had not sent before, and contents whose rows are numbers."""

    helper: int
    rows: list[Row]
    contents: list[tuple[ListContent, Layout]]


@contextmanager
def reading(paths: Sequence[Path], told: Callable[[int], None]) -> Iterator[Iterator[ListContent]]:
    """What each file says, in any order; helpers are at work from the beginning. `told` counts the done.

    Taking from it raises `OSError` when a file cannot be opened.
    """
    helpers = min(os.cpu_count() or 1, 8)
    if len(paths) <= ALONE or helpers < 2:
        yield _one_by_one(paths, told)
        return
    by_size = sorted(paths, key=lambda path: -path.stat().st_size)
    step = -(-len(by_size) // CHUNK)
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    with multiprocessing.get_context(method).Pool(helpers, initializer=gc.disable) as pool:
        yield _gathered(pool, [by_size[at::step] for at in range(step)], told)


def _one_by_one(paths: Sequence[Path], told: Callable[[int], None]) -> Iterator[ListContent]:
    for path in paths:
        yield read(path.read_bytes(), path.name)
        told(1)


def _gathered(pool: Pool, chunks: Iterable[Sequence[Path]], told: Callable[[int], None]) -> Iterator[ListContent]:
    """What the helpers send; when all is taken, they have ended."""
    rows_of: dict[int, list[Row]] = {}
    for sent in pool.imap_unordered(_read_chunk, chunks):
        rows = rows_of.setdefault(sent.helper, [])
        rows.extend(sent.rows)
        for content, (at, numbers) in sent.contents:
            yield replace(content, rows=tuple(zip(at, map(rows.__getitem__, numbers), strict=True)))
        told(len(sent.contents))
    pool.close()
    pool.join()


_numbers: dict[Row, int] = {}
"""In a helper: every row it has sent, by number."""


def _read_chunk(paths: Sequence[Path]) -> _Sent:
    new: list[Row] = []
    contents = []
    for path in paths:
        content = read(path.read_bytes(), path.name)
        at, rows = zip(*content.rows, strict=True) if content.rows else ((), ())
        for row in rows:
            if row not in _numbers:
                _numbers[row] = len(_numbers)
                new.append(row)
        contents.append((replace(content, rows=()), Layout.of(at, map(_numbers.__getitem__, rows))))
    return _Sent(os.getpid(), new, contents)
