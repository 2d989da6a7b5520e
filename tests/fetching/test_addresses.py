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
