"""An answer kept too long is a wrong record; one kept for another question is a false one."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from roster287.heartbeat import Heartbeat
from roster287.publish.api import cache
from roster287.settings import Home
from tests.api.serving import served
from tests.support.stores import copy_read

LISTS = (
    "/api/v1/agencies?state=FL", "/api/v1/agencies?state=FL&format=csv", "/api/v1/agencies?state=FL&limit=5",
    "/api/v1/agencies/me-wells-police-department", "/api/v1/agencies/me-wells-police-department?lang=es",
    "/api/v1/brief?state=ME", "/api/v1/brief?state=ME&lang=es", "/api/v1/models", "/api/v1/docs",
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_second_asker_gets_the_answer_of_the_first(api: httpx.Client, encoding: str) -> None:
    def ask(address: str) -> tuple[int, dict[str, str], bytes]:
        answer = api.get(address, headers={"Accept-Encoding": encoding})
        return answer.status_code, {k: v for k, v in answer.headers.items() if k != "date"}, answer.content

    first = [ask(address) for address in LISTS]
    assert [ask(address) for address in LISTS] == first
    assert len({body for _, _, body in first}) == len(LISTS)
    head = api.head(LISTS[0], headers={"Accept-Encoding": encoding})
    assert (head.content, head.headers["content-length"]) == (b"", first[0][1]["content-length"])


@pytest.mark.parametrize("refused", ["gzip;q=0", "identity, GZIP ; q=0.0", "gzip;q=0, *;q=0.5"])
def test_who_cannot_unpack_gets_no_packed_answer(api: httpx.Client, refused: str) -> None:
    address = "/api/v1/agencies?state=TX"
    packed = api.get(address, headers={"Accept-Encoding": "gzip;q=0.5"})
    for _ in range(2):
        plain = api.get(address, headers={"Accept-Encoding": refused})
        assert "content-encoding" not in plain.headers
        assert plain.json() == packed.json()
    assert packed.headers["content-encoding"] == "gzip"


def test_an_answer_under_a_condition_is_not_the_kept_one(api: httpx.Client) -> None:
    tag = api.get(LISTS[0]).headers["etag"]
    assert api.get(LISTS[0], headers={"If-None-Match": tag}).status_code == 304
    assert api.get(LISTS[0]).status_code == 200


def test_requests_are_counted_by_the_same_address_whether_or_not_the_answer_was_kept(shipped_home: Path) -> None:
    with served(shipped_home) as client:
        client.get("/healthz")
        for _ in range(4):
            client.get("/api/v1/agencies/me-wells-police-department")
        said = client.get("/metrics").text
    assert 'roster287_requests_total{route="/api/v1/agencies/{agency_id}",status="200"} 4.0' in said


def test_refusals_and_freshness_are_asked_each_time(shipped_home: Path, tmp_path: Path) -> None:
    home = copy_read(shipped_home, tmp_path / "home")
    told: list[int] = []
    with served(home) as client:
        for failures in range(3):
            Heartbeat(failures=failures).write(Home(home))
            told.append(client.get("/api/v1/status").json()["rows"][0]["failures"])
        missing = [client.get("/api/v1/agencies/nobody").status_code for _ in range(2)]
    assert told == [0, 1, 2]
    assert missing == [404, 404]


def test_no_asker_fills_the_memory(shipped_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[cache.Cache] = []
    begin = cache.Cache.__init__

    def watched(self: cache.Cache, *given: object) -> None:
        begin(self, *given)  # type: ignore[arg-type]
        made.append(self)

    monkeypatch.setattr(cache.Cache, "__init__", watched)
    monkeypatch.setattr(cache, "MOST", 100_000)
    with served(shipped_home) as client:
        for limit in range(1, 60):
            assert client.get(f"/api/v1/agencies?limit={limit}").json()["rows"]
    (held,) = made
    sizes = [cache._size(asked, sent) for asked, sent in held._sent.items()]
    assert 1 < len(sizes) < 59
    assert sum(sizes) == held._size <= 100_000
