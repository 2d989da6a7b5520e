"""Which pairs of spellings are worth comparing: cheap, generous, by state.

A pair is a candidate when its places or its whole names look alike, when one place is the other and more, or the
other's COUNTY, when one document was printed with both, or when one left the list as the other came with one signing.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from roster287.resolve.compare_evidence import NEAR, county_words, file_names
from roster287.resolve.compare_names import ONE_OF_A_KIND
from roster287.vocabulary.name_parts import parts
from roster287.vocabulary.slips import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from roster287.resolve.spelling import Spelling

_PLACES_ALIKE = 60
_NAMES_ALIKE = 75
_CROWD = 12
"""A signing day on which more spellings than this came or went says nothing of any two of them."""


def candidates(spellings: Iterable[Spelling]) -> Iterator[tuple[Spelling, Spelling]]:
    """Pairs that may be one agency, each once, in the order of state and fold."""
    states: defaultdict[str, list[Spelling]] = defaultdict(list)
    for spelling in spellings:
        states[spelling.state].append(spelling)
    for state in sorted(states):
        members = sorted(states[state], key=lambda s: (s.fold, s.name, s.counties))
        found = _alike_places(members) | _alike_names(members) | _one_document(members) | _hand_overs(members)
        yield from ((members[i], members[j]) for i, j in sorted(found))


def _pairs(groups: Iterable[Iterable[int]]) -> set[tuple[int, int]]:
    return {pair for group in groups for pair in combinations(sorted(set(group)), 2)}


def _across(left: Iterable[int], right: Iterable[int]) -> set[tuple[int, int]]:
    return {(min(i, j), max(i, j)) for i, j in product(left, right) if i != j}


def _alike_places(members: Sequence[Spelling]) -> set[tuple[int, int]]:
    """Equal places, places that look alike, of which one is the other and more words, or the other's COUNTY."""
    by_place: defaultdict[str, list[int]] = defaultdict(list)
    by_word: defaultdict[str, set[str]] = defaultdict(set)
    bodies: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    by_county: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, spelling in enumerate(members):
        taken = parts(spelling.state, spelling.name)
        place = taken.place or taken.institution
        if place:
            in_county = {county_words(county, spelling.state) for county in spelling.counties} - {"", place}
            for county in in_county:
                by_county[county, taken.body].append(i)
            bodies[place, taken.body].append(i)
            by_place[place].append(i)
            for word in place.split():
                by_word[word].add(place)
    found = _pairs(by_place.values())
    for its, inside in by_county.items():
        found |= _across(inside, bodies.get(its, ()))
    places = sorted(by_place)
    squeezed = [squeeze(place) for place in places]
    for n, place in enumerate(places):
        longer = set.intersection(*(by_word[word] for word in place.split()))
        near = process.extract(
            squeezed[n], squeezed[:n], scorer=fuzz.ratio, score_cutoff=_PLACES_ALIKE, limit=None, processor=None
        )
        for other in longer.union(places[at] for _, _, at in near):
            found |= _across(by_place[place], by_place[other])
    return found


def _alike_names(members: Sequence[Spelling]) -> set[tuple[int, int]]:
    """Whole names that look alike, where at least one names no place; bodies of the state with one title or kind."""
    folds = [spelling.fold for spelling in members]
    by_title: defaultdict[str, list[int]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for i, spelling in enumerate(members):
        taken = parts(spelling.state, spelling.name)
        if not taken.place:
            if not taken.institution:
                by_title[taken.title].append(i)
                if taken.body in ONE_OF_A_KIND:
                    by_title[f"{taken.body}:"].append(i)
            near = process.extract(folds[i], folds, scorer=fuzz.ratio, score_cutoff=_NAMES_ALIKE, limit=None)
            found |= _across([i], (at for _, _, at in near))
            inside = process.extract(folds[i], folds, scorer=fuzz.token_set_ratio, score_cutoff=95, limit=None)
            found |= _across([i], (at for _, _, at in inside))
    return found | _pairs(by_title.values())


def _one_document(members: Sequence[Spelling]) -> set[tuple[int, int]]:
    by_file: defaultdict[str, list[int]] = defaultdict(list)
    for i, spelling in enumerate(members):
        for name in file_names(spelling.documents):
            by_file[name].append(i)
    return _pairs(by_file.values())


def _hand_overs(members: Sequence[Spelling]) -> set[tuple[int, int]]:
    """One leaves a publication as the other comes, with one signing; not on days when a crowd moves."""
    came: defaultdict[tuple[tuple[str, str], int], list[int]] = defaultdict(list)
    left: defaultdict[tuple[tuple[str, str], int], list[int]] = defaultdict(list)
    for i, spelling in enumerate(members):
        comes, goes = spelling.seen & ~(spelling.seen << 1), (spelling.seen << 1) & ~spelling.seen
        for signing in spelling.signings:
            for at in _bits(comes):
                came[signing, at].append(i)
            for at in _bits(goes):
                left[signing, at].append(i)
    found: set[tuple[int, int]] = set()
    for (signing, at), leaving in left.items():
        for later in range(at, at + NEAR):
            coming = came.get((signing, later), [])
            if len(leaving) * len(coming) <= _CROWD * _CROWD:
                found |= _across(leaving, coming)
    return found


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1
