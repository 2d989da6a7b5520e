"""The keys to the maps, as HTML lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from roster287.publish.maps.marks import COUNT_EDGES, SHARE_EDGES
from roster287.publish.svg.markup import element, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roster287.vocabulary.messages import Speaker

By = Literal["model", "count", "share"]


def legend(by: By, say: Speaker, *, points: bool = False) -> str:
    """The key to one way of colouring. It shows when the radio button of that value is chosen; `model` at first.

    With `points` the swatches of models have the forms that agencies have on the map of a state.
    """
    shape = " map-dots" if points else ""
    items = [
        element("li", f'<span class="sw {class_}"></span>', text(words))
        for class_, words in _entries(by, say, points=points)
    ]
    return element("ul", *items, class_=f"map-legend map-legend-{by}{shape}")


def legend_wide(say: Speaker) -> str:
    """The key to the map of a state that has agencies of the whole state alone."""
    return element(
        "ul", element("li", '<span class="sw wide"></span>', text(say("A statewide agency"))), class_="map-legend"
    )


def _entries(by: By, say: Speaker, *, points: bool) -> list[tuple[str, str]]:
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
        ("wide", say("County with an agreement") if points else say("A statewide agency")),
    ]
    return entries if points else [*entries, ("land", say("No agency"))]


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
