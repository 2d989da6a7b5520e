"""An agency's page that tells of a wait that never was, or of neighbours that are none, would mislead its readers."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from roster287.publish.site import Site
from roster287.publish.site.agencies import _timeline, facts
from roster287.publish.site.states import state_facts
from roster287.publish.whole import Whole, read
from roster287.vocabulary.dates import pending_first
from roster287.vocabulary.messages import speaker
from roster287.vocabulary.sentences import sentence
from tests.site.hostile import TOWNS
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row

BLOUNTSTOWN = "fl-blountstown-police-department"


def page(site: Site, agency_id: str) -> str:
    answer = site.answer(f"/agencies/{agency_id}/")
    assert answer is not None
    return answer.body.decode()


def test_no_event_tells_of_a_pending_list_that_came_later(whole: Whole) -> None:
    told = [event for event in whole.events if event["notes"].get("pending_since")]
    late = [event for event in told if event["notes"]["pending_since"] >= event["date"]]
    assert 0 < len(late) < len(told)
    assert not [event["event_id"] for event in late if "had been on the pending list" in sentence(event)]
    ahead = [event for event in told if event not in late]
    words = {False: "had been on the pending list since", True: "was first on the pending list on"}
    assert {bool(event["notes"].get("pending_gap")) for event in ahead} == {False, True}
    assert all(words[bool(event["notes"].get("pending_gap"))] in sentence(event) for event in ahead)


def test_an_agreement_that_did_not_wait_is_given_no_days_of_waiting(site: Site, whole: Whole) -> None:
    late = [line for line in whole.applications if line["outcome"] == "signed" and not whole.pending_first(line)]
    assert len(late) > 5
    for line in late:
        told = facts(whole, line["agency_id"])["applications"]
        assert [a["days"] for a in told if a["application_id"] == line["application_id"]] == [None]
    for line in (line for line in whole.agreements.values() if line["pending_since"]):
        told = facts(whole, line["agency_id"])["agreements"]
        (days,) = (a["days_pending"] for a in told if a["agreement_id"] == line["agreement_id"])
        waited = pending_first(line["pending_since"], line["first_listed"], line["signed"])
        assert days == (line["days_pending"] if waited else None)
    for agency_id in (BLOUNTSTOWN, late[0]["agency_id"]):
        assert "pending 0 days" not in page(site, agency_id)
    assert "had been on the pending list" not in page(site, BLOUNTSTOWN)


def test_the_median_wait_leaves_out_those_that_did_not_wait(whole: Whole) -> None:
    signed = [line for line in whole.applications if line["state"] == "FL" and line["outcome"] == "signed"]
    waited = state_facts(whole, "FL")["waited"]
    assert 0 < waited["number"] < len(signed)
    assert waited["number"] == sum(whole.pending_first(line) for line in signed)


def test_pending_first_needs_a_day_before_the_listing_and_none_after_the_signing() -> None:
    assert pending_first("2025-03-27", "2025-04-03", "2025-04-02")
    assert pending_first("2025-04-02", "2025-04-03", "2025-04-02")
    assert pending_first("2025-03-27", "2025-04-03", None)
    assert not pending_first("2025-04-03", "2025-03-07", "2025-03-05")
    assert not pending_first("2025-04-03", "2025-04-03", "2025-04-03")
    assert not pending_first("2025-04-28", "2025-05-20", "2025-04-24")


def test_no_timeline_claims_a_listing_after_the_newest_list(site: Site, whole: Whole) -> None:
    """Bars of agencies that we merged months after the newest list ran on to our merging."""
    assert whole.newest is not None
    newest = whole.newest["date"]
    ours = {e["agency_id"] for e in whole.events if e["cause"] == "record" and e["date"] > newest}
    assert len(ours) > 20
    drawn = [agency_id for agency_id in whole.agencies if whole.agreements_of.get(agency_id)]
    assert ours & set(drawn)
    late = [agency_id for agency_id in drawn if facts(whole, agency_id)["known_until"] > newest]
    assert late == []
    jail = page(site, "fl-pasco-county-jail")
    figure = jail.split("<figure>")[1].split("</figure>")[0]
    assert "2026" not in figure
    assert "What our record changed after that is in the history below." in figure
    assert "24 November 2026" in jail.split('id="history"')[1]


def test_no_agency_is_said_to_be_listed_since_a_day_after_which_lists_lacked_it_or_its_model(
    site: Site, whole: Whole
) -> None:
    """One that 154 lists lacked was said to be on the list since before them, and with models that came later."""
    named: defaultdict[str | None, list[int]] = defaultdict(list)
    for at, line in enumerate(whole.accepted["participating"]):
        for number in whole.sheets.layouts[line["sha256"]].rows:
            named[whole.sheets.rows[number].owner.agency_id].append(at)
    active = [key for key, line in whole.agencies.items() if line["status"] == "active"]
    lacked = [key for key in active if len(set(named[key])) < whole.taken - named[key][0]]
    assert len(lacked) == 12
    told = {key: lede(page(site, key)) for key in (*lacked, *active[::20], "tx-henderson-county-sheriffs-office")}
    assert {key for key, said in told.items() if "Some lists since then do not name it." in said} == set(lacked)
    assert [key for key, said in told.items() if "since" in said.replace("since then", "")] == []
    for key, said in (
        ("tx-henderson-county-sheriffs-office", "Warrant Service Officer. It was first listed on 9 September 2025."),
        ("wi-walworth-county-sheriffs-office", "on 12 June 2025. Some lists since then do not name it."),
        ("la-ouachita-parish-sheriffs-office", "of 13 January 2021. Some lists since then do not name it."),
    ):
        assert told[key].endswith(said)
        assert f'<meta name="description" content="{told[key]}">' in page(site, key).replace("&#39;", "'")


def lede(html: str) -> str:
    """The first sentences of a page, as text."""
    found = re.search(r'<p class="lede">([^<]*)</p>', html)
    assert found is not None
    return found[1].replace("&#39;", "'")


def test_no_bar_of_a_timeline_goes_through_lists_that_do_not_name_the_agreement(site: Site, whole: Whole) -> None:
    """An agreement that was gone for a week had one bar from its first list to the newest."""
    assert whole.newest is not None
    broken = 0
    for agency_id in whole.agencies:
        for line in facts(whole, agency_id)["agreements"]:
            lists = [(at.date, line["agreement_id"] in at.agreements) for at in whole.listings]
            runs = [[day for day, _ in run] for named, run in groupby(lists, lambda one: one[1]) if named]
            ends = [
                None if run[-1] == whole.newest["date"] and run is runs[-1] and line["status"] == "active" else run[-1]
                for run in runs
            ]
            assert line["stretches"] == [(run[0], end) for run, end in zip(runs, ends, strict=True)]
            broken += len(runs) > 1
    assert broken > 3
    bars = re.findall(r'class="period [^>]*><title>([^<]*)', page(site, "pa-stowe-township-police-department"))
    assert bars[:2] == ["Task Force Model: 18 Nov 2025 – 4 Dec 2025", "Task Force Model: since 12 Dec 2025"]


def test_a_list_that_stops_naming_an_agreement_for_a_while_makes_its_page_anew(whole: Whole) -> None:
    number = next(
        n for n, one in whole.sheets.rows.items() if one.owner.agency_id == BLOUNTSTOWN and one.owner.agreement_id
    )
    printed = whole.sheets.rows[number]
    lost = printed._replace(owner=printed.owner._replace(agreement_id=None))
    changed = replace(whole, sheets=replace(whole.sheets, rows={**whole.sheets.rows, number: lost}))
    before, after = (
        {group.name: group.key() for group in Site(of).groups if group.key and group.name.startswith("agencies/")}
        for of in (whole, changed)
    )
    differ = {name for name in before if before[name] != after[name]}
    assert differ == {"agencies/FL"}
    assert facts(changed, BLOUNTSTOWN) != facts(whole, BLOUNTSTOWN)


def test_no_mark_of_a_timeline_is_without_a_key(site: Site, whole: Whole) -> None:
    """Dots and squares above the bars told nothing to who does not hover."""
    agency_id = "fl-clay-county-sheriffs-office"
    told = facts(whole, agency_id)
    first = {**told["events"][-1], "cause": "record"}
    for events, causes in ((told["events"], {"ice"}), ([*told["events"], first], {"ice", "record"})):
        drawn = _timeline({**told, "events": events}, speaker("en"), None)
        assert set(re.findall(r'class="mark cause-(\w+)"', drawn["timeline"])) == drawn["causes"] == causes
    for lang, words in (("", "ICE&#39;s list changed"), ("/es", "cambió la lista de ICE")):
        answer = site.answer(f"{lang}/agencies/{agency_id}/")
        assert answer is not None
        key = answer.body.decode().split("<figure>")[1].split("<svg")[0]
        assert re.findall(r"<li class=\"(\w+)\">([^<]+)", key) == [("ice", words)]


def test_a_departed_agency_still_says_what_its_model_allowed(site: Site) -> None:
    html = page(site, "me-wells-police-department")
    assert "What the model allowed" in html
    assert "What the model allows" not in html
    assert 'href="/states/me/counties/york-county/">Who else has power here</a>' in html


def test_a_statewide_body_is_nobodys_neighbour_and_has_none(whole: Whole) -> None:
    statewide = {key for key, line in whole.agencies.items() if line["jurisdiction"] == "state"}
    assert len(statewide) > 20
    for agency_id in whole.agencies:
        beside = {line["agency_id"] for line in facts(whole, agency_id)["neighbours"]}
        assert not beside & statewide
        assert not beside or agency_id not in statewide


def test_no_miles_are_told_from_the_middle_of_a_county(whole: Whole) -> None:
    told = 0
    for agency_id in (
        "fl-sanford-airport-police-department",
        "fl-okaloosa-county-sheriffs-office",
        "fl-tampa-police-department",
    ):
        for line in facts(whole, agency_id)["neighbours"]:
            points = {whole.agencies[one]["point_method"] for one in (agency_id, line["agency_id"])}
            assert (line["miles"] is None) == ("county" in points), line
            told += line["miles"] is not None
    assert told


def test_a_source_is_named_once_and_not_after_every_sentence(site: Site, whole: Whole) -> None:
    active = next(line for line in whole.agencies.values() if line["models"] == ["task_force"])
    [(_, groups, _)] = facts(whole, active["agency_id"])["allows"]
    named = [(group["source"], group["date"]) for group in groups]
    assert len(named) == len(set(named)) < sum(len(group["said"]) for group in groups)
    answer = site.answer("/models/")
    assert answer is not None
    html = answer.body.decode()
    numbers = {part.split('"')[0] for part in html.split('href="#source-')[1:]}
    assert numbers
    assert all(html.count(f'id="source-{number}"') == 1 for number in numbers)


def test_how_many_lists_miss_an_agreement_is_told_from_what_no_list_moves(site: Site, whole: Whole) -> None:
    """A page that said the number would be made anew for every list, and be wrong until it was."""
    lists = sum(line["kind"] == "participating" and line["status"] == "accepted" for line in whole.lists)
    newest = site.answer("/newest.json")
    assert newest is not None
    assert json.loads(newest.body)["lists"] == lists
    gone = [line for line in whole.agreements.values() if line["status"] == "no_longer_listed"]
    assert len(gone) > 20
    for line in gone[:20]:
        told = re.findall(r'data-lists-until="(\d+)"', page(site, line["agency_id"]))
        assert str(lists - line["missing_lists"]) in told


def test_a_document_that_was_posted_can_be_opened_and_replaces_nothing(site: Site) -> None:
    history = page(site, "fl-clay-county-sheriffs-office").split('id="history"')[1].split("</ol>")[0]
    posted = re.findall(r'<p class="change">\s*<span>document: (.*?)</span>', history)
    assert posted
    for said in posted:
        assert "—" not in said
        assert "→" not in said
        assert re.fullmatch(
            r'<ins><a href="https://www\.ice\.gov/[^"]+\.pdf" rel="[^"]+">[^/<]+\.pdf</a></ins>', said.strip()
        )


def test_no_date_stands_in_figures_that_are_of_neither_language(site: Site) -> None:
    for lang, day in (("", "14 February 2025"), ("/es", "14 de febrero de 2025")):
        for where in ("/agencies/fl-clay-county-sheriffs-office/", "/models/", "/models/task_force/"):
            answer = site.answer(lang + where)
            assert answer is not None
            said = answer.body.decode()
            assert f"</span>, {day}" in said
            assert not re.search(r"</span>, \d{4}-\d\d", said)
        corrections = site.answer(f"{lang}/corrections/")
        assert corrections is not None
        assert not re.search(r'<span class="faint">[^<]*, \d{4}-\d\d-\d\d</span>', corrections.body.decode())


FREDERICK = "md-frederick-county-sheriffs-office"


def test_an_older_agreement_is_not_given_the_text_of_2025_as_its_own(site: Site, whole: Whole) -> None:
    told = page(site, FREDERICK).split('id="allows"')[1].split("</section>")[0]
    (agreement,) = whole.agreements_of[FREDERICK]
    assert agreement["signed"] < "2025"
    assert "its own text can differ" in told
    assert agreement["moa_url"] in told
    assert "its own text can differ" not in page(site, BLOUNTSTOWN)
    warned = 0
    for agency_id in whole.agencies:
        for code, _, older in facts(whole, agency_id)["allows"]:
            assert all(one["signed"] < "2025-02-15" for one in older), (agency_id, code)
            warned += len(older)
    assert warned > 50


def test_what_the_first_list_of_the_record_named_is_given_no_lag_since_its_signing(site: Site, whole: Whole) -> None:
    first = [line for line in whole.agreements.values() if line["first_listed"] == whole.began]
    assert len(first) > 100
    for line in first:
        told = facts(whole, line["agency_id"])["agreements"]
        (one,) = (a for a in told if a["agreement_id"] == line["agreement_id"])
        assert (one["on_first"], one["lag"]) == (True, None)
    assert "days after signing" not in page(site, FREDERICK)
    held = next(a for a in whole.agencies.values() if a["status"] == "active" and a["first_listed"] == whole.began)
    assert "was on the first list in this record, of 13 January 2021" in page(site, held["agency_id"])
    state = held["state"].lower()
    for address in (f"/states/{state}/", f"/es/states/{state}/"):
        answer = site.answer(address)
        assert answer is not None
        table = answer.body.decode().split('id="agencies-table"')[1].split("</table>")[0]
        here = [
            a for a in whole.agencies_in[held["state"]] if a["status"] == "active" and a["first_listed"] == whole.began
        ]
        said = "en la primera lista de este registro" if "/es/" in address else "on the first list in this record"
        assert table.count(said) == len(here) > 0


def test_a_spelling_that_ice_gave_up_is_not_said_to_go_on(tmp_path: Path) -> None:
    """A spelling last printed on the day of the newest pending list was said to be on the latest list, for good."""
    old, new, dept = "Wells Police Department", "Wells Police Dept.", "York Police Department"
    waits = [row("MAINE", dept, signed=None)]
    lists = [
        list_file(tmp_path, "2025-04-01", [*TOWNS, row("MAINE", old)]),
        list_file(tmp_path, "2025-04-01", waits, pending=True),
        list_file(tmp_path, "2025-04-01", [*TOWNS, row("MAINE", new)], "pm"),
        list_file(tmp_path, "2025-04-03", [*TOWNS, row("MAINE", new)]),
    ]
    said, keys = [], []
    with empty_record(tmp_path / "home") as record:
        for some in (lists[:2], lists[2:3], lists[3:]):
            record.sync(some)
            with record.reading() as connection:
                whole = read(connection)
            site = Site(whole)
            keys += [group.key() for group in site.groups if group.name == "agencies/ME" and group.key]
            names = [one for line in whole.agencies.values() for one in facts(whole, line["agency_id"])["spellings"]]
            told = {one["name"]: (one["on"], one["last_listed"]) for one in names}
            said.append([told.get(name) for name in (old, new, dept)])
    listed, gone, waiting = ("participating", None), (None, "2025-04-01"), ("pending", None)
    assert said == [[listed, None, waiting], [gone, listed, waiting], [gone, listed, waiting]]
    assert keys[0] != keys[1] == keys[2]
    assert "from 1 April 2025 to 1 April 2025" in spellings(page(site, "me-wells-police-department"))
    assert "to the latest pending list" in spellings(page(site, "me-york-police-department"))


def spellings(html: str) -> str:
    """What a page says of the names that ICE printed, as text."""
    part = html.split("Every spelling that ICE printed")[1].split("</ul>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", part))
