"""Where things are: the home folder and the addresses, from arguments, the environment, then defaults.

home/
  roster287.json     what kind of home it is: format, whether the shipped history is part of it, and its id
  archive/           bytes and logs; the source of everything below. ROSTER287_ARCHIVE, or `archive` in
                     roster287.json, names another folder or object storage for the bytes; the logs stay here
  record.db          the register (unless ROSTER287_DATABASE names a server); can be made again from the rest
  lock               held while something writes; backfill.lock and watch.lock while one of these runs
"""

from __future__ import annotations

import json
import os
import uuid
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from roster287 import files
from roster287.archive import CaptureLog, DecisionLog, Objects, ObjectStore
from roster287.errors import StoreError, UsageError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Home:
    """One home folder. Nothing is created until something is written."""

    root: Path

    @property
    def objects(self) -> Objects:
        """The bytes."""
        named = os.environ.get("ROSTER287_ARCHIVE") or _setting(self._marker)
        if "://" not in named:
            return ObjectStore(files.expanded(named) if named else self.root / "archive" / "objects")
        from roster287.archive.remote import RemoteStore

        return RemoteStore(named)

    @property
    def captures(self) -> CaptureLog:
        """The log of captures."""
        return CaptureLog(self.root / "archive" / "captures.jsonl")

    @property
    def decisions(self) -> DecisionLog:
        """The log of lists that a person accepted or set aside."""
        return DecisionLog(self.root / "archive" / "decisions.jsonl")

    @property
    def judgements(self) -> Path:
        """The log of this home's own judgements on identity."""
        return self.root / "archive" / "judgements.csv"

    @property
    def lock(self) -> Path:
        """The file that is locked while something writes."""
        return self.root / "lock"

    @property
    def database_url(self) -> str:
        """The register inside this home."""
        return f"sqlite:///{self.root / 'record.db'}"

    @property
    def exists(self) -> bool:
        """Whether this home has been made."""
        return self._marker.is_file()

    @property
    def _marker(self) -> Path:
        return self.root / "roster287.json"

    def make(self, *, history: bool) -> None:
        """Make the home. Nothing happens to one that exists."""
        if self.exists:
            return
        self.refuse_headless()
        files.make(self.root)
        self._mark({"format": FORMAT, "history": history, "id": uuid.uuid4().hex})

    def refuse_headless(self) -> None:
        """Raises `StoreError` where an archive lies and nothing says what home it is of."""
        if not self.exists and (self.root / "archive" / "captures.jsonl").is_file():
            raise StoreError(
                f"The home {self.root} has an archive and no {self._marker.name}.",
                "Put that file back from a copy of the home; nothing is lost meanwhile.",
            )

    def write(self, name: str, text: str) -> None:
        """Write a small file of the home, whole or not at all."""
        files.put(self.root / name, text.encode())

    def has_history(self) -> bool:
        """Whether the history that comes with the package is part of this home's record."""
        return bool(self._settings()["history"])

    @property
    def id(self) -> str | None:
        """The id by which a database tells this home from others; copies share it. None before one is given."""
        given = self._settings().get("id") if self.exists else None
        return str(given) if given else None

    def identified(self) -> str:
        """The id of this home, made now if it has none. Call it while holding the lock."""
        if self.id is None:
            self._mark({**self._settings(), "id": uuid.uuid4().hex})
        return str(self.id)

    def _settings(self) -> dict[str, object]:
        try:
            settings: dict[str, object] = json.loads(self._marker.read_text(encoding="utf-8"))
            return {**settings, "history": settings["history"]}
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise UsageError(
                f"{self._marker} is not the settings of a home ({error}).",
                "Restore it from a copy, or make a new home with `roster287 --home DIR init`.",
            ) from None

    def _mark(self, settings: dict[str, object]) -> None:
        self.write(self._marker.name, json.dumps(settings) + "\n")


def _setting(marker: Path) -> str:
    """Where a home keeps its bytes, by its settings; nothing when it says nothing."""
    try:
        return _archive_of(marker, marker.stat().st_mtime_ns)
    except OSError:
        return ""


@lru_cache
def _archive_of(marker: Path, _changed: int) -> str:
    with suppress(ValueError, OSError):
        found = json.loads(marker.read_text(encoding="utf-8"))
        return str(found.get("archive") or "") if isinstance(found, dict) else ""
    return ""


def find_home(home: str | os.PathLike[str] | None) -> Home:
    """The home that was named, or ROSTER287_HOME, or the platform's user data folder.

    Raises `UsageError` for an empty name, which a variable that is not set leaves, and for a file.
    """
    if home is not None and not os.fspath(home).strip():
        raise UsageError("The home that is named is empty.", "Name a folder, or leave --home out for the default one.")
    named = os.fspath(home) if home is not None else os.environ.get("ROSTER287_HOME")
    if not named:
        import platformdirs

        named = platformdirs.user_data_dir("roster287", appauthor=False)
    root = files.expanded(named).absolute()
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root} is a file; a home is a folder.", "Name a folder with --home.")
    return Home(root)


def find_database(database: str | None, home: Home) -> str:
    """The database URL that was named, or ROSTER287_DATABASE, or SQLite inside the home.

    Raises `UsageError` for an empty one.
    """
    if database is not None and not database.strip():
        raise UsageError(
            "The database that is named is empty.", "Give a URL, or leave --database out for the one in the home."
        )
    return database or os.environ.get("ROSTER287_DATABASE") or home.database_url
