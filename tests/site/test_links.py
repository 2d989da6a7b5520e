"""A link that leads nowhere, a page without its heading, language or names for its pictures, loses readers.

Every page is read once: all with the long tests, else of agencies, counties and lists a sample.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from roster287.publish.site import Site
from roster287.publish.site.item import address_of
from roster287.publish.site.press import file_of
from roster287.publish.whole import read as read_whole
from tests.site.conftest import BASE
from tests.site.hostile import TOWNS
from tests.support.kinds import EXAMPLES, KINDS, kinds_of
from tests.support.lives import empty_record, list_file

PREFIX = urlsplit(BASE).path
PARTS = {
    "agency": 20, "exhibit": 20, "county": 60, "list": 24, "state": 4, "changes of a state": 4, "month of a sort": 4,
    "embed": 4,
}  # fmt: skip
"""In how many parts the pages of a kind are swept."""
SWEPT = [
    pytest.param(
        (kind.name, part), id=f"{kind.name} {part}" if part else kind.name, marks=pytest.mark.long if part else ()
    )
    for kind in KINDS
    for part in range(PARTS.get(kind.name, 1))
]
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


class Pages:
    """The pages of the site; what stands in one is read when it is asked for."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._ids: dict[str, frozenset[str]] = {}

    @cached_property
    def addresses(self) -> dict[str, list[str]]:
        """The addresses of all pages, in both languages, by kind."""
        found: dict[str, list[str]] = {}
        for path in self.site.items:
            if path.endswith(".html"):
                found.setdefault(kind_of(address_of(path)), []).append(address_of(path))
        return found

    def tree(self, address: str) -> HTMLParser:
        """A page."""
        answer = self.site.answer(address)
        assert answer is not None, address
        tree = HTMLParser(answer.body)
        self._ids[address] = frozenset(ids(tree))
        return tree

    def has(self, address: str, anchor: str) -> bool:
        """Whether a page has an anchor."""
        if address not in self._ids:
            self.tree(address)
        return anchor in self._ids[address]


def kind_of(address: str) -> str:
    """The one kind of a page."""
    (kind,) = kinds_of(address.removeprefix("/es")) or [""]
    return kind


def ids(tree: HTMLParser) -> list[str]:
    """The ids of a page."""
    return [str(node.attributes["id"]) for node in tree.css("[id]")]


@pytest.fixture(scope="session")
def pages(site_at: Site) -> Pages:
    """The pages of a site that stands under a path of its host."""
    return Pages(site_at)


class Read(NamedTuple):
    """What one page has: how many links, which of them lead nowhere, what is unsound, and its languages' addresses."""

    address: str
    links: int
    nowhere: list[str]
    faults: list[str]
    languages: dict[str | None, str | None]


@pytest.fixture(scope="session", params=SWEPT)
def read(request: pytest.FixtureRequest, pages: Pages) -> list[Read]:
    """The pages of a kind, or a part of them; those that lead on to others are left out."""
    kind, part = request.param
    found = []
    for lang in ("en", "es"):
        of_lang = [a for a in pages.addresses[kind] if a.startswith("/es/") == (lang == "es")]
        for address in of_lang[part :: PARTS.get(kind, 1)]:
            tree = pages.tree(address)
            if not tree.css_first("meta[http-equiv=refresh]"):
                found.append(told(pages, address, tree))
    return found


def told(pages: Pages, address: str, tree: HTMLParser) -> Read:
    """What a page has."""
    links = targets(tree, address)
    nowhere = sorted(target for target in links if not leads(pages, target))
    return Read(address, len(links), nowhere, list(faults(address, tree)), languages(tree))


def test_no_page_is_of_a_kind_that_no_test_looks_at(pages: Pages, site: Site) -> None:
    unknown = [address for kind in pages.addresses if not kind for address in pages.addresses[kind]]
    assert unknown == []
    assert set(pages.addresses) == {kind.name for kind in KINDS}
    absent = [a for a in EXAMPLES for lang in ("", "/es") if site.answer(f"{lang}{a.partition('?')[0]}") is None]
    assert absent == []


def test_no_link_of_a_page_leads_nowhere(read: list[Read]) -> None:
    assert [(page.address, link) for page in read for link in page.nowhere][:20] == []
    assert sum(page.links for page in read) > 0


def test_a_page_is_sound_for_who_hears_it(read: list[Read]) -> None:
    assert [(page.address, fault) for page in read for fault in page.faults][:20] == []


def test_the_other_language_is_named_and_names_this_one(read: list[Read]) -> None:
    for page in read:
        plain = page.address.removeprefix("/es")
        known = {"en": f"{BASE}{plain}", "es": f"{BASE}/es{plain}", "x-default": f"{BASE}{plain}"}
        here = {"canonical": f"{BASE}{page.address}"}
        switch = {"switch es": f"{PREFIX}/es{plain}"} if page.address == plain else {"switch en": f"{PREFIX}{plain}"}
        if plain.startswith("/embed/") and plain != "/embed/":
            continue
        assert page.languages == (switch if plain == "/404.html" else known | here | switch), page.address


def test_a_record_of_one_list_has_no_link_to_what_only_changes_make(tmp_path: Path) -> None:
    """The pages of states with more than eight agencies led to #recent, which was not there."""
    with empty_record(tmp_path / "home") as record:
        record.sync(list_file(tmp_path, "2025-04-01", TOWNS))
        with record.reading() as connection:
            pages = Pages(Site(read_whole(connection), BASE))
    for address in ("/", "/es/", "/states/me/", "/es/states/me/", "/states/ny/", "/lists/", "/changes/", "/compare/"):
        assert [one for one in targets(pages.tree(address), address) if not leads(pages, one)] == [], address
    said = {lang: pages.tree(f"{lang}/lists/").css("p.lede")[0].text() for lang in ("", "/es")}
    assert "byte for byte: 1 list of agreements and 0 lists of pending applications." in said[""]
    assert "byte por byte: 1 lista de acuerdos y 0 listas de solicitudes pendientes." in said["/es"]


def targets(tree: HTMLParser, address: str) -> set[str]:
    """Where a page links to, loads from and sends its forms to, within its own host."""
    found = set()
    named = ("href", "src", "action", "data-history", "data-index", "data-box", "data-find", "data-engine")
    for node in tree.css(", ".join(f"[{name}]" for name in named)):
        for name in named:
            given = node.attributes.get(name)
            if given is None:
                continue
            whole = urlsplit(urljoin(f"{BASE}{address}", given))
            assert whole.scheme in ("http", "https"), (address, given)
            if whole.netloc == urlsplit(BASE).netloc:
                found.add(f"{whole.path}{f'#{whole.fragment}' if whole.fragment else ''}")
    return found


def leads(pages: Pages, target: str) -> bool:
    """Whether there is a file at an address, and what its fragment names in it."""
    path, _, fragment = target.partition("#")
    if not path.startswith(f"{PREFIX}/"):
        return False
    address = path.removeprefix(PREFIX)
    if file_of(unquote(address)) not in pages.site.items:
        return False
    return not fragment or pages.has(address, fragment) or pages.has(address, unquote(fragment))


def faults(address: str, tree: HTMLParser) -> Iterator[str]:
    """What a screen reader or a search engine would stumble over."""
    root = tree.root
    assert root is not None
    lang = "es" if address.startswith("/es/") else "en"
    if root.attributes.get("lang") != lang:
        yield f"its language is said to be {root.attributes.get('lang')}"
    if (heads := len(tree.css("h1"))) != 1:
        yield f"it has {heads} headings of the first order"
    yield from (f"the id {one} stands {n} times" for one, n in Counter(ids(tree)).items() if n > 1)
    known = set(ids(tree))
    for name in REFERENCES:
        for node in tree.css(f"[{name}]"):
            missing = [one for one in str(node.attributes[name]).split() if one not in known]
            yield from (f"{name} names {one}, which is not there" for one in missing)
    title = tree.css_first("head > title")
    if title is None or not title.text().partition(" · ")[0].strip():
        yield "it has no title"
    yield from (f"a picture has no words: {(node.html or '')[:120]}" for node in nameless(tree))


def nameless(tree: HTMLParser) -> Iterator[Node]:
    """Pictures, figures and frames that say nothing to who cannot see them."""
    for node in tree.css("svg"):
        hidden = node.attributes.get("aria-hidden") == "true"
        title = node.css_first("title")
        if not hidden and (node.attributes.get("role") not in ("img", "group") or title is None or not title.text()):
            yield node
    yield from (node for node in tree.css("img") if "alt" not in node.attributes)
    yield from (node for node in tree.css("iframe") if not node.attributes.get("title"))
    yield from (
        node
        for node in tree.css("figure")
        if not node.css_first("figcaption") and not node.css_first("svg title") and not node.css_first("img[alt]")
    )


def languages(tree: HTMLParser) -> dict[str | None, str | None]:
    """The addresses that a page names: its own, those of both languages, and that of the switch, which says which."""
    found = {link.attributes["hreflang"]: link.attributes["href"] for link in tree.css("link[hreflang]")}
    if own := tree.css_first("link[rel=canonical]"):
        found["canonical"] = own.attributes["href"]
    switch = tree.css_first("a.tongue")
    if switch and switch.attributes["lang"] == switch.attributes["hreflang"]:
        found[f"switch {switch.attributes['lang']}"] = switch.attributes["href"]
    return found


def test_a_link_that_leads_nowhere_would_be_seen(pages: Pages) -> None:
    """The tests above can fail."""
    page = (
        "<html lang=es><svg></svg><p id=a></p><p id=a aria-labelledby=b><a href='/287g/nowhere/'>x</a>"
        "<a href='/287g/lists/participating-2025-04-03/#row-99999'>x</a><a href='#c'>x</a></p></html>"
    )
    tree = HTMLParser(page)
    found = targets(tree, "/law/")
    assert found == {"/287g/nowhere/", "/287g/lists/participating-2025-04-03/#row-99999", "/287g/law/#c"}
    assert [target for target in found if leads(pages, target)] == []
    assert leads(pages, "/287g/lists/participating-2025-04-03/#row-2")
    assert len(list(faults("/law/", tree))) == 6
