"""What ICE's pending lists show in a brief: who waits and since when, and since when those waited that are listed."""

from __future__ import annotations

from collections.abc import Iterable

from roster287.model import PENDING
from roster287.publish.brief_reading import Day, fact, model_words, printed_as, proofs
from roster287.register.queries import lists
from roster287.table import Line, columns
from roster287.vocabulary.messages import Speaker


def pending(day: Day) -> Line:
    """Who is on the pending list in force, since when, and how the list before that had it."""
    if day.pending_publication is None:
        sentence = day.say("No pending list of that day or before is in this record.")
        return fact("pending_in_state", sentence, [], [])
    date = day.pending_publication["date"]
    here = day.waiting
    facts = {"state": day.name, "date": day.say.day(date)}
    if not here:
        sentence = day.say("No agency in {state} is on ICE's pending list of {date}.").format(**facts)
        return fact("pending_in_state", sentence, [], [lists.proof(day.pending_publication, None)])
    sentences, value, before = [], [], []
    for line in here:
        own = _applications(day, line["agency_id"], line["model"])
        began, since = _named(day, line, day.on)
        ahead = _before(day, line, since)
        other = [r for r in day.read.printed(ahead, day.state) if r["agency_id"] == line["agency_id"]] if ahead else []
        ever, _ = _named(day, line | {"model": None}, day.on)
        text = (
            day.say(
                "{agency} is on ICE's pending list of {date}: {model}; first seen pending with this model on {since}."
            )
            if other or ever < began
            else day.say("{agency} is on ICE's pending list of {date}: {model}; first seen pending on {since}.")
        )
        sentence = text.format(
            agency=line["agency"],
            model=model_words(day.say, line["model"]),
            since=day.say.day(began),
            date=facts["date"],
        )
        if ahead is not None:
            words = _before_words(day.say, other, again=began < since)
            sentence += " " + words.format(
                earlier=day.say.day(ahead["date"]),
                since=day.say.day(since),
                models=day.say.join(
                    [day.say.model(model) for model in sorted({r["model"] or "" for r in other} - {""})]
                ),
            )
            before += proofs(other) or [lists.proof(ahead, None)]
        sentences.append(" ".join([sentence, *printed_as(day, [line], date, PENDING)]))
        value.append(
            columns(line, ("agency_id", "agency", "model"))
            | {
                "first_pending": own[-1]["first_pending"] if own else since,
                "application_id": own[-1]["application_id"] if own else None,
            }
        )
    return fact("pending_in_state", "\n".join(sentences), value, [*proofs(here), *before])


def waited(day: Day, agreement: Line) -> tuple[str, list[Line]]:
    """What to say of the time that an agreement's agency was pending for its model, and what proves it.

    Nothing where it was not before the agreement came.
    """
    own = _applications(day, agreement["agency_id"], agreement["model"])
    led = next((one for one in own if one["first_pending"] == agreement["pending_since"]), None)
    if led is None:
        return "", []
    earlier = (one for one in own[: own.index(led)] if one["agreement_id"] in (None, agreement["agreement_id"]))
    began = next(earlier, led)["first_pending"]
    until, last = _last(day, led)
    ahead = led["first_pending"] < agreement["first_listed"]
    text = _one_day(day.say, ahead=ahead) if began == until else _pending_words(day.say, ahead=ahead, over=bool(until))
    said = [text.format(since=day.say.day(began), until=until and day.say.day(until))]
    if began < _named(day, agreement, min(day.on, led["last_pending"]))[1]:
        said.append(day.say("For a time in between it was not."))
    found = [*_first_rows(day, agreement, began), *last]
    for later in own[own.index(led) + 1 :]:
        if later["agreement_id"] in (None, agreement["agreement_id"]):
            until, last = _last(day, later)
            text = (
                day.say("An earlier pending list of {since} named it again, and the last of that day does not.")
                if until == later["first_pending"]
                else day.say("It was on it again, first on {since}, and gone from that of {until}.")
                if until
                else day.say("It was on it again, first on {since}.")
            )
            said.append(text.format(since=day.say.day(later["first_pending"]), until=until and day.say.day(until)))
            found += [*_first_rows(day, agreement, later["first_pending"]), *last]
    proof = proofs(found)
    return " ".join(said), [item for at, item in enumerate(proof) if item not in proof[:at]]


def _applications(day: Day, agency_id: str, model: str | None) -> list[Line]:
    """The applications of an agency for a model that had begun on the day, by first day."""
    known = day.read.applications.get(day.state, ())
    own = [a for a in known if (a["agency_id"], a["model"]) == (agency_id, model) and a["first_pending"] <= day.on]
    return sorted(own, key=lambda a: a["first_pending"])


def _named(day: Day, about: Line, until: str) -> tuple[str, str]:
    """The first day on which a pending list names an agency with its model, or at all where that cannot be read.

    And that from which each one does, up to the last that does by a day.
    """
    began = since = ""
    stands = True
    for publication in day.read.up_to(until, PENDING):
        rows = (r for r in day.read.printed(publication, day.state) if r["agency_id"] == about["agency_id"])
        if any(about["model"] in (None, row["model"]) for row in rows):
            began = publication["date"]
            since = began if stands else since
        elif began:
            stands = False
    return began, since


def _before(day: Day, line: Line, since: str) -> Line | None:
    """The last pending list of an earlier day, or one of that day that did not name an agency with its model.

    One of that day only where it named the agency otherwise, or where none of an earlier day was without it.
    """
    found = day.read.before(since, PENDING)
    without = [p for p in day.read.dated(since, PENDING) if not _own(day, p, line)]
    for publication in reversed(without):
        if any(row["agency_id"] == line["agency_id"] for row in day.read.printed(publication, day.state)):
            return publication
    return found if found is None or not _own(day, found, line) else next(iter(without), None)


def _before_words(say: Speaker, other: Iterable[Line], *, again: bool) -> str:
    """How the list before had an agency: not at all, with `other` rows for other models, or without a model."""
    models = {row["model"] for row in other}
    if None in models and again:
        return say(
            "It came onto it again with this model on {since}; that of {earlier} had a row of it without a model that "
            "can be read."
        )
    if None in models:
        return say("The pending list before that, of {earlier}, had a row of it without a model that can be read.")
    if models and again:
        return say("It came onto it again with this model on {since}; that of {earlier} had it only with {models}.")
    if models:
        return say("The pending list before that, of {earlier}, had it only with {models}.")
    if again:
        return say("It came onto it again on {since}; it was not on that of {earlier}.")
    return say("It was not on the pending list before that, of {earlier}.")


def _pending_words(say: Speaker, *, ahead: bool, over: bool) -> str:
    """What to say of the pending list: that an agency stood there before it was listed, or only that it did too."""
    if ahead and over:
        return say("It was first on ICE's pending list on {since}, and gone from that of {until}.")
    if ahead:
        return say("It was first on ICE's pending list on {since}.")
    if over:
        return say("It was also on ICE's pending list, first on {since}, and gone from that of {until}.")
    return say("It was also on ICE's pending list, first on {since}.")


def _one_day(say: Speaker, *, ahead: bool) -> str:
    """What to say of the pending list where only an earlier one of a day named an agency."""
    if ahead:
        return say("An earlier pending list of {since} named it, and the last of that day does not.")
    return say("An earlier pending list of {since} named it too, and the last of that day does not.")


def _own(day: Day, publication: Line, about: Line) -> list[Line]:
    """The rows of a list that name an agency with a model."""
    own = about["agency_id"], about["model"]
    return [r for r in day.read.printed(publication, day.state) if (r["agency_id"], r["model"]) == own]


def _first_rows(day: Day, about: Line, since: str) -> list[Line]:
    found = (_own(day, publication, about) for publication in day.read.dated(since, PENDING))
    return next((rows for rows in found if rows), [])


def _last(day: Day, application: Line) -> tuple[str, list[Line]]:
    """The day of the list after the last one of an application, and that one's rows.

    The day is empty while no later pending list is known.
    """
    after = None
    for publication in day.read.up_to(day.on, PENDING):
        if publication["date"] <= application["last_pending"] and (own := _own(day, publication, application)):
            return after["date"] if after else "", own
        after = publication
    return "", []
