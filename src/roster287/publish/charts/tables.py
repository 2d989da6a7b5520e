"""The same chart at two widths, and the same figures as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roster287.publish.svg.markup import element, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

WIDTHS = {"narrow": 310, "wide": 630}
"""In pixels. At the least width at which each is shown, its smallest letters (13) are 12 pixels of the screen."""


def fitting(draw: Callable[[int, str], str], ident: str = "chart") -> str:
    """A chart drawn for a telephone and for a page; `charts.css` shows the one that fits, and hides the other from all.

    `draw` is given a width and an id, which tells the two apart.
    """
    parts = [element("div", draw(width, f"{ident}-{name}"), class_=f"chart-{name}") for name, width in WIDTHS.items()]
    return element("div", *parts, class_="chart-fit")


def data_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A plain table of the figures of a chart, as they are written. The first column heads its row."""
    head = element("tr", *(element("th", text(name), scope="col") for name in columns))
    body: list[str] = []
    for first, *rest in rows:
        cells = [element("td", text(cell), class_="num") for cell in rest]
        body.append(element("tr", element("th", text(first), scope="row"), *cells))
    return element(
        "table",
        element("caption", text(caption)),
        element("thead", head),
        element("tbody", *body),
        class_="chart-table",
    )
