"""Questions about one agency or agreement: its whole history, and the proof of what a list said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from roster287.errors import UsageError
from roster287.model import COLUMNS, PARTICIPATING, Row
from roster287.register import lookup, schema
from roster287.register.layout import row_of
from roster287.register.queries import tables
from roster287.register.queries.lists import asked_for, corrections_of, layout_of, proof, shown
from roster287.table import Line, Table, columns, table
from roster287.vocabulary import question
from roster287.vocabulary.marking import N_
from roster287.vocabulary.messages import Speaker, speaker

HISTORY = ("agency", "agreements", "applications", "events", "spellings")
SPELLING = ("name", "first_listed", "last_listed")
PROOF = (
    "agreement_id", "agency", "publication_id", "date", "file_name", "sha256", "sheet_row", "printed", "targets",
    "corrections", "bytes_kept", "how_to_check",
)  # fmt: skip
CHECK_KEPT = N_(
    "The file is in this home's archive (archive/objects, or where its settings put it): {name}, its SHA-256."
)
CHECK_LATER = N_(
    "This home has the facts of the file but not its bytes, which come with `roster287 backfill` or with "
    "`roster287 sync --from` and a copy of the file. Check a copy with: sha256sum FILE"
)


def show(connection: Connection, subject: str, *, lang: str = "en") -> Table:
    """One agency, or one agreement and its agency, with everything the record knows. One row."""
    agreement_id = None
    if "/" in subject:
        agreement_id = lookup.agreement(connection, subject)
        agency_id = agreement_id.split("/")[0]
    else:
        agency_id = lookup.agency(connection, subject)
    told = tables.events(connection, schema.events.c.agency_id == agency_id, lang=lang)
    (agency,) = tables.agencies_with_ids(connection, [agency_id])
    agreements = tables.agreements(connection, agency=agency_id)
    s = schema.spellings
    newest = tables.Newest.of(connection)
    wanted = select(s).where(s.c.agency_id == agency_id).order_by(s.c.first_listed, s.c.name)
    spellings = [newest.spelling(line) for line in connection.execute(wanted).mappings()]
    row = history(agency, agreements, tables.applications(connection, agency=agency_id), told, spellings, agreement_id)
    return table(HISTORY, [row], query={"id": subject}, as_of=agreements.as_of, publication=agreements.publication)


def history(
    agency: Line,
    agreements: Iterable[Line],
    applications: Iterable[Line],
    events: Iterable[Line],
    spellings: Iterable[Line],
    agreement_id: str | None,
) -> Line:
    """The row of an agency, made of its lines; of one of its agreements without what is of other agreements alone."""
    agreements, applications = list(agreements), list(applications)
    if agreement_id is not None:
        agreements = [line for line in agreements if line["agreement_id"] == agreement_id]
        model = agreements[0]["model"]
        waited = sorted((a for a in applications if a["model"] == model), key=itemgetter("first_pending"))
        applications = [line for line in waited if line["agreement_id"] == agreement_id]
        events = [event for event in events if _of_agreement(event, agreement_id, model, waited)]
    return {
        "agency": columns(agency, tables.AGENCY),
        "agreements": [columns(line, tables.AGREEMENT) for line in agreements],
        "applications": [columns(line, tables.APPLICATION) for line in applications],
        "events": [columns(line, tables.EVENT) for line in events],
        "spellings": [columns(line, SPELLING) for line in spellings],
    }


def _of_agreement(event: Line, agreement_id: str, model: str, waited: Sequence[Line]) -> bool:
    """Whether an event is of an agreement, of the application that it answered, or of the agency as a whole.

    `waited` are the agency's applications for that model, the first one first.
    """
    if event["agreement_id"] is not None or event["model"] is None:
        return event["agreement_id"] in (None, agreement_id)
    begun = [line for line in waited if line["first_pending"] <= event["date"]]
    return event["model"] == model and (not begun or begun[-1]["agreement_id"] == agreement_id)


def evidence(
    connection: Connection, agreement_id: str, on: question.DayLike | None = None, *, lang: str = "en"
) -> Table:
    """What the list in force on that day printed for an agreement: file, hash, sheet row and cells.

    Without `on`, the last list that named it. No row where the list did not name it: that is proof too, and
    `publication` names the list; `note` in the query names an earlier list of the same day that did.
    """
    subject = lookup.agreement(connection, agreement_id)
    agreement = (
        connection.execute(select(schema.agreements).where(schema.agreements.c.agreement_id == subject))
        .mappings()
        .one()
    )
    last = tables.Newest.of(connection).agreement(agreement)["last_listed"]
    asked = question.day(on) if on is not None else str(last)
    in_force = lookup.in_force(connection, asked) if on is not None else _last_that_named(connection, subject, asked)
    if in_force is None:
        raise UsageError(
            f"No participating list of {asked} or before is in the record.", "`roster287 lists` shows them."
        )
    a = schema.agencies
    name = connection.execute(select(a.c.name).where(a.c.agency_id == agreement["agency_id"])).scalar_one()
    say, rows = speaker(lang), []
    for sheet_row, printed, corrections in _rows_of(connection, subject, in_force):
        targets = {key: list(found) for key, found in zip(("moa", "addendum"), printed[8:], strict=True) if found}
        rows.append(
            {
                "agreement_id": subject,
                "agency": name,
                "date": in_force["date"],
                **proof(in_force, sheet_row),
                "printed": {column: cell for column, cell in zip(COLUMNS, printed, strict=False) if cell},
                "targets": targets,
                "corrections": corrections_of(corrections),
                **_kept(connection, in_force, say),
            }
        )
    query = asked_for(agreement_id=agreement_id, on=None if on is None else asked)
    if not rows and in_force["date"] == asked and (earlier := _last_that_named(connection, subject, asked)):
        query["note"] = say("An earlier list of that day names it: {id}.").format(id=earlier["publication_id"])
    return table(PROOF, rows, query=query, as_of=asked, publication=shown(in_force))


def _last_that_named(connection: Connection, agreement_id: str, day: str) -> Line | None:
    """The last list of that day that names the agreement: several lists can share a day."""
    p = schema.publications
    wanted = select(p).where(p.c.kind == PARTICIPATING, p.c.status == "accepted", p.c.date == day)
    for line in connection.execute(wanted.order_by(p.c.position.desc())).mappings():
        if _rows_of(connection, agreement_id, dict(line)):
            return dict(line)
    return None


def _rows_of(connection: Connection, agreement_id: str, publication: Line) -> list[tuple[int, Row, str]]:
    """The rows of an agreement on a list: where each is, what it prints, and what of that counts otherwise (JSON)."""
    rows, subjects = schema.rows, schema.subjects
    wanted = select(rows, subjects.c.corrections).join(subjects, subjects.c.row_id == rows.c.row_id)
    own = {
        line[0]: (row_of(tuple(line[:-1])), line[-1])
        for line in connection.execute(wanted.where(subjects.c.agreement_id == agreement_id))
    }
    layout = layout_of(connection, publication)
    return [(at, *own[row]) for at, row in zip(layout.at, layout.rows, strict=True) if row in own]


def _kept(connection: Connection, publication: Line, say: Speaker) -> dict[str, Any]:
    files, sha256 = schema.files, publication["sha256"]
    kept = connection.execute(select(files.c.origin).where(files.c.sha256 == sha256)).scalar() == "archive"
    how = CHECK_KEPT if kept else CHECK_LATER
    return {"bytes_kept": kept, "how_to_check": say(how).format(name=f"{sha256[:2]}/{sha256}")}
