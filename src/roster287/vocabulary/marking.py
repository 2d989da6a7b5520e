"""Messages written in tables: marked for translation where they stand, said by a speaker where they are used."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802
    """The message itself, in English."""
    return message
