"""Nothing is shown without its source and how sure it is, and the tables use no word that is not in the vocabulary."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from roster287.program import curated, detention, laws, models, nominees
from roster287.program.nominee_cells import Meaning, key, plain
from roster287.program.nominee_experience import COLUMNS as EXPERIENCE
from roster287.program.nominee_roster import NOMINEE, column_of
from roster287.program.nominee_rules import RESULTS
from roster287.program.partial import bounds, earliest, latest
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES

INSTRUMENTS = (
    "statute", "executive_order", "executive_directive", "executive_action", "attorney_general_directive",
    "attorney_general_opinion", "bill",
)  # fmt: skip
STAGES = ("nomination", "vetting", "training")
DOCUMENT = Path(__file__).parents[2] / "docs" / "program.md"
TABLES = [path for stem in ("laws", "models", "nominees", "detention") for path in curated.CURATION.glob(f"{stem}*")]
LAWS = [pytest.param(one, id=f"{one.state}-{one.citation or 'none'}") for one in laws.instruments()]
STATEMENTS = [pytest.param(one, id=f"{one.model}-{one.topic}-{n}") for n, one in enumerate(models.statements())]
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@pytest.mark.parametrize("one", LAWS)
def test_no_law_without_source_and_confidence(one: laws.Instrument) -> None:
    assert one.source_title
    assert ADDRESS.fullmatch(one.source_url)
    assert one.confidence in curated.CONFIDENCE
    assert one.basis in curated.BASIS
    assert (one.confidence == "unverified") == (one.basis == "unverified")
    bounds(one.status_as_of)


@pytest.mark.parametrize("one", STATEMENTS)
def test_no_statement_on_a_model_without_source_and_confidence(one: models.Statement) -> None:
    assert one.source.title
    assert one.source.url == "" or ADDRESS.fullmatch(one.source.url)
    bounds(one.source.date)
    assert one.confidence in curated.CONFIDENCE
    assert one.basis in curated.BASIS
    assert (one.confidence == "unverified") == (one.basis == "unverified")
    assert one.model in MODELS
    assert one.topic in models.TOPICS


@pytest.mark.parametrize("one", LAWS)
def test_a_law_uses_the_words_of_the_vocabulary(one: laws.Instrument) -> None:
    assert one.state in STATES
    assert one.stance in laws.STANCES
    assert one.status in laws.STATUSES
    assert one.instrument in (*INSTRUMENTS, "")
    assert set(one.scope) <= set(laws.SCOPES)
    assert set(one.models) <= {*MODELS, "all", "any"}
    assert bool(one.models) == (one.stance != "none")
    assert bool(one.instrument) == bool(one.citation) == (one.status != "no_rule_found")


@pytest.mark.parametrize("one", LAWS)
def test_the_dates_of_a_law_are_in_order(one: laws.Instrument) -> None:
    for text in (one.enacted, one.effective, one.ended):
        if text:
            bounds(text)
    if one.enacted and one.effective:
        assert earliest(one.enacted) <= latest(one.effective)
    if one.ended:
        assert earliest(one.effective or one.enacted) < latest(one.ended)
    assert one.status != "ended" or one.ended
    assert (one.instrument == "bill") == (one.status in ("vetoed", "not_enacted", "outcome_unknown"))
    assert not (one.instrument == "bill" and one.effective)


@pytest.mark.parametrize("one", LAWS)
def test_a_bill_of_unknown_outcome_has_no_stance_and_is_unverified(one: laws.Instrument) -> None:
    assert (one.status == "outcome_unknown") == (one.stance == "unknown")
    if one.status == "outcome_unknown":
        assert one.basis == "unverified"


@pytest.mark.parametrize("one", LAWS)
def test_a_law_is_told_in_both_languages(one: laws.Instrument) -> None:
    assert one.summary.endswith(".")
    assert one.summary_es.endswith(".")
    assert one.summary != one.summary_es
    assert bool(one.note) == bool(one.note_es)


def test_every_state_and_territory_is_in_the_table_and_in_order() -> None:
    found = [one.state for one in laws.instruments()]
    assert found == sorted(found)
    assert set(found) == set(STATES)


def test_no_instrument_stands_twice() -> None:
    found = [(one.state, one.citation) for one in laws.instruments()]
    assert len(found) == len(set(found))


def test_the_counts_of_others_have_source_and_confidence() -> None:
    for one in laws.counted_by_others():
        assert one.source_title
        assert one.confidence in curated.CONFIDENCE
        assert one.basis in curated.BASIS
        assert not one.states or len(one.states) == one.number
        assert set(one.states) <= set(STATES)
    dates = [earliest(one.date) for one in laws.counted_by_others()]
    assert dates == sorted(dates)


def test_every_model_says_what_it_is_and_the_three_of_2025_say_all_that_matters() -> None:
    topics = {model: {one.topic for one in models.statements() if one.model == model} for model in MODELS}
    assert all("what" in found for found in topics.values())
    for model in ("task_force", "jail_enforcement", "warrant_service"):
        assert {"where", "powers", "nomination", "requirement", "training", "term", "leaving", "costs"} <= topics[model]


def test_no_statement_is_told_twice_of_a_model_and_each_is_in_both_languages() -> None:
    told = [(one.model, one.topic, one.statement, one.source) for one in models.statements()]
    assert len(told) == len(set(told))
    assert all(one.statement and one.statement_es and one.statement != one.statement_es for one in models.statements())


def test_every_source_is_used() -> None:
    used = {one.source for one in models.statements()}
    assert used == set(models.sources().values())


def test_every_detention_statement_has_a_source_and_a_confidence() -> None:
    found = detention.statements()
    assert found
    for one in found:
        assert one.source_title
        assert one.confidence in curated.CONFIDENCE
        assert one.basis in curated.BASIS
        assert one.kind in ("marshals", "igsa")
        assert one.state in STATES
        assert one.statement
        assert one.statement_es
        bounds(one.date)


def test_every_requirement_has_a_rule_a_stage_a_column_and_a_source() -> None:
    shows = {column.shows for column in nominees.columns()}
    for one in models.requirements():
        assert one.stage in STAGES
        assert one.rule in ("yes", "done", "outcome", "exam", "two_years")
        assert one.column in shows
        assert one.confidence in curated.CONFIDENCE
        assert one.source.basis == "primary"
        assert one.clause != one.clause_es
        assert one.short != one.short_es
    keys = [(one.model, one.id) for one in models.requirements()]
    assert len(keys) == len(set(keys))


def test_the_headings_are_known_columns_and_none_means_two() -> None:
    columns = {one.column for one in models.requirements()} | {*EXPERIENCE, NOMINEE}
    found: dict[str, str] = {}
    for row in curated.rows("nominees_headings.csv"):
        assert row["column"] in columns
        assert found.setdefault(key(plain(row["heading"])), row["column"]) == row["column"]


def test_every_heading_of_the_template_is_read_as_its_own_column() -> None:
    for column in nominees.columns():
        assert column_of(column.heading) == (column.id, 0)
        assert column_of(column.heading_es) == (column.id, 0)


def test_the_words_are_known_meanings_and_none_means_two_under_one_heading() -> None:
    columns = {one.column for one in models.requirements()}
    seen: dict[tuple[str, str], str] = {}
    for row in curated.rows("nominees_words.csv"):
        assert row["meaning"] in {*get_args(Meaning)} - {"both"}
        assert set(curated.codes(row["columns"])) <= columns
        for column in curated.codes(row["columns"]) or [""]:
            assert seen.setdefault((plain(row["word"]), column), row["meaning"]) == row["meaning"]


def test_every_word_of_the_tables_is_explained() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    words = (*laws.STANCES, *laws.STATUSES, *laws.SCOPES, *curated.CONFIDENCE, *curated.BASIS, *STAGES, *RESULTS)
    answers = {laws.in_force(one, date(2025, 4, 4)) for one in laws.instruments()}
    assert [word for word in (*words, *answers) if f"`{word}`" not in text] == []
    assert [name for name in sorted(path.name for path in TABLES) if name not in text] == []
