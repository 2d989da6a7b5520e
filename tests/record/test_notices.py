"""What a person should look at in a new list is said, and changes nothing."""

from __future__ import annotations

from pathlib import Path

from tests.support.lives import content, empty_record, list_file
from tests.support.workbooks import row


def paper(name: str) -> str:
    return f"https://www.ice.gov/doclib/287gMOA/{name}_TFM_MOA_04022025.pdf"


def test_a_date_to_come_and_a_document_of_another_agency_are_pointed_out(tmp_path: Path) -> None:
    wells, york = (row(agency=f"{town} Police Department", moa_url=paper(town)) for town in ("Wells", "York"))
    more = [
        row(agency="Kittery Police Department", signed="2026-04-03", moa="link pending"),
        row(agency="Sanford Police Department", signed="2025-04-03", moa_url=paper("York")),
    ]
    respelled = row(agency="Wels Police Department", moa_url=paper("Wells"))
    lists = [
        list_file(tmp_path, "2025-04-02", [wells, york]),
        list_file(tmp_path, "2025-04-04", [respelled, york, *more]),
        list_file(tmp_path, "2025-04-05", [respelled, york, *more]),
    ]
    with empty_record(tmp_path / "home") as record:
        assert record.sync(lists[:1]).done.notices == ()
        said = [sentence for _, sentence in record.sync(lists[1:2]).done.notices]
        assert said == [
            "Row 4 prints 2026-04-03 for Kittery Police Department, later than the list itself (2025-04-04).",
            "Row 5 links for Sanford Police Department the document of York Police Department.",
        ]
        assert record.sync(lists[2:]).done.notices == (), "said once"
        before = content(record)
    with empty_record(tmp_path / "at-once") as record:
        record.sync(lists)
        assert content(record) == before


def test_a_name_in_another_county_and_a_document_taken_back_are_told_for_what_they_are(tmp_path: Path) -> None:
    wells, york = (row(agency=f"{town} Police Department", moa_url=paper(town)) for town in ("Wells", "York"))
    days = {
        "2025-04-02": [wells, york],
        "2025-04-03": [wells | {"moa_url": paper("York")}, york],
        "2025-04-04": [wells, york],
        "2025-04-05": [wells | {"agency": "WELLS  POLICE DEPARTMENT"}, york],
        "2025-04-06": [
            wells, york, row("FLORIDA", "York Police Department", county="Polk County", moa_url=paper("Polk")),
            wells | {"county": "Cumberland County", "model": "Warrant Service Officer"},
        ],
    }  # fmt: skip
    said = []
    with empty_record(tmp_path / "home") as record:
        for day, rows in days.items():
            said += [sentence for _, sentence in record.sync([list_file(tmp_path, day, rows)]).done.notices]
    assert said == [
        "Row 2 links for Wells Police Department the document of York Police Department.",
        "Row 5 prints Wells Police Department in Cumberland County; the list before it had that name in York County. "
        "If the two are one agency, one county is printed wrong.",
    ]


def test_a_county_that_the_state_does_not_have_is_pointed_out_once_and_its_misspelling_is_not(tmp_path: Path) -> None:
    wells = row(agency="Wells Police Department", moa_url=paper("Wells"))
    astray = row(agency="Crow Wing County Sheriff's Office", county="Crow Wing County", moa="link pending")
    slip = row(agency="Saco Police Department", county="Yrok County", moa="link pending")
    nowhere = row(agency="Kittery Police Department", county="Wells County", moa="link pending")
    days = {
        "2025-04-02": [wells],
        "2025-04-03": [wells, astray, slip, nowhere, row(agency="York County Regional Jail", county="")],
        "2025-04-04": [wells, astray | {"moa": "link", "moa_url": paper("CrowWing")}, slip, nowhere],
    }
    said = []
    with empty_record(tmp_path / "home") as record:
        for day, rows in days.items():
            said += [sentence for _, sentence in record.sync([list_file(tmp_path, day, rows)]).done.notices]
    assert said == [
        "Row 3 prints Crow Wing County Sheriff's Office (Crow Wing County) in Maine, which has no such county.",
        "Row 5 prints Kittery Police Department (Wells County) in Maine, which has no such county.",
    ]


def test_a_list_of_which_no_time_is_known_is_taken_in_beside_one_that_was_captured(tmp_path: Path) -> None:
    unnamed = list_file(tmp_path, "2025-04-02", [row()]).rename(tmp_path / "a list.xlsx")
    captured = list_file(tmp_path, "2025-04-03", [row(), row(agency="York Police Department")]).rename(
        tmp_path / "participating-20250403231027.xlsx"
    )
    with empty_record(tmp_path / "home") as record:
        assert record.sync([unnamed, captured]).done.notices == ()
