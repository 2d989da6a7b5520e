"""Facts that ICE prints wrong, put right beside what it prints.

A correction is keyed on the wrong value: once ICE prints the right one, it does nothing. All corrections of a row are
keyed on what ICE printed, so that their order does not matter. An empty `corrected` means that the value is known to be
wrong and the right one is not known: a document of another agency, say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from roster287.curation import Correction
from roster287.model import Parsed
from roster287.vocabulary.names import fold, slug

Rows = Mapping[int, Parsed]
"""Rows as they count, by number."""


class Corrected(NamedTuple):
    """Rows as they count, and by row number the corrections that apply to it."""

    parsed: Rows
    applied: dict[int, list[Correction]]


def correct(parsed: Rows, corrections: Iterable[Correction], rows: Iterable[int]) -> Corrected:
    """These rows with every correction applied; what was printed is not touched."""
    by_agency: defaultdict[tuple[str, str], list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_agency[correction.state, fold(correction.agency, correction.state)].append(correction)
    states = {state for state, _ in by_agency}
    out: dict[int, Parsed] = {}
    applied: dict[int, list[Correction]] = {}
    for number in rows:
        row = out[number] = parsed[number]
        if row.state not in states:
            continue
        found = [c for c in by_agency.get((row.state, fold(row.agency, row.state)), ()) if _applies(c, row)]
        if found:
            out[number] = _as_corrected(row, found)
            applied[number] = found
    return Corrected(out, applied)


def _as_corrected(row: Parsed, found: Iterable[Correction]) -> Parsed:
    changed: dict[str, str | None] = {c.field: c.corrected or None for c in found}
    if "moa_url" in changed:
        changed["moa_status"] = "linked" if changed["moa_url"] else "none"
    return Parsed(**(row._asdict() | changed))


def printed_ids(correction: Correction, row: Parsed) -> tuple[str, str | None]:
    """The id that the agency of a row has by what ICE printed, and the signing date that ICE printed."""
    agency_id = slug(correction.state, fold(correction.agency, correction.state))
    return agency_id, correction.printed if correction.field == "signed" else row.signed


def _applies(correction: Correction, row: Parsed) -> bool:
    return (
        (getattr(row, correction.field) or "") == correction.printed
        and (correction.field == "model" or correction.model in ("", row.model))
        and (correction.field == "signed" or correction.signed in ("", row.signed))
    )
