"""When a list was published: four witnesses for one date, the one that decided, and those that disagree.

    name      the date in ICE's own file name (errors included: a digit too many or too few, last year, a 31st of June)
    workbook  the time the workbook says it was last changed; it was not published before, unless it was saved again
    newest    the newest signing dates it prints; a list rarely knows the future
    capture   when it was retrieved; it cannot have been published after

A name decides when it fits the bounds. A name that does not fit is read again with one slip undone. A name that only
the workbook contradicts, since it is of a later day, decides: who opens a list and saves it gives the workbook a new
time. Failing that, the workbook decides, then the first capture, then the signings. One signing can be mistyped: the
third newest bounds the date. A workbook that was last changed before it is no witness, unless the name says the same.
A capture before the signings, the day in the name and that of the workbook is none either: a clock was wrong.

Days are days in UTC, which is how captures and workbooks count; a list changed on an evening in Washington thereby
gets the next day, as ICE's own names do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from roster287.model import Capture
from roster287.vocabulary.file_names import ZERO, NameDate, moment, read_name

PARTS = ("am", "mid", "pm")
STALE = timedelta(days=14)
"""A workbook unchanged for longer than this before the date in its name is an old list under a new name."""
SURE = timedelta(days=4)
"""A slip in a name is undone on the word of a workbook that was last changed in these days before."""
NEAR = timedelta(days=31)
"""A date in a name that only the signings contradict is mended to one so shortly after them, if at all."""
FIRST_WORKBOOK = date(2025, 1, 1)
"""ICE's lists are workbooks since February 2025: an older time is one that a program writes when it knows none."""
MORNING, AFTERNOON = "13", "18"
"""Until and from these hours (UTC) a list that names no part of the day is of its morning and of its afternoon."""
FEW, MANY = 3, 10
"""As many of the newest signings bound the date, and bound it although name and workbook agree on a day long before."""


class Dated(NamedTuple):
    """The date of a list and why. `witnesses` holds (witness, value, agrees) for each that spoke."""

    day: date | None
    part: str | None
    debris: str
    source: str
    file_name: str
    witnesses: tuple[tuple[str, str, bool], ...]
    seen: str = ""
    """The first capture that can be true."""


def part_rank(part: str | None, saved: str = "", seen: str = "") -> int:
    """The place of a part of the day among am, mid, pm.

    A list that names none stands in the middle, or by the time at which it was `saved` on that day (ISO, UTC); where
    that is not known, in the morning if it was `seen` then: it may have been there for hours before.
    """
    if part is not None:
        return PARTS.index(part)
    if saved:
        return 0 if saved[11:13] < MORNING else 2 if saved[11:13] >= AFTERNOON else 1
    return 0 if seen and seen[11:13] < MORNING else 1


def date_list(captures: Iterable[Capture], modified: str | None, newest: Sequence[str]) -> Dated:
    """The date of a list from all that is known of it. The order of `captures` does not matter.

    `newest` are the signing dates of its rows, at least the newest `MANY`, the newest first.
    """
    ordered = sorted(captures, key=lambda c: (c.stamp_kind != "name", c.stamp, c.file_name, c.source))
    taken = sorted(c.stamp for c in ordered if c.stamp_kind == "capture" and moment(c.stamp))
    possible = [time for time in taken if not _before_all(time, ordered, modified, newest)]
    latest = date.fromisoformat(possible[0][:10]) if possible else None
    signed = [day for day in map(date.fromisoformat, newest) if latest is None or day <= latest]
    changed, earliest = _bounds(ordered, modified, signed, latest)
    day, part, debris, source, name = _decide(ordered, changed, earliest, latest)
    if day is None and changed is not None:
        plain = _decide(ordered, None, earliest, latest)
        if plain[0] is not None and plain[0] < changed and plain[3] == "name":
            day, part, debris, source, name = plain
    if day is None and changed is None and _named(ordered, dropped := _workbook_day(modified, latest), latest):
        day, part, debris, source, name = _decide(ordered, dropped, None, latest)
    if day is None and changed is not None:
        day, source = changed, "workbook"
    if day is None and latest is not None:
        day, source = latest, "capture"
    if day is None and signed:
        day, source = signed[min(FEW, len(signed)) - 1], "newest signing"
    witnesses = _witnesses(ordered, modified, newest, taken, day)
    return Dated(day, part, debris, source, name, witnesses, possible[0] if possible else "")


def _before_all(time: str, captures: list[Capture], modified: str | None, newest: Sequence[str]) -> bool:
    """Whether a capture is said to be of a day before all of these: the workbook's, that of any name, the signings."""
    named = [day for c in captures for day, how in read_name(c.file_name).days if how == "name"]
    day = date.fromisoformat(time[:10])
    signed = len(newest) >= FEW and time[:10] < newest[FEW - 1]
    return signed and bool(modified and named) and time[:10] < (modified or "")[:10] and day < min(named)


def _bounds(
    captures: list[Capture], modified: str | None, signed: Sequence[date], latest: date | None
) -> tuple[date | None, date | None]:
    """The day of the workbook if it can be a witness, and the earliest day that the signings allow."""
    changed = _workbook_day(modified, latest)
    earliest = signed[FEW - 1] if len(signed) >= FEW else None
    if changed is None or earliest is None or changed >= earliest:
        return changed, earliest
    named = _named(captures, changed, latest)
    if named and (len(signed) < MANY or signed[MANY - 1] <= max(named) + STALE):
        return changed, None
    return None, earliest


def _named(captures: list[Capture], changed: date | None, latest: date | None) -> list[date]:
    """The days in the names with which the workbook agrees."""
    days = [day for capture in captures for day, how in read_name(capture.file_name).days if how == "name"]
    return [day for day in days if changed is not None and _fits(day, changed, None, latest)]


def _workbook_day(modified: str | None, latest: date | None) -> date | None:
    """The day on which the workbook was last changed, if that is possible."""
    changed = date.fromisoformat(modified[:10]) if modified else None
    if changed is not None and (changed < FIRST_WORKBOOK or (latest is not None and changed > latest)):
        return None
    return changed


def _decide(
    captures: list[Capture], changed: date | None, earliest: date | None, latest: date | None
) -> tuple[date | None, str | None, str, str, str]:
    """The earliest day in a name that fits the bounds; of the same day, a plain reading before a mended one.

    Without a workbook a name is mended when it has no plain reading, or none that the signings allow.
    """
    choices = []
    for capture in captures:
        read = read_name(capture.file_name)
        fit = [(day, how) for day, how in read.days if _fits(day, changed, earliest, latest)]
        plain = [(day, how) for day, how in fit if how == "name"]
        if changed is None and (plain or (earliest is None and read.days and read.days[0][1] == "name")):
            fit = plain
        elif changed is None and earliest is not None and read.days and read.days[0][1] == "name":
            fit = [reading for reading in fit if reading[0] <= earliest + NEAR]
        elif changed is not None and not plain:
            fit = _mended(read, fit, changed, earliest, latest)
        for day, how in [reading for reading in fit if reading[1] == ZERO] or fit:
            mended = how != "name"
            choices.append((day, mended, part_rank(read.part), len(capture.file_name), capture.file_name, how, read))
    if not choices:
        return None, None, "", "none", captures[0].file_name if captures else ""
    day, _, _, _, file_name, how, read = min(choices, key=lambda choice: choice[:5])
    return day, read.part, read.debris, how, file_name


def _mended(
    read: NameDate, fit: list[tuple[date, str]], changed: date, earliest: date | None, latest: date | None
) -> list[tuple[date, str]]:
    """The mended readings of a name that are believed: those near the workbook, unless the plain one fits the signings.

    With signings to bound the date, a plain reading that only the workbook contradicts needs no mending.
    """
    day, how = read.days[0] if read.days else (changed, "")
    if how == "name" and day < changed and earliest is not None and _fits(day, None, earliest, latest):
        return []
    return [reading for reading in fit if reading[0] <= changed + SURE]


def _fits(day: date, changed: date | None, earliest: date | None, latest: date | None) -> bool:
    if changed is not None and not changed <= day <= changed + STALE:
        return False
    return (earliest is None or day >= earliest) and (latest is None or day <= latest)


def _witnesses(
    captures: list[Capture], modified: str | None, newest: Sequence[str], taken: list[str], day: date | None
) -> tuple[tuple[str, str, bool], ...]:
    said: list[tuple[str, str, bool]] = []
    for capture in captures:
        read = read_name(capture.file_name)
        if read.days:
            named, how = read.days[0]
            said.append(("name", capture.file_name, how == "name" and (day is None or day <= named <= day + STALE)))
    if modified:
        said.append(("workbook", modified, day is None or date.fromisoformat(modified[:10]) <= day))
    if newest:
        said.append(("newest", newest[0], day is None or date.fromisoformat(newest[0]) <= day))
    if taken:
        said.append(("capture", taken[0], day is None or day <= date.fromisoformat(taken[0][:10])))
    return tuple(dict.fromkeys(said))
