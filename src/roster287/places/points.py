"""A point for the map for every agency, and what it is the point of.

    fbi_agency           the agency's own point in the FBI's list, where it is not far from its county or town
    hifld                the office of a constable or marshal in HIFLD's list of 2019
    place                the Census internal point of the city, town, village or borough
    county_subdivision   the same of a township or New England town
    county               the same of the county; of a body of several counties that of the one where it sits
    state                the same of the state: for bodies of the state, and where nothing nearer is known

Every agency gets one, however rough; the method says how rough.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from roster287.places.distance import kilometres
from roster287.places.facts import Point

if TYPE_CHECKING:
    from roster287.places.reading import Reading
    from roster287.places.records import FbiAgency, Municipality
    from roster287.places.reference import Gazetteer

NEAR_TOWN, NEAR_COUNTY = 30.0, 60.0
"""How far, in km, an FBI point may lie from the town's or county's own before it is disbelieved."""


def of_agency(
    gazetteer: Gazetteer, town: Municipality | None, county_fips: str | None, agency: FbiAgency | None
) -> Point:
    """The nearest to the agency that is known of its town, county or state."""
    county = gazetteer.county.get(county_fips or "")
    own = agency.point if agency else None
    if own and town and town.point and kilometres(own, town.point) <= NEAR_TOWN:
        return Point(*own, "fbi_agency", "the agency's own point in the FBI's list")
    if own and not town and county and county.point and kilometres(own, county.point) <= NEAR_COUNTY:
        return Point(*own, "fbi_agency", "the agency's own point in the FBI's list")
    if town and town.point:
        return Point(
            *town.point, "county_subdivision" if town.subdivision else "place", f"internal point of {town.name}"
        )
    if county and county.point:
        return Point(*county.point, "county", f"internal point of {county.name}")
    return of_state(gazetteer)


def of_state(gazetteer: Gazetteer) -> Point:
    """The state's internal point."""
    lat, lon = gazetteer.state.point or (0.0, 0.0)
    return Point(lat, lon, "state", f"internal point of {gazetteer.state.name}")


def of_precinct(gazetteer: Gazetteer, county_fips: str, readings: tuple[Reading, ...]) -> Point | None:
    """The office of a constable of a numbered precinct or district, where HIFLD lists just one."""
    numbers = {r.number for r in readings if r.number}
    if len(numbers) != 1:
        return None
    number = re.compile(rf"\b(?:PRECINCT|DISTRICT|WARD) 0*{numbers.pop()}$")
    county = gazetteer.county[county_fips].base.upper()
    here = [p for p in gazetteer.posts if p.county_fips == county_fips and "CONSTABLE" in p.name]
    posts = [p for p in here if p.name.startswith(county) and number.search(p.name)]
    spots = {p.point for p in posts if p.point}
    if not spots or (len(spots) > 1 and max(kilometres(a, b) for a in spots for b in spots) > 5):
        return None
    post = min((p for p in posts if p.point), key=lambda p: p.hifld)
    return Point(*(post.point or (0.0, 0.0)), "hifld", f"HIFLD 2019: {post.name}, {post.city}")


def of_marshal(gazetteer: Gazetteer, town: Municipality) -> Point | None:
    """The office of a town's marshal, where HIFLD lists it."""
    posts = [
        p for p in gazetteer.posts
        if p.point and town.point and "MARSHAL" in p.name and p.name.startswith(f"{town.base.upper()} ")
        and kilometres(p.point, town.point) <= NEAR_TOWN
    ]  # fmt: skip
    if len(posts) != 1 or not posts[0].point:
        return None
    return Point(*posts[0].point, "hifld", f"HIFLD 2019: {posts[0].name}, {posts[0].city}")
