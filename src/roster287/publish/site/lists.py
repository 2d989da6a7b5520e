"""The lists: every publication, and for each the page with its file, its hash, what it changed and all its rows.

    /lists/                   every publication, newest first
    /lists/index.json         the accepted ones in their order: what is in force when
    /lists/PUBLICATION_ID/    one list; `#row-13` is the row of the sheet that evidence names
    /lists/PUBLICATION_ID/PUBLICATION_ID.xlsx   its bytes, where this record has them

The rows are the greater part of the site. They are put together as text once for all languages: nothing in them is a
word of ours, and their links to agencies are relative. A page rests on a hash of its rows, not on the rows.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, cached_property, lru_cache, partial
from itertools import chain, groupby

from markupsafe import Markup, escape

from roster287.model import LISTS
from roster287.publish.addresses import external
from roster287.publish.site.changes import LIST, group, seals, told
from roster287.publish.site.compare import difference
from roster287.publish.site.item import Facts, Group, Item
from roster287.publish.site.press import Press, as_data, file_of
from roster287.publish.site.render import Renderer
from roster287.publish.site.words import SLIPS
from roster287.publish.whole import Whole
from roster287.publish.written import seen
from roster287.read import DOUBTS, PROBLEMS
from roster287.register.queries.lists import OwnedRow
from roster287.register.queries.sheets import Sheets
from roster287.table import Line, by, columns
from roster287.vocabulary.messages import LANGUAGES
from roster287.vocabulary.states import states_and_territories

ENDINGS = {"workbook": ".xlsx", "page": ".csv"}
"""How the file of a list ends, by its form, whatever it was named. What has another form is no list."""


def groups(press: Press) -> Iterator[Group]:
    """The index of the lists as page and as data, and the page of each, month by month."""
    whole, bodies = press.whole, Bodies(press.whole)
    kept = frozenset(press.kept.hashes()) if press.kept else frozenset()
    yield Group("lists", partial(press.page, "/lists/", "lists.html", partial(index, whole)))
    order = Item("lists/index.json", Facts(partial(accepted, whole)), as_data)
    newest = Item("newest.json", Facts(partial(_newest, whole)), as_data)
    yield Group("lists/index", lambda: [order, newest])
    beside = _beside(whole)
    months: defaultdict[str, list[tuple[Line, Line]]] = defaultdict(list)
    for line in whole.lists:
        of_month = months[f"{line['kind']}/{(line['date'] or '')[:7]}"]
        of_month.append((line, beside.get(line["publication_id"], {"earlier": None, "later": None})))
    for month, lines in months.items():
        yield Group(f"lists/{month}", partial(_pages, press, bodies, kept, lines))


def _beside(whole: Whole) -> dict[str, Line]:
    """The accepted lists of its kind before and after each accepted list, by its id."""
    return {
        line["publication_id"]: {"earlier": earlier, "later": later}
        for of_kind in whole.accepted.values()
        for earlier, line, later in zip((None, *of_kind), of_kind, (*of_kind[1:], None), strict=False)
    }


def _pages(press: Press, bodies: Bodies, kept: Collection[str], lines: Sequence[tuple[Line, Line]]) -> Iterator[Item]:
    for line, beside in lines:
        name = _file_name(press.whole, line) if line["sha256"] in kept else None
        yield from _page(press, bodies, name, line, beside)
        if name and press.kept:
            where = file_of(address(line["publication_id"])).replace("index.html", name)
            yield Item(where, Facts(partial(str, line["sha256"])), press.kept.get)


def _file_name(whole: Whole, line: Line) -> str | None:
    """What the file of a list is called on the site; None where it cannot be read as one."""
    ending = ENDINGS.get(whole.sheets.forms[line["sha256"]])
    return f"{line['publication_id']}{ending}" if ending and whole.sheets.columns[line["sha256"]] else None


def address(publication_id: str) -> str:
    """The address of a list's page."""
    return f"/lists/{publication_id}/"


def _newest(whole: Whole) -> Line:
    """The day of the newest list of each kind, and how many participating lists there are.

    Every page reads it from this file, so that a new list does not make them all anew.
    """
    kinds = {"participating": whole.newest, "pending": whole.newest_pending}
    return {kind: line["date"] for kind, line in kinds.items() if line} | {"lists": whole.taken}


def accepted(whole: Whole) -> list[Line]:
    """The accepted lists in their order, the last of a day in force on it."""
    keys = (
        "publication_id",
        "kind",
        "date",
        "part_of_day",
        "file_name",
        "sha256",
        "row_count",
        "first_captured",
        "last_captured",
    )
    return [columns(line, keys) for line in whole.lists if line["status"] == "accepted"]


def index(whole: Whole) -> Line:
    """Every publication, newest first, by year."""
    each_kind = chain.from_iterable(reversed(of_kind) for of_kind in by(whole.lists, "kind").values())
    newest_first = sorted(each_kind, key=lambda line: line["date"] or "", reverse=True)
    keys = (*LIST, "row_count", "status", "reason")
    lines = [
        columns(line, keys) | {"changes": len(whole.events_from.get(line["publication_id"], ()))}
        for line in newest_first
    ]
    return {
        "total": len(lines),
        "kinds": {kind: sum(1 for line in lines if line["kind"] == kind) for kind in LISTS},
        "aside": [line for line in lines if line["status"] != "accepted"],
        "years": [[year, list(of)] for year, of in groupby(lines, lambda line: (line["date"] or "")[:4])],
    }


def _page(press: Press, bodies: Bodies, name: str | None, line: Line, beside: Line) -> Iterator[Item]:
    come_from = partial(_come_from, press.whole, bodies, name, line, beside)
    facts = Facts(partial(_facts, press.whole, bodies, name, line, beside), come_from)
    where = address(line["publication_id"])
    for lang in LANGUAGES:
        yield Item(file_of(where, lang), facts, partial(_made, press.renderer, lang, where, bodies))


def _made(renderer: Renderer, lang: str, where: str, bodies: Bodies, facts: Line) -> bytes:
    body = bodies.body(facts["list"]["sha256"])
    return renderer.page("list.html", lang, where, {**facts, "body": body, "line": told(renderer, lang)})


def _come_from(whole: Whole, bodies: Bodies, name: str | None, line: Line, beside: Line) -> list[object]:
    """What the facts of a list's page come from: its rows by their hash, and the changes that it brought by theirs."""
    publication_id, sha256 = line["publication_id"], line["sha256"]
    brought = [seals(whole)[event["event_id"]] for event in whole.events_from.get(publication_id, ())]
    captures = whole.sheets.captures.get(sha256, ())
    near = [of and [of[key] for key in LIST] for of in (beside["earlier"], beside["later"])]
    differs = difference(whole, beside["earlier"], line)
    sheets = whole.sheets
    return [line, name, near, differs, captures, sheets.columns[sha256], sheets.issues[sha256], bodies.digest(sha256),
            brought]  # fmt: skip


def _facts(whole: Whole, bodies: Bodies, name: str | None, line: Line, beside: Line) -> Line:
    publication_id, sha256 = line["publication_id"], line["sha256"]
    events = whole.events_from.get(publication_id, [])
    rows = whole.sheets.rows
    printed = [rows[number] for number in set(whole.sheets.layouts[sha256].rows)]
    states, territories = states_and_territories({one.what.state for one in printed if one.what.state})
    return {
        "list": line,
        "decided_by": _decided_by(line),
        "slip": SLIPS.get(line["date_source"].partition(", ")[2], ""),
        "file": name,
        "captures": whole.sheets.captures.get(sha256, ()),
        "agencies": len({one.owner.agency_id for one in printed if one.owner.agency_id}),
        "states": states,
        "territories": territories,
        "differs": difference(whole, beside["earlier"], line),
        "changes": len(events),
        "changed": group(whole, publication_id, events) if events else None,
        "columns": whole.sheets.columns[sha256],
        "issues": whole.sheets.issues[sha256],
        "misprints": _misprints(whole, sha256),
        "rows": bodies.digest(sha256),
        **{name: columns(of, LIST) if of else None for name, of in beside.items()},
    }


_WITNESSES = {"newest signing": "newest"}
"""The witness of each source of a date, where they are not called the same."""


def _decided_by(line: Line) -> int | None:
    """Which witness gave the date, by its number: of several names the one that the list is called by."""
    source = line["date_source"].partition(",")[0]
    kind = _WITNESSES.get(source, source)
    found = [at for at, one in enumerate(line["witnesses"]) if one["witness"] == kind]
    called = [at for at in found if kind == "name" and line["witnesses"][at]["value"] == line["file_name"]]
    return next(iter((*called, *found)), None)


def _misprints(whole: Whole, sha256: str) -> list[Line]:
    """The kinds of problem that its cells have, those that leave open what is meant first, and the rows of each."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    layout = whole.sheets.layouts[sha256]
    for at, number in zip(layout.at, layout.rows, strict=True):
        for _, code in whole.sheets.rows[number].what.problems:
            found[code].append(at)
    codes = sorted(found, key=lambda code: (code not in DOUBTS, len(found[code]), code))
    return [{"sentence": PROBLEMS[code], "doubt": code in DOUBTS, "rows": found[code]} for code in codes]


class Bodies:
    """The rows of every list as the body of a table."""

    def __init__(self, whole: Whole) -> None:
        self._sheets = whole.sheets
        of = cache(partial(_cells_of, whole.sheets))  # not methods: a circle would outlive the site
        self.body = lru_cache(maxsize=2)(partial(_body, whole.sheets, of))
        """Gives the rows of a list, by the hash of its file, as printed."""

    @cached_property
    def _digests(self) -> dict[int, bytes]:
        digests = {}
        for number, (row, what, owner) in self._sheets.rows.items():
            said = repr((tuple(row), what.moa_url, what.addendum_url, owner.agency_id, owner.corrections)).encode()
            digests[number] = hashlib.blake2b(said, digest_size=16).digest()
        return digests

    def digest(self, sha256: str) -> str:
        """A hash of all that the body of a list shows."""
        layout = self._sheets.layouts[sha256]
        seen_rows = hashlib.blake2b(layout.at.tobytes(), digest_size=16)
        seen_rows.update(b"".join(map(self._digests.__getitem__, layout.rows)))
        return seen_rows.hexdigest()


def _body(sheets: Sheets, of: Callable[[int, tuple[str, ...]], str], sha256: str) -> Markup:
    layout, columns = sheets.layouts[sha256], sheets.columns[sha256]
    return Markup(  # noqa: S704
        "\n".join(
            f'<tr id="row-{at}"><td>{at}</td>{of(number, columns)}</tr>'
            for at, number in zip(layout.at, layout.rows, strict=True)
        )
    )


def _cells_of(sheets: Sheets, number: int, columns: tuple[str, ...]) -> str:
    return cells(sheets.rows[number], columns)


def cells(printed: OwnedRow, columns: tuple[str, ...]) -> str:
    """The cells of a row as printed; where our record reads something else, that stands beside it."""
    ours = {field: corrected for field, _, corrected in json.loads(printed.owner.corrections)}
    said = ((_NOWRAP.get(column, ""), _cell(printed, column), _ours(ours, column)) for column in columns)
    return "".join(f"<td{how}>{printed_text}{correction}</td>" for how, printed_text, correction in said)


_NOWRAP = {"signed": ' class="nowrap"'}


def _cell(printed: OwnedRow, column: str) -> str:
    text = escape(seen(getattr(printed.row, column)))
    if column == "agency" and printed.owner.agency_id:
        return f'<a href="../../agencies/{escape(printed.owner.agency_id)}/">{text}</a>'
    link = {"moa": printed.what.moa_url, "addendum": printed.what.addendum_url}.get(column)
    if safe := external(link):
        shown = text if text.strip() else escape(safe.rpartition("/")[2] or safe)
        return f'<a href="{escape(safe)}" rel="external nofollow noopener noreferrer">{shown}</a>'
    return text


_FIELDS = {"moa": ("moa", "moa_url"), "addendum": ("addendum", "addendum_url")}


def _ours(ours: Line, column: str) -> str:
    for field in _FIELDS.get(column, (column,)):
        if field in ours:
            return f' <ins class="ours">→ {escape(ours[field] or "—")}</ins>'
    return ""
