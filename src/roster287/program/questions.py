"""Where ICE's list and the state laws seem to disagree: a question for a person, never a verdict.

A list can lag behind an agreement's end, a law can leave room for agreements that stood before it, a date can be
wrong, and this record's table of laws can be wrong. So each row says what both show, and asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from roster287.errors import UsageError
from roster287.program import laws
from roster287.program.partial import since
from roster287.table import Line, Table, table
from roster287.vocabulary import question
from roster287.vocabulary.messages import Speaker, speaker

QUESTION = (
    "state", "kind", "question", "agencies", "stance", "instrument", "citation", "effective", "in_force", "summary",
    "source_url", "source_title", "confidence", "basis",
)  # fmt: skip


def questions(listed: Mapping[str, int], on: str, *, state: str | None = None, lang: str = "en") -> Table:
    """One row per state and law where the two seem to disagree on a day.

    `listed` holds the number of agencies that the list in force that day names, by two-letter code; a state that is
    missing has none. Only laws that were in force on every reading of their dates, and none unverified, are asked
    about. Raises `UsageError` for a code that does not exist.
    """
    say = speaker(lang)
    day = date.fromisoformat(question.day(on))
    wanted = question.state(state) if state is not None else None
    named = {question.state(code): number for code, number in listed.items()}
    if any(number < 0 for number in named.values()):
        raise UsageError("A number of agencies is less than none.", "Give the count of each state.")
    rows = [
        row
        for one in laws.instruments()
        if wanted in (None, one.state) and one.basis != "unverified" and laws.in_force(one, day) == "yes"
        for row in _asked(one, named.get(one.state, 0), say)
    ]
    query = {"on": day.isoformat(), **({"state": wanted} if wanted else {})}
    return table(QUESTION, rows, query=query, as_of=day.isoformat())


def _asked(one: laws.Instrument, agencies: int, say: Speaker) -> list[Line]:
    if one.stance == "bans" and agencies:
        kind = "listed_where_barred"
        text = say(
            "ICE's list names agencies in {state} ({count}), and {citation}, by our table, bars 287(g) agreements "
            "since {since}. Does the list lag behind, does the law leave room for these agreements, or is one of the "
            "two wrong? The record cannot say."
        )
    elif one.stance in ("mandates", "requires_to_seek") and not agencies:
        kind = "none_listed_where_required"
        text = say(
            "ICE's list names no agency in {state}, and {citation}, by our table, obliges certain agencies to have or "
            "to seek a 287(g) agreement since {since}. Is its deadline still to come, were requests not granted, or is "
            "one of the two wrong? The record cannot say."
        )
    else:
        return []
    began = one.effective or one.enacted
    named = since(began, say) if began else say("an unknown date")
    line = one.line()
    question = text.format(state=say.place(one.state), count=say.number(agencies), citation=one.citation, since=named)
    summary = one.summary_es if say.lang == "es" else one.summary
    seen = {"kind": kind, "question": question, "agencies": agencies, "in_force": "yes", "summary": summary}
    return [{**line, **seen}]
