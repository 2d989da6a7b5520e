"""Where an agency has its power, and its official codes: `locate` is the whole judgement, pure and repeatable.

    names  →  kind of body  →  county  →  municipality  →  ORI  →  point, people, officers

Each step takes only what is sure, says why, and leaves None where it is not. The same facts and the same reference
give the same location whatever the order of the facts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from roster287.places import counties, fbi, figures, municipal, points
from roster287.places.drafting import Case, Draft, city_of, no_surer, ocd_of
from roster287.places.facts import AgencyFacts, Figure, Finding, Jurisdiction, Location, unknown
from roster287.places.keys import key
from roster287.places.reading import Kind, read
from roster287.places.reference import Reference, shipped

if TYPE_CHECKING:
    from roster287.places.reading import Reading
    from roster287.places.records import Municipality
    from roster287.places.reference import Gazetteer
    from roster287.places.tables import KnownBody

VERSION = 6
"""Raised whenever the rules change: what is kept of `locate` is good for one VERSION, reference and set of tables."""

_JURISDICTION: dict[Kind, Jurisdiction] = {
    "state": "state", "campus": "campus", "tribal": "tribal", "port": "port", "judicial": "judicial_district",
    "constable": "constable_district", "jail": "corrections", "regional": "regional", "sheriff": "county",
    "county": "county", "municipal": "municipal",
}  # fmt: skip


def locate(agency: AgencyFacts, reference: Reference | None = None) -> Location:
    """The jurisdiction, county, place, codes, point and figures of one agency.

    Raises `UsageError` for a state that does not exist; a name that says nothing gives a location of the state alone.
    """
    reference = reference or shipped()
    gazetteer = reference.of(agency.state)
    readings = read(gazetteer, agency.names, agency.types)
    cells = counties.printed(gazetteer, (*agency.counties, *(r.within for r in readings)), agency.latest_county)
    said = set(cells.exact or cells.near)
    if said and any(r.known and not said & set(r.known.counties) for r in readings):
        readings = read(gazetteer, agency.names, agency.types, by_hand=False)  # a namesake in another county
    case = Case(reference, gazetteer, readings, cells)
    kind = readings[0].kind if readings else "none"
    if kind == "none":
        why = "the name says neither place nor kind of body" if readings else "the list prints no name"
        draft = Draft(_by_type(agency), why)
    else:
        draft = _draft(case, kind)
        named = any(gazetteer.municipality_keys.get(key(r.place)) for r in readings)
        if kind == "municipal" and not (named or draft.ori) and _by_type(agency) == "state":
            draft = _of_state(case)
    return draft.located(gazetteer, case.notes)


def _by_type(agency: AgencyFacts) -> Jurisdiction:
    """The jurisdiction that ICE's TYPE suggests, where the name says nothing."""
    types = " ".join(agency.types).lower()
    if "state" in types:
        return "state"
    return "county" if "county" in types else "municipal"


def _draft(case: Case, kind: Kind) -> Draft:
    known = case.first.known
    if known:
        return _known(case, known)
    if kind == "state":
        return _of_state(case)
    if kind in {"sheriff", "county", "jail"}:
        return _of_county(case, kind)
    if kind == "constable":
        return _constable(case)
    if kind == "municipal":
        return _municipal(case)
    return _by_words(case, kind)


def _known(case: Case, body: KnownBody) -> Draft:
    """A body of the hand-made table; the first of its counties is where it sits."""
    g = case.gazetteer
    home = body.counties[0] if body.counties else None
    town = g.municipality.get(body.place_geoid or "")

    def by_hand(value: str | None, otherwise: str) -> Finding:
        return Finding(value, "hand", body.confidence, body.reason) if value else unknown(otherwise)

    draft = Draft(body.jurisdiction, f"hand-made table: {case.first.text}")
    draft.county = by_hand(home, body.reason)
    draft.place = by_hand(body.place_geoid, "the body is not one town's")
    draft.ori = by_hand(body.ori9, body.reason)
    draft.agency = case.agency(draft.ori)
    inside = town if body.jurisdiction in {"municipal", "constable_district"} else None
    draft.point = points.of_agency(g, inside, home, draft.agency)
    draft.population = figures.served(draft.agency) or _people_by_hand(g, body, town)
    if body.jurisdiction in {"county", "corrections", "judicial_district"}:
        draft.territory = body.counties
    elif inside:
        draft.territory = (inside.geoid,)
    if len(body.counties) == 1 and (inside or body.jurisdiction in {"county", "corrections"}):
        draft.ocd = ocd_of(g, home, inside)
    return draft


def _people_by_hand(g: Gazetteer, body: KnownBody, town: Municipality | None) -> Figure:
    if town and body.jurisdiction in {"municipal", "constable_district"}:
        return figures.of_town(town)
    if body.jurisdiction in {"county", "corrections", "judicial_district"}:
        return figures.of_counties([g.county[code] for code in body.counties])
    return figures.nobody("nobody counts the people of such a body")


def _of_state(case: Case) -> Draft:
    """A body of the whole state; what ICE prints in COUNTY is only where its office is."""
    g = case.gazetteer
    draft = Draft("state", f"a body of the state: {case.first.text}")
    mine = case.of("state") or case.readings
    rows = sorted({r.agency for r in mine if r.agency}, key=str)
    coded = [row for row in rows if row.ori9]
    if len({row.ori9 for row in coded}) == 1:
        draft.ori = Finding(coded[0].ori9, "hand", coded[0].confidence, coded[0].note)
    elif rows:
        draft.ori = unknown("; ".join(sorted({row.note for row in rows})))
    else:
        draft.ori = fbi.of_state(g, mine)
    draft.county = draft.place = unknown("a body of the whole state")
    draft.ocd = Finding(g.state.ocd_id, "state", "high", f"the state of {g.state.name}")
    draft.agency = case.agency(draft.ori)
    draft.point = points.of_state(g)
    draft.population = figures.of_state(g.state)
    return draft


def _of_county(case: Case, kind: Kind) -> Draft:
    """A sheriff, a county's police, prosecutor or commissioners, or its jail."""
    g = case.gazetteer
    mine = case.of("sheriff", "county", "jail")
    draft = Draft(_JURISDICTION[kind], f"read from the name: {case.first.text}")
    county = draft.county = counties.of_body(case.reference, g, mine, case.cells)
    if county.value is None:
        draft.place = unknown("a body of the county, not of one town")
        draft.ori = unknown("without its county the code cannot be told")
        draft.ocd = ocd_of(g, None, None)
        draft.population = figures.nobody(county.reason)
        return draft
    if kind == "sheriff":
        found = fbi.sheriff(g, county.value)
    else:  # a jail printed under its sheriff once is not the sheriff
        found = fbi.county_police(g, county.value, case.of("county", "jail"))
    draft.ori = no_surer(found, county.confidence)
    draft.agency = case.agency(draft.ori)
    city = city_of(g, county.value)
    for reading in mine:
        city = city or counties.consolidated(g, reading.place, reading.area)
    if city:
        draft.place = Finding(
            city.geoid, "city_and_county", county.confidence, f"{city.name} is city and county in one"
        )
    else:
        draft.place = unknown("a body of the county, not of one town")
    draft.ocd = ocd_of(g, county.value, None)
    draft.point = points.of_agency(g, None, county.value, draft.agency)
    draft.population = figures.served(draft.agency) or figures.of_counties([g.county[county.value]])
    draft.territory = (county.value,)
    return draft


def _constable(case: Case) -> Draft:
    """A constable or ward marshal: of a numbered district of a county, of a township, or of a ward of a city."""
    g = case.gazetteer
    mine = case.of("constable")
    local = tuple(r for r in mine if r.place and r.area not in {"county", "parish"} and not _of_precinct(case, r))
    draft = Draft("constable_district", f"read from the name: {case.first.text}")
    town: Municipality | None = None
    if local:
        match = municipal.find(case.reference, g, local, case.cells)
        town = match.municipality
        draft.place = match.place
        draft.county = match.county
        draft.ocd = ocd_of(g, draft.county.value, town) if town else unknown(match.reason)
    else:
        draft.place = unknown("a district of the county, not a town")
        draft.county = counties.of_body(case.reference, g, mine, case.cells)
    numbered = next((r for r in mine if r.number), mine[0])
    draft.ori = no_surer(fbi.constable(g, draft.county.value, numbered.number, numbered.unit), draft.county.confidence)
    draft.agency = case.agency(draft.ori)
    draft.point = points.of_precinct(g, draft.county.value, mine) if draft.county.value and not town else None
    draft.point = draft.point or points.of_agency(g, town, draft.county.value, None)
    draft.population = figures.nobody("nobody counts the people of a precinct or ward")
    if town and not numbered.number:
        draft.population = figures.of_town(town)
        draft.territory = (town.geoid,)
    return draft


def _of_precinct(case: Case, r: Reading) -> bool:
    """Whether a constable's number is of the printed county, whose name lacks the word: `Harris Precinct 3`."""
    numbered = r.number and not r.area and (r.body == "constable" or r.unit != "ward")
    return bool(numbered and set(counties.exact(case.gazetteer, r.place, "county")) & set(case.cells.exact))


def _municipal(case: Case) -> Draft:
    """The police, public safety or marshal of a city, town, village, borough or township."""
    g = case.gazetteer
    mine = case.of("municipal")
    match = municipal.find(case.reference, g, mine, case.cells)
    town = match.municipality
    draft = Draft("municipal", f"read from the name: {case.first.text}")
    if town is None and match.method == municipal.NO_SUCH_PLACE:
        return _unplaced(case, match)
    draft.county, draft.place = match.county, match.place
    if town is None:
        draft.ori = unknown("without its place the code cannot be told")
        draft.ocd = ocd_of(g, None, None)
        draft.point = points.of_agency(g, None, match.county_fips, None)
        return draft
    found = fbi.municipal(g, town, mine)
    if town.designated and not found:
        found = fbi.named(g, mine, town.counties, case.cells)
    draft.ori = no_surer(found, match.confidence)
    draft.agency = case.agency(draft.ori)
    draft.ocd = ocd_of(g, match.county_fips, town)
    draft.point = points.of_agency(g, town, match.county_fips, draft.agency)
    if draft.point.method != "fbi_agency" and any(r.body == "marshal" for r in mine):
        draft.point = points.of_marshal(g, town) or draft.point
    draft.population = figures.served(draft.agency) or figures.of_town(town)
    draft.territory = (town.geoid,)
    return draft


def _namesake_county(case: Case) -> str | None:
    """The one printed county, where its name is the whole place in the agency's: `Prince William Police Department`."""
    names = {f for r in case.of("municipal") if not r.area for f in counties.exact(case.gazetteer, r.place, "county")}
    return case.cells.exact[0] if len(names) == 1 and tuple(names) == case.cells.exact else None


def _unplaced(case: Case, match: municipal.Match) -> Draft:
    """A municipal body of no place by its name: a county's police, or one that the FBI lists by the very words."""
    g = case.gazetteer
    same = _namesake_county(case)
    its = tuple(r._replace(kind="county", area="county") for r in case.of("municipal"))
    if same and all(r.body == "police" for r in its) and fbi.county_police(g, same, its):
        return _of_county(replace(case, readings=its), "county")
    ori = fbi.named(g, case.of("municipal"), (), case.cells)
    agency = case.agency(ori)
    home = agency.counties[0] if agency and len(agency.counties) == 1 else None
    island = home is not None and g.state.code == "HI"
    draft = Draft("county" if island else "municipal", f"read from the name: {case.first.text}")
    draft.ori, draft.agency, draft.place = ori, agency, match.place
    draft.county = match.county
    if same:
        draft.county = Finding(same, "printed_county", "medium", f"ICE prints {case.cells.shown}, which has the name")
    if home and agency:
        draft.county = Finding(home, "fbi", "medium", f"the FBI lists {agency.name} in this county")
    draft.point = points.of_agency(g, None, home or same, agency)
    draft.population = figures.served(agency)
    if island and home:
        draft.ocd = ocd_of(g, home, None)
        draft.territory = (home,)
    return draft


def _by_words(case: Case, kind: Kind) -> Draft:
    """A campus, port, tribe, regional or judicial body: known to the FBI by its own words, if at all."""
    g = case.gazetteer
    mine = case.of(kind)
    cells = case.cells
    draft = Draft(_JURISDICTION[kind], f"read from the name: {case.first.text}")
    ori = draft.ori = fbi.named(g, mine, (), cells)
    agency = draft.agency = case.agency(ori)
    named = {f for r in mine if r.area in {"county", "parish"} for f in counties.exact(g, r.place, r.area)}
    if len(cells.exact) == 1:
        draft.county = Finding(
            cells.exact[0], "printed_county", "high" if ori else "medium", f"ICE prints {cells.shown}"
        )
    elif agency and len(agency.counties) == 1:
        why = f"the FBI lists {agency.name} in this county"
        draft.county = Finding(agency.counties[0], "fbi", ori.confidence, why)
    elif len(named) == 1 and not cells.exact:
        draft.county = Finding(named.pop(), "name", "medium", "the county in the name")
    else:
        draft.county = unknown("neither ICE nor the FBI says which county")
    draft.place = unknown("not the police of one town")
    draft.point = points.of_agency(g, None, draft.county.value, agency)
    served = figures.served(agency) if kind in {"regional", "judicial", "tribal"} else None
    draft.population = served or figures.nobody("nobody counts the people of such a body")
    return draft
