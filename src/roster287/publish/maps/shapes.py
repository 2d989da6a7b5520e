"""The shapes that come with the package: the nation's map, and one of each state, district and territory.

`shapes.json.xz` is one JSON object: `nation`, and `zooms` by state code. Each map has `size` (width and height in map
units), `grain` (how many path units there are to a map unit), `counties` (SVG path data by FIPS) and `labels` (places
for a name, the best first: x, y and free width in map units). The nation adds `states` and `borders`, a zoom `conic`,
its projection. Counties are those of 2020: see `drawable`.
"""

from __future__ import annotations

import json
import lzma
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from roster287.errors import PublishError
from roster287.publish.maps.projection import Conic, Point

FORMAT = "roster287-shapes/1"
SHIPPED = Path(__file__).parent / "shapes.json.xz"
MANIFEST = Path(__file__).parent / "MANIFEST.toml"

OMITTED = {
    "60030": "Rose Atoll: nobody lives there, and it would shrink American Samoa",
    "60040": "Swains Island: 350 km from the rest of American Samoa",
    "69085": "Northern Islands: hardly anybody lives there, and they would shrink the Marianas",
}
"""County equivalents left off every map, and why."""

_DRAWN_AS = {"02063": "02261", "02066": "02261", "46113": "46102", "51515": "51019"}


class Shapes(NamedTuple):
    """One map: its size, the path units to a map unit, path data by FIPS or code, and where labels go."""

    size: tuple[int, int]
    grain: int
    counties: dict[str, str]
    labels: dict[str, list[tuple[int, int, int]]]
    states: dict[str, str]
    borders: str
    conic: Conic | None


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(lzma.decompress(SHIPPED.read_bytes()))
    except (OSError, lzma.LZMAError, ValueError) as error:
        raise PublishError(f"The shapes of the maps cannot be read: {error}.", "Install roster287 again.") from error
    if document.get("format") != FORMAT:
        raise PublishError(f"{SHIPPED.name} holds no shapes for this version.", "Install roster287 again.")
    return document


@lru_cache(maxsize=64)
def shapes(state: str | None = None) -> Shapes:
    """The nation's map, or that of a state by its code. Raises KeyError for a code that does not exist."""
    held = _document()["nation"] if state is None else _document()["zooms"][state]
    conic = Conic(*held["conic"]) if "conic" in held else None
    labels = {key: [(x, y, room) for x, y, room in spots] for key, spots in held["labels"].items()}
    width, height = held["size"]
    return Shapes(
        (width, height), held["grain"], held["counties"], labels, held.get("states", {}), held.get("borders", ""), conic
    )


def size(state: str | None = None) -> tuple[int, int]:
    """Width and height of the nation's map, or of a state's, in map units."""
    return shapes(state).size


def project(lat: float, lon: float, state: str) -> Point | None:
    """Where a point is on a state's map, in map units; None off the map."""
    map_ = shapes(state)
    if map_.conic is None:
        return None
    x, y = map_.conic(lat, lon)
    return (x, y) if 0 <= x <= map_.size[0] and 0 <= y <= map_.size[1] else None


def drawable(fips: str) -> str | None:
    """The FIPS code under which a county is drawn, or None where it cannot be.

    Codes that came or went with the same land are drawn as the county that the shapes have: Chugach and Copper
    River as Valdez-Cordova, the former Shannon County as Oglala Lakota, Bedford city in its county. The planning
    regions that Connecticut has had since 2022 follow other lines than its eight counties and cannot be drawn.
    """
    fips = _DRAWN_AS.get(fips, fips)
    return fips if fips in _document()["nation"]["counties"] else None
