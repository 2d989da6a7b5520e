"""Distances between points on the map."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance between two points given as latitude and longitude in degrees."""
    lat, lon, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 12742.0 * asin(sqrt(min(1.0, half)))


def miles(distance: float) -> int:
    """Kilometres as whole miles, in which readers of this record measure."""
    return round(distance / 1.609344)
