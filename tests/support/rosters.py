"""Rosters for comparisons: places by plain names, and none at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from roster287.vocabulary import names
from roster287.vocabulary.slips import near_names, nearest_name, squeeze


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """A `Roster` made of plain names: (state, kind) to the folded names of that kind."""

    names: Mapping[tuple[str, str], Mapping[str, str]]
    _nearest: dict[tuple[str, str, str, int], str | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]]) -> KnownPlaces:
        """From (state, kind, name); whatever is no county is a `municipality` too."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for state, kind, name in rows:
            place = names.fold(name, state)
            kinds = (kind,) if kind in {"county", "municipality", "short for"} else (kind, "municipality")
            for each in kinds:
                found.setdefault((state, each), {}).setdefault(squeeze(place), place)
        return cls(found)

    def bearers(self, state: str, place: str, area: str) -> list[list[str]]:
        """None that it knows of."""
        return []

    def known_place(self, state: str, place: str, kind: str) -> bool | None:
        """Spaces do not matter: `de soto` is `desoto`."""
        there = self.names.get((state, kind))
        if there is None:
            return False if (state, "county") in self.names else None
        return squeeze(place) in there

    def nearest_place(self, state: str, place: str, kind: str, slips: int) -> str | None:
        """Slips are letters dropped, added, changed or swapped with their neighbour."""
        key = (state, place, kind, slips)
        if key not in self._nearest:
            self._nearest[key] = nearest_name(squeeze(place), self.names.get((state, kind), {}), slips)
        return self._nearest[key]

    def near_places(self, state: str, place: str, kind: str, slips: int) -> Mapping[str, int]:
        """All that `nearest_place` chooses from."""
        return near_names(squeeze(place), self.names.get((state, kind), {}), slips)


class NoRoster:
    """The `Roster` of someone who has no reference at hand: it cannot say."""

    def bearers(self, state: str, place: str, area: str) -> list[list[str]]:
        """None that it knows of."""
        return []

    def known_place(self, state: str, place: str, kind: str) -> bool | None:
        """None, always."""
        return None

    def nearest_place(self, state: str, place: str, kind: str, slips: int) -> str | None:
        """None, always."""
        return None

    def near_places(self, state: str, place: str, kind: str, slips: int) -> Mapping[str, int]:
        """None that it knows of."""
        return {}
