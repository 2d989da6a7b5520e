"""A reader who pages must meet every row once, and be told when that can no longer be."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster287.publish.api import cursor
from roster287.publish.api.problems import Problem
from tests.api.serving import served
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

OLD, NEW = "0123456789abcdef", "fedcba9876543210"
names = st.lists(st.text(max_size=8), min_size=1, max_size=30, unique=True)


def _rows(ids: Sequence[str]) -> list[dict[str, Any]]:
    return [{"id": one} for one in ids]


def _walk(ids: Sequence[str], limit: int, place: cursor.Place) -> list[str]:
    rows, at, following, seen = _rows(ids), 0, None, []
    while True:
        at = cursor.start(place, rows, following)
        seen += [one["id"] for one in rows[at : at + limit]]
        following = cursor.after(place, rows, at + limit)
        if following is None:
            return seen


@given(names, st.integers(1, 12), st.sampled_from(["id", None]))
def test_pages_together_are_the_whole(ids: list[str], limit: int, key: str | None) -> None:
    assert _walk(ids, limit, cursor.Place("q", OLD, key)) == ids


@given(names, st.lists(st.text(max_size=8), max_size=10), st.data())
def test_in_a_new_version_pages_go_on_behind_the_row_they_left_off_at(
    ids: list[str], added: list[str], data: st.DataObject
) -> None:
    end = data.draw(st.integers(1, len(ids)))
    following = cursor.after(cursor.Place("q", OLD, "id"), [*_rows(ids), {"id": "one more"}], end)
    later = ids + [one for one in dict.fromkeys(added) if one not in ids]
    data.draw(st.randoms()).shuffle(later)
    at = cursor.start(cursor.Place("q", NEW, "id"), _rows(later), following)
    assert later[at - 1] == ids[end - 1]
    gone = [one for one in later if one != ids[end - 1]]
    with pytest.raises(Problem) as told:
        cursor.start(cursor.Place("q", NEW, "id"), _rows(gone), following)
    assert told.value.status == 410


@given(st.integers(0, 287), st.data())
@settings(max_examples=300)
def test_an_altered_cursor_leads_nowhere(bit: int, data: st.DataObject) -> None:
    import base64

    place, rows = cursor.Place("q", OLD, "id"), _rows("abcdef")
    following = cursor.after(place, rows, data.draw(st.integers(1, 5)))
    assert following is not None
    raw = bytearray(base64.urlsafe_b64decode(following))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Problem) as told:
        cursor.start(place, rows, base64.urlsafe_b64encode(raw).decode())
    assert told.value.status == 404


def test_rows_without_a_key_must_be_begun_again_in_a_new_version() -> None:
    following = cursor.after(cursor.Place("q", OLD, None), _rows("abc"), 1)
    with pytest.raises(Problem) as told:
        cursor.start(cursor.Place("q", NEW, None), _rows("abc"), following)
    assert told.value.status == 410
    assert told.value.then == "Begin again without a cursor."


def test_a_cursor_is_good_for_its_own_question_only(api: httpx.Client) -> None:
    given = api.get("/api/v1/agencies", params={"state": "FL", "limit": 3}).json()["next_cursor"]
    again = {"state": "FL", "cursor": given}
    assert api.get("/api/v1/agencies", params=again).status_code == 200
    assert api.get("/api/v1/agencies", params=again | {"limit": 7, "format": "csv"}).status_code == 200
    for address, params in (
        ("agencies", {"state": "TX"}), ("agencies", {}), ("agreements", {"state": "FL"}),
        ("agencies", {"state": "FL", "lang": "es"}), ("agencies", {"state": "FL", "status": "active"}),
    ):  # fmt: skip
        answer = api.get(f"/api/v1/{address}", params=params | {"cursor": given})
        assert (answer.status_code, answer.json()["detail"]) == (400, "This cursor belongs to another question.")
    for bad in ("", "x", given[:-1], given + "A", given[:-2] + "==", f"{given}\n", "é" * 48, "../" * 16):
        assert api.get("/api/v1/agencies", params={"state": "FL", "cursor": bad}).status_code == 400, bad
    assert api.get("/api/v1/agencies", params={"state": "FL", "cursor": "A" * 48}).status_code == 404


def test_a_new_list_between_two_pages_neither_repeats_nor_drops_a_row(tmp_path: Path) -> None:
    chance = random.Random(7)
    towns = [f"{chance.choice('ABCDEFGH')}{number:02}ville Police Department" for number in range(40)]
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-03", [row(agency=town) for town in towns])])
        with served(tmp_path / "home") as client:
            first = client.get("/api/v1/agencies", params={"limit": 15}).json()
            more = ["AAville Police Department", "Zville Police Department"]
            record.sync([list_file(tmp_path, "2025-04-04", [row(agency=town) for town in [*towns, *more]])])
            _until_newer(client, first["count"])
            asked: dict[str, Any] = {"limit": 15, "cursor": first["next_cursor"]}
            rows = list(first["rows"])
            while asked["cursor"]:
                page = client.get("/api/v1/agencies", params=asked).json()
                rows += page["rows"]
                asked["cursor"] = page["next_cursor"]
            names = [one["name"] for one in rows]
            assert len(set(names)) == len(names)
            assert set(towns) <= set(names)
            assert more[1] in names, "it stands behind the first page"
            assert more[0] not in names, "it stands before what was read already"


def _until_newer(client: httpx.Client, count: int) -> None:
    import time

    end = time.monotonic() + 20
    while client.get("/api/v1/agencies").json()["count"] == count:
        assert time.monotonic() < end, "the new list never appeared"
        time.sleep(0.2)
