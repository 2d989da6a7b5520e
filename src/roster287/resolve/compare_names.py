"""How two names stand to each other, part by part: the bodies they name and the places they name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from roster287.vocabulary.abbreviations import AREAS, STATE_NAMES
from roster287.vocabulary.slips import slips_between, squeeze
from roster287.vocabulary.states import TOWNSHIPS_WITH_POLICE

if TYPE_CHECKING:
    from roster287.resolve.spelling import Roster
    from roster287.vocabulary.name_parts import NameParts

BodyRelation = Literal["same", "variant", "kin", "other"]
PlaceRelation = Literal["equal", "typo", "affix", "other"]

ONE_OF_A_KIND = frozenset(
    {"sheriff", "constable", "marshal", "fire_marshal", "attorney_general", "state_police", "highway_patrol"}
    | {"commissioners"}
)
"""Bodies of which a place, district or state has one, whatever words follow."""

KIN: tuple[frozenset[str], ...] = (
    frozenset({"police", "public_safety", "campus_police"}),
    frozenset({"jail", "corrections", "commissioners"}),
    frozenset({"state_police", "highway_patrol", "public_safety"}),
    frozenset({"police", "law_enforcement"}),
    frozenset({"sheriff", "law_enforcement"}),
)
"""Bodies that one agreement may be printed under in turn: only evidence joins them."""

COUNTY_BODIES = frozenset({"sheriff", "jail", "corrections", "commissioners", "prosecutor"})
COUNTY_AREAS = frozenset({"county", "parish"})
TOWN_AREAS = ("city", "town", "village", "township", "borough")
_NOTHING_SAID = AREAS | {"and", "police"}
_PLAIN_WORDS = frozenset(
    {"department", "departments", "of", "division", "bureau", "office", "services", "service", "force", "the"}
    | {"municipal", "authority"}
)
_SHORT_WORDS = {
    "metro": "metropolitan",
    "correction": "corrections",
    "correctional": "corrections",
    "centre": "center",
}
_OF_ONE_KIND = frozenset(
    {"police", "public_safety", "jail", "corrections", "port_airport", "school_district", "tribal_police"}
)
"""Bodies of which a place may have several under other words."""
_UNSAID = {
    "port_airport": frozenset({"police", "international"}),
    "tribal_police": frozenset({"police", "tribal", "tribe", "nation"}),
}
"""Words of titles that tell no two bodies of a place apart."""
_OF_ANOTHER = frozenset({"community", "juvenile", "probation"})
"""With one of these words corrections are another department."""
_LONG_NAME = 12
"""Letters of a name that another body hardly shares but for one."""
_ALIKE = 0.8
"""How alike phrases are of which one is a misprint of the other."""
_OF_THE_STATE = frozenset({"attorney_general", "state_police", "highway_patrol", "national_guard"})
"""Bodies that no county has."""
_BEARINGS = frozenset(
    {"north", "south", "east", "west", "northwest", "northeast", "southwest", "southeast", "central"}
    | {"northern", "southern", "eastern", "western", "northwestern", "northeastern", "southwestern", "southeastern"}
    | {"new", "old", "upper", "lower", "mount", "fort", "port", "lake", "saint"}
)
_WINDS = ("north", "south", "east", "west")
_METRO = frozenset({"metropolitan", "metro"})
_EMPTY_WORDS = _METRO | {"greater", "consolidated", "unified", "urban"}


def body_relation(left: NameParts, right: NameParts) -> BodyRelation:
    """`same` words; `variant` words for the one body there is; `kin` needs evidence; `other` never joins."""
    if not left.body or not right.body:
        said, unsaid = (left, right) if left.body else (right, left)
        if not unsaid.rest:
            return "kin"
        return "variant" if fuzz.ratio(said.title, unsaid.rest) >= 80 else "other"
    if left.body != right.body:
        return "kin" if any({left.body, right.body} <= group for group in KIN) else "other"
    if left.title == right.title:
        return "same"
    if left.body in ONE_OF_A_KIND:
        return "variant"
    if left.body == "prosecutor":
        return "variant" if _prosecutor(left.title) == _prosecutor(right.title) else "other"
    if left.body == "campus_police":
        boards = ["board" in part.title for part in (left, right)]
        return "variant" if boards[0] == boards[1] else "kin"
    titles = [{*part.title.split(), *_METRO.intersection(part.place.split())} for part in (left, right)]
    words = [{_SHORT_WORDS.get(word, word) for word in title} - _PLAIN_WORDS for title in titles]
    if words[0] == words[1] or _and_more(left.title, right.title) or _cut_short(left.title, right.title):
        return "variant"
    if words[0] ^ words[1] <= _UNSAID.get(left.body, frozenset()):
        return "variant"
    if left.body in _OF_ONE_KIND:
        within = words[0] <= words[1] or words[1] <= words[0]
        more = words[0] ^ words[1]
        return "variant" if left.body == "corrections" and within and not more & _OF_ANOTHER else "kin"
    if slipped(left.title, right.title):
        return "variant"
    return "kin" if words[0] and words[1] and (words[0] < words[1] or words[1] < words[0]) else "other"


def of_a_county(told: NameParts) -> bool:
    """Whether a body that is printed without a place is one of which each county has its own (`Ward 5 Marshal`).

    The prosecutor of a numbered district has several counties, and a sheriff of the state's name is the state's.
    """
    local = told.body in COUNTY_BODIES - {"corrections"} | {"constable", "marshal"}
    wide = told.body == "prosecutor" and (told.number or told.unit)
    return local and not (told.place or told.area or wide) and (told.body == "constable" or not told.state_prefix)


def of_the_state(told: NameParts) -> bool:
    """Whether a body says that it is the state's, by the state's name or by its own (`State Police`)."""
    return told.body != "constable" and (told.state_prefix or told.body in _OF_THE_STATE)


def two_of_a_kind(left: NameParts, right: NameParts) -> bool:
    """Whether two bodies of one kind have titles of which a place may have both (`Police`, `METRO Police`)."""
    return left.body == right.body and left.body in _OF_ONE_KIND - {"jail"}


def metropolitan(left: NameParts, right: NameParts) -> bool:
    """Whether one of two bodies alone is called metropolitan: it may be another's, as Las Vegas has both."""
    return len({bool(_METRO.intersection(f"{part.place} {part.title}".split())) for part in (left, right)}) > 1


def metropolitan_alone(left: NameParts, right: NameParts) -> bool:
    """Whether that word alone tells two bodies of one kind apart."""
    return left.body == right.body and set(left.title.split()) ^ set(right.title.split()) <= _METRO


def _and_more(left: str, right: str) -> bool:
    """Whether one title of a body of a state is the beginning of the other: `Agriculture (and Consumer Services)`."""
    short, long = sorted((left, right), key=len)
    whole = short.startswith(("department of ", "bureau of ", "fish and ", "game and "))
    return whole and f"{long} ".startswith((f"{short} and ", f"{short} conservation ", f"{short} resources "))


def _cut_short(left: str, right: str) -> bool:
    """Whether one title is the other, cut off within its last word: `Fish and Wildlife Conservation Comm`."""
    short, long = sorted((left, right), key=len)
    lost = long[len(short) :]
    return len(short.split()) > 1 and long.startswith(short) and lost.isalpha()


def _prosecutor(title: str) -> str:
    """Which office of prosecution: a county attorney and a district attorney are two."""
    for word in ("district", "commonwealth", "prosecut", "solicitor", "state"):
        if word in title:
            return word
    return "county"


def telling(words: str) -> list[str]:
    """The words of a phrase that may tell two bodies apart."""
    return [word for word in words.split() if word not in _PLAIN_WORDS]


def division(told: NameParts, state: str) -> str:
    """A division without its state's name and that word: `Texas Highway Patrol Division`."""
    words = told.division.removeprefix("division of ").removesuffix(" division")
    return words.removeprefix(f"{STATE_NAMES[state]} ")


def within(left: str, right: str) -> bool:
    """Whether one of two phrases holds all words of the other."""
    here, there = Counter(left.split()), Counter(right.split())
    return here <= there or there <= here


def digits(words: str) -> str:
    """The numbers of a phrase."""
    return " ".join(word for word in words.split() if word.isdigit())


def one_rest(left: str, right: str, document: bool) -> bool:
    """Whether words that were not understood may be one, under more words or misprinted, or a document says so."""
    alike = (within(left, right) or likeness(left, right) >= _ALIKE) and not of_another(left, right)
    return digits(left) == digits(right) and (alike or document)


def of_another(left: str, right: str) -> bool:
    """Whether a word of another department (`Community Corrections`) stands in one phrase alone."""
    return bool((set(left.split()) ^ set(right.split())) & _OF_ANOTHER)


def says_nothing(left: str, right: str) -> bool:
    """Whether two names differ by words alone that tell no two bodies apart: `City of`, `The`, `Police Department`."""
    return set(left.split()) ^ set(right.split()) <= _PLAIN_WORDS | _NOTHING_SAID


def slipped(left: str, right: str) -> bool:
    """Whether two phrases are equal but for slips of the pen in long words."""
    if left == right:
        return True
    one, other = left.split(), right.split()
    if len(one) != len(other):
        return False
    return all(
        a == b or (min(len(a), len(b)) >= 6 and OSA.distance(a, b) <= 1 and not _turned(a, b))
        for a, b in zip(one, other, strict=True)
    )


def slipped_once(left: str, right: str) -> bool:
    """Whether two long names are equal but for one slip of the pen in one word, not the first, which is no number."""
    one, other = left.split(), right.split()
    if len(one) != len(other) or one[:1] != other[:1] or min(len(left), len(right)) < _LONG_NAME:
        return False
    unlike = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    if len(unlike) != 1 or any(len(word) < 4 or not word.isalpha() or set(word) <= set("ivx") for word in unlike[0]):
        return False
    return OSA.distance(*unlike[0]) == 1 and not _turned(*unlike[0])


def _turned(left: str, right: str) -> bool:
    """Whether two names begin with two quarters of the sky: `Northport` is no slip of `Southport`."""
    if not (left.startswith(_WINDS) and right.startswith(_WINDS)):
        return False
    return next(filter(left.startswith, _WINDS)) != next(filter(right.startswith, _WINDS))


def bearing(left: str, right: str) -> bool:
    """Whether a word that tells neighbours apart (`West`, `New`, `Lower`) stands in one place alone."""
    return bool((set(left.split()) ^ set(right.split())) & _BEARINGS)


def glued(left: str, right: str) -> bool:
    """Whether one name is the other with a word glued to it: `PortMiami`."""
    short, long = sorted((squeeze(left), squeeze(right)), key=len)
    return len(long) - len(short) > 2 and (long.startswith(short) or long.endswith(short))


def one_sort(one: NameParts, other: NameParts) -> bool:
    """Whether two names say one sort of place, or one says none and could mean it: for a police, no county."""
    areas, bodies = {one.area, other.area}, {one.body, other.body} - {""}
    of_county = bool(bodies) and bodies <= COUNTY_BODIES
    return len(areas) == 1 or ("" in areas and (of_county or not areas & COUNTY_AREAS))


def place_relation(left: str, right: str) -> tuple[PlaceRelation, int]:
    """`typo` with the number of slips; `affix` where one is the other and more words (`Panama City Beach`)."""
    left, right = (bare(place).removeprefix("the ") for place in (left, right))
    if _shortened(squeeze(left)) == _shortened(squeeze(right)):
        return "equal", 0
    short, long = sorted((left.split(), right.split()), key=len)
    changed = set(short) ^ set(long)
    if len(short) < len(long) and changed.isdisjoint(short) and Counter(short) <= Counter(long):
        return "affix", 0
    if any(map(str.isdigit, changed)) or len(changed & _BEARINGS) > 1 or _turned(left, right):
        return "other", 0
    x, y = squeeze(left), squeeze(right)
    slips = slips_between(x, y)
    shortest = min(len(x), len(y))
    reach = 1 if shortest < 7 else 2 if shortest < 12 else 3
    return ("typo", slips) if slips <= reach else ("other", slips)


def _shortened(place: str) -> str:
    """A place in the short form of an ending that has two (`Foxboro`, `Foxborough`)."""
    return place.removesuffix("ugh") if place.endswith("borough") else place


@lru_cache(maxsize=1 << 14)
def bare(place: str) -> str:
    """A place without the words that consolidated governments add (`Metropolitan Moore County`)."""
    place = place.removeprefix("unified government of ").removeprefix("metropolitan government of ")
    return " ".join(word for word in place.split() if word not in _EMPTY_WORDS) or place


def likeness(left: str, right: str) -> float:
    """0 to 1: how alike two folded words look."""
    return float(fuzz.ratio(squeeze(left), squeeze(right))) / 100


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the place that a name names exists, as what, and what it may have been meant for."""

    real: bool | None
    kind: str
    meant: str | None


def standing(state: str, parts: NameParts, roster: Roster) -> Standing:
    """The standing of the place of a name in the reference rosters of its state."""
    place = bare(parts.place)
    if not place or parts.body == "tribal_police":  # a tribe is no town, though a town may have its name
        return Standing(None, "", None)
    kinds = _kinds(parts)
    for kind in kinds:
        if roster.known_place(state, place, kind):
            return Standing(True, kind, place)
    if parts.area and roster.known_place(state, f"{place} {parts.area}", kinds[0]):
        return Standing(True, kinds[0], place)
    if roster.known_place(state, place, kinds[0]) is None:
        return Standing(None, kinds[0], None)
    length = len(squeeze(place))
    slips = 1 if length < (7 if kinds[0] == "county" else 10) else 2
    return Standing(False, kinds[0], roster.nearest_place(state, place, kinds[0], slips))


def _kinds(parts: NameParts) -> tuple[str, ...]:
    if parts.area in COUNTY_AREAS:
        return ("county",)
    if parts.body == "sheriff" and parts.area == "city":
        return ("independent_city", "municipality")
    if parts.body in COUNTY_BODIES and not parts.area:
        return ("county", "independent_city", "municipality")
    return ("municipality",)


def sorts(state: str, place: str, roster: Roster, body: str = "") -> list[str]:
    """The sorts of municipality of that name in the state; of the police, those that have police."""
    policed = body != "police" or state in TOWNSHIPS_WITH_POLICE
    return [sort for sort in TOWN_AREAS if (policed or sort != "township") and roster.known_place(state, place, sort)]
