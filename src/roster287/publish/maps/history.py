"""The history of the map, for the slider: what each county was on the date of each list.

The JSON has `dates` (ISO days), `totals` (agencies, counties, states, territories for each date), `edges` (the least
number of agencies in each step of color) and `places`: for each county FIPS code or state code the changes in a row,
as date index, number of agencies, models (1 task force, 2 jail enforcement, 4 warrant service, added). Between two
changes nothing changes; before the first there is nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from roster287.publish.maps.marks import COUNT_EDGES, model_class
from roster287.publish.maps.shapes import drawable
from roster287.vocabulary.states import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BITS = {"t": 1, "j": 2, "w": 4}


class Span(NamedTuple):
    """An agency listed under a model from one list to another, both included, by their index.

    `place` is the FIPS code of its county, or the code of its state where it has power in all of it.
    """

    place: str
    agency: str
    model: str
    first: int
    last: int


def history(dates: Sequence[str], totals: Iterable[tuple[int, int, int]], spans: Iterable[Span]) -> bytes:
    """The history as compact JSON.

    `totals` are the agencies, states and territories of the whole list of each date, those without a place on the map
    too. Raises IndexError for a span that ends after the last date.
    """
    held: dict[str, list[dict[str, int]]] = defaultdict(lambda: [{} for _ in dates])
    for span in spans:
        place = span.place if span.place in STATES else drawable(span.place) or span.place
        bits = sum(_BITS[letter] for letter in model_class([span.model])[2:])
        for index in range(span.first, span.last + 1):
            now = held[place][index]
            now[span.agency] = now.get(span.agency, 0) | bits
    counties = [rows for place, rows in held.items() if place.isdecimal()]
    return json.dumps(
        {
            "dates": list(dates),
            "totals": [
                [agencies, sum(bool(rows[index]) for rows in counties), *places]
                for index, (agencies, *places) in enumerate(totals)
            ],
            "edges": list(COUNT_EDGES),
            "places": {place: _changes(rows) for place, rows in sorted(held.items())},
        },
        separators=(",", ":"),
    ).encode()


def _changes(rows: Sequence[dict[str, int]]) -> list[int]:
    out: list[int] = []
    before = (0, 0)
    for index, now in enumerate(rows):
        models = 0
        for bits in now.values():
            models |= bits
        if (state := (len(now), models)) != before:
            out += [index, *state]
            before = state
    return out
