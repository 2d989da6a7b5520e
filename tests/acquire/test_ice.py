"""A look at ICE's page: a new list is never missed, a fault never becomes a list, and what passes is made good."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest

from roster287.acquire.ice import Looked, ice_page, look
from roster287.acquire.results import Fetched
from roster287.acquire.transport import Transport
from tests.support.ice_server import PAGE, Fault, IceServer, plain_page
from tests.support.wayback_server import html_page
from tests.support.workbooks import row, workbook

A = "/doclib/about/offices/ero/287g/participatingAgencies04032025am.xlsx"
P = "/file-download/download/public/208496"
LIST = workbook([row()])
LATER = workbook([row(), row(agency="Monmouth Police Department")])
PENDING = workbook([row()], kind="pending")


@pytest.fixture(autouse=True)
def _published(ice: IceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTER287_NOW", "2025-04-03T23:10:27Z")
    ice.publish("participating", LIST, A)
    ice.publish("pending", PENDING, P, name="pendingAgencies04032025am.xlsx")


def lists(looked: Looked) -> dict[str, bytes]:
    return {one.file_name: one.data for one in looked.fetched if one.kind == "list"}


def kinds(looked: Looked) -> list[str]:
    return [one.kind for one in looked.fetched]


def stored(looked: Looked) -> Mapping[str, object]:
    """The state as it comes back from a file."""
    state: Mapping[str, object] = json.loads(json.dumps(looked.state))
    return state


BOTH = {"participatingAgencies04032025am.xlsx": LIST, "pendingAgencies04032025am.xlsx": PENDING}


def test_a_first_look_takes_the_page_and_both_lists(ice: IceServer, transport: Transport) -> None:
    looked = look(ice.page_url, transport)
    assert looked.error is None
    assert lists(looked) == BOTH
    assert kinds(looked) == ["page", "list", "list"]
    page, first, second = looked.fetched
    assert page.data == plain_page(ice.links).encode()
    assert {one.capture_time for one in looked.fetched} == {"2025-04-03T23:10:27"}
    assert first.url == ice.address + A
    assert dict(second.headers)["content-disposition"] == 'attachment; filename="pendingAgencies04032025am.xlsx"'
    assert [(seen.status, seen.sha256) for seen in looked.seen] == [(200, one.sha256) for one in looked.fetched]


def test_a_look_that_finds_nothing_new_costs_one_conditional_request_each(ice: IceServer, transport: Transport) -> None:
    state = stored(look(ice.page_url, transport))
    ice.take()
    for _ in range(10):
        looked = look(ice.page_url, transport, state)
        assert (looked.fetched, looked.error, looked.state) == ((), None, state)
    asked = ice.take()
    assert len(asked) == 30
    assert all(one.status == 304 and one.conditional and one.sent == 0 for one in asked)


def test_a_new_address_and_a_new_content_are_taken_and_the_rest_is_not_asked_whole(
    ice: IceServer, transport: Transport
) -> None:
    state = stored(look(ice.page_url, transport))
    ice.take()
    ice.publish("participating", LATER, A.replace("0403", "0404"))
    looked = look(ice.page_url, transport, state)
    assert lists(looked) == {"participatingAgencies04042025am.xlsx": LATER}
    assert [one.status for one in ice.take()] == [200, 200, 304]
    assert [(seen.status, seen.reason) for seen in looked.seen][-1] == (None, "no longer linked by the page")
    assert set(looked.state["lists"]) == {ice.address + A.replace("0403", "0404"), ice.address + P}


def test_a_list_replaced_at_its_address_is_taken_although_the_page_is_as_it_was(
    ice: IceServer, transport: Transport
) -> None:
    state = stored(look(ice.page_url, transport))
    ice.publish("pending", LATER, P, name="pendingAgencies04042025am.xlsx")
    assert lists(look(ice.page_url, transport, state)) == {"pendingAgencies04042025am.xlsx": LATER}


def test_the_same_bytes_touched_are_no_news_and_a_new_name_of_old_bytes_is(
    ice: IceServer, transport: Transport
) -> None:
    state = stored(look(ice.page_url, transport))
    ice.publish("participating", LIST, A)
    looked = look(ice.page_url, transport, state)
    assert (looked.fetched, looked.error) == ((), None)
    ice.publish("participating", LIST, A.replace("0403", "0404"))
    assert lists(look(ice.page_url, transport, looked.state)) == {"participatingAgencies04042025am.xlsx": LIST}


def test_each_thing_is_handed_over_before_the_next_is_asked(ice: IceServer, transport: Transport) -> None:
    told: list[tuple[str, int]] = []
    look(ice.page_url, transport, None, lambda one: told.append((one.kind, len(ice.asked))))
    assert told == [("page", 1), ("list", 2), ("list", 3)]


def test_the_pending_list_may_end(ice: IceServer, transport: Transport) -> None:
    state = stored(look(ice.page_url, transport))
    ice.unpublish("pending")
    looked = look(ice.page_url, transport, state)
    assert looked.error is None
    assert (ice.address + P, None) in [(seen.url, seen.status) for seen in looked.seen]


def test_a_list_of_other_words_is_known_by_what_is_in_it(ice: IceServer, transport: Transport) -> None:
    ice.unpublish("pending")
    ice.shape = lambda links: f'<a href="/x/numbers.xlsx">n</a><a href="{A}">Get the file</a>'
    ice.publish("numbers", workbook([["1", "2"]], columns=["YEAR", "ARRESTS"]), "/x/numbers.xlsx", keep=True)
    looked = look(ice.page_url, transport)
    assert (looked.error, list(lists(looked))) == (None, ["participatingAgencies04032025am.xlsx"])
    ice.take()
    again = look(ice.page_url, transport, stored(looked))
    assert (again.fetched, again.error) == ((), None)
    assert len(ice.take()) == 2


def test_a_participating_list_under_misleading_words_is_one_all_the_same(ice: IceServer, transport: Transport) -> None:
    ice.unpublish("pending")
    ice.publish("participating", LIST, "/x/agencies04032025.xlsx")
    ice.shape = lambda links: '<p>Pending ones are listed no more. <a href="/x/agencies04032025.xlsx">All</a></p>'
    looked = look(ice.page_url, transport)
    assert (looked.error, list(lists(looked))) == (None, ["agencies04032025.xlsx"])
    assert look(ice.page_url, transport, stored(looked)).error is None


def test_a_link_that_may_be_a_list_is_asked_once_for_each_page(ice: IceServer, transport: Transport) -> None:
    ice.shape = lambda links: f'<a href="/node/1">Participating agencies explained</a>{plain_page(links)}'
    ice.fail("/node/1", Fault("html", times=99))
    looked = look(ice.page_url, transport)
    assert (looked.error, lists(looked)) == (None, BOTH)
    ice.take()
    looked = look(ice.page_url, transport, stored(looked))
    assert [one.path for one in ice.take()] == [PAGE, A, P]


PASSING = {
    "silent": Fault("silent", times=9),
    "reset": Fault("reset", times=9),
    "short": Fault("short", times=9),
    "drip": Fault("drip", times=9),
    "503": Fault("status", times=9, status=503),
    "504": Fault("status", times=9, status=504),
    "429": Fault("status", times=9, status=429),
    "403": Fault("status", times=9, status=403),
    "loop": Fault("loop", times=9),
    "offsite": Fault("offsite", times=9),
    "html": Fault("html", times=9),
    "long": Fault("long", times=9),
    "bomb": Fault("bomb", times=9),
    "404": Fault("status", times=9, status=404),
}


def table_of(count: int) -> bytes:
    """A table of ICE's page with so many agencies."""
    lines = [f"MAINE,Town {n} Police Department,Task Force,2020-04-02," for n in range(count)]
    return "\r\n".join(["STATE,LAW ENFORCEMENT AGENCY,SUPPORT TYPE,SIGNED,MOA", *lines]).encode()


def test_a_page_that_is_the_list_is_taken_and_asked_for_changes_only(ice: IceServer, transport: Transport) -> None:
    for kind in ("participating", "pending"):
        ice.unpublish(kind)
    ice.shape = lambda _links: html_page(table_of(30)).decode()
    first = look(ice.page_url, transport)
    assert (first.error, kinds(first)) == (None, ["page"])
    ice.take()
    assert look(ice.page_url, transport, stored(first))[0] == ()
    assert [(one.status, one.conditional) for one in ice.take()] == [(304, True)]
    ice.shape = lambda _links: html_page(table_of(31)).decode()
    assert kinds(look(ice.page_url, transport, stored(first))) == ["page"]


def test_a_page_cut_in_the_middle_of_its_table_is_no_shorter_list(ice: IceServer, transport: Transport) -> None:
    for kind in ("participating", "pending"):
        ice.unpublish(kind)
    ice.shape = lambda _links: html_page(table_of(30)).decode()
    ice.fail(PAGE, Fault("long"))
    cut = look(ice.page_url, transport)
    assert cut.error is not None
    assert kinds(cut) == ["refused"]
    assert kinds(look(ice.page_url, transport, stored(cut))) == ["page"]


def test_a_page_cut_before_its_last_link_is_asked_for_again(ice: IceServer, transport: Transport) -> None:
    page = plain_page(ice.links)
    ice.shape = lambda _links: page[: page.index("Pending Agencies") - 60]
    first = look(ice.page_url, transport)
    assert list(lists(first)) == ["participatingAgencies04032025am.xlsx"]
    ice.clock -= 120
    ice.shape = plain_page
    assert list(lists(look(ice.page_url, transport, stored(first)))) == ["pendingAgencies04032025am.xlsx"]


@pytest.mark.parametrize("where", ["page", "list", "pending"])
@pytest.mark.parametrize("name", PASSING)
def test_a_fault_is_an_error_that_changes_nothing_and_the_next_look_makes_good(
    name: str, where: str, ice: IceServer, transport: Transport
) -> None:
    fault = PASSING[name]
    path = {"page": PAGE, "list": A, "pending": P}[where]
    ice.fail(path, Fault(fault.kind, fault.times, fault.status))
    looked = look(ice.page_url, transport)
    if where == "page" and name == "long":
        ice.faults.clear()
    else:
        assert looked.error is not None
        assert looked.error.exit_code == 3
        assert path in looked.error.message
        assert looked.error.hint
    assert any(seen.url.endswith(path) and seen.reason for seen in looked.seen)
    got = lists(looked)
    assert got.items() <= BOTH.items()
    if where == "pending":
        assert LIST in got.values()
    if where == "list" and name not in ("403", "429"):
        assert PENDING in got.values()

    ice.faults.clear()
    again = look(ice.page_url, transport, stored(looked))
    assert again.error is None
    assert {**got, **lists(again)} == BOTH
    ice.take()
    assert look(ice.page_url, transport, stored(again)).fetched == ()
    assert [one.status for one in ice.take()] == [304] * 3


@pytest.mark.parametrize("name", PASSING)
def test_a_fault_in_the_middle_of_a_life_loses_no_list(name: str, ice: IceServer, transport: Transport) -> None:
    """The list changes while the fault lasts; whatever the faulty look stored, the next one takes it."""
    state = stored(look(ice.page_url, transport))
    ice.publish("participating", LATER, A)
    ice.fail(A, Fault(PASSING[name].kind, 9, PASSING[name].status))
    looked = look(ice.page_url, transport, state)
    assert looked.error is not None
    assert lists(looked) == {}
    ice.faults.clear()
    assert lists(look(ice.page_url, transport, stored(looked))) == {"participatingAgencies04032025am.xlsx": LATER}


@pytest.mark.parametrize(
    "headers", [{"Last-Modified": "mié, 02 abr 2025 10:00:00 GMT"}, {"Last-Modified": "", "ETag": '"é"'}]
)
def test_a_header_that_cannot_be_sent_back_ends_no_further_look(
    headers: dict[str, str], ice: IceServer, transport: Transport
) -> None:
    ice.headers = headers
    state = None
    for _ in range(3):
        looked = look(ice.page_url, transport, state)
        assert looked.error is None
        state = stored(looked)
    ice.publish("participating", LATER, A)
    assert LATER in lists(look(ice.page_url, transport, state)).values()


def test_a_page_that_refuses_what_the_last_look_knew_is_asked_for_the_whole(
    ice: IceServer, transport: Transport
) -> None:
    state = stored(look(ice.page_url, transport))
    ice.publish("participating", LATER, A.replace("0403", "0404"))
    ice.fail(PAGE, Fault("status", status=400))
    refused = look(ice.page_url, transport, state)
    assert refused.error is not None
    ice.take()
    assert list(lists(look(ice.page_url, transport, stored(refused)))) == ["participatingAgencies04042025am.xlsx"]
    assert not ice.take()[0].conditional


def test_what_came_in_place_of_a_list_is_kept_as_evidence(ice: IceServer, transport: Transport) -> None:
    ice.fail(A, Fault("html"))
    looked = look(ice.page_url, transport)
    assert looked.error is not None
    assert "web page, not a workbook" in looked.error.message
    refused = next(one for one in looked.fetched if one.kind == "refused")
    assert b"Access Denied" in refused.data
    assert refused.sha256 in [seen.sha256 for seen in looked.seen]


def test_a_block_page_in_place_of_the_page_says_so(ice: IceServer, transport: Transport) -> None:
    state = stored(look(ice.page_url, transport))
    ice.publish("participating", LATER, A.replace("0403", "0404"))
    ice.fail(PAGE, Fault("html"))
    looked = look(ice.page_url, transport, state)
    assert looked.error is not None
    assert "links no list" in looked.error.message
    assert kinds(looked) == ["refused"]
    assert lists(look(ice.page_url, transport, stored(looked))) == {"participatingAgencies04042025am.xlsx": LATER}


def test_a_page_without_the_participating_list_is_an_error(ice: IceServer, transport: Transport) -> None:
    ice.unpublish("participating")
    looked = look(ice.page_url, transport)
    assert looked.error is not None
    assert "no participating list" in looked.error.message
    assert list(lists(looked)) == ["pendingAgencies04032025am.xlsx"]


def test_a_list_moved_while_the_page_is_served_from_a_cache_is_found_again(
    ice: IceServer, transport: Transport
) -> None:
    state = stored(look(ice.page_url, transport))
    moved = A.replace("0403", "0404")
    ice.publish("participating", LATER, moved)
    ice.fail(PAGE, Fault("moved", status=304))
    ice.faults.clear()
    ice.resource(PAGE)
    ice.resources[PAGE].modified = 0
    looked = look(ice.page_url, transport, state)
    assert looked.error is None
    assert lists(looked) == {"participatingAgencies04042025am.xlsx": LATER}


def test_a_cache_that_knows_no_other_page_does_not_keep_a_look_from_ending(
    ice: IceServer, transport: Transport
) -> None:
    state = stored(look(ice.page_url, transport))
    ice.fail(PAGE, Fault("status", times=99, status=304))
    ice.fail(A, Fault("status", times=99, status=404))
    assert "unchanged" in str(look(ice.page_url, transport, state).error)


def test_the_only_list_blocked_is_an_error_although_its_link_says_little(ice: IceServer, transport: Transport) -> None:
    ice.shape = lambda _: '<a href="/node/1">Participating agencies</a></html>'
    ice.fail("/node/1", Fault("status", times=99, status=403))
    assert "no participating list" in str(look(ice.page_url, transport).error)


def test_an_old_workbook_and_a_table_as_text_are_lists_to_be_judged(ice: IceServer, transport: Transport) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)
    text = b"STATE,LAW ENFORCEMENT AGENCY,SUPPORT TYPE,SIGNED,MOA\r\nMAINE,Wells,Task Force Model,2025-04-02,link\r\n"
    ice.publish("participating", text, "/doclib/participating04032025.csv", content_type="text/csv")
    ice.publish("pending", old, "/doclib/pending04032025.xls")
    looked = look(ice.page_url, transport)
    assert looked.error is None
    assert lists(looked) == {"participating04032025.csv": text, "pending04032025.xls": old}


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 x", LIST[:-200], b"PK\x03\x04" + bytes(500), b"{}", b"plain words, no table"]
)
def test_bytes_that_are_no_whole_list_are_not_taken_for_one(data: bytes, ice: IceServer, transport: Transport) -> None:
    ice.publish("participating", data, A)
    looked = look(ice.page_url, transport)
    assert looked.error is not None
    assert list(lists(looked)) == ["pendingAgencies04032025am.xlsx"]
    ice.publish("participating", LIST, A)
    assert lists(look(ice.page_url, transport, stored(looked))) == {"participatingAgencies04032025am.xlsx": LIST}


def test_a_hostile_page_leads_nowhere_else_and_not_far(ice: IceServer, transport: Transport) -> None:
    many = "".join(f'<a href="/{n}/participating.xlsx">x</a>' for n in range(10000))
    bad = '<a href="javascript:x()">participating</a><a href="http://localhost:9/participating.xlsx">x</a>'
    ice.shape = lambda links: f"{bad}{many}"
    looked = look(ice.page_url, transport)
    assert looked.error is not None
    assert len(ice.take()) == 13
    assert "more links that may be lists" in " ".join(seen.reason for seen in looked.seen)
    assert any("another site" in seen.reason for seen in looked.seen)


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"page": 1},
        {"page": {"url": "x"}},
        {"lists": {"a": 1}},
        {"page": {"url": "PAGE", "links": [["a"]], "shown": "x"}, "lists": {}},
        {"page": {"url": "PAGE", "links": [], "shown": "x", "modified": "Thu, 03 Apr 2035 00:00:00 GMT"}, "lists": {}},
    ],
)
def test_a_state_that_makes_no_sense_is_not_used(
    state: dict[str, object], ice: IceServer, transport: Transport
) -> None:
    state = json.loads(json.dumps(state).replace("PAGE", ice.page_url))
    looked = look(ice.page_url, transport, state)
    assert (looked.error, lists(looked)) == (None, BOTH)


def test_an_unasked_unchanged_is_an_error(ice: IceServer, transport: Transport) -> None:
    ice.fail(PAGE, Fault("status", status=304))
    assert "unchanged" in str(look(ice.page_url, transport).error)


def test_the_address_of_the_page_can_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROSTER287_ICE_PAGE", raising=False)
    assert ice_page() == "https://www.ice.gov/identify-and-arrest/287g"
    monkeypatch.setenv("ROSTER287_ICE_PAGE", "http://localhost/x")
    assert ice_page() == "http://localhost/x"


def shapes() -> Iterator[tuple[str, str, bool]]:
    """Addresses and names as they changed over time: address, file name, whether the name is only in the header."""
    for number in range(12):
        name = f"participatingAgencies04{number + 1:02}2025{('am', 'mid', 'pm')[number % 3]}.xlsx"
        yield [
            (f"/doclib/about/offices/ero/287g/{name}", name, False),
            (f"/doclib/about/offices/ero/287g/{name.upper()}?v={number}", name.upper(), False),
            (f"/file-download/download/public/{208496 + number}", name, True),
            (f"lists/{name.replace('.', ' copy.')}", name.replace(".", " copy."), False),
        ][number % 4]


def test_every_list_is_taken_while_addresses_and_names_change(ice: IceServer, transport: Transport) -> None:
    state: Mapping[str, object] = {}
    taken: list[Fetched] = []
    expected = []
    for number, (address, name, in_header) in enumerate(shapes()):
        data = workbook([row(agency=f"Town {number} Police Department")])
        ice.publish("participating", data, address.replace(" ", "%20"), name=name if in_header else "")
        expected.append((name, data))
        looked = look(ice.page_url, transport, state)
        assert looked.error is None
        taken += [one for one in looked.fetched if one.kind == "list"]
        state = stored(looked)
    assert [(one.file_name, one.data) for one in taken if one.data != PENDING] == expected
