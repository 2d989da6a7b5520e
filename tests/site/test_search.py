"""A town or ZIP code that the search leads astray, or does not know, would leave its resident without an answer."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from roster287.places.keys import key, spaced
from roster287.places.policing.zips import all_of_them
from roster287.places.records import other_names
from roster287.places.reference import shipped as reference
from roster287.publish.site import Site
from roster287.publish.site.counties import anchor_of
from roster287.publish.site.ground import counties, county_address, slug
from roster287.publish.site.search import DIGITS, LETTERS, index
from roster287.publish.whole import Whole
from roster287.record import Record
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES
from tests.site.hostile import NAME, hostile


def read(site: Site, path: str) -> Any:
    answer = site.answer(f"/search/{path}")
    assert answer is not None
    return json.loads(answer.body)


@pytest.fixture(scope="module")
def places(site: Site) -> dict[str, list[tuple[str, str, list[str]]]]:
    """By file: the name with its kind, the address it leads to, the keys it is found by."""
    found = {}
    for path in site.items:
        if path.startswith("search/places/"):
            told = read(site, path.removeprefix("search/"))
            rows = []
            for base, kind, number, *rest in told["towns"]:
                state, at, _ = told["counties"][number]
                anchor = rest[0] if rest and rest[0] else slug(base)
                keys = [key(base), *map(key, rest[1:])]
                rows.append((f"{base} {kind}".strip(), f"/states/{state}/counties/{at}/#{anchor}", keys))
            found[path.split("/")[-1].removesuffix(".json")] = rows
    return found


@pytest.fixture(scope="module")
def zips(site: Site) -> dict[str, tuple[str, list[list[Any]]]]:
    """By ZIP code: its file and the pages it leads to, as address and town."""
    found: dict[str, tuple[str, list[list[Any]]]] = {}
    for path in site.items:
        if path.startswith("search/zips/"):
            told = read(site, path.removeprefix("search/"))
            for code, (_, *pages) in told["zips"].items():
                assert code not in found
                leads = []
                for number, *rest in pages:
                    if isinstance(number, str):
                        leads.append([f"/states/{number}/", None])
                        continue
                    state, at, _ = told["counties"][number]
                    anchor, town = rest or ("", None)
                    leads.append([f"/states/{state}/counties/{at}/{'#' + anchor if anchor else ''}", town])
                found[code] = (path.split("/")[-1].removesuffix(".json"), leads)
    return found


def anchors_by_page() -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for state in reference().states:
        gazetteer = reference().gazetteer(state)
        assert gazetteer is not None
        for (fips, _), anchor in anchor_of(gazetteer).items():
            if fips in counties():
                found[f"/states/{state.lower()}/counties/{slug(counties()[fips].name)}/"].add(anchor)
    return found


def test_every_town_is_in_just_the_files_that_its_keys_name_once_for_each_of_its_counties(
    places: dict[str, list[tuple[str, str, list[str]]]],
) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for state in reference().states:
        gazetteer = reference().gazetteer(state)
        assert gazetteer is not None
        for town in gazetteer.municipalities:
            files = {key(name)[:LETTERS] for name in (town.base, *other_names(town))} - {""}
            for fips in town.counties:
                address = f"{county_address(town.state, fips)}#{anchor_of(gazetteer)[fips, town.geoid]}"
                expected.update((letters, address) for letters in files)
    found = Counter((letters, address) for letters, rows in places.items() for _, address, _ in rows)
    assert found == expected
    assert max(found.values()) == 1


def test_every_town_s_keys_begin_as_its_file_is_named(places: dict[str, list[tuple[str, str, list[str]]]]) -> None:
    assert not [
        (letters, row)
        for letters, rows in places.items()
        for row in rows
        if letters not in {k[:LETTERS] for k in row[2]}
    ]


def test_every_zip_code_is_in_just_the_file_that_its_digits_name(zips: dict[str, tuple[str, list[list[Any]]]]) -> None:
    assert {one.code for one in all_of_them()} <= zips.keys()
    assert not [code for code, (file, _) in zips.items() if code[:DIGITS] != file]
    assert not [code for code, (_, pages) in zips.items() if not pages]


def test_every_address_is_a_page_of_the_site_with_that_anchor(
    site: Site,
    places: dict[str, list[tuple[str, str, list[str]]]],
    zips: dict[str, tuple[str, list[list[Any]]]],
) -> None:
    anchors = anchors_by_page()
    addresses = {address for rows in places.values() for _, address, _ in rows}
    addresses |= {address for _, pages in zips.values() for address, _ in pages}
    assert len(addresses) > 40_000
    for address in addresses:
        page, _, anchor = address.partition("#")
        assert f"{page[1:]}index.html" in site.items, address
        assert not anchor or anchor in anchors[page], address


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Wells", "/states/me/counties/york-county/#wells"),
        ("Nashville", "/states/tn/counties/davidson-county/#nashville-davidson"),
        ("Baltimore", "/states/md/counties/baltimore-city/#baltimore"),
        ("St. Louis", "/states/mo/counties/st-louis-city/#st-louis"),
        ("Saint Louis", "/states/mo/counties/st-louis-city/#st-louis"),
        ("Hamden", "/states/ct/counties/south-central-connecticut-planning-region/#hamden"),
        ("Cañon City", "/states/co/counties/fremont-county/#canon-city"),
        ("Canon City", "/states/co/counties/fremont-county/#canon-city"),
        ("Coeur d'Alene", "/states/id/counties/kootenai-county/#coeur-d-alene"),
        ("Zuni Pueblo", "/states/nm/counties/mckinley-county/#zuni-pueblo"),
        ("Bethesda", "/states/md/counties/montgomery-county/#bethesda"),
    ],
)
def test_a_name_leads_to_its_town(places: dict[str, list[tuple[str, str, list[str]]]], name: str, address: str) -> None:
    assert address in [at for _, at, keys in places[key(name)[:LETTERS]] if key(name) in keys]


def test_a_township_of_a_common_name_is_told_apart_by_its_county(
    places: dict[str, list[tuple[str, str, list[str]]]],
) -> None:
    found = [at for name, at, _ in places["fr"] if name == "Franklin township" and at.startswith("/states/nj/")]
    assert len(found) == len({at.split("/")[4] for at in found}) >= 3


def test_zip_codes_of_the_story_and_of_several_counties(zips: dict[str, tuple[str, list[list[Any]]]]) -> None:
    assert zips["04090"][1] == [["/states/me/counties/york-county/#wells", "Wells town"]]
    several = {address.split("#")[0] for address, _ in zips["30301"][1]} | {
        a.split("#")[0] for a, _ in zips["86044"][1]
    }
    assert len(several) > 1
    assert zips["00601"][1][0][0] == "/states/pr/counties/adjuntas-municipio/"
    assert ["/states/gu/", None] in zips["96910"][1]
    assert "00000" not in zips
    assert "99999" not in zips


def test_the_index_leads_to_every_agency_and_county(whole: Whole, site: Site) -> None:
    told = read(site, "index.json")
    states = [code for code, *_ in told["states"]]
    agencies = {f"{states[state]}-{end}" for end, _, state, *_ in told["agencies"]}
    assert agencies == whole.agencies.keys()
    addresses = {
        f"/states/{states[state]}/counties/{rest[0] if rest else name.lower().replace(' ', '-')}/"
        for name, state, *rest in told["counties"]
    }
    assert not [at for at in addresses if f"{at[1:]}index.html" not in site.items]
    assert len(addresses) == len(counties())
    files = read(site, "files.json")
    assert {f"search/places/{at}.json" for at in files["places"]} | {
        f"search/zips/{at}.json" for at in files["zips"]
    } == {path for path in site.items if re.match(r"search/(?:places|zips)/", path)}


def test_the_files_are_small_enough_for_a_phone(whole: Whole, site: Site) -> None:
    assert len(gzip.compress(json.dumps(index(whole)).encode())) < 100_000
    largest = max(len(gzip.compress(item.body())) for path, item in site.items.items() if path.startswith("search/p"))
    assert largest < 25_000


def test_an_old_spelling_and_an_abbreviation_find_an_agency(whole: Whole) -> None:
    told = index(whole)
    spelled = {end: more for end, _, _, _, _, _, more in told["agencies"]}
    assert told["seeking"]["means"]["pd"] == "police department"
    assert any("department" in more.split() for more in spelled.values())


def test_hostile_names_are_data_in_the_index_and_text_in_an_answer(tmp_path: Path) -> None:
    whole = hostile(tmp_path)
    site = Site(whole)
    held = [name for _, name, *_ in read(site, "index.json")["agencies"] if "<script>" in name]
    assert len(held) == 1
    rows = [line for line in whole.agencies.values() if "<script>" in line["name"]]
    body = site.search(NAME, rows, "en").body.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body


def test_a_server_answers_what_the_browser_finds(site: Site, shipped: Record) -> None:
    def answer(asked: str, lang: str = "en") -> str:
        return site.search(asked, shipped.find(asked), lang).body.decode()

    assert "/states/me/counties/york-county/#wells" in answer("Wells, ME")
    assert "/agencies/me-wells-police-department/" in answer("wells")
    assert "/es/states/me/counties/york-county/#wells" in answer("04090", "es")
    assert "ZIP code 00000 is in no table" in answer("00000")
    assert "Nothing is found for" in answer("qqqqqqq")
    assert "/states/me/" in answer("Maine")
    assert re.search(r"reaches into \d+ counties", answer("86044"))


def test_the_page_explains_how_to_browse_without_a_script(site: Site) -> None:
    made = site.answer("/search/")
    assert made is not None
    html = made.body.decode()
    assert all(f'href="/states/{code.lower()}/"' in html for code in STATES)
    words = json.loads(re.findall(r'data-words="([^"]+)"', html)[0].replace("&#34;", '"').replace("&amp;", "&"))
    assert words["models"].keys() == MODELS.keys()


@pytest.mark.parametrize(
    ("lang", "names"), [("", ["Alabama", "Alaska", "American Samoa"]), ("/es", ["Ohio", "Oklahoma", "Oregón"])]
)
def test_states_are_not_in_the_order_of_codes_that_nobody_knows(site: Site, lang: str, names: list[str]) -> None:
    made = site.answer(f"{lang}/search/")
    assert made is not None
    told = re.findall(r'<li><a href="[^"]*/states/../">([^<]+)</a></li>', made.body.decode())
    at = told.index(names[0])
    assert told[at : at + 3] == names
    assert [spaced(name) for name in told] == sorted(map(spaced, told))
