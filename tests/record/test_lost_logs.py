"""What the logs of the archive have lost is told and refused, whichever log it was and however little of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from roster287.errors import ArchiveError
from roster287.model import Capture
from roster287.record import Record
from roster287.stages.keeping import log_pages
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """Two lists, the first retrieved twice; a person has set the second aside, and judged two names."""
    files = [
        list_file(tmp_path, day, [row(), row("OHIO", f"Police of {day}"), row("OHIO", "Solon Police Department")])
        for day in ("2025-04-02", "2025-04-03")
    ]
    with empty_record(tmp_path / "home") as record:
        record.sync(files)
        first = record.lists().rows[0]["sha256"]
        record.home.captures.append(
            [Capture(first, "other.xlsx", "capture", "2025-04-02T20:00:00", "https://www.ice.gov/x")]
        )
        page = record.home.objects.put(b"<html>the page</html>")
        log_pages(record.home, page, [("2025-04-02T20:00:00", "https://www.ice.gov/287g")], ())
        record.sync(set_aside=["participating-2025-04-03-am"])
        record.judge("different", "OH: Police of 2025-04-02", "OH: Solon Police Department", why="a test")
        assert record.verify().rows == ()
        yield record


def lose(name: str, which: Callable[[bytes], bool]) -> Callable[[Record], None]:
    def losing(record: Record) -> None:
        path = record.home.root / "archive" / name
        path.write_bytes(b"".join(line for line in path.read_bytes().splitlines(True) if not which(line)))

    return losing


@pytest.mark.parametrize(
    ("losing", "told"),
    [
        (lose("captures.jsonl", lambda line: b"other.xlsx" in line), "has lost 1 of the times at which"),
        (lose("captures.jsonl", lambda line: b"04032025" in line), "has lost participatingAgencies04032025am.xlsx"),
        (
            lose("decisions.jsonl", lambda line: True),
            "has lost what a person decided on participatingAgencies04032025am",
        ),
    ],
)
def test_a_line_that_a_log_lost_is_told_and_no_record_is_made_without_it(
    record: Record, losing: Callable[[Record], None], told: str
) -> None:
    before = record.lists().rows
    losing(record)
    assert [(found["what"], told in found["problem"]) for found in record.verify()] == [("bytes", True)]
    with pytest.raises(ArchiveError, match="have lost what the record rests on"):
        record.rebuild()
    assert record.lists().rows == before


def test_bytes_of_a_page_that_are_gone_are_told(record: Record) -> None:
    for kept in (record.home.root / "archive" / "objects").rglob("*"):
        if kept.is_file() and kept.read_bytes() == b"<html>the page</html>":
            kept.unlink()
    assert ["ICE's page of 2025-04-02" in found["problem"] for found in record.verify()] == [True]


def test_a_damaged_log_of_what_was_seen_is_told(record: Record) -> None:
    (record.home.root / "archive" / "seen.jsonl").write_text("garbage\n")
    assert ["seen.jsonl" in found["problem"] for found in record.verify()] == [True]


def test_judgements_that_are_gone_are_not_told_as_a_record_to_make_anew(record: Record) -> None:
    record.home.judgements.unlink()
    (found,) = record.verify()
    assert found["subject"] == "judgements.csv"
    assert "restore the file" in found["problem"]


def test_a_home_that_has_nothing_yet_has_lost_nothing(tmp_path: Path) -> None:
    with empty_record(tmp_path / "empty") as empty:
        assert empty.verify().rows == ()
