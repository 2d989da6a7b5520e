"""Many files read at once, on every core. A few are read where they are: starting helpers costs more.

Each helper numbers the rows it meets and sends each distinct row once, since lists repeat nearly all of their rows.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from roster287.model import ListContent, Row
from roster287.read.document import read

ALONE = 8
"""Up to this many files are read without helpers."""

CHUNK = 12


class _Sent(NamedTuple):
    """What a helper sends: the rows it had not sent before, and contents whose rows are numbers."""

    helper: int
    rows: list[Row]
    contents: list[tuple[ListContent, list[int]]]


def read_all(
    paths: Sequence[tuple[Path, str]], progress: Callable[[int], None] = lambda _: None
) -> Iterator[ListContent]:
    """What each file says, in any order. `paths` holds (path, name); `progress` is told how many are done."""
    helpers = min(os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count() or 1, 8)
    if len(paths) <= ALONE or helpers < 2:
        for path, name in paths:
            yield read(path.read_bytes(), name)
            progress(1)
        return
    by_size = sorted(paths, key=lambda pair: -pair[0].stat().st_size)
    chunks = [by_size[at :: -(-len(by_size) // CHUNK)] for at in range(-(-len(by_size) // CHUNK))]
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    with multiprocessing.get_context(method).Pool(helpers) as pool:
        known: dict[int, list[Row]] = {}
        for sent in pool.imap_unordered(_read_chunk, chunks):
            rows = known.setdefault(sent.helper, [])
            rows.extend(sent.rows)
            for content, numbers in sent.contents:
                yield _restored(content, numbers, rows)
            progress(len(sent.contents))


def _restored(content: ListContent, numbers: list[int], rows: list[Row]) -> ListContent:
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return replace(content, rows=tuple((at, rows[number]) for at, number in pairs))


_numbers: dict[Row, int] = {}
"""In a helper: every row it has sent, by number."""


def _read_chunk(chunk: Sequence[tuple[Path, str]]) -> _Sent:
    new: list[Row] = []
    contents = []
    for path, name in chunk:
        content = read(path.read_bytes(), name)
        numbers: list[int] = []
        for at, row in content.rows:
            number = _numbers.get(row)
            if number is None:
                number = _numbers[row] = len(_numbers)
                new.append(row)
            numbers += (at, number)
        contents.append((replace(content, rows=()), numbers))
    return _Sent(os.getpid(), new, contents)
