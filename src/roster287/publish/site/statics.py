"""The files that are the same on every site: styles, scripts, fonts, marks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

from roster287.publish.site.item import Facts, Group, Item, of_program
from roster287.publish.site.press import Press

STATIC = Path(__file__).parent / "static"


@lru_cache(maxsize=1)
def digests() -> dict[str, str]:
    """A short hash of each file by its name: `site.css`."""
    return {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in sorted(STATIC.rglob("*"))
        if path.is_file()
    }


def groups(_press: Press) -> Iterator[Group]:
    """The files, under `static/`."""
    yield Group("static", _items, of_program)


def _items() -> Iterator[Item]:
    for name, digest in digests().items():
        yield Item(f"static/{name}", Facts(partial(str, digest)), partial(_read, name))


def _read(name: str, _digest: str) -> bytes:
    return (STATIC / name).read_bytes()
