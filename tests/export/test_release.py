"""Releases: dated, checked, compared with the one before, and never overwritten."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from roster287.errors import PublishError
from roster287.publish.export.release import build, difference, releases
from roster287.record import Record
from roster287.record import open as open_record
from roster287.table import Table
from tests.support.lives import empty_record, list_file
from tests.support.stores import copy

FINE = Table((), ())
WELLS = {"state": "MAINE", "agency": "Wells Police Department", "type": "Municipality", "county": "York",
         "model": "Task Force Model", "signed": "2025-03-01", "moa": "link",
         "moa_url": "https://www.ice.gov/doclib/wells.pdf"}  # fmt: skip
POLK = {**WELLS, "state": "FLORIDA", "agency": "Polk County Sheriff's Office", "type": "County", "county": "Polk",
        "moa_url": "https://www.ice.gov/doclib/polk.pdf"}  # fmt: skip


def release(record: Record, folder: Path, faults: Table = FINE) -> Table:
    with record.reading() as connection:
        return build(connection, folder, faults=faults, judgements=record.home.judgements)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release of 10 March, and a home with a list of 12 March on top; only copy them."""
    folder = tmp_path_factory.mktemp("released")
    first = list_file(folder, "2025-03-10", [POLK])
    second = list_file(folder, "2025-03-12", [POLK, WELLS])
    with empty_record(folder / "home") as record:
        record.sync([first])
        release(record, folder / "releases")
        record.sync([second])
    return folder


@pytest.fixture
def two(begun: Path, tmp_path: Path) -> tuple[Path, Record]:
    """A copy of that folder, and of that record."""
    copy(begun / "home", tmp_path / "home")
    return shutil.copytree(begun / "releases", tmp_path / "releases"), open_record(tmp_path / "home")


def test_a_release_is_named_after_its_newest_list_and_passes_its_own_sums(two: tuple[Path, Record]) -> None:
    folder, _ = two
    (path,) = releases(folder)
    assert path.name == "2025-03-10"
    lines = (path / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    there = {p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file()} - {"SHA256SUMS"}
    assert set(sums) == there
    assert all(hashlib.sha256((path / name).read_bytes()).hexdigest() == digest for name, digest in sums.items())
    assert {"CITATION.cff", "LICENSE.txt", "README.md", "datapackage.json", "roster287.xlsx"} <= there
    assert "difference.csv" not in there


def test_the_day_of_a_list_is_not_told_as_the_day_of_the_release(two: tuple[Path, Record]) -> None:
    (path,) = releases(two[0])
    assert "released" not in (path / "CITATION.cff").read_text()
    assert "created" not in json.loads((path / "datapackage.json").read_text())


def test_the_difference_is_the_events_between_two_releases(two: tuple[Path, Record]) -> None:
    folder, record = two
    with record:
        answer = release(record, folder)
        events = {row["event_id"] for row in record.changes(since="2025-03-11")}
    assert answer.query["since"] == "2025-03-10"
    with (folder / "2025-03-12" / "difference.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    new = {line["key"] for line in lines if line["table"] == "events" and line["change"] == "new"}
    assert new == events != set()
    agreements = [line for line in lines if line["table"] == "agreements" and line["change"] == "new"]
    assert [json.loads(line["after"])["agency"] for line in agreements] == ["Wells Police Department"]
    changed = Counter((line["table"], line["field"]) for line in lines if line["change"] == "changed")
    assert ("agreements", "last_listed") in changed
    assert not [line for line in lines if line["change"] == "gone"]
    assert "difference.csv" in {r["path"] for r in json.loads((folder / "2025-03-12" / "datapackage.json").read_text())[
        "resources"]}  # fmt: skip


def test_a_row_that_goes_does_not_change_one_whose_names_are_the_same_words(tmp_path: Path) -> None:
    for name, lines in (("before", ("A B,C", "A,B C")), ("after", ("A B,C",))):
        (tmp_path / name / "csv").mkdir(parents=True)
        path = tmp_path / name / "csv" / "spellings.csv"
        path.write_text("\n".join(["agency_id,name", *lines]) + "\n")
    told = [line[:3] for line in difference(tmp_path / "before", tmp_path / "after")]
    assert told == [("spellings", "gone", "A B C")]


def test_a_release_with_nothing_new_is_refused(two: tuple[Path, Record]) -> None:
    folder, record = two
    with record:
        release(record, folder)
        with pytest.raises(PublishError, match="Nothing differs"):
            release(record, folder)
    assert [path.name for path in releases(folder)] == ["2025-03-10", "2025-03-12"]


def test_a_second_release_of_a_day_does_not_touch_the_first(two: tuple[Path, Record], tmp_path: Path) -> None:
    folder, record = two
    with record:
        release(record, folder)
        before = {path: path.read_bytes() for path in (folder / "2025-03-12").rglob("*") if path.is_file()}
        record.sync([list_file(tmp_path, "2025-03-12", [POLK], "pm")])
        release(record, folder)
    assert [path.name for path in releases(folder)] == ["2025-03-10", "2025-03-12", "2025-03-12.2"]
    assert before == {path: path.read_bytes() for path in (folder / "2025-03-12").rglob("*") if path.is_file()}


def test_a_release_after_one_of_its_day_was_taken_away_takes_no_name_of_another(
    two: tuple[Path, Record], tmp_path: Path
) -> None:
    folder, record = two
    (folder / "2025-03-10").rename(folder / "2025-03-12.2")
    release(record, folder)
    assert [path.name for path in releases(folder)] == ["2025-03-12.2", "2025-03-12.3"]


@pytest.mark.parametrize(
    ("name", "how"), [("csv/agencies.csv", "altered"), ("csv/agencies.csv", "lost"), ("SHA256SUMS", "altered")]
)
def test_nothing_is_compared_with_a_release_that_is_not_what_it_was(
    two: tuple[Path, Record], name: str, how: str
) -> None:
    folder, record = two
    path = folder / "2025-03-10" / name
    if how == "lost":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b"a", b"b"))
    with pytest.raises(PublishError, match=r"of the release 2025-03-10 is lost or was altered"):
        release(record, folder)
    assert [path.name for path in releases(folder)] == ["2025-03-10"]


def test_a_record_that_does_not_pass_the_checks_is_not_released(two: tuple[Path, Record]) -> None:
    folder, record = two
    fault = {"what": "bytes", "subject": "x", "problem": "The log has x, the archive has lost its bytes."}
    with record, pytest.raises(PublishError, match="lost its bytes"):
        release(record, folder, Table(tuple(fault), (fault,)))
    assert [path.name for path in releases(folder)] == ["2025-03-10"]


def test_an_empty_record_is_not_released(tmp_path: Path) -> None:
    with empty_record(tmp_path / "home") as record, pytest.raises(PublishError, match="no participating list"):
        release(record, tmp_path / "releases")
    assert not (tmp_path / "releases").exists() or not any((tmp_path / "releases").iterdir())


def test_a_half_made_release_of_that_name_is_not_overwritten(two: tuple[Path, Record]) -> None:
    folder, record = two
    (folder / "2025-03-12").mkdir()
    (folder / "2025-03-12" / "mine.txt").write_text("x")
    with record:
        answer = release(record, folder)
    assert answer.query["release"].endswith("2025-03-12.2")
    assert (folder / "2025-03-12" / "mine.txt").read_text() == "x"


def test_two_releases_of_one_record_are_the_same_bytes(two: tuple[Path, Record], tmp_path: Path) -> None:
    _, record = two
    with record:
        one, other = release(record, tmp_path / "a"), release(record, tmp_path / "b")
    assert one.rows == other.rows
