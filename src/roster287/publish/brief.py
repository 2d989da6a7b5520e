"""The reporter's brief: what the lists show for one state on one day, as facts with evidence.

A fact is `fact_id, sentence, value, evidence`; evidence names the list, the file, its SHA-256 and the sheet row.
"""

from __future__ import annotations

from sqlalchemy import Connection

from roster287.errors import UsageError
from roster287.model import PARTICIPATING, PENDING
from roster287.program.brief_facts import law_facts
from roster287.publish.brief_pending import pending, waited
from roster287.publish.brief_reading import Day, Reading, fact, printed_as, proofs
from roster287.publish.brief_since import since_facts
from roster287.register.queries import lists
from roster287.table import Line, Table, columns, table
from roster287.vocabulary import dates, question
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
    return [_states(day), _agencies(day), _first(day), _agreements(day), pending(day)]


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
    sentence = " ".join([sentence, *printed_as(day, day.here, day.publication["date"])])
    return fact("agencies_in_state", sentence, len(names), proofs(day.here))


def _first(day: Day) -> Line:
    """Who was first in the state, as far as the lists in this record go back."""
    known = [a for a in day.read.agencies(day.state) if (a["first_listed"] or LAST) <= day.on]
    if not known:
        sentence = day.say("No agency in {state} has been on a participating list in this record up to then.")
        return fact("first_in_state", sentence.format(state=day.name), None, [lists.proof(day.publication, None)])
    began = min(agency["first_listed"] for agency in known)
    rows = _earliest(day, began)
    first_list = day.read.publications[PARTICIPATING][0]["date"]
    names = sorted({line["agency_id"]: line["agency"] for line in rows}.values())
    facts = {"state": day.name, "names": day.say.join(names), "date": day.say.day(began)}
    facts["now"] = day.say.day(day.publication["date"])
    if first_list == began:
        text = day.say("{state} had agencies on the first participating list in this record, of {date}: {names}.")
    elif len(known) == 1:
        last = _last_listed(day, known[0])
        facts["last"] = day.say.day(last)
        if any(line["agency_id"] == known[0]["agency_id"] for line in day.here):
            text = day.say(
                "{names} is the first and only agency in {state} on the participating lists in this record up to that "
                "of {now}; it was first listed on {date}."
            )
        elif last == day.publication["date"]:
            text = day.say(
                "{names} was the first and only agency in {state} on the participating lists in this record up to "
                "those of {now}, first on {date}; an earlier list of {now} still named it, the last of that day does "
                "not."
            )
        else:
            text = day.say(
                "{names} was the first and only agency in {state} on the participating lists in this record up to that "
                "of {now}, first on {date} and last on {last}; it is not on ICE's list of {now}."
            )
    elif len(names) == 1:
        text = day.say("{names} was the first agency in {state} on the participating lists in this record, on {date}.")
    else:
        text = day.say(
            "The first agencies in {state} on the participating lists in this record, on {date}, were {names}."
        )
    agreements = {line["agreement_id"]: line for line in day.read.agreements.get(day.state, ())}
    firsts = {
        (line["agency_id"], line["agreement_id"]): agreements.get(line["agreement_id"], {**line, "first_listed": began})
        for line in rows
    }
    value = [
        columns(line, ("agency_id", "agency", "model", "signed", "first_listed", "agreement_id"))
        for line in sorted(firsts.values(), key=lambda line: (line["signed"] or "", line["agreement_id"] or ""))
    ]
    sentence = " ".join([sentence_case(text.format(**facts)), *printed_as(day, rows, began)])
    return fact("first_in_state", sentence, value, proofs(rows))


def _earliest(day: Day, began: str) -> list[Line]:
    """The rows of the first list of that day that names an agency of the state (several lists can share a day)."""
    for publication in day.read.dated(began):
        if rows := [line for line in day.read.printed(publication, day.state) if line["agency_id"]]:
            return rows
    return []


def _last_listed(day: Day, agency: Line) -> str:
    """The day of the last list up to the day that names an agency, whatever comes later."""
    if agency["last_listed"] <= day.on:
        return str(agency["last_listed"])
    lines = (
        publication["date"]
        for publication in day.read.up_to(day.on, PARTICIPATING)
        if any(line["agency_id"] == agency["agency_id"] for line in day.read.printed(publication, day.state))
    )
    return str(next(lines))


def _agreements(day: Day) -> Line:
    began = day.read.publications[PARTICIPATING][0]["date"]
    known = {g["agreement_id"]: g for g in day.read.agreements.get(day.state, ())}
    sentences, value, seen = [], [], set()
    proof: list[Line] = []
    for line in day.here:
        if line["agreement_id"] in seen:
            continue
        if line["agreement_id"] is not None:
            seen.add(line["agreement_id"])
        agreement = known.get(line["agreement_id"])
        unread = any(code in dates.NO_DATE for _, code in line["what"].problems)
        # A row without a model that can be read may be another agreement's as well, and the date that one's.
        own = line if line["model"] or agreement is None else line | {"signed": agreement["signed"]}
        facts = {"agency": line["agency"], "signed": signing(own["signed"], day.say, unread=unread)}
        fields = columns(own, ("agency_id", "agency", "model", "signed", "agreement_id", "moa_url"))
        if agreement is None:
            sentence = day.say("{agency}: a model that cannot be read, {signed}.").format(**facts)
            sentences.append(" ".join([sentence, *_printed(day, line)]))
            value.append(fields | {"first_listed": None, "pending_since": None})
            continue
        text = (
            day.say("{agency}: {model}, {signed}, on the first list in this record, of {first}.")
            if agreement["first_listed"] == began
            else day.say("{agency}: {model}, {signed}, first listed {first}.")
        )
        model, first = day.say.model(agreement["model"]), day.say.day(agreement["first_listed"])
        sentence = text.format(model=model, first=first, **facts)
        if (own["signed"] or "") > agreement["first_listed"] and _was_dated(day, own, agreement["first_listed"]):
            sentence += " " + day.say("When it was first listed, another signing date was printed.")
        said, shown = waited(day, agreement)
        sentences.append(" ".join(filter(None, [sentence, said, *_printed(day, line)])))
        proof += shown
        since = agreement["pending_since"]
        value.append(fields | {"first_listed": agreement["first_listed"], "pending_since": since})
    text = day.say("No agreement in {state} is on ICE's list of {date}.")
    none = text.format(state=day.name, date=day.say.day(day.publication["date"]))
    evidence = [*proofs(day.here), *proof] or [lists.proof(day.publication, None)]
    return fact("agreements_in_state", "\n".join(sentences) or none, value, evidence)


def _printed(day: Day, line: Line) -> list[str]:
    """What the list prints for an agreement otherwise than it counts."""
    date = day.publication["date"]
    printed = {c["field"]: c["printed"] for c in line["corrections"]}
    said = printed_as(day, [line], date)
    if "signed" in printed:
        text = day.say("ICE's list of {date} prints {printed} as the signing date, which our record corrects.")
        words = day.say.day(printed["signed"]) if printed["signed"] else day.say("no date")
        said.append(text.format(date=day.say.day(date), printed=words))
    if "moa_url" in printed:
        text = day.say("ICE's list of {date} links a document that our record does not count as this agreement's.")
        said.append(text.format(date=day.say.day(date)))
    return said


def _was_dated(day: Day, line: Line, began: str) -> bool:
    """Whether the first list that had an agreement printed another signing date than a row of it."""
    for publication in day.read.dated(began):
        own = [r for r in day.read.printed(publication, day.state) if r["agreement_id"] == line["agreement_id"]]
        if own:
            return any(row["signed"] is not None for row in own) and all(r["signed"] != line["signed"] for r in own)
    return False
