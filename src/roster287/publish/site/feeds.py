"""Feeds of the record: all changes, those of each state, county, model and agency, in each language.

    /feeds/                   what there is and how to follow it
    /feeds/all.atom|json      likewise states/me, counties/23031, models/hybrid, agencies/AGENCY_ID

An entry is dated by the list that shows the change, so that feeds made twice are the same. An agency that was merged
away keeps its address: what stands there is the feed of the agency that it leads to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

from roster287.publish.feeds import Entry, Head, atom, json_feed, newest
from roster287.publish.site.agencies import event_facts
from roster287.publish.site.ground import agency_address, counties, county_link, state_address
from roster287.publish.site.item import Facts, Group, Item, Key, digest, of_program
from roster287.publish.site.press import Press, file_of
from roster287.publish.site.render import Renderer
from roster287.publish.whole import Whole, of_whole
from roster287.table import Line, by
from roster287.vocabulary.kinds import WHAT
from roster287.vocabulary.messages import LANGUAGES, Speaker, speaker
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.sentences import sentence
from roster287.vocabulary.states import STATES

FORMATS = ("atom", "json")


def groups(press: Press) -> Iterator[Group]:
    """Every feed, and the page that lists them."""
    known = {"models": list(MODELS)}
    yield Group("feeds", partial(press.page, "/feeds/", "feeds.html", lambda: known), of_program)
    yield Group("feeds/all", partial(_items, press, partial(of_all, press.whole)))
    for code in STATES:
        yield Group(f"feeds/{code}", partial(_items, press, partial(of_state, press.whole, code)), _key(press, code))


def _key(press: Press, code: str) -> Key:
    return lambda: press.key(code)() + digest([_first(press.whole), _former(press.whole).get(code, {})])


def _items(press: Press, sources: Callable[[], Iterator[Source]]) -> Iterator[Item]:
    for name, about, home, events in sources():
        facts = Facts(partial(_facts, name, about, home, events, _first(press.whole)))
        former = _former(press.whole).get(about.get("state", ""), {}) if name.startswith("agencies/") else {}
        for where in (name, *former.get(name, ())):
            for ending in FORMATS:
                for lang in LANGUAGES:
                    path = file_of(f"/feeds/{where}.{ending}", lang)
                    yield Item(path, facts, partial(_feed, press.renderer, lang, ending))


@of_whole
def _first(whole: Whole) -> str:
    return min((line["date"] for line in whole.lists if line["date"]), default="2021-01-01")


@of_whole
def _former(whole: Whole) -> dict[str, dict[str, list[str]]]:
    """The names that the feeds of agencies had under former ids, by state and by the name they have now."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for old, now in whole.former_ids.items():
        if "/" not in old and old not in whole.agencies and now in whole.agencies:
            found[whole.agencies[now]["state"]].setdefault(f"agencies/{now}", []).append(f"agencies/{old}")
    return dict(found)


Source = tuple[str, dict[str, str], str, Sequence[Line]]
"""The name of a feed, what it is about, the page it belongs to, and its changes, oldest first."""


def of_all(whole: Whole) -> Iterator[Source]:
    """The feed of all changes, and that of each model."""
    yield "all", {}, "/changes/", newest(whole.events)
    of_model = by(whole.events, "model")
    for code in MODELS:
        yield f"models/{code}", {"model": code}, f"/models/{code}/", newest(of_model.get(code, []))


def of_state(whole: Whole, code: str) -> Iterator[Source]:
    """The feed of a state, and those of its counties and agencies."""
    events = whole.events_in.get(code, [])
    yield f"states/{code.lower()}", {"state": code}, state_address(code), newest(events)
    agencies = whole.agencies_in.get(code, ())
    in_county: dict[str, list[Line]] = {agency["county_fips"] or "": [] for agency in agencies}
    for event in events:
        in_county[whole.agencies[event["agency_id"]]["county_fips"] or ""].append(event)
    for fips in sorted(in_county.keys() & counties().keys()):
        link = county_link(code, fips) or {"address": "/changes/"}
        about = {"state": code, "name": counties()[fips].name}
        yield f"counties/{fips}", about, link["address"], newest(in_county[fips])
    for agency in agencies:
        about, home = {"state": code, "name": agency["name"]}, agency_address(agency["agency_id"])
        yield f"agencies/{agency['agency_id']}", about, home, whole.events_of.get(agency["agency_id"], [])


def _facts(name: str, about: dict[str, str], home: str, events: Sequence[Line], first: str) -> Line:
    return {
        "name": name,
        "about": about,
        "home": home,
        "first": first,
        "events": [event_facts(event) for event in reversed(events)],
    }


def _feed(renderer: Renderer, lang: str, ending: str, facts: Line) -> bytes:
    say, made = speaker(lang), _entries(renderer, lang)
    entries = [made(event) for event in facts["events"]]
    home = renderer.absolute(facts["home"], lang)
    itself = renderer.absolute(f"/feeds/{facts['name']}.{ending}", lang)
    title = _title(say, **facts["about"])
    if ending == "atom":
        head = Head(f"{lang}/{facts['name']}", title, lang, home, itself)
        return atom(head, entries, _time(facts["first"])).encode()
    known = renderer.base_url != ""
    head = Head(facts["name"], title, lang, home if known else "", itself if known else "")
    return json_feed(head, entries).encode()


def _title(say: Speaker, state: str = "", name: str = "", model: str = "") -> str:
    if name:
        return say("287(g): {name}, {state}").format(name=name, state=say.state(state))
    if state:
        return say("287(g): {state}").format(state=say.state(state))
    if model:
        return say("287(g): {model}").format(model=say.model(model))
    return say("287(g): all changes")


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"


@lru_cache(maxsize=4)
def _entries(renderer: Renderer, lang: str) -> Callable[[Line], Entry]:
    """A function that gives a change as an entry; each is made once and kept, for several feeds hold it."""
    made: dict[str, Entry] = {}
    say = speaker(lang)

    def entry(event: Line) -> Entry:
        found = made.get(event["event_id"])
        if found is None:
            said = sentence(event, lang)
            title = f"{say.state(event['state'])}: {event['agency']}: {say(WHAT[event['kind']])}"
            html = renderer.page("parts/entry.html", lang, "", {"event": event, "said": said}).decode()
            link = renderer.absolute(agency_address(event["agency_id"]), lang)
            text = "\n".join([said, *(_evidence(say, item) for item in event["evidence"])])
            found = made[event["event_id"]] = Entry(event, _time(event["date"]), title, text, html, link)
        return found

    return entry


def _evidence(say: Speaker, item: Line) -> str:
    row = f", {say('row')} {item['sheet_row']}" if item["sheet_row"] is not None else ""
    return f"{say('Evidence')}: {item['file_name']} ({item['publication_id']}){row}, SHA-256 {item['sha256']}"
