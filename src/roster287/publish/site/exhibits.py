"""The exhibit of each agency: what ICE printed of it, on which lists, and how to check that oneself.

    /agencies/AGENCY_ID/exhibit/              every row, by agreement, with the first and the last list that print it so
    /agencies/AGENCY_ID/exhibit/?on=DATE      one day: static/js/exhibit.js takes the row from the page of the list
                                              that was in force

A row that is on the newest list names no list that would move on: the page is made again only when the row changes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from roster287.model import COLUMNS, LISTS, PARTICIPATING
from roster287.publish.site.ground import agency_address
from roster287.publish.site.item import Group, Item
from roster287.publish.site.press import Press
from roster287.publish.whole import Whole, of_whole
from roster287.publish.written import seen
from roster287.table import Line, columns

PROVEN = ("publication_id", "kind", "date", "part_of_day", "file_name", "sha256", "first_captured")


class Run(NamedTuple):
    """Lists of one kind that follow each other and print the same row: the first, the last and how many."""

    kind: str
    row: int
    first: Line
    last: Line | None
    """None where the run goes on to the newest list of its kind."""
    lists: int


def groups(press: Press) -> Iterator[Group]:
    """The exhibit of every agency that ICE has ever listed, in one group: all come from one walk through the lists."""
    yield Group("exhibits", partial(_items, press))


def _items(press: Press) -> Iterator[Item]:
    for agency_id in press.whole.agencies:
        yield from press.page(
            f"{agency_address(agency_id)}exhibit/", "exhibit.html", partial(facts, press.whole, agency_id)
        )


def facts(whole: Whole, agency_id: str) -> Line:
    """What the page says."""
    agency = whole.agencies[agency_id]
    groups: defaultdict[tuple[str, str], list[Line]] = defaultdict(list)
    for run in runs(whole).get(agency_id, ()):
        owner, what = whole.sheets.rows[run.row].owner, whole.sheets.rows[run.row].what
        subject = owner.agreement_id if run.kind == PARTICIPATING else None
        groups[run.kind, subject or what.model or ""].append(_run(whole, run))
    in_order = sorted(groups.items(), key=lambda item: (item[0][0], item[1][0]["first"]["date"]))
    return {
        "agency": columns(agency, ("agency_id", "name", "state", "first_listed")),
        "groups": [
            {
                "kind": kind,
                "model": of[0]["model"],
                "signed": of[0]["signed"],
                "agreement_id": subject if "/" in subject else None,
                "runs": of,
            }
            for (kind, subject), of in in_order
        ],
    }


def _run(whole: Whole, run: Run) -> Line:
    row, what, owner = whole.sheets.rows[run.row]
    columns = whole.sheets.columns[run.first["sha256"]]
    return {
        "model": what.model,
        "signed": what.signed,
        "cells": [[column, seen(getattr(row, column))] for column in COLUMNS if column in columns],
        "targets": [
            [column, seen(target)]
            for column, targets in (("moa", row.moa_targets), ("addendum", row.addendum_targets))
            for target in targets
        ],
        "corrections": json.loads(owner.corrections),
        "first": run.first,
        "last": run.last,
        "lists": run.lists if run.last else None,
    }


@of_whole
def runs(whole: Whole) -> dict[str, list[Run]]:
    """The runs of every row of each agency, by the days they began."""
    found: defaultdict[str, list[Run]] = defaultdict(list)
    for kind in LISTS:
        lists = whole.accepted[kind]
        for number, ends in _ends([whole.sheets.layouts[line["sha256"]].positions() for line in lists]).items():
            agency_id = whole.sheets.rows[number].owner.agency_id
            if agency_id is not None:
                found[agency_id] += (_told(kind, number, lists, first, last) for first, last in ends)
    for of_agency in found.values():
        of_agency.sort(key=lambda run: (run.kind, run.first["date"], run.first["sheet_row"]))
    return dict(found)


Place = tuple[int, int]
"""A list by its place among its kind, and a row of its sheet."""


def _ends(lists: Sequence[Mapping[int, int]]) -> dict[int, list[tuple[Place, Place]]]:
    """Where each row begins and where it ends, once or more often, by its number; `lists` have their sheet rows."""
    found: defaultdict[int, list[tuple[Place, Place]]] = defaultdict(list)
    began: dict[int, Place] = {}
    before: Mapping[int, int] = {}
    for at, now in enumerate([*lists, {}]):
        for number in before.keys() - now.keys():
            found[number].append((began.pop(number), (at - 1, before[number])))
        for number in [number for number in now if number not in before]:
            began[number] = at, now[number]
            found[number]  # rows stand in the order in which the lists first print them
        before = now
    return dict(found)


def _told(kind: str, number: int, lists: Sequence[Line], first: Place, last: Place) -> Run:
    goes_on = last[0] == len(lists) - 1
    shown = None if goes_on else _proven(lists, *last)
    return Run(kind, number, _proven(lists, *first), shown, last[0] - first[0] + 1)


def _proven(lists: Sequence[Line], at: int, sheet_row: int) -> Line:
    return {**columns(lists[at], PROVEN), "sheet_row": sheet_row}
