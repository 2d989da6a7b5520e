"""A correction beside which a wrong state stands, or that is told twice, undoes the trust that it is there for."""

from __future__ import annotations

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser as HTMLParser

from roster287.publish.site import Site
from roster287.publish.whole import Whole
from roster287.vocabulary.messages import speaker
from roster287.vocabulary.sentences import sentence
from tests.site.test_numbers import tree


def _page(site: Site) -> HTMLParser:
    return tree(site, "/corrections/")


def test_each_correction_leads_to_the_agency_and_names_its_own_state(site: Site, whole: Whole) -> None:
    rows = _page(site).css("section[aria-labelledby=facts] tbody tr")
    assert len(rows) == len(whole.corrections)
    known = {f"/agencies/{agency_id}/": line["state"] for agency_id, line in whole.agencies.items()}
    for row in rows:
        head, link = row.css_first("th"), row.css_first("th a")
        assert head is not None
        if link is None:  # no list in this record prints what it corrects
            continue
        assert head.text().endswith(f" {known[str(link.attributes['href'])]}")
    assert sum(row.css_first("th a") is not None for row in rows) > len(rows) / 2


def test_nothing_is_told_twice_and_no_evidence_is_lost(site: Site, whole: Whole) -> None:
    told = [re.sub(r"\s+", " ", one.text()).strip() for one in _page(site).css("section[aria-labelledby=events] .said")]
    assert [said for said, n in Counter(told).items() if n > 1] == []
    ours = [event for event in whole.events if event["cause"] == "record"]
    assert set(told) == {re.sub(r"\s+", " ", event["sentence"]) for event in ours}
    text = _page(site).html or ""
    for event in ours:
        assert all(item["sha256"] in text for item in event["evidence"])


def test_no_reason_is_given_in_english_where_spanish_is_promised(site: Site, whole: Whole) -> None:
    say = speaker("es")
    judged = [reason for line in whole.decisions if line["decided_by"] != "rule" for reason in line["reasons"]]
    reasons = [*(line[key] for line in whole.corrections for key in ("who", "why", "evidence")), *judged]
    page = tree(site, "/es/corrections/")
    main = page.css_first("main")
    assert main is not None
    text = re.sub(r"\s+", " ", main.text())
    for reason in reasons:
        said = say(reason.strip())
        assert said != reason.strip(), reason
        assert re.sub(r"\s+", " ", said) in text
    assert page.css("main [lang=en]") == []


def test_the_index_of_states_names_what_it_counts(site: Site) -> None:
    heads = [head.text() for head in tree(site, "/states/").css("table.states thead th")]
    assert {"Applications pending", "Agencies no longer listed"} <= set(heads)


def test_a_field_is_not_called_by_the_word_for_what_became_of_an_application(site: Site) -> None:
    fields = {cell.text(strip=True) for cell in _page(site).css("section[aria-labelledby=facts] td[data-label=Field]")}
    assert "signing date" in fields
    assert "signed" not in fields
    wells = tree(site, "/agencies/me-wells-police-department/")
    assert [chip.text() for chip in wells.css(".chip.signed")] == ["signed"]


def test_nothing_is_quoted_that_ice_did_not_print(whole: Whole) -> None:
    """Of a state the code was quoted: “OK” where ICE prints OKLAHOMA."""
    quoted = re.compile(r"“([^”]*)”")
    told = [event for event in whole.events if event["kind"] == "corrected" and "state" in event["before"]]
    assert told
    for event in told:
        for lang in ("en", "es"):
            said, say = sentence(event, lang), speaker(lang)
            assert quoted.findall(said) == []
            assert say.state(event["before"]["state"]) in said
            assert say.state(event["after"]["state"]) in said
