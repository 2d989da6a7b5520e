"""Every file of the site, part by part, in groups.

Those that take longest come first, so that no core is left with one of them when all else is done.
"""

from __future__ import annotations

from collections.abc import Iterator

from roster287.publish.site import (
    agencies,
    cards,
    changes,
    compare,
    counties,
    data,
    embeds,
    exhibits,
    feeds,
    home,
    lists,
    program,
    prose,
    search,
    sitemap,
    states,
    statics,
)
from roster287.publish.site.item import Group
from roster287.publish.site.press import Press

PARTS = (
    data,
    changes,
    exhibits,
    home,
    compare,
    agencies,
    counties,
    search,
    feeds,
    lists,
    states,
    cards,
    embeds,
    program,
    prose,
    sitemap,
    statics,
)


def contents(press: Press) -> Iterator[Group]:
    """The groups of all parts."""
    for part in PARTS:
        yield from part.groups(press)
