"""The record as a Python object: the same verbs and parameters as the commands.

What only writing needs is imported when something is written. The questions, which write nothing, are in `questions`.

import roster287
record = roster287.open()
record.on("2025-04-03", state="ME")
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from roster287.progress import Progress, quiet
from roster287.questions import Questions
from roster287.register import queries
from roster287.settings import find_database, find_home
from roster287.table import Table, Taken

if TYPE_CHECKING:
    from roster287.model import Synced
    from roster287.vocabulary.question import DayLike


class Record(Questions):
    """One home and its register. Use it in a `with`, or `close` it.

    A method raises an error of `roster287.errors` that says what is wrong and what to try next.
    """

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

    def pack_history(self, target: str | Path) -> int:
        """Write every observation of this home as one compact file; gives its size in bytes."""
        from roster287 import files, history
        from roster287.register import locations, observed

        with self.reading() as connection:
            found = observed.load(connection)
            data = history.pack(found, queries.lists.order(connection), locations.in_use(connection))
        files.put(Path(target), data)
        return len(data)

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


__all__ = ["Record", "open"]
