"""Bringing the register up to the archive: read what it lacks, resolve everything, write the differences.

All in one transaction, so that readers see the record before or the record after, and nothing between.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import Connection

from roster287 import __version__, curation, history
from roster287.errors import ArchiveError
from roster287.model import Decision, ListContent, SetAside, Synced
from roster287.places.roster import shipped_roster
from roster287.progress import Progress, counted
from roster287.read import READER_VERSION
from roster287.read.batch import reading
from roster287.register import derived, locations, lookup, observed
from roster287.register.database import Database, claim, make, tell, told
from roster287.resolve.agencies import Curation
from roster287.resolve.corrections import states_of
from roster287.resolve.record import resolve_lists
from roster287.resolve.strayed import strayed
from roster287.settings import Home
from roster287.stages.halves import resolved
from roster287.stages.notices import notices
from roster287.stages.onward import extend

RULES_VERSION = 25
"""Raised with every change of our rules that makes another record of the same lists."""


def catch_up(home: Home, database: Database, progress: Progress) -> None:
    """Put on record what a home holds before more is taken in, so that what this adds is told, and not all there is."""
    if not database.is_made() and (home.has_history() or next(iter(home.captures), None)):
        record(home, database, progress)


def read_before(database: Database) -> set[str]:
    """The files that need not be read: what this reader gives for them is on record."""
    with database.read() as connection:
        return observed.read_before(connection)


def record(
    home: Home,
    database: Database,
    progress: Progress,
    *,
    anew: bool = False,
    again: bool = False,
    contents: Iterable[ListContent] = (),
    about: Collection[str] = frozenset(),
    remembered: observed.Observed | None = None,
) -> Synced:
    """Bring the register up to the archive: read what it lacks, resolve, write the differences, all or nothing.

    `contents` are what some of the kept files say, as they are read.
    Where there is no register yet, or it shall be made `anew`, what it alone still has of shipped histories is kept, or
    taken from `remembered`. A file that the shipped history tells of is read only where the register is made `anew`.
    """
    from_bytes, anew = anew, anew or not database.is_made()
    with database.write() as connection:
        rests_on = basis(home)
        renewed = anew or told(connection).get("basis") != rests_on
        whole = history.shipped() if renewed and home.has_history() else None
        if anew:
            remembered = remembered or observed.remembered(connection, history.hashes(whole), home.id)
            make(connection)
        claim(connection, home)
        logged, decided = list(home.captures), list(home.decisions)
        again = again or renewed
        if not (again or observed.lacks(connection, logged, decided)):
            return Synced(len(about), 0, 0, (), _among(lookup.set_aside(connection), about, decided))
        known = observed.load(connection)
        if whole is not None:
            history.add_to(known, whole)
        if remembered is not None:
            known.add_from(remembered)
        lacking = {c.sha256 for c in logged if known.origins.get(c.sha256) != "archive" or c.sha256 in known.outdated}
        where = locations.load(connection, lambda: history.locations(whole) if known.files or lacking else {})
        people = _people(home)
        if not from_bytes:
            lacking -= {sha256 for sha256 in sorted(lacking) if sha256 in home.objects and known.keep(sha256)}
        for content in _read(home, lacking, contents, progress):
            known.add(content)
        known.add_captures(logged)
        known.add_decisions(decided)
        before = lookup.set_aside(connection)
        progress("recording", 0, 1)
        observed.save(connection, known)
        changes = None if again else extend(connection, known, people, where)
        if changes is None:
            changes = derived.write(connection, _resolved(known, people, where))
        locations.save(connection, where.new)
        tell(connection, "basis", rests_on)
        after = lookup.set_aside(connection)
        corrections = [*curation.corrections(), *derived.corrections(connection)]
        in_order = lookup.accepted(connection)
        progress("recording", 1, 1)
    doubted = {sha256 for sha256, aside in after.items() if before.get(sha256) != aside and not anew}
    events = tuple(str(line[0]) for line in sorted(changes["events"], key=lambda line: line[1]))
    return Synced(
        len(about),
        len({*known.new_files, *known.kept} - known.outdated),
        len(known.new_captures),
        events,
        _among(after, {*about, *doubted}, decided),
        tuple(notices(known, after.keys(), in_order, events, corrections, people.roster)),
    )


def _among(aside: Mapping[str, SetAside], hashes: Collection[str], decided: Iterable[Decision]) -> tuple[SetAside, ...]:
    """Those of the lists that are set aside, and not by a person, who knows."""
    last = {decision.sha256: decision.accepts for decision in decided}
    return tuple(one for sha256, one in aside.items() if sha256 in hashes and last.get(sha256, True))


def _read(home: Home, wanted: set[str], contents: Iterable[ListContent], progress: Progress) -> Iterator[ListContent]:
    """What kept files say, in any order: those of `contents`, then the others.

    Raises `ArchiveError` when the bytes of one are lost or altered.
    """
    found = set()
    for content in contents:
        if content.sha256 in wanted:
            found.add(content.sha256)
            yield content
    lacking = sorted(wanted - found)
    try:
        with home.objects.local(lacking) as paths, reading(paths, counted(progress, len(lacking))) as read:
            for content in read:
                found.add(content.sha256)
                yield content
    except OSError as error:
        raise ArchiveError(
            f"A kept file cannot be read: {error.strerror}: {error.filename}.",
            "Restore the archive folder from a copy; `roster287 verify` lists what is lost.",
        ) from error
    if altered := wanted - found:
        raise ArchiveError(
            f"The bytes kept as {min(altered)} have changed.",
            "Restore the archive folder from a copy; `roster287 verify` lists what has changed.",
        )


def _resolved(known: observed.Observed, people: Curation, where: locations.Locations) -> derived.Lines:
    """All that the derived tables should hold; answers on locations that are new are added to `where`."""
    printed, captures = known.parsed(), known.captures_by_file()
    files, roster = known.files.values(), people.roster
    publications = resolve_lists(files, captures, printed, known.decisions, people.list_ids, roster)
    rows = set[int]().union(*(p.facts.layout.rows for p in publications if p.accepted))
    ours = curation.corrections()
    corrections = [*ours, *strayed(publications, printed, ours, roster)]
    states = states_of(rows, printed, corrections)
    return resolved(publications, publications, printed, corrections, people, where, states)


def _people(home: Home) -> Curation:
    judged = curation.judged(home.judgements)
    curation.in_force(judged)  # refuses two that contradict
    return Curation(judged, curation.agency_ids(), curation.agreement_ids(), curation.list_ids(), shipped_roster())


def differences(connection: Connection, home: Home, known: observed.Observed) -> dict[str, int]:
    """For each derived table, how many lines are not what the observed gives; nothing is written."""
    return derived.differences(connection, _resolved(known, _people(home), locations.load(connection)))


def basis(home: Home) -> str:
    """What the derived tables rest on besides the lists: our rules and people's decisions. A change of either shows."""
    rules = f"{READER_VERSION} {RULES_VERSION} {locations.rules()}"
    return f"{__version__} {rules} {curation.fingerprint(home.judgements)}"
