"""The reporter's brief: what the lists show for one state on one day, as facts with evidence.

A fact is `fact_id, sentence, value, evidence`; evidence names the list, the file, its SHA-256 and the sheet row.
"""

from __future__ import annotations

from sqlalchemy import Connection

from roster287.errors import UsageError
from roster287.model import PARTICIPATING, PENDING
from roster287.program.brief_facts import law_facts
from roster287.publish.brief_reading import Day, Reading, fact, proofs
from roster287.publish.brief_since import since_facts
from roster287.register.queries import lists
from roster287.table import Line, Table, columns, table
from roster287.vocabulary import question
from roster287.vocabulary.messages import Speaker, sentence_case, speaker
from roster287.vocabulary.sentences import signing

FACT = ("fact_id", "sentence", "value", "evidence")
LAST = "9999"
"""A day after all others."""


def brief(
    connection: Connection,
    state: str,
    on: question.DayLike | None = None,
    since: question.DayLike | None = None,
    *,
    lang: str = "en",
) -> Table:
    """The facts for a state on a day (the newest list's without `on`); with `since`, what changed from that day on."""
    read = Reading.of(connection)
    code = question.state(state)
    newest = read.in_force(LAST)
    asked = question.day(on) if on is not None else str(newest["date"]) if newest else ""
    in_force = read.in_force(asked) if asked else None
    if in_force is None:
        raise UsageError(
            "No participating list of that day or before is in the record.", "`roster287 lists` shows them."
        )
    since = None if since is None else question.day(since)
    if since is not None and since > asked:
        raise UsageError(f"{since} is after the day of the brief, {asked}.", "Name an earlier day to begin with.")
    if since is not None and read.in_force(since) is None:
        raise UsageError(
            f"No participating list of {since} or before is in the record, so that nobody knows what changed since.",
            "`roster287 lists` shows them: name the day of one.",
        )
    day = Day(read, speaker(lang), code, asked, in_force, read.in_force(asked, PENDING))
    facts = _on_lists(day)
    if since is not None:
        facts += since_facts(connection, day, since, lang)
    facts += law_facts(code, asked, lang)
    query = lists.asked_for(state=code, on=asked, since=since)
    return table(FACT, facts, query=query, as_of=asked, publication=in_force)


def newest(read: Reading, state: str, lang: str) -> list[Line]:
    """The facts for a state, by its code, on the newest list; none while there is no list."""
    in_force = read.in_force(LAST)
    if in_force is None:
        return []
    on = str(in_force["date"])
    day = Day(read, speaker(lang), state, on, in_force, read.in_force(on, PENDING))
    return [*_on_lists(day), *law_facts(state, on, lang)]


def _on_lists(day: Day) -> list[Line]:
    return [_states(day), _agencies(day), _first(day), _agreements(day), _pending(day)]


def _states(day: Day) -> Line:
    found = day.read.by_state(day.publication)
    known = {code: next((line for line in rows if line["agency_id"]), None) for code, rows in found.items() if code}
    first = {code: line["evidence"][0] for code, line in known.items() if line}
    totals = day.read.totals(day.publication)
    # Between two lists others may have come that this record does not have, unless the first was still seen that day.
    seen = max(day.publication["date"], (day.publication["last_captured"] or "")[:10])
    text = (
        day.say("On {on}, ICE's list in force was that of {date}: {agreements} of {agencies} in {places}.")
        if day.on <= seen
        else day.say(
            "The newest list in this record up to {on} is that of {date}: {agreements} of {agencies} in {places}."
        )
    )
    sentence = text.format(
        on=day.say.day(day.on), date=day.say.day(day.publication["date"]), **_counted(totals, day.say)
    )
    return fact("states_with_agreements", sentence, totals["states"], (first[code] for code in sorted(first)))


def _counted(totals: Line, say: Speaker) -> dict[str, str]:
    """The totals in words: 1,234 agreements, 987 agencies, 40 states and one territory."""
    agreements, agencies, states, territories = (
        totals[key] for key in ("agreements", "agencies", "states", "territories")
    )
    places = [say.plural("{n} state", "{n} states", states).format(n=say.number(states))]
    if territories:
        places.append(say.plural("{n} territory", "{n} territories", territories).format(n=say.number(territories)))
    return {
        "agreements": say.plural("{n} agreement", "{n} agreements", agreements).format(n=say.number(agreements)),
        "agencies": say.plural("{n} agency", "{n} agencies", agencies).format(n=say.number(agencies)),
        "places": say.join(places),
    }


def _agencies(day: Day) -> Line:
    names = {line["agency_id"]: line["agency"] for line in day.here}
    facts = {"state": day.name, "count": day.say.number(len(names)), "date": day.say.day(day.publication["date"])}
    if not names:
        sentence = day.say("No agency in {state} is on ICE's list of {date}.").format(**facts)
        return fact("agencies_in_state", sentence, 0, [lists.proof(day.publication, None)])
    if len(names) <= 8:
        text = day.say.plural(
            "One agency in {state} is on ICE's list of {date}: {names}.",
            "{count} agencies in {state} are on ICE's list of {date}: {names}.",
            len(names),
        )
    else:
        text = day.say("{count} agencies in {state} are on ICE's list of {date}.")
    sentence = text.format(names=day.say.join(sorted(names.values())), **facts)
    return fact("agencies_in_state", sentence, len(names), proofs(day.here))


def _first(day: Day) -> Line:
    """Who was first in the state, as far as the lists in this record go back."""
    known = [line for line in day.read.agreements.get(day.state, ()) if line["first_listed"] <= day.on]
    known.sort(key=lambda line: (line["first_listed"], line["signed"] or "", line["agreement_id"]))
    if not known:
        sentence = day.say("No agency in {state} has been on a participating list in this record up to then.")
        return fact("first_in_state", sentence.format(state=day.name), None, [lists.proof(day.publication, None)])
    began = known[0]["first_listed"]
    firsts = [line for line in known if line["first_listed"] == began]
    first_list = day.read.publications[PARTICIPATING][0]["date"]
    names = sorted({line["agency"] for line in firsts})
    facts = {"state": day.name, "names": day.say.join(names), "date": day.say.day(began)}
    facts["now"] = day.say.day(day.publication["date"])
    last = max(line["last_listed"] for line in known)
    if first_list == began:
        text = day.say("{state} had agencies on the first participating list in this record, of {date}: {names}.")
    elif len({line["agency_id"] for line in known}) == 1:
        if any(line["agency_id"] == known[0]["agency_id"] for line in day.here):
            text = day.say(
                "{names} is the first and only agency in {state} on the participating lists in this record; it was "
                "first listed on {date}."
            )
        elif last == day.publication["date"]:
            text = day.say(
                "{names} was the first and only agency in {state} on the participating lists in this record, first on "
                "{date}; an earlier list of {now} still named it, the last of that day does not."
            )
        elif last <= day.on:
            facts["last"] = day.say.day(last)
            text = day.say(
                "{names} was the first and only agency in {state} on the participating lists in this record, first on "
                "{date} and last on {last}; it is not on ICE's list of {now}."
            )
        else:  # it is to come back
            text = day.say(
                "{names} was the first and only agency in {state} on the participating lists in this record, first on "
                "{date}; it is not on ICE's list of {now}."
            )
    elif len(names) == 1:
        text = day.say("{names} was the first agency in {state} on the participating lists in this record, on {date}.")
    else:
        text = day.say(
            "The first agencies in {state} on the participating lists in this record, on {date}, were {names}."
        )
    value = [
        columns(line, ("agency_id", "agency", "model", "signed", "first_listed", "agreement_id")) for line in firsts
    ]
    ids = {line["agreement_id"] for line in firsts}
    rows = [line for line in _earliest(day, began) if line["agreement_id"] in ids]
    return fact("first_in_state", sentence_case(text.format(**facts)), value, proofs(rows))


def _earliest(day: Day, began: str) -> list[Line]:
    """The rows of the first list of that day on which the state stands (several lists can share a day)."""
    return next((rows for line in day.read.dated(began) if (rows := day.read.printed(line, day.state))), [])


def _agreements(day: Day) -> Line:
    began = day.read.publications[PARTICIPATING][0]["date"]
    known = {g["agreement_id"]: g for g in day.read.agreements.get(day.state, ())}
    last_pending = {
        a["agreement_id"]: a["last_pending"]
        for a in day.read.applications.get(day.state, ())
        if a["outcome"] == "signed"
    }
    sentences, value, seen = [], [], set()
    waited: list[Line] = []
    for line in day.here:
        if line["agreement_id"] is None or line["agreement_id"] in seen:
            continue
        seen.add(line["agreement_id"])
        agreement = known[line["agreement_id"]]
        text = (
            day.say("{agency}: {model}, {signed}, on the first list in this record, of {first}.")
            if agreement["first_listed"] == began
            else day.say("{agency}: {model}, {signed}, first listed {first}.")
        )
        sentence = text.format(
            agency=line["agency"],
            model=day.say.model(line["model"]),
            signed=signing(line["signed"], day.say),
            first=day.say.day(agreement["first_listed"]),
        )
        if (agreement["signed"] or "") > agreement["first_listed"]:
            sentence += " " + day.say("When it was first listed, another signing date was printed.")
        since = agreement["pending_since"]
        if since is not None and since <= day.on:
            proof, until = _was_pending(day, line, last_pending[line["agreement_id"]])
            waited += proof
            began_to_wait = _first_pending(day, line, since)
            text = _pending_words(day.say, ahead=since < agreement["first_listed"], over=bool(until))
            sentence += " " + text.format(since=day.say.day(began_to_wait), until=until and day.say.day(until))
            if began_to_wait < since:
                sentence += " " + day.say("For a time in between it was not.")
        sentences.append(sentence)
        fields = ("agency_id", "agency", "model", "signed", "agreement_id", "moa_url")
        value.append(columns(line, fields) | {"first_listed": agreement["first_listed"], "pending_since": since})
    text = day.say("No agreement in {state} is on ICE's list of {date}.")
    none = text.format(state=day.name, date=day.say.day(day.publication["date"]))
    evidence = [*proofs(day.here), *waited] or [lists.proof(day.publication, None)]
    return fact("agreements_in_state", "\n".join(sentences) or none, value, evidence)


def _first_pending(day: Day, line: Line, since: str) -> str:
    """The first day on which an agency was pending for a model, up to the application that began on `since`."""
    own = (line["agency_id"], line["model"])
    waited = day.read.applications.get(day.state, ())
    days = [str(a["first_pending"]) for a in waited if (a["agency_id"], a["model"]) == own]
    return min([since, *days])


def _pending_words(say: Speaker, *, ahead: bool, over: bool) -> str:
    """What to say of the pending list: that an agency stood there before it was listed, or only that it did too."""
    if ahead and over:
        return say("It was first on ICE's pending list on {since}, and gone from that of {until}.")
    if ahead:
        return say("It was first on ICE's pending list on {since}.")
    if over:
        return say("It was also on ICE's pending list, first on {since}, and gone from that of {until}.")
    return say("It was also on ICE's pending list, first on {since}.")


def _was_pending(day: Day, line: Line, until: str) -> tuple[list[Line], str]:
    """Proof that an agency was pending, from the last pending list that named it; and the day of the list after it.

    The day is empty while no later pending list is known.
    """
    after = None
    for publication in day.read.up_to(day.on, PENDING):
        printed = day.read.printed(publication, day.state) if publication["date"] <= until else ()
        own = [r for r in printed if r["agency_id"] == line["agency_id"] and r["model"] == line["model"]]
        if own:
            return proofs(own), after["date"] if after else ""
        after = publication
    return [], ""


def _pending(day: Day) -> Line:
    if day.pending_publication is None:
        sentence = day.say("No pending list of that day or before is in this record.")
        return fact("pending_in_state", sentence, [], [])
    date = day.pending_publication["date"]
    here = day.waiting
    facts = {"state": day.name, "date": day.say.day(date)}
    if not here:
        sentence = day.say("No agency in {state} is on ICE's pending list of {date}.").format(**facts)
        return fact("pending_in_state", sentence, [], [lists.proof(day.pending_publication, None)])
    known = [line for line in day.read.applications.get(day.state, ()) if line["first_pending"] <= date]
    newest = {(line["agency_id"], line["model"]): line for line in known}
    sentences, value, before = [], [], []
    for line in here:
        found = newest.get((line["agency_id"], line["model"]))
        since = found["first_pending"] if found else date
        began = _first_pending(day, line, since)
        text = day.say("{agency} is on ICE's pending list of {date}: {model}; first seen pending on {since}.")
        sentence = text.format(
            agency=line["agency"],
            model=day.say.model(line["model"]) if line["model"] else "—",
            since=day.say.day(began),
            date=facts["date"],
        )
        earlier = day.read.before(since, PENDING)
        if earlier is not None:
            text = (
                day.say("It came onto it again on {since}; it was not on that of {earlier}.")
                if began < since
                else day.say("It was not on the pending list before that, of {earlier}.")
            )
            sentence += " " + text.format(earlier=day.say.day(earlier["date"]), since=day.say.day(since))
            before.append(lists.proof(earlier, None))
        sentences.append(sentence)
        value.append(
            columns(line, ("agency_id", "agency", "model"))
            | {"first_pending": since, "application_id": found["application_id"] if found else None}
        )
    return fact("pending_in_state", "\n".join(sentences), value, [*proofs(here), *before])
