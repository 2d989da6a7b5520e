"""What every part of the site is made with: the record, the templates, and pages in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from roster287.publish.site.item import Facts, Item
from roster287.publish.site.render import Renderer
from roster287.publish.whole import Whole
from roster287.vocabulary.messages import LANGUAGES


@dataclass(frozen=True)
class Press:
    """The record to publish, the renderer to publish it with, and which costly pictures are wanted besides."""

    whole: Whole
    renderer: Renderer
    agency_cards: bool = False
    embed_pictures: bool = False

    def page(self, address: str, template: str, gather: Callable[[], Mapping[str, Any]]) -> Iterator[Item]:
        """A page in each language. Its facts are the same in all of them: the templates put them in words."""
        facts = Facts(gather)
        for lang in LANGUAGES:
            yield self.page_in(lang, address, template, facts)

    def page_in(self, lang: str, address: str, template: str, facts: Facts) -> Item:
        """A page in one language."""
        return Item(file_of(address, lang), facts, lambda told: self.renderer.page(template, lang, address, told))


def file_of(address: str, lang: str = "en") -> str:
    """Where the page of an address lies in the folder of the site."""
    path = address.removeprefix("/")
    path = f"{path}index.html" if not path or path.endswith("/") else path
    return path if lang == "en" else f"{lang}/{path}"
