"""Two homes in one database would overwrite each other's record."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from roster287.cli.main import main
from roster287.record import open as open_record
from tests.support.lives import list_file
from tests.support.workbooks import row

TWO = [row("MAINE", "Wells Police Department"), row("MAINE", "Sanford Police Department")]


def filled(home: Path, store: str, name: str = "Wells Police Department") -> None:
    """A home with one list, its register in a store."""
    with open_record(home, store) as record:
        record.init(empty=True)
        home.with_name(f"lists-{home.name}").mkdir()
        record.sync([list_file(home.with_name(f"lists-{home.name}"), "2025-04-02", [row("MAINE", name)])])


@pytest.mark.parametrize("command", ["status", "sync", "rebuild", "init"])
def test_a_second_home_is_refused_and_nothing_changes(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    filled(mine, store)
    filled(other, f"sqlite:///{tmp_path / 'another.db'}", "Sanford Police Department")
    more = ["--from", str(tmp_path / "lists-other")] if command == "sync" else ["--empty"] if command == "init" else []
    for home in (other, tmp_path / "new"):
        code = main(["--home", str(home), "--database", store, command, *more])
        message, hint = capsys.readouterr().err.splitlines()
        assert code == 7
        assert str(mine) in message
        assert str(home) in message
        assert "each home needs its own" in hint
    with open_record(mine, store) as record:
        assert [line["name"] for line in record.agencies()] == ["Wells Police Department"]
        assert record.verify().rows == ()


def test_a_copy_of_a_home_goes_on_with_its_database(store: str, tmp_path: Path) -> None:
    filled(tmp_path / "mine", store)
    shutil.move(tmp_path / "mine", tmp_path / "moved")
    with open_record(tmp_path / "moved", store) as record:
        assert len(record.agencies()) == 1
        record.sync([list_file(tmp_path, "2025-04-03", TWO)])
        assert len(record.agencies()) == 2


def test_a_home_from_before_ids_gets_one_when_it_is_written_to(store: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "roster287.json").write_text('{"format": 1, "history": false}\n')
    filled(home, store)
    with open_record(home, store) as record:
        first = record.home.id
        assert first
        record.sync([list_file(tmp_path, "2025-04-03", TWO)])
        assert (record.home.id, record.home.has_history()) == (first, False)


def test_tables_that_are_no_register_are_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = tmp_path / "theirs.db"
    with sqlite3.connect(theirs) as connection:
        connection.execute("CREATE TABLE agencies (phone TEXT)")
        connection.execute("INSERT INTO agencies VALUES ('207 555 0100')")
    connection.close()
    for command in ("status", "rebuild"):
        assert main(["--home", str(tmp_path / "home"), "--database", f"sqlite:///{theirs}", command]) == 7
    assert "no register's; none was touched" in capsys.readouterr().err
    with sqlite3.connect(theirs) as connection:
        assert connection.execute("SELECT * FROM agencies").fetchall() == [("207 555 0100",)]
    connection.close()


def test_tables_of_others_on_a_server_are_not_touched(database: str, tmp_path: Path) -> None:
    import psycopg

    address = database.replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE agencies AS SELECT 'theirs' AS name")
        connection.execute("CREATE TABLE meta AS SELECT 'theirs' AS name")
    filled(tmp_path / "home", database)
    with psycopg.connect(address) as connection:
        for table in ("agencies", "meta"):
            assert connection.execute(f"SELECT name FROM public.{table}".encode()).fetchall() == [("theirs",)]
