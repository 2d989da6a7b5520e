"""Every column that a reader gets is explained, nothing else is, and the page follows from the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.dictionary import TABLES, fields, markdown
from roster287.dictionary_fields import FIELDS
from roster287.publish.export.dataset import collect
from roster287.publish.whole import read
from roster287.record import Record
from roster287.table import flat

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("by", ["state", "model", "type", "county"])
def test_columns_of_counts(shipped: Record, by: str) -> None:
    assert shipped.count(by=by).columns == TABLES[f"count_by_{by}"].columns


def test_every_entry_belongs_to_a_column() -> None:
    used = set()
    for name, entry in TABLES.items():
        like = {"law": "laws", "find": "agencies"}.get(name, name).removesuffix("_pending")
        for column in entry.columns:
            used.add(f"{like}.{column}" if f"{like}.{column}" in FIELDS else column)
    assert set(FIELDS) == used


@pytest.mark.parametrize("name", TABLES)
def test_every_field_has_a_meaning_an_example_and_a_source(name: str) -> None:
    for column, field in fields(name).items():
        assert field.description.endswith("."), column
        assert field.example, column
        assert field.source, column


@pytest.mark.parametrize("column", ["signed", "moa_url", "moa_status"])
def test_no_corrected_value_is_called_what_ice_prints(column: str) -> None:
    assert fields("agreements")[column].description != fields("on")[column].description
    assert "what is corrected stands in `corrections`" in fields("on")[column].description


UNSEEN = ("reason", "supersedes")
"""Fields that no row of the shipped record fills."""


def test_no_example_is_made_up_and_no_closed_list_is_short(shipped: Record) -> None:
    """Who builds on an example that the record never has, or on a list that lacks a value, finds it out too late."""
    seen: dict[str, set[str]] = {}
    with shipped.reading() as connection:
        dataset = collect(read(connection))
    for data in dataset.tables.values():
        for column, field in fields(data.name).items():
            key = f"{data.name}.{column}" if f"{data.name}.{column}" in FIELDS else column
            held = [line[column] for line in data.lines() if line[column] is not None]
            values = [one for several in held for one in several] if field.type == "list" else held
            seen.setdefault(key, set()).update(str(flat(value)) for value in values)
            assert not field.values or seen[key] <= set(field.values), key
    for key in seen.keys() - set(UNSEEN):
        example, cut, _ = FIELDS[key].example.partition("…")
        assert any(value.startswith(example) if cut else value == example for value in seen[key]), key


def test_the_page_is_not_stale() -> None:
    page = (ROOT / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert page == markdown(), "python -m roster287.dictionary > docs/dictionary.md"
