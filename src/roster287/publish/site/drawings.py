"""The maps and charts of the site: what they show, as plain facts, and how they are drawn of these."""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from roster287.places.reference import shipped
from roster287.publish import maps
from roster287.publish.charts import Series, data_table, fitting, sparkline
from roster287.publish.charts import growth as growth_chart
from roster287.publish.maps import CountyMark, PointMark, Span, StateMark
from roster287.publish.site.ground import agency_address, counties, county_address, state_address
from roster287.publish.site.item import Facts, Item
from roster287.publish.site.press import Press, file_of
from roster287.publish.site.tallies import Steps, growth, shares, tallies
from roster287.publish.whole import Whole, of_whole
from roster287.table import Line, columns, runs
from roster287.vocabulary.messages import LANGUAGES, Speaker, speaker
from roster287.vocabulary.models import MODELS

Url = Callable[[str], str]
"""Gives the address of a page as a link of a drawing."""
Draw = Callable[[Any, Speaker, Url], Mapping[str, Any]]
"""Gives what a template needs besides the facts: what is drawn of them."""
WAYS: tuple[maps.By, ...] = ("model", "count", "share")
"""The ways to colour a map."""


def drawn(
    press: Press,
    address: str,
    template: str,
    gather: Callable[[], Line],
    draw: Draw,
    come_from: Callable[[], Any] | None = None,
) -> Iterator[Item]:
    """A page in each language with drawings, which are made with the page and not for its facts."""
    facts = Facts(gather, come_from)

    def make(lang: str, told: Line) -> bytes:
        with_drawings = draw(told, speaker(lang), lambda path: press.renderer.url(path, lang))
        return press.renderer.page(template, lang, address, {**told, **with_drawings})

    for lang in LANGUAGES:
        yield Item(file_of(address, lang), facts, partial(make, lang))


@of_whole
def listed_in(whole: Whole) -> dict[str, dict[str, list[Sequence[str]]]]:
    """The counties that have or had an agreement, by state: the models of each of their agencies on the newest list."""
    found: defaultdict[str, dict[str, list[Sequence[str]]]] = defaultdict(dict)
    for agency_id, line in whole.agencies.items():
        if line["status"] in ("active", "no_longer_listed"):
            for place in dict.fromkeys(places(whole, agency_id)):
                if place in counties():
                    of = found[counties()[place].state].setdefault(place, [])
                    of += [line["models"]] if line["models"] else []
    return dict(found)


@of_whole
def county_marks(whole: Whole) -> dict[str, list[Line]]:
    """What is said of each county that has or had an agreement, by state: its agencies now and their models."""
    return {
        state: [
            {
                "fips": fips,
                "name": counties()[fips].name,
                "models": [model for model in MODELS if any(model in models for models in held)],
                "count": len(held),
                "share": round(shares(whole).get(fips, 0.0), 4),
            }
            for fips, held in sorted(of.items())
        ]
        for state, of in listed_in(whole).items()
    }


def places(whole: Whole, agency_id: str) -> tuple[str, ...]:
    """Where an agency is on the map: its state's code, where it has power in all of it, or its counties' codes."""
    agency, ground = whole.agencies[agency_id], whole.grounds[agency_id]
    if agency["jurisdiction"] == "state":
        return (agency["state"],)
    several = tuple(code for code in ground.territory if code in counties())
    return several or ((agency["county_fips"],) if agency["county_fips"] in counties() else ())


def statewide(whole: Whole, state: str) -> list[str]:
    """The models that bodies of the whole state have."""
    held = {
        model
        for line in whole.agencies_in.get(state, ())
        if line["jurisdiction"] == "state"
        for model in line["models"]
    }
    return [model for model in MODELS if model in held]


def state_marks(whole: Whole, state: str) -> Line:
    """What a state's map shows: its counties, and as points the agencies whose place is known, also former ones."""
    points = [
        columns(line, ("agency_id", "name", "lat", "lon", "models"))
        for line in whole.agencies_in.get(state, ())
        if line["status"] in ("active", "no_longer_listed") and line["lat"] is not None
        and line["point_method"] != "state"
    ]  # fmt: skip
    return {
        "counties": county_marks(whole).get(state, []),
        "points": points,
        "statewide": statewide(whole, state),
    }


def wide_alone(marks: Line) -> bool:
    """Whether the agencies of a state are all of the whole state: its map has their tint and no mark."""
    return bool(marks["statewide"]) and not marks["counties"] and not marks["points"]


def nation_marks(whole: Whole) -> Line:
    """What the nation's map shows."""
    return {
        "states": [[code, tally.agencies, statewide(whole, code)] for code, tally in tallies(whole).items()],
        "counties": sorted(chain.from_iterable(county_marks(whole).values()), key=lambda mark: mark["fips"]),
    }


def nation_map(marks: Line, say: Speaker, url: Url) -> str:
    """The nation's map of its marks."""
    return _nation_map(_plain(marks, "states", "counties"), say, url(""))


def state_map(code: str, marks: Line, say: Speaker, url: Url) -> str:
    """A state's map of its marks (`counties`, `points` and `statewide`)."""
    return _state_map(code, _plain(marks, "counties", "points", "statewide"), say, url(""))


def state_legends(code: str, marks: Line, say: Speaker, ways: Sequence[maps.By] = WAYS) -> list[str]:
    """The keys to a state's map, for each way to colour it; none where there is nothing to tell apart."""
    if wide_alone(marks):
        return [maps.legend_wide(say, code)]
    if not marks["counties"]:
        return []
    shown = {maps.model_class(point["models"]) for point in marks["points"]}
    if any(county["models"] for county in marks["counties"]):
        shown.add("wide")
    return [maps.legend(way, say, shown if way == "model" and marks["points"] else None) for way in ways]


def _plain(marks: Line, *keys: str) -> bytes:
    """The marks as a cache can know them again: pages, frames, files and cards show the same map, made one by one."""
    return marshal.dumps(columns(marks, keys))


@lru_cache(maxsize=8)
def _nation_map(plain: bytes, say: Speaker, before: str) -> str:
    marks = marshal.loads(plain)  # noqa: S302  it is what was written above
    states = [
        StateMark(code, f"{say.state(code)}: {_agencies(agencies, say)}", before + state_address(code), tuple(models))
        for code, agencies, models in marks["states"]
    ]
    return maps.nation_map(
        states,
        [_county(mark, say) for mark in marks["counties"]],
        title=say("Map of 287(g) agreements in the United States"),
        description=say("Counties with agencies on ICE's latest list."),
    )


@lru_cache(maxsize=8)
def _state_map(code: str, plain: bytes, say: Speaker, before: str) -> str:
    marks = marshal.loads(plain)  # noqa: S302  it is what was written above
    points = [
        PointMark(
            mark["lat"],
            mark["lon"],
            f"{mark['name']}: {_held(mark['models'], say)}",
            before + agency_address(mark["agency_id"]),
            tuple(mark["models"]),
        )
        for mark in marks["points"]
    ]
    return maps.state_map(
        code,
        [_county(mark, say) for mark in marks["counties"]],
        points,
        links=_county_links(code, marks, before),
        names={county.fips: county.base for county in shipped().counties_of(code)},
        wide=wide_alone(marks),
        title=say("Map of 287(g) agreements: {state}").format(state=say.state(code)),
        description=say("Agencies on ICE's latest list by model."),
    )


def _county_links(code: str, marks: Line, before: str) -> dict[str, maps.Link]:
    """The pages of the counties of a state that have one, as its map draws them."""
    held = {mark["fips"] for mark in marks["counties"]}
    found: dict[str, maps.Link] = {}
    for county in shipped().counties_of(code):
        drawn_as = maps.drawable(county.fips)
        if drawn_as and (not county.legacy or county.fips in held) and (drawn_as not in found or county.fips in held):
            found[drawn_as] = maps.Link(county.name, before + county_address(code, county.fips))
    return found


def _county(mark: Line, say: Speaker) -> CountyMark:
    held = _held(mark["models"], say)
    title = f"{mark['name']}: {_agencies(mark['count'], say)}, {held}" if mark["count"] else f"{mark['name']}: {held}"
    return CountyMark(mark["fips"], title, tuple(mark["models"]), mark["count"], mark["share"])


def _agencies(number: int, say: Speaker) -> str:
    if not number:
        return say("no agency on ICE's latest list")
    return say.plural("{n} agency", "{n} agencies", number).format(n=say.number(number))


def _held(models: Sequence[str], say: Speaker) -> str:
    return say.join([say.model(model) for model in models]) if models else say("no longer on ICE's list")


def map_history(whole: Whole) -> Line:
    """The facts of the map's history: the days of the lists, and who was listed where, from which of them to which."""
    grown = growth(whole)
    at = {day: number for number, day in enumerate(grown.days)}
    listed: defaultdict[str, list[int]] = defaultdict(list)
    last = {listing.date: listing.agreements for listing in whole.listings}
    for day, agreements in last.items():
        for agreement_id in agreements:
            listed[agreement_id].append(at[day])
    spans = []
    for agreement_id in sorted(listed):
        line = whole.agreements[agreement_id]
        for first, end in runs(listed[agreement_id]):
            spans += [[p, line["agency_id"], line["model"], first, end] for p in places(whole, line["agency_id"])]
    return {"days": list(grown.days), "spans": spans, "totals": [list(one) for one in grown.totals]}


def spans(facts: Line) -> list[Span]:
    """The spans of `map_history`."""
    return [Span(*one) for one in facts["spans"]]


def chart(steps: Mapping[str, Steps], title: str, days: Sequence[str], say: Speaker, told: str = "") -> str:
    """How the number of agencies grew, in all and by model, at two widths. Empty where there never was one.

    `days` are the first and the last, the same for every place: where a line begins then tells when it began there.
    `told` is what is said of it to who does not see it, where no table stands below it.
    """
    lines = series(steps, say)
    if not lines:
        return ""
    below = say("The number of agencies on each of ICE's lists, in all and by model. The table below says the same.")
    return fitting(
        lambda width, name: growth_chart(
            lines,
            say=say,
            title=title,
            description=told or below,
            since=days[0],
            until=days[-1],
            width=width,
            ident=name,
        ),
        ident="growth",
    )


def series(steps: Mapping[str, Steps], say: Speaker) -> list[Series]:
    """The lines of a chart of growth."""
    return [
        Series(key, say("All agencies") if key == "all" else say.model(key), [(day, n) for day, n in points])
        for key, points in steps.items()
        if points
    ]


def chart_table(steps: Mapping[str, Steps], caption: str, until: str, say: Speaker) -> str:
    """The figures of a chart of growth: at the end of each quarter, and now."""
    keys = [key for key, points in steps.items() if points]
    if not keys:
        return ""
    first = min(steps[key][0][0] for key in keys)
    days = [*(day for day in quarters(first, until)), until]
    heads = [say("Day"), *(say("All agencies") if key == "all" else say.model(key) for key in keys)]
    rows = [[say.day(day), *(say.number(_on(steps[key], day)) for key in keys)] for day in days]
    return data_table(caption, heads, rows)


def quarters(first: str, until: str) -> list[str]:
    """The last days of the quarters from one day to before another."""
    ends = ("03-31", "06-30", "09-30", "12-31")
    days = [f"{year}-{end}" for year in range(int(first[:4]), int(until[:4]) + 1) for end in ends]
    return [day for day in days if first <= day < until]


def _on(steps: Steps, day: str) -> int:
    return next((n for since, n in reversed(steps) if since <= day), 0)


def spark(code: str, steps: Steps, days: Sequence[str], say: Speaker) -> str:
    """A small line of how the number of agencies of a state went between the first of `days` and the last.

    Empty where there never was one.
    """
    if not steps:
        return ""
    title = say("{state}: agencies on ICE's lists over time").format(state=say.state(code))
    points = [(day, n) for day, n in steps]
    return sparkline(points, title=title, since=days[0], until=days[-1], width=120, height=28, ident=f"s-{code}")


def county_index(whole: Whole, code: str) -> list[Line]:
    """Every county of a state with its page and the number of its agencies on the newest list."""
    held = {mark["fips"]: mark["count"] for mark in county_marks(whole).get(code, ())}
    return [
        {"name": county.name, "address": county_address(code, county.fips), "agencies": held.get(county.fips, 0)}
        for county in shipped().counties_of(code)
        if not county.legacy or county.fips in held
    ]
