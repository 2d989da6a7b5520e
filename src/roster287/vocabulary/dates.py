"""Signing dates as ICE prints them: an ISO day, or the reason why there is none.

A date is read only when there is one way to read it. `05/082025` is 8 May 2025 with a stroke lost,
`5/31/20026` is 31 May 2026 with a key pressed twice; `1112025` could be 11 January or 1 November and stays
unread. ICE writes month before day, as is usual in the United States. A time of day is left out.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from itertools import product

from roster287.vocabulary.text import tidy

FIRST_YEAR, LAST_YEAR = 1996, 2100
"""The law dates from 1996 (Pub. L. 104-208); a year outside is a misprint and nothing tells which."""

DAY_ZERO = date(1899, 12, 30)
FIRST_NUMBER, LAST_NUMBER = 35_000, 50_000
"""A spreadsheet counts days from its day zero; it shows the number where a column is not formatted as dates."""

MISPRINT = "signed_misprint"
NUMBER = "signed_number"
NOTE = "signed_note"
UNREADABLE = "signed_unreadable"
AMBIGUOUS = "signed_ambiguous"
IMPLAUSIBLE = "signed_implausible"
NO_DATE = frozenset({UNREADABLE, AMBIGUOUS, IMPLAUSIBLE})
"""What is said of a date that is printed and cannot be read."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?\Z")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_US = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\Z")
_US_WITH_TIME = re.compile(
    r"(\d{1,2}/\d{1,2}/\d{4}),? (?:at )?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]\.?m\.?)?\Z", re.IGNORECASE
)
_NUMBER = re.compile(r"([3-6][0-9]{4})(?:\.[0-9]+)?\Z")
_NOTED = re.compile(r"[*\u2020\u2021]*(.*?\d)(?: ?[*\u2020\u2021]+| ?\([^\d()]+\))+\Z|[*\u2020\u2021]+ ?(\d.*)\Z")
_AS_TYPED = str.maketrans(
    {
        **dict.fromkeys(map(ord, "\u2044\u2215\u2571\u29f8\uff0f"), "/"),
        **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"), "-"),
    }
)
"""Other strokes and dashes, which look like those of the keyboard."""

_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[ -]?(\d{1,2})(?:st|nd|rd|th)?,?[ -]?(\d{4})\Z", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3,9})\.?,?[ -]?(\d{4})\Z", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(\d{1,2})[- ]([a-z]{3})[- ](\d{2})\Z", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? (?=\w)", re.IGNORECASE)
_STROKES = re.compile(r"[^0-9]+")
_ONLY_NUMBERS = re.compile(r"[0-9\s/.,;:\\|-]+\Z")


@lru_cache(maxsize=8192)
def parse_signed(text: str) -> tuple[str | None, str | None]:
    """The ISO date a cell prints and a problem code, either of which may be None.

    (date, None) as printed; (date, `signed_misprint`) with a slip that leaves one reading; (date, `signed_number`)
    for a spreadsheet's day number; (date, `signed_note`) beside a mark or a note; (None, code) when there is no
    date, more than one, or none that can be. A blank cell is (None, None): whether a blank is a problem is for the
    caller to say.
    """
    words = _WEEKDAY.sub("", tidy(text).translate(_AS_TYPED))
    if not words:
        return None, None
    if (match := _NUMBER.match(words)) and FIRST_NUMBER <= int(match[1]) <= LAST_NUMBER:
        day = DAY_ZERO + timedelta(days=int(match[1]))
        return _day(day.year, day.month, day.day, NUMBER)
    if match := _NOTED.match(words):
        iso, problem = _in_words(match[1] or match[2])
        return iso, problem or NOTE
    return _in_words(words)


def _in_words(words: str) -> tuple[str | None, str | None]:
    """The date that words print, with no note beside it."""
    parts = _as_printed(words)
    if parts is not None:
        return _day(*parts, None)
    if not _ONLY_NUMBERS.match(words) or not 4 <= sum(map(str.isdigit, words)) <= 9:
        return None, UNREADABLE
    return _with_a_slip(words)


def _as_printed(words: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text in one of the usual forms."""
    if match := _ISO.match(words) or _YEAR_FIRST.match(words):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _US_WITH_TIME.match(words):
        words = match[1]
    if match := _US.match(words):
        return int(match[4]), int(match[1]), int(match[3])
    if match := _MONTH_FIRST.match(words):
        month = _MONTHS.get(match[1].lower())
        return None if month is None else (int(match[3]), month, int(match[2]))
    if match := _DAY_FIRST.match(words):
        month = _MONTHS.get(match[2].lower())
        return None if month is None else (int(match[3]), month, int(match[1]))
    if match := _SHORT_YEAR.match(words):
        month = _MONTHS.get(match[2].lower())
        return None if month is None else (2000 + int(match[3]), month, int(match[1]))
    return None


def _day(year: int, month: int, day: int, problem: str | None) -> tuple[str | None, str | None]:
    """The ISO date of three numbers, if there is such a day in a year that can be."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None, IMPLAUSIBLE
    try:
        return date(year, month, day).isoformat(), problem
    except ValueError:
        return None, UNREADABLE


def _with_a_slip(words: str) -> tuple[str | None, str | None]:
    """The one date that remains when strokes were lost or doubled, or a key was pressed twice."""
    groups = [group for group in _STROKES.split(words) if group]
    readings: set[str] = set()
    implausible = False
    for month, day, year in _splits(groups):
        for fullyear in _years(year):
            iso, problem = _day(fullyear, int(month), int(day), None)
            if iso is not None:
                readings.add(iso)
            implausible |= problem == IMPLAUSIBLE
    if len(readings) == 1:
        return readings.pop(), MISPRINT
    if readings:
        return None, AMBIGUOUS
    return None, IMPLAUSIBLE if implausible else UNREADABLE


def _splits(groups: list[str]) -> list[tuple[str, str, str]]:
    """Every way to cut the groups of digits into month, day and year, keeping the strokes that are there."""
    if len(groups) > 3:
        return []
    digits = "".join(groups)
    kept = {len("".join(groups[:count])) for count in range(1, len(groups))}
    found = []
    for month_end, day_length in product((1, 2), (1, 2)):
        day_end = month_end + day_length
        shortest = 2 if len(groups) == 3 else 4  # a year of two digits needs both its strokes
        if kept <= {month_end, day_end} and shortest <= len(digits) - day_end <= 5:
            found.append((digits[:month_end], digits[month_end:day_end], digits[day_end:]))
    if len(groups) == 1 and len(digits) == 8:  # 20250508, the year first and no strokes
        found.append((digits[4:6], digits[6:], digits[:4]))
    return found


def _years(printed: str) -> set[int]:
    """The years a printed year can be: four digits, two, or five of which one is a key pressed twice."""
    if len(printed) == 4:
        return {int(printed)}
    if len(printed) == 2:
        return {2000 + int(printed)}
    if len(printed) == 5:
        doubled = {printed[:at] + printed[at + 1 :] for at in range(4) if printed[at] == printed[at + 1]}
        return {int(year) for year in doubled}
    return set()


def pending_first(pending: str, listed: str, signed: str | None) -> bool:
    """Whether an application was pending before its agreement was listed, and not only after it was signed.

    All are ISO days. ICE's pending list has named agencies whose agreement was signed or listed already.
    """
    return pending < listed and (not signed or pending <= signed)


def quarter_ended(day: str) -> str:
    """The last day of the last quarter of a year that had ended on a day."""
    ends = [
        f"{year}-{end}" for year in (int(day[:4]) - 1, int(day[:4])) for end in ("03-31", "06-30", "09-30", "12-31")
    ]
    return max(end for end in ends if end <= day)
