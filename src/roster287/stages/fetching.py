"""Lists from ICE's page: fetched, kept at once, logged, then recorded.

    live.json   what the last look at ICE's page saw, to ask for changes only; `recorded`, what it left on record

Bytes are kept the moment they are whole. A run that is killed is completed by the next. A look that finds nothing new,
with nothing left to record, opens no register: it costs a request an address and hardly more.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from roster287 import __version__, clock
from roster287.acquire.ice import ice_page, look
from roster287.acquire.transport import Transport, paced
from roster287.errors import ArchiveError, RosterError
from roster287.heartbeat import Heartbeat
from roster287.model import Capture, Synced
from roster287.progress import Progress, quiet
from roster287.settings import Home
from roster287.stages.keeping import keep, note, unlogged, writing

if TYPE_CHECKING:
    from roster287.register.database import Database


def sync_live(
    home: Home, database: Callable[[], Database], progress: Progress = quiet, transport: Transport | None = None
) -> Synced:
    """Look at ICE's page, take in what is new, and note in the heartbeat how it went; else as `look_live`."""
    at = clock.present()
    try:
        done = look_live(home, database, progress, transport)
    except RosterError as error:
        with suppress(OSError):  # what is wrong with the home is what is told
            Heartbeat.read(home).looked(at, error.done, error).write(home)
        raise
    try:
        Heartbeat.read(home).looked(at, done, None).write(home)
    except OSError as error:  # what was taken in is told all the same
        untold = ("heartbeat.json", f"It cannot be written: {error.strerror}.")
        return replace(done, notices=(*done.notices, untold))
    return done


def look_live(
    home: Home, database: Callable[[], Database], progress: Progress = quiet, transport: Transport | None = None
) -> Synced:
    """Look at ICE's page and take in what is new.

    What came is kept and recorded before a `SourceError` of the look is raised, which says so in its `done`: one list
    that cannot be fetched does not keep the other from readers.
    """
    page = ice_page()
    with writing(home):
        home.make(history=True)
        taken: list[Capture] = []
        before = _state(home)
        known = _held(home, before)
        with transport or paced(Transport()) as open_transport:
            looked = look(page, open_transport, known, keep=lambda one: taken.extend(keep(home, one)))
        note(home, looked.seen)
        if taken:
            from roster287.stages.recording import catch_up

            try:
                catch_up(home, database(), progress)
            finally:  # a list is kept whatever state the register is in
                home.captures.append(unlogged(home, taken))
        if taken or before.get("recorded") != _witness(home):
            done = _record(home, database(), progress, taken)
        else:
            done = Synced(0, 0, 0, (), ())
        state = {**looked.state, "recorded": _witness(home)}
        if state != before:
            home.write("live.json", json.dumps(state, indent=1, sort_keys=True) + "\n")
    if looked.error is not None:
        looked.error.done = done
        raise looked.error
    return done


def _record(home: Home, register: Database, progress: Progress, taken: list[Capture]) -> Synced:
    from roster287.stages.recording import record

    return record(home, register, progress, about={capture.sha256 for capture in taken})


def _witness(home: Home) -> list[Any]:
    """What differs once there is something to record: the version, the sizes of the logs, and which register it is."""
    logs = (home.captures.path, home.decisions.path, home.judgements)
    sizes = [path.stat().st_size if path.exists() else 0 for path in logs]
    register = home.root / "record.db"
    return [__version__, *sizes, register.stat().st_mtime_ns if register.exists() else None]


def _held(home: Home, state: dict[str, Any]) -> dict[str, Any]:
    """The state without the lists that the archive lacks, as one that was put back does: they are fetched again."""
    lists = state.get("lists")
    if not lists or not isinstance(lists, dict):
        return state
    logged: set[str] = set()
    with suppress(ArchiveError):  # whoever writes to a damaged log tells; the bytes are kept before
        logged.update(capture.sha256 for capture in home.captures)
    hashes = {url: str(one.get("sha256")) for url, one in lists.items() if isinstance(one, dict)}
    return {**state, "lists": {url: lists[url] for url, one in hashes.items() if one in logged and one in home.objects}}


def _state(home: Home) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads((home.root / "live.json").read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}
