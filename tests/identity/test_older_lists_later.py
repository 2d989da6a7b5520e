"""Ids stay what they are when older lists are added later."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.record import Record
from tests.support.lists import LISTS, PAGES, WORKBOOKS, needs_lists
from tests.support.lives import empty_record


def everything(record: Record) -> set[str]:
    ids = {str(row["agency_id"]) for row in record.agencies()}
    return ids | {str(row["agreement_id"]) for row in record.agreements()}


@needs_lists
@pytest.mark.parametrize("each", [3, pytest.param(1, marks=pytest.mark.long)])
def test_every_id_of_the_newer_half_stays_when_the_older_half_is_added(full: Record, tmp_path: Path, each: int) -> None:
    """With every list, or with every third."""
    assert LISTS is not None
    dates = {row["file_name"]: row["date"] for row in full.lists()}
    middle = sorted(dates.values())[len(dates) // 2]
    lists = [*PAGES, *WORKBOOKS][::each]
    newer = [path for path in lists if dates.get(path.name, "") >= middle]
    assert len(newer) > 200 / each
    with empty_record(tmp_path / "home") as record:
        record.sync(newer)
        noted = everything(record)
        record.sync([LISTS] if each == 1 else lists)
        gone = sorted(noted - everything(record))
        led = {old: str(record.show(old).rows[0]["agency"]["agency_id"]) for old in gone}
    assert gone == [], led


@needs_lists
def test_the_address_of_a_list_never_leads_to_another_list_of_that_day(full: Record, tmp_path: Path) -> None:
    """Of two lists of a day with one part, the later comes first; what is on file for it holds, in any order."""
    ids = {row["file_name"]: row["publication_id"] for row in full.lists()}
    twice = {stem for stem in ids.values() if f"{stem}-2" in ids.values()}
    assert twice
    with empty_record(tmp_path / "home") as record:
        for path in sorted(WORKBOOKS, key=lambda path: str(ids.get(path.name)), reverse=True):
            if ids.get(path.name, "").removesuffix("-2") in twice:
                record.sync([path])
        for row in record.lists():
            assert row["publication_id"] == ids[row["file_name"]]
