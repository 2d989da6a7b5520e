"""A server that kept every record that a newer one took the place of would grow with each list until it is killed."""

from __future__ import annotations

import weakref
from itertools import islice
from pathlib import Path

from roster287.garbage import uncollected
from roster287.publish.site import Site
from roster287.publish.whole import Whole, read
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row


def test_no_superseded_record_stays_in_memory(tmp_path: Path) -> None:
    """They go at once, without Python's search for cycles: a server shields what it holds from that."""
    towns = [f"{name} Police Department" for name in ("Wells", "York", "Saco")]
    lives: list[weakref.ref[Whole]] = []
    with empty_record(tmp_path / "home") as record, uncollected():
        for number in range(1, 4):
            rows = [row("MAINE", town) for town in towns[:number]]
            record.sync([list_file(tmp_path, f"2025-04-0{number}", rows)])
            with record.reading() as connection:
                site = Site(read(connection))
            lives.append(weakref.ref(site.whole))
            _ask_of_every_part(site)
            assert [life() is not None for life in lives] == [False] * (number - 1) + [True]


def _ask_of_every_part(site: Site) -> None:
    """Ask what every group of files comes from, and for the first file of those of the nation and of two states."""
    for group in site.groups:
        if group.key:
            group.key()
        part, _, of = group.name.partition("/")
        if part != "search" and (len(of) != 2 or of in ("ME", "NH")):
            assert all(item.body() and item.digest != item.key for item in islice(group.items(), 1))
