"""Bars on their sides, the longest usually first: the caller sorts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from roster287.publish.charts.axes import LETTER, NARROW, model_key
from roster287.publish.svg import lettering
from roster287.publish.svg.markup import anchor, element, label, number, svg, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roster287.vocabulary.messages import Speaker


class Bar(NamedTuple):
    """A row: `note` follows the number in soft letters; `key` is a model's code, which colours it."""

    label: str
    value: float
    href: str = ""
    note: str = ""
    key: str = ""


def bars(
    rows: Sequence[Bar],
    *,
    say: Speaker,
    title: str,
    description: str,
    width: int = 720,
    ident: str = "bars",
) -> str:
    """The chart: names on the left, or above their bars where there is little room."""
    narrow = width < NARROW
    size = LETTER
    names = 0.0 if narrow else min(240.0, max([lettering.width(row.label, size) for row in rows] or [0.0]) + 14)
    ends = [f"{say.number(row.value)}{f' {row.note}' if row.note else ''}" for row in rows]
    behind = min(width * 0.4, max([lettering.width(end, size, bold=True) for end in ends] or [0.0]) + 12)
    room = width - names - behind
    most = max([row.value for row in rows] or [0]) or 1
    pitch = 46.0 if narrow else 27.0
    out: list[str] = []
    for i, row in enumerate(rows):
        y = i * pitch
        long = max(1.5, row.value / most * room) if row.value else 0.0
        bar_y = y + (20 if narrow else 4)
        base = round(bar_y + 14, 1)
        name = lettering.shortened(row.label, size, width if narrow else names - 10)
        value = element("tspan", text(say.number(row.value)), class_="value")
        note = element("tspan", text(f" {row.note}"), class_="note") if row.note else ""
        parts = [
            element("rect", class_="row", x=0, y=round(y, 1), width=width, height=pitch),
            label(
                0.0 if narrow else names - 12,
                round(y + 14, 1) if narrow else base,
                name,
                "name",
                None if narrow else "end",
            ),
            element(
                "rect",
                class_=f"bar {model_key(row.key)}" if row.key else "bar",
                x=round(names, 1),
                y=round(bar_y, 1),
                width=round(long, 1),
                height=19,
            ),
            element("text", value, note, x=number(round(names + long + 7, 1)), y=number(base)),
        ]
        spoken = f"{row.label}: {ends[i]}"
        out.append(
            anchor(row.href, spoken, *parts) if row.href else element("g", element("title", text(spoken)), *parts)
        )
    foot = max(len(rows), 1) * pitch
    axis = element("path", class_="axis", d=f"M{names:g} 0V{foot:g}") if not narrow else ""
    return svg(
        *out,
        axis,
        size=(width, foot),
        title=title,
        description=description,
        ident=ident,
        class_="chart chart-bars",
        linked=any(row.href for row in rows),
    )
