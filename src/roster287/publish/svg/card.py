"""The card that social media show for a page: 1200 by 630, words on the left, a drawing on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roster287.publish.svg.lettering import lines, shortened, width
from roster287.publish.svg.markup import element, label
from roster287.publish.svg.standalone import page, placed
from roster287.publish.svg.style import INK, PAPER, SANS, SOFT, style

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = (1200, 630)
_MARGIN = 64.0
_TOP = 76.0
_TITLE = 58.0
_SENTENCE = 29.0
_NUMBER = 62.0
_NAME = 22.0
_FOOT = 20.0
_GAP = 34.0
_ALONE = 1.2
_FIGURE = (590.0, 400.0)


def card(title: str, sentence: str, numbers: Sequence[tuple[str, str]] = (), *, figure: str = "", source: str) -> str:
    """A whole SVG file. `numbers` are up to three figures with what they count; `figure` is a drawing of ours.

    Words that do not fit end in ….
    """
    full = SIZE[0] - 2 * _MARGIN
    # Words without a drawing are larger.
    head_size, size = (_TITLE, _SENTENCE) if figure else (_TITLE * _ALONE, _SENTENCE * _ALONE)
    heads = lines(title, head_size, full, bold=True, most=2 if figure else 3)
    below = _TOP + len(heads) * head_size * 1.12
    room = full - _FIGURE[0] if figure else full
    numbers_at = SIZE[1] - 168.0
    most = max(1, int((numbers_at - below - 60) / (size * 1.38))) if numbers else 8
    said = lines(sentence, size, room, most=min(most, 8))
    inside = [element("rect", x=_MARGIN, y=48, width=72, height=6, class_="mark")]
    inside += [
        label(_MARGIN, round(_TOP + head_size * (0.8 + 1.12 * i), 1), line, "title") for i, line in enumerate(heads)
    ]
    inside += [
        label(_MARGIN, round(below + 28 + size * (0.9 + 1.38 * i), 1), line, "said") for i, line in enumerate(said)
    ]
    inside += _row(numbers[:3], numbers_at, room)
    if figure:
        high = min(_FIGURE[1], SIZE[1] - 74 - below)
        inside.append(placed(figure, SIZE[0] - _MARGIN - _FIGURE[0] + 24, below + 12, (_FIGURE[0], high)))
    inside += [
        element("path", d=f"M{_MARGIN:g} {SIZE[1] - 62}h{full:g}", class_="rule"),
        label(_MARGIN, SIZE[1] - 30, shortened(source, _FOOT, full - 160), "foot"),
        label(SIZE[0] - _MARGIN, SIZE[1] - 30, "roster287", "name", "end"),
    ]
    css = (
        f".paper{{fill:{PAPER}}}.mark{{fill:{INK}}}.rule{{stroke:{SOFT};stroke-opacity:.4}}"
        f".title{{font:700 {head_size:g}px {SANS};fill:{INK}}}.said{{font:{size:g}px {SANS};fill:{INK}}}"
        f".number{{font:700 {_NUMBER:g}px {SANS};fill:{INK}}}.what{{font:{_NAME:g}px {SANS};fill:{SOFT}}}"
        f".foot{{font:{_FOOT:g}px {SANS};fill:{SOFT}}}.name{{font:700 {_FOOT + 2:g}px {SANS};fill:{INK}}}"
    )
    return page(*inside, size=SIZE, title=title, css=css + (style(figure) if figure else ""))


def _row(numbers: Sequence[tuple[str, str]], y: float, room: float) -> list[str]:
    """The figures side by side, each as wide as it needs, and as large as lets all of them in."""
    wide = [max(width(value, _NUMBER, bold=True), width(what, _NAME)) for value, what in numbers]
    size = min(1.0, (room - _GAP * (len(wide) - 1)) / max(1.0, sum(wide)))
    out: list[str] = []
    x = _MARGIN
    for (value, what), one in zip(numbers, wide, strict=True):
        inside = label(0.0, 40.0, value, "number"), label(0.0, 74.0, what, "what")
        out.append(element("g", *inside, transform=f"translate({x:.1f} {y + 74 * (1 - size):.1f}) scale({size:.3f})"))
        x += one * size + _GAP
    return out
