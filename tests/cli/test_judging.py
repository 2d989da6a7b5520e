"""Judgements through the command line."""

from __future__ import annotations

from pathlib import Path

from roster287.record import open as open_record
from tests.cli.conftest import Run
from tests.support.lives import list_file
from tests.support.workbooks import row


def test_a_judgement_needs_two_names_and_a_reason_only_where_there_is_one(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    names = ("Northfield Police Department", "Northfield Public Safety Authority")
    with open_record(home) as record:
        record.init(empty=True)
        record.sync([list_file(tmp_path, "2025-04-02", [row("MAINE", name) for name in names])])
    left, right = (f"ME: {name}" for name in names)
    ran = run("identity", "same", left, right, home=home, form="json")
    assert (ran.code, ran.json["count"]) == (0, 1)
    assert run("agencies", home=home, form="json").json["count"] == 1
    again = run("identity", "different", left, right, "--why", "two forces", home=home)
    assert again.code == 6, "it contradicts the first"
    assert run("identity", "different", left, right, "--why", "two forces", "--supersede", home=home).code == 0
    assert run("agencies", home=home, form="json").json["count"] == 2
