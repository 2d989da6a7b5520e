"""`python -m benchmarks.sizes [LISTS]`: what 1, 5 and 20 times the lists cost in time and space, in each store.

The copies of a workbook differ by a byte: as many files to keep, read and order as in so many times the years, but not
as many agencies.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.support.cluster import LEFT_OUT, Cluster, programs, running

from benchmarks.__main__ import ROOT, copies, roster, run

TIMES = (1, 5, 20)


def size(folder: Path) -> float:
    """The megabytes in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def measure(times: int, lists: Path, folder: Path, cluster: Cluster | None) -> None:
    """One line: filling a home, a question, and the sizes afterwards."""
    home = folder / "home"
    name = f"times{times}"
    address = cluster.create(name) if cluster else f"sqlite:///{home}/record.db"
    run(roster(home, "--database", address, "init", "--empty"))
    filled = run(roster(home, "--database", address, "sync", "--from", str(lists)))
    asked = run(roster(home, "--database", address, "status"))
    if cluster:
        wanted = "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        (held,) = cluster.run(f"{wanted} WHERE nspname LIKE 'roster287_%' AND relkind = 'r'", name)[0]
        register = float(str(held)) / 1e6
    else:
        register = (home / "record.db").stat().st_size / 1e6
    store = "PostgreSQL" if cluster else "SQLite"
    files = sum(1 for _ in (home / "archive" / "objects").rglob("*") if _.is_file())
    print(
        f"{store:<11} {times:>3} × {files:>6} files  filled in {filled.wall:7.1f} s ({filled.cpu:7.1f} s cpu, "
        f"{filled.memory:4.0f} MB)  status {asked.wall:5.2f} s  register {register:7.1f} MB  "
        f"archive {size(home / 'archive'):8.1f} MB",
        flush=True,
    )


def main() -> None:
    """Measure both stores."""
    lists = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "lists"
    if not lists.is_dir():
        raise SystemExit("LEFT OUT: the benchmarks need the real lists; name their folder.")
    if programs() is None:
        raise SystemExit(LEFT_OUT)
    print(f"{os.cpu_count()} processors", flush=True)
    with running() as cluster:
        for times in TIMES:
            with tempfile.TemporaryDirectory() as name:
                many = copies(lists, Path(name), times)
                for number, where in enumerate((None, cluster)):
                    (Path(name) / str(number)).mkdir()
                    measure(times, many, Path(name) / str(number), where)


if __name__ == "__main__":
    main()
