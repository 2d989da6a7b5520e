"""Shapes that share their borders: TopoJSON arcs, simplified once for both neighbours, joined to paths.

Simplification is Visvalingam's: the point whose triangle with its neighbours is smallest goes first. An arc keeps
its ends, and both counties along it use the same points, so no gap can open between them.
"""

from __future__ import annotations

import heapq
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from roster287.publish.maps.projection import Point

Cell = tuple[int, int]
Ring = list[int]
"""Numbers of arcs, end to end; ~n is arc n backwards."""


class Topology(NamedTuple):
    """Arcs as (lat, lon), the rings of each county and state by FIPS, and the arcs that one county alone has."""

    arcs: list[list[Point]]
    counties: dict[str, list[Ring]]
    states: dict[str, list[Ring]]
    coast: frozenset[int]


def read(document: Mapping[str, Any]) -> Topology:
    """A TopoJSON document with the objects `counties` and `states`. Raises KeyError or TypeError for another."""
    (sx, sy), (tx, ty) = document["transform"]["scale"], document["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in document["arcs"]:
        x = y = 0
        points: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((y * sy + ty, x * sx + tx))
        arcs.append(points)
    counties = _rings(document, "counties")
    beside = Counter(max(n, ~n) for rings in counties.values() for ring in rings for n in ring)
    coast = frozenset(side for n, times in beside.items() if times == 1 for side in (n, ~n))
    return Topology(arcs, counties, _rings(document, "states"), coast)


def _rings(document: Mapping[str, Any], name: str) -> dict[str, list[Ring]]:
    out: dict[str, list[Ring]] = {}
    for shape in document["objects"][name]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        out[shape["id"]] = [ring for polygon in polygons for ring in polygon]
    return out


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The points without those whose triangle is smaller than `tolerance`; the two ends stay.

    A closed arc keeps at least four points, so that an island stays an area.
    """
    least = 4 if points[0] == points[-1] else 2
    before = list(range(-1, len(points) - 1))
    after = list(range(1, len(points) + 1))
    alive = len(points)
    area = [0.0] * len(points)

    def triangle(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = points[before[i]], points[i], points[after[i]]
        return abs((ax - cx) * (by - ay) - (ax - bx) * (cy - ay)) / 2

    heap: list[tuple[float, int]] = []
    for i in range(1, len(points) - 1):
        area[i] = triangle(i)
        heap.append((area[i], i))
    heapq.heapify(heap)
    gone = [False] * len(points)
    while heap and alive > least:
        size, i = heapq.heappop(heap)
        if gone[i] or size != area[i]:
            continue
        if size >= tolerance:
            break
        gone[i] = True
        alive -= 1
        left, right = before[i], after[i]
        after[left], before[right] = right, left
        for j in (left, right):
            if 0 < j < len(points) - 1:
                # Never below what has gone already, or a fine detail would outlive a coarse one.
                area[j] = max(size, triangle(j))
                heapq.heappush(heap, (area[j], j))
    return [point for i, point in enumerate(points) if not gone[i]]


def gridded(points: Iterable[Point], grain: float) -> list[Cell]:
    """Points on a grid of `grain` cells to the unit, each once in a row."""
    out: list[Cell] = []
    for x, y in points:
        cell = (round(x * grain), round(y * grain))
        if not out or out[-1] != cell:
            out.append(cell)
    return out


def joined(ring: Ring, arcs: Mapping[int, Sequence[Cell]]) -> list[Cell]:
    """The closed ring of an area, its first point not repeated."""
    out: list[Cell] = []
    for number in ring:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        out += [cell for i, cell in enumerate(line) if i or not out or out[-1] != cell]
    while len(out) > 1 and out[0] == out[-1]:
        out.pop()
    return out


def lozenge(line: Sequence[Cell]) -> list[Cell]:
    """An area in place of a line or a point: as long as the line, half as wide, at least two cells."""
    (ax, ay), (bx, by) = line[0], line[-1]
    if (ax, ay) == (bx, by):
        ax, bx = ax - 1, bx + 1
    across = ((by - ay) / 4, (ax - bx) / 4)
    long = max(abs(across[0]), abs(across[1]))
    u, v = (round(part * max(1.0, 1 / long)) for part in across)
    middle = ((ax + bx) // 2, (ay + by) // 2)
    return [(ax, ay), (middle[0] + u, middle[1] + v), (bx, by), (middle[0] - u, middle[1] - v)]


def area(ring: Sequence[Cell]) -> float:
    """What a ring encloses, in cells, whichever way it turns."""
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(ring, [*ring[1:], *ring[:1]], strict=True))) / 2


def path(lines: Iterable[Sequence[Cell]], *, closed: bool = True) -> str:
    """SVG path data: relative moves and lines, as short as they can be written."""
    out: list[str] = []
    at_x = at_y = 0
    for line in lines:
        start_x, start_y = line[0]
        steps = [f"m{_pair(start_x - at_x, start_y - at_y)}"]
        at_x, at_y = start_x, start_y
        for x, y in line[1:]:
            step = _pair(x - at_x, y - at_y)
            steps.append(step if step[0] == "-" else f" {step}")
            at_x, at_y = x, y
        if closed:
            steps.append("z")
            at_x, at_y = start_x, start_y
        out.append("".join(steps))
    return "".join(out)


def _pair(x: int, y: int) -> str:
    return f"{x}{y}" if y < 0 else f"{x} {y}"
