"""The errors a person can meet, split by what they can do about it.

    RosterError                 (exit code)
    ├── UsageError               2   the request is wrong: mend the command
    ├── SourceError              3   a source is unreachable, moved or blocking: try again later
    ├── ArchiveError             4   kept bytes are lost or altered: restore from a copy
    ├── UntrustedListError       5   a list was set aside: look at it, accept it or not
    ├── JudgementError           6   two judgements contradict: withdraw one
    ├── StoreError               7   the database cannot be used
    └── PublishError             8   an output could not be written whole

Each carries what happened and what to try next; the command line prints both and no traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roster287.model import Synced


class RosterError(Exception):
    """What happened, and in `hint` what to try next. `done` is what was taken in all the same, if anything was."""

    exit_code = 1
    done: Synced | None = None

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(RosterError):
    """The request itself is wrong."""

    exit_code = 2


class SourceError(RosterError):
    """A source of lists is unreachable, has moved or refuses."""

    exit_code = 3


class ArchiveError(RosterError):
    """Bytes that were kept are lost or altered."""

    exit_code = 4


class UntrustedListError(RosterError):
    """A list could not be trusted and was set aside; the record is unchanged by it."""

    exit_code = 5


class JudgementError(RosterError):
    """Two judgements contradict each other."""

    exit_code = 6


class StoreError(RosterError):
    """The database cannot be opened, read or written."""

    exit_code = 7


class PublishError(RosterError):
    """An output could not be built or written whole; the one before it is untouched."""

    exit_code = 8
