"""Lists from the Internet Archive: fetched, kept at once, logged, then recorded.

    backfill/   the index of the Internet Archive and what was done, while a backfill is under way

A run that is killed is gone on with by the next; each byte is fetched once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from roster287.acquire.transport import Transport, paced
from roster287.acquire.wayback import Backfill, Plan, Recovered, digests, wayback_transport
from roster287.errors import SourceError
from roster287.keeping import log_pages, logged_pages, note, table_of, unlogged, writing
from roster287.model import Capture, Synced
from roster287.progress import Progress, quiet
from roster287.settings import Home

if TYPE_CHECKING:
    from roster287.register.database import Database


def plan_backfill(
    home: Home, since: str | None, until: str | None, progress: Progress = quiet, transport: Transport | None = None
) -> Plan:
    """What a backfill would fetch, and how much; only the index is asked."""
    with writing(home), transport or paced(wayback_transport()) as open_transport:
        return _backfill(home, open_transport, since, until, progress).plan()


def backfill(
    home: Home,
    database: Callable[[], Database],
    since: str | None = None,
    until: str | None = None,
    progress: Progress = quiet,
    transport: Transport | None = None,
) -> Synced:
    """Take in what the Internet Archive has of ICE's page and lists; each byte is fetched once, over many runs.

    What came is recorded also when the archive stops answering, before its `SourceError` is raised.
    """
    from roster287.recording import record

    with writing(home):
        home.make(history=True)
        hashes: set[str] = set()
        pages = logged_pages(home)
        problem: SourceError | None = None
        with transport or paced(wayback_transport()) as open_transport:
            run = _backfill(home, open_transport, since, until, progress)
            try:
                for recovered in run.fetch():
                    captures = _keep(home, recovered, pages)
                    home.captures.append(unlogged(home, captures))
                    hashes |= {capture.sha256 for capture in captures}
            except SourceError as error:
                problem = error
            note(home, run.lost)
        register = database()
        done = record(home, register, progress, anew=not register.is_made(), about=hashes)
    if problem is not None:
        raise problem
    return done


def _backfill(home: Home, transport: Transport, since: str | None, until: str | None, progress: Progress) -> Backfill:
    folder = home.root / "backfill"
    folder.mkdir(parents=True, exist_ok=True)
    return Backfill(transport, folder, digests(home.objects), since=since, until=until, progress=progress)


def _keep(home: Home, recovered: Recovered, pages: set[tuple[str, str]]) -> Sequence[Capture]:
    """Keep what the archive gave; every sighting of the same bytes is a capture."""
    fetched, sha256 = recovered.fetched, recovered.sha256
    if fetched is not None:
        home.objects.put(fetched.data)
    if recovered.kind == "page":
        seen = [(sighting.capture_time, sighting.url) for sighting in recovered.sightings]
        new = [one for one in seen if (sha256, one[0]) not in pages]
        log_pages(home, sha256, new, fetched.headers if fetched else ())
        return table_of(home, home.objects.get(sha256), seen[0][1], [time for time, _ in seen])
    return [
        Capture(recovered.sha256, sighting.file_name, "capture", sighting.capture_time, sighting.url)
        for sighting in recovered.sightings
    ]
