"""The home page: the state of the record in one sentence, the map with its history, what changed last, how fresh it is.

It says what is so on the newest list, so that every list makes it anew. `/map/history.json` is read by the map's
slider, when it is first moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from roster287.publish import maps
from roster287.publish.site import cards, drawings, embeds
from roster287.publish.site.agencies import event_facts
from roster287.publish.site.item import Facts, Group, Item
from roster287.publish.site.press import Press
from roster287.publish.site.tallies import covered, growth, tallies
from roster287.publish.whole import Whole
from roster287.table import Line, by, columns
from roster287.vocabulary.kinds import KINDS
from roster287.vocabulary.messages import Speaker
from roster287.vocabulary.states import STATES

DAYS = 4
"""Of how many days with changes the page tells."""
FEW = 5
"""How many changes of one day are told by a sentence each; more by agency, state and model."""
OPEN = 6
"""How many changes of one kind on one day stand open, if the kind is of `NEWS`; the rest is folded."""
LIST = ("publication_id", "kind", "date", "part_of_day", "file_name", "sha256", "row_count", "last_captured")
SHORT = ("agency_id", "agency", "state", "model")
NEWS = (
    "signed", "model_added", "model_switched", "renewed", "returned", "no_longer_listed", "pending",
    "no_longer_pending",
)  # fmt: skip
"""The kinds that are told first, and open; all others are folded."""


def groups(press: Press) -> Iterator[Group]:
    """The home page with its card and the nation's embeds, which share a map; and the history of that."""
    yield Group("home", partial(_with_pictures, press))
    history = Item("map/history.json", Facts(partial(drawings.map_history, press.whole)), _history)
    yield Group("map", lambda: [history])


def _with_pictures(press: Press) -> Iterator[Item]:
    yield from drawings.drawn(press, "/", "home.html", partial(home_facts, press.whole), _drawings)
    yield from cards.of_home(press)
    yield from embeds.of_place(press, embeds.NATION)


def home_facts(whole: Whole) -> Line:
    """What the page says."""
    ice = [event for event in whole.events if event["cause"] == "ice"]
    ours = [event for event in whole.events if event["cause"] == "record"]
    kept = {kind: len(lists) for kind, lists in whole.accepted.items()}
    newest = [columns(line, LIST) for line in (whole.newest, whole.newest_pending) if line]
    dates = [lists[0]["date"] for lists in whole.accepted.values() if lists]
    return {
        "on": whole.newest["date"] if whole.newest else None,
        "counts": {key: whole.counts.get(key, 0) for key in ("agencies", "agreements", "states", "territories")},
        "pending": sum(tally.pending for tally in tallies(whole).values()),
        "pending_on": whole.newest_pending["date"] if whole.newest_pending else None,
        "people": covered(whole)[""]._asdict(),
        "first_list": min(dates, default=None),
        "lists": newest,
        "kept": kept,
        "set_aside": len(whole.lists) - sum(kept.values()),
        "latest": latest(whole, ice),
        "ours": {"day": ours[-1]["date"], "count": sum(e["date"] == ours[-1]["date"] for e in ours)} if ours else None,
        "events": len(whole.events),
        "marks": drawings.nation_marks(whole),
        "days": len(growth(whole).days),
        "growth": growth(whole).nation,
        "ends": growth(whole).ends,
        "rows": [{"state": code, **tallies(whole)[code]._asdict()} for code in STATES],
        "without": [code for code in STATES if not tallies(whole)[code].agencies],
    }


def latest(whole: Whole, events: list[Line]) -> list[Line]:
    """The changes of the last days that have some, newest first; where a day has many, only as who and what."""
    newest_first = groupby(reversed(events), lambda event: event["date"])
    found = []
    for day, of_day in newest_first:
        told = list(of_day)
        kinds = sorted(by(told, "kind").items(), key=_order)
        found.append({
            "day": day,
            "count": len(told),
            "lists": [
                columns(whole.lists_by_id[publication_id], LIST)
                for publication_id in dict.fromkeys(event["publication_id"] for event in told)
            ],
            "parts": [_part(kind, of_kind, len(told)) for kind, of_kind in kinds],
        })  # fmt: skip
        if len(found) == DAYS:
            break
    return found


def _order(item: tuple[str, list[Line]]) -> tuple[int, int]:
    kind = item[0]
    return (NEWS.index(kind) if kind in NEWS else len(NEWS), KINDS.index(kind))


def _part(kind: str, events: list[Line], of_day: int) -> Line:
    """Changes of one kind: each told by its sentence, or, where the day has many, as agency, state and model.

    `open` is how many of them are seen at once.
    """
    many = of_day > FEW
    told = [] if many else [{**event_facts(event), "evidence": []} for event in events]
    short = [columns(event, SHORT) for event in events] if many else []
    return {
        "kind": kind,
        "count": len(events),
        "open": OPEN if kind in NEWS else 0,
        "told": told,
        "short": sorted(short, key=_named),
    }


def _named(line: Line) -> tuple[str, str]:
    return STATES[line["state"]].name, line["agency"]


def _drawings(told: Line, say: Speaker, url: drawings.Url) -> Line:
    title = say("Agencies on ICE's lists of 287(g) agreements")
    return {
        "map": drawings.nation_map(told["marks"], say, url),
        "legends": [maps.legend(way, say) for way in drawings.WAYS],
        "chart": drawings.chart(told["growth"], title, told["ends"], say),
        "chart_table": drawings.chart_table(told["growth"], title, told["on"], say),
    }


def _history(told: Line) -> bytes:
    """The history for the slider."""
    return maps.history(told["days"], told["totals"], drawings.spans(told))
