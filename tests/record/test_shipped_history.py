"""A home that begins with the shipped history takes in the lists it tells of: their bytes are kept, not read again."""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roster287 import history
from roster287.errors import ArchiveError, RosterError
from roster287.record import open as open_record
from tests.support.lives import empty_record, list_file, outputs_of
from tests.support.stores import lose
from tests.support.workbooks import row

WELLS = row("MAINE", "Wells Police Department", signed="2025-04-02")
YORK = row("MAINE", "York Police Department", signed="2025-04-09")


@pytest.fixture
def listed(tmp_path: Path) -> list[Path]:
    return [list_file(tmp_path, "2025-04-03", [WELLS]), list_file(tmp_path, "2025-04-10", [WELLS, YORK])]


@pytest.fixture
def ships(
    tmp_path: Path, listed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[dict[str, Any]], None]], None]:
    """Let the package ship the history of these lists, changed as the caller likes."""

    def ship(change: Callable[[dict[str, Any]], None] = lambda whole: None) -> None:
        with empty_record(tmp_path / "packed") as record:
            record.sync(listed)
            record.pack_history(tmp_path / "packed.xz")
        whole = json.loads(lzma.decompress((tmp_path / "packed.xz").read_bytes()))
        change(whole)
        monkeypatch.setattr(history, "shipped", lambda: whole)

    return ship


def misread(whole: dict[str, Any]) -> None:
    """The history tells of a town that no list prints."""
    for cells in whole["rows"]:
        cells[1] = cells[1].replace("Wells", "Ogunquit")


def test_lists_of_the_history_are_kept_and_counted_and_change_nothing(
    tmp_path: Path, listed: list[Path], ships: Callable[[], None]
) -> None:
    ships()
    with open_record(tmp_path / "home") as record:
        before = [record.agencies().rows, record.changes().rows, record.lists().rows]
        done = record.sync(listed).done
        assert (done.files, done.new_files, done.events) == (2, 2, ())
        assert [record.agencies().rows, record.changes().rows, record.lists().rows] == before
        assert record.sync(listed).done.new_files == 0
        assert record.verify().rows == ()
        assert all(row["same"] for row in record.rebuild())
    with empty_record(tmp_path / "other") as record:
        record.sync(listed)
    assert outputs_of(tmp_path / "home") == outputs_of(tmp_path / "other")


def test_a_new_list_beside_those_of_the_history_is_read_and_told(
    tmp_path: Path, listed: list[Path], ships: Callable[[], None]
) -> None:
    ships()
    new = list_file(tmp_path, "2025-04-17", [YORK])
    with open_record(tmp_path / "home") as record:
        done = record.sync([*listed, new]).done
        assert done.new_files == 3
        assert [event.split("/")[1] for event in done.events] == ["no_longer_listed"]
        assert record.verify().rows == ()
        assert all(row["same"] for row in record.rebuild())


def test_what_the_history_misstates_of_kept_bytes_a_rebuild_puts_right(
    tmp_path: Path, listed: list[Path], ships: Callable[[Callable[[dict[str, Any]], None]], None]
) -> None:
    ships(misread)
    with open_record(tmp_path / "home") as record:
        record.sync(listed)
        assert next(iter(record.agencies()))["name"].startswith("Ogunquit")
        assert not all(row["same"] for row in record.rebuild())
        assert next(iter(record.agencies()))["name"].startswith("Wells")
        assert record.verify().rows == ()


def test_a_list_is_kept_though_the_register_cannot_be_used(
    tmp_path: Path, listed: list[Path], ships: Callable[[], None]
) -> None:
    ships()
    home = tmp_path / "home"
    with open_record(home) as record:
        record.status()
    if not (home / "record.db").exists():
        pytest.skip("LEFT OUT: a register on a server is no file that this program could lose")
    (home / "record.db").write_bytes(b"garbage" * 2000)
    new = list_file(tmp_path, "2025-04-17", [YORK])
    with open_record(home) as record:
        with pytest.raises(RosterError):
            record.sync([new])
        kept = {capture.file_name for capture in record.home.captures}
        assert kept == {new.name}
        assert all(capture.sha256 in record.home.objects for capture in record.home.captures)


def test_lists_of_the_history_whose_bytes_are_lost_are_not_said_to_be_kept(
    tmp_path: Path, listed: list[Path], ships: Callable[[], None]
) -> None:
    ships()
    with open_record(tmp_path / "home") as record:
        record.sync(listed)
        for kept in (tmp_path / "home" / "archive" / "objects").rglob("*"):
            if kept.is_file():
                kept.chmod(0o644)
                kept.unlink()
    lose(tmp_path / "home")
    with open_record(tmp_path / "home") as record, pytest.raises(ArchiveError):
        record.status()
