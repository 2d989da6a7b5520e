"""A bit too many or too few is a row told on a list that does not print it, or gone from one that does."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from roster287.model import Capture, Layout
from roster287.resolve.presence import masks, runs
from roster287.resolve.publications import FileFacts, Publication, sequence

ROWS = st.lists(st.integers(0, 12), max_size=12)


def lists(printed: list[list[int]]) -> list[Publication]:
    """A list of each day with these rows, in the order of the days."""
    facts = [
        FileFacts(
            f"{day:064}", "xlsx", "participating", None, (), "", None, (), Layout.of(range(2, 2 + len(rows)), rows)
        )
        for day, rows in enumerate(printed)
    ]
    seen = {
        f.sha256: [Capture(f.sha256, "list.xlsx", "capture", f"2025-03-{day + 1:02}T10:00:00Z", "")]
        for day, f in enumerate(facts)
    }
    return sequence(facts, seen, {})


@given(st.lists(ROWS, max_size=9))
def test_a_row_stands_on_the_lists_that_print_it_and_on_no_other(printed: list[list[int]]) -> None:
    found = masks(lists(printed))
    assert found == {
        row: sum(1 << at for at, rows in enumerate(printed) if row in rows) for rows in printed for row in rows
    }


@given(st.lists(ROWS, max_size=9), st.sets(st.integers(0, 12)))
def test_of_some_rows_the_same_is_said_as_of_all(printed: list[list[int]], wanted: set[int]) -> None:
    publications = lists(printed)
    whole = masks(publications)
    assert masks(publications, wanted) == {row: mask for row, mask in whole.items() if row in wanted}


@given(st.integers(0, 1 << 20))
def test_the_stretches_of_a_row_are_all_of_its_lists(mask: int) -> None:
    stretches = list(runs(mask))
    assert sum(((1 << last - first + 1) - 1) << first for first, last in stretches) == mask
    assert all(before[1] + 1 < after[0] for before, after in pairwise(stretches))
