"""A state's page that says another thing than the commands, or less, would be quoted all the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from roster287.places.coverage import people_by_county
from roster287.publish.brief import brief
from roster287.publish.site import Site
from roster287.publish.site.neighbours import neighbours
from roster287.publish.site.states import stance_by_state, state_facts
from roster287.publish.site.tallies import _policed, covered, growth, shares, tallies
from roster287.publish.whole import Whole
from roster287.record import Record
from roster287.record import open as open_record
from roster287.vocabulary.states import STATES

ROOT = Path(__file__).parent.parent.parent
HOSTILE = '<script>alert(1)</script> & "Sons" \' Police'


@pytest.fixture(scope="module")
def record(shipped_home: Path) -> Iterator[Record]:
    with open_record(shipped_home) as found:
        yield found


def _page(site: Site, address: str) -> str:
    answer = site.answer(address)
    assert answer is not None, address
    return answer.body.decode()


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("state", ["ME", "TX", "IL", "AS"])
def test_a_brief_on_the_site_says_what_the_command_says(site: Site, record: Record, state: str, lang: str) -> None:
    page = _page(site, f"{'/es' if lang == 'es' else ''}/states/{state.lower()}/")
    with record.reading() as connection:
        facts = brief(connection, state, lang=lang)
    said = [sentence for fact in facts for sentence in fact["sentence"].split("\n")]
    assert len(said) > 8
    assert [sentence for sentence in said if escape(sentence, quote=True).replace("&#x27;", "&#39;") not in page] == []


@pytest.mark.parametrize("state", list(STATES))
def test_half_of_those_who_waited_did_sign_within_the_days_that_are_said(site: Site, whole: Whole, state: str) -> None:
    """Of four in Arizona two signed within 8 days; the page said 19, within which three had."""
    waited = [
        line["days"]
        for line in whole.applications
        if line["state"] == state and line["days"] is not None and whole.pending_first(line)
    ]
    section = HTMLParser(_page(site, f"/states/{state.lower()}/")).css_first("section[aria-labelledby=pending]")
    said = section.text() if section else ""
    if not waited:
        assert "pending list first" not in said
        return
    found = re.search(r"within ([\d,]+) days?|signed ([\d,]+) days? later|(by (?:its|their) first day) there", said)
    assert found
    days = 0 if found[3] else int((found[1] or found[2]).replace(",", ""))
    assert 2 * sum(one <= days for one in waited) >= len(waited) > 2 * sum(one < days for one in waited)
    assert " 0 days" not in said


def test_briefs_of_all_states_at_once_are_those_of_each_alone(whole: Whole, record: Record) -> None:
    for state, lang in (("FL", "en"), ("PA", "es"), ("GU", "en")):
        with record.reading() as connection:
            assert brief(connection, state, lang=lang).rows == tuple(whole.brief(state, lang))


def test_an_agency_whose_state_ice_misprints_is_in_the_brief_of_its_own_state(record: Record) -> None:
    there = {state: _value(record.brief(state, "2025-04-04").rows, "agencies_in_state") for state in ("MA", "MN")}
    listed = record.on("2025-04-04", agency="mn-crow-wing-county-sheriffs-office").rows
    misprinted = next(line for line in listed if line["state"] == "MA")
    said = next(f for f in record.brief("MN", "2025-04-04") if f["fact_id"] == "agreements_in_state")
    assert "Crow Wing County" in said["sentence"]
    assert misprinted["evidence"][0] in said["evidence"]
    assert there["MA"] + there["MN"] == len(
        {line["agency_id"] for state in ("MA", "MN") for line in record.on("2025-04-04", state=state)}
    )


def _value(rows: tuple[dict[str, object], ...], fact_id: str) -> int:
    found = next(fact for fact in rows if fact["fact_id"] == fact_id)["value"]
    assert isinstance(found, int)
    return found


def test_the_figures_of_the_states_are_those_of_count(whole: Whole, record: Record) -> None:
    counted = {line["state"]: line for line in record.count(by="state")}
    found = tallies(whole)
    assert {code for code, tally in found.items() if tally.agencies} == set(counted)
    for code, line in counted.items():
        assert (found[code].agencies, found[code].agreements) == (line["agencies"], line["agreements"]), code
    assert sum(tally.pending for tally in found.values()) == len(record.applications(outcome="pending"))


def test_counties_differ_between_page_and_count_as_the_methodology_says(whole: Whole, record: Record) -> None:
    """The command counts COUNTY as printed, the pages the agency's own county; who compares them must be told why."""
    assert whole.newest is not None
    listed = record.on(whole.newest["date"], state="AL")
    printed = Counter(county for county, _ in {(line["county"], line["agency_id"]) for line in listed})
    own = Counter(agency["county"] for agency in record.agencies("AL", "active"))
    counted = {line["county"]: line["agencies"] for line in record.count(by="county") if line["state"] == "AL"}
    shown = {one["name"]: one["agencies"] for one in state_facts(whole, "AL")["county_index"] if one["agencies"]}
    assert counted == printed
    assert shown == {county: n for county, n in own.items() if county}
    assert counted["Cherokee County"] > shown["Cherokee County"]
    said = (ROOT / "docs" / "methodology.md").read_text(encoding="utf-8")
    assert "`roster287 count --by county` counts the cells of COUNTY as the list prints them" in said


def test_growth_ends_and_passes_where_count_does(whole: Whole, record: Record) -> None:
    grown = growth(whole)
    for at in (0, len(grown.days) // 3, -40, -1):
        counted = record.count(on=grown.days[at]).rows[0]
        assert grown.totals[at] == tuple(counted[key] for key in ("agencies", "states", "territories"))
    for model, steps in grown.nation.items():
        if model != "all":
            held = {a["agency_id"] for a in record.agreements(model=model, status="active")}
            assert steps[-1][1] == len(held), model


def test_lines_beside_each_other_begin_on_the_same_day(site: Site, whole: Whole) -> None:
    """Maine's, which began in 2025, stood from the left edge on beside Delaware's from 2021."""
    index = _page(site, "/states/")
    lines = dict(re.findall(r'<svg[^>]*aria-labelledby="s-(\w\w)-title[^>]*>.*?class="spark-line" d="([^"]+)"', index))
    grown = growth(whole)
    assert set(lines) == {code for code, steps in grown.states.items() if steps.get("all")}
    for code, line in lines.items():
        there = grown.states[code]["all"][0][0] == grown.days[0]
        assert re.match(r"M1 (?:5H|[\d.]+[HV])" if there else r"M1 25H[\d.]+V", line), (code, line)
    assert grown.states["ME"]["all"][0][0] > grown.days[0]
    for page in (_page(site, "/states/me/"), _page(site, "/embed/states/me/chart/")):
        assert re.search(r'class="tick"[^>]*>2022<', page), "the years before its first agency"


def test_every_state_has_a_page_even_without_any_agreement(site: Site) -> None:
    index = _page(site, "/states/")
    for code in STATES:
        for lang in ("", "/es"):
            page = _page(site, f"{lang}/states/{code.lower()}/")
            assert page.count("<h1") == 1
            assert 'id="law"' in page
            assert 'id="brief"' in page
            assert 'id="counties"' in page
        assert f'href="/states/{code.lower()}/"' in index


def test_a_list_of_agencies_on_a_page_leaves_none_out(site: Site, record: Record) -> None:
    page = _page(site, "/states/tx/")
    table = page.split('id="agencies"')[1].split("</table>")[0]
    assert set(re.findall(r'href="/agencies/([^"/]+)/"', table)) == {
        line["agency_id"] for line in record.agencies("TX", "active")
    }


def test_the_csv_of_a_state_is_that_of_the_command(site: Site, record: Record) -> None:
    answer = site.answer("/states/pa/agreements.csv")
    assert answer is not None
    rows = list(csv.DictReader(io.StringIO(answer.body.decode())))
    assert [row["agreement_id"] for row in rows] == [line["agreement_id"] for line in record.agreements("PA")]


def test_names_from_a_list_are_never_markup(whole: Whole) -> None:
    agency_id = "me-wells-police-department"
    agencies = {**whole.agencies, agency_id: {**whole.agencies[agency_id], "name": HOSTILE}}
    agreements = {
        key: {**line, "agency": HOSTILE} if line["agency_id"] == agency_id else line
        for key, line in whole.agreements.items()
    }
    events = tuple({**e, "agency": HOSTILE} if e["agency_id"] == agency_id else e for e in whole.events)
    hostile = Site(replace(whole, agencies=agencies, agreements=agreements, events=events))
    for address in ("/states/me/", "/embed/states/me/map/", "/embed/states/me/map.svg"):
        page = _page(hostile, address)
        assert "<script>alert" not in page, address
        assert "alert(1)" in page, address


def test_the_people_of_the_counties_are_those_of_their_state(whole: Whole) -> None:
    assert all(0 <= share <= 1 for share in shares(whole).values())
    for code, held in _policed(whole).items():
        found = people_by_county(held, code)
        assert all(0 <= low <= high for low, high, _ in found.values()), code
        people = covered(whole)[code]
        assert people.low == min(sum(low for low, _, _ in found.values()), people.residents), code
        assert people.high == min(sum(high for _, high, _ in found.values()), people.residents), code


def test_a_bar_in_law_is_never_shown_as_less(whole: Whole, record: Record) -> None:
    assert whole.newest is not None
    stances = stance_by_state(whole.newest["date"])
    (fact,) = (f for f in whole.brief("ME", "en") if f["fact_id"] == "states_that_ban")
    assert sorted(state for state, stance in stances.items() if stance == "bans") == fact["value"]


def test_an_agency_of_the_whole_territory_is_neither_a_share_of_nobody_nor_nothing_on_its_map(site: Site) -> None:
    """Guam's page said “—”, and “0 (0.0%)” of its residents, above a map in the color of no agency."""
    page = _page(site, "/states/gu/")
    assert "of residents live where a local agency has an agreement" not in page
    assert 'id="people"' not in page
    assert "0.0%" not in page
    for drawn in (page, _page(site, "/embed/states/gu/map/")):
        assert re.findall(r'class="(c[^"]*)" id="c66', drawn) == ["c wide"]
        assert '<span class="sw wide"></span>An agency of the whole territory' in drawn
    assert "of residents live where a local agency has an agreement" in _page(site, "/states/tx/")
    assert 'class="c wide"' not in _page(site, "/states/tx/"), "there the tint is of counties with an agreement"


def test_residents_under_an_agreement_are_never_shown_as_none(site: Site, whole: Whole) -> None:
    """Colorado's page said “0–0% of residents”, above 16,043 to 24,774 of them."""
    for code, people in covered(whole).items():
        if people.counted:
            page = _page(site, f"/states/{code.lower()}/" if code else "/")
            figure = re.search(r'class="figure-number range">([^<]+)%<', page)
            assert figure is not None, code
            ends = [float(end) for end in figure[1].split("–")]
            assert [end > 0 for end in (ends[0], ends[-1])] == [people.low > 0, people.high > 0], code
    assert ">0.3–0.4%<" in _page(site, "/es/states/co/")


def test_a_place_of_one_county_is_not_told_to_have_counties(site: Site) -> None:
    said = ("The counties of", "A county leads to its page.")
    assert [words in _page(site, "/states/dc/") for words in said] == [False, False]
    assert [words in _page(site, "/states/hi/") for words in said] == [True, True]


def test_neighbours_are_neighbours_of_each_other() -> None:
    for code in STATES:
        assert code not in neighbours(code)
        assert all(code in neighbours(other) for other in neighbours(code)), code


def test_facts_of_a_page_are_plain(site: Site) -> None:
    told = site.items["states/tx/index.html"].rests_on.told
    assert json.loads(json.dumps(told, sort_keys=True))["state"] == "TX"
