"""The keys to the maps, as HTML lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from roster287.publish.maps.marks import COUNT_EDGES, SHARE_EDGES
from roster287.publish.svg.markup import element, text
from roster287.vocabulary.states import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from roster287.vocabulary.messages import Speaker

By = Literal["model", "count", "share"]


def legend(by: By, say: Speaker, shown: Set[str] | None = None) -> str:
    """The key to one way of colouring. It shows when the radio button of that value is chosen; `model` at first.

    `shown` are the classes of the marks on the map of a state, and `wide` where a county has an agreement: no others
    have a key then, and the swatches have the forms of the marks.
    """
    shape = "" if shown is None else " map-dots"
    items = [
        element("li", f'<span class="sw {class_}"></span>', text(words)) for class_, words in _entries(by, say, shown)
    ]
    return element("ul", *items, class_=f"map-legend map-legend-{by}{shape}")


def legend_wide(say: Speaker, code: str) -> str:
    """The key to the map of a state that has agencies of the whole state alone."""
    words = say("A statewide agency") if STATES[code].type == "state" else say("An agency of the whole territory")
    return element("ul", element("li", '<span class="sw wide"></span>', text(words)), class_="map-legend")


def _entries(by: By, say: Speaker, shown: Set[str] | None) -> list[tuple[str, str]]:
    if by == "count":
        return _steps("n", COUNT_EDGES, say)
    if by == "share":
        return _steps("s", SHARE_EDGES, say)
    entries = [
        ("k-t", say("Task force only")),
        ("k-j", say("Jail enforcement only")),
        ("k-w", say("Warrant service only")),
        ("k-tjw", say("Several models")),
        ("k-0", say("No longer on ICE's list")),
    ]
    if shown is None:
        return [*entries, ("wide", say("A statewide agency")), ("land", say("No agency"))]
    several = "k-tjw" if any(len(class_) > len("k-t") for class_ in shown - {"wide"}) else ""
    return [
        (class_, words)
        for class_, words in (*entries, ("wide", say("County with an agreement")))
        if class_ in shown or class_ == several
    ]


def _steps(letter: str, edges: Sequence[float], say: Speaker) -> list[tuple[str, str]]:
    counted = letter == "n"
    shown = [f"{edge:g}" if counted else say.percent(edge, 0) for edge in edges]
    out: list[tuple[str, str]] = []
    for i, low in enumerate(shown[:-1]):
        # A count runs to one below the next step; a share runs up to it.
        high = f"{edges[i + 1] - 1:g}" if counted else shown[i + 1]
        out.append((f"{letter}{i + 1}", _between(low, high, say, counted=counted)))
    out.append((f"{letter}{len(edges)}", say("{least} or more").format(least=shown[-1])))
    # Whose own police an agency is cannot always be told: that is no share of 0, and no county without an agency.
    last = ("k-0", say("No longer on ICE's list")) if counted else ("s0", say("An agency, but its share is not known"))
    return [*out, last, ("land", say("No local agency"))]


def _between(low: str, high: str, say: Speaker, *, counted: bool) -> str:
    """The name of a step, so that no value is in two: both ends of a count are in it, the end of a share is not."""
    if counted:
        return low if low == high else f"{low}–{high}"
    if low == say.percent(0, 0):
        return say("under {high}").format(high=high)
    return say("{low} to under {high}").format(low=low, high=high)
