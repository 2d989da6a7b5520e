"""`python -m benchmarks.readers [LISTS]`: does a sync keep readers waiting?

50 readers ask a small question over and over, in each store: at rest, while a sync writes to another register, and
while the same sync writes to theirs. What the last two have in common is the work of the computer. A reader who would
have to wait longer than `LIMIT` for a lock gives up, and is counted. The sync takes in the second half of all lists:
most of it is one transaction.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.cluster import LEFT_OUT, Cluster, programs, running

from benchmarks.__main__ import ROOT, roster, run
from roster287.errors import StoreError
from roster287.register import lookup, stores
from roster287.register.database import Database

READERS = 50
PAUSE = 0.2
"""Seconds between two questions of a reader."""

LIMIT = 0.1
"""Seconds that a reader waits for a lock before it gives up."""


def asked_while(address: str, job: Callable[[], None]) -> tuple[list[float], int]:
    """How long each answer took, in milliseconds, while a job ran; and how many readers gave up."""
    took: list[float] = []
    gave_up: list[StoreError] = []
    stores.PATIENCE = LIMIT
    if not address.startswith("sqlite"):
        address += f"&options=-clock_timeout%3D{1000 * LIMIT:.0f}"
    done = threading.Event()

    def read(number: int) -> None:
        database = Database(address)
        done.wait(PAUSE * number / READERS)
        while not done.is_set():
            began = time.perf_counter()
            try:
                with database.read() as connection:
                    lookup.newest(connection)
            except StoreError as error:
                gave_up.append(error)
            took.append(1000 * (time.perf_counter() - began))
            done.wait(PAUSE)
        database.close()

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    time.sleep(2)
    took.clear()
    job()
    done.set()
    for reader in readers:
        reader.join()
    return took, len(gave_up)


def told(store: str, when: str, found: tuple[list[float], int]) -> None:
    """Print how long answers took."""
    took = sorted(found[0])
    middle, most, longest = statistics.median(took), took[len(took) * 99 // 100], took[-1]
    times = f"{middle:7.1f} {most:7.1f} {longest:7.1f} ms"
    print(f"{store:<11} {when:<28} {len(took):>6} answers  {times}  {found[1]} gave up", flush=True)


def measure(store: str, lists: Path, half: Path, folder: Path, cluster: Cluster | None) -> None:
    """The three figures of a store."""

    def made(name: str) -> tuple[Path, str]:
        home = folder / f"{store}-{name}"
        address = cluster.create(name) if cluster else f"sqlite:///{home}/record.db"
        run(roster(home, "--database", address, "init", "--empty"))
        run(roster(home, "--database", address, "sync", "--from", str(half)))
        return home, address

    (home, address), (other, elsewhere) = made("own"), made("other")

    def sync(home: Path, address: str) -> None:
        command = roster(home, "--database", address, "sync", "--from", str(lists))
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    told(store, "at rest", asked_while(address, lambda: time.sleep(5)))
    told(store, "a sync writes elsewhere", asked_while(address, lambda: sync(other, elsewhere)))
    told(store, "a sync writes to it", asked_while(address, lambda: sync(home, address)))


def main() -> None:
    """Measure both stores."""
    lists = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "lists"
    if not lists.is_dir():
        raise SystemExit("LEFT OUT: the benchmarks need the real lists; name their folder.")
    print(f"{READERS} readers, {os.cpu_count()} processors; answers: middle, 99 of 100, longest")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        half = folder / "half"
        half.mkdir()
        for path in sorted(lists.glob("p*Agencies/*.xlsx"))[::2]:
            shutil.copy(path, half / path.name)
        measure("SQLite", lists, half, folder, None)
        if programs() is None:
            raise SystemExit(LEFT_OUT)
        with running() as cluster:
            measure("PostgreSQL", lists, half, folder, cluster)


if __name__ == "__main__":
    main()
