"""Dates and lengths of time as rosters print them, read as ranges: what a cell leaves open stays open.

`3/4/2021` is 4 March or 3 April; `2021` any day of that year; `2+` has no upper end; `about 2` is not read. A
judgement is made only where every reading gives the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from roster287.program.nominee_cells import LONGEST, plain
from roster287.program.partial import bounds
from roster287.vocabulary.dates import DAY_ZERO

Unit = Literal["years", "months"]
FIRST_YEAR = 1940
"""No working life that matters here began before; an earlier year is a misprint."""
MOST_MONTHS = 720
"""Sixty years of work are the most that is believed."""

_STATED = frozenset(
    ("present", "current", "currently", "now", "ongoing", "today", "to date", "actual", "actualidad", "actualmente",
     "presente", "hoy", "a la fecha", "hasta la fecha", "presente fecha", "atual", "atualmente")
)  # fmt: skip
"""Words for the day of the check."""
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[t ][\d:.z+-]+")
_NUMERIC = re.compile(r"(\d{1,4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{1,4})")
_MONTH_YEAR = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{4})|(\d{4}) ?[-/.] ?(\d{1,2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,10})\.?[ -]?(?:(\d{1,2})(?:st|nd|rd|th)?,?[ -])?(?:de(?:l)? )?(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -](?:de )?([a-z]{3,10})\.?,?[ -](?:de(?:l)? )?(\d{4})")
_YEARS, _MONTHS = r"years?|yrs?|y|anos?", r"months?|mos?|meses|mes"
_NUMBER = r"(\d{1,4}(?:[.,]\d+)?|[a-z]+)"
_TRAIL = r"(?: (?:of |de )?(?:experience|service|lea|leo|sworn|law enforcement|police|experiencia|servicio|policia))*"
_SPAN = re.compile(rf"(?:{_NUMBER} ?(?:{_YEARS}))?(?:,? ?(?:and |y |& ?)?{_NUMBER} ?(?:{_MONTHS}))?{_TRAIL}")
_UNIT = rf"(?: ?(?:({_YEARS})|({_MONTHS})))?"
_HALF = re.compile(rf"(?:(\d{{1,2}}) (?:and )?)?1/2{_UNIT}{_TRAIL}")
_RANGE = re.compile(rf"(\d{{1,2}}) ?(?:-|–|to|a) ?(\d{{1,2}}){_UNIT}{_TRAIL}")
_AT_LEAST = re.compile(r"(?:at least|over|more than|mas de|al menos|minimo|>=?|≥) ?(.+)")
_PLUS = re.compile(r"(\d{1,3}(?:[.,]\d+)?) ?(?:\+|plus|or more|o mas)(.*)")
_LESS = re.compile(r"(?:less than|under|menos de|<) ?(.+)")
_MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero", "feb february febrero", "mar march marzo", "apr april abr abril", "may mayo",
            "jun june junio", "jul july julio", "aug august ago agosto", "sep sept september septiembre setiembre",
            "oct october octubre", "nov november noviembre", "dec december dic diciembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_COUNTS = {
    name: number
    for number, names in enumerate(
        ("zero cero none ninguna ninguno", "one uno un una", "two dos", "three tres", "four cuatro", "five cinco",
         "six seis", "seven siete", "eight ocho", "nine nueve", "ten diez", "eleven once", "twelve doce")
    )
    for name in names.split()
}  # fmt: skip


class Days(NamedTuple):
    """The first and the last day that a cell's date can mean."""

    first: date
    last: date


class Months(NamedTuple):
    """The least and the most months that a cell's length of time can mean."""

    least: float
    most: float


def days(value: object, today: date) -> Days | None:
    """The days that a cell's date can mean, or None where it cannot be read.

    Words such as present or actual are `today`. A year of two digits is the one that is not in the future.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _sane(value, value, today)
    if isinstance(value, bool):
        return None
    text = plain(value).rstrip(".")
    if text in _STATED:
        return Days(today, today)
    if re.fullmatch(r"\d{4,5}(?:\.\d+)?", text):
        return _number_as_days(float(text), today)
    if match := _ISO_TIME.fullmatch(text):
        text = match[1]
    return _spanned(_readings(text, today), today)


def length(value: object, unit: Unit = "years") -> Months | None:
    """The length of time that a cell states, or None where it cannot be read or is only about right.

    A bare number is in the unit of the heading. A date there, as a workbook makes of `1-3`, is not read.
    """
    if isinstance(value, bool | date | timedelta):
        return None
    text = plain(value).rstrip(".")
    if len(text) > LONGEST:
        return None
    if match := _AT_LEAST.fullmatch(text):
        return _open_above(_exact(match[1], unit))
    if match := _PLUS.fullmatch(text):
        return _open_above(_exact(match[1] + match[2], unit))
    if match := _LESS.fullmatch(text):
        most = _exact(match[1], unit)
        return Months(0, most - 0.01) if most else None
    if match := _RANGE.fullmatch(text):
        factor = _factor(match[3], match[4], unit)
        low, high = int(match[1]) * factor, _believed(int(match[2]) * factor)
        return Months(low, high) if high is not None and low <= high else None
    exact = _exact(text, unit)
    return None if exact is None else Months(exact, exact)


def _readings(text: str, today: date) -> list[str]:
    """The partial dates that a text can be, among them ones that do not exist."""
    if match := _NUMERIC.fullmatch(text):
        a, b, c = match[1], match[3], match[4]
        if len(a) == 4 and len(c) <= 2:
            return [_iso(a, b, c)]
        if len(a) > 2 or len(c) not in (2, 4):
            return []
        year = c if len(c) == 4 else _century(c, today)
        return [_iso(year, a, b), _iso(year, b, a)]
    if match := _MONTH_YEAR.fullmatch(text):
        return [f"{match[2] or match[3]}-{int(match[1] or match[4]):02d}"]
    if match := _DAY_FIRST.fullmatch(text):
        return [f"{match[3]}-{_MONTH_NAMES.get(match[2], 0):02d}-{int(match[1]):02d}"]
    if match := _MONTH_FIRST.fullmatch(text):
        month = f"{match[3]}-{_MONTH_NAMES.get(match[1], 0):02d}"
        return [f"{month}-{int(match[2]):02d}" if match[2] else month]
    return []


def _iso(year: str, month: str, day: str) -> str:
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def _century(two: str, today: date) -> str:
    year = today.year // 100 * 100 + int(two)
    return str(year if year <= today.year else year - 100)


def _spanned(readings: Iterable[str], today: date) -> Days | None:
    """From the first to the last day of the readings that exist."""
    found = []
    for reading in readings:
        try:
            found.append(bounds(reading))
        except ValueError:
            continue
    if not found:
        return None
    return _sane(min(first for first, _ in found), max(last for _, last in found), today)


def _sane(first: date, last: date, today: date) -> Days | None:
    return Days(first, last) if FIRST_YEAR <= first.year <= today.year + 1 else None


def _number_as_days(number: float, today: date) -> Days | None:
    """A year, or the number by which a workbook counts its days."""
    if FIRST_YEAR <= number <= today.year + 1 and number.is_integer():
        return Days(*bounds(str(int(number))))
    if 14_000 <= number < 80_000:
        day = DAY_ZERO + timedelta(days=int(number))
        return _sane(day, day, today)
    return None


def _open_above(least: float | None) -> Months | None:
    return None if least is None else Months(least, float("inf"))


def _exact(text: str, unit: Unit) -> float | None:
    """One length of time in months."""
    text = text.strip()
    if match := _HALF.fullmatch(text):
        return _believed((int(match[1] or 0) + 0.5) * _factor(match[2], match[3], unit))
    bare = _counted(text)
    if bare is not None:
        return _believed(bare * _factor(None, None, unit))
    match = _SPAN.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        return None
    years, months = _counted(match[1] or "0"), _counted(match[2] or "0")
    return None if years is None or months is None else _believed(years * 12 + months)


def _factor(years: str | None, months: str | None, unit: Unit) -> int:
    """How many months one is of what is counted: of the unit that is written, else of the heading's."""
    return 12 if years or (unit == "years" and not months) else 1


def _counted(text: str) -> float | None:
    if re.fullmatch(r"\d{1,4}(?:[.,]\d+)?", text):
        return float(text.replace(",", "."))
    return _COUNTS.get(text)


def _believed(months: float) -> float | None:
    return months if months <= MOST_MONTHS else None
