"""A county that cannot be drawn, a gap between neighbours, a point in the wrong county: each would be a false map."""

from __future__ import annotations

import gzip
import hashlib
import tomllib
from collections import Counter, defaultdict

import pytest

from roster287.places.reference import shipped as reference
from roster287.publish.maps import drawable, project, size
from roster287.publish.maps.projection import LOWER_48, NATION_SIZE, nation
from roster287.publish.maps.shapes import MANIFEST, OMITTED, SHIPPED, shapes
from roster287.record import Record
from roster287.vocabulary.states import STATES
from tests.support.drawings import Cell, distance, inside, rings, segments

LOZENGES = {
    "51610": "Falls Church is no more than a line in the source",
    "51640": "Galax is smaller than a cell of the nation's map",
}
"""Cities drawn as a lozenge on top of the counties that they lie between."""

# Computed once with d3-geo 3: geoAlbersUsa().scale(1300).translate([487.5, 305]).
BY_D3 = {
    "Augusta": ("ME", 44.3106, -69.7795, 917.1027712443653, 118.62691138997116),
    "Miami": ("FL", 25.7617, -80.1918, 822.7383158297632, 572.5407791128295),
    "Key West": ("FL", 24.5551, -81.78, 794.4058866029709, 604.4524932255463),
    "San Diego": ("CA", 32.7157, -117.1611, 99.74367386556241, 397.4679046504011),
    "Neah Bay": ("WA", 48.3681, -124.625, 68.86227128743042, 19.87740936182513),
    "Brownsville": ("TX", 25.9017, -97.4975, 467.170327202747, 596.218419405408),
    "Kansas": ("KS", 39.0, -96.0, 498.021928239679, 298.16043276911705),
    "Anchorage": ("AK", 61.2181, -149.9003, 112.277427569713, 544.2779162203778),
    "Juneau": ("AK", 58.3019, -134.4197, 176.93702274402565, 556.0837861629693),
    "Honolulu": ("HI", 21.3069, -157.8583, 266.95994676863154, 549.1903729395863),
    "Hilo": ("HI", 19.7071, -155.0885, 326.18823264907934, 585.1858574939915),
    "Washington": ("DC", 38.9072, -77.0369, 827.428627167461, 267.315273920894),
}


@pytest.mark.parametrize("place", BY_D3)
def test_a_point_is_where_the_composite_projection_puts_it(place: str) -> None:
    state, lat, lon, x, y = BY_D3[place]
    assert nation(state)(lat, lon) == pytest.approx((x, y), abs=1e-6)


def test_the_westernmost_aleutians_are_on_the_other_side_of_the_date_line_and_still_in_alaska() -> None:
    assert nation("AK")(52.9, 172.9) == pytest.approx((-55.89237986093498, 572.0965577241546), abs=1e-6)
    assert project(52.9, 172.9, "AK") is not None


@pytest.mark.parametrize(("lat", "lon"), [(51.5, -0.1), (19.4, -99.1), (-90.0, 0.0), (40.0, 116.0)])
def test_a_place_abroad_is_not_put_on_the_map(lat: float, lon: float) -> None:
    assert project(lat, lon, "ME") is None


@pytest.mark.parametrize("state", [None, *STATES])
def test_every_path_can_be_read_and_lies_on_its_map(state: str | None) -> None:
    map_ = shapes(state)
    width, height = (side * map_.grain for side in map_.size)
    for name, path in {**map_.counties, **map_.states}.items():
        drawn = rings(path)
        assert all(0 <= x <= width and 0 <= y <= height for ring in drawn for x, y in ring), name
        assert any(len(ring) >= 3 for ring in drawn), name


def _beside(counties: dict[str, str]) -> dict[tuple[Cell, Cell], list[str]]:
    """The counties at each side, those drawn as lozenges left out."""
    out: dict[tuple[Cell, Cell], list[str]] = defaultdict(list)
    for fips, path in counties.items():
        for side in set(segments(rings(path))) if fips not in LOZENGES else ():
            out[side].append(fips)
    return out


def test_neighbours_share_their_borders_so_that_no_gap_shows() -> None:
    """Each side of a county is a side of one other county too, or of the outline of its state."""
    map_ = shapes()
    sides = _beside(map_.counties)
    outline = {side for path in map_.states.values() for side in segments(rings(path))}
    assert [side for side, counties in sides.items() if len(counties) == 1 and side not in outline] == []
    assert sum(len(counties) == 2 for counties in sides.values()) > 20_000
    # More than two counties on one side happens where a sliver has collapsed; it must stay a rarity.
    assert sum(len(counties) > 2 for counties in sides.values()) <= 4


def test_neighbours_on_the_nation_s_map_are_neighbours_on_their_state_s() -> None:
    def pairs(counties: dict[str, str]) -> set[tuple[str, ...]]:
        return {tuple(sorted(both)) for both in _beside(counties).values() if len(both) == 2}

    nation_pairs = {(a, b) for a, b in pairs(shapes().counties) if a[:2] == b[:2]}
    own = {pair for code in STATES for pair in pairs(shapes(code).counties)}
    assert len(nation_pairs) > 7000
    # Counties that meet at a corner may share a sliver on the coarser map.
    assert len(nation_pairs - own) <= 2, nation_pairs - own


def test_the_states_fit_their_counties_without_rest() -> None:
    map_ = shapes()
    for code, state in STATES.items():
        counted: Counter[object] = Counter()
        for fips, path in map_.counties.items():
            if fips.startswith(state.fips):
                counted.update(set(segments(rings(path))))
        outline = set(segments(rings(map_.states[code])))
        missing = [side for side in outline if side not in counted]
        assert missing == [], code


def test_every_county_of_the_record_is_drawn(shipped: Record) -> None:
    wanted = {agency["county_fips"] for agency in shipped.agencies() if agency["county_fips"]}
    assert len(wanted) > 500
    assert sorted(fips for fips in wanted if drawable(fips) is None) == []


def test_every_county_that_may_come_is_drawn_but_for_those_we_name() -> None:
    counties = [c for code in STATES for c in reference().counties_of(code)]
    assert len(counties) > 3200
    left = {c.fips for c in counties if drawable(c.fips) is None and not c.legacy}
    connecticut = {f"09{n}0" for n in range(11, 20)}
    assert left == connecticut | set(OMITTED)
    assert drawable("02063") == drawable("02066") == "02261"
    assert all(drawable(f"09{n:03}") for n in range(1, 16, 2)), "the eight counties of Connecticut"
    assert drawable("99999") is None


AT_SEA = {
    "02016": "the middle of the Aleutians West lies beyond the edge of the nation's map",
    "06075": "San Francisco reaches out to the Farallon Islands",
    "23013": "between the islands of Knox County",
    "60020": "between the islands of Manu'a",
}


def test_a_county_s_own_point_falls_into_its_shape() -> None:
    """The paths and the projection are one and the same, for the nation and for each state.

    A trifle is left to the simplification of a shore or of a very small city: two map units, of 975 or 720.
    """
    wrong: list[str] = []
    tried = 0
    for code in STATES:
        for county in reference().counties_of(code):
            fips, point = drawable(county.fips), county.point
            if fips != county.fips or point is None or county.legacy or fips in AT_SEA:
                continue
            for where, at in ((None, nation(code)(*point)), (code, project(*point, code))):
                map_ = shapes(where)
                assert at is not None, fips
                tried += 1
                cell = (at[0] * map_.grain, at[1] * map_.grain)
                drawn = rings(map_.counties[fips])
                if not inside(cell, drawn) and distance(cell, drawn) > 2 * map_.grain:
                    wrong.append(f"{fips} {where or 'nation'}")
    assert tried > 6000
    assert wrong == []


def test_all_counties_of_the_nation_stay_light_enough_for_a_page() -> None:
    paths = "".join(f'<path id="c{fips}" class="c k-t n1" d="{d}"/>' for fips, d in shapes().counties.items())
    assert len(shapes().counties) > 3200
    assert len(gzip.compress(paths.encode(), 9)) <= 130 * 1024


def test_the_shapes_are_those_that_the_manifest_names() -> None:
    manifest = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    assert manifest["shapes"]["sha256"] == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    assert {"name", "version", "licence", "author", "origin", "sha256"} <= manifest["source"][0].keys()
    assert size() == NATION_SIZE
    assert nation("ME") == LOWER_48
