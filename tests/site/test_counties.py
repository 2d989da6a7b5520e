"""A county's page that tells otherwise than `where`, or leaves a town out, would misinform who lives there."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from roster287.errors import UsageError
from roster287.places.reference import shipped as reference
from roster287.publish.site import Site
from roster287.publish.site.beside import beside
from roster287.publish.site.counties import FIXED, GROUPS, anchors, county_facts, in_state, old_county_facts
from roster287.publish.site.drawings import listed_in
from roster287.publish.site.ground import counties, county_address, slug
from roster287.publish.site.neighbours import neighbours
from roster287.publish.where import where
from roster287.publish.whole import Whole
from roster287.record import Record
from roster287.table import Line
from tests.site.hostile import NAME, hostile


def page(site: Site, fips: str, lang: str = "") -> str:
    answer = site.answer(f"{lang}{county_address(counties()[fips].state, fips)}")
    assert answer is not None
    return answer.body.decode()


def told(rows: list[Line]) -> Counter[tuple[object, ...]]:
    return Counter((r["name"], r["agency_id"], r["status"], ",".join(r.get("models", ()))) for r in rows)


def test_a_county_page_says_what_where_says(whole: Whole, shipped: Record) -> None:
    draw = random.Random(287).sample(sorted(fips for fips, county in counties().items() if not county.legacy), 100)
    compared = 0
    with shipped.reading() as connection:
        for fips in ["23031", "24510", "29510", "09110", "72001", "66010", *draw]:
            county = counties()[fips]
            try:
                answer = where(connection, f"{county.name}, {county.state}")
            except UsageError:
                continue
            if [c["fips"] for g in answer.query["understood"] for c in g["counties"]] != [fips]:
                continue
            compared += 1
            assert told(county_facts(whole, fips)["bodies"]) == told(list(answer)), county
    assert compared > 95


def test_every_county_has_a_page_of_its_own_in_both_languages(site: Site) -> None:
    addresses = [county_address(county.state, fips) for fips, county in counties().items()]
    assert len(set(addresses)) == len(addresses) > 3200
    assert not [at for at in addresses for lang in ("", "es/") if f"{lang}{at[1:]}index.html" not in site.items]


def test_every_town_has_one_anchor_in_each_of_its_counties() -> None:
    for state in reference().states:
        gazetteer = reference().gazetteer(state)
        assert gazetteer is not None
        found = Counter((fips, town.geoid) for fips, towns in anchors(gazetteer).items() for town in towns.values())
        assert found == Counter((fips, town.geoid) for town in gazetteer.municipalities for fips in town.counties)
        assert not [at for towns in anchors(gazetteer).values() for at in towns if at in FIXED or not at.isascii()]


def test_the_page_has_the_anchors_and_no_id_twice(site: Site) -> None:
    for fips in ("23031", "36059", "55025", "42003", "25025"):
        ids = re.findall(r' id="([^"]+)"', page(site, fips))
        assert max(Counter(ids).values()) == 1
        gazetteer = reference().gazetteer(counties()[fips].state)
        assert gazetteer is not None
        assert set(anchors(gazetteer)[fips]) <= set(ids)
        assert all(at in FIXED for at in ids if at.startswith("b-"))


def test_the_sentence_has_the_numbers_of_the_page(site: Site, whole: Whole) -> None:
    facts = county_facts(whole, "12095")
    listed = [body for body in facts["bodies"] if body["status"] == "listed"]
    assert len(listed) > 3
    html = page(site, "12095")
    assert f"{len(listed)} of the {len(facts['bodies'])} bodies that police Orange County, Florida, are on" in html
    assert all(f'href="/agencies/{body["agency_id"]}/"' in html for body in listed)


def test_every_body_stands_somewhere_on_the_page(site: Site, whole: Whole) -> None:
    for fips in ("48201", "04005", "36061", "06037", "51059"):
        facts, html = county_facts(whole, fips), page(site, fips)
        assert {body["group"] for body in facts["bodies"]} <= set(GROUPS)
        assert not [body["name"] for body in facts["bodies"] if f">{body['name']}" not in unescape(html)]


def test_no_body_is_told_twice_so_that_a_reader_counts_two(site: Site, whole: Whole) -> None:
    for fips in ("12095", "12086", "48201", "23031", "36061", "09001"):
        facts = county_facts(whole, fips) if not counties()[fips].legacy else old_county_facts(whole, fips)
        main = unescape(page(site, fips).split("<main")[1])
        of_towns = Counter(number for town in facts["towns"] for number in town["own"])
        for number, body in enumerate(facts["bodies"]):
            if body["agency_id"]:
                assert main.count(f'/agencies/{body["agency_id"]}/"') == max(1, of_towns[number]), body["name"]


def test_the_town_of_the_story(site: Site) -> None:
    html = page(site, "23031")
    wells = html.split('<li id="wells">')[1].split("</li>")[0]
    assert "/agencies/me-wells-police-department/" in wells
    without = html.split('id="without">Without police of their own in this record')[1].split("</ul>")[0]
    assert '<li id="acton">' in without
    assert 'href="/es/agencies/me-wells-police-department/"' in page(site, "23031", "/es")


def test_a_city_with_a_police_of_nobody_does_not_stand_among_those_with_police_of_their_own(site: Site) -> None:
    html = page(site, "12127")
    uncounted = html.split('id="uncounted">With police of whom the FBI counts no employee')[1].split("</ul>")[0]
    assert re.findall(r'<li id="([^"]+)">', uncounted) == ["debary", "deltona", "pierson"]


def test_one_more_list_does_not_make_every_county_anew(whole: Whole) -> None:
    later = [{**line, "date": "2031-01-01"} if line is whole.newest else line for line in whole.lists]
    agencies = {
        agency_id: {**line, "last_listed": "2031-01-01"} if line["status"] == "active" else line
        for agency_id, line in whole.agencies.items()
    }
    moved = replace(whole, lists=tuple(later), agencies=agencies)
    assert moved.newest != whole.newest
    for fips in ("12095", "23031", "48201"):
        assert county_facts(moved, fips) == county_facts(whole, fips)


def test_a_former_county_leads_to_what_took_its_place(site: Site) -> None:
    html = page(site, "09003")
    assert "until 2022" in html
    assert 'href="/states/ct/counties/capitol-planning-region/"' in html


@pytest.mark.parametrize("fips", ["23031", "24510", "51540", "09110", "15003", "72001", "66010"])
def test_neighbours_exist_and_are_others(fips: str) -> None:
    assert fips not in beside(fips)
    assert all(not counties()[other].legacy for other in beside(fips))


def test_who_lies_beside_whom_is_mutual_on_the_map() -> None:
    assert {counties()[code].name for code in beside("23031")} == {
        "Carroll County", "Cumberland County", "Oxford County", "Rockingham County", "Strafford County",
    }  # fmt: skip
    assert "23031" in beside("33015")


def test_a_hostile_name_stays_a_name(tmp_path: Path) -> None:
    whole = hostile(tmp_path)
    assert any(NAME.split()[0] in agency["name"] for agency in in_state(whole, "ME").agencies)
    site = Site(whole)
    for fips, county in counties().items():
        if county.state == "ME":
            html = page(site, fips)
            assert "<script>alert" not in html
            assert "onmouseover='" not in html


def test_a_county_beside_another_is_in_its_state_or_one_that_touches_it() -> None:
    """What a county's page says of those beside it is made again when they change: `counties` looks no further."""
    far = [
        (fips, code)
        for fips, county in counties().items()
        for code in beside(fips)
        if counties()[code].state not in (county.state, *neighbours(county.state))
    ]
    assert far == []


def test_a_police_of_two_towns_stands_with_both_and_not_with_the_county(site: Site, whole: Whole) -> None:
    name = "Monmouth Winthrop Police Department"
    html = page(site, "23011")
    assert [body["group"] for body in county_facts(whole, "23011")["bodies"] if body["name"] == name] == ["regions"]
    for anchor in ("monmouth", "winthrop"):
        assert name in html.split(f'<li id="{anchor}">')[1].split("</li>")[0]
    assert html.split("<main")[1].count(f">{name}<") == 2


def test_a_jail_is_not_said_to_have_power_in_every_town(whole: Whole) -> None:
    facts = county_facts(whole, "42021")
    jail = next(body for body in facts["bodies"] if body["name"] == "Cambria County Prison")
    assert (jail["status"], jail["group"]) == ("listed", "jails")


def test_a_body_of_unknown_kind_is_not_called_regional(whole: Whole) -> None:
    kinds = {body["name"]: body["kind"] for body in county_facts(whole, "48201")["bodies"]}
    assert {kinds["Texas Medical Center"], kinds["Houston Arson Bureau"]} == {"other"}


def test_a_police_that_left_the_lists_is_not_said_to_be_on_them(site: Site, whole: Whole) -> None:
    assert whole.agencies["me-wells-police-department"]["status"] == "no_longer_listed"
    html = page(site, "23031")
    assert 'id="wells"' in html.split('id="on-lists"')[1].split("</ul>")[0]
    assert ">Towns and cities whose own police are or were on them<" in html


def test_a_town_of_several_counties_is_told_of_the_listed_sheriff_in_another(site: Site, whole: Whole) -> None:
    held = {fips for fips, of in listed_in(whole)["GA"].items() if of}
    towns = {town["anchor"]: town for town in county_facts(whole, "13013")["towns"]}
    told = {one["name"]: one["listed"] for one in towns["braselton"]["across"]}
    assert told == {counties()[fips].name: fips in held for fips in ("13135", "13139", "13157")}
    said = {True: "at least one agency on the latest list", False: "no agency on the latest list"}
    html = page(site, "13013").split('<li id="braselton">')[1].split("</li>")[0]
    for name, listed in told.items():
        assert f'counties/{slug(name)}/#braselton">{name}</a> ({said[listed]})' in html


def test_a_town_is_not_said_to_be_without_a_listed_sheriff_where_another_of_its_counties_has_one(site: Site) -> None:
    html = page(site, "01089")
    denied = "none of them is on ICE"
    assert denied in html.split('<li id="new-hope">')[1].split("</li>")[0]
    huntsville = html.split('<li id="huntsville">')[1].split("</li>")[0]
    assert denied not in huntsville
    assert 'limestone-county/#huntsville">Limestone County</a> (at least one agency on the latest list)' in huntsville


def test_a_page_is_made_anew_when_a_far_county_of_its_towns_comes_onto_the_list(whole: Whole) -> None:
    """Four Corners lies in Orange and Polk County, which do not lie beside each other on the map."""
    assert "12105" not in beside("12095")
    without = {
        agency_id: {**line, "models": []} if line["county_fips"] == "12105" else line
        for agency_id, line in whole.agencies.items()
    }

    def key_of(whole: Whole) -> str:
        (group,) = [group for group in Site(whole).groups if group.name == "counties/FL"]
        (item,) = [item for item in group.items() if item.path == "states/fl/counties/orange-county/index.html"]
        return item.key

    assert key_of(whole) != key_of(replace(whole, agencies=without))
