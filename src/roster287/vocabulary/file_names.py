"""What the names of lists' files say of the day, and times as they are logged.

participatingAgencies04032025am.xlsx          a day and its part, as ICE writes them, slips of the hand undone
participatingAgencies-20250403231027.xlsx     the time of a capture, as public archives write it
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv")
ENDINGS = (*WORKBOOK_ENDINGS, ".htm", ".html")
"""What a list's file may end in; other files in a folder are none of ours. A file that is named is always taken."""

ZERO = "name, a zero too few"

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_STAMP = re.compile(r"(?<!\d)(20\d{6})(\d{6})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO_DAY = re.compile(r"(?<!\d)(?P<year>20\d{2})([-._]?)(?P<month>\d{2})\2(?P<day>\d{2})(?!\d)")
_AMERICAN_DAY = re.compile(r"(?<!\d)(?P<month>\d{1,2})([-._])(?P<day>\d{1,2})\2(?P<year>20\d{2}|\d{2})(?!\d)")
_WORD_DAY = re.compile(
    rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})[-._ ]*(?P<day>\d{{1,2}})[-., _]*(?P<year>20\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<!\d)(\d{5,9})(?!\d)")
_SHORT = re.compile(r"\d{3}(2[5-9]|3\d)")
_PART = re.compile(r"(?<![a-z])(am|mid|pm)(?![a-z]{2})", re.IGNORECASE)


class NameDate(NamedTuple):
    """What a file name says: candidate days with how each was read, the part of the day, and any debris."""

    days: tuple[tuple[date, str], ...]
    part: str | None
    debris: str


@lru_cache(maxsize=4096)
def read_name(file_name: str) -> NameDate:
    """What ICE's file name says of the date, with every reading that undoes one slip of the hand."""
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", file_name)
    if capture_time(stem):
        return NameDate((), None, "")
    for form in (_ISO_DAY, _AMERICAN_DAY, _WORD_DAY):
        if (found := form.search(stem)) and (day := _written(found)):
            part, debris = _tail(stem[found.end() :])
            days = [(day, "name")] if form is _ISO_DAY else _readings(f"{day:%m%d%Y}")
            return NameDate(tuple(days), part, debris if part else "")
    run = _DIGITS.search(stem)
    if not run:
        return NameDate((), None, "")
    return NameDate(tuple(_readings(run[0])), *_tail(stem[run.end() :]))


def _written(found: re.Match[str]) -> date | None:
    """The day that a form with strokes or a month's name says."""
    month = found["month"]
    number = int(month) if month.isdigit() else 1 + _MONTHS.index(month.lower()[:3])
    return _day(int(found["year"][-2:]) + 2000, number, int(found["day"]))


def _tail(tail: str) -> tuple[str | None, str]:
    """The part of the day and the debris in what stands after the date."""
    part = _PART.search(tail)
    debris = re.sub(r"[^a-z0-9]+", "-", (tail[: part.start()] + tail[part.end() :] if part else tail).lower())
    return part[1].lower() if part else None, debris.strip("-")


def capture_time(file_name: str) -> str | None:
    """The capture time (ISO, UTC) in a name such as `participatingAgencies-20250403231027.xlsx`."""
    found = _STAMP.search(file_name)
    if not found:
        return None
    d, t = found[1], found[2]
    return moment(f"{d[:4]}-{d[4:6]}-{d[6:]}T{t[:2]}:{t[2:4]}:{t[4:]}")


def moment(text: str) -> str | None:
    """A time as it is logged (ISO, UTC, without a zone), or a day; None for what is neither."""
    text = text.strip().replace(" ", "T")
    try:
        if len(text) == len("2025-04-03"):
            return date.fromisoformat(text).isoformat()
        if not _MOMENT.match(text):
            return None
        found = datetime.fromisoformat(text)
        found = found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):  # the day before the first day of the calendar
        return None
    return found.isoformat(timespec="seconds")


def _readings(digits: str) -> Iterator[tuple[date, str]]:
    """Days that a run of digits may mean, the plain reading first."""
    seen: set[date] = set()
    for text, how in _slips(digits):
        for day, said in _plain(text, how):
            if day not in seen:
                seen.add(day)
                yield day, said


def _slips(digits: str) -> Iterator[tuple[str, str]]:
    yield digits, "name"
    if len(digits) == 7 or _SHORT.fullmatch(digits):
        for zero in (0, 2):
            yield f"{digits[:zero]}0{digits[zero:]}", ZERO
    if len(digits) in (7, 9):
        for at in range(len(digits)):
            yield digits[:at] + digits[at + 1 :], "name, a digit too many"


def _plain(digits: str, how: str) -> Iterator[tuple[date, str]]:
    if len(digits) == 8:
        month, day, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    elif len(digits) == 6:
        month, day, year = int(digits[:2]), int(digits[2:4]), 2000 + int(digits[4:])
    else:
        return
    if not 2000 <= year <= 2099:
        return
    exact = _day(year, month, day)
    if exact is not None:
        yield exact, how
    for y, m, d, said in (
        (year + 1, month, day, "name, a year early"),
        (year - 1, month, day, "name, a year late"),
        (year, month + 1, day, "name, a month early"),
        (year, month - 1, day, "name, a month late"),
        (year, month, day - 1, "name, a day too many for the month"),
    ):
        slip = _day(y, m, d)
        if slip is not None and how == "name" and (said[-5:] != "month" or exact is None):
            yield slip, said


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
