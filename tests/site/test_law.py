"""A law said to be in force where nobody knows, or a bar that a short line leaves out, would mislead a council."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from roster287.program import laws
from roster287.publish.site import Site
from roster287.publish.whole import Whole
from roster287.vocabulary.states import STATES
from tests.site.test_numbers import one, tree


def _of(page: HTMLParser, code: str) -> Node:
    return one(page, f"details:has(#law-{code.lower()})")


def _day(whole: Whole) -> str:
    assert whole.newest is not None
    return str(whole.newest["date"])


def test_the_short_line_of_a_state_leaves_no_bar_out_and_makes_none_up(site: Site, whole: Whole) -> None:
    page = tree(site, "/law/")
    bars = {line["state"] for line in laws.states_that_ban(_day(whole))}
    assert bars
    for code in STATES:
        chips = [chip.text() for chip in _of(page, code).css("summary .chip")]
        assert ("bars agreements" in chips) == (code in bars), code


def test_a_law_of_uncertain_dates_is_not_called_in_force(site: Site, whole: Whole) -> None:
    page, asked = tree(site, "/law/"), laws.law(on=_day(whole)).rows
    answers = {(line["state"], line["citation"]): line["in_force"] for line in asked if line["citation"]}
    assert set(answers.values()) == {"yes", "unsure", "unverified"}
    for (code, citation), answer in answers.items():
        own = [p for p in _of(page, code).css(".panel") if citation in [at.text() for at in p.css("strong")]]
        assert own, citation
        said = own[0].css_first(".chips")
        assert said is not None
        assert ("in force on" in said.text()) == (answer in ("yes", "unsure")), citation
        assert ("perhaps in force on" in said.text()) == (answer == "unsure"), citation


@pytest.mark.parametrize("lang", ["", "/es"])
def test_each_instrument_leads_to_the_source_that_the_table_names(site: Site, lang: str) -> None:
    page = tree(site, f"{lang}/law/")
    titles = {node.attributes["id"]: node.text().strip() for node in page.css("#sources ~ ol li")}
    assert len(set(titles.values())) == len(titles), "a source stands twice"
    for code in STATES:
        notes = [str(link.attributes["href"])[1:] for link in _of(page, code).css(".panel a[href^='#source-']")]
        table = list(laws.law(code))
        assert [titles[note] for note in notes] == [re.sub(r"\s+", " ", line["source_title"]) for line in table]


@pytest.mark.parametrize("lang", ["", "/es"])
def test_a_named_law_is_not_called_the_lack_of_one(site: Site, lang: str) -> None:
    page, none_found = tree(site, f"{lang}/law/"), {"": "no rule on agreements found", "/es": "no se halló"}[lang]
    silent = {"": "says nothing on agreements", "/es": "no dice nada"}[lang]
    told = 0
    for code in STATES:
        for panel in _of(page, code).css(".panel"):
            chips = [chip.text() for chip in panel.css(".chips .chip")]
            if panel.css_first("strong[lang], p[lang] > strong"):
                assert not any(chip.startswith(none_found) for chip in chips), (code, chips)
                told += any(chip.startswith(silent) for chip in chips)
    assert told > 20


def test_a_bill_that_failed_has_no_other_label(site: Site) -> None:
    page = tree(site, "/law/")
    failed = {one.citation for one in laws.instruments() if one.status in ("vetoed", "not_enacted")}
    seen = {}
    for panel in page.css(".panel.law"):
        citation = panel.css_first("strong")
        if citation is not None and citation.text() in failed:
            seen[citation.text()] = [chip.text() for chip in panel.css(".chips .chip")]
    assert set(seen) == failed
    assert {tuple(chips) for chips in seen.values()} == {("never became law",)}


def test_a_state_that_bars_agreements_is_not_said_to_bar_them_only_later(site: Site, whole: Whole) -> None:
    head = one(tree(site, "/law/"), ".head")
    barred = {line["state"] for line in laws.states_that_ban(_day(whole))}
    later = {str(link.attributes["href"])[-2:].upper() for link in head.css("a[href^='#law-']")}
    assert later
    assert not later & barred
