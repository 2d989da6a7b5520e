"""Where list and law seem to disagree a question is asked, and no verdict given."""

from __future__ import annotations

import re

import pytest

from roster287.errors import UsageError
from roster287.program.questions import questions


def asked(on: str, **listed: int) -> set[tuple[str, str]]:
    return {(row["state"], row["kind"]) for row in questions(listed, on)}


def test_agencies_where_a_law_bars_are_asked_about_from_the_day_it_took_effect() -> None:
    assert ("NM", "listed_where_barred") not in asked("2026-05-18", NM=2)
    assert ("NM", "listed_where_barred") in asked("2026-05-20", NM=2)
    assert ("NM", "listed_where_barred") not in asked("2026-05-20", NM=0)


def test_no_agency_where_a_law_obliges_is_asked_about() -> None:
    assert ("FL", "none_listed_where_required") in asked("2026-01-01")
    assert ("FL", "none_listed_where_required") not in asked("2026-01-01", FL=1)


def test_what_is_unverified_or_only_perhaps_in_force_is_never_asked_about() -> None:
    assert not questions({"HI": 3}, "2026-11-24", state="HI").rows
    assert not questions({"ME": 3}, "2026-07-20", state="ME").rows


def test_a_restriction_is_no_disagreement() -> None:
    assert not questions({"VT": 2, "VA": 20}, "2026-11-24", state="VA").rows
    assert not questions({"VT": 2}, "2026-11-24", state="VT").rows


@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_row_is_a_question_with_a_source_and_no_verdict(lang: str) -> None:
    answer = questions({"NM": 2, "NY": 3, "CA": 1}, "2026-11-24", lang=lang)
    assert len(answer) > 3
    for row in answer:
        assert "?" in row["question"]
        assert row["kind"] in ("listed_where_barred", "none_listed_where_required")
        assert row["source_title"]
        assert row["confidence"] != "unverified"
        assert not re.search(r"\b(illegal|unlawful|violat\w*|ilegal\w*|viola\w*|incumpl\w*)\b", row["question"], re.I)


def test_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError):
        questions({"ZZ": 1}, "2026-11-24")
    with pytest.raises(UsageError):
        questions({"FL": -1}, "2026-11-24")
