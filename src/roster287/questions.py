"""Every question to the record as a method of one object, with the parameters of its command.

What only one question needs is imported when it is asked, so that it is answered at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection

from roster287.progress import Progress, quiet
from roster287.register import queries
from roster287.register.database import Database
from roster287.settings import Home
from roster287.table import Table, table

if TYPE_CHECKING:
    from roster287.vocabulary.question import DayLike


class Questions:
    """What can be asked of one home and its register; `Record` is this with what writes and publishes."""

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

    def told(self, event_ids: Sequence[str]) -> Table:
        """The events with these ids, oldest first: those that a sync added, say."""
        with self.reading() as connection:
            return queries.tables.told(connection, event_ids, lang=self.lang)

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

    def status(self) -> Table:
        """How fresh the record is and how much it holds. One row."""
        from roster287.heartbeat import freshness

        with self.reading() as connection:
            line = queries.status.status(connection)
        files, size = self.home.objects.size()
        line |= {"files_kept": files, "bytes_kept": size, "home": str(self.home.root), **freshness(self.home)}
        return table(queries.status.STATUS, [line], as_of=line["participating_date"])
