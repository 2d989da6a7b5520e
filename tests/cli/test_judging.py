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
    assert "without a reason" in ran.err
    assert run("agencies", home=home, form="json").json["count"] == 1
    again = run("identity", "different", left, right, "--why", "two forces", home=home)
    assert again.code == 6, "it contradicts the first"
    assert "without a reason" not in again.err
    assert run("identity", "different", left, right, "--why", "two forces", "--supersede", home=home).code == 0
    assert run("agencies", home=home, form="json").json["count"] == 2


def test_what_was_decided_is_told_to_people_and_to_machines(run: Run, tmp_path: Path) -> None:
    decided = run("identity", "log", form="json").json
    assert decided["count"] > 50
    assert {row["verdict"] for row in decided["rows"]} == {"same"}
    assert run("identity", "log", "--verdict", "all", form="json").json["count"] > decided["count"]
    told = run("identity", "log").out
    assert f"{decided['count']:,} decisions" in told
    waiting = run("identity", "queue", form="json").json
    assert f"{waiting['count']} pairs wait" in run("identity", "queue").out
    assert [row["events"] for row in waiting["rows"]] == sorted(
        (row["events"] for row in waiting["rows"]), reverse=True
    )
    one = decided["rows"][0]
    names = [f"{one['state']}: {one[side]}" for side in ("left", "right")]
    assert run("identity", "explain", *names, form="json").json["rows"][0]["rule"] == one["rule"]
    explained = run("identity", "explain", *names).out.splitlines()
    assert explained[0].startswith("same: ")
    assert explained[2:] == [f"- {reason}" for reason in one["reasons"]]


def test_pinned_ids_are_those_that_are_shipped(run: Run, tmp_path: Path) -> None:
    """Pinned anew on the shipped history, the ids are the ones in the package: none drifts from release to release."""
    from roster287 import curation

    ran = run("identity", "pin", str(tmp_path / "agency_ids.csv"))
    assert ran.code == 0
    shipped = Path(curation.__file__).parent
    for name in ("agency_ids.csv", "agreement_ids.csv", "list_ids.csv"):
        assert (tmp_path / name).read_bytes() == (shipped / name).read_bytes()
