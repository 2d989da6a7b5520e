"""Every file of the site, part by part."""

from __future__ import annotations

from collections.abc import Iterator

from roster287.publish.site import (
    agencies,
    changes,
    compare,
    data,
    exhibits,
    feeds,
    lists,
    program,
    prose,
    sitemap,
    statics,
)
from roster287.publish.site.item import Item
from roster287.publish.site.press import Press

PARTS = (
    statics,
    agencies,
    program,
    prose,
    data,
    changes,
    lists,
    compare,
    exhibits,
    feeds,
    sitemap,
)


def contents(press: Press) -> Iterator[Item]:
    """The files of all parts."""
    for part in PARTS:
        yield from part.items(press)
