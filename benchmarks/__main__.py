"""`python -m benchmarks [LISTS]`: how long the main jobs take, beside what they are compared with.

Each figure is the median of several whole processes, measured in turn with its peer. LISTS is a folder of lists with a
manifest; without it the folder `../shared/data/lists` beside the project is taken.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import live

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
ROUNDS = 3

BARE = """
import sys
from pathlib import Path
from python_calamine import CalamineWorkbook
for path in sorted(Path(sys.argv[1]).glob("p*/*.xlsx")):
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
"""
PANDAS = """
import sys
from pathlib import Path
import pandas
for path in sorted(Path(sys.argv[1]).glob("p*/*.xlsx"))[::20]:
    pandas.read_excel(path, engine="openpyxl")
"""


class Cost(NamedTuple):
    """What one process took: seconds of wall clock and of processor, and its peak memory in MB."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str]) -> Cost:
    """Run a process to its end and say what it took, its children included."""
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            said = errors.read()[-2000:].decode(errors="replace")
            raise SystemExit(f"{' '.join(command)} failed with exit code {process.returncode}:\n{said}")
    return Cost(took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def roster(home: Path, *arguments: str) -> list[str]:
    """The command line on a home."""
    return [PYTHON, "-m", "roster287", "--home", str(home), *arguments]


def median(costs: Sequence[Cost]) -> Cost:
    """The middle of each figure."""
    return Cost(*(statistics.median(values) for values in zip(*costs, strict=True)))


def told(what: str, cost: Cost, note: str = "") -> None:
    """Print one figure."""
    print(f"{what:<58} {cost.wall:8.2f} s  {cost.cpu:8.2f} s cpu  {cost.memory:6.0f} MB  {note}")


def fill(lists: Path, folder: Path, *, empty: bool = True) -> Cost:
    """Fill a new home from all lists: one that is empty, or one as `init` makes it, with the shipped history."""
    home = folder / ("filled" if empty else "begun")
    shutil.rmtree(home, ignore_errors=True)
    run(roster(home, "init", *(["--empty"] if empty else [])))
    return run(roster(home, "sync", "--from", str(lists)))


def one_more(lists: Path, folder: Path) -> Cost:
    """Add the newest participating list to a home that has all the others."""
    newest = lists / "participatingAgencies" / "participatingAgencies02272026am.xlsx"
    home, others = folder / "others", folder / "lists"
    if not home.exists():
        shutil.copytree(lists, others)
        (others / newest.relative_to(lists)).unlink()
        run(roster(home, "init", "--empty"))
        run(roster(home, "sync", "--from", str(others)))
    again = folder / "again"
    shutil.rmtree(again, ignore_errors=True)
    shutil.copytree(home, again)
    return run(roster(again, "sync", "--from", str(newest)))


def copies(lists: Path, folder: Path, times: int) -> Path:
    """A folder with so many times the lists: the same rows, each copy of a workbook with another byte in it."""
    target = folder / f"times{times}"
    for path in sorted(lists.glob("p*/*.xlsx")):
        data = path.read_bytes()
        at = data.rfind(b"PK\x05\x06") + 20
        for number in range(times):
            note = f"{number}".encode()
            copy = data[:at] + len(note).to_bytes(2, "little") + note
            place = target / path.parent.name / f"{path.stem}_{number}.xlsx"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(copy)
    return target


def measured(jobs: Sequence[Callable[[], Cost]]) -> list[Cost]:
    """The median of each job, the jobs taking turns."""
    found: list[list[Cost]] = [[] for _ in jobs]
    for job in jobs:
        job()
    for _ in range(ROUNDS):
        for at, job in enumerate(jobs):
            found[at].append(job())
    return [median(costs) for costs in found]


def main() -> None:
    """Measure everything."""
    lists = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "lists"
    if not lists.is_dir():
        raise SystemExit("LEFT OUT: the benchmarks need the real lists; name their folder.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare, filled, begun = measured(
            [
                lambda: run([PYTHON, "-c", BARE, str(lists)]),
                lambda: fill(lists, folder),
                lambda: fill(lists, folder, empty=False),
            ]
        )
        told("bare python-calamine reading of the workbooks", bare)
        limit = "(limit 2; 1.5 without identity)"
        told("filling an empty home from all lists", filled, f"{filled.wall / bare.wall:.2f} × bare {limit}")
        told("filling a home that begins with their history", begun, f"{begun.wall / bare.wall:.2f} × bare {limit}")
        pandas = run([PYTHON, "-c", PANDAS, str(lists)])
        share = len(sorted(lists.glob("p*/*.xlsx"))) / len(sorted(lists.glob("p*/*.xlsx"))[::20])
        whole = Cost(pandas.wall * share, pandas.cpu * share, pandas.memory)
        told(
            "pandas with openpyxl reading them (from one in 20)",
            whole,
            f"{whole.wall / filled.wall:.0f} × filling an empty home, {whole.wall / begun.wall:.0f} × one with it "
            "(limit 20)",
        )
        (more,) = measured([lambda: one_more(lists, folder)])
        told("one more list to a full home", more, "limit 0.6 s")
        (status,) = measured([lambda: run(roster(folder / "filled", "status"))])
        told("status from a cold start", status, "limit 0.4 s")
        (new,) = measured([lambda: _new_home(folder)])
        told("a new home with the shipped history", new)
        (brief,) = measured([lambda: run(roster(folder / "filled", "brief", "FL"))])
        told("the brief of the largest state", brief)
        many = copies(lists, folder, 20)
        home = folder / "many"
        run(roster(home, "init", "--empty"))
        large = run(roster(home, "sync", "--from", str(many)))
        told(
            "filling from 20 times the workbooks", large, f"{large.wall / filled.wall:.1f} × one filling; limit 600 MB"
        )
        live.main()
        print(json.dumps({"processors": os.cpu_count(), "python": sys.version.split()[0]}))


def _new_home(folder: Path) -> Cost:
    home = folder / "new"
    shutil.rmtree(home, ignore_errors=True)
    return run(roster(home, "status"))


if __name__ == "__main__":
    main()
