"""The answer to a question: a small table with what was asked and the list it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from roster287.errors import UsageError

if TYPE_CHECKING:
    import pandas
    import polars

    from roster287.model import Synced

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the same columns. Iterate it for the rows, each a dictionary.

    `as_of` is the day asked about (ISO), `publication` the list that was in force on it, where there is one.
    """

    columns: tuple[str, ...]
    rows: tuple[Line, ...]
    query: Mapping[str, Any] = field(default_factory=dict)
    as_of: str | None = None
    publication: Line | None = None

    def __iter__(self) -> Iterator[Line]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        rows = "1 row" if len(self) == 1 else f"{len(self):,} rows"
        return f"<{type(self).__name__} of {rows}: {', '.join(self.columns)}>"

    def to_dicts(self) -> list[Line]:
        """The rows as new dictionaries."""
        return [dict(row) for row in self.rows]

    def to_polars(self) -> polars.DataFrame:
        """The rows as a polars frame; cells that hold lists or objects become text, as in CSV."""
        try:
            import polars
        except ImportError:
            raise UsageError("polars is not installed.", "Install it: pip install polars") from None
        return polars.DataFrame(self._flat(), schema=list(self.columns), infer_schema_length=None)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas frame; cells that hold lists or objects become text, as in CSV."""
        try:
            import pandas
        except ImportError:
            raise UsageError("pandas is not installed.", "Install it: pip install pandas") from None
        return pandas.DataFrame(self._flat(), columns=list(self.columns))

    def _flat(self) -> list[Line]:
        return [{column: flat(row[column]) for column in self.columns} for row in self.rows]


@dataclass(frozen=True, slots=True, repr=False)
class Taken(Table):
    """The events that an act added to the record. `done` says what else it did: the files, the lists set aside."""

    done: Synced = field(kw_only=True)


def flat(value: Any) -> Any:
    """A cell that fits one column of a plain table: lists of texts joined by `; `, anything deeper as JSON."""
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if isinstance(value, (list, tuple, dict)):
        import json

        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value


def by(lines: Iterable[Line], column: str) -> dict[str, list[Line]]:
    """The lines grouped by the value of a column, each group in the order given."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line[column]].append(line)
    return dict(found)


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The runs of consecutive numbers in rising ones, each by its ends."""
    for _, run in groupby(enumerate(numbers), lambda one: one[1] - one[0]):
        own = [number for _, number in run]
        yield own[0], own[-1]


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: Any) -> Any:
    """A flat cell that no spreadsheet takes for a formula: a text that could be one gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def columns(line: Line, names: Iterable[str]) -> Line:
    """A line reduced to columns, in their order."""
    return {name: line[name] for name in names}


def having(lines: Iterable[Line], wanted: Mapping[str, Any]) -> tuple[Line, ...]:
    """The lines whose columns hold these values, in the order given."""
    for column, value in wanted.items():
        lines = [line for line in lines if line[column] == value]
    return tuple(lines)


def table(names: Sequence[str], rows: Iterable[Line], **about: Any) -> Table:
    """A table of these rows, each reduced to the columns in their order."""
    return Table(tuple(names), tuple(columns(row, names) for row in rows), **about)
