"""Whether bytes from the network may be a list, before anything is recorded of them."""

from __future__ import annotations

from roster287.read import read
from roster287.read.container import OLD_WORKBOOK, Container, NotAListError, refusal


def in_place_of_list(data: bytes) -> str | None:
    """What the bytes are that came in place of a list, such as a block page; None when they may be one."""
    return None if data.startswith(OLD_WORKBOOK) else refusal(data)


def not_a_list(data: bytes, label: str) -> str | None:
    """Why the bytes are no list that the record could read or set aside; None when they may be one.

    `label` is what the link or the file's name calls it: `participating`, `pending` or nothing. A whole workbook
    that is called a list passes, whatever is in it: to trust it or not is for the record. A workbook that
    nothing calls a list has to be readable as one.
    """
    if data.startswith(OLD_WORKBOOK):
        return None if label else "The workbook is of the old kind, and nothing calls it a list."
    if reason := refusal(data):
        return reason
    if data.startswith(b"PK"):
        try:
            if "xl/workbook.xml" not in Container(data):
                return "The file is a zip file, but no workbook."
        except NotAListError as error:
            return str(error)
        if label:
            return None
    content = read(data, "fetched")
    return None if content.kind is not None else content.fatal or "The file is no list."


def list_in(data: bytes) -> str:
    """Which list the bytes hold by their columns, `participating` or `pending`; empty when they cannot be read."""
    return read(data, "fetched").kind or ""
