"""What people look at in each table, dates and counts first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roster287.cli.output import Shown
from roster287.table import Line

if TYPE_CHECKING:
    from roster287.vocabulary.messages import Speaker


def counted_as(row: Line) -> str:
    """What our record has in place of what ICE prints, field by field."""
    return "; ".join(f"{c['field']} {c['corrected'] or '—'}" for c in row["corrections"])


def _understood(row: Line) -> str | None:
    return None if row["targets"] else row["understood"]  # a link and what is meant by it are a line each


EVENT_COLUMNS = (Shown("date", "date", style="cyan"), Shown("kind", "kind", style="bold"), Shown("what", "sentence"))
LIST_COLUMNS = (
    Shown("date", "date", style="cyan"),
    Shown("part", "part_of_day"),
    Shown("rows", "row_count", right=True),
    Shown("publication", "publication_id", style="bold"),
    Shown("dated by", "date_source"),
    Shown("file", "file_name"),
    Shown("status", "status"),
)
COUNT_COLUMNS = {
    "state": Shown("state", "state"),
    "county": Shown("county", "county"),
    "model": Shown("model", "model"),
    "type": Shown("type", "type"),
    "agencies": Shown("agencies", "agencies", right=True, style="bold"),
    "agreements": Shown("agreements", "agreements", right=True, style="bold"),
    "states": Shown("states", "states", right=True, style="bold"),
    "territories": Shown("territories", "territories", right=True, style="bold"),
    "rows": Shown("rows", "rows", right=True, style="bold"),
}
"""By the column of the answer, which depends on what is counted by."""
ON_COLUMNS = (
    Shown("signed", "signed", style="cyan"),
    Shown("st", "state"),
    Shown("agency", "agency", style="bold"),
    Shown("model", "model"),
    Shown("county", "county"),
    Shown("document", "moa_status"),
    Shown("row", lambda row: row["evidence"][0]["sheet_row"], right=True),
)
COUNTS_AS = Shown("our record has", counted_as)
"""What a row is counted as where ICE printed it wrong; only where a row of the answer is."""
WAITING_COLUMNS = (
    Shown("st", "state"),
    Shown("agency", "agency", style="bold"),
    Shown("model", "model"),
    Shown("county", "county"),
    Shown("row", lambda row: row["evidence"][0]["sheet_row"], right=True),
)
ISSUE_COLUMNS = (
    Shown("row", "sheet_row", right=True),
    Shown("st", "state"),
    Shown("agency", "agency"),
    Shown("column", "column", style="cyan"),
    Shown("printed", "printed", style="bold"),
    Shown("understood", _understood),
    Shown("what", "sentence"),
)
AGENCY_COLUMNS = (
    Shown("first", "first_listed", style="cyan"),
    Shown("last", "last_listed", style="cyan"),
    Shown("st", "state"),
    Shown("name", "name", style="bold"),
    Shown("models", "models"),
    Shown("status", "status"),
    Shown("id", "agency_id"),
)
AGREEMENT_COLUMNS = (
    Shown("signed", "signed", style="cyan"),
    Shown("first", "first_listed", style="cyan"),
    Shown("last", "last_listed", style="cyan"),
    Shown("st", "state"),
    Shown("agency", "agency", style="bold"),
    Shown("model", "model"),
    Shown("status", "status"),
    Shown("days pending", "days_pending", right=True),
)
APPLICATION_COLUMNS = (
    Shown("first", "first_pending", style="cyan"),
    Shown("last", "last_pending", style="cyan"),
    Shown("days", "days", right=True),
    Shown("st", "state"),
    Shown("agency", "agency", style="bold"),
    Shown("model", "model"),
    Shown("outcome", "outcome"),
)


def difference_columns(say: Speaker) -> tuple[Shown, ...]:
    """The columns of two lists compared; where a difference stands is said in the reader's language."""

    def where(row: Line) -> str:
        text = say("{list} row {row}")
        return "; ".join(
            text.format(list=e["publication_id"], row=e["sheet_row"]) for e in row["evidence"] if e["sheet_row"]
        )

    return (
        Shown("change", "change", style="bold"),
        Shown("st", "state"),
        Shown("agency", "agency"),
        Shown("model", "model"),
        Shown("signed", "signed", style="cyan"),
        Shown("before", lambda row: row["before"] if row["change"] == "changed" else None),
        Shown("after", lambda row: row["after"] if row["change"] == "changed" else None),
        Shown("where", where),
    )
