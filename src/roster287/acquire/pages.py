"""The list as a table of ICE's page, from the page's HTML: how it was published until February 2025.

    shape      state                          columns
    columns    a column of its own            STATE, LAW ENFORCEMENT AGENCY, SUPPORT TYPE, SIGNED, MOA, in any order
    grouped    a row across the table, or     the others of these
               the heading above it

Cells that span rows count in each of them. Earlier pages head the agency as MOA NAME and hang the document on its
name; then the document's column is made from these links. What comes out is CSV as `read` takes it, the headers
of the list's columns in their usual words, all others as printed; dates in ISO form where they can be read in one
way; a document's cell holds its address, with an archive's prefix taken off.

A page without such a table gives a reason and no bytes, and so does one that would give a part of the list. The page
itself is kept either way.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from roster287.acquire.links import decoded, find_links, is_whole, leads_on
from roster287.read.layout import PRINTED, column_of
from roster287.vocabulary.dates import parse_signed
from roster287.vocabulary.links import is_wrapped, unwrap
from roster287.vocabulary.states import state_code
from roster287.vocabulary.text import folded, tidy

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_ROWS = 20_000
MAX_COLUMNS = 40
HEADER_WITHIN = 5
NEEDED = ("agency", "model", "signed")

EARLIER_HEADERS = {
    "MOA NAME": "agency",
    "PARTICIPATING AGENCY": "agency",
    "PARTICIPATING ENTITY": "agency",
    "MOA TYPE": "model",
    "PROGRAM TYPE": "model",
    "TYPE OF SUPPORT": "model",
    "LINK": "moa",
    "LINK TO MOA": "moa",
}
"""Headers (folded) that only the page may have printed, beside those that `read.layout` knows."""

_ARCHIVED = re.compile(r"\A(?://web\.archive\.org)?/web/(?=\d{1,14}[a-z_]*/https?:/)")
_PREFIX = re.compile(r"https?:/{1,3}(?=[^/])", re.IGNORECASE)
_AROUND_HEADER = re.compile(r"\A287 ?G |(?: CLICK TO)? SORT(?:ED|ABLE)?(?: .*)?\Z")
_BLANKS = re.compile(r"\s+")
_BREAKS = "br, hr, p, div, li, dt, dd, blockquote, pre, section, article, h1, h2, h3, h4, h5, h6"
_UNSEEN = ["script", "style", "template"]


class PageTable(NamedTuple):
    """The list of a page as CSV, or the reason why there is none: its `rows` (without the header) are then not read."""

    data: bytes | None
    rows: int
    reason: str = ""


class _Cell(NamedTuple):
    text: str
    links: tuple[str, ...]


def printed_list(html: bytes, page_url: str) -> PageTable:
    """The participating list that a page is: its table, where the page came whole and links no such list."""
    if find_links(html, page_url).leads_to_list:
        return PageTable(None, 0, "The page links the participating list.")
    found = page_table(html, page_url)
    if found.rows and not is_whole(html):
        return PageTable(None, found.rows, "The page was cut off: no list is made of what came of its table.")
    return found


def page_table(html: bytes, page_url: str) -> PageTable:
    """The list that a page prints as a table. The same page gives the same bytes, and no page an exception."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(decoded(html))
    tree.strip_tags(_UNSEEN)
    for node in tree.css(_BREAKS):
        node.insert_before(" ")
        node.insert_after(" ")
    base = _base(tree, page_url)
    found: dict[tuple[str, tuple[str, ...]], list[list[str]]] = {}
    others: list[str] = []
    tables = 0
    for section, heading, rows in _tables(tree, base):
        tables += 1
        columns, body = _list_of(heading, rows)
        if columns:
            found.setdefault((section, columns), []).extend(body)
        elif rows:
            others.append(" | ".join(cell.text for cell in rows[0])[:120])
    if not found:
        if not tables:
            return PageTable(None, 0, "The page has no table: the list is linked, or printed as running text.")
        return PageTable(None, 0, f"None of the {tables} tables of the page is a list; they begin {others[:3]}.")
    largest = max(found, key=lambda key: len(found[key]))
    body = found.pop(largest)
    if not body:
        return PageTable(None, 0, "The table of the page has the headers of a list and no rows.")
    left = sum(map(len, found.values()))
    if left:
        where = "of other columns or under another heading"
        reason = f"{left} rows stand in another table of the page, {where}: no list is made of a part."
        return PageTable(None, len(body), reason)
    text = StringIO(newline="")
    csv.writer(text).writerows([largest[1], *body])
    return PageTable(text.getvalue().encode("utf-8", "replace"), len(body))


def table_name(time: str) -> str:
    """The file name of a page's table: `page-table-20210113.csv`, with the day of its capture.

    With the time behind it, `page-table-20210113002027.csv`, the name would say no day of the list: see `file_names`.
    """
    return f"page-table-{re.sub(r'[^0-9]', '', time)[:8]}.csv"


def _tables(tree: LexborHTMLParser, base: str) -> Iterator[tuple[str, str, list[list[_Cell]]]]:
    """Each table that holds rows of its own, with the last headings above it: one that is no state, and any.

    Its caption is such a heading.
    """
    rows: dict[int, list[LexborNode]] = {}
    headings: dict[int, tuple[str, str]] = {}
    section = heading = ""
    total = 0
    for node in tree.root.traverse() if tree.root is not None else ():
        tag = node.tag
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6", "caption"):
            heading = _text(node)
            section = section if not heading or _state(heading) else heading
            if tag == "caption" and (table := _above(node)) is not None:
                headings[table.mem_id] = section, heading
        elif tag == "table":
            headings[node.mem_id] = section, heading
        elif tag == "tr" and (table := _above(node)) is not None:
            total += 1
            if total <= MAX_ROWS:
                rows.setdefault(table.mem_id, []).append(node)
    for key, lines in rows.items():
        yield *headings[key], list(_spread(lines, base))


def _above(node: LexborNode) -> LexborNode | None:
    """The table that a row or caption belongs to; tables stand in tables on old pages."""
    parent = node.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent


def _spread(lines: list[LexborNode], base: str) -> Iterator[list[_Cell]]:
    """The cells of each row, those that span rows and columns in all of them."""
    hanging: dict[int, tuple[int, _Cell]] = {}
    for line in lines:
        cells: list[_Cell] = []
        own = [node for node in line.iter() if node.tag in ("td", "th")][::-1]
        while len(cells) < MAX_COLUMNS and (own or len(cells) in hanging):
            at = len(cells)
            if at in hanging:
                left, cell = hanging.pop(at)
                if left > 1:
                    hanging[at] = left - 1, cell
                cells.append(cell)
                continue
            node = own.pop()
            cell, rows = _cell(node, base), _span(node, "rowspan")
            for place in range(at, min(at + _span(node, "colspan"), MAX_COLUMNS)):
                cells.append(cell)
                if rows > 1:
                    hanging[place] = rows - 1, cell
        yield cells


def _span(node: LexborNode, name: str) -> int:
    text = (node.attributes.get(name) or "").strip()
    return max(1, min(int(text), MAX_ROWS)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def _cell(node: LexborNode, base: str) -> _Cell:
    """What a cell prints; one that holds a table is layout and prints nothing of its own."""
    if node.css_first("table") is not None:
        return _Cell("", ())
    links = (_address(link.attributes.get("href") or "", base) for link in node.css("a[href]"))
    return _Cell(_text(node), tuple(dict.fromkeys(link for link in links if link)))


def _text(node: LexborNode) -> str:
    """What a node prints: runs of blanks are one, as on the page; nothing else is changed."""
    return _BLANKS.sub(" ", node.text(deep=True)).strip()


def _list_of(heading: str, rows: list[list[_Cell]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Headers and lines of a table, nothing when it is no list.

    A cell across the table that is no state, as of a total, is printed once, and no state is known below it.
    """
    at, ours = _header(rows)
    if not ours:
        return (), []
    printed = [cell.text for cell in rows[at]]
    own_state, own_moa = "state" in ours, "moa" in ours
    state = _state(heading)
    body = []
    for cells in rows[at + 1 :]:
        texts = [cell.text for cell in cells]
        across = len(set(texts)) == 1 and len(cells) in (1, len(ours)) and not own_state
        if across and (said := _state(texts[0])):
            state = said
            continue
        if any(texts) and all(cell is cells[0] for cell in cells):
            state, cells = "", [cells[0]._replace(links=())]
        cells += [_Cell("", ())] * (len(ours) - len(cells))
        line = [_printed(ours[at] if at < len(ours) else None, cell) for at, cell in enumerate(cells)]
        if any(line) and texts != printed:
            body.append([*([] if own_state else [state]), *line, *([] if own_moa else [_documents(cells)])])
    headers = [PRINTED[column] if column else text for column, text in zip(ours, printed, strict=True)]
    return (*(() if own_state else ("STATE",)), *headers, *(() if own_moa else ("MOA",))), body


def _header(rows: list[list[_Cell]]) -> tuple[int, list[str | None]]:
    """Where the header of a list stands and our columns of its cells; none when there is none."""
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        ours = [_column(cell.text) for cell in row]
        if "model" not in ours and ours.count("type") == 1:
            ours[ours.index("type")] = "model"
        if all(column in ours for column in NEEDED):
            return at, ours
    return 0, []


def _column(text: str) -> str | None:
    """Our column of a header, without the words of a page's sorting and the program's name."""
    words = _AROUND_HEADER.sub("", folded(text))
    return EARLIER_HEADERS.get(words) or column_of(words)[0]


def _state(text: str) -> str:
    """The name of a state that a heading is, or nothing."""
    words = tidy(text).rstrip(":")
    return words.upper() if len(words) > 2 and state_code(words) else ""


def _printed(column: str | None, cell: _Cell) -> str:
    if column == "signed":
        day, problem = parse_signed(cell.text)
        return day if day and not problem else cell.text
    if column in ("moa", "addendum") and cell.links:
        return " ".join(cell.links)
    return cell.text


def _documents(cells: list[_Cell]) -> str:
    return " ".join(dict.fromkeys(link for cell in cells for link in cell.links))


def _base(tree: LexborHTMLParser, page_url: str) -> str:
    """The address against which the links of a page count, with an archive's prefix and port taken off."""
    plain = unwrap(page_url) or page_url
    node = tree.css_first("base[href]")
    if node is not None and leads_on(plain, there := _address(node.attributes.get("href") or "", plain)):
        plain = there
    try:
        parts = urlsplit(plain)
        return f"https://{parts.hostname}{parts.path}" if parts.port in (80, 443) or parts.scheme == "http" else plain
    except ValueError:
        return plain


def _address(href: str, base: str) -> str:
    """The address of a document as the page printed it, whole and without an archive's prefix."""
    href = re.sub(r"[\t\r\n]", "", href).strip()
    if not href or href.startswith("#"):
        return ""
    href = _ARCHIVED.sub("https://web.archive.org/web/", href)
    if is_wrapped(href):
        inner = href[max((match.start() for match in _PREFIX.finditer(href)), default=0) :]
        printed = inner.lower().startswith(("http://", "https://"))
        return inner if printed and unwrap(inner) == unwrap(href) else unwrap(href) or ""
    try:
        whole = urljoin(base, href)
    except ValueError:
        return ""
    return whole if unwrap(whole) else ""
