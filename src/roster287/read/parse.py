"""What a row says, cell by cell, and which cells needed more than tidying.

Nothing is guessed: a cell that can be read in two ways, or in none, gives None and a problem code, and the
printed text stays in the `Row`. `PROBLEMS` is the whole list of codes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from roster287.model import Parsed, Row
from roster287.vocabulary import dates
from roster287.vocabulary.links import is_wrapped, unwrap
from roster287.vocabulary.marking import N_
from roster287.vocabulary.models import read_model
from roster287.vocabulary.states import read_state
from roster287.vocabulary.text import closest, folded, tidy

PROBLEMS: dict[str, str] = {
    "state_blank": N_("The row names no state."),
    "state_misprint": N_("The state is misprinted; only one state can be meant."),
    "state_unknown": N_("The state cannot be told from what is printed."),
    "agency_blank": N_("The row names no agency."),
    "agency_unavailable": N_("The agency is printed as not available, or shows a spreadsheet error."),
    "type_misprint": N_("The type of agency is misprinted; only one type can be meant."),
    "type_variant": N_("The type of agency is printed in other words than usual."),
    "type_unknown": N_("The type of agency is none of those known."),
    "type_unavailable": N_("The type of agency is printed as not available."),
    "county_unavailable": N_("The county is printed as not available, or shows a spreadsheet error."),
    "model_blank": N_("The row names no support type."),
    "model_misprint": N_("The support type is misprinted; only one model can be meant."),
    "model_unknown": N_("The support type cannot be told from what is printed."),
    "model_several": N_("The cell names several support types; they are agreements of their own."),
    "signed_blank": N_("No signing date is printed although the row links to a document."),
    dates.MISPRINT: N_("The signing date is misprinted; it can be read in one way only."),
    dates.NUMBER: N_("The signing date is printed as a spreadsheet's number of the day."),
    dates.NOTE: N_("A mark or a note stands beside the signing date."),
    dates.AMBIGUOUS: N_("The signing date is misprinted and can be read in more than one way."),
    dates.IMPLAUSIBLE: N_("The signing date has a year in which no agreement can have been signed."),
    dates.UNREADABLE: N_("The signing date cannot be read."),
    "moa_wrapped": N_("The link to the document is wrapped by a mail program, a browser or an archive."),
    "moa_relative": N_("The link to the document lacks the site's name; it is taken as a path on www.ice.gov."),
    "moa_unsafe": N_("The link to the document is no http or https address and is not followed."),
    "moa_not_link": N_("The cell prints “link” but has no link."),
    "moa_in_text": N_("The cell prints an address in place of “link”, and has no other link."),
    "moa_text_differs": N_("The cell prints an address that is not the one it links to."),
    "moa_pending_linked": N_("The cell prints “link pending” but has a link."),
    "moa_stray_text": N_("The cell prints a word that is neither “link” nor “link pending”."),
    "moa_two_targets": N_("The cell has more than one link; the first is the document, one named addendum is that."),
    "moa_addendum_named": N_("The cell announces an addendum that has no link of its own."),
    "addendum_wrapped": N_("The link to the addendum is wrapped by a mail program, a browser or an archive."),
    "addendum_relative": N_("The link to the addendum lacks the site's name; it is taken as a path on www.ice.gov."),
    "addendum_unsafe": N_("The link to the addendum is no http or https address and is not followed."),
    "addendum_not_link": N_("The addendum cell prints “link” but has no link."),
    "addendum_in_text": N_("The addendum cell prints an address in place of “link”, and has no other link."),
    "addendum_text_differs": N_("The addendum cell prints an address that is not the one it links to."),
    "addendum_pending_linked": N_("The addendum cell prints “link pending” but has a link."),
    "addendum_stray_text": N_("The addendum cell prints a word that is neither “link” nor “link pending”."),
    "addendum_two_targets": N_("The addendum cell has more than one link; the first is taken."),
}
"""Every problem code that `parse` gives, with the sentence that explains it."""

DOUBTS = frozenset({
    "state_blank", "state_unknown", "agency_blank", "agency_unavailable", "type_unknown", "model_blank",
    "model_unknown", "model_several", "signed_blank", dates.AMBIGUOUS, dates.IMPLAUSIBLE, dates.UNREADABLE,
    "moa_unsafe", "moa_not_link", "addendum_unsafe", "addendum_not_link",
})  # fmt: skip
"""The problems that leave open what is meant; of the others it is understood all the same."""

SITE = "https://www.ice.gov"

_TYPES = {"COUNTY": "County", "MUNICIPALITY": "Municipality", "STATE AGENCY": "State Agency"}
_TYPE_VARIANTS = {"STATE": "State Agency", "MUNICIPAL": "Municipality", "CITY": "Municipality"}
_UNAVAILABLE = frozenset({"NA", "N A", "NOT AVAILABLE", "NOT APPLICABLE", "NONE", "REF", "VALUE", "NAME", "NULL"})
_LINK_WORDS = frozenset({"LINK", "LINK ADDENDUM", "LINKS"})
_PENDING_WORDS = frozenset({"LINK PENDING", "PENDING", "PENDING LINK"})
_ADDRESS = re.compile(r"(?:[a-z][a-z-]*:/|www\.|/[^/\s])", re.IGNORECASE)

Problem = str | None
_Document = tuple[str | None, str, str | None, tuple[str, ...]]


def parse(row: Row) -> Parsed:
    """What a row says. A blank cell of a column that the list does not have is no problem.

    A blank signing date is one only where the row links to a document: the pending list has no such date, and
    a row does not say which list it is from.
    """
    state, state_problem = _state(row.state)
    type_, type_problem = _type(row.type)
    county, county_problem = _county(row.county)
    model, model_problem = _model(row.model)
    signed, signed_problem = dates.parse_signed(row.signed)
    moa_url, moa_status, second, moa_problems = _document(row.moa, row.moa_targets)
    addendum_url, _, _, addendum_problems = _document(row.addendum, row.addendum_targets)
    agency, agency_problem = _agency(row.agency)
    if signed is None and signed_problem is None and moa_url is not None:
        signed_problem = "signed_blank"
    problems = [
        (column, problem)
        for column, problem in (
            ("state", state_problem),
            ("agency", agency_problem),
            ("type", type_problem),
            ("county", county_problem),
            ("model", model_problem),
            ("signed", signed_problem),
        )
        if problem is not None
    ]
    problems += [("moa", f"moa_{problem}") for problem in moa_problems]
    problems += [("addendum", f"addendum_{problem}") for problem in addendum_problems if problem != "addendum_named"]
    if addendum_url is None:
        addendum_url = second
    return Parsed(state, agency, type_, county, model, signed, moa_url, moa_status, addendum_url, tuple(problems))


@lru_cache(maxsize=4096)
def _state(text: str) -> tuple[str | None, Problem]:
    code, misprint = read_state(text)
    if code is None:
        return None, "state_unknown" if tidy(text) else "state_blank"
    return code, "state_misprint" if misprint else None


@lru_cache(maxsize=16384)
def _agency(text: str) -> tuple[str, Problem]:
    words = tidy(text)
    if not words:
        return "", "agency_blank"
    named = any(map(str.isalpha, words)) and not _is_unavailable(words)
    return (words, None) if named else ("", "agency_unavailable")


@lru_cache(maxsize=4096)
def _model(text: str) -> tuple[str | None, Problem]:
    code, misprint, several = read_model(text)
    if code is None:
        return None, "model_several" if several else "model_unknown" if tidy(text) else "model_blank"
    return code, "model_misprint" if misprint else None


@lru_cache(maxsize=4096)
def _type(text: str) -> tuple[str | None, Problem]:
    words = folded(text)
    if not words:
        return None, None
    if words in _TYPES:
        return _TYPES[words], None
    if words in _UNAVAILABLE:
        return None, "type_unavailable"
    plain = words.removesuffix(" AGENCY").removesuffix(" GOVERNMENT")
    if variant := _TYPE_VARIANTS.get(plain) or _TYPES.get(plain):
        return variant, "type_variant"
    close = closest(words, _TYPES)
    return (close, "type_misprint") if close else (tidy(text), "type_unknown")


@lru_cache(maxsize=16384)
def _county(text: str) -> tuple[str | None, Problem]:
    words = tidy(text)
    if not words:
        return None, None
    named = folded(words) and not _is_unavailable(words)
    return (words, None) if named else (None, "county_unavailable")


def _is_unavailable(words: str) -> bool:
    """Whether a cell shows a spreadsheet's error or `N/A` in place of a name."""
    return words.startswith("#") or folded(words) in _UNAVAILABLE


@lru_cache(maxsize=65536)
def _document(text: str, targets: tuple[str, ...]) -> _Document:
    """Address, status (`linked`, `pending`, `none`), a second address, and the problems of a document cell."""
    words, printed = folded(text), tidy(text)
    problems: list[str] = []
    is_address = bool(_ADDRESS.match(printed))
    pending = words in _PENDING_WORDS
    if printed and not is_address and not pending and words not in _LINK_WORDS:
        problems.append("stray_text")
    if is_address and not targets:
        targets = (printed,)
        problems.append("in_text")
    elif is_address and unwrap(printed) not in map(unwrap, targets) and text not in targets:
        problems.append("text_differs")
    found: list[str] = []
    for target in targets:
        address, problem = _address(target)
        if address is not None and address not in found:
            found.append(address)
        if problem is not None and problem not in problems:
            problems.append(problem)
    url = found[0] if found else None
    second: str | None = None
    if len(found) > 1:
        problems.append("two_targets")
        named = [address for address in found if "addendum" in address.lower() or "amend" in address.lower()]
        second = named[0] if named and len(named) < len(found) else found[1] if "ADDENDUM" in words else None
        url = next(address for address in found if address != second)
    elif "ADDENDUM" in words and not is_address:
        problems.append("addendum_named")
    if url is not None:
        if pending:
            problems.append("pending_linked")
        return url, "linked", second, tuple(problems)
    if words in _LINK_WORDS and not targets:
        problems.append("not_link")
    return None, "pending" if pending else "none", None, tuple(problems)


def _address(target: str) -> tuple[str | None, Problem]:
    """The address of a link and what was odd about it."""
    if target.startswith("/") and not target.startswith("//"):
        return unwrap(SITE + target), "relative"
    address = unwrap(target)
    if address is None:
        return None, "unsafe"
    return address, "wrapped" if is_wrapped(target) else None
