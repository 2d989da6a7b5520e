"""The commands print what the library answers, in every format, and nothing of a roster."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from roster287.cli.main import program
from roster287.errors import UsageError


def run(*arguments: str) -> str:
    result = CliRunner().invoke(program([]), list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_law_prints_a_state_as_of_a_day() -> None:
    answer = json.loads(run("--format", "json", "law", "NJ", "--on", "2025-04-04"))
    assert answer["as_of"] == "2025-04-04"
    assert [row["stance"] for row in answer["rows"]] == ["bans"]
    assert "unverified" in run("law", "HI")
    assert len(run("--format", "ndjson", "law").splitlines()) > 80


def test_models_prints_each_statement_with_its_source() -> None:
    rows = list(csv.DictReader(run("--format", "csv", "models", "wso").splitlines()))
    assert rows
    assert all(row["source"] and row["confidence"] for row in rows)
    assert "90 días" in run("--lang", "es", "models", "warrant_service")


def test_nominees_template_and_check(tmp_path: Path) -> None:
    headings = run("nominees", "template", "--model", "task_force", "--blank")
    assert "Nominee" in run("nominees", "template", "--model", "task_force")
    path = tmp_path / "Quxley.csv"
    path.write_text(headings + "Zebulon Quxley,yes,3,,,passed,granted,,\n", encoding="utf-8")
    for extra in ((), ("--summary",), ("--printable",)):
        for form in ("table", "json", "csv", "ndjson"):
            said = run("--format", form, "nominees", "check", str(path), "--model", "task_force", *extra)
            assert said
            assert "Quxley" not in said
            assert "Zebulon" not in said
    rows = json.loads(run("--format", "json", "nominees", "check", str(path), "--model", "task_force"))["rows"]
    assert {row["requirement"]: row["result"] for row in rows}["experience"] == "met"


def test_a_wrong_request_is_a_usage_error(tmp_path: Path) -> None:
    for arguments in (
        ["law", "Atlantis"],
        ["models", "traffic"],
        ["nominees", "check", str(tmp_path), "--model", "tfm"],
    ):
        result = CliRunner().invoke(program([]), arguments)
        assert isinstance(result.exception, UsageError)
        with pytest.raises(UsageError):
            raise result.exception
