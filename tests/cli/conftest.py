"""Running the command line in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from roster287.cli.main import main


class Ran(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Its output, read as JSON."""
        found: dict[str, Any] = json.loads(self.out)
        return found


Run = Callable[..., Ran]


@pytest.fixture
def run(shipped_home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the shipped history, or on `home`."""

    def command(*arguments: str, form: str = "table", home: Path | None = None) -> Ran:
        capsys.readouterr()
        code = main(["--home", str(home or shipped_home), "--format", form, *arguments])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return command
