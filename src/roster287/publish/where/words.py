"""How a body has its power in a place, in words."""

from __future__ import annotations

from roster287.vocabulary.marking import N_
from roster287.vocabulary.messages import Speaker

_RELATIONS = {
    "place": N_("a body of {town}"),
    "county": N_("a body of {county}, in which {label} lies"),
    "county_whole": N_("a body of {county}"),
    "state": N_("a body of the whole state of {state}"),
    "district": N_("a body of the whole {state}"),
    "territory": N_("a body of the whole territory of {place}"),
    "precinct": N_("a precinct or ward in {county}; which one, the address decides"),
    "grounds": N_("on its own grounds, facilities or lines in {county}"),
    "other": N_("in {county}; on what ground, this record does not hold"),
    "region_open": N_("in {county}; in which places it has power, this record does not hold"),
    "towns": N_("a body of {towns}, in {county}"),
    "jail": N_("a jail or corrections department in {county}"),
    "tribal": N_("on the tribe's own land; where it ends, this record does not hold"),
    "region": N_("a regional body in {county}"),
    "inside": N_("a body of {town}, in {county}"),
    "perhaps": N_(
        "a body of {town}, {miles} mi from the post office: ZIP code {zip} may or may not reach into it",
    ),
    "around": N_("a body of {town}, {miles} mi from the middle of {label}, which may lie in it"),
    "away": N_("; {miles} mi from the middle of {label}"),
    "code": N_("ZIP code {zip}"),
    "zip": N_("; ZIP code {zip} reaches into {count} counties"),
    "uncounted": N_("; the FBI counts no employee of it"),
}


def relation(kind: str, say: Speaker, **about: object) -> str:
    """The words of a relation."""
    return say(_RELATIONS[kind]).format(**about)


def zip_label(code: str, say: Speaker) -> str:
    """A ZIP code as the name of a place; empty where there is none."""
    return relation("code", say, zip=code) if code else ""
