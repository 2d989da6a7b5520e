"""Where the tests of places find data that is not part of the project: they say so loudly when it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def _needed(folder: Path) -> Path:
    if not folder.is_dir():
        pytest.skip(f"LEFT OUT: {folder.name} is not beside the project (shared/data)")
    return folder


@pytest.fixture(scope="session")
def source() -> Path:
    """The reference as CSV files."""
    return _needed(SHARED / "reference")


@pytest.fixture(scope="session")
def lists() -> Path:
    """ICE's workbooks."""
    return _needed(SHARED / "lists")
