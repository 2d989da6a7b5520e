"""The kinds of pages that the site has, each with addresses that stand for all of its kind.

A test holds the list complete: every page of the site is of one kind, and every kind has pages.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Kind(NamedTuple):
    """Pages made by one template from one sort of facts: what their addresses look like, and some of them."""

    name: str
    pattern: str
    examples: tuple[str, ...]


WELLS = "/agencies/me-wells-police-department/"
KINDS = (
    Kind("home", r"/", ("/",)),
    Kind("not found", r"/404\.html", ("/404.html",)),
    Kind("states", r"/states/", ("/states/",)),
    Kind("state", r"/states/\w\w/", ("/states/me/", "/states/ca/", "/states/gu/")),
    Kind("county", r"/states/\w\w/counties/[^/]+/",
         ("/states/me/counties/york-county/", "/states/ct/counties/hartford-county/")),
    Kind("changes of a state", r"/states/\w\w/changes/", ("/states/me/changes/",)),
    Kind("month of a state", r"/states/\w\w/changes/\d{4}-\d\d/", ("/states/fl/changes/2025-04/",)),
    Kind("agency", r"/agencies/[^/]+/", (WELLS, "/agencies/me-monmouth-winthrop-police-department/")),
    Kind("exhibit", r"/agencies/[^/]+/exhibit/", (f"{WELLS}exhibit/", f"{WELLS}exhibit/?on=2025-04-01")),
    Kind("changes", r"/changes/", ("/changes/",)),
    Kind("month", r"/changes/\d{4}-\d\d/", ("/changes/2021-06/",)),
    Kind("changes of a sort", r"/changes/(kinds|causes|models)/\w+/", ("/changes/kinds/returned/",)),
    Kind("month of a sort", r"/changes/(kinds|causes|models)/\w+/\d{4}-\d\d/", ("/changes/kinds/signed/2025-03/",)),
    Kind("compare", r"/compare/", ("/compare/", "/compare/?a=2025-04-01&b=2025-04-03")),
    Kind("lists", r"/lists/", ("/lists/",)),
    Kind("list", r"/lists/[^/]+/", ("/lists/participating-2021-01-13/", "/lists/pending-2025-04-04/")),
    Kind("models", r"/models/", ("/models/",)),
    Kind("model", r"/models/\w+/", ("/models/task_force/", "/models/hybrid/")),
    Kind("law", r"/law/", ("/law/",)),
    Kind("search", r"/search/", ("/search/", "/search/?q=wells")),
    Kind("data", r"/data/", ("/data/",)),
    Kind("prose", r"/(methodology|about)/", ("/methodology/", "/about/")),
    Kind("corrections", r"/corrections/", ("/corrections/",)),
    Kind("feeds", r"/feeds/", ("/feeds/",)),
    Kind("embeds", r"/embed/", ("/embed/",)),
    Kind("embed", r"/embed/(nation|states/\w\w)/(map|chart|counter)/",
         ("/embed/nation/map/", "/embed/states/me/chart/", "/embed/states/me/counter/", "/embed/states/tx/map/")),
)  # fmt: skip
EXAMPLES = tuple(address for kind in KINDS for address in kind.examples)
"""Addresses without a language."""
FIRSTS = tuple(kind.examples[0] for kind in KINDS)
"""One of each kind."""


def kinds_of(address: str) -> list[str]:
    """The kinds that the page of an address (without a language) is of: one, where the list is right."""
    return [kind.name for kind in KINDS if re.fullmatch(kind.pattern, address)]
