"""The order of the stages, and the only module that knows it: acquire, archive, read, resolve, record.

Bytes are kept and logged first. Whatever the log holds and the register does not is then read and recorded in one
transaction, so that a run killed at any instant is completed by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout
from sqlalchemy import Connection, select

from roster287 import curation, history
from roster287.acquire.files import Found, find
from roster287.archive.objects import digest
from roster287.clock import now
from roster287.errors import ArchiveError, StoreError, UsageError
from roster287.model import Capture, Decision, ListContent
from roster287.places.roster import shipped_roster
from roster287.read.batch import read_all
from roster287.register import derived, locations, lookup, observed, schema
from roster287.register.database import Database
from roster287.resolve import Record, resolve
from roster287.resolve.agencies import Curation
from roster287.settings import Home
from roster287.vocabulary.names import fold

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


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


def quiet(_what: str, _done: int, _all: int) -> None:
    """Progress that nobody watches."""


PATIENCE = 30.0
"""Seconds that a writer waits for another."""


@contextmanager
def writing(home: Home) -> Iterator[None]:
    """Hold the home for writing. Raises `StoreError` when another process holds it for longer than `PATIENCE`."""
    home.root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home.lock, timeout=PATIENCE):
            yield
    except Timeout:
        raise StoreError(f"Another process is writing to {home.root}.", "Wait until it is done, or stop it.") from None


def ready(home: Home, database: Database, progress: Progress = quiet) -> None:
    """Make the home and its register if they are not there: a new home begins with the shipped history."""
    if home.exists and database.is_made():
        return
    with writing(home):
        if home.exists and database.is_made():
            return
        home.make(history=True)
        _record(home, database, progress, anew=True)


def make(home: Home, database: Database, *, empty: bool, progress: Progress = quiet) -> None:
    """Make a home, with the shipped history or without. Raises `UsageError` when it exists in the other form."""
    if home.exists and home.has_history() == empty:
        has = "without" if empty else "with"
        raise UsageError(f"{home.root} is a home already, and not one {has} the shipped history.", "Name another.")
    with writing(home):
        home.make(history=not empty)
        if not database.is_made():
            _record(home, database, progress, anew=True)


def sync(
    home: Home,
    database: Database,
    sources: Iterable[str | Path],
    accept: Sequence[str] = (),
    progress: Progress = quiet,
) -> Synced:
    """Take in files and folders. Twice is once; nothing that is kept is ever changed."""
    with writing(home):
        home.make(history=True)
        found = list(find([*sources, *(a for a in accept if Path(a).is_file())]))
        taken = _keep(home, found, progress)
        home.captures.append(_unlogged(home, taken))
        if accept:
            home.decisions.append(_decisions(home, database, accept))
        return _record(home, database, progress, anew=not database.is_made(), about={c.sha256 for c in taken})


def judge(
    home: Home,
    database: Database,
    verdict: str,
    one: tuple[str, str],
    other: tuple[str, str],
    why: str,
    evidence: str,
    *,
    supersede: bool,
) -> Synced:
    """Add a judgement on two (state, printed name) to the home's log, and bring the record in line with it."""
    if one[0] != other[0]:
        raise UsageError("Two agencies of two states are never one.", "Name two of one state.")
    if fold(one[1], one[0]) == fold(other[1], other[0]):
        raise UsageError("These two are one name, spelled out.", "Name two that differ.")
    given = curation.Judgement(
        verdict, one[0], one[1], other[1], "operator", now()[:10], why, evidence, "yes" if supersede else ""
    )
    with writing(home):
        curation.append(home.judgements, given)
        return _record(home, database, quiet, anew=False, again=True)


def rebuild(home: Home, target: Database, progress: Progress = quiet) -> None:
    """Make the register again in `target`, from the archive and, if the home has it, the shipped history."""
    _record(home, target, progress, anew=True)


def _keep(home: Home, found: Sequence[Found], progress: Progress) -> list[Capture]:
    """Put the bytes of every file into the archive; give their captures."""

    def keep(file: Found) -> list[Capture]:
        sha256 = home.objects.put(file.path.read_bytes())
        return [Capture(sha256, *stamp, source="file") for stamp in file.stamps]

    try:
        with ThreadPoolExecutor(8) as threads:
            kept = []
            for number, captures in enumerate(threads.map(keep, found), 1):
                kept.extend(captures)
                progress("keeping", number, len(found))
            return kept
    except OSError as error:
        raise ArchiveError(
            f"A list could not be kept: {error.strerror}: {error.filename}.",
            "Look at the file and the disk, then sync again.",
        ) from error


def _unlogged(home: Home, captures: Iterable[Capture]) -> list[Capture]:
    known = {observed.stamp_of(capture) for capture in home.captures}
    return [c for c in dict.fromkeys(captures) if observed.stamp_of(c) not in known]


def _decisions(home: Home, database: Database, accept: Sequence[str]) -> list[Decision]:
    known = {decision.sha256 for decision in home.decisions}
    hashes = []
    for what in accept:
        path = Path(what)
        if path.is_file():
            hashes.append(digest(path.read_bytes()))
            continue
        with database.read() as connection:
            hashes.append(str(lookup.publication(connection, what)["sha256"]))
    return [
        Decision(sha256, "operator", now(), "accepted with sync --accept")
        for sha256 in dict.fromkeys(hashes)
        if sha256 not in known
    ]


def _record(
    home: Home,
    database: Database,
    progress: Progress,
    *,
    anew: bool,
    again: bool = False,
    about: Collection[str] = frozenset(),
) -> Synced:
    """Bring the register up to the archive: read what it lacks, resolve, write the differences, all or nothing."""
    with database.write() as connection:
        if anew:
            database.make(connection)
        known = observed.load(connection)
        if anew and home.has_history():
            history.load_into(known)
        logged = list(home.captures)
        lacking = sorted({c.sha256 for c in logged if known.origins.get(c.sha256) != "archive"})
        names = {c.sha256: c.file_name for c in reversed(logged)}
        for content in _read(home, {sha256: names[sha256] for sha256 in lacking}, progress):
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


def _read(home: Home, names: dict[str, str], progress: Progress) -> list[ListContent]:
    """What kept files say, sorted by hash. Raises `ArchiveError` when the bytes of one are lost or altered."""
    paths = [(home.objects.path(sha256), name) for sha256, name in names.items()]
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        progress("reading", done, len(paths))

    try:
        contents = sorted(read_all(paths, told), key=lambda content: content.sha256)
    except OSError as error:
        raise ArchiveError(
            f"A kept file cannot be read: {error.strerror}: {error.filename}.",
            "Restore the archive folder from a copy; `roster287 verify` lists what is lost.",
        ) from error
    if altered := {content.sha256 for content in contents} ^ names.keys():
        raise ArchiveError(
            f"The bytes of {len(altered) // 2} kept files have changed.",
            "Restore the archive folder from a copy; `roster287 verify` lists them.",
        )
    return contents


def _resolve(connection: Connection, home: Home, known: observed.Observed) -> dict[str, derived.Change]:
    where = locations.load(connection)
    changes = derived.write(connection, _resolved(home, known), where)
    where.save(connection)
    return changes


def _resolved(home: Home, known: observed.Observed) -> Record:
    decided = {decision.sha256 for decision in known.decisions}
    people = Curation(curation.judgements(home.judgements), curation.agency_ids(), shipped_roster())
    corrections = curation.corrections()
    return resolve(known.files.values(), known.captures_by_file(), known.parsed(), decided, corrections, people)


def differences(connection: Connection, home: Home, known: observed.Observed) -> dict[str, int]:
    """For each derived table, how many lines are not what the observed gives; nothing is written."""
    return derived.differences(connection, _resolved(home, known), locations.load(connection))


def _set_aside(connection: Connection) -> list[tuple[str, ...]]:
    table = schema.publications
    wanted = select(table.c.sha256, table.c.publication_id, table.c.file_name, table.c.reason)
    return [tuple(line) for line in connection.execute(wanted.where(table.c.status == "set_aside").order_by("ordinal"))]
