"""Which counties lie beside a county: those that share a border on the map, else the nearest of the state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from roster287.places.distance import kilometres
from roster287.publish.maps.shapes import drawable, shapes
from roster287.publish.site.ground import counties

NEAREST = 5
"""How many counties are given where the map shows no border: islands, and Connecticut's planning regions."""
Point = tuple[int, int]


def beside(fips: str) -> list[str]:
    """The codes of the counties beside one, by name."""
    found = _borders().get(drawable(fips) or "", set()) & counties().keys()
    own = {code for code in found if counties()[code].legacy}
    return sorted(found - own or _nearest(fips), key=lambda code: (counties()[code].name, code))


@lru_cache(maxsize=1)
def _borders() -> dict[str, set[str]]:
    """The counties that have a line of the map in common."""
    sides: defaultdict[tuple[Point, Point], list[str]] = defaultdict(list)
    for fips, path in shapes().counties.items():
        for side in _sides(path):
            sides[side].append(fips)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for both in sides.values():
        for one in both:
            found[one].update(other for other in both if other != one)
    return dict(found)


def _sides(path: str) -> Iterator[tuple[Point, Point]]:
    """The lines of a path, whichever way they run."""
    x = y = 0
    for ring in path.split("m")[1:]:
        steps = [int(step) for step in re.findall(r"-?\d+", ring)]
        points: list[Point] = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        x, y = points[0]
        for one, other in zip(points, [*points[1:], points[0]], strict=True):
            yield (one, other) if one < other else (other, one)


def _nearest(fips: str) -> list[str]:
    """The counties of the state whose middle is nearest."""
    own = counties()[fips]
    away = [
        (kilometres(own.point, other.point), code)
        for code, other in counties().items()
        if other.state == own.state and code != fips and not other.legacy and own.point and other.point
    ]
    return [code for _, code in sorted(away)[:NEAREST]]
