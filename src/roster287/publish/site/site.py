"""The site of one state of the record, answered file by file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from roster287.archive.objects import Objects
from roster287.publish.site.cards import available
from roster287.publish.site.contents import contents
from roster287.publish.site.item import Answer, Group, Item, media_type
from roster287.publish.site.press import Press, file_of
from roster287.publish.site.render import Renderer
from roster287.publish.site.search import answers
from roster287.publish.site.sitemap import sitemap
from roster287.publish.site.statics import digests
from roster287.publish.whole import Whole
from roster287.register.lookup import SET_ASIDE
from roster287.table import Line


class Site:
    """Every file of the site by its path. Nothing is made before it is asked for.

    `judgements` is the home's own log; `contact` is where readers report what is wrong. The site has the files of the
    lists whose bytes are `kept`, and cards for social media where the extra `cards` is installed; `agency_cards` makes
    one for each agency too, and `embed_pictures` the embeds as PNG, which take most of the time of a build. Where the
    `api` stands beside it, its addresses are links.
    """

    def __init__(
        self,
        whole: Whole,
        base_url: str = "",
        kept: Objects | None = None,
        *,
        judgements: Path | None = None,
        contact: str = "",
        agency_cards: bool = False,
        embed_pictures: bool = False,
        api: bool = False,
    ) -> None:
        self.whole = whole
        renderer = Renderer(base_url, digests(), cards=available(), contact=contact)
        self.press = Press(
            whole, renderer, kept, judgements, agency_cards=agency_cards, embed_pictures=embed_pictures, api=api
        )

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The files of the site in groups; all but the sitemap, which `sitemap` makes of them."""
        return tuple(contents(self.press))

    @cached_property
    def items(self) -> dict[str, Item]:
        """The files of the site by their paths in its folder."""
        found = {group.name: tuple(group.items()) for group in self.groups}
        leading = sitemap(self.press, {name: [item.path for item in items] for name, items in found.items()})
        return {item.path: item for items in (*found.values(), leading) for item in items}

    def answer(self, path: str) -> Answer | None:
        """The file at an address such as `/agencies/x/`, or None where there is none."""
        item = self.items.get(file_of(unquote(path)))
        return Answer(item.body(), media_type(item.path)) if item else None

    def search(self, asked: str, found: Iterable[Line], lang: str) -> Answer:
        """The page of the search with its answer; `found` are the agencies that `find` finds."""
        facts = answers(asked, found, lang)
        return Answer(self.press.renderer.page("search.html", lang, "/search/", facts), media_type("search.html"))

    def moved(self, path: str) -> str | None:
        """The address to which one that was once published leads, or None."""
        parts = unquote(path).strip("/").split("/")
        lang, rest = ("/es", parts[1:]) if parts[:1] == ["es"] else ("", parts)
        if rest[:1] == ["agencies"] and len(rest) > 1:
            now = self.whole.former_ids.get(rest[1])
            if now is not None and "/" not in now:
                return "/".join([lang, "agencies", now, *rest[2:], ""])
        if rest[:1] == ["lists"] and len(rest) > 1 and (aside := SET_ASIDE.fullmatch(rest[1])):
            for line in self.whole.lists:
                is_it = line["publication_id"].startswith(aside[1]) and line["sha256"].startswith(aside[2])
                if is_it and line["publication_id"] != rest[1]:
                    return "/".join([lang, "lists", line["publication_id"], *rest[2:], ""])
        return None
