"""How the cells of a roster answer each requirement, and the words for it.

    yes        the roster says yes
    done       a training is done: yes, done, or a day that has come
    outcome    something was decided: passed or refused; that it was finished says nothing of the outcome
    exam       a mark, or an outcome
    two_years  see `nominee_experience`

A reason never holds the text of a cell: only what kind of answer it gave, or a length of time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from roster287.program.models import Requirement
from roster287.program.nominee_cells import meaning, plain, score
from roster287.program.nominee_experience import Experience, Judged
from roster287.program.nominee_roster import Roster
from roster287.program.nominee_times import days
from roster287.vocabulary.marking import N_

RESULTS = ("met", "not_met", "not_shown")

WHY: dict[str, str] = {
    "yes": N_("The roster says yes."),
    "no": N_("The roster says no."),
    "passed": N_("The roster says that it was passed or granted."),
    "refused": N_("The roster says that it was not passed or not granted."),
    "pending": N_("The roster says that it is pending."),
    "blank": N_("The cell is blank or says that it is not known."),
    "no_column": N_("The roster has no column for it."),
    "unread": N_("The cell cannot be read as yes or no."),
    "both": N_("The cell says yes and no."),
    "contradict": N_("The columns of the roster contradict each other."),
    "no_outcome": N_("The roster says that it was done, and not with what outcome."),
    "no_yes": N_("The cell gives a date or says that something was done, and not yes or no."),
    "done": N_("The roster says that it was done."),
    "future": N_("The roster gives a day that is still to come."),
    "future_perhaps": N_("The roster gives a date that may still be to come."),
    "mark_met": N_("The roster shows a mark that passes."),
    "mark_not_met": N_("The roster shows a mark below the pass mark."),
    "mark_unknown": N_("The roster shows a mark; the text that was read states no pass mark."),
    "only_authority": N_("The roster shows authority to enforce, which is not the same as having enforced."),
    "only_enforced": N_("The roster shows that it was enforced, which does not show authority today."),
    "how_long": N_("The roster does not say for how long."),
    "length_unread": N_("The cell cannot be read as a length of time."),
    "date_unread": N_("A date cannot be read."),
    "no_begin": N_("There is a day of the end and none of the beginning."),
    "begins_later": N_("The beginning is after the day of the check."),
    "ends_first": N_("The end is before the beginning."),
    "kind_not_told": N_("The roster does not say that the experience was with a law enforcement agency."),
    "kind_unread": N_("It cannot be read whether the experience was with a law enforcement agency."),
    "not_lea": N_("The roster says that the experience was not with a law enforcement agency."),
    "time": N_("The roster shows {time}; 24 months are asked."),
    "time_open": N_("The roster shows {time}; whether that reaches 24 months depends on days it does not give."),
}
"""The reasons by key."""

_RELATED = {
    "enforced_laws": ("authority_laws", "only_authority"),
    "enforced_rules": ("authority_rules", "only_authority"),
    "authority_laws": ("enforced_laws", "only_enforced"),
    "authority_rules": ("enforced_rules", "only_enforced"),
}
"""What may be filled in instead, and is not what is asked."""

Judge = Callable[[Sequence[object]], Judged]


def judge_of(requirement: Requirement, roster: Roster, today: date) -> Judge:
    """The function that judges a row of this roster for one requirement."""
    if requirement.rule == "two_years":
        return Experience(roster, today).judge
    places = roster.places(requirement.column)
    instead, instead_why = _RELATED.get(requirement.column, ("", ""))
    others = roster.places(instead)

    def judge(cells: Sequence[object]) -> Judged:
        whys = {_reason(cells[place], requirement, today) for place in places if place < len(cells)} - {"blank"}
        if not whys and any(place < len(cells) and meaning(cells[place], instead) == "yes" for place in others):
            return Judged("not_shown", instead_why)
        return _settled(whys, bool(places))

    return judge


_SETTLE = dict.fromkeys(("yes", "passed", "done", "mark_met"), "met") | dict.fromkeys(
    ("no", "refused", "mark_not_met"), "not_met"
)
"""The reasons that settle a requirement, and how; any other leaves it not shown."""


def _settled(whys: set[str], has_column: bool) -> Judged:
    """One answer from the filled cells of one row: they must agree."""
    if not whys:
        return Judged("not_shown", "blank" if has_column else "no_column")
    results = {_SETTLE.get(why, "not_shown") for why in whys}
    if {"met", "not_met"} <= results:
        return Judged("not_shown", "contradict")
    if "not_shown" in results:
        return Judged("not_shown", min(why for why in whys if why not in _SETTLE))
    return Judged(results.pop(), min(whys))


def _reason(cell: object, requirement: Requirement, today: date) -> str:
    """What one cell answers, as a key of `WHY`."""
    if requirement.rule == "exam":
        return _exam(cell, requirement.column, requirement.pass_mark)
    if requirement.rule == "done":
        return _done(cell, requirement.column, today)
    if requirement.rule == "outcome":
        return _outcome(cell, requirement.column)
    said = meaning(cell, requirement.column)
    return "no_yes" if said == "done" else said


def _outcome(cell: object, column: str) -> str:
    said = meaning(cell, column)
    return {"yes": "passed", "no": "refused", "done": "no_outcome"}.get(said, said)


def _done(cell: object, column: str, today: date) -> str:
    said = meaning(cell, column)
    if said not in ("done", "unread"):
        return said
    when = days(cell, today)
    if when is not None:
        return "done" if when.last <= today else "future" if when.first > today else "future_perhaps"
    has_digits = any(c.isdigit() for c in plain(cell))
    return "done" if said == "done" and not has_digits else "date_unread" if said == "done" else "unread"


def _exam(cell: object, column: str, pass_mark: int | None) -> str:
    mark = score(cell)
    if mark is None:
        return _outcome(cell, column)
    if pass_mark is None:
        return "mark_unknown"
    return "mark_met" if mark >= pass_mark else "mark_not_met"
