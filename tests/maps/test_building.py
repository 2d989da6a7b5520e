"""A shape that moves when it is built again, or parts from its neighbour, would be a false map."""

from __future__ import annotations

import hashlib
import json
import lzma
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster287.places.reference import shipped
from roster287.publish.maps import topology
from roster287.publish.maps.building import build, shapes
from roster287.publish.maps.shapes import OMITTED
from roster287.vocabulary.states import STATES
from tests.support.drawings import rings

SCALE = 0.0001
HALF = 0.1
"""Half the side of a state, in degrees: the smallest maps have room for it."""
POINTS = st.lists(st.tuples(st.integers(-90, 90), st.integers(-90, 90)), min_size=2, max_size=30)


class Atlas:
    """A made-up atlas: each state is two counties side by side, and a line in place of a third in Virginia."""

    def __init__(self) -> None:
        self.arcs: list[list[list[int]]] = []
        self.counties: list[dict[str, Any]] = []
        self.states: list[dict[str, Any]] = []
        self.left_of_maine = 0
        for code, state in STATES.items():
            lat, lon = _middle(code)
            if code == "NH":
                lat, lon = _middle("ME")[0], _middle("ME")[1] - 2 * HALF
            self._state(code, state.fips, lat, lon)
        for fips in OMITTED:
            self._county(fips, [[self._arc([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)])]])

    def document(self) -> dict[str, Any]:
        """The atlas as TopoJSON."""
        objects = {
            name: {"type": "GeometryCollection", "geometries": of}
            for name, of in (("counties", self.counties), ("states", self.states))
        }
        return {"transform": {"scale": [SCALE, SCALE], "translate": [0, 0]}, "arcs": self.arcs, "objects": objects}

    def _arc(self, points: list[tuple[float, float]]) -> int:
        cells = [(round(lon / SCALE), round(lat / SCALE)) for lat, lon in points]
        steps = [cells[0], *((x - u, y - v) for (u, v), (x, y) in pairwise(cells))]
        self.arcs.append([list(step) for step in steps])
        return len(self.arcs) - 1

    def _county(self, fips: str, of: list[list[int]]) -> None:
        self.counties.append({"type": "Polygon", "id": fips, "arcs": of})

    def _state(self, code: str, fips: str, lat: float, lon: float) -> None:
        top, low, west, east = lat + HALF, lat - HALF, lon - HALF, lon + HALF
        between = self._arc([(top, lon), (lat + 0.02, lon + 0.01), (low, lon)])
        left = self._arc([(low, lon), (low, west)])
        upper = self._arc([(top, west), (top, lon)])
        right = self._arc([(top, lon), (top, east)])
        lower = self._arc([(low, east), (low, lon)])
        edge_west, edge_east = self._arc([(low, west), (top, west)]), self._arc([(top, east), (low, east)])
        if code == "NH":
            edge_east = ~self.left_of_maine  # one arc is the border of two states
        if code == "ME":
            self.left_of_maine = edge_west
        self._county(f"{fips}001", [[between, left, edge_west, upper]])
        self._county(f"{fips}003", [[~between, right, edge_east, lower]])
        shore = west - 0.01
        islet = self._arc([(lat, shore), (lat + SCALE, shore), (lat, shore + SCALE), (lat, shore)])
        self.counties[-1] = {"type": "MultiPolygon", "id": f"{fips}003", "arcs": [self.counties[-1]["arcs"], [[islet]]]}
        if code == "VA":
            self._county(f"{fips}610", [[self._arc([(lat, lon), (lat, lon)])]])
        self.states.append({"type": "Polygon", "id": fips, "arcs": [[left, edge_west, upper, right, edge_east, lower]]})


def _middle(code: str) -> tuple[float, float]:
    """Somewhere in a state that the nation's map has room for."""
    points = [county.point for county in shipped().counties_of(code) if county.point and county.fips not in OMITTED]
    lat, lon = sorted(points)[len(points) // 2]
    return round(lat, 3), round(lon, 3)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The shapes of the made-up atlas."""
    return shapes(topology.read(Atlas().document()))


def test_every_county_is_drawn_on_both_maps_and_what_is_left_off_on_none(document: dict[str, Any]) -> None:
    expected = {f"{state.fips}{n}" for state in STATES.values() for n in ("001", "003")} | {"51610"}
    assert set(document["nation"]["counties"]) == expected
    assert {fips for zoom in document["zooms"].values() for fips in zoom["counties"]} == expected
    assert set(document["nation"]["states"]) == set(document["zooms"]) == set(STATES)
    assert all(zoom["labels"][fips] for zoom in document["zooms"].values() for fips in zoom["counties"])


def test_two_counties_share_the_points_of_their_border(document: dict[str, Any]) -> None:
    for zoom in document["zooms"].values():
        one, other = (path for fips, path in sorted(zoom["counties"].items()) if fips[2:] in {"001", "003"})
        (left,), (right, *islets) = rings(one), rings(other)
        assert len(set(left) & set(right)) >= 2
        assert islets == [], "an islet is no land that can be seen"


def test_a_city_that_is_a_line_in_the_source_can_still_be_seen(document: dict[str, Any]) -> None:
    ((*corners,),) = rings(document["nation"]["counties"]["51610"])
    assert topology.area(corners) > 0


def test_the_border_of_two_states_is_drawn_once(document: dict[str, Any]) -> None:
    assert document["nation"]["borders"].count("m") == 1


def test_the_same_source_gives_the_same_bytes_and_a_manifest_that_names_it(tmp_path: Path) -> None:
    raw = json.dumps(Atlas().document()).encode()
    (tmp_path / "counties-10m.json").write_bytes(raw)
    package = {"name": "us-atlas", "version": "9.9.9", "license": "ISC"}
    (tmp_path / "package.json").write_text(json.dumps(package), encoding="utf-8")
    written = [tmp_path / name for name in ("one", "two")]
    for path in written:
        told = build(tmp_path, path, tmp_path / "MANIFEST.toml")
    one, two = (path.read_bytes() for path in written)
    assert one == two
    assert told["states"] == len(STATES)
    assert json.loads(lzma.decompress(one))["zooms"].keys() == STATES.keys()
    manifest = tomllib.loads((tmp_path / "MANIFEST.toml").read_text(encoding="utf-8"))
    assert manifest["source"][0]["sha256"] == hashlib.sha256(raw).hexdigest()
    assert manifest["source"][0]["version"] == "9.9.9"
    assert manifest["shapes"]["sha256"] == hashlib.sha256(one).hexdigest()


@given(POINTS, st.floats(0, 5000))
def test_a_line_made_simpler_keeps_its_ends_and_gains_no_point(points: list[tuple[int, int]], tolerance: float) -> None:
    line = [(float(x), float(y)) for x, y in points]
    simple = topology.simplified(line, tolerance)
    assert (simple[0], simple[-1]) == (line[0], line[-1])
    rest = iter(line)
    assert all(point in rest for point in simple), "points stay in their order"
    assert len(simple) >= min(len(line), 4 if line[0] == line[-1] else 2)
    assert topology.simplified(line, 0.0) == line


@given(st.lists(POINTS.map(lambda points: list(dict.fromkeys(points))), min_size=1, max_size=4))
def test_a_path_reads_back_as_the_rings_it_was_written_of(lines: list[list[tuple[int, int]]]) -> None:
    assert [list(ring) for ring in rings(topology.path(lines))] == lines


@given(POINTS)
def test_a_ring_encloses_the_same_whichever_way_it_turns(points: list[tuple[int, int]]) -> None:
    assert topology.area(points) == topology.area(points[::-1])
