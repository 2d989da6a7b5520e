"""What the Internet Archive has comes into the record once, however often the run is stopped."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from roster287.acquire.wayback import sha1_of
from roster287.archive.log import JsonLines
from roster287.cli.main import main
from roster287.record import Record
from roster287.record import open as open_record
from roster287.stages.backfilling import backfill
from roster287.stages.keeping import writing
from tests.support.ice_server import BLOCK_PAGE, XLSX, Fault
from tests.support.lists import LISTS, needs_lists
from tests.support.lives import content, empty_record, list_file
from tests.support.stores import environment
from tests.support.wayback_server import FOLDER, PAGE_URL, Archived, WaybackServer, archived_lists, html_page
from tests.support.workbooks import row

pytestmark = needs_lists


def digests_in(home: Path) -> set[str]:
    """The digests, as the index writes them, of the bytes that are kept whole."""
    return {sha1_of(path.read_bytes()) for path in (home / "archive" / "objects").glob("*/*") if path.suffix == ""}


@pytest.mark.long
def test_killed_ten_times_and_resumed_it_fetches_each_byte_once_and_is_the_record_made_from_files(
    full: Record, tmp_path: Path
) -> None:
    """All 657 captures of the page and 602 of workbooks, through the command, killed outright at random instants.

    What was on its way when the process was killed is asked for again, once; what was kept never is.
    """
    assert LISTS is not None
    captures = archived_lists(LISTS)
    assert len(captures) == 657 + 602
    home, chance = tmp_path / "home", random.Random(287)
    with WaybackServer(captures, page=500) as server, empty_record(home) as record:
        env = {**os.environ, **environment(home), "ROSTER287_WAYBACK": server.address, "ROSTER287_PAUSE": "0"}
        command = [sys.executable, "-m", "roster287", "--home", str(home), "backfill"]
        kept: dict[str, int] = {}
        for _ in range(10):
            process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            target = server.served.total() + chance.randrange(1, 60)
            while server.served.total() < target and process.poll() is None:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.02))
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
            kept |= {digest: server.served[digest] for digest in digests_in(home) - kept.keys()}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert {digest: server.served[digest] for digest in kept} == kept, "bytes that were kept were fetched again"
        assert len(server.served) == 19 + 439
        assert server.served.total() - len(server.served) <= 10
        found, expected = content(record), content(full)
        for name, lines in expected.items():
            assert sorted(set(lines) ^ set(found[name]))[:4] == [], name
            assert found[name] == lines, name
        assert len(list(record.home.captures)) == 657 + 602
        assert record.verify().rows == ()
        again = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert (again.returncode, again.stdout.splitlines()[0]) == (0, "458 files looked at, 0 new; 0 captures added.")


def test_a_dry_run_says_how_much_and_fetches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert LISTS is not None
    captures = [c for c in archived_lists(LISTS) if "20250401" < c.timestamp < "20250412"]
    with WaybackServer(captures) as server, empty_record(tmp_path / "home"):
        monkeypatch.setenv("ROSTER287_WAYBACK", server.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        assert main(["--home", str(tmp_path / "home"), "backfill", "--dry-run"]) == 0
        assert f"{len(captures):,} captures" in capsys.readouterr().out
        assert server.served.total() == 0


def test_the_command_fetches_the_days_that_were_asked_for_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert LISTS is not None
    captures = [c for c in archived_lists(LISTS) if "20250401" < c.timestamp < "20250412"]
    home = ["--home", str(tmp_path / "home")]
    with WaybackServer(captures) as server, empty_record(tmp_path / "home") as record:
        monkeypatch.setenv("ROSTER287_WAYBACK", server.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        asked = ["backfill", "--since", "2025-04-03", "--until", "2025-04-05"]
        wanted = {c.digest for c in captures if "20250403" <= c.timestamp < "20250406"}
        assert main([*home, *asked, "--dry-run"]) == 0
        told = capsys.readouterr().out
        size = sum({c.digest: int(c.fields()["length"]) for c in captures if c.digest in wanted}.values())
        assert f"{len(wanted)} lists and 0 pages to fetch, {size / 1e6:,.1f} MB" in told
        assert main([*home, *asked]) == 0
        assert set(server.served) == wanted
        assert {capture.stamp[:10] for capture in record.home.captures} == {"2025-04-03", "2025-04-04", "2025-04-05"}
        assert main([*home, *asked, "--dry-run"]) == 0
        assert f"0 lists and 0 pages to fetch, 0.0 MB, 0 s of pauses; {len(wanted)} are here already." in (
            capsys.readouterr().out
        )
        monkeypatch.setenv("ROSTER287_PAUSE", "four")
        assert main([*home, *asked]) == 2


def test_on_a_terminal_a_bar_says_how_far_it_is_and_in_a_pipe_nothing_does(tmp_path: Path) -> None:
    assert LISTS is not None
    captures = [c for c in archived_lists(LISTS) if "20250403" <= c.timestamp < "20250406"]
    with WaybackServer(captures) as server:
        env = {**os.environ, "ROSTER287_WAYBACK": server.address, "ROSTER287_PAUSE": "0", "TERM": "xterm"}
        for name in ("terminal", "pipe"):
            with empty_record(tmp_path / name):
                pass
            command = [sys.executable, "-m", "roster287", "--home", str(tmp_path / name), "backfill"]
            ours, theirs = pty.openpty() if name == "terminal" else os.pipe()
            its = {**env, **environment(tmp_path / name)}
            process = subprocess.Popen(command, env=its, stdout=subprocess.DEVNULL, stderr=theirs)
            os.close(theirs)
            told = b""
            with contextlib.suppress(OSError):
                while part := os.read(ours, 4096):
                    told += part
            os.close(ours)
            assert process.wait() == 0
            count = len({c.digest for c in captures})
            shown = re.findall(rb"fetching.*?(\d+)/(\d+)", told)
            assert (shown[-1:] == [(b"%d" % count, b"%d" % count)]) == (name == "terminal")
            assert (told == b"") == (name == "pipe")


def test_others_write_beside_a_slow_backfill_and_a_second_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While something is fetched the home is free: a watch that cannot look for an hour is no watch."""
    rows = [row("MAINE", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(12)]
    lists = [list_file(tmp_path, f"2025-04-0{day}", rows[: 9 + day]) for day in (1, 2)]
    archived = [
        Archived(f"2025040{day}180000", FOLDER + listed.name, listed.read_bytes())
        for day, listed in enumerate(lists, 1)
    ]
    other = list_file(tmp_path, "2025-04-03", rows)
    with WaybackServer(archived) as server, empty_record(tmp_path / "home") as record:
        monkeypatch.setenv("ROSTER287_WAYBACK", server.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        beside: list[int] = []

        def progress(what: str, _done: int, _all: int) -> None:
            if what == "fetching" and not beside:
                beside.append(main(["--home", str(record.home.root), "backfill"]))
                beside.append(main(["--home", str(record.home.root), "backfill", "--dry-run"]))
                with writing(record.home, 0):
                    pass
                with open_record(record.home.root) as another:
                    beside.append(another.sync([other]).done.new_files)

        done = backfill(record.home, lambda: record._database, progress=progress)
        assert beside == [7, 7, 1]
        assert done.files == 2
        assert [line["date"] for line in record.lists()] == ["2025-04-01", "2025-04-02", "2025-04-03"]
        assert record.verify().rows == ()


def test_what_the_archive_gave_is_told_although_it_did_not_give_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lists = [list_file(tmp_path, f"2025-04-0{day}", [row()] * day) for day in (1, 2)]
    archived = [
        Archived(f"2025040{day}180000", FOLDER + listed.name, listed.read_bytes())
        for day, listed in enumerate(lists, 1)
    ]
    with WaybackServer(archived) as server, empty_record(tmp_path / "home") as record:
        monkeypatch.setenv("ROSTER287_WAYBACK", server.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        server.fail("/web/20250402", Fault("status", times=9, status=429, headers={"Retry-After": "999"}))
        assert main(["--home", str(record.home.root), "backfill"]) == 3
        printed = capsys.readouterr()
        assert printed.out == "1 file looked at, 1 new; 1 capture added.\n"
        assert printed.err.startswith("roster287: The server asks for fewer requests (429)")


def test_a_second_backfill_adds_no_capture_although_only_the_first_saw_the_name_in_a_header(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = list_file(tmp_path, "2025-04-01", [row()]).read_bytes()
    sent = {"content-disposition": 'attachment; filename="participatingAgencies04012025am.xlsx"'}
    address = "https://www.ice.gov/file-download/download/public/208496"
    with WaybackServer([]) as server, empty_record(tmp_path / "home") as record:
        monkeypatch.setenv("ROSTER287_WAYBACK", server.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        for day in (1, 2, 3, 3):
            server.captures = [Archived(f"2025040{n}180000", address, data, headers=sent) for n in range(1, day + 1)]
            record.backfill()
            assert [one.stamp for one in record.home.captures] == [f"2025-04-0{n}T18:00:00" for n in range(1, day + 1)]


@pytest.mark.parametrize("kind", [XLSX, "warc/revisit"])
def test_a_block_page_that_was_captured_as_a_list_is_none_and_is_fetched_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    listed = list_file(tmp_path, "2025-04-01", [row()])
    blocked = f"{FOLDER}participatingAgencies04022025am.xlsx"
    status = "-" if kind == "warc/revisit" else "200"
    archived = [
        Archived("20250401180000", FOLDER + listed.name, listed.read_bytes()),
        Archived("20250402180000", blocked, BLOCK_PAGE, kind, status),
    ]
    with WaybackServer(archived) as server, empty_record(tmp_path / "home") as record:
        monkeypatch.setenv("ROSTER287_WAYBACK", server.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        for _ in range(2):
            record.backfill()
            assert [p["file_name"] for p in record.lists()] == [listed.name]
        assert server.served[archived[1].digest] == 1
        (seen,) = JsonLines(tmp_path / "home" / "archive" / "seen.jsonl").read(dict)
        assert (seen["url"].endswith(blocked), "web page" in seen["reason"]) == (True, True)


def test_a_block_page_that_a_look_kept_as_evidence_is_no_list_of_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived = [Archived("20250402180000", f"{FOLDER}participatingAgencies04022025am.xlsx", BLOCK_PAGE)]
    with WaybackServer(archived) as server, empty_record(tmp_path / "home") as record:
        monkeypatch.setenv("ROSTER287_WAYBACK", server.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        record.home.objects.put(BLOCK_PAGE)
        assert record.backfill().done.new_files == 0
        assert (list(record.home.captures), record.lists().rows) == ([], ())


def test_a_page_captured_in_part_or_beside_a_linked_list_gives_no_list_and_a_part_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["STATE,LAW ENFORCEMENT AGENCY,SUPPORT TYPE,SIGNED,MOA"]
    lines += [f"MAINE,Town{n} Police Department,Task Force,2020-04-02," for n in range(12)]
    page = html_page("\n".join(lines).encode())
    link = f'<a href="{FOLDER}participatingAgencies01152021am.xlsx">Participating</a></body>'.encode()
    pages = [page, page[:-300], page.replace(b"</body>", link)]
    archived = [Archived(f"202101{13 + n}002027", PAGE_URL, data, "text/html") for n, data in enumerate(pages)]
    with WaybackServer(archived) as server, empty_record(tmp_path / "home") as record:
        monkeypatch.setenv("ROSTER287_WAYBACK", server.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        assert main(["--home", str(record.home.root), "backfill"]) == 0
        (told,) = capsys.readouterr().err.splitlines()
        assert told.startswith("roster287: 287g-20210114002027.html: The page was cut off")
        assert [line["file_name"] for line in record.lists()] == ["page-table-20210113.csv"]
        assert all(data in [record.home.objects.get(one) for one in record.home.objects.hashes()] for data in pages)


def test_a_run_that_was_killed_between_the_logs_is_completed_and_one_after_it_adds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table of a page is logged before the page: a run that finds the page there has no need to look again."""
    assert LISTS is not None
    captures = [c for c in archived_lists(LISTS) if "20220101" < c.timestamp < "20220401"]
    captures += [c for c in archived_lists(LISTS) if "20250401" < c.timestamp < "20250406"]
    assert {c.mimetype for c in captures} > {"text/html"}
    archive = tmp_path / "home" / "archive"
    with WaybackServer(captures) as server, empty_record(tmp_path / "home") as record:
        monkeypatch.setenv("ROSTER287_WAYBACK", server.address)
        monkeypatch.setenv("ROSTER287_PAUSE", "0")
        record.backfill()
        logs = {path: path.read_bytes() for path in (archive / "captures.jsonl", archive / "pages.jsonl")}
        for cut in (1, 2):  # the last line of the second log, then that of both, was never written
            for path in list(logs)[-cut:]:
                path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
            assert not record.backfill().rows
            assert [_said(path) for path in logs] == [_said(before) for before in logs.values()]
        served = server.served.copy()
        monkeypatch.setattr("roster287.stages.backfilling._keep", pytest.fail)
        record.backfill()
        assert server.served == served
        assert len(set(served.values())) == 1


def _said(log: Path | bytes) -> list[dict[str, object]]:
    lines = (log if isinstance(log, bytes) else log.read_bytes()).splitlines()
    return sorted(({**json.loads(line), "headers": None} for line in lines), key=str)
