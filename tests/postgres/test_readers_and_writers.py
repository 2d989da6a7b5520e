"""A reader who saw half of a sync, or two writers at once, would make a record that never was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from roster287.cli.main import main
from roster287.errors import RosterError, StoreError
from roster287.record import open as open_record
from roster287.register import stores
from roster287.register.database import Database
from roster287.register.queries import tables
from roster287.stages.checking import Output, outputs
from tests.support.cluster import Cluster
from tests.support.lives import list_file
from tests.support.workbooks import row

TOWNS = [row("MAINE", f"Town{n} Police Department", signed="2025-03-01") for n in range(30)]


class Case:
    """A home that knows one list, the list to come, and what readers get before."""

    def __init__(self, folder: Path, store: str) -> None:
        self.home, self.store, self.database = folder / "home", store, Database(store)
        self.next = list_file(folder, "2025-04-03", [*TOWNS[2:], row("MAINE", "Wells Police Department")])
        with open_record(self.home, store) as record:
            record.init(empty=True)
            record.sync([list_file(folder, "2025-04-02", TOWNS)])
        self.before = self.seen()

    def seen(self) -> list[Output]:
        """What a reader who asks now gets."""
        with self.database.read() as connection:
            return outputs(connection)

    def sync(self, home: Path | None = None) -> int:
        """Take in the next list, in this process."""
        where = ["--home", str(home or self.home), "--database", self.store]
        return main([*where, "sync", "--from", str(self.next)])


@pytest.fixture
def case(tmp_path: Path, store: str) -> Iterator[Case]:
    found = Case(tmp_path, store)
    yield found
    found.database.close()


def test_a_reader_in_the_middle_of_its_questions_sees_the_old_record_to_the_end(case: Case) -> None:
    with case.database.read() as connection:
        assert len(tables.agencies(connection)) == 30
        assert case.sync() == 0
        assert outputs(connection) == case.before
    assert case.seen() != case.before


def test_a_register_that_is_made_anew_is_not_empty_to_a_reader(case: Case) -> None:
    """On a server a table that is dropped or emptied at once would look empty to those who began before."""
    with case.database.write() as connection:
        connection.exec_driver_sql("UPDATE agencies SET name = 'Somebody else'")
    altered = case.seen()
    with case.database.read() as connection:
        assert len(tables.agencies(connection)) == 30
        with open_record(case.home, case.store) as record:
            assert not all(output["same"] for output in record.rebuild())
        assert outputs(connection) == altered
    assert case.seen() == case.before


def test_readers_see_the_old_record_or_the_new_one_and_wait_for_nobody(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader who has to wait a tenth of a second for a lock fails here."""
    seen: set[tuple[Output, ...]] = set()
    done = threading.Event()
    problems: list[RosterError] = []
    monkeypatch.setattr(stores, "PATIENCE", 0.1)
    address = case.store if case.store.startswith("sqlite") else f"{case.store}&options=-clock_timeout%3D100"

    def read() -> None:
        database = Database(address)
        try:
            while not done.is_set():
                with database.read() as connection:
                    seen.add(tuple(outputs(connection)))
        except RosterError as error:
            problems.append(error)
        finally:
            database.close()

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    time.sleep(0.2)
    command = [sys.executable, "-m", "roster287", "--home", str(case.home), "--database", case.store]
    code = subprocess.run([*command, "sync", "--from", str(case.next)], check=False, capture_output=True).returncode
    time.sleep(0.2)
    done.set()
    for reader in readers:
        reader.join()
    assert (code, problems) == (0, [])
    assert seen == {tuple(case.before), tuple(case.seen())}


def test_a_reader_who_had_to_wait_would_be_found_out(cluster: Cluster, database: str, tmp_path: Path) -> None:
    """Otherwise the test before could not fail."""
    case = Case(tmp_path, database)
    impatient = Database(f"{database}&options=-clock_timeout%3D100")
    with case.database.write() as connection:
        connection.exec_driver_sql("LOCK TABLE agencies IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(StoreError), impatient.read() as reader:
            outputs(reader)
    impatient.close()
    case.database.close()


def test_a_second_writer_waits_for_the_first(cluster: Cluster, database: str, tmp_path: Path) -> None:
    """Two computers with a copy of the home each have no lock file in common: the server makes them take turns."""
    case = Case(tmp_path, database)
    copy = tmp_path / "copy"
    shutil.copytree(case.home, copy)
    command = [sys.executable, "-m", "roster287", "--home", str(copy), "--database", database]
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with case.database.write():
        second = subprocess.Popen([*command, "sync", "--from", str(case.next)], stdout=subprocess.PIPE, env=os.environ)
        end = time.monotonic() + 60
        while cluster.run(waiting, database.split("/")[3].split("?")[0]) == [(0,)]:
            assert second.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)
        assert case.seen() == case.before
    out, _ = second.communicate(timeout=60)
    assert second.returncode == 0
    assert b"Wells" in out
    assert case.sync() == 0
    assert case.seen() != case.before
    with open_record(case.home, database) as record:
        assert record.verify().rows == ()
    case.database.close()


def test_a_writer_that_waits_too_long_says_so(
    case: Case, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with case.database.write():
        monkeypatch.setattr(stores, "PATIENCE", 0.3)
        assert case.sync() == 7
    printed = capsys.readouterr().err.splitlines()
    assert printed == [
        "roster287: Another process is writing to this database.", "  Wait until it is done, or stop it.",
    ]  # fmt: skip
    assert case.seen() == case.before
    assert case.sync() == 0


def test_a_writer_that_dies_leaves_the_record_as_it_was(case: Case, tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom roster287.stages import recording\nfrom roster287.cli.main import main\n"
        "recording.tell = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\nmain(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, "--home", str(case.home), "--database", case.store]
    done = subprocess.run([*command, "sync", "--from", str(case.next)], check=False, capture_output=True)
    assert done.returncode == -9
    assert case.seen() == case.before
    assert case.sync() == 0
    assert case.seen() != case.before
