"""The list that ICE printed on its page until February 2025 must come out of the HTML as it stood there."""

from __future__ import annotations

import pytest

from roster287.acquire.pages import page_table, printed_list, table_name
from roster287.read import parse, read
from roster287.vocabulary.file_names import read_name
from tests.support.lists import PAGES, needs_lists
from tests.support.wayback_server import html_page

URL = "https://www.ice.gov/identify-and-arrest/287g"
HEAD = "<tr><th>State</th><th>Law Enforcement Agency</th><th>Support Type</th><th>Signed</th><th>MOA</th></tr>"
PDF = "https://www.ice.gov/doclib/a.pdf"
HEADER = "STATE,LAW ENFORCEMENT AGENCY,SUPPORT TYPE,SIGNED,MOA"


def lines(html: str, url: str = URL) -> list[str]:
    table = page_table(html.encode(), url)
    assert table.data is not None, table.reason
    content = read(table.data, "page.csv")
    assert content.fatal is None
    assert content.kind == "participating"
    assert len(content.rows) == table.rows
    return table.data.decode().splitlines()


def line(state: str = "ALABAMA", link: str = f'<a href="{PDF}">link</a>', day: str = "6/8/2016") -> str:
    return (
        f"<tr><td>{state}</td><td>Etowah County</td><td>Jail Enforcement Model</td><td>{day}</td><td>{link}</td></tr>"
    )


def table(*rows: str, head: str = HEAD) -> str:
    return f"<html><body><table>{head}{''.join(rows)}</table></body></html>"


ROW = f"ALABAMA,Etowah County,Jail Enforcement Model,2016-06-08,{PDF}"


@needs_lists
def test_every_table_that_ice_showed_comes_out_byte_for_byte() -> None:
    for path in PAGES:
        made = page_table(html_page(path.read_bytes()), URL)
        assert made.data == path.read_bytes()
        assert made.reason == ""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (table(line()), [HEADER, ROW]),
        (table(line(), head=f"<thead>{HEAD}</thead>"), [HEADER, ROW]),
        (table(line(), head=HEAD.replace("th>", "td>")), [HEADER, ROW]),
        (table(line(), head=HEAD.replace("</th>", " <span>Sort descending</span></th>")), [HEADER, ROW]),
        (table(line(), head=HEAD.replace("Support Type", "287(g) Model")), [HEADER, ROW]),
        (table(line(), head="<tr><td colspan=5>Participating entities</td></tr>" + HEAD), [HEADER, ROW]),
        (table(line(), HEAD, line()), [HEADER, ROW, ROW]),
        (table(line(), "<tr><td></td></tr>", "<tr></tr>"), [HEADER, ROW]),
        (table(line().replace("Etowah County", " Etowah\n &nbsp;County ")), [HEADER, ROW]),
        (table(line().replace("Etowah County", "<p>Etowah</p> <b>County</b><br>")), [HEADER, ROW]),
        (table(line().replace("Etowah County", "Eto<b>wah</b><br>County")), [HEADER, ROW]),
        (table(line().replace("Etowah County", "<p>Etowah</p><p>County</p>")), [HEADER, ROW]),
        (table(line().replace("Etowah County", "Etowah<div><i>County</i></div>")), [HEADER, ROW]),
        (table(line(), head=HEAD.replace("t Type", "t<br>Type")), [HEADER, ROW]),
        (table(line().replace("Etowah", "<script>let a</script><style>b{}</style>Etowah")), [HEADER, ROW]),
        (table(line(), head=HEAD.replace("Law Enforcement Agency", "MOA Name")), [HEADER, ROW]),
        (table(line(), head=HEAD.replace("Support Type", "Type")), [HEADER, ROW]),
        (table(line(day="June 8, 2016")), [HEADER, ROW]),
        (table(line(day="some day")), [HEADER, ROW.replace("2016-06-08", "some day")]),
        (table(line(link="link pending")), [HEADER, ROW.replace(PDF, "link pending")]),
        (
            f"<table><tr><td><table>{HEAD}{line()}</table></td></tr></table>",
            [HEADER, ROW],
        ),
        (
            table(
                "<tr><td rowspan=2>ALABAMA</td><td>A</td><td>m</td><td>d</td><td></td></tr>",
                "<tr><td>B</td><td>m</td><td>d</td><td></td></tr>",
                line(),
            ),
            [HEADER, "ALABAMA,A,m,d,", "ALABAMA,B,m,d,", ROW],
        ),
        (
            table(
                "<tr><td colspan=4><b>Alabama</b></td></tr>",
                line().replace("<td>ALABAMA</td>", ""),
                head=HEAD.replace("<th>State</th>", ""),
            ),
            [HEADER, ROW],
        ),
        (
            f"<h3>Alabama</h3>{table(line().replace('<td>ALABAMA</td>', ''), head=HEAD.replace('<th>State</th>', ''))}",
            [HEADER, ROW],
        ),
        (
            table(
                f'<tr><td>ALABAMA</td><td><a href="{PDF}">Etowah County</a></td><td>Jail Enforcement Model</td>'
                "<td>6/8/2016</td></tr>",
                head=HEAD.replace("<th>MOA</th>", ""),
            ),
            [HEADER, ROW],
        ),
        (table(line(), line()).replace("</table>", f"</table><table>{HEAD}{line()}</table>"), [HEADER, ROW, ROW, ROW]),
        (
            table(line().replace("</tr>", "<td>more</td></tr>"), head=HEAD.replace("</tr>", "<th>Notes</th></tr>")),
            [f"{HEADER},Notes", f"{ROW},more"],
        ),
    ],
)
def test_a_table_in_a_known_shape_is_read(html: str, expected: list[str]) -> None:
    assert lines(html) == expected
    assert page_table(html.encode(), URL) == page_table(html.encode(), URL)


@pytest.mark.parametrize(
    ("href", "printed"),
    [
        ("/doclib/a.pdf", PDF),
        ("https://web.archive.org/web/20210113002027/https://www.ice.gov/doclib/a.pdf", PDF),
        ("/web/20210113002027/https://www.ice.gov/doclib/a.pdf", PDF),
        ("//web.archive.org/web/20210113002027/https://www.ice.gov/doclib/a.pdf", PDF),
        ("https://www.ice.gov/doclib/a b.pdf", "https://www.ice.gov/doclib/a b.pdf"),
        ("https://web.archive.org/web/2021/https://www.ice.gov/a b.pdf", "https://www.ice.gov/a b.pdf"),
        ("https://web.archive.org/web/2021/https:/www.ice.gov/doclib/a.pdf", PDF),
        ("chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/https:/www.ice.gov/doclib/a.pdf", PDF),
        ("chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/https://www.ice.gov/doclib/a.pdf", PDF),
        ("chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/https%3A%2F%2Fwww.ice.gov%2Fdoclib%2Fa.pdf", PDF),
        ("chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/", "link"),
        ("javascript:alert(1)", "link"),
        ("#top", "link"),
    ],
)
def test_a_document_s_address_is_whole_and_its_own(href: str, printed: str) -> None:
    html = table(line(link=f'<a href="{href}">link</a>'))
    for url in (URL, URL.replace("https", "http"), "http://www.ice.gov:80/identify-and-arrest/287g"):
        assert lines(html, url) == [HEADER, ROW.replace(PDF, printed)]


@pytest.mark.parametrize("base", ["/doclib/", "https://www.ice.gov/doclib/", "https://ice.gov/doclib/287g"])
def test_a_document_s_address_counts_from_the_base_that_the_page_names(base: str) -> None:
    html = table(line(link='<a href="a.pdf">link</a>')).replace("<body>", f'<head><base href="{base}"></head><body>')
    assert [one.replace("//ice", "//www.ice") for one in lines(html)] == [HEADER, ROW]
    archived = html.replace("https://", "https://web.archive.org/web/20210113002027/https://")
    for url in (URL, f"https://web.archive.org/web/20210113002027/{URL}"):
        assert lines(archived, url) == lines(html)


def test_a_base_on_another_site_leads_no_document_there() -> None:
    html = table(line(link='<a href="/doclib/a.pdf">link</a>'))
    assert lines(html.replace("<body>", '<head><base href="https://example.org/"></head><body>')) == [HEADER, ROW]


def test_two_documents_in_a_cell_are_two() -> None:
    made = page_table(table(line(link='<a href="/a.pdf">link</a> | <a href="/b.pdf">addendum</a>')).encode(), URL)
    assert made.data is not None
    row = read(made.data, "page.csv").rows[0][1]
    assert row.moa_targets == ("https://www.ice.gov/a.pdf", "https://www.ice.gov/b.pdf")
    assert parse(row).signed == "2016-06-08"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", "no table"),
        ("<p>AL - Etowah County Sheriff's Office; AZ - Department of Corrections</p>", "no table"),
        ("<table><tr><th>Year</th><th>Arrests</th></tr></table>", "Year | Arrests"),
        (table(), "no rows"),
        (table(line(), head=""), "is a list"),
    ],
)
def test_a_page_without_the_list_says_why(html: str, words: str) -> None:
    made = page_table(html.encode(), URL)
    assert (made.data, made.rows) == (None, 0)
    assert words in made.reason


def test_a_page_of_which_rows_would_be_left_out_gives_no_list_and_says_how_many() -> None:
    other = table(line(), head=HEAD.replace("</tr>", "<th>Notes</th></tr>"))
    made = page_table((table(line(), line()) + other).encode(), URL)
    assert (made.data, made.rows) == (None, 2)
    assert made.reason.startswith("1 rows stand in another table")


@pytest.mark.parametrize(
    "above",
    ["<h2>Terminated agreements</h2>", "<h2>Pending agreements</h2><h3>Alabama</h3>", "<caption>Ended</caption>"],
)
def test_agreements_under_another_heading_are_not_merged_into_the_list(above: str) -> None:
    ended = f"<table>{HEAD}{line()}</table>"
    ended = ended.replace("<table>", f"<table>{above}") if "caption" in above else above + ended
    made = page_table(f"<h2>Participating agencies</h2>{table(line(), line())}{ended}".encode(), URL)
    assert (made.data, made.rows) == (None, 2)
    assert made.reason.startswith("1 rows stand in another table")


def test_tables_of_states_under_one_heading_are_one_list() -> None:
    head, rest = HEAD.replace("<th>State</th>", ""), line().replace("<td>ALABAMA</td>", "")
    states = "".join(f"<h3>{state}</h3><table>{head}{rest}</table><h3></h3>" for state in ("Alabama", "Texas"))
    assert lines(f"<h2>Participating agencies</h2>{states}") == [HEADER, ROW, ROW.replace("ALABAMA", "TEXAS")]


@pytest.mark.parametrize("own_state", [True, False])
@pytest.mark.parametrize("across", ["<td colspan=9>{}</td>", "<td colspan=3>{}</td>", "<td>{}</td>"])
def test_a_total_or_a_footnote_across_the_table_is_no_row_of_the_list(own_state: bool, across: str) -> None:
    head = HEAD if own_state else "<tr><td colspan=4>Alabama</td></tr>" + HEAD.replace("<th>State</th>", "")
    entry = line() if own_state else "<tr><td colspan=4>Alabama</td></tr>" + line().replace("<td>ALABAMA</td>", "")
    for words in ("Total: 135 agreements", '* With the <a href="/x">Wells County Police</a>'):
        made = page_table(table(entry, f"<tr>{across.format(words)}</tr>", head=head).encode(), URL)
        assert made.data is not None
        content = read(made.data, "page.csv")
        assert [row.state for _, row in content.rows] == ["ALABAMA"]
        assert [issue.code for issue in content.issues] == ["note_cell"]


def test_a_page_is_the_list_where_it_came_whole_and_links_none() -> None:
    link = '<a href="/doclib/{}Agencies04032025am.xlsx">List</a><table>'.format
    linked, page = (table(line()).replace("<table>", link(kind)).encode() for kind in ("participating", "pending"))
    assert printed_list(linked, URL).data is None
    assert printed_list(page, URL) == page_table(page, URL)
    for end in range(page.index(b"</html")):
        cut, whole = printed_list(page[:end], URL), page_table(page[:end], URL)
        assert (cut.data, cut.rows) == (None, whole.rows)
        assert ("cut off" in cut.reason) == (whole.rows > 0)


def test_spans_without_end_stay_within_bounds() -> None:
    bad = '<tr><td rowspan=999999 colspan=999999>x</td></tr><tr><td rowspan="-1" colspan="²">y</td></tr>'
    made = page_table(table(line(), *[bad] * 200).encode(), URL)
    assert made.data is not None
    assert len(made.data) < 100_000


def test_the_name_of_a_table_says_the_day_it_was_seen() -> None:
    name = table_name("2021-01-13T00:20:27")
    assert name == "page-table-20210113.csv"
    assert [str(day) for day, _ in read_name(name).days] == ["2021-01-13"]


def test_a_page_is_the_list_although_other_files_are_linked_under_its_heading() -> None:
    """A report beside the table, and documents whose addresses look like downloads, are no list."""
    download = '<a href="/file-download/download/public/7">link</a>'
    report = '<p><a href="/doclib/stats-fy2024.xlsx">Monthly report</a></p>'
    inside = f"<h2>287(g) Participating Entities</h2>{report}<table>{HEAD}{line(link=download)}</table>"
    page = f"<html><body>{inside}</body></html>".encode()
    assert printed_list(page, URL) == page_table(page, URL)
    linked = page.replace(b"Monthly report", b"Participating agencies (Excel)")
    assert printed_list(linked, URL).data is None
