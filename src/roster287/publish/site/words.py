"""Words of the site for codes that the tables hold; the templates have the rest."""

from __future__ import annotations

from roster287.vocabulary.marking import N_

JURISDICTIONS = {
    "state": N_("A body of the whole state"),
    "county": N_("A county's body"),
    "municipal": N_("A city's or town's police"),
    "campus": N_("A campus police"),
    "tribal": N_("A tribe's police"),
    "regional": N_("A body of several places"),
    "port": N_("A police of a port, airport or railway"),
    "judicial_district": N_("A body of a judicial district"),
    "constable_district": N_("A constable of a precinct or ward"),
    "corrections": N_("A jail or department of corrections"),
}
"""The kinds of jurisdiction, see `docs/places.md`."""

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
