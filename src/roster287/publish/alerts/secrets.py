"""Secrets come from the environment or from a file that only its owner can read, and are never shown.

A text in the rules names one as `${NAME}`. The secrets file holds one `NAME = value` a line; `#` begins a comment.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from roster287.errors import UsageError

_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_LINE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")
HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Address:
    """Where something is sent, or what it is signed with. `shown` may be printed; `value` never is."""

    value: str = field(repr=False)
    shown: str
    hidden: tuple[str, ...] = field(default=(), repr=False)
    """The texts within `value` that are masked wherever they turn up."""

    def __str__(self) -> str:
        return self.shown

    def masked(self, text: str) -> str:
        """The text without anything secret of this address."""
        for part in sorted({self.value, *self.hidden}, key=len, reverse=True):
            for form in {part, quote(part, safe=""), quote(part), unquote(part)}:
                if len(form) >= 4:
                    text = text.replace(form, HIDDEN)
        return text


@dataclass(frozen=True, slots=True)
class Secrets:
    """The values that `${NAME}` may name: those of the environment, then those of the file."""

    values: Mapping[str, str] = field(repr=False)

    def fill(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text with each reference in place, and the values put there. Raises `KeyError` with a missing name."""
        found: list[str] = []

        def put(match: re.Match[str]) -> str:
            value = self.values[match[1]]
            found.append(value)
            return value

        return _REFERENCE.sub(put, text), tuple(found)


def load(file: Path | None, env: Mapping[str, str] | None = None) -> Secrets:
    """The secrets of the environment and, where one is named, of a file."""
    values = dict(_read(file)) if file is not None else {}
    return Secrets({**values, **(os.environ if env is None else env)})


def _read(file: Path) -> Iterable[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8") as opened:
            if not is_tight(opened.fileno()):
                raise UsageError(f"Others can read {file}, which holds secrets.", f"Close it: chmod 600 {file}")
            text = opened.read()
    except OSError as error:
        raise UsageError(f"The secrets file {file} cannot be read: {error.strerror}.", "`secrets` names it.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The secrets file {file} is not UTF-8 text.", "Write one NAME = value a line.") from None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise UsageError(f"Line {number} of {file} is no secret.", "Write NAME = value.")
        yield match[1], match[2].strip().strip("\"'")


def is_tight(opened: int) -> bool:
    """Whether only its owner can read a file, by its descriptor. Always so where files have no such modes."""
    return os.name != "posix" or not os.fstat(opened).st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def has_reference(text: str) -> bool:
    """Whether a text names a secret."""
    return _REFERENCE.search(text) is not None


def address(text: str, secrets: Secrets) -> Address:
    """An address with its references filled in, and how it is shown: its scheme, or the names of its references."""
    value, filled = secrets.fill(text)
    scheme = urlsplit(value).scheme if "://" in value else ""
    shown = text if _REFERENCE.fullmatch(text) else f"{scheme}://…" if scheme else "…"
    return Address(value, shown, (*filled, *_parts(value)))


def _parts(url: str) -> tuple[str, ...]:
    """What in an address may be a secret: its password, the parts of its path, the values of its query."""
    try:
        split = urlsplit(url)
        password = split.password or ""
    except ValueError:
        return ()
    found = [password, *split.path.split("/"), *(v for _, v in parse_qsl(split.query)), split.username or ""]
    if split.scheme not in ("http", "https", "mailto", "mailtos"):
        found.append(split.netloc)
    return tuple(part for part in found if len(part) >= 6)
