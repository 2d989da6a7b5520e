"""What is not 287(g): contracts to house federal detainees.

An intergovernmental service agreement (`igsa`), or a rider on a contract of the U.S. Marshals (`marshals`), rents beds:
the jail is paid per day, and its staff get no immigration powers. A 287(g) agreement delegates powers. One body can
hold both. `curation/detention.csv` holds a few dated statements, each with its source; it is no register of such
contracts.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from roster287.program import curated
from roster287.program.partial import earliest
from roster287.table import Line, Table, table
from roster287.vocabulary import question
from roster287.vocabulary.marking import N_

DETENTION = (
    "state", "facility", "county", "kind", "date", "statement", "source_url", "source_title", "confidence", "basis",
    "statement_es",
)  # fmt: skip

DISTINCTION = N_(
    "A contract to house federal detainees rents beds: the jail is paid per day and its staff get no immigration "
    "powers. A 287(g) agreement delegates immigration powers to officers. They are different things; one body can "
    "hold both."
)
DESCRIBED = (N_("Six of the fifteen jails of Maine"),)
"""What stands under `facility` and is no name, so that it is said in the reader's language."""


class Statement(NamedTuple):
    """One dated statement on a contract."""

    state: str
    facility: str
    county: str
    kind: str
    date: str
    statement: str
    statement_es: str
    source_url: str
    source_title: str
    confidence: str
    basis: str

    def line(self) -> Line:
        """The row as readers get it; what is not known is None."""
        return {key: value or None for key, value in self._asdict().items()}


@lru_cache(maxsize=1)
def statements() -> tuple[Statement, ...]:
    """Every statement, in the order of the table: by state, facility and date."""
    return tuple(Statement(**row) for row in curated.rows("detention.csv"))


def detention(state: str | None = None, on: str | None = None, *, lang: str = "en") -> Table:
    """The statements, all or a state's; with `on`, those that date from that day or month, or before."""
    code = question.state(state) if state is not None else None
    day = question.day(on) if on is not None else None
    found = [
        one
        for one in statements()
        if code in (None, one.state) and (day is None or earliest(one.date) <= date.fromisoformat(day))
    ]
    lines = [{**one.line(), "statement": one.statement_es if lang == "es" else one.statement} for one in found]
    query = {key: value for key, value in (("state", code), ("on", day)) if value is not None}
    return table(DETENTION, lines, query=query, as_of=day)
