"""A location being put together: the case in hand, what is filled in so far, and the codes that follow from others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from roster287.places import figures, points
from roster287.places.facts import Confidence, Figure, Finding, Jurisdiction, Location, Point, unknown
from roster287.places.keys import key

if TYPE_CHECKING:
    from roster287.places.counties import PrintedCounties
    from roster287.places.reading import Kind, Reading
    from roster287.places.records import FbiAgency, Municipality
    from roster287.places.reference import Gazetteer, Reference


@dataclass(frozen=True, slots=True)
class Case:
    """One agency on its way: its names as read, the most telling first, and its counties as printed."""

    reference: Reference
    gazetteer: Gazetteer
    readings: tuple[Reading, ...]
    cells: PrintedCounties

    @property
    def first(self) -> Reading:
        """The most telling name."""
        return self.readings[0]

    def of(self, *kinds: Kind) -> tuple[Reading, ...]:
        """The readings of the given kinds: those of others are shorter or older forms of the name."""
        return tuple(r for r in self.readings if r.kind in kinds)

    def agency(self, ori: Finding) -> FbiAgency | None:
        """The FBI's row of a code."""
        return self.gazetteer.agency.get(ori.value or "")

    @property
    def notes(self) -> tuple[str, ...]:
        """What readers of the location should know: printed counties that the state does not have."""
        name = self.gazetteer.state.name
        return tuple(f"ICE prints {text}, which is no county of {name}" for text in self.cells.strange)


@dataclass(slots=True)
class Draft:
    """What is known so far. What is left None is not known, for the reason in `why`."""

    jurisdiction: Jurisdiction
    why: str
    county: Finding | None = None
    place: Finding | None = None
    ori: Finding | None = None
    ocd: Finding | None = None
    agency: FbiAgency | None = None
    point: Point | None = None
    population: Figure | None = None
    territory: tuple[str, ...] = ()

    def located(self, gazetteer: Gazetteer, notes: tuple[str, ...]) -> Location:
        """The location, complete: every agency has a point, every gap its reason."""
        nothing = unknown(self.why)
        county = nothing if self.county is None else self.county
        known = gazetteer.county.get(county.value or "")
        return Location(
            state=gazetteer.state.code,
            jurisdiction=self.jurisdiction,
            jurisdiction_reason=self.why,
            county=known.name if known else None,
            county_fips=county,
            place_geoid=nothing if self.place is None else self.place,
            ocd_id=unknown("the body's ground is not one division") if self.ocd is None else self.ocd,
            ori9=nothing if self.ori is None else self.ori,
            point=self.point or points.of_state(gazetteer),
            population=self.population or figures.nobody("without its ground nobody can be counted"),
            officers=figures.officers(self.agency),
            territory=self.territory,
            notes=notes,
        )


def ocd_of(g: Gazetteer, county_fips: str | None, town: Municipality | None) -> Finding:
    """The Open Civic Data id of the town, or of the county; of the county too for a town that is one with it."""
    county = g.county.get(county_fips or "")
    if town is not None and town.ocd_id:
        return Finding(town.ocd_id, "census_code", "high", f"the division of Census code {town.geoid}")
    if town is not None and town.designated:
        return unknown(f"{town.name} is only counted by the Census and is no division")
    alone = town is None or town.consolidated or g.state.code == "DC"
    if county is not None and county.ocd_id and alone:
        return Finding(county.ocd_id, "census_code", "high", f"the division of Census code {county.fips}")
    if town is None and county is None:
        return unknown("without county or place there is no division")
    return unknown("the source has no id for this code")


def no_surer(ori: Finding, than: Confidence | None) -> Finding:
    """A code is never surer than the county or place by which it was found."""
    order = ("low", "medium", "high")
    if ori.value is None or than is None or ori.confidence is None:
        return ori
    if order.index(ori.confidence) <= order.index(than):
        return ori
    return Finding(ori.value, ori.method, than, ori.reason)


def city_of(g: Gazetteer, fips: str | None) -> Municipality | None:
    """The city that an independent city's county code is: Hopewell of 51670."""
    county = g.county.get(fips or "")
    if county is None or not county.city:
        return None
    return next((m for m in g.municipality_keys.get(key(county.base), ()) if county.fips in m.counties), None)
