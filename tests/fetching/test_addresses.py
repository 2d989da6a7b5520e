"""A list at an address comes in as its file would; what is no list there changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roster287.cli.main import main
from roster287.record import open as open_record
from tests.support.ice_server import BLOCK_PAGE, IceServer, Resource
from tests.support.workbooks import row, workbook

NAME = "participatingAgencies04032025am.xlsx"
LIST = workbook([row("MAINE", "Wells Police Department", signed="2025-04-02")], modified="2025-04-03T12:00:00Z")


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[IceServer]:
    monkeypatch.setenv("ROSTER287_PAUSE", "0")
    with IceServer() as server:
        yield server


def test_a_list_at_an_address_is_what_its_file_is(mirror: IceServer, tmp_path: Path) -> None:
    mirror.resources[f"/lists/{NAME}"] = Resource(LIST, "application/octet-stream", 0.0)
    home = str(tmp_path / "home")
    assert main(["--home", home, "init", "--empty"]) == 0
    for _ in range(2):  # twice is once
        assert main(["--home", home, "sync", "--from", f"{mirror.address}/lists/{NAME}"]) == 0
        with open_record(home) as record:
            (publication,) = record.lists()
            assert (publication["date"], publication["file_name"]) == ("2025-04-03", NAME)
            (listed,) = record.on("2025-04-03")
            assert listed["agency_id"] == "me-wells-police-department"
            assert {capture.source for capture in record.home.captures} == {f"{mirror.address}/lists/{NAME}"}


def test_a_password_in_an_address_is_neither_kept_nor_printed(
    mirror: IceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.resources[f"/{NAME}"] = Resource(LIST, "application/octet-stream", 0.0)
    home = tmp_path / "home"
    assert main(["--home", str(home), "init", "--empty"]) == 0
    address = mirror.address.replace("//", "//user:hunter22@")
    assert main(["--home", str(home), "sync", "--from", f"{address}/{NAME}"]) == 2
    assert "hunter22" not in "".join(capsys.readouterr())
    assert not any(b"hunter22" in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert mirror.asked == []


@pytest.mark.parametrize("command", [["sync", "--live"], ["watch", "--once"]])
def test_a_password_in_the_address_of_the_page_is_neither_kept_nor_printed(
    mirror: IceServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
) -> None:
    home = tmp_path / "home"
    assert main(["--home", str(home), "init", "--empty"]) == 0
    monkeypatch.setenv("ROSTER287_ICE_PAGE", mirror.page_url.replace("//", "//user:hunter22@"))
    assert main(["--home", str(home), *command]) == 2
    assert "hunter22" not in "".join(capsys.readouterr())
    assert not any(b"hunter22" in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert mirror.asked == []


def test_an_address_that_is_not_fetched_is_no_file_that_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(tmp_path / "home"), "init", "--empty"]) == 0
    assert main(["--home", str(tmp_path / "home"), "sync", "--from", "ftp://x/y"]) == 2
    told = capsys.readouterr().err
    assert "ftp: is not fetched" in told
    assert "https:// or http://" in told


@pytest.mark.parametrize("pause", ["nan", "inf", "-5", "four"])
def test_a_pause_that_is_none_is_refused(
    mirror: IceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pause: str
) -> None:
    monkeypatch.setenv("ROSTER287_PAUSE", pause)
    assert main(["--home", str(tmp_path / "home"), "init", "--empty"]) == 0
    assert main(["--home", str(tmp_path / "home"), "sync", "--from", f"{mirror.address}/{NAME}"]) == 2
    assert mirror.asked == []


@pytest.mark.parametrize("path", ["/page", "/gone"])
def test_a_page_or_nothing_at_an_address_is_told_as_such_and_changes_nothing(
    mirror: IceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    mirror.resources["/page"] = Resource(BLOCK_PAGE, "text/html", 0.0)
    home = str(tmp_path / "home")
    assert main(["--home", home, "init", "--empty"]) == 0
    assert main(["--home", home, "sync", "--from", mirror.address + path]) == 3
    assert mirror.address + path in capsys.readouterr().err
    with open_record(home) as record:
        assert record.lists().rows == ()


def test_an_address_that_fails_takes_nothing_from_the_others(
    mirror: IceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.resources[f"/lists/{NAME}"] = Resource(LIST, "application/octet-stream", 0.0)
    home, gone = str(tmp_path / "home"), f"{mirror.address}/gone"
    assert main(["--home", home, "init", "--empty"]) == 0
    assert main(["--home", home, "sync", "--from", f"{mirror.address}/lists/{NAME}", "--from", gone]) == 3
    told = capsys.readouterr()
    assert "1 file looked at, 1 new" in told.out
    assert told.err.startswith(f"roster287: {gone}: ")
    with open_record(home) as record:
        assert [line["file_name"] for line in record.lists()] == [NAME]
