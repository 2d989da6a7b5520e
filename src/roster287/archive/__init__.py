"""Bytes kept for good: every list as retrieved, by SHA-256, and the log of where each came from."""

from roster287.archive.log import CaptureLog, DecisionLog
from roster287.archive.objects import Objects, ObjectStore

__all__ = ["CaptureLog", "DecisionLog", "ObjectStore", "Objects"]
