"""Growth over time: one step line for each series, named where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from roster287.publish.charts.axes import LETTER, NARROW, Days, model_key, stairs, steps, time_axis
from roster287.publish.svg import lettering
from roster287.publish.svg.markup import element, label, svg, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from roster287.vocabulary.messages import Speaker

    _Place = Callable[[float], float]


_RISE = LETTER * 1.2
"""From one line of words to the next."""


class Series(NamedTuple):
    """A line: the value from each ISO day on. `key` is a model's code, or `all`."""

    key: str
    label: str
    points: Sequence[tuple[str, int]]


class _End(NamedTuple):
    series: Series
    words: list[str]
    y: float
    value: str


def growth(
    series: Sequence[Series],
    *,
    say: Speaker,
    title: str,
    description: str,
    since: str,
    until: str,
    width: int = 720,
    ident: str = "growth",
) -> str:
    """The chart from `since` to `until`. A line that begins later rises from nothing on its first day.

    Every series has a point, and none before `since`.
    """
    # No word of a name is cut; letters of the page are a little wider than those that are measured.
    widest = max(lettering.width(word, LETTER) for one in series for word in one.label.split())
    room = max(138.0 if width >= NARROW else 92.0, 15 + widest * 1.06)
    top = 24.0
    # Room for the names beside the ends, however many lines there are.
    named = sum(_tall(lettering.lines(one.label, LETTER, room - 14)) for one in series)
    high = max(360.0 if width >= NARROW else 320.0, top + named + 30)
    bottom = high - 30
    days = Days.between(since, until, 0.0, width - room)
    marks = steps(max(value for one in series for _, value in one.points))

    def y(value: float) -> float:
        return round(bottom - value / marks[-1] * (bottom - top), 1)

    grid: list[str] = []
    for value in marks[1:]:
        grid.append(element("path", class_="grid-y", d=f"M0 {y(value):g}H{days.right:g}"))
        grid.append(label(0.0, y(value) - 5, say.number(value), "tick"))
    paths = [
        element(
            "path",
            element("title", text(f"{one.label}: {say.number(one.points[-1][1])}")),
            class_=f"line {model_key(one.key)}",
            d=_line(one.points, days, y, until),
        )
        for one in series
    ]
    return svg(
        *grid,
        *time_axis(days, top - 8, bottom, say, beyond=room),
        *paths,
        *_ends(series, days, y, say, room - 14, (top, bottom)),
        size=(width, high),
        title=title,
        description=description,
        ident=ident,
        class_="chart chart-growth",
    )


def _line(points: Sequence[tuple[str, int]], days: Days, y: _Place, last: str) -> str:
    day, value = points[0]
    left = days.x(day)
    start = f"M{left:g} {y(0):g}V{y(value):g}" if left > days.left else f"M{left:g} {y(value):g}"
    return start + stairs(points, days, y, last)


def _tall(words: Sequence[str]) -> float:
    return _RISE * (len(words) + 1) + 4


def _ends(
    drawn: Sequence[Series], days: Days, y: _Place, say: Speaker, room: float, between: tuple[float, float]
) -> list[str]:
    """The newest value and the name of each line beside its end, moved apart where they would touch."""
    rise = _RISE
    ends = [
        _End(one, lettering.lines(one.label, LETTER, room), y(one.points[-1][1]), say.number(one.points[-1][1]))
        for one in drawn
    ]
    ends.sort(key=lambda end: (end.y, drawn.index(end.series)))
    tall = [_tall(end.words) for end in ends]
    tops = [end.y - rise * 0.6 for end in ends]
    for i in range(1, len(tops)):
        tops[i] = max(tops[i], tops[i - 1] + tall[i - 1])
    # Too far down: push back up from the last.
    limit = between[1] + 4
    for i in reversed(range(len(tops))):
        tops[i] = min(tops[i], limit - tall[i])
        limit = tops[i]
    out: list[str] = []
    for end, at in zip(ends, tops, strict=True):
        key = model_key(end.series.key)
        out.append(element("circle", class_=f"end {key}", cx=days.right, cy=end.y, r=3.5))
        if abs(at + rise * 0.6 - end.y) > 4:
            # The words have moved: a hair leads to them.
            out.append(
                element(
                    "path", class_="lead", d=f"M{days.right + 4:g} {end.y:g}L{days.right + 10:g} {at + rise * 0.55:.1f}"
                )
            )
        for i, words in enumerate([end.value, *end.words]):
            class_ = f"value {key}" if i == 0 else f"name {key}"
            out.append(label(round(days.right + 13, 1), round(at + rise * (0.85 + i), 1), words, class_))
    return out
