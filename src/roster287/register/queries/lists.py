"""Questions about the lists themselves: which there are, what one said, how many it named."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, select

from roster287.model import LISTS, PARTICIPATING, PENDING, Layout, Parsed, Row
from roster287.register import lookup, schema
from roster287.register.layout import row_of, unpack
from roster287.table import Line, Table, having, table
from roster287.vocabulary import question
from roster287.vocabulary.states import states_and_territories

PUBLICATION = (
    "publication_id", "kind", "date", "part_of_day", "date_source", "file_name", "sha256", "row_count",
    "first_captured", "last_captured", "status", "reason", "witnesses",
)  # fmt: skip
LISTED = (
    "agreement_id", "agency_id", "agency", "state", "county", "type", "model", "signed", "moa_url", "moa_status",
    "addendum_url", "corrections", "evidence",
)  # fmt: skip
WAITING = (*LISTED[:9], "corrections", "evidence")
FILTERS: question.Filters = {
    "kind": partial(question.one_of, "kind", allowed=LISTS),
    "status": partial(question.one_of, "status", allowed=("accepted", "set_aside")),
}
LISTED_FILTERS: question.Filters = {"state": question.state, "model": question.model}
Key = TypeVar("Key", int, str)
TOTALS = ("agencies", "agreements", "states", "territories", "rows")


def asked_for(**given: Any) -> Line:
    """The parts of a question that were given."""
    return {key: value for key, value in given.items() if value is not None}


def shown(line: Line) -> Line:
    """A publication as readers get it."""
    out = {column: line[column] for column in PUBLICATION if column != "witnesses"}
    out["witnesses"] = [
        {"witness": witness, "value": value, "agrees": agrees}
        for witness, value, agrees in json.loads(line["witnesses"])
    ]
    return out


def lists(connection: Connection, kind: str | None = None, status: str | None = None) -> Table:
    """The publications, in order of kind and date."""
    p = schema.publications
    query = asked_for(kind=kind, status=status)
    wanted = select(p).where(*(p.c[column] == value for column, value in question.wanted(FILTERS, query).items()))
    rows = [shown(dict(line)) for line in connection.execute(wanted.order_by(p.c.position)).mappings()]
    return table(PUBLICATION, rows, query=query)


def order(connection: Connection) -> list[str]:
    """The hashes of all files, in the order of their publications."""
    p = schema.publications
    return list(connection.execute(select(p.c.sha256).order_by(p.c.position)).scalars())


def on(
    connection: Connection,
    date: question.DayLike,
    state: str | None = None,
    model: str | None = None,
    agency: str | None = None,
    *,
    pending: bool = False,
) -> Table:
    """What the publication in force on that day listed, in the order of its sheet."""
    asked = question.day(date)
    kind = PENDING if pending else PARTICIPATING
    in_force = lookup.in_force(connection, asked, kind)
    columns = WAITING if pending else LISTED
    about = asked_for(date=asked, state=state, model=model, agency=agency, pending=pending or None)
    wanted = question.wanted(LISTED_FILTERS, about)
    if agency is not None:
        wanted["agency_id"] = lookup.agency(connection, agency)
    if in_force is None:
        return table(columns, [], query=about, as_of=asked)
    found = having(printed(connection, in_force), wanted)
    return table(columns, found, query=about, as_of=asked, publication=shown(in_force))


def standing(connection: Connection, day: str, state: str, *, pending: bool = False) -> dict[str, set[str]]:
    """The agencies of a state that the publication in force on a day names, with the models of their agreements.

    A row that ICE prints in a wrong state counts for the right one.
    """
    in_force = lookup.in_force(connection, day, PENDING if pending else PARTICIPATING)
    found: dict[str, set[str]] = {}
    if in_force is None:
        return found
    s, a = schema.subjects, schema.agreements
    rows = set(layout_of(connection, in_force).rows)
    named = select(s.c.row_id, s.c.agency_id, a.c.model).outerjoin_from(s, a, a.c.agreement_id == s.c.agreement_id)
    for row, agency_id, model in connection.execute(named.where(s.c.state == state)):
        if row in rows:
            found.setdefault(agency_id, set()).update([model] if model else [])
    return found


def layout_of(connection: Connection, publication: Line) -> Layout:
    """The numbers of the rows of a publication, and where each is in its sheet."""
    wanted = select(schema.files.c.layout).where(schema.files.c.sha256 == publication["sha256"])
    return unpack(connection.execute(wanted).scalar_one())


def printed(connection: Connection, publication: Line) -> list[Line]:
    """Each row of a publication, understood, with whose it is and its evidence."""
    return Printer(connection)(publication)


class Printer:
    """What publications print, for those who read several: each distinct row is read and understood once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[int, OwnedRow] = {}

    def __call__(self, publication: Line) -> list[Line]:
        """Each row of a publication, understood, with whose it is and its evidence."""
        layout = layout_of(self._connection, publication)
        for some in chunks(sorted(set(layout.rows) - self._rows.keys())):
            self._rows |= distinct(self._connection, some)
        return placed(layout, self._rows, publication)


def blank(connection: Connection, state: str, publications: Iterable[Line]) -> list[list[Line]]:
    """For each of some publications the rows of a state's agencies of which the model cannot be read.

    Those by which an agreement stays are none.
    """
    s = schema.subjects.c
    free = connection.execute(select(s.row_id).where(s.state == state, s.agreement_id.is_(None))).scalars().all()
    rows = {n: row for some in chunks(free) for n, row in distinct(connection, some).items() if row.what.model is None}
    found: list[list[Line]] = []
    for publication in publications if rows else ():
        layout = layout_of(connection, publication)
        at = [(sheet_row, n) for sheet_row, n in zip(layout.at, layout.rows, strict=True) if n in rows]
        found.append([described(*rows[n], proof(publication, sheet_row)) for sheet_row, n in at])
    return found


class Owner(NamedTuple):
    """Whose a row is, and the corrections that count for it (JSON); `name` as printed where it is nobody's."""

    agency_id: str | None
    agreement_id: str | None
    corrections: str
    name: str


class OwnedRow(NamedTuple):
    """A distinct row: as printed, as understood, and whose it is."""

    row: Row
    what: Parsed
    owner: Owner


def distinct(connection: Connection, numbers: Sequence[int] | None = None) -> dict[int, OwnedRow]:
    """The distinct rows of these numbers, or all, by their numbers, which are of this register alone."""
    from roster287.read import parse  # not for the questions that look at no row

    r, s, a = schema.rows, schema.subjects, schema.agencies
    rows = select(r)
    owners = select(s.c.row_id, s.c.agency_id, s.c.agreement_id, s.c.corrections, a.c.name)
    owners = owners.join(a, a.c.agency_id == s.c.agency_id)
    if numbers is not None:
        rows, owners = rows.where(r.c.row_id.in_(numbers)), owners.where(s.c.row_id.in_(numbers))
    own = {line[0]: Owner(*line[1:]) for line in connection.execute(owners)}
    found: dict[int, OwnedRow] = {}
    for line in connection.execute(rows):
        row = row_of(tuple(line))
        what = parse(row)
        found[line[0]] = OwnedRow(row, what, own.get(line[0]) or Owner(None, None, "[]", what.agency))
    return found


def placed(layout: Layout, rows: Mapping[int, OwnedRow], publication: Line) -> list[Line]:
    """Each row of a publication as readers get it, in the order of its sheet."""
    return [
        described(*rows[number], proof(publication, sheet_row))
        for sheet_row, number in zip(layout.at, layout.rows, strict=True)
    ]


def described(row: Row, what: Parsed, owner: Owner, evidence: Line) -> Line:
    """A row as readers get it: what was printed and understood, whose it is, its corrections and its proof."""
    return {
        "agreement_id": owner.agreement_id,
        "agency_id": owner.agency_id,
        "agency": owner.name,
        "state": what.state,
        "county": what.county,
        "type": what.type,
        "model": what.model,
        "signed": what.signed,
        "moa_url": what.moa_url,
        "moa_status": what.moa_status,
        "addendum_url": what.addendum_url,
        "corrections": corrections_of(owner.corrections),
        "printed": row,
        "what": what,
        "evidence": [evidence],
    }


def corrections_of(told: str) -> list[Line]:
    """What counts otherwise than a row prints it, from how the register holds it."""
    return [{"field": field, "printed": printed, "corrected": ours} for field, printed, ours in json.loads(told)]


def proof(publication: Line, sheet_row: int | None) -> Line:
    """One piece of evidence: the list, its file, its hash and the sheet row."""
    return {
        "publication_id": publication["publication_id"],
        "file_name": publication["file_name"],
        "sha256": publication["sha256"],
        "sheet_row": sheet_row,
    }


WAYS = ("state", "model", "type", "county")
"""What can be counted by; a county by its state too."""


def count(
    connection: Connection, on: question.DayLike | None = None, by: str | None = None, *, pending: bool = False
) -> Table:
    """How many agencies and agreements a list named, in all or by state, model, type or county.

    Without `on`, the newest list. Where none is in force nothing is known: the totals are null, and no row has a key.
    The key is what the list prints, without our corrections, and so not always the agency's own county. A row whose key
    cannot be read is counted under null.
    """
    kind = PENDING if pending else PARTICIPATING
    asked = question.day(on) if on is not None else None
    in_force = lookup.in_force(connection, asked, kind) if asked else lookup.newest(connection, kind)
    about: Line = {
        "query": asked_for(on=asked, by=by, pending=pending or None),
        "as_of": asked or (in_force["date"] if in_force else None),
        "publication": shown(in_force) if in_force else None,
    }
    found = printed(connection, in_force) if in_force else []
    if by is None:
        return table(TOTALS, [totals(found) if in_force else dict.fromkeys(TOTALS)], **about)
    question.one_of("way to count", by, WAYS)
    columns = ("state", "county") if by == "county" else (by,)
    groups: defaultdict[tuple[str | None, ...], list[Line]] = defaultdict(list)
    for line in found:
        groups[tuple(line[column] or None for column in columns)].append(line)
    rows = [{**dict(zip(columns, key, strict=True)), **_sizes(lines)} for key, lines in groups.items()]
    rows.sort(key=lambda row: tuple((row[c] is None, row[c] or "") for c in columns))
    return table((*columns, "agencies", "agreements", "rows"), rows, **about)


def _sizes(lines: Iterable[Line]) -> Line:
    lines = list(lines)
    agencies = {line["agency_id"] for line in lines if line["agency_id"]}
    known = [line for line in lines if line["agency_id"] and line["model"]]
    agreements = {line["agreement_id"] or (line["agency_id"], line["model"]) for line in known}
    return {"agencies": len(agencies), "agreements": len(agreements), "rows": len(lines)}


def totals(lines: list[Line]) -> Line:
    """How many agencies, agreements, states (the district counts as one), territories and rows these rows make."""
    states, territories = states_and_territories({line["state"] for line in lines if line["state"]})
    return {**_sizes(lines), "states": states, "territories": territories}


def chunks(keys: Sequence[Key]) -> Iterable[Sequence[Key]]:
    """The keys in parts that one condition holds."""
    return (keys[at : at + 500] for at in range(0, len(keys), 500))
