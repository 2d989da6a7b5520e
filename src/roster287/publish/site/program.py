"""The pages of the models and of the states' laws: each statement with its source and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from roster287.program import laws, questions
from roster287.program.brief_facts import states_that_ban
from roster287.program.models import TOPICS, statements
from roster287.publish.site.item import Group
from roster287.publish.site.press import Press
from roster287.publish.site.words import TOPIC_NAMES, in_both, since_in_both, stance_words
from roster287.publish.whole import Whole
from roster287.table import Line, by
from roster287.vocabulary.messages import LANGUAGES, speaker
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES


def groups(press: Press) -> Iterator[Group]:
    """The pages of the models and of the law."""
    yield Group("models", partial(press.page, "/models/", "models.html", partial(_models, press.whole)))
    for code in MODELS:
        page = partial(press.page, f"/models/{code}/", "model.html", partial(_model, press.whole, code))
        yield Group(f"models/{code}", page)
    yield Group("law", partial(press.page, "/law/", "law.html", partial(_law, press.whole)))


def _in_force(whole: Whole) -> list[Line]:
    return [line for line in whole.agreements.values() if line["status"] == "active"]


def _models(whole: Whole) -> Line:
    counts = Counter(line["model"] for line in _in_force(whole))
    sources: list[Line] = []
    return {
        "sources": sources,
        "rows": [
            {
                "model": code,
                "agreements": counts[code],
                **{
                    topic: _sourced(islice(_said(code, topic), 1), sources)
                    for topic in ("what", "where", "nomination", "training")
                },
            }
            for code in MODELS
        ],
    }


def _said(code: str, topic: str) -> Iterator[Line]:
    for one in statements():
        if one.model == code and one.topic == topic:
            yield {"en": one.statement, "es": one.statement_es, "source_title": one.source.title,
                   "source_url": one.source.url, "source_date": one.source.date, "confidence": one.confidence,
                   "basis": one.source.basis}  # fmt: skip


def _model(whole: Whole, code: str) -> Line:
    held = [line for line in _in_force(whole) if line["model"] == code]
    by_state = Counter(line["state"] for line in held)
    sources: list[Line] = []
    return {
        "model": code,
        "agreements": len(held),
        "agencies": len({line["agency_id"] for line in held}),
        "by_state": sorted(by_state.items()),
        "first": min((a["first_listed"] for a in whole.agreements.values() if a["model"] == code), default=None),
        "topics": [
            {"topic": topic, "name": in_both(TOPIC_NAMES[topic]), "said": said}
            for topic in TOPICS
            if (said := _sourced(_said(code, topic), sources))
        ],
        "sources": sources,
    }


def _bans(on: str, lang: str) -> list[str]:
    return str(states_that_ban(on, speaker(lang))["sentence"]).split("\n")


def _law(whole: Whole) -> Line:
    on = whole.newest["date"] if whole.newest else None
    lines = laws.law(on=on).rows if on else ()
    everything = by(laws.law().rows, "state")
    in_force = by(lines, "state")
    listed = {state: sum(a["status"] == "active" for a in agencies) for state, agencies in whole.agencies_in.items()}
    bans = {lang: _bans(on, lang) for lang in LANGUAGES} if on else {}
    barred = {line["state"] for line in laws.states_that_ban(on)} if on else set()
    later = laws.to_come(on) if on else []
    sources: list[Line] = []
    asked = (
        {lang: _sourced(questions.questions(listed, on, lang=lang).to_dicts(), sources) for lang in LANGUAGES}
        if on
        else {}
    )
    # In the order of the English page, which numbers the sources.
    states = [
        _law_of(
            state, everything[state], in_force.get(state, ()), [one for one in later if one.state == state], sources
        )
        for state in sorted(everything, key=lambda code: STATES[code].name)
    ]
    return {
        "on": on,
        "stances": stance_words(),
        "bans": bans,
        "states": [{**line, "agencies": listed.get(line["state"], 0)} for line in states],
        "later_bans": [
            {"state": one.state, "since": since_in_both(one.effective)}
            for one in later
            if one.stance == "bans" and one.effective and one.state not in barred
        ],
        "questions": asked,
        "counted": _sourced([one._asdict() for one in laws.counted_by_others()], sources),
        "sources": sources,
    }


def _law_of(
    state: str, lines: Sequence[Line], in_force: Sequence[Line], later: Sequence[laws.Instrument], sources: list[Line]
) -> Line:
    """The instruments of a state, and in short what is surely in force and what is to come: nothing unverified."""
    sure = [line["stance"] for line in in_force if line["in_force"] == "yes"]
    said = [stance for stance in laws.STANCES if stance in sure and stance not in ("none", "unknown")]
    return {
        "state": state,
        "short": said,
        "short_later": [
            {"stance": one.stance, "since": since_in_both(one.effective)} for one in later if one.effective
        ],
        "now": {line["citation"]: line["in_force"] for line in in_force},
        "later": {one.citation: since_in_both(one.effective) for one in later if one.effective},
        "instruments": _sourced(lines, sources),
    }


def _sourced(lines: Iterable[Line], sources: list[Line]) -> list[Line]:
    """The lines, each with the number of its source, which is put among the sources once."""
    out = []
    for line in lines:
        source = {key: line.get(key) for key in ("source_title", "source_url", "source_date")}
        if source not in sources:
            sources.append(source)
        out.append({**line, "source_number": sources.index(source) + 1})
    return out
