"""What changed in a state since a day: who came, who has gone, everything else, and where all of them stood then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import Connection

from roster287.model import LISTS, PARTICIPATING, PENDING
from roster287.publish.brief_reading import Day, fact, model_words, printed_as, proofs
from roster287.register.queries import lists, tables
from roster287.table import Line, columns
from roster287.vocabulary.messages import Speaker

JOINED = ("signed", "model_added", "model_switched", "renewed", "returned")
"""Kinds of event by which an agreement comes onto the list."""
WAITED = (*JOINED, "pending", "no_longer_pending")
"""Kinds of event that tell of an application."""
_NAMED = 3
"""How many agreements that were listed then as now are named; more are counted."""


def since_facts(connection: Connection, day: Day, since: str, lang: str) -> list[Line]:
    """What changed in the state from `since` on. Where nothing did, the lists that show so are named, or that there is
    none.
    """
    told = tables.events_between(connection, day.state, since, day.on, lang=lang)
    ours = [event for event in told if event["cause"] == "record"]
    told = [event for event in told if event not in ours]
    listed, here = ({line[key] for line in day.here} for key in ("agreement_id", "agency_id"))
    gone = [event for event in told if event["kind"] == "no_longer_listed" and event["agreement_id"] not in listed]
    rest = [event for event in told if event not in gone and event["kind"] not in JOINED]
    blank = _blank(connection, day, since)
    again = [line for line in blank["no_longer_listed_since"] if line["agency_id"] in here]
    blank["no_longer_listed_since"] = [line for line in blank["no_longer_listed_since"] if line not in again]
    blank["changed_since"] += [*again, *_untold(day, since, told)]
    none = _nothing(day, since, back=bool(again) or _some_went(day, since, told))
    then = [p for kind in LISTS if (p := day.read.in_force(since, kind)) is not None]
    first = (day.read.publications[kind][:1] for kind in LISTS)
    before = _window(day, since, PARTICIPATING)[0]
    shown = [before, day.publication, *then[:1], *(p for found in first for p in found if since <= p["date"] <= day.on)]
    shown = list({p["publication_id"]: p for p in shown}.values())
    found = {
        "new_since": [event for event in told if event["kind"] in JOINED],
        "no_longer_listed_since": gone,
        "changed_since": rest,
    }
    lists_of = dict.fromkeys(found, shown) | {"changed_since": [*shown, *_pending_lists(day, since)]}
    out = [
        _fact_of(fact_id, events, none[fact_id], lists_of[fact_id], blank[fact_id]) for fact_id, events in found.items()
    ]
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
    unread = {line["agency_id"] for line in day.here if line["model"] is None}
    stood = [*day.read.printed(before, day.state), *(event for event in told if event["kind"] in JOINED)]
    known = {line["agreement_id"] for line in stood if line["agency_id"] not in unread}
    listed = {line["agreement_id"] for line in day.here}
    return bool(known - listed - {None}) or any(event["kind"] == "no_longer_listed" for event in told)


def _blank(connection: Connection, day: Day, since: str) -> dict[str, list[Line]]:
    """The rows that came, or went with their agency, whose model cannot be read: no event tells of them.

    Of each a sentence and its proof.
    """
    found: dict[str, list[Line]] = {"new_since": [], "no_longer_listed_since": [], "changed_since": []}
    for kind in LISTS:
        publications = _window(day, since, kind)
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
                found[fact_id].append({"sentence": sentence, "evidence": evidence, "agency_id": line["agency_id"]})
    return found


def _window(day: Day, since: str, kind: str) -> list[Line]:
    """The lists of a kind from `since` to the day, in their order, after the last one before them."""
    before = day.read.before(since, kind)
    window = [p for p in day.read.up_to(day.on, kind) if p["date"] >= since]
    return [*([before] if before else []), *reversed(window)]


def _pending_lists(day: Day, since: str) -> list[Line]:
    """The pending list before `since` and the one in force on the day, where that is dated from `since` on."""
    window = _window(day, since, PENDING)
    return [window[0], window[-1]] if window[1:] else []


def _untold(day: Day, since: str, told: Sequence[Line]) -> list[Line]:
    """The applications that came onto the pending list or went from it without an event, as after the signing.

    Of each a sentence and its proof.
    """
    events = {(event["agency_id"], event["model"]) for event in told if event["kind"] in WAITED}
    out: list[Line] = []
    for old, new in pairwise(_window(day, since, PENDING)):
        was, now = (
            {(r["agency_id"], r["model"]): r for r in day.read.printed(p, day.state) if r["agency_id"] and r["model"]}
            for p in (old, new)
        )
        blank = [{r["agency_id"] for r in day.read.printed(p, day.state) if r["model"] is None} for p in (old, new)]
        for key in sorted((was.keys() ^ now.keys()) - events):
            if key[0] in blank[0] ^ blank[1]:
                continue
            line = now.get(key) or was[key]
            text = (
                day.say("{agency}, {model}, is on ICE's pending list of {date}; it was not on the one before.")
                if key in now
                else day.say("{agency}, {model}, is no longer on ICE's pending list of {date}.")
            )
            named = {"agency": line["agency"], "model": day.say.model(key[1]), "date": day.say.day(new["date"])}
            first = [
                g["first_listed"]
                for g in day.read.agreements.get(day.state, ())
                if (g["agency_id"], g["model"]) == key and g["first_listed"] <= new["date"]
            ]
            sentence = text.format(**named)
            if first:
                more = day.say("An agreement of this model was first listed on {first}.")
                sentence += " " + more.format(first=day.say.day(max(first)))
            evidence = [*line["evidence"], lists.proof(old if key in now else new, None)]
            out.append({"sentence": sentence, "evidence": evidence})
    return out


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
    began = {kind: _first_words(day.say, kind).format(first=day.say.day(p["date"])) for kind, p in first.items()}
    other = _no_other(day.say, [p["kind"] for p in of_lists]).format(**facts)
    if day.publication["date"] < since:
        text = day.say("This record has no list of agreements from {since} to {on}: what changed is not known.")
        unknown = text.format(**facts)
        waits = other or began.get(PENDING, unknown)
        return {"new_since": unknown, "no_longer_listed_since": unknown, "changed_since": waits}
    if other and PENDING not in in_force:
        text = day.say("This record has no pending list from {since} to {on}: what changed there is not known.")
        began[PENDING] = text.format(**facts)
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
    if in_force[PARTICIPATING] is first.get(PARTICIPATING):
        came = went = ""
    return {
        "new_since": f"{came.format(**facts)} {began.get(PARTICIPATING, '')}".strip(),
        "no_longer_listed_since": f"{went.format(**facts)} {began.get(PARTICIPATING, '')}".strip(),
        "changed_since": " ".join([other, *began.values()]).strip(),
    }


def _no_other(say: Speaker, kinds: Sequence[str]) -> str:
    """That nothing else changed, by lists of these kinds; empty where there are none."""
    if PARTICIPATING in kinds and PENDING in kinds:
        return say(
            "No other agreement or application in {state} has come onto ICE's lists or gone from them from {since} on, "
            "up to those of {last}."
        )
    if PARTICIPATING in kinds:
        return say(
            "No other agreement in {state} has come onto ICE's list or gone from it from {since} on, up to that of "
            "{last}."
        )
    if PENDING in kinds:
        return say(
            "No application in {state} has come onto ICE's pending list or gone from it from {since} on, up to that of "
            "{last}."
        )
    return ""


def _first_words(say: Speaker, kind: str) -> str:
    if kind == PENDING:
        return say("ICE's pending list of {first} is the first in this record: what changed with it is not known.")
    return say("ICE's list of {first} is the first in this record: what changed with it is not known.")


def _on_that_day(day: Day, since: str, then: Sequence[Line]) -> Line:
    """What the lists in force on the earlier day showed for the agencies that are listed or pending then or now."""
    sentences, same, value, evidence = [], [], [], []
    staying: set[str] = set()
    listed = {line["agreement_id"] for line in day.here} - {None}
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
        name = (
            f"{line['agency']} ({line['county']})" if shared[line["agency"]] > 1 and line["county"] else line["agency"]
        )
        sentence = text.format(agency=name, model=model_words(day.say, model), since=day.say.day(since))
        misnamed = [said for p in then for said in printed_as(day, found[p["kind"]], p["date"], p["kind"])]
        sentences.append(" ".join([sentence, *misnamed]))
        stay = {r["agreement_id"] for r in found.get(PARTICIPATING, ())} & listed
        if stay and not found.get(PENDING):
            staying |= stay
            same += sentences[-1:]
        value.append(
            {"agency_id": agency_id, "agency": line["agency"], "model": model}
            | {kind: bool(found[kind]) if kind in found else None for kind in LISTS}
        )
        evidence += [item for rows in found.values() for item in proofs(rows)]
    if len(same) > _NAMED:
        text = day.say("{count} agreements that ICE's list of {last} names were on the list in force on {since} too.")
        last = day.say.day(day.publication["date"])
        counted = text.format(count=day.say.number(len(staying)), last=last, since=day.say.day(since))
        sentences = [counted, *(sentence for sentence in sentences if sentence not in same)]
    evidence += [lists.proof(p, None) for p in then if p["sha256"] not in {item["sha256"] for item in evidence}]
    text = (
        day.say("No agency in {state} is on the lists in force on {since} or on {on}.")
        if PENDING in printed
        else day.say("No agency in {state} is on the list in force on {since}, or on those of {on}.")
    )
    none = text.format(state=day.name, since=day.say.day(since), on=day.say.day(day.on))
    return fact("lists_then", "\n".join(sentences) or none, value, evidence)
