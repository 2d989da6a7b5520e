"""A change of the register's form, forward or back, must lose nothing that was observed.

Another version is a process whose form has another number and a table more.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from roster287.cli.main import main
from roster287.record import Record
from roster287.record import open as open_record
from roster287.register.database import Database
from roster287.register.schema import SCHEMA
from roster287.stages.checking import OUTPUTS
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

VERSION = """
import sys
from sqlalchemy import Column, Text
from roster287.register import schema
schema.SCHEMA += int(sys.argv[1])
schema.Table("nicknames", schema.metadata, Column("nickname", Text, primary_key=True))
from roster287.cli.main import main
sys.exit(main(sys.argv[2:]))
"""
TOWNS = [row("MAINE", f"Town{n} Police Department", signed="2025-03-01") for n in range(20)]
OTHERS = [row("MAINE", name, signed="2025-04-01") for name in ("Wells Police Department", "Sanford Police Department")]


def answers(record: Record) -> list[tuple[object, ...]]:
    """What readers get, question by question."""
    return [getattr(record, question)().rows for question in OUTPUTS]


def another_version(by: int, home: Path, store: str, *command: str) -> str:
    """Run a command of a version whose form is so many numbers later; gives what it prints."""
    words = [sys.executable, "-c", VERSION, str(by), "--home", str(home), "--database", store, *command]
    done = subprocess.run(words, check=False, capture_output=True, text=True, env=os.environ)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("by", [-1, 1], ids=["an older one", "a newer one"])
def test_there_and_back_again_nothing_is_lost(store: str, tmp_path: Path, by: int) -> None:
    files = [
        list_file(tmp_path, day, [*TOWNS, *OTHERS[:number]])
        for number, day in enumerate(("2025-04-02", "2025-04-03", "2025-04-04"))
    ]
    home = tmp_path / "home"
    with open_record(home, store) as record:
        record.init(empty=True)
        assert record.sync(accept=[str(files[0])]).done.files == 1
        assert len(list(record.home.decisions)) == 1
    assert another_version(by, home, store, "--format", "ndjson", "agencies").count("\n") == 20
    assert "Wells" in another_version(by, home, store, "sync", "--from", str(files[1]))
    with open_record(home, store) as record:
        record.sync(files[2:])
        with empty_record(tmp_path / "straight") as straight:
            straight.sync(accept=[str(files[0])])
            straight.sync(files)
            assert answers(record) == answers(straight)
        assert record.verify().rows == ()
    assert another_version(by, home, store, "sync", "--from", str(files[2]))
    assert another_version(by, home, store, "--format", "ndjson", "agencies").count("\n") == 22


@pytest.mark.parametrize("by", [-1, 1], ids=["an older one", "a newer one"])
def test_what_only_the_register_has_outlives_being_made_anew(store: str, tmp_path: Path, by: int) -> None:
    """A list of a shipped history that this package does not have: the next package may, or the one before did."""
    home = tmp_path / "home"
    with open_record(home, store) as record:
        record.init(empty=True)
        record.sync([list_file(tmp_path, "2025-04-02", TOWNS), list_file(tmp_path, "2025-04-03", [*TOWNS, OTHERS[0]])])
        (log,) = (home / "archive").glob("captures.jsonl")
        before = answers(record)
        with record._database.write() as connection:
            connection.exec_driver_sql("UPDATE files SET origin = 'history'")
            connection.exec_driver_sql("UPDATE captures SET source = 'history'")
        log.unlink()
        shutil.rmtree(home / "archive" / "objects")
        assert all(output["same"] for output in record.rebuild())
        with record._database.write() as connection:
            connection.exec_driver_sql("UPDATE agencies SET name = 'Somebody else'")
        assert not all(output["same"] for output in record.rebuild())
        assert answers(record) == before
    told = another_version(by, home, store, "--format", "ndjson", "agencies")
    assert told.count("\n") == 21
    with open_record(home, store) as record:
        assert answers(record) == before
        assert record.verify().rows == ()


def test_observations_kept_in_another_form_are_not_dropped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, store = tmp_path / "home", f"sqlite:///{tmp_path / 'own.db'}"
    with open_record(home, store) as record:
        record.init(empty=True)
        record.sync([list_file(tmp_path, "2025-04-02", TOWNS)])
        before = [line["agency_id"] for line in record.agencies()]
        with record._database.write() as connection:
            connection.exec_driver_sql("ALTER TABLE rows RENAME COLUMN agency TO printed_agency")
            connection.exec_driver_sql(f"UPDATE meta SET value = '{SCHEMA + 1}' WHERE key = 'schema'")
    where = ["--home", str(home), "--database", store]
    for command in (["status"], ["sync", "--from", str(list_file(tmp_path, "2025-04-03", TOWNS))]):
        capsys.readouterr()
        assert main([*where, *command]) == 7
        message, hint = capsys.readouterr().err.splitlines()
        assert "Another version of roster287 made this register" in message
        assert "that version" in hint
    database = Database(store)
    with database.read() as connection:
        assert len(connection.exec_driver_sql("SELECT printed_agency FROM rows").all()) == 20
    database.close()
    assert main([*where, "rebuild"]) == 0
    with open_record(home, store) as record:
        assert [line["agency_id"] for line in record.agencies()] == before
        assert len(record.lists()) == 2


def test_a_server_keeps_the_register_of_the_other_version_for_those_who_still_read_it(
    database: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with open_record(home, database) as record:
        record.init(empty=True)
        record.sync([list_file(tmp_path, "2025-04-02", TOWNS)])
        with record.reading() as connection:
            before = connection.exec_driver_sql("SELECT count(*) FROM agencies").scalar()
            another_version(1, home, database, "status")
            assert connection.exec_driver_sql("SELECT count(*) FROM agencies").scalar() == before
        assert len(record.agencies()) == 20


def test_the_longer_history_of_a_newer_package_comes_with_the_next_sync(store: str, tmp_path: Path) -> None:
    """The register of a package whose history lacked a list, and whose version was another."""
    with open_record(tmp_path / "home", store) as record:
        before = [record.lists().rows, *answers(record)]
        newest = record.lists("participating").rows[-1]["sha256"]
        with record._database.write() as connection:
            for table in ("files", "captures", "publications"):
                connection.exec_driver_sql(f"DELETE FROM {table} WHERE sha256 = '{newest}'")
            connection.exec_driver_sql("UPDATE meta SET value = '0.0 1 0' WHERE key = 'basis'")
        assert len(record.lists()) == len(before[0]) - 1
        assert record.sync([]).done.new_files == 1
        assert [record.lists().rows, *answers(record)] == before
        assert record.verify().rows == ()


def test_lists_that_an_older_reader_read_are_read_again_with_the_next_sync(store: str, tmp_path: Path) -> None:
    """A record kept half by the old reader and half by the new is one that no replay of its archive gives."""
    with open_record(tmp_path / "home", store) as record:
        record.init(empty=True)
        record.sync(
            [list_file(tmp_path, "2025-04-02", TOWNS), list_file(tmp_path, "2025-04-05", [*TOWNS, {"state": "MAINE"}])]
        )
        before = [record.lists().rows, record.issues().rows, *answers(record)]
        assert "note_cell" in {line["code"] for line in record.issues()}
        with record._database.write() as connection:
            connection.exec_driver_sql("UPDATE files SET reader = 1, issues = '[]'")
            connection.exec_driver_sql("UPDATE meta SET value = '0.0 1 0' WHERE key = 'basis'")
        assert "note_cell" not in {line["code"] for line in record.issues()}
        assert [(line["what"], line["subject"]) for line in record.verify()] == [("register", "rules")]
        done = record.sync([])
        assert (done.done.new_files, done.rows) == (0, ())
        assert [record.lists().rows, record.issues().rows, *answers(record)] == before
        assert record.verify().rows == ()
