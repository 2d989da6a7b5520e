"""`where`: the bodies that have power in a place, each listed by ICE or not, on any day.

What ICE lists is placed by its own codes (`docs/places.md`); beside it stand the bodies of the FBI's and HIFLD's lists
that ICE has never listed. A body is matched by its FBI code, else by its name within its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from roster287.places.distance import kilometres, miles
from roster287.places.facts import Jurisdiction
from roster287.places.keys import key
from roster287.places.policing.around import unsure
from roster287.places.policing.bodies import Body, InTown, Reach, Relation, bodies, of_region, state_body
from roster287.places.policing.grounds import Ground, Meant
from roster287.places.policing.understand import understand
from roster287.places.policing.zips import zip_code
from roster287.places.records import Municipality
from roster287.places.reference import Gazetteer, Reference, shipped
from roster287.places.tables import known_bodies
from roster287.publish.where import words
from roster287.register import lookup
from roster287.register.queries import lists, tables
from roster287.table import Line, Table, table
from roster287.vocabulary import question
from roster287.vocabulary.messages import Speaker, speaker
from roster287.vocabulary.names import fold
from roster287.vocabulary.typed import zip_beside

WHERE = (
    "agency_id", "name", "state", "jurisdiction", "county", "listed", "status", "models", "relation", "reach", "ori9",
    "population",
)  # fmt: skip
DIRECTLY = ("place", "county", "precinct", "jail", "perhaps", "state", "open", "grounds", "inside")
"""How directly a body polices what was asked about, in the order of the answer.

`perhaps` is a town into which a ZIP code may reach, or in which a place without a government may lie; of those that are
`open` this record does not hold whether they have power there.
"""
_NUMBER = re.compile(r"\b(?:precinct|pct|ward|district|place)\W*(\d+)\b|\b(\d+)(?:st|nd|rd|th)?\b", re.I)


Policing = tuple[Body, Line | None]
"""A body with power in a place, and the agency that it is in the record, if ICE ever listed it."""


class Day(NamedTuple):
    """What the lists in force on a day say of the agencies of a state, and the FBI codes of all that ICE ever listed.

    `on` is None for the newest lists. `waited` are the agencies that were pending then or before.
    """

    on: str | None
    models: dict[str, list[str]]
    pending: set[str]
    codes: frozenset[str]
    waited: frozenset[str]

    def status(self, agency: Line) -> str:
        """How an agency stood on the lists that day: `listed`, `pending`, no longer either, or `not_yet`."""
        agency_id = agency["agency_id"]
        if agency_id in self.models:
            return "listed"
        if agency_id in self.pending:
            return "pending"
        first = agency["first_listed"]
        if first is None or (self.on is not None and first > self.on):
            return "no_longer_pending" if agency_id in self.waited else "not_yet"
        return "no_longer_listed"


def where(connection: Connection, place: str, on: question.DayLike | None = None, *, lang: str = "en") -> Table:
    """The bodies with power in a town, county or ZIP code; `models` are those in force on a day, or on the newest list.

    Raises `UsageError` for a place that is not known or that means several; its hint names the candidates. `query` has
    what was `understood`, and in `note` what to know: a ZIP code that reaches into several counties, a name taken for
    another.
    """
    day = question.day(on) if on is not None else None
    say = speaker(lang)
    reference = shipped()
    meant = understand(place, reference)
    rows: list[Line] = []
    for ground in meant.grounds:
        gazetteer = reference.of(ground.state)
        rows += _rows(connection, gazetteer, ground, meant, day, say)
    publication = lookup.newest(connection) if day is None else lookup.in_force(connection, day)
    query = {**lists.asked_for(place=place, on=day), "understood": [_shown(g, meant) for g in meant.grounds]}
    note = _note(place, meant, reference, say, empty=not rows)
    if publication is None:
        rows = [{**row, "status": "not_known"} for row in rows]
        lacking = (
            say("What ICE listed on that day, this record does not hold.") if day else say("This record holds no list.")
        )
        note = f"{lacking} {note}".strip()
    if note:
        query["note"] = note
    as_of = day or (publication["date"] if publication else None)
    return table(WHERE, rows, query=query, as_of=as_of, publication=publication and lists.shown(publication))


def _shown(ground: Ground, meant: Meant) -> Line:
    return {
        "state": ground.state,
        "municipalities": [{"name": t.name, "geoid": t.geoid} for t in ground.towns],
        "counties": [{"name": c.name, "fips": c.fips} for c in ground.counties],
        "zip": meant.zip.code if meant.zip else None,
    }


def _note(place: str, meant: Meant, reference: Reference, say: Speaker, *, empty: bool) -> str:
    notes = []
    if empty:
        notes.append(say("Neither ICE's lists nor the FBI's name a body with power there."))
    if meant.state:
        text = say("“{place}” is a state, too: ask for the brief of {code}.")
        notes.append(text.format(place=place, code=meant.state))
    if not meant.exact:
        text = say("No place has the very name “{place}”; taken for {label}.")
        notes.append(text.format(place=place, label=meant.grounds[0].label))
    if meant.zip:
        counties = [f"{c.name}, {g.state}" for g in meant.grounds for c in g.counties]
        if len(counties) > 1:
            text = say(
                "ZIP code {zip} reaches into {count} counties, at least in part: {counties}. The bodies of each are "
                "shown."
            )
            notes.append(text.format(zip=meant.zip.code, count=len(counties), counties="; ".join(counties)))
        if not any(g.towns for g in meant.grounds):
            notes.append(say("Which town's police it has, a ZIP code does not say: ask by the town."))
        else:
            notes.append(say("A ZIP code can reach into further towns: ask by the town to be sure."))
    elsewhere = zip_code(zip_beside(place))
    if elsewhere and {c.fips for g in meant.grounds for c in g.counties}.isdisjoint(elsewhere.counties):
        text = say(
            "ZIP code {zip} lies elsewhere: this is the answer for {label}. Ask by the ZIP code alone for its own."
        )
        notes.append(text.format(zip=elsewhere.code, label=meant.grounds[0].label))
    made = [t for g in meant.grounds for t in unsure(reference.of(g.state), g.towns)]
    if made:
        text = say(
            "{place} is only counted by the Census and has no government. In which town or township it lies this "
            "record does not hold; the police of one near it may have power there."
        )
        notes.append(text.format(place=", ".join(dict.fromkeys(t.name for t in made))))
    if any(len(g.towns) > 1 for g in meant.grounds):
        notes.append(say("Several places of the name lie there; each body says whose it is."))
    return " ".join(notes)


def _rows(
    connection: Connection, gazetteer: Gazetteer, ground: Ground, meant: Meant, day: str | None, say: Speaker
) -> list[Line]:
    agencies = tables.agencies(connection, ground.state).rows
    today = _day(connection, ground.state, day, agencies)
    found = policing(gazetteer, ground, agencies, today)
    return [_line(body, agency, today, gazetteer, ground, meant, say) for body, agency in found]


def policing(gazetteer: Gazetteer, ground: Ground, agencies: Sequence[Line], today: Day) -> list[Policing]:
    """The bodies with power on a ground, nearest and listed first, each with the agency that it is in the record.

    `agencies` are those of the state; those without power there may be missing.
    """
    state = ground.state
    known = [(body, agency) for agency in agencies if (body := _placed(gazetteer, ground, agency))]
    names = {_name(state, b, name) for b, agency in known for name in agency["spellings"]}
    found: list[Policing] = [*known]
    without = bodies(gazetteer, ground, today.codes)
    found += [(body, None) for body in without if _name(state, body, body.name) not in names]

    def rank(one: Policing) -> tuple[int, bool, bool, str, str]:
        body, agency = one
        listed = agency is not None and agency["agency_id"] in today.models
        return DIRECTLY.index(directness(body)), not listed, agency is None, body.name, body.ori9 or ""

    return sorted(found, key=rank)


def directness(body: Body) -> str:
    """How directly a body polices the ground, a word of `DIRECTLY`."""
    if body.reach == "county":
        return body.relation if body.relation in DIRECTLY else "county"
    return "open" if body.relation == "region_open" else body.reach


def newest(agencies: Sequence[Line]) -> Day:
    """What the newest lists say of the agencies of a state."""
    models = {a["agency_id"]: a["models"] for a in agencies if a["status"] == "active"}
    pending = {a["agency_id"] for a in agencies if a["status"] == "pending"}
    waited = frozenset(a["agency_id"] for a in agencies if a["first_listed"] is None)
    return Day(None, models, pending, _codes(agencies), waited)


def _codes(agencies: Sequence[Line]) -> frozenset[str]:
    return frozenset(agency["ori9"] for agency in agencies if agency["ori9"])


def _day(connection: Connection, state: str, day: str | None, agencies: tuple[Line, ...]) -> Day:
    if day is None:
        return newest(agencies)
    held = {agency_id: sorted(models) for agency_id, models in lists.standing(connection, day, state).items()}
    waiting = lists.standing(connection, day, state, pending=True).keys()
    applications = tables.applications(connection, state)
    waited = frozenset(line["agency_id"] for line in applications if line["first_pending"] <= day)
    return Day(day, held, set(waiting), _codes(agencies), waited)


def _placed(gazetteer: Gazetteer, ground: Ground, agency: Line) -> Body | None:
    """A listed agency as a body on the ground; None where it has no power there, or its own ground is not known."""
    jurisdiction = agency["jurisdiction"]
    counties = {c.fips: c.name for c in ground.counties}
    town = gazetteer.municipality.get(agency["place_geoid"] or "")
    county = agency["county"]

    def body(*, reach: Reach, relation: Relation) -> Body:
        point = (agency["lat"], agency["lon"]) if agency["point_method"] == "fbi_agency" else None
        return Body(agency["ori9"], agency["name"], jurisdiction, reach=reach, relation=relation, county=county,
                    town=town, population=agency["population"], point=point)  # fmt: skip

    if jurisdiction == "state":
        return body(reach="state", relation="state")
    if town and jurisdiction in ("municipal", "constable_district"):
        reach = _in_town(ground, town)
        return body(reach=reach, relation=reach) if reach else None
    here = next((f for f in counties_of(gazetteer, agency) if f in counties), None)
    if here is None:
        return None
    county = counties[here]
    if jurisdiction == "municipal":
        return body(reach="inside", relation="region") if ground.whole else None
    if jurisdiction in ("campus", "port"):
        return body(reach="grounds", relation="grounds")
    if jurisdiction == "tribal":
        return body(reach="grounds", relation="tribal")
    if jurisdiction == "regional":
        open_to_it = body(reach="perhaps", relation="region_open")
        return of_region(gazetteer, ground, counties_of(gazetteer, agency), open_to_it)
    return body(reach="county", relation=_IN_COUNTY.get(jurisdiction, "county"))


_IN_COUNTY: dict[Jurisdiction, Relation] = {"constable_district": "precinct", "corrections": "jail"}


def counties_of(gazetteer: Gazetteer, agency: Line) -> tuple[str, ...]:
    """The counties in which an agency that is not of the whole state has power, the one of most of it first."""
    town = gazetteer.municipality.get(agency["place_geoid"] or "")
    if town and agency["jurisdiction"] in ("municipal", "constable_district"):
        return town.counties
    own = (agency["county_fips"],) if agency["county_fips"] else ()
    return (*own, *_counties_by_hand(gazetteer.state.code, agency))


def _names_of(gazetteer: Gazetteer, counties: Sequence[str]) -> set[str]:
    return {gazetteer.county[fips].name for fips in counties if fips in gazetteer.county}


def _in_town(ground: Ground, town: Municipality) -> InTown | None:
    """How the body of a town reaches a ground."""
    if town.geoid in {t.geoid for t in ground.towns}:
        return "place"
    if town.geoid in {t.geoid for t in ground.near}:
        return "perhaps"
    if ground.whole and {c.fips for c in ground.counties} & set(town.counties):
        return "inside"
    return None


def _counties_by_hand(state: str, agency: Line) -> tuple[str, ...]:
    for name in agency["spellings"]:
        known = known_bodies().get((state, fold(name, state)))
        if known and agency["county_fips"] in known.counties:
            return known.counties
    return ()


def _name(state: str, body: Body, name: str) -> tuple[str, Any]:
    """The key under which two rows are one body, where no code tells."""
    if body.jurisdiction == "state":
        return "state", state_body(state, name)
    number = _NUMBER.search(name) if body.jurisdiction == "constable_district" else None
    if number:
        return f"constable in {body.county}", int(number[1] or number[2])
    return body.jurisdiction, key(name)


def _line(
    body: Body, agency: Line | None, today: Day, gazetteer: Gazetteer, ground: Ground, meant: Meant, say: Speaker
) -> Line:
    models = today.models.get(agency["agency_id"], []) if agency else []
    return {
        "agency_id": agency["agency_id"] if agency else None,
        "name": body.name,
        "state": ground.state,
        "jurisdiction": body.jurisdiction,
        "county": body.county,
        "listed": bool(agency and agency["agency_id"] in today.models),
        "status": today.status(agency) if agency else "never",
        "models": models,
        "relation": _relation(body, gazetteer, ground, meant, say),
        "reach": body.reach,
        "ori9": body.ori9,
        "population": body.population,
    }


def _relation(body: Body, gazetteer: Gazetteer, ground: Ground, meant: Meant, say: Speaker) -> str:
    code = meant.zip.code if meant.zip else ""
    kind: str = body.relation
    inside = [t for t in ground.towns if kind != "county" or body.county in _names_of(gazetteer, t.counties)]
    label = ", ".join(dict.fromkeys(t.name for t in inside))
    if not ground.towns:
        label = words.zip_label(code, say)
    town = body.town.name if body.town else body.name
    if kind == "county" and not label:
        kind = "county_whole"
    if kind == "state":
        kind = gazetteer.state.type
    middle = body.town.point if body.town and kind == "perhaps" else body.point
    if kind == "perhaps" and not code:
        kind = "around"
    away = miles(kilometres(middle, ground.point)) if middle and ground.point else 0
    counties = sum(len(g.counties) for g in meant.grounds)
    about = {"town": town, "county": body.county or say.state(ground.state), "label": label, "miles": away, "zip": code,
             "state": say.state(ground.state), "place": say.place(ground.state), "count": counties,
             "towns": say.join([t.name for t in body.towns])}  # fmt: skip
    said = words.relation(kind, say, **about)
    if kind == "grounds" and body.point and ground.point and ground.towns:
        said += words.relation("away", say, **about)
    if kind in ("county", "county_whole", "precinct") and code and counties > 1:
        said += words.relation("zip", say, **about)
    if not body.counted:
        said += words.relation("uncounted", say)
    return said
