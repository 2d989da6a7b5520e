"""`python -m benchmarks.live`: what a look at ICE's page costs, with a server on loopback.

A look that finds nothing new   limit: one conditional request an address, 0.3 s of processor as a whole process
A list that is new              limit: in the record 1 s after its last byte was sent, the end of the process included
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.ice_server import Asked, IceServer
from tests.support.lists import LISTS

ROOT = Path(__file__).parent.parent
ROUNDS = 5


class Stamped(list[Asked]):
    """The requests that a server saw; `last` is when it answered the newest."""

    last = 0.0

    def append(self, asked: Asked) -> None:
        """One more."""
        super().append(asked)
        self.last = time.perf_counter()


def look(home: Path, server: IceServer) -> tuple[float, float]:
    """One `sync --live` as a process: seconds of processor, and from the last answer of the server to its end."""
    env = {**os.environ, "ROSTER287_ICE_PAGE": server.page_url, "ROSTER287_HOME": str(home)}
    command = [sys.executable, "-m", "roster287", "sync", "--live"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    ended = time.perf_counter()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"sync --live failed with exit code {process.returncode}")
    assert isinstance(server.asked, Stamped)
    return usage.ru_utime + usage.ru_stime, ended - server.asked.last


def main() -> None:
    """Measure on a home with all lists but the newest."""
    if LISTS is None:
        raise SystemExit("LEFT OUT: the benchmark needs the real lists.")
    found = sorted((LISTS / "participatingAgencies").glob("participatingAgencies*2026*.xlsx"), key=_day)
    newest, others = found[-ROUNDS - 1 :], tempfile.TemporaryDirectory()
    with others as folder, IceServer() as server:
        server.asked = Stamped()
        home, lists = Path(folder) / "home", Path(folder) / "lists"
        lists.mkdir()
        for path in LISTS.glob("p*Agencies/*.xlsx"):
            if path not in newest:
                (lists / path.name).symlink_to(path)
        for command in (("init", "--empty"), ("sync", "--from", str(lists))):
            done = [sys.executable, "-m", "roster287", "--home", str(home), *command]
            subprocess.run(done, stdout=subprocess.DEVNULL, cwd=ROOT, check=True)
        fresh, idle = [], []
        for path in newest:
            server.publish("participating", path.read_bytes(), f"/doclib/about/offices/ero/287g/{path.name}")
            fresh.append(look(home, server))
            server.take()
            server.asked = Stamped()
            idle.append(look(home, server)[0])
            assert [(one.status, one.conditional) for one in server.asked] == [(304, True)] * 2
    print(f"{'a look that finds nothing new':<58} {statistics.median(idle):8.2f} s cpu   limit 0.3 s, 2 requests")
    cpu, wall = (statistics.median(values) for values in zip(*fresh[1:], strict=True))
    print(f"{'from the last byte of a new list to the end':<58} {wall:8.2f} s       limit 1 s; {cpu:.2f} s cpu in all")


def _day(path: Path) -> str:
    digits = path.stem.removeprefix("participatingAgencies")
    return digits[4:8] + digits[:4] + digits[8:]


if __name__ == "__main__":
    main()
