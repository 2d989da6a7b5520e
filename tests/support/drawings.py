"""What a browser would refuse or draw wrongly, read from the markup of a drawing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree

Cell = tuple[int, int]
SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = "O'Brien & <script>alert(1)</script> \"][}{ \x00\x08\x1f\ud800\ufffe 🚓 \u202eñ ]]> --> javascript:"


def parsed(svg: str) -> ElementTree.Element:
    """The drawing as a tree; the test fails where it is not well-formed, or where a strict CSP would block a part."""
    tree = ElementTree.fromstring(svg)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    for element in tree.iter():
        assert not str(element.tag).endswith("script")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert not element.get("href", "").lower().lstrip().startswith(("javascript:", "data:"))
    return tree


def rings(path: str) -> list[list[Cell]]:
    """The closed rings of a path of relative moves, of whole numbers; anything else fails."""
    assert re.fullmatch(r"(?:m-?\d+[ -]?-?\d+(?:[ -]-?\d+)*z)+", path), path[:80]
    out: list[list[Cell]] = []
    x = y = 0
    for part in path[1:-1].split("zm"):
        numbers = [int(n) for n in re.findall(r"-?\d+", part)]
        assert len(numbers) % 2 == 0
        ring: list[Cell] = []
        here = (x, y)
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            here = (here[0] + dx, here[1] + dy)
            ring.append(here)
        x, y = ring[0]
        out.append(ring)
    return out


def segments(of: Iterable[Sequence[Cell]]) -> Iterator[tuple[Cell, Cell]]:
    """The sides of rings, whichever way they run."""
    for ring in of:
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            yield min(a, b), max(a, b)


def inside(point: tuple[float, float], of: Iterable[Sequence[Cell]]) -> bool:
    """Whether a point lies in an area, holes left out."""
    x, y = point
    hits = 0
    for (ax, ay), (bx, by) in ((a, b) for ring in of for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)):
        if (ay <= y) != (by <= y) and ax + (y - ay) * (bx - ax) / (by - ay) > x:
            hits += 1
    return hits % 2 == 1


def distance(point: tuple[float, float], of: Iterable[Sequence[Cell]]) -> float:
    """From a point to the nearest side of an area."""
    x, y = point
    nearest = float("inf")
    for (ax, ay), (bx, by) in segments(of):
        dx, dy = bx - ax, by - ay
        along = ((x - ax) * dx + (y - ay) * dy) / ((dx * dx + dy * dy) or 1)
        along = min(1.0, max(0.0, along))
        nearest = min(nearest, ((ax + along * dx - x) ** 2 + (ay + along * dy - y) ** 2) ** 0.5)
    return nearest
