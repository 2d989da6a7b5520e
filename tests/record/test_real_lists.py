"""The real lists, end to end: what each says, what changed, and nothing lost on the way."""

from __future__ import annotations

from collections import Counter

import pytest

from roster287.record import Record
from tests.support.lists import needs_lists

pytestmark = needs_lists


def test_no_list_is_lost_or_set_aside(full: Record) -> None:
    lists = full.lists()
    assert len(lists) == 458
    assert [row["file_name"] for row in lists if row["status"] != "accepted"] == []
    assert len({row["publication_id"] for row in lists}) == len(lists)


def test_the_lists_that_traded_names_are_read_by_content(full: Record) -> None:
    """On 2025-09-22 pm ICE published each list under the other's name."""
    (pending,) = [row for row in full.lists() if row["file_name"] == "participatingAgencies09222025pm.xlsx"]
    assert (pending["kind"], pending["date"], pending["part_of_day"]) == ("pending", "2025-09-22", "pm")
    participating = [row for row in full.lists("participating") if row["date"] == "2025-09-18"]
    names = [w["value"] for row in participating for w in row["witnesses"] if w["witness"] == "name"]
    assert "pendingAgencies09222025pm.xlsx" in names


@pytest.mark.parametrize(
    ("file_name", "date", "source"),
    [
        ("participatingAgencies01062025pm.xlsx", "2026-01-06", "name, a year early"),
        ("participatingAgencies08022025pm.xlsx", "2025-09-02", "name, a month early"),
        ("participatingAgencies090022025am.xlsx", "2025-09-02", "name, a digit too many"),
        ("participatingAgencies03062025am.xlsx", "2025-03-06", "name"),
        ("participatingAgencies-20250301180751.xlsx", "2025-03-01", "capture"),
        ("participatingAgencies-20250403231027.xlsx", "2025-04-03", "workbook"),
        ("page-table-20210113-001.csv", "2021-01-13", "name"),
    ],
)
def test_a_wrong_date_in_a_name_misleads_nobody(full: Record, file_name: str, date: str, source: str) -> None:
    (row,) = [row for row in full.lists() if row["file_name"] == file_name]
    assert (row["date"], row["date_source"]) == (date, source)


def test_an_old_list_under_a_new_name_keeps_its_date_and_says_who_disagrees(full: Record) -> None:
    (row,) = [row for row in full.lists() if row["file_name"] == "participatingAgencies03062025am.xlsx"]
    disagree = [w["value"] for w in row["witnesses"] if not w["agrees"]]
    assert disagree == ["participatingAgencies04212025am.xlsx"]


def test_an_empty_pending_list_is_a_fact(full: Record) -> None:
    empty = [row for row in full.lists("pending") if row["row_count"] == 0]
    assert [row["status"] for row in empty] == ["accepted"] * 7


def test_every_row_of_every_list_is_owned(full: Record) -> None:
    """No row of a real list is without an agency, or on a participating list without an agreement."""
    for publication in ("2021-01-13", "2025-02-19", "2025-03-17", "2025-07-15", "2025-12-05", "2026-02-27"):
        for row in full.on(publication):
            assert row["agency_id"] is not None
            assert row["agreement_id"] is not None


def test_counts_by_key_add_up_to_the_rows(full: Record) -> None:
    for by in ("state", "model", "type", "county"):
        answer = full.count(on="2025-10-09", by=by)
        (totals,) = full.count(on="2025-10-09")
        assert sum(row["agreements"] for row in answer) == totals["agreements"]
    by_state = {row["state"]: row["agreements"] for row in full.count(on="2025-10-09", by="state")}
    assert by_state == Counter(row["state"] for row in full.on("2025-10-09"))


def test_events_rest_on_rows_that_say_so(full: Record) -> None:
    """Each agreement that an event says appeared stands on that list, at that sheet row."""
    dates = {line["publication_id"]: line["date"] for line in full.lists()}
    printed: dict[str, dict[int, str]] = {}
    checked = 0
    for event in full.changes(since="2025-11-01", kind=["signed", "model_added", "renewed"]):
        (proof, *_) = event["evidence"]
        name = proof["publication_id"]
        if name not in printed:
            assert len(full.compare(name, name)) == 0
            on = full.on(dates[name])
            assert on.publication is not None
            in_force = on.publication["publication_id"] == name
            printed[name] = {r["evidence"][0]["sheet_row"]: r["agreement_id"] for r in on} if in_force else {}
        if printed[name]:
            assert printed[name][proof["sheet_row"]] == event["agreement_id"]
            checked += 1
    assert checked > 100


def test_a_day_s_changes_turn_one_list_into_the_next(full: Record) -> None:
    """diff(a, a) is empty; what `compare` finds between two lists is what the events between them say."""
    a, b = "participating-2025-10-20-am", "participating-2025-10-21-mid"
    assert len(full.compare(a, a)) == 0
    found = full.compare(a, b)
    new = {row["agreement_id"] for row in found if row["change"] == "new"}
    told = {
        event["agreement_id"]
        for event in full.changes(since="2025-10-21", until="2025-10-21")
        if event["kind"] in ("signed", "model_added", "renewed", "model_switched", "returned")
        and event["publication_id"] == b
    }
    assert new == told


def test_evidence_is_what_the_sheet_prints(full: Record) -> None:
    (proof,) = full.evidence("me-wells-police-department/task_force/2025-04-02", on="2025-04-04")
    assert proof["printed"]["state"] == "MAINE"
    assert proof["printed"]["moa"] == "link pending"
    assert proof["bytes_kept"]
    assert full.home.objects.get(proof["sha256"])
    gone = full.evidence("me-wells-police-department/task_force/2025-04-02", on="2025-11-01")
    assert len(gone) == 0
    assert gone.publication is not None


def test_shipped_history_says_what_the_lists_say(full: Record, shipped: Record) -> None:
    """The packed observations and the files themselves give the same record."""
    for question in ("lists", "agencies", "agreements", "applications", "changes"):
        assert getattr(full, question)().rows == getattr(shipped, question)().rows, question
