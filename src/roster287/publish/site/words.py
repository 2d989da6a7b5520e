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
