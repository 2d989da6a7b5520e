"""The closed vocabularies of the record: states, models, dates, links. Pure functions on text."""
