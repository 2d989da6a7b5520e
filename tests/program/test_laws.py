"""Laws as of a day: what was in force is said, what is not known is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster287.errors import UsageError
from roster287.program import laws
from roster287.program.partial import bounds, earliest, latest, spoken, when
from roster287.vocabulary.messages import speaker

DAYS = st.dates(date(1985, 1, 1), date(2035, 12, 31))
ROWS = st.sampled_from(laws.instruments())


def bans(on: str) -> list[str]:
    return [line["state"] for line in laws.states_that_ban(on)]


def one(citation: str) -> laws.Instrument:
    return next(row for row in laws.instruments() if row.citation.startswith(citation))


def test_on_the_day_of_the_founding_story_six_states_barred_agreements_as_ice_counted() -> None:
    counted = laws.counted_by("2025-04-04")
    assert counted is not None
    assert bans("2025-04-04") == ["CA", "CT", "IL", "NJ", "OR", "WA"] == list(counted.states)
    assert counted.counted_by == "ICE"


@pytest.mark.parametrize(
    ("on", "gained"),
    [
        ("2025-07-14", {"DE"}),
        ("2026-02-17", {"DE", "MD"}),
        ("2026-05-20", {"DE", "MD", "NM"}),
        ("2026-08-01", {"DE", "MD", "NM", "ME"}),
        ("2026-08-25", {"DE", "MD", "NM", "ME", "NY"}),
    ],
)
def test_a_ban_counts_from_the_day_it_took_effect(on: str, gained: set[str]) -> None:
    assert set(bans(on)) == {"CA", "CT", "IL", "NJ", "OR", "WA"} | gained
    before = (date.fromisoformat(on) - timedelta(days=1)).isoformat()
    assert set(bans(before)) <= set(bans(on))


def test_maine_s_law_is_unsure_in_the_month_in_which_its_sources_disagree() -> None:
    assert "ME" not in bans("2026-07-20")
    assert "ME" in [line["state"] for line in laws.states_that_may_ban("2026-07-20")]
    assert laws.in_force(one("LD 1971"), date(2026, 6, 30)) == "no"
    assert laws.in_force(one("LD 1971"), date(2026, 8, 1)) == "yes"


def test_a_state_that_surely_bars_is_not_among_those_that_may() -> None:
    for on in ("2021-06-01", "2026-03-28", "2026-07-10"):
        sure, may = set(bans(on)), {line["state"] for line in laws.states_that_may_ban(on)}
        assert not sure & may


def test_a_directive_ends_where_the_statute_takes_its_place() -> None:
    directive, statute = one("AG Law Enforcement Directive 2018-6"), one("P.L. 2026, c. 5")
    assert laws.in_force(directive, date(2026, 3, 24)) == "yes"
    assert laws.in_force(directive, date(2026, 3, 25)) == "unsure"
    assert laws.in_force(directive, date(2026, 3, 26)) == "no"
    assert laws.in_force(statute, date(2026, 4, 1)) == "yes"


def test_what_is_unverified_is_never_in_force_and_never_a_ban() -> None:
    for row in laws.instruments():
        if row.basis == "unverified":
            for year in (2010, 2025, 2026, 2030):
                assert laws.in_force(row, date(year, 6, 1)) in ("no", "unverified", "none_found")
    assert "HI" not in bans("2030-01-01")
    assert "MA" not in bans("2030-01-01")


def test_a_failed_bill_is_never_shown_as_of_a_day() -> None:
    shown = {row["citation"] for row in laws.law("AZ", "2026-01-01")}
    assert not any(str(citation).startswith("SB 1164") for citation in shown)
    assert any(str(row["citation"]).startswith("SB 1164") for row in laws.law("AZ"))


def test_enacted_without_a_day_of_effect_is_unsure() -> None:
    tennessee = one("SB 2223")
    assert laws.in_force(tennessee, date(2026, 4, 30)) == "no"
    assert laws.in_force(tennessee, date(2026, 11, 24)) == "unsure"


def test_a_rescinded_order_is_gone_and_what_was_not_yet_is_not() -> None:
    order = one("Executive Order 47")
    assert [laws.in_force(order, day) for day in (date(2025, 1, 1), date(2025, 6, 1), date(2026, 2, 1))] == [
        "no",
        "yes",
        "no",
    ]
    assert laws.in_force(one("SB 783"), date(2028, 7, 2)) == "no"


def test_the_table_has_the_fields_of_the_interface() -> None:
    promised = "state stance models instrument citation enacted effective ended status summary"
    answer = laws.law()
    assert answer.columns[:13] == (*promised.split(), "source_url", "source_title", "confidence")
    assert len(answer) == len(laws.instruments())
    assert "in_force" in laws.law(on="2025-04-04").columns


def test_a_state_can_be_named_in_words_and_the_answer_be_in_spanish() -> None:
    english, spanish = laws.law("Florida"), laws.law("FL", lang="es")
    assert [row["citation"] for row in english] == [row["citation"] for row in spanish]
    assert all(row["summary"] == row["summary_es"] for row in spanish)
    with pytest.raises(UsageError):
        laws.law("Atlantis")
    with pytest.raises(UsageError):
        laws.law("FL", "yesterday")


@given(ROWS, st.lists(DAYS, min_size=2, max_size=6))
def test_in_force_goes_one_way(row: laws.Instrument, days: list[date]) -> None:
    """No, perhaps, yes, perhaps, no: a law never comes back by itself."""
    answers = [laws.in_force(row, day) for day in sorted(days)]
    stages = {"no": 0, "unsure": 1, "yes": 2}
    if set(answers) <= set(stages):
        runs = [stages[a] for n, a in enumerate(answers) if n == 0 or answers[n - 1] != a]
        peak = runs.index(max(runs))
        assert runs[: peak + 1] == sorted(runs[: peak + 1])
        assert runs[peak:] == sorted(runs[peak:], reverse=True)
    else:
        assert len(set(answers) - {"no"}) == 1


@given(ROWS, DAYS)
def test_yes_holds_on_every_reading_of_the_dates(row: laws.Instrument, day: date) -> None:
    answer = laws.in_force(row, day)
    if answer == "yes" and row.effective and len(row.effective) == 10:
        assert day >= latest(row.effective)
    if answer in ("yes", "unsure") and row.ended:
        assert day <= latest(row.ended)
    if answer == "yes" and row.enacted:
        assert day >= earliest(row.enacted)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from([4, 7, 10]))
def test_a_partial_date_holds_the_days_it_was_cut_from(day: date, length: int) -> None:
    first, last = bounds(day.isoformat()[:length])
    assert first <= day <= last
    assert first.isoformat()[:length] == last.isoformat()[:length] == day.isoformat()[:length]


@pytest.mark.parametrize("text", ["", "25", "2025-13", "2025-02-30", "2025-4", "April 2025", "2025-04-03T00:00"])
def test_what_is_no_partial_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day"):
        bounds(text)


def test_partial_dates_are_spoken_as_they_are_known() -> None:
    assert [spoken(t, speaker("en")) for t in ("2025-04-03", "2025-04", "2025")] == [
        "3 April 2025",
        "April 2025",
        "2025",
    ]
    assert [spoken(t, speaker("es")) for t in ("2025-04-03", "2025-04")] == ["3 de abril de 2025", "abril de 2025"]
    assert when("2025-04-03", speaker("en")) == "on 3 April 2025"
    assert when("2025", speaker("es")) == "en 2025"
