"""The site as a folder: made by all cores, only what changed made again, swapped in whole.

`.site.json` in the folder says what each file was made of. A file that would be made of the same by the same program
is linked from the site before; so one more list costs only the pages that it changes. What it is built into is the
site before that one, kept beside it as `.DIR.before`, where most files stand already.
"""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import roster287
from roster287.progress import Progress, quiet
from roster287.publish.folder import whole as whole_folder
from roster287.publish.site.item import Item
from roster287.publish.site.site import Site
from roster287.table import Line, Table, table

MANIFEST = ".site.json"
BUILT = ("files", "made", "kept", "bytes", "cards", "dir")
RUNS = 16
"""Into how many runs of files a build is cut for each core."""
Entry = list[Any]
"""What a file rests on (a digest of its facts, a key to where they are from), and its size."""


def build(site: Site, folder: Path, progress: Progress = quiet) -> Table:
    """Build the site into a folder, in place of the one before. One row: how many files, how many made again.

    Raises `PublishError`; the site before is then untouched.
    """
    folder = folder.absolute()
    before = _made_of(folder, site)
    with whole_folder(folder, lambda there: (there / MANIFEST).is_file(), again=True) as aside:
        spare = _spare(aside, site)
        entries, made = _write(tuple(site.items.values()), Folders(folder, before, aside, spare), progress)
        _remove(aside, spare.keys() - entries.keys())
        said = {"made_by": _program(), "with": _with(site), "files": entries}
        (aside / MANIFEST).write_text(json.dumps(said, sort_keys=True) + "\n", encoding="utf-8")
    size = sum(entry[2] for entry in entries.values())
    row = {
        "files": len(entries),
        "made": made,
        "kept": len(entries) - made,
        "bytes": size,
        "cards": site.press.renderer.cards,
        "dir": str(folder),
    }
    return table(BUILT, [row], query={"dir": str(folder)})


def _made_of(folder: Path, site: Site) -> dict[str, Entry]:
    """The files of a site by what they rest on; none where another program or address made it."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        same = said["made_by"] == _program() and said["with"] == _with(site)
        return dict(said["files"]) if same else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _spare(aside: Path, site: Site) -> dict[str, Entry]:
    """What of a site of before can stay in the folder that is written into. All else is taken out of it.

    Its manifest too, so that nothing is taken from this folder if the build does not come to its end.
    """
    found = dict(_sizes(str(aside), ""))
    spare = {path: of for path, of in _made_of(aside, site).items() if found.get(path) == of[2]} if found else {}
    _remove(aside, found.keys() - spare.keys())
    return spare


def _sizes(folder: str, path: str) -> Iterator[tuple[str, int]]:
    """The size of every file in a folder by its path there."""
    with os.scandir(f"{folder}/{path}") as there:
        for entry in there:
            if entry.is_dir(follow_symlinks=False):
                yield from _sizes(folder, f"{path}{entry.name}/")
            else:
                yield f"{path}{entry.name}", entry.stat(follow_symlinks=False).st_size


def _remove(folder: Path, paths: Iterable[str]) -> None:
    """Take files away, and the folders that held nothing else."""
    for path in paths:
        (folder / path).unlink()
        with suppress(OSError):
            os.removedirs((folder / path).parent)


def _with(site: Site) -> Line:
    """What pages rest on besides the record and the program."""
    return {"base_url": site.press.renderer.base_url, "cards": site.press.renderer.cards}


class Folders(NamedTuple):
    """The site before and the folder that is written into, each with what its files rest on."""

    before: Path
    held: Mapping[str, Entry]
    aside: Path
    spare: Mapping[str, Entry]


_work: tuple[Sequence[Item], Folders] | None = None
"""What the processes of one build share: they are forked, so nothing is sent to them."""


def _write(items: Sequence[Item], folders: Folders, progress: Progress) -> tuple[dict[str, Entry], int]:
    """Write all files: gives what each rests on and how many are new.

    Every process takes a run of files after the other: what lies side by side is made of the same.
    """
    global _work
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    step = max(1, -(-len(items) // (cores * RUNS)))
    starts = range(0, len(items), step)
    entries: dict[str, Entry] = {}
    made = 0
    _work = (items, folders)
    try:
        with _mapper(cores) as spread:
            for done, (some, anew) in enumerate(spread(_run, starts, [step] * len(starts)), 1):
                entries |= some
                made += anew
                progress("building", done, len(starts))
    finally:
        _work = None
    return dict(sorted(entries.items())), made


@contextmanager
def _mapper(cores: int) -> Iterator[Callable[..., Iterator[tuple[dict[str, Entry], int]]]]:
    """A `map` over forked processes, or over none where there is one core or no fork."""
    if cores == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield map
        return
    fork = multiprocessing.get_context("fork")
    gc.freeze()
    with ProcessPoolExecutor(cores, mp_context=fork, initializer=gc.disable) as pool:
        yield pool.map


def _run(start: int, step: int) -> tuple[dict[str, Entry], int]:
    """Write a run of files."""
    assert _work is not None
    items, (before, held, aside, spare) = _work
    entries: dict[str, Entry] = {}
    made = 0
    for item in items[start : start + step]:
        path, key = item.path, item.key
        was = held.get(path)
        same = was is not None and ((key and key == was[1]) or item.digest == was[0])
        if was is not None and same:
            entries[path] = [was[0], key, was[2]]
            if path in spare and spare[path][0] == was[0]:
                continue
            if _link(before / path, _room(aside / path), was[2]):
                continue
        body = item.body()
        _room(aside / path).write_bytes(body)
        entries[path] = [item.digest, key, len(body)]
        made += 1
    return entries, made


def _room(path: Path) -> Path:
    """A path with room for a file: what was there may be a file of the site before too, and is never written into."""
    try:
        path.unlink()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _link(there: Path, here: Path, size: int) -> bool:
    """Take a file over from the site before; False where it is gone or not whole."""
    try:
        if there.stat().st_size != size:
            return False
        try:
            os.link(there, here)
        except OSError:
            shutil.copy2(there, here)
    except OSError:
        return False
    return True


@lru_cache(maxsize=1)
def _program() -> str:
    """A hash of the program: whatever in it changes may change any page."""
    home = Path(roster287.__file__).parent
    seen = hashlib.sha256()
    for path in sorted(home.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            seen.update(f"{path.relative_to(home)} {path.stat().st_size} ".encode())
            seen.update(path.read_bytes())
    return seen.hexdigest()
