"""What the lists themselves say of two spellings: hand-overs, shared agreements and documents, counties."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from roster287.vocabulary import names
from roster287.vocabulary.links import document_name
from roster287.vocabulary.slips import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roster287.resolve.spelling import Roster, Spelling
    from roster287.vocabulary.name_parts import NameParts

NEAR = 2
"""A hand-over may skip so many publications: a list sometimes loses half its rows for a day."""
WAIT_BEFORE, WAIT_AFTER = 14, 21
"""Days from the last pending list of one spelling to the signing printed under the other."""

_COUNTY_TAIL = re.compile(r" (?:county|parish|borough|census area|municipality|city|planning region)$")
_NO_COUNTY = frozenset({"", "na", "n a", "none", "statewide", "unknown"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against two spellings being one agency; every field is symmetric.

    `gave_way`: one leaves as the other comes; `moved`: with the same model and signing date. `waited`: one waited on
    the pending list where the other was then signed or waiting. `beside`: publications of the participating
    list that show both; `beside_pending` the same of the pending list. `parted`: one of the two left for good
    while the other stayed. `other_documents`: both were printed with documents, and none of them is common.
    """

    gave_way: bool
    moved: bool
    returned: bool
    waited: bool
    beside: int
    beside_pending: int
    parted: bool
    signings: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    other_documents: bool
    named: str
    counties: Literal["agree", "disagree", "unknown"]
    printed_counties: tuple[str, str]

    @property
    def joined(self) -> bool:
        """Whether anything beyond the names joins the two."""
        return self.firm or self.waited

    @property
    def firm(self) -> bool:
        """Whether one agreement joins the two, and not only that one waited as the other was signed."""
        return self.moved or bool(self.named) or self.shared

    @property
    def shared(self) -> bool:
        """Whether both were printed with one document and one signing: one agreement under two names."""
        return bool(self.documents and self.signings)

    @property
    def twice(self) -> bool:
        """Whether they never stand side by side, or only as one agreement that was printed twice."""
        shortly = self.beside <= 3 and not self.other_documents
        return self.beside == 0 or (bool(self.signings) and (bool(self.documents) or shortly))

    @property
    def weight(self) -> float:
        """How much the evidence speaks for one agency, -0.3 to 0.6."""
        points = 0.35 * self.moved + 0.25 * self.shared + 0.2 * self.waited + 0.15 * bool(self.named)
        points += 0.05 * bool(self.signings) + 0.1 * (self.counties == "agree") - 0.3 * (not self.twice)
        return max(-0.3, min(0.6, points))


def weigh(left: Spelling, right: Spelling, left_parts: NameParts, right_parts: NameParts, roster: Roster) -> Evidence:
    """All the evidence on two spellings of one state."""
    signings = tuple(sorted(left.signings & right.signings))
    there, back = _hand_over(left.seen, right.seen), _hand_over(right.seen, left.seen)
    beside = (left.seen & right.seen).bit_count()
    papers, others = file_names(left.documents), file_names(right.documents)
    return Evidence(
        gave_way=there or back,
        moved=bool(signings) and (there or back),
        returned=there and back and bool(signings),
        waited=_waited(left, right) or _waited(right, left) or _pending_hand_over(left, right),
        beside=beside,
        beside_pending=(left.pending & right.pending).bit_count(),
        parted=left.seen.bit_length() != right.seen.bit_length(),
        signings=signings,
        documents=tuple(sorted(papers & others)),
        other_documents=bool(papers and others) and not papers & others,
        named=_named(left, left_parts, right_parts) or _named(right, right_parts, left_parts),
        counties=_counties(left, right, left_parts, right_parts, roster),
        printed_counties=("/".join(left.counties) or "none", "/".join(right.counties) or "none"),
    )


def _hand_over(leaving: int, coming: int) -> bool:
    """Whether one stood on a publication without the other, and the other on the next without the one."""
    if not leaving or not coming:
        return False
    if (leaving << 1) & coming & ~leaving & ~(coming << 1):
        return True
    if leaving & coming:
        return False
    first, last = (coming & -coming).bit_length(), leaving.bit_length()
    return 0 < first - last <= NEAR


def _pending_hand_over(left: Spelling, right: Spelling) -> bool:
    """Whether the one stops waiting, unsigned, as the other begins to wait for the same model."""
    if not left.models & right.models or (left.pending & right.pending).bit_count() > 1:
        return False
    return (_hand_over(left.pending, right.pending) and not _signed_itself(left)) or (
        _hand_over(right.pending, left.pending) and not _signed_itself(right)
    )


def _signed_itself(pending: Spelling) -> bool:
    """Whether a spelling was signed under its own name when it stopped waiting."""
    days = (_day(day) - pending.pending_last for _, day in pending.signings)
    return any(-WAIT_BEFORE <= apart <= 2 * WAIT_AFTER for apart in days)


def _waited(pending: Spelling, signed: Spelling) -> bool:
    """Whether the one only ever waited, and the other was signed for that model when it stopped."""
    if pending.seen or not pending.pending_last or (pending.pending & signed.pending).bit_count() > 1:
        return False
    return any(
        model in pending.models and -WAIT_BEFORE <= _day(day) - pending.pending_last <= WAIT_AFTER
        for model, day in signed.signings
    )


@lru_cache(maxsize=4096)
def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def file_names(documents: Iterable[str]) -> frozenset[str]:
    """The file names of documents, without the folders that ICE moves them between."""
    return frozenset(filter(None, map(document_name, documents)))


def _named(one: Spelling, one_parts: NameParts, other_parts: NameParts) -> str:
    """The document of the one that bears the other's place in its name, and not its own."""
    own, theirs = squeeze(one_parts.place), squeeze(other_parts.place)
    if len(theirs) < 5 or not own or own in theirs or theirs in own:
        return ""
    for document in sorted(file_names(one.documents)):
        letters = re.sub(r"[^a-z0-9]", "", document)
        if theirs in letters and own not in letters:
            return document
    return ""


@lru_cache(maxsize=16384)
def county_words(text: str, state: str) -> str:
    """The folded name of a printed county without the word county; empty where it says nothing."""
    words = _COUNTY_TAIL.sub("", names.fold(text, state))
    return "" if words in _NO_COUNTY else words


def county_with_sort(text: str, state: str, roster: Roster) -> str:
    """A printed county as `county_words`, with its sort where the state has both a county and a city of that name.

    Of `Franklin City`, `Franklin County` and `Franklin` of Virginia the last says nothing.
    """
    words = county_words(text, state)
    if not words or not two_sorts(words, state, roster):
        return words
    sort = names.fold(text, state).removeprefix(words).strip()
    return f"{words} {sort}" if sort in {"county", "city"} else ""


def real_county(text: str, state: str, roster: Roster) -> str:
    """A printed county as `county_with_sort`, if the state has it, be it as an independent city; else nothing."""
    words = county_words(text, state)
    real = words and any(roster.known_place(state, words, kind) for kind in ("county", "independent_city"))
    return county_with_sort(text, state, roster) if real else ""


def meant_county(text: str, state: str, roster: Roster) -> str:
    """A printed county as `real_county`, one slip of the pen undone: `Alleghany` is Allegheny County."""
    words = county_words(text, state)
    if any(roster.known_place(state, words, kind) for kind in ("county", "independent_city")):
        return real_county(text, state, roster)
    near = roster.nearest_place(state, words, "county", 1)
    return real_county(f"{near} county", state, roster) if near else ""


def two_sorts(words: str, state: str, roster: Roster) -> bool:
    """Whether the state has both a county and an independent city of that name."""
    return all(roster.known_place(state, words, kind) for kind in ("county", "independent_city"))


def real_counties(spelling: Spelling, parts: NameParts, roster: Roster) -> frozenset[str]:
    """The existing counties that a spelling names: in its name first, else in COUNTY."""
    state = spelling.state
    added = parts.rest if roster.known_place(state, parts.place, "municipality") else ""
    if added.endswith((" county", " parish")) and (key := real_county(added, state, roster)):
        return frozenset({squeeze(key)})
    if parts.area in {"county", "parish", "city"} and roster.known_place(state, parts.place, "county"):
        both = two_sorts(parts.place, state, roster)
        if both or parts.area != "city":
            return frozenset({squeeze(f"{parts.place} {parts.area}" if both else parts.place)})
    return frozenset(squeeze(key) for county in spelling.counties if (key := real_county(county, state, roster)))


def _meant_counties(spelling: Spelling, parts: NameParts, roster: Roster) -> frozenset[str]:
    real = real_counties(spelling, parts, roster)
    meant = (meant_county(county, spelling.state, roster) for county in spelling.counties)
    return real or frozenset(squeeze(key) for key in meant if key)


def _counties(
    left: Spelling, right: Spelling, left_parts: NameParts, right_parts: NameParts, roster: Roster
) -> Literal["agree", "disagree", "unknown"]:
    """Both must be known to disagree; words that are equal as printed agree even if no such county exists.

    A misprinted county can say that two are not one, and not that they are.
    """
    one, other = real_counties(left, left_parts, roster), real_counties(right, right_parts, roster)
    if one and other:
        return "agree" if one & other else "disagree"
    printed = [{county_words(c, s.state) for c in s.counties} - {""} for s in (left, right)]
    alike = {words for words in printed[0] & printed[1] if not two_sorts(words, left.state, roster)}
    if alike:
        return "agree"
    one, other = _meant_counties(left, left_parts, roster), _meant_counties(right, right_parts, roster)
    return "disagree" if one and other and not one & other else "unknown"
