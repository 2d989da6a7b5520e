"""What ICE serves comes into the record as if its files had been taken in; what it serves wrongly never does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from roster287.acquire.answer import Limits
from roster287.acquire.transport import Patience, Transport
from roster287.cli.main import main
from roster287.errors import ArchiveError, SourceError
from roster287.model import Capture
from roster287.record import Record
from roster287.record import open as open_record
from roster287.stages import fetching
from tests.support.ice_server import BLOCK_PAGE, Fault, IceServer
from tests.support.lists import LISTS, needs_lists
from tests.support.lives import empty_record, list_file
from tests.support.stores import environment, lose
from tests.support.wayback_server import html_page
from tests.support.workbooks import row

FOLDER = "/doclib/about/offices/ero/287g/"
QUESTIONS = ("agencies", "agreements", "applications", "changes")


@pytest.fixture
def ice(monkeypatch: pytest.MonkeyPatch) -> Iterator[IceServer]:
    with IceServer() as server:
        monkeypatch.setenv("ROSTER287_ICE_PAGE", server.page_url)
        yield server


def poll(record: Record) -> object:
    """One look, without waiting."""
    limits = Limits(wire=1 << 22, unpacked=1 << 24, seconds=5.0, connect=1.0, read=1.0, redirects=3)
    patience = Patience(attempts=2)
    transport = Transport(pause=0, limits=limits, patience=patience, sleep=lambda _: None)
    return fetching.sync_live(record.home, lambda: record._database, transport=transport)


def answers(record: Record) -> list[object]:
    """What readers get of agencies, agreements, applications and changes."""
    return [getattr(record, question)().rows for question in QUESTIONS]


def test_days_served_by_ice_are_the_same_record_as_their_files(ice: IceServer, tmp_path: Path) -> None:
    days = ("2025-04-01", "2025-04-02", "2025-04-03", "2025-04-04", "2025-04-07")
    rows = [row("MAINE", f"Town{n} Police Department", signed="2025-03-01") for n in range(20)]
    files = []
    with empty_record(tmp_path / "live") as live:
        for number, day in enumerate(days):
            listed = list_file(tmp_path, day, rows[: 14 + number])
            waiting = list_file(tmp_path, day, rows[15 + number :], pending=True)
            files += [listed, waiting]
            if number % 2:
                ice.publish(
                    "participating", listed.read_bytes(), f"/file-download/download/public/{number}", name=listed.name
                )
            else:
                ice.publish("participating", listed.read_bytes(), FOLDER + listed.name)
            ice.publish("pending", waiting.read_bytes(), FOLDER + waiting.name)
            poll(live)
            poll(live)
        assert live.verify().rows == ()
        with empty_record(tmp_path / "files") as record:
            record.sync(files)
            assert answers(live) == answers(record)
            names = [(p["publication_id"], p["date"], p["file_name"], p["sha256"]) for p in record.lists()]
            assert [(p["publication_id"], p["date"], p["file_name"], p["sha256"]) for p in live.lists()] == names


def printed(count: int, columns: str = "STATE,LAW ENFORCEMENT AGENCY,SUPPORT TYPE,SIGNED,MOA") -> str:
    """A page that prints so many agencies as a table."""
    lines = [f"MAINE,Town{n} Police Department,Task Force,2020-04-02," for n in range(count)]
    return html_page("\n".join([columns, *lines]).encode()).decode()


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (printed(12)[:-300], "The page was cut off"),
        (
            printed(9).replace("</body>", printed(3, "STATE,AGENCY,MODEL,SIGNED,ADDENDUM")),
            "3 rows stand in another table",
        ),
    ],
    ids=["cut off", "in two tables"],
)
@pytest.mark.parametrize("linked", [False, True])
def test_a_part_of_the_list_that_a_page_printed_is_no_later_list(
    ice: IceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, reason: str, linked: bool
) -> None:
    """Agencies that stood in the rest of it would be told as gone."""
    if linked:
        waiting = list_file(tmp_path, "2025-04-02", [row("OHIO", "Toledo Police Department")], pending=True)
        ice.publish("pending", waiting.read_bytes(), FOLDER + waiting.name)
    link = f'<p><a href="{FOLDER}pendingAgencies04022025am.xlsx">Pending</a></p><h2>' if linked else "<h2>"
    shown = {"page": printed(12)}
    ice.shape = lambda _links: shown["page"].replace("<h2>", link)
    with empty_record(tmp_path / "live") as live:
        monkeypatch.setenv("ROSTER287_NOW", "2025-04-02T10:00:00Z")
        poll(live)
        before = answers(live)
        monkeypatch.setenv("ROSTER287_NOW", "2025-04-03T10:00:00Z")
        shown["page"] = page
        with pytest.raises(SourceError, match=reason):
            poll(live)
        assert answers(live) == before
        kept = [path.read_bytes() for path in (live.home.root / "archive" / "objects").glob("*/*")]
        assert ice.shape({}).encode() in kept


def test_a_table_beside_the_link_to_the_list_is_no_later_list(ice: IceServer, tmp_path: Path) -> None:
    """A page that also shows what is newest, or forgot to take its table away, would take agencies back."""
    rows = [row("MAINE", f"Town{n} Police Department", signed="2020-04-02") for n in range(12)]
    listed = list_file(tmp_path, "2025-04-02", rows)
    ice.publish("participating", listed.read_bytes(), FOLDER + listed.name)
    ice.shape = lambda links: printed(9).replace("<h2>", f'<a href="{links["participating"]}">Participating</a><h2>')
    with empty_record(tmp_path / "live") as live:
        poll(live)
        assert [p["file_name"] for p in live.lists()] == [listed.name]


@needs_lists
def test_real_lists_of_spring_served_by_ice_are_the_same_record(ice: IceServer, tmp_path: Path) -> None:
    assert LISTS is not None
    folder = tmp_path / "some"
    folder.mkdir()
    days = (("04292025pm", "04282025pm"), ("05122025amB", "05122025pm"), ("05162025am", "05152025am"))
    with empty_record(tmp_path / "live") as live, empty_record(tmp_path / "files") as record:
        for participating, pending in days:
            for kind, day in (("participating", participating), ("pending", pending)):
                source = LISTS / f"{kind}Agencies" / f"{kind}Agencies{day}.xlsx"
                (folder / source.name).write_bytes(source.read_bytes())
                ice.publish(kind, source.read_bytes(), FOLDER + source.name)
            poll(live)
        record.sync([folder])
        assert answers(live) == answers(record)


def test_a_poll_that_finds_nothing_new_asks_once_for_each_and_changes_nothing(ice: IceServer, tmp_path: Path) -> None:
    ice.publish(
        "participating",
        list_file(tmp_path, "2025-04-02", [row()]).read_bytes(),
        FOLDER + "participatingAgencies04022025am.xlsx",
    )
    with empty_record(tmp_path / "live") as live:
        poll(live)
        before = answers(live)
        ice.take()
        poll(live)
        asked = ice.take()
        assert [(one.status, one.conditional) for one in asked] == [(304, True)] * 2
        assert answers(live) == before


def test_a_list_that_ice_puts_back_is_told_and_a_person_can_put_it_in_force(
    ice: IceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row("MAINE", f"Town{n} Police Department", signed="2025-03-01") for n in range(20)]
    first, second = list_file(tmp_path, "2025-04-02", rows), list_file(tmp_path, "2025-04-03", rows[:18])
    look = ["--home", str(tmp_path / "live"), "sync", "--live"]
    with empty_record(tmp_path / "live"):
        pass
    for day, listed in (("2025-04-02", first), ("2025-04-03", second), ("2025-04-06", first)):
        monkeypatch.setenv("ROSTER287_NOW", f"{day}T22:00:00Z")
        ice.publish("participating", listed.read_bytes(), FOLDER + listed.name)
        capsys.readouterr()
        assert main(look) == 0
    told = capsys.readouterr().err
    assert "It was there again at 2025-04-06T22:00:00, after participating-2025-04-03-am" in told
    assert main([*look[:3], "--set-aside", "participating-2025-04-03-am"]) == 0
    with open_record(tmp_path / "live") as record:
        assert record.count().rows[0]["agencies"] == 20


def test_a_poll_that_finds_nothing_new_opens_no_register_and_loads_nothing_for_it(
    ice: IceServer, tmp_path: Path
) -> None:
    """What a look costs is mostly what it imports; `benchmarks` measures it, this names the culprits."""
    listed = list_file(tmp_path, "2025-04-02", [row()])
    ice.publish("participating", listed.read_bytes(), FOLDER + listed.name)
    code = (
        "import sys; from roster287.cli.main import main; code = main(['--home', sys.argv[1], 'sync', '--live']);"
        "print({'sqlalchemy', 'python_calamine', 'httpx', 'rich.console', 'roster287.stages.recording'}"
        " & set(sys.modules));"
        "sys.exit(code)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "live")]
    with empty_record(tmp_path / "live"):
        pass
    env = {**os.environ, **environment(tmp_path / "live")}
    first, again = (
        subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout for _ in range(2)
    )
    assert "sqlalchemy" in first
    assert again == "0 files looked at, 0 new; 0 captures added.\nset()\n"


def test_what_a_killed_look_kept_is_recorded_by_a_look_that_finds_nothing_new(ice: IceServer, tmp_path: Path) -> None:
    first, second = (
        list_file(tmp_path, day, [row(), row()][: n + 1]) for n, day in enumerate(("2025-04-02", "2025-04-03"))
    )
    ice.publish("participating", first.read_bytes(), FOLDER + first.name)
    with empty_record(tmp_path / "live") as live:
        poll(live)
        sha256 = live.home.objects.put(second.read_bytes())
        live.home.captures.append(
            [Capture(sha256, second.name, "capture", "2025-04-03T12:00:00", "https://www.ice.gov/x")]
        )
        assert len(live.lists()) == 1
        poll(live)
        assert [p["file_name"] for p in live.lists()] == [first.name, second.name]
        lose(live.home.root)
        poll(live)
    with open_record(tmp_path / "live") as again:
        assert len(again.lists()) == 2


def test_a_look_that_finds_nothing_new_completes_an_older_register_that_was_put_back(
    ice: IceServer, tmp_path: Path
) -> None:
    with empty_record(tmp_path / "live") as live:
        register = live.home.root / "record.db"
        kept = register.read_bytes() if register.exists() else b""
        listed = list_file(tmp_path, "2025-04-02", [row()])
        ice.publish("participating", listed.read_bytes(), FOLDER + listed.name)
        poll(live)
    if not kept:
        pytest.skip("LEFT OUT: a register on a server is no file on this disk")
    register.write_bytes(kept)
    with open_record(tmp_path / "live") as live:
        assert len(live.lists()) == 0
        poll(live)
        assert len(live.lists()) == 1


@pytest.mark.parametrize("what", ["log", "bytes", "damaged log"])
def test_a_list_that_an_archive_put_back_lacks_is_fetched_again(ice: IceServer, tmp_path: Path, what: str) -> None:
    """The record would stand still at the day of the copy for as long as ICE shows that list."""
    listed = [list_file(tmp_path, f"2025-04-0{day}", [row()] * day) for day in (2, 3)]
    with empty_record(tmp_path / "live") as live:
        log = live.home.captures.path
        for path in listed:
            before = log.read_bytes() if log.exists() else b""
            ice.publish("participating", path.read_bytes(), FOLDER + path.name)
            poll(live)
        if what == "bytes":
            for path in (live.home.root / "archive" / "objects").glob("*/*"):
                if path.read_bytes() == listed[1].read_bytes():
                    path.unlink()
        else:
            log.write_bytes(before + (b"{}\n" if what == "damaged log" else b""))
            lose(live.home.root)
    with open_record(tmp_path / "live") as again:
        if what == "damaged log":
            with pytest.raises(ArchiveError):
                poll(again)
            log.write_bytes(before)
        poll(again)
        assert again.verify().rows == ()
        assert [p["file_name"] for p in again.lists()] == [path.name for path in listed]
        ice.take()
        poll(again)
        assert [one.status for one in ice.take()] == [304, 304]


def test_a_sync_is_noted_in_the_heartbeat_that_status_shows(
    ice: IceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(tmp_path / "live")]
    listed = list_file(tmp_path, "2025-04-02", [row()])
    ice.publish("participating", listed.read_bytes(), FOLDER + listed.name)

    def at(time: str, *command: str) -> int:
        monkeypatch.setenv("ROSTER287_NOW", f"2025-04-0{time}:00:00Z")
        return main([*home, *command])

    with empty_record(tmp_path / "live"):
        pass
    assert at("2T08", "status", "--max-age", "3d") == 3
    assert "No look at ICE's page has succeeded yet." in capsys.readouterr().err
    assert at("2T09", "sync", "--live") == 0
    assert at("2T10", "sync", "--live") == 0
    ice.fail("/", Fault("status", times=99, status=403))
    assert at("2T11", "sync", "--live") == 3
    assert at("2T12", "status", "--max-age", "2h") == 0
    out = capsys.readouterr().out
    assert re.search(
        r"^Last look +2025-04-02T11:00:00Z, without success: The server refuses \(403\)", out, re.MULTILINE
    )
    assert re.search(r"^Last good look +2025-04-02T10:00:00Z$", out, re.MULTILINE)
    assert re.search(r"^Last new list +2025-04-02T09:00:00Z$", out, re.MULTILINE)
    assert at("2T13", "--format", "json", "status", "--max-age", "2h") == 3
    printed = capsys.readouterr()
    (line,) = json.loads(printed.out)["rows"]
    assert [line[key] for key in ("last_looked", "last_succeeded", "last_changed", "failures")] == [
        "2025-04-02T11:00:00Z", "2025-04-02T10:00:00Z", "2025-04-02T09:00:00Z", 1,
    ]  # fmt: skip
    assert "3 hours ago. 1 looks in a row have failed" in printed.err


@pytest.mark.parametrize(
    "fault",
    [
        Fault("status", times=9, status=503),
        Fault("status", times=9, status=403),
        Fault("status", times=9, status=404),
        Fault("reset", times=9),
        Fault("html", times=9),
        Fault("short", times=9),
        Fault("loop", times=9),
        Fault("bomb", times=9),
    ],
    ids=lambda fault: f"{fault.kind}{fault.status if fault.kind == 'status' else ''}",
)
def test_a_fault_of_ice_is_told_loses_nothing_and_is_made_good_by_the_next_look(
    ice: IceServer, tmp_path: Path, fault: Fault
) -> None:
    first = list_file(tmp_path, "2025-04-02", [row()])
    second = list_file(tmp_path, "2025-04-03", [row(), row("OHIO", "Toledo Police Department")])
    ice.publish("participating", first.read_bytes(), FOLDER + first.name)
    with empty_record(tmp_path / "live") as live:
        poll(live)
        before = answers(live)
        ice.publish("participating", second.read_bytes(), FOLDER + second.name)
        ice.fail(FOLDER, fault)
        with pytest.raises(SourceError):
            poll(live)
        assert answers(live) == before
        assert live.verify().rows == ()
        ice.fail(FOLDER, Fault("status", times=0))
        for _ in range(12):
            try:
                poll(live)
            except SourceError:
                continue
            break
        (event,) = live.changes()
        assert (event["kind"], event["state"]) == ("signed", "OH")


def test_what_one_address_brought_is_told_although_another_failed(
    ice: IceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else nobody hears of a new list, nor that it was set aside, for as long as the other fails."""
    rows = [row("MAINE", f"Town{n} Police Department", signed="2025-03-01") for n in range(20)]
    home = ["--home", str(tmp_path / "live")]
    waiting = list_file(tmp_path, "2025-04-01", [row("OHIO", "Toledo Police Department")], pending=True)
    ice.publish("pending", waiting.read_bytes(), FOLDER + waiting.name)
    with empty_record(tmp_path / "live"):
        pass

    def at(day: int, count: int, *command: str) -> tuple[int, str, str]:
        monkeypatch.setenv("ROSTER287_NOW", f"2025-04-0{day}T12:00:00Z")
        listed = list_file(tmp_path, f"2025-04-0{day}", rows[:count])
        ice.publish("participating", listed.read_bytes(), FOLDER + listed.name)
        code = main([*home, *command])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    assert at(1, 18, "sync", "--live")[0] == 0
    ice.fail(FOLDER + "pending", Fault("status", times=99, status=404))
    code, out, err = at(2, 19, "sync", "--live")
    assert (code, "1 file looked at, 1 new" in out, "Town18" in out) == (3, True, True)
    assert waiting.name in err
    beat = json.loads((tmp_path / "live" / "heartbeat.json").read_text())
    assert (beat["last_changed"], beat["last_events"]) == ("2025-04-02T12:00:00Z", 1)
    code, out, err = at(3, 5, "sync", "--live")
    assert (code, "set aside participatingAgencies04032025am.xlsx" in err) == (3, True)
    assert err.rstrip().splitlines()[-2].startswith("roster287: Nothing is at this address any more (404)")
    code, _, err = at(4, 20, "watch", "--once")
    assert (code, "1 new list, 1 change" in err) == (3, True)
    code, out, _ = at(4, 20, "sync", "--live")
    assert (code, out) == (3, "")


def test_a_blocked_page_is_exit_3_and_kept_in_the_log(
    ice: IceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with empty_record(tmp_path / "live"):
        pass
    ice.fail("/identify", Fault("html", times=9))
    assert main(["--home", str(tmp_path / "live"), "sync", "--live"]) == 3
    message, hint = capsys.readouterr().err.strip().split("\n")
    assert message.startswith("roster287: ")
    assert hint.startswith("  ")
    log = (tmp_path / "live" / "archive" / "seen.jsonl").read_text()
    assert ice.page_url in log
    kept = [path.read_bytes() for path in (tmp_path / "live" / "archive" / "objects").glob("*/*")]
    assert BLOCK_PAGE in kept
