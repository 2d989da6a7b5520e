"""The slider shows what a list said on a day: one date too many, or an agency counted twice, would be a false map."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster287.publish.maps import Span, history

DATES = [f"2025-0{month}-{day:02}" for month in (1, 2) for day in (1, 5, 9, 20)]
MODELS = {"task_force": 1, "jail_enforcement": 2, "warrant_service": 4, "hybrid": 3}
TOTALS = [(9, 3, 1) for _ in DATES]
PLACES = ("23031", "23005", "12086", "ME")

spans = st.lists(
    st.builds(
        lambda place, agency, model, ends: Span(place, f"{place}-{agency}", model, min(ends), max(ends)),
        st.sampled_from(PLACES),
        st.integers(0, 3),
        st.sampled_from(sorted(MODELS)),
        st.tuples(st.integers(0, len(DATES) - 1), st.integers(0, len(DATES) - 1)),
    ),
    max_size=25,
)


def _at(changes: list[int], index: int) -> tuple[int, int]:
    """The same reading as in map.js."""
    found = (0, 0)
    for i in range(0, len(changes), 3):
        if changes[i] <= index:
            found = (changes[i + 1], changes[i + 2])
    return found


@given(spans)
def test_each_date_has_what_was_listed_then(given_spans: list[Span]) -> None:
    data = json.loads(history(DATES, TOTALS, given_spans))
    for index in range(len(DATES)):
        now = [s for s in given_spans if s.first <= index <= s.last]
        for place in PLACES:
            here = [s for s in now if s.place == place]
            models = 0
            for span in here:
                models |= MODELS[span.model]
            expected = (len({s.agency for s in here}), models)
            assert _at(data["places"].get(place, []), index) == expected
        counties = {s.place for s in now if s.place != "ME"}
        assert data["totals"][index] == [9, len(counties), 3, 1]


@given(spans)
def test_nothing_is_written_where_nothing_changes(given_spans: list[Span]) -> None:
    for changes in json.loads(history(DATES, TOTALS, given_spans))["places"].values():
        states = [tuple(changes[i + 1 : i + 3]) for i in range(0, len(changes), 3)]
        assert all(a != b for a, b in zip([(0, 0), *states], states, strict=False))
        assert changes[::3] == sorted(set(changes[::3]))


def test_a_span_that_ends_after_the_last_list_is_an_error() -> None:
    with pytest.raises(IndexError):
        history(DATES, TOTALS, [Span("23031", "a", "task_force", 0, len(DATES))])
