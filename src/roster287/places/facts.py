"""What goes into `locate` and what comes out: facts that ICE printed, and findings that say how they were found.

A finding is a value with its method, how sure it is, and the reason in words. Where nothing is sure enough the value
is None and the reason says why; a guess is never given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

Jurisdiction = Literal[
    "state", "county", "municipal", "campus", "tribal", "regional", "port", "judicial_district",
    "constable_district", "corrections",
]  # fmt: skip
"""Whose ground a body polices. A body of the whole state is `state`, its department of corrections too;
`corrections` is a county's or region's jail under its own head."""

JURISDICTIONS: tuple[Jurisdiction, ...] = get_args(Jurisdiction)

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What the lists say of one agency: two-letter state, and every printed name, type and county.

    The texts may be as printed; order and repetition change nothing. `latest_county` is the one that ICE printed
    last: it decides where several printed counties would each do, and nowhere else. Corrections that are on record
    belong in here in place of what they correct.
    """

    state: str
    names: tuple[str, ...]
    types: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    latest_county: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A code or name, how it was found, how sure it is and why. `value` None: not known, `reason` says why."""

    value: str | None
    method: str
    confidence: Confidence | None
    reason: str

    def __bool__(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Point:
    """A point for the map, in degrees (WGS 84). `method` names what it is the point of, see `points`."""

    lat: float
    lon: float
    method: str
    reason: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with its year and where it is from; `value` None where nobody counted."""

    value: int | None
    year: int | None
    method: str
    reason: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where one agency has its power, and its official codes.

    `county_fips` has five digits; `place_geoid` seven (a place) or ten (a town or township); `ori9` is the FBI's code.
    `territory` holds the codes of all the ground the body polices where that is known: a county, a town, or the
    several counties of a regional body; it is empty for a state's body, a campus, a port or a precinct.
    """

    state: str
    jurisdiction: Jurisdiction
    jurisdiction_reason: str
    county: str | None
    county_fips: Finding
    place_geoid: Finding
    ocd_id: Finding
    ori9: Finding
    point: Point | None
    population: Figure
    officers: Figure
    territory: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Plain data for a cache; `from_dict` makes the same location of it."""
        return {
            "state": self.state, "jurisdiction": self.jurisdiction, "jurisdiction_reason": self.jurisdiction_reason,
            "county": self.county, "county_fips": _values(self.county_fips), "place_geoid": _values(self.place_geoid),
            "ocd_id": _values(self.ocd_id), "ori9": _values(self.ori9),
            "point": _values(self.point) if self.point else None, "population": _values(self.population),
            "officers": _values(self.officers), "territory": list(self.territory), "notes": list(self.notes),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, data: dict[str, object]) -> Location:
        """The location that `to_dict` put away, also after JSON."""

        def many(name: str) -> list[object]:
            return cast("list[object]", data[name])

        def finding(name: str) -> Finding:
            return Finding(*many(name))  # type: ignore[arg-type]

        return cls(
            state=cast("str", data["state"]),
            jurisdiction=cast("Jurisdiction", data["jurisdiction"]),
            jurisdiction_reason=cast("str", data["jurisdiction_reason"]),
            county=cast("str | None", data["county"]),
            county_fips=finding("county_fips"),
            place_geoid=finding("place_geoid"),
            ocd_id=finding("ocd_id"),
            ori9=finding("ori9"),
            point=Point(*many("point")) if data["point"] else None,  # type: ignore[arg-type]
            population=Figure(*many("population")),  # type: ignore[arg-type]
            officers=Figure(*many("officers")),  # type: ignore[arg-type]
            territory=tuple(cast("list[str]", data["territory"])),
            notes=tuple(cast("list[str]", data["notes"])),
        )


def _values(thing: Finding | Point | Figure) -> list[object]:
    return [getattr(thing, name) for name in thing.__dataclass_fields__]


def unknown(reason: str) -> Finding:
    """No value, and why."""
    return Finding(None, "none", None, reason)
