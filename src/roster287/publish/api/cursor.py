"""Where the next page begins: an opaque text that names the record's version, the question and the place.

A cursor is a position, not a permission: nothing could be gained by forging one, and an altered one is refused. With
the version it was made for it goes on at its row number; with another it goes on after the row it left off at, found
by its key, and where the rows have no key, or that row is gone, the pages must be begun again.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Sequence
from typing import NamedTuple

from roster287.publish.api.problems import Problem
from roster287.table import Line

CURSOR = r"^[A-Za-z0-9_-]{48}$"
_FORM = struct.Struct(">8s8sI8s")
_NO_KEY = bytes(8)


class Place(NamedTuple):
    """A question, the version of the record that answers it, and the column that tells its rows apart."""

    question: str
    version: str
    key: str | None


def after(place: Place, rows: Sequence[Line], end: int) -> str | None:
    """The cursor of the page that begins with row `end`; None when there is none."""
    if end >= len(rows):
        return None
    key = _digest(rows[end - 1][place.key]) if place.key else _NO_KEY
    said = _FORM.pack(bytes.fromhex(place.version), _digest(place.question), end, key)
    return base64.urlsafe_b64encode(said + _digest(said)).decode()


def start(place: Place, rows: Sequence[Line], cursor: str | None) -> int:
    """The number of the row at which a cursor's page begins. Raises `Problem` for a cursor that leads nowhere."""
    if cursor is None:
        return 0
    whole = base64.urlsafe_b64decode(cursor)
    said, check = whole[: _FORM.size], whole[_FORM.size :]
    if check != _digest(said):
        raise Problem(404, "No page has this cursor: it is not one that was given out.", BEGIN)
    version, question, at, key = _FORM.unpack(said)
    if question != _digest(place.question):
        raise Problem(400, "This cursor belongs to another question.", "Send the same parameters with every page.")
    if version == bytes.fromhex(place.version):
        return int(at)
    if place.key and key != _NO_KEY:
        for number, row in enumerate(rows):
            if _digest(row[place.key]) == key:
                return number + 1
    raise Problem(410, "The record has a new version, and the row this cursor left off at is not in it.", BEGIN)


BEGIN = "Begin again without a cursor."


def _digest(of: str | bytes) -> bytes:
    return hashlib.blake2b(of.encode() if isinstance(of, str) else of, digest_size=8, person=b"roster287").digest()
