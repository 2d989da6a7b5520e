"""What a person names in a question: a day, a state, a model, one of a few words.

Each gives the value or raises `UsageError` with what would be understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from roster287.errors import UsageError
from roster287.vocabulary.models import MODELS, model_code
from roster287.vocabulary.states import state_code
from roster287.vocabulary.typed import typed_state

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
LONGEST = 200
"""Characters of a name or a place that may be asked for."""


def day(text: str | date) -> str:
    """A day as ISO text. Raises `UsageError` for anything that is not one."""
    said = str(text.date() if isinstance(text, datetime) else text)
    try:
        if not _DAY.fullmatch(said):
            raise ValueError(said)
        return date.fromisoformat(said).isoformat()
    except ValueError:
        raise UsageError(f"“{text}” is not a day.", "Write it as YYYY-MM-DD, such as 2025-04-03.") from None


def span(since: str | date | None, until: str | date | None) -> None:
    """Raises `UsageError` when the first day is after the last."""
    days = [day(one) for one in (since, until) if one is not None]
    if days != sorted(days):
        raise UsageError(f"{days[0]} is after {days[1]}.", "Give the earlier day as since, the later as until.")


def state(text: str) -> str:
    """A two-letter code from a code or a name, in English or Spanish."""
    found = typed_state(text) or state_code(text)
    if found is None:
        raise UsageError(f"“{text}” is no state or territory.", "Use its two letters, such as ME or FL.")
    return found


def model(text: str) -> str:
    """A model's name in the vocabulary, from that name or what ICE prints."""
    code = text.strip().lower().replace("-", "_")
    if code in MODELS:
        return code
    found = model_code(text)
    if found is None:
        raise UsageError(f"“{text}” is no model.", f"One of {', '.join(MODELS)}.")
    return found


def one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    """The value, if it is one of those allowed."""
    if value not in allowed:
        raise UsageError(f"“{value}” is no {name}.", f"One of {', '.join(allowed)}.")
    return value


Filters = Mapping[str, Callable[[str], str]]
"""The parameters that narrow a table to what one of its columns holds, by the column, and how their values are read."""


def wanted(filters: Filters, asked: Mapping[str, Any]) -> dict[str, str]:
    """What each column has to hold: the values of the filters that are asked for, as the record writes them."""
    return {column: read(asked[column]) for column, read in filters.items() if column in asked}
