"""The facts of the reporter's brief that the lists do not hold: law, models, nominees, and what is not 287(g).

A fact is `fact_id, sentence, value, evidence` like the brief's others; its evidence is a list of
`{source_title, source_url, confidence, basis}`. What is unverified is never in a sentence; what rests on secondary
sources alone says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from roster287.program import detention, laws, models
from roster287.program.partial import earliest, of, since, spoken, when
from roster287.table import Line, columns
from roster287.vocabulary import question
from roster287.vocabulary.marking import N_
from roster287.vocabulary.messages import Speaker, sentence_case, speaker

FACTS = ("state_law", "states_that_ban", "models", "nominee_requirements", "not_287g")

STANCE_WORDS = {
    "bans": N_("bars 287(g) agreements"),
    "restricts": N_("restricts cooperation with ICE or 287(g) agreements, short of barring them"),
    "mandates": N_("obliges certain agencies to have a 287(g) agreement"),
    "requires_to_seek": N_("obliges certain agencies to seek a 287(g) agreement"),
    "encourages": N_("favors 287(g) agreements and obliges no local agency to sign"),
    "none": N_("neither requires nor bars 287(g) agreements, as far as was found"),
    "unknown": N_("could not be placed"),
}
INSTRUMENT_WORDS = {
    "statute": N_("statute"),
    "executive_order": N_("executive order"),
    "executive_directive": N_("executive directive"),
    "executive_action": N_("act of the governor"),
    "attorney_general_directive": N_("directive of the Attorney General"),
    "attorney_general_opinion": N_("opinion of the Attorney General"),
    "bill": N_("bill"),
}
CONFIDENCE_WORDS = {
    "high": N_("high confidence"),
    "medium": N_("medium confidence"),
    "low": N_("low confidence"),
    "unverified": N_("not verified"),
}
BASIS_WORDS = {
    "primary": N_("primary source"),
    "secondary": N_("secondary source"),
    "unverified": N_("not verified"),
}


def law_facts(state: str, on: str, lang: str = "en") -> list[Line]:
    """The facts for a state on a day, in the order of `FACTS`; `not_287g` only where the table knows something."""
    code, day, say = question.state(state), question.day(on), speaker(lang)
    facts = [_state_law(code, day, say), states_that_ban(day, say), _models(day, say), _nominees(day, say)]
    return facts + _not_287g(code, day, say)


def _fact(fact_id: str, parts: Iterable[str], value: object, evidence: Iterable[Line]) -> Line:
    once = {(line["source_title"], line["source_url"], line["confidence"]): line for line in evidence}
    return {"fact_id": fact_id, "sentence": "\n".join(parts), "value": value, "evidence": list(once.values())}


def _proof(line: Line) -> Line:
    return columns(line, ("source_title", "source_url", "confidence", "basis"))


def _state_law(code: str, on: str, say: Speaker) -> Line:
    day = date.fromisoformat(on)
    judged = [(one, laws.in_force(one, day)) for one in laws.instruments() if one.state == code]
    sure = [(one, how) for one, how in judged if one.basis != "unverified"]
    ruling = [one for one, how in sure if how == "yes" and one.stance != "none"]
    unsure = [one for one, how in sure if how == "unsure" and one.stance != "none"]
    beside = [one for one, how in sure if how in ("yes", "unsure", "none_found") and one.stance == "none"]
    later = laws.to_come(on, code)
    facts = {"state": say.place(code), "on": say.day(on)}
    parts = [_rule(one, say) for one in ruling] + [_perhaps(one, say) for one in unsure]
    if not parts and beside:
        parts = [_none_found(beside, facts, say)]
    elif not parts and any(how == "none_found" for _, how in judged):
        parts = [say("The rules of {state} were not looked into, so nothing is said of them here.").format(**facts)]
    elif not parts:
        parts = [
            say(
                "Our table of state laws holds no rule on 287(g) agreements that was in force in {state} on {on}; that "
                "is no proof that there was none."
            ).format(**facts)
        ]
    parts += [_later(one, say) for one in later]
    value = {
        "in_force": [_brief(one, "yes") for one in ruling] + [_brief(one, "unsure") for one in unsure],
        "beside": [_brief(one, how) for one, how in sure if one in beside],
        "later": [_brief(one, "no") for one in later],
        "not_confirmed": [one.citation for one, how in judged if how == "unverified"],
    }
    shown = [*ruling, *unsure, *(beside if not ruling and not unsure else []), *later]
    return _fact("state_law", map(sentence_case, parts), value, (_proof(one.line()) for one in shown))


def _brief(one: laws.Instrument, how: str) -> Line:
    line = one.line()
    keys = ("stance", "models", "instrument", "citation", "enacted", "effective", "ended", "status", "status_as_of",
            "confidence", "basis")  # fmt: skip
    return {**columns(line, keys), "in_force": how}


def _named(one: laws.Instrument, say: Speaker) -> Line:
    return {
        "state": say.place(one.state),
        "citation": one.citation,
        "instrument": say(INSTRUMENT_WORDS[one.instrument]),
        "stance": say(STANCE_WORDS[one.stance]),
        "summary": one.summary_es if say.lang == "es" else one.summary,
        "since": since(one.effective, say) if one.effective else "",
        "enacted": _enacted(one, say),
    }


def _enacted(one: laws.Instrument, say: Speaker) -> str:
    """When it was enacted: enacted on 3 April 2025; del 3 de abril de 2025."""
    return of(one.enacted, say) if one.enacted else say("of a date that was not found")


def _rests(line: Line, say: Speaker) -> str:
    """The words that say what a statement rests on and how sure it is."""
    confidence = say(CONFIDENCE_WORDS[line["confidence"]])
    if line["basis"] == "secondary":
        return say("(From a secondary source, not checked against the text itself; {confidence}.)").format(
            confidence=confidence
        )
    return say("(From the text or its author's own words; {confidence}.)").format(confidence=confidence)


def _rule(one: laws.Instrument, say: Speaker) -> str:
    named = _named(one, say)
    text = (
        say("In {state}, {citation} ({instrument}, in force since {since}) {stance}. {summary}")
        if one.effective
        else say("In {state}, {citation} ({instrument}, {enacted}) {stance}. {summary}")
    )
    return f"{text.format(**named)} {_rests(one.line(), say)}"


def _perhaps(one: laws.Instrument, say: Speaker) -> str:
    text = say(
        "Whether {citation} ({instrument}, {enacted}), which {stance}, was in force in {state} on that day "
        "cannot be told from the dates that are known."
    )
    return f"{text.format(**_named(one, say))} {_rests(one.line(), say)}"


def _later(one: laws.Instrument, say: Speaker) -> str:
    text = (
        say("Later: {citation} ({instrument}, {enacted}, in effect from {since}) {stance}.")
        if one.effective
        else say("Later: {citation} ({instrument}, {enacted}) {stance}.")
    )
    parts = [text.format(**_named(one, say)), _rests(one.line(), say)]
    if one.ended:
        parts.insert(1, say("No longer in effect from {day} on.").format(day=since(one.ended, say)))
    return " ".join(parts)


def _none_found(beside: Sequence[laws.Instrument], facts: Line, say: Speaker) -> str:
    named = [one.citation for one in beside if one.citation]
    looked = spoken(max((one.status_as_of for one in beside), key=earliest), say)
    text = say("No rule of {state} that requires or bars 287(g) agreements was found (looked up: {looked}).")
    if named:
        text += " " + say("Laws on cooperation with ICE that were found: {laws}.")
    least = max(beside, key=lambda one: ("high", "medium", "low").index(one.confidence))
    return f"{text.format(looked=looked, laws=say.join(named), **facts)} {_rests(least.line(), say)}"


def states_that_ban(on: str, say: Speaker) -> Line:
    """The fact of the states that bar agreements on a day, and of those for which this is not sure."""
    found, perhaps = laws.states_that_ban(on), laws.states_that_may_ban(on)
    other = laws.counted_by(on)
    facts = {"on": say.day(on), "count": say.number(len(found)), "names": _names(found, say)}
    if not found:
        parts = [say("By our table of state laws, no state surely barred 287(g) agreements on {on}.").format(**facts)]
    else:
        text = say.plural(
            "By our table of state laws, one state barred 287(g) agreements on {on}: {names}.",
            "By our table of state laws, {count} states barred 287(g) agreements on {on}, in words or by effect: "
            "{names}.",
            len(found),
        )
        parts = [text.format(**facts)]
    second = [line for line in found if line["basis"] == "secondary"]
    if second:
        text = say("For {names} this rests on secondary sources, not checked against the law itself.")
        parts.append(text.format(names=_names(second, say)))
    if perhaps:
        text = say("For {names} the dates that are known do not settle it.")
        parts.append(text.format(names=_names(perhaps, say)))
    evidence = [_proof(line) for line in (*found, *perhaps)]
    if other is not None:
        told = other.statement_es if say.lang == "es" else other.statement
        line = other._asdict() | {"source_url": other.source_url or None}
        parts.append(f"{sentence_case(when(other.date, say))} {told} {_rests(line, say)}")
        evidence.append(_proof(line))
    return _fact("states_that_ban", parts, [line["state"] for line in found], evidence)


def _names(lines: Iterable[Line], say: Speaker) -> str:
    return say.join(sorted(say.place(line["state"]) for line in lines))


def _models(on: str, say: Speaker) -> Line:
    told = [one for one in models.statements() if one.topic == "what" and one.basis != "unverified"]
    known = [one for one in told if earliest(one.source.date) <= date.fromisoformat(on)]
    of_known = {one.model for one in known}
    shown = [one for one in told if one in known or (one.basis == "primary" and one.model not in of_known)]
    parts = [say("By the agreement texts of February 2025, this is what the models are.")]
    parts += _later_than(shown, on, say)
    for one in shown:
        text = f"{say.model(one.model)}: {one.statement_es if say.lang == 'es' else one.statement}"
        parts.append(f"{text} {_rests(one.line(), say)}" if one.basis == "secondary" else text)
    value = [{"model": one.model, "name": say.model(one.model), **_source(one)} for one in shown]
    for line, one in zip(value, shown, strict=True):
        line["what"] = one.statement_es if say.lang == "es" else one.statement
    return _fact("models", parts, value, (_source_proof(one) for one in shown))


def _nominees(on: str, say: Speaker) -> Line:
    asked = [one for one in models.requirements() if one.stage != "training"]
    parts = [say("By the agreement texts of February 2025, this is what the models ask of nominees.")]
    parts += _later_than(asked, on, say)
    value: dict[str, list[str]] = {}
    for one in asked:
        value.setdefault(one.model, []).append(one.short_es if say.lang == "es" else one.short)
    parts += [f"{say.model(model)}: {say.join(shorts)}." for model, shorts in value.items()]
    return _fact("nominee_requirements", parts, value, (_source_proof(one) for one in asked))


def _later_than(shown: Iterable[models.Statement | models.Requirement], on: str, say: Speaker) -> list[str]:
    """What to say where texts that are shown are later than the day: nothing if none is."""
    later = [earliest(one.source.date) > date.fromisoformat(on) for one in shown]
    if all(later):
        return [say("These texts are later than the day asked about.")]
    return [say("Some of these texts are later than the day asked about.")] if any(later) else []


def _source(one: models.Statement) -> Line:
    return columns(one.line(), ("source", "source_date", "confidence", "basis"))


def _source_proof(one: models.Statement | models.Requirement) -> Line:
    return {
        "source_title": one.source.title,
        "source_url": one.source.url or None,
        "confidence": one.confidence,
        "basis": one.source.basis,
    }


def _not_287g(code: str, on: str, say: Speaker) -> list[Line]:
    known = [line for line in detention.detention(code, on, say.lang) if line["basis"] != "unverified"]
    if not known:
        return []
    parts = [say(detention.DISTINCTION)]
    for line in known:
        facility = line["facility"]
        text = say("{facility}, {date}: {statement} (Source: {source}.)")
        named = {"facility": say(facility), "date": spoken(line["date"], say), "source": line["source_title"]}
        parts.append(text.format(statement=line["statement"], **named))
    if all(line["basis"] == "secondary" for line in known):
        parts.append(say("This rests on secondary sources."))
    keys = ("facility", "county", "kind", "date", "statement", "confidence", "basis")
    value = [columns(line, keys) for line in known]
    return [_fact("not_287g", parts, value, map(_proof, known))]
