"""The story that this project grew from must come out right, from the lists, with proof."""

from __future__ import annotations

from typing import Any

import pytest

from roster287.publish.brief_markdown import markdown
from roster287.record import Record

WELLS = "me-wells-police-department/task_force/2025-04-02"
LIST_OF_3_APRIL = "81aebec4696ef0b520665a9fbcea8f34d454ba5585688e170cc9f9874e2cc056"


@pytest.fixture
def facts(shipped: Record) -> dict[str, dict[str, Any]]:
    return {fact["fact_id"]: fact for fact in shipped.brief("ME", on="2025-04-04", since="2025-04-01")}


def test_wells_is_not_lost_as_first_and_only_agency(facts: dict[str, dict[str, Any]]) -> None:
    assert facts["agencies_in_state"]["value"] == 1
    (first,) = facts["first_in_state"]["value"]
    assert first["agreement_id"] == WELLS
    assert "first and only agency in Maine" in facts["first_in_state"]["sentence"]
    (proof,) = facts["first_in_state"]["evidence"]
    assert (proof["sha256"], proof["sheet_row"]) == (LIST_OF_3_APRIL, 261)


def test_wells_keeps_its_date_its_model_and_its_time_as_pending(facts: dict[str, dict[str, Any]]) -> None:
    (wells,) = facts["agreements_in_state"]["value"]
    assert (wells["model"], wells["signed"], wells["pending_since"]) == ("task_force", "2025-04-02", "2025-03-31")
    then = {line["agency"]: line for line in facts["lists_then"]["value"]}
    assert then["Wells Police Department"]["pending"]
    assert not then["Wells Police Department"]["participating"]


def test_monmouth_winthrop_is_pending_and_was_not_on_1_april(facts: dict[str, dict[str, Any]]) -> None:
    (waiting,) = facts["pending_in_state"]["value"]
    assert waiting["first_pending"] == "2025-04-04"
    then = {line["agency"]: line for line in facts["lists_then"]["value"]}
    assert not then[waiting["agency"]]["pending"]
    assert "Monmouth" in waiting["agency"]


def test_38_states_not_37_nor_39(facts: dict[str, dict[str, Any]]) -> None:
    assert facts["states_with_agreements"]["value"] == 38
    assert len(facts["states_with_agreements"]["evidence"]) == 38


@pytest.mark.parametrize(("day", "rows", "states"), [("2025-04-03", 444, 38), ("2025-04-01", 427, 37)])
def test_counts_of_the_days_around_the_story_hold(shipped: Record, day: str, rows: int, states: int) -> None:
    (totals,) = shipped.count(on=day)
    assert (totals["rows"], totals["states"]) == (rows, states)


def test_no_fact_stands_without_file_hash_and_row(facts: dict[str, dict[str, Any]]) -> None:
    for fact_id, fact in facts.items():
        assert fact["sentence"], fact_id
        if fact_id in ("state_law", "states_that_ban", "models", "nominee_requirements", "not_287g"):
            continue
        assert fact["evidence"], fact_id
        assert all(len(item["sha256"]) == 64 and item["file_name"] for item in fact["evidence"]), fact_id


def test_the_brief_can_be_pasted_with_its_evidence(shipped: Record) -> None:
    text = markdown(shipped.brief("ME", on="2025-04-04"))
    assert text.startswith("# Maine, 4 April 2025\n")
    assert "Wells Police Department: Task Force Model, signed 2 April 2025, first listed 3 April 2025." in text
    assert "It was first on ICE's pending list on 31 March 2025, and gone from that of 3 April 2025." in text
    assert LIST_OF_3_APRIL in text
    assert "row 261" in text


@pytest.mark.parametrize("state", ["FL", "TX", "CA", "GU", "WY"])
@pytest.mark.parametrize("day", ["2021-02-01", "2025-03-20", "2026-02-27"])
def test_no_state_and_day_is_without_a_brief(shipped: Record, state: str, day: str) -> None:
    facts = {fact["fact_id"]: fact for fact in shipped.brief(state, on=day, since="2021-01-20")}
    (totals,) = shipped.count(on=day)
    assert facts["states_with_agreements"]["value"] == totals["states"]
    listed = shipped.on(day, state=state)
    assert facts["agencies_in_state"]["value"] == len({row["agency_id"] for row in listed})


def test_a_day_after_the_last_list_is_not_told_as_if_its_list_were_known(shipped: Record) -> None:
    """In November the record that ends in February does not know which list was in force."""
    told, before = (shipped.brief("ME", on=day).rows[0]["sentence"] for day in ("2099-01-01", "2026-02-27"))
    assert told.startswith("The newest list in this record up to 1 January 2099 is that of 27 February 2026: 1,492 ")
    assert before.startswith("On 27 February 2026, ICE's list in force was that of 27 February 2026: 1,492 ")


def test_an_only_agency_that_is_listed_no_more_is_told_with_its_last_day(shipped: Record) -> None:
    told = {fact["fact_id"]: fact["sentence"] for fact in shipped.brief("ME", on="2025-12-01")}
    assert "first on 3 April 2025 and last on 23 October 2025" in told["first_in_state"]


def test_an_agency_that_has_gone_is_on_the_list_of_the_day_it_was_on(shipped: Record) -> None:
    facts = {fact["fact_id"]: fact for fact in shipped.brief("ME", on="2025-10-23", since="2025-10-01")}
    assert facts["lists_then"]["sentence"] == (
        "Wells Police Department, Task Force Model: on the list in force on 1 October 2025."
    )
    assert "still named it" in facts["first_in_state"]["sentence"]


def test_a_list_is_not_said_to_be_in_force_where_others_may_have_come(shipped: Record) -> None:
    said = {day: shipped.brief("FL", on=day).rows[0]["sentence"] for day in ("2025-02-15", "2025-04-04")}
    assert said["2025-02-15"].startswith("The newest list in this record up to 15 February 2025")
    assert said["2025-04-04"].startswith("On 4 April 2025, ICE's list in force was that of 3 April 2025")


def test_the_proof_of_a_misprinted_row_says_what_our_record_has(shipped: Record) -> None:
    (proof,) = shipped.evidence("fl-lake-placid-police-department/task_force/2025-02-28", on="2025-03-06")
    assert proof["printed"]["state"] == "NEW YORK"
    assert proof["corrections"] == [{"field": "state", "printed": "NY", "corrected": "FL"}]
