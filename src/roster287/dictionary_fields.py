"""What each field means: one entry a field, with its type, an example and the source of the rule behind it.

A key is a field's name, or `TABLE.FIELD` where a field of that name means something else in one table.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from roster287 import curation
from roster287.model import LISTS
from roster287.places.facts import JURISDICTIONS
from roster287.program import curated, laws
from roster287.register.queries import finding, issues, tables
from roster287.vocabulary.kinds import CAUSES, KINDS
from roster287.vocabulary.models import MODELS

Type = Literal["id", "code", "text", "integer", "number", "boolean", "date", "time", "partial", "list", "json", "url"]
"""`partial` is a year, month or day; `list` several texts, joined by `; ` where a table is flat; `json` lists and
objects, as JSON text where a table is flat; `time` is UTC."""


class Field(NamedTuple):
    """One field. `values` is the closed list of what it may hold, where there is one."""

    type: Type
    description: str
    example: str
    source: str
    values: tuple[str, ...] = ()


PRINTED = "ICE's list"
METHOD = "docs/methodology.md"
PLACES = "docs/places.md"
PROGRAM = "docs/program.md"
CURATED = "curation, reviewed as diffs"
ASKED = "the question"

POINTS = ("fbi_agency", "place", "county_subdivision", "county", "state", "hifld")
_WELLS = "me-wells-police-department"
_SIGNED = f"{_WELLS}/task_force/2025-04-02"
_SHA = "81aebec4696ef0b520665a9fbcea8f34d454ba5585688e170cc9f9874e2cc056"
_FILE = "participatingAgencies-20250403231027.xlsx"
_MOA = "https://www.ice.gov/doclib/287gMOA/WellsPDME_TFM_MOA_040225.pdf"
_EVIDENCE = f'[{{"file_name": "{_FILE}", "publication_id": "participating-2025-04-03", "sha256": "{_SHA[:8]}…'

_EVIDENCE_SAYS = "Where a list shows it: publication, file name, SHA-256 of the file and row of its sheet, for each."

FIELDS: dict[str, Field] = {
    # identity
    "agency_id": Field("id", "The agency. Stable: once published it keeps leading to the agency.", _WELLS, METHOD),
    "agreement_id": Field("id", "The agreement: agency, model and the signing date printed first, corrected where the "
                          "record corrects it.", _SIGNED, METHOD),
    "application_id": Field("id", "The application: agency, model and its first day pending.",
                            "fl-hardee-county-sheriffs-office/warrant_service/pending-2025-02-20", METHOD),
    "event_id": Field("id", "The event: publication, kind and subject.",
                      f"participating-2025-04-03/signed/{_SIGNED}", METHOD),
    "publication_id": Field("id", "The publication: kind of list, date and part of the day.",
                            "participating-2025-04-03", METHOD),
    # publications
    "kind": Field("code", "Which list it is, by its columns.", "participating", METHOD, LISTS),
    "date": Field("date", "The day of the list, UTC.", "2025-04-03", METHOD),
    "part_of_day": Field("code", "The order among lists of one day, as in ICE's file name.", "am", PRINTED,
                         ("am", "mid", "pm")),
    "date_source": Field("code", "Which of the four witnesses decided the date: `name` (and which slip in it was "
                         "undone), `workbook`, `capture` or `newest signing`.", "name, a month early", METHOD),
    "file_name": Field("text", "The name of the file as ICE or the archive of it gave it; of a table taken out of a "
                       "capture of ICE's page, the name that it is kept by.",
                       _FILE, PRINTED),
    "sha256": Field("text", "The SHA-256 of the file's bytes.", _SHA, "the file"),
    "row_count": Field("integer", "Rows of the list, repeated ones counted.", "444", "the file"),
    "first_captured": Field("time", "When this content was first retrieved; empty where no time is known.",
                            "2025-04-03T23:10:27", "the log of captures"),
    "last_captured": Field("time", "When it was last retrieved; empty where no time is known.", "2025-04-06T23:10:27",
                           "the log of captures"),
    "publications.status": Field("code", "Whether the list counts, or is kept and set aside.", "accepted", METHOD,
                                 ("accepted", "set_aside")),
    "reason": Field("text", "Why it was set aside; empty for an accepted list.", "The file is text but …", METHOD),
    "witnesses": Field("json", "What each witness says of the date, and whether it agrees.",
                       '[{"agrees": true, "value": "2025-04-03T18:48:59Z", "witness": "workbook"}, …', METHOD),
    # agencies
    "name": Field("text", "The agency's name, in the spelling that ICE printed last.", "Wells Police Department",
                  PRINTED),
    "agency": Field("text", "The agency's name, in the spelling that ICE printed last.", "Wells Police Department",
                    PRINTED),
    "state": Field("code", "The state or territory, two letters.", "ME", PRINTED),
    "state_name": Field("text", "The state's name.", "Maine", PRINTED),
    "agency_type": Field("text", "TYPE as ICE prints it, tidied.", "Municipality", PRINTED),
    "type": Field("text", "TYPE as ICE prints it, tidied.", "Municipality", PRINTED),
    "jurisdiction": Field("code", "Whose ground the body polices.", "municipal", PLACES, JURISDICTIONS),
    "county": Field("text", "The county where the agency has its power or its seat; of a body of the whole state the "
                    "one that ICE prints, if the state has it.", "York County", PLACES),
    "county_fips": Field("text", "The county's FIPS code, five digits.", "23031", "Census, see docs/places.md"),
    "place_geoid": Field("text", "The municipality's Census code: seven digits for a place, ten for a town.",
                         "2303181475", "Census, see docs/places.md"),
    "ocd_id": Field("text", "The Open Civic Data id of the ground.",
                    "ocd-division/country:us/state:me/place:wells", "Open Civic Data, see docs/places.md"),
    "ori9": Field("text", "The agency's FBI code (ORI).", "ME0161400", "FBI, see docs/places.md"),
    "lat": Field("number", "Latitude of a point for the map, degrees, WGS 84.", "43.3112", PLACES),
    "lon": Field("number", "Longitude of that point.", "-70.6326", PLACES),
    "point_method": Field("code", "What it is the point of.", "county_subdivision", PLACES, POINTS),
    "population": Field("integer", "People served. Figures of agencies overlap and must not be summed.", "12091",
                        "FBI or Census, see docs/places.md"),
    "population_year": Field("integer", "The year of that figure.", "2025", "FBI or Census, see docs/places.md"),
    "officers": Field("integer", "Sworn officers.", "26", "FBI, see docs/places.md"),
    "officers_year": Field("integer", "The year of that figure.", "2025", "FBI, see docs/places.md"),
    "models": Field("list", "The models in force on the newest list.", "task_force", METHOD, tuple(MODELS)),
    "agencies.status": Field("code", "Where the agency stands on the newest lists.", "active", METHOD,
                             tables.AGENCY_STATUS),
    "first_listed": Field("date", "The date of the first participating list that names it.", "2025-04-03", METHOD),
    "last_listed": Field("date", "The date of the last participating list that names it.", "2025-10-23", METHOD),
    "spellings": Field("list", "Every name that ICE has printed in a row that counts as its own.",
                       "Wells Police Department", PRINTED),
    # spellings
    "spellings.name": Field("text", "A name as ICE printed it, tidied.", "Wells Police Department", PRINTED),
    "spellings.first_listed": Field("date", "The date of the first list of either kind with this spelling.",
                                    "2025-04-03", METHOD),
    "spellings.last_listed": Field("date", "The date of the last list with it.", "2025-10-23", METHOD),
    # agreements
    "model": Field("code", "The model, in our closed vocabulary.", "task_force", METHOD, tuple(MODELS)),
    "signed": Field("date", "The date ICE prints as signed, corrected where the record corrects it; empty where there "
                    "is none that can be read.", "2025-04-02", PRINTED),
    "on.signed": Field("date", "SIGNED as that list prints it, where it can be read; what is corrected stands in "
                       "`corrections`.", "2025-04-02", PRINTED),
    "agreements.status": Field("code", "Where the agreement stands on the newest list.", "active", METHOD,
                               tables.AGREEMENT_STATUS),
    "missing_lists": Field("integer", "Accepted lists since the last one that names it.", "0", METHOD),
    "succeeded_by": Field("id", "The agreement that takes its place.",
                          "fl-fort-walton-beach-police-department/task_force/2025-08-04", METHOD),
    "moa_url": Field("url", "The address of the agreement's document, wrappings taken off, corrected where ICE links "
                     "another agreement's; empty where the right one is not known.", _MOA, PRINTED),
    "moa_status": Field("code", "What the cell of the document says; `none` where it links another agreement's "
                        "document and the right one is not known.", "linked", METHOD, ("linked", "pending", "none")),
    "on.moa_url": Field("url", "The address of the document that the row links, wrappings taken off; what is corrected "
                        "stands in `corrections`.", _MOA, PRINTED),
    "on.moa_status": Field("code", "What the cell of the document says; what is corrected stands in `corrections`.",
                           "linked", METHOD, ("linked", "pending", "none")),
    "addendum_url": Field("url", "The address of the addendum.",
                          "https://www.ice.gov/doclib/287gMOA/AlachuaCoSheriffsOfficeFL_WSO_MOA_06252025.pdf", PRINTED),
    "pending_since": Field("date", "The first day of the application that led to it.", "2025-03-31", METHOD),
    "days_pending": Field("integer", "Days from that day to the signing; where that is later than the first listing, "
                          "to the signing printed then, at most to the listing; 0 where the signing is earlier.", "2",
                          METHOD),
    # applications
    "first_pending": Field("date", "The first pending list that names it.", "2025-02-20", METHOD),
    "last_pending": Field("date", "The last pending list that names it.", "2025-02-20", METHOD),
    "outcome": Field("code", "What became of it.", "signed", METHOD, tables.OUTCOMES),
    "days": Field("integer", "Days from the first pending list to the signing, or to the list on which the agreement "
                  "came back; where the signing is later than the first listing, to the signing printed then, at most "
                  "to the listing. Without an agreement, to the last pending list; 0 where the signing is earlier.",
                  "6", METHOD),
    # events
    "events.kind": Field("code", "What changed.", "signed", METHOD, KINDS),
    "events.date": Field("date", "The date of the first accepted list that shows it, or of our change.", "2025-04-03",
                         METHOD),
    "cause": Field("code", "ICE's list changed, or our record did.", "ice", METHOD, CAUSES),
    "before": Field("json", "The values before, where there were any.", '{"signed": "2025-02-07"}', PRINTED),
    "after": Field("json", "The values after.", '{"signed": "2025-02-17"}', PRINTED),
    "sentence": Field("text", "The event in words that say no more than the list shows.",
                      "Wells Police Department (Maine) appeared on ICE's list of 3 April 2025: …", METHOD),
    "evidence": Field("json", _EVIDENCE_SAYS, _EVIDENCE, "the files"),
    # judgements, decisions, corrections
    "verdict": Field("code", "Whether the two names are one agency.", "same", METHOD, curation.VERDICTS),
    "left": Field("text", "One of two printed names of a state.", "Lake Clark Shores Police Department", PRINTED),
    "right": Field("text", "The other.", "Lake Clarke Shores Police Department", PRINTED),
    "who": Field("text", "Who decided.", "roster287 editors", CURATED),
    "when": Field("date", "When.", "2026-11-24", CURATED),
    "why": Field("text", "Why.", "The department (23 February 2026) and its Crime Information Center …", CURATED),
    "judgements.evidence": Field("text", "What it rests on.",
                                 "participatingAgencies07242025pm to 07292025am show both.", CURATED),
    "corrections.evidence": Field("text", "What it rests on.", "participating-2025-03-06-am prints NEW YORK; …",
                                  CURATED),
    "supersedes": Field("code", "`yes` where it replaces an earlier judgement on the pair.", "yes", CURATED),
    "decided_by": Field("code", "A person's judgement, or a rule.", "rule", METHOD, ("rule", "judgement")),
    "rule": Field("code", "The rule that decided; for a judgement who took it, and when.", "typo_handed_over", METHOD),
    "score": Field("number", "How near the pair is to being one, 0 to 1; it never decides.", "0.568", METHOD),
    "reasons": Field("list", "What spoke for and against; for a judgement why, and on what evidence.",
                     "lake clark shores | lake clarke shores, 1 slip", METHOD),
    "left_id": Field("id", "The agency of the left name.", "fl-lake-clarke-shores-police-department", METHOD),
    "right_id": Field("id", "The agency of the right name.", "fl-lake-clarke-shores-police-department", METHOD),
    "decisions.events": Field("integer", "Events of the two, which a wrong decision would touch.", "4", METHOD),
    "field": Field("code", "The field that ICE prints wrong.", "county", CURATED, curation.CORRECTED_FIELDS),
    "corrections.agency": Field("text", "The agency's printed name.", "Monroe Police Department", PRINTED),
    "corrections.model": Field("code", "Only rows of this model, where not empty.", "task_force", CURATED),
    "corrections.signed": Field("text", "Only rows signed on this date, where not empty.", "2025-02-28", CURATED),
    "printed": Field("text", "The value as ICE prints it.", "NY", PRINTED),
    "corrected": Field("text", "The value that counts; empty where the right one is not known.", "FL", CURATED),
    # laws
    "stance": Field("code", "What the instrument does about 287(g) agreements.", "bans", PROGRAM, laws.STANCES),
    "laws.models": Field("list", "The models it is about; `all`, or `any` of them.", "all", PROGRAM),
    "instrument": Field("code", "The kind of instrument; empty where a search found none.", "statute", PROGRAM),
    "citation": Field("text", "The instrument.", "SB 54 (2017); Cal. Gov. Code 7284.6(a)(1)(G)", PROGRAM),
    "enacted": Field("partial", "When it was enacted, to the day, month or year.", "2017-08-28", PROGRAM),
    "effective": Field("partial", "When it took effect.", "2017-08-28", PROGRAM),
    "ended": Field("partial", "The first day without it.", "2025-02", PROGRAM),
    "laws.status": Field("code", "What the source says of it as of `status_as_of`.", "in_force", PROGRAM,
                         laws.STATUSES),
    "summary": Field("text", "What it says of 287(g) agreements.", "State and local law enforcement may …", PROGRAM),
    "source_url": Field("url", "The source.", "https://www.flsenate.gov/Laws/Statutes/2024/0908.11", PROGRAM),
    "source_title": Field("text", "The source's title.", "Florida Statutes, 908.11, history note", PROGRAM),
    "confidence": Field("code", "How sure the statement is.", "medium", PROGRAM, curated.CONFIDENCE),
    "scope": Field("list", "Whom it binds.", "all_agencies", PROGRAM, laws.SCOPES),
    "status_as_of": Field("partial", "The day as of which the status was found.", "2026-09-22", PROGRAM),
    "basis": Field("code", "What the statement rests on.", "secondary", PROGRAM, curated.BASIS),
    "note": Field("text", "What to know besides.", "Read in a third party's copy of the code. …", PROGRAM),
    "summary_es": Field("text", "The summary in Spanish.", "La policía estatal y local no puede …", PROGRAM),
    "note_es": Field("text", "The note in Spanish.", "Leído en …", PROGRAM),
    "in_force": Field("code", "Whether it was in force on the day asked about.", "yes", PROGRAM, (
        "yes", "unsure", "unverified", "none_found")),
    # panel
    "first_publication": Field("id", "The first list of the unbroken run.", "participating-2025-04-03", METHOD),
    "last_publication": Field("id", "The last list of the run.", "participating-2025-10-23-am", METHOD),
    "from_date": Field("date", "The date of the first list of the run.", "2025-04-03", METHOD),
    "to_date": Field("date", "The date of the last list of the run.", "2025-10-23", METHOD),
    "gone_date": Field("date", "The date of the next accepted list, which lacks it; empty while it is on the newest.",
                       "2025-10-23", METHOD),
    "panel.lists": Field("integer", "Accepted participating lists in the run.", "117", METHOD),
    "panel_days.date": Field("date", "A day; the participating list in force on it decides.", "2025-04-03", METHOD),
    "panel_days.models": Field("list", "The agency's models on the list in force that day.", "task_force", METHOD,
                               tuple(MODELS)),
    "panel_days.publication_id": Field("id", "The list in force that day.", "participating-2025-04-03", METHOD),
    # answers
    "on.state": Field("code", "STATE as that list prints it; what is corrected stands in `corrections`.", "ME",
                      PRINTED),
    "on.county": Field("text", "COUNTY as ICE prints it, tidied; what is corrected stands in `corrections`.",
                       "York County", PRINTED),
    "corrections": Field("json", "What counts otherwise than printed.",
                         '[{"corrected": "FL", "field": "state", "printed": "NY"}]', CURATED),
    "agencies": Field("integer", "Agencies listed.", "1", METHOD),
    "agreements": Field("integer", "Agreements listed; on the pending list, applications: an agency and a model each.",
                        "1", METHOD),
    "states": Field("integer", "States listed, the district counted as one.", "38", METHOD),
    "territories": Field("integer", "Territories listed.", "1", METHOD),
    "rows": Field("integer", "Rows of the list.", "444", METHOD),
    "change": Field("code", "Only on the second list, only on the first, or on both otherwise.", "new", METHOD,
                    ("new", "gone", "changed")),
    "sheet_row": Field("integer", "The row of the sheet, the heading counted.", "261", "the file"),
    "column": Field("code", "Our name of the column; where the file is told of, the letter of its sheet.", "state",
                    METHOD),
    "code": Field("code", "The kind of issue.", "state_misprint", METHOD),
    "severity": Field("code", "Whether it is understood all the same, leaves open what is meant, or hides the list.",
                      "note", METHOD, issues.SEVERITIES),
    "issues.targets": Field("list", "Where the links of the cell lead.", "https://…", PRINTED),
    "understood": Field("text", "What the cell is read as; nothing where that is left open.", "PA", METHOD),
    "issues.sentence": Field("text", "The issue in a sentence.", "The state is misprinted; only one …", METHOD),
    "evidence.printed": Field("json", "The cells as ICE printed them.", '{"state": "MAINE"}', PRINTED),
    "targets": Field("json", "The links behind the cells.", '{"moa": ["https://…"]}', PRINTED),
    "bytes_kept": Field("boolean", "Whether this home has the file's bytes.", "false", "the archive"),
    "how_to_check": Field("text", "How to check the file.", "The file is in this home's archive …", METHOD),
    "compare.signed": Field("date", "SIGNED as that list prints it, where it can be read.", "2025-04-02", PRINTED),
    "count_by_state.state": Field("code", "STATE as that list prints it.", "ME", PRINTED),
    "count_by_county.state": Field("code", "STATE as that list prints it.", "ME", PRINTED),
    "count_by_county.county": Field("text", "COUNTY as that list prints it, tidied, without our corrections; the "
                                    "website's pages count by the `county` of `agencies`.", "York County", PRINTED),
    "fact_id": Field("code", "The fact.", "first_in_state", METHOD),
    "value": Field("json", "The fact as a value.", "38", METHOD),
    "brief.sentence": Field("text", "The fact in a sentence.", "On 4 April 2025, ICE's list in force was …", METHOD),
    "topic": Field("code", "What the statement is about.", "training", PROGRAM),
    "statement": Field("text", "The statement, in our own words.", "Trained officers use limited …", PROGRAM),
    "source": Field("text", "Its source.", "Memorandum of agreement, task force model, …", PROGRAM),
    "source_date": Field("partial", "The source's own date.", "2025-02-14", PROGRAM),
    "statement_es": Field("text", "The statement in Spanish.", "Agentes capacitados ejercen …", PROGRAM),
    "participating_date": Field("date", "The date of the newest participating list.", "2026-02-27", METHOD),
    "pending_date": Field("date", "The date of the newest pending list.", "2026-02-27", METHOD),
    "status.last_captured": Field("time", "When a list was last retrieved; empty where the record holds a list that is "
                                  "newer than every retrieval whose time is known.", "2026-02-27T18:40:00", "the log"),
    "publications": Field("integer", "Accepted lists.", "458", METHOD),
    "set_aside": Field("integer", "Lists set aside.", "0", METHOD),
    "status.agencies": Field("integer", "Agencies ever listed.", "1310", METHOD),
    "active_agencies": Field("integer", "Agencies on the newest list.", "1251", METHOD),
    "status.agreements": Field("integer", "Agreements ever listed.", "1568", METHOD),
    "active_agreements": Field("integer", "Agreements on the newest list.", "1492", METHOD),
    "applications": Field("integer", "Applications ever listed.", "957", METHOD),
    "pending_applications": Field("integer", "Applications on the newest pending list.", "2", METHOD),
    "events": Field("integer", "Events.", "4170", METHOD),
    "status.rows": Field("integer", "Distinct rows of all lists.", "5071", METHOD),
    "files_kept": Field("integer", "Files in the archive of this home.", "0", "the archive"),
    "status.bytes_kept": Field("integer", "Their bytes.", "0", "the archive"),
    "home": Field("text", "The home folder.", "roster287", "the home"),
    "last_looked": Field("time", "When ICE's page was last asked.", "2026-02-27T18:40:00Z", "the heartbeat"),
    "last_succeeded": Field("time", "When it last answered as it should.", "2026-02-27T18:40:00Z", "the heartbeat"),
    "last_changed": Field("time", "When a look last found a new list.", "2026-02-27T18:40:00Z", "the heartbeat"),
    "last_error": Field("text", "What last went wrong with a look.", "The server refuses (403)", "the heartbeat"),
    "failures": Field("integer", "How many looks in a row have failed.", "0", "the heartbeat"),
    # where
    "where.agency_id": Field("id", "The agency; empty for one that ICE has never listed.", _WELLS, METHOD),
    "where.name": Field("text", "ICE's name for it, or the FBI's or HIFLD's.", "Wells Police Department", PLACES),
    "listed": Field("boolean", "Whether the participating list in force on the day names it.", "true", METHOD),
    "where.models": Field("list", "Its models on that list.", "task_force", METHOD, tuple(MODELS)),
    "relation": Field("text", "How it has power there.", "a body of York County, in which Wells town lies", PLACES),
    "reach": Field("code", "The same as a code: the place, its county, the state, its own grounds, a town inside the "
                   "county that was asked about, or perhaps.", "place", PLACES,
                   ("place", "county", "state", "grounds", "inside", "perhaps")),
    "where.status": Field("code", "Where it stood on that day's lists.", "listed", METHOD,
                          ("listed", "pending", "no_longer_listed", "no_longer_pending", "not_yet", "never",
                           "not_known")),
    "fit": Field("code", "How it fits what was sought, best first: it is called just so, or so is its place; every "
                 "word is of its names; or of its names, its county or its state; by initials; some words only begin "
                 "those; by the words of its place alone; a letter or two off.", "whole", METHOD,
                 finding.FITS),
    "where.county": Field("text", "Its county, where it has one.", "York County", PLACES),
}  # fmt: skip
