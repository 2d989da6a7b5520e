"""A page that is heavy keeps away whoever has a slow line or pays by the megabyte."""

from __future__ import annotations

import gzip
from functools import cache
from statistics import median

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from roster287.publish.site import Site
from roster287.vocabulary.states import STATES
from tests.support.sweeps import sweep

KB = 1000
PARTS = 5


@cache
def packed(body: bytes) -> int:
    """Bytes as they go over the line."""
    return len(gzip.compress(body, 6))


def weight(site: Site, address: str) -> int:
    """A page with its styles, gzipped, in bytes."""
    answer = site.answer(address)
    assert answer is not None, address
    total = len(gzip.compress(answer.body, 6))
    for link in HTMLParser(answer.body).css("link[rel=stylesheet]"):
        style = site.answer(str(link.attributes["href"]).partition("?")[0])
        assert style is not None
        total += packed(style.body)
    return total


@pytest.mark.parametrize("part", sweep(PARTS))
def test_no_agency_s_page_is_heavy(site: Site, part: int) -> None:
    """Spanish takes a little more room than English, never half as much again: it is weighed where that can matter."""
    addresses = [f"/agencies/{agency_id}/" for agency_id in list(site.whole.agencies)[part::PARTS]]
    weights = {address: weight(site, address) for address in addresses}
    heaviest = sorted(weights, key=lambda address: weights[address])[-100 // PARTS :]
    assert weights[heaviest[0]] < 20 * KB
    weights |= {f"/es{address}": weight(site, f"/es{address}") for address in heaviest}
    assert {address: size for address, size in weights.items() if size > 30 * KB} == {}


@pytest.mark.parametrize("lang", ["", "/es"])
def test_states_pages_are_light(site: Site, lang: str) -> None:
    weights = [weight(site, f"{lang}/states/{code.lower()}/") for code in STATES]
    assert median(weights) <= 60 * KB
