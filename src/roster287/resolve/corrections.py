"""Facts that ICE prints wrong, put right beside what it prints.

A correction is keyed on the wrong value: once ICE prints the right one, it does nothing. A value or an agency's name
that is only spelled in another way is the same one. All corrections of a row are keyed on what ICE printed, so that
their order does not matter. An empty `corrected` means that the value is known to be wrong and the right one is not
known: a document of another agency, say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from roster287.curation import Correction
from roster287.model import Parsed
from roster287.resolve.compare_names import one_sort, place_relation
from roster287.vocabulary.abbreviations import STATE_NAMES
from roster287.vocabulary.links import document_name
from roster287.vocabulary.name_parts import NameParts, parts
from roster287.vocabulary.names import county_key, fold, slug

_OF_AN_AGENCY = frozenset({"county", "type", "signed", "moa_url"})
"""What is corrected of an agency, once it is known which rows are its own; by the other cells they become so."""
_LONG_ENOUGH = 5
"""Letters of a place from which a name with one slip is still of it."""
Rows = Mapping[int, Parsed]
"""Rows as they count, by number."""
_Wrong = dict[str, dict[str, list[tuple[int, Correction]]]]
"""The corrections of a state, by field and by the value that is wrong, each with its place among them all."""


class Corrected(NamedTuple):
    """Rows as they count, and by row number the corrections that apply to it."""

    parsed: Rows
    applied: dict[int, list[Correction]]


def correct(parsed: Rows, corrections: Iterable[Correction], rows: Iterable[int]) -> Corrected:
    """These rows with every correction applied; what was printed is not touched."""
    wrong: defaultdict[str, _Wrong] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for place, correction in enumerate(corrections):
        value = _key(correction.field, correction.printed, correction.state)
        wrong[correction.state][correction.field][value].append((place, correction))
    out: dict[int, Parsed] = {}
    applied: dict[int, list[Correction]] = {}
    for number in rows:
        row = out[number] = parsed[number]
        if (state := row.state) is None or state not in wrong:
            continue
        found = [
            one
            for field, by_value in wrong[state].items()
            for one in by_value.get(_key(field, getattr(row, field) or "", state), ())
            if _applies(one[1], row) and _is_about(state, row.agency, one[1].agency)
        ]
        if found:
            applied[number] = [correction for _, correction in sorted(found)]
            out[number] = _as_corrected(row, applied[number])
    return Corrected(out, applied)


def follow(done: Corrected, printed: Rows, agencies: Iterable[Iterable[int]]) -> Corrected:
    """The rows of each agency with what was corrected in one corrected in all, in whatever words they print its name.

    The link to a document is wrong whatever day is printed beside it.
    """
    parsed, applied = dict(done.parsed), dict(done.applied)
    for rows in agencies:
        known = {one for row in rows for one in applied.get(row, ()) if one.field in _OF_AN_AGENCY}
        for row, correction in product(rows, sorted(known)):
            cells, found, field = printed[row], applied.get(row, []), correction.field
            value, wrong = getattr(cells, field) or "", correction.printed
            said = field in {one.field for one in found} or cells.state != correction.state
            if said or _key(field, value, correction.state) != _key(field, wrong, correction.state):
                continue
            if _applies(correction._replace(signed="") if field == "moa_url" else correction, cells):
                applied[row] = [*found, correction]
                parsed[row] = _as_corrected(cells, applied[row])
    return Corrected(parsed, applied)


def states_of(rows: Iterable[int], parsed: Rows, corrections: Iterable[Correction]) -> dict[int, str | None]:
    """The state of each of these rows, as it counts."""
    of_states = [correction for correction in corrections if correction.field == "state"]
    return {row: what.state for row, what in correct(parsed, of_states, rows).parsed.items()}


def _as_corrected(row: Parsed, found: Iterable[Correction]) -> Parsed:
    changed: dict[str, Any] = {c.field: c.corrected or None for c in found}
    if "moa_url" in changed:
        changed["moa_status"] = "linked" if changed["moa_url"] else "none"
    return row._replace(**changed)


def printed_ids(correction: Correction, row: Parsed) -> tuple[str, str | None]:
    """The id that the agency of a row has by what ICE printed, and the signing date that ICE printed."""
    agency_id = slug(correction.state, fold(correction.agency, correction.state))
    return agency_id, correction.printed if correction.field == "signed" else row.signed


def _applies(correction: Correction, row: Parsed) -> bool:
    """Whether a row is of the model and the day that a correction is about; a model that cannot be read may be it."""
    return (correction.field == "model" or correction.model in ("", row.model) or row.model is None) and (
        correction.field == "signed" or correction.signed in ("", row.signed)
    )


def _key(field: str, value: str, state: str) -> str:
    """What is the same however a county is spelled, and from whatever folder a document is linked."""
    if field == "county":
        return county_key(value, state)
    return document_name(value) if field == "moa_url" else value.casefold()


@lru_cache(maxsize=4096)
def _is_about(state: str, printed: str, agency: str) -> bool:
    """Whether a printed name names the agency, even in other words for the same body of the same place."""
    if fold(printed, state) == fold(agency, state):
        return True
    here, there = parts(state, printed), parts(state, agency)
    return (
        _who(here) == _who(there) and one_sort(here, there) and _no_less(here, there) and _one_place(here, there, state)
    )


def _one_place(here: NameParts, there: NameParts, state: str) -> bool:
    """Whether two names say one place, or one of the two misprinted: the wrong value is the same as well."""
    one, other = (told.place.removeprefix("the ").removeprefix(f"{STATE_NAMES[state]} ") for told in (here, there))
    return one == other or (len(other) >= _LONG_ENOUGH and place_relation(one, other) == ("typo", 1))


def _who(told: NameParts) -> tuple[str, ...]:
    """The body that a name names, whatever words it uses for that."""
    return told.body, told.unit, told.number, told.institution


def _no_less(here: NameParts, there: NameParts) -> bool:
    """Whether a name has all that the correction's name has beside place and body; it may have more, such as a note."""
    return there.division in ("", here.division) and there.rest in ("", here.rest)
