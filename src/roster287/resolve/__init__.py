"""Rows and judgements to agencies, agreements, applications and events. Pure: no files, no database, no clock."""

from roster287.resolve.record import Record, resolve

__all__ = ["Record", "resolve"]
