"""The file name of a list that was fetched: ICE's own where there is one, for its name can date it.

    Content-Disposition   attachment; filename="participatingAgencies04032025am.xlsx"
    path                  /doclib/about/offices/ero/287g/participatingAgencies04032025am.xlsx?v=2
    query                 /download?file=participatingAgencies04032025am.xlsx

A name that says no day gets the time of the capture, as public archives write it:
`participatingAgencies-20250403231027.xlsx`. A number alone (`/file-download/download/public/208496`) is no name,
and must not be taken for a date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import Message
from urllib.parse import parse_qsl, unquote, urlsplit

from roster287.vocabulary.file_names import WORKBOOK_ENDINGS, capture_time, read_name

LONGEST = 150
_ENDING = re.compile(r"\.[A-Za-z]{2,5}\Z")
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069:*?\"<>|]+")
LIST_WORDS = re.compile(r"participating|participants|participatory|pending", re.IGNORECASE)
_STEMS = {"participating": "participatingAgencies", "pending": "pendingAgencies"}


def list_name(url: str, headers: Mapping[str, str], time: str, label: str = "", data: bytes = b"PK") -> str:
    """The name under which a list is kept. `label` is what the link said of it, `time` when it was fetched."""
    name = disposition_name(headers) or address_name(url)
    ending = ".csv" if not data.startswith((b"PK", b"\xd0\xcf")) else ".xlsx"
    if not name:
        name = f"{_STEMS.get(label, 'agencies')}{ending}"
    elif not _ENDING.search(name):
        name += ending
    return name if capture_time(name) or read_name(name).days else stamped(name, time)


def stamped(name: str, time: str) -> str:
    """The name with the time of a capture before its ending."""
    ending = match[0] if (match := _ENDING.search(name)) else ""
    digits = re.sub(r"\D", "", time)[:14]
    return f"{name.removesuffix(ending)[: LONGEST - 20]}-{digits}{ending}"


def address_name(url: str) -> str:
    """The file name that an address carries, or nothing: a path without a file's ending is not one."""
    try:
        parts = urlsplit(url)
        candidates = [unquote(parts.path).rpartition("/")[2], *(value for _, value in parse_qsl(parts.query))]
    except ValueError:
        return ""
    for text in candidates:
        if text.lower().endswith(WORKBOOK_ENDINGS):
            return plain(text)
    return ""


def disposition_name(headers: Mapping[str, str]) -> str:
    """The file name in Content-Disposition, or in the header of that name that an archive kept; or nothing."""
    value = headers.get("content-disposition") or headers.get("x-archive-orig-content-disposition")
    if not value:
        return ""
    message = Message()
    message["content-disposition"] = re.sub(r"[\r\n]+", " ", value)
    try:
        return plain(unquote(str(message.get_filename() or "")))
    except ValueError:  # it names a character set that reads no such text
        return ""


def plain(name: str) -> str:
    """A name from outside as it can be kept: no folders, no control characters, not too long."""
    name = _NOT_IN_NAMES.sub("", re.split(r"[/\\]", name)[-1]).strip(" .")
    if len(name) > LONGEST:
        ending = match[0] if (match := _ENDING.search(name)) else ""
        name = name[: LONGEST - len(ending)] + ending
    return name.encode("utf-8", "replace").decode()


def label_of(text: str) -> str:
    """What a text calls a list, `participating` or `pending`, the last of several words; or nothing."""
    found = LIST_WORDS.findall(text)
    if not found:
        return ""
    return "pending" if found[-1].lower() == "pending" else "participating"
