"""The links of a page that may lead to a list, found by what they are and not by where they point.

A link is anything that leads somewhere when clicked: `a`, `area`, a button with an address, a form. What it is
called is, in this order: its file name, its own words, its title, the words just before it, the heading above.

    sure       called participating or pending, and a file: a workbook's ending or type, a download's path or words
    unnamed    a workbook that nothing calls participating or pending; what is in it decides
    maybe      called participating or pending, but nothing says that it is a file; what it answers decides
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from roster287.acquire.names import LIST_WORDS, label_of
from roster287.acquire.transport import same_site
from roster287.vocabulary.file_names import WORKBOOK_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

Sureness = Literal["sure", "unnamed", "maybe"]
MOST: dict[tuple[str, Sureness], int] = {
    ("participating", "sure"): 12,
    ("pending", "sure"): 12,
    ("", "unnamed"): 3,
    ("participating", "maybe"): 3,
    ("pending", "maybe"): 2,
}
"""How many links of each sort are followed, in this order; a page with more is no page of ICE's as we know it."""

MOST_TAGS = 40_000
"""A page is cut after so many: ICE's have some thousands, and what parsing costs can grow with their square."""

MOST_ATTRIBUTES = 500
MOST_INSIDE = 60
LONGEST_ADDRESS = 2000
_FILE_WORDS = re.compile(r"\b(?:xlsx?|excel|spreadsheet|workbook|download|csv)\b", re.IGNORECASE)
_FILE_PATH = re.compile(r"/file-?downloads?/|/downloads?(?:/|$)", re.IGNORECASE)
_FILE_TYPE = re.compile(r"spreadsheet|excel|text/csv", re.IGNORECASE)
_ENDING = re.compile(r"\.([a-z][a-z0-9]{1,4})\Z", re.IGNORECASE)
_SCRIPTS = {"php", "aspx", "ashx", "asp", "jsp", "cgi", "do"}
_ONCLICK = re.compile(r"""(?:location(?:\.href)?\s*=|location\.assign\(|window\.open\()\s*['"]([^'"]+)['"]""")
_ADDRESSES = ("href", "data-href", "data-url", "formaction")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "summary", "legend"})
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_ATTRIBUTE = re.compile(rb"""[\s/]*[^\s/>=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']*))?""")
_TAG = re.compile(rb"<[A-Za-z]")
_BLANKS = re.compile(r"\s+")


class Link(NamedTuple):
    """One link that may lead to a list. `label`: what it is called, `participating`, `pending` or empty."""

    url: str
    label: str
    sureness: Sureness


class Page(NamedTuple):
    """What a page shows: the links worth following, those that are on another site, and how many were left out."""

    links: tuple[Link, ...]
    elsewhere: tuple[Link, ...]
    left_out: int
    all_links: int
    shown: str
    """A hash of the words and addresses of the page: what a reader sees, without tokens that change by themselves."""
    leads_to_list: bool
    """Whether a link is surely one to the participating list: by its own words, not by a heading above it."""


class _Raw(NamedTuple):
    address: str
    own: str
    title: str
    kind: str
    before: str
    heading: str


def find_links(html: bytes, page_url: str) -> Page:
    """The links of a page. Never fails: what cannot be understood is no link."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(decoded(html))
    raw, words = _walk(tree.root) if tree.root is not None else ([], [])
    base = page_url
    node = tree.css_first("base[href]")
    if node is not None and leads_on(page_url, there := _joined(page_url, node.attributes.get("href") or "")):
        base = there
    shown = hashlib.sha256("\n".join([*words, *(link.address for link in raw)]).encode("utf-8", "replace"))
    found: dict[str, Link] = {}
    elsewhere: dict[str, Link] = {}
    leads = False
    here = page_url.partition("#")[0]
    for one in raw:
        url = _joined(base, one.address)
        link = _judged(url, one) if url and url != here else None
        if link is None:
            continue
        into = found if leads_on(page_url, url) else elsewhere
        sure = into is found and (link.label, link.sureness) == ("participating", "sure")
        leads = leads or (sure and _own_label(url, one) == "participating")
        if url not in into or _rank(link) < _rank(into[url]):
            into[url] = link
    chosen = list(_chosen(found.values()))
    away = tuple(link for link in elsewhere.values() if link.sureness != "maybe")
    return Page(tuple(chosen), away[:10], len(found) - len(chosen), len(raw), shown.hexdigest(), leads)


def is_whole(html: bytes) -> bool:
    """Whether a page came to its end, as far as can be told."""
    return b"</html" in html[-1000:].lower()


def leads_on(page_url: str, url: str) -> bool:
    """Whether a link may be followed: it stays on the site, and does not leave https for http."""
    return same_site(page_url, url) and not (page_url.startswith("https:") and url.startswith("http:"))


def decoded(html: bytes) -> str:
    """The text of a page within bounds: UTF-8, or the character set it names, or Windows'.

    What parsing costs grows with the square of how deep tags stand in each other and how many attributes one has:
    the page is cut where it has too many of either.
    """
    last = 0
    for number, tag in enumerate(_TAG.finditer(html)):
        if number == MOST_TAGS or (tag.start() - last > 2000 and _is_overloaded(html, last)):
            html = html[: tag.start() if number == MOST_TAGS else last]
            break
        last = tag.start()
    if len(html) - last > 2000 and _is_overloaded(html, last):
        html = html[:last]
    try:
        return html.decode("utf-8-sig")
    except UnicodeDecodeError:
        match = re.search(rb"""charset\s*=\s*["']?([\w-]+)""", html[:4096])
        try:
            return html.decode(match[1].decode() if match else "cp1252", "replace")
        except (LookupError, UnicodeError):  # a codec of no such name, or one that reads no such text
            return html.decode("cp1252", "replace")


def _is_overloaded(html: bytes, at: int) -> bool:
    """Whether the tag that starts here has more attributes than any tag has."""
    place = at + 1
    for _ in range(MOST_ATTRIBUTES):
        match = _ATTRIBUTE.match(html, place)
        if match is None or match.end() == place:
            return False
        place = match.end()
    return True


def _chosen(found: Iterable[Link]) -> Iterator[Link]:
    spent: Counter[tuple[str, Sureness]] = Counter()
    for link in sorted(found, key=_rank):
        sort = link.label, link.sureness
        spent[sort] += 1
        if spent[sort] <= MOST[sort]:
            yield link


_RANKS = {sort: number for number, sort in enumerate(MOST)}


def _rank(link: Link) -> int:
    return _RANKS[link.label, link.sureness]


def _joined(base: str, address: str) -> str:
    """The whole address of a link, http or https, without its fragment; empty when it is none."""
    address = re.sub(r"[\t\r\n]", "", address).strip().replace(" ", "%20")
    if not address or address.startswith("#") or len(address) > LONGEST_ADDRESS:
        return ""
    try:
        url = urljoin(base, address).partition("#")[0]
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def _own_label(url: str, one: _Raw) -> str:
    """What a link is called by its file, its words or those before it."""
    parts = urlsplit(url)
    values = (value for _, value in parse_qsl(parts.query))
    told = (unquote(parts.path).rpartition("/")[2], *values, one.own, one.title, one.before)
    return next(filter(None, map(label_of, told)), "")


def _judged(url: str, one: _Raw) -> Link | None:
    parts = urlsplit(url)
    path = unquote(parts.path)
    file_name = path.rpartition("/")[2]
    ending = match[1].lower() if (match := _ENDING.search(file_name)) else ""
    values = [value for _, value in parse_qsl(parts.query)]
    workbook = any(text.lower().endswith(WORKBOOK_ENDINGS) for text in (file_name, *values))
    if not workbook and ending and ending not in _SCRIPTS:
        return None
    workbook = workbook or bool(_FILE_TYPE.search(one.kind))
    own = f"{one.own} {one.title}"
    a_file = workbook or bool(_FILE_PATH.search(path)) or bool(_FILE_WORDS.search(own))
    label = _own_label(url, one)
    if not label and len(set(map(label_of, LIST_WORDS.findall(one.heading)))) == 1:
        label = label_of(one.heading)
    if label:
        return Link(url, label, "sure" if a_file else "maybe")
    return Link(url, "", "unnamed") if workbook else None


def _walk(root: LexborNode) -> tuple[list[_Raw], list[str]]:
    """The links in the order of the page, with the words around them; and all words that the page shows.

    The words inside a link name it and not the next one.
    """
    raw: list[_Raw] = []
    words: list[str] = []
    before = heading = ""
    taken: set[int] = set()
    for node in root.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            parent = node.parent
            text = _BLANKS.sub(" ", node.text_content or "").strip()
            if text and (parent is None or parent.tag not in _UNSEEN):
                words.append(text)
                if node.mem_id not in taken:
                    before = f"{before} {text}"[-200:]
        elif tag in _HEADINGS:
            texts = _texts_in(node)
            heading, before = _words(texts), ""
            taken.update(place for place, _ in texts)
        elif address := _address(node):
            attributes, texts = node.attributes, _texts_in(node)
            title = " ".join(attributes.get(name) or "" for name in ("title", "aria-label", "download", "value"))
            raw.append(_Raw(address, _words(texts), title, attributes.get("type") or "", before, heading))
            before = ""
            if tag in ("a", "button"):
                taken.update(place for place, _ in texts)
    return raw, words


def _address(node: LexborNode) -> str:
    attributes = node.attributes
    if not attributes or node.tag in ("link", "base", "script", "img"):
        return ""
    for name in _ADDRESSES:
        if attributes.get(name):
            return attributes[name] or ""
    if node.tag == "form" and (attributes.get("method") or "get").lower() == "get":
        return attributes.get("action") or ""
    onclick = attributes.get("onclick")
    match = _ONCLICK.search(onclick) if onclick else None
    return match[1] if match else ""


def _texts_in(node: LexborNode) -> list[tuple[int, str]]:
    """The first texts inside a link, each with what tells it from others: a page can nest without end."""
    return [
        (inner.mem_id, (inner.text_content or "")[:300])
        for inner in islice(node.traverse(include_text=True), MOST_INSIDE)
        if inner.tag == "-text"
    ]


def _words(texts: list[tuple[int, str]]) -> str:
    """Texts as words, once as they join on the page and once apart: a tag may stand inside a word."""
    joined, apart = (_BLANKS.sub(" ", sign.join(text for _, text in texts)).strip()[:300] for sign in ("", " "))
    return joined if joined == apart else f"{joined} {apart}"
