"""One cell that cannot be read takes no agency off the record, and does not keep 1,500 other rows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.curation import corrections
from roster287.publish.whole import read
from roster287.record import Record
from roster287.vocabulary.models import model_code
from tests.support.lives import Lines, empty_record, list_file
from tests.support.workbooks import row

ELSE = [row("OHIO", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(8)]
WELLS = row("MAINE", "Wells Police Department", signed="2025-04-02")
JAIL = WELLS | {"model": "Warrant Service Officer"}
NEW = row("MAINE", "Sanford Police Department", signed="2025-04-04", model="Courthouse Enforcement Model")


def _record(folder: Path, *lists: Lines) -> Record:
    record = empty_record(folder / "home")
    days = ("2025-04-03", "2025-04-04", "2025-04-07", "2025-04-08")
    record.sync([list_file(folder, day, [*ELSE, *rows]) for day, rows in zip(days, lists, strict=False)])
    return record


@pytest.mark.parametrize(
    ("before", "cell"),
    [
        ([WELLS], ""),
        ([WELLS], "Courthouse Enforcement Model"),
        ([WELLS, JAIL], "Task Force Model / Warrant Service Officer"),
    ],
    ids=["blank", "unknown", "two in one cell"],
)
def test_an_agreement_whose_row_cannot_be_read_is_not_gone(tmp_path: Path, before: Lines, cell: str) -> None:
    with _record(tmp_path, before, [WELLS | {"model": cell}], [WELLS | {"model": cell}], before) as record:
        assert {line["status"] for line in record.lists()} == {"accepted"}
        assert list(record.changes()) == []
        assert {line["missing_lists"] for line in record.agreements("ME")} == {0}
        assert [line["model"] for line in record.on("2025-04-04", "ME")] == [None], "the list is told as it is printed"


@pytest.mark.parametrize("model", ["Jail Enforcement Model", "Warrant Service Officer"])
def test_two_agreements_in_one_cell_stay_two_whatever_their_dates(tmp_path: Path, model: str) -> None:
    """The second was told to have left, or both to be a hybrid."""
    two = WELLS | {"model": model, "signed": "2025-03-05"}
    cell = WELLS | {"model": f"Task Force Model / {model}"}
    with _record(tmp_path, [WELLS, two], [cell], [cell], [WELLS, two]) as record:
        assert list(record.changes()) == []
        assert {line["model"] for line in record.agreements("ME")} == {"task_force", model_code(model)}


def test_a_hybrid_that_was_signed_anew_is_one(tmp_path: Path) -> None:
    jail = WELLS | {"model": "Jail Enforcement Model", "signed": "2025-03-05"}
    with _record(tmp_path, [WELLS, jail], [WELLS | {"model": "Hybrid Model", "signed": "2025-04-04"}]) as record:
        assert {event["kind"] for event in record.changes()} == {"model_switched", "no_longer_listed"}


def test_a_corrected_agreement_whose_model_cannot_be_read_is_not_gone(tmp_path: Path) -> None:
    (tenaha,) = [c for c in corrections() if c.agency.startswith("Tenaha") and c.field == "signed"]
    printed = row("TEXAS", tenaha.agency, county="Shelby County", signed=tenaha.printed)
    with _record(tmp_path, [printed], [printed | {"model": ""}], [printed]) as record:
        assert list(record.changes(cause="ice")) == []


def test_the_panel_and_the_maps_have_it_listed_on_that_day_too(tmp_path: Path) -> None:
    with _record(tmp_path, [WELLS], [WELLS | {"model": ""}], [WELLS]) as record, record.reading() as connection:
        listed = [sorted(a for a in one.agreements if a.startswith("me-")) for one in read(connection).listings]
        assert listed == [["me-wells-police-department/task_force/2025-04-02"]] * 3
        (proof,) = record.evidence("me-wells-police-department/task_force/2025-04-02", on="2025-04-04")
        assert proof["publication_id"] == "participating-2025-04-04-am"


def test_an_agreement_is_gone_where_the_row_bears_another_signing(tmp_path: Path) -> None:
    other = WELLS | {"model": "Courthouse Enforcement Model", "signed": "2025-04-04"}
    with _record(tmp_path, [WELLS], [other]) as record:
        assert [(event["kind"], event["date"]) for event in record.changes()] == [("no_longer_listed", "2025-04-04")]


LINKED = {"moa_url": "https://www.ice.gov/doclib/wells.pdf"}


@pytest.mark.parametrize(
    ("before", "cell"),
    [([WELLS], ""), ([WELLS | LINKED], "Courthouse Enforcement Model"), ([WELLS | LINKED, JAIL], "")],
    ids=["all that the agency has", "the same document", "the same document beside another agreement"],
)
def test_an_agreement_whose_date_is_corrected_as_its_model_is_lost_is_not_gone(
    tmp_path: Path, before: Lines, cell: str
) -> None:
    later, *other = before
    later = {**later, "signed": "2025-04-03"}
    with _record(tmp_path, before, [later | {"model": cell}, *other], [later, *other]) as record:
        assert [(event["kind"], event["date"]) for event in record.changes()] == [("redated", "2025-04-07")]
        assert {line["missing_lists"] for line in record.agreements("ME")} == {0}


def test_a_row_with_the_date_of_one_agreement_holds_no_other_of_its_document(tmp_path: Path) -> None:
    two = [WELLS | LINKED, JAIL | LINKED | {"signed": "2025-03-05"}]
    with _record(tmp_path, two, [two[1] | {"model": ""}], [two[1]]) as record:
        assert [(event["kind"], event["model"]) for event in record.changes()] == [("no_longer_listed", "task_force")]


def test_a_row_without_a_model_that_comes_beside_others_holds_nothing(tmp_path: Path) -> None:
    new = WELLS | {"model": "", "signed": "2025-04-04"}
    with _record(tmp_path, [WELLS, JAIL], [JAIL, new], [JAIL, new]) as record:
        assert [(event["kind"], event["model"]) for event in record.changes()] == [("no_longer_listed", "task_force")]


def test_an_agency_of_an_unknown_model_is_listed_and_counted_the_same_everywhere(tmp_path: Path) -> None:
    with _record(tmp_path, [WELLS], [WELLS, NEW]) as record:
        (agency,) = [line for line in record.agencies("ME") if line["name"].startswith("Sanford")]
        assert (agency["status"], agency["models"], agency["first_listed"]) == ("active", [], "2025-04-04")
        (total,) = record.count()
        (status,) = record.status()
        assert (total["agencies"], total["agreements"]) == (status["active_agencies"], status["active_agreements"])
        facts = {fact["fact_id"]: fact for fact in record.brief("ME")}
        assert facts["agencies_in_state"]["value"] == total["agencies"] - len(ELSE) == 2


def test_the_first_and_only_agency_may_be_one_of_an_unknown_model(tmp_path: Path) -> None:
    with _record(tmp_path, [], [NEW], [NEW, WELLS], [WELLS]) as record:
        told = {on: _said(record, on, "2025-04-04") for on in ("2025-04-04", "2025-04-07", "2025-04-08")}
        (signed,) = [event["sentence"] for event in record.changes(state="ME")]
    assert "first agency" not in signed
    assert told["2025-04-04"]["first_in_state"].startswith("Sanford Police Department is the first and only agency")
    assert told["2025-04-04"]["agreements_in_state"] == (
        "Sanford Police Department: a model that cannot be read, signed 4 April 2025."
    )
    assert told["2025-04-07"]["first_in_state"].startswith("Sanford Police Department was the first agency in Maine")
    assert told["2025-04-04"]["new_since"] == (
        "A row of ICE's list of 4 April 2025 names Sanford Police Department without a model that can be read."
    )
    assert told["2025-04-08"]["no_longer_listed_since"].startswith("ICE's list of 8 April 2025 no longer names Sanford")


def test_an_agreement_whose_model_is_read_later_is_not_told_as_an_agency_that_came(tmp_path: Path) -> None:
    with _record(tmp_path, [], [WELLS | {"model": ""}], [WELLS]) as record:
        (signed,) = [event["sentence"] for event in record.changes(state="ME")]
        told = _said(record, "2025-04-07", "2025-04-07")
    assert signed.endswith("The list before had a row of it without a model that can be read.")
    assert "it was first listed on 4 April 2025" in told["first_in_state"]


def test_a_pending_row_without_a_model_that_comes_or_goes_is_a_change(tmp_path: Path) -> None:
    saco = row("MAINE", "Saco Police Department")
    days = {"2025-04-03": [saco], "2025-04-04": [saco, NEW], "2025-04-07": [saco]}
    with _record(tmp_path, [], []) as record:
        record.sync([list_file(tmp_path, day, rows, pending=True) for day, rows in days.items()])
        told = _said(record, "2025-04-07", "2025-04-04")["changed_since"].split("\n")
    assert told == [
        "A row of ICE's pending list of 4 April 2025 names Sanford Police Department without a model that can be read.",
        "ICE's pending list of 7 April 2025 no longer names Sanford Police Department, which that before had without a "
        "model that can be read.",
    ]


def _said(record: Record, on: str, since: str) -> dict[str, str]:
    return {fact["fact_id"]: fact["sentence"] for fact in record.brief("ME", on=on, since=since)}
