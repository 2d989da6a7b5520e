"""A row under the wrong model is a wrong sentence about what officers may do: one model, or none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster287.vocabulary.models import MODELS, SYNONYMS, model_code, model_name, read_model
from roster287.vocabulary.text import folded


def test_the_vocabulary_is_closed_and_every_word_of_it_leads_to_a_model() -> None:
    assert list(MODELS) == ["task_force", "jail_enforcement", "warrant_service", "tribal_task_force", "hybrid"]
    assert {entry.code for entry in SYNONYMS} == set(MODELS)
    assert len({entry.words for entry in SYNONYMS}) == len(SYNONYMS)
    for entry in SYNONYMS:
        assert folded(entry.words) == entry.words
        assert entry.seen == "" or entry.seen == date.fromisoformat(entry.seen).isoformat()
        assert read_model(entry.words.title())[:2] == (entry.code, entry.slip)
    for model in MODELS.values():
        assert model_code(model.name) == model.code
        assert model_name(model.code) == model.name


@pytest.mark.parametrize(
    ("printed", "code", "misprint"),
    [
        ("Task Force Model", "task_force", False),
        (" task  force\u00a0model ", "task_force", False),
        ("TFM", "task_force", False),
        ("Tribal Task Force Model", "tribal_task_force", False),
        ("Tribal Task Force Modle", "tribal_task_force", True),
        ("Task Force Officer ", "task_force", True),
        ("Warrant Services Officer", "warrant_service", True),
        ("Warrant Service Office", "warrant_service", True),
        ("Warrant Service Offcier", "warrant_service", True),
        ("Jail Enforcment Model ", "jail_enforcement", True),
        ("Jail Enforcement Model/Task Force Model", "hybrid", False),
        ("Task Force Model & Jail Enforcment Model", "hybrid", True),
        ("JEM / TFM", "hybrid", False),
        ("Task Force Model/Task Force Model", "task_force", False),
        ("Hybrid", "hybrid", False),
        ("287(g) Task Force Model", "task_force", False),
        ("287g Task Force Model (TFM)", "task_force", False),
        ("TFM - Task Force Model", "task_force", False),
        ("Task Force Model (TFM)", "task_force", False),
        ("WSO: Warrant Service Officer", "warrant_service", False),
        ("Warrant Service Officer Program", "warrant_service", False),
        ("Jail Enforcment Model Program", "jail_enforcement", True),
        ("Task Force Model 1", "task_force", True),
        ("Task Force Model (Addendum)", "task_force", True),
        ("287(g) Jail Enforcement Model/Task Force Model 1", "hybrid", True),
    ],
)
def test_what_ice_prints_is_read(printed: str, code: str, misprint: bool) -> None:
    assert read_model(printed)[:2] == (code, misprint)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "\u00a0",
        "Model",
        "Officer",
        "County",
        "JM",
        "TF M",
        "Task Force Model/Unknown",
        "Enforcement",
        "Jail Enforcement Model and Warrant Service Officer",
        "TFM - Warrant Service Officer",
        "Task Force Model (WSO)",
        "Task Force Model Jail Enforcement Model",
        "Task Force Model (Addendum) / Warrant Service Officer",
        "287(g)",
        "287(g) Program",
        "Addendum",
        "Model 1",
        "Task Force Model 2025",
        "/",
        "#N/A",
    ],
)
def test_what_is_no_model_is_not_guessed(printed: str) -> None:
    assert read_model(printed)[:2] == (None, False)


@given(st.text(max_size=30))
def test_any_text_gives_a_model_or_none(text: str) -> None:
    code, misprint, several = read_model(text)
    assert not (several and code)
    assert code is None or code in MODELS
    assert not (misprint and code is None)
