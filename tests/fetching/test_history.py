"""Every list that ICE ever published, served day by day as ICE did and taken in live, is the record made from files.

What differs by nature is when and how often a list was retrieved: a look retrieves it once, at the hour of the look;
the public archives did so many times. So a publication's `first_captured`, `last_captured` and `witnesses` are its own,
and so is the name of a table that a page printed, which has no file name but the day it was seen.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from roster287.acquire.answer import Limits
from roster287.acquire.transport import Patience, Transport
from roster287.cli.main import main
from roster287.errors import SourceError
from roster287.record import Record
from roster287.stages import fetching
from tests.support.ice_server import PAGE, Fault, IceServer, plain_page
from tests.support.lists import PAGES, WORKBOOKS, needs_lists
from tests.support.lives import content, empty_record
from tests.support.wayback_server import html_page

pytestmark = needs_lists
FOLDER = "/doclib/about/offices/ero/287g/"
AT_ONCE = {
    "403": Fault("status", status=403),
    "404": Fault("status", status=404),
    "redirected in a circle": Fault("loop"),
    "redirected elsewhere": Fault("offsite"),
    "a page with 200": Fault("html"),
    "a length too short": Fault("long"),
}
"""Faults that waiting does not mend: the command itself meets them."""

MAY_PASS = {
    "silence": Fault("silent"),
    "reset in mid-body": Fault("reset"),
    "429": Fault("status", status=429, headers={"Retry-After": "7"}),
    "503": Fault("status", status=503),
    "a length too long": Fault("short"),
    "a slow drip": Fault("drip"),
    "a slow drip of headers": Fault("header_drip"),
}
"""Faults that are tried again; here without waiting, and they last."""

MENDED = {"packed with gzip": Fault("gzip"), "503 once": Fault("status"), "reset once": Fault("reset")}
"""Faults that one look bears."""

FAULTS = {**AT_ONCE, **MAY_PASS, **MENDED}


class Look(NamedTuple):
    """What ICE had changed when we looked: its page's table, or a list or both."""

    time: str
    lists: tuple[dict[str, Any], ...]


def looks(record: Record) -> list[Look]:
    """The publications in the order of their days; the first participating and pending list of a day come together."""
    found = []
    dated = sorted(record.lists(), key=lambda p: p["date"])
    for day, several in groupby(dated, key=lambda p: p["date"]):
        of_day = list(several)
        sides = [[p for p in of_day if p["kind"] == kind] for kind in ("participating", "pending")]
        for number, pair in enumerate(zip_longest(*sides)):
            lists = tuple(p for p in pair if p)
            taken = [p["first_captured"] for p in lists if p["date_source"] == "capture"]
            found.append(Look(taken[0] if taken else f"{day}T{10 + number}:00:00", lists))
    return found


def buttons(links: Mapping[str, str]) -> str:
    """The page as a redesign: buttons in cards, words apart from the links."""
    cards = "".join(
        f'<div class="card"><h3>{kind.title()} Agencies</h3><p>Updated daily.</p>'
        f'<a class="usa-button" role="button" href="{address}"><span>Download</span> (Excel)</a></div>'
        for kind, address in links.items()
    )
    return f"<!DOCTYPE html><html><body><main><h1>Partner With ICE</h1>{cards}</main></body></html>"


class Ice:
    """ICE's site over the years, from the files; addresses and the shape of the page change on the way.

    The page printed the participating list until it linked it.
    """

    def __init__(self, server: IceServer) -> None:
        self.server = server
        self.files = {sha256(path.read_bytes()).hexdigest(): path for path in (*WORKBOOKS, *PAGES)}
        self.published = 0
        self.table = ""
        server.shape = self.page

    def page(self, links: Mapping[str, str]) -> str:
        """The program page."""
        linked = (plain_page, buttons)[self.published // 60 % 2](links) if links else ""
        return linked + self.table

    def publish(self, look: Look) -> None:
        """Change what a look will see."""
        for listed in look.lists:
            data = self.files[listed["sha256"]].read_bytes()
            self.published += 1
            if listed["file_name"].endswith(".csv"):
                self.table = html_page(data).decode().replace('href="/', 'href="https://www.ice.gov/')
                continue
            address, name = self._address(listed["file_name"])
            self.server.publish(listed["kind"], data, address, name=name)
            if listed["kind"] == "participating":
                self.table = ""

    def _address(self, name: str) -> tuple[str, str]:
        """Where a list is put, and the name in its header when its address has none."""
        quoted = name.replace(" ", "%20")
        return [
            (FOLDER + quoted, ""),
            (f"/file-download/download/public/{208496 + self.published}", name),
            (f"/sites/default/files/2026-02/{quoted}?itok={self.published}", ""),
            (f"287g/{quoted}", ""),
        ][self.published // 11 % 4]


@pytest.fixture
def ice(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ice]:
    with IceServer() as server:
        server.clock = 1_600_000_000.0
        monkeypatch.setenv("ROSTER287_ICE_PAGE", server.page_url)
        yield Ice(server)


def poll(record: Record) -> object:
    """One look that waits for nothing."""
    limits = Limits(wire=1 << 21, unpacked=1 << 22, seconds=0.4, connect=0.3, read=0.3, redirects=3)
    with Transport(pause=0, limits=limits, patience=Patience(attempts=2), sleep=lambda _: None) as transport:
        return fetching.sync_live(record.home, lambda: record._database, transport=transport)


def goes_wrong(name: str, ice: Ice, record: Record, chance: random.Random) -> None:
    """A look at what ICE has published now, through a fault: it is told with exit code 3, and no list is false."""
    where = chance.choice([*ice.server.links.values(), *([PAGE] if name != "a length too short" else [])] or [PAGE])
    path = where if where.startswith("/") else PAGE.rpartition("/")[0] + "/" + where
    ice.server.fail(path, replace(FAULTS[name], times=1 if name in MENDED else 99))
    if name in AT_ONCE:
        assert main(["--home", str(record.home.root), "sync", "--live"]) == 3, name
    elif name in MAY_PASS:
        with pytest.raises(SourceError) as caught:
            poll(record)
        assert caught.value.exit_code == 3, name
    else:
        poll(record)
    ice.server.faults.clear()


@pytest.mark.long
def test_the_whole_history_taken_in_live_day_by_day_is_the_record_made_from_files(
    ice: Ice, full: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, served = random.Random(287), looks(full)
    wrong = dict(zip(chance.sample([look.time for look in served], 3 * len(FAULTS)), 3 * list(FAULTS), strict=True))
    assert sum(len(look.lists) for look in served) == 19 + 439
    with empty_record(tmp_path / "home") as live:
        for look in served:
            monkeypatch.setenv("ROSTER287_NOW", f"{look.time}Z")
            ice.publish(look)
            if look.time in wrong:
                goes_wrong(wrong[look.time], ice, live, chance)
            poll(live)
        found, expected = content(live), content(full)
        for name, lines in expected.items():
            assert sorted(set(lines) ^ set(found[name]))[:4] == [], name
            assert found[name] == lines, name
        assert live.verify().rows == ()
