"""The record as briefs read it: what two briefs need is read once, so that those of all states cost little more."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from roster287.model import LISTS, PARTICIPATING, PENDING
from roster287.register.queries import lists, tables
from roster287.table import Line, by
from roster287.vocabulary.messages import Speaker
from roster287.vocabulary.name_parts import parts


class Reading:
    """One state of the record, for as many briefs as are made of it. Its lines are shared."""

    def __init__(
        self,
        accepted: Iterable[Line],
        printer: Callable[[Line], list[Line]],
        agreements: Callable[[], Iterable[Line]],
        applications: Callable[[], Iterable[Line]],
        agencies: Callable[[str], Iterable[Line]],
    ) -> None:
        """`accepted` are the accepted publications in their order; `printer` gives the rows of one.

        `agencies` gives those of a state.
        """
        found = by(accepted, "kind")
        self.publications: dict[str, Sequence[Line]] = {kind: found.get(kind, ()) for kind in LISTS}
        self._printer = printer
        self._printed: dict[str, dict[str | None, list[Line]]] = {}
        self._totals: dict[str, Line] = {}
        self._all_agreements = agreements
        self._all_applications = applications
        self.agencies = agencies

    @classmethod
    def of(cls, connection: Connection) -> Reading:
        """The record of a connection, read as it is asked for."""
        return cls(
            lists.lists(connection, status="accepted"),
            lists.Printer(connection),
            lambda: tables.agreements(connection),
            lambda: tables.applications(connection),
            lambda state: tables.agencies(connection, state=state),
        )

    @cached_property
    def _dates(self) -> dict[str, list[str]]:
        return {kind: [line["date"] for line in found] for kind, found in self.publications.items()}

    def in_force(self, on: str, kind: str = PARTICIPATING) -> Line | None:
        """The last accepted publication of this kind dated that day or before."""
        at = bisect_right(self._dates[kind], on)
        return self.publications[kind][at - 1] if at else None

    def before(self, date: str, kind: str) -> Line | None:
        """The last publication of this kind dated before a day."""
        at = bisect_left(self._dates[kind], date)
        return self.publications[kind][at - 1] if at else None

    def up_to(self, on: str, kind: str) -> Iterable[Line]:
        """The publications of this kind dated that day or before, the last one first."""
        return reversed(self.publications[kind][: bisect_right(self._dates[kind], on)])

    def dated(self, date: str, kind: str = PARTICIPATING) -> Sequence[Line]:
        """The publications of this kind of one day, in their order."""
        dates = self._dates[kind]
        return self.publications[kind][bisect_left(dates, date) : bisect_right(dates, date)]

    def printed(self, publication: Line, state: str) -> list[Line]:
        """The rows of a publication in a state, in their order."""
        return self.by_state(publication).get(state, [])

    def by_state(self, publication: Line) -> dict[str | None, list[Line]]:
        """The rows of a publication by state, as they count where ICE misprinted them; under None those without one."""
        key = publication["publication_id"]
        if key not in self._printed:
            found: defaultdict[str | None, list[Line]] = defaultdict(list)
            for line in map(_as_counted, self._printer(publication)):
                found[line["state"]].append(line)
            self._printed[key] = dict(found)
        return self._printed[key]

    def totals(self, publication: Line) -> Line:
        """How many agencies, agreements, states and territories a publication names, as it counts where misprinted."""
        key = publication["publication_id"]
        if key not in self._totals:
            self._totals[key] = lists.totals([line for rows in self.by_state(publication).values() for line in rows])
        return self._totals[key]

    @cached_property
    def agreements(self) -> dict[str, list[Line]]:
        """The agreements of each state."""
        return by(self._all_agreements(), "state")

    @cached_property
    def applications(self) -> dict[str, list[Line]]:
        """The applications of each state, by first day."""
        return by(self._all_applications(), "state")


def _as_counted(line: Line) -> Line:
    """A row with what our record corrects of it; `corrections` has what was printed. Its agency is known already."""
    return line | {c["field"]: c["corrected"] or None for c in line["corrections"] if c["field"] != "agency"}


@dataclass(frozen=True, slots=True)
class Day:
    """The state, the day, and what the lists in force on it show."""

    read: Reading
    say: Speaker
    state: str
    on: str
    publication: Line
    pending_publication: Line | None

    @property
    def name(self) -> str:
        """The state, as the language has it within a sentence."""
        return self.say.place(self.state)

    @property
    def here(self) -> list[Line]:
        """The rows of the state on the list in force."""
        return [line for line in self.read.printed(self.publication, self.state) if line["agency_id"]]

    @property
    def waiting(self) -> list[Line]:
        """The rows of the state on the pending list in force."""
        found = self.pending_publication
        return [line for line in self.read.printed(found, self.state) if line["agency_id"]] if found else []


def fact(fact_id: str, sentence: str, value: Any, evidence: Iterable[Line]) -> Line:
    """One fact of a brief."""
    return {"fact_id": fact_id, "sentence": sentence, "value": value, "evidence": list(evidence)}


def proofs(lines: Iterable[Line]) -> list[Line]:
    """The evidence of these lines, in their order."""
    return [item for line in lines for item in line["evidence"]]


def model_words(say: Speaker, model: str | None) -> str:
    """The name of a model, or that it cannot be read."""
    return say.model(model) if model else say("a model that cannot be read")


def printed_as(day: Day, lines: Iterable[Line], date: str, kind: str = PARTICIPATING) -> list[str]:
    """A sentence for each agency that rows of the list of a day print under another body's name."""
    text = (
        day.say("ICE's pending list of {date} prints {agency} as “{name}”.")
        if kind == PENDING
        else day.say("ICE's list of {date} prints {agency} as “{name}”.")
    )
    named = ((line["agency"], line["what"].agency) for line in lines if _is_misnamed(line, day.state))
    return [text.format(date=day.say.day(date), agency=agency, name=name) for agency, name in dict.fromkeys(named)]


def _is_misnamed(line: Line, state: str) -> bool:
    printed, own = (parts(state, name).body for name in (line["what"].agency, line["agency"]))
    return bool(printed and own and printed != own) or any(c["field"] == "agency" for c in line["corrections"])
