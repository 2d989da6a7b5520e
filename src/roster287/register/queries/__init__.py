"""The questions that the record answers. Each takes a connection and gives a table.

A module is imported when it is first asked for: to say how fresh the record is takes none of the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from roster287.register.queries import compare, finding, identities, issues, lists, status, subjects, tables

__all__ = ["compare", "finding", "identities", "issues", "lists", "status", "subjects", "tables"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
