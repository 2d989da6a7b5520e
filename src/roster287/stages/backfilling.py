"""Lists from the Internet Archive: fetched, kept at once, logged, then recorded.

    backfill/       the index of the Internet Archive and what was done, while a backfill is under way
    backfill.lock   held by a backfill for as long as it runs

The next run goes on where a killed one stopped; each byte is fetched once. Others can write to the home meanwhile: it
is locked while captures are logged, and at the end while they are recorded, but never while something is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from roster287.acquire.content import in_place_of_list
from roster287.acquire.transport import Transport, paced
from roster287.acquire.wayback import Backfill, Plan, Recovered, digests, wayback_transport
from roster287.errors import SourceError, StoreError
from roster287.model import Capture, Synced
from roster287.progress import Progress, quiet
from roster287.settings import Home
from roster287.stages.keeping import alone, log_pages, logged_pages, note, table_of, unlogged, writing
from roster287.vocabulary import question

if TYPE_CHECKING:
    from roster287.register.database import Database

PATIENCE = 3600.0
"""Seconds that a backfill waits for another writer: it has time, and what it fetched is not to be fetched again."""


def plan_backfill(home: Home, since: str | None, until: str | None, progress: Progress) -> Plan:
    """What a backfill would fetch, and how much; only the index is asked."""
    since, until = question.span(since, until)
    with _alone(home), paced(wayback_transport()) as transport:
        return _backfill(home, transport, since, until, progress).plan()


def backfill(
    home: Home,
    database: Callable[[], Database],
    since: question.DayLike | None = None,
    until: question.DayLike | None = None,
    progress: Progress = quiet,
) -> Synced:
    """Take in what the Internet Archive has of ICE's page and lists; each byte is fetched once, over many runs.

    What came is recorded also when the archive stops answering, before its `SourceError` is raised, with it in `done`.
    """
    from roster287.stages.recording import catch_up, record

    since, until = question.span(since, until)
    with _alone(home):
        with writing(home, PATIENCE):
            home.make(history=True)
            catch_up(home, database(), progress)
        hashes: set[str] = set()
        unread: list[tuple[str, str]] = []
        problem: SourceError | None = None
        with paced(wayback_transport()) as transport:
            run = _backfill(home, transport, since, until, progress)
            try:
                logged = _Logged(logged_pages(home), {(one.source, one.stamp): one for one in home.captures})
                for recovered in run.fetch():
                    held = _logged(recovered, logged)
                    captures, reason = _keep(home, recovered, logged) if held is None else (held, "")
                    hashes |= {capture.sha256 for capture in captures}
                    if reason:
                        unread.append((recovered.sightings[0].file_name, reason))
            except SourceError as error:
                problem = error
        with writing(home, PATIENCE):
            note(home, run.lost)
            register = database()
            done = record(home, register, progress, about=hashes)
            done = replace(done, notices=(*unread, *done.notices))
    if problem is not None:
        problem.done = done
        raise problem
    return done


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Be the only backfill of a home. Raises `StoreError` at once when another runs."""
    refusal = StoreError(
        f"Another backfill runs in {home.root}.", "Wait until it is done, or stop it: the next goes on where it was."
    )
    with alone(home, home.root / "backfill.lock", 0, refusal):
        yield


def _backfill(home: Home, transport: Transport, since: str | None, until: str | None, progress: Progress) -> Backfill:
    folder = home.root / "backfill"
    folder.mkdir(parents=True, exist_ok=True)
    return Backfill(transport, folder, digests(home.objects), since=since, until=until, progress=progress)


class _Logged(NamedTuple):
    """What the logs held when the backfill began: the captures of the page, and those of lists by address and time."""

    pages: set[tuple[str, str]]
    captures: dict[tuple[str, str], Capture]


def _logged(recovered: Recovered, logged: _Logged) -> Sequence[Capture] | None:
    """The captures of what an earlier run logged whole; None where a sighting is new."""
    seen, sha256 = recovered.sightings, recovered.sha256
    found = [logged.captures.get((one.url, one.capture_time)) for one in seen]
    if recovered.kind == "page":
        whole = all((sha256, one.capture_time) in logged.pages for one in seen)
    else:
        whole = all(one is not None and one.sha256 == sha256 for one in found)
    return [one for one in found if one] if whole else None


def _captures(recovered: Recovered, logged: _Logged) -> list[Capture]:
    """A capture of each sighting, as the log has it: only the run that fetched it could see a name in a header."""
    captures = []
    for seen in recovered.sightings:
        held = logged.captures.get((seen.url, seen.capture_time))
        new = Capture(recovered.sha256, seen.file_name, "capture", seen.capture_time, seen.url)
        captures.append(held if held is not None and held.sha256 == new.sha256 else new)
    return captures


def _keep(home: Home, recovered: Recovered, logged: _Logged) -> tuple[Sequence[Capture], str]:
    """Keep and log what the archive gave; every sighting of the same bytes is a capture.

    Gives the captures, and why a table that a page prints is not read.
    A page is logged after its table: what is logged of a page says that nothing of it is missing.
    """
    fetched, sha256 = recovered.fetched, recovered.sha256
    if fetched is not None:
        home.objects.put(fetched.data)
    seen = [(sighting.capture_time, sighting.url) for sighting in recovered.sightings]
    captures, reason = _captures(recovered, logged), ""
    if recovered.kind == "list" and in_place_of_list(home.objects.get(sha256)):  # kept by a look, as evidence
        return [], ""
    if recovered.kind == "page":
        captures, reason = table_of(home, home.objects.get(sha256), seen[0][1], [time for time, _ in seen])
    with writing(home, PATIENCE):
        home.captures.append(unlogged(home, captures))
        if recovered.kind == "page":
            pages = logged_pages(home)
            new = [one for one in seen if (sha256, one[0]) not in pages]
            log_pages(home, sha256, new, fetched.headers if fetched else ())
    return captures, reason
