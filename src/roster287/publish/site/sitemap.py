"""What leads to pages: the sitemap, robots.txt, the page for what is not there, and pages in the place of old ids.

/sitemap.xml           an index of /sitemaps/agencies.xml and the like; only where the site's address is known
/robots.txt            /404.html
/agencies/OLD_ID/      leads to the agency that the id was merged into; its exhibit likewise
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from roster287.publish.site.item import Facts, Item
from roster287.publish.site.press import Press
from roster287.publish.site.render import Renderer
from roster287.vocabulary.messages import LANGUAGES

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
UNLISTED = ("404.html", "embed/", "search/")
"""What is of no use to somebody who comes from a search."""


def items(press: Press) -> Iterator[Item]:
    """The files that lead on."""
    yield from press.page("/404.html", "404.html", dict)
    yield Item("robots.txt", Facts(lambda: press.renderer.absolute("/sitemap.xml")), _robots)
    for old, now in press.whole.former_ids.items():
        if "/" in old or "/" in now:
            continue
        for page in ("", "exhibit/"):
            yield from press.page(f"/agencies/{old}/{page}", "moved.html", partial(_moved, f"/agencies/{now}/{page}"))
    if press.renderer.base_url:
        yield from _sitemaps(press)


def _moved(to: str) -> dict[str, str]:
    return {"to": to}


def _robots(sitemap: str) -> bytes:
    said = "User-agent: *\nAllow: /\n"
    return (f"{said}\nSitemap: {sitemap}\n" if "://" in sitemap else said).encode()


def _sitemaps(press: Press) -> Iterator[Item]:
    sections = addresses(press)
    yield Item("sitemap.xml", Facts(lambda: sorted(sections)), partial(_index, press.renderer))
    for section, found in sorted(sections.items()):
        yield Item(f"sitemaps/{section}.xml", Facts(partial(list, found)), partial(_section, press.renderer))


def addresses(press: Press) -> dict[str, list[str]]:
    """The address of every page, without the language, by the first folder that it is in."""
    from roster287.publish.site.contents import PARTS

    found: defaultdict[str, list[str]] = defaultdict(list)
    for part in PARTS:
        if part.__name__ == __name__:
            continue
        for item in part.items(press):
            foreign = item.path.partition("/")[0] in LANGUAGES
            if item.path.endswith("index.html") and not foreign and not item.path.startswith(UNLISTED):
                folder, inner, _ = item.path.partition("/")
                found[folder if inner and folder in ("agencies", "lists", "changes", "states") else "pages"].append(
                    item.address
                )
    return {section: sorted(of) for section, of in found.items()}


def _index(renderer: Renderer, sections: list[str]) -> bytes:
    lines = [f"<sitemap><loc>{escape(renderer.absolute(f'/sitemaps/{s}.xml'))}</loc></sitemap>" for s in sections]
    body = "\n".join(lines)
    return f"{_HEAD}<sitemapindex {_XMLNS}>\n{body}\n</sitemapindex>\n".encode()


def _section(renderer: Renderer, found: list[str]) -> bytes:
    lines = []
    for address in found:
        same = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href={quoteattr(renderer.absolute(address, lang))}/>'
            for lang in LANGUAGES
        )
        lines += [f"<url><loc>{escape(renderer.absolute(address, lang))}</loc>{same}</url>" for lang in LANGUAGES]
    body = "\n".join(lines)
    return f"{_HEAD}<urlset {_XMLNS}>\n{body}\n</urlset>\n".encode()
