"""Caches, browsers and monitors rely on what HTTP promises; a broken promise shows them an old or a wrong record."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from roster287.heartbeat import Heartbeat
from roster287.publish.api.middleware import API_CSP
from roster287.publish.api.state import WAITING
from roster287.settings import Home
from tests.api.serving import served
from tests.support.lives import empty_record, list_file
from tests.support.stores import copy_read, take_away
from tests.support.workbooks import row

ADDRESSES = (
    "/api/v1/agencies", "/api/v1/agencies/me-wells-police-department", "/api/v1/counts", "/api/v1/brief?state=ME",
    "/api/v1/on?date=2025-04-03", "/api/v1/law", "/api/v1/models", "/api/v1/search?text=wells", "/api/v1/openapi.json",
    "/api/v1/docs", "/api/v1/events?format=csv", "/api/v1/status", "/api/v1/publications?format=ndjson&lang=es",
    "/api/v1/agreements/me-wells-police-department/task_force/2025-04-02/evidence",
)  # fmt: skip
PROBLEMS = (
    ("/api/v1/agencies?sate=ME", 400, "sate: there is no such parameter."),
    ("/api/v1/agencies?state=QQ", 400, "“QQ” is no state or territory."),
    ("/api/v1/agencies?state=ME&state=FL", 400, "A parameter is there more than once."),
    ("/api/v1/agencies?limit=0", 400, "limit: "),
    ("/api/v1/agencies?limit=1001", 400, "limit: "),
    ("/api/v1/agencies?limit=many", 400, "limit: "),
    ("/api/v1/agencies?format=xml", 400, "format: "),
    ("/api/v1/agencies?lang=fr", 400, "lang: "),
    ("/api/v1/agencies?status=retired", 400, "“retired” is no status."),
    ("/api/v1/events?since=yesterday", 400, "since: "),
    ("/api/v1/events?since=2025-02-30", 400, "“2025-02-30” is not a day."),
    ("/api/v1/events?since=20250403", 400, "since: "),
    ("/api/v1/events?kind=fired", 400, "“fired” is no kind of event."),
    ("/api/v1/events?model=army", 400, "“army” is no model."),
    ("/api/v1/agreements?agency=nobody", 404, "No agency “nobody”."),
    ("/api/v1/agencies/nobody", 404, "No agency “nobody”."),
    ("/api/v1/on?date=2025-04-04&agency=nobody", 404, "No agency “nobody”."),
    ("/api/v1/agreements/no/such/2025-01-01", 404, "No agreement"),
    ("/api/v1/agreements/no/such/2025-01-01/evidence", 404, "No agreement"),
    ("/api/v1/publications/nothing", 404, "No publication “nothing”."),
    ("/api/v1/on", 400, "date: it is needed."),
    ("/api/v1/brief?state=ME&on=1990-01-01", 404, "No participating list"),
    ("/api/v1/brief?state=ME&on=2025-04-01&since=2025-04-04", 404, "2025-04-04 is after the day of the brief"),
    ("/api/v1/where?place=Springfield", 404, "Springfield"),
    ("/api/v1/nothing", 404, "Nothing has this address."),
    ("/api/v2/agencies", 404, "Nothing has this address."),
    ("/api/v1/where?place=Maine", 404, "“Maine” is a state"),
    ("/api/v1/agencies/Wells Police Department", 404, "that is a name"),
    (f"/api/v1/search?text={'a' * 201}", 400, "text: "),
    (f"/api/v1/search?text={'a' * 5000}", 414, "longer than 4,000 bytes"),
    (f"/api/v1/agencies/{'a' * 3001}", 400, "agency_id: "),
)


@pytest.mark.parametrize(("address", "status", "said"), PROBLEMS, ids=[p[0][:70] for p in PROBLEMS])
def test_a_refusal_says_what_and_what_next(api: httpx.Client, address: str, status: int, said: str) -> None:
    answer = api.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert said in problem["detail"]
    assert problem["next"].rstrip(".")
    assert "nobody" not in address or "/api/v1/search" in problem["next"]
    assert "--" not in problem["detail"], "an option of the command line is no parameter here"
    assert "roster287 " not in problem["next"], "a hint for the command line helps nobody here"


def test_an_id_in_capitals_is_the_same_id(api: httpx.Client) -> None:
    for of in ("agencies/me-wells-police-department", "agreements/me-wells-police-department/task_force/2025-04-02"):
        kind, _, named = of.partition("/")
        plain, loud = api.get(f"/api/v1/{of}"), api.get(f"/api/v1/{kind}/{named.upper()}")
        assert (loud.status_code, loud.json()["rows"]) == (200, plain.json()["rows"])
    assert "me-wells-police-department" in api.get("/api/v1/agencies/Wells Police Department").json()["next"]


def test_days_in_the_wrong_order_are_a_question_without_events(api: httpx.Client) -> None:
    """The description of the API allows it: 200, as ever."""
    answer = api.get("/api/v1/events?since=2025-05-01&until=2025-04-01")
    assert (answer.status_code, answer.json()["rows"]) == (200, [])


def test_a_day_of_which_no_list_is_known_has_no_zeros(api: httpx.Client) -> None:
    for asked in ("on=2020-01-01", "on=2021-06-01&pending=true"):
        (totals,) = api.get(f"/api/v1/counts?{asked}").json()["rows"]
        assert set(totals.values()) == {None}
        assert api.get(f"/api/v1/counts?{asked}&format=csv").text.splitlines()[1:] == [",,,,"]


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/api", "/api/v1/docs"),
        ("/api/", "/api/v1/docs"),
        ("/api/v1", "/api/v1/docs"),
        ("/states/ME/", "/states/me/"),
        ("/states/ME", "/states/me/"),
        ("/es/States/Me/", "/es/states/me/"),
        ("/agencies/ME-WELLS-POLICE-DEPARTMENT/", "/agencies/me-wells-police-department/"),
        ("/agencies/me-wells-police-department%20", "/agencies/me-wells-police-department/"),
    ],
)
def test_an_address_typed_otherwise_leads_to_its_page(api: httpx.Client, address: str, to: str) -> None:
    answer = api.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, to)
    assert api.get(address, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_an_answer_is_not_sent_it_again(api: httpx.Client, address: str) -> None:
    first = api.get(address)
    tag = first.headers["etag"]
    assert first.status_code == 200
    assert "max-age=60" in first.headers["cache-control"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = api.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b""), known
        assert again.headers["vary"] == "Accept-Encoding", "a cache keeps one answer for each encoding"
        assert again.headers["etag"] == tag
        assert again.headers["access-control-allow-origin"] == "*"
    for other in ('"other"', 'W/"0000000000000000"', "", tag.strip('W/"')):
        assert api.get(address, headers={"If-None-Match": other}).status_code == 200, other
    assert api.get("/api/v1/agencies/nobody", headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize("address", [*ADDRESSES, "/healthz", "/readyz", "/metrics", "/api/v1/nothing"])
def test_head_says_what_get_would_and_sends_nothing(api: httpx.Client, address: str) -> None:
    plain = {"Accept-Encoding": "identity"}
    get, head = api.get(address, headers=plain), api.head(address, headers=plain)
    assert head.status_code == get.status_code
    assert head.content == b""
    if address != "/metrics":
        changing = {"date"}
        kept = [{k: v for k, v in answer.headers.items() if k not in changing} for answer in (get, head)]
        assert kept[0] == kept[1]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "GETX"])
@pytest.mark.parametrize("address", ["/api/v1/agencies", "/healthz", "/", "/api/v1/nothing"])
def test_nothing_can_be_sent(api: httpx.Client, method: str, address: str) -> None:
    answer = api.request(method, address, content=b"x" * 10_000)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["title"] == "Method Not Allowed"


def test_any_page_may_read_the_answers_and_may_do_no_more(api: httpx.Client) -> None:
    asked = {"Origin": "https://news.example", "Access-Control-Request-Method": "DELETE"}
    for address in ("/api/v1/agencies", "/api/v1/nothing"):
        before = api.options(address, headers=asked | {"Access-Control-Request-Headers": "X-Evil"})
        assert before.status_code == 204
        assert before.headers["access-control-allow-origin"] == "*"
        assert before.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
        assert "x-evil" not in before.headers["access-control-allow-headers"].lower()
        after = api.get(address, headers={"Origin": "https://news.example"})
        assert after.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in after.headers
        assert "etag" in after.headers["access-control-expose-headers"].lower()


@pytest.mark.parametrize("address", [*ADDRESSES, "/healthz", "/api/v1/nothing", "/api/v1/agencies?limit=0"])
def test_a_browser_takes_no_answer_for_more_than_it_is(api: httpx.Client, address: str) -> None:
    headers = api.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert address == "/api/v1/docs" or headers["content-security-policy"] == API_CSP
    assert "set-cookie" not in headers
    assert "server" not in headers


def test_a_long_answer_is_sent_short_and_is_the_same(api: httpx.Client) -> None:
    for address in ("/api/v1/events?limit=100", "/api/v1/agencies?format=csv&limit=300"):
        plain = api.get(address, headers={"Accept-Encoding": "identity"})
        short = api.get(address, headers={"Accept-Encoding": "gzip"})
        assert short.headers["content-encoding"] == "gzip"
        assert int(short.headers["content-length"]) < len(plain.content) / 3
        assert short.content == plain.content
        assert short.headers["etag"] == plain.headers["etag"]
        assert "accept-encoding" in short.headers["vary"].lower()


def test_a_monitor_sees_whether_the_record_is_read_and_fresh(shipped_home: Path, tmp_path: Path) -> None:
    home = copy_read(shipped_home, tmp_path / "home")
    Heartbeat().looked(datetime(2026, 2, 27, 18, 40, tzinfo=UTC), None, None).write(Home(home))
    with served(home) as client:
        assert client.get("/healthz").text == "up\n"
        ready = client.get("/readyz").json()
        assert ready["ready"] is True
        assert ready["participating_date"] == "2026-02-27"
        assert ready["last_looked"] == "2026-02-27T18:40:00Z"
        assert client.get("/api/v1/status").json()["rows"][0]["last_succeeded"] == "2026-02-27T18:40:00Z"
        for address in ("/api/v1/agencies/me-wells-police-department", "/api/v1/agencies/nobody", "/api/v1/what/is"):
            client.get(address)
        text = client.get("/metrics").text
    assert 'roster287_requests_total{route="/api/v1/agencies/{agency_id}",status="200"} 1.0' in text
    assert 'roster287_requests_total{route="/api/v1/agencies/{agency_id}",status="404"} 1.0' in text
    assert 'roster287_request_seconds_count{route="/api/v1/agencies/{agency_id}"} 2.0' in text
    assert "roster287_last_looked_timestamp_seconds 1.772217600e+09" in text or "1.7722176e+09" in text
    assert 'roster287_newest_list_timestamp_seconds{kind="participating"} 1.7721504e+09' in text
    assert "wells" not in text, "what was asked for is not counted"
    assert "what/is" not in text
    assert "127.0.0.1" not in text


def test_too_many_hard_questions_at_once_are_refused_and_the_easy_ones_answered(api: httpx.Client) -> None:
    days = [f"{year}-{month:02}-{day:02}" for year in (2025,) for month in range(3, 12) for day in range(1, 15)]

    limits = httpx.Limits(max_connections=len(days))
    with (
        httpx.Client(base_url=api.base_url, timeout=60, limits=limits) as crowd,
        ThreadPoolExecutor(len(days)) as many,
    ):

        def ask(day: str) -> httpx.Response:
            return crowd.get("/api/v1/on", params={"date": day})

        asked = [many.submit(ask, day) for day in days]
        assert api.get("/api/v1/agencies").status_code == 200
        answers = [one.result() for one in asked]
    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) <= {200, 503}
    assert statuses[200] >= WAITING
    for answer in answers:
        assert answer.status_code == 200 or answer.headers["retry-after"] == "5"
    assert api.get("/api/v1/on", params={"date": days[0]}).status_code == 200


def test_a_lost_database_is_told_and_answers_go_on_from_memory(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with empty_record(home) as record:
        record.sync([list_file(tmp_path, "2025-04-03", [row("MAINE", "Wells Police Department")])])
    address = record.home.database_url
    with served(home, address) as client:
        assert client.get("/api/v1/agencies").json()["count"] == 1
        take_away(home)
        _until(lambda: client.get("/readyz").status_code == 503)
        problem = client.get("/readyz").json()
        assert problem["detail"] == "The record cannot be read at this moment."
        assert str(home) not in str(problem)
        assert client.get("/api/v1/agencies").status_code == 200
        assert client.get("/api/v1/on", params={"date": "2025-05-01"}).status_code in (200, 503)
    with served(home, address) as client:
        answer = client.get("/api/v1/agencies")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "60"
        assert str(home) not in answer.text


def _until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not there():
        assert time.monotonic() < end
        time.sleep(0.2)
