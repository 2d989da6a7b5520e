"""What ICE serves comes into the record as if its files had been taken in; what it serves wrongly never does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roster287 import fetching
from roster287.acquire.transport import Limits, Patience, Transport
from roster287.errors import SourceError
from roster287.record import Record
from tests.support.ice_server import BLOCK_PAGE, Fault, IceServer
from tests.support.lists import LISTS, needs_lists
from tests.support.lives import empty_record, list_file
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


def test_a_blocked_page_is_exit_3_and_kept_in_the_log(
    ice: IceServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from roster287.cli.main import main

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
