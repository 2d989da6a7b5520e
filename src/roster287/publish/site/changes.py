"""The changes: all of them, of each kind, cause, model and state, latest first, by day and by the list that shows them.

    /changes/                       the newest days          /changes/2025-04/         one month
    /changes/kinds/signed/          /changes/causes/record/  /changes/models/hybrid/   likewise, each with its months
    /states/me/changes/             where one page is not enough for all

A selection of at most `MOST` changes is one page. A larger one has a page for each month, and a first page with the
newest days; that of a cause leads to the months of all changes, where the causes stand apart. A page of a month that
is over carries nothing that a new list would move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from typing import Any

from markupsafe import Markup

from roster287.publish.site.agencies import event_facts
from roster287.publish.site.ground import state_address
from roster287.publish.site.item import Facts, Group, Item, digest
from roster287.publish.site.press import Press, file_of
from roster287.publish.site.render import Renderer
from roster287.publish.whole import Whole, of_whole
from roster287.table import Line, by, columns
from roster287.vocabulary.kinds import CAUSES, KINDS
from roster287.vocabulary.messages import LANGUAGES
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES

MOST = 400
"""How many changes one page holds at most."""
FIRST = 60
"""How many the first page of a larger selection shows at least, in whole days."""
MASS = 20
"""From how many changes of one kind on one list they are folded, unless they are of `UNFOLDED`."""
FEW = 3
"""From how many of our own changes of one kind they are."""
UNFOLDED = ("signed", "model_added", "model_switched", "renewed", "no_longer_listed", "returned", "pending")
LIST = ("publication_id", "kind", "date", "part_of_day", "file_name", "sha256")


@dataclass(frozen=True)
class Selection:
    """Changes that readers look up together, oldest first. `of` and `code` say what they have in common."""

    address: str
    of: str
    code: str
    events: Sequence[Line]


def groups(press: Press) -> Iterator[Group]:
    """The pages of every selection, in one group: most changes are in several."""
    yield Group("changes", partial(_items, press))


def _items(press: Press) -> Iterator[Item]:
    for selection in selections(press.whole):
        yield from pages(press, selection)


def selections(whole: Whole) -> Iterator[Selection]:
    """All changes, then those of each kind, cause, model and state."""
    yield Selection("/changes/", "all", "", whole.events)
    for column, codes, folder in (("kind", KINDS, "kinds"), ("cause", CAUSES, "causes"), ("model", MODELS, "models")):
        found = by(whole.events, column)
        for code in codes:
            yield Selection(f"/changes/{folder}/{code}/", column, code, found.get(code, ()))
    for code in STATES:
        yield Selection(f"{state_address(code)}changes/", "state", code, whole.events_in.get(code, ()))


def pages(press: Press, selection: Selection) -> Iterator[Item]:
    """The first page of a selection, and one for each month where it does not hold all."""
    months: dict[str, list[Line]] = {}
    for event in reversed(selection.events):
        months.setdefault(event["date"][:7], []).append(event)
    split = "" if len(selection.events) <= MOST else "/changes/" if selection.of == "cause" else selection.address
    first = partial(_first, press.whole, selection, months, split)
    yield from _page(press, selection.address, first, partial(_come_from, press.whole, split, selection.events))
    for at, month in enumerate(months if split == selection.address else ()):
        known = list(months)
        beside = {"newer": known[at - 1] if at else None, "older": known[at + 1] if at + 1 < len(known) else None}
        gather = partial(_month, press.whole, selection, month, months[month], beside)
        come_from = partial(_come_from, press.whole, beside, months[month])
        yield from _page(press, f"{selection.address}{month}/", gather, come_from)


def _come_from(whole: Whole, how: object, events: Sequence[Line]) -> list[object]:
    """What the facts of a page come from: its changes with their lists, and how it stands among its like."""
    return [how, [seals(whole)[event["event_id"]] for event in events]]


@of_whole
def seals(whole: Whole) -> dict[str, str]:
    """A hash of each change with its place in the order and the list that shows it, by its id."""
    of_list = {publication_id: [line[key] for key in LIST] for publication_id, line in whole.lists_by_id.items()}
    return {
        event["event_id"]: digest([list(event.values()), of_list.get(event["publication_id"])])
        for event in whole.events
    }


def _page(
    press: Press, address: str, gather: Callable[[], Line], come_from: Callable[[], list[object]]
) -> Iterator[Item]:
    facts = Facts(gather, come_from)
    for lang in LANGUAGES:
        yield Item(file_of(address, lang), facts, partial(_made, press.renderer, lang, address))


def _made(renderer: Renderer, lang: str, address: str, facts: Line) -> bytes:
    return renderer.page("changes.html", lang, address, {**facts, "line": told(renderer, lang)})


def _first(whole: Whole, selection: Selection, months: Mapping[str, list[Line]], split: str) -> Line:
    since = selection.events[-FIRST]["date"] if split else ""
    shown = [(month, [event for event in months[month] if event["date"] >= since]) for month in months]
    years = [
        [year, [[month, len(months[month]), f"{split}{month}/" if split else f"#m-{month}"] for month in of]]
        for year, of in groupby(months, lambda month: month[:4])
    ]
    return _facts(selection, selection.events) | {
        "month": None,
        "split": split,
        "years": years,
        "since": selection.events[0]["date"] if selection.events else None,
        "months": [[month, days(whole, events), len(events) < len(months[month])] for month, events in shown if events],
    }


def _month(whole: Whole, selection: Selection, month: str, events: list[Line], beside: Line) -> Line:
    return _facts(selection, events) | {
        "month": month,
        "split": "",
        "years": [],
        "since": None,
        "months": [[month, days(whole, events), False]],
        **beside,
    }


def _facts(selection: Selection, events: Sequence[Line]) -> Line:
    return {
        "of": selection.of,
        "code": selection.code,
        "home": selection.address,
        "total": len(events),
        "causes": {cause: sum(1 for e in events if e["cause"] == cause) for cause in CAUSES},
        "by_kind": _counted(events, "kind", KINDS),
        "by_state": _counted(events, "state", STATES),
        "by_model": _counted(events, "model", MODELS),
        "newer": None,
        "older": None,
    }


def _counted(events: Sequence[Line], column: str, codes: Sequence[str] | Mapping[str, Any]) -> list[list[Any]]:
    found = Counter(event[column] for event in events)
    return [[code, found[code]] for code in codes if found[code]]


def days(whole: Whole, events: Sequence[Line]) -> list[Line]:
    """Changes, latest first, by day; each day's by the list that shows them, and ours apart."""
    return [
        {"day": day, "groups": [group(whole, publication_id, list(found)) for publication_id, found in _apart(of)]}
        for day, of in groupby(events, lambda event: event["date"])
    ]


def _apart(events: Iterator[Line]) -> list[tuple[str | None, list[Line]]]:
    found: dict[str | None, list[Line]] = {}
    for event in events:
        found.setdefault(event["publication_id"], []).append(event)
    return sorted(found.items(), key=lambda item: item[0] is None)


def group(whole: Whole, publication_id: str | None, events: Sequence[Line]) -> Line:
    """The changes that one list shows, or that we made in our record, in the order of their kinds; masses folded."""
    kinds = by(events, "kind")
    most = MASS if publication_id else FEW
    parts = []
    for kind in sorted(kinds, key=KINDS.index):
        found = kinds[kind]
        fold = len(found) > most and kind not in UNFOLDED
        told_of = [event_facts(event) for event in sorted(found, key=lambda event: event["position"])]
        parts.append({"kind": kind, "cause": found[0]["cause"], "fold": fold, "events": told_of})
    line = whole.lists_by_id[publication_id] if publication_id else None
    return {"list": columns(line, LIST) if line else None, "parts": parts}


@lru_cache(maxsize=4)
def told(renderer: Renderer, lang: str) -> Callable[[Line], Markup]:
    """A function that gives a change as a line of a page; each is made once and kept, for many pages show it."""
    made: dict[str, Markup] = {}

    def line(event: Line) -> Markup:
        found = made.get(event["event_id"])
        if found is None:
            text = renderer.page("parts/change.html", lang, "", {"event": event}).decode()
            found = made[event["event_id"]] = Markup(text)  # noqa: S704
        return found

    return line
