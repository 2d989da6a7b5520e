"""A site made of the one before and one list more that is not the site of the record would show two records at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.publish.site.building import MANIFEST
from roster287.record import open as open_record
from tests.support.lists import LISTS, needs_lists


def _files(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(MANIFEST)
    return found


@needs_lists
@pytest.mark.long
@pytest.mark.parametrize("newest", ["pendingAgencies02272026am.xlsx", "participatingAgencies02272026am.xlsx"])
def test_a_site_after_one_more_list_is_the_one_made_whole(tmp_path: Path, newest: str) -> None:
    assert LISTS is not None
    others = tmp_path / "others"
    others.mkdir()
    workbooks = {path.name: path for path in LISTS.glob("p*Agencies/*.xlsx")}
    last = workbooks.pop(newest)
    for name, path in workbooks.items():
        (others / name).symlink_to(path)
    with open_record(tmp_path / "home") as record:
        record.init(empty=True)
        record.sync([str(others)])
        before = record.site(tmp_path / "site").rows[0]
        record.site(tmp_path / "site")
        record.sync([str(last)])
        after = record.site(tmp_path / "site").rows[0]
        record.site(tmp_path / "whole")
    assert before["kept"] == 0 < after["made"] < after["kept"]
    assert _files(tmp_path / "site") == _files(tmp_path / "whole")
