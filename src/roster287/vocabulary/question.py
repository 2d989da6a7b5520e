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
DayLike = str | date
"""A day as somebody names it."""
LONGEST = 200
"""Characters of a name or a place that may be asked for."""


def day(text: DayLike) -> str:
    """A day as ISO text. Raises `UsageError` for anything that is not one."""
    said = str(text.date() if isinstance(text, datetime) else text)
    try:
        if not _DAY.fullmatch(said):
            raise ValueError(said)
        return date.fromisoformat(said).isoformat()
    except ValueError:
        raise UsageError(f"“{text}” is not a day.", "Write it as YYYY-MM-DD, such as 2025-04-03.") from None


def is_day(text: str) -> bool:
    """Whether a text is written as a day is."""
    return bool(_DAY.fullmatch(text))


def span(since: DayLike | None, until: DayLike | None) -> tuple[str | None, str | None]:
    """Two days, each if there is one, as ISO text. Raises `UsageError` when the first is after the last."""
    first, last = (None if one is None else day(one) for one in (since, until))
    if first is not None and last is not None and first > last:
        raise UsageError(f"{first} is after {last}.", "Give the earlier day as since, the later as until.")
    return first, last


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
