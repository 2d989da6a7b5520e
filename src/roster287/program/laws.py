"""State laws on 287(g) agreements: one row per instrument, as of any day, with source and confidence.

The table is `curation/laws.csv`, written by people and reviewed as a diff. A row is an instrument (statute, order,
directive, opinion, bill) or, without one, the finding that no rule was found. `docs/program.md` says what its words
mean and how to propose a change.

In force on a day is judged from what is known, and never guessed:

    yes          it had taken effect by then on any reading of its dates, and had not ended on any
    no           it had not begun, or had ended, on every reading
    unsure       its dates are too coarse to say, or only its enactment is known
    unverified   it may have become law by then; nothing that was read says so
    none_found   no instrument: a search, on another day perhaps, found no rule
    not_law      a bill that was vetoed or died

An instrument whose day of effect is not known counts as begun a year after its latest possible enactment, or when a
source says that it is in force. On the very day named as its end it is unsure.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from roster287.program import curated
from roster287.program.partial import bounds, day_after, earliest, latest
from roster287.table import Line, Table, table
from roster287.vocabulary import question

InForce = Literal["yes", "no", "unsure", "unverified", "none_found", "not_law"]

STANCES = ("bans", "restricts", "mandates", "requires_to_seek", "encourages", "none", "unknown")
STATUSES = (
    "in_force", "enacted", "ended", "vetoed", "not_enacted", "outcome_unknown", "no_rule_found",
)  # fmt: skip
"""What the source says of the instrument as of `status_as_of`; `enacted`: its day of effect was not found."""
SCOPES = ("all_agencies", "state_agencies", "local_agencies", "county_jails", "sheriffs")

LAW = (
    "state", "stance", "models", "instrument", "citation", "enacted", "effective", "ended", "status", "summary",
    "source_url", "source_title", "confidence", "scope", "status_as_of", "basis", "note", "summary_es", "note_es",
)  # fmt: skip


class Instrument(NamedTuple):
    """One row of the table. Dates are `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or empty; `ended` is the first day without it.

    `models` holds codes of the vocabulary, or `all` (every model) or `any` (whichever the agency chooses).
    """

    state: str
    stance: str
    models: tuple[str, ...]
    scope: tuple[str, ...]
    instrument: str
    citation: str
    enacted: str
    effective: str
    ended: str
    status: str
    status_as_of: str
    confidence: str
    basis: str
    summary: str
    summary_es: str
    note: str
    note_es: str
    source_url: str
    source_title: str

    def line(self) -> Line:
        """The row as readers get it; a date or text that is not known is None."""
        found: Line = {key: value or None for key, value in self._asdict().items()}
        return {**found, "models": list(self.models), "scope": list(self.scope)}


class Counted(NamedTuple):
    """How many states bar agreements as someone else counted, on a date known to the day, month or year."""

    date: str
    counted_by: str
    number: int
    states: tuple[str, ...]
    statement: str
    statement_es: str
    source_url: str
    source_title: str
    confidence: str
    basis: str


@lru_cache(maxsize=1)
def instruments() -> tuple[Instrument, ...]:
    """Every row of the table, in its order: by state, then by enactment."""
    return tuple(Instrument(**_coded(row, "models", "scope")) for row in curated.rows("laws.csv"))


@lru_cache(maxsize=1)
def counted_by_others() -> tuple[Counted, ...]:
    """Published counts of the states that bar agreements, oldest first."""
    rows = [_coded(row, "states") for row in curated.rows("laws_counts.csv")]
    return tuple(Counted(**{**row, "number": int(row["number"])}) for row in rows)


def law(state: str | None = None, on: question.DayLike | None = None, *, lang: str = "en") -> Table:
    """The instruments, all of them or a state's; with `on`, those that were or may have been in force that day.

    With `on` each row says so in `in_force`; what was surely not in force, and bills that failed, are left out. In
    Spanish `summary` and `note` are the Spanish texts, which `summary_es` and `note_es` hold in any case.
    """
    code = question.state(state) if state is not None else None
    day = date.fromisoformat(question.day(on)) if on is not None else None
    found = [one for one in instruments() if code in (None, one.state)]
    query = {key: value for key, value in (("state", code), ("on", day and day.isoformat())) if value is not None}
    if day is None:
        return table(LAW, [_told(one, lang) for one in found], query=query)
    lines = [{**_told(one, lang), "in_force": in_force(one, day)} for one in found]
    shown = [line for line in lines if line["in_force"] not in ("no", "not_law")]
    return table((*LAW, "in_force"), shown, query=query, as_of=day.isoformat())


def in_force(one: Instrument, day: date) -> InForce:
    """Whether an instrument was in force on a day; the head of this module says what the answers mean."""
    if one.status == "no_rule_found":
        return "none_found"
    if one.status in ("vetoed", "not_enacted"):
        return "not_law"
    if one.status == "outcome_unknown":
        return "unverified" if day >= earliest(one.status_as_of) else "no"
    begins = _begins(one)
    ends = (earliest(one.ended), day_after(latest(one.ended))) if one.ended else (date.max, date.max)
    if day < begins[0] or day >= ends[1]:
        return "no"
    if one.basis == "unverified":
        return "unverified"
    return "yes" if begins[1] <= day < ends[0] else "unsure"


def to_come(on: str, state: str | None = None) -> list[Instrument]:
    """What takes effect after a day and says something of agreements, by state and day; nothing unverified."""
    day = date.fromisoformat(on)
    found = [
        one
        for one in instruments()
        if state in (None, one.state)
        and one.basis != "unverified"
        and one.stance not in ("none", "unknown")
        and in_force(one, day) == "no"
        and _begins(one)[0] > day
    ]
    return sorted(found, key=lambda one: (one.state, _begins(one)[0]))


def _begins(one: Instrument) -> tuple[date, date]:
    """The first and the last day on which an instrument can have taken effect."""
    enacted = bounds(one.enacted) if one.enacted else None
    seen = latest(one.status_as_of) if one.status == "in_force" else date.max
    if one.effective:
        first, last = bounds(one.effective)
    elif enacted is not None:
        first, last = enacted[0], enacted[1] + timedelta(days=366)
    else:
        first, last = date.min, date.max
    if enacted is not None and len(one.effective) < 10:
        first = max(first, enacted[0])
    return first, max(first, min(last, seen))


def states_that_ban(on: str) -> list[Line]:
    """The states with an instrument that bars agreements in force on that day, by state.

    Only what is surely in force counts, and nothing unverified. Each line carries the instrument, its source, its
    confidence and whether it rests on secondary sources only. `states_that_may_ban` gives those left out.
    """
    return _bans(on, "yes")


def states_that_may_ban(on: str) -> list[Line]:
    """The states where a bar may have been in force that day, and none surely was: the dates do not settle it."""
    sure = {line["state"] for line in states_that_ban(on)}
    return [line for line in _bans(on, "unsure") if line["state"] not in sure]


def counted_by(on: str) -> Counted | None:
    """The newest count by someone else from that day, its month or its year, or before."""
    day = date.fromisoformat(question.day(on))
    known = [one for one in counted_by_others() if earliest(one.date) <= day]
    return known[-1] if known else None


def _bans(on: str, answer: InForce) -> list[Line]:
    day = date.fromisoformat(question.day(on))
    found: dict[str, Line] = {}
    for one in instruments():
        if one.stance == "bans" and one.basis != "unverified" and in_force(one, day) == answer:
            found.setdefault(one.state, one.line())
    return [found[code] for code in sorted(found)]


def _coded(row: Line, *columns: str) -> Line:
    """A row of a table with the columns that hold codes as tuples."""
    return {**row, **{column: tuple(curated.codes(row[column])) for column in columns}}


def _told(one: Instrument, lang: str) -> Line:
    line = one.line()
    if lang == "es":
        line |= {"summary": line["summary_es"], "note": line["note_es"]}
    return line
