"""An analysis that people copy and that does not run, or prints nothing, costs the record its readers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parent.parent.parent / "docs" / "analyses.md").read_text(encoding="utf-8")
PIECES = re.findall(r"^## ([^\n]+)\n.*?```python\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
SHOWS = {
    "The story it grew from": "38 states",
    "Growth by model": "task_force",
    "Waiting time from pending to signed": "no_longer_pending",
    "Who is no longer listed": "missing from",
    "A map": "agencies,",
    "Joining to population": "Miami-Dade County",
}


def test_every_piece_is_known() -> None:
    assert [title for title, _ in PIECES] == list(SHOWS)


@pytest.mark.parametrize(("title", "code"), PIECES, ids=[title for title, _ in PIECES])
def test_a_piece_runs_as_it_stands(shipped_home: Path, tmp_path: Path, title: str, code: str) -> None:
    known = {**os.environ, "ROSTER287_HOME": str(shipped_home)}
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=known, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert SHOWS[title] in done.stdout
