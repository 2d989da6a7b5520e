"""The pages of plain prose, written in each language: methodology and about; and the public log of corrections."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path

from roster287.publish.site.agencies import event_facts
from roster287.publish.site.item import Group, of_program
from roster287.publish.site.press import Press
from roster287.publish.whole import Whole
from roster287.table import Line, columns
from roster287.vocabulary.messages import LANGUAGES

PROSE = Path(__file__).parent / "prose"
PAGES = ("methodology", "about")


def groups(press: Press) -> Iterator[Group]:
    """The pages."""
    for name in PAGES:
        yield Group(name, partial(press.page, f"/{name}/", "prose.html", partial(_page, press, name)), of_program)
    yield Group("corrections", partial(press.page, "/corrections/", "corrections.html", partial(_corrections, press)))


def _page(press: Press, name: str) -> Line:
    return {lang: told(name, lang, press.renderer.url("", lang)) for lang in LANGUAGES}


@lru_cache(maxsize=16)
def told(name: str, lang: str, prefix: str) -> Line:
    """A page of prose: title, first paragraph, the rest as HTML. Links that begin with `/` get the prefix."""
    from markdown_it import MarkdownIt  # only where a page of prose is made

    text = (PROSE / lang / f"{name}.md").read_text(encoding="utf-8").replace("](/", f"]({prefix}/")
    title, lede, rest = text.split("\n\n", 2)
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return {
        "title": title.removeprefix("# "),
        "lede": " ".join(lede.split()),
        "html": markdown.render(rest),
    }


def _corrections(press: Press) -> Line:
    record = press.whole
    owners = _owners(record)
    return {
        "corrections": [{**line, "owner": owners.get(_key(line))} for line in record.corrections],
        "events": [event_facts(event) for event in _once(reversed(record.events)) if event["cause"] == "record"],
        "decisions": [dict(line) for line in record.decisions if line["decided_by"] != "rule"],
    }


def _key(line: Line) -> tuple[str, str, str, str]:
    return line["field"], line["printed"], line["corrected"], line["agency"]


def _owners(record: Whole) -> dict[tuple[str, str, str, str], Line]:
    """The agencies of corrections, by what is corrected and the name that ICE prints in the row."""
    found: dict[tuple[str, str, str, str], Line] = {}
    for row, _, owner in record.sheets.rows.values():
        if owner.agency_id and owner.agency_id in record.agencies:
            agency = columns(record.agencies[owner.agency_id], ("agency_id", "state"))
            for field, printed, corrected in json.loads(owner.corrections):
                found[field, printed, corrected, row.agency.strip()] = agency
    return found


def _once(events: Iterable[Line]) -> list[Line]:
    """The events, those of a day that say the same of several agreements as one, with the evidence of all."""
    found: dict[tuple[str, str], Line] = {}
    for event in events:
        first = found.setdefault((event["date"], event["sentence"]), event)
        if first is not event:
            more = [item for item in event["evidence"] if item not in first["evidence"]]
            found[event["date"], event["sentence"]] = {**first, "evidence": [*first["evidence"], *more]}
    return list(found.values())
