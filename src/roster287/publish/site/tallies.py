"""Figures of the whole record and of each state, counted once: what is listed now, how it grew, who lives under it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from roster287.model import PARTICIPATING
from roster287.places.coverage import Coverage, people_by_county, population_covered
from roster287.places.facts import Location
from roster287.publish.whole import Whole, of_whole
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES, states_and_territories

Steps = Sequence[tuple[str, int]]
"""A value from each day on, where it changes."""


class Tally(NamedTuple):
    """What the newest lists name in a state. `gone` are agencies whose agreements are all no longer listed."""

    agencies: int
    agreements: int
    pending: int
    gone: int
    models: Mapping[str, int]
    """Agreements by model, in the order of the models; those that there are."""


@of_whole
def tallies(whole: Whole) -> dict[str, Tally]:
    """The figures of every state, the district and the territories."""
    status = Counter((line["state"], line["status"]) for line in whole.agencies.values())
    active = [line for line in whole.agreements.values() if line["status"] == "active"]
    models = Counter((line["state"], line["model"]) for line in active)
    waiting = Counter(line["state"] for line in whole.applications if line["outcome"] == "pending")
    return {
        code: Tally(
            status[code, "active"],
            sum(models[code, model] for model in MODELS),
            waiting[code],
            status[code, "no_longer_listed"],
            {model: models[code, model] for model in MODELS if models[code, model]},
        )
        for code in STATES
    }


@dataclass(frozen=True, eq=False)
class Growth:
    """How many agencies the lists named: in all (`all`) and by model, for the nation and for each state."""

    days: tuple[str, ...]
    """The days of the lists; of several lists of one day the last counts."""
    nation: Mapping[str, Steps]
    states: Mapping[str, Mapping[str, Steps]]
    totals: Sequence[tuple[int, int, int]]
    """Agencies, states (the district counts as one) and territories, on each of these days."""

    @property
    def ends(self) -> list[str]:
        """The days of the first list and of the last, between which every chart of growth is drawn."""
        return [self.days[0], self.days[-1]] if self.days else []


@of_whole
def growth(whole: Whole) -> Growth:
    """The growth, list by list."""
    held: Counter[tuple[str, str, str]] = Counter()
    steps: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    size: Counter[tuple[str, str]] = Counter()
    before: frozenset[str] = frozenset()
    days, totals = [], []
    for day, of_day in groupby(whole.listings, lambda listing: listing.date):
        now = list(of_day)[-1].agreements
        touched = set()
        for ids, sign in ((before - now, -1), (now - before, 1)):
            for agreement_id in sorted(ids):
                line = whole.agreements[agreement_id]
                for key in ("all", line["model"]):
                    one = (line["state"], key, line["agency_id"])
                    was = held[one] > 0
                    held[one] += sign
                    if (change := (held[one] > 0) - was) != 0:
                        for place in (line["state"], ""):
                            size[place, key] += change
                            touched.add((place, key))
        for place in sorted(touched):
            steps[place].append((day, size[place]))
        days.append(day)
        totals.append((size["", "all"], *states_and_territories([code for code in STATES if size[code, "all"] > 0])))
        before = now
    found: dict[str, dict[str, Steps]] = {place: {} for place in ("", *STATES)}
    for place, key in sorted(steps, key=lambda item: (item[0], ("all", *MODELS).index(item[1]))):
        found[place][key] = steps[place, key]
    return Growth(tuple(days), found.pop(""), found, totals)


@of_whole
def stretches(whole: Whole, owner: str) -> dict[str, list[tuple[str, str | None]]]:
    """The unbroken runs of lists that name each agreement, or agency (`owner` is the column of its id).

    Each is given by the days of its first list and its last, which is None where it goes on to the newest list.
    """
    owners = {number: getattr(printed.owner, owner) for number, printed in whole.sheets.rows.items()}
    found: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
    before: set[str] = set()
    last = ""
    for line in whole.accepted[PARTICIPATING]:
        now = {owners[number] for number in set(whole.sheets.layouts[line["sha256"]].rows)} - {None}
        for gone in before - now:
            found[gone][-1] = found[gone][-1][0], last
        for come in now - before:
            found[come].append((line["date"], None))
        before, last = now, line["date"]
    return dict(found)


def broken(whole: Whole, agency_id: str) -> bool:
    """Whether some list between two that name an agency does not name it."""
    return len(stretches(whole, "agency_id").get(agency_id, ())) > 1


@of_whole
def _policed(whole: Whole) -> dict[str, list[Location]]:
    """Where the agencies on the newest list are, by state."""
    found: defaultdict[str, list[Location]] = defaultdict(list)
    for agency_id, line in whole.agencies.items():
        if line["status"] == "active":
            found[line["state"]].append(whole.grounds[agency_id])
    return dict(found)


@of_whole
def covered(whole: Whole) -> dict[str, Coverage]:
    """The people covered in every state, by its code, and in all of them, under an empty code."""
    out = {code: population_covered(_policed(whole).get(code, ()), code) for code in STATES}
    return {"": Coverage(*map(sum, zip(*out.values(), strict=True))), **out}


@of_whole
def shares(whole: Whole) -> dict[str, float]:
    """The share of each county's residents whose own police have an agreement (the low figure), by its code."""
    return {
        fips: min(1.0, low / residents)
        for code, held in _policed(whole).items()
        for fips, (low, _, residents) in people_by_county(held, code).items()
        if residents
    }
