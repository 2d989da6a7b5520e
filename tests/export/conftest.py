"""One export of the shipped record, which every test of outside readers reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from roster287.publish.export import export
from roster287.record import open as open_record
from roster287.table import Table


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory, shipped_home: Path) -> Path:
    """Everything, in every format. Only read it."""
    target = shipped_home.with_name("exported")
    with FileLock(f"{target}.lock"):
        if not target.exists():
            write(shipped_home, target)
    return target


def write(home: Path, target: Path, as_: str | None = None) -> Table:
    """Export a home."""
    with open_record(home) as record, record.reading() as connection:
        return export(connection, target, as_, judgements=record.home.judgements)
