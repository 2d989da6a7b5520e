"""The brief's facts on law, models and nominees: careful, sourced, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from roster287.program import laws
from roster287.program.brief_facts import FACTS, law_facts
from roster287.program.models import models, statements
from roster287.vocabulary.states import STATES

DAYS = ("2012-06-01", "2025-04-04", "2026-03-28", "2026-11-24")
Facts = dict[str, dict[str, Any]]


def facts(state: str, on: str, lang: str = "en") -> Facts:
    return {fact["fact_id"]: fact for fact in law_facts(state, on, lang)}


def test_the_founding_story_s_facts_come_out() -> None:
    found = facts("ME", "2025-04-04")
    assert tuple(found) == FACTS
    assert len(found["states_that_ban"]["value"]) == 6
    assert {"CA", "IL", "NJ"} <= set(found["states_that_ban"]["value"])
    assert "California" in found["states_that_ban"]["sentence"]
    assert [one["model"] for one in found["models"]["value"]] == ["task_force", "jail_enforcement", "warrant_service"]
    asked = found["nominee_requirements"]["sentence"]
    assert "two years of work" in asked
    assert asked.count("United States citizenship") == 3
    assert asked.count("background") == 3
    assert "knowledge of the laws" in asked
    assert "Cumberland County Jail" in found["not_287g"]["sentence"]
    assert "different things" in found["not_287g"]["sentence"]
    assert "2025-11-17" not in str(found["not_287g"]), "what came later is not told as of that day"


def test_maine_had_no_rule_then_and_has_one_now() -> None:
    before, now = facts("ME", "2025-04-04")["state_law"], facts("ME", "2026-11-24")["state_law"]
    assert before["value"]["in_force"] == []
    assert "no proof" in before["sentence"]
    assert "Later: LD 1971" in before["sentence"]
    assert now["value"]["in_force"][0]["stance"] == "bans"
    assert "secondary source" in now["sentence"]


def test_a_law_that_is_enacted_and_not_yet_in_effect_is_told() -> None:
    """Between its enactment and its first day a law would be told neither as law nor as what comes."""
    for state, said in (("NM", "in effect from 20 May 2026"), ("ME", "in effect from July 2026")):
        told = facts(state, "2026-02-27")["state_law"]
        assert [one["stance"] for one in told["value"]["later"]] == ["bans"]
        assert said in told["sentence"]
    assert facts("NM", "2026-05-20")["state_law"]["value"]["later"] == []


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_fact_of_every_state_has_a_sentence_and_what_it_rests_on(on: str, lang: str) -> None:
    for state in STATES:
        for fact in law_facts(state, on, lang):
            assert set(fact) == {"fact_id", "sentence", "value", "evidence"}
            assert fact["fact_id"] in FACTS
            assert fact["sentence"].endswith((".", ".)"))
            assert not re.search(r"[{}]|None|  ", fact["sentence"]), fact["sentence"]
            for proof in fact["evidence"]:
                assert proof["source_title"]
                assert proof["confidence"] in ("high", "medium", "low")
                assert proof["basis"] in ("primary", "secondary")


def test_what_is_unverified_is_in_no_sentence() -> None:
    citations = [one.citation for one in laws.instruments() if one.basis == "unverified" and one.citation]
    told = [one.statement for one in statements() if one.basis == "unverified"]
    assert citations
    assert told
    for state in STATES:
        for fact in law_facts(state, "2026-11-24"):
            assert not [text for text in (*citations, *told) if text in fact["sentence"]]


def test_a_rule_that_rests_on_secondary_sources_says_so() -> None:
    for state in STATES:
        fact = facts(state, "2026-11-24")["state_law"]
        if any(one["basis"] == "secondary" for one in fact["value"]["in_force"]):
            assert "secondary source" in fact["sentence"], state


def test_a_territory_that_was_not_looked_into_is_not_said_to_have_no_rule() -> None:
    fact = facts("AS", "2026-11-24")["state_law"]
    assert "not looked into" in fact["sentence"]
    assert fact["evidence"] == []


def test_dates_that_do_not_settle_it_are_said_not_to() -> None:
    assert "cannot be told" in facts("NJ", "2026-03-28")["state_law"]["sentence"]
    assert "New Jersey" in facts("FL", "2026-03-28")["states_that_ban"]["sentence"]
    assert "NJ" not in facts("FL", "2026-03-28")["states_that_ban"]["value"]


def test_texts_later_than_the_day_say_so() -> None:
    assert "later than the day" in facts("FL", "2012-06-01")["models"]["sentence"]
    assert "later than the day" not in facts("FL", "2025-04-04")["models"]["sentence"]


def test_what_is_not_287g_appears_only_where_the_table_has_an_entry() -> None:
    assert "not_287g" not in facts("FL", "2026-11-24")
    assert "not_287g" not in facts("ME", "2024-01-01")
    assert "not_287g" in facts("ME", "2026-11-24", "es")


def test_spanish_is_spanish() -> None:
    sentences = " ".join(fact["sentence"] for fact in law_facts("NM", "2026-11-24", "es"))
    assert "Nuevo México" in sentences
    assert not re.search(r"\b(the|and|agreements|was|roster)\b", sentences)


def test_a_law_of_the_future_is_not_said_to_have_ended() -> None:
    told = facts("VA", "2026-02-27", "es")["state_law"]["sentence"]
    assert "Sin vigencia desde el 30 de junio de 2028." in told
    assert "Sin vigencia desde febrero de 2025." in facts("FL", "2019-01-01", "es")["state_law"]["sentence"]


def test_models_gives_one_row_per_statement() -> None:
    answer = models("task force")
    assert {row["model"] for row in answer} == {"task_force"}
    assert all(row["source"] and row["source_date"] and row["confidence"] and row["basis"] for row in models())
    assert models(lang="es").rows[0]["statement"] == models().rows[0]["statement_es"]
