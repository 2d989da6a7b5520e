"""What every part of the site is made with: the record, the templates, and pages in each language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from roster287.archive.objects import Objects
from roster287.publish.site.item import Facts, Item, Key, digest
from roster287.publish.site.render import Renderer
from roster287.publish.site.tallies import broken, stretches
from roster287.publish.whole import Whole, of_whole
from roster287.table import Line
from roster287.vocabulary.dates import quarter_ended
from roster287.vocabulary.messages import LANGUAGES


@dataclass(frozen=True)
class Press:
    """The record to publish, the renderer to publish it with, and which costly pictures are wanted as well.

    `kept` holds the bytes of the lists, where they are to be had; `judgements` is the home's own log.
    """

    whole: Whole
    renderer: Renderer
    kept: Objects | None = None
    judgements: Path | None = None
    agency_cards: bool = False
    embed_pictures: bool = False
    api: bool = False
    """Whether the API stands beside the site, for its pages to link."""

    def page(self, address: str, template: str, gather: Callable[[], Mapping[str, Any]]) -> Iterator[Item]:
        """A page in each language. Its facts are the same in all of them: the templates put them in words."""
        facts = Facts(gather)
        for lang in LANGUAGES:
            yield Item(file_of(address, lang), facts, partial(self.renderer.page, template, lang, address))

    def key(self, state: str) -> Key:
        """Gives a hash of everything the record says of a state, but for the days that move on with every list."""
        return lambda: _of_state(self.whole, state)


@of_whole
def _of_state(whole: Whole, state: str) -> str:
    agencies = whole.agencies_in.get(state, [])
    tables = (whole.agreements_of, whole.applications_of, whole.spellings_of)
    lines = [*agencies, *(line for agency in agencies for of in tables for line in of.get(agency["agency_id"], ()))]
    said = [
        [steady(line, whole) for line in lines],
        [broken(whole, agency["agency_id"]) for agency in agencies],
        [stretches(whole, "agreement_id").get(line["agreement_id"]) for line in lines if "missing_lists" in line],
        [[value for key, value in event.items() if key != "position"] for event in whole.events_in.get(state, ())],
        [line for line in whole.decisions if line["state"] == state],
        whole.began,
        whole.newest and quarter_ended(whole.newest["date"]),
    ]
    return digest(said)


def steady(line: Line, whole: Whole) -> Line:
    """A line of the record without the days and counts that move on with every list, where they still do."""
    moving = {"last_pending", "days"} if line.get("outcome") == "pending" else set()
    if line.get("status") == "active" or line.get("on_participating") or line.get("on_pending"):
        moving.add("last_listed")
    standing = {key: value for key, value in line.items() if key not in moving}
    if "missing_lists" in line:
        gone = line["status"] == "no_longer_listed"
        standing["missing_lists"] = whole.taken - line["missing_lists"] if gone else None
    return standing


def as_data(facts: object) -> bytes:
    """Facts as a file of JSON."""
    return (json.dumps(facts, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def file_of(address: str, lang: str = "en") -> str:
    """Where the page of an address lies in the folder of the site."""
    path = address.removeprefix("/")
    path = f"{path}index.html" if not path or path.endswith("/") else path
    return path if lang == "en" else f"{lang}/{path}"
