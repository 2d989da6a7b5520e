"""Where each agency has its power, and its official codes.

    facts       what goes in and comes out: AgencyFacts, Location, Finding
    resolve     locate: the judgement, pure
    coverage    population_covered: people counted once
    search      places_named: places by what a person types
    reference   the compact reference that comes with the package; building makes it from CSV files

Import from the modules: this package itself loads nothing.
"""
