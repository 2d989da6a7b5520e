"""A list must be found however ICE writes its link, and nothing else taken for one."""

from __future__ import annotations

import pytest

from roster287.acquire.links import find_links
from roster287.acquire.names import list_name

SITE = "https://www.ice.gov"
PAGE = f"{SITE}/identify-and-arrest/287g"
FOLDER = "/doclib/about/offices/ero/287g"
A = f"{FOLDER}/participatingAgencies04032025am.xlsx"
P = f"{FOLDER}/pendingAgencies04032025am.xlsx"


def found(body: str, page: str = PAGE) -> list[tuple[str, str, str]]:
    links = find_links(f"<html><body>{body}</body></html>".encode(), page).links
    return [(link.url.removeprefix(SITE), link.label, link.sureness) for link in links]


@pytest.mark.parametrize(
    ("body", "address"),
    [
        (f'<a href="{A}">Participating Agencies</a>', A),
        (f'<a href="{SITE}{A}">here</a>', A),
        (f'<a href="//www.ice.gov{A}">here</a>', A),
        (f'<A HREF="{A.upper()}">XLSX</A>', A.upper()),
        (f'<a href="{A}?v=2&amp;x=1#top">x</a>', f"{A}?v=2&x=1"),
        ('<a href="participatingAgencies.xlsx">x</a>', "/identify-and-arrest/participatingAgencies.xlsx"),
        ('<a href="../doclib/participatingAgencies.xlsx">x</a>', "/doclib/participatingAgencies.xlsx"),
        (f'<base href="{FOLDER}/"><a href="participatingAgencies.xlsx">x</a>', f"{FOLDER}/participatingAgencies.xlsx"),
        ('<base href="https://example.org/"><a href="/participating.xlsx">x</a>', "/participating.xlsx"),
        (
            '<a href="\n /doclib/participating Agencies 9.26.xlsx ">x</a>',
            "/doclib/participating%20Agencies%209.26.xlsx",
        ),
        (
            '<a href="/file-download/download/public/208496">Participating Agencies</a>',
            "/file-download/download/public/208496",
        ),
        (
            '<p>Participating agencies <a href="/file-download/download/public/7">Download</a></p>',
            "/file-download/download/public/7",
        ),
        ('<h3>Participating Agencies</h3><div><a href="/x/1.xlsx">XLSX, 80 KB</a></div>', "/x/1.xlsx"),
        ('<a href="/x/1.xlsx" title="Participating agencies">list</a>', "/x/1.xlsx"),
        ('<a href="/x/1.xlsx" aria-label="Participating agencies"><span></span></a>', "/x/1.xlsx"),
        ('<a href="/x/1.xlsx"><img src="i.png"><b>Partici</b>pating agencies</a>', "/x/1.xlsx"),
        ('<button><a href="/x/1.xlsx">Participating</a></button>', "/x/1.xlsx"),
        ('<a href="/x/1.xlsx"><button>Participating</button></a>', "/x/1.xlsx"),
        ("<button onclick=\"window.location.href='/x/1.xlsx'\">Participating</button>", "/x/1.xlsx"),
        ("<button onclick=\"window.open('/x/1.xlsx', '_blank')\">Participating</button>", "/x/1.xlsx"),
        ('<button data-href="/x/1.xlsx">Participating</button>', "/x/1.xlsx"),
        ('<form action="/x/1.xlsx"><button>Participating</button></form>', "/x/1.xlsx"),
        ('<a href="/get.aspx?f=participatingAgencies.xlsx">get</a>', "/get.aspx?f=participatingAgencies.xlsx"),
        ('<a href="/x/1" type="application/vnd.ms-excel">Participating</a>', "/x/1"),
        ('<a href="/x/1">Participating agencies (Excel)</a>', "/x/1"),
        ('<a href="/x/ParticipatingAgency091826am.xlsx">x</a>', "/x/ParticipatingAgency091826am.xlsx"),
    ],
)
def test_a_participating_list_is_found(body: str, address: str) -> None:
    assert found(f'<nav><a href="/">Home</a></nav>{body}<footer>end</footer>') == [(address, "participating", "sure")]


def test_the_words_nearest_to_a_link_name_it() -> None:
    line = '<p>Participating: <a href="/1.xlsx">XLSX</a> | Pending: <a href="/2.xlsx">XLSX</a></p>'
    assert found(line) == [("/1.xlsx", "participating", "sure"), ("/2.xlsx", "pending", "sure")]
    lines = (("Pending", "/2.xlsx"), ("Participating", "/1.xlsx"))
    table = "".join(f'<tr><td>{word}</td><td><a href="{url}">get</a></td></tr>' for word, url in lines)
    assert found(f"<table>{table}</table>") == [("/1.xlsx", "participating", "sure"), ("/2.xlsx", "pending", "sure")]


def test_a_heading_that_names_both_lists_names_neither() -> None:
    both = '<h2>Participating and pending agencies</h2><a href="/1.xlsx">file</a>'
    assert found(both) == [("/1.xlsx", "", "unnamed")]


def test_the_file_name_has_the_first_word() -> None:
    assert found(f'<a href="{P}">Participating agencies</a>') == [(P, "pending", "sure")]


def test_the_participating_list_comes_first_and_one_address_once() -> None:
    links = (P, "a"), ("/node/1", "pending"), (A, "b"), (A, "c"), ("/x.xlsx", "numbers")
    assert found("".join(f'<a href="{url}">{words}</a>' for url, words in links)) == [
        (A, "participating", "sure"),
        (P, "pending", "sure"),
        ("/x.xlsx", "", "unnamed"),
        ("/node/1", "pending", "maybe"),
    ]


def test_the_words_of_one_link_do_not_name_the_next() -> None:
    assert found('<a href="/about.html">Pending matters</a> <a href="/1.xlsx">file</a>') == [("/1.xlsx", "", "unnamed")]


def test_a_workbook_without_a_name_and_a_name_without_a_workbook_are_tried_last() -> None:
    assert found('<a href="/numbers.xlsx">numbers</a>') == [("/numbers.xlsx", "", "unnamed")]
    assert found('<a href="/node/77">Participating agencies</a>') == [("/node/77", "participating", "maybe")]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="javascript:participating()">Participating agencies xlsx</a>',
        '<a href="mailto:participating@ice.gov">Participating agencies xlsx</a>',
        '<a href="data:application/xlsx,participating.xlsx">Participating</a>',
        '<a href="file:///participating.xlsx">Participating</a>',
        '<a href="#participating">Participating agencies</a>',
        f'<a href="{PAGE}#participating">Participating agencies</a>',
        '<a href="/participating.pdf">Participating agencies</a>',
        '<a href="/participating.html">Participating agencies</a>',
        '<a href="/about">About</a>',
        '<a href="http://[::1/participating.xlsx">x</a>',
        f'<a href="/{"p" * 3000}/participating.xlsx">x</a>',
        '<form method="post" action="/participating.xlsx"><button>Participating</button></form>',
        '<script>var x = "<a href=/participating.xlsx>";</script>',
        '<template><a href="/participating.pdf">x</a></template>',
        "",
    ],
)
def test_what_is_no_list_is_not_followed(body: str) -> None:
    assert found(body) == []


def test_another_site_is_named_and_not_followed() -> None:
    page = find_links(b'<a href="https://example.org/participating.xlsx">x</a>', PAGE)
    assert page.links == ()
    assert [link.url for link in page.elsewhere] == ["https://example.org/participating.xlsx"]


def test_of_ten_thousand_links_few_are_followed() -> None:
    body = "".join(
        f'<a href="/{n}/participating{n}.xlsx">pending</a><a href="/n/{n}">pending</a>' for n in range(10000)
    )
    page = find_links(f"<html>{body}</html>".encode(), PAGE)
    assert len(page.links) == 14
    assert page.left_out == 20000 - 14


def test_a_page_nested_without_end_is_read() -> None:
    body = "<div>" * 20000 + f'<a href="{A}">x</a>'
    assert found(body) == [(A, "participating", "sure")]


def test_what_a_reader_sees_is_what_changes_a_page() -> None:
    def shown(html: str) -> str:
        return find_links(html.encode(), PAGE).shown

    one = '<p>38 states</p><a href="/1.xlsx">list</a>'
    assert shown(one) == shown(f'<!-- 1 --><script>token=1</script><p class="x">38  states</p>{one[16:]}')
    assert shown(one) != shown(one.replace("38", "39"))
    assert shown(one) != shown(one.replace("/1.xlsx", "/2.xlsx"))


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"\x00" * 100,
        b"\xff\xfe<a",
        b"<" * 5000,
        b"<meta charset=nonsense>\xe9",
        b"<meta charset=undefined>\xe9",
        b"<meta charset=idna>\xe9",
        b"<meta charset=punycode>\xe9",
    ],
)
def test_no_bytes_are_too_odd(html: bytes) -> None:
    assert find_links(html, PAGE).links == ()


@pytest.mark.parametrize(
    ("url", "disposition", "name"),
    [
        (f"{SITE}{A}?v=1", "", "participatingAgencies04032025am.xlsx"),
        (f"{SITE}/doclib/participatingAgencies.xlsx", "", "participatingAgencies-20250403231027.xlsx"),
        (f"{SITE}/file-download/download/public/101525", "", "participatingAgencies-20250403231027.xlsx"),
        (
            f"{SITE}/d/1",
            'attachment; filename="participatingAgencies04032025pm.xlsx"',
            "participatingAgencies04032025pm.xlsx",
        ),
        (f"{SITE}/d/1", "attachment; filename*=UTF-8''a%20b%2004032025.xlsx", "a b 04032025.xlsx"),
        (f"{SITE}/d/1", 'attachment; filename="../../etc/04032025.xlsx"', "04032025.xlsx"),
        (f"{SITE}/d/1", 'attachment; filename="..\\\\x\\\\04032025.xlsx"', "04032025.xlsx"),
        (f"{SITE}/d/1", "attachment; filename*=idna''04032025.xlsx", "participatingAgencies-20250403231027.xlsx"),
        (f"{SITE}/d/1", "inline", "participatingAgencies-20250403231027.xlsx"),
        (f"{SITE}/d/1", f'attachment; filename="{"x" * 400}04032025.xlsx"', None),
        (f"{SITE}/g?file=participatingAgencies09252025pm.xlsx", "", "participatingAgencies09252025pm.xlsx"),
        (f"{SITE}/d/ICE%20list%2009252025%20pm.XLSX", "", "ICE list 09252025 pm.XLSX"),
    ],
)
def test_a_list_keeps_ice_s_name_and_a_number_is_no_date(url: str, disposition: str, name: str | None) -> None:
    headers = {"content-disposition": disposition} if disposition else {}
    given = list_name(url, headers, "2025-04-03T23:10:27", "participating")
    assert len(given) <= 170
    if name is not None:
        assert given == name


@pytest.mark.parametrize(
    "body", ['<a href="http://www.ice.gov{}">x</a>', '<base href="http://www.ice.gov/"><a href="{}">x</a>']
)
def test_no_link_leads_from_https_to_http(body: str) -> None:
    assert not [url for url, _, _ in found(body.format(A)) if url.startswith("http:")]


def test_a_page_at_http_may_link_to_http() -> None:
    page = PAGE.replace("https:", "http:")
    assert [url for url, _, _ in found(f'<a href="{A}">x</a>', page)] == [f"http://www.ice.gov{A}"]
