"""Evidence that leads to a page without its row, or to a row that reads otherwise than the file, proves nothing."""

from __future__ import annotations

import gzip
import json
import random
import re
import shlex
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from roster287.errors import ArchiveError
from roster287.model import LISTS
from roster287.publish.site import Site
from roster287.publish.site.lists import Bodies
from roster287.publish.whole import Whole, read
from roster287.record import Record
from tests.site.hostile import LINK, TOWNS, hostile
from tests.site.test_changes import page
from tests.support.lives import empty_record, list_file


def test_every_piece_of_evidence_leads_to_a_row_that_is_there(whole: Whole) -> None:
    bodies = Bodies(whole)
    for line in whole.lists:
        named = {
            item["sheet_row"]
            for event in whole.events_from.get(line["publication_id"], ())
            for item in event["evidence"]
            if item["publication_id"] == line["publication_id"] and item["sheet_row"] is not None
        }
        body = bodies.body(line["sha256"])
        assert [n for n in named if f'<tr id="row-{n}">' not in body] == []


def test_a_list_shows_every_row_of_its_file_where_it_stood(site: Site, whole: Whole, shipped: Record) -> None:
    rng = random.Random(287)
    for line in rng.sample(whole.lists, 5):
        tree = page(site, f"/lists/{line['publication_id']}/")
        assert line["sha256"] in tree.html  # type: ignore[operator]
        rows = tree.css("table.sheet tbody tr")
        assert len(rows) == line["row_count"]
        layout = whole.sheets.layouts[line["sha256"]]
        assert [row.id for row in rows] == [f"row-{at}" for at in layout.at]
        for row, number in zip(rows, layout.rows, strict=True):
            printed = whole.sheets.rows[number]
            cells = [cell.text() for cell in row.css("td")][1:]
            assert printed.row.agency in cells
            links = [str(link.attributes["href"]) for link in row.css("a")]
            assert (f"../../agencies/{printed.owner.agency_id}/" in links) == bool(printed.owner.agency_id)


def test_a_correction_of_ours_stands_beside_what_ice_printed(site: Site, whole: Whole) -> None:
    number = next(n for n, one in whole.sheets.rows.items() if "Barry County" in one.owner.corrections)
    sha256 = next(sha for sha, layout in whole.sheets.layouts.items() if number in layout.rows)
    line = next(line for line in whole.lists if line["sha256"] == sha256)
    cell = next(c for c in page(site, f"/lists/{line['publication_id']}/").css("td") if "Barry County" in c.text())
    ours = cell.css_first("ins.ours")
    assert ours is not None
    assert "Barry County" in ours.text()
    assert cell.text().startswith("Montgomery County")


def test_the_longest_list_stays_light(site: Site, whole: Whole) -> None:
    longest = max(whole.lists, key=lambda line: line["row_count"])
    answer = site.answer(f"/lists/{longest['publication_id']}/")
    assert answer is not None
    assert len(gzip.compress(answer.body)) <= 120_000


def test_the_index_has_every_list_and_what_is_in_force(site: Site, whole: Whole, shipped: Record) -> None:
    links = {node.attributes["href"] for node in page(site, "/lists/").css("table a")}
    assert links == {f"/lists/{line['publication_id']}/" for line in whole.lists}
    answer = site.answer("/lists/index.json")
    assert answer is not None
    lists = json.loads(answer.body)
    for day in ("2025-03-06", "2025-06-10", "2026-02-27", "2030-01-01"):
        in_force = [line for line in lists if line["kind"] == "participating" and line["date"] <= day][-1]
        publication = shipped.on(day).publication
        assert publication is not None
        assert in_force["publication_id"] == publication["publication_id"]


@pytest.mark.parametrize("kind", LISTS)
def test_no_earlier_list_of_a_day_stands_above_a_later_one(site: Site, whole: Whole, kind: str) -> None:
    """The index, newest first, had the morning's list above the afternoon's."""
    links = [str(node.attributes["href"]) for node in page(site, "/lists/").css("table th a")]
    of_kind = [f"/lists/{line['publication_id']}/" for line in whole.accepted[kind]]
    assert [link for link in links if link in of_kind] == of_kind[::-1]


def test_a_printed_cell_is_no_markup_and_no_link_of_its_own(tmp_path: Path) -> None:
    site = Site(hostile(tmp_path))
    tree = page(site, "/lists/participating-2025-04-02-am/")
    assert [node for node in tree.css("script") if not node.attributes.get("src")] == []
    assert tree.css("table.sheet img, table.sheet b, [onmouseover], [onerror]") == []
    assert [node.attributes["href"] for node in tree.css("a") if str(node.attributes["href"]).startswith("java")] == []
    assert LINK not in tree.html  # type: ignore[operator]
    later = page(site, "/lists/participating-2025-04-04-am/")
    links = [node.attributes["href"] for node in later.css("table.sheet a[rel]")]
    assert links == ["https://www.ice.gov/doclib/x.pdf?a=1&b=%3C2%3E"]


def test_a_file_name_that_is_pasted_into_a_shell_stays_a_file_name(tmp_path: Path) -> None:
    file = list_file(tmp_path, "2025-04-01", TOWNS)
    file = file.rename(file.with_name(f"it's $(id) \"; `id` {file.name}"))
    with empty_record(tmp_path / "home") as record:
        record.sync([file])
        with record.reading() as connection:
            site = Site(read(connection))
    (line,) = site.whole.lists
    assert line["file_name"] == file.name
    (command,) = page(site, f"/lists/{line['publication_id']}/").css(".panel > p > code")
    assert shlex.split(command.text()) == ["sha256sum", file.name]


def test_a_row_that_changes_owner_or_link_makes_its_lists_anew(whole: Whole) -> None:
    from dataclasses import replace

    number, printed = next((n, one) for n, one in whole.sheets.rows.items() if one.owner.agency_id)
    moved = printed._replace(owner=printed.owner._replace(agency_id="another"))
    changed = replace(whole, sheets=replace(whole.sheets, rows={**whole.sheets.rows, number: moved}))
    before, after = Bodies(whole), Bodies(changed)
    differ = {sha for sha in whole.sheets.layouts if before.digest(sha) != after.digest(sha)}
    assert differ == {sha for sha, layout in whole.sheets.layouts.items() if number in layout.rows}
    assert differ


def test_a_list_set_aside_says_why(tmp_path: Path) -> None:
    files = [list_file(tmp_path, "2025-04-01", TOWNS), list_file(tmp_path, "2025-04-02", TOWNS[:3])]
    with empty_record(tmp_path / "home") as record:
        record.sync(files)
        with record.reading() as connection:
            whole = read(connection)
    aside = next(line for line in whole.lists if line["status"] == "set_aside")
    site = Site(whole)
    assert aside["reason"]
    for address in ("/lists/", f"/lists/{aside['publication_id']}/"):
        text = HTMLParser(site.answer(address).body).text()  # type: ignore[union-attr]
        assert "set aside" in text
        assert aside["reason"] in text
    listed = json.loads(site.answer("/lists/index.json").body)  # type: ignore[union-attr]
    assert aside["publication_id"] not in {line["publication_id"] for line in listed}


def test_a_list_set_aside_is_not_said_to_repeat_the_list_before_and_is_nobodys_neighbour(tmp_path: Path) -> None:
    files = [list_file(tmp_path, f"2025-04-0{n}", of) for n, of in ((1, TOWNS[1:]), (2, TOWNS[:3]), (3, TOWNS))]
    with empty_record(tmp_path / "home") as record:
        record.sync(files)
        with record.reading() as connection:
            whole = read(connection)
    assert [line["status"] for line in whole.lists] == ["accepted", "set_aside", "accepted"]
    first, aside, last = (f"/lists/{line['publication_id']}/" for line in whole.lists)
    site = Site(whole)
    beside = {
        where: [node.attributes["href"] for node in page(site, where).css("nav.pages a[rel]")]
        for where in (first, aside, last)
    }
    assert beside == {first: [last], aside: [], last: [first]}
    tree = page(site, aside)
    said = [node.text() for node in tree.css(".lede, section[aria-labelledby=changed]")]
    assert "the list before" not in " ".join(said)
    assert "It is set aside: it changes nothing in the record" in said[1]
    assert tree.css("main a[href^='/compare/']") == []
    (compare,) = page(site, last).css("main a[href^='/compare/']")
    assert f"a={whole.lists[0]['publication_id']}&" in str(compare.attributes["href"])


@pytest.mark.parametrize("kind", LISTS)
def test_no_list_is_said_to_repeat_the_one_before_unless_it_does(
    site: Site, whole: Whole, shipped: Record, kind: str
) -> None:
    """Lists that lacked what the one before named, or its links, were said to show no change and nothing new."""
    told: Counter[bool] = Counter()
    for earlier, line in pairwise(whole.accepted[kind]):
        tree = page(site, f"/lists/{line['publication_id']}/")
        said = " ".join(node.text() for node in tree.css(".lede, section[aria-labelledby=changed]"))
        rows = [sorted(whole.sheets.layouts[of["sha256"]].rows) for of in (earlier, line)]
        told[rows[0] == rows[1]] += 1
        assert ("it says what the list before said" in said.lower()) == (rows[0] == rows[1]), line["publication_id"]
    assert min(told[True], told[False]) > 5
    for earlier, line in random.Random(287).sample(list(pairwise(whole.accepted[kind])), 5):
        differ = Counter(one["change"] for one in shipped.compare(earlier["publication_id"], line["publication_id"]))
        lede = page(site, f"/lists/{line['publication_id']}/").css_first(".lede")
        assert lede is not None
        numbers = [f"{differ[change]:,} {words}" for change, words in WORDS.items()]
        assert (f"Compared with the list before: {', '.join(numbers)}." in lede.text()) == bool(differ)


WORDS = {"new": "only on this list", "gone": "only on that one", "changed": "on both with differences"}


def test_a_list_whose_differences_are_no_change_says_that_it_differs(site: Site, whole: Whole) -> None:
    for list_id, said in (
        ("pending-2025-11-06-pm", "0 only on this list, 14 only on that one, 0 on both with differences"),
        ("participating-2025-03-01", "0 only on this list, 0 only on that one, 132 on both with differences"),
        ("participating-2025-09-02-am", "It names what the list before named; some rows are printed otherwise."),
    ):
        assert list_id not in whole.events_from
        text = page(site, f"/lists/{list_id}/").text()
        assert said in text
        assert "No change in the record comes from this list; it differs from the list before." in text


def test_a_reader_gets_the_bytes_that_were_kept_and_nothing_that_is_no_list(tmp_path: Path) -> None:
    files = [list_file(tmp_path, f"2025-04-0{day}", TOWNS) for day in (1, 2)]
    page_ = files[1].with_name("participatingAgencies04022025.html")
    files[1].rename(page_)  # a name that says another kind of file
    bad = tmp_path / "participatingAgencies04032025am.xlsx"
    bad.write_bytes(files[0].read_bytes()[:400])
    with empty_record(tmp_path / "home") as record:
        record.sync([files[0], page_, bad])
        with record.reading() as connection:
            whole = read(connection)
        site, without = Site(whole, kept=record.home.objects), Site(whole)
    good = [line for line in whole.lists if line["status"] == "accepted"]
    (broken,) = (line for line in whole.lists if line["status"] != "accepted")
    for line, source in zip(good, (files[0], page_), strict=True):
        where = f"/lists/{line['publication_id']}/"
        (link,) = page(site, where).css("a[download]")
        assert link.attributes["download"] == source.name
        answer = site.answer(str(link.attributes["href"]))
        assert answer is not None
        assert answer.body == source.read_bytes()
        assert answer.media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        assert page(without, where).css("a[download]") == [], "the shipped history has no bytes"
    assert page(site, f"/lists/{broken['publication_id']}/").css("a[download]") == []
    assert not [
        path for path in site.items if path.startswith(f"lists/{broken['publication_id']}") and "html" not in path
    ]
    altered = record.home.objects.path(good[0]["sha256"])  # type: ignore[attr-defined]
    altered.write_bytes(b"another")
    with pytest.raises(ArchiveError):
        site.answer(f"/lists/{good[0]['publication_id']}/{good[0]['publication_id']}.xlsx")


def test_times_of_a_list_are_in_words_with_their_zone(site: Site, whole: Whole) -> None:
    found = [line for line in whole.lists if any("T" in one["value"][10:11] for one in line["witnesses"])]
    assert found
    for line in found[:: len(found) // 10]:
        panel = page(site, f"/lists/{line['publication_id']}/").css_first("section[aria-labelledby=witnesses]")
        assert panel is not None
        assert not re.search(r"\d{4}-\d\d-\d\dT", panel.text())
        assert re.search(r"\d{1,2} \w+ \d{4}, \d\d:\d\d:\d\d UTC", panel.text())


@pytest.mark.parametrize("on", ["2025-04-03", None])
def test_a_list_counts_territories_apart_from_states(site: Site, shipped: Record, on: str | None) -> None:
    counted = shipped.count(on=on)
    assert counted.publication is not None
    totals = counted.rows[0]
    head = page(site, f"/lists/{counted.publication['publication_id']}/").css_first(".lede")
    assert head is not None
    territories = f", {totals['territories']} territor" if totals["territories"] else "."
    assert f", {totals['states']} states{territories}" in head.text()


def test_the_slider_counts_as_the_home_page_does(site: Site, whole: Whole) -> None:
    answer = site.answer("/map/history.json")
    assert answer is not None
    assert json.loads(answer.body)["totals"][-1][2:] == [whole.counts["states"], whole.counts["territories"]]


@pytest.mark.parametrize(
    ("list_id", "said"),
    [
        ("participating-2025-03-06-am", "participatingAgencies03062025am.xlsx"),
        ("participating-2026-01-09-pm", "a year early"),
        ("participating-2021-01-13", "the name of the CSV"),
    ],
)
def test_one_witness_of_a_date_decides_and_does_not_disagree(site: Site, list_id: str, said: str) -> None:
    items = [item.text() for item in page(site, f"/lists/{list_id}/").css(".witnesses li")]
    (decided,) = [text for text in items if "decides" in text]
    assert said in decided
    assert "disagrees" not in decided


def test_a_table_of_a_page_is_not_passed_off_as_a_file_of_ice(site: Site) -> None:
    text = page(site, "/lists/participating-2021-01-13/").text()
    assert "taken out of a capture of the page" in text
    assert "from the list before" not in text
    assert "taken out of a capture" not in page(site, "/lists/participating-2025-04-03/").text()
