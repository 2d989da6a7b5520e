"""A name that is looked up in an index of yesterday would say that a new agency is not in the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.errors import UsageError
from roster287.record import Record
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

FIRST = [row("MAINE", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(30)]
WELLS = row("MAINE", "Wells Police Department", signed="2025-04-02", county="York County")


def ids(record: Record, text: str) -> list[str]:
    return [line["agency_id"] for line in record.find(text)]


def test_an_agency_of_the_newest_list_is_found_at_once(tmp_path: Path) -> None:
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-01", FIRST)])
        assert ids(record, "wells") == []
        record.sync([list_file(tmp_path, "2025-04-03", [*FIRST, WELLS])])
        assert ids(record, "wells") == ["me-wells-police-department"]


def test_two_records_in_one_process_do_not_answer_for_each_other(tmp_path: Path) -> None:
    with empty_record(tmp_path / "a") as one, empty_record(tmp_path / "b") as other:
        one.sync([list_file(tmp_path, "2025-04-01", FIRST)])
        other.sync([list_file(tmp_path, "2025-04-03", [*FIRST, WELLS])])
        for _ in range(2):
            assert ids(one, "wells pd") == []
            assert ids(other, "wells pd") == ["me-wells-police-department"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wells", "me-wells-police-department"),
        ("WELLS P.D.", "me-wells-police-department"),
        ("welsl police maine", "me-wells-police-department"),
        ("st johns county sheriff", "fl-saint-johns-county-sheriffs-office"),
        ("tampa pd", "fl-tampa-police-department"),
    ],
)
def test_a_name_typed_carelessly_finds_its_agency(shipped: Record, text: str, found: str) -> None:
    assert found in ids(shipped, text)[:3]


def test_a_misprinted_name_is_not_led_to_the_agencies_of_a_county_first(shipped: Record) -> None:
    """Alice lies in Jim Wells County, Texas."""
    found = ids(shipped, "wels")
    assert found[0] == "me-wells-police-department"
    assert "tx-alice-police-department" in found


def test_the_whole_line_of_an_agency_is_given(shipped: Record) -> None:
    (wells,) = [
        line for line in shipped.find("wells police maine") if line["agency_id"] == "me-wells-police-department"
    ]
    line = next(a for a in shipped.agencies("ME") if a["agency_id"] == wells["agency_id"])
    assert wells == {**line, "fit": "whole"}


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("wells", "whole"),
        ("police wells", "whole"),
        ("miami springs police", "whole"),
        ("florida wildlife conservation", "named"),
        ("sheriff jim wells county", "whole"),
        ("fdle", "shortened"),
        ("monmouth win", "begun"),
        ("york county jail pa", "loose"),
        ("welsl police maine", "near"),
    ],
)
def test_how_an_agency_fits_stands_in_its_row_and_the_query_holds_what_was_asked_alone(
    shipped: Record, text: str, fit: str
) -> None:
    """A program that asks again with what `query` holds would stumble over anything else in it."""
    found = shipped.find(text)
    assert found.rows[0]["fit"] == fit
    assert found.query == {"text": text, "limit": 20}
    assert shipped.find(**found.query).rows == found.rows


def test_no_more_are_given_than_are_asked_for(shipped: Record) -> None:
    every = ids(shipped, "florida")[:5]
    assert [line["agency_id"] for line in shipped.find("florida", 5)] == every
    assert len(shipped.find("florida", 100_000)) > 100


def test_nothing_but_marks_finds_nothing_and_nothing_is_an_error(shipped: Record) -> None:
    assert ids(shipped, "!!") == []
    with pytest.raises(UsageError):
        shipped.find("  ")


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_that_leaves_nothing_is_refused_and_not_taken_for_none_found(shipped: Record, limit: int) -> None:
    with pytest.raises(UsageError, match="limit"):
        shipped.find("wells", limit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De Soto", "fl-desoto-county-sheriffs-office"),
        ("Desoto", "fl-desoto-county-sheriffs-office"),
        ("winterhaven", "fl-winter-haven-police-department"),
        ("miami", "fl-city-of-miami-police-department"),
        ("Miami, Fla.", "fl-city-of-miami-police-department"),
        ("police in tampa", "fl-tampa-police-department"),
        ("policía en Tampa", "fl-tampa-police-department"),
        ("sheriff of Volusia", "fl-volusia-county-sheriffs-office"),
        ("york county jail", "sc-york-county-sheriffs-office"),
        ("wels", "me-wells-police-department"),
        ("FDLE", "fl-florida-department-of-law-enforcement"),
    ],
)
def test_what_a_hurried_person_types_leads_first_to_what_is_meant(shipped: Record, text: str, found: str) -> None:
    assert ids(shipped, text)[0] == found


@pytest.mark.parametrize("text", ["wels", "qqqqqqq", "welsl police"])
def test_a_slip_is_forgiven_only_where_nothing_is_called_so(shipped: Record, text: str) -> None:
    assert all("wel" in one or "alice" in one or "orange-grove" in one for one in ids(shipped, text))
    assert ids(shipped, "wells") == [one for one in ids(shipped, "wells") if "wels" not in one]


@pytest.mark.parametrize(
    "text", ["\x00\x1b[31m", "🚓", "%_%", "'; DROP TABLE agencies; --", "..", "ñ" * 200, "a " * 99]
)
def test_strange_text_finds_nothing_and_breaks_nothing(shipped: Record, text: str) -> None:
    assert ids(shipped, text) == [] or text.strip().startswith("a ")


@pytest.mark.parametrize(
    ("printed", "agency_id"),
    [
        ("MT Dept of Justice", "mt-montana-department-of-justice"),
        ("Tennessee State Constable 4th District", "tn-tennessee-state-constable-4-district-polk-county"),
        (
            "Tennessee Department of Safety and Homeland Security / THP",
            "tn-tennessee-department-of-safety-and-homeland-security-tennessee-highway-patrol",
        ),
    ],
)
def test_an_agency_is_found_by_a_name_as_ice_printed_it(shipped: Record, printed: str, agency_id: str) -> None:
    assert next(iter(shipped.find(printed)))["agency_id"] == agency_id
