"""People served and sworn officers of one agency, each with its year and source; None where nobody counted.

Population served is the FBI's own figure where it gives one: for a sheriff the people outside the cities that have
police of their own. Else it is the Census count of the ground the body polices. These figures overlap from one agency
to the next (a state's police serves everybody); they must not be summed. `coverage` counts people once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from roster287.places.facts import Figure

if TYPE_CHECKING:
    from roster287.places.records import County, FbiAgency, Municipality, State

ACS_YEAR, ESTIMATE_YEAR, ISLANDS_YEAR = 2023, 2025, 2010
ISLANDS = frozenset({"AS", "GU", "MP", "VI"})


def officers(agency: FbiAgency | None) -> Figure:
    """Sworn officers by the FBI's police employee file."""
    if agency is None:
        return Figure(None, None, "none", "the agency has no code in the FBI's list")
    if agency.officers is None or not agency.year:
        return Figure(None, None, "none", f"the FBI has no count of officers for {agency.ori9}")
    return Figure(agency.officers, int(agency.year), "fbi", f"FBI police employee file, {agency.ori9}")


def served(agency: FbiAgency | None) -> Figure | None:
    """Population served by the FBI's figure."""
    if agency is None or agency.population is None or not agency.year:
        return None
    return Figure(agency.population, int(agency.year), "fbi", f"population served by the FBI's figure, {agency.ori9}")


def of_town(town: Municipality) -> Figure:
    """Residents of a municipality."""
    if town.population is None:
        return nobody(f"the Census has no count for {town.name}")
    return Figure(town.population, ACS_YEAR, "census_place", f"residents of {town.name}, ACS 2019-2023")


def of_counties(counties: list[County]) -> Figure:
    """Residents of one or several counties."""
    people = [c.population for c in counties]
    if not people or any(p is None for p in people):
        return nobody("the Census has no count for the counties")
    year = ISLANDS_YEAR if counties[0].state in ISLANDS else ESTIMATE_YEAR
    names = ", ".join(c.name for c in counties)
    return Figure(sum(p for p in people if p is not None), year, "census_county", f"residents of {names}")


def of_state(state: State) -> Figure:
    """Residents of a state."""
    if state.population is None:
        return nobody(f"the Census has no count for {state.name}")
    year = ISLANDS_YEAR if state.code in ISLANDS else ACS_YEAR
    return Figure(state.population, year, "census_state", f"residents of {state.name}")


def nobody(reason: str) -> Figure:
    """No figure, and why."""
    return Figure(None, None, "none", reason)
