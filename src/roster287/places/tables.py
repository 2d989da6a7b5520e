"""The hand-made tables: bodies of a state, what only the FBI calls them, and bodies that no rule could place.

Plain CSV, extendable without Python.

    tables/state_agencies.csv   state, names, ori9, confidence, note
    tables/fbi_names.csv        state, name, now, reason
    tables/known_bodies.csv     state, names, jurisdiction, counties, place_geoid, ori9, also, confidence,
                                reason

`names` are printed names, `|` between them; they are compared folded, the state's own name apart from the rest in
`state_agencies`. Where `ori9` is empty, note or reason says why; `also` is a second
code that the FBI has for the same body. Every row names its source. A name in
`fbi_names` is retired, or a second one, and no body of its own: `now` is the body that it is, or that took over.
"""

from __future__ import annotations

import csv
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from roster287.places.facts import Confidence, Jurisdiction
from roster287.vocabulary.abbreviations import STATE_NAMES
from roster287.vocabulary.names import fold

FOLDER = Path(__file__).parent / "tables"


class StateAgency(NamedTuple):
    """A body of a whole state, and its FBI code where it has one."""

    state: str
    ori9: str | None
    confidence: Confidence | None
    note: str


class KnownBody(NamedTuple):
    """A body whose ground is known by hand. The first of `counties` is the one where it sits."""

    state: str
    jurisdiction: Jurisdiction
    counties: tuple[str, ...]
    place_geoid: str | None
    ori9: str | None
    also: str | None
    confidence: Confidence
    reason: str


@lru_cache(maxsize=1)
def version(folder: Path = FOLDER) -> str:
    """A short name of the content of all these tables, as `Reference.version` is of the reference."""
    found = [path.read_bytes() for path in sorted(folder.glob("*.csv"))]
    return hashlib.sha256(b"\0".join(found)).hexdigest()[:12]


def without_state(state: str, folded: str) -> str:
    """A folded name without the state's own name: `arkansas state police` and `state police` are one in Arkansas."""
    own = STATE_NAMES.get(state, "")
    words = f" {folded} ".replace(f" {own} ", " ") if own else folded
    return " ".join(words.split()).removeprefix("office of ").removeprefix("of ").strip()


@lru_cache(maxsize=1)
def state_agencies() -> dict[tuple[str, str], StateAgency]:
    """The bodies of the states by state and folded name without the state's own."""
    found: dict[tuple[str, str], StateAgency] = {}
    for row in _rows("state_agencies.csv"):
        confidence = cast("Confidence | None", row["confidence"] or None)
        agency = StateAgency(row["state"], row["ori9"] or None, confidence, row["note"])
        for name in row["names"].split("|"):
            found[row["state"], without_state(row["state"], fold(name, row["state"]))] = agency
    return found


@lru_cache(maxsize=1)
def fbi_names() -> dict[tuple[str, str], str]:
    """What a body of a state or of a city is called today, by state and the FBI's name, without the state's own."""
    return {
        (row["state"], without_state(row["state"], fold(row["name"], row["state"]))): row["now"]
        for row in _rows("fbi_names.csv")
    }


@lru_cache(maxsize=1)
def known_bodies() -> dict[tuple[str, str], KnownBody]:
    """The bodies known by hand, by state and folded name."""
    found: dict[tuple[str, str], KnownBody] = {}
    for row in _rows("known_bodies.csv"):
        body = KnownBody(
            row["state"], cast("Jurisdiction", row["jurisdiction"]), tuple(filter(None, row["counties"].split(";"))),
            row["place_geoid"] or None, row["ori9"] or None, row["also"] or None, cast("Confidence", row["confidence"]),
            row["reason"],
        )  # fmt: skip
        for name in row["names"].split("|"):
            found[row["state"], fold(name, row["state"])] = body
    return found


@lru_cache(maxsize=1)
def second_codes() -> frozenset[str]:
    """The codes under which the FBI lists a body that it lists under another one too."""
    return frozenset(body.also for body in known_bodies().values() if body.also)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
