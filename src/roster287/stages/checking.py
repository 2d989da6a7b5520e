"""Is everything that was kept still there, and does the record follow from it?

`verify` checks the bytes, the log and the register against one another. `rebuild` reads all raw material again into a
new register and compares what readers would get, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from roster287 import curation, history
from roster287.errors import ArchiveError, RosterError
from roster287.garbage import uncollected
from roster287.progress import Progress, quiet
from roster287.register import observed
from roster287.register.database import Database, told
from roster287.register.queries import lists, tables
from roster287.settings import Home
from roster287.stages import pipeline, recording
from roster287.stages.keeping import logged_pages, read_seen
from roster287.table import Line, Table, table

FOUND = ("what", "subject", "problem")
OUTPUT = ("output", "rows", "sha256", "before", "same")


class Output(NamedTuple):
    """One thing that readers get: how many rows, and the hash of its lines as JSON."""

    name: str
    rows: int
    sha256: str


OUTPUTS: dict[str, Callable[[Connection], Table]] = {
    "lists": lists.lists,
    "agencies": tables.agencies,
    "agreements": tables.agreements,
    "applications": tables.applications,
    "changes": tables.changes,
}


def outputs(connection: Connection) -> list[Output]:
    """The hash of everything that readers get."""
    out = []
    for name, question in OUTPUTS.items():
        answer = question(connection)
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in answer)
        out.append(Output(name, len(answer), hashlib.sha256(text.encode()).hexdigest()))
    return out


def verify(home: Home, database: Database, progress: Progress = quiet) -> Table:
    """Every fault found, one a row; no row when all is well. Reads every byte kept; changes nothing."""
    problems = list(_bytes(home, progress))
    problems += _log(home)
    judged = list(_judgements(home))
    problems += judged
    with database.read() as connection:
        known = observed.load(connection)
        problems += _forgotten(home, known)
        problems += _register(home, known)
        altered = list(_judged_otherwise(home, connection))
        problems += altered
        problems += [] if judged or altered else _differences(home, connection, known)
    return table(FOUND, problems, query={})


def _bytes(home: Home, progress: Progress) -> Iterator[Line]:
    hashes = list(home.objects.hashes())
    names = {capture.sha256: capture.file_name for capture in home.captures}
    for number, sha256 in enumerate(hashes, 1):
        try:
            home.objects.get(sha256)
        except ArchiveError as error:
            name = f" It was kept as {names[sha256]}." if sha256 in names else ""
            yield {"what": "bytes", "subject": sha256, "problem": error.message + name}
        progress("checking", number, len(hashes))


def _log(home: Home) -> Iterator[Line]:
    lost = {capture.sha256: capture.file_name for capture in home.captures if capture.sha256 not in home.objects}
    lost |= {sha256: f"ICE's page of {time}" for sha256, time in logged_pages(home) if sha256 not in home.objects}
    for sha256, name in sorted(lost.items()):
        yield {"what": "bytes", "subject": sha256, "problem": f"The log has {name}, the archive has lost its bytes."}
    try:
        read_seen(home)
    except ArchiveError as error:
        yield {"what": "bytes", "subject": "seen.jsonl", "problem": error.message}


def _judgements(home: Home) -> Iterator[Line]:
    try:
        curation.own(home.judgements)
    except ArchiveError as error:
        yield {"what": "bytes", "subject": home.judgements.name, "problem": error.message}


def _judged_otherwise(home: Home, connection: Connection) -> Iterator[Line]:
    """The judgements, where the record was made by the same rules with others: one was lost, or is not applied yet."""
    rules, _, judged = recording.basis(home).rpartition(" ")
    made_by, _, then = (told(connection).get("basis") or "").rpartition(" ")
    if rules == made_by and judged != then:
        problem = (
            "The judgements are not those that the record was made with: restore the file if it was lost or altered; "
            "the next sync goes by it as it is."
        )
        yield {"what": "register", "subject": home.judgements.name, "problem": problem}


def _forgotten(home: Home, known: observed.Observed) -> Iterator[Line]:
    """What the register knows and no line of the logs names any more: files, retrievals of them, decisions on them."""
    logged = {capture.identity for capture in home.captures}
    files = {identity[0] for identity in logged}
    names = {capture.sha256: capture.file_name for capture in known.captures.values()}
    for sha256 in sorted(sha256 for sha256, origin in known.origins.items() if origin == "archive"):
        if sha256 not in files:
            problem = f"The log of captures has lost {names.get(sha256, 'it')}."
            yield {"what": "bytes", "subject": sha256, "problem": problem}
    lost = [c for identity, c in known.captures.items() if identity not in logged and c.source != history.SOURCE]
    for sha256, n in sorted(Counter(capture.sha256 for capture in lost if capture.sha256 in files).items()):
        problem = f"The log of captures has lost {n} of the times at which {names[sha256]} was retrieved."
        yield {"what": "bytes", "subject": sha256, "problem": problem}
    decided = {decision.sha256 for decision in home.decisions}
    for sha256 in sorted(known.decisions.keys() - decided):
        problem = f"The log of decisions has lost what a person decided on {names.get(sha256, 'it')}."
        yield {"what": "bytes", "subject": sha256, "problem": problem}


def _register(home: Home, known: observed.Observed) -> Iterator[Line]:
    logged = {capture.identity for capture in home.captures}
    for sha256, n in sorted(Counter(stamp[0] for stamp in logged - known.captures.keys()).items()):
        those = "1 capture in the log is" if n == 1 else f"{n} captures in the log are"
        problem = (
            f"{those} not in the register yet, as while a backfill runs or when one was stopped; the next sync adds "
        )
        yield {"what": "register", "subject": sha256, "problem": problem + ("it." if n == 1 else "them.")}
    for sha256, origin in sorted(known.origins.items()):
        if origin == "archive" and sha256 not in home.objects:
            yield {"what": "bytes", "subject": sha256, "problem": "The register rests on bytes the archive has lost."}


def _differences(home: Home, connection: Connection, known: observed.Observed) -> Iterator[Line]:
    made_by, _, _ = (told(connection).get("basis") or "").rpartition(" ")
    if made_by != recording.basis(home).rpartition(" ")[0]:
        problem = "The record was made by the rules of another version of roster287; the next sync makes it anew."
        yield {"what": "register", "subject": "rules", "problem": problem}
        return
    for name, differs in recording.differences(connection, home, known).items():
        problem = f"{differs} lines of {name} do not follow from the lists; `roster287 rebuild` makes them anew."
        yield {"what": "register", "subject": name, "problem": problem}


def rebuild(home: Home, database: Database, progress: Progress = quiet) -> Table:
    """Read all raw material again, compare with the register, and put the new one in its place where they differ.

    One row an output: its hash, the hash it had before (None where the register could not be read), and whether they
    are the same. The register is untouched when everything in it is the same. Raises `ArchiveError` when the log of
    captures has lost files that the register knows: what is made without them would be less. A file that is no
    database any more is kept beside the new one.
    """
    aside = home.root / "rebuild.db"
    with pipeline.writing(home), uncollected():
        _remove(aside)
        home.make(history=True)
        database.put_aside_damaged()
        known = _remembered(home, database)
        _refuse_less(home, database)
        fresh = Database(f"sqlite:///{aside}")
        try:
            recording.record(home, fresh, progress, anew=True, remembered=known)
            with fresh.read() as connection:
                new = outputs(connection)
        finally:
            fresh.close()
            _remove(aside)
        before = {output.name: output.sha256 for output in _outputs_now(database)}
        rows = [
            {**output._asdict(), "output": output.name, "before": before.get(output.name)}
            | {"same": before.get(output.name) == output.sha256}
            for output in new
        ]
        if not all(row["same"] for row in rows) or _stale(home, database):
            recording.record(home, database, progress, anew=True, remembered=known)
    return table(OUTPUT, rows, query={})


def _remembered(home: Home, database: Database) -> observed.Observed:
    """What only the register still has of shipped histories; nothing where it cannot be read."""
    shipped = history.hashes(history.shipped()) if home.has_history() else set()
    try:
        with database.read() as connection:
            return observed.remembered(connection, shipped, home.id)
    except RosterError:
        return observed.Observed()


def _refuse_less(home: Home, database: Database) -> None:
    if not database.is_made(home):
        return
    with database.read() as connection:
        lost = list(_forgotten(home, observed.load(connection)))
    if lost:
        raise ArchiveError(
            f"The logs of the archive have lost what the record rests on ({len(lost)}): {lost[0]['problem']}",
            f"Restore {home.root / 'archive'} from a copy; the record is as it was.",
        )


def _stale(home: Home, database: Database) -> bool:
    """Whether anything in the register does not follow from the lists, even if no output shows it."""
    with database.read() as connection:
        return bool(recording.differences(connection, home, observed.load(connection)))


def _outputs_now(database: Database) -> list[Output]:
    try:
        if not database.is_made():
            return []
        with database.read() as connection:
            return outputs(connection)
    except RosterError:
        return []


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
