"""Lists at addresses that a person names: fetched into a folder, then taken in as files are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from roster287.acquire.answer import FetchError
from roster287.acquire.content import not_a_list
from roster287.acquire.files import Found, Stamp
from roster287.acquire.names import list_name
from roster287.acquire.results import kept_headers
from roster287.acquire.transport import Transport, paced
from roster287.errors import SourceError, UsageError


def fetch(addresses: Sequence[str], folder: Path) -> tuple[list[Found], list[tuple[str, SourceError]]]:
    """The list at each address, as a file in the folder; and the addresses where a page or nothing came, and why.

    An address is kept for good with what came from it: one with a user or a password raises `UsageError`.
    """
    for address in addresses:
        without_user(address, "--from")
    found: list[Found] = []
    failed: list[tuple[str, SourceError]] = []
    with paced(Transport()) as transport:
        for number, address in enumerate(addresses):
            try:
                found.append(_fetched(address, folder / f"{number}", transport))
            except SourceError as error:
                failed.append((address, error))
    return found, failed


def _fetched(address: str, path: Path, transport: Transport) -> Found:
    answer = transport.get(address)
    if reason := not_a_list(answer.data, "list"):
        raise FetchError(
            address,
            reason.rstrip("."),
            "Open the address in a browser: the list may have moved, or the server may block programs.",
            status=answer.status,
        )
    name = list_name(answer.url, answer.headers, answer.time, data=answer.data)
    path.write_bytes(answer.data)
    return Found(path, (Stamp(name, "capture", answer.time),), answer.url, kept_headers(answer.headers))


def without_user(address: str, where: str) -> str:
    """The address, which stands `where`. Raises `UsageError` for one with a user or a password."""
    try:
        named = "@" in urlsplit(address).netloc
    except ValueError:
        named = "@" in address
    if named:
        raise UsageError(
            f"An address of {where} holds a user or a password, and addresses are kept for good.",
            "Leave them out; fetch the file with a program that can log in, and name the file.",
        )
    return address
