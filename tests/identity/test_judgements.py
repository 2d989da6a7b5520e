"""Judgements through the whole pipeline: merged, split, refused, superseded; ids that lead on; nothing ever deleted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roster287.cli.main import main
from roster287.curation import JUDGEMENT_COLUMNS
from roster287.errors import JudgementError
from roster287.publish.site import Site
from roster287.publish.whole import read
from roster287.record import Record
from tests.identity.histories import TASK, Lists, county_row, history, told
from tests.support.workbooks import row

WHY = "The town's police was put under its public safety director."
POLICE, SAFETY, GUARD = "Northfield Police Department", "Northfield Public Safety Authority", "Northfield Rangers"


def town(name: str, signed: str = "2025-05-12") -> dict[str, object]:
    return row("MAINE", name, county="York County", signed=signed, moa="link pending")


TOWNS: Lists = [
    ("2025-05-13", [town(POLICE), town(GUARD, "2025-05-11")]),
    ("2025-05-20", [town(POLICE), town(GUARD, "2025-05-11")]),
    ("2025-06-20", [town(SAFETY, "2025-06-19"), town(GUARD, "2025-05-11")]),
]
MISSPELT: Lists = [
    ("2025-05-13", [county_row("MAINE", "Androscogin County Sheriff's Office", "", TASK, "2025-05-12")]),
    ("2025-05-20", [county_row("MAINE", "Androscoggin County Sheriff's Office", "", TASK, "2025-05-12")]),
]


@pytest.fixture
def towns(tmp_path: Path) -> Iterator[Record]:
    with history(tmp_path, TOWNS) as record:
        yield record


@pytest.fixture
def misspelt(tmp_path: Path) -> Iterator[Record]:
    with history(tmp_path, MISSPELT) as record:
        yield record


def ids(record: Record) -> list[str]:
    return [str(row["agency_id"]) for row in record.agencies(state="ME")]


def ours(record: Record) -> list[dict[str, Any]]:
    return [dict(row) for row in record.changes(state="ME", cause="record")]


def log(record: Record) -> list[dict[str, str]]:
    with record.home.judgements.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_same_merges_and_says_so_on_the_day_of_the_judgement(towns: Record) -> None:
    assert ids(towns) == [
        "me-northfield-police-department",
        "me-northfield-public-safety-authority",
        "me-northfield-rangers",
    ]
    done = towns.judge("same", f"ME: {POLICE}", f"ME: {SAFETY}", why=WHY, evidence="council minutes")
    assert ids(towns) == ["me-northfield-police-department", "me-northfield-rangers"]
    (event,) = ours(towns)
    assert (event["kind"], event["date"], event["cause"]) == ("merged", log(towns)[0]["when"], "record")
    assert event["publication_id"] is None
    assert event["event_id"] in {e["event_id"] for e in done}
    (decision,) = [d for d in towns.identity_log() if d["decided_by"] == "judgement"]
    assert WHY in decision["reasons"]


def test_what_was_told_as_a_departure_and_an_entry_becomes_one_agreement_or_its_renewal(towns: Record) -> None:
    assert [line.split()[1] for line in told(towns)] == ["signed", "signed", "signed", "no_longer_listed"]
    towns.judge("same", f"ME: {POLICE}", f"ME: {SAFETY}", why=WHY)
    assert [line.split()[1] for line in told(towns)] == ["signed", "signed", "redated", "renamed"]


def test_a_retired_id_of_an_agency_and_of_its_agreement_lead_on(towns: Record) -> None:
    retired = "me-northfield-public-safety-authority"
    agreement = f"{retired}/task_force/2025-06-19"
    assert {row["agreement_id"] for row in towns.evidence(agreement)} == {agreement}
    towns.judge("same", f"ME: {POLICE}", f"ME: {SAFETY}", why=WHY)
    (shown,) = towns.show(retired)
    assert shown["agency"]["agency_id"] == "me-northfield-police-department"
    now = "me-northfield-police-department/task_force/2025-05-12"
    assert {row["agreement_id"] for row in towns.evidence(agreement)} == {now}
    assert {row["agreement_id"] for row in towns.on("2025-06-20", agency=retired)} == {now}
    assert towns.changes(agency=retired).rows == towns.changes(agency="me-northfield-police-department").rows


@pytest.mark.parametrize("verdict", ["different", "unsure"])
def test_a_judgement_that_says_otherwise_undoes_what_a_rule_joined(misspelt: Record, verdict: str) -> None:
    assert ids(misspelt) == ["me-androscoggin-county-sheriffs-office"]
    left, right = (f"ME: {rows[0]['agency']}" for _, rows in MISSPELT)
    misspelt.judge(verdict, left, right, why="two offices, for all we know")
    assert len(ids(misspelt)) == 2
    assert [event["kind"] for event in ours(misspelt)] == ["split"]
    waiting = [{row["left"], row["right"]} for row in misspelt.identity_queue()]
    assert waiting == ([{left[4:], right[4:]}] if verdict == "unsure" else [])


def test_a_judgement_that_a_rule_would_have_come_to_changes_nothing(misspelt: Record) -> None:
    before = misspelt.changes().rows
    left, right = (f"ME: {rows[0]['agency']}" for _, rows in MISSPELT)
    assert misspelt.judge("same", left, right, why="a letter left out").rows == ()
    assert misspelt.changes().rows == before


def test_a_contradiction_is_refused_with_both_entries_named_and_nothing_added(
    towns: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    towns.judge("same", f"ME: {POLICE}", f"ME: {SAFETY}", why=WHY)
    before, kept = towns.home.judgements.read_bytes(), towns.changes().rows
    home = ["--home", str(towns.home.root)]
    assert main([*home, "identity", "different", f"ME: {SAFETY}", f"ME: {POLICE}", "--why", "no"]) == 6
    said = capsys.readouterr().err
    assert "same" in said
    assert "different" in said
    assert said.count(POLICE) == 2
    assert "--supersede" in said
    assert towns.home.judgements.read_bytes() == before
    assert towns.changes().rows == kept


def test_a_contradiction_through_a_third_name_is_refused_too(towns: Record) -> None:
    towns.judge("same", f"ME: {POLICE}", f"ME: {SAFETY}", why=WHY)
    towns.judge("same", f"ME: {SAFETY}", f"ME: {GUARD}", why=WHY)
    with pytest.raises(JudgementError):
        towns.judge("different", f"ME: {POLICE}", f"ME: {GUARD}", why="no")
    assert len(log(towns)) == 2


def test_superseding_takes_the_place_of_the_earlier_one_and_deletes_nothing(towns: Record) -> None:
    before = towns.changes(cause="ice").rows
    towns.judge("same", f"ME: {POLICE}", f"ME: {SAFETY}", why=WHY)
    towns.judge("different", f"ME: {POLICE}", f"ME: {SAFETY}", why="two forces after all", supersede=True)
    assert len(ids(towns)) == 3
    assert [(line["verdict"], line["supersedes"]) for line in log(towns)] == [("same", ""), ("different", "yes")]
    assert towns.changes(cause="ice").rows == before
    assert [row["decided_by"] for row in towns.identity_explain(f"ME: {POLICE}", f"ME: {SAFETY}")] == ["judgement"]
    assert all(row["same"] for row in towns.rebuild())


@pytest.mark.parametrize("verdict", ["different", "unsure"])
def test_a_merge_that_is_undone_is_told_and_so_is_its_end(towns: Record, verdict: str) -> None:
    names = f"ME: {POLICE}", f"ME: {SAFETY}"
    towns.judge("same", *names, why=WHY)
    (merged,) = ours(towns)
    done = towns.judge(verdict, *names, why="two forces after all", supersede=True)
    assert [event["kind"] for event in done if event["cause"] == "record"] == ["split"]
    assert [event["kind"] for event in ours(towns)] == ["merged", "split"]
    assert merged["event_id"] == ours(towns)[0]["event_id"]
    towns.judge("different", *names, why="still two", supersede=True)
    assert [event["kind"] for event in ours(towns)] == ["merged", "split"]
    towns.judge("same", *reversed(names), why=WHY, supersede=True)
    towns.judge(verdict, *names, why="two", supersede=True)
    kinds = [event["kind"] for event in ours(towns)]
    assert sorted(kinds) == ["merged", "merged", "split", "split"]
    assert len({event["event_id"] for event in ours(towns)}) == 4
    assert all(row["same"] for row in towns.rebuild())


def test_the_judgements_of_a_home_go_with_it_and_a_rebuild_finds_them(towns: Record) -> None:
    towns.judge("same", f"ME: {POLICE}", f"ME: {SAFETY}", why=WHY)
    before = towns.changes().rows
    assert all(row["same"] for row in towns.rebuild())
    assert towns.verify().rows == ()
    assert towns.changes().rows == before


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("ME: Northfield PD", f"ME: {POLICE}", id="one name, spelled out"),
        pytest.param(f"ME: {POLICE}", "KS: Allen County Sheriff's Office", id="two states"),
        pytest.param("ME: Nowhere Police Department", f"ME: {POLICE}", id="never printed"),
    ],
)
def test_what_cannot_be_judged_is_wrong_usage(towns: Record, left: str, right: str) -> None:
    assert main(["--home", str(towns.home.root), "identity", "same", left, right, "--why", "x"]) == 2
    assert not towns.home.judgements.exists()


@pytest.mark.parametrize(
    ("left", "right", "verdict", "rule"),
    [
        (f"ME: {POLICE}", "ME: Northfield PD", "same", "same_fold"),
        (f"ME: {POLICE}", "ME: Northfield Rangers", "different", "place_and_longer_place"),
        ("TX: Comal County Sheriff's Office", "TX: Office of the Sheriff, Comal County", "same", "one_sheriff"),
        ("TX: Clay County Sheriff's Office", "GA: Clay County Sheriff's Office", "different", "other_state"),
    ],
)
def test_names_that_were_never_set_beside_each_other_get_an_answer_too(
    towns: Record, left: str, right: str, verdict: str, rule: str
) -> None:
    (row,) = towns.identity_explain(left, right)
    assert (row["verdict"], row["rule"]) == (verdict, rule), row


def test_a_judgement_that_was_being_written_is_not_part_of_the_log(towns: Record) -> None:
    towns.judge("same", f"ME: {POLICE}", f"ME: {SAFETY}", why="Two lines\nof reasons.")
    whole = towns.home.judgements.read_bytes()
    before = towns.changes().rows
    towns.home.judgements.write_bytes(whole + b"same,ME,North")
    assert towns.verify().rows == ()
    assert all(row["same"] for row in towns.rebuild())
    assert towns.changes().rows == before
    towns.judge("unsure", f"ME: {POLICE}", f"ME: {GUARD}", why="Who knows.")
    assert towns.home.judgements.read_bytes().startswith(whole)
    assert [line["verdict"] for line in log(towns)] == ["same", "unsure"]


DAMAGED = (b"same,ME,North\n", b"\n", b'same,ME,"A,B,x,2025-01-01,,,\n', b"\xff,,,,,,,,\n", b",,,,,,,,,\n")


@pytest.mark.parametrize("line", DAMAGED)
def test_a_damaged_line_is_no_other_judgement(towns: Record, line: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    towns.judge("same", f"ME: {POLICE}", f"ME: {SAFETY}", why=WHY)
    whole = towns.home.judgements.read_bytes()
    towns.home.judgements.write_bytes(whole + line)
    home = ["--home", str(towns.home.root)]
    assert main([*home, "identity", "unsure", f"ME: {POLICE}", f"ME: {GUARD}", "--why", "x"]) == 4
    assert "Line 3 of judgements.csv in the archive is damaged." in capsys.readouterr().err
    assert towns.home.judgements.read_bytes() == whole + line
    assert main([*home, "verify"]) == 4
    assert "Line 3 of judgements.csv" in capsys.readouterr().out
    towns.home.judgements.write_bytes(whole)
    assert towns.verify().rows == ()


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_a_judgement_on_names_that_are_one_by_now_stops_nothing(
    towns: Record, verdict: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A version that spells out more makes one name of two that were judged: the home goes on."""
    with towns.home.judgements.open("a") as log_file:
        log_file.write(f"{','.join(JUDGEMENT_COLUMNS)}\n")
        log_file.write(f"{verdict},ME,{GUARD},{GUARD.upper()} (Task Force Model),x,2025-01-01,,,\n")
    home = ["--home", str(towns.home.root)]
    assert main([*home, "rebuild"]) == 0
    assert main([*home, "identity", "unsure", f"ME: {POLICE}", f"ME: {GUARD}", "--why", "x"]) == 0
    assert main([*home, "identity", verdict, f"ME: {GUARD}", f"ME: {GUARD.upper()}", "--why", "x"]) == 2
    assert "These two are one name" in capsys.readouterr().err


def test_the_open_data_of_a_site_have_the_judgements_of_its_home(towns: Record) -> None:
    """They count on its pages, and stand in what `export` writes."""
    towns.judge("same", f"ME: {POLICE}", f"ME: {SAFETY}", why=WHY, evidence="a letter")
    with towns.reading() as connection:
        site = Site(read(connection), judgements=towns.home.judgements)
    answer = site.answer("/data/judgements.csv")
    assert answer is not None
    assert SAFETY in answer.body.decode()


def test_a_pair_that_was_left_open_is_settled_without_more_ado(towns: Record) -> None:
    """The queue holds what is `unsure`: its verbs must be able to answer it."""
    towns.judge("unsure", f"ME: {POLICE}", f"ME: {SAFETY}", why="Who knows.")
    towns.judge("same", f"ME: {SAFETY}", f"ME: {POLICE}", why=WHY)
    assert [(line["verdict"], line["supersedes"]) for line in log(towns)] == [("unsure", ""), ("same", "")]
    with pytest.raises(JudgementError):
        towns.judge("unsure", f"ME: {POLICE}", f"ME: {SAFETY}", why="Who knows, after all.")
