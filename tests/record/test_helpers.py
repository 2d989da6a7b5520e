"""A system that lacks memory ends one process: the others must not wait for it for ever, with the record locked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from roster287.errors import RosterError
from roster287.helpers import can_fork, cores, helpers
from roster287.read import batch
from roster287.stages import halves
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

pytestmark = pytest.mark.skipif(
    cores() < 2 or not can_fork(), reason="LEFT OUT: there are no helpers on one core, or where nothing can be forked"
)


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """End a test that waits for ever."""
    signal.alarm(60)
    yield
    signal.alarm(0)


def _end(*_: object) -> object:
    os.kill(os.getpid(), signal.SIGKILL)
    return None


PARENT = """
import os, sys, time
from roster287.helpers import helpers
def wait(_): os.write(1, f"{os.getpid()}\\n".encode()); time.sleep(60)
with helpers(2) as pool:
    list(pool.map(wait, range(2)))
"""


def test_no_helper_outlives_a_process_that_was_killed() -> None:
    """They would wait for ever, with all that they hold in memory."""
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(parent.stdout.readline()) for _ in range(2)]
        parent.kill()
    while any(Path(f"/proc/{pid}").exists() and "Z" not in _state(pid) for pid in pids):
        time.sleep(0.1)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_what_was_asked_of_a_helper_that_was_ended_is_told() -> None:
    with pytest.raises(RosterError, match="ended from outside"), helpers(1) as pool:
        pool.submit(_end).result()


def _write(there: Path) -> None:
    (there / "begun").touch()
    time.sleep(30)
    (there / "late").touch()


def _broken_off(there: Path) -> None:
    with helpers(1) as pool:
        pool.submit(_write, there)
        while not (there / "begun").exists():
            time.sleep(0.01)
        raise KeyboardInterrupt


def test_a_folder_that_was_broken_off_is_not_written_to_by_a_helper_afterwards(tmp_path: Path) -> None:
    """A site that was being built, thrown away on Ctrl-C, came back in part: its helpers went on."""
    with pytest.raises(KeyboardInterrupt):
        _broken_off(tmp_path)
    assert active_children() == []
    assert not (tmp_path / "late").exists()


def test_a_sync_whose_helper_was_ended_stops_and_the_next_one_does_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [f"2025-04-{day:02}" for day in range(1, 2 * batch.ALONE)]
    lists = [list_file(tmp_path, day, [row("MAINE", "Wells Police Department")]) for day in days]
    with empty_record(tmp_path / "home") as record:
        monkeypatch.setattr(batch, "read", _end)
        with pytest.raises(RosterError, match="ended from outside"):
            record.sync(lists)
        monkeypatch.undo()
        assert len(record.lists()) == 0
        record.sync(lists)
        assert len(record.lists()) == len(lists)


def test_half_of_a_record_that_was_ended_is_told() -> None:
    own = os.getpid()
    with pytest.raises(RosterError, match="ended from outside"):
        halves._both(lambda part: part if os.getpid() == own else _end(), [{1}, {2}])
