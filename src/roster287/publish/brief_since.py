"""What changed in a state since a day: who came, who has gone, everything else, and where all of them stood then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import Connection

from roster287.model import LISTS, PARTICIPATING, PENDING
from roster287.publish.brief_reading import Day, fact, proofs
from roster287.register.queries import lists, tables
from roster287.table import Line, columns
from roster287.vocabulary.messages import Speaker

JOINED = ("signed", "model_added", "model_switched", "renewed", "returned")
"""Kinds of event by which an agreement comes onto the list."""


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
    none = _nothing(day, since, back=_some_went(day, since, told))
    blank = _blank(connection, day, since)
    then = [p for kind in LISTS if (p := day.read.in_force(since, kind)) is not None]
    first = (day.read.publications[kind][:1] for kind in LISTS)
    shown = [day.publication, *then[:1], *(p for found in first for p in found if since <= p["date"] <= day.on)]
    shown = list({p["publication_id"]: p for p in shown}.values())
    found = {
        "new_since": [event for event in told if event["kind"] in JOINED],
        "no_longer_listed_since": gone,
        "changed_since": rest,
    }
    out = [_fact_of(fact_id, events, none[fact_id], shown, blank[fact_id]) for fact_id, events in found.items()]
    if ours:
        out.append(_fact_of("corrected_since", ours, "", shown))
    out.append(_on_that_day(day, since, then))
    return out


def _fact_of(
    fact_id: str, events: Sequence[Line], none: str, shown: Sequence[Line], blank: Sequence[Line] = ()
) -> Line:
    sentence = "\n".join(line["sentence"] for line in (*events, *blank)) or none
    keys = ("event_id", "date", "kind", "cause", "agency_id", "agency", "model", "agreement_id")
    evidence = proofs((*events, *blank)) or [lists.proof(p, None) for p in shown]
    return fact(fact_id, sentence, [columns(event, keys) for event in events], evidence)


def _some_went(day: Day, since: str, told: Sequence[Line]) -> bool:
    """Whether an agreement that stood on the list before `since`, or came from then on, has gone by the day."""
    before = day.read.before(since, PARTICIPATING) or day.read.publications[PARTICIPATING][0]
    stood = {line["agreement_id"] for line in day.read.printed(before, day.state)}
    stood |= {event["agreement_id"] for event in told if event["kind"] in JOINED}
    listed = {line["agreement_id"] for line in day.here}
    return bool(stood - listed - {None}) or any(event["kind"] == "no_longer_listed" for event in told)


def _blank(connection: Connection, day: Day, since: str) -> dict[str, list[Line]]:
    """The rows that came, or went with their agency, whose model cannot be read: no event tells of them.

    Of each a sentence and its proof.
    """
    found: dict[str, list[Line]] = {"new_since": [], "no_longer_listed_since": [], "changed_since": []}
    for kind in LISTS:
        window = [p for p in day.read.up_to(day.on, kind) if p["date"] >= since][::-1]
        before = day.read.before(since, kind)
        publications = [*([before] if before else []), *window]
        rows = lists.blank(connection, day.state, publications)
        for publication, (old, new) in zip(publications[1:], pairwise(rows), strict=bool(rows)):
            was, now = ({line["agency_id"]: line for line in some} for some in (old, new))
            if was.keys() == now.keys():
                continue
            here = {line["agency_id"] for line in day.read.printed(publication, day.state)}
            came_or_went = [now[key] for key in now if key not in was] + [was[key] for key in was if key not in here]
            for line in came_or_went:
                came = line["agency_id"] in now
                text, fact_id = _blank_words(day.say, came=came, waits=kind == PENDING)
                sentence = text.format(agency=line["agency"], date=day.say.day(publication["date"]))
                evidence = [*line["evidence"], *([] if came else [lists.proof(publication, None)])]
                found[fact_id].append({"sentence": sentence, "evidence": evidence})
    return found


def _blank_words(say: Speaker, *, came: bool, waits: bool) -> tuple[str, str]:
    """What to say of a row whose model cannot be read, and in which fact."""
    if waits and came:
        text = say("A row of ICE's pending list of {date} names {agency} without a model that can be read.")
        return text, "changed_since"
    if waits:
        text = say(
            "ICE's pending list of {date} no longer names {agency}, which that before had without a model that can be "
            "read."
        )
        return text, "changed_since"
    if came:
        text = say("A row of ICE's list of {date} names {agency} without a model that can be read.")
        return text, "new_since"
    text = say("ICE's list of {date} no longer names {agency}, which that before had without a model that can be read.")
    return text, "no_longer_listed_since"


def _nothing(day: Day, since: str, *, back: bool) -> dict[str, str]:
    """What to say of each fact without an event: of the lists from `since` to the day, if there are any.

    `back` says that something went, and is on the list again or was switched or renewed. What came with the first list
    of a kind is not known.
    """
    in_force = {kind: p for kind in LISTS if (p := day.read.in_force(day.on, kind)) is not None and p["date"] >= since}
    first = {kind: p for kind in in_force if (p := day.read.publications[kind][0])["date"] >= since}
    of_lists = [p for kind, p in in_force.items() if p is not first.get(kind)]
    facts = {"state": day.name, "since": day.say.day(since), "on": day.say.day(day.on)}
    facts["last"] = day.say.join(list(dict.fromkeys(day.say.day(p["date"]) for p in of_lists)))
    if day.publication["date"] < since:
        unknown = day.say("This record has no list of agreements from {since} to {on}: what changed is not known.")
        return dict.fromkeys(("new_since", "no_longer_listed_since", "changed_since"), unknown.format(**facts))
    other = day.say("Nothing else has changed on ICE's lists for {state} from {since} on, up to those of {last}.")
    other = other.format(**facts) if of_lists else ""
    facts["last"] = day.say.day(day.publication["date"])
    came = day.say("No agreement in {state} has appeared on ICE's list from {since} on, up to that of {last}.")
    went = (
        day.say(
            "Of the agreements in {state} that have gone from ICE's list from {since} on, each is on that of {last} "
            "again, was switched to another model or was renewed."
        )
        if back
        else day.say("No agreement in {state} has gone from ICE's list from {since} on, up to that of {last}.")
    )
    began = {kind: _first_words(day.say, kind).format(first=day.say.day(p["date"])) for kind, p in first.items()}
    if in_force[PARTICIPATING] is first.get(PARTICIPATING):
        came = went = ""
    return {
        "new_since": f"{came.format(**facts)} {began.get(PARTICIPATING, '')}".strip(),
        "no_longer_listed_since": f"{went.format(**facts)} {began.get(PARTICIPATING, '')}".strip(),
        "changed_since": " ".join([other, *began.values()]).strip(),
    }


def _first_words(say: Speaker, kind: str) -> str:
    if kind == PENDING:
        return say("ICE's pending list of {first} is the first in this record: what changed with it is not known.")
    return say("ICE's list of {first} is the first in this record: what changed with it is not known.")


def _on_that_day(day: Day, since: str, then: Sequence[Line]) -> Line:
    """What the lists in force on the earlier day showed for the agencies that are listed or pending then or now."""
    sentences, value, evidence = [], [], []
    printed = {p["kind"]: day.read.printed(p, day.state) for p in then}
    known = (*day.here, *day.waiting, *(line for rows in printed.values() for line in rows if line["agency_id"]))
    named: dict[tuple[str, str | None], Line] = {}
    for line in known:
        named.setdefault((line["agency_id"], line["model"]), line)
    shared = Counter({line["agency_id"]: line["agency"] for line in named.values()}.values())
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
        name = (
            f"{line['agency']} ({line['county']})" if shared[line["agency"]] > 1 and line["county"] else line["agency"]
        )
        sentences.append(text.format(agency=name, model=said, since=day.say.day(since)))
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
