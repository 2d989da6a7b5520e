"""What changed in a state since a day: who came, who has gone, everything else, and where all of them stood then."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from roster287.model import LISTS, PARTICIPATING, PENDING
from roster287.publish.brief_reading import Day, fact, proofs
from roster287.register.queries import lists, tables
from roster287.table import Line, columns

JOINED = ("signed", "model_added", "model_switched", "renewed", "returned")
"""Kinds of event by which an agreement comes onto the list."""
LEFT = ("no_longer_listed", "model_switched")
"""Kinds of event by which one goes."""


def since_facts(connection: Connection, day: Day, since: str, lang: str) -> list[Line]:
    """What changed in the state from `since` on. Where nothing did, the lists that show so are named, or that there is
    none.
    """
    told = tables.events_between(connection, day.state, since, day.on, lang=lang)
    ours = [event for event in told if event["cause"] == "record"]
    told = [event for event in told if event not in ours]
    listed = {line["agreement_id"] for line in day.here}
    gone = [event for event in told if event["kind"] == "no_longer_listed" and event["agreement_id"] not in listed]
    rest = [event for event in told if event not in gone and event["kind"] not in JOINED]
    none = _nothing(day, since, back=any(event["kind"] in LEFT for event in told))
    then = [p for kind in LISTS if (p := day.read.in_force(since, kind)) is not None]
    shown = [day.publication, *then[:1]]
    found = {
        "new_since": [event for event in told if event["kind"] in JOINED],
        "no_longer_listed_since": gone,
        "changed_since": rest,
    }
    out = [_fact_of(fact_id, events, none[fact_id], shown) for fact_id, events in found.items()]
    if ours:
        out.append(_fact_of("corrected_since", ours, "", shown))
    out.append(_on_that_day(day, since, then))
    return out


def _fact_of(fact_id: str, events: Sequence[Line], none: str, shown: Sequence[Line]) -> Line:
    sentence = "\n".join(event["sentence"] for event in events) or none
    keys = ("event_id", "date", "kind", "cause", "agency_id", "agency", "model", "agreement_id")
    evidence = proofs(events) or [lists.proof(p, None) for p in shown]
    return fact(fact_id, sentence, [columns(event, keys) for event in events], evidence)


def _nothing(day: Day, since: str, *, back: bool) -> dict[str, str]:
    """What to say of each fact without an event: of the lists from `since` to the day, if there are any.

    `back` says that something went, and is on the list again or was switched.
    """
    of_lists = [p for kind in LISTS if (p := day.read.in_force(day.on, kind)) is not None and p["date"] >= since]
    facts = {"state": day.name, "since": day.say.day(since), "on": day.say.day(day.on)}
    facts["last"] = day.say.join(list(dict.fromkeys(day.say.day(p["date"]) for p in of_lists)))
    if day.publication["date"] < since:
        unknown = day.say("This record has no list of agreements from {since} to {on}: what changed is not known.")
        return dict.fromkeys(("new_since", "no_longer_listed_since", "changed_since"), unknown.format(**facts))
    other = day.say("Nothing else has changed on ICE's lists for {state} from {since} on, up to those of {last}.")
    other = other.format(**facts)
    facts["last"] = day.say.day(day.publication["date"])
    came = day.say("No agreement in {state} has appeared on ICE's list from {since} on, up to that of {last}.")
    went = (
        day.say(
            "Of the agreements in {state} that have gone from ICE's list from {since} on, each is on that of {last} "
            "again or was switched to another model."
        )
        if back
        else day.say("No agreement in {state} has gone from ICE's list from {since} on, up to that of {last}.")
    )
    return {
        "new_since": came.format(**facts),
        "no_longer_listed_since": went.format(**facts),
        "changed_since": other,
    }


def _on_that_day(day: Day, since: str, then: Sequence[Line]) -> Line:
    """What the lists in force on the earlier day showed for the agencies that are listed or pending then or now."""
    sentences, value, evidence = [], [], []
    printed = {p["kind"]: day.read.printed(p, day.state) for p in then}
    known = (*day.here, *day.waiting, *(line for rows in printed.values() for line in rows if line["agency_id"]))
    named: dict[tuple[str, str | None], Line] = {}
    for line in known:
        named.setdefault((line["agency_id"], line["model"]), line)
    for (agency_id, model), line in sorted(named.items(), key=lambda item: (item[1]["agency"], item[0][1] or "")):
        found: dict[str, list[Line]] = {
            kind: [r for r in rows if r["agency_id"] == agency_id and r["model"] == model]
            for kind, rows in printed.items()
        }
        text = {
            (True, False): day.say("{agency}, {model}: on the list in force on {since}."),
            (False, True): day.say("{agency}, {model}: on the pending list in force on {since}."),
            (True, True): day.say("{agency}, {model}: on both lists in force on {since}."),
            (False, False): day.say("{agency}, {model}: on neither list in force on {since}.")
            if PENDING in printed
            else day.say("{agency}, {model}: not on the list in force on {since}; no pending list of then is known."),
        }[bool(found.get(PARTICIPATING)), bool(found.get(PENDING))]
        said = day.say.model(model) if model else "—"
        sentences.append(text.format(agency=line["agency"], model=said, since=day.say.day(since)))
        value.append(
            {"agency_id": agency_id, "agency": line["agency"], "model": model}
            | {kind: bool(found[kind]) if kind in found else None for kind in LISTS}
        )
        evidence += [item for rows in found.values() for item in proofs(rows)]
    evidence += [lists.proof(p, None) for p in then if p["sha256"] not in {item["sha256"] for item in evidence}]
    text = (
        day.say("No agency in {state} is on the lists in force on {since} or on {on}.")
        if PENDING in printed
        else day.say("No agency in {state} is on the list in force on {since}, or on those of {on}.")
    )
    none = text.format(state=day.name, since=day.say.day(since), on=day.say.day(day.on))
    return fact("lists_then", "\n".join(sentences) or none, value, evidence)
