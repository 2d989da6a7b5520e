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
from roster287.table import Line
from roster287.vocabulary.marking import N_

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


def detention(state: str, on: str, lang: str) -> list[Line]:
    """The statements on a state, by its code, that date from that day or month, or before."""
    known = (one for one in statements() if one.state == state and earliest(one.date) <= date.fromisoformat(on))
    return [{**one.line(), "statement": one.statement_es if lang == "es" else one.statement} for one in known]
