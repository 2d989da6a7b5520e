"""The fifty states, the district and the territories: code, name, FIPS code, type.

Codes and names are those of FIPS 5-2 and the Census Bureau (ANSI state codes). The misprints are what ICE's
lists have shown, with the first list that showed each.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from roster287.vocabulary.text import closest, folded

StateType = Literal["state", "district", "territory"]


class State(NamedTuple):
    """One state, the district or a territory; `fips` keeps its leading zero."""

    code: str
    name: str
    fips: str
    type: StateType


class StateReading(NamedTuple):
    """What a printed state was taken for; `misprint` when that needed more than spacing and case."""

    code: str | None
    misprint: bool


_STATES = """
AL Alabama 01|AK Alaska 02|AZ Arizona 04|AR Arkansas 05|CA California 06|CO Colorado 08|CT Connecticut 09
DE Delaware 10|FL Florida 12|GA Georgia 13|HI Hawaii 15|ID Idaho 16|IL Illinois 17|IN Indiana 18|IA Iowa 19
KS Kansas 20|KY Kentucky 21|LA Louisiana 22|ME Maine 23|MD Maryland 24|MA Massachusetts 25|MI Michigan 26
MN Minnesota 27|MS Mississippi 28|MO Missouri 29|MT Montana 30|NE Nebraska 31|NV Nevada 32
NH New Hampshire 33|NJ New Jersey 34|NM New Mexico 35|NY New York 36|NC North Carolina 37|ND North Dakota 38
OH Ohio 39|OK Oklahoma 40|OR Oregon 41|PA Pennsylvania 42|RI Rhode Island 44|SC South Carolina 45
SD South Dakota 46|TN Tennessee 47|TX Texas 48|UT Utah 49|VT Vermont 50|VA Virginia 51|WA Washington 53
WV West Virginia 54|WI Wisconsin 55|WY Wyoming 56
"""


def _all_states() -> dict[str, State]:
    entries = [entry for line in _STATES.split("\n") for entry in line.split("|") if entry]
    states = [State(entry[:2], entry[3:-3], entry[-2:], "state") for entry in entries]
    states += [
        State("DC", "District of Columbia", "11", "district"),
        State("AS", "American Samoa", "60", "territory"),
        State("GU", "Guam", "66", "territory"),
        State("MP", "Northern Mariana Islands", "69", "territory"),
        State("PR", "Puerto Rico", "72", "territory"),
        State("VI", "U.S. Virgin Islands", "78", "territory"),
    ]
    return {state.code: state for state in sorted(states)}


STATES: dict[str, State] = _all_states()
"""Every state, the district and the territories by code, in the order of the codes."""

ALIASES: dict[str, str] = {
    "COMMONWEALTH OF THE NORTHERN MARIANA ISLANDS": "MP",
    "COMMONWEALTH OF NORTHERN MARIANA ISLANDS": "MP",
    "NORTHERN MARIANAS": "MP",
    "CNMI": "MP",
    "VIRGIN ISLANDS": "VI",
    "US VIRGIN ISLANDS": "VI",
    "UNITED STATES VIRGIN ISLANDS": "VI",
    "COMMONWEALTH OF PUERTO RICO": "PR",
    "WASHINGTON DC": "DC",
    "WASHINGTON D C": "DC",
    "D C": "DC",
    "COMMONWEALTH OF VIRGINIA": "VA",
    "COMMONWEALTH OF KENTUCKY": "KY",
    "COMMONWEALTH OF MASSACHUSETTS": "MA",
    "COMMONWEALTH OF PENNSYLVANIA": "PA",
    "W VIRGINIA": "WV",
    "N CAROLINA": "NC",
    "S CAROLINA": "SC",
    "N DAKOTA": "ND",
    "S DAKOTA": "SD",
}
"""Other full names, folded. They are names, not misprints."""

MISPRINTS: dict[str, str] = {
    "UTAHJ": "UT",  # 3 July 2025
    "WEST VIRIGINIA": "WV",  # 1 August 2025
    "MCHIGAN": "MI",  # 15 October 2025
    "WEST VIRIGINA": "WV",  # 2 February 2026
    "PENNSLYVANIA": "PA",  # 17 February 2026
}
"""Misprints of ICE's lists, folded, with the list that printed each first; others are found by their distance."""

_NAMES: dict[str, str] = {folded(state.name): state.code for state in STATES.values()}
_EXACT: dict[str, str] = {**{code: code for code in STATES}, **ALIASES, **_NAMES}
_LONG: dict[str, str] = {**ALIASES, **_NAMES}


@lru_cache(maxsize=4096)
def read_state(text: str) -> StateReading:
    """The state a cell names, and whether it is misprinted there; no code when it could be two or none.

    Spacing, case and punctuation do not count. A name one or two letters off is read only if no other name
    is about as near, so North and South, or Virginia and West Virginia, are never taken for each other.
    A two-letter code must be exact.
    """
    word = folded(text)
    code = _EXACT.get(word)
    if code is not None:
        return StateReading(code, False)
    code = MISPRINTS.get(word)
    if code is None and len(word) > 3:
        code = closest(word, _LONG)
    return StateReading(code, code is not None)


def state_code(text: str) -> str | None:
    """The two-letter code of the state a cell names, or None where it cannot be told."""
    return read_state(text).code


def state_name(code: str) -> str:
    """The English name of a state by its code. Raises KeyError for a code that does not exist."""
    return STATES[code].name
