"""A signing date read wrongly makes an agreement that never was: one reading, or none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roster287.read import PROBLEMS
from roster287.vocabulary.dates import FIRST_YEAR, LAST_YEAR, parse_signed

days = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@pytest.mark.parametrize(
    "printed",
    [
        "2025-05-08",
        "2025-05-08 00:00:00",
        "2025-05-08T00:00:00.000",
        "2025/5/8",
        "5/8/2025",
        "05/08/2025",
        " 05/08/2025\u00a0",
        "5-8-2025",
        "8-May-25",
        "Thursday, May 8, 2025",
        "5.8.2025",
        "5/8/2025 0:00",
        "5/8/2025 12:00:00 AM",
        "May 8, 2025",
        "May 8 2025",
        "May 8th, 2025",
        "8-May-2025",
        "8 May 2025",
        "8th may 2025",
        "MAY-8-2025",
        "5/8/2025 16:30",
        "5/8/2025 4:30 PM",
        "05/08/2025 4:30:15 p.m.",
        "5\u20448\u20442025",
        "5\u22158\u22152025",
        "5\uff0f8\uff0f2025",
        "2025\u201105\u201108",
    ],
)
def test_the_usual_forms_are_read_without_a_problem(printed: str) -> None:
    assert parse_signed(printed) == ("2025-05-08", None)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("05/082025", "2025-05-08"),
        ("7/72025", "2025-07-07"),
        ("8/282025", "2025-08-28"),
        ("0508/2025", "2025-05-08"),
        ("05082025", "2025-05-08"),
        ("20250508", "2025-05-08"),
        ("5//8/2025", "2025-05-08"),
        ("5/8//2025", "2025-05-08"),
        ("5/8/2025.", "2025-05-08"),
        ("5/31/20026", "2026-05-31"),
        ("5/31/22025", "2025-05-31"),
        ("5/8/25", "2025-05-08"),
        ("5 / 8 / 2025", "2025-05-08"),
    ],
)
def test_a_slip_with_one_reading_is_read_and_told(printed: str, iso: str) -> None:
    assert parse_signed(printed) == (iso, "signed_misprint")


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("45785", "2025-05-08"),
        ("45785.5", "2025-05-08"),
        (" 46280 ", "2026-09-15"),
        ("35065", "1996-01-01"),
        ("50000", "2036-11-21"),
    ],
)
def test_a_column_without_the_format_of_dates_is_read_by_its_day_numbers(printed: str, iso: str) -> None:
    assert parse_signed(printed) == (iso, "signed_number")


@pytest.mark.parametrize(
    "printed", ["5/8/2025*", "5/8/2025 **", "*5/8/2025", "5/8/2025 (amended)", "May 8, 2025\u2020"]
)
def test_a_mark_beside_a_date_does_not_take_the_date_away(printed: str) -> None:
    assert parse_signed(printed) == ("2025-05-08", "signed_note")


def test_a_slip_beside_a_mark_is_still_told_as_a_slip() -> None:
    assert parse_signed("05/082025*") == ("2025-05-08", "signed_misprint")


@pytest.mark.parametrize(
    ("printed", "problem"),
    [
        ("1112025", "signed_ambiguous"),
        ("111/2025", "signed_ambiguous"),
        ("11125", "signed_unreadable"),
        ("5/31/20256", "signed_unreadable"),
        ("31/12/2025", "signed_unreadable"),
        ("2/30/2025", "signed_unreadable"),
        ("2025-02-30", "signed_unreadable"),
        ("2025-13-01", "signed_unreadable"),
        ("0/8/2025", "signed_unreadable"),
        ("34999", "signed_unreadable"),
        ("50001", "signed_unreadable"),
        ("-45785", "signed_unreadable"),
        ("5/8/2025 (amended 6/1/2025)", "signed_unreadable"),
        ("5/8/2025 amended", "signed_unreadable"),
        ("* pending", "signed_unreadable"),
        ("1112025*", "signed_ambiguous"),
        ("Mai 8, 2025", "signed_unreadable"),
        ("May 2025", "signed_unreadable"),
        ("5/2025", "signed_unreadable"),
        ("5/8/2025 and 6/1/2025", "signed_unreadable"),
        ("pending", "signed_unreadable"),
        ("#N/A", "signed_unreadable"),
        ("35000", "signed_implausible"),
        ("5025-07-07", "signed_implausible"),
        ("7/7/1925", "signed_implausible"),
        ("5/8/0205", "signed_implausible"),
        ("5/8/2205", "signed_implausible"),
    ],
)
def test_what_can_be_two_days_or_none_is_not_guessed(printed: str, problem: str) -> None:
    assert parse_signed(printed) == (None, problem)


@pytest.mark.parametrize("printed", ["", " ", "\u00a0", "\u200b", "\n"])
def test_a_blank_is_left_to_the_caller(printed: str) -> None:
    assert parse_signed(printed) == (None, None)


@given(days)
def test_every_day_comes_back_from_every_form(day: date) -> None:
    for printed in (
        day.isoformat(),
        f"{day.month}/{day.day}/{day.year}",
        f"{day:%m/%d/%Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day}-{day:%b}-{day.year}",
    ):
        assert parse_signed(printed) == (day.isoformat(), None)


@given(days)
def test_a_lost_stroke_never_gives_another_day(day: date) -> None:
    for printed in (f"{day.month}/{day.day}{day.year}", f"{day.month}{day.day}/{day.year}", f"{day:%m%d%Y}"):
        iso, problem = parse_signed(printed)
        assert iso in {None, day.isoformat()}
        assert problem in {"signed_misprint", "signed_ambiguous"}


@given(days, st.integers(0, 3))
def test_a_digit_typed_twice_in_the_year_never_gives_another_day(day: date, at: int) -> None:
    year = str(day.year)
    iso, problem = parse_signed(f"{day.month}/{day.day}/{year[: at + 1]}{year[at:]}")
    assert iso in {None, day.isoformat()}
    assert problem in {"signed_misprint", "signed_ambiguous"}


@given(st.text(max_size=14) | st.text("0123456789/-. ", max_size=12))
@example("9" * 400)
@example("٣/٤/٢٠٢٥")
@example("1/1/²025")
def test_any_text_gives_a_day_that_exists_or_a_problem_that_is_explained(printed: str) -> None:
    iso, problem = parse_signed(printed)
    if iso is not None:
        assert FIRST_YEAR <= date.fromisoformat(iso).year <= LAST_YEAR
        assert parse_signed(iso) == (iso, None)
    assert problem is None or problem in PROBLEMS
