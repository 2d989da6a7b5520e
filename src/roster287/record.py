"""The record as a Python object: the same verbs and parameters as the commands.

What only writing needs is imported when something is written, and what one question needs when it is asked, so that
it is answered at once.

import roster287
record = roster287.open()
record.on("2025-04-03", state="ME")
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection

from roster287.progress import Progress, quiet
from roster287.register import queries
from roster287.register.database import Database
from roster287.settings import Home, find_database, find_home
from roster287.table import Line, Table, Taken, table

if TYPE_CHECKING:
    from roster287.model import Synced
    from roster287.vocabulary.question import DayLike


class Record:
    """One home and its register. Use it in a `with`, or `close` it.

    A method raises an error of `roster287.errors` that says what is wrong and what to try next.
    """

    def __init__(self, home: Home, database: str, lang: str = "en", progress: Progress = quiet):
        self.home = home
        self.lang = lang
        self._database = Database(database)
        self._progress = progress

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The register in one state, for what reads it otherwise than by these methods; only read it."""
        self._ready()
        with self._database.read() as connection:
            yield connection

    def _ready(self) -> None:
        if not (self._database.is_made(self.home) and self.home.exists):
            from roster287.stages import pipeline

            pipeline.ready(self.home, self._database, self._progress)

    def init(self, *, empty: bool = False) -> None:
        """Make the home, with the shipped history unless `empty`."""
        from roster287.stages import pipeline

        pipeline.make(self.home, self._database, empty=empty, progress=self._progress)

    def sync(
        self,
        sources: str | Path | Sequence[str | Path] | None = None,
        *,
        accept: Sequence[str] = (),
        set_aside: Sequence[str] = (),
        live: bool = False,
    ) -> Taken:
        """Take in files and folders; from ICE's page, live, when none are named. Gives the events that this added.

        `accept` names lists that were set aside and are to be trusted all the same, `set_aside` those that readers
        shall see no longer. Raises `UsageError` where both files and ICE's page are asked for.
        """
        from roster287.stages import pipeline

        sources = [sources] if isinstance(sources, str | Path) else sources
        done = pipeline.sync(
            self.home, lambda: self._database, sources, accept, self._progress, set_aside=set_aside, live=live
        )
        return self._taken(done)

    def look(self) -> Synced:
        """One look at ICE's page, as `sync` does, but not noted in the heartbeat: a watch notes it itself."""
        from roster287.stages import fetching

        return fetching.look_live(self.home, lambda: self._database, self._progress)

    def backfill(self, since: DayLike | None = None, until: DayLike | None = None) -> Taken:
        """Take in what the Internet Archive has; goes on where an earlier run stopped. Gives the events it added."""
        from roster287.stages import backfilling

        return self._taken(backfilling.backfill(self.home, lambda: self._database, since, until, self._progress))

    def _taken(self, done: Synced) -> Taken:
        found = self.told(done.events)
        return Taken(found.columns, found.rows, done=done)

    def warc(self, file: str | Path, since: DayLike | None = None, until: DayLike | None = None) -> int:
        """Write what was captured from an address as one WARC file; gives the number of captures in it.

        Raises `UsageError` without warcio (the extra `warc`); a file that was there stays when anything fails.
        """
        from roster287.acquire.warc import write_warc
        from roster287.stages.keeping import captured
        from roster287.vocabulary import question

        first, last = question.span(since, until)
        return write_warc(Path(file), captured(self.home, first or "", last or ""))

    def told(self, event_ids: Sequence[str]) -> Table:
        """The events with these ids, oldest first: those that a sync added, say."""
        with self.reading() as connection:
            return queries.tables.told(connection, event_ids, lang=self.lang)

    def pack_history(self, target: str | Path) -> int:
        """Write every observation of this home as one compact file; gives its size in bytes."""
        from roster287 import files, history
        from roster287.register import locations, observed

        with self.reading() as connection:
            found = observed.load(connection)
            data = history.pack(found, queries.lists.order(connection), locations.in_use(connection))
        files.put(Path(target), data)
        return len(data)

    def lists(self, kind: str | None = None, status: str | None = None) -> Table:
        """The publications."""
        with self.reading() as connection:
            return queries.lists.lists(connection, kind, status)

    def issues(self, publication: str | None = None, severity: str | None = None, *, pending: bool = False) -> Table:
        """What in a list, or in the newest, is not as it should be: leftovers of its file and misprinted cells."""
        with self.reading() as connection:
            return queries.issues.issues(connection, publication, severity, pending=pending, lang=self.lang)

    def on(
        self,
        date: DayLike,
        state: str | None = None,
        model: str | None = None,
        agency: str | None = None,
        *,
        pending: bool = False,
    ) -> Table:
        """What the publication in force on a day listed."""
        with self.reading() as connection:
            return queries.lists.on(connection, date, state, model, agency, pending=pending)

    def count(self, on: DayLike | None = None, by: str | None = None, *, pending: bool = False) -> Table:
        """How many agencies and agreements a list named."""
        with self.reading() as connection:
            return queries.lists.count(connection, on, by, pending=pending)

    def changes(
        self,
        since: DayLike | None = None,
        until: DayLike | None = None,
        state: str | None = None,
        model: str | None = None,
        kind: str | Sequence[str] | None = None,
        agency: str | None = None,
        cause: str | None = None,
    ) -> Table:
        """The events, oldest first."""
        with self.reading() as connection:
            return queries.tables.changes(connection, since, until, state, model, kind, agency, cause, lang=self.lang)

    def compare(self, a: DayLike, b: DayLike) -> Table:
        """What differs between two publications: ids, days or files."""
        with self.reading() as connection:
            return queries.compare.compare(connection, str(a), str(b))

    def agencies(self, state: str | None = None, status: str | None = None) -> Table:
        """Every agency ever listed."""
        with self.reading() as connection:
            return queries.tables.agencies(connection, state, status)

    def agreements(
        self,
        state: str | None = None,
        model: str | None = None,
        status: str | None = None,
        agency: str | None = None,
    ) -> Table:
        """Every agreement ever listed."""
        with self.reading() as connection:
            return queries.tables.agreements(connection, state, model, status, agency)

    def applications(
        self,
        state: str | None = None,
        outcome: str | None = None,
        model: str | None = None,
        agency: str | None = None,
    ) -> Table:
        """Every application that the pending lists have shown."""
        with self.reading() as connection:
            return queries.tables.applications(connection, state, outcome, model, agency)

    def find(self, text: str, limit: int = 20) -> Table:
        """Agencies by any of their names."""
        with self.reading() as connection:
            return queries.finding.find(connection, text, limit)

    def show(self, id: str) -> Table:  # noqa: A002  (the name that the command has)
        """One agency or agreement with its whole history."""
        with self.reading() as connection:
            return queries.subjects.show(connection, id, lang=self.lang)

    def evidence(self, agreement_id: str, on: DayLike | None = None) -> Table:
        """Proof of what a list said of an agreement."""
        with self.reading() as connection:
            return queries.subjects.evidence(connection, agreement_id, on, lang=self.lang)

    def identity_log(self, verdict: str | None = "same") -> Table:
        """Every decision on two names beyond plain folding, with its rule and reasons."""
        with self.reading() as connection:
            return queries.identities.log(connection, verdict)

    def identity_queue(self) -> Table:
        """The pairs that no rule may decide, those with most events first."""
        with self.reading() as connection:
            return queries.identities.queue(connection)

    def identity_explain(self, a: str, b: str) -> Table:
        """What was decided on two names, by which rule, and why."""
        with self.reading() as connection:
            return queries.identities.explain(connection, a, b)

    def judge(
        self, verdict: str, a: str, b: str, *, why: str = "", evidence: str = "", supersede: bool = False
    ) -> Taken:
        """Record a judgement on two names and bring the record in line. Gives the events that this added.

        Raises `JudgementError` on a contradiction.
        """
        from roster287.stages import pipeline

        with self.reading() as connection:
            one, other = queries.identities.printed(connection, a), queries.identities.printed(connection, b)
        return self._taken(
            pipeline.judge(self.home, self._database, verdict, one, other, why, evidence, supersede=supersede)
        )

    def pin_ids(self, target: str | Path) -> int:
        """Write the ids of agencies with several folded names as a CSV file; gives the number of names.

        Those of agreements that lead on go into `agreement_ids.csv` beside it, those of lists into `list_ids.csv`.
        """
        with self.reading() as connection:
            return queries.identities.pin(connection, Path(target))

    def corrections(self) -> Table:
        """Every fact that counts otherwise than ICE prints it, with the evidence."""
        with self.reading() as connection:
            return queries.identities.corrections(connection, self.lang)

    def brief(self, state: str, on: DayLike | None = None, since: DayLike | None = None) -> Table:
        """The reporter's brief: facts for a state on a day, each with its evidence."""
        from roster287.publish.brief import brief

        with self.reading() as connection:
            return brief(connection, state, on, since, lang=self.lang)

    def law(self, state: str | None = None, on: DayLike | None = None) -> Table:
        """State laws on 287(g) agreements, one row per instrument, each with its source and how sure it is."""
        from roster287.program import laws

        return laws.law(state, on, lang=self.lang)

    def models(self, model: str | None = None) -> Table:
        """What each model allows and asks, one statement a row, each with its source."""
        from roster287.program import models

        return models.models(model, lang=self.lang)

    def nominees_template(self, model: str) -> Table:
        """The columns that a roster of nominees needs for a model, and how to fill them in."""
        from roster287.program import nominees

        return nominees.template(model, lang=self.lang)

    def nominees_check(self, file: str | Path, model: str, on: DayLike | None = None) -> Table:
        """Each nominee of a roster against each requirement of the model: met, not met, not shown. Nothing is kept."""
        from roster287.program import nominees

        return nominees.check(file, model, on, lang=self.lang)

    def where(self, place: str, on: DayLike | None = None) -> Table:
        """The bodies that police a town, a county or a ZIP code, each listed or not."""
        from roster287.publish.where import where

        with self.reading() as connection:
            return where(connection, place, on, lang=self.lang)

    def export(self, folder: str | Path, as_: str | None = None, *, days: bool = False) -> Table:
        """Write the record as open data; an earlier export is replaced whole. `as_` names formats, commas between."""
        from roster287.publish.export import export

        with self.reading() as connection:
            return export(connection, Path(folder), as_, judgements=self.home.judgements, days=days)

    def release(self, folder: str | Path, *, days: bool = False) -> Table:
        """Add a dated release of the open data to a folder. Raises `PublishError` when the record does not verify."""
        from roster287.publish.export.release import build

        faults = self.verify()
        with self.reading() as connection:
            return build(connection, Path(folder), faults=faults, judgements=self.home.judgements, days=days)

    def site(
        self,
        folder: str | Path,
        base_url: str = "",
        *,
        contact: str = "",
        agency_cards: bool = False,
        embed_pictures: bool = False,
    ) -> Table:
        """Build the website into a folder, in place of the one before.

        `base_url` is where it will stand; `contact`, an e-mail or web address, is where readers report what is wrong.

        Pictures for social media of home and states come with the extra `cards`; those of agencies and the embeds as
        PNG are asked for, since they take longer than everything else.
        """
        from roster287.publish.site import Site
        from roster287.publish.site.building import build
        from roster287.publish.whole import read

        with self.reading() as connection:
            whole = read(connection)
        pictures = {"agency_cards": agency_cards, "embed_pictures": embed_pictures}
        kept, own = self.home.objects, self.home.judgements
        site = Site(whole, base_url, kept, judgements=own, contact=contact, **pictures)
        return build(site, Path(folder), self._progress)

    def status(self) -> Table:
        """How fresh the record is and how much it holds. One row."""
        from roster287.heartbeat import freshness

        with self.reading() as connection:
            line = queries.status.status(connection)
        files, size = self.home.objects.size()
        line |= {"files_kept": files, "bytes_kept": size, "home": str(self.home.root), **freshness(self.home)}
        return table(queries.status.STATUS, [line], as_of=line["participating_date"])

    def verify(self) -> Table:
        """Every fault found in the archive and in the record against it; no row when all is well."""
        from roster287.stages import checking

        self._ready()
        return checking.verify(self.home, self._database, self._progress)

    def rebuild(self) -> Table:
        """Read all raw material again and compare; the register is made anew where it differs."""
        from roster287.stages import checking

        return checking.rebuild(self.home, self._database, self._progress)


def open(  # noqa: A001  (roster287.open is the name that the interface promises)
    home: str | os.PathLike[str] | None = None,
    database: str | None = None,
    *,
    lang: str = "en",
    progress: Progress = quiet,
) -> Record:
    """The record in a home: the one named, or ROSTER287_HOME, or the platform's user data folder.

    Nothing is read or made before the first question; a home that does not exist then begins with the history
    that comes with the package.
    """
    found = find_home(home)
    return Record(found, find_database(database, found), lang, progress)


__all__ = ["Line", "Record", "open"]
