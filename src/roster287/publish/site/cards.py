"""The cards that social media show for a page, as PNG: home and each state; each agency only where it is asked for.

A card names no day, so that a list that changes nothing in a state leaves its card as it is. Where the extra `cards`
is not installed there are none, and no page names one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec

from roster287.publish.site import drawings
from roster287.publish.site.item import Facts, Group, Item
from roster287.publish.site.press import Press, file_of
from roster287.publish.site.tallies import tallies
from roster287.publish.svg import card, png
from roster287.publish.whole import Whole
from roster287.table import Line, columns
from roster287.vocabulary.messages import LANGUAGES, Speaker, speaker
from roster287.vocabulary.states import STATES

LIBRARY = "vl_convert"


def available() -> bool:
    """Whether pictures can be made here."""
    return find_spec(LIBRARY) is not None


def groups(press: Press) -> Iterator[Group]:
    """The cards of agencies where they are asked for. The others are made with the pages that they are of."""
    if press.renderer.cards and press.agency_cards:
        for code in STATES:
            yield Group(f"cards/agencies/{code}", partial(_agency_cards, press.whole, code))


def of_home(press: Press) -> Iterator[Item]:
    """The card of the home page, in each language."""
    if press.renderer.cards:
        yield from _cards("/cards/home.png", Facts(partial(_home, press.whole)), _draw_home)


def of_state(press: Press, code: str) -> Iterator[Item]:
    """The card of a state, in each language."""
    if press.renderer.cards:
        yield from _cards(f"/cards/states/{code.lower()}.png", Facts(partial(_state, press.whole, code)), _draw_state)


def _agency_cards(whole: Whole, code: str) -> Iterator[Item]:
    for agency in whole.agencies_in.get(code, ()):
        facts = Facts(partial(_agency, whole, agency["agency_id"]))
        yield from _cards(f"/cards/agencies/{agency['agency_id']}.png", facts, _draw_agency)


def _cards(path: str, facts: Facts, draw: Callable[[Line, Speaker], str]) -> Iterator[Item]:
    def make(lang: str, told: Line) -> bytes:
        return png(draw(told, speaker(lang)), 1.0)

    for lang in LANGUAGES:
        yield Item(file_of(path, lang), facts, partial(make, lang))


def _home(whole: Whole) -> Line:
    counts = {key: whole.counts.get(key, 0) for key in ("agencies", "agreements", "states")}
    return {**counts, "marks": drawings.nation_marks(whole)}


def _state(whole: Whole, code: str) -> Line:
    tally = tallies(whole)[code]
    return {
        "code": code,
        **{key: getattr(tally, key) for key in ("agencies", "agreements", "pending", "gone")},
        "marks": drawings.state_marks(whole, code),
    }


def _agency(whole: Whole, agency_id: str) -> Line:
    return columns(whole.agencies[agency_id], ("name", "state", "models", "status", "first_listed"))


def _source(say: Speaker) -> str:
    return say("From ICE's own lists, with the evidence")


def _draw_home(told: Line, say: Speaker) -> str:
    numbers = (
        (say.number(told["agencies"]), say.plural("agency", "agencies", told["agencies"])),
        (say.number(told["agreements"]), say.plural("agreement", "agreements", told["agreements"])),
        (say.number(told["states"]), say.plural("state", "states", told["states"])),
    )
    return card(
        say("Who has a 287(g) agreement with ICE, and since when"),
        say("Every list ICE has been seen to publish, and what changed in each."),
        numbers,
        figure=drawings.nation_map(told["marks"], say, str),
        source=_source(say),
    )


def _draw_state(told: Line, say: Speaker) -> str:
    place = say.place(told["code"])
    if told["agencies"]:
        text = say.plural(
            "{n} agency in {state} is on ICE's latest list of 287(g) agreements.",
            "{n} agencies in {state} are on ICE's latest list of 287(g) agreements.",
            told["agencies"],
        )
    elif told["gone"]:
        text = say("No agency in {state} is on ICE's latest list of 287(g) agreements; earlier lists had some.")
    else:
        text = say("No agency in {state} is or was on the lists of 287(g) agreements in this record.")
    numbers = [
        (say.number(told["agencies"]), say.plural("agency", "agencies", told["agencies"])),
        (say.number(told["agreements"]), say.plural("agreement", "agreements", told["agreements"])),
    ]
    if told["pending"]:
        waiting = say.plural("application pending", "applications pending", told["pending"])
        numbers.append((say.number(told["pending"]), waiting))
    return card(
        say.state(told["code"]),
        text.format(n=say.number(told["agencies"]), state=place),
        numbers,
        figure=drawings.state_map(told["code"], told["marks"], say, str),
        source=_source(say),
    )


def _draw_agency(told: Line, say: Speaker) -> str:
    text = {
        "active": say("On ICE's latest list of 287(g) agreements: {models}."),
        "no_longer_listed": say("No longer on ICE's list of 287(g) agreements."),
        "pending": say("On ICE's latest list of pending 287(g) agreements."),
        "no_longer_pending": say("Was on ICE's list of pending 287(g) agreements, and is on neither list now."),
    }[told["status"]]
    models = say.join([say.model(model) for model in told["models"]])
    return card(told["name"], f"{say.state(told['state'])}. {text.format(models=models)}", source=_source(say))
