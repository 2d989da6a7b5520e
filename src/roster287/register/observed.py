"""What was observed: files, their rows, their captures; read whole, and added to.

Rows are numbered as they come. The numbers stay inside the register: nothing that readers see depends on them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, bindparam, inspect, select

from roster287.errors import StoreError
from roster287.model import Capture, Decision, Issue, Layout, ListContent, Parsed, Row
from roster287.read import READER_VERSION, parse
from roster287.register import schema, stores
from roster287.register.database import insert_all, told
from roster287.register.layout import cells_of, pack, row_of, unpack
from roster287.resolve.publications import FileFacts

Stamp = tuple[str, str, str, str]
"""What makes a capture the same capture: hash, file name, kind of stamp, stamp."""


@dataclass(slots=True)
class Observed:
    """Everything observed, with what is new since it was loaded."""

    rows: list[Row] = field(default_factory=list)
    numbers: dict[Row, int] = field(default_factory=dict)
    files: dict[str, FileFacts] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    outdated: set[str] = field(default_factory=set)
    """The files that another version of the reader read."""
    captures: dict[Stamp, Capture] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    """The last decision of a person on each list, by its hash."""
    new_files: dict[str, None] = field(default_factory=dict)
    new_captures: list[Capture] = field(default_factory=list)
    new_decisions: list[Decision] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Files that a shipped history told of, and whose bytes the archive now has."""
    saved_rows: int = 0
    _met: dict[int, int] = field(default_factory=dict)
    """Numbers of the rows met, by identity: lists that were read together share their rows."""
    _alive: list[Row] = field(default_factory=list)
    """The rows met, so that no other takes the identity of one."""
    _parsed: _Parsed = field(init=False)

    def __post_init__(self) -> None:
        self._parsed = _Parsed(self.rows)

    def add(self, content: ListContent) -> None:
        """Add what a file of the archive says, as read."""
        facts = FileFacts(
            content.sha256,
            content.form,
            content.kind,
            content.modified,
            content.columns,
            content.sheet,
            content.fatal,
            content.issues,
            self._layout(content.rows),
        )
        self.add_facts(facts, "archive")

    def add_facts(self, facts: FileFacts, origin: str) -> None:
        """Add a file. One that is known stays as it is, except that bytes (`archive`) go before `history`.

        What another version of the reader read gives way to what this one reads.
        """
        known = self.origins.get(facts.sha256)
        again = facts.sha256 in self.outdated and facts.sha256 not in self.new_files
        if (known == "archive" != origin) or (known == origin and not again):
            return
        if known is not None:
            self.replaced.append(facts.sha256)
        self.files[facts.sha256] = facts
        self.origins[facts.sha256] = origin
        self.new_files[facts.sha256] = None

    def keep(self, sha256: str) -> bool:
        """Note that the archive has these bytes. False when they have to be read: when no shipped history tells of
        them, or one that another version of the reader read."""
        if self.origins.get(sha256) != "history" or (sha256 in self.outdated and sha256 not in self.new_files):
            return False
        self.origins[sha256] = "archive"
        self.kept.append(sha256)
        return True

    def number(self, row: Row) -> int:
        """The number of this row, a new one if it was never seen."""
        kept = _storable(row)
        number = self.numbers.setdefault(kept, len(self.rows))
        if number == len(self.rows):
            self.rows.append(kept)
            self._parsed[number] = parse(kept)
        return number

    def _layout(self, placed: Sequence[tuple[int, Row]]) -> Layout:
        at, rows = zip(*placed, strict=True) if placed else ((), ())
        for row in rows:
            if id(row) not in self._met:
                self._met[id(row)] = self.number(row)
                self._alive.append(row)
        return Layout.of(at, map(self._met.__getitem__, map(id, rows)))

    def add_from(self, other: Observed) -> None:
        """Add the files and captures of another that are not known, with their rows."""
        for sha256, facts in other.files.items():
            layout = Layout.of(facts.layout.at, (self.number(other.rows[row]) for row in facts.layout.rows))
            self.add_facts(replace(facts, layout=layout), other.origins[sha256])
        self.add_captures(other.captures.values())

    def add_captures(self, captures: Iterable[Capture]) -> None:
        """Add the captures that are not known."""
        for capture in captures:
            stamp = capture.identity
            if stamp not in self.captures:
                self.captures[stamp] = capture
                self.new_captures.append(capture)

    def add_decisions(self, decisions: Iterable[Decision]) -> None:
        """Add the decisions that are not known; of several on one list the last counts."""
        last = {decision.sha256: decision for decision in decisions}
        self.new_decisions += [one for sha256, one in last.items() if self.decisions.get(sha256) != one]
        self.decisions |= last

    def captures_by_file(self) -> dict[str, list[Capture]]:
        """The captures of each file."""
        found: dict[str, list[Capture]] = {}
        for capture in self.captures.values():
            found.setdefault(capture.sha256, []).append(capture)
        return found

    def parsed(self) -> Mapping[int, Parsed]:
        """What was understood of each row, by number: of a new one at once, of others when it is asked for."""
        return self._parsed


def _storable(row: Row) -> Row:
    """The row with U+FFFD for the one character that a database text cannot hold; a workbook can print it."""
    if "\0" not in "".join(row[:8]):
        return row
    return Row._make([*(cell.replace("\0", "\ufffd") for cell in row[:8]), *row[8:]])


class _Parsed(dict[int, Parsed]):
    """Rows by number, parsed once each, and only those that somebody looks at."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, number: int) -> Parsed:
        found = self[number] = parse(self._rows[number])
        return found


def lacks(connection: Connection, logged: Iterable[Capture], decided: Iterable[Decision]) -> bool:
    """Whether the logs of the archive hold anything that the database does not."""
    c, f, d = schema.captures.c, schema.files.c, schema.decisions
    known = {tuple(line) for line in connection.execute(select(c.sha256, c.file_name, c.stamp_kind, c.stamp))}
    kept = set(connection.execute(select(f.sha256).where(f.origin == "archive")).scalars())
    said = {line[0]: tuple(line) for line in connection.execute(select(d))}
    last = {decision.sha256: decision for decision in decided}
    return any(capture.identity not in known or capture.sha256 not in kept for capture in logged) or any(
        said.get(sha256) != decision for sha256, decision in last.items()
    )


def read_before(connection: Connection) -> set[str]:
    """The files of which the database holds what this version of the reader reads."""
    f = schema.files.c
    return set(connection.execute(select(f.sha256).where(f.reader == READER_VERSION)).scalars())


def load(connection: Connection) -> Observed:
    """Everything the database holds of what was observed."""
    found = _observations(connection)
    found.decisions = {line[0]: Decision(*line) for line in connection.execute(select(schema.decisions))}
    return found


def _observations(connection: Connection) -> Observed:
    found = Observed()
    for line in connection.execute(select(schema.rows).order_by(schema.rows.c.row_id)):
        row = row_of(tuple(line))
        found.numbers[row] = len(found.rows)
        found.rows.append(row)
    found.saved_rows = len(found.rows)
    for file in connection.execute(select(schema.files)).mappings():
        found.files[file["sha256"]] = FileFacts(
            file["sha256"],
            file["form"],
            file["kind"],
            file["modified"],
            tuple(json.loads(file["columns"])),
            file["sheet"],
            file["fatal"],
            tuple(Issue(*issue) for issue in json.loads(file["issues"])),
            unpack(file["layout"]),
        )
        found.origins[file["sha256"]] = file["origin"]
        if file["reader"] != READER_VERSION:
            found.outdated.add(file["sha256"])
    for line in connection.execute(select(schema.captures)):
        sha256, name, kind, stamp, source, headers = line
        capture = Capture(sha256, name, kind, stamp, source, tuple((k, v) for k, v in json.loads(headers)))
        found.captures[capture.identity] = capture
    return found


def remembered(connection: Connection, known: Collection[str], home_id: str | None) -> Observed:
    """What only registers of this home still have, before one is made anew: files of a shipped history, not `known`.

    Everything else observed is in the archive. Raises `StoreError` when the register that would be replaced keeps it
    in another form; those of other versions stay where they are.
    """
    found = Observed()
    for namespace in stores.namespaces(connection):
        with stores.within(connection, namespace):
            said = told(connection)
            if "schema" not in said or said.get("home", home_id) != home_id:
                continue
            if (other := _in_another_form(connection)) is None:
                found.add_from(_lone(connection, {*known, *found.files}))
            elif namespace in ("", stores.NAMESPACE):
                raise StoreError(
                    f"Another version of roster287 made this register; it keeps the table {other} in another form.",
                    "Use that version or a later one; `roster287 rebuild` makes the register from the archive alone.",
                )
    return found


def _in_another_form(connection: Connection) -> str | None:
    """The first table of observations without a column that we read."""
    for table in schema.OBSERVED:
        kept = connection.dialect.has_table(connection, table.name) and inspect(connection).get_columns(table.name)
        if not {column["name"] for column in kept or ()} >= set(table.columns.keys()):
            return table.name
    return None


def _lone(connection: Connection, known: Collection[str]) -> Observed:
    f = schema.files
    lone = set(connection.execute(select(f.c.sha256).where(f.c.origin == "history")).scalars()) - set(known)
    if not lone:
        return Observed()
    whole = _observations(connection)
    whole.files = {sha256: facts for sha256, facts in whole.files.items() if sha256 in lone}
    whole.captures = {stamp: capture for stamp, capture in whole.captures.items() if stamp[0] in lone}
    return whole


def save(connection: Connection, found: Observed) -> None:
    """Write what is new."""
    for sha256 in found.replaced:
        connection.execute(schema.files.delete().where(schema.files.c.sha256 == sha256))
    if kept := [{"kept": sha256} for sha256 in found.kept if sha256 not in found.new_files]:
        stands = schema.files.c.sha256 == bindparam("kept")
        connection.execute(schema.files.update().where(stands).values(origin="archive"), kept)
    new_rows = found.rows[found.saved_rows :]
    insert_all(connection, schema.rows, [(n, *cells_of(row)) for n, row in enumerate(new_rows, found.saved_rows)])
    insert_all(connection, schema.files, [_file(found, sha256) for sha256 in found.new_files])
    insert_all(connection, schema.captures, [(*c.identity, c.source, _json(c.headers)) for c in found.new_captures])
    for decision in found.new_decisions:
        connection.execute(schema.decisions.delete().where(schema.decisions.c.sha256 == decision.sha256))
    insert_all(connection, schema.decisions, found.new_decisions)


def _file(found: Observed, sha256: str) -> tuple[Any, ...]:
    file = found.files[sha256]
    return (
        sha256, file.form, file.kind, file.modified, _json(file.columns), file.sheet, file.fatal, _json(file.issues),
        pack(file.layout), found.origins[sha256], READER_VERSION,
    )  # fmt: skip


_json = json.JSONEncoder().encode
