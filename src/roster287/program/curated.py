"""The tables of `curation/` that this part reads: plain CSV and TOML, opened when asked for."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

CURATION = Path(__file__).parent.parent / "curation"

CONFIDENCE = ("high", "medium", "low", "unverified")
"""How sure a statement is. `unverified`: nothing that was read bears it out; it is never shown as a fact."""

BASIS = ("primary", "secondary", "unverified")
"""What a statement rests on: the text itself or its author's own words; someone else's account; nothing yet."""


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV table."""
    with (CURATION / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def toml(name: str) -> dict[str, Any]:
    """What a TOML file holds."""
    with (CURATION / name).open("rb") as file:
        return tomllib.load(file)


def codes(text: str) -> list[str]:
    """The codes of a cell that holds several, separated by semicolons."""
    return [code.strip() for code in text.split(";") if code.strip()]
