"""`docs/identity-review.md` says what the record says today: what nobody has read may not hide in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster287.resolve.record import Record
from tests.identity.sample import YEARLY, draw, numbers, resolved, short

REVIEW = Path(__file__).parents[2] / "docs" / "identity-review.md"


@pytest.fixture(scope="module")
def record(full_home: Path) -> Record:
    return resolved(full_home)


@pytest.fixture(scope="module")
def lines() -> set[str]:
    return set(REVIEW.read_text(encoding="utf-8").splitlines())


def test_every_decision_that_two_names_are_one_has_been_read(record: Record, lines: set[str]) -> None:
    read = {line.rsplit(" | ", 2)[0] for line in lines}
    unread = [d for d in draw(record).same if f"| {d.state} | {short(d.left)} | {short(d.right)}" not in read]
    assert unread == []


def test_every_name_printed_in_several_ways_has_been_read(record: Record, lines: set[str]) -> None:
    unread = [f for f in draw(record).folds if f"| {f.state} | {' / '.join(map(short, f.names))} |" not in lines]
    assert unread == []


def test_the_numbers_of_each_year_are_those_of_the_record(record: Record, lines: set[str]) -> None:
    for year, counts in numbers(record).items():
        assert f"| {' | '.join([year, *(str(counts[kind]) for kind in YEARLY)])} |" in lines


def test_few_pairs_wait_and_no_sample_is_short(record: Record) -> None:
    found = draw(record)
    assert sum(d.verdict == "unsure" for d in record.identity.decisions) <= 25
    assert len(found.apart) == 200
    assert draw(record) == found
