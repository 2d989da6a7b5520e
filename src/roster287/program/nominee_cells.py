"""What the cells of a roster say: yes or no, an outcome, a number of years, a date. Nothing of a cell is kept.

A reading is one of a closed set of words or a range; the text of a cell never leaves this module, so no message,
log or answer can carry a name that stood in the wrong column. A cell that could mean two things is read as both, and
the judgement is made only if both give the same answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from roster287.program import curated
from roster287.program.partial import bounds

Value = str | int | float | bool | date | timedelta | object
Meaning = Literal["yes", "no", "pending", "done", "both", "unread", "blank"]
FIRST_YEAR = 1940
"""No working life that matters here began before; an earlier year is a misprint."""

_EXCEL_DAY_0 = date(1899, 12, 30)
_PUNCTUATION = re.compile(r"[^a-z0-9%<>+~.,/]+")
_ENDS = re.compile(r"^[.,/%+~]+|[.,/~]+$")
_DATES = re.compile(r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")
_NUMERIC = re.compile(r"(\d{1,4})([-/.])(\d{1,2})(?:\2(\d{1,4}))?")
_WORDY = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|o)? (?:de )?)?([a-z]{3,10})\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (?:de(?:l)? )?(\d{4})")
_NUMBER = r"(\d{1,3}(?:[.,]\d+)?|[a-z]+)"
_YEARS = r"(?:years?|yrs?|yr|y|anos?|a)"
_MONTHS = r"(?:months?|mos?|m|meses|mes)"
_SPAN = re.compile(
    rf"(?:{_NUMBER} ?{_YEARS})?(?:,? ?(?:and|y|&)? ?{_NUMBER} ?{_MONTHS})?(?: (?:of )?(?:experience|service|de experiencia|de servicio))?"
)
_PLAIN = re.compile(r"(\d{1,3}(?:[.,]\d+)?)")
_HALF = re.compile(r"(?:(\d{1,2}) )?1/2(?: ?(?:years?|yrs?|anos?))?")
_RANGE = re.compile(r"(\d{1,2}) ?(?:-|–|to|a) ?(\d{1,2})(?: ?(?:years?|yrs?|anos?))?")
_AT_LEAST = re.compile(r"(?:at least|over|more than|mas de|al menos|minimo|>=?|≥) ?(.+)|(.+?) ?(?:\+|plus|o mas|or more)")
_LESS = re.compile(r"(?:less than|under|menos de|<) ?(.+)")
_ABOUT = re.compile(r"(?:about|approx(?:imately)?\.?|approximately|around|circa|ca\.?|~|unos|aproximadamente|aprox\.?)\b.*|~.*")
_STATED = ("present", "current", "now", "ongoing", "today", "actual", "actualidad", "presente", "hoy", "to date")
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


def plain(value: Value) -> str:
    """The text of a cell in small letters without accents, with single spaces and nothing at its ends."""
    text = value if isinstance(value, str) else _text(value)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.casefold().replace("\u2019", "'").split())


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing, or only what people write for nothing."""
    return plain(value) in ("", "-", "--", "—", "–", "n/a", "na", "?", "none given", "unknown", "desconocido", "tbd", ".", "s/d")


def meaning(value: Value, column: str) -> Meaning:
    """What a cell says under a heading that asks yes or no, or for an outcome.

    `done` is a thing finished whose outcome is not told; `both` is a yes and a no in one cell. A date beside the word
    does not change it; a date alone is `done`.
    """
    if is_blank(value):
        return "blank"
    if isinstance(value, date):
        return "done"
    text = plain(value)
    bare = _DATES.sub(" ", text)
    if bare != text and not _words(bare):
        return "done"
    known = _meanings(column)
    whole = " ".join(_words(bare))
    if whole in known:
        return known[whole]
    if text in known:
        return known[text]
    parts = {known.get(part, "unread") for part in re.split(r" ?(?:/|,|;| or | and | o | y |\(|\)) ?", bare) if part.strip()}
    parts.discard("unread") if len(parts) > 1 and {"yes", "no"} <= parts else None
    if {"yes", "no"} <= parts:
        return "both"
    return parts.pop() if len(parts) == 1 else "unread"


def days(value: Value, today: date) -> Days | None:
    """The days that a cell's date can mean, or None where it cannot be read.

    `3/4/2021` is 4 March or 3 April, both kept; a month or a year alone is its whole span; a year of two digits is
    the one that is not in the future. Words such as present or actual are the day of the check.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _sane(value, value, today)
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_as_days(float(value), today)
    text = plain(value).removesuffix(" 00:00:00").rstrip(".")
    if text in _STATED:
        return Days(today, today)
    if re.fullmatch(r"\d{4,5}(?:\.0+)?", text):
        return _number_as_days(float(text), today)
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)t[\d:.z+-]+", text):
        text = match[1]
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match, today)
    if match := _WORDY.fullmatch(text):
        return _wordy(match, today)
    return None


def length(value: Value, unit: Literal["years", "months"] = "years") -> Months | None:
    """The length of time that a cell states, in months, or None where it cannot be read or is only about right.

    A bare number is in the unit of the heading. `2+` and `over 2` have no upper end; `1-3` is a range.
    """
    if isinstance(value, (bool, date)):
        return None
    text = plain(value).rstrip(".")
    if _ABOUT.fullmatch(text):
        return None
    if match := _AT_LEAST.fullmatch(text):
        inner = _exact(match[1] or match[2], unit)
        return None if inner is None else Months(inner, float("inf"))
    if match := _LESS.fullmatch(text):
        inner = _exact(match[1], unit)
        return None if inner is None or inner == 0 else Months(0, inner - 0.01)
    if match := _RANGE.fullmatch(text):
        factor = 12 if unit == "years" else 1
        low, high = int(match[1]) * factor, int(match[2]) * factor
        return Months(low, high) if low <= high else None
    exact = _exact(text, unit)
    return None if exact is None else Months(exact, exact)


def score(value: Value) -> float | None:
    """A mark in per cent, from `85`, `85%`, `85.5 %` or `0.85`; None where it is none."""
    if isinstance(value, (bool, date)):
        return None
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?) ?(%|percent|per cent|por ciento|/ ?100)?", plain(value))
    if match is None:
        return None
    number = float(match[1].replace(",", "."))
    if number <= 1 and match[2] is None:
        return number * 100 if "." in match[1] or "," in match[1] else None
    return number if number <= 100 else None


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _words(text: str) -> list[str]:
    return [word for word in (_ENDS.sub("", part) for part in _PUNCTUATION.sub(" ", text).split()) if word]


@lru_cache(maxsize=64)
def _meanings(column: str) -> dict[str, Meaning]:
    """Words and what they mean under one heading; a word for one column stands before a word for all."""
    known: dict[str, Meaning] = {}
    for row in curated.rows("nominees_words.csv"):
        if row["columns"] == "" or column in curated.codes(row["columns"]):
            key = plain(row["word"])
            if row["columns"] or key not in known:
                known[key] = row["meaning"]  # type: ignore[assignment]
                known[" ".join(_words(key)) or key] = row["meaning"]  # type: ignore[assignment]
    return known


def _sane(first: date, last: date, today: date) -> Days | None:
    return Days(first, last) if first.year >= FIRST_YEAR and first.year <= today.year + 1 else None


def _number_as_days(number: float, today: date) -> Days | None:
    """A year, or the number by which a workbook counts its days."""
    if FIRST_YEAR <= number <= today.year + 1 and number.is_integer():
        first, last = bounds(str(int(number)))
        return Days(first, last)
    if 14_000 <= number < 80_000:
        day = _EXCEL_DAY_0 + timedelta(days=int(number))
        return _sane(day, day, today)
    return None


def _numeric(match: re.Match[str], today: date) -> Days | None:
    a, b, c = match[1], match[3], match[4]
    if c is None:  # 03/2021 cannot come here: its second part has four digits
        return _spanned([f"{a}-{int(b):02d}"], today) if len(a) == 4 else None
    if len(a) == 4:
        return _spanned([_iso(a, b, c)], today) if len(c) <= 2 else None
    if len(a) > 2 or len(c) not in (2, 4):
        return None
    year = c if len(c) == 4 else _century(c, today)
    return _spanned([_iso(year, a, b), _iso(year, b, a)], today)


def _iso(year: str, month: str, day: str) -> str:
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def _century(two: str, today: date) -> str:
    year = today.year // 100 * 100 + int(two)
    return str(year if year <= today.year else year - 100)


def _wordy(match: re.Match[str], today: date) -> Days | None:
    month = _MONTH_NAMES.get(match[2])
    if month is None or (match[1] and match[3]):
        return None
    day = match[1] or match[3]
    return _spanned([f"{match[4]}-{month:02d}" + (f"-{int(day):02d}" if day else "")], today)


def _spanned(readings: Iterable[str], today: date) -> Days | None:
    """All the days of the readings that exist."""
    found = []
    for reading in readings:
        try:
            found.append(bounds(reading))
        except ValueError:
            continue
    if not found:
        return None
    return _sane(min(first for first, _ in found), max(last for _, last in found), today)


def _exact(text: str, unit: str) -> float | None:
    """One length of time in months."""
    text = text.strip()
    if match := _PLAIN.fullmatch(text):
        number = float(match[1].replace(",", "."))
        return _plausible(number * 12 if unit == "years" else number)
    if match := _HALF.fullmatch(text):
        return _plausible((int(match[1] or 0) + 0.5) * 12)
    if text in _COUNTS:
        return _plausible(_COUNTS[text] * (12 if unit == "years" else 1))
    match = _SPAN.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        return None
    years, months = _counted(match[1]), _counted(match[2])
    return None if years is None or months is None else _plausible(years * 12 + months)


def _counted(text: str | None) -> float | None:
    if not text:
        return 0.0
    if text[0].isdigit():
        return float(text.replace(",", "."))
    number = _COUNTS.get(text)
    return None if number is None else float(number)


def _plausible(months: float) -> float | None:
    """A working life is at most sixty years."""
    return months if months <= 720 else None
