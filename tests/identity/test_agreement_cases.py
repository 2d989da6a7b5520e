"""What the real lists must tell of agreements: `cases/agreements.csv`, one test a line. To add one, add a line.

`kind` is a kind of event, or `not` and a kind: then no such event may be told. `date` is the day of the list. `before`
and `after` are what the event says of before and after: a date, a model, a name; several are set apart by spaces. An
empty cell asks nothing.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from roster287.record import Record
from roster287.record import open as open_record

TABLE = Path(__file__).parents[1] / "cases" / "agreements.csv"
with TABLE.open(encoding="utf-8", newline="") as stream:
    CASES = list(csv.DictReader(stream))

BEFORE = {
    "model_switched": "model",
    "returned": "no_longer_listed",
    "model_added": "models",
    "renamed": "name",
    "no_longer_pending": "pending_since",
}
AFTER = {"renamed": "name", "pending": "model"}


def label(case: dict[str, str]) -> str:
    return f"{case['agency_id']} {case['model']} {case['kind']} {case['date']}"


@pytest.fixture(scope="module")
def told(full_home: Path) -> list[dict[str, Any]]:
    with open_record(full_home) as record:
        return [dict(row) for row in record.changes(cause="ice")]


def said(facts: dict[str, Any] | None, key: str) -> str:
    value = (facts or {}).get(key) or ""
    return " ".join(value) if isinstance(value, list) else str(value)


def fits(event: dict[str, Any], case: dict[str, str]) -> bool:
    kind = event["kind"]
    return (
        event["agency_id"] == case["agency_id"]
        and kind == case["kind"].removeprefix("not ")
        and case["model"] in ("", event["model"])
        and case["date"] in ("", event["date"])
        and case["before"] in ("", said(event["before"], BEFORE.get(kind, "signed")))
        and case["after"] in ("", said(event["after"], AFTER.get(kind, "signed")))
    )


@pytest.mark.parametrize("case", CASES, ids=label)
def test_the_lists_tell_of_an_agreement_what_happened_to_it(case: dict[str, str], told: list[dict[str, Any]]) -> None:
    found = [event for event in told if fits(event, case)]
    assert len(found) == (0 if case["kind"].startswith("not ") else 1)


def test_every_departure_and_every_change_of_date_of_the_real_lists_has_been_examined(
    told: list[dict[str, Any]],
) -> None:
    """A departure that stands in no line of the table was looked at by nobody: examine it, and add a line."""
    kinds = ("no_longer_listed", "redated", "renewed", "model_switched", "returned")
    seen = {(case["agency_id"], case["model"], case["kind"], case["date"]) for case in CASES}
    told_of = {(e["agency_id"], e["model"], e["kind"], e["date"]) for e in told if e["kind"] in kinds}
    assert told_of - seen == set()
    assert len(CASES) >= 80


def test_ids_of_events_and_agreements_are_not_given_twice(full: Record) -> None:
    for rows, key in ((full.changes(), "event_id"), (full.agreements(), "agreement_id")):
        assert [k for k, n in Counter(row[key] for row in rows).items() if n > 1] == []
