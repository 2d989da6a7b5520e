"""ZIP codes, offline: the post office's name, the counties the code reaches into, a point.

A ZIP code is a set of delivery routes, not an area: it can lie in several towns, counties and even states. The table
says into which counties it reaches, at least in part, the one with its post office first. `zip_building` makes it and
says of what. Only the block of a code's first two digits is unpacked.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from roster287.places.packing import Table

COLUMNS = ("zip", "city", "state", "counties", "lat", "lon")
PATH = Path(__file__).parent / "zips.table"


class ZipCode(NamedTuple):
    """One ZIP code. `counties` are FIPS codes, those of other states included; `city` may be empty and `point` None."""

    code: str
    city: str
    state: str
    counties: tuple[str, ...]
    point: tuple[float, float] | None


@lru_cache(maxsize=1)
def _table() -> Table:
    return Table(PATH)


@lru_cache(maxsize=128)
def _block(prefix: str) -> dict[str, ZipCode]:
    if prefix not in _table().states:
        return {}
    rows = zip(*_table().columns(prefix), strict=True)
    return {
        code: ZipCode(code, city, state, tuple(filter(None, counties.split(";"))), _point(lat, lon))
        for code, city, state, counties, lat, lon in rows
    }


def _point(lat: str, lon: str) -> tuple[float, float] | None:
    return (int(lat) / 1000, int(lon) / 1000) if lat and lon else None


def zip_code(code: str) -> ZipCode | None:
    """What is known of a ZIP code of five digits; None for one that is not in the table."""
    return _block(code[:2]).get(code)


def all_of_them() -> list[ZipCode]:
    """Every ZIP code of the table, in order."""
    return [one for prefix in _table().states for one in _block(prefix).values()]
