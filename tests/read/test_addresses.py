"""A link that is followed or published must lead where it says, and only by http or https."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roster287.vocabulary.links import is_wrapped, unwrap
from tests.support.lists import needs_lists, printed_rows

A = "https://www.ice.gov/doclib/287gMOA/a.pdf"


def safelink(address: str, host: str = "gcc02") -> str:
    site = f"https://{host}.safelinks.protection.outlook.com/"
    return f"{site}?url={quote(address, safe='')}&data=05%7C02%7Cx%40ice.dhs.gov&reserved=0"


def extension(address: str) -> str:
    return f"chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/{address}"


def wayback(address: str) -> str:
    return f"https://web.archive.org/web/20250403231027if_/{address}"


WRAPPINGS = [safelink, extension, wayback]


@pytest.mark.parametrize(
    ("target", "address"),
    [
        (A, A),
        (f"  {A}\n", A),
        ("HTTPS://www.ice.gov/A.pdf", "https://www.ice.gov/A.pdf"),
        ("http://www.ice.gov/a", "http://www.ice.gov/a"),
        ("https:/www.ice.gov/a", "https://www.ice.gov/a"),
        ("https://www.ice.gov/a b\u00a0c.pdf", "https://www.ice.gov/a%20b%20c.pdf"),
        ("https://www.ice.gov/a\nb.pdf", "https://www.ice.gov/ab.pdf"),
        ("https://www.ice.gov/a%20b.pdf", "https://www.ice.gov/a%20b.pdf"),
        ('https://www.ice.gov/"><script>', "https://www.ice.gov/%22%3E%3Cscript%3E"),
        ("https://www.ice.gov/a.pdf#page=2", "https://www.ice.gov/a.pdf#page=2"),
        (safelink(A), A),
        (safelink(A, "nam02"), A),
        (safelink(A, "eur.gcc"), A),
        (safelink("https://www.ice.gov/287gJEM_%20x.pdf"), "https://www.ice.gov/287gJEM_%20x.pdf"),
        (safelink("https://www.ice.gov/287gJEM_ x.pdf"), "https://www.ice.gov/287gJEM_%20x.pdf"),
        (safelink("https://x.gov/?a=1&b=2"), "https://x.gov/?a=1&b=2"),
        (
            "https://gcc02.safelinks.protection.outlook.com/ap/w-59584e83/?data=05&amp;url=https%3A%2F%2Fwww.ice.gov%2Fa",
            "https://www.ice.gov/a",
        ),
        (extension("https:/www.ice.gov/a.pdf"), "https://www.ice.gov/a.pdf"),
        (extension(quote(A, safe="")).replace("%2F", "/"), A),
        (wayback(A), A),
        ("http://web.archive.org/web/2025*/http:/www.ice.gov/a", "http://www.ice.gov/a"),
        (safelink(safelink(A)), A),
        (wayback(safelink(extension(A))), A),
    ],
)
def test_the_address_behind_a_link(target: str, address: str) -> None:
    assert unwrap(target) == address


@pytest.mark.parametrize(
    "target",
    [
        "",
        " ",
        "link",
        "www.ice.gov/a.pdf",
        "/doclib/a.pdf",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,<script>",
        "mailto:a@ice.dhs.gov",
        "file:///C:/Users/a.pdf",
        "file://server/a.pdf",
        r"\\server\a.pdf",
        "ftp://ice.gov/a",
        "blob:https://www.ice.gov/a",
        "view-source:https://www.ice.gov/a",
        "#Sheet2!A1",
        "https://",
        "https:///",
        "https://?x",
        "https://[::1",
        "https://.",
        "http:www.ice.gov",
        safelink("javascript:alert(1)"),
        safelink("file:///C:/a"),
        wayback("javascript:alert(1)").replace("if_/", "if_/x"),
        "chrome-extension://efaidnbmn/content/web/viewer.html",
    ],
)
def test_what_is_no_web_address_is_none(target: str) -> None:
    if "web.archive.org" in target:
        assert unwrap(target) == target  # a page of the archive itself, not a wrapping
    else:
        assert unwrap(target) is None


@pytest.mark.parametrize("wrap", WRAPPINGS)
def test_a_wrapped_link_is_known_as_wrapped(wrap: object) -> None:
    assert callable(wrap)
    assert is_wrapped(wrap(A))
    assert not is_wrapped(A)


addresses = st.builds(
    lambda host, path, query: f"https://{host}.gov/{path}{query}",
    st.text("abcdefghij-", min_size=1, max_size=8).filter(lambda t: t.strip("-")),
    st.text("abcXYZ019-_.~/%20() ", max_size=16).map(str.strip),
    st.sampled_from(["", "?a=1", "?url=https%3A%2F%2Fx.gov&b=%2520", "#page=3"]),
)


@given(addresses, st.lists(st.sampled_from(WRAPPINGS), max_size=4))
def test_any_layers_come_off_and_the_same_address_is_left(address: str, layers: list[object]) -> None:
    wrapped = address
    for wrap in layers:
        assert callable(wrap)
        wrapped = wrap(wrapped)
    assert unwrap(wrapped) == unwrap(address)


anything = st.text(max_size=40) | st.builds(
    lambda *bits: "".join(bits),
    *[
        st.sampled_from(
            [
                "",
                "https://",
                "http:/",
                "HTTPS%3A%2F%2F",
                "web.archive.org/web/2025/",
                "x.safelinks.protection.outlook.com/?url=",
                "chrome-extension://a/",
                " ",
                "%20",
                "\u200b",
                "a",
                ".",
                "/",
                "?",
                "#",
                "@",
                ":",
                "[",
                "%",
                "&url=",
            ]
        )
    ]
    * 8,
)


@given(anything)
@example("https://web.archive.org/web/2025/https://web.archive.org/web/2025/https:/")
@example("https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa%0Ab")
@example("https://a@b:c@d")
@example("https://\ud800.gov")
@settings(max_examples=500)
def test_unwrapping_twice_is_unwrapping_once(target: str) -> None:
    once = unwrap(target)
    if once is not None:
        assert unwrap(once) == once
        assert not is_wrapped(once)
        parts = urlsplit(once)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert not set(once) & set(" \t\r\n\"'<>\\`") - {"'"}


@needs_lists
def test_every_link_of_the_real_lists_leads_to_ice() -> None:
    targets = {target for row in printed_rows() for target in row.moa_targets + row.addendum_targets}
    assert len(targets) == 1586
    unwrapped = {target: unwrap(target) for target in sorted(targets)}
    assert [target for target, address in unwrapped.items() if address is None] == []
    assert {urlsplit(address).netloc for address in unwrapped.values() if address} == {"www.ice.gov"}
