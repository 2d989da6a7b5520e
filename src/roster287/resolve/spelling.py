"""What is known of one spelling of an agency, and what an explained comparison of two of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from roster287.vocabulary import names

Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """All printings of one folded name in one state, and where they stand.

    `seen` and `pending` are bit masks over the accepted publications of the participating and of the pending
    list, in their order: bit 0 is the first. `first` and the two of the pending list are day numbers
    (`date.toordinal`), 0 where it was never listed. `signings` holds (model, ISO date), `documents` the
    unwrapped MOA addresses or their file names. `counties` are tidied printed values.

    Two rows of one fold that stand on one publication with two real counties are two bodies (a township's
    name is not unique): whoever groups rows makes two of them.
    """

    state: str
    name: str
    fold: str
    counties: tuple[str, ...] = ()
    models: frozenset[str] = frozenset()
    signings: frozenset[tuple[str, str]] = frozenset()
    documents: frozenset[str] = frozenset()
    first: int = 0
    seen: int = 0
    pending: int = 0
    pending_first: int = 0
    pending_last: int = 0

    @property
    def began(self) -> int:
        """The day number of the first list that has it; 0 where none has."""
        return min(filter(None, (self.first, self.pending_first)), default=0)

    @classmethod
    def of(cls, state: str, name: str, county: str = "") -> Spelling:
        """A spelling of which nothing is known but its cells."""
        return cls(state.upper(), names.tidy(name), names.fold(name, state), (county,) if county else ())


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
    unreal: bool = False
    """Whether the place that one of the two names says does not exist."""


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

    def near_places(self, state: str, place: str, kind: str, slips: int) -> Mapping[str, int]:
        """Every existing name within so many slips of the pen of `place`, with the slips."""

    def bearers(self, state: str, place: str, area: str) -> Sequence[Sequence[str]]:
        """For each municipality of that name, the counties in which it lies; of townships alone for that `area`."""

    def nearest_place(self, state: str, place: str, kind: str, slips: int) -> str | None:
        """The one existing name within so many slips of the pen of `place`; None if none or several."""
