"""Two lists compared, in the reader's browser: what it needs is a few small files.

    /compare/                        the form; static/js/compare.js does as `register.queries.compare` does
    /compare/participating.json      every distinct row of the lists of this kind, as it is held side by side
    /compare/PUBLICATION_ID.json     the rows of one list by their numbers there

Rows are numbered as the lists first print them, so that one more list only adds to the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from roster287.model import LISTS, PARTICIPATING
from roster287.publish.site.item import Facts, Group, Item
from roster287.publish.site.press import Press, as_data
from roster287.publish.whole import Whole, of_whole
from roster287.register.queries import compare
from roster287.register.queries.lists import described, proof
from roster287.table import Line, columns


def groups(press: Press) -> Iterator[Group]:
    """The page and the data that it compares."""
    yield Group("compare", partial(press.page, "/compare/", "compare.html", partial(_facts, press.whole)))
    for kind in LISTS:
        yield Group(f"compare/{kind}", partial(_of_kind, press.whole, kind))


def _of_kind(whole: Whole, kind: str) -> Iterator[Item]:
    yield Item(f"compare/{kind}.json", Facts(partial(_rows, whole, kind)), as_data)
    for line in whole.accepted[kind]:
        yield Item(f"compare/{line['publication_id']}.json", Facts(partial(_numbers, whole, line)), as_data)


def _facts(whole: Whole) -> Line:
    keys = ("publication_id", "kind", "date", "part_of_day")
    return {
        "columns": list(compare.SEEN),
        "first": min((line["date"] for line in whole.lists if line["date"]), default=None),
        "newest": [columns(line, keys) for line in whole.accepted[PARTICIPATING][-2:]],
    }


_CELLS = slice(-len(compare.SEEN), None)
"""What of a numbered row is held side by side."""


class Numbered(NamedTuple):
    """The subjects and the distinct rows of the lists of a kind, and the number here of each row of the register."""

    subjects: list[list[Any]]
    rows: list[list[Any]]
    numbers: dict[int, int]


@of_whole
def numbered(whole: Whole, kind: str) -> Numbered:
    """The rows of all accepted lists of a kind, numbered as they first appear."""
    found = Numbered([], [], {})
    subjects: dict[Any, int] = {}
    rows: dict[str, int] = {}
    for line in whole.accepted[kind]:
        for number in whole.sheets.layouts[line["sha256"]].rows:
            if number in found.numbers:
                continue
            row, what, owner = whole.sheets.rows[number]
            said = described(row, what, owner, proof(line, None))
            key = compare.subject(said)
            if key not in subjects:
                subjects[key] = len(subjects)
                found.subjects.append([said["agency_id"], said["agency"]])
            cells = [subjects[key], *(said[c] for c in ("state", "model", "signed")), *compare.seen(said).values()]
            at = rows.setdefault(repr(cells), len(rows))
            if at == len(found.rows):
                found.rows.append(cells)
            found.numbers[number] = at
    return found


def difference(whole: Whole, earlier: Line | None, line: Line) -> Line | None:
    """How many agreements are only on a list, only on the one before, and on both with other cells, as `compare` does.

    `same` is whether both print the same rows, in any order. None where there is no list before.
    """
    if earlier is None:
        return None
    rows = numbered(whole, line["kind"]).rows
    before, now = _held(whole, earlier), _held(whole, line)
    both = [(before[subject], at) for subject, at in now.items() if subject in before]
    counts = {
        "new": len(now) - len(both),
        "gone": len(before) - len(both),
        "changed": sum(was != at and rows[was][_CELLS] != rows[at][_CELLS] for was, at in both),
    }
    same = not any(counts.values()) and _printed(whole, earlier) == _printed(whole, line)
    return {**counts, "same": same}


def _printed(whole: Whole, line: Line) -> list[int]:
    return sorted(whole.sheets.layouts[line["sha256"]].rows)


def _held(whole: Whole, line: Line) -> dict[int, int]:
    """The first row of each subject of a list, by their numbers."""
    found = numbered(whole, line["kind"])
    held: dict[int, int] = {}
    for number in whole.sheets.layouts[line["sha256"]].rows:
        at = found.numbers[number]
        held.setdefault(found.rows[at][0], at)
    return held


def _rows(whole: Whole, kind: str) -> Line:
    found = numbered(whole, kind)
    return {"seen": list(compare.SEEN), "subjects": found.subjects, "rows": found.rows}


def _numbers(whole: Whole, line: Line) -> Line:
    """The rows of a list: runs of rows that follow each other in the sheet, each with the sheet row of its first."""
    numbers = numbered(whole, line["kind"]).numbers
    layout = whole.sheets.layouts[line["sha256"]]
    runs: list[list[Any]] = []
    after = None
    for at, number in zip(layout.at, layout.rows, strict=True):
        if at != after:
            runs.append([at, []])
        runs[-1][1].append(numbers[number])
        after = at + 1
    return {"kind": line["kind"], "runs": runs}
