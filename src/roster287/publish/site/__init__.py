"""The public site: one set of files, built into a folder or answered one by one.

item        a file: where it lies, what it rests on, how it is made
press       the record and the templates, for whoever makes items
render      templates in a language; what a page may load
compiled    their code, kept from one process to the next
contents    every item of the site, by part
building    the folder: only what changed is made again, swapped in whole
home, states, counties, agencies, changes, lists, program, prose, feeds, embeds, search, cards
            the parts, each giving its items
templates/  static/
"""

from __future__ import annotations

from roster287.publish.site.item import Answer
from roster287.publish.site.render import CSP
from roster287.publish.site.site import Site

__all__ = ["CSP", "Answer", "Site"]
