"""An error says what, where and what next in a line or two, with the right exit code and no traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from roster287.archive import ObjectStore
from roster287.cli.main import main
from roster287.errors import UsageError
from roster287.record import Record
from roster287.record import open as open_record
from roster287.register import schema
from tests.cli.conftest import Run
from tests.support.lives import empty_record, list_file
from tests.support.stores import environment
from tests.support.workbooks import row

WRONG: dict[str, tuple[str, ...]] = {
    "a day that is none": ("on", "2025-02-30"),
    "a state that is none": ("agencies", "--state", "ZZ"),
    "a model that is none": ("on", "2025-04-04", "--model", "posse"),
    "a kind that is none": ("changes", "--kind", "vanished"),
    "a key that is none": ("count", "--by", "mood"),
    "a status that is none": ("agreements", "--status", "fine"),
    "a list that is none": ("compare", "nothing", "2025-04-03"),
    "an agency that is none": ("show", "me-nowhere"),
    "an agreement that is none": ("evidence", "me-wells-police-department/task_force/2024-01-01"),
    "a path that is none": ("sync", "--from", "nowhere.xlsx"),
    "both ICE and files": ("sync", "--live", "--from", "nowhere.xlsx"),
    "nothing to find": ("find", " "),
    "a name as long as a page": ("find", "a" * 201),
    "a place as long as a page": ("where", "a" * 201),
    "a state as a place": ("where", "Maine"),
    "a name where an id is asked for": ("show", "Wells Police Department"),
    "days in the wrong order": ("changes", "--since", "2025-05-01", "--until", "2025-04-01"),
    "an hour that is none": ("on", "2025-04-03T99"),
    "a backfill that ends before it begins": ("backfill", "--since", "2026-02-01", "--until", "2025-01-01"),
    "its plan too": ("backfill", "--dry-run", "--since", "2026-02-01", "--until", "2025-01-01"),
    "captures of days in the wrong order": ("warc", "x.warc.gz", "--since", "2026-02-01", "--until", "2025-01-01"),
    "a home without a name": ("--home", "", "status"),
    "a database without an address": ("--database", "", "status"),
    "a brief before the record": ("brief", "ME", "--on", "2001-01-01"),
    "a watch without a pause": ("watch", "--every", "0"),
    "a watch that never looks again": ("watch", "--every", "inf"),
    "a day in place of a list": ("sync", "--set-aside", "2031-01-01"),
    "a list in nobody's folder": ("sync", "--from", "~nobody-of-that-name/lists"),
    "a home in nobody's folder": ("--home", "~nobody-of-that-name/home", "status"),
    "a pause at weekends that is none": ("watch", "--otherwise", "nan"),
    "a jitter of more than the time": ("watch", "--jitter", "2"),
    "a brief since before the record": ("brief", "ME", "--on", "2025-04-04", "--since", "2019-01-01"),
    "a path that no file can have": ("compare", "2025-04-03", "a" * 5000),
    "a backfill since no day": ("backfill", "--dry-run", "--since", ""),
    "a brief since later": ("brief", "ME", "--on", "2025-04-01", "--since", "2025-04-04"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_usage_is_told_plainly(run: Run, what: str) -> None:
    ran = run(*WRONG[what])
    assert (ran.code, ran.out) == (2, "")
    message, hint = ran.err.splitlines()
    assert len(message) < 800, "what was typed is not said over pages"
    assert message.startswith("roster287: ")
    assert hint.startswith("  ")
    assert "Traceback" not in ran.err


def test_an_id_with_a_slip_of_the_pen_is_told_with_the_one_that_was_meant(run: Run) -> None:
    hint = "Is it me-wells-police-department? `roster287 find TEXT` looks agencies up by name."
    for asked in (("show", "me-wels-police-department"), ("on", "2025-04-04", "--agency", "me-wles-police-department")):
        assert run(*asked).err.splitlines()[1] == f"  {hint}"
    assert "Is it" not in run("show", "me-nowhere").err


def test_a_file_that_is_not_there_is_no_list_of_that_name(run: Run) -> None:
    assert "There is no file “nowhere.xlsx”." in run("compare", "2025-04-03", "nowhere.xlsx").err


def test_an_option_out_of_bounds_is_named_with_what_to_write(run: Run) -> None:
    said = run("watch", "--every", "0").err
    assert said == "roster287: --every 0 is too often.\n  Write minutes from 1 to 10080, a week, such as --every 15.\n"


@pytest.mark.parametrize("given", ["garbage", "2025-04-03", "2025-02-30T00:00:00Z"])
def test_a_present_time_that_is_none_is_told(run: Run, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("ROSTER287_NOW", given)
    ran = run("watch", "--once")
    assert (ran.code, ran.err) == (
        2,
        f"roster287: ROSTER287_NOW={given} is no time.\n  Write it as 2025-04-03T23:10:27Z.\n",
    )


def test_a_hash_that_is_not_whole_must_name_one_list(tmp_path: Path) -> None:
    files = [list_file(tmp_path, day, [row(), row("OHIO", day)]) for day in ("2025-04-02", "2025-04-03")]
    with empty_record(tmp_path / "new") as record:
        record.sync(files)
        (one, other) = [line["sha256"] for line in record.lists()]
        with record._database.write() as connection:
            table = schema.publications
            made = table.update().where(table.c.sha256 == other).values(sha256=f"{one[:60]}{other[60:]}")
            connection.execute(made)
        with pytest.raises(UsageError, match=f"The hashes of 2 publications begin with “{one[:8]}”") as error:
            record.compare(one[:8], one)
        assert error.value.hint == "Give more of its letters."


MISTYPED = {
    "a command that is none": (("cuont",), "`roster287 -h` says"),
    "a command of a group that is none": (("identity", "expl", "a", "b"), "`roster287 identity -h` says"),
    "an option that is none": (("find", "--limti", "3", "wells"), "`roster287 find -h` says"),
    "an option that would colour the terminal": (("find", "wells", "--\x1b[31m"), "`roster287 find -h` says"),
    "an argument too many": (("brief", "ME", "\x1b]0;pwn\x07"), "`roster287 brief -h` says"),
    "an argument too few": (("on",), "`roster287 on -h` says"),
    "a format that is none": (("--format", "xml", "count"), "`roster287 -h` says"),
    "a limit below one": (("find", "wells", "--limit", "-1"), "`roster287 find -h` says"),
    "a limit that is no number": (("find", "wells", "--limit", "many"), "`roster287 find -h` says"),
    "an option without its value": (("nominees", "template"), "`roster287 nominees template -h` says"),
}


@pytest.mark.parametrize("what", MISTYPED)
def test_a_command_typed_wrongly_is_told_in_two_lines_and_obeyed_by_no_terminal(run: Run, what: str) -> None:
    typed, hint = MISTYPED[what]
    ran = run(*typed)
    assert (ran.code, ran.out) == (2, "")
    message, next_step = ran.err.splitlines()
    assert message.startswith("roster287: ")
    assert next_step.startswith(f"  {hint}")
    assert ran.err.replace("\n", "").isprintable()


@pytest.mark.parametrize("name", ["Wells Police Department", "wells police dept.", "WELLS PD"])
def test_who_gives_a_name_for_an_id_is_told_the_id(run: Run, name: str) -> None:
    for command in (("show", name), ("agreements", "--agency", name), ("changes", "--agency", name)):
        assert "me-wells-police-department" in run(*command).err


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(errno.ENOSPC, 7, "Make room, then sync again"), (errno.EIO, 4, "kept: Input/output error.\n")],
)
def test_a_full_disk_is_not_told_as_an_archive_that_is_lost(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: int, said: str
) -> None:
    """Who is told of loss restores a backup over a whole archive."""

    def put(_store: ObjectStore, _data: bytes) -> str:
        raise OSError(number, os.strerror(number))

    (tmp_path / "list.xlsx").write_bytes(b"no list")
    monkeypatch.setattr(ObjectStore, "put", put)
    run("init", "--empty", home=tmp_path / "home")
    ran = run("sync", "--from", str(tmp_path / "list.xlsx"), home=tmp_path / "home")
    assert ran.code == code
    assert said in ran.err
    assert "None" not in ran.err


@pytest.mark.parametrize("command", [("export", "/"), ("site", "build", "/")])
def test_the_root_of_the_disk_is_no_folder_to_publish_into(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command)
    assert (ran.code, ran.out) == (8, "")
    assert ran.err.startswith("roster287: / holds everything, which would be replaced.\n")


def test_what_is_not_for_who_runs_the_command_is_no_fault_of_publishing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/home/else/record.db")

    monkeypatch.setattr(Record, "count", refused)
    ran = run("count")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        "roster287: The system refused: Permission denied (/home/else/record.db).",
    )


@pytest.mark.parametrize("typed", ["me-wells-police-department", "me-wells-police-department/task_force/2025-04-03"])
def test_who_gives_an_agency_or_a_wrong_day_for_an_agreement_is_told_its_id(run: Run, typed: str) -> None:
    assert "me-wells-police-department/task_force/2025-04-02" in run("evidence", typed).err


def test_an_id_in_capitals_or_with_spaces_around_it_is_the_same_id(run: Run) -> None:
    agency, agreement = "me-wells-police-department", "me-wells-police-department/task_force/2025-04-02"
    for command, named in (("show", agency), ("show", agreement), ("evidence", agreement)):
        plain = run(command, named).out
        assert plain
        assert run(command, named.upper()).out == plain
        assert run(command, f" {named} ").out == plain
    assert run("agreements", "--agency", agency.upper()).out == run("agreements", "--agency", agency).out


@pytest.mark.parametrize("arguments", [("--format", "xml", "lists"), ("nonsense",), ("on",), ("lists", "--colour")])
def test_the_shell_s_own_mistakes_are_exit_2(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(list(arguments)) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_common_options_stand_anywhere(run: Run, shipped_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As people write them, and as every other program takes them: after the command too."""
    before = run("--lang", "es", "models", "task_force", form="csv")
    home = str(shipped_home)
    for arguments in (
        ["models", "task_force", "--format", "csv", "--home", home, "--lang", "es"],
        ["models", "--format=csv", f"--home={home}", "task_force", "--lang=es"],
    ):
        assert main(arguments) == 0
        assert capsys.readouterr().out == before.out
    assert run("find", "--", "--format").code == 0, "after -- everything is text"
    assert main(["lists", "--format"]) == 2, "a value is needed"


def test_debug_shows_where_an_error_came_from(run: Run) -> None:
    ran = run("on", "never", "--debug")
    assert ran.code == 2
    assert "Traceback" in ran.err
    assert "roster287: “never” is not a day." in ran.err


def test_lost_and_altered_bytes_are_exit_4(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "new"
    files = [list_file(tmp_path, day, [row(), row("OHIO", day)]) for day in ("2025-04-02", "2025-04-03")]
    with empty_record(home) as record:
        record.sync(files)
        kept = [line["sha256"] for line in record.lists()]
    lost, altered = [home / "archive" / "objects" / sha256[:2] / sha256 for sha256 in kept]
    lost.unlink()
    altered.write_bytes(altered.read_bytes()[:-1] + b"x")
    ran = run("verify", home=home)
    assert ran.code == 4
    assert "has lost its bytes" in ran.out
    assert "from a copy" in ran.err
    assert f"have changed. It was kept as {files[1].name}." in " ".join(ran.out.split())
    assert run("rebuild", home=home).code == 4


def test_a_log_that_lost_its_lines_is_exit_4_and_empties_no_record(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "new"
    with empty_record(home) as record:
        record.sync([list_file(tmp_path, day, [row(), row("OHIO", day)]) for day in ("2025-04-02", "2025-04-03")])
    log = home / "archive" / "captures.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:1]))
    ran = run("verify", home=home)
    assert ran.code == 4
    assert "has lost participatingAgencies" in ran.out
    ran = run("rebuild", home=home)
    assert ran.code == 4
    assert "log of captures" in ran.err
    assert len(run("--format", "ndjson", "lists", home=home).out.splitlines()) == 2


@pytest.mark.parametrize("damage", ["no database", "pages overwritten"])
def test_a_damaged_register_is_made_anew_from_the_archive(run: Run, tmp_path: Path, damage: str) -> None:
    home = tmp_path / "new"
    with empty_record(home) as record:
        record.sync([list_file(tmp_path, "2025-04-02", [row(), row("OHIO")])])
    before = run("--format", "ndjson", "agencies", home=home).out
    register = home / "record.db"
    if not register.exists():
        pytest.skip("LEFT OUT: a register on a server is no file that this program could lose")
    data = register.read_bytes()
    register.write_bytes(b"x" * 4096 if damage == "no database" else data[:4096] + b"\xff" * (len(data) - 4096))
    assert run("rebuild", home=home).code in (0, 7)
    assert run("--format", "ndjson", "agencies", home=home).out == before
    assert (home / "record.db.damaged").exists()
    assert run("verify", home=home).code == 0


def test_a_register_that_was_altered_is_exit_7_and_rebuilt(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "new"
    with empty_record(home) as record:
        record.sync([list_file(tmp_path, "2025-04-02", [row()])])
        expected = record.agencies().rows
        with record._database.write() as connection:
            connection.exec_driver_sql("UPDATE agencies SET name = 'Somebody else'")
    ran = run("verify", home=home)
    assert (ran.code, "agencies do not follow from the lists" in ran.out) == (7, True)
    assert "roster287 rebuild" in ran.err
    assert run("rebuild", home=home).code == 7
    assert run("verify", home=home).code == 0
    with open_record(home) as record:
        assert record.agencies().rows == expected


def test_a_database_that_is_none_is_exit_7(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "new"
    with empty_record(home):
        pass
    file = home / "record.db"
    file.write_bytes(b"this is not a database, and long enough to be taken for one" * 40)
    ran = run("--database", f"sqlite:///{file}", "status", home=home)
    assert ran.code == 7
    assert "Traceback" not in ran.err
    assert run("--database", "nonsense://x", "status").code == 7


def test_a_home_that_is_a_file_or_not_ours_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert run("status", home=file).code == 2
    home = tmp_path / "strange"
    home.mkdir()
    (home / "roster287.json").write_text("[]")
    assert run("status", home=home).code == 2


@pytest.mark.parametrize("log", ["captures", "decisions"])
@pytest.mark.parametrize("line", ["{not json}", "{}", "[]", "null", "7"])
def test_a_damaged_log_is_exit_4(run: Run, tmp_path: Path, log: str, line: str) -> None:
    home = tmp_path / "new"
    with empty_record(home) as record:
        record.sync([list_file(tmp_path, "2025-04-02", [row()])])
    path = home / "archive" / f"{log}.jsonl"
    path.write_text(f"{line}\n" + (path.read_text() if path.exists() else ""))
    ran = run("sync", "--from", str(list_file(tmp_path, "2025-04-03", [row()])), home=home)
    assert (ran.code, f"Line 1 of {log}.jsonl" in ran.err) == (4, True)


@pytest.mark.parametrize("manifest", [b"a,b\n1,2\n", b"stored_as,file_name,stamp_kind,stamp\n\xff\xfe"])
def test_a_damaged_manifest_is_exit_3(run: Run, tmp_path: Path, manifest: bytes) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    list_file(folder, "2025-04-02", [row()])
    (folder / "manifest.csv").write_bytes(manifest)
    with empty_record(tmp_path / "new"):
        pass
    assert run("sync", "--from", str(folder), home=tmp_path / "new").code == 3


def test_a_stamp_before_the_first_day_is_no_stamp(run: Run, tmp_path: Path) -> None:
    listed = list_file(tmp_path, "2025-04-02", [row()])
    (tmp_path / "manifest.csv").write_text(
        f"stored_as,file_name,stamp_kind,stamp\n{listed.name},{listed.name},capture,0001-01-01T00:00:00+10:00\n"
    )
    with empty_record(tmp_path / "new"):
        pass
    ran = run("sync", "--from", str(tmp_path), home=tmp_path / "new")
    assert ran.code in (0, 3)
    assert "Something unforeseen" not in ran.err
    assert "Traceback" not in ran.err


def test_another_writer_is_waited_for_and_then_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    from roster287.stages import keeping

    monkeypatch.setattr(keeping, "PATIENCE", 0.1)
    home = tmp_path / "new"
    with empty_record(home), FileLock(home / "lock"):
        ran = run("sync", "--from", str(list_file(tmp_path, "2025-04-02", [row()])), home=home)
    assert (ran.code, "Another process is writing" in ran.err) == (7, True)


@pytest.mark.parametrize(
    "command",
    [
        "--format ndjson changes",
        "changes",
        "show me-wells-police-department",
        "--format json agencies",
        "on 2025-04-03",
    ],
)
@pytest.mark.parametrize("reads", ["head -n 1", "true"])
def test_a_closed_pipe_is_no_error(command: str, reads: str, shipped_home: Path) -> None:
    ours = f"{sys.executable} -m roster287 --home {shipped_home} {command}"
    env = {**os.environ, **environment(shipped_home)}
    script = f"set -o pipefail; {ours} | {reads}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, env=env)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="LEFT OUT: this system has no disk that is always full")
def test_a_full_disk_is_told_in_plain_words(shipped_home: Path) -> None:
    command = [sys.executable, "-m", "roster287", "--home", str(shipped_home), "agencies"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 8
    assert ran.stderr.startswith("roster287: The system refused: No space left on device")
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_task_started_without_an_output_does_not_fail_for_it(shipped_home: Path, closed: str) -> None:
    ours = f"{sys.executable} -m roster287 --home {shipped_home}"
    env = {**os.environ, **environment(shipped_home)}
    for command, code in (("count", 0), ("show nothing", 2)):
        script = f"{ours} {command} {closed}>&-"
        assert subprocess.run(["bash", "-c", script], capture_output=True, check=False, env=env).returncode == code


def test_importing_the_package_and_help_load_nothing_heavy() -> None:
    code = "import sys, roster287; print(sorted({'sqlalchemy', 'typer', 'rich', 'rapidfuzz'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    done = subprocess.run([sys.executable, "-m", "roster287", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip()


def test_a_record_that_nobody_keeps_fresh_is_told_to_a_monitor(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "new"
    with empty_record(home):
        pass
    ran = run("status", "--max-age", "2h", home=home)
    assert (ran.code, ran.err.startswith("roster287: ")) == (3, True)
    assert "Participating list" in ran.out
    refused = run("status", "--max-age", "soon", home=home)
    assert (refused.code, refused.out) == (2, ""), "half an answer before a refusal passes for a whole one"


def test_bytes_that_are_no_text_are_refused(run: Run) -> None:
    """They could be neither looked for nor printed, and were an unforeseen error."""
    broken = os.fsdecode(b"w\xffells")
    for arguments in (
        ("show", broken),
        ("evidence", broken),
        ("agreements", "--agency", broken),
        ("compare", broken, broken),
    ):
        ran = run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "UTF-8" in ran.err
