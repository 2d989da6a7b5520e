"""Files, addresses and judgements taken in, in the order of the stages: acquire, archive, read, resolve, record.

A look at ICE's page (`fetching`) and a backfill (`backfilling`) keep that order too.
Bytes are kept and logged first. Whatever the log holds and the register does not is then read and recorded in one
transaction, so that a run killed at any instant is completed by the next. What only recording needs is imported while
the lists are being read.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from roster287.acquire.files import Found, find, is_address
from roster287.archive.objects import digest
from roster287.clock import now
from roster287.errors import ArchiveError, RosterError, StoreError, UsageError
from roster287.files import expanded
from roster287.garbage import uncollected
from roster287.model import Capture, Decision
from roster287.progress import Progress, counted, quiet
from roster287.read.batch import reading
from roster287.settings import Home
from roster287.stages.keeping import unlogged
from roster287.stages.keeping import writing as writing
from roster287.vocabulary.file_names import ENDINGS
from roster287.vocabulary.question import is_day

if TYPE_CHECKING:
    from roster287.model import Synced
    from roster287.register.database import Database

REMEDY = "Get the list again; where only its day is missing, put it into the file's name. Then sync it."
FULL = (errno.ENOSPC, errno.EDQUOT)
"""What a system says of a disk without room."""


def ready(home: Home, database: Database, progress: Progress = quiet) -> None:
    """Make the home and its register, if they are still not there: a new home begins with the shipped history."""
    from roster287.stages.recording import record

    with writing(home):
        if home.exists and database.is_made():
            return
        home.make(history=True)
        record(home, database, progress)


def make(home: Home, database: Database, *, empty: bool, progress: Progress = quiet) -> None:
    """Make a home, with the shipped history or without. Raises `UsageError` when it exists in the other form."""
    from roster287.stages.recording import record

    if home.exists and home.has_history() == empty:
        has = "without" if empty else "with"
        raise UsageError(f"{home.root} is a home already, and not one {has} the shipped history.", "Name another.")
    with writing(home):
        made = database.is_made(home)
        home.make(history=not empty)
        if not made:
            record(home, database, progress)


def sync(
    home: Home,
    database: Callable[[], Database],
    sources: Sequence[str | Path] | None,
    accept: Sequence[str] = (),
    progress: Progress = quiet,
    *,
    set_aside: Sequence[str] = (),
    live: bool = False,
) -> Synced:
    """Take in files, folders and addresses; where none are named, what ICE's page has now (`live`).

    Twice is once; nothing that is kept is ever changed.
    `database` opens the register, which is not needed before the lists are being read. A file that cannot be read is
    left out, and so is an address that fails, and told. Raises `UsageError` for a list to accept that is not set aside,
    for one to set aside that is, and where both ICE and files are asked for.
    """
    judged = [(what, "accepted") for what in accept] + [(what, "set_aside") for what in set_aside]
    if live and (sources is not None or judged):
        raise UsageError("Both ICE and files are named.", "Sync from ICE, then from files.")
    if live or (sources is None and not judged):
        from roster287.stages import fetching

        return fetching.sync_live(home, database, progress)
    return _sync(home, database, sources or (), judged, progress)


def _sync(
    home: Home,
    database: Callable[[], Database],
    sources: Sequence[str | Path],
    judged: Sequence[tuple[str, str]],
    progress: Progress,
) -> Synced:
    with writing(home), uncollected(), TemporaryDirectory() as folder:
        home.make(history=True)
        found, unfetched = _found(sources, judged, Path(folder))
        hashes, left_out = _hashed(found)
        register, known = _before_reading(home, database, progress, judged)
        decisions, already = _decisions(home, register, judged) if register is not None else ([], ())
        with _disk_told():
            known |= {capture.sha256 for capture in home.captures}
            new = {sha256: path for path, sha256 in hashes.items() if sha256 not in known}
            with reading(list(new.values()), counted(progress, len(new))) as read:
                from roster287.stages.recording import catch_up, record  # while the helpers read

                register = database() if register is None else register
                try:
                    catch_up(home, register, progress)
                finally:  # a list is kept whatever state the register is in
                    _keep(home, hashes)
                    home.captures.append(unlogged(home, _captures(home, found, hashes)))
                home.decisions.append(decisions)
                about = {*hashes.values(), *(one.sha256 for one in decisions)}
                done = record(home, register, progress, contents=read, about=about)
    return replace(
        done,
        files=len(set(hashes.values())),
        left_out=(*left_out, *unfetched),
        notices=(*_without_lists(sources, found), *done.notices),
        refused=tuple(what for what, verdict in judged if verdict == "set_aside" and what not in already),
        already=already,
    )


def _before_reading(
    home: Home, database: Callable[[], Database], progress: Progress, judged: Sequence[tuple[str, str]]
) -> tuple[Database | None, set[str]]:
    """The register, where it is needed before the lists are read, and the files that need not be read.

    Where it cannot be used this is told once the lists are kept, or at once if nothing is done without it.
    """
    if not judged and not home.has_history():
        return None, set()
    from roster287.stages.recording import catch_up, read_before

    try:
        register = database()
        catch_up(home, register, progress)
        return register, read_before(register)
    except RosterError:
        if judged:
            raise
        return None, set()


@contextmanager
def _disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreError(
                f"A list cannot be kept: {error.strerror}.", "Make room, then sync again: what was kept is whole."
            ) from error
        where = f": {error.filename}" if error.filename else ""
        raise ArchiveError(
            f"A list cannot be read or kept: {error.strerror}{where}.",
            "Look at the file and the disk, then sync again.",
        ) from error


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
    from roster287 import curation
    from roster287.stages.recording import record
    from roster287.vocabulary.names import fold

    if one[0] != other[0]:
        raise UsageError("Two agencies of two states are never one.", "Name two of one state.")
    if fold(one[1], one[0]) == fold(other[1], other[0]):
        raise UsageError("These two are one name, spelled out.", "Name two that differ.")
    given = curation.Judgement(
        verdict, one[0], one[1], other[1], "operator", now()[:10], why, evidence, "yes" if supersede else ""
    )
    with writing(home):
        curation.append(home.judgements, given)
        return record(home, database, quiet, again=True)


def _found(
    sources: Sequence[str | Path], judged: Sequence[tuple[str, str]], folder: Path
) -> tuple[list[Found], list[tuple[str, str]]]:
    """The files that are named, those of addresses fetched into `folder`, and the addresses that failed, with why.

    Raises the error of an address where there is nothing else.
    """
    paths = [source for source in sources if not is_address(source)]
    found = list(find([*paths, *(what for what, _ in judged if Path(what).is_file())]))
    addresses = [str(source) for source in sources if is_address(source)]
    if not addresses:
        return found, []
    from roster287.acquire.addresses import fetch

    came, failed = fetch(addresses, folder)
    if failed and not (found or came):
        raise failed[0][1]
    return found + came, [(address, error.message) for address, error in failed]


def _hashed(found: Sequence[Found]) -> tuple[dict[Path, str], tuple[tuple[str, str], ...]]:
    """The SHA-256 of each file, and those that cannot be read, with the reason: they do not stop the others."""
    hashes: dict[Path, str] = {}
    left_out: list[tuple[str, str]] = []
    for file in found:
        try:
            if file.path.is_dir():
                left_out.append((str(file.path), "The folder cannot be read."))
            elif file.path.exists() and not file.path.is_file():
                left_out.append((str(file.path), "It is no file."))
            else:
                hashes[file.path] = digest(file.path.read_bytes())
        except OSError as error:
            left_out.append((str(file.path), f"It cannot be read: {error.strerror}."))
    return hashes, tuple(left_out)


def _captures(home: Home, found: Sequence[Found], hashes: Mapping[Path, str]) -> list[Capture]:
    """The retrievals that the files are. One of which it is only known that it is past counts at the first sync."""
    before = {(c.sha256, c.file_name) for c in home.captures if c.source == "file" and c.stamp_kind == "capture"}
    return [
        Capture(sha256, name, "capture" if kind == "present" else kind, stamp, file.source, file.headers)
        for file in found
        if (sha256 := hashes.get(file.path))
        for name, kind, stamp in file.stamps
        if kind != "present" or (sha256, name) not in before
    ]


def _keep(home: Home, hashes: Mapping[Path, str]) -> None:
    """Put the files into the archive. Raises `ArchiveError` for one that is not what it was a moment ago."""
    lacking = [path for path, sha256 in hashes.items() if sha256 not in home.objects]
    with ThreadPoolExecutor(8) as threads:
        kept = threads.map(lambda path: home.objects.put(path.read_bytes()), lacking)
        for path, sha256 in zip(lacking, kept, strict=True):
            if sha256 != hashes[path]:
                raise ArchiveError(f"{path} changed while it was taken in.", "Sync again when nothing writes to it.")


def _without_lists(sources: Iterable[str | Path], found: Sequence[Found]) -> Iterator[tuple[str, str]]:
    """The folders in which there is nothing to take in."""
    for source in sources:
        folder = expanded(source)  # an address is none
        if folder.is_dir() and not any(folder in file.path.parents for file in found):
            yield str(source), f"No list is in it: files that end in {', '.join(ENDINGS)} are looked at."


def _decisions(
    home: Home, database: Database, judged: Sequence[tuple[str, str]]
) -> tuple[list[Decision], tuple[str, ...]]:
    """The decisions on these lists, and those of them that a person had decided on so before.

    Raises `UsageError` for a list that is on record and already what it shall be; one that is new may be either.
    """
    last = {decision.sha256: decision.verdict for decision in home.decisions}
    asked: dict[str, str] = {}
    made: dict[str, str] = {}
    already: list[str] = []
    for what, verdict in judged:
        sha256, status, beyond = _named(database, what)
        if asked.setdefault(sha256, verdict) != verdict:
            raise UsageError(f"“{what}” is to be accepted and set aside.", "Name it once.")
        if beyond and verdict == "accepted":
            raise UsageError(f"“{what}” cannot be accepted: {beyond}", REMEDY)
        if last.get(sha256) == verdict:
            already.append(what)
        elif status == verdict == "set_aside" and sha256 not in last:
            raise UsageError(f"“{what}” is set aside already.", "`roster287 lists --status set_aside` tells why.")
        elif status == verdict:
            raise UsageError(f"“{what}” is not set aside.", "`roster287 lists --status set_aside` tells.")
        else:
            made[sha256] = verdict
    when, how = now(), {"accepted": "accepted with sync --accept", "set_aside": "set aside with sync --set-aside"}
    return [Decision(sha256, "operator", when, how[verdict], verdict) for sha256, verdict in made.items()], tuple(
        already
    )


def _named(database: Database, what: str) -> tuple[str, str | None, str]:
    """The hash of the list that a file or an id names, its status, and why no person's word is enough for it.

    The status is None of a file that is not on record.
    """
    from roster287.register import lookup

    path = Path(what)
    sha256 = digest(path.read_bytes()) if path.is_file() else ""
    if not sha256 and is_day(what):
        raise UsageError(f"“{what}” is a day.", "Name the list by its file or its id; `roster287 lists` shows them.")
    with database.read() as connection:
        line = lookup.of_bytes(connection, sha256) if sha256 else lookup.publication(connection, what)
    if line is None:
        return sha256, None, ""
    read = line["kind"] is not None and line["date"] is not None
    return str(line["sha256"]), str(line["status"]), "" if read else str(line["reason"])
