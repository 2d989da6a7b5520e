"""Bringing the register up to the archive: read what it lacks, resolve everything, write the differences.

All in one transaction, so that readers see the record before or the record after, and nothing between.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection, select

from roster287 import curation, history
from roster287.errors import ArchiveError
from roster287.model import ListContent
from roster287.places.roster import shipped_roster
from roster287.progress import Progress, counted
from roster287.read.batch import reading
from roster287.register import derived, locations, observed, schema
from roster287.register.database import Database
from roster287.resolve.agencies import Curation
from roster287.resolve.record import Record, resolve
from roster287.settings import Home


class SetAside(NamedTuple):
    """A list that readers do not see, and why."""

    publication_id: str
    file_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did. `events` are the ids of the events it added, in the record's order.

    `set_aside` are the lists of this sync, and those it made doubtful, that readers do not see.
    """

    files: int
    new_files: int
    new_captures: int
    events: tuple[str, ...]
    set_aside: tuple[SetAside, ...]


def record(
    home: Home,
    database: Database,
    progress: Progress,
    *,
    anew: bool = False,
    again: bool = False,
    contents: Mapping[str, ListContent] = MappingProxyType({}),
    about: Collection[str] = frozenset(),
) -> Synced:
    """Bring the register up to the archive: read what it lacks, resolve, write the differences, all or nothing."""
    with database.write() as connection:
        if anew:
            database.make(connection)
        known = observed.load(connection)
        if anew and (whole := history.shipped()) is not None:
            locations.preload(connection, whole.get("locations", ()))
            if home.has_history():
                history.add_to(known, whole)
        logged = list(home.captures)
        lacking = {c.sha256 for c in logged if known.origins.get(c.sha256) != "archive"}
        for content in _read(home, lacking, contents, progress):
            known.add(content, "archive")
        known.add_captures(logged)
        known.add_decisions(home.decisions)
        before = _set_aside(connection)
        changes: dict[str, derived.Change] = {}
        if known.changed or anew or again:
            progress("recording", 0, 1)
            observed.save(connection, known)
            changes = _resolve(connection, home, known)
            progress("recording", 1, 1)
        after = _set_aside(connection)
    return Synced(
        len(about),
        len(known.new_files),
        len(known.new_captures),
        tuple(key[0] for key in changes["events"].added) if changes else (),
        tuple(SetAside(*line[1:]) for line in after if line[0] in about or (line not in before and not anew)),
    )


def _read(home: Home, wanted: set[str], contents: Mapping[str, ListContent], progress: Progress) -> list[ListContent]:
    """What kept files say, sorted by hash; those of `contents` are read already.

    Raises `ArchiveError` when the bytes of one are lost or altered.
    """
    found = {sha256: contents[sha256] for sha256 in wanted if sha256 in contents}
    lacking = sorted(wanted - found.keys())
    try:
        with reading([home.objects.path(sha256) for sha256 in lacking], counted(progress, len(lacking))) as read:
            found |= {content.sha256: content for content in read}
    except OSError as error:
        raise ArchiveError(
            f"A kept file cannot be read: {error.strerror}: {error.filename}.",
            "Restore the archive folder from a copy; `roster287 verify` lists what is lost.",
        ) from error
    if altered := wanted - found.keys():
        raise ArchiveError(
            f"The bytes kept as {min(altered)} have changed.",
            "Restore the archive folder from a copy; `roster287 verify` lists what has changed.",
        )
    return [found[sha256] for sha256 in sorted(found)]


def _resolve(connection: Connection, home: Home, known: observed.Observed) -> dict[str, derived.Change]:
    where = locations.load(connection)
    changes = derived.write(connection, _resolved(home, known), where)
    where.save(connection)
    return changes


def _resolved(home: Home, known: observed.Observed) -> Record:
    decided = {decision.sha256 for decision in known.decisions}
    judged = curation.judgements(home.judgements)
    people = Curation(judged, curation.agency_ids(), curation.agreement_ids(), shipped_roster())
    corrections = curation.corrections()
    return resolve(known.files.values(), known.captures_by_file(), known.parsed(), decided, corrections, people)


def differences(connection: Connection, home: Home, known: observed.Observed) -> dict[str, int]:
    """For each derived table, how many lines are not what the observed gives; nothing is written."""
    return derived.differences(connection, _resolved(home, known), locations.load(connection))


def _set_aside(connection: Connection) -> list[tuple[str, ...]]:
    table = schema.publications
    wanted = select(table.c.sha256, table.c.publication_id, table.c.file_name, table.c.reason)
    return [tuple(line) for line in connection.execute(wanted.where(table.c.status == "set_aside").order_by("ordinal"))]
