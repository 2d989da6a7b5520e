"""What a person should look at in lists that were just taken in, in sentences; nothing of it changes the record."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from roster287.curation import Correction
from roster287.model import PARTICIPATING, Capture, Parsed, Row
from roster287.read import PROBLEMS
from roster287.read.layout import PRINTED
from roster287.register.lookup import Accepted
from roster287.register.observed import Observed
from roster287.resolve.compare_evidence import county_words
from roster287.resolve.compare_names import COUNTY_AREAS
from roster287.resolve.corrections import Rows, correct
from roster287.resolve.publications import FileFacts
from roster287.resolve.spelling import Roster
from roster287.resolve.strayed import handed_over, has_county
from roster287.vocabulary.links import document_name
from roster287.vocabulary.name_parts import parts
from roster287.vocabulary.names import county_key, fold, slug
from roster287.vocabulary.states import STATES
from roster287.vocabulary.text import folded, tidy

Who = tuple[str | None, str]
"""A state and a name, folded or in small letters."""
Answered = Callable[[int, str], bool]
"""Whether a correction already says what a row should print in a field."""
NEEDED = ("state", "agency", "model")
"""The columns without which a row makes no agreement."""
ROWS_TOLD = 5
"""How many such rows of a list are told one by one."""
SLIPS = 2
"""So many letters make a county another spelling of one that the state has."""
LINKS_LOST = 100
"""So many links printed and not there, and more than are there, are a fault of the file."""
ENDED = frozenset({"CANCELED", "CANCELLED", "EXPIRED", "INACTIVE", "RESCINDED", "SUSPENDED", "TERMINATED", "WITHDRAWN"})
"""Words with which a list may mark a row of it as no longer in force."""


def notices(
    known: Observed,
    aside: Collection[str],
    in_order: Sequence[Accepted],
    events: Iterable[str],
    corrections: Sequence[Correction],
    roster: Roster,
) -> list[tuple[str, str]]:
    """What new files of the archive print and the record does not have, or a person should look at: file and sentence.

    A column that the list before had, a second list in the same file, rows that make no agreement since their state,
    agency or model cannot be read, links that the file lost, rows that are marked as ended, agreements that stand under
    another state, county or agency than before, counties that a state does not have, dates later than the list, and
    documents of other agencies. What a correction answers is not asked. Of lists set `aside` the reason for that is
    told instead.

    Of a list that ICE shows again after a later one this is told, too.

    `in_order` are the accepted lists, `events` the ids of what was told; `corrections` are all that there are.
    """
    found = list(_shown_again(known, in_order))
    parsed = known.parsed()
    new = sorted(known.new_files.keys() - known.outdated)
    files = {sha256: known.files[sha256] for sha256 in new if known.origins[sha256] == "archive"}
    names = {c.sha256: c.file_name for c in known.captures.values() if c.sha256 in files}
    printed = set[int]().union(*(facts.layout.rows for sha256, facts in files.items() if sha256 not in aside))
    lost = {n for n in printed if parsed[n].state is None or not parsed[n].agency or parsed[n].model is None}
    unlinked = {n for n in printed if ("moa", "moa_not_link") in parsed[n].problems}
    ended = {n: cell for n in printed if (cell := _mark(known.rows[n]))}
    participating = [one for one in in_order if one.kind == PARTICIPATING]
    before = {later.sha256: (earlier.sha256, later) for earlier, later in itertools.pairwise(participating)}
    beside = (known.files[one] for sha256 in files if sha256 in before for one in (sha256, before[sha256][0]))
    seen = _Rows.of(set[int]().union(*(facts.layout.rows for facts in beside)), parsed)
    moved = _moved(events)

    def answered(number: int, field: str) -> bool:
        return any(c.field == field for c in correct(parsed, corrections, [number]).applied.get(number, ()))

    for sha256, facts in files.items():
        name = names.get(sha256, sha256)
        if sha256 in before:
            pair, here = _Pair.of(known.files[before[sha256][0]], facts), before[sha256][1]
            strays = _strays(pair, parsed)
            if gone := [PRINTED[column] for column in pair.before.columns if column not in facts.columns]:
                what = f"It has no column {', '.join(gone)}, as the list before it has"
                found.append((name, f"{what}: nothing is known of what would stand there."))
            told = itertools.chain(
                _elsewhere(pair, strays, parsed, answered),
                _renamed(pair, parsed, moved[here.publication_id]),
                _late(pair, parsed, here.date),
                _of_another(pair, parsed, known.rows, seen, answered),
                _other_county(pair, parsed, seen, answered),
                _no_county(pair, strays, parsed, seen, roster, answered),
            )
            found += [(name, sentence) for sentence in told]
        found += [(name, issue.message) for issue in facts.issues if issue.code == "second_list"]
        trusted = sha256 not in aside
        idle = _places(facts, lost) if trusted else []
        for at, row in idle[:ROWS_TOLD]:
            why = " ".join(PROBLEMS[code] for column, code in parsed[row].problems if column in NEEDED)
            cells = ", ".join(f"“{cell}”" for cell in known.rows[row][:8] if cell)
            found.append((name, f"Row {at} makes no agreement. {why} It prints {cells}."))
        if more := len(idle[ROWS_TOLD:]):
            found.append((name, f"{more} more rows make no agreement."))
        if trusted:
            found += [(name, sentence) for sentence in (*_links_lost(facts, parsed, unlinked), *_marks(facts, ended))]
    return sorted(found, key=lambda line: line[0])


def _shown_again(known: Observed, in_order: Sequence[Accepted]) -> Iterator[tuple[str, str]]:
    """The lists that a new capture shows after a later list of their kind had been seen: each keeps its first place."""
    times = defaultdict[str, list[str]](list)
    for capture in known.captures.values():
        if capture.stamp_kind == "capture":
            times[capture.sha256].append(capture.stamp)
    first, last = ({sha256: pick(own) for sha256, own in times.items()} for pick in (min, max))
    again: dict[str, Capture] = {c.sha256: c for c in known.new_captures if c.stamp == last.get(c.sha256)}
    since: dict[str, tuple[str, Accepted]] = {}
    for one in reversed(in_order):
        if one.sha256 not in first:
            continue
        later, shown = since.get(one.kind), again.get(one.sha256)
        if later is not None and shown is not None and first[one.sha256] < later[0] < shown.stamp:
            yield (
                shown.file_name,
                f"It was there again at {shown.stamp}, after {later[1].publication_id}, first seen at {later[0]}. "
                "The record has each list once, in its first place: where the later one was a mistake, "
                f"`roster287 sync --set-aside {later[1].publication_id}` puts this one in force.",
            )
        since[one.kind] = min((first[one.sha256], one), later or ("~", one))


class _Pair(NamedTuple):
    """A list and the one before it, with the rows that `was` on that one, and those that came and went since."""

    facts: FileFacts
    before: FileFacts
    was: set[int]
    come: set[int]
    gone: set[int]

    @classmethod
    def of(cls, before: FileFacts, facts: FileFacts) -> _Pair:
        """These two."""
        was, now = set(before.layout.rows), set(facts.layout.rows)
        return cls(facts, before, was, now - was, was - now)

    def in_order(self, rows: Collection[int]) -> list[tuple[int, int]]:
        """These rows of the list with their sheet rows, in the order of the sheet."""
        positions = self.facts.layout.positions() if rows else {}
        return sorted((positions[number], number) for number in rows)


def _places(facts: FileFacts, rows: Set[int]) -> list[tuple[int, int]]:
    """Each place of a sheet that has one of these rows, with the row."""
    if rows.isdisjoint(facts.layout.rows):
        return []
    return [place for place in zip(*facts.layout, strict=True) if place[1] in rows]


def _links_lost(facts: FileFacts, parsed: Rows, unlinked: set[int]) -> Iterator[str]:
    """A sentence where most rows that print a link have none: a file that lost its links tells of no document."""
    lost = sum(map(unlinked.__contains__, facts.layout.rows))
    if lost >= LINKS_LOST and lost > sum(parsed[row].moa_url is not None for row in facts.layout.rows):
        yield f"{lost} of its rows print a link and have none in the file: nothing is known of their documents."


def _strays(pair: _Pair, parsed: Rows) -> dict[int, int]:
    """The rows of agreements that the list before had in another state, each with the row there."""
    gone, come = ([n for n in rows if parsed[n].signed] for rows in (pair.gone, pair.come))
    return dict(handed_over(gone, come, parsed))


def _elsewhere(pair: _Pair, strays: Mapping[int, int], parsed: Rows, answered: Answered) -> Iterator[str]:
    """A sentence for each agreement that stands in another state than before."""
    for at, number in pair.in_order(strays):
        before = strays[number]
        if not (answered(number, "state") or answered(before, "state")):
            yield (
                f"Row {at} prints {parsed[number].agency} in {_state(parsed[number])}; the list before it had the same "
                f"model and signing date in {_state(parsed[before])}. One state is printed wrong."
            )


def _state(row: Parsed) -> str:
    return STATES[row.state].name if row.state else ""


def _moved(events: Iterable[str]) -> Mapping[str, set[tuple[str, str]]]:
    """For each list, the agencies of which an agreement came (`signed`, `model_added`) or went, with that kind."""
    found = defaultdict[str, set[tuple[str, str]]](set)
    for publication, kind, agency_id, *_ in (event.split("/") for event in events):
        if kind in {"signed", "model_added", "no_longer_listed"}:
            found[publication].add((agency_id, "no_longer_listed" if kind == "no_longer_listed" else "signed"))
    return found


def _renamed(pair: _Pair, parsed: Rows, moved: Collection[tuple[str, str]]) -> Iterator[str]:
    """A sentence where one agency goes as another comes with the same model, signing date and county.

    `moved` are the agencies that came and went: a respelling that is understood is not among them.
    """
    comes, goes = (
        {
            (row.state, row.model, row.signed, county_key(row.county, row.state)): n
            for n in (sorted(rows) if moved else ())
            if (row := parsed[n]).state and row.county and row.signed and (slug(row.state, row.agency), kind) in moved
        }
        for rows, kind in ((pair.come, "signed"), (pair.gone, "no_longer_listed"))
    )
    earlier = {comes[key]: goes[key] for key in comes.keys() & goes.keys()}
    for at, number in pair.in_order(earlier):
        yield (
            f"Row {at} prints {parsed[number].agency}; the list before it had the same model, signing date and county "
            f"with {parsed[earlier[number]].agency}. ICE may have printed a wrong name; if the two are one agency, "
            "`roster287 identity same` joins them."
        )


def _late(pair: _Pair, parsed: Rows, day: str) -> Iterator[str]:
    """A sentence for each new row that bears a later day than its list: nobody lists what is still to be signed."""
    for at, number in pair.in_order([n for n in pair.come if (parsed[n].signed or "") > day]):
        row = parsed[number]
        yield f"Row {at} prints {row.signed} for {row.agency}, later than the list itself ({day})."


class _Rows(NamedTuple):
    """The rows of some lists, by state and name and by the document that they link."""

    by_name: Mapping[Who, Sequence[int]]
    by_document: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, rows: Iterable[int], parsed: Rows) -> _Rows:
        """These rows."""
        by_name, by_document = defaultdict[Who, list[int]](list), defaultdict[str, list[int]](list)
        for number in rows:
            row = parsed[number]
            by_name[row.state, row.agency.casefold()].append(number)
            if row.moa_url and (name := document_name(row.moa_url)):
                by_document[name].append(number)
        return cls(by_name, by_document)


def _who(row: Parsed) -> Who:
    return row.state, fold(row.agency, row.state)


def _of_another(pair: _Pair, parsed: Rows, rows: Sequence[Row], known: _Rows, answered: Answered) -> Iterator[str]:
    """A sentence for each new row that links a document of one other agency, which is still listed.

    A row that links what its agency has linked before takes it back, and is right.
    """
    for at, number in pair.in_order([n for n in pair.come if parsed[n].moa_url]):
        row = parsed[number]
        paper = document_name(row.moa_url or "")
        whose = {_who(parsed[n]) for n in known.by_document.get(paper, ()) if n in pair.was}
        if len(whose) != 1 or _who(row) in whose or answered(number, "moa_url"):
            continue
        still = (parsed[n] for n in pair.facts.layout.rows if _who(parsed[n]) in whose)
        linked = (n for n, cells in enumerate(rows) if any(paper in url for url in cells.moa_targets))
        other = next(still, None)
        if other and not any(_who(parsed[n]) == _who(row) for n in linked if n not in pair.come):
            yield f"Row {at} links for {row.agency} the document of {other.agency}."


def _other_county(pair: _Pair, parsed: Rows, known: _Rows, answered: Answered) -> Iterator[str]:
    """A sentence for each new row of a name that the list before had in one other county alone."""
    for at, number in pair.in_order([n for n in pair.come if parsed[n].county]):
        row = parsed[number]
        named = [parsed[n].county for n in known.by_name[row.state, row.agency.casefold()] if n in pair.was]
        counties = {county_key(county, row.state): county for county in named if county}
        other = len(counties) == 1 and county_key(row.county or "", row.state) not in counties
        if other and not answered(number, "county"):
            yield (
                f"Row {at} prints {row.agency} in {row.county}; the list before it had that name in "
                f"{next(iter(counties.values()))}. If the two are one agency, one county is printed wrong."
            )


def _no_county(
    pair: _Pair, strays: Collection[int], parsed: Rows, known: _Rows, roster: Roster, answered: Answered
) -> Iterator[str]:
    """A sentence for each new name whose county its state has neither so nor nearly so: it may be of another state."""
    come = [n for n in pair.come if parsed[n].state and n not in strays]
    lost = [n for n in come if has_county(parsed[n].state or "", parsed[n], roster) is False]
    for at, number in pair.in_order(lost):
        row = parsed[number]
        new = pair.was.isdisjoint(known.by_name[row.state, row.agency.casefold()])
        words = _county(row)
        near = roster.nearest_place(row.state or "", words, "county", SLIPS)
        if new and words and near is None and not (answered(number, "county") or answered(number, "state")):
            beside = f" ({row.county})" if row.county else ""
            yield f"Row {at} prints {row.agency}{beside} in {_state(row)}, which has no such county."


def _county(row: Parsed) -> str:
    """The county that a row prints, in folded words: in its name, else beside it."""
    taken = parts(row.state or "", row.agency)
    return taken.place if taken.area in COUNTY_AREAS else county_words(row.county or "", row.state or "")


def _mark(row: Row) -> str:
    """The cell of a row that marks it as ended; empty where none does."""
    cells = row[:8]
    text = "\n".join(cells).upper()
    if not any(word in text for word in ENDED):
        return ""
    return next((cell for cell in cells if ENDED.intersection(folded(cell).split())), "")


def _marks(facts: FileFacts, ended: Mapping[int, str]) -> Iterator[str]:
    """A sentence for each row of a list that is marked as ended; as long as it stands there, it is listed."""
    marked = [(at, ended[row]) for at, row in _places(facts, ended.keys())]
    for at, cell in marked[:ROWS_TOLD]:
        yield f"Row {at} prints “{tidy(cell)}”. It counts as listed as long as it stands on the list."
    if more := len(marked[ROWS_TOLD:]):
        yield f"{more} more rows are marked so."
