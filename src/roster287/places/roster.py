"""Which names of places exist, for the comparison of agencies' names: small, quick to load, a state at a time.

    reference/roster.table    zlib of lines: state, kind, names folded and joined by `|`

Besides the sorts of place, `several township` (or `town`) holds the names that more than one of a state bears,
`spaced apart` those of two of one table that differ by a space alone (`lake view`, `lakeview`), `short for` a short
name and the whole one of a place that the FBI calls so (`pryor pryor creek`), and `consolidated` the joined names of
cities that are one government with their county (`athens clarke`), also where the FBI calls a county's sheriff by its
city (`jacksonville duval`).
`roster_building` makes it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from roster287.vocabulary.slips import near_names, nearest_name, squeeze
from roster287.vocabulary.states import TOWNSHIPS_WITH_POLICE

FILE_NAME = "roster.table"
_NO_PLACES = ("county", "independent_city", "short for")


class ShippedRoster:
    """The names that come with the package; a `resolve.spelling.Roster`."""

    def __init__(self, data: bytes) -> None:
        self._lines: dict[tuple[str, str], str] = {}
        for line in zlib.decompress(data).decode().splitlines():
            state, kind, names = line.split("\t")
            self._lines[state, kind] = names
        self._names: dict[tuple[str, str], dict[str, str]] = {}
        self._nearest: dict[tuple[str, str, str, int], str | None] = {}

    def known_place(self, state: str, place: str, kind: str) -> bool | None:
        """Whether a place of that name exists; spaces do not matter. None for a state without a roster."""
        if (state, "county") not in self._lines:
            return None
        return squeeze(place) in self._of(state, kind)

    def nearest_place(self, state: str, place: str, kind: str, slips: int) -> str | None:
        """The one existing name within so many slips of the pen of `place`; None if none or several."""
        key = (state, place, kind, slips)
        if key not in self._nearest:
            self._nearest[key] = nearest_name(squeeze(place), self._of(state, kind), slips)
        return self._nearest[key]

    def near_places(self, state: str, place: str, kind: str, slips: int) -> Mapping[str, int]:
        """Every existing name within so many slips of the pen of `place`, with the slips."""
        return near_names(squeeze(place), self._of(state, kind), slips)

    def bearers(self, state: str, place: str, area: str) -> list[list[str]]:
        """For each municipality of that name, the counties in which it lies; of townships alone for that `area`."""
        from roster287.places.keys import key
        from roster287.places.reference import shipped  # few names ask for it

        there = shipped().of(state)
        alone = area == "township"
        with_police = alone or state in TOWNSHIPS_WITH_POLICE
        return [
            [there.county[fips].name for fips in one.counties]
            for one in there.municipality_keys.get(key(place), ())
            if (with_police if one.type == "township" else not alone)
        ]

    def _of(self, state: str, kind: str) -> dict[str, str]:
        key = (state, kind)
        if key not in self._names:
            kinds = [
                k
                for s, k in self._lines
                if s == state and (k == kind or (kind == "municipality" and k not in _NO_PLACES))
            ]
            names = [name for k in kinds for name in self._lines[state, k].split("|")]
            self._names[key] = {squeeze(name): name for name in reversed(names)}
        return self._names[key]


@lru_cache(maxsize=1)
def shipped_roster() -> ShippedRoster:
    """The roster in the package."""
    return ShippedRoster((files("roster287.places") / "reference" / FILE_NAME).read_bytes())
