"""A stranger who follows the documents sees what they show."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from roster287.cli.main import main

ROOT = Path(__file__).parent.parent.parent
CONSOLE = re.compile(r"```console\n\$ (roster287 [^\n]+)\n(.*?)```", re.DOTALL)
STEPS = CONSOLE.findall((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("command", "shown"), STEPS, ids=[command for command, _ in STEPS])
def test_each_step_prints_what_the_page_shows(
    shipped_home: Path, capsys: pytest.CaptureFixture[str], command: str, shown: str
) -> None:
    assert main(["--home", str(shipped_home), *shlex.split(command)[1:]]) == 0
    assert capsys.readouterr().out == shown


def test_the_page_of_commands_is_not_stale() -> None:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    refresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(refresh)
    stale = "make it fresh: python docs/refresh.py"
    assert refresh.commands() == (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), stale


def test_the_page_has_steps() -> None:
    assert len(STEPS) >= 5


def test_commands_of_the_readme_exist(shipped_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\$ (roster287 [^#\n]+)", text, re.MULTILINE)
    assert len(lines) >= 8
    for line in lines:
        command = shlex.split(line)[1:]
        if command[0] in ("sync", "rebuild", "watch", "backfill", "export", "serve", "warc"):
            command = [command[0], "--help"]
        if command[:2] == ["site", "build"]:
            command = ["site", "build", "--help"]
        assert main(["--home", str(shipped_home), *command]) == 0, line
        assert capsys.readouterr().out.strip(), line


def test_python_of_the_readme_runs(
    shipped_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ROSTER287_HOME", str(shipped_home))
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert "444 agreements in 38 states" in capsys.readouterr().out
