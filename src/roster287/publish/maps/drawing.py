"""The nation's map and the map of a state as SVG, coloured by classes alone: see `map.css`.

Every state is on the nation's map, whatever is said about it; every county is on the map of its state. A county that
cannot be drawn (`drawable`) is left out.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, sin
from typing import TYPE_CHECKING

from roster287.publish.maps.marks import CountyMark, county_class, glyph, model_class
from roster287.publish.maps.shapes import Shapes, drawable, project, shapes
from roster287.publish.svg.lettering import width
from roster287.publish.svg.markup import anchor, element, label, number, svg, text
from roster287.vocabulary.states import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from roster287.publish.maps.marks import Link, PointMark, StateMark
    from roster287.publish.maps.projection import Point

_TERRITORIES = {
    "PR": (0, 26, "middle"),
    "VI": (10, 20, "middle"),
    "GU": (-7, 4, "end"),
    "MP": (-7, 4, "end"),
    "AS": (-8, 2, "end"),
}
"""Where the code of a territory stands, from the middle of its largest island."""

_LETTER = 13.0
_DOT = 5.5
_MANY = 120
_MOST_NAMED = 2 / 3
"""Names of counties are written where at least this share of them finds a place: a few at random would tell nothing."""


def nation_map(
    states: Iterable[StateMark],
    counties: Iterable[CountyMark],
    *,
    title: str,
    description: str = "",
    ident: str = "map",
) -> str:
    """The nation: each state links to its page, with the counties on top that have or had an agreement.

    A county has the id `c` and its FIPS code, a state `st-` and its code.
    """
    map_ = shapes()
    marked = {mark.code: mark for mark in states}
    by_state: dict[str, list[CountyMark]] = {}
    for county in counties:
        by_state.setdefault(county.fips[:2], []).append(county)
    parts: list[str] = []
    for code, state in STATES.items():
        mark = marked.get(code)
        class_ = "st" if mark is None or not mark.statewide else f"st wide {model_class(mark.statewide)}"
        inside = [
            element(
                "path",
                class_=class_,
                id=f"st-{code.lower()}",
                d=map_.states[code],
            ),
            *_counties(map_, by_state.get(state.fips, ())),
        ]
        parts.append(anchor(mark.href, mark.title, *inside) if mark else element("g", _hint(state.name), *inside))
    labels = [
        label(map_.labels[code][0][0] + dx, map_.labels[code][0][1] + dy, code, "map-code", side)
        for code, (dx, dy, side) in _TERRITORIES.items()
    ]
    return svg(
        _scaled(map_, *parts, element("path", class_="map-borders", d=map_.borders)),
        element("g", *labels, class_="map-labels", aria_hidden="true"),
        size=map_.size,
        title=title,
        description=description,
        ident=ident,
        class_="map-svg map-nation",
        linked=bool(marked),
    )


def state_map(
    code: str,
    counties: Iterable[CountyMark],
    points: Iterable[PointMark] = (),
    *,
    names: Mapping[str, str] | None = None,
    links: Mapping[str, Link] | None = None,
    wide: bool = False,
    title: str,
    description: str = "",
) -> str:
    """One state with all its counties, and its agencies as links, moved apart where they would hide each other.

    `names` are short names of counties by FIPS, written where there is room for most of them; `links` the names and
    pages of counties. A point off the map is left out. With `wide` the counties without a mark have the tint of
    agencies of the whole state.
    Raises KeyError for a code that does not exist.
    """
    map_ = shapes(code)
    marked = {drawable(mark.fips): mark for mark in counties}
    to = links or {}
    areas = [
        _linked(to.get(fips), "", element("path", class_="c wide" if wide else "c", id=f"c{fips}", d=path))
        for fips, path in map_.counties.items()
        if fips not in marked
    ]
    areas += _counties(map_, marked.values(), to)
    dots, taken = _dots(code, list(points))
    return svg(
        _scaled(map_, *areas),
        element("g", *_names(map_, names or {}, taken), class_="map-labels", aria_hidden="true"),
        element("g", *dots, class_="map-points"),
        size=map_.size,
        title=title,
        description=description,
        ident="map",
        class_="map-svg map-one map-pointed" if dots else "map-svg map-one",
        linked=bool(dots or to),
    )


def _scaled(map_: Shapes, *inside: str) -> str:
    return element("g", *inside, class_="map-areas", transform=f"scale({1 / map_.grain:g})")


def _hint(title: str) -> str:
    return element("title", text(title)) if title else ""


def _linked(link: Link | None, title: str, area: str) -> str:
    """A county as a link to its page. The keyboard passes over it: a list beside the map has all of them."""
    return anchor(link.href, title or link.name, area, by_keyboard=False) if link else area


def _counties(
    map_: Shapes,
    marks: Iterable[CountyMark],
    links: Mapping[str, Link] | None = None,
) -> list[str]:
    out: dict[str, str] = {}
    for mark in marks:
        fips = drawable(mark.fips)
        if fips in map_.counties:
            class_ = county_class(mark)
            link = (links or {}).get(fips)
            said = "" if link else _hint(mark.title)
            area = element("path", said, class_=class_, id=f"c{fips}", d=map_.counties[fips])
            out[fips] = _linked(link, mark.title, area)
    # By number: the cities of Virginia, which lie within counties, come after these and are drawn on top.
    return [out[fips] for fips in sorted(out)]


def _names(map_: Shapes, names: Mapping[str, str], dots: Sequence[Point]) -> list[str]:
    """The names for which there is a place in their counties that hides no dot.

    None where most have no place, and none where the state has one county alone, whose name tells nothing.
    """
    out: list[str] = []
    for fips, name in names.items():
        wide = width(name, _LETTER)
        reach, rise = wide / 2 + _DOT, _LETTER / 2 + _DOT
        for x, y, room in map_.labels.get(fips, ()):
            if wide <= room - 4 and not any(abs(u - x) < reach and abs(v - y) < rise for u, v in dots):
                out.append(label(x, round(y + _LETTER * 0.35, 1), name, "map-name", "middle"))
                break
    return out if len(map_.counties) > 1 and len(out) >= _MOST_NAMED * len(map_.counties) else []


def _dots(code: str, points: Sequence[PointMark]) -> tuple[list[str], list[Point]]:
    """The agencies, and where they are now; smaller where there are very many."""
    size = 1.0 if len(points) <= _MANY else 0.8
    out: list[str] = []
    places = _places(code, tuple((point.lat, point.lon) for point in points), _DOT * size)
    for point, place in zip(points, places, strict=True):
        if place is None:
            continue
        x, y = place
        class_ = model_class(point.models)
        dot = element(
            "path",
            class_=f"dot {class_}",
            d=glyph(class_),
            transform=f"translate({number(x)} {number(y)})" + ("" if size == 1 else f" scale({size})"),
        )
        out.append(anchor(point.href, point.title, dot, by_keyboard=False))
    return out, [place for place in places if place]


@lru_cache(maxsize=64)
def _places(code: str, points: tuple[Point, ...], radius: float) -> tuple[Point | None, ...]:
    """Where each dot of a state is; kept, since the same map is drawn in each language and for several uses."""
    placed: list[Point] = []
    out: list[Point | None] = []
    for lat, lon in points:
        at = project(lat, lon, code)
        place = _free(at, placed, radius) if at else None
        out.append(place)
        placed += [place] if place else []
    return tuple(out)


def _free(at: Point, placed: Sequence[Point], radius: float) -> Point:
    """The place nearest to `at`, on a spiral, where a dot hides no other."""
    x, y = at
    least = (2 * radius * 0.94) ** 2
    for turn in range(400):
        reach, angle = radius * 0.9 * turn**0.5, turn * 2.399963
        u, v = x + reach * cos(angle), y + reach * sin(angle)
        if all((u - a) ** 2 + (v - b) ** 2 >= least for a, b in placed):
            return u, v
    return at
