"""What in a list is not as it should be: what in its file is no row, and the cells that are misprinted."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, select

from roster287.model import PARTICIPATING, PENDING, Issue, Parsed
from roster287.read import DOUBTS, PROBLEMS
from roster287.read.sentences import said
from roster287.register import lookup, schema
from roster287.register.queries.lists import asked_for, printed, proof, shown
from roster287.table import Line, Table, table
from roster287.vocabulary import question
from roster287.vocabulary.messages import speaker

ISSUES = (
    "publication_id", "sheet_row", "column", "code", "severity", "state", "agency", "printed", "targets", "understood",
    "sentence", "evidence",
)  # fmt: skip
SEVERITIES = ("note", "doubt", "fatal")
_UNDERSTOOD = {"moa": "moa_url", "addendum": "addendum_url"}
"""What is understood of a cell, where it is not called as the cell is."""


def issues(
    connection: Connection,
    publication: str | None = None,
    severity: str | None = None,
    *,
    pending: bool = False,
    lang: str = "en",
) -> Table:
    """What in a list is not as it should be, that of the file first, then row by row.

    `publication` is an id, a hash or a day; without it, the newest list. `column` is the letter of its sheet's column
    where the file is told of, and else our name of it. Raises `UsageError` for a list that is not on record.
    """
    if severity is not None:
        question.one_of("severity", severity, SEVERITIES)
    kind = PENDING if pending else PARTICIPATING
    about = asked_for(publication=publication, severity=severity, pending=pending or None)
    of = lookup.publication(connection, publication, kind) if publication else lookup.newest(connection, kind)
    if of is None:
        return table(ISSUES, [], query=about)
    found = [*_of_file(connection, of, lang), *_of_rows(connection, of, lang)]
    found = [line for line in found if severity in (None, line["severity"])]
    return table(ISSUES, found, query=about, as_of=of["date"], publication=shown(of))


def _of_file(connection: Connection, of: Line, lang: str) -> Iterator[Line]:
    say = speaker(lang)
    kept = connection.execute(select(schema.files.c.issues).where(schema.files.c.sha256 == of["sha256"])).scalar()
    for issue in (Issue(*told) for told in json.loads(kept or "[]")):
        yield {
            **dict.fromkeys(ISSUES),
            "publication_id": of["publication_id"],
            "sheet_row": issue.row,
            "column": issue.column,
            "code": issue.code,
            "severity": issue.severity,
            "printed": issue.value,
            "targets": [],
            "sentence": said(issue.message, say),
            "evidence": [proof(of, issue.row)],
        }


def _of_rows(connection: Connection, of: Line, lang: str) -> Iterator[Line]:
    say = speaker(lang)
    for line in printed(connection, of):
        what: Parsed = line["what"]
        for column, code in what.problems:
            yield {
                "publication_id": of["publication_id"],
                "sheet_row": line["evidence"][0]["sheet_row"],
                "column": column,
                "code": code,
                "severity": "doubt" if code in DOUBTS else "note",
                "state": line["state"],
                "agency": line["agency"],
                "printed": getattr(line["printed"], column),
                "targets": list(getattr(line["printed"], f"{column}_targets", ())),
                "understood": getattr(what, _UNDERSTOOD.get(column, column)) or None,
                "sentence": say(PROBLEMS[code]),
                "evidence": line["evidence"],
            }
