"""A backfill fetches each content once, however often it is killed, and tells every capture of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from roster287.acquire import cdx
from roster287.acquire.answer import FetchError
from roster287.acquire.transport import Transport
from roster287.acquire.wayback import OTHER, Backfill, Recovered, digests, sha1_of, wayback, wayback_transport
from roster287.archive import ObjectStore
from roster287.archive.log import JsonLines
from roster287.errors import SourceError, UsageError
from tests.acquire.conftest import Sleeps
from tests.support.ice_server import BLOCK_PAGE, Fault
from tests.support.lists import LISTS, needs_lists
from tests.support.wayback_server import FOLDER, PAGE_URL, Archived, WaybackServer, archived_lists
from tests.support.workbooks import row, workbook

HTML = "text/html"


def some() -> list[Archived]:
    """Twenty lists seen twice each, three page versions, and what an archive holds besides."""
    captures = []
    for number in range(20):
        data = b"PK" + bytes([number]) * 500
        kind = ("participating", "pending")[number % 2]
        address = f"{FOLDER}{kind}Agencies04{number + 1:02}2025am.xlsx"
        captures += [Archived(f"202504{number + 1:02}{hour}0000", address, data) for hour in (10, 12)]
    for number in range(9):
        original = PAGE_URL if number % 2 else "http://ice.gov:80/identify-and-arrest/287g"
        page = b"<html>%d</html>" % (number // 3)
        captures.append(Archived(f"2025010{number + 1}000000", original, page, HTML))
    captures += [
        Archived("20250501000000", f"{FOLDER}participatingAgencies.xlsx", b"PK undated"),
        Archived("20250502000000", "https://www.ice.gov/sites/default/files/pendingAgencies05022025.xlsx", b"PK other"),
        Archived(
            "20250503000000",
            "https://www.ice.gov/file-download/download/public/208496",
            b"PK by number",
            headers={"content-disposition": 'attachment; filename="participatingAgencies05032025pm.xlsx"'},
        ),
        Archived("20250504000000", f"{FOLDER}participatingAgencies05042025am.xlsx", BLOCK_PAGE, HTML),
        Archived("20250505000000", f"{FOLDER}participatingAgencies05052025am.xlsx", b"x", HTML, "404"),
        Archived("20250506000000", "https://www.ice.gov/doclib/memo.pdf", b"%PDF", "application/pdf"),
        Archived("20250507000000", "https://www.ice.gov/287g", b"<html>moved</html>", HTML, "301"),
    ]
    return captures


@pytest.fixture
def archive() -> Iterator[WaybackServer]:
    with WaybackServer(some(), page=7) as server:
        yield server


class Keeper:
    """What a caller does with what is recovered: keeps the bytes, notes every capture."""

    def __init__(self, folder: Path) -> None:
        self.objects = ObjectStore(folder / "objects")
        self.captures: set[tuple[str, str, str]] = set()

    def keep(self, one: Recovered) -> None:
        if one.fetched is not None:
            assert self.objects.put(one.fetched.data) == one.sha256
        self.captures |= {(one.sha256, s.file_name, s.capture_time) for s in one.sightings}


def backfill(server: WaybackServer, transport: Transport, folder: Path, **more: object) -> Backfill:
    """One run; without `have`, as if all that earlier runs noted had been kept."""
    noted = JsonLines(folder / "backfill" / "done.jsonl")
    kept = {line["digest"]: line["sha256"] for line in noted.read(dict) if line["kind"] != OTHER}
    given = {"have": kept, "base": server.address, **more}
    return Backfill(transport, folder / "backfill", **given)  # type: ignore[arg-type]


def test_every_list_and_page_is_recovered_with_every_capture(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    keeper = Keeper(tmp_path)
    found = list(backfill(archive, transport, tmp_path).fetch())
    for one in found:
        keeper.keep(one)
    assert len(found) == 20 + 3 + 3
    assert len(keeper.captures) == 40 + 9 + 3
    assert set(archive.served.values()) == {1}
    names = {name for _, name, _ in keeper.captures}
    assert {
        "participatingAgencies04012025am.xlsx",
        "participatingAgencies-20250501000000.xlsx",
        "participatingAgencies05032025pm.xlsx",
        "pendingAgencies05022025.xlsx",
        "287g-20250101000000.html",
    } <= names
    first = min(keeper.captures, key=lambda capture: capture[2])
    assert first[2] == "2025-01-01T00:00:00"
    times = [one.sightings[0].capture_time for one in found]
    assert times == sorted(times)


def test_a_second_backfill_fetches_nothing_again_and_tells_new_captures(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    list(backfill(archive, transport, tmp_path).fetch())
    archive.add(Archived("20260101000000", f"{FOLDER}pendingAgencies01012026.xlsx", b"PK\x00" + bytes(499)))
    again = list(backfill(archive, transport, tmp_path).fetch())
    assert all(one.fetched is None for one in again)
    assert set(archive.served.values()) == {1}
    assert "2026-01-01T00:00:00" in {s.capture_time for one in again for s in one.sightings}


def test_what_the_archive_has_from_elsewhere_is_not_fetched(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    objects = ObjectStore(tmp_path / "objects")
    sha256 = objects.put(b"PK undated")
    have = digests(objects)
    assert have == {sha1_of(b"PK undated"): sha256}
    found = {one.sha256: one for one in backfill(archive, transport, tmp_path, have=have).fetch()}
    assert found[sha256].fetched is None
    assert archive.served[sha1_of(b"PK undated")] == 0


def test_a_plan_says_what_would_be_fetched_and_the_run_does_not_ask_the_index_again(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    transport.pause = 4
    plan = backfill(archive, transport, tmp_path).plan()
    assert plan[:4] == (52, 3, 23, 0)
    assert plan.bytes == sum(
        300 + len(c.data) // 2 for c in {c.digest: c for c in some() if c.status == "200"}.values()
    ) - (300 + len(BLOCK_PAGE) // 2 + 300 + 2)
    assert plan.seconds == 26 * 4
    assert not archive.served
    asked = archive.index_served
    assert asked > 9
    assert len(list(backfill(archive, transport, tmp_path).fetch())) == 26
    assert archive.index_served == asked
    assert backfill(archive, transport, tmp_path).plan().known == 26


def test_since_and_until_bound_the_days(archive: WaybackServer, transport: Transport, tmp_path: Path) -> None:
    run = backfill(archive, transport, tmp_path, since="2025-04-03", until="2025-04-05")
    assert {s.capture_time[:10] for one in run.fetch() for s in one.sightings} == {
        "2025-04-03",
        "2025-04-04",
        "2025-04-05",
    }
    with pytest.raises(UsageError):
        backfill(archive, transport, tmp_path, since="4/3/2025")


def test_a_run_broken_off_ten_times_fetches_each_content_once(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    keeper = Keeper(tmp_path)
    for stop in range(10):
        for number, one in enumerate(backfill(archive, transport, tmp_path).fetch()):
            if one.fetched is not None and number % 3 == stop % 3:
                keeper.keep(one)
                break  # killed after keeping and before the next is asked for
            keeper.keep(one)
    # What was kept and not noted is found in the archive by its digest.
    have = digests(keeper.objects)
    for one in backfill(archive, transport, tmp_path, have=have).fetch():
        keeper.keep(one)
    undisturbed = Keeper(tmp_path / "other")
    for one in backfill(archive, transport, tmp_path / "other").fetch():
        undisturbed.keep(one)
    assert keeper.captures == undisturbed.captures
    assert list(keeper.objects.hashes()) == list(undisturbed.objects.hashes())


WORKER = """
import os, signal, sys
from pathlib import Path
from roster287.acquire.transport import Transport
from roster287.acquire.wayback import Backfill, digests
from roster287.archive import ObjectStore
folder, base, die_at = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
objects = ObjectStore(folder / "objects")
kept = 0
with Transport(pause=0) as transport:
    for one in Backfill(transport, folder / "backfill", have=digests(objects), base=base).fetch():
        if one.fetched is not None:
            objects.put(one.fetched.data)
            kept += 1
            if kept == die_at:
                os.kill(os.getpid(), signal.SIGKILL)
        with (folder / "captures").open("a") as log:
            log.write("".join(f"{one.sha256} {s.file_name} {s.capture_time}\\n" for s in one.sightings))
"""


def test_a_process_killed_ten_times_fetches_each_byte_once(archive: WaybackServer, tmp_path: Path) -> None:
    for die_at in (1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 0):
        command = [sys.executable, "-c", WORKER, str(tmp_path), archive.address, str(die_at)]
        ended = subprocess.run(command, env={**os.environ, "ROSTER287_NOW": "2026-03-01T00:00:00Z"}, check=False)
        assert ended.returncode == (-signal.SIGKILL if die_at else 0)
    assert len(archive.served) == 26
    assert set(archive.served.values()) == {1}
    assert len(set((tmp_path / "captures").read_text().splitlines())) == 52
    assert len(list(ObjectStore(tmp_path / "objects").hashes())) == 26


def test_an_index_broken_off_goes_on_where_it_stopped(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    fault = Fault("status", times=0, status=403)
    archive.fail("/cdx/search/cdx?url=www.ice.gov%2Fdoclib", fault)
    asked = []
    for times in (1, 1, 1):
        fault.times = times
        before = archive.index_served
        with pytest.raises(FetchError):
            backfill(archive, transport, tmp_path).plan()
        asked.append(archive.index_served - before)
    assert asked == [asked[0], 0, 0]
    backfill(archive, transport, tmp_path).plan()
    broken_off, archive.index_served = archive.index_served, 0
    backfill(archive, transport, tmp_path / "other").plan()
    assert archive.index_served == broken_off


@pytest.mark.parametrize("kind", ["status", "reset", "silent", "short"])
def test_a_fault_that_passes_is_waited_out(
    kind: str, archive: WaybackServer, transport: Transport, sleeps: Sleeps, tmp_path: Path
) -> None:
    archive.fail("/web/", Fault(kind, times=1, status=429, headers={"Retry-After": "17"}))
    archive.fail("/cdx/", Fault(kind, times=1, status=503))
    assert len(list(backfill(archive, transport, tmp_path).fetch())) == 26
    if kind == "status":
        assert 17.0 in sleeps


def test_a_fault_that_lasts_ends_the_run_with_all_that_came(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    keeper = Keeper(tmp_path)
    run = backfill(archive, transport, tmp_path).fetch()
    for _ in range(5):
        keeper.keep(next(run))
    archive.fail("/web/", Fault("status", times=99, status=429, headers={"Retry-After": "4000"}))
    with pytest.raises(FetchError) as caught:
        next(run)
    assert caught.value.retry_after == 4000
    archive.faults.clear()
    for one in backfill(archive, transport, tmp_path).fetch():
        keeper.keep(one)
    assert len(keeper.captures) == 52
    assert set(archive.served.values()) == {1}


def test_a_capture_that_is_lost_is_had_from_another_and_else_noted(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    archive.fail("/web/20250401100000id_/", Fault("status", times=9, status=404))
    archive.fail("/web/20250501000000id_/", Fault("status", times=9, status=404))
    run = backfill(archive, transport, tmp_path)
    found = list(run.fetch())
    assert len(found) == 25
    assert [(seen.status, seen.url.endswith("participatingAgencies.xlsx")) for seen in run.lost] == [(404, True)]
    archive.faults.clear()
    assert sum(one.fetched is not None for one in backfill(archive, transport, tmp_path).fetch()) == 1


@pytest.mark.parametrize("kind", ["short", "silent", "reset"])
def test_one_capture_that_never_comes_does_not_hold_up_the_others(
    kind: str, archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    archive.fail("/web/20250501000000id_/", Fault(kind, times=99))
    found = []
    with nullcontext() if kind == "short" else pytest.raises(SourceError, match="left to fetch: 1 of 26"):
        found += list(backfill(archive, transport, tmp_path).fetch())
    archive.faults.clear()
    again = [one for one in backfill(archive, transport, tmp_path).fetch() if one.fetched]
    assert [one.sightings[0].capture_time for one in again] == ["2025-05-01T00:00:00"]
    assert set(archive.served.values()) == {1}


def test_an_archive_that_refuses_everything_ends_the_run(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    archive.fail("/web/", Fault("status", times=999, status=403))
    with pytest.raises(SourceError, match="refuses"):
        list(backfill(archive, transport, tmp_path).fetch())
    assert len(archive.asked) < 60
    archive.faults.clear()
    assert len(list(backfill(archive, transport, tmp_path).fetch())) == 26


def test_a_file_that_is_no_list_is_fetched_once_and_not_told(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    address = "https://www.ice.gov/file-download/download/public/"
    numbers = workbook([["1", "2"]], columns=["YEAR", "ARRESTS"])
    archive.add(Archived("20250601000000", f"{address}1", numbers))
    archive.add(Archived("20250602000000", f"{address}2", workbook([row()])))
    archive.add(Archived("20250603000000", f"{address}3", b"PK no workbook", "application/zip"))
    for count in (27, 27):
        assert len(list(backfill(archive, transport, tmp_path).fetch())) == count
    assert archive.served[sha1_of(numbers)] == 1


def test_bytes_that_the_archive_lost_are_fetched_again(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    keeper = Keeper(tmp_path)
    for one in backfill(archive, transport, tmp_path).fetch():
        keeper.keep(one)
    lost = next(iter(keeper.objects.hashes()))
    keeper.objects.path(lost).unlink()
    again = list(backfill(archive, transport, tmp_path, have=digests(keeper.objects)).fetch())
    assert [one.sha256 for one in again if one.fetched] == [lost]


def test_another_capture_in_place_of_the_one_asked_for_is_not_taken_for_it(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    target = f"/web/20250402100000id_/{FOLDER}pendingAgencies04022025am.xlsx"
    for hour in (10, 12):
        path = f"/web/20250401{hour}0000id_/"
        archive.fail(path, Fault("moved", times=9, status=302, headers={"Location": target}))
    run = backfill(archive, transport, tmp_path)
    assert len(list(run.fetch())) == 25
    assert "another capture" in run.lost[0].reason


def test_a_block_page_for_an_index_is_no_empty_index(
    archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    archive.fail("/cdx/", Fault("html", times=1))
    with pytest.raises(FetchError, match="something else"):
        backfill(archive, transport, tmp_path).plan()


@pytest.mark.parametrize("odd", [b"[1,2]", b'[{"error": "x"}]', b"[[1],[2]]", b'{"rows": []}', b"7"])
def test_an_index_of_another_shape_is_no_index(
    odd: bytes, archive: WaybackServer, transport: Transport, tmp_path: Path
) -> None:
    archive.fail("/cdx/", Fault("html", body=odd))
    with pytest.raises(FetchError, match="something else"):
        backfill(archive, transport, tmp_path).plan()


def test_a_row_with_an_address_that_is_none_stops_no_backfill() -> None:
    row = ["20250403231027", "http://www.ice.gov]/participatingAgencies.xlsx", "", "200", "A" * 32, "9"]
    assert cdx._row("list", row) is None
    assert cdx._row("list", [row[0], row[1].replace("]", ":80"), *row[2:]]) is not None


def test_the_address_of_the_archive_holds_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTER287_WAYBACK", "https://me:secret@mirror.example.org")
    with pytest.raises(UsageError) as error:
        wayback()
    assert "secret" not in f"{error.value.message}{error.value.hint}"


def test_the_widest_question_may_fail(archive: WaybackServer, transport: Transport, tmp_path: Path) -> None:
    archive.fail("/cdx/search/cdx?url=ice.gov&matchType=domain", Fault("status", times=99, status=504))
    assert len(list(backfill(archive, transport, tmp_path).fetch())) == 26


def test_a_damaged_or_old_index_file_is_not_used(
    archive: WaybackServer, transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROSTER287_NOW", "2026-03-01T00:00:00Z")
    backfill(archive, transport, tmp_path).plan()
    path = tmp_path / "backfill" / "index.json"
    asked = archive.index_served
    backfill(archive, transport, tmp_path).plan()
    assert archive.index_served == asked
    for text in ("{", "[]", json.dumps({**json.loads(path.read_text()), "answers": 3})):
        path.write_text(text)
        backfill(archive, transport, tmp_path).plan()
    assert archive.index_served == 4 * asked
    monkeypatch.setenv("ROSTER287_NOW", "2026-03-03T00:00:00Z")
    backfill(archive, transport, tmp_path).plan()
    assert archive.index_served == 5 * asked


def test_no_rows_at_all_is_a_fact(transport: Transport, tmp_path: Path) -> None:
    with WaybackServer([]) as server:
        assert list(backfill(server, transport, tmp_path).fetch()) == []


def test_the_address_of_the_archive_can_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROSTER287_WAYBACK", raising=False)
    assert wayback() == "https://web.archive.org"
    monkeypatch.setenv("ROSTER287_WAYBACK", "http://localhost:1/")
    assert wayback() == "http://localhost:1"
    assert wayback_transport().pause >= 4


@needs_lists
def test_the_real_captures_are_recovered_with_each_byte_fetched_once(tmp_path: Path) -> None:
    assert LISTS is not None
    with WaybackServer(archived_lists(LISTS), page=500) as server, Transport(pause=0) as transport:
        keeper = Keeper(tmp_path)
        for _ in range(10):
            have = digests(keeper.objects)
            fetched = 0
            for one in backfill(server, transport, tmp_path, have=have).fetch():
                keeper.keep(one)
                fetched += one.fetched is not None
                if fetched == 40:
                    break
        for one in backfill(server, transport, tmp_path, have=digests(keeper.objects)).fetch():
            keeper.keep(one)
        assert len(keeper.captures) == 657 + 602
        assert len(list(keeper.objects.hashes())) == 19 + 439
        assert set(server.served.values()) == {1}
