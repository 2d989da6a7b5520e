"""A map that says otherwise than the table beside it, or than the record, misleads whoever looks at it first."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from roster287.publish.maps import drawable
from roster287.publish.site import Site, ground
from roster287.publish.whole import Whole
from roster287.record import Record
from roster287.vocabulary.messages import speaker
from roster287.vocabulary.states import STATES
from tests.site.test_numbers import LANGUAGES, languages, number, one, rows, section, tree

LETTERS = {"task_force": "t", "tribal_task_force": "t", "hybrid": "tj", "jail_enforcement": "j", "warrant_service": "w"}


def letters(models: set[str]) -> str:
    """The class of a county by the models that are in force in it."""
    held = set("".join(LETTERS[model] for model in models))
    return f"k-{''.join(letter for letter in 'tjw' if letter in held) or '0'}"


def step(agencies: int, edges: list[int]) -> str:
    """The class of a county by the number of its agencies."""
    return f"n{bisect_right(edges, agencies)}"


def counties(whole: Whole, models: dict[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    """The agencies of each county that can be drawn, from which models each has in force."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for agency_id, held in models.items():
        agency = whole.agencies[agency_id]
        if agency["jurisdiction"] == "state":
            continue
        several = [code for code in whole.grounds[agency_id].territory if code in ground.counties()]
        for fips in several or filter(None, [agency["county_fips"]]):
            if drawn := drawable(fips):
                found[drawn][agency_id] = held
    return dict(found)


def drawing(page: HTMLParser) -> Node:
    """The map of a page."""
    return one(page, "svg.map-svg")


@languages
def test_the_map_s_states_say_what_its_table_says(site: Site, lang: str) -> None:
    page = tree(site, f"{lang}/")
    said = {}
    for link in drawing(page).css("a"):
        name, _, count = one(link, "title").text().partition(": ")
        said[name] = number(count)
    table = {cells[0]: number(cells[1]) for cells in rows(section(page, "where"))}
    assert said == table
    assert {f"{lang}/states/{code.lower()}/" for code in STATES} == {
        str(link.attributes["href"]) for link in drawing(page).css("a")
    }


@languages
def test_the_map_s_counties_are_those_of_the_record(site: Site, whole: Whole, lang: str) -> None:
    say = speaker(LANGUAGES[lang])
    kept = [line for line in whole.agencies.values() if line["status"] in ("active", "no_longer_listed")]
    held = counties(whole, {line["agency_id"]: line["models"] for line in kept})
    shown = {str(path.attributes["id"])[1:]: path for path in drawing(tree(site, f"{lang}/")).css("path.c")}
    assert set(shown) == set(held)
    for fips, agencies in held.items():
        active = [models for models in agencies.values() if models]
        models = {model for of in active for model in of}
        classes = str(shown[fips].attributes["class"]).split()
        assert classes[:3] == ["c", letters(models), step(len(active), [1, 2, 3, 5, 10])], fips
        title = one(shown[fips], "title").text()
        assert number(title.rpartition(": ")[2].partition(",")[0]) == len(active), title
        assert [model for model in LETTERS if say.model(model) in title] == [m for m in LETTERS if m in models]


def test_the_slider_counts_as_the_commands_do(site: Site, whole: Whole, shipped: Record) -> None:
    answer = site.answer("/map/history.json")
    assert answer is not None
    history = json.loads(answer.body)
    for at in [*range(0, len(history["dates"]), 25), len(history["dates"]) - 1]:
        day = history["dates"][at]
        counted = shipped.count(on=day).rows[0]
        listed: defaultdict[str, list[str]] = defaultdict(list)
        for row in shipped.on(day):
            if row["agreement_id"]:
                listed[row["agency_id"]].append(row["model"])
        held = counties(whole, dict(listed))
        assert history["totals"][at] == [
            counted["agencies"], len(held), counted["states"], counted["territories"],
        ], day  # fmt: skip
        shown = {}
        for place, changes in history["places"].items():
            known = [now for now in zip(changes[::3], changes[1::3], changes[2::3], strict=True) if now[0] <= at]
            if place.isdecimal() and known and known[-1][1]:
                shown[place] = known[-1][1:]
        bits = {"t": 1, "j": 2, "w": 4}
        assert shown == {
            fips: (
                len(agencies),
                sum(bits[letter] for letter in letters({m for of in agencies.values() for m in of})[2:]),
            )
            for fips, agencies in held.items()
        }, day


@languages
def test_no_county_is_said_to_lie_in_a_state_that_has_agencies_of_the_whole_state_alone(site: Site, lang: str) -> None:
    """794 counties were said to lie in 39 states and 2 territories; they lie in 38 states, the agencies in those."""
    words = one(tree(site, f"{lang}/"), "[data-map-time]").attributes
    for name in ("data-sentence", "data-sentence-one", "data-sentence-many"):
        said = str(words[name])
        agencies, _, counties = said.partition(";")
        assert "{agencies}" in agencies
        assert "{states}" in agencies
        assert "{counties}" in counties
        assert ("{territories}" in agencies) == (name == "data-sentence-many")
        assert not set(re.findall(r"\{\w+\}", counties)) - {"{counties}"}


@pytest.mark.parametrize("code", list(STATES))
def test_a_map_points_to_no_table_that_is_not_there(site: Site, code: str) -> None:
    page = tree(site, f"/states/{code.lower()}/")
    caption = one(page, "#map-caption").text()
    assert page.css("#agencies-table") or "table" not in caption
    for where in (f"/embed/states/{code.lower()}/map/", "/embed/nation/map/"):
        assert "table" not in one(drawing(tree(site, where)), "desc").text()


@pytest.mark.parametrize("code", list(STATES))
def test_a_state_s_map_has_a_mark_for_each_agency_of_its_tables(site: Site, whole: Whole, code: str) -> None:
    page = tree(site, f"/states/{code.lower()}/")
    marked = Counter(str(link.attributes["href"]).split("/")[-2] for link in drawing(page).css(".map-points a"))
    in_tables = {str(link.attributes["href"]).split("/")[-2] for link in page.css("tbody th a")}
    assert set(marked) <= in_tables
    assert set(marked.values()) <= {1}
    for agency_id in in_tables - set(marked):
        agency = whole.agencies[agency_id]
        assert agency["status"] in ("pending", "no_longer_pending") or agency["point_method"] in (None, "state")
    for link in drawing(page).css(".map-points a"):
        agency = whole.agencies[str(link.attributes["href"]).split("/")[-2]]
        title, dot = one(link, "title").text(), one(link, "path")
        assert title.startswith(f"{agency['name']}: ")
        assert str(dot.attributes["class"]).split()[1] == letters(set(agency["models"]))
