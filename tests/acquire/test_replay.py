"""The real lists, published one after the other on a site that changes its addresses: each is taken, once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from roster287.acquire.ice import look
from roster287.acquire.transport import Transport
from tests.support.ice_server import PAGE, Fault, IceServer
from tests.support.lists import WORKBOOKS, needs_lists

KINDS = ("status", "reset", "html", "short", "loop", "gzip", "long")


def addresses(number: int, name: str) -> tuple[str, str]:
    """Where a list is put, and the name that its header gives if its address gives none."""
    quoted = name.replace(" ", "%20")
    return [
        (f"/doclib/about/offices/ero/287g/{quoted}", ""),
        (f"/file-download/download/public/{208496 + number}", name),
        (f"/sites/default/files/2026-0{number % 9 + 1}/{quoted}?itok={number}", ""),
        (f"lists/{quoted}", ""),
    ][number // 7 % 4]


def published() -> Iterator[tuple[int, str, str, bytes]]:
    """A part of the real lists in the order of their names: number, kind, name, bytes."""
    for number, path in enumerate(WORKBOOKS[:: max(1, len(WORKBOOKS) // 60)]):
        yield number, "pending" if path.name.startswith("pending") else "participating", path.name, path.read_bytes()


@needs_lists
def test_every_real_list_is_taken_once_whatever_goes_wrong(ice: IceServer, transport: Transport) -> None:
    state: dict[str, Any] = {}
    taken: list[tuple[str, str]] = []
    expected: list[tuple[str, str]] = []
    ice.publish("participating", WORKBOOKS[0].read_bytes(), "/doclib/participating01012025.xlsx")
    errors = 0
    for number, kind, name, data in published():
        address, header = addresses(number, name)
        ice.publish(kind, data, address, name=header)
        expected.append((hashlib.sha256(data).hexdigest(), name))
        fault = KINDS[number % len(KINDS)]
        if number % 3 == 0:
            ice.fail((PAGE, ice.links[kind])[number % 2], Fault(fault, times=9))
        for _ in range(2):  # the faulty look and the one that makes it good
            looked = look(ice.page_url, transport, state)
            taken += [(one.sha256, one.file_name) for one in looked.fetched if one.kind == "list"]
            state = json.loads(json.dumps(looked.state))
            errors += looked.error is not None
            ice.faults.clear()
        assert looked.error is None
    names = {name for _, name in expected}
    assert errors >= 10
    assert len(taken) == len(set(taken))
    stamped = {name for name in names if "-20" in name}
    assert {one for one in taken if one[1] in names} >= {one for one in expected if one[1] not in stamped}
    assert {sha256 for sha256, _ in expected} <= {sha256 for sha256, _ in taken}


@needs_lists
def test_a_poll_of_real_lists_that_finds_nothing_new_is_cheap(ice: IceServer, transport: Transport) -> None:
    ice.publish("participating", WORKBOOKS[100].read_bytes(), f"/doclib/{WORKBOOKS[100].name}")
    state = look(ice.page_url, transport).state
    ice.take()
    sent = transport.requests
    looked = look(ice.page_url, transport, state)
    assert (looked.fetched, looked.error) == ((), None)
    assert transport.requests - sent == 2
    assert [one.sent for one in ice.take()] == [0, 0]
