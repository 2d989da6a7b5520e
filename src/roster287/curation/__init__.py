"""Decisions of people, as plain files that are reviewed as diffs: judgements, corrections, ids.

    judgements.csv    two printed names are the same agency, different, or unsure; who, when, why, on what evidence
    corrections.csv   facts that ICE prints wrong, each keyed on the wrong value
    agency_ids.csv    the id of each agency that has been printed under several names
    agreement_ids.csv the id of each agreement that has been printed under several dates, for each of them
    list_ids.csv      the id of each list, by the hash of its bytes

A home can have judgements of its own, in `archive/judgements.csv`; both logs are only ever added to. A judgement that
takes the place of an earlier one says so (`supersedes`); one that contradicts another is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from importlib.resources import files as shipped_files
from pathlib import Path
from typing import NamedTuple

from roster287 import files
from roster287.errors import ArchiveError, JudgementError
from roster287.vocabulary.names import fold

VERDICTS = ("same", "different", "unsure")


class Judgement(NamedTuple):
    """A recorded decision on two printed names of one state. `supersedes` is "yes" where it replaces an earlier one."""

    verdict: str
    state: str
    left: str
    right: str
    who: str
    when: str
    why: str
    evidence: str
    supersedes: str = ""

    @property
    def pair(self) -> tuple[str, str, str]:
        """The state and the two folded names, in the order of the alphabet."""
        one, other = sorted((fold(self.left, self.state), fold(self.right, self.state)))
        return self.state, one, other

    def __str__(self) -> str:
        return f"{self.verdict}: “{self.left}” and “{self.right}” ({self.state}), {self.who}, {self.when}"


class Correction(NamedTuple):
    """A fact that ICE prints wrong. It applies to rows of that state and folded agency name whose `field` is `printed`.

    `field` is state, agency, county, type, model, signed or moa_url; `model` and `signed` narrow it where not empty.
    An empty `corrected` says that the printed value is wrong and the right one is not known.
    """

    field: str
    state: str
    agency: str
    model: str
    signed: str
    printed: str
    corrected: str
    who: str
    when: str
    why: str
    evidence: str


JUDGEMENT_COLUMNS = Judgement._fields
CORRECTED_FIELDS = ("state", "agency", "county", "type", "model", "signed", "moa_url")


def judgements(home_log: Path | None = None) -> list[Judgement]:
    """The judgements in force, superseded ones left out. Raises `JudgementError` when two contradict."""
    return in_force(judged(home_log))


def judged(home_log: Path | None = None) -> list[Judgement]:
    """Every judgement that was ever taken, superseded ones too, in their order."""
    found = [Judgement(**line) for line in _shipped("judgements.csv")]
    return [*found, *own(home_log)] if home_log is not None else found


def own(home_log: Path) -> list[Judgement]:
    """All judgements in a home's own log, in its order. Raises `ArchiveError` for a line that is no judgement.

    A last line without its line feed was being written by a process that was killed: it is not part of the log.
    """
    found: list[Judgement] = []
    data = files.whole_lines(home_log)
    try:
        lines = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
        columns = next(lines, list(JUDGEMENT_COLUMNS))
        if columns != list(JUDGEMENT_COLUMNS):
            raise _damaged(home_log, 1)
        for cells in lines:
            if len(cells) != len(columns):
                raise _damaged(home_log, lines.line_num)
            found.append(Judgement(*cells))
    except UnicodeDecodeError as error:
        raise _damaged(home_log, data.count(b"\n", 0, error.start) + 1) from None
    except csv.Error:
        raise _damaged(home_log, len(found) + 2) from None
    return found


def _damaged(home_log: Path, number: int) -> ArchiveError:
    return ArchiveError(
        f"Line {number} of {home_log.name} in the archive is damaged.", "Restore this log from a copy of the archive."
    )


def in_force(log: Iterable[Judgement]) -> list[Judgement]:
    """The last judgement on each pair, in the order of the log, checked against one another.

    What was left `unsure` is settled by any verdict; another verdict is only taken back by one that says so.
    """
    last: dict[tuple[str, str, str], Judgement] = {}
    for judgement in log:
        if judgement.verdict not in VERDICTS:
            raise JudgementError(f"A judgement says “{judgement.verdict}”.", f"One of {', '.join(VERDICTS)}.")
        if judgement.pair[1] == judgement.pair[2]:
            continue  # these are one name by now, spelled out: there is nothing left to judge
        before = last.pop(judgement.pair, None)
        open_still = before is None or before.verdict in ("unsure", judgement.verdict)
        if before is not None and not open_still and not judgement.supersedes:
            raise _contradiction(before, judgement)
        last[judgement.pair] = judgement
    found = list(last.values())
    _check(found)
    return found


def _check(found: Iterable[Judgement]) -> None:
    """Refuse a `different` between two names that the `same` judgements join."""
    joined: dict[tuple[str, str], tuple[str, str]] = {}

    def root(name: tuple[str, str]) -> tuple[str, str]:
        while joined.get(name, name) != name:
            name = joined[name]
        return name

    last_same: dict[tuple[str, str], Judgement] = {}
    for judgement in found:
        if judgement.verdict == "same":
            state, one, other = judgement.pair
            joined[root((state, one))] = root((state, other))
            last_same[root((state, other))] = judgement
    for judgement in found:
        state, one, other = judgement.pair
        if judgement.verdict == "different" and root((state, one)) == root((state, other)):
            raise _contradiction(last_same[root((state, one))], judgement)


def _contradiction(one: Judgement, other: Judgement) -> JudgementError:
    return JudgementError(
        f"Two judgements contradict each other: {one}; and {other}.",
        "Withdraw one: judge the pair again with --supersede.",
    )


def append(home_log: Path, judgement: Judgement) -> None:
    """Add a judgement to a home's own log. Raises `JudgementError`, and adds nothing, when it contradicts another."""
    in_force([*judged(home_log), judgement])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if not files.whole_lines(home_log):
        writer.writerow(JUDGEMENT_COLUMNS)
    writer.writerow(" ".join(cell.splitlines()) for cell in judgement)
    files.append(home_log, text.getvalue().encode())


def fingerprint(home_log: Path) -> str:
    """A short hash of all that people have decided on identity and facts; it changes when any of that does."""
    names = ("judgements.csv", "corrections.csv", "agency_ids.csv", "agreement_ids.csv", "list_ids.csv")
    texts = [source.read_bytes() for name in names if (source := shipped_files("roster287.curation") / name).is_file()]
    if judged := files.whole_lines(home_log):
        texts.append(judged)
    return hashlib.sha256(b"\x00".join(texts)).hexdigest()[:16]


def corrections() -> list[Correction]:
    """The corrections, in the order of the file."""
    return corrected(_shipped("corrections.csv"))


def corrected(lines: Iterable[dict[str, str]]) -> list[Correction]:
    """The corrections of a table. Raises `JudgementError` for one of a field that cannot be corrected."""
    found = [Correction(**line) for line in lines]
    for one in found:
        if one.field not in CORRECTED_FIELDS:
            raise JudgementError(f"A correction is of “{one.field}”.", f"One of {', '.join(CORRECTED_FIELDS)}.")
    return found


def agency_ids() -> dict[tuple[str, str], str]:
    """The id for each (state, folded name) of an agency that has been printed under several."""
    return {(line["state"], line["fold"]): line["agency_id"] for line in _shipped("agency_ids.csv")}


def agreement_ids() -> dict[str, str]:
    """The id of an agreement, by each other id that it would get from one of the dates printed for it."""
    return {line["dated_id"]: line["agreement_id"] for line in _shipped("agreement_ids.csv")}


def list_ids() -> dict[str, str]:
    """The id of each list that has been published, by the hash of its bytes."""
    return {line["sha256"]: line["publication_id"] for line in _shipped("list_ids.csv")}


def _shipped(name: str) -> Iterator[dict[str, str]]:
    source = shipped_files("roster287.curation") / name
    if source.is_file():
        yield from csv.DictReader(io.StringIO(source.read_text(encoding="utf-8")))
