"""Whatever a server does, a request ends: within its time, its bytes and its attempts, and says what was wrong."""

from __future__ import annotations

import base64
import gzip

import httpcore
import pytest

from roster287.acquire.answer import FetchError, Limits, retry_after
from roster287.acquire.transport import Patience, Transport, same_site
from roster287.errors import UsageError
from tests.acquire.conftest import Sleeps
from tests.support.ice_server import Fault, IceServer, Resource

DATA = bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def _file(ice: IceServer) -> None:
    ice.resources["/a.bin"] = Resource(DATA, "application/octet-stream", ice.clock)


def asked(ice: IceServer) -> int:
    return len(ice.take())


def failing(transport: Transport, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        transport.get(url)
    assert caught.value.exit_code == 3
    assert url in caught.value.message
    assert caught.value.hint
    return caught.value


def test_a_good_answer_is_given_whole_by_an_honest_agent(ice: IceServer, transport: Transport) -> None:
    answer = transport.get(f"{ice.address}/a.bin")
    assert (answer.status, answer.data) == (200, DATA)
    assert ice.asked[0].agent.startswith("roster287/")
    assert "python" not in ice.asked[0].agent.lower()


@pytest.mark.parametrize("kind", ["reset", "silent", "short"])
def test_what_may_pass_is_tried_again(kind: str, ice: IceServer, transport: Transport, sleeps: Sleeps) -> None:
    ice.fail("/a.bin", Fault(kind))
    assert transport.get(f"{ice.address}/a.bin").data == DATA
    assert asked(ice) == 2
    assert sleeps == [1.0]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_trouble_of_the_server_is_waited_out_with_back_off(
    status: int, ice: IceServer, transport: Transport, sleeps: Sleeps
) -> None:
    ice.fail("/a.bin", Fault("status", times=2, status=status))
    assert transport.get(f"{ice.address}/a.bin").data == DATA
    assert sleeps == [1.0, 2.0]


def test_trouble_that_lasts_ends_after_the_attempts(ice: IceServer, transport: Transport) -> None:
    ice.fail("/a.bin", Fault("status", times=99))
    assert failing(transport, f"{ice.address}/a.bin").status == 503
    assert asked(ice) == 3


@pytest.mark.parametrize(("status", "word"), [(403, "refuses"), (404, "Nothing is"), (410, "Nothing is"), (418, "418")])
def test_what_will_not_pass_is_asked_once(status: int, word: str, ice: IceServer, transport: Transport) -> None:
    ice.fail("/a.bin", Fault("status", times=99, status=status))
    error = failing(transport, f"{ice.address}/a.bin")
    assert (error.status, asked(ice)) == (status, 1)
    assert word in error.message


def test_retry_after_is_honoured_within_bounds(ice: IceServer, transport: Transport, sleeps: Sleeps) -> None:
    ice.fail("/a.bin", Fault("status", status=429, headers={"Retry-After": "40"}))
    assert transport.get(f"{ice.address}/a.bin").data == DATA
    assert sleeps == [40.0]
    ice.fail("/a.bin", Fault("status", status=429, headers={"Retry-After": "86400"}))
    ice.take()
    error = failing(transport, f"{ice.address}/a.bin")
    assert (error.retry_after, asked(ice)) == (86400.0, 1)
    assert "86400 s" in error.message


def test_retry_after_may_be_a_time() -> None:
    date = "Wed, 02 Apr 2025 10:00:00 GMT"
    assert retry_after("Wed, 02 Apr 2025 10:01:30 GMT", date) == 90
    assert retry_after("Wed, 02 Apr 2025 09:00:00 GMT", date) == 0
    far = "Mon, 01 Jan 2024 00:00:00 +99999999999999"
    assert [retry_after(text, date) for text in ("", "soon", "-5", "1e9", "9" * 30, far)] == [None] * 6
    assert retry_after(date, far) is None


def test_a_proxy_is_told_who_asks_and_nobody_else(ice: IceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", ice.address.replace("//", "//me:a%20secret@"))
    with Transport() as transport:
        assert transport.get("http://nowhere.example/a.bin").data == DATA
    (asked_of_proxy,) = ice.take()
    assert asked_of_proxy.to_proxy == "Basic " + base64.b64encode(b"me:a secret").decode()


@pytest.mark.parametrize(
    ("proxy", "named"),
    [
        ("http://me:a%20secret@127.0.0.1:9x/", "http://127.0.0.1:9x/"),
        ("me:secret@127.0.0.1:99999", "http://127.0.0.1:99999"),
        ("http://me:se/c@ret@[bad", "http://[bad"),
        ("me:secret@ftp://x", "ftp://x"),
        ("socks5://me:secret@127.0.0.1:9", "socks5://127.0.0.1:9"),
        ("http://pröxy", "http://pröxy"),
        ("http://", "http://"),
    ],
)
def test_a_mistyped_proxy_is_named_without_its_password(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, proxy: str, named: str
) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", proxy)
    with pytest.raises(UsageError) as caught:
        transport.get("http://nowhere.example/a.bin")
    assert caught.value.message.endswith(f"cannot be used: {named}")
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(("kind", "word"), [("loop", "circle"), ("offsite", "another site")])
def test_a_redirect_that_leads_astray_is_not_followed(
    kind: str, word: str, ice: IceServer, transport: Transport
) -> None:
    ice.fail("/a.bin", Fault(kind, times=99))
    assert word in failing(transport, f"{ice.address}/a.bin").message
    assert asked(ice) == 1


def test_a_redirect_within_the_site_is_followed_and_said(ice: IceServer, transport: Transport) -> None:
    ice.fail("/old", Fault("moved", headers={"Location": "/a.bin#top"}))
    answer = transport.get(f"{ice.address}/old")
    assert (answer.data, answer.url) == (DATA, f"{ice.address}/a.bin")


def test_redirects_are_counted(ice: IceServer, transport: Transport) -> None:
    for number in range(9):
        ice.fail(f"/hop{number}", Fault("moved", headers={"Location": f"/hop{number + 1}"}))
    assert "more than 3 times" in failing(transport, f"{ice.address}/hop0").message
    assert asked(ice) == 4


@pytest.mark.parametrize("headers", [{}, {"Location": "http://[bad"}], ids=["none", "no address"])
def test_a_redirect_without_a_target_is_an_error(ice: IceServer, transport: Transport, headers: dict[str, str]) -> None:
    ice.fail("/old", Fault("moved", headers=headers))
    assert "nowhere" in failing(transport, f"{ice.address}/old").message


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.ice.gov/a", "https://ice.gov/b", True),
        ("http://www.ice.gov/a", "https://WWW.ICE.GOV:443/b", True),
        ("https://www.ice.gov/a", "https://www.ice.gov.example.com/b", False),
        ("https://www.ice.gov/a", "https://download.ice.gov/b", False),
        ("https://www.ice.gov/a", "https://www.ice.gov@example.com/b", False),
        ("https://www.ice.gov/a", "https://user:word@www.ice.gov/b", False),
        ("https://www.ice.gov/a", "https://www.ice.gov:8443/b", False),
        ("https://www.ice.gov/a", "ftp://www.ice.gov/b", False),
        ("https://www.ice.gov/a", "javascript:alert(1)", False),
        ("https://www.ice.gov/a", "https://[broken/b", False),
    ],
)
def test_a_site_is_a_host(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


def test_https_does_not_fall_back_to_http(sleeps: Sleeps) -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://www.ice.gov/b\r\n\r\n"
    with Transport(network=httpcore.MockBackend([answer]), sleep=sleeps) as transport:
        assert "https to http" in failing(transport, "https://www.ice.gov/a").message


def test_a_body_cut_twice_at_the_same_place_is_not_asked_for_a_third_time(ice: IceServer, transport: Transport) -> None:
    ice.fail("/a.bin", Fault("short", times=99))
    assert f"{len(DATA)} bytes came of {len(DATA) + 1000}" in failing(transport, f"{ice.address}/a.bin").message
    assert asked(ice) == 2


@pytest.mark.parametrize("kind", ["drip", "header_drip"])
def test_a_slow_drip_ends_at_the_deadline(kind: str, ice: IceServer, sleeps: Sleeps) -> None:
    ice.fail("/a.bin", Fault(kind, times=9))
    with Transport(limits=Limits(seconds=0.4), patience=Patience(attempts=2), sleep=sleeps) as transport:
        assert "within 0 s" in failing(transport, f"{ice.address}/a.bin").message


@pytest.mark.parametrize(
    ("kind", "word"), [("endless", "more than 1048576"), ("bomb", "unpacks to more than 1048576"), ("packed", "'br'")]
)
def test_a_body_without_bounds_is_broken_off(kind: str, word: str, ice: IceServer, transport: Transport) -> None:
    ice.fail("/a.bin", Fault(kind, times=9))
    assert word in failing(transport, f"{ice.address}/a.bin").message
    assert asked(ice) == 1


def test_a_length_that_is_too_much_is_not_read(ice: IceServer, transport: Transport) -> None:
    ice.resources["/big.bin"] = Resource(bytes(2 << 20), "application/octet-stream", ice.clock)
    assert "more than 1048576" in failing(transport, f"{ice.address}/big.bin").message


def test_gzip_is_unpacked_in_all_its_parts(ice: IceServer, transport: Transport) -> None:
    ice.fail("/a.bin", Fault("gzip"))
    answer = transport.get(f"{ice.address}/a.bin")
    assert (answer.data, gzip.decompress(answer.wire)) == (DATA, DATA)

    def packed(body: bytes) -> httpcore.MockBackend:
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        return httpcore.MockBackend([head.encode(), body])

    two = gzip.compress(b"one") + gzip.compress(b"two")
    assert Transport(network=packed(two)).get("http://localhost/").data == b"onetwo"
    for broken in (two[:-4], b"no gzip at all"):
        with pytest.raises(FetchError, match=r"packing|unpacked"):
            Transport(network=packed(broken), sleep=Sleeps()).get("http://localhost/")


def test_requests_to_one_site_keep_a_pace_and_this_computer_needs_none(ice: IceServer) -> None:
    times = iter(float(n) for n in range(100))
    sleeps = Sleeps()
    network = httpcore.MockBackend([b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"])
    with Transport(pause=30, network=network, sleep=sleeps, clock=lambda: next(times)) as transport:
        transport.get("https://www.ice.gov/a")
        transport.get("https://example.org/a")
        assert sleeps == []
        transport.get("https://www.ice.gov/b")
        assert len(sleeps) == 1
        assert 10 < sleeps[0] < 30
    with Transport(pause=30, sleep=sleeps) as transport:
        transport.get(f"{ice.address}/a.bin")
        transport.get(f"{ice.address}/a.bin")
    assert len(sleeps) == 1


@pytest.mark.parametrize("url", ["ftp://localhost/a", "http://", "nonsense", "http://local host/a", "http://[x/"])
def test_an_address_that_is_none_is_an_error_at_once(url: str, transport: Transport, sleeps: Sleeps) -> None:
    with pytest.raises(FetchError):
        transport.get(url)
    assert sleeps == []


def test_nobody_there_is_an_error_after_some_attempts(transport: Transport, sleeps: Sleeps) -> None:
    assert "No connection" in failing(transport, "http://127.0.0.1:9/").message
    assert len(sleeps) == 2
