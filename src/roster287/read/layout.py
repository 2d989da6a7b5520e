"""The layout of a list: which of ICE's headers is which of our columns, as data.

    page, to February 2025   STATE  LAW ENFORCEMENT AGENCY               SUPPORT TYPE  SIGNED  MOA
    21 February 2025         STATE  LAW ENFORCEMENT AGENCY  TYPE         SUPPORT TYPE  SIGNED  MOA
    17 March 2025            STATE  LAW ENFORCEMENT AGENCY  TYPE  COUNTY SUPPORT TYPE  SIGNED  MOA
    1 July 2025              STATE  LAW ENFORCEMENT AGENCY  TYPE  COUNTY SUPPORT TYPE  SIGNED  MOA  ADDENDUM
    pending                  STATE  LAW ENFORCEMENT AGENCY [TYPE [COUNTY]] SUPPORT TYPE [MOA]

The order of columns is free. The kind of a list follows from its columns, never from its file's name: with
SIGNED it is the participating list, without it the pending list.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from roster287.model import COLUMNS, PARTICIPATING, PENDING, Issue, Kind
from roster287.read.sheet_xml import column_letters
from roster287.vocabulary.models import model_code
from roster287.vocabulary.text import closest, folded, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER_WITHIN = 10
"""The header is looked for in this many rows from the top; a title or blank rows may stand above it."""

ENOUGH = frozenset({"state", "agency", "model"})
"""A row with these headers exactly as known is the header, whatever stands below; one without may only group them."""


BY_CELLS = 0.9
"""The part of the cells under an unknown header that must say what a column says before it is taken for that column."""


class Alias(NamedTuple):
    """A header ICE has printed (folded), the column it heads, and since when; `seen` empty if foreseen only."""

    header: str
    column: str
    seen: str = ""


ALIASES: tuple[Alias, ...] = (
    Alias("STATE", "state", "2021-01-13"),
    Alias("STATE TERRITORY", "state"),
    Alias("LAW ENFORCEMENT AGENCY", "agency", "2021-01-13"),
    Alias("LAW ENFORCEMENT AGENCY NAME", "agency"),
    Alias("LAW ENFORCEMENT AGENCY LEA", "agency"),
    Alias("LEA", "agency"),
    Alias("AGENCY", "agency"),
    Alias("AGENCY NAME", "agency"),
    Alias("TYPE", "type", "2025-02-20"),
    Alias("AGENCY TYPE", "type"),
    Alias("LEA TYPE", "type"),
    Alias("TYPE OF AGENCY", "type"),
    Alias("COUNTY", "county", "2025-03-17"),
    Alias("COUNTY PARISH", "county"),
    Alias("SUPPORT TYPE", "model", "2021-01-13"),
    Alias("MODEL", "model"),
    Alias("MODEL TYPE", "model"),
    Alias("SUPPORT MODEL", "model"),
    Alias("PROGRAM MODEL", "model"),
    Alias("287 G MODEL", "model"),
    Alias("AGREEMENT TYPE", "model"),
    Alias("SIGNED", "signed", "2021-01-13"),
    Alias("DATE SIGNED", "signed"),
    Alias("SIGNED DATE", "signed"),
    Alias("MOA SIGNED", "signed"),
    Alias("SIGNATURE DATE", "signed"),
    Alias("MOA", "moa", "2021-01-13"),
    Alias("MOA LINK", "moa"),
    Alias("MEMORANDUM OF AGREEMENT", "moa"),
    Alias("ADDENDUM", "addendum", "2025-07-01"),
    Alias("ADDENDUM LINK", "addendum"),
    Alias("ADDENDA", "addendum"),
)

PRINTED: dict[str, str] = {
    "state": "STATE",
    "agency": "LAW ENFORCEMENT AGENCY",
    "type": "TYPE",
    "county": "COUNTY",
    "model": "SUPPORT TYPE",
    "signed": "SIGNED",
    "moa": "MOA",
    "addendum": "ADDENDUM",
}
"""The header ICE prints for each of our columns, for messages."""

REQUIRED: dict[Kind, tuple[str, ...]] = {
    PARTICIPATING: ("state", "agency", "model", "signed"),
    PENDING: ("state", "agency", "model"),
}

_SIGNING = frozenset({"SIGNED", "SIGNATURE"})
_SIGNED_WORDS = _SIGNING | {"DATE", "OF", "ON", "THE", "MOA", "AGREEMENT", "WAS", "FULLY"}
"""A header of these words, one of the first among them, heads the signing dates (`Date MOA Signed`)."""
_BY_HEADER: dict[str, str] = {alias.header: alias.column for alias in ALIASES}
_LONG_HEADERS: dict[str, str] = {header: column for header, column in _BY_HEADER.items() if len(header) > 3}


class Layout(NamedTuple):
    """Where each column of a list stands. `header_row` and the column numbers count from 0.

    `unread` are the columns with a header that is none of ours. `missing` are the required columns that are
    not there: with any of them the rows cannot be read.
    """

    kind: Kind
    header_row: int
    where: dict[str, int]
    unread: tuple[int, ...]
    missing: tuple[str, ...]
    issues: tuple[Issue, ...]

    def columns(self) -> tuple[str, ...]:
        """Our names of the columns that the list has, in the order in which it prints them."""
        return tuple(sorted(self.where, key=self.where.__getitem__))


def find_header(rows: Sequence[Sequence[object]]) -> int | None:
    """The number of the row, from 0, that heads a list: the one with most known headers, at least two."""
    best, most = None, 1
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        words = [folded(value) for value in row if isinstance(value, str)]
        columns = {_BY_HEADER[word] for word in words if word in _BY_HEADER}
        if columns >= ENOUGH:
            return number
        columns |= {column for word in words if (column := column_of(word)[0]) is not None}
        if len(columns) > most:
            best, most = number, len(columns)
    return best


@lru_cache(maxsize=1024)
def column_of(header: str) -> tuple[str | None, bool]:
    """Our column for a printed header, and whether the header is misprinted."""
    words = folded(header)
    column = _BY_HEADER.get(words)
    if column is None and _SIGNED_WORDS.issuperset(words.split()) and _SIGNING.intersection(words.split()):
        return "signed", False
    if column is None and len(words) > 3:
        column = closest(words, _LONG_HEADERS)
        return column, column is not None
    return column, False


def read_layout(rows: Sequence[Sequence[object]], header_row: int) -> Layout:
    """The layout that a header row declares; cells below decide where the header does not.

    A header that stands twice heads two things: of two TYPE columns without SUPPORT TYPE, the one whose
    cells name models is the support type (the second, when the cells do not tell).
    """
    header = [value if isinstance(value, str) else str(value) for value in rows[header_row]]
    candidates: dict[str, list[int]] = {}
    issues: list[Issue] = []
    unread: list[int] = []
    for at, text in enumerate(header):
        if not tidy(text):
            continue
        column, misprint = column_of(text)
        if column is None:
            unread.append(at)
            continue
        candidates.setdefault(column, []).append(at)
        if misprint:
            message = f"The header {text!r} was read as {PRINTED[column]}."
            issues.append(Issue("header_misprint", message, "note", header_row + 1, column_letters(at), text))
    if "model" not in candidates and "type" in candidates:
        _settle_type(candidates, rows[header_row + 1 :])
        if "model" in candidates:
            issues.append(_told_by_cells("model", candidates["model"][0], header, header_row))
    issues += _by_cells(candidates, unread, header, rows, header_row)
    where = {column: candidates[column][0] for column in COLUMNS if column in candidates}
    unread += [at for places in candidates.values() for at in places[1:]]
    kind = PARTICIPATING if "signed" in where else PENDING
    missing = tuple(column for column in REQUIRED[kind] if column not in where)
    return Layout(kind, header_row, where, tuple(sorted(unread)), missing, tuple(issues))


def _settle_type(candidates: dict[str, list[int]], below: Sequence[Sequence[object]]) -> None:
    """Give one of the TYPE columns to the support type: the one whose cells name models."""
    places = candidates["type"]
    naming = {at: sum(_names_a_model(row[at]) for row in below) for at in places}
    chosen = max(reversed(places), key=naming.__getitem__)
    if naming[chosen] == 0 and len(places) == 1:
        return
    rest = [at for at in places if at != chosen]
    candidates["model"] = [chosen]
    if rest:
        candidates["type"] = rest
    else:
        del candidates["type"]


def _by_cells(
    candidates: dict[str, list[int]],
    unread: list[int],
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    header_row: int,
) -> list[Issue]:
    """Take the one column in which nearly all cells say states, models or documents for the one that is missing.

    Its header is unknown; that of the states may also be blank.
    """
    issues = []
    blank = [at for at, text in enumerate(header) if not tidy(text)]
    for column, says, places in (
        ("state", _names_a_state, blank + unread), ("model", _names_a_model, unread), ("moa", _says_a_document, unread)
    ):  # fmt: skip
        if column in candidates:
            continue
        found = []
        for at in places:
            printed = [row[at] for row in rows[header_row + 1 :] if tidy(str(row[at]))]
            if printed and sum(map(says, printed)) >= BY_CELLS * len(printed):
                found.append(at)
        if len(found) == 1:
            candidates[column] = found
            unread[:] = [at for at in unread if at != found[0]]
            issues.append(_told_by_cells(column, found[0], header, header_row))
    return issues


def _told_by_cells(column: str, at: int, header: Sequence[str], header_row: int) -> Issue:
    message = f"The column headed {header[at]!r} was read as {PRINTED[column]}, by what stands below it."
    return Issue("header_ambiguous", message, "note", header_row + 1, column_letters(at), header[at])


def _says_a_document(value: object) -> bool:
    words = folded(value) if isinstance(value, str) else ""
    return words in {"LINK", "LINK PENDING", "PENDING LINK", "LINK ADDENDUM"}


def _names_a_state(value: object) -> bool:
    from roster287.vocabulary.states import read_state  # only where a list has no STATE

    return isinstance(value, str) and read_state(value)[0] is not None


def _names_a_model(value: object) -> bool:
    return isinstance(value, str) and model_code(value) is not None
