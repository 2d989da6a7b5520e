"""What many tests read is made once for all workers of a run."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

Made = TypeVar("Made")


def shared(factory: pytest.TempPathFactory, name: str) -> Path:
    """The path of this name that all workers of this run share."""
    base = factory.getbasetemp()
    return (base.parent if base.name.startswith("popen-") else base) / name


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[], Made]) -> Made:
    """What `make` makes, made by the first worker that asks and read by the others."""
    kept = shared(factory, f"{name}.pickle")
    with FileLock(f"{kept}.lock"):
        if kept.exists():
            found: Made = pickle.loads(kept.read_bytes())
            return found
        made = make()
        kept.write_bytes(pickle.dumps(made))
        return made
