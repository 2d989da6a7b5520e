"""Two years of work for a law enforcement agency: what the columns of a roster show of it, taken together.

Years or months may be stated, or the days on which work began and ended, or both. Each is a range of months. The
answer is met or not met only if every filled column can be read and none contradicts another; else it is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from roster287.program.nominee_cells import is_blank, meaning
from roster287.program.nominee_roster import Roster
from roster287.program.nominee_times import Days, Months, Unit, days, length
from roster287.program.partial import day_after

ASKED = 24.0
"""Two years, in months: the task force agreement of 14 February 2025."""

COLUMNS = (
    "experience_years", "experience_months", "experience_any", "experience_begin", "experience_end",
    "experience_is_lea",
)  # fmt: skip

Cells = Sequence[object]


class Judged(NamedTuple):
    """The result, the reason (a key of `nominee_rules.WHY`), and the time it rests on where one can be told."""

    result: str
    why: str
    time: Months | None = None


class _NotToldError(Exception):
    """The columns do not settle it; the message is the key of the reason."""


class Experience:
    """Judges rows of one roster as of one day."""

    def __init__(self, roster: Roster, today: date) -> None:
        self._today = today
        stated: list[tuple[str, Unit]] = [("experience_years", "years"), ("experience_months", "months")]
        self._stated = [(place, unit) for column, unit in stated for place in roster.places(column)]
        self._any: list[tuple[int, Unit]] = [(place, "years") for place in roster.places("experience_any")]
        self._is_lea = roster.places("experience_is_lea")
        numbers = sorted({number for name, number in roster.columns if name in ("experience_begin", "experience_end")})
        self._periods = [
            (roster.columns.get(("experience_begin", n), ()), roster.columns.get(("experience_end", n), ()))
            for n in numbers
        ]
        self._has_columns = any(roster.places(column) for column in COLUMNS[:-1])

    def judge(self, cells: Cells) -> Judged:
        """What one row shows."""
        if not self._has_columns:
            return Judged("not_shown", "no_column")
        try:
            times = [*_lengths(cells, self._stated), *self._dated(cells)] or self._general(cells)
        except _NotToldError as reason:
            why = str(reason)
            return Judged("not_met" if why == "not_lea" else "not_shown", why)
        return _together(times)

    def _general(self, cells: Cells) -> list[Months]:
        """What a column of experience of any kind says, if another says that it was such work."""
        times = _lengths(cells, self._any)
        if not times:
            return []
        kinds = {meaning(cells[place], "experience_is_lea") for place in self._is_lea if place < len(cells)} - {"blank"}
        if kinds == {"yes"}:
            return times
        raise _NotToldError("not_lea" if kinds == {"no"} else "kind_unread" if kinds else "kind_not_told")

    def _dated(self, cells: Cells) -> list[Months]:
        """What the days of beginning and end give, overlaps counted once."""
        surely: list[tuple[date, date]] = []
        perhaps: list[tuple[date, date]] = []
        for begins, ends in self._periods:
            begin, end = self._day(cells, begins), self._day(cells, ends)
            if begin is None:
                if end is not None:
                    raise _NotToldError("no_begin")
                continue
            if begin.first > self._today:
                raise _NotToldError("begins_later")
            if end is not None and end.last < begin.first:
                raise _NotToldError("ends_first")
            least, most = self._ends(end)
            surely.append((begin.last, least))
            perhaps.append((begin.first, most))
        return [Months(_total(surely), _total(perhaps))] if perhaps else []

    def _day(self, cells: Cells, places: Sequence[int]) -> Days | None:
        """The days that the filled cells of one column can mean, all of them together."""
        filled = [cells[place] for place in places if place < len(cells) and not is_blank(cells[place])]
        read = [found for found in (days(cell, self._today) for cell in filled) if found is not None]
        if len(read) < len(filled):
            raise _NotToldError("date_unread")
        return Days(min(one.first for one in read), max(one.last for one in read)) if read else None

    def _ends(self, end: Days | None) -> tuple[date, date]:
        """The earliest and latest end that counts: up to the day of the check where work goes on or ends later.

        The last day is one of the days worked.
        """
        if end is None:
            return self._today, self._today
        return min(day_after(end.first), self._today), min(day_after(end.last), self._today)


def _lengths(cells: Cells, places: Iterable[tuple[int, Unit]]) -> list[Months]:
    """The lengths that the filled cells state; months below a year beside years are the rest of one length.

    They may be in the years already where those are not whole: 1.5 years and 6 months.
    """
    times: list[Months] = []
    units: list[Unit] = []
    for place, unit in places:
        if place < len(cells) and not is_blank(cells[place]):
            time = length(cells[place], unit)
            if time is None:
                told = meaning(cells[place], "experience")
                raise _NotToldError("how_long" if told in ("yes", "done") else "length_unread")
            times.append(time)
            units.append(unit)
    if units == ["years", "months"] and times[1].most < 12:
        years, rest = times
        whole = years.least % 12 == years.most % 12 == 0
        return [Months(years.least + (rest.least if whole else 0), years.most + rest.most)]
    return times


def _verdict(time: Months) -> str:
    return "met" if time.least >= ASKED else "not_met" if time.most < ASKED else "open"


def _together(times: Sequence[Months]) -> Judged:
    verdicts = {_verdict(time): time for time in times}
    if not verdicts:
        return Judged("not_shown", "blank")
    if "met" in verdicts and "not_met" in verdicts:
        return Judged("not_shown", "contradict")
    for result in ("met", "not_met"):
        if result in verdicts:
            return Judged(result, "time", verdicts[result])
    return Judged("not_shown", "time_open", verdicts["open"])


def _total(periods: Sequence[tuple[date, date]]) -> float:
    """The months that the periods cover, overlaps once."""
    months, until = 0.0, date.min
    for first, last in sorted(periods):
        begin = max(first, until)
        if last > begin:
            months += _between(begin, last)
            until = last
    return months


def _between(first: date, last: date) -> float:
    """Whole months and a fraction: two years to the day are 24."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    if last.day >= first.day:
        return whole + (last.day - first.day) / 32
    return whole - 1 + (32 - first.day + last.day) / 32
