"""Words of the site for codes that the tables hold; the templates have the rest."""

from __future__ import annotations

from functools import cache
from typing import Any

from roster287.program.partial import since
from roster287.vocabulary.marking import N_
from roster287.vocabulary.messages import LANGUAGES, Speaker, speaker
from roster287.vocabulary.models import MODELS

JURISDICTIONS = {
    "state": N_("Statewide agency"),
    "county": N_("County agency"),
    "municipal": N_("City or town police"),
    "campus": N_("Campus police"),
    "tribal": N_("Tribal police"),
    "regional": N_("Regional agency"),
    "port": N_("Port, airport or railway police"),
    "judicial_district": N_("Judicial district agency"),
    "constable_district": N_("Constable of a precinct or ward"),
    "corrections": N_("Jail or corrections department"),
    "other": N_("Another body"),
}
"""The kinds of jurisdiction, see `docs/places.md`, and what a page says of a body whose kind no list tells."""

STANCES = {
    "bans": N_("bars agreements"),
    "restricts": N_("restricts cooperation"),
    "mandates": N_("obliges some agencies to have one"),
    "requires_to_seek": N_("obliges some agencies to seek one"),
    "encourages": N_("favors agreements"),
    "none": N_("no rule on agreements found"),
    "unknown": N_("not settled"),
}
"""What an instrument of state law does, in a few words."""

TOPIC_NAMES = {
    "what": N_("What it is"),
    "where": N_("Where it is used"),
    "powers": N_("What officers may do"),
    "custody": N_("People in custody"),
    "nomination": N_("Who is nominated"),
    "requirement": N_("What nominees must bring"),
    "supervision": N_("Supervision"),
    "training": N_("Training"),
    "authority": N_("How authority is given and taken back"),
    "joining": N_("Joining"),
    "term": N_("How long it lasts"),
    "leaving": N_("Ending it"),
    "costs": N_("Who pays"),
    "reimbursement": N_("Reimbursement"),
    "oversight": N_("Oversight"),
    "complaints": N_("Complaints"),
    "records": N_("Records"),
    "liability": N_("Liability"),
    "law": N_("The law it rests on"),
    "history": N_("History"),
    "not": N_("What it is not"),
}
"""The topics of statements on a model."""
SLIPS = {
    "a zero too few": N_("a zero too few"),
    "a digit too many": N_("a digit too many"),
    "a year early": N_("a year early"),
    "a year late": N_("a year late"),
    "a month early": N_("a month early"),
    "a month late": N_("a month late"),
    "a day too many for the month": N_("a day too many for the month"),
}
"""The slips in the date of a file's name, as `date_source` has them."""


def in_both(text: str) -> dict[str, str]:
    """A text of the program in each language."""
    return {lang: speaker(lang)(text) for lang in LANGUAGES}


def since_in_both(day: str) -> dict[str, str]:
    """A partial date as it stands after since, in each language."""
    return {lang: since(day, speaker(lang)) for lang in LANGUAGES}


def stance_words() -> dict[str, dict[str, str]]:
    """What an instrument of state law does, in each language."""
    return {code: in_both(text) for code, text in STANCES.items()}


STANDING = ("active", "pending", "no_longer_listed", "no_longer_pending")
"""How an agency can stand on the lists, in the order in which the index of the search numbers it."""


@cache
def of_search(say: Speaker) -> dict[str, Any]:
    """What the search says, in the browser and where a server answers it; `{q}`, `{n}` and `{zip}` are to be filled."""
    return {
        "list": say("Suggestions"),
        "one": say("1 result"),
        "many": say("{n} results"),
        "first": say("The first {n} results. Add the state to narrow the results."),
        "none": say(
            "Nothing is found for “{q}”. An agency is found only if ICE has ever listed it: a town or a county leads "
            "to all that police it."
        ),
        "zip_short": say("A ZIP code has five digits."),
        "zip_unknown": say(
            "ZIP code {zip} is in no table of this record: it may be new, military or made up. Try the town or the "
            "county."
        ),
        "zip_several": say("ZIP code {zip} reaches into {n} counties, at least in part; each has its own page."),
        "zip_county": say(
            "Which town's police it has, ZIP code {zip} does not say: look the town up in the county's page."
        ),
        "failed": say("The search could not be loaded. The states' pages lead to every county, town and agency."),
        "zip": say.pgettext("standing alone", "ZIP code {zip}"),
        "state": say("State, district or territory"),
        "active": say("on ICE's list"),
        "pending": say("pending"),
        "no_longer_listed": say("no longer listed"),
        "no_longer_pending": say("no longer pending"),
        "models": {model: say.model(model) for model in MODELS},
    }
