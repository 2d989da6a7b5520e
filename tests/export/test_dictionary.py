"""Every column that a reader gets is explained, nothing else is, and the page follows from the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287 import curation
from roster287.dictionary import TABLES, fields, markdown
from roster287.dictionary_fields import EVENTS, FIELDS, MODELS
from roster287.places.facts import JURISDICTIONS
from roster287.program import laws
from roster287.program.models import STATEMENT
from roster287.publish import brief
from roster287.publish.where import WHERE
from roster287.record import Record
from roster287.register.queries import compare, finding, identities, issues, lists, status, subjects, tables
from roster287.vocabulary import kinds, models

ROOT = Path(__file__).parent.parent.parent
COLUMNS: dict[str, tuple[str, ...]] = {
    "publications": lists.PUBLICATION,
    "agencies": tables.AGENCY,
    "agreements": tables.AGREEMENT,
    "applications": tables.APPLICATION,
    "events": tables.EVENT,
    "judgements": curation.JUDGEMENT_COLUMNS,
    "decisions": identities.DECISION,
    "corrections": curation.Correction._fields,
    "laws": laws.LAW,
    "on": lists.LISTED,
    "on_pending": lists.WAITING,
    "count": lists.TOTALS,
    "find": finding.FOUND,
    "compare": compare.DIFFERENCE,
    "issues": issues.ISSUES,
    "evidence": subjects.PROOF,
    "law": (*laws.LAW, "in_force"),
    "brief": brief.FACT,
    "models": STATEMENT,
    "status": status.STATUS,
    "where": WHERE,
}


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_of_a_table_is_explained_in_its_order(name: str) -> None:
    assert TABLES[name].columns == COLUMNS[name]
    assert tuple(fields(name)) == COLUMNS[name]


@pytest.mark.parametrize("by", ["state", "model", "type", "county"])
def test_columns_of_counts(shipped: Record, by: str) -> None:
    assert shipped.count(by=by).columns == TABLES[f"count_by_{by}"].columns


def test_every_table_of_columns_is_tested() -> None:
    made_here = {"spellings", "panel", "panel_days"}
    assert set(TABLES) == set(COLUMNS) | made_here | {f"count_by_{by}" for by in ("state", "model", "type", "county")}


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


def test_closed_lists_are_those_of_the_code() -> None:
    assert tuple(models.MODELS) == MODELS
    assert kinds.KINDS == EVENTS
    assert FIELDS["jurisdiction"].values == JURISDICTIONS
    assert FIELDS["cause"].values == kinds.CAUSES
    assert FIELDS["verdict"].values == curation.VERDICTS
    assert FIELDS["agencies.status"].values == tables.AGENCY_STATUS
    assert FIELDS["agreements.status"].values == tables.AGREEMENT_STATUS
    assert FIELDS["outcome"].values == tables.OUTCOMES
    assert FIELDS["stance"].values == laws.STANCES
    assert FIELDS["laws.status"].values == laws.STATUSES
    assert FIELDS["field"].values == curation.CORRECTED_FIELDS


def test_the_page_is_not_stale() -> None:
    page = (ROOT / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert page == markdown(), "python -m roster287.dictionary > docs/dictionary.md"
