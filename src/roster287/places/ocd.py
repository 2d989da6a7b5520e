"""Open Civic Data division ids: which one a Census code has, and how it is kept in a few bytes.

Most ids follow from the name of the place (`…/state:al/place:abbeville`); those are kept as an empty cell and made
again on reading. An id that does not is kept from the state on; `-` says that the source knows none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from roster287.places.keys import key
from roster287.vocabulary.states import NEW_ENGLAND, STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = "ocd-division/country:us/"
NONE = "-"
_COUNTY_KINDS = {"Parish": "parish", "Borough": "borough", "Census Area": "census_area", "Municipio": "municipio"}
_TIDIED = re.compile(r"[^\w .~-]")


def slug(name: str) -> str:
    """The name as Open Civic Data writes it in an id."""
    text = re.sub(r"['’ʻ]", "~", name.lower().replace(".", ""))
    return re.sub(r"\s+", "_", _TIDIED.sub(" ", text).strip())


def state_id(state: str) -> str:
    """The id of a state, of the District of Columbia or of a territory."""
    return f"{ROOT}{STATES[state].type}:{state.lower()}"


def usual(state: str, kind: str, base: str, county: str = "") -> str:
    """The id that a division would have by the rule. `kind` is a county's type, `place` or `subdivision`."""
    if kind == "place":
        return f"{state_id(state)}/place:{slug(base)}"
    if kind == "subdivision":
        within = "" if state in NEW_ENGLAND else f"/county:{slug(county)}"
        return f"{state_id(state)}{within}/place:{slug(base)}"
    return f"{state_id(state)}/{_COUNTY_KINDS.get(kind, 'county')}:{slug(base)}"


def unpacked(cell: str, state: str, kind: str, base: str, county: str = "") -> str | None:
    """The id that `Ocd.packed` put away in a cell."""
    if cell == NONE:
        return None
    return ROOT + cell if cell else usual(state, kind, base, county)


class Ocd:
    """The ids of the source, by Census code."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        kept = [r for r in rows if r["geoid"]]
        self._ids = {r["geoid"]: r["ocd_id"] for r in kept}
        self._connecticut = {
            r["geoid"][5:]: r["ocd_id"] for r in kept if r["geoid"][:2] == "09" and len(r["geoid"]) == 10
        }
        self._left: dict[tuple[str, str], list[str]] = defaultdict(list)
        for r in kept:
            if r["in_reference"] == "0":
                base = re.sub(r" (?:city|town|village|township|borough|County)$", "", r["name"]).removesuffix(" Town")
                self._left[r["geoid"][:2], key(base)].append(r["ocd_id"])

    def of(self, geoid: str) -> str | None:
        """The id of a code, if the source has one."""
        if geoid == "11001":
            return state_id("DC")
        return self._ids.get(geoid)

    def of_connecticut(self, geoid: str) -> str | None:
        """A Connecticut town kept its id and its own five digits when the counties before them changed in 2022."""
        return self._connecticut.get(geoid[5:]) if geoid.startswith("09") else None

    def of_renumbered(self, geoid: str, base: str, *, township: bool = False) -> str | None:
        """The id that the source has under a code no longer in use, for the one division of that name in the state.

        An id inside a county is a township's; it is given only to a `township`, never to the village that
        incorporated out of one.
        """
        found = self._left.get((geoid[:2], key(base.removesuffix(" Town"))), [])
        found = [ocd for ocd in found if township or "/county:" not in ocd or "/place:" not in ocd]
        return found[0] if len(found) == 1 else None

    def packed(self, found: str | None, state: str, kind: str, base: str, county: str = "") -> str:
        """The cell that keeps an id."""
        if found is None:
            return NONE
        return "" if found == usual(state, kind, base, county) else found.removeprefix(ROOT)
