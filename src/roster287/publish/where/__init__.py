"""Which bodies police a place, each on ICE's list or not, on any day: `places/policing` finds the bodies."""

from roster287.publish.where.answer import WHERE, where

__all__ = ["WHERE", "where"]
