"""Addresses of places and agencies on the site, and what lies near what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from roster287.places.distance import kilometres, miles
from roster287.places.records import County
from roster287.places.reference import shipped
from roster287.table import Line

MILES_OF_LATITUDE = 69.0
"""How far apart two degrees of latitude are at the least."""


@lru_cache(maxsize=2**16)
def slug(text: str) -> str:
    """A name as a part of an address: `Doña Ana County` as `dona-ana-county`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def state_address(state: str) -> str:
    """The address of a state's page."""
    return f"/states/{state.lower()}/"


def agency_address(agency_id: str) -> str:
    """The address of an agency's page."""
    return f"/agencies/{agency_id}/"


@lru_cache(maxsize=1)
def counties() -> dict[str, County]:
    """Every county of the reference by its FIPS code."""
    reference = shipped()
    return {county.fips: county for state in reference.states for county in reference.counties_of(state)}


def county_address(state: str, fips: str) -> str:
    """The address of a county's page."""
    return f"{state_address(state)}counties/{slug(counties()[fips].name)}/"


def county_link(state: str, fips: str | None) -> Line | None:
    """The name and address of a county, or None where it is not known."""
    if fips is None or fips not in counties():
        return None
    return {"name": counties()[fips].name, "address": county_address(state, fips)}


def nearest(one: Line, others: Iterable[Line], most: int, within: int) -> list[tuple[Line, int | None]]:
    """The agencies next to one: those of its county first, then by distance; each with the miles between them.

    None is further than `within` miles. A body of the whole state is beside nobody: its point is only where its office
    is. Where a point is the middle of a county or state, no miles are told: the body may be anywhere in it.
    """
    found: list[tuple[bool, float, str, Line, float | None]] = []
    if one["jurisdiction"] == "state":
        return []
    for other in others:
        if other["agency_id"] == one["agency_id"] or other["jurisdiction"] == "state":
            continue
        known = None not in (one["lat"], other["lat"])
        same = one["county_fips"] is not None and one["county_fips"] == other["county_fips"]
        if known and not same and abs(one["lat"] - other["lat"]) * MILES_OF_LATITUDE > within + 1:
            continue  # most others of a large state: it saves the sines
        away = kilometres((one["lat"], one["lon"]), (other["lat"], other["lon"])) if known else None
        if same or away is not None:
            found.append((not same, away if away is not None else 0.0, other["agency_id"], other, away))
    found.sort(key=lambda item: item[:3])
    near = [(other, None if away is None else miles(away)) for *_, other, away in found[:most]]
    return [
        (other, None if {"county", "state"} & {one["point_method"], other["point_method"]} else away)
        for other, away in near
        if away is None or away <= within
    ]
