"""Rows and issues from the cells of a sheet: every cell that is not blank ends in one of them.

The cells are taken column by column, so that the many rows of many lists cost little. What is left over is
reported: cells under an unknown header, cells beyond the table, notes and totals among the rows, rows without an
agency, links that hang on no row.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from roster287.model import COLUMNS, Issue, Row
from roster287.read.sheet_xml import Link, SheetLinks, column_letters
from roster287.vocabulary.dates import parse_signed
from roster287.vocabulary.models import model_code
from roster287.vocabulary.text import folded, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from roster287.model import Value
    from roster287.read.layout import Layout

MAX_CELL_ISSUES = 20_000
"""After this many cells outside the table, one issue gives the count of the rest."""

FEW_NOTES, NOTES_SHARE = 5, 0.10
"""With more notes than both, the rows are taken for entries that lost their cells, and stay."""

MAX_RANGE = 10_000
"""A link over a range is laid on at most this many rows."""

_make_row = partial(tuple.__new__, Row)


class Table(NamedTuple):
    """The rows of a list with their sheet row numbers, and what was not as it should be."""

    rows: tuple[tuple[int, Row], ...]
    issues: list[Issue]


def read_table(cells: Sequence[Sequence[Value]], layout: Layout, links: SheetLinks) -> Table:
    """Every row below the header that can be an entry of the list, and an issue for all else that is printed."""
    first = layout.header_row + 2
    below = cells[layout.header_row + 1 :]
    issues = list(layout.issues) + _above(cells[: layout.header_row])
    width = len(cells[layout.header_row])
    columns: list[Sequence[Value]] = list(zip(*below, strict=True)) if below else [()] * width
    known = {column: texts(columns[at]) for column, at in layout.where.items()}
    issues += _unread_columns(cells[layout.header_row], columns, layout, first)

    absent = repeat("")
    numbers = range(first, first + len(below))
    targets = {column: _targets(links, layout.where.get(column)) for column in ("moa", "addendum")}
    linked = {number - first for column in targets.values() for number in column}
    blank, incomplete, notes = _unfinished(known, linked)
    headers = _repeated_headers(known, cells[layout.header_row], layout)
    issues += _unlisted(notes, known, layout, "note_cell", "The row is a note or a total and no entry of the list.")
    issues += _unlisted(headers, known, layout, "header_cell", "The row repeats the header.")
    blank.update(notes, headers)
    rows = (
        zip(
            *(known.get(column, absent) for column in COLUMNS),
            *(map(targets[column].get, numbers, repeat(())) for column in ("moa", "addendum")),
            strict=False,  # a column the list does not have repeats without end
        )
        if below
        else ()
    )
    made: Iterable[tuple[int, Row]] = zip(numbers, map(_make_row, rows), strict=True)
    if blank:
        made = (pair for pair in made if pair[0] - first not in blank)
    result = tuple(made)
    for at in incomplete:
        what = "state" if not tidy(known["state"][at]) else "agency"
        issues.append(Issue("incomplete_row", f"The row names no {what}.", "doubt", first + at))
    kept = {number for number, _ in result} if blank else numbers
    issues += _stray_links(links, {layout.where.get("moa"), layout.where.get("addendum")}, kept)
    return Table(result, issues)


def texts(column: Sequence[Value]) -> Sequence[str]:
    """A column of values as it would be read on paper; texts stay exactly as they are."""
    kinds = set(map(type, column))
    if kinds <= {str}:
        return column  # type: ignore[return-value]
    if kinds <= {str, date}:
        printed = {value: text_of(value) for value in set(column)}
        return list(map(printed.__getitem__, column))
    return [value if type(value) is str else text_of(value) for value in column]


def text_of(value: Value) -> str:
    """One value as text: ISO dates, midnight left out, whole numbers without `.0`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def cell_issues(cells: Iterable[tuple[int, int, str]], code: str, message: str, rest: str, at_most: int) -> list[Issue]:
    """One issue for each (row from 1, column from 0, text); after `at_most` of them one with the count."""
    issues: list[Issue] = []
    over = 0
    for row, column, text in cells:
        if len(issues) < at_most:
            issues.append(Issue(code, message, "doubt", row, column_letters(column), text))
        else:
            over += 1
    if over:
        issues.append(Issue(code + "s", f"{over} {rest}", "doubt", value=str(over)))
    return issues


def filled(rows: Sequence[Sequence[Value]], first: int) -> list[tuple[int, int, str]]:
    """Row number, column and text of every cell that shows something; rows count from `first`."""
    found = []
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            if value != "" and tidy(text := text_of(value)):
                found.append((number, column, text))
    return found


def _above(rows: Sequence[Sequence[Value]]) -> list[Issue]:
    return [
        Issue("title_cell", "A text stands above the header.", "note", row, column_letters(column), text)
        for row, column, text in filled(rows, 1)
    ]


def _unread_columns(
    header: Sequence[Value], columns: Sequence[Sequence[Value]], layout: Layout, first: int
) -> list[Issue]:
    """The issues of the columns that are none of ours, and of what stands in them."""
    issues: list[Issue] = []
    ours = set(layout.where.values())
    for at, column in enumerate(columns):
        if at in ours:
            continue
        found = [(row, at, text) for row, _, text in filled([(value,) for value in column], first)]
        name, letter, row = text_of(header[at]), column_letters(at), layout.header_row + 1
        if at in layout.unread:
            if found:
                message = f"The column {letter} is headed {name!r}, which no list had before; it was not read."
                issues.append(Issue("unknown_column", message, "doubt", row, letter, name))
            else:
                message = f"The column {letter} is headed {name!r} and is empty."
                issues.append(Issue("empty_column", message, "note", row, letter, name))
        spent = sum(issue.code == "unread_cell" for issue in issues)
        issues += cell_issues(
            found,
            "unread_cell",
            "The cell stands outside the columns of the list and was not read.",
            f"more cells stand in column {letter}, outside the columns of the list.",
            MAX_CELL_ISSUES - spent,
        )
    return issues


def _unfinished(known: dict[str, Sequence[str]], linked: set[int]) -> tuple[set[int], list[int], list[int]]:
    """The rows that are blank in every known column, those that lack only state or agency, and those that are notes."""
    suspects: set[int] = set()
    for column in (known["state"], known["agency"], known["model"]):
        wordless = {text for text in set(column) if not _has_words(text)}
        if wordless:
            suspects.update(at for at, text in enumerate(column) if text in wordless)
    blank: set[int] = set()
    incomplete: list[int] = []
    notes: list[int] = []
    for at in sorted(suspects):
        if not any(tidy(column[at]) for column in known.values()):
            blank.add(at)
        elif at not in linked and _is_note({name: column[at] for name, column in known.items()}):
            notes.append(at)
        elif not (tidy(known["state"][at]) and tidy(known["agency"][at])):
            incomplete.append(at)
    if len(notes) > max(FEW_NOTES, NOTES_SHARE * (len(known["state"]) - len(blank) - len(notes))):
        return blank, sorted(incomplete + notes), []
    return blank, incomplete, notes


def _is_note(row: dict[str, str]) -> bool:
    """Whether a row says too little to be an entry: of state, agency and model no two, and no day.

    An entry that lost its state and its model, or its agency, still has its type, its county or a word on its document.
    A remark may stand beside a state: `TEXAS | Updated 3/2/2026`; one that lost all else still names a kind of body.
    """
    named = [column for column in ("state", "agency", "model") if _has_words(row[column])]
    if parse_signed(row.get("signed", ""))[0] is not None:
        return False
    if named == ["state", "agency"]:
        alone = not any(tidy(text) for column, text in row.items() if column not in named)
        return alone and not _names_a_body(row["state"], row["agency"])
    if len(named) > 1:
        return False
    if named == ["agency"] or (named == ["model"] and model_code(row["model"])):
        return not any(_has_words(text) for column, text in row.items() if column != named[0])
    return True


def _names_a_body(state: str, agency: str) -> bool:
    """Whether a text says what kind of body or area it is of, as the name of every agency does."""
    from roster287.vocabulary.name_parts import parts  # only where a row has nothing else
    from roster287.vocabulary.states import read_state

    found = parts(read_state(state)[0] or "", agency)
    return bool(found.body or found.area or found.unit or found.institution)


def _has_words(text: str) -> bool:
    return any(map(str.isalpha, text))


def _repeated_headers(known: dict[str, Sequence[str]], header: Sequence[Value], layout: Layout) -> list[int]:
    """The rows that print the header once more, as under a page break."""
    words = {column: folded(text_of(header[layout.where[column]])) for column in ("state", "agency", "model")}
    alike = {text for text in set(known["agency"]) if folded(text) == words["agency"]}
    return [
        at
        for at, text in enumerate(known["agency"] if alike else ())
        if text in alike and all(folded(known[column][at]) == word for column, word in words.items())
    ]


def _unlisted(
    rows: Iterable[int], known: dict[str, Sequence[str]], layout: Layout, code: str, message: str
) -> list[Issue]:
    """An issue for each cell of the rows that are no entries."""
    columns = sorted(known, key=layout.where.__getitem__)
    found = [
        (layout.header_row + 2 + at, layout.where[column], text)
        for at in rows
        for column in columns
        if tidy(text := known[column][at])
    ]
    return cell_issues(found, code, message, "more cells stand in rows that are no entries.", MAX_CELL_ISSUES)


def _targets(links: SheetLinks, at: int | None) -> dict[int, tuple[str, ...]]:
    """The targets of one column by sheet row, those of ranges among them."""
    if at is None:
        return {}
    found = links.single.get(at, {})
    covering = [link for link in links.ranges if link.first_column <= at <= link.last_column]
    if covering:
        found = dict(found)
        for link in covering:
            for row in _rows_of(link):
                if link.target not in found.get(row, ()):
                    found[row] = (*found.get(row, ()), link.target)
    return found


def _rows_of(link: Link) -> range:
    return range(link.first_row, min(link.last_row, link.first_row + MAX_RANGE) + 1)


def _stray_links(links: SheetLinks, document_columns: set[int | None], kept: Iterable[int]) -> list[Issue]:
    """One issue for each link that hangs on no document cell of a row."""
    issues = []
    kept = kept if isinstance(kept, range) else set(kept)
    for column, cells in sorted(links.single.items()):
        in_place = column in document_columns
        for row, targets in cells.items():
            if not in_place or row not in kept:
                issues += [_stray(row, column, target) for target in targets]
    for link in links.ranges:
        covered = document_columns & set(range(link.first_column, link.last_column + 1))
        if not covered or not any(row in kept for row in _rows_of(link)):
            issues.append(_stray(link.first_row, link.first_column, link.target))
    issues += [
        Issue("broken_link", f"The link of {ref} leads nowhere: its target is not in the file.", "note", value=ref)
        for ref in links.broken
    ]
    return issues


def _stray(row: int, column: int, target: str) -> Issue:
    message = "A link hangs on a cell that is no document cell of a row."
    return Issue("stray_link", message, "note", row, column_letters(column), target)
