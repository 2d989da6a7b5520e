"""The page of each agency: what it signed and when, every change with its evidence, every printed name.

A page of an agency that is on the newest list names no day that moves on with every list, so that one more list makes
only the pages of what it changed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from roster287.model import LISTS
from roster287.program.models import statements
from roster287.publish.charts import Mark, Period, fitting, timeline
from roster287.publish.site.drawings import drawn
from roster287.publish.site.ground import agency_address, county_link, nearest
from roster287.publish.site.item import Group, Item
from roster287.publish.site.press import Press
from roster287.publish.site.tallies import broken, stretches
from roster287.publish.site.words import JURISDICTIONS, in_both
from roster287.publish.whole import Whole
from roster287.table import Line, columns
from roster287.vocabulary.dates import pending_first, quarter_ended
from roster287.vocabulary.kinds import WHAT
from roster287.vocabulary.messages import Speaker
from roster287.vocabulary.models import MODELS

_ORDER = {code: number for number, code in enumerate(MODELS)}
NEIGHBOURS, NEAR = 6, 50
"""How many agencies of the state are shown beside one, and within how many miles."""


def groups(press: Press) -> Iterator[Group]:
    """The page of every agency that ICE has ever listed, state by state."""
    for code in press.whole.agencies_in:
        yield Group(f"agencies/{code}", partial(_of_state, press, code), press.key(code))


def _of_state(press: Press, code: str) -> Iterator[Item]:
    for agency in press.whole.agencies_in[code]:
        gather = partial(facts, press.whole, agency["agency_id"])
        yield from drawn(press, agency_address(agency["agency_id"]), "agency.html", gather, _timeline)


def facts(whole: Whole, agency_id: str) -> Line:
    """What the page says."""
    agency = whole.agencies[agency_id]
    listed, models = agency["status"] == "active", _in_order(agency["models"])
    agreements = [_agreement(whole, line) for line in whole.agreements_of.get(agency_id, ())]
    events = whole.events_of.get(agency_id, [])
    return {
        "agency": {**agency, "models": models, "last_listed": None if listed else agency["last_listed"]},
        "broken": broken(whole, agency_id),
        "on_first": agency["first_listed"] is not None and agency["first_listed"] == whole.began,
        "county": county_link(agency["state"], agency["county_fips"]),
        "agreements": sorted(
            agreements, key=lambda a: (a["status"] != "active", _ORDER.get(a["model"], len(_ORDER)), a["signed"] or "")
        ),
        "allows": [
            (code, _powers(code), _older(code, agreements))
            for code in models or _in_order(line["model"] for line in agreements)
        ],
        "events": [event_facts(event) for event in reversed(events)],
        "known_until": _known_until(whole, agreements, events),
        "applications": [_application(whole, line) for line in whole.applications_of.get(agency_id, ())],
        "spellings": [_spelling(line) for line in whole.spellings_of.get(agency_id, ())],
        "decisions": [
            columns(line, ("left", "right", "verdict", "rule"))
            for line in whole.decisions
            if agency_id in (line["left_id"], line["right_id"])
        ],
        "neighbours": [
            {"agency_id": other["agency_id"], "name": other["name"], "models": other["models"],
             "status": other["status"], "miles": away}
            for other, away in nearest(agency, whole.agencies_in[agency["state"]], NEIGHBOURS, NEAR)
        ],
        "jurisdiction_words": in_both(JURISDICTIONS[agency["jurisdiction"]]),
    }  # fmt: skip


def event_facts(event: Line) -> Line:
    """An event as templates show it."""
    keys = ("event_id", "date", "kind", "cause", "agency_id", "agency", "state", "model", "agreement_id", "before",
            "after", "notes", "publication_id", "evidence")  # fmt: skip
    return columns(event, keys)


def _agreement(whole: Whole, line: Line) -> Line:
    """An agreement. Of one that is gone it tells how many lists there had been, and not how many there are since.

    Of one on the first list of the record it tells no lag: it may have been listed long before.
    """
    listed = line["status"] == "active"
    gone = line["status"] == "no_longer_listed"
    lag, on_first = None, line["first_listed"] == whole.began
    if line["signed"] and line["first_listed"] and not on_first:
        lag = (date.fromisoformat(line["first_listed"]) - date.fromisoformat(line["signed"])).days
    since, signed = line["pending_since"], line["signed"]
    waited = since is not None and pending_first(since, line["first_listed"], signed)
    return {**line, "last_listed": None if listed else line["last_listed"],
            "stretches": stretches(whole, "agreement_id").get(line["agreement_id"], []),
            "days_pending": line["days_pending"] if waited else None,
            "on_first": on_first, "missing_lists": None,
            "lists_until": whole.taken - line["missing_lists"] if gone else None,
            "lag": lag if lag is not None and 0 <= lag < 400 else None}  # fmt: skip


def _application(whole: Whole, line: Line) -> Line:
    waits = line["outcome"] == "pending"
    told = not waits and (line["outcome"] != "signed" or whole.pending_first(line))
    return {**line, "last_pending": None if waits else line["last_pending"], "days": line["days"] if told else None}


def _spelling(line: Line) -> Line:
    """A printed name, and the last day it was printed where neither newest list prints it."""
    on = next((kind for kind in LISTS if line[f"on_{kind}"]), None)
    return {**columns(line, ("name", "first_listed")), "on": on, "last_listed": None if on else line["last_listed"]}


def _in_order(models: Iterable[str]) -> list[str]:
    """Models in the order in which they are shown, each once."""
    held = set(models)
    return [code for code in MODELS if code in held]


@lru_cache(maxsize=8)
def _powers(code: str) -> list[dict[str, Any]]:
    """What a model is and what its officers may do: the statements under these two topics, source by source."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in statements():
        if one.model == code and one.topic in ("what", "powers"):
            source = one.source.title, one.source.date
            of = found.setdefault(source, {"source": source[0], "date": source[1], "said": []})
            of["said"].append({"en": one.statement, "es": one.statement_es})
    return list(found.values())


def _older(code: str, agreements: Sequence[Line]) -> list[Line]:
    """The agreements of a model, in force if any is, that were signed before the text which shows what it allows."""
    of_model = [line for line in agreements if line["model"] == code]
    held = [line for line in of_model if line["status"] == "active"] or of_model
    texts = (one for one in statements() if one.model == code and one.topic == "powers" and one.basis == "primary")
    revised = min((one.source.date for one in texts), default="")
    older = [line for line in held if line["signed"] and line["signed"] < revised]
    return [{"signed": line["signed"], "moa_url": line["moa_url"], "revised": revised} for line in older]


def _timeline(told: Line, say: Speaker, _url: object) -> Line:
    """The periods on the lists as a drawing. What our record changed after them is left to the history below it."""
    agreements, until = told["agreements"], told["known_until"]
    if not agreements:
        return {"timeline": None}
    periods = [Period(a["model"], *days) for a in agreements for days in a["stretches"]]
    drawn_until = max([until, *(p.end or until for p in periods)])
    shown = [e for e in reversed(told["events"]) if e["cause"] == "ice" or e["date"] <= drawn_until]
    marks = [Mark(event["date"], say(WHAT[event["kind"]]), event["cause"]) for event in shown]
    draw = partial(_drawn, told["agency"]["name"], periods, marks, until, say)
    causes = {mark.cause for mark in marks}
    return {"timeline": fitting(draw), "causes": causes, "later": len(told["events"]) - len(shown)}


def _drawn(
    name: str, periods: list[Period], marks: list[Mark], until: str, say: Speaker, width: int, ident: str
) -> str:
    return timeline(
        periods,
        marks,
        say=say,
        title=say("Timeline of {agency}").format(agency=name),
        description=say(
            "When each model was on ICE's lists; marks are changes. The table and the history say the same."
        ),
        until=until,
        width=width,
        ident=ident,
    )


def _known_until(whole: Whole, agreements: Sequence[Line], events: Sequence[Line]) -> str | None:
    """How far a timeline goes: to the last quarter that the lists have ended, or to a change by ICE after that.

    The day of the newest list would make every page anew with every list; a quarter does so four times a year.
    """
    if not agreements or whole.newest is None:
        return None
    changed = [event["date"] for event in events if event["cause"] == "ice"]
    began = [start for line in agreements for start, _ in line["stretches"]]
    return str(max([quarter_ended(whole.newest["date"]), *changed, *began]))
