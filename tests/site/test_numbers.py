"""A page that counts otherwise than the command line does would make one of the two a lie.

The pages are read as a reader does, by the words beside a number; the figures come from the commands' own functions.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from roster287.publish.site import Site
from roster287.record import Record
from roster287.record import open as open_record
from roster287.table import Line
from roster287.vocabulary.kinds import CAUSES, KINDS
from roster287.vocabulary.messages import speaker
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES

LANGUAGES = {"": "en", "/es": "es"}
languages = pytest.mark.parametrize("lang", list(LANGUAGES))


class Figures:
    """What the commands say, each asked once."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.totals = record.count().rows[0]
        self.by_state = {row["state"]: row for row in record.count(by="state")}
        self.agencies = record.agencies().rows
        self.agreements = record.agreements().rows
        self.applications = record.applications().rows
        self.changes = record.changes().rows
        self.lists = record.lists().rows

    def active(self, **wanted: str) -> list[Line]:
        """The agreements that are on the latest list."""
        return [a for a in self.agreements if a["status"] == "active" and wanted.items() <= a.items()]

    def status(self, state: str, status: str) -> int:
        """How many agencies of a state have a status."""
        return sum(line["state"] == state and line["status"] == status for line in self.agencies)

    def pending(self, state: str | None = None) -> int:
        """How many applications wait, in all or in a state."""
        return sum(a["outcome"] == "pending" and state in (None, a["state"]) for a in self.applications)


@pytest.fixture(scope="module")
def figures(shipped_home: Path) -> Iterator[Figures]:
    """The figures of the shipped record."""
    with open_record(shipped_home) as record:
        yield Figures(record)


def tree(site: Site, address: str) -> HTMLParser:
    """A page."""
    answer = site.answer(address)
    assert answer is not None, address
    return HTMLParser(answer.body)


def number(text: str) -> int:
    """The first number of a text; a cell that is empty is nought."""
    found = re.search(r"\d[\d,]*", text)
    return int(found[0].replace(",", "")) if found else 0


def one(page: HTMLParser | Node, css: str) -> Node:
    """The first element that fits; it must be there."""
    found = page.css_first(css)
    assert found is not None, css
    return found


def large(page: HTMLParser) -> list[int]:
    """The large figures at the head of a page."""
    return [number(node.text()) for node in page.css(".figures .figure-number")]


def rows(table: HTMLParser | Node) -> list[list[str]]:
    """The cells of a table's body."""
    return [[cell.text().strip() for cell in row.css("th, td")] for row in table.css("tbody tr")]


def section(page: HTMLParser, ident: str) -> Node:
    """The part of a page under a heading."""
    return one(page, f"[aria-labelledby={ident}]")


@languages
def test_home_counts_as_the_commands_do(site: Site, figures: Figures, lang: str) -> None:
    page = tree(site, f"{lang}/")
    newest_day = max(event["date"] for event in figures.changes if event["cause"] == "ice")
    of_day = sum(event["date"] == newest_day and event["cause"] == "ice" for event in figures.changes)
    totals = figures.totals
    without = len(STATES) - totals["states"] - totals["territories"]
    assert large(page)[:2] == [without, figures.pending()]
    assert number(one(page, ".of-day h3 span").text()) == of_day
    assert f"{len(figures.changes):,}" in one(page, f"a.button[href='{lang}/changes/']").text()
    kept = Counter(line["kind"] for line in figures.lists if line["status"] == "accepted")
    shown = re.findall(r"\d[\d,]*", one(page, f"#freshness ~ dl a[href='{lang}/lists/']").text())
    assert [number(n) for n in shown] == [kept["participating"], kept["pending"]]
    say = speaker(LANGUAGES[lang])
    table = {cells[0]: cells[1:] for cells in rows(section(page, "where"))}
    assert len(table) == len(STATES)
    for code in STATES:
        agencies, agreements, models = table[say.state(code)]
        counted = figures.by_state.get(code, {"agencies": 0, "agreements": 0})
        assert (number(agencies), number(agreements)) == (counted["agencies"], counted["agreements"]), code
        assert models_said(models) == by_model(figures.active(state=code), LANGUAGES[lang])


def models_said(text: str) -> dict[str, int]:
    """Models with their numbers, as a cell has them: `Task Force Model 12; Warrant Service Officer 3`."""
    parts = [part.strip().rpartition(" ") for part in text.split(";") if part.strip()]
    return {model: number(count) for model, _, count in parts}


def by_model(agreements: Iterable[Line], lang: str) -> dict[str, int]:
    """How many agreements follow each model."""
    return dict(Counter(speaker(lang).model(line["model"]) for line in agreements))


@languages
def test_the_states_are_counted_as_the_commands_do(site: Site, figures: Figures, lang: str) -> None:
    page = tree(site, f"{lang}/states/")
    say = speaker(LANGUAGES[lang])
    table = {cells[0]: cells[1:] for cells in rows(page)}
    sums: Counter[int] = Counter()
    for code in STATES:
        shown = [number(cell) for cell in table[say.state(code)][:4]]
        counted = figures.by_state.get(code, {"agencies": 0, "agreements": 0})
        assert shown == [
            counted["agencies"], counted["agreements"], figures.pending(code), figures.status(code, "no_longer_listed"),
        ], code  # fmt: skip
        sums.update(dict(enumerate(shown)))
    assert [number(cell.text()) for cell in page.css("tfoot td")[:4]] == [sums[at] for at in range(4)]
    assert (sums[0], sums[1]) == (figures.totals["agencies"], figures.totals["agreements"])


@pytest.mark.parametrize("code", list(STATES))
def test_a_state_counts_as_the_commands_do(site: Site, figures: Figures, code: str) -> None:
    listed = [line for line in figures.agencies if line["state"] == code and line["status"] == "active"]
    gone = [a for a in figures.agreements if a["state"] == code and a["status"] == "no_longer_listed"]
    waiting = [a for a in figures.applications if a["state"] == code and a["outcome"] == "pending"]
    events = [event for event in figures.changes if event["state"] == code]
    for lang, name in LANGUAGES.items():
        page = tree(site, f"{lang}/states/{code.lower()}/")
        agreements = figures.active(state=code)
        assert large(page)[:4] == [len(listed), len(agreements), len(waiting), len(gone)]
        if listed:
            table = section(page, "agencies")
            assert ids_of(table) == Counter(line["agency_id"] for line in listed)
            marks = Counter(mark.text() for mark in table.css(".held .chip.model"))
            assert marks == by_model(agreements, name)
            panel = section(page, "by-model")
            shown = zip(panel.css("dt"), panel.css("dd"), strict=True)
            assert {k.text().strip(): number(v.text()) for k, v in shown} == by_model(agreements, name)
        if waiting:
            assert ids_of(one(page, "[aria-labelledby=pending] table")) == Counter(a["agency_id"] for a in waiting)
        if gone:
            table = section(page, "gone")
            assert ids_of(table) == Counter(a["agency_id"] for a in gone)
            assert [number(cells[-1]) for cells in rows(table)] == [a["missing_lists"] for a in in_order(table, gone)]
        if len(events) > 10:
            assert number(one(page, "#recent ~ p a.button").text()) == len(events)
        head = one(tree(site, f"{lang}/states/{code.lower()}/changes/"), ".lede").text()
        if events:
            causes = Counter(event["cause"] for event in events)
            said = [number(n) for n in re.findall(r"\d[\d,]*", head.partition(", ")[0])]
            assert said[: len(causes)] == [causes[cause] for cause in CAUSES if causes[cause]]
    answer = site.answer(f"/states/{code.lower()}/agreements.csv")
    assert answer is not None
    given = [row["agreement_id"] for row in csv.DictReader(io.StringIO(answer.body.decode()))]
    assert sorted(given) == sorted(a["agreement_id"] for a in figures.agreements if a["state"] == code)


def ids_of(table: Node) -> Counter[str]:
    """The agencies that the rows of a table link to."""
    return Counter(str(link.attributes["href"]).split("/")[-2] for link in table.css("tbody th a"))


def in_order(table: Node, agreements: list[Line]) -> list[Line]:
    """Agreements in the order in which a table shows them."""
    left = defaultdict(list)
    for line in agreements:
        left[line["agency_id"], line["model"], line["signed"], line["last_listed"]].append(line)
    found = []
    for row in table.css("tbody tr"):
        agency = str(one(row, "th a").attributes["href"]).split("/")[-2]
        model = str(one(row, "td a").attributes["href"]).split("/")[-2]
        signed, last = [node.attributes["datetime"] for node in row.css("time")]
        found.append(left[agency, model, signed, last].pop())
    return found


@languages
def test_an_agency_counts_as_the_commands_do(site: Site, figures: Figures, lang: str) -> None:
    known: defaultdict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for name in ("changes", "agreements", "applications"):
        for line in getattr(figures, name):
            known[line["agency_id"]][name].append(line)
    several = sorted(known, key=lambda agency: -sum(map(len, known[agency].values())))[:10]
    chosen = {line["agency_id"]: line for line in figures.agencies}
    for agency_id in [*several, *list(chosen)[::25]]:
        agency, of = chosen[agency_id], known[agency_id]
        page = tree(site, f"{lang}/agencies/{agency_id}/")
        assert len(page.css("#history ~ ol > .event")) == len(of["changes"]), agency_id
        shown = [
            tuple(time.attributes["datetime"] for time in row.css("time"))[:2]
            for row in page.css("#agreements ~ div tbody tr")
        ]
        assert sorted(shown) == sorted((a["signed"], a["first_listed"]) for a in of["agreements"] if a["signed"])
        assert len(page.css("#applications ~ div tbody tr")) == len(of["applications"])
        days = [number(row.css("td")[4].text()) for row in page.css("#applications ~ div tbody tr")]
        assert days == [a["days"] or 0 if a["outcome"] != "pending" else 0 for a in of["applications"]]
        facts = {dt.text(): dd for dt, dd in zip(page.css("#place ~ dl dt"), page.css("#place ~ dl dd"), strict=True)}
        say = speaker(LANGUAGES[lang])
        for name, field in ((say("Residents served"), "population"), (say("Officers"), "officers")):
            assert (name in facts) == (agency[field] is not None)
            if agency[field] is not None:
                assert number(facts[name].text()) == agency[field]
        assert len(page.css("#proof ~ ul")[0].css("li")) == len(agency["spellings"])


@languages
def test_the_lists_are_counted_as_the_commands_do(site: Site, figures: Figures, lang: str) -> None:
    page = tree(site, f"{lang}/lists/")
    changes = Counter(event["publication_id"] for event in figures.changes)
    shown = {}
    for row in page.css("details.year tbody tr"):
        publication_id = str(one(row, "th a").attributes["href"]).split("/")[-2]
        shown[publication_id] = [number(cell.text()) for cell in row.css("td.num")]
    assert shown == {
        line["publication_id"]: [line["row_count"], changes[line["publication_id"]]] for line in figures.lists
    }
    kinds = Counter(line["kind"] for line in figures.lists)
    said = re.findall(r"\d[\d,]*", one(page, ".lede").text())
    assert [number(n) for n in said] == [kinds["participating"], kinds["pending"]]


@pytest.mark.parametrize("kind", ["participating", "pending"])
def test_a_list_counts_as_the_commands_do(site: Site, figures: Figures, kind: str) -> None:
    lists = [line for line in figures.lists if line["kind"] == kind and line["status"] == "accepted"]
    before = {line["publication_id"]: earlier["publication_id"] for earlier, line in pairwise(lists)}
    in_force = {line["date"]: line for line in lists}
    changes = Counter(event["publication_id"] for event in figures.changes)
    for day in [*list(in_force)[::40], max(in_force)]:
        line = in_force[day]
        found = figures.record.on(day, pending=kind == "pending")
        assert found.publication is not None
        assert found.publication["publication_id"] == line["publication_id"]
        agencies = {row["agency_id"] for row in found if row["agency_id"]}
        states = {row["state"] for row in found if row["state"]}
        beyond = sum(STATES[code].type == "territory" for code in states)
        places = [len(states) - beyond, *([beyond] if beyond else [])]
        publication_id = line["publication_id"]
        ends = (before[publication_id], publication_id) if publication_id in before else None
        differ = Counter(row["change"] for row in figures.record.compare(*ends)) if ends else Counter()
        compared = [differ[change] for change in ("new", "gone", "changed")] if differ else []
        expected = [line["row_count"], len(agencies), *places, *compared]
        for lang in LANGUAGES:
            page = tree(site, f"{lang}/lists/{line['publication_id']}/")
            said = re.findall(r"\d[\d,]*", one(page, ".lede").text())
            assert [number(n) for n in said] == expected, day
            told = re.findall(r"\d[\d,]*", one(page, "section[aria-labelledby=changed] > p").text())
            assert sum(map(number, told)) == changes[publication_id]
            at = [number(str(row.attributes["id"])) for row in page.css(".sheet tbody tr")]
            assert at == [row["evidence"][0]["sheet_row"] for row in found]
        if kind == "participating":
            counted = figures.record.count(on=day).rows[0]
            assert expected[:2] == [counted["rows"], counted["agencies"]]
            assert [len(states) - beyond, beyond] == [counted["states"], counted["territories"]]


@languages
def test_the_models_are_counted_as_the_commands_do(site: Site, figures: Figures, lang: str) -> None:
    counted = {row["model"]: row for row in figures.record.count(by="model")}
    page = tree(site, f"{lang}/models/")
    say = speaker(LANGUAGES[lang])
    for model in MODELS:
        agreements = counted.get(model, {}).get("agreements", 0)
        assert number(one(page, f"#{model} ~ .chips span").text()) == agreements
        own = tree(site, f"{lang}/models/{model}/")
        assert number(one(own, ".lede").text()) == agreements or not agreements
        held = {} if not agreements else dict(Counter(line["state"] for line in figures.active(model=model)))
        shown = {one(item, "a").text(): number(one(item, ".num").text()) for item in own.css("#where-held ~ ul > li")}
        assert shown == {say.state(code): n for code, n in held.items()}


@languages
def test_the_law_s_page_counts_as_the_commands_do(site: Site, figures: Figures, lang: str) -> None:
    page = tree(site, f"{lang}/law/")
    bans = next(fact for fact in figures.record.brief("ME") if fact["fact_id"] == "states_that_ban")
    say = speaker(LANGUAGES[lang])
    lede = one(page, ".lede").text()
    assert number(lede) == len(bans["value"])
    assert [code for code in STATES if say.place(code) in lede] == sorted(bans["value"], key=list(STATES).index)
    instruments = Counter(line["state"] for line in figures.record.law())
    for code, n in instruments.items():
        own = one(page, f"details:has(#law-{code.lower()})")
        assert len(own.css(".panel.law")) == n
        assert number(one(own, "h3 span").text()) == figures.by_state.get(code, {"agencies": 0})["agencies"]


@languages
def test_the_changes_are_counted_as_the_commands_do(site: Site, figures: Figures, lang: str) -> None:
    page = tree(site, f"{lang}/changes/")
    assert counts_of(page, "#kinds") == Counter(event["kind"] for event in figures.changes)
    causes = Counter(event["cause"] for event in figures.changes)
    assert counts_of(page, "#causes") == causes | Counter(event["model"] for event in figures.changes if event["model"])
    assert counts_of(page, "#of-states") == Counter(event["state"].lower() for event in figures.changes)
    months = Counter(event["date"][:7] for event in figures.changes)
    shown = {str(one(li, "a").attributes["href"]).split("/")[-2]: number(one(li, ".faint").text())
             for li in page.css("#months ~ ul > li")}  # fmt: skip
    assert shown == months
    said = [number(n) for n in re.findall(r"\d[\d,]*", one(page, ".lede").text())][: len(causes)]
    assert said == [causes[cause] for cause in CAUSES if causes[cause]]
    for month in list(months)[::12]:
        assert len(tree(site, f"{lang}/changes/{month}/").css("li.event")) == months[month], month
    for kind in KINDS:
        total = sum(event["kind"] == kind for event in figures.changes)
        own = tree(site, f"{lang}/changes/kinds/{kind}/")
        if total:
            assert number(one(own, ".lede").text()) == total
        if 0 < total <= 400:
            assert len(own.css("li.event")) == total


def counts_of(page: HTMLParser, heading: str) -> dict[str, int]:
    """The numbers of the lists under a heading, by the last folder of what each leads to (or the one before)."""
    found = {}
    for item in page.css(f"{heading} ~ ul > li"):
        parts = str(one(item, "a").attributes["href"]).strip("/").split("/")
        found[parts[-2] if parts[-1] == "changes" else parts[-1]] = number(one(item, ".num").text())
    return found
