"""What leads to pages: the sitemap, robots.txt, the page for what is not there, and pages in the place of old ids.

/sitemap.xml           an index of /sitemaps/agencies.xml and the like; only where the site's address is known
/robots.txt            /404.html
/agencies/OLD_ID/      leads to the agency that the id was merged into; its exhibit likewise
/lists/OLD_ID/         leads to the page of a list that was set aside since
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from roster287.publish.site.ground import agency_address
from roster287.publish.site.item import Facts, Group, Item, address_of, digest, of_program
from roster287.publish.site.lists import address as list_address
from roster287.publish.site.press import Press
from roster287.publish.site.render import Renderer
from roster287.publish.whole import Whole
from roster287.register.lookup import SET_ASIDE
from roster287.vocabulary.messages import LANGUAGES

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
UNLISTED = ("404", "search", "former", "former lists")
"""The groups that are of no use to somebody who comes from a search; embeds are not either."""


def groups(press: Press) -> Iterator[Group]:
    """The files that lead on, but for the sitemap."""
    robots = Item("robots.txt", Facts(lambda: press.renderer.absolute("/sitemap.xml")), _robots)
    yield Group("404", partial(press.page, "/404.html", "404.html", dict), of_program)
    yield Group("robots", lambda: [robots], of_program)
    whole = press.whole
    former = {old: now for old, now in whole.former_ids.items() if "/" not in old + now}
    yield Group("former", partial(_former, press, former), lambda: digest(former))
    refused = _refused(whole)
    yield Group("former lists", partial(_former_lists, press, refused), lambda: digest(refused))


def _refused(whole: Whole) -> dict[str, str]:
    """The ids of lists that were set aside after they had been published, and those that they have now."""
    ids = {line["publication_id"] for line in whole.lists}
    aside = [line["publication_id"] for line in whole.lists if line["status"] == "set_aside"]
    return {old: now for now in aside if (match := SET_ASIDE.fullmatch(now)) and (old := match[1]) not in ids}


def _former_lists(press: Press, former: Mapping[str, str]) -> Iterator[Item]:
    for old, now in former.items():
        yield from press.page(list_address(old), "moved.html", partial(_moved, list_address(now)))


def _former(press: Press, former: Mapping[str, str]) -> Iterator[Item]:
    for old, now in former.items():
        for page in ("", "exhibit/"):
            yield from press.page(
                f"{agency_address(old)}{page}", "moved.html", partial(_moved, agency_address(now) + page)
            )


def _moved(to: str) -> dict[str, str]:
    return {"to": to}


def _robots(sitemap: str) -> bytes:
    said = "User-agent: *\nAllow: /\n"
    return (f"{said}\nSitemap: {sitemap}\n" if "://" in sitemap else said).encode()


def sitemap(press: Press, groups: Mapping[str, Iterable[str]]) -> Iterator[Item]:
    """The sitemap of a site, where its address is known; its files are given by the names of their groups."""
    if not press.renderer.base_url:
        return
    sections = _addresses(path for group, paths in groups.items() if group not in UNLISTED for path in paths)
    yield Item("sitemap.xml", Facts(lambda: sorted(sections)), partial(_index, press.renderer))
    for section, found in sorted(sections.items()):
        yield Item(f"sitemaps/{section}.xml", Facts(partial(list, found)), partial(_section, press.renderer))


def _addresses(paths: Iterable[str]) -> dict[str, list[str]]:
    """The address of every page, without the language, by the first folder that it is in."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        folder, inner, _ = path.partition("/")
        if path.endswith("index.html") and folder not in (*LANGUAGES, "embed"):
            section = folder if inner and folder in ("agencies", "lists", "changes", "states") else "pages"
            found[section].append(address_of(path))
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
