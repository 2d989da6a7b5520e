"""A page whose Spanish trips over its dates reads as made by nobody who speaks it, and is trusted by nobody."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from roster287.places.keys import spaced
from roster287.publish.site import Site
from roster287.publish.whole import Whole
from roster287.vocabulary.states import STATES
from tests.site.test_numbers import tree

MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
TWICE = re.compile(rf"\b(?:(?:el|del|al|de) el|(?:el|del|al) (?:{MONTHS}|\d{{4}}\b))\b|\b(?:desde|hasta) \d\d? de\b")
"""An article where there is one already or none belongs, and a day without its own."""


def _said(page: HTMLParser) -> str:
    for node in page.css("script, style, body [lang=en]"):
        node.decompose()
    assert page.body is not None
    return re.sub(r"\s+", " ", page.body.text(separator=" "))


def _addresses(whole: Whole) -> list[str]:
    agencies = [f"/agencies/{found}/" for found in sorted(whole.agencies)[::150]]
    states = [f"/states/{code.lower()}/" for code in STATES]
    return ["/law/", "/states/", "/models/", "/", "/feeds/", *states, *agencies]


def test_no_spanish_day_has_two_articles_or_lacks_its_own(site: Site, whole: Whole) -> None:
    wrong = {}
    for address in _addresses(whole):
        said = _said(tree(site, f"/es{address}"))
        if found := [said[max(0, m.start() - 40) : m.end() + 20] for m in TWICE.finditer(said)]:
            wrong[address] = found
    assert wrong == {}


@pytest.mark.parametrize("broken", ["desde el el 20 de mayo", "desde el julio de 2026", "del el 3", "desde 3 de abril"])
def test_a_broken_day_would_be_found(broken: str) -> None:
    assert TWICE.search(broken)


def test_a_day_in_the_law_says_from_when(site: Site) -> None:
    said = _said(tree(site, "/es/law/"))
    assert re.search(rf"desde (?:el \d\d? de )?(?:{MONTHS}) de 2026", said)


LISTS = {
    "/law/": ".links a[href^='#law-']",
    "/states/": "table.states tbody th a",
    "/": "figure ~ details tbody th a",
    "/feeds/": "#states ~ ul li > a",
    "/embed/": "#of-states ~ div summary",
    "/changes/": "#of-states ~ ul a",
    "/models/warrant_service/": "#where-held ~ ul a",
    "/search/": ".short-names a",
    "/states/ia/": "#beside ~ ul strong",
}
"""Where a page names many states one below the other."""


@pytest.mark.parametrize("lang", ["", "/es"])
@pytest.mark.parametrize("address", LISTS)
def test_states_stand_where_a_reader_of_the_language_looks_for_them(site: Site, address: str, lang: str) -> None:
    found = tree(site, f"{lang}{address}").css(LISTS[address])
    names = [re.sub(r"\s*\d.*", "", node.text().strip(), flags=re.DOTALL) for node in found]
    assert len(names) > 4
    assert names == sorted(names, key=spaced)


def test_spanish_headings_of_the_dictionary_are_not_read_out_as_english(site: Site) -> None:
    page = tree(site, "/es/data/")
    tables = page.css("details table")
    assert tables
    for table in tables:
        assert "lang" not in table.attributes
        assert not table.css("thead [lang=en]")
        assert len(table.css("td > span[lang=en]")) == len(table.css("td"))
    assert "está en inglés" in _said(page)
    assert "is written in English" not in _said(tree(site, "/data/"))
