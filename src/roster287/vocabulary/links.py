"""The address a link leads to, with what mail programs, browsers and archives have wrapped around it.

One link in five on ICE's lists is wrapped by Outlook (`gcc02.safelinks.protection.outlook.com/?url=...`),
some are prefixed with the browser extension that showed the PDF (`chrome-extension://<id>/https:/...`), some
with a Wayback Machine prefix. Only http and https survive: an address from a list ends in published pages.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

LONGEST = 8192
"""Longer is no address; workbooks hold at most 2,079 characters, browsers about as many as this."""

_SCHEME = re.compile(r"(https?):/{1,3}(?=[^/])", re.IGNORECASE)
_EXTENSION = re.compile(
    r"[a-z][a-z-]*-extension://[^/?#]*/(?=https?(?::/|%3a%2f|%3a/)|[a-z][a-z-]*-extension://)", re.IGNORECASE
)
_WAYBACK = re.compile(
    r"https?://web\.archive\.org(?::80|:443)?/web/(?:\d{1,14}|\*)[a-z_*]*/(?=https?:/|[a-z][a-z-]*-extension://)",
    re.IGNORECASE,
)
_SAFELINKS = re.compile(
    r"https?://[^/?#]+\.safelinks\.protection\.(?:outlook|office365)\.(?:com|us|de)(?::443)?/[^?#]*\?(?P<query>[^#]*)",
    re.IGNORECASE,
)
_URL_PARAMETER = re.compile(r"(?:^|[&;?])(?:amp;)?url=([^&]*)", re.IGNORECASE)
_DROPPED = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff\ud800-\udfff]+")
_ENCODED = {
    " ": "%20",
    "\u00a0": "%20",
    '"': "%22",
    "<": "%3C",
    ">": "%3E",
    "\\": "%5C",
    "^": "%5E",
    "`": "%60",
    "{": "%7B",
    "|": "%7C",
    "}": "%7D",
}
_TO_ENCODE = re.compile(r"\s|[\"<>\\^`{|}]")
_HOST = re.compile(r"[\w.~%!$&'()*+,;=:@\[\]-]+\Z")


def unwrap(target: str) -> str | None:
    """The http or https address behind a link, or None when there is none.

    Unwrapping goes on until nothing is left to take off, and doing it again changes nothing. White space at
    the ends goes, control characters go, spaces and quotation marks inside are percent-encoded. The path is
    not otherwise touched: `%20` stays `%20`.
    """
    return _unwrapped(target)[0]


@lru_cache(maxsize=32768)
def document_name(address: str) -> str:
    """The file name of a document in small letters, without the site and folders that ICE moves it between.

    The query of a document's address (`.pdf?v=2`) is left out; that of any other address stays, since nothing else may
    tell it from others.
    """
    path, _, asked = address.partition("?")
    name = path.rstrip("/").replace("\\", "/").rpartition("/")[2].lower()
    return f"{name}?{asked}" if asked and name and not name.endswith(".pdf") else name


def is_wrapped(target: str) -> bool:
    """Whether something was wrapped around the address of a link."""
    return _unwrapped(target)[1]


@lru_cache(maxsize=32768)
def _unwrapped(target: str) -> tuple[str | None, bool]:
    """The address without its wrapping, if it is one, and whether there was any wrapping."""
    if len(target) > LONGEST:
        return None, False
    address, wrapped = _clean(target), False
    while (inner := _inside(address)) is not None:
        address, wrapped = _clean(inner), True
    return _address(address), wrapped


def _address(address: str) -> str | None:
    match = _SCHEME.match(address)
    if match is None:
        return None
    address = f"{match[1].lower()}://{address[match.end() :]}"
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if not host or not host.strip(".") or not _HOST.match(parts.netloc):
        return None
    return address


def _clean(text: str) -> str:
    """The text as it can stand in an address; also mends `https:/www...`, a stroke lost in wrapping."""
    text = _DROPPED.sub("", text).strip()
    if _TO_ENCODE.search(text):
        text = _TO_ENCODE.sub(lambda match: _ENCODED.get(match[0], "%20"), text)
    match = _SCHEME.match(text)
    return f"{match[1].lower()}://{text[match.end() :]}" if match else text


def _inside(address: str) -> str | None:
    """What one layer of wrapping holds, always shorter than the wrapping; None when there is no layer."""
    if match := _EXTENSION.match(address):
        rest = address[match.end() :]
        return unquote(rest) if "%3a" in rest[:10].lower() else rest
    if match := _WAYBACK.match(address):
        return address[match.end() :]
    if (match := _SAFELINKS.match(address)) and (parameter := _URL_PARAMETER.search(match["query"])):
        return unquote(parameter[1])
    return None
