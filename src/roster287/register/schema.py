"""The tables of the register.

    observed, only added to            derived, made again at each change of the observed
    files      one for each content    publications   files in their order, dated, trusted or not
    rows       each distinct row once  agencies, spellings, agreements, applications, events
    captures   retrievals              subjects       which agency, agreement a row belongs to
    decisions  lists a person judged   former_ids     ids that lead on; folds: which agency a folded name is
                                       identities     what was decided on two spellings, by which rule, and why
    meta       format, versions        corrections    those made by rule; people's are in curation/
                                       locations      where agencies have their power, kept by what they rest on

A file's `layout` holds its row numbers in the order of the sheet, so that a list costs a few hundred bytes and
each row is kept once. Everything observed can be read again from the archive and the shipped history.

A day that moves on with every list is empty while it is the newest list's: `last_listed` of what is on it and
`last_pending` of what still waits. The queries fill it in, so that one more list changes only the lines of what it
changed.

Texts are compared by their code points in every store: so SQLite does, and so PostgreSQL is told to.

`SCHEMA` is the number of this form. A register of another form is made anew (docs/decisions/0010-schema-changes.md).
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text

SCHEMA = 8
metadata = MetaData()
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def _text(name: str, *, key: bool = False, null: bool = True) -> Column[str]:
    return Column(name, _TEXT, primary_key=key, nullable=null and not key)


files = Table(
    "files",
    metadata,
    _text("sha256", key=True),
    _text("form", null=False),
    _text("kind"),
    _text("modified"),
    _text("columns", null=False),
    _text("sheet", null=False),
    _text("fatal"),
    _text("issues", null=False),
    Column("layout", LargeBinary, nullable=False),
    _text("origin", null=False),
    Column("reader", Integer, nullable=False),
)
rows = Table(
    "rows",
    metadata,
    Column("row_id", Integer, primary_key=True, autoincrement=False),
    *(_text(name, null=False) for name in ("state", "agency", "type", "county", "model", "signed", "moa", "addendum")),
    _text("moa_targets", null=False),
    _text("addendum_targets", null=False),
)
captures = Table(
    "captures",
    metadata,
    _text("sha256", key=True),
    _text("file_name", key=True),
    _text("stamp_kind", key=True),
    _text("stamp", key=True),
    _text("source", null=False),
    _text("headers", null=False),
)
decisions = Table(
    "decisions",
    metadata,
    _text("sha256", key=True),
    _text("who", null=False),
    _text("when", null=False),
    _text("why", null=False),
    _text("verdict", null=False),
)
publications = Table(
    "publications",
    metadata,
    _text("publication_id", key=True),
    _text("position", null=False),
    _text("kind"),
    _text("date"),
    _text("part_of_day"),
    _text("date_source", null=False),
    _text("witnesses", null=False),
    _text("file_name", null=False),
    _text("sha256", null=False),
    Column("row_count", Integer, nullable=False),
    _text("first_captured"),
    _text("last_captured"),
    _text("status", null=False),
    _text("reason", null=False),
    Index("publications_in_force", "kind", "status", "date"),
)
agencies = Table(
    "agencies",
    metadata,
    _text("agency_id", key=True),
    _text("name", null=False),
    _text("state", null=False),
    _text("agency_type"),
    _text("jurisdiction"),
    _text("county"),
    _text("county_fips"),
    _text("place_geoid"),
    _text("ocd_id"),
    _text("ori9"),
    Column("lat", Float),
    Column("lon", Float),
    _text("point_method"),
    Column("population", Integer),
    Column("population_year", Integer),
    Column("officers", Integer),
    Column("officers_year", Integer),
    _text("location_key", null=False),
    _text("models", null=False),
    _text("status", null=False),
    _text("first_listed"),
    _text("last_listed"),
    Index("agencies_by_state", "state"),
)
spellings = Table(
    "spellings",
    metadata,
    _text("agency_id", key=True),
    _text("name", key=True),
    _text("state", null=False),
    _text("first_listed", null=False),
    _text("last_listed"),
    Column("on_participating", Integer, nullable=False),
    Column("on_pending", Integer, nullable=False),
    Index("spellings_by_state", "state"),
)
agreements = Table(
    "agreements",
    metadata,
    _text("agreement_id", key=True),
    _text("agency_id", null=False),
    _text("state", null=False),
    _text("model", null=False),
    _text("signed"),
    _text("status", null=False),
    _text("first_listed", null=False),
    _text("last_listed"),
    Column("last_number", Integer),
    _text("succeeded_by"),
    _text("moa_url"),
    _text("moa_status", null=False),
    _text("addendum_url"),
    _text("pending_since"),
    Column("days_pending", Integer),
    _text("rules", null=False),
    Index("agreements_by_agency", "agency_id"),
)
applications = Table(
    "applications",
    metadata,
    _text("application_id", key=True),
    _text("agency_id", null=False),
    _text("state", null=False),
    _text("model", null=False),
    _text("first_pending", null=False),
    _text("last_pending"),
    _text("outcome", null=False),
    Column("days", Integer),
    _text("agreement_id"),
    Index("applications_by_agency", "agency_id"),
)
events = Table(
    "events",
    metadata,
    _text("event_id", key=True),
    _text("position", null=False),
    _text("date", null=False),
    _text("kind", null=False),
    _text("cause", null=False),
    _text("agency_id", null=False),
    _text("state", null=False),
    _text("model"),
    _text("agreement_id"),
    _text("before"),
    _text("after"),
    _text("notes", null=False),
    _text("publication_id"),
    _text("evidence", null=False),
    Index("events_by_date", "date"),
    Index("events_by_agency", "agency_id"),
)
subjects = Table(
    "subjects",
    metadata,
    Column("row_id", Integer, primary_key=True, autoincrement=False),
    _text("state", null=False),
    _text("agency_id", null=False),
    _text("agreement_id"),
    _text("corrections", null=False),
    Index("subjects_by_agreement", "agreement_id"),
)
corrections = Table(
    "corrections",
    metadata,
    *(_text(name, key=True) for name in ("field", "state", "agency", "model", "signed", "printed")),
    *(_text(name, null=False) for name in ("corrected", "who", "when", "why", "evidence")),
    _text("agency_id", key=True),
)
identities = Table(
    "identities",
    metadata,
    _text("state", key=True),
    _text("left_fold", key=True),
    _text("right_fold", key=True),
    _text("left_name", null=False),
    _text("right_name", null=False),
    _text("verdict", null=False),
    _text("decided_by", null=False),
    _text("rule", null=False),
    Column("score", Float, nullable=False),
    _text("reasons", null=False),
    _text("left_id", null=False),
    _text("right_id", null=False),
)
folds = Table(
    "folds", metadata, _text("state", key=True), _text("fold", key=True), _text("agency_id", null=False),
)  # fmt: skip
locations = Table("locations", metadata, _text("key", key=True), _text("location", null=False))
former_ids = Table(
    "former_ids", metadata, _text("former_id", key=True), _text("state", null=False), _text("now_id", null=False)
)
meta = Table("meta", metadata, _text("key", key=True), _text("value", null=False))

OF_AGENCIES = (agencies, spellings, agreements, applications, events, subjects, corrections)
OF_STATES = (former_ids, identities, folds)
DERIVED = (publications, *OF_AGENCIES, *OF_STATES)
OBSERVED = (files, rows, captures)
"""What a register may hold that the archive of its home does not: the observations of a shipped history."""
