"""Sweeps in parts: the first part runs always, the others with the long tests."""

from __future__ import annotations

from typing import Any

import pytest


def sweep(parts: int) -> list[Any]:
    """The numbers of the parts, all but the first marked `long`."""
    return [part if part == 0 else pytest.param(part, marks=pytest.mark.long) for part in range(parts)]
