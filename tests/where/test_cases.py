"""Two hundred places in every state and territory: what is understood, by county and municipality."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from roster287.errors import UsageError
from roster287.places.policing.understand import understand
from roster287.places.reference import shipped as reference
from roster287.publish.where import where
from roster287.record import Record

with (Path(__file__).parent.parent / "cases" / "where.csv").open(encoding="utf-8", newline="") as _file:
    CASES = list(csv.DictReader(_file))


def codes(text: str) -> set[str]:
    return set(filter(None, text.split(";")))


def test_the_table_covers_every_state() -> None:
    assert len(CASES) >= 200
    assert {case["state"] for case in CASES} - {""} == set(reference().states) - {"AS"} | {"AS"} & {
        case["state"] for case in CASES
    }


@pytest.mark.parametrize("case", CASES, ids=[case["asked"] for case in CASES])
def test_a_place_is_understood(case: dict[str, str]) -> None:
    if case["outcome"] in ("several", "unknown"):
        with pytest.raises(UsageError) as caught:
            understand(case["asked"], reference())
        assert ("places" in caught.value.message) == (case["outcome"] == "several")
        assert caught.value.hint
        return
    meant = understand(case["asked"], reference())
    assert meant.grounds[0].state == case["state"]
    assert {town.geoid for ground in meant.grounds for town in ground.towns} == codes(case["municipalities"])
    assert {county.fips for ground in meant.grounds for county in ground.counties} == codes(case["counties"])
    assert meant.exact == (case["outcome"] == "found")


def test_every_place_is_answered_and_no_body_twice(shipped: Record) -> None:
    with shipped.reading() as connection:
        for case in CASES:
            if case["outcome"] not in ("found", "taken"):
                continue
            answer = where(connection, case["asked"])
            assert len(answer) > 0 or "Neither" in answer.query["note"], case["asked"]
            assert len(answer) > 0 or case["state"] == "MP", case["asked"]
            ids = [row["agency_id"] for row in answer if row["agency_id"]]
            assert len(ids) == len(set(ids)), case["asked"]
            coded = [row["ori9"] for row in answer if row["ori9"] and not row["agency_id"]]
            assert len(coded) == len(set(coded)), case["asked"]
            if not case["municipalities"]:
                assert not [row for row in answer if row["reach"] == "place"], case["asked"]
