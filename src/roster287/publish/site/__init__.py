"""The public site: one set of files, built into a folder or answered one by one.

site        all of it, answered file by file
item        a file: where it lies, what it rests on, how it is made
press       the record and the templates, for whoever makes items
render      templates in a language; what a page may load
templating, compiled
            how templates become code, and that code kept from one process to the next
contents    every item of the site, by part
building    the folder: only what changed is made again, swapped in whole
home, states, counties, agencies, exhibits, changes, lists, compare, program, prose, data, feeds, embeds, search, cards,
statics, sitemap
            the parts, each giving its items
tallies, drawings, words
            what several parts show: figures, maps and charts, words for codes
ground, beside, neighbours
            addresses, and what lies near what
templates/  static/
"""

from __future__ import annotations

from roster287.publish.site.item import Answer
from roster287.publish.site.render import CSP
from roster287.publish.site.site import Site

__all__ = ["CSP", "Answer", "Site"]
