"""Builds the shapes that come with the package from the npm package us-atlas.

    python -m roster287.publish.maps.building FOLDER

FOLDER is an unpacked us-atlas, with `counties-10m.json` and `package.json`. Written are `shapes.json.xz` (see
`shapes` for its layout) and `MANIFEST.toml`, which names where it comes from. The same source gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from roster287.publish.maps import projection, topology
from roster287.publish.maps.shapes import FORMAT, MANIFEST, OMITTED, SHIPPED
from roster287.vocabulary.states import STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from roster287.publish.maps.projection import Conic
    from roster287.publish.maps.topology import Cell, Ring, Topology

NATION_GRAIN = 4
STATE_GRAIN = 4
NATION_TOLERANCE = 0.4
STATE_TOLERANCE = 0.2
ISLET = 0.5
"""Smaller islands, in square map units, are not drawn where the county has other land."""
NATION_EDGE = 16
"""What lies further west on the nation's map is left off, in map units."""
STATE_LONGEST = 700.0
STATE_MARGIN = 10.0
LETTER = 13
"""Height of a county's name on the map of its state, in map units."""


BANDS = 25
"""How many heights are tried for a name."""


class Drawn(NamedTuple):
    """Areas on one map: the rings of each, in cells."""

    rings: dict[str, list[list[Cell]]]
    arcs: dict[int, list[Cell]]


def build(source: Path, target: Path = SHIPPED, manifest: Path = MANIFEST) -> dict[str, int]:
    """Write the shapes and their manifest; gives how many of each were drawn. Raises OSError, KeyError, ValueError."""
    raw = (source / "counties-10m.json").read_bytes()
    topo = topology.read(json.loads(raw))
    document = shapes(topo)
    data = lzma.compress(
        json.dumps(document, separators=(",", ":"), sort_keys=True).encode(), preset=9 | lzma.PRESET_EXTREME
    )
    target.write_bytes(data)
    manifest.write_text(_manifest(json.loads((source / "package.json").read_bytes()), raw, data), encoding="utf-8")
    return {"states": len(document["zooms"]), "counties": len(document["nation"]["counties"]), "bytes": len(data)}


def shapes(topo: Topology) -> dict[str, Any]:
    """The whole document: the nation's map, and each state's own."""
    by_state: dict[str, dict[str, list[Ring]]] = {code: {} for code in STATES}
    code_of = {state.fips: code for code, state in STATES.items()}
    for fips, rings in topo.counties.items():
        if fips not in OMITTED:
            by_state[code_of[fips[:2]]][fips] = rings
    return {
        "format": FORMAT,
        "nation": _nation(topo, by_state, {code_of[fips]: rings for fips, rings in topo.states.items()}),
        "zooms": {code: _zoom(topo, counties) for code, counties in by_state.items()},
    }


def _nation(
    topo: Topology, by_state: Mapping[str, Mapping[str, list[Ring]]], states: Mapping[str, list[Ring]]
) -> dict[str, Any]:
    counties: dict[str, list[list[Cell]]] = {}
    outlines: dict[str, list[list[Cell]]] = {}
    arcs: dict[int, list[Cell]] = {}
    for code, of_state in by_state.items():
        drawn = _draw(topo, of_state, projection.nation(code), NATION_TOLERANCE, NATION_GRAIN)
        arcs |= drawn.arcs
        whole = _rings(topo, {code: states[code]}, drawn.arcs, NATION_GRAIN)[code]
        counties |= {fips: _inside(rings) for fips, rings in drawn.rings.items()}
        outlines[code] = _inside(whole)
    return {
        "grain": NATION_GRAIN,
        "size": list(projection.NATION_SIZE),
        "counties": {fips: topology.path(rings) for fips, rings in counties.items()},
        "states": {code: topology.path(rings) for code, rings in outlines.items()},
        "borders": topology.path(_between(by_state, arcs), closed=False),
        "labels": {code: _spots(rings, NATION_GRAIN)[:1] for code, rings in outlines.items()},
    }


def _inside(rings: list[list[Cell]]) -> list[list[Cell]]:
    """The rings that the nation's map has room for: the westernmost Aleutians lie beyond its edge."""
    width, height = (side * NATION_GRAIN for side in projection.NATION_SIZE)
    left = NATION_EDGE * NATION_GRAIN
    return [ring for ring in rings if all(left <= x <= width and 0 <= y <= height for x, y in ring)]


def _zoom(topo: Topology, counties: Mapping[str, list[Ring]]) -> dict[str, Any]:
    near = {fips: [ring for ring in rings if _near(topo, fips, ring)] for fips, rings in counties.items()}
    ends = [point for rings in near.values() for ring in rings for n in ring for point in topo.arcs[max(n, ~n)]]
    conic, size = projection.fitted(ends, STATE_LONGEST, STATE_MARGIN)
    drawn = _draw(topo, near, conic, STATE_TOLERANCE, STATE_GRAIN)
    return {
        "grain": STATE_GRAIN,
        "size": list(size),
        "conic": [round(value, 9) for value in conic],
        "counties": {fips: topology.path(rings) for fips, rings in drawn.rings.items()},
        "labels": {fips: _spots(rings, STATE_GRAIN) for fips, rings in drawn.rings.items()},
    }


def _near(topo: Topology, fips: str, ring: Ring) -> bool:
    """Whether a ring belongs on the map of its state: the far chain of reefs of Hawaii would make it a speck."""
    return not fips.startswith("15") or all(lon > -160.6 for n in ring for _, lon in topo.arcs[max(n, ~n)])


def _draw(topo: Topology, areas: Mapping[str, list[Ring]], conic: Conic, tolerance: float, grain: int) -> Drawn:
    used = sorted({max(n, ~n) for rings in areas.values() for ring in rings for n in ring})
    flat = {number: [conic(lat, lon) for lat, lon in topo.arcs[number]] for number in used}
    arcs = {n: topology.gridded(topology.simplified(line, tolerance), grain) for n, line in flat.items()}
    return Drawn(_rings(topo, areas, arcs, grain), arcs)


def _rings(
    topo: Topology, areas: Mapping[str, list[Ring]], arcs: Mapping[int, list[Cell]], grain: int
) -> dict[str, list[list[Cell]]]:
    """The rings of each area without islets. Its largest stays, however small, and so does one with neighbours.

    A city may lie inside a county like an islet: without the hole, the county would be drawn over it.
    """
    out: dict[str, list[list[Cell]]] = {}
    for name, rings in areas.items():
        joined = [(ring, topology.joined(ring, arcs)) for ring in rings if all(max(n, ~n) in arcs for n in ring)]
        largest = max((cells for _, cells in joined), key=topology.area)
        if len(largest) < 3:
            # The source has no more of Falls Church, Virginia, than a line.
            out[name] = [topology.lozenge(largest)]
            continue
        out[name] = [
            cells
            for ring, cells in joined
            if cells is largest
            or (len(cells) > 2 and (topology.area(cells) >= ISLET * grain**2 or not topo.coast.issuperset(ring)))
        ]
    return out


def _between(by_state: Mapping[str, Mapping[str, list[Ring]]], arcs: Mapping[int, list[Cell]]) -> list[list[Cell]]:
    """The lines between two states, each once, joined end to end where just two meet."""
    states: dict[int, set[str]] = defaultdict(set)
    for code, counties in by_state.items():
        for rings in counties.values():
            for ring in rings:
                for n in ring:
                    states[max(n, ~n)].add(code)
    lines = [arcs[n] for n in sorted(states) if len(states[n]) > 1 and len(arcs[n]) > 1]
    at: dict[Cell, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        at[line[0]].append(i)
        at[line[-1]].append(i)
    done: set[int] = set()
    out: list[list[Cell]] = []
    for i, line in enumerate(lines):
        if i in done:
            continue
        done.add(i)
        chain = list(line)
        for _ in range(2):
            while (following := [j for j in at[chain[-1]] if j not in done]) and len(at[chain[-1]]) == 2:
                done.add(following[0])
                more = lines[following[0]]
                chain += more[1:] if more[0] == chain[-1] else more[-2::-1]
            chain.reverse()
        out.append(chain)
    return out


def _spots(rings: Sequence[Sequence[Cell]], grain: int) -> list[list[int]]:
    """Up to three places for a name in the largest ring, the best first: x and y of its middle, and the width there.

    The width is that of a band as high as the letters that lies in the ring from end to end.
    """
    ring = max(rings, key=topology.area)
    low, high = min(y for _, y in ring), max(y for _, y in ring)
    found: list[tuple[float, float, float, float]] = []
    half = LETTER * grain / 2
    for k in range(1, BANDS):
        # Off the grid by a trifle, so that a band never runs along a line or through a corner.
        y = low + (high - low) * k / BANDS + 0.013
        upper, middle, lower = (_spans(ring, at) for at in (y - half, y, y + half))
        free = [(max(a, c), min(b, d)) for a, b in upper for c, d in middle if c < b and d > a]
        free = [(max(a, c), min(b, d)) for a, b in free for c, d in lower if c < b and d > a]
        # Of two places as wide, the one nearer the middle of the county.
        found += [((b - a) * (1 - abs(k / BANDS - 0.5) / 2), (a + b) / 2, y, b - a) for a, b in free]
        if not free:
            found += [(-1.0, (a + b) / 2, y, 0.0) for a, b in middle]
    out: list[list[int]] = []
    for _, x, y, width in sorted(found, reverse=True):
        spot = [round(x / grain), round(y / grain), round(width / grain)]
        if not out or (width and len(out) < 3 and all(abs(spot[1] - other[1]) > LETTER for other in out)):
            out.append(spot)
    return out


def _spans(ring: Sequence[Cell], y: float) -> list[tuple[float, float]]:
    cuts = sorted(
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True)
        if (y0 <= y) != (y1 <= y)
    )
    return list(zip(cuts[::2], cuts[1::2], strict=False))


def _manifest(package: Mapping[str, Any], raw: bytes, data: bytes) -> str:
    return f"""# What the shapes are made of. Written by roster287.publish.maps.building.

[[source]]
name = "{package["name"]}"
version = "{package["version"]}"
licence = "{package["license"]}"
author = "Mike Bostock"
origin = "TopoJSON of the US Census Bureau's cartographic boundary files, a work of the US government, public domain"
file = "counties-10m.json"
sha256 = "{hashlib.sha256(raw).hexdigest()}"

[shapes]
file = "shapes.json.xz"
bytes = {len(data)}
sha256 = "{hashlib.sha256(data).hexdigest()}"
"""


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: python -m {__spec__.name} FOLDER_OF_US_ATLAS")
    for key, value in build(Path(sys.argv[1])).items():
        sys.stdout.write(f"{key}\t{value}\n")
