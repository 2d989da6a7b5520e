"""The data dictionary: every table and field that readers get, with type, meaning, example and source of the rule.

    fields      `dictionary_fields`, one entry a field
    TABLES      here, one entry a table: its columns in order, and what makes a row unique

The columns and the closed lists are those of the modules that make the tables. The exports make their schemas of it,
and `docs/dictionary.md` is made of it (`python -m roster287.dictionary`).
"""

from __future__ import annotations

import sys
from typing import NamedTuple

from roster287 import curation
from roster287.dictionary_fields import FIELDS, Field
from roster287.program import laws, models
from roster287.publish import brief
from roster287.publish.where import WHERE
from roster287.register.queries import compare, finding, identities, issues, lists, status, subjects, tables


class Entry(NamedTuple):
    """A table. `key`: the columns that tell its rows apart, none where rows may repeat."""

    name: str
    title: str
    description: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    refers: tuple[tuple[str, str], ...] = ()
    exported: bool = False

    def field(self, column: str) -> Field:
        """The meaning of one of its columns. Raises `KeyError` for one that nobody has explained."""
        own = f"{self.name.removesuffix('_pending')}.{column}"
        return FIELDS[own] if own in FIELDS else FIELDS[column]


def _entry(
    name: str,
    title: str,
    description: str,
    columns: tuple[str, ...],
    key: str = "",
    refers: str = "",
    *,
    exported: bool = False,
) -> Entry:
    pairs = tuple((pair.split(">")[0], pair.split(">")[1]) for pair in refers.split())
    return Entry(name, title, description, columns, tuple(key.split()), pairs, exported)


_NAMED = ("agencies", "agreements", "rows")
"""What counts by something count."""

TABLES: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        _entry("publications", "Publications", "Every distinct content of a list, with its date.", lists.PUBLICATION,
               "publication_id", exported=True),
        _entry("agencies", "Agencies", "Every body that ICE has ever listed, with its codes and its place.",
               tables.AGENCY, "agency_id", exported=True),
        _entry("spellings", "Spellings", "Every name that ICE has printed in rows that count as an agency's, with its "
               "first and last list.", ("agency_id", "state", "name", "first_listed", "last_listed"), "agency_id name",
               "agency_id>agencies", exported=True),
        _entry("agreements", "Agreements", "One agency, one model, one signing.",
               tables.AGREEMENT, "agreement_id", "agency_id>agencies succeeded_by>agreements", exported=True),
        _entry("applications", "Applications", "One agency, one model, on the pending list.",
               tables.APPLICATION, "application_id", "agency_id>agencies agreement_id>agreements", exported=True),
        _entry("events", "Events", "One dated change, with its cause and its evidence.",
               tables.EVENT, "event_id", "agency_id>agencies publication_id>publications", exported=True),
        _entry("panel", "Panel", "Agreement by publication: each unbroken run of participating lists that name it.",
               ("agreement_id", "agency_id", "state", "model", "first_publication", "last_publication", "from_date",
                "to_date", "gone_date", "lists"), "agreement_id first_publication",
               "agreement_id>agreements agency_id>agencies", exported=True),
        _entry("panel_days", "Panel by day", "Agency by day, for days on which the list in force names it. Only where "
               "asked for: it is long.", ("agency_id", "date", "models", "publication_id"), "agency_id date",
               "agency_id>agencies publication_id>publications", exported=True),
        _entry("judgements", "Judgements", "Decisions of people on whether two printed names are one agency.",
               curation.JUDGEMENT_COLUMNS, "state left right", exported=True),
        _entry("decisions", "Decisions", "Every decision on two names beyond plain folding, by rule or person.",
               identities.DECISION, exported=True),
        _entry("corrections", "Corrections", "Facts that count otherwise than ICE prints them.",
               identities.CORRECTION, exported=True),
        _entry("laws", "State laws", "What states' laws say of 287(g) agreements, one row an instrument.",
               laws.LAW, exported=True),
        _entry("on", "On a day", "What the participating list in force on a day listed.", lists.LISTED),
        _entry("on_pending", "On a day, pending", "What the pending list in force on a day listed.", lists.WAITING),
        _entry("count", "Totals", "How much a list named; empty where none was in force.", lists.TOTALS),
        _entry("count_by_state", "Counts by state", "The same by state.", ("state", *_NAMED), "state"),
        _entry("count_by_model", "Counts by model", "The same by model.", ("model", *_NAMED), "model"),
        _entry("count_by_type", "Counts by type", "The same by type.", ("type", *_NAMED), "type"),
        _entry("count_by_county", "Counts by county", "The same by county.", ("state", "county", *_NAMED),
               "state county"),
        _entry("find", "Find", "Agencies by any of their names, best first.", finding.FOUND, "agency_id"),
        _entry("compare", "Compare", "What differs between two lists.", compare.DIFFERENCE),
        _entry("issues", "Issues", "What in a list is misprinted, and what in its file is no row.", issues.ISSUES),
        _entry("evidence", "Evidence", "Proof of what a list said of an agreement.", subjects.PROOF),
        _entry("law", "Law", "State laws; with a day, whether each was in force.", (*laws.LAW, "in_force")),
        _entry("brief", "Brief", "Facts for a state on a day.", brief.FACT, "fact_id"),
        _entry("models", "Models", "What each model allows and asks, one statement a row.", models.STATEMENT),
        _entry("status", "Status", "How fresh the record is and how much it holds.", status.STATUS),
        _entry("where", "Where", "The bodies that have power in a place, each listed or not.", WHERE),
    )
}  # fmt: skip
"""Every table, those of the export first."""

_ALIKE = {"law": "laws", "find": "agencies"}


def fields(name: str) -> dict[str, Field]:
    """The fields of a table, in the order of its columns."""
    entry = TABLES[name]
    like = TABLES[_ALIKE[name]] if name in _ALIKE else entry
    return {column: like.field(column) for column in entry.columns}


def exported() -> tuple[Entry, ...]:
    """The tables of the open data, in order."""
    return tuple(entry for entry in TABLES.values() if entry.exported)


def markdown() -> str:
    """`docs/dictionary.md`."""
    head = [
        "# Data dictionary",
        "",
        "Every table and field that readers get. Made from `roster287.dictionary`; do not edit by hand:",
        "`python -m roster287.dictionary > docs/dictionary.md`.",
        "",
        "A `list` holds several texts, in CSV and XLSX joined by `; `; `json` holds lists and objects, there as text.",
        "A `partial` date is a year, a month or a day. Times are UTC. What is not known is empty, never zero.",
    ]
    return "\n\n".join(["\n".join(head), *map(section, TABLES)]) + "\n"


def section(name: str, level: str = "##") -> str:
    """What the dictionary says of a table, under a heading of that level."""
    entry = TABLES[name]
    lines = [f"{level} {name}", "", entry.description + ("" if not entry.exported else " Part of the open data.")]
    if entry.key:
        lines += ["", "A row is one " + " and ".join(f"`{column}`" for column in entry.key) + "."]
    lines += ["", "| field | type | meaning | example | source |", "| --- | --- | --- | --- | --- |"]
    lines += [_row(column, field) for column, field in fields(name).items()]
    return "\n".join(lines)


def _row(column: str, field: Field) -> str:
    meaning = field.description
    if field.values:
        meaning += " One of " + ", ".join(f"`{value}`" for value in field.values) + "."
    cells = (f"`{column}`", field.type, meaning, f"`{field.example}`", field.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(markdown())
