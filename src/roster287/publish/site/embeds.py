"""What other sites can show: a map, a chart and a number for the nation and each state, as pages for frames and files.

/embed/                        what there is, with the lines to copy
/embed/nation/map/             a page for a frame        /embed/nation/map.svg    the same as a picture
/embed/states/me/chart/        likewise for each state   /embed/states/me/counter.svg
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from roster287.publish import maps
from roster287.publish.charts import counter
from roster287.publish.charts import growth as growth_chart
from roster287.publish.site import drawings
from roster287.publish.site.item import Facts, Group, Item
from roster287.publish.site.press import Press, file_of
from roster287.publish.site.tallies import growth, tallies
from roster287.publish.svg import png, standalone
from roster287.publish.whole import Whole
from roster287.table import Line
from roster287.vocabulary.messages import LANGUAGES, Speaker, speaker
from roster287.vocabulary.states import STATES

KINDS = ("map", "chart", "counter")
NATION = ""
"""The code of the nation, beside those of the states."""


def groups(press: Press) -> Iterator[Group]:
    """The page that explains them. The embeds themselves are made with the pages of their places."""
    yield Group("embed", partial(press.page, "/embed/", "embeds.html", partial(_index, press)))


def of_place(press: Press, code: str) -> Iterator[Item]:
    """The embeds of a place, each as a page and as SVG; as PNG too where the press was asked to."""
    for kind in KINDS:
        facts = Facts(partial(_facts, press.whole, code, kind))
        for lang in LANGUAGES:
            yield from _embed(press, code, kind, lang, facts)


def address(code: str, kind: str) -> str:
    """The address of an embed's page: `/embed/states/me/map/`."""
    return f"/embed/{f'states/{code.lower()}' if code else 'nation'}/{kind}/"


def _embed(press: Press, code: str, kind: str, lang: str, facts: Facts) -> Iterator[Item]:
    page, picture = address(code, kind), address(code, kind)[:-1]

    def frame(told: Line) -> bytes:
        say, url = speaker(lang), partial(press.renderer.url, lang=lang)
        held = {**told, **_words(told, say), "drawing": _drawing(told, say, url), "legend": _legend(told, say)}
        return press.renderer.page("embed.html", lang, page, held)

    yield Item(file_of(page, lang), facts, frame)
    yield Item(file_of(f"{picture}.svg", lang), facts, lambda told: _picture(told, lang).encode())
    if press.embed_pictures:
        yield Item(file_of(f"{picture}.png", lang), facts, lambda told: png(_picture(told, lang)))


def _index(press: Press) -> Line:
    return {
        "states_shown": [[code, tallies(press.whole)[code].agencies, heights(code)] for code in STATES],
        "nation_heights": heights(NATION),
        "pictures": press.embed_pictures,
    }


WIDE = 600
"""How wide a frame mostly is, in pixels."""
WORDS = 190
"""How much of its height the words of a map take at that width."""
LEAST, MOST = 460, 680
HEIGHTS = {"chart": 480, "counter": 270}
"""How high a frame should be, in pixels. Whatever its height, the drawing takes what the words leave of it."""


def heights(code: str) -> dict[str, int]:
    """How high the frames of a place should be, in pixels: that of a map by its shape."""
    across, down = maps.size(code or None)
    drawn = WORDS + round((WIDE - 32) * down / across, -1)
    return {"map": int(min(max(drawn, LEAST), MOST)), **HEIGHTS}


def _facts(whole: Whole, code: str, kind: str) -> Line:
    """What an embed shows. It names the day of the list, so that every list makes it anew.

    Without a list there is nothing to draw: the embed says that, whatever its kind.
    """
    steps = growth(whole).states[code] if code else growth(whole).nation
    kind = kind if whole.newest else "counter"
    told: Line = {"code": code, "kind": kind, "on": whole.newest["date"] if whole.newest else None}
    if kind == "map":
        told |= drawings.state_marks(whole, code) if code else drawings.nation_marks(whole)
    told["growth"] = dict(steps) if kind == "chart" else {}
    told["days"] = growth(whole).ends if kind == "chart" else []
    tally = tallies(whole)
    told["agencies"] = tally[code].agencies if code else sum(one.agencies for one in tally.values())
    told["agreements"] = tally[code].agreements if code else sum(one.agreements for one in tally.values())
    return told


def _words(told: Line, say: Speaker) -> Line:
    """The title, the sentence that says what the drawing shows, and the source."""
    place = say.place(told["code"]) if told["code"] else say("the United States")
    parts = {
        "place": place,
        "agencies": say.plural("{n} agency", "{n} agencies", told["agencies"]).format(n=say.number(told["agencies"])),
        "agreements": say.plural("{n} agreement", "{n} agreements", told["agreements"]).format(
            n=say.number(told["agreements"])
        ),
        "date": say.day(told["on"]) if told["on"] else "",
    }
    title = {
        "map": say("287(g) agreements in {place}"),
        "chart": say("Agencies with a 287(g) agreement in {place}"),
        "counter": say("287(g) agreements in {place}"),
    }[told["kind"]]
    sentence = say("ICE's list of {date} names {agencies} with {agreements} in {place}.")
    source = say("Source: ICE's list of 287(g) agreements of {date}, by way of roster287")
    if not told["on"]:
        sentence = say("No list of agreements is in this record yet.")
        source = say("Source: ICE's lists of 287(g) agreements, by way of roster287")
    return {"title": title.format(**parts), "said": sentence.format(**parts), "source": source.format(**parts)}


def _drawing(told: Line, say: Speaker, url: drawings.Url, width: int = 0) -> str:
    """The drawing of an embed. A chart has the width that is asked for, or adapts where it is 0."""
    if told["kind"] == "counter":
        return _counter(told, say)
    if told["kind"] == "chart":
        return _chart(told, say, width)
    return drawings.state_map(told["code"], told, say, url) if told["code"] else drawings.nation_map(told, say, url)


def _chart(told: Line, say: Speaker, width: int) -> str:
    words = _words(told, say)
    lines = drawings.series(told["growth"], say)
    if not lines:
        return _counter(told, say)
    if not width:
        return drawings.chart(told["growth"], words["title"], told["days"], say, words["said"])
    since, until = told["days"]
    return growth_chart(
        lines, say=say, title=words["title"], description=words["said"], since=since, until=until, width=width
    )


def _counter(told: Line, say: Speaker) -> str:
    words = _words(told, say)
    if not told["on"]:
        return counter("—", words["said"], title=words["said"])
    what = say.plural("agency on ICE's list", "agencies on ICE's list", told["agencies"])
    return counter(say.number(told["agencies"]), what, title=words["said"], note=say.day(told["on"]))


def _legend(told: Line, say: Speaker) -> str:
    if told["kind"] != "map" or not told["code"]:
        return maps.legend("model", say) if told["kind"] == "map" and told["counties"] else ""
    return "".join(drawings.state_legends(told["code"], told, say, ("model",)))


def _picture(told: Line, lang: str) -> str:
    """The embed as an SVG file."""
    say = speaker(lang)
    words = _words(told, say)
    return standalone(_drawing(told, say, str, 760), title=words["title"], source=words["source"])
