"""The site as a folder: made by all cores, only what changed made again, swapped in whole.

`.site.json` in the folder says what each group of files, and each file, was made of. What would be made of the same by
the same program is linked from the site before; so one more list costs only the pages that it changes. What it is
built into is the site before that one, kept beside it as `.DIR.before`, where most files stand already.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import roster287
from roster287.helpers import can_fork, cores, helpers
from roster287.progress import Progress, quiet
from roster287.publish.folder import whole as whole_folder
from roster287.publish.site.item import Group, Item
from roster287.publish.site.site import Site
from roster287.publish.site.sitemap import sitemap
from roster287.table import Line, Table, table

MANIFEST = ".site.json"
BUILT = ("files", "made", "kept", "bytes", "cards", "dir")
File = list[Any]
"""A digest of what a file rests on, its size, and the key of what that comes from."""


class Built(NamedTuple):
    """A site that was built: its groups by name, and when it was done, in nanoseconds of the file system's clock."""

    groups: Mapping[str, Made]
    at: int


class Made(NamedTuple):
    """A group of a site: the key that it was made of, or nothing, and its files by their paths."""

    key: str
    files: dict[str, File]


def build(site: Site, folder: Path, progress: Progress = quiet) -> Table:
    """Build the site into a folder, in place of the one before. One row: how many files, how many made again.

    Raises `PublishError`; the site before is then untouched.
    """
    folder = folder.absolute()
    before = _built(folder, site)
    with whole_folder(folder, lambda there: (there / MANIFEST).is_file(), again=True) as aside:
        there = _built(aside, site)
        spare = {path: file for made in there.groups.values() for path, file in made.files.items()}
        (aside / MANIFEST).unlink(missing_ok=True)
        groups, made = _write(site, Folders(folder, before, aside, spare, there.at), progress)
        said = {"made_by": _program(), "with": _with(site), "groups": groups}
        (aside / MANIFEST).write_text(json.dumps(said, sort_keys=True) + "\n", encoding="utf-8")
    files = [file for group in groups.values() for file in group.files.values()]
    row = {
        "files": len(files),
        "made": made,
        "kept": len(files) - made,
        "bytes": sum(size for _, size, _ in files),
        "cards": site.press.renderer.cards,
        "dir": str(folder),
    }
    return table(BUILT, [row], query={"dir": str(folder)})


def _built(folder: Path, site: Site) -> Built:
    """What was built in a folder; nothing where another program or address made it."""
    manifest = folder / MANIFEST
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
        if said["made_by"] == _program() and said["with"] == _with(site):
            groups = {name: Made(*made) for name, made in said["groups"].items()}
            return Built(groups, manifest.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return Built({}, 0)


def _with(site: Site) -> Line:
    """What pages rest on beside the record and the program."""
    renderer = site.press.renderer
    return {"base_url": renderer.base_url, "cards": renderer.cards, "contact": renderer.contact}


class Folders(NamedTuple):
    """The site before and its groups; the folder that is written into, the files that stand there, and since when."""

    before: Path
    held: Built
    aside: Path
    spare: Mapping[str, File]
    spare_at: int


_work: tuple[Sequence[Group], Folders] | None = None
"""What the processes of one build share: they are forked, so nothing is sent to them."""


def _write(site: Site, folders: Folders, progress: Progress) -> tuple[dict[str, Made], int]:
    """Write all files, and take away what else is in the folder: gives the groups and how many files are new."""
    global _work
    groups: dict[str, Made] = {}
    made = 0
    _work = (site.groups, folders)
    try:
        with _mapper() as spread:
            running = spread(_run, range(len(site.groups)))
            there = set(_paths(str(folders.aside), ""))
            for done, (name, group, anew) in enumerate(running, 1):
                groups[name] = group or folders.held.groups[name]
                made += anew
                progress("building", done, len(site.groups))
    finally:
        _work = None
    listed = {name: group.files for name, group in groups.items()}
    groups["sitemap"], anew = _group(Group("sitemap", lambda: sitemap(site.press, listed)), folders)
    _remove(folders.aside, there.difference(*(group.files for group in groups.values())))
    return dict(sorted(groups.items())), made + anew


@contextmanager
def _mapper() -> Iterator[Callable[..., Iterator[tuple[str, Made | None, int]]]]:
    """A `map` over forked processes, or over none where there is one core or no fork."""
    if cores() == 1 or not can_fork():
        yield map
        return
    gc.freeze()
    try:
        with helpers(cores()) as pool:
            yield pool.map
    finally:
        gc.unfreeze()


def _run(number: int) -> tuple[str, Made | None, int]:
    """Write a group of files. An unchanged one comes back as None: sending 20,000 entries takes long."""
    assert _work is not None
    groups, folders = _work
    name = groups[number].name
    made, anew = _group(groups[number], folders)
    return name, None if made is folders.held.groups.get(name) else made, anew


def _group(group: Group, folders: Folders) -> tuple[Made, int]:
    """Take over or make the files of a group: what they were made of, and how many are new."""
    was = folders.held.groups.get(group.name, Made("", {}))
    key = group.key() if group.key else ""
    if key and key == was.key and all(_taken(path, file, folders) for path, file in was.files.items()):
        return was, 0
    made, anew = Made(key, {}), 0
    for item in group.items():
        file = was.files.get(item.path)
        if file is None or not _rests_on_the_same(item, file) or not _taken(item.path, file, folders):
            body = item.body()
            _put(f"{folders.aside}/{item.path}", body)
            file = [item.digest, len(body), item.key]
            anew += 1
        made.files[item.path] = [*file[:2], item.key]
    return made, anew


def _rests_on_the_same(item: Item, file: File) -> bool:
    """Whether an item rests on what a file was made of; where the keys are equal its facts need not be gathered."""
    return bool(item.key and item.key == file[2]) or item.digest == file[0]


def _taken(path: str, file: File, folders: Folders) -> bool:
    """Take a file over from the site before; False where it is gone or not as it was made."""
    if folders.spare.get(path, ())[:2] == file[:2] and _is_whole(f"{folders.aside}/{path}", file, folders.spare_at):
        return True
    there = f"{folders.before}/{path}"
    if not _is_whole(there, file, folders.held.at):
        return False
    here = f"{folders.aside}/{path}"
    try:
        _with_room(here, lambda: os.link(there, here))
    except OSError:
        _put(here, Path(there).read_bytes())
    return True


def _is_whole(path: str, file: File, at: int) -> bool:
    """Whether a file has its size, and was not written to since its site was done."""
    try:
        is_now = os.stat(path)  # noqa: PTH116  25,000 paths would be made for it
    except OSError:
        return False
    return bool(is_now.st_size == file[1] and is_now.st_mtime_ns <= at)


def _put(path: str, body: bytes) -> None:
    """Write a file."""

    def write() -> None:
        with open(path, "xb") as file:  # noqa: PTH123
            file.write(body)

    _with_room(path, write)


def _with_room(path: str, make: Callable[[], object]) -> None:
    """Make a file anew: one that is there is removed and never written into, since the site before may share it."""
    try:
        make()
        return
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
    make()


def _paths(folder: str, path: str) -> Iterator[str]:
    """The path of every file in a folder."""
    with os.scandir(f"{folder}/{path}") as there:
        for entry in there:
            if entry.is_dir(follow_symlinks=False):
                yield from _paths(folder, f"{path}{entry.name}/")
            else:
                yield f"{path}{entry.name}"


def _remove(folder: Path, paths: Iterable[str]) -> None:
    """Take files away, and the folders that held nothing else."""
    for path in paths:
        (folder / path).unlink()
        with suppress(OSError):
            os.removedirs((folder / path).parent)


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
