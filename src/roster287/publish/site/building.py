"""The site as a folder: made by all cores, only what changed made again, swapped in whole.

`.site.json` in the folder says what each file was made of. A file that would be made of the same by the same program
is linked from the site before; so one more list costs only the pages that it changes.
"""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import roster287
from roster287.progress import Progress, quiet
from roster287.publish.folder import whole as whole_folder
from roster287.publish.site.item import Item
from roster287.publish.site.site import Site
from roster287.table import Line, Table, table
from roster287.vocabulary.messages import LANGUAGES

MANIFEST = ".site.json"
BUILT = ("files", "made", "kept", "bytes", "cards", "dir")
Entry = list[Any]
"""What a file rests on (a digest of its facts, a key to where they are from), and its size."""


def build(site: Site, folder: Path, progress: Progress = quiet) -> Table:
    """Build the site into a folder, in place of the one before. One row: how many files, how many made again.

    Raises `PublishError`; the site before is then untouched.
    """
    folder = folder.absolute()
    before = _before(folder, site)
    with whole_folder(folder, lambda there: (there / MANIFEST).is_file()) as aside:
        items = sorted(site.items.values(), key=lambda item: (item.address.removeprefix("/es"), item.path))
        entries, made = _write(items, before, folder, aside, progress)
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


def _before(folder: Path, site: Site) -> dict[str, Entry]:
    """The files of the site before by what they rest on; none where another program or address made it."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        same = said["made_by"] == _program() and said["with"] == _with(site)
        return dict(said["files"]) if same else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _with(site: Site) -> Line:
    """What pages rest on besides the record and the program."""
    return {"base_url": site.press.renderer.base_url, "cards": site.press.renderer.cards}


_work: tuple[Sequence[Item], dict[str, Entry], Path, Path] | None = None
"""What the processes of one build share: they are forked, so nothing is sent to them."""


def _write(
    items: Sequence[Item], before: dict[str, Entry], folder: Path, aside: Path, progress: Progress
) -> tuple[dict[str, Entry], int]:
    global _work
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    parts = cores * 8
    entries: dict[str, Entry] = {}
    made = 0
    _work = (items, before, folder, aside)
    try:
        with _mapper(cores) as spread:
            for done, (some, anew) in enumerate(spread(_part, range(parts), [parts] * parts), 1):
                entries |= some
                made += anew
                progress("building", done, parts)
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


def _part(part: int, parts: int) -> tuple[dict[str, Entry], int]:
    """Write every so many-th pair of files, a page in its languages; gives what each rests on and how many are new."""
    assert _work is not None
    items, before, folder, aside = _work
    entries: dict[str, Entry] = {}
    made = 0
    step = len(LANGUAGES)
    mine = (item for at in range(part * step, len(items), parts * step) for item in items[at : at + step])
    for item in mine:
        (aside / item.path).parent.mkdir(parents=True, exist_ok=True)
        was = before.get(item.path)
        key = item.key
        same = was is not None and ((key and key == was[1]) or item.digest == was[0])
        if was is not None and same and _link(folder / item.path, aside / item.path, was[2]):
            entries[item.path] = [was[0], key, was[2]]
            continue
        body = item.body()
        (aside / item.path).write_bytes(body)
        entries[item.path] = [item.digest, key, len(body)]
        made += 1
    return entries, made


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
