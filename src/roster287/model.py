"""The words of the record as plain data: what a list holds as printed, and what was made of it.

Standard library only; nothing happens at import. A value that ICE printed is kept as printed; what was
understood of it stands beside it, never in its place.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

Kind = Literal["participating", "pending"]
Form = Literal["workbook", "page", "other"]
Severity = Literal["note", "doubt", "fatal"]
Value = str | int | float | bool | date | datetime | time | timedelta
"""What a cell of a list holds."""

PARTICIPATING: Kind = "participating"
PENDING: Kind = "pending"
LISTS = (PARTICIPATING, PENDING)
"""The two lists that ICE keeps."""


class Row(NamedTuple):
    """One line of a list as printed: cell texts, and the link targets behind the two document cells.

    A cell that the layout of the list does not have is an empty string. A date cell is its ISO date.
    A target is kept as it stands in the file, with whatever prefix or wrapping it has there.
    """

    state: str
    agency: str
    type: str
    county: str
    model: str
    signed: str
    moa: str
    addendum: str
    moa_targets: tuple[str, ...] = ()
    addendum_targets: tuple[str, ...] = ()


COLUMNS: tuple[str, ...] = ("state", "agency", "type", "county", "model", "signed", "moa", "addendum")
"""Our names of the cells of a row, in order; the headers ICE prints for them are in `read.layout`."""


class Issue(NamedTuple):
    """Something in a file that is not as it should be. Kept as data: nothing is dropped silently.

    `row` is the sheet's own row number (1 is the header), `column` its letter, None where it is about the
    whole file. `severity`: `note` (understood all the same), `doubt` (a person may want to look),
    `fatal` (the file cannot be read as a list).
    """

    code: str
    message: str
    severity: Severity = "note"
    row: int | None = None
    column: str | None = None
    value: str = ""


class Layout(NamedTuple):
    """Which rows a file holds, in the order of its sheet: the sheet row and our number of each, side by side."""

    at: array[int]
    rows: array[int]

    @classmethod
    def of(cls, at: Iterable[int], rows: Iterable[int]) -> Layout:
        """The layout of these sheet rows and row numbers."""
        return cls(array("I", at), array("I", rows))

    def positions(self) -> dict[int, int]:
        """The first sheet row of each row number."""
        return dict(zip(reversed(self.rows), reversed(self.at), strict=True))


@dataclass(frozen=True, slots=True)
class ListContent:
    """What one file says, as read: every row with its sheet row number, and every issue.

    `kind` is judged by the columns, never by the file's name, and is None when the file is not a list.
    `modified` is the time the workbook itself says it was last changed (UTC, ISO), if it says so.
    `fatal` is the sentence that says why the file cannot be read as a list; then there are no rows.
    """

    sha256: str
    form: Form
    kind: Kind | None
    columns: tuple[str, ...]
    sheet: str
    modified: str | None
    rows: tuple[tuple[int, Row], ...]
    issues: tuple[Issue, ...]
    fatal: str | None = None


class Parsed(NamedTuple):
    """What was understood of a row; None where it says nothing that can be understood.

    `state` two-letter code; `model` from the closed vocabulary; `signed` ISO date; the links are http(s)
    addresses with wrappings taken off; `moa_status` is `linked`, `pending` or `none`.
    `problems` holds (column of `COLUMNS`, code) for each cell that needed more than tidying.
    """

    state: str | None
    agency: str
    type: str | None
    county: str | None
    model: str | None
    signed: str | None
    moa_url: str | None
    moa_status: str
    addendum_url: str | None
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, order=True)
class Capture:
    """One retrieval of a list's bytes: where from, under which name, when.

    `stamp` is an ISO date (`stamp_kind` "name": the date in ICE's own file name) or an ISO time in UTC
    ("capture": when it was fetched). `stamp_kind` is "none" when nothing says when.
    """

    sha256: str
    file_name: str
    stamp_kind: Literal["name", "capture", "none"]
    stamp: str
    source: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes a capture the same capture: hash, file name, kind of stamp, stamp."""
        return self.sha256, self.file_name, self.stamp_kind, self.stamp


class Decision(NamedTuple):
    """A person accepted a list that had been set aside, or set one aside. Of several on one list the last counts."""

    sha256: str
    who: str
    when: str
    why: str
    verdict: str = "accepted"

    @property
    def accepts(self) -> bool:
        """Whether readers shall see the list."""
        return self.verdict == "accepted"


class SetAside(NamedTuple):
    """A list that readers do not see, and why. `kind` and `date` are None where nothing in it says them."""

    publication_id: str
    file_name: str
    reason: str
    kind: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did. `events` are the ids of the events it added, in the record's order.

    `set_aside` are the lists of this sync, and those it made doubtful, that readers do not see. `notices` are what a
    person should look at: the name of a new file, or of a folder without lists, and a sentence.
    `left_out` are the files that could not be read and the addresses that could not be fetched, and why. `refused` are
    the lists that a person set aside now, `already` those that a person had judged so before.
    """

    files: int
    new_files: int
    new_captures: int
    events: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    notices: tuple[tuple[str, str], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
