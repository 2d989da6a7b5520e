"""The keys to the maps, as HTML lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from roster287.publish.maps.marks import COUNT_EDGES, SHARE_EDGES
from roster287.publish.svg.markup import element, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roster287.vocabulary.messages import Speaker

By = Literal["model", "count", "share"]


def legend(by: By, say: Speaker, edges: Sequence[float] | None = None, *, points: bool = False) -> str:
    """The key to one way of colouring. It shows when the radio button of that value is chosen; `model` at first.

    With `points` the swatches of models have the forms that agencies have on the map of a state.
    """
    if by == "model":
        entries = [
            ("k-t", say("Task force only")),
            ("k-j", say("Jail enforcement only")),
            ("k-w", say("Warrant service only")),
            ("k-tjw", say("Several models")),
            ("k-0", say("No longer on ICE's list")),
            *([] if points else [("wide", say("A statewide agency only"))]),
        ]
    elif by == "count":
        entries = _steps("n", edges or COUNT_EDGES, say)
    else:
        entries = _steps("s", edges or SHARE_EDGES, say)
    shape = " map-dots" if points else ""
    items = [element("li", f'<span class="sw {class_}"></span>', text(words)) for class_, words in entries]
    return element("ul", *items, class_=f"map-legend map-legend-{by}{shape}")


def _steps(letter: str, edges: Sequence[float], say: Speaker) -> list[tuple[str, str]]:
    counted = letter == "n"
    shown = [f"{edge:g}" if counted else f"{edge:.0%}" for edge in edges]
    out: list[tuple[str, str]] = []
    for i, low in enumerate(shown[:-1]):
        # A count runs to one below the next step; a share runs up to it.
        high = f"{edges[i + 1] - 1:g}" if counted else shown[i + 1]
        out.append((f"{letter}{i + 1}", low if low == high else f"{low}–{high}"))
    return [*out, (f"{letter}{len(edges)}", say("{least} or more").format(least=shown[-1]))]
