"""Every command answers in every format, with the fields that others rely on."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from roster287.cli.main import GROUPS
from roster287.errors import UntrustedListError
from roster287.record import Record
from roster287.table import Table
from tests.cli.conftest import Run
from tests.support.lives import empty_record, list_file
from tests.support.stores import copy_read
from tests.support.workbooks import row

WELLS = "me-wells-police-department"
AGREEMENT = f"{WELLS}/task_force/2025-04-02"
QUESTIONS: dict[str, tuple[str, ...]] = {
    "lists": ("lists", "--kind", "pending"),
    "on": ("on", "2025-04-04", "--state", "ME"),
    "on pending": ("on", "2025-04-04", "--pending"),
    "count": ("count", "--on", "2025-04-03"),
    "count by state": ("count", "--on", "2025-04-03", "--by", "state"),
    "count by county": ("count", "--by", "county"),
    "changes": ("changes", "--state", "ME"),
    "compare": ("compare", "2025-04-01", "2025-04-03"),
    "issues": ("issues", "2025-04-03"),
    "agencies": ("agencies", "--state", "ME"),
    "agreements": ("agreements", "--state", "ME"),
    "applications": ("applications", "--state", "ME"),
    "find": ("find", "wells"),
    "show": ("show", WELLS),
    "show agreement": ("show", AGREEMENT),
    "evidence": ("evidence", AGREEMENT, "--on", "2025-06-10"),
    "brief": ("brief", "ME", "--on", "2025-04-04", "--since", "2025-04-01"),
    "status": ("status",),
    "verify": ("verify",),
}
FIELDS = {
    "lists": """publication_id kind date part_of_day date_source file_name sha256 row_count first_captured last_captured
        status""",
    "on": "agreement_id agency_id agency state county type model signed moa_url evidence",
    "count": "agencies agreements states territories rows",
    "count by state": "state agencies agreements",
    "changes": """event_id date kind cause agency_id agency state model agreement_id before after publication_id
        sentence evidence""",
    "issues": """publication_id sheet_row column code severity state agency printed targets understood sentence
        evidence""",
    "agencies": """agency_id name state state_name agency_type jurisdiction county county_fips place_geoid ocd_id ori9
        lat lon population officers models status first_listed last_listed spellings""",
    "agreements": """agreement_id agency_id agency state model signed status first_listed last_listed missing_lists
        succeeded_by moa_url moa_status addendum_url pending_since days_pending""",
    "applications": "application_id agency_id agency state model first_pending last_pending outcome days agreement_id",
    "brief": "fact_id sentence value evidence",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_format_fails_or_disagrees_with_another(run: Run, question: str) -> None:
    arguments = QUESTIONS[question]
    table = run(*arguments)
    assert (table.code, table.err) == (0, "")
    assert table.out.strip()
    whole = run(*arguments, form="json").json
    assert set(whole) == {"query", "as_of", "publication", "count", "rows"}
    assert whole["count"] == len(whole["rows"])
    lines = [json.loads(line) for line in run(*arguments, form="ndjson").out.split("\n")[:-1]]
    assert lines == whole["rows"]
    rows = list(csv.DictReader(io.StringIO(run(*arguments, form="csv").out)))
    assert len(rows) == len(lines)
    assert [list(line) for line in rows] == [list(line) for line in lines]


@pytest.mark.parametrize("question", FIELDS)
def test_no_promised_field_is_missing(run: Run, question: str) -> None:
    rows = run(*QUESTIONS[question], form="json").json["rows"]
    assert set(FIELDS[question].split()) <= set(rows[0])


def test_evidence_names_file_hash_and_row(run: Run) -> None:
    for question in ("on", "changes"):
        for line in run(*QUESTIONS[question], form="json").json["rows"]:
            for proof in line["evidence"]:
                assert set(proof) == {"publication_id", "file_name", "sha256", "sheet_row"}


def test_python_gives_what_the_command_prints(run: Run, shipped: Record) -> None:
    for answer, question in (
        (shipped.on("2025-04-04", state="ME"), "on"),
        (shipped.count(by="county"), "count by county"),
        (shipped.changes(state="ME"), "changes"),
        (shipped.agencies(state="Maine"), "agencies"),
        (shipped.brief("me", on="2025-04-04", since="2025-04-01"), "brief"),
    ):
        assert run(*QUESTIONS[question], form="json").json["rows"] == json.loads(json.dumps(answer.to_dicts()))


def test_an_answer_at_a_prompt_is_a_line_and_not_the_whole_table(shipped: Record) -> None:
    assert repr(shipped.count(on="2025-04-03")) == "<Table of 1 row: agencies, agreements, states, territories, rows>"
    assert len(repr(shipped.on("2026-02-27"))) < 200


def test_frames_have_every_row(shipped: Record) -> None:
    answer = shipped.on("2025-04-03")
    assert answer.to_polars().height == len(answer) == 444
    assert list(answer.to_pandas().columns) == list(answer.columns)
    assert [row["agency"] for row in answer] == answer.to_pandas()["agency"].tolist()


def test_what_was_asked_is_said_alike_whether_a_day_was_text_or_a_date(shipped: Record) -> None:
    def answers(first: str | date, last: str | date) -> list[Table]:
        return [
            shipped.on(first), shipped.count(last), shipped.changes(first, last), shipped.compare(first, last),
            shipped.brief("ME", last, first), shipped.law("ME", first), shipped.where("Wells, ME", first),
            shipped.evidence(AGREEMENT, last),
        ]  # fmt: skip

    assert answers(date(2025, 4, 1), date(2025, 4, 4)) == answers("2025-04-01", "2025-04-04")


def test_a_day_without_a_list_is_an_answer_and_no_error(run: Run) -> None:
    whole = run("on", "2019-01-01", form="json").json
    assert (whole["count"], whole["publication"]) == (0, None)
    assert "No list of that day or before" in run("on", "2019-01-01").out


@pytest.mark.parametrize("asked", [("--on", "2019-01-01"), ("--on", "2021-06-01", "--pending")])
def test_nothing_is_counted_on_a_day_of_which_no_list_is_known(run: Run, asked: tuple[str, ...]) -> None:
    answer = run("count", *asked, form="json").json
    unknown = dict.fromkeys(("agencies", "agreements", "states", "territories", "rows"))
    assert (answer["publication"], answer["rows"]) == (None, [unknown])
    assert json.loads(run("count", *asked, form="ndjson").out) == unknown
    assert run("count", *asked, form="csv").out.splitlines()[1:] == [",,,,"]
    told = run("count", *asked).out
    assert "0" not in told
    assert "No list of that day or before" in told
    assert run("count", *asked, "--by", "state", form="json").json["rows"] == []


def test_an_accepted_list_that_is_empty_counts_none(run: Run) -> None:
    answer = run("count", "--on", "2025-11-06", "--pending", form="json").json
    assert answer["publication"]["row_count"] == 0
    assert set(answer["rows"][0].values()) == {0}


def test_a_record_with_newer_lists_is_not_told_as_last_retrieved_before_them(run: Run, tmp_path: Path) -> None:
    (held,) = run("status", form="json").json["rows"]
    assert (held["participating_date"], held["last_captured"]) == ("2026-02-27", None)
    file = list_file(tmp_path, "2025-04-03", [row()])
    file = file.rename(file.with_name("participatingAgencies-20250403231027.xlsx"))
    with empty_record(tmp_path / "home") as record:
        record.sync([file])
        assert record.status().rows[0]["last_captured"] == "2025-04-03T23:10:27"
        record.sync([list_file(tmp_path, "2025-04-05", [row()])])
        assert record.status().rows[0]["last_captured"] is None


def test_an_agreement_not_on_the_list_is_shown_as_such(run: Run) -> None:
    ran = run("evidence", AGREEMENT, "--on", "2025-12-01")
    assert "Not on the list in force on 2025-12-01" in ran.out
    assert run("evidence", AGREEMENT, "--on", "2025-12-01", form="json").json["rows"] == []


def test_an_agreement_that_an_earlier_list_of_the_day_names_is_not_said_to_be_absent_without_that(run: Run) -> None:
    asked = ("evidence", "wi-walworth-county-sheriffs-office/warrant_service/2025-06-12", "--on")
    said = "An earlier list of that day names it: participating-2025-07-07-am."
    assert f"Not on the list in force on 2025-07-07. {said}" in run(*asked, "2025-07-07").out
    assert run(*asked, "2025-07-07", form="json").json["query"]["note"] == said
    for without in ("2025-07-06", "2025-07-08"):
        assert "note" not in run(*asked, without, form="json").json["query"]


def test_evidence_says_that_the_bytes_are_still_to_come(run: Run) -> None:
    (proof,) = run("evidence", AGREEMENT, form="json").json["rows"]
    assert not proof["bytes_kept"]
    assert "backfill" in proof["how_to_check"]


def test_a_reader_of_spanish_is_told_how_to_check_in_spanish(run: Run) -> None:
    (proof,) = run("--lang", "es", "evidence", AGREEMENT, form="json").json["rows"]
    assert "una copia del archivo" in proof["how_to_check"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Carolina del Norte", "NC"),
        ("nueva york", "NY"),
        ("Nuevo México", "NM"),
        ("Misuri", "MO"),
        ("VIRGINIA OCCIDENTAL", "WV"),
        ("Maine", "ME"),
        ("me", "ME"),
        ("Pensylvania", "PA"),
    ],
)
def test_a_state_named_as_the_spanish_pages_name_it_is_not_refused(run: Run, typed: str, code: str) -> None:
    assert (
        run("agencies", "--state", typed, form="json").json["rows"]
        == (run("agencies", "--state", code, form="json").json["rows"])
    )


def test_the_agencies_that_a_search_left_out_are_not_counted_as_none(run: Run) -> None:
    assert run("find", "florida").out.splitlines()[-1] == "the best 20; there may be more: --limit"
    assert run("find", "tampa police").out.splitlines()[-1] == "1 found"


def test_who_searches_agencies_for_a_zip_code_is_told_what_answers_it(run: Run) -> None:
    ran = run("find", "04090")
    assert (ran.code, "roster287 where" in ran.out) == (0, True)
    assert "roster287 where" in run("--lang", "es", "find", "04090").out


def test_what_was_written_is_said_to_machines_as_well(run: Run, tmp_path: Path) -> None:
    asked = (("history", "pack"), ("identity", "pin"), ("warc",))
    told = [run(*words, str(tmp_path / "made.csv"), form="json").json["rows"] for words in asked]
    assert [sorted(row) for (row,) in told] == [["bytes", "file"], ["file", "names"], ["captures", "file"]]
    assert len(run("reference", "show", form="json").json["rows"]) > 5


def test_history_packed_twice_is_the_same_bytes(run: Run, tmp_path: Path) -> None:
    from roster287 import history

    for name in ("one", "two"):
        assert run("history", "pack", str(tmp_path / name)).code == 0
    packed = (tmp_path / "one").read_bytes()
    assert packed == (tmp_path / "two").read_bytes()
    assert packed == (Path(history.__file__).parent / history.FILE_NAME).read_bytes()


def test_a_pair_of_files_can_be_compared_without_taking_them_in(run: Run, tmp_path: Path) -> None:
    wells = row("MAINE", "Wells Police Department", signed="2025-04-02")
    old = list_file(tmp_path, "2025-04-03", [wells])
    new = list_file(tmp_path, "2025-04-04", [{**wells, "county": "York"}, row("OHIO", "Nowhere Police Department")])
    rows = run("compare", str(old), str(new), form="json").json["rows"]
    assert [(r["change"], r["state"]) for r in rows] == [("new", "OH"), ("changed", "ME")]
    assert rows[1]["agreement_id"] == AGREEMENT
    assert rows[1]["after"] == {"county": "York"}


def test_a_home_moved_elsewhere_works(run: Run, shipped_home: Path, tmp_path: Path) -> None:
    copy_read(shipped_home, tmp_path / "copy")
    first = run("agencies", form="ndjson")
    assert run("agencies", form="ndjson", home=tmp_path / "copy").out == first.out


def test_init_then_sync_then_status(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "new"
    assert run("init", "--empty", home=home).out == f"{home}\n"
    assert json.loads(run("init", "--empty", "--format", "json", home=home).out)["rows"] == [{"home": str(home)}]
    assert run("init", "--empty", home=home).code == 0
    assert run("init", home=home).code == 2
    one = list_file(tmp_path, "2025-04-02", [row("MAINE", "York Police Department")])
    two = list_file(
        tmp_path, "2025-04-03", [row("MAINE", "York Police Department"), row("MAINE", "Wells Police Department")]
    )
    assert run("sync", "--from", str(one), home=home).code == 0
    ran = run("sync", "--from", str(two), home=home)
    assert "Wells Police Department (Maine) appeared on ICE's list of 3 April 2025" in ran.out
    assert "1 file looked at, 1 new" in ran.out
    again = run("sync", "--from", str(two), form="json", home=home)
    assert again.json["rows"] == []
    status = run("status", form="json", home=home).json["rows"][0]
    assert (status["publications"], status["agencies"], status["files_kept"]) == (2, 2, 2)
    rebuilt = run("rebuild", home=home)
    assert "The record is what the raw material gives." in rebuilt.out


def test_why_a_fact_was_corrected_is_said_in_the_language_asked_for(run: Run) -> None:
    english, spanish = (run("corrections", "--lang", lang, form="json").json["rows"] for lang in ("en", "es"))
    assert english
    for one, other in zip(english, spanish, strict=True):
        said = {key for key in one if one[key] != other[key]}
        assert "who" in said
        assert ("why" in said) == bool(one["why"])
        assert said <= {"who", "why", "evidence"}


def test_who_asks_for_what_is_newer_than_the_record_is_not_told_that_nothing_happened(run: Run) -> None:
    """On deadline, `0 events` of a record that ends months ago reads as a day without news."""
    assert "newest list in this record is of 2026-02-27" in run("changes", "--since", "2099-01-01").out
    assert "newest list" not in run("changes", "--since", "2026-02-01", "--state", "ME").out


def test_changes_of_the_record_are_not_counted_as_news_of_ice(run: Run) -> None:
    out = run("changes", "--state", "FL").out
    ours = run("changes", "--state", "FL", "--cause", "record", form="json").json["count"]
    assert f"; {ours} of our record: `--cause ice` leaves them out\n" in out
    assert "of our record" not in run("changes", "--state", "FL", "--cause", "ice").out


def test_a_misprinted_state_is_not_shown_as_if_it_were_right(run: Run) -> None:
    """The police of Lake Placid, Florida, stood under New York for a day."""
    assert re.search(r"Lake Placid Police Department .* state FL\n", run("on", "2025-03-06", "--state", "NY").out)
    assert "our record has" not in run("on", "2025-04-03", "--state", "ME").out


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_a_group_without_its_verb_is_told_in_two_lines_and_prints_no_result(run: Run, group: str) -> None:
    ran = run(group)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"roster287: Missing command.\n  `roster287 {group} -h` says what it takes.\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_what_a_program_reads_is_utf_8_whatever_the_terminal_knows(shipped_home: Path, encoding: str) -> None:
    command = [sys.executable, "-m", "roster287", "--home", str(shipped_home), "--format", "csv", "changes"]
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    ran = subprocess.run([*command, "--state", "FL"], capture_output=True, env=env, check=True)
    assert "“" in ran.stdout.decode("utf-8")


@pytest.mark.parametrize("day", ["20250403", "2025-W14-4", "2025-04-03T12:00:00Z", "2025-4-3", "٢٠٢٥-٠٤-٠٣"])
def test_a_day_is_written_one_way(run: Run, day: str) -> None:
    ran = run("on", day)
    assert (ran.code, ran.out) == (2, "")
    assert f"“{day}” is not a day." in ran.err


def test_a_first_sync_tells_what_it_adds_and_not_the_history_that_comes_with_the_package(
    run: Run, tmp_path: Path
) -> None:
    one = list_file(tmp_path, "2026-03-02", [row("MAINE", "York Police Department")], pending=True)
    ran = run("sync", "--from", str(one), home=tmp_path / "new", form="json")
    assert "York Police Department" in ran.out
    assert {event["date"] for event in ran.json["rows"]} == {"2026-03-02"}
    assert run("lists", home=tmp_path / "new", form="json").json["count"] > 400


def test_a_path_that_is_no_utf_8_is_told_in_a_file_too(shipped_home: Path) -> None:
    words = ("-m", "roster287", "--home", str(shipped_home), "sync", "--from")
    command = [os.fsencode(word) for word in (sys.executable, *words)] + [b"/no/such/\xe9"]
    ran = subprocess.run(command, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(b"roster287: There is no file or folder /no/such/")


def test_one_agreement_is_shown_without_the_applications_of_another(shipped: Record) -> None:
    """The second agreement of a model had its own application, which was told of the first as well."""
    model = "al-franklin-county-sheriffs-office/task_force"
    first, second = (shipped.show(f"{model}/{day}").rows[0] for day in ("2025-03-25", "2025-11-06"))
    assert first["applications"] == []
    assert "pending" not in {event["kind"] for event in first["events"]}
    assert [a["first_pending"] for a in second["applications"]] == ["2025-11-05"]
    assert [e["date"] for e in second["events"] if e["kind"] == "pending"] == ["2025-11-05"]


def test_rows_without_a_county_are_counted_in_their_state(shipped: Record) -> None:
    by_county = shipped.count("2025-06-10", by="county")
    assert {row["state"] for row in by_county if row["county"] is None} >= {"FL", "GA"}
    assert sum(row["rows"] for row in by_county) == shipped.count("2025-06-10").rows[0]["rows"]


def test_a_list_that_is_set_aside_is_compared_as_it_would_be_on_record(tmp_path: Path) -> None:
    """Rows that nobody had printed before came as new beside their own agreements, which were gone."""
    rows = [row(agency=f"Number {n} Police Department", moa="link pending") for n in range(30)]
    half = [{**line, "agency": str(line["agency"]).upper()} for line in rows[:3]]
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-03", rows)])
        record.sync([list_file(tmp_path, "2025-04-04", half)])
        (aside,) = record.lists(status="set_aside")
        found = record.compare("2025-04-03", aside["publication_id"])
        assert {line["change"] for line in found} == {"gone", "changed"}
        assert sum(line["change"] == "gone" for line in found) == 27
        broken = tmp_path / "participatingAgencies04052025.xlsx"
        broken.write_bytes(b"")
        record.sync([broken])
        unreadable = next(line["publication_id"] for line in record.lists(status="set_aside") if line["kind"] is None)
        with pytest.raises(UntrustedListError):
            record.compare(unreadable, "2025-04-03")
