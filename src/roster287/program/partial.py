"""Dates known to the day, the month or the year, and what they leave open.

2025-04-03    that day
2025-04       some day of April 2025
2025          some day of 2025
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from roster287.vocabulary.messages import Speaker

_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def bounds(text: str) -> tuple[date, date]:
    """The first and the last day that a partial date can mean. Raises ValueError for anything else."""
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def earliest(text: str) -> date:
    """The first day that a partial date can mean."""
    return bounds(text)[0]


def latest(text: str) -> date:
    """The last day that a partial date can mean."""
    return bounds(text)[1]


def day_after(day: date) -> date:
    """The next day; the last day of the calendar has none and stays."""
    return day + timedelta(days=1) if day < date.max else day


def spoken(text: str, say: Speaker) -> str:
    """A partial date in words: 3 April 2025, April 2025, 2025."""
    if len(text) == 10:
        return say.day(text)
    if len(text) == 4:
        return text
    return say.month(text)


def when(text: str, say: Speaker) -> str:
    """A partial date with its preposition: on 3 April 2025, in April 2025; el 3 de abril de 2025, en abril de 2025."""
    words = say("on {day}") if len(text) == 10 else say("in {day}")
    return words.format(day=spoken(text, say))


def since(text: str, say: Speaker) -> str:
    """A partial date as it stands after since: 3 April 2025; el 3 de abril de 2025."""
    words = say.pgettext("after since", "{day}") if len(text) == 10 else "{day}"
    return words.format(day=spoken(text, say))


def of(text: str, say: Speaker) -> str:
    """A partial date of a law: enacted on 3 April 2025; del 3 de abril de 2025."""
    words = say("enacted on {day}") if len(text) == 10 else say("enacted in {day}")
    return words.format(day=spoken(text, say))
