"""One file that cannot be read must not keep the others of its folder out of the record, nor hang the sync."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from roster287.cli.main import main
from roster287.record import open as open_record
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

ROWS = [row("MAINE", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(12)]


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.xlsx")


SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link that leads to itself": (_loop, "It cannot be read: Too many levels of symbolic links."),
    "a link that leads nowhere": (_dangling, "It cannot be read: No such file or directory."),
    "a pipe, which never ends": (os.mkfifo, "It is no file."),
}


@pytest.mark.parametrize("name", SPOILT)
def test_the_other_files_are_taken_and_the_one_is_named(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, why = SPOILT[name]
    folder, home = tmp_path / "lists", tmp_path / "home"
    folder.mkdir()
    list_file(folder, "2025-04-02", ROWS)
    spoil(folder / "another.xlsx")
    with empty_record(home):
        pass
    assert main(["--home", str(home), "sync", "--from", str(folder)]) == 3
    told = capsys.readouterr()
    assert told.out.startswith("1 file looked at, 1 new; 1 capture added.")
    assert told.err.splitlines() == [
        f"roster287: {folder / 'another.xlsx'}: {why}",
        "  The other files were taken in. Mend these, then sync again.",
    ]
    with open_record(home) as record:
        assert len(record.agencies()) == 12


def test_a_folder_that_is_linked_into_itself_is_looked_through_once(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    inner = folder / "inner"
    inner.mkdir(parents=True)
    list_file(inner, "2025-04-02", ROWS)
    for number in range(8):
        (inner / f"up{number}").symlink_to(folder)
    with empty_record(tmp_path / "home") as record:
        assert record.sync([folder]).done.files == 1
