"""Which bodies police a place, each on ICE's list or not.

    understand   what a typed place means
    zips         ZIP codes; `zip_building` makes their table
    around       the towns and townships in which a place without a government may lie
    bodies       the FBI's and HIFLD's bodies on a ground
    answer       the answer, with what ICE lists

By town, county or ZIP code, offline, on any day.
"""

from roster287.publish.where.answer import WHERE, where

__all__ = ["WHERE", "where"]
