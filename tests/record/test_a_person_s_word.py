"""What a person decides about a list holds, can be taken back, and is never asked for what no word can mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.cli.main import main
from roster287.errors import UsageError
from roster287.record import open as open_record
from tests.support.lives import Lines, content, empty_record, list_file
from tests.support.stores import lose
from tests.support.workbooks import row, workbook

COLUMNS = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM")


def rows(count: int = 30) -> list[dict[str, object]]:
    """Agencies with a document and an addendum each."""
    return [
        row(
            "TEXAS", f"{place} Police Department", county="Travis County", signed="2025-03-01",
            moa_url=f"https://www.ice.gov/doclib/287gMOA/{place}.pdf",
            addendum_url=f"https://www.ice.gov/doclib/287gMOA/{place}-addendum.pdf",
        )
        for place in (f"{first}{last}" for first in ("Oak", "Elm", "Ash", "Fir", "Bay", "Ivy") for last in LASTS)
    ][:count]  # fmt: skip


LASTS = ("ville", "burg", "ton", "field", "dale", "wood")


def without(folder: Path, day: str, lines: Lines, *lost: str) -> Path:
    """A list of that day without some columns."""
    header = [name for name in COLUMNS if name not in lost]
    links = {f"{name.lower()}_url" for name in lost}
    kept = [{key: value for key, value in line.items() if key not in links} for line in lines]
    path = folder / f"participatingAgencies{day[5:7]}{day[8:]}{day[:4]}am.xlsx"
    path.write_bytes(workbook(kept, columns=header, modified=f"{day}T12:00:00Z"))
    return path


@pytest.mark.parametrize("lost", [("MOA",), ("ADDENDUM",), ("MOA", "ADDENDUM"), ("TYPE", "COUNTY")])
def test_a_column_that_is_gone_tells_nothing_of_what_it_said(tmp_path: Path, lost: tuple[str, ...]) -> None:
    lists = [
        list_file(tmp_path, "2025-04-01", rows()),
        without(tmp_path, "2025-04-02", rows(29), *lost),
        without(tmp_path, "2025-04-03", rows(29), *lost),
        list_file(tmp_path, "2025-04-04", rows(29)),
    ]
    with empty_record(tmp_path / "home") as record:
        record.sync(lists[:1])
        done = record.sync(lists[1:2]).done
        if "MOA" in lost:
            (aside,) = done.set_aside
            assert "no column MOA" in aside.reason
            assert "participatingAgencies04012025am.xlsx" in aside.reason
            assert record.sync(accept=[aside.publication_id]).done.set_aside == ()
        else:
            ((_, said),) = done.notices
            assert f"no column {', '.join(lost)}, as the list before" in said
        for path in lists[2:]:
            assert record.sync([path]).done.set_aside == ()
        told = [event["kind"] for event in record.changes(since="2025-04-02")]
        assert told == ["no_longer_listed"]
        assert all(output["same"] for output in record.rebuild())


def test_states_under_a_blank_header_are_read_as_states(tmp_path: Path) -> None:
    path = tmp_path / "participatingAgencies04022025am.xlsx"
    plain = list_file(tmp_path, "2025-04-01", rows())
    for blank in ("", " ", "JURISDICTION"):
        lines = [[blank, *COLUMNS[1:]], *([line[c] for c in CELLS] for line in rows())]
        path.write_bytes(workbook(lines[1:], columns=lines[0], modified="2025-04-02T12:00:00Z"))  # type: ignore[arg-type]
        with empty_record(tmp_path / f"home-{len(blank)}") as record:
            assert record.sync([plain, path]).done.set_aside == ()
            (totals,) = record.count("2025-04-02")
            assert (totals["rows"], totals["states"]) == (30, 1)
            assert "header_ambiguous" in {issue["code"] for issue in record.issues("participating-2025-04-02-am")}


CELLS = ("state", "agency", "type", "county", "model", "signed", "moa", "addendum")


def test_a_list_that_a_person_sets_aside_is_seen_no_longer_until_it_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lists = [list_file(tmp_path, f"2025-04-0{day}", rows(n)) for day, n in ((1, 20), (2, 30), (3, 25))]
    home = tmp_path / "home"
    sync = ["--home", str(home), "sync"]
    with empty_record(home) as record:
        record.sync(lists)
        before = content(record)
        assert len(record.changes(kind="no_longer_listed")) == 5
    with empty_record(tmp_path / "other") as other:
        other.sync([lists[0], lists[2]])
        alone = other.changes().rows
    assert main([*sync, "--set-aside", "participating-2025-04-02-am"]) == 0
    assert main([*sync, "--set-aside", str(lists[1])]) == 0
    assert "decided so before" in capsys.readouterr().err
    with open_record(home) as record:
        (aside,) = record.lists(status="set_aside")
        assert aside["reason"].startswith("A person set it aside on 20")
        led = record.compare("participating-2025-04-02-am", aside["publication_id"])
        assert led.rows == (), "its address leads on"
        assert record.changes().rows == alone
        assert record.verify().rows == ()
        assert all(output["same"] for output in record.rebuild())
        new = str(list_file(tmp_path, "2025-04-04", rows(21)))
        with pytest.raises(UsageError, match="accepted and set aside"):
            record.sync(accept=[new], set_aside=[new])
    assert main([*sync, "--accept", aside["publication_id"]]) == 0
    with open_record(home) as record:
        assert content(record) == before
        assert [decision.accepts for decision in record.home.decisions] == [False, True]
        one = "participating-2025-04-02-am"
        with pytest.raises(UsageError, match="accepted and set aside"):
            record.sync(accept=[one], set_aside=[one])
        assert content(record) == before


def test_what_is_taken_back_leaves_every_address_as_it_was(tmp_path: Path) -> None:
    """Two lists of one day and part: one is set aside and accepted again, or accepted and set aside again."""
    two = [tmp_path / f"participatingAgencies03022026{part}.xlsx" for part in ("", "_1")]
    for path, count in zip(two, (20, 21), strict=True):
        path.write_bytes(workbook(rows(count), modified=f"2026-03-02T1{count - 20}:00:00Z"))
    with empty_record(tmp_path / "home") as record:
        record.sync(two)
        before = content(record)
        ids = [line["publication_id"] for line in record.lists()]
        assert len(ids) == 2
        for publication_id in ids:
            record.sync(set_aside=[publication_id])
            others = [line["publication_id"] for line in record.lists(status="accepted")]
            assert set(others) == set(ids) - {publication_id}
            record.sync(accept=[publication_id])
            assert content(record) == before
            assert record.verify().rows == ()


def test_a_decision_is_taken_by_a_home_without_a_register(tmp_path: Path) -> None:
    path = list_file(tmp_path, "2025-04-02", rows())
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-01", rows(29)), path])
    lose(tmp_path / "home")
    with open_record(tmp_path / "home") as record:
        record.sync(set_aside=["participating-2025-04-02-am"])
        assert [line["status"] for line in record.lists()] == ["accepted", "set_aside"]


def test_an_acceptance_can_be_taken_back(tmp_path: Path) -> None:
    lists = [list_file(tmp_path, "2025-04-01", rows()), list_file(tmp_path, "2025-04-02", rows(12))]
    with empty_record(tmp_path / "home") as record:
        (aside,) = record.sync(lists).done.set_aside
        before = content(record)
        assert len(record.sync(accept=[aside.publication_id])) > 0
        assert record.sync(set_aside=[aside.publication_id]).done.set_aside == ()
        after = content(record)
        (line,) = record.lists(status="set_aside")
        assert line["publication_id"] == aside.publication_id
        lists_before, lists_after = before.pop("lists"), after.pop("lists")
        assert len(lists_before) == len(lists_after)
        assert after == before


def test_no_word_is_enough_for_a_list_that_nothing_dates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    undated = tmp_path / "list.xlsx"
    undated.write_bytes(workbook([row(signed="")], modified=None))
    home = tmp_path / "home"
    with empty_record(home) as record:
        record.sync([list_file(tmp_path, "2025-04-01", [row()])])
    sync = ["--home", str(home), "sync"]
    for given, code in (
        (["--accept", str(undated)], 5),
        (["--from", str(undated)], 5),
        (["--accept", str(undated)], 2),
    ):
        assert main([*sync, *given]) == code
        said = capsys.readouterr().err
        assert "Nothing says when it was published" in said
        assert "into the file's name" in said
    with open_record(home) as record:
        (aside,) = record.lists(status="set_aside")
        with pytest.raises(UsageError, match="cannot be accepted"):
            record.sync(accept=[aside["publication_id"]])
        assert record.verify().rows == ()
        (totals,) = record.count()
        assert totals["rows"] == 1


def test_a_folder_without_lists_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "lists.zip").write_bytes(b"PK")
    empty_record(tmp_path / "home").close()
    assert main(["--home", str(tmp_path / "home"), "sync", "--from", str(folder)]) == 0
    assert "No list is in it" in capsys.readouterr().err
