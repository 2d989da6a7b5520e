"""Lists from ICE's page and from the Internet Archive: fetched, kept at once, logged, then recorded.

    archive/pages.jsonl     each capture of the program page: sha256, time, url
    archive/seen.jsonl      what else was answered: moved, blocked, a page in place of a workbook
    live.json               what the last look at ICE's page saw, to ask for changes only
    backfill/               the index of the Internet Archive and what was done, while a backfill is under way

Bytes are kept the moment they are whole. A run that is killed is completed by the next.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from roster287.acquire.ice import ice_page, look
from roster287.acquire.pages import page_table, table_name
from roster287.acquire.results import Fetched, Seen
from roster287.acquire.transport import Transport
from roster287.acquire.wayback import Backfill, Plan, Recovered, digests, wayback_transport
from roster287.archive.log import JsonLines
from roster287.errors import SourceError
from roster287.model import Capture
from roster287.pipeline import unlogged, writing
from roster287.progress import Progress, quiet
from roster287.settings import Home

if TYPE_CHECKING:
    from roster287.recording import Synced
    from roster287.register.database import Database


def sync_live(
    home: Home, database: Callable[[], Database], progress: Progress = quiet, transport: Transport | None = None
) -> Synced:
    """Look at ICE's page and take in what is new.

    What came is kept and recorded before a `SourceError` of the look is raised: one list that cannot be had does not
    keep the other from readers.
    """
    from roster287.recording import record

    with writing(home):
        home.make(history=True)
        taken: list[Capture] = []
        with transport or _at_pace(Transport()) as open_transport:
            looked = look(ice_page(), open_transport, _state(home), keep=lambda one: taken.extend(_keep(home, one)))
        _note(home, looked.seen)
        home.captures.append(unlogged(home, taken))
        register = database()
        anew = not register.is_made()
        done = record(home, register, progress, anew=anew, about={capture.sha256 for capture in taken})
        home.write("live.json", json.dumps(looked.state, indent=1, sort_keys=True) + "\n")
    if looked.error is not None:
        raise looked.error
    return done


def plan_backfill(
    home: Home, since: str | None, until: str | None, progress: Progress = quiet, transport: Transport | None = None
) -> Plan:
    """What a backfill would fetch, and how much; only the index is asked."""
    with writing(home), transport or _at_pace(wayback_transport()) as open_transport:
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
        problem: SourceError | None = None
        with transport or _at_pace(wayback_transport()) as open_transport:
            run = _backfill(home, open_transport, since, until, progress)
            try:
                for recovered in run.fetch():
                    captures = _recovered(home, recovered)
                    home.captures.append(unlogged(home, captures))
                    hashes |= {capture.sha256 for capture in captures}
            except SourceError as error:
                problem = error
            _note(home, run.lost)
        register = database()
        done = record(home, register, progress, anew=not register.is_made(), about=hashes)
    if problem is not None:
        raise problem
    return done


def _at_pace(transport: Transport) -> Transport:
    """The transport with the pause between two requests that ROSTER287_PAUSE sets, for mirrors and tests."""
    pause = os.environ.get("ROSTER287_PAUSE")
    if pause:
        transport.pause = float(pause)
    return transport


def _backfill(home: Home, transport: Transport, since: str | None, until: str | None, progress: Progress) -> Backfill:
    folder = home.root / "backfill"
    folder.mkdir(parents=True, exist_ok=True)
    return Backfill(transport, folder, digests(home.objects), since=since, until=until, progress=progress)


def _keep(home: Home, one: Fetched) -> Sequence[Capture]:
    """Keep what was fetched; a list gives a capture, and so does the table of a page that prints one."""
    sha256 = home.objects.put(one.data)
    if one.kind == "list":
        return [Capture(sha256, one.file_name, "capture", one.capture_time, one.url, one.headers)]
    if one.kind == "page":
        JsonLines(home.root / "archive" / "pages.jsonl").append(
            [{"sha256": sha256, "time": one.capture_time, "url": one.url, "headers": dict(one.headers)}]
        )
        return _table_of(home, one.data, one.url, [one.capture_time])
    return []


def _recovered(home: Home, recovered: Recovered) -> Sequence[Capture]:
    """Keep what the archive gave; every sighting of the same bytes is a capture."""
    if recovered.fetched is not None:
        home.objects.put(recovered.fetched.data)
    if recovered.kind == "page":
        data = home.objects.get(recovered.sha256)
        times = [sighting.capture_time for sighting in recovered.sightings]
        return _table_of(home, data, recovered.sightings[0].url, times)
    return [
        Capture(recovered.sha256, sighting.file_name, "capture", sighting.capture_time, sighting.url)
        for sighting in recovered.sightings
    ]


def _table_of(home: Home, html: bytes, url: str, times: Sequence[str]) -> list[Capture]:
    """The list that a page prints as a table, if it prints one, with its captures."""
    table = page_table(html, url)
    if table.data is None:
        return []
    sha256 = home.objects.put(table.data)
    return [Capture(sha256, table_name(min(times)), "capture", time, url) for time in times]


def _note(home: Home, seen: Sequence[Seen]) -> None:
    """Keep what was answered otherwise than with a page or a list."""
    told = [one for one in seen if one.status not in (200, 304)]
    told += [one for one in seen if one.status == 200 and one.sha256 is not None and one.reason]
    JsonLines(home.root / "archive" / "seen.jsonl").append(one._asdict() for one in dict.fromkeys(told))


def _state(home: Home) -> dict[str, object] | None:
    with suppress(OSError, ValueError):
        found = json.loads((home.root / "live.json").read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else None
    return None
