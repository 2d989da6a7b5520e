"""Where the tests keep registers: in the homes, or each in a database on a server that all workers share."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
from pathlib import Path

from filelock import FileLock

from roster287.settings import Home
from tests.support.cluster import Cluster, programs

FOLDER = "ROSTER287_TEST_CLUSTER"
"""The variable by which workers and the processes that tests start find the folder of the server."""

_made: dict[Path, str] = {}
"""The databases that this process made, by home."""


def available() -> bool:
    """Whether a server can be had here."""
    return programs() is not None and importlib.util.find_spec("psycopg") is not None


def announce() -> None:
    """Say, before workers start, where the server will be."""
    os.environ[FOLDER] = str(Cluster.new().folder)


def cluster() -> Cluster:
    """The server, started by whoever needs it first."""
    found = Cluster(Path(os.environ[FOLDER]))
    with FileLock(f"{found.folder}.lock"):
        found.start()
    return found


def end() -> None:
    """Stop the server, if anybody has started it."""
    found = Cluster(Path(os.environ.pop(FOLDER)))
    found.stop()
    Path(f"{found.folder}.lock").unlink(missing_ok=True)


def database_of(root: Path) -> str:
    """The address of a home's own database, which is made when it is first asked for."""
    root = root.absolute()
    if root not in _made:
        name = f"home{hashlib.sha256(str(root).encode()).hexdigest()[:16]}"
        cluster().create(name)
        _made[root] = name
    return cluster().url(_made[root])


def copy(home: Path, target: Path) -> None:
    """Copy a home with its register, which nobody may have open."""
    shutil.copytree(home, target)
    if home.absolute() in _made:
        name = f"home{hashlib.sha256(str(target.absolute()).encode()).hexdigest()[:16]}"
        cluster().drop(name)
        cluster().create(name, f'TEMPLATE "{_made[home.absolute()]}"')
        _made[target.absolute()] = name


def copy_read(home: Path, target: Path) -> Path:
    """Copy a home that others read meanwhile: SQLite's files for its readers come and go and hold nothing."""
    return shutil.copytree(home, target, ignore=shutil.ignore_patterns("record.db-wal", "record.db-shm"))


def lose(home: Path) -> None:
    """Take the register of a home away."""
    if home.absolute() in _made:
        name = _made[home.absolute()]
        cluster().drop(name)
        cluster().create(name)
    for path in home.glob("record.db*"):
        path.unlink()


def take_away(home: Path) -> None:
    """Take the register of a home away for good: whoever asks it fails."""
    forget(home.absolute())
    for path in home.glob("record.db*"):
        path.unlink()
    (home / "record.db").mkdir()


def forget(folder: Path) -> None:
    """Drop the databases of the homes in a folder."""
    for root in [root for root in _made if root.is_relative_to(folder)]:
        cluster().drop(_made.pop(root))


def environment(home: Path) -> dict[str, str]:
    """What a process of its own needs in its environment to find the register of a home."""
    url = Home(home.absolute()).database_url
    return {} if url.startswith("sqlite") else {"ROSTER287_DATABASE": url}
