"""What differs between two lists: publications of the record, or files that are not in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from roster287.errors import UntrustedListError, UsageError
from roster287.model import PARTICIPATING, Parsed
from roster287.read import parse, read
from roster287.register import lookup, schema
from roster287.register.queries.lists import PUBLICATION, Owner, described, printed, proof, shown
from roster287.table import Line, Table, columns, table
from roster287.vocabulary.file_names import ENDINGS
from roster287.vocabulary.names import fold

DIFFERENCE = (
    "change", "agency_id", "agency", "state", "model", "signed", "agreement_id", "before", "after", "evidence",
)  # fmt: skip
SEEN = ("name", "type", "county", "signed", "moa_url", "addendum_url")
"""What is held side by side where an agreement stands on both lists."""

Listed = tuple[Line, list[Line]]
"""A list as readers get it, and its rows."""


def compare(connection: Connection, a: str, b: str) -> Table:
    """Agreements only on the second list (`new`), only on the first (`gone`), and on both with other cells (`changed`).

    `a` and `b` are publications by id, hash or day, or files, which need not be in the record. `query` says of which
    `kinds` they are: of a participating and a pending list nearly all is new or gone.
    """
    first, before = _listed(connection, a)
    second, after = _listed(connection, b)
    old, new = _by_subject(before), _by_subject(after)
    rows = []
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        change, seen = _difference(was, now)
        if change:
            line = (now or was or [{}])[0]
            rows.append(
                {
                    "change": change,
                    **columns(line, ("agency_id", "agency", "state", "model", "signed", "agreement_id")),
                    "before": seen[0],
                    "after": seen[1],
                    "evidence": [e for lines in (was, now) for x in lines or () for e in x["evidence"]],
                }
            )
    order = {"new": 0, "gone": 1, "changed": 2}
    rows.sort(key=lambda r: (order[r["change"]], r["state"] or "", r["agency"], r["model"] or "", r["signed"] or ""))
    query = {"a": first["publication_id"], "b": second["publication_id"], "kinds": [first["kind"], second["kind"]]}
    return table(DIFFERENCE, rows, query=query, as_of=second["date"], publication=second)


def _listed(connection: Connection, what: str) -> Listed:
    path = Path(what)
    if path.is_file():
        return _file(connection, path)
    if path.suffix.lower() in ENDINGS:
        raise UsageError(f"There is no file “{what}”.", "Name one that is there, a publication's id or a day.")
    return _of_record(connection, lookup.publication(connection, what))


def _of_record(connection: Connection, publication: Line) -> Listed:
    """A publication. The rows of one that is set aside are given to those whose they would be."""
    if publication["kind"] is None:
        raise UntrustedListError(
            f"{publication['file_name']} cannot be compared: {publication['reason']}", "Name another file, id or day."
        )
    lines = printed(connection, publication)
    if any(line["agency_id"] is None for line in lines):
        owner_of = _owners(connection)
        lines = [line if line["agency_id"] else line | _whose(owner_of(line["what"])) for line in lines]
    return shown(publication), lines


def _whose(owner: Owner) -> Line:
    return {"agency_id": owner.agency_id, "agreement_id": owner.agreement_id, "agency": owner.name}


def _file(connection: Connection, path: Path) -> Listed:
    content = read(path.read_bytes(), path.name)
    if content.fatal:
        raise UntrustedListError(f"{path.name} cannot be compared: {content.fatal}", "Name another file, id or day.")
    known = lookup.of_bytes(connection, content.sha256)
    if known is not None:
        return _of_record(connection, known)
    about: Line = {
        **dict.fromkeys(PUBLICATION),
        "publication_id": path.name,
        "kind": content.kind or PARTICIPATING,
        "file_name": path.name,
        "sha256": content.sha256,
        "row_count": len(content.rows),
    }
    owner_of = _owners(connection)
    lines = []
    for sheet_row, row in content.rows:
        what = parse(row)
        lines.append(described(row, what, owner_of(what), proof(about, sheet_row)))
    return about, lines


def _owners(connection: Connection) -> Callable[[Parsed], Owner]:
    """Whose a row that is not in the record would be: by its folded name, model and signing date."""
    f, a, g = schema.folds, schema.agencies, schema.agreements
    by_fold = {(state, name): agency_id for state, name, agency_id in connection.execute(select(f))}
    names = {line.agency_id: line.name for line in connection.execute(select(a.c.agency_id, a.c.name))}
    ids = lookup.former_ids(connection)
    ids |= {line[0]: line[0] for line in connection.execute(select(g.c.agreement_id))}

    def owner_of(what: Parsed) -> Owner:
        agency_id = by_fold.get((what.state or "", fold(what.agency, what.state)))
        if agency_id is None:
            return Owner(None, None, "[]", what.agency)
        agreement_id = ids.get(f"{agency_id}/{what.model}/{what.signed or 'undated'}")
        return Owner(agency_id, agreement_id, "[]", names[agency_id])

    return owner_of


def _by_subject(lines: list[Line]) -> dict[Any, list[Line]]:
    found: defaultdict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        found[subject(line)].append(line)
    return found


def subject(line: Line) -> Any:
    """What a row of a list is about: its agreement, or the agency and model where it has none."""
    return line["agreement_id"] or (line["agency_id"] or (line["state"], line["agency"]), line["model"])


def _difference(was: list[Line] | None, now: list[Line] | None) -> tuple[str, tuple[Line | None, Line | None]]:
    before, after = _seen(was), _seen(now)
    if before is None or after is None:
        return ("new" if before is None else "gone"), (before, after)
    differs = [key for key in SEEN if before[key] != after[key]]
    return ("changed" if differs else ""), (columns(before, differs), columns(after, differs))


def _seen(lines: list[Line] | None) -> Line | None:
    return seen(lines[0]) if lines else None


def seen(line: Line) -> Line:
    """What of a row is held side by side."""
    return {"name": line["printed"].agency.strip(), **columns(line, SEEN[1:])}
