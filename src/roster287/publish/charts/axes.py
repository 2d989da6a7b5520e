"""From days and values to places on a chart, and the lines of its grid."""

from __future__ import annotations

from datetime import date
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from roster287.publish.svg.lettering import width
from roster287.publish.svg.markup import element, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from roster287.vocabulary.messages import Speaker

NARROW = 520
"""Below this width, in pixels, a chart is drawn for a telephone."""

LETTER = 14.0
"""Size of the words on a chart, in its pixels."""


class Days(NamedTuple):
    """Days along a chart, from `left` to `right` in pixels."""

    first: int
    last: int
    left: float
    right: float

    @classmethod
    def between(cls, first: str, last: str, left: float, right: float) -> Days:
        """From one ISO day to another; a single day is widened to a month, so that there is a length."""
        low, high = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
        return cls(low, max(high, low + 30), left, right)

    def x(self, iso: str) -> float:
        """The x of a day, in pixels; days before or after the span are put at its ends."""
        day = min(max(date.fromisoformat(iso).toordinal(), self.first), self.last)
        return round(self.left + (day - self.first) / (self.last - self.first) * (self.right - self.left), 1)

    def ticks(self, say: Speaker, beyond: float = 4.0) -> list[tuple[float, str]]:
        """Where years begin, or months where there are few years; with a name as far as there is room for it.

        The last name may reach `beyond` the right end.
        """
        years = (self.last - self.first) / 365.25
        months = 12 if years > 2.2 else 6 if years > 1.1 else 3 if years > 0.6 else 1
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        starts = [
            date(year, month, 1)
            for year in range(first.year, last.year + 1)
            for month in range(1, 13, months)
            if first <= date(year, month, 1) <= last
        ]
        out: list[tuple[float, str]] = []
        free = self.left - 1
        for day in starts:
            x = self.x(day.isoformat())
            name = str(day.year) if months == 12 else say.short_day(day.isoformat()).split(" ", 1)[1]
            wide = width(name, LETTER)
            fits = x + 5 >= free and x + 5 + wide <= self.right + beyond
            out.append((x, name if fits else ""))
            if fits:
                free = x + 5 + wide + 10
        return out


def steps(most: float) -> list[int]:
    """Round values from 0 to at least `most`: about four steps of 1, 2 or 5 times a power of ten, whole ones."""
    if most <= 0:
        return [0, 1]
    rough = most / 4
    power = 10.0 ** floor(log10(rough))
    step = max(1, round(next(power * k for k in (1, 2, 5, 10) if power * k >= rough)))
    return [step * i for i in range(ceil(most / step) + 1)]


def stairs(points: Sequence[tuple[str, int]], days: Days, y: Callable[[int], float], last: str) -> str:
    """A path on from its first point to a day, in steps: between two lists nothing is known to change."""
    value = points[0][1]
    out: list[str] = []
    for day, now in points[1:]:
        if now != value:
            out.append(f"H{days.x(day):g}V{y(now):g}")
            value = now
    return "".join([*out, f"H{days.x(last):g}"])


def time_axis(days: Days, top: float, bottom: float, say: Speaker, beyond: float = 4.0) -> list[str]:
    """A line at the foot, a tick for each year or month, and their names, to the right of the ticks."""
    out = [element("path", class_="axis", d=f"M{days.left:g} {bottom:g}H{days.right:g}")]
    ticks = days.ticks(say, beyond)
    if ticks and ticks[0][1].isdecimal() and ticks[0][0] - days.left > 60:
        # The rest of a year that began before the chart has its name too.
        out.append(label(days.left, round(bottom + 19, 1), str(int(ticks[0][1]) - 1), "tick"))
    for x, name in ticks:
        out.append(element("path", class_="grid-x", d=f"M{x:g} {top:g}V{bottom + 7:g}"))
        if name:
            out.append(label(round(x + 5, 1), round(bottom + 19, 1), name, "tick"))
    return out


def model_key(key: str) -> str:
    """The class of a series: `k-` and the model's code, with hyphens."""
    return f"k-{key.replace('_', '-')}"
