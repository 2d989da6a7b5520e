"""When an agency was on ICE's lists, a row for each model, and what changed when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from roster287.publish.charts.axes import LETTER, Days, model_key, time_axis
from roster287.publish.svg import lettering
from roster287.publish.svg.markup import element, label, svg, text
from roster287.vocabulary.models import MODELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roster287.vocabulary.messages import Speaker

_ROW = 46.0
_LINE = 17.0
_BAR = 14.0
_MARK = 12.0


class Period(NamedTuple):
    """From the first of unbroken lists that name it to the last; `end` None while it is on the newest."""

    model: str
    start: str
    end: str | None


class Mark(NamedTuple):
    """A change on a day; its cause is `ice` or `record`, which are never mixed."""

    date: str
    title: str
    cause: str = "ice"


def timeline(
    periods: Sequence[Period],
    marks: Sequence[Mark],
    *,
    say: Speaker,
    title: str,
    description: str,
    until: str,
    width: int = 720,
    ident: str = "timeline",
) -> str:
    """The chart, with marks up to whatever day. Raises ValueError for a wrong day.

    A period without end goes to `until`, the last day of which a list is known, and has an open tip.
    """
    starts = [period.start for period in periods] + [mark.date for mark in marks]
    last = max([until, *(p.end or until for p in periods), *(mark.date for mark in marks)])
    # Long enough to name a month, by days before the first and not after the last, of which nothing is known yet.
    least = (date.fromisoformat(last) - timedelta(75)).isoformat()
    days = Days.between(min([*starts, until, least]), last, 0.0, width - 16.0)
    # A little before the first day, so that it does not look like the beginning of time.
    margin = (days.last - days.first) * 14 // max(1, width) + 1
    days = days._replace(first=days.first - margin)
    rows = sorted({period.model for period in periods}, key=list(MODELS).index)
    placed, levels = _levelled(marks, days)
    top = levels * _MARK + (12 if levels else 0)
    own = {model: sorted((p for p in periods if p.model == model), key=lambda p: p.start) for model in rows}
    said = {model: _words(say.model(model), _said(own[model], say), width) for model in rows}
    bottom = top + sum(_ROW + _LINE * len(more) for _, more in said.values()) + 4
    parts = time_axis(days, max(0.0, top - 6), bottom, say)
    y = top
    for model, (beside, more) in said.items():
        parts.append(_named(say.model(model), beside, y + 15))
        for line in more:
            y += _LINE
            parts.append(label(0.0, y + 15, line, "note on-line"))
        parts += [_bar(period, days, until, y + 23, say) for period in own[model]]
        y += _ROW
    parts += [_drawn(mark, x, top - 10 - level * _MARK, say) for mark, x, level in placed]
    return svg(
        *parts,
        size=(width, bottom + 28),
        title=title,
        description=description,
        ident=ident,
        class_="chart chart-timeline",
    )


def _named(name: str, beside: str, y: float) -> str:
    """The name of a model above its bars, and what is said beside it."""
    said = [element("tspan", text(f"  {beside}"), class_="note")] if beside else []
    return element("text", element("tspan", text(name), class_="value"), *said, x="0", y=f"{y:g}", class_="on-line")


def _drawn(mark: Mark, x: float, y: float, say: Speaker) -> str:
    """A change as a sign that says, when it is pointed at, what it was."""
    return element(
        "path",
        element("title", text(f"{say.short_day(mark.date)}: {mark.title}")),
        class_=f"mark cause-{'record' if mark.cause == 'record' else 'ice'}",
        d=_glyph(mark.cause, x, y),
    )


def _words(name: str, said: str, width: float) -> tuple[str, list[str]]:
    """What stands beside the name of a model, and the lines below it for what has no room there."""
    if lettering.width(said, LETTER - 1) <= width - lettering.width(name, LETTER, bold=True) - 12:
        return said, []
    return "", lettering.lines(said, LETTER - 1, width - 12)


def _said(periods: Sequence[Period], say: Speaker) -> str:
    spans = [
        say("since {date}").format(date=say.short_day(p.start))
        if p.end is None
        else f"{say.short_day(p.start)} – {say.short_day(p.end)}"
        for p in periods
    ]
    return ", ".join(spans)


def _bar(period: Period, days: Days, until: str, y: float, say: Speaker) -> str:
    left = days.x(period.start)
    key = model_key(period.model)
    title = element("title", text(f"{say.model(period.model)}: {_said([period], say)}"))
    if period.end is None:
        # An arrow: it goes on.
        right = max(days.x(until), left + 3)
        shape = f"M{left:g} {y:g}H{right:g}l8 {_BAR / 2:g}l-8 {_BAR / 2:g}H{left:g}z"
        return element("path", title, class_=f"period {key}", d=shape)
    right = max(days.x(period.end), left + 3)
    return element("path", title, class_=f"period {key}", d=f"M{left:g} {y:g}H{right:g}v{_BAR:g}H{left:g}z")


def _levelled(marks: Sequence[Mark], days: Days) -> tuple[list[tuple[Mark, float, int]], int]:
    """Marks with their place and height: those of nearly the same day stand on each other, up to five."""
    out: list[tuple[Mark, float, int]] = []
    for mark in sorted(marks, key=lambda mark: mark.date):
        x = days.x(mark.date)
        near = {level for _, other, level in out if abs(other - x) < _MARK}
        level = next((n for n in range(5) if n not in near), 4)
        out.append((mark, x, level))
    return out, max((level + 1 for _, _, level in out), default=0)


def _glyph(cause: str, x: float, y: float) -> str:
    """A disc for ICE's change, a square for ours, as everywhere on the site."""
    if cause == "record":
        return f"M{x - 4:g} {y - 4:g}h8v8h-8z"
    return f"M{x - 4:g} {y:g}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"
