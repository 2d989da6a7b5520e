"""The index of all states, and the page of each: its brief, its agencies, its growth, its law, and who else is there.

These pages say what is so on the newest list, so that every list makes them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from roster287.program import laws, questions
from roster287.publish.brief_markdown import TITLES
from roster287.publish.site import cards, drawings, embeds
from roster287.publish.site.agencies import event_facts
from roster287.publish.site.ground import county_link, state_address
from roster287.publish.site.item import Facts, Group, Item
from roster287.publish.site.neighbours import neighbours
from roster287.publish.site.press import Press
from roster287.publish.site.tallies import covered, growth, tallies
from roster287.publish.site.words import in_both, since_in_both, stance_words
from roster287.publish.whole import Whole
from roster287.publish.written import as_csv
from roster287.register.queries.tables import AGREEMENT
from roster287.table import Line, columns
from roster287.vocabulary.messages import LANGUAGES, Speaker
from roster287.vocabulary.states import STATES

RECENT = 10
"""How many changes a state's page shows; the rest have pages of their own."""
STRENGTH = ("bans", "mandates", "requires_to_seek", "restricts", "encourages", "none", "unknown")


def groups(press: Press) -> Iterator[Group]:
    """The index, and of each state its page, its agreements as CSV, its card and its embeds, which share a map."""
    index = partial(drawings.drawn, press, "/states/", "states.html", partial(_index, press.whole), _index_drawings)
    yield Group("states", index)
    for code in STATES:
        yield Group(f"states/{code}", partial(_with_pictures, press, code))


def _with_pictures(press: Press, code: str) -> Iterator[Item]:
    yield from _state(press, code)
    yield from cards.of_state(press, code)
    yield from embeds.of_place(press, code)


def _state(press: Press, code: str) -> Iterator[Item]:
    gather = partial(state_facts, press.whole, code)
    yield from drawings.drawn(press, state_address(code), "state.html", gather, partial(_state_drawings, code))
    yield Item(f"states/{code.lower()}/agreements.csv", Facts(partial(_agreements, press.whole, code)), _csv)


def _index(whole: Whole) -> Line:
    on = _on(whole)
    grown = growth(whole).states
    stances = stance_by_state(on) if on else {}
    later = later_by_state(on) if on else {}
    return {
        "on": on,
        "days": growth(whole).ends,
        "rows": [
            {
                "state": code,
                "type": STATES[code].type,
                **tallies(whole)[code]._asdict(),
                "growth": grown[code].get("all", []),
                "stance": stances.get(code),
                "later": later.get(code),
            }
            for code in STATES
        ],
        "totals": {
            key: sum(getattr(tally, key) for tally in tallies(whole).values())
            for key in ("agencies", "agreements", "pending", "gone")
        },
        "stances": stance_words(),
    }


def _index_drawings(told: Line, say: Speaker, _url: drawings.Url) -> Line:
    days = told["days"]
    return {"sparks": {row["state"]: drawings.spark(row["state"], row["growth"], days, say) for row in told["rows"]}}


def stance_by_state(on: str) -> dict[str, str]:
    """The strongest thing that the law of each state surely says that day; `unknown` where nothing is sure."""
    found: dict[str, str] = {}
    for line in laws.law(on=on):
        sure = line["basis"] != "unverified" and line["in_force"] in ("yes", "none_found")
        held = found.get(line["state"], STRENGTH[-1])
        found[line["state"]] = min(held, line["stance"] if sure else STRENGTH[-1], key=STRENGTH.index)
    return found


def later_by_state(on: str) -> dict[str, Line]:
    """What the law of a state will say of agreements that it does not say that day: the first thing, and from when."""
    return {
        one.state: {"stance": one.stance, "since": since_in_both(one.effective)}
        for one in reversed(laws.to_come(on))
        if one.effective
    }


def state_facts(whole: Whole, code: str) -> Line:
    """What the page of a state says."""
    on = _on(whole)
    tally = tallies(whole)[code]
    people = covered(whole)[code]
    events = whole.events_in.get(code, [])
    agreements = [line for line in whole.agreements.values() if line["state"] == code]
    return {
        "state": code,
        "on": on,
        "lists": [_list(line) for line in (whole.newest, whole.newest_pending) if line],
        "tally": tally._asdict(),
        "people": people._asdict() if people.residents else None,
        "brief": brief_facts(whole, code),
        "agencies": [
            _agency(whole, line) for line in whole.agencies_in.get(code, ()) if line["status"] == "active"
        ],
        "gone": sorted(
            (
                columns(line, ("agency_id", "agency", "model", "signed", "last_listed", "missing_lists"))
                for line in agreements
                if line["status"] == "no_longer_listed"
            ),
            key=lambda line: (line["last_listed"], line["agency"]),
            reverse=True,
        ),
        "applications": [
            columns(line, ("agency_id", "agency", "model", "first_pending", "last_pending", "outcome"))
            for line in whole.applications
            if line["state"] == code and line["outcome"] != "signed"
        ],
        "waited": _waited(whole, code),
        **drawings.state_marks(whole, code),
        "growth": growth(whole).states[code],
        "days": growth(whole).ends,
        "recent": [event_facts(event) for event in reversed(events[-RECENT:])],
        "changes": len(events),
        "law": [*map(dict, laws.law(code, on)), *(one.line() for one in laws.to_come(on, code))] if on else [],
        "stances": stance_words(),
        "questions": _questions(whole, code, on),
        "county_index": drawings.county_index(whole, code),
        "beside": [
            {"state": other, "agencies": tallies(whole)[other].agencies} for other in neighbours(code)
        ],
    }  # fmt: skip


def _on(whole: Whole) -> str | None:
    return whole.newest["date"] if whole.newest else None


def _list(line: Line) -> Line:
    return columns(line, ("publication_id", "kind", "date", "file_name", "sha256"))


def _agency(whole: Whole, line: Line) -> Line:
    active = [a for a in whole.agreements_of.get(line["agency_id"], ()) if a["status"] == "active"]
    return {
        "agency_id": line["agency_id"],
        "name": line["name"],
        "first_listed": line["first_listed"],
        "on_first": line["first_listed"] == whole.began,
        "county": county_link(line["state"], line["county_fips"]),
        "agreements": [[a["model"], a["signed"]] for a in active],
    }


def _waited(whole: Whole, code: str) -> Line | None:
    """How long applications of this state were pending before they were signed: how many, and the lower median.

    Such as ICE's pending list named only after the signing or beside the agreement did not wait, and are left out.
    """
    days = sorted(
        line["days"]
        for line in whole.applications
        if line["state"] == code and line["days"] is not None and whole.pending_first(line)
    )
    return {"number": len(days), "median": days[(len(days) - 1) // 2]} if days else None


def _questions(whole: Whole, code: str, on: str | None) -> Line:
    listed = {state: tally.agencies for state, tally in tallies(whole).items()}
    if on is None:
        return {}
    asked = {lang: questions.questions(listed, on, state=code, lang=lang).rows for lang in LANGUAGES}
    keys = ("question", "citation", "source_title", "source_url", "confidence", "basis")
    return {lang: [columns(line, keys) for line in rows] for lang, rows in asked.items()}


def brief_facts(whole: Whole, code: str) -> Line:
    """The facts of the brief by their ids: title and sentences in each language, and the evidence, file by file."""
    told = {lang: {fact["fact_id"]: fact for fact in whole.brief(code, lang)} for lang in LANGUAGES}
    return {
        fact_id: {
            "title": in_both(TITLES[fact_id]),
            "said": {lang: told[lang][fact_id]["sentence"].split("\n") for lang in LANGUAGES},
            "files": _by_file(item for item in fact["evidence"] if "sha256" in item),
            "sources": [item for item in fact["evidence"] if "source_title" in item],
        }
        for fact_id, fact in told["en"].items()
    }


def _by_file(evidence: Iterable[Line]) -> list[Line]:
    """Evidence with the rows of each file together."""
    found: dict[str, Line] = {}
    for item in evidence:
        keys = ("publication_id", "file_name", "sha256")
        line = found.setdefault(item["sha256"], {**columns(item, keys), "rows": []})
        if item["sheet_row"] is not None and item["sheet_row"] not in line["rows"]:
            line["rows"].append(item["sheet_row"])
    return [{**line, "rows": sorted(line["rows"])} for line in found.values()]


def _state_drawings(code: str, told: Line, say: Speaker, url: drawings.Url) -> Line:
    title = say("Agencies on ICE's lists: {state}").format(state=say.state(code))
    drawing = drawings.state_map(code, told, say, url)
    return {
        "map": drawing,
        "linked": f"{state_address(code)}counties/" in drawing,
        "legends": drawings.state_legends(code, told, say),
        "chart": drawings.chart(told["growth"], title, told["days"], say),
        "chart_table": drawings.chart_table(told["growth"], title, told["on"], say),
    }


def _agreements(whole: Whole, code: str) -> list[Line]:
    return [dict(line) for line in whole.agreements.values() if line["state"] == code]


def _csv(rows: list[Line]) -> bytes:
    return as_csv(AGREEMENT, rows).encode()
