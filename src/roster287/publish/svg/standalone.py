"""A drawing as a file of its own: with its styles, a headline above and its source below."""

from __future__ import annotations

import re

from roster287.publish.svg.lettering import lines
from roster287.publish.svg.markup import element, label, number, text
from roster287.publish.svg.style import INK, PAPER, SANS, SOFT, flat, style

_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_MARGIN = 24.0
_HEADLINE = 25.0
_SOURCE = 13.0


def box(svg: str) -> tuple[float, float]:
    """Width and height of a drawing of ours. Raises ValueError for another."""
    found = _BOX.search(svg)
    if not found:
        raise ValueError("this is no drawing that starts at 0 0")
    return float(found[1]), float(found[2])


def placed(svg: str, x: float, y: float, room: tuple[float, float]) -> str:
    """A drawing inside another, as large as fits into `room`, without links."""
    wide, high = box(svg)
    scale = min(room[0] / wide, room[1] / high)
    at = f' x="{number(x + (room[0] - wide * scale) / 2)}" y="{number(y + (room[1] - high * scale) / 2)}"'
    sized = f'{at} width="{number(wide * scale)}" height="{number(high * scale)}"'
    return flat(svg).replace("<svg", f"<svg{sized}", 1)


def standalone(svg: str, *, title: str, source: str) -> str:
    """A whole SVG file of a map, a chart or a counter. It needs nothing else, and has no links and no script."""
    wide, high = box(svg)
    room = wide
    heads = lines(title, _HEADLINE, room, bold=True) if title else []
    feet = lines(source, _SOURCE, room) if source else []
    top = _MARGIN + len(heads) * _HEADLINE * 1.2 + (10 if title else 0)
    bottom = len(feet) * _SOURCE * 1.35 + (14 if feet else 0) + _MARGIN
    size = (wide + 2 * _MARGIN, top + high + bottom)
    words = [
        label(_MARGIN, round(_MARGIN + _HEADLINE * (0.85 + 1.2 * i), 1), line, "head") for i, line in enumerate(heads)
    ] + [
        label(_MARGIN, round(top + high + 14 + _SOURCE * (0.9 + 1.35 * i), 1), line, "foot")
        for i, line in enumerate(feet)
    ]
    own = (
        f".paper{{fill:{PAPER}}}"
        f".head{{font:700 {_HEADLINE:g}px {SANS};fill:{INK}}}"
        f".foot{{font:{_SOURCE:g}px {SANS};fill:{SOFT}}}"
    )
    drawing = placed(svg, _MARGIN, top, (wide, high))
    return page(*words, drawing, size=size, title=title, css=own + style(svg))


def page(*inside: str, size: tuple[float, float], title: str, css: str) -> str:
    """A whole SVG file with its style and ground (class `paper`)."""
    return element(
        "svg",
        element("title", text(title)),
        f"<style>{css.replace('<', '')}</style>",
        element("rect", class_="paper", width=size[0], height=size[1]),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        view_box=f"0 0 {number(size[0])} {number(size[1])}",
        width=size[0],
        height=size[1],
        role="img",
    )
