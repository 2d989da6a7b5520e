"""The fifty states, the district and the territories: code, name, FIPS code, type.

Codes and names are those of FIPS 5-2 and the Census Bureau (ANSI state codes). The misprints are what ICE's
lists have shown, with the first list that showed each.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Literal, NamedTuple

from roster287.vocabulary.marking import N_
from roster287.vocabulary.text import closest, folded

StateType = Literal["state", "district", "territory"]


class State(NamedTuple):
    """One state, the district or a territory; `fips` keeps its leading zero."""

    code: str
    name: str
    fips: str
    type: StateType


NEW_ENGLAND = frozenset({"CT", "MA", "ME", "NH", "RI", "VT"})
"""The states that are divided into towns and cities, and whose towns are municipalities."""
TOWNSHIPS_WITH_POLICE = frozenset({"MI", "MN", "NJ", "OH", "PA"})
"""States of whose townships the FBI lists police; elsewhere a township is no rival of a city of its name."""


class StateReading(NamedTuple):
    """What a printed state was taken for; `misprint` when that needed more than spacing and case."""

    code: str | None
    misprint: bool


STATES: dict[str, State] = {
    state.code: state
    for state in (
        State("AK", N_("Alaska"), "02", "state"),
        State("AL", N_("Alabama"), "01", "state"),
        State("AR", N_("Arkansas"), "05", "state"),
        State("AS", N_("American Samoa"), "60", "territory"),
        State("AZ", N_("Arizona"), "04", "state"),
        State("CA", N_("California"), "06", "state"),
        State("CO", N_("Colorado"), "08", "state"),
        State("CT", N_("Connecticut"), "09", "state"),
        State("DC", N_("District of Columbia"), "11", "district"),
        State("DE", N_("Delaware"), "10", "state"),
        State("FL", N_("Florida"), "12", "state"),
        State("GA", N_("Georgia"), "13", "state"),
        State("GU", N_("Guam"), "66", "territory"),
        State("HI", N_("Hawaii"), "15", "state"),
        State("IA", N_("Iowa"), "19", "state"),
        State("ID", N_("Idaho"), "16", "state"),
        State("IL", N_("Illinois"), "17", "state"),
        State("IN", N_("Indiana"), "18", "state"),
        State("KS", N_("Kansas"), "20", "state"),
        State("KY", N_("Kentucky"), "21", "state"),
        State("LA", N_("Louisiana"), "22", "state"),
        State("MA", N_("Massachusetts"), "25", "state"),
        State("MD", N_("Maryland"), "24", "state"),
        State("ME", N_("Maine"), "23", "state"),
        State("MI", N_("Michigan"), "26", "state"),
        State("MN", N_("Minnesota"), "27", "state"),
        State("MO", N_("Missouri"), "29", "state"),
        State("MP", N_("Northern Mariana Islands"), "69", "territory"),
        State("MS", N_("Mississippi"), "28", "state"),
        State("MT", N_("Montana"), "30", "state"),
        State("NC", N_("North Carolina"), "37", "state"),
        State("ND", N_("North Dakota"), "38", "state"),
        State("NE", N_("Nebraska"), "31", "state"),
        State("NH", N_("New Hampshire"), "33", "state"),
        State("NJ", N_("New Jersey"), "34", "state"),
        State("NM", N_("New Mexico"), "35", "state"),
        State("NV", N_("Nevada"), "32", "state"),
        State("NY", N_("New York"), "36", "state"),
        State("OH", N_("Ohio"), "39", "state"),
        State("OK", N_("Oklahoma"), "40", "state"),
        State("OR", N_("Oregon"), "41", "state"),
        State("PA", N_("Pennsylvania"), "42", "state"),
        State("PR", N_("Puerto Rico"), "72", "territory"),
        State("RI", N_("Rhode Island"), "44", "state"),
        State("SC", N_("South Carolina"), "45", "state"),
        State("SD", N_("South Dakota"), "46", "state"),
        State("TN", N_("Tennessee"), "47", "state"),
        State("TX", N_("Texas"), "48", "state"),
        State("UT", N_("Utah"), "49", "state"),
        State("VA", N_("Virginia"), "51", "state"),
        State("VI", N_("U.S. Virgin Islands"), "78", "territory"),
        State("VT", N_("Vermont"), "50", "state"),
        State("WA", N_("Washington"), "53", "state"),
        State("WI", N_("Wisconsin"), "55", "state"),
        State("WV", N_("West Virginia"), "54", "state"),
        State("WY", N_("Wyoming"), "56", "state"),
    )
}
"""Every state, the district and the territories by code, in the order of the codes."""

ALIASES: dict[str, str] = {
    "NORTHERN MARIANAS": "MP",
    "CNMI": "MP",
    "VIRGIN ISLANDS": "VI",
    "US VIRGIN ISLANDS": "VI",
    "UNITED STATES VIRGIN ISLANDS": "VI",
    "WASHINGTON DC": "DC",
    "WASHINGTON D C": "DC",
    "D C": "DC",
    "W VIRGINIA": "WV",
    "N CAROLINA": "NC",
    "S CAROLINA": "SC",
    "N DAKOTA": "ND",
    "S DAKOTA": "SD",
}
"""Other full names, folded. They are names, not misprints."""

SHORT: dict[str, str] = {
    "ALA": "AL", "ARIZ": "AZ", "ARK": "AR", "CALIF": "CA", "COLO": "CO", "CONN": "CT", "FLA": "FL", "ILL": "IL",
    "IND": "IN", "KAN": "KS", "KANS": "KS", "MASS": "MA", "MICH": "MI", "MINN": "MN", "MISS": "MS", "MONT": "MT",
    "NEB": "NE", "NEBR": "NE", "NEV": "NV", "OKLA": "OK", "ORE": "OR", "PENN": "PA", "PENNA": "PA", "TENN": "TN",
    "TEX": "TX", "WASH": "WA", "WIS": "WI", "WISC": "WI", "WYO": "WY",
}  # fmt: skip
"""How newspapers shorten the names of states, in one word."""

SHORT_OTHERS: dict[str, str] = {
    "DEL": "DE", "N C": "NC", "N D": "ND", "N DAK": "ND", "N H": "NH", "N J": "NJ", "N M": "NM", "N MEX": "NM",
    "N Y": "NY", "P R": "PR", "R I": "RI", "S C": "SC", "S D": "SD", "S DAK": "SD", "U S V I": "VI", "USVI": "VI",
    "V I": "VI", "W VA": "WV",
}  # fmt: skip
"""Those of several words, and those that are also words of other names."""

MISPRINTS: dict[str, str] = {
    "UTAHJ": "UT",  # 3 July 2025
    "WEST VIRIGINIA": "WV",  # 1 August 2025
    "MCHIGAN": "MI",  # 15 October 2025
    "WEST VIRIGINA": "WV",  # 2 February 2026
    "PENNSLYVANIA": "PA",  # 17 February 2026
}
"""Misprints of ICE's lists, folded, with the list that printed each first; others are found by their distance."""

_NAMES: dict[str, str] = {folded(state.name): state.code for state in STATES.values()}
_EXACT: dict[str, str] = {**{code: code for code in STATES}, **SHORT, **SHORT_OTHERS, **ALIASES, **_NAMES}
_LONG: dict[str, str] = {**ALIASES, **_NAMES}


_STYLES = re.compile(r"\A(?:STATE|COMMONWEALTH|TERRITORY) OF (?:THE )?")


@lru_cache(maxsize=4096)
def read_state(text: str) -> StateReading:
    """The state a cell names, and whether it is misprinted there; no code when it could be two or none.

    Spacing, case and punctuation do not count. A name one or two letters off is read only if no other name
    is about as near, so North and South, or Virginia and West Virginia, are never taken for each other.
    A two-letter code or an abbreviation must be exact; a name may have its own code beside it, or `State of` before it.
    """
    words = _STYLES.sub("", folded(text))
    found = _read(words)
    if found.code is None:
        first, _, rest = words.partition(" ")
        start, _, last = words.rpartition(" ")
        beside = [_read(name) for code, name in ((first, rest), (last, start)) if _read(name).code == code in STATES]
        return beside[0] if beside else found
    return found


def _read(words: str) -> StateReading:
    """The state that folded words name."""
    code = _EXACT.get(words)
    if code is not None:
        return StateReading(code, False)
    code = MISPRINTS.get(words)
    if code is None and len(words) > 3:
        code = closest(words, _LONG)
    return StateReading(code, code is not None)


def state_code(text: str) -> str | None:
    """The two-letter code of the state a cell names, or None where it cannot be told."""
    return read_state(text).code


def state_name(code: str) -> str:
    """The English name of a state by its code. Raises KeyError for a code that does not exist."""
    return STATES[code].name


def states_and_territories(codes: Collection[str]) -> tuple[int, int]:
    """How many of these codes, each given once, are of states (the district counts as one), and how many not."""
    territories = sum(STATES[code].type == "territory" for code in codes)
    return len(codes) - territories, territories
