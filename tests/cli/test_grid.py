"""A table whose cells are cut, out of line or sent as commands of the terminal is not what the record says."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from roster287.cli.grid import WORD, grid

LOOK = re.compile(r"\x1b\[[0-9;]*m")
WORDS = st.lists(st.text("abcñ漢é\u0301-./_", min_size=1, max_size=40), max_size=12).map(" ".join)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Headings, and rows of as many cells."""
    of = draw(st.integers(1, 6))
    headings = draw(st.lists(st.sampled_from(["st", "agency", "what it says"]), min_size=of, max_size=of))
    return headings, draw(st.lists(st.lists(WORDS, min_size=of, max_size=of), min_size=1, max_size=8))


def drawn(table: tuple[list[str], list[list[str]]], width: int, *, coloured: bool = False) -> list[str]:
    headings, rows = table
    right = [bool(at % 2) for at in range(len(headings))]
    styles = [("bold", "dim", "cyan", "")[at % 4] for at in range(len(headings))]
    return list(grid(headings, rows, right=right, styles=styles, width=width, coloured=coloured))


@given(tables(), st.integers(20, 220))
def test_no_letter_of_a_cell_is_lost(table: tuple[list[str], list[list[str]]], width: int) -> None:
    headings, rows = table
    lines = drawn(table, width)
    printed = "".join(lines).replace(" ", "")
    for letter in "bñ漢._":
        of_rows = sum(cell.count(letter) for row in rows for cell in row)
        assert printed.count(letter) == of_rows + (
            "".join(headings).count(letter) if lines[0] == _head(table, lines) else 0
        )


def _head(table: tuple[list[str], list[list[str]]], lines: list[str]) -> str | None:
    """The first line, where it has all headings: then the table is one, and not a list."""
    return lines[0] if re.sub(r"\s", "", "".join(table[0])) in lines[0].replace(" ", "") else None


@given(tables(), st.integers(20, 220))
def test_no_line_is_wider_than_the_terminal_but_for_a_word_that_is(
    table: tuple[list[str], list[list[str]]], width: int
) -> None:
    for line in drawn(table, width):
        longest = max(map(cell_len, line.split()), default=0)
        assert cell_len(line) <= width or longest > WORD or width < 2 * WORD


@given(tables(), st.integers(20, 220))
def test_colours_move_nothing(table: tuple[list[str], list[list[str]]], width: int) -> None:
    assert [LOOK.sub("", line).rstrip() for line in drawn(table, width, coloured=True)] == drawn(table, width)


def test_columns_stand_in_line() -> None:
    lines = drawn((["st", "agency", "what it says"], [["ME", "9", "one two"], ["TX", "12", "three"]]), 80)
    assert lines == [
        "st  agency  what it says",
        "ME       9  one two",
        "TX      12  three",
    ]


def test_a_cell_goes_on_below_in_its_column() -> None:
    lines = drawn((["agency", "st", "what it says"], [["Wells", "ME", "one two three four"]]), 26)
    assert lines == [
        "agency  st  what it says",
        "Wells   ME  one two three",
        "            four",
    ]


def test_a_terminal_too_narrow_for_the_columns_gets_each_row_as_a_list() -> None:
    rows = [["Wells", "ME", "https://example.org/a-long-address/of-a-document"], ["Alice", "TX", ""]]
    assert drawn((["agency", "st", "what it says"], rows), 30) == [
        "agency        Wells",
        "st            ME",
        "what it says  https://example.org/a-long-address/of-a-document",
        "",
        "agency        Alice",
        "st            TX",
        "",
    ]


def test_only_a_terminal_that_takes_colours_gets_them(shipped_home: Path) -> None:
    for settings, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        master, slave = pty.openpty()
        command = [sys.executable, "-m", "roster287", "--home", str(shipped_home), "count"]
        environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
        done = subprocess.run(command, stdout=slave, env={**environment, "TERM": "xterm", **settings}, check=True)
        os.close(slave)
        printed = os.read(master, 10_000).decode()
        os.close(master)
        assert done.returncode == 0
        assert bool(LOOK.search(printed)) == coloured
        assert "agreements" in printed
