"""One file that cannot be read must not keep the others of its folder out of the record, nor hang the sync."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from roster287.cli.main import main
from roster287.errors import SourceError, StoreError, UsageError
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


def test_folders_that_are_linked_into_one_another_are_looked_through(tmp_path: Path) -> None:
    one, other = tmp_path / "lists" / "one", tmp_path / "lists" / "other"
    for folder, day in ((one, "2025-04-02"), (other, "2025-04-03")):
        folder.mkdir(parents=True)
        list_file(folder, day, ROWS)
    for number in range(4):
        (one / f"beside{number}").symlink_to(other)
        (other / f"beside{number}").symlink_to(one)
    with empty_record(tmp_path / "home") as record:
        assert record.sync([tmp_path / "lists"]).done.files == 2


@pytest.mark.parametrize(
    "name", ["participatingAgencies-20250230231027.xlsx", "participatingAgencies-20251399256161.xlsx"]
)
def test_a_name_with_a_time_that_is_none_does_not_stop_every_sync_after_it(name: str, tmp_path: Path) -> None:
    odd = list_file(tmp_path, "2025-04-02", ROWS).rename(tmp_path / name)
    with empty_record(tmp_path / "home") as record:
        record.sync([odd])
        record.sync([list_file(tmp_path, "2025-04-03", ROWS)])
        assert len(record.agencies()) == 12
        assert list(record.verify()) == []


@pytest.mark.parametrize("stamp", ["yesterday", "", "2025", "12/03/2025", "2025-02-30T10:10:10", "20250311"])
def test_a_time_in_a_manifest_that_is_none_is_refused_before_anything_is_kept(stamp: str, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    path = list_file(folder, "2025-04-02", ROWS)
    lines = ["stored_as,file_name,stamp_kind,stamp", f"{path.name},{path.name},capture,{stamp}"]
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    with empty_record(tmp_path / "home") as record:
        with pytest.raises(SourceError, match="has a time that is none"):
            record.sync([folder])
        lines[1] = f"{path.name},{path.name},capture,2025-04-03T01:00+02:00"
        (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
        record.sync([folder])
        assert [line["first_captured"] for line in record.lists()] == ["2025-04-02T23:00:00"]


@pytest.mark.parametrize("table", ["manifest.csv", "captures.csv"])
def test_a_capture_that_is_to_come_is_refused_before_anything_is_kept(table: str, tmp_path: Path) -> None:
    path = list_file(tmp_path, "2025-04-02", ROWS)
    header = {
        "manifest.csv": "stored_as,file_name,stamp_kind,stamp",
        "captures.csv": "table,file_name,stamp_kind,captured_at",
    }
    (tmp_path / table).write_text(f"{header[table]}\n{path.name},{path.name},capture,2999-01-01T00:00:00Z\n")
    with empty_record(tmp_path / "home") as record:
        with pytest.raises(SourceError, match="has a time that is to come"):
            record.sync([tmp_path])
        assert list(record.home.captures) == []


def test_a_name_that_is_no_text_does_not_keep_the_others_out(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    list_file(folder, "2025-04-02", ROWS)
    (folder / os.fsdecode(b"list-\xff.xlsx")).write_bytes(b"nothing")
    with empty_record(tmp_path / "home") as record:
        done = record.sync(folder).done
        assert (done.files, len(record.agencies())) == (2, 12)


def test_an_empty_source_is_not_the_folder_one_happens_to_be_in(tmp_path: Path) -> None:
    with empty_record(tmp_path / "home") as record, pytest.raises(UsageError, match="empty"):
        record.sync([""])


def test_a_home_that_lost_its_settings_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with empty_record(home) as record:
        record.sync([list_file(tmp_path, "2025-04-02", ROWS)])
    kept = (home / "roster287.json").rename(tmp_path / "kept")
    with open_record(home) as record, pytest.raises(StoreError, match="has an archive and no"):
        record.sync([list_file(tmp_path, "2025-04-03", ROWS)])
    for asked in ("status", "agencies", "init"):
        with open_record(home) as record, pytest.raises(StoreError, match="has an archive and no"):
            getattr(record, asked)()
    kept.rename(home / "roster287.json")
    with open_record(home) as record:
        assert list(record.verify()) == []


def test_a_very_long_name_still_has_a_page(tmp_path: Path) -> None:
    long = row("MAINE", "Department " + "of Very Long Names " * 30, signed="2025-02-01", county="")
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-02", [*ROWS, long])])
        (agency,) = [line["agency_id"] for line in record.agencies() if "very-long" in line["agency_id"]]
        assert len(agency) < 200
        assert record.show(agency)
