"""From latitude and longitude to map units: the nation's composite map, and one projection for each state.

Both are Albers' equal-area conic on a sphere. The nation's map is the well-known composite of d3-geo (`geoAlbersUsa`
at scale 1300, translated by 487.5, 305), extended by three insets of our own for the territories, enlarged
up to one and a half times so that they can be seen. y grows downward.
"""

from __future__ import annotations

from math import asin, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

NATION_SIZE = (975, 640)
"""Width and height of the nation's map, in map units."""

Point = tuple[float, float]


class Conic(NamedTuple):
    """One equal-area conic: central meridian, the point that lands at (`x`, `y`), two parallels, units per radian."""

    meridian: float
    centre_lon: float
    centre_lat: float
    south: float
    north: float
    scale: float
    x: float
    y: float

    def __call__(self, lat: float, lon: float) -> Point:
        """Map units of a point. Works across the date line."""
        x, y = self._raw(lat, self._turned(lon - self.meridian))
        at_x, at_y = self._raw(self.centre_lat, self._turned(self.centre_lon - self.meridian))
        return self.x + self.scale * (x - at_x), self.y - self.scale * (y - at_y)

    def _turned(self, lon: float) -> float:
        return (lon + 180) % 360 - 180

    def _raw(self, lat: float, lon: float) -> Point:
        low, high = sin(radians(self.south)), sin(radians(self.north))
        n = (low + high) / 2
        c = 1 + low * (2 * n - low)
        top = sqrt(c) / n
        radius = sqrt(max(0.0, c - 2 * n * sin(radians(lat)))) / n
        angle = radians(lon) * n
        return radius * sin(angle), top - radius * cos(angle)


_K = 1300.0
LOWER_48 = Conic(-96, -96.6, 38.7, 29.5, 45.5, _K, 487.5, 305)
INSETS: dict[str, Conic] = {
    "AK": Conic(-154, -156, 58.5, 55, 65, _K * 0.35, 487.5 - 0.307 * _K, 305 + 0.201 * _K),
    "HI": Conic(-157, -160, 19.9, 8, 18, _K, 487.5 - 0.205 * _K, 305 + 0.212 * _K),
    "PR": Conic(-66, -66, 18.2, 17.5, 18.8, _K * 1.5, 892, 606),
    "VI": Conic(-66, -66, 18.2, 17.5, 18.8, _K * 1.5, 892, 606),
    "GU": Conic(145, 145, 14.3, 13.2, 15.4, _K * 1.1, 388, 604),
    "MP": Conic(145, 145, 14.3, 13.2, 15.4, _K * 1.1, 388, 604),
    "AS": Conic(-170.1, -170.1, -14.25, -14.5, -14.0, _K * 1.5, 446, 630),
}
"""The parts of the nation's map that are not in their place, by state code."""


def nation(code: str) -> Conic:
    """The projection of a state on the nation's map."""
    return INSETS.get(code, LOWER_48)


def fitted(points: list[Point], longest: float, margin: float) -> tuple[Conic, tuple[int, int]]:
    """A projection of its own for some (lat, lon), upright at their middle, and the size of the map that it fills.

    The longer side of what is drawn is `longest` map units; `margin` is left free around it.
    """
    lats = [lat for lat, _ in points]
    # Longitudes are counted from the first point, so that Alaska is one piece.
    lons = [(lon - points[0][1] + 180) % 360 - 180 for _, lon in points]
    middle = (min(lons) + max(lons)) / 2 + points[0][1]
    low, high = min(lats), max(lats)
    sixth = (high - low) / 6
    # By sines, the latitude that halves the area between the two.
    heart = degrees(asin((sin(radians(low)) + sin(radians(high))) / 2))
    rough = Conic(middle, middle, heart, low + sixth, high - sixth, 1.0, 0.0, 0.0)
    flat = [rough(lat, lon) for lat, lon in points]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    top, bottom = min(y for _, y in flat), max(y for _, y in flat)
    scale = longest / max(right - left, bottom - top)
    exact = rough._replace(scale=scale, x=margin - left * scale, y=margin - top * scale)
    size = (round((right - left) * scale + 2 * margin), round((bottom - top) * scale + 2 * margin))
    return exact, size
