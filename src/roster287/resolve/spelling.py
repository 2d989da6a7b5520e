"""What is known of one spelling of an agency, and what an explained comparison of two of them says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from rapidfuzz.distance import OSA

from roster287.vocabulary import names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """All printings of one folded name in one state, and where they stand.

    `seen` and `pending` are bit masks over the accepted publications of the participating and of the pending
    list, in their order: bit 0 is the first. `first`, `last` and the two of the pending list are day numbers
    (`date.toordinal`), 0 where it was never listed. `signings` holds (model, ISO date), `documents` the
    unwrapped MOA addresses or their file names. `counties` and `types` are tidied printed values.

    Two rows of one fold that stand on one publication with two real counties are two bodies (a township's
    name is not unique): whoever groups rows makes two of them.
    """

    state: str
    name: str
    fold: str
    variants: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    models: frozenset[str] = frozenset()
    signings: frozenset[tuple[str, str]] = frozenset()
    documents: frozenset[str] = frozenset()
    first: int = 0
    last: int = 0
    seen: int = 0
    pending: int = 0
    pending_first: int = 0
    pending_last: int = 0

    @classmethod
    def of(cls, state: str, name: str, county: str = "", type: str = "") -> Spelling:  # noqa: A002
        """A spelling of which nothing is known but its cells."""
        tidied = names.tidy(name)
        return cls(
            state.upper(),
            tidied,
            names.fold(name, state),
            (tidied,),
            (type,) if type else (),
            (county,) if county else (),
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict on two spellings, the named rule that gave it, its reasons, and the two names compared.

    `score` runs from 0 (surely different) to 1 (surely the same) and says how near the line a pair is; the
    verdict is the rule's, never the score's.
    """

    verdict: Verdict
    score: float
    rule: str
    reasons: tuple[str, ...]
    left: str
    right: str
    beside: bool = False
    """Whether the two stand side by side as two, and not as one agreement printed twice."""


class Roster(Protocol):
    """The reference rosters, as far as a comparison needs them. Place words are folded (`saint lucie`).

    `kind` is `county` (or parish, borough of Alaska), `independent_city`, `municipality` (any city, town,
    village, borough, township or named settlement), or one of those words for that sort alone;
    `several town` (or `township`) for names that more than one of a state bears, `spaced apart` for two names that
    differ by a space alone (`Lake View` and `Lakeview` of Arkansas), and `consolidated` for the joined name of a city
    that is one government with its county.
    """

    def known_place(self, state: str, place: str, kind: str) -> bool | None:
        """Whether a place of that name exists; None where the rosters cannot say."""

    def nearest_place(self, state: str, place: str, kind: str, slips: int) -> str | None:
        """The one existing name within so many slips of the pen of `place`; None if none or several."""


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """A `Roster` made of plain names: (state, kind) to the folded names of that kind."""

    names: Mapping[tuple[str, str], Mapping[str, str]]
    _nearest: dict[tuple[str, str, str, int], str | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]]) -> KnownPlaces:
        """From (state, kind, name); whatever is no county is a `municipality` too."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for state, kind, name in rows:
            place = names.fold(name, state)
            kinds = (kind,) if kind in {"county", "municipality"} else (kind, "municipality")
            for each in kinds:
                found.setdefault((state, each), {}).setdefault(squeeze(place), place)
        return cls(found)

    def known_place(self, state: str, place: str, kind: str) -> bool | None:
        """Spaces do not matter: `de soto` is `desoto`."""
        there = self.names.get((state, kind))
        if there is None:
            return False if (state, "county") in self.names else None
        return squeeze(place) in there

    def nearest_place(self, state: str, place: str, kind: str, slips: int) -> str | None:
        """Slips are letters dropped, added, changed or swapped with their neighbour."""
        key = (state, place, kind, slips)
        if key not in self._nearest:
            self._nearest[key] = nearest_name(squeeze(place), self.names.get((state, kind), {}), slips)
        return self._nearest[key]


class NoRoster:
    """The `Roster` of someone who has no reference at hand: it cannot say."""

    def known_place(self, state: str, place: str, kind: str) -> bool | None:
        """None, always."""
        return None

    def nearest_place(self, state: str, place: str, kind: str, slips: int) -> str | None:
        """None, always."""
        return None


def squeeze(place: str) -> str:
    """A folded name without its spaces."""
    return place.replace(" ", "")


def nearest_name(word: str, there: Mapping[str, str], slips: int) -> str | None:
    """Of names by their squeezed form, the one within so many slips of a squeezed word; None if none or several."""
    if word in there:
        return there[word]
    reach: Collection[str] = [known for known in there if abs(len(known) - len(word)) <= slips]
    far = {known: slips_between(word, known, slips) for known in reach}
    closest = min(far.values(), default=slips + 1)
    best = [known for known in far if far[known] == closest <= slips]
    return there[best[0]] if len(best) == 1 else None


def slips_between(left: str, right: str, most: int | None = None) -> int:
    """Letters dropped, added, changed or swapped, be it with a letter further on (`Putman`, `Putnam`).

    With more than `most`, any number above it.
    """
    slips = OSA.distance(left, right, score_cutoff=None if most is None else max(most, 2))
    if slips == 2 and len(left) == len(right):
        apart = [at for at, (one, other) in enumerate(zip(left, right, strict=True)) if one != other]
        if len(apart) == 2 and (left[apart[0]], left[apart[1]]) == (right[apart[1]], right[apart[0]]):
            return 1
    return slips
