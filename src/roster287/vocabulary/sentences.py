"""What an event says, in one plain sentence, in English or Spanish. The only place where events are put in words.

A sentence says what a list shows: appeared on, is no longer on, prints. It never says why, and never that an
agency left a program.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roster287.vocabulary.marking import N_
from roster287.vocabulary.messages import Speaker, sentence_case, speaker


def sentence(event: Mapping[str, Any], lang: str = "en") -> str:
    """The sentence for one event, a line of the `changes` table with its `notes`."""
    say = speaker(lang)
    return sentence_case(_SENTENCES[event["kind"]](event, say))


def _facts(event: Mapping[str, Any], say: Speaker) -> dict[str, str]:
    before, after = event["before"] or {}, event["after"] or {}
    return {
        "agency": event["agency"],
        "state": say.state(event["state"]),
        "place": say.place(event["state"]),
        "date": say.day(event["date"]),
        "model": say.model(event["model"]) if event["model"] else "",
        "signed": signing(after.get("signed"), say, unread=bool(event["notes"].get("unread"))),
        "was_signed": signing(before.get("signed"), say, unread=bool(event["notes"].get("was_unread"))),
        "day": _day(after.get("signed"), say),
        "was": _day(before.get("signed"), say, unread=bool(event["notes"].get("was_unread"))),
        "old": str(before.get("name", "")),
        "new": str(after.get("name", "")),
    }


def signing(day: str | None, say: Speaker, *, unread: bool = False) -> str:
    """When an agreement was signed, as ICE prints it: signed 2 April 2025. `unread`: it prints what is no date."""
    if day is None and unread:
        return say("with a signing date that cannot be read")
    return say("signed {day}").format(day=say.day(day)) if day else say("with no signing date")


def _day(day: str | None, say: Speaker, *, unread: bool = False) -> str:
    if day is None and unread:
        return say("a date that cannot be read")
    return say.day(day) if day else say("no date")


def _signed(event: Mapping[str, Any], say: Speaker) -> str:
    facts = _facts(event, say)
    text = say("{agency} ({state}) appeared on ICE's list of {date}: {model}, {signed}.").format(**facts)
    if event["notes"].get("first_with_others"):
        text += " " + say(
            "It is among the first agencies in {place} on the participating lists in this record."
        ).format(**facts)
    elif event["notes"].get("first_in_state"):
        text += " " + say("It is the first agency in {place} on the participating lists in this record.").format(
            **facts
        )
    return text + _more(event, say)


def _more(event: Mapping[str, Any], say: Speaker) -> str:
    """Under which other body's name the list prints it, how the list before did, and since when it had been pending."""
    return _printed(event, say) + _waited(event, say)


def _printed(event: Mapping[str, Any], say: Speaker) -> str:
    printed, more = event["notes"].get("printed"), ""
    if printed:
        more += " " + say("That list prints it as “{name}”.").format(name=printed)
    if event["notes"].get("blank_before"):
        more += " " + say("The list before had a row of it without a model that can be read.")
    return more


def _waited(event: Mapping[str, Any], say: Speaker) -> str:
    """Since when it had been pending; nothing of a pending list that came only after this list."""
    since = event["notes"].get("pending_since")
    if not since or since > event["date"]:
        return ""
    if since == event["date"]:
        return " " + say("It is also on the pending list of that day.")
    if event["notes"].get("pending_gap"):
        text = say("It was first on the pending list on {since}, and missing from it for a time.")
        return " " + text.format(since=say.day(since))
    return " " + say("It had been on the pending list since {since}.").format(since=say.day(since))


def _model_added(event: Mapping[str, Any], say: Speaker) -> str:
    others = say.join([say.model(m) for m in event["before"]["models"]])
    text = say(
        "{agency} ({state}) appeared on ICE's list of {date} with one more model: {model}, {signed}. "
        "It was listed before with {others}."
    )
    return text.format(others=others, **_facts(event, say)) + _more(event, say)


def _model_switched(event: Mapping[str, Any], say: Speaker) -> str:
    text = say("{agency} ({state}) is on ICE's list of {date} with {model}, {signed}; {old_model} is no longer on it.")
    old_model = say.model(event["before"]["model"])
    return text.format(old_model=old_model, **_facts(event, say)) + _more(event, say)


def _renewed(event: Mapping[str, Any], say: Speaker) -> str:
    text = say(
        "{agency} ({state}) is on ICE's list of {date} with a new signing for {model}, {day}; the one before was {was}."
    )
    return text.format(**_facts(event, say)) + _more(event, say)


def _redated(event: Mapping[str, Any], say: Speaker) -> str:
    text = say(
        "ICE's list of {date} prints another signing date for {agency} ({state}), {model}: {day}; before, {was}."
    )
    return text.format(**_facts(event, say))


def _renamed(event: Mapping[str, Any], say: Speaker) -> str:
    return say("ICE's list of {date} prints “{new}” ({state}) where it printed “{old}” before.").format(
        **_facts(event, say)
    )


def _details(event: Mapping[str, Any], say: Speaker) -> str:
    parts = []
    for key in sorted(event["after"]):
        text = say("{what} “{new}” where it printed “{old}” before")
        parts.append(text.format(what=say(FIELDS[key]), new=event["after"][key], old=event["before"][key]))
    text = say("ICE's list of {date} prints for {agency} ({state}): {changes}.")
    return text.format(changes="; ".join(parts), **_facts(event, say))


def _document_posted(event: Mapping[str, Any], say: Speaker) -> str:
    return say("ICE's list of {date} links the agreement of {agency} ({state}), {model}.").format(**_facts(event, say))


def _document_changed(event: Mapping[str, Any], say: Speaker) -> str:
    if event["after"]["moa_url"] is None:
        text = say("ICE's list of {date} no longer links the agreement of {agency} ({state}), {model}.")
    else:
        text = say("ICE's list of {date} links another document for the agreement of {agency} ({state}), {model}.")
    return text.format(**_facts(event, say))


def _addendum(event: Mapping[str, Any], say: Speaker) -> str:
    text = say("ICE's list of {date} links an addendum to the agreement of {agency} ({state}), {model}.")
    return text.format(**_facts(event, say))


def _pending(event: Mapping[str, Any], say: Speaker) -> str:
    again, others = event["notes"].get("again"), event["notes"].get("others_before")
    if others and again:
        text = say(
            "{agency} ({state}) is on ICE's pending list of {date} again with {model}. The list before had it with "
            "{others}."
        )
    elif others:
        text = say(
            "{agency} ({state}) appeared on ICE's pending list of {date} with another model: {model}. The list before "
            "had it with {others}."
        )
    elif again:
        text = say("{agency} ({state}) is again on ICE's pending list, on {date}: {model}.")
    else:
        text = say("{agency} ({state}) appeared on ICE's pending list of {date}: {model}.")
    words = say.join([say.model(model) for model in others or ()])
    return text.format(others=words, **_facts(event, say)) + _printed(event, say)


def _no_longer_pending(event: Mapping[str, Any], say: Speaker) -> str:
    since, listed = event["before"]["pending_since"], event["notes"].get("listed_since")
    if event["notes"].get("again"):
        text = say(
            "{agency} ({state}), {model}, is no longer on ICE's pending list of {date}, where it first was on {since}"
        )
    elif since == event["date"]:
        text = say(
            "{agency} ({state}), {model}, is no longer on ICE's pending list of {date}; one before it, of that day, "
            "named it"
        )
    else:
        text = say(
            "{agency} ({state}), {model}, is no longer on ICE's pending list of {date}, where it had been since {since}"
        )
    if listed:
        more = say("an agreement of this model had been listed since {listed}").format(listed=say.day(listed))
    else:
        more = say("no agreement of this model was on ICE's list then")
    return f"{text.format(since=say.day(since), **_facts(event, say))}; {more}."


def _no_longer_listed(event: Mapping[str, Any], say: Speaker) -> str:
    if event["before"]["last_listed"] == event["date"]:
        text = say(
            "{agency} ({state}), {model}, {was_signed}, is no longer on ICE's list since {date}; an earlier list of "
            "that day still named it."
        )
    else:
        text = say(
            "{agency} ({state}), {model}, {was_signed}, is no longer on ICE's list since {date}; it was last listed on "
            "{last}."
        )
    return text.format(last=say.day(event["before"]["last_listed"]), **_facts(event, say))


def _returned(event: Mapping[str, Any], say: Speaker) -> str:
    gone = event["before"]["no_longer_listed"]
    if (event["after"]["signed"] or "") > gone:
        text = say(
            "{agency} ({state}), {model}, which was missing since {gone}, is on ICE's list of {date} again, now with "
            "the signing date {day}."
        )
    else:
        text = say(
            "{agency} ({state}), {model}, {signed}, is on ICE's list of {date} again; it was missing since {gone}."
        )
    return text.format(gone=say.day(gone), **_facts(event, say))


def _ours(event: Mapping[str, Any], say: Speaker) -> str:
    text = {
        "merged": say("Our record treats “{old}” and “{new}” ({state}) as one agency."),
        "split": say("Our record treats “{old}” and “{new}” ({state}) as two agencies."),
    }[event["kind"]]
    return text.format(**_facts(event, say))


def _corrected(event: Mapping[str, Any], say: Speaker) -> str:
    ((field, printed),) = event["before"].items()
    if event["after"][field]:
        text = say(
            "Our record counts {corrected} as the {field} of {agency} ({state}) where ICE has printed {printed}."
        )
    else:
        text = say("Our record does not count {printed}, which ICE has printed as the {field} of {agency} ({state}).")
    words = {"field": say(FIELDS[field]), "printed": printed, "corrected": event["after"][field]}
    if field == "state":  # kept as its code, which ICE does not print
        words |= {key: say.state(code) for key in ("printed", "corrected") if (code := words[key])}
    else:
        words |= {key: f"“{words[key]}”" for key in ("printed", "corrected")}
    return text.format(agency=event["agency"], state=say.state(event["state"]), **words)


FIELDS = {
    "state": N_("state"),
    "agency": N_("name"),
    "county": N_("county"),
    "type": N_("type"),
    "model": N_("model"),
    "signed": N_("signing date"),
    "moa_url": N_("document"),
}


_SENTENCES = {
    "signed": _signed,
    "model_added": _model_added,
    "model_switched": _model_switched,
    "renewed": _renewed,
    "redated": _redated,
    "renamed": _renamed,
    "details_changed": _details,
    "document_posted": _document_posted,
    "document_changed": _document_changed,
    "addendum_posted": _addendum,
    "pending": _pending,
    "no_longer_pending": _no_longer_pending,
    "no_longer_listed": _no_longer_listed,
    "returned": _returned,
    "merged": _ours,
    "split": _ours,
    "corrected": _corrected,
}
