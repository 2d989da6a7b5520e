"""Sweeps in parts: the first part runs always, the others with the long tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def sweep(parts: int) -> list[Any]:
    """The numbers of the parts, all but the first marked `long`."""
    return [part if part == 0 else pytest.param(part, marks=pytest.mark.long) for part in range(parts)]


def every(step: int, of: Iterable[Any]) -> list[Any]:
    """These values, all but the first of each so many marked `long`."""
    return [pytest.param(value, marks=pytest.mark.long) if at % step else value for at, value in enumerate(of)]
