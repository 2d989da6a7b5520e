"""Datasette serves the SQLite file as it comes: a real process, real requests on the loopback."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from roster287.record import Record

pytest.importorskip("datasette", reason="LEFT OUT: datasette is not installed")


@pytest.fixture(scope="module")
def address(exported: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "datasette", "serve", "-p", str(port),
               "--immutable", str(exported / "roster287.db"), "-m", str(exported / "metadata.json")]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            yield _ready(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.communicate(timeout=60)


def _ready(address: str, process: subprocess.Popen[bytes]) -> str:
    for _ in range(150):
        try:
            with urlopen(f"{address}/-/versions.json", timeout=20):
                return address
        except (URLError, ConnectionError, TimeoutError):
            assert process.poll() is None, "Datasette ended"
            time.sleep(0.2)
    raise AssertionError("Datasette did not answer")


def get(address: str, path: str) -> Any:
    with urlopen(f"{address}/{path}", timeout=60) as answer:
        return json.loads(answer.read())


def test_search_finds_an_agency(address: str) -> None:
    rows = get(address, "roster287/agencies.json?_search=wells+police&_shape=array")
    assert "me-wells-police-department" in [row["agency_id"] for row in rows]
    assert len(rows) < 10


def test_facets_count_each_model(address: str) -> None:
    answer = get(address, "roster287/agencies.json?_size=1&_facet_array=models")
    names = {result["value"] for result in answer["facet_results"]["models"]["results"]}
    assert names == {"task_force", "jail_enforcement", "warrant_service", "tribal_task_force"} & names
    assert "task_force" in names


def test_a_canned_query_answers_what_was_in_force(address: str) -> None:
    rows = get(address, "roster287/in_force_on.json?day=2025-04-03&_shape=array&_size=max")
    assert ("Wells Police Department", "ME", "task_force", "2025-04-02") in [
        (row["agency"], row["state"], row["model"], row["signed"]) for row in rows
    ]


@pytest.mark.parametrize(
    "query", ["first_in_each_state", "joined_since", "no_longer_listed_since", "waiting_time", "growth_by_month"]
)
def test_every_canned_query_runs(address: str, query: str) -> None:
    assert get(address, f"roster287/{query}.json?day=2025-04-01&_shape=array")


def test_no_agreement_on_the_newest_list_is_among_those_that_have_gone(address: str, shipped: Record) -> None:
    rows = get(address, "roster287/no_longer_listed_since.json?day=2025-07-01&_shape=array&_size=max")
    assert not [row for row in rows if (row["state"], row["agency"]) == ("WY", "Wyoming State Highway Patrol")]
    gone = {(g["state"], g["agency"], g["model"]) for g in shipped.agreements() if g["status"] != "active"}
    assert {(row["state"], row["agency"], row["model"]) for row in rows} <= gone


def test_pages_describe_tables_and_columns(address: str) -> None:
    with urlopen(f"{address}/roster287/agencies", timeout=60) as answer:
        page = answer.read().decode()
    assert "Every body that ICE has ever listed" in page
    assert "The agency&#39;s FBI code (ORI)." in page or "FBI code" in page
