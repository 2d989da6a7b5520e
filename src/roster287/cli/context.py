"""What every command shares: the options of all of them, the open record, and its progress on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from roster287.model import Synced
    from roster287.progress import Progress as Told
    from roster287.record import Record
    from roster287.register.database import Database
    from roster287.settings import Home
    from roster287.vocabulary.messages import Speaker


class Format(StrEnum):
    """How results are printed."""

    table = "table"
    json = "json"
    csv = "csv"
    ndjson = "ndjson"


class Lang(StrEnum):
    """The language of sentences and headings; codes are the same in both."""

    en = "en"
    es = "es"


@dataclass(frozen=True, slots=True)
class Options:
    """The options that every command has."""

    home: str | None
    database: str | None
    format: Format
    lang: Lang

    @property
    def say(self) -> Speaker:
        """The speaker of the language."""
        from roster287.vocabulary.messages import speaker

        return speaker(self.lang)


def options(context: typer.Context) -> Options:
    """The options of this run."""
    found = context.obj
    assert isinstance(found, Options)
    return found


@contextmanager
def opened(context: typer.Context) -> Iterator[Record]:
    """The record that the options name, closed afterwards."""
    from roster287.record import open as open_record

    given = options(context)
    with (
        progressing() as progress,
        open_record(given.home, given.database, lang=given.lang, progress=progress) as record,
    ):
        yield record


Take = Callable[["Home", Callable[[], "Database"], "Told"], "Synced"]
"""Something that takes in lists: given the home, what opens the register, and whom to tell how far it is."""


def taking(context: typer.Context, take: Take) -> Synced:
    """Take in lists. The register is opened only once they are being read, which is most of the time it takes."""
    from roster287.settings import find_database, find_home

    given = options(context)
    home = find_home(given.home)

    with progressing() as progress, ExitStack() as afterwards:

        def database() -> Database:
            from roster287.register.database import Database

            found = Database(find_database(given.database, home))
            afterwards.callback(found.close)
            return found

        return take(home, database, progress)


@contextmanager
def progressing() -> Iterator[Told]:
    """A bar on stderr when a person watches; nothing otherwise. It appears with the first work that takes time."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    tasks: dict[str, TaskID] = {}

    def show(what: str, done: int, all_of: int) -> None:
        if not tasks:
            bar.start()
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=all_of)
        bar.update(tasks[what], completed=done, total=all_of)
        bar.refresh()

    try:
        yield show
    finally:
        if tasks:
            bar.stop()
