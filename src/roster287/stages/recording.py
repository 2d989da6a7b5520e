"""Bringing the register up to the archive: read what it lacks, resolve everything, write the differences.

All in one transaction, so that readers see the record before or the record after, and nothing between.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from roster287 import __version__, curation, history
from roster287.errors import ArchiveError
from roster287.model import PARTICIPATING, ListContent, Row, SetAside, Synced
from roster287.places.roster import shipped_roster
from roster287.progress import Progress, counted
from roster287.read import PROBLEMS, READER_VERSION
from roster287.read.batch import reading
from roster287.read.layout import PRINTED
from roster287.register import derived, locations, lookup, observed
from roster287.register.database import Database, claim, make, tell, told
from roster287.resolve.agencies import Curation
from roster287.resolve.corrections import Rows, correct
from roster287.resolve.publications import FileFacts
from roster287.resolve.record import resolve_lists
from roster287.settings import Home
from roster287.stages.halves import resolved
from roster287.stages.onward import extend
from roster287.vocabulary.names import county_key, slug
from roster287.vocabulary.states import STATES
from roster287.vocabulary.text import folded, tidy

RULES_VERSION = 15
"""Raised with every change of our rules that makes another record of the same lists."""
NEEDED = ("state", "agency", "model")
"""The columns without which a row makes no agreement."""
ROWS_TOLD = 5
"""How many such rows of a list are told one by one."""
LINKS_LOST = 100
"""So many links printed and not there, and more than are there, are a fault of the file."""
ENDED = frozenset({"CANCELED", "CANCELLED", "EXPIRED", "INACTIVE", "RESCINDED", "SUSPENDED", "TERMINATED", "WITHDRAWN"})
"""Words with which a list may mark a row of it as no longer in force."""
_ENDED = re.compile("|".join(sorted(ENDED)), re.IGNORECASE)


def catch_up(home: Home, database: Database, progress: Progress) -> None:
    """Put on record what a home holds before more is taken in, so that what this adds is told, and not all there is."""
    if not database.is_made() and (home.has_history() or next(iter(home.captures), None)):
        record(home, database, progress, anew=True)


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
    When the register is made `anew`, what it alone still has of shipped histories is kept, or taken from `remembered`.
    """
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
            return Synced(len(about), 0, 0, (), _among(lookup.set_aside(connection), about))
        known = observed.load(connection)
        if whole is not None:
            history.add_to(known, whole)
        if remembered is not None:
            known.add_from(remembered)
        lacking = {c.sha256 for c in logged if known.origins.get(c.sha256) != "archive" or c.sha256 in known.outdated}
        where = locations.load(connection, lambda: history.locations(whole) if known.files or lacking else {})
        people = _people(home)
        for content in _read(home, lacking, contents, progress):
            known.add(content, "archive")
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
        in_order = {sha256: name for sha256, name, kind, _ in lookup.accepted(connection) if kind == PARTICIPATING}
        progress("recording", 1, 1)
    asked = {decision.sha256 for decision in known.new_decisions if not decision.accepts}
    doubted = {line[0] for line in after if line not in before and not anew} - asked
    events = tuple(str(line[0]) for line in sorted(changes["events"], key=lambda line: line[1]))
    return Synced(
        len(about),
        len(known.new_files.keys() - known.outdated),
        len(known.new_captures),
        events,
        _among(after, {*about, *doubted}),
        _unread(known, {line[0] for line in after}, in_order, events),
    )


def _unread(
    known: observed.Observed, aside: Collection[str], in_order: Mapping[str, str], events: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """What new files of the archive print and the record does not have, or a person should look at: file and sentence.

    A column that the list before had, a second list in the same file, rows that make no agreement since their state,
    agency or model cannot be read, links that the file lost, rows that are marked as ended, and agreements that stand
    under another state or agency than before. Of lists set `aside` the reason for that is told instead.

    `in_order` are the accepted participating lists with their ids, `events` the ids of what was told.
    """
    found: list[tuple[str, str]] = []
    parsed = known.parsed()
    new = sorted(known.new_files.keys() - known.outdated)
    files = {sha256: known.files[sha256] for sha256 in new if known.origins[sha256] == "archive"}
    names = {c.sha256: c.file_name for c in known.captures.values() if c.sha256 in files}
    printed = set[int]().union(*(facts.layout.rows for sha256, facts in files.items() if sha256 not in aside))
    lost = {n for n in printed if parsed[n].state is None or not parsed[n].agency or parsed[n].model is None}
    unlinked = {n for n in printed if ("moa", "moa_not_link") in parsed[n].problems}
    ended = {n: cell for n in printed if (cell := _mark(known.rows[n]))}
    before = {later: earlier for earlier, later in itertools.pairwise(in_order)}
    moved = _moved(events)
    for sha256, facts in files.items():
        name = names.get(sha256, sha256)
        if sha256 in before:
            earlier = known.files[before[sha256]]
            if gone := [PRINTED[column] for column in earlier.columns if column not in facts.columns]:
                what = f"It has no column {', '.join(gone)}, as the list before it has"
                found.append((name, f"{what}: nothing is known of what would stand there."))
            found += [(name, sentence) for sentence in _elsewhere(facts, earlier, parsed)]
            found += [(name, sentence) for sentence in _renamed(facts, earlier, parsed, moved[in_order[sha256]])]
        found += [(name, issue.message) for issue in facts.issues if issue.code == "second_list"]
        here = [place for place in zip(*facts.layout, strict=True) if place[1] in lost] if sha256 not in aside else []
        for at, row in here[:ROWS_TOLD]:
            why = " ".join(PROBLEMS[code] for column, code in parsed[row].problems if column in NEEDED)
            cells = ", ".join(f"“{cell}”" for cell in known.rows[row][:8] if cell)
            found.append((name, f"Row {at} makes no agreement. {why} It prints {cells}."))
        if more := len(here[ROWS_TOLD:]):
            found.append((name, f"{more} more rows make no agreement."))
        if sha256 not in aside:
            found += [(name, sentence) for sentence in (*_links_lost(facts, parsed, unlinked), *_marks(facts, ended))]
    return tuple(sorted(found, key=lambda line: line[0]))


def _links_lost(facts: FileFacts, parsed: Rows, unlinked: set[int]) -> Iterator[str]:
    """A sentence where most rows that print a link have none: a file that lost its links tells of no document."""
    lost = sum(map(unlinked.__contains__, facts.layout.rows))
    if lost >= LINKS_LOST and lost > sum(parsed[row].moa_url is not None for row in facts.layout.rows):
        yield f"{lost} of its rows print a link and have none in the file: nothing is known of their documents."


def _elsewhere(facts: FileFacts, before: FileFacts, parsed: Rows) -> Iterator[str]:
    """A sentence for each agreement that the list before had in one state and this one has in another."""
    now, was = set(facts.layout.rows), set(before.layout.rows)
    comes, goes = (
        {((row.agency.casefold(), row.model, row.signed), row.state): n for n in rows if (row := parsed[n]).signed}
        for rows in (now - was, was - now)
    )
    left = dict(sorted(goes.keys() - comes.keys(), key=repr))
    new = [(comes[key], key) for key in comes.keys() - goes.keys() if key[0] in left]
    positions = facts.layout.positions() if new else {}
    for number, (agreement, state) in sorted(new, key=lambda line: positions[line[0]]):
        earlier = left[agreement]
        if state and earlier:
            yield (
                f"Row {positions[number]} prints {parsed[number].agency} in {STATES[state].name}; the list before it "
                f"had the same model and signing date in {STATES[earlier].name}. ICE may have printed a wrong state."
            )


def _moved(events: Iterable[str]) -> Mapping[str, set[tuple[str, str]]]:
    """For each list, the agencies of which an agreement came (`signed`, `model_added`) or went, with that kind."""
    found = defaultdict[str, set[tuple[str, str]]](set)
    for publication, kind, agency_id, *_ in (event.split("/") for event in events):
        if kind in {"signed", "model_added", "no_longer_listed"}:
            found[publication].add((agency_id, "no_longer_listed" if kind == "no_longer_listed" else "signed"))
    return found


def _renamed(facts: FileFacts, before: FileFacts, parsed: Rows, moved: Collection[tuple[str, str]]) -> Iterator[str]:
    """A sentence where one agency goes as another comes with the same model, signing date and county.

    `moved` are the agencies that came and went: a respelling that is understood is not among them.
    """
    now, was = set(facts.layout.rows), set(before.layout.rows)
    comes, goes = (
        {
            (row.state, row.model, row.signed, county_key(row.county, row.state)): n
            for n in sorted(rows)
            if (row := parsed[n]).state and row.county and row.signed and (slug(row.state, row.agency), kind) in moved
        }
        for rows, kind in ((now - was, "signed"), (was - now, "no_longer_listed"))
    )
    positions = facts.layout.positions() if comes.keys() & goes.keys() else {}
    for number, gone in sorted((comes[key], goes[key]) for key in comes.keys() & goes.keys()):
        yield (
            f"Row {positions[number]} prints {parsed[number].agency}; the list before it had the same model, signing "
            f"date and county with {parsed[gone].agency}. ICE may have printed a wrong name; if the two are one "
            "agency, `roster287 identity same` joins them."
        )


def _mark(row: Row) -> str:
    """The cell of a row that marks it as ended; empty where none does."""
    cells = row[:8]
    if not _ENDED.search("\n".join(cells)):
        return ""
    return next((cell for cell in cells if ENDED.intersection(folded(cell).split())), "")


def _marks(facts: FileFacts, ended: Mapping[int, str]) -> Iterator[str]:
    """A sentence for each row of a list that is marked as ended; as long as it stands there, it is listed."""
    marked = [(at, ended[row]) for at, row in zip(*facts.layout, strict=True) if row in ended] if ended else []
    for at, cell in marked[:ROWS_TOLD]:
        yield f"Row {at} prints “{tidy(cell)}”. It counts as listed as long as it stands on the list."
    if more := len(marked[ROWS_TOLD:]):
        yield f"{more} more rows are marked so."


def _among(aside: Sequence[tuple[str, ...]], hashes: Collection[str]) -> tuple[SetAside, ...]:
    return tuple(SetAside(*line[1:]) for line in aside if line[0] in hashes)


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
    publications = resolve_lists(known.files.values(), captures, printed, known.decisions, people.list_ids)
    rows = set[int]().union(*(p.facts.layout.rows for p in publications if p.accepted))
    states = {row: what.state for row, what in correct(printed, curation.corrections(), rows).parsed.items()}
    return resolved(publications, publications, printed, people, where, states)


def _people(home: Home) -> Curation:
    judged = curation.judged(home.judgements)
    curation.in_force(judged)  # refuses two that contradict
    return Curation(judged, curation.agency_ids(), curation.agreement_ids(), curation.list_ids(), shipped_roster())


def differences(connection: Connection, home: Home, known: observed.Observed) -> dict[str, int]:
    """For each derived table, how many lines are not what the observed gives; nothing is written."""
    return derived.differences(connection, _resolved(known, _people(home), locations.load(connection)))


def basis(home: Home) -> str:
    """What the derived tables rest on besides the lists: our rules and people's decisions. A change of either shows."""
    return f"{__version__} {READER_VERSION} {RULES_VERSION} {curation.fingerprint(home.judgements)}"
