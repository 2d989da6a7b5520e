"""roster287: a permanent public record of ICE's 287(g) lists.

import roster287
record = roster287.open()
for row in record.on("2025-04-03", state="ME"):
    print(row["agency"], row["signed"])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from roster287.record import Record, open  # noqa: A004  (the name that the interface promises)
    from roster287.table import Table

__version__ = "0.1.0"
__all__ = ["Record", "Table", "open"]


def __getattr__(name: str) -> Any:
    """Public names, imported when they are first asked for: importing the package itself costs nothing."""
    if name in ("Record", "open"):
        from roster287 import record

        return getattr(record, name)
    if name == "Table":
        from roster287.table import Table

        return Table
    raise AttributeError(f"module 'roster287' has no attribute {name!r}")
