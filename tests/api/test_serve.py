"""A server that does not start, stop or follow the record as it says leaves readers with nothing or with the past."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from roster287.cli.serve import _until_stopped
from roster287.publish.site.item import Answer
from roster287.publish.site.site import Site
from tests.api.serving import command, served, started
from tests.support.lives import empty_record, list_file
from tests.support.stores import take_away
from tests.support.workbooks import row


@pytest.fixture(scope="module")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that knows one list with one line; only read it."""
    folder = tmp_path_factory.mktemp("small")
    with empty_record(folder / "home") as record:
        record.sync([list_file(folder, "2025-04-03", [row("MAINE", "Wells Police Department")])])
    return folder / "home"


@pytest.mark.parametrize(("sign", "workers"), [(signal.SIGTERM, 1), (signal.SIGINT, 1), (signal.SIGTERM, 2)])
def test_it_starts_answers_and_ends_cleanly(small_home: Path, sign: signal.Signals, workers: int) -> None:
    with started(small_home, "--workers", str(workers), "--base-url", "https://roster.example/") as (
        process, client, _,
    ):  # fmt: skip
        assert client.get("/readyz").json()["ready"] is True
        assert client.get("/api/v1/agencies/me-wells-police-department").json()["count"] == 1
        assert "https://roster.example/" in client.get("/feeds/all.atom").text
        assert client.get("/api/v1/nothing").status_code == 404
        process.send_signal(sign)
        assert process.wait(40) == 0
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read() == ""
        log = process.stderr.read()
    assert "Traceback" not in log
    assert "127.0.0.1" not in log, "who asked is not written down"
    assert "wells" not in log


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_while_the_first_page_is_made_is_not_taken_for_a_fault_of_the_page(sign: signal.Signals) -> None:
    """A server that went on after Ctrl-C, or after an update's SIGTERM, had to be killed."""
    with pytest.raises(SystemExit) as ended, _until_stopped(), suppress(Exception):
        signal.raise_signal(sign)
    assert ended.value.code == 0


def test_nobody_waits_for_the_record_once_it_is_served(tmp_path: Path) -> None:
    """The first second of a server is when everybody asks who could not while it was away."""
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-04-03", [row("MAINE", "Wells Police Department")])])
    with served(record.home.root, record.home.database_url) as client:
        take_away(record.home.root)
        assert client.get("/api/v1/agencies/me-wells-police-department").json()["count"] == 1
        assert "1 agency" in client.get("/").text


def test_an_answer_under_way_is_finished_before_it_ends(shipped_home: Path) -> None:
    with started(shipped_home) as (process, client, _):
        client.get("/readyz")
        said: list[int] = []
        asking = threading.Thread(
            target=lambda: said.append(client.get("/api/v1/brief", params={"state": "FL"}).status_code)
        )
        asking.start()
        time.sleep(0.05)
        process.terminate()
        asking.join(40)
        assert process.wait(40) == 0
    assert said == [200]


def test_a_port_in_use_is_told(small_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*command(small_home), "--port", port], capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 8
    assert f"127.0.0.1, port {port}, cannot be listened on: Address already in use." in done.stderr
    assert "--port 0 takes a free one" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--port", "70000"), 2, "70000"),
        (("--workers", "0"), 2, "workers"),
        (("--base-url", "javascript:alert(1)"), 2, "is not the address of a site"),
        (("--host", "nowhere.invalid"), 8, "cannot be listened on"),
    ],
)
def test_wrong_use_is_told(small_home: Path, arguments: Sequence[str], code: int, said: str) -> None:
    done = subprocess.run([*command(small_home), *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a home")
    done = subprocess.run(command(tmp_path / "file"), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "a home is a folder" in done.stderr
    broken = tmp_path / "broken"
    with empty_record(broken):
        pass
    for path in broken.glob("record.db*"):
        path.unlink()
    (broken / "record.db").write_bytes(os.urandom(8192))
    done = subprocess.run(command(broken), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 7
    assert "Traceback" not in done.stderr


def test_an_empty_record_is_served_as_one(tmp_path: Path) -> None:
    with empty_record(tmp_path / "home"):
        pass
    with served(tmp_path / "home") as client:
        for name in ("publications", "agencies", "agreements", "applications", "events"):
            said = client.get(f"/api/v1/{name}").json()
            assert (said["count"], said["rows"], said["as_of"], said["next_cursor"]) == (0, [], None, None)
        assert client.get("/api/v1/counts").json()["rows"][0]["agencies"] is None
        assert client.get("/readyz").json()["participating_date"] is None
        assert client.get("/api/v1/openapi.json").status_code == 200
        assert client.get("/api/v1/docs").status_code == 200
        assert client.get("/metrics").status_code == 200
        assert client.get("/api/v1/brief?state=ME").status_code == 404


def test_lists_that_come_in_while_it_answers_appear_and_no_answer_fails(tmp_path: Path) -> None:
    towns = [f"Town {number:03} Police Department" for number in range(60)]
    home, faults, tags = tmp_path / "home", [], set()
    asked = (
        "/api/v1/agencies", "/api/v1/events?limit=1000", "/api/v1/counts?by=model", "/api/v1/on?date=2025-06-01",
        "/api/v1/status", "/readyz", "/api/v1/brief?state=ME", "/", "/api/v1/openapi.json",
    )  # fmt: skip
    with empty_record(home) as record:
        record.sync([list_file(tmp_path, "2025-04-01", [row(agency=town) for town in towns[:20]])])
        with served(home) as client:
            over = threading.Event()

            def ask(first: int) -> None:
                number = first
                with httpx.Client(base_url=client.base_url, timeout=60) as own:
                    while not over.is_set():
                        answer = own.get(asked[number % len(asked)])
                        number += 1
                        if answer.status_code != 200:
                            faults.append((answer.url, answer.status_code, answer.text))
                        elif answer.url.path.startswith("/api/v1/agencies"):
                            tags.add((answer.headers["etag"], answer.json()["count"]))

            askers = [threading.Thread(target=ask, args=(first,)) for first in range(4)]
            for asker in askers:
                asker.start()
            for step in range(1, 5):
                rows = [row(agency=town) for town in towns[: 20 + 10 * step]]
                record.sync([list_file(tmp_path, f"2025-04-{step + 1:02}", rows)])
                end = time.monotonic() + 30
                while client.get("/api/v1/agencies").json()["count"] != 20 + 10 * step:
                    assert time.monotonic() < end, "the new list never appeared"
                    time.sleep(0.1)
            end = time.monotonic() + 30
            while "2025-04-05" not in client.get("/lists/").text:
                assert time.monotonic() < end, "the site of the new list never appeared"
                time.sleep(0.2)
            over.set()
            for asker in askers:
                asker.join(60)
            assert client.get("/api/v1/on", params={"date": "2025-06-01"}).json()["count"] == 60
    assert faults == []
    assert len(tags) == len({tag for tag, _ in tags}) >= 4, "one version of the record has one answer"


def test_a_page_under_way_is_not_kept_for_the_list_that_came_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go, answer = threading.Event(), threading.Event(), Site.answer

    def slowly(site: Site, path: str) -> Answer | None:
        made = answer(site, path)
        if path == "/lists" and not began.is_set():
            began.set()
            assert go.wait(60)
        return made

    monkeypatch.setattr(Site, "answer", slowly)
    home = tmp_path / "home"
    with empty_record(home) as record:
        record.sync([list_file(tmp_path, "2025-04-01", [row()])])
        with served(home) as client:
            asker = threading.Thread(target=client.get, args=("/lists",))
            asker.start()
            assert began.wait(60)
            second = list_file(tmp_path, "2025-04-02", [row()])
            record.sync([second])
            end = time.monotonic() + 30
            while second.name not in client.get("/states/me/").text:
                assert time.monotonic() < end, "the site of the new list never appeared"
                time.sleep(0.1)
            go.set()
            asker.join(60)
            assert second.name in client.get("/lists/").text
