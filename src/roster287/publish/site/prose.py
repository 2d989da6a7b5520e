"""The pages of plain prose, written in each language: methodology and about; and the public log of corrections."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

from roster287.publish.site.agencies import event_facts
from roster287.publish.site.item import Group, of_program
from roster287.publish.site.press import Press
from roster287.table import Line
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
    return {
        "corrections": [dict(line) for line in record.corrections],
        "events": [event_facts(event) for event in reversed(record.events) if event["cause"] == "record"],
        "decisions": [dict(line) for line in record.decisions if line["decided_by"] != "rule"],
    }
