"""A home on a disk that cannot be written answers all the same; only who wants to write is told so."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from roster287.errors import UsageError
from roster287.record import open as open_record
from roster287.register import stores
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row


def test_a_home_that_cannot_be_written_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who runs the tests may write everywhere: then the program is told that it cannot."""
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-02", [row()])])
    home = shutil.copytree(tmp_path / "home", tmp_path / "copy")
    if not (home / "record.db").exists():
        pytest.skip("LEFT OUT: a register on a server is no file on this disk")
    before = sorted((path.name, path.stat().st_mtime_ns) for path in home.rglob("*"))
    for path in (home, home / "record.db", home / "lock"):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    if os.access(home, os.W_OK):
        monkeypatch.setattr(stores, "_cannot_be_written", lambda path: path.exists())
    with open_record(home) as record:
        assert record.count().rows[0]["rows"] == 1
        assert record.verify().rows == ()
        if not os.access(home, os.W_OK):
            with pytest.raises(UsageError, match="cannot be written"):
                record.rebuild()
    assert sorted((path.name, path.stat().st_mtime_ns) for path in home.rglob("*")) == before


def test_who_may_only_read_sees_what_was_recorded_while_somebody_else_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as one reads, what is written stays in the log beside the register."""
    first, second = (list_file(tmp_path, day, [row()]) for day in ("2025-04-02", "2025-04-03"))
    home = tmp_path / "home"
    with empty_record(home) as record:
        record.sync([first])
    if not (home / "record.db").exists():
        pytest.skip("LEFT OUT: a register on a server is no file on this disk")
    with closing(sqlite3.connect(home / "record.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM files").fetchone()
        with open_record(home) as writer:
            writer.sync([second])
        monkeypatch.setattr(stores, "_cannot_be_written", lambda path: path.exists())
        with open_record(home) as record:
            assert len(record.lists()) == 2
