"""Where each agency has its power, looked up once: the answer for the same facts and the same reference is kept.

`locate` is a pure function of what ICE printed, of its rules, of the shipped reference and of the hand-made tables; a
change of any gives another key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from roster287.places import resolve as places
from roster287.places import tables
from roster287.places.facts import AgencyFacts, Location
from roster287.places.reference import shipped
from roster287.register import schema
from roster287.register.database import insert_all

Stored = dict[str, Any]


@dataclass(slots=True)
class Locations:
    """The kept answers, by key, those that came with the package, and the new ones."""

    known: dict[str, str]
    ready: Mapping[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)

    def of(self, facts: AgencyFacts) -> tuple[str, Stored]:
        """The key and the location of an agency, as plain data."""
        key = _key(facts)
        text = self.known.get(key) or self.new.get(key)
        if text is None:
            text = self.ready.get(key) or json.dumps(places.locate(facts).to_dict(), ensure_ascii=False)
            self.new[key] = text
        location: Stored = json.loads(text)
        return key, location


def load(connection: Connection, ready: Callable[[], Mapping[str, str]] = dict) -> Locations:
    """The kept answers; where there are none yet, also those that `ready` gives."""
    known = dict(tuple(line) for line in connection.execute(select(schema.locations)))
    return Locations(known, {} if known else ready())


def save(connection: Connection, answers: Mapping[str, str]) -> None:
    """Keep new answers."""
    insert_all(connection, schema.locations, list(answers.items()))


def in_use(connection: Connection) -> dict[str, str]:
    """The kept answers on which the agencies rest."""
    k, a = schema.locations, schema.agencies
    wanted = select(k).where(k.c.key.in_(select(a.c.location_key)))
    return {line.key: line.location for line in connection.execute(wanted)}


def rules() -> str:
    """What an answer rests on besides its facts: the rules, the reference and the hand-made tables."""
    return f"{places.VERSION} {shipped().version} {tables.version()}"


def _key(facts: AgencyFacts) -> str:
    what = (facts.state, facts.names, facts.types, facts.counties, facts.latest_county)
    said = json.dumps([rules(), what])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def of_agencies(connection: Connection) -> dict[str, Location]:
    """Where each agency has its power, by its id."""
    k, a = schema.locations, schema.agencies
    wanted = select(a.c.agency_id, k.c.location).join(k, k.c.key == a.c.location_key)
    return {agency_id: Location.from_dict(json.loads(text)) for agency_id, text in connection.execute(wanted)}
