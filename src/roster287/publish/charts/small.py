"""Small drawings: a line without an axis, and a number to embed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roster287.publish.charts.axes import Days, stairs
from roster287.publish.svg.lettering import lines
from roster287.publish.svg.lettering import width as wide
from roster287.publish.svg.markup import element, label, svg, text

if TYPE_CHECKING:
    from collections.abc import Sequence


_NUMBER = 84.0
"""Size of the number of a counter, as in `charts.css`."""


def sparkline(
    points: Sequence[tuple[str, int]],
    *,
    title: str,
    since: str,
    until: str,
    width: int = 160,
    height: int = 36,
    ident: str = "spark",
) -> str:
    """How a value went, in steps, from nothing on the day `since`; `title` says it in words.

    There is at least one point.
    """
    if since < points[0][0]:
        points = [(since, 0), *points]
    days = Days.between(points[0][0], until, 1.0, width - 5.0)
    most = max(value for _, value in points) or 1
    foot = height - 3.0

    def y(value: int) -> float:
        return round(foot - value / most * (foot - 5), 1)

    left = days.x(points[0][0])
    stroke = f"M{left:g} {y(points[0][1]):g}{stairs(points, days, y, until)}"
    return svg(
        element("path", class_="spark-area", d=f"{stroke}V{foot:g}H{left:g}z"),
        element("path", class_="spark-line", d=stroke),
        element("circle", class_="spark-end", cx=days.x(until), cy=y(points[-1][1]), r=3.0),
        size=(width, height),
        title=title,
        description="",
        ident=ident,
        class_="chart spark",
    )


def counter(number: str, what: str, *, title: str, note: str = "", width: int = 320) -> str:
    """A number as large as fits, what it counts below, and a note in small letters."""
    size = min(1.0, (width - 8) / max(1.0, wide(number, _NUMBER, bold=True)))
    said = lines(what, 20.0, width - 8)
    noted = lines(note, 14.0, width - 8) if note else []
    y = _NUMBER * size * 0.8
    parts = [
        element("text", text(number), class_="counter-number", transform=f"translate(0 {y:.1f}) scale({size:.3f})")
    ]
    y += 9
    for line in said:
        y += 27
        parts.append(label(0.0, round(y, 1), line, "counter-what"))
    y += 8 if noted else 0
    for line in noted:
        y += 19
        parts.append(label(0.0, round(y, 1), line, "counter-note"))
    return svg(
        *parts, size=(width, round(y + 8)), title=title, description="", ident="counter", class_="chart chart-counter"
    )
