"""Which spellings are one agency: what a person judged, then what a rule can show, and nothing else.

Decisions are taken pair by pair (`resolve.compare`) and applied in the order of their strength. Two groups are not
joined when any pair between them was judged, or found, to be different: such a pair waits in the queue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from roster287.curation import Judgement
from roster287.resolve.compare import Comparison, Roster, Spelling, candidates, compare
from roster287.vocabulary.name_parts import parts

Key = tuple[str, str]
"""State and folded name."""

_BY_PLACE = frozenset(
    {"other_place", "place_and_longer_place", "no_place", "other_school", "school_and_place", "typo_and_kin"}
    | {"typo_and_words", "no_such_county"}
)
"""The rules that tell two names apart by their places or schools alone, or by a place beside what is left unsaid."""
_SLIPS = frozenset({"one_slip", "one_state_body", "typo_handed_over", "typo_of_no_place"})
"""The rules that find one name to be the other with a slip of the pen in it."""
_AS_STRONG = 0.02
"""Two pairs whose scores differ by less are as strong: a slip in one name, or two, moves a score by 0.01."""


class Decision(NamedTuple):
    """What was decided on two spellings. `by` is `rule` or `judgement`; then `rule` names who judged, and when.

    `since` is the day number of the first list by which both were on record.
    """

    verdict: str
    state: str
    left: str
    right: str
    left_fold: str
    right_fold: str
    by: str
    rule: str
    score: float
    reasons: tuple[str, ...]
    beside: bool = False
    unreal: bool = False
    since: int = 0

    @property
    def keys(self) -> tuple[Key, Key]:
        """The two spellings."""
        return (self.state, self.left_fold), (self.state, self.right_fold)

    @property
    def places(self) -> frozenset[str]:
        """The places or schools that the two spellings name."""
        named = (parts(self.state, name) for name in (self.left, self.right))
        return frozenset(told.place or told.institution for told in named)


class Identity(NamedTuple):
    """The groups of spellings that are one agency each, by its id, and every decision that was taken on a pair.

    `turned` holds the judgements that joined two names or took them apart: what the rules, or the judgement before on
    the pair, said otherwise. `rows` are those that each spelling stands in.
    """

    groups: dict[str, list[Key]]
    decisions: list[Decision]
    turned: list[Judgement]
    rows: Mapping[Key, Sequence[int]] = MappingProxyType({})


def identify(
    spellings: Sequence[Spelling],
    judgements: Iterable[Judgement],
    roster: Roster,
    name: Callable[[list[list[Key]]], dict[str, list[Key]]],
) -> Identity:
    """The agencies among these spellings, named by `name`. Neither order matters, but that of judgements on a pair."""
    by_key = {(s.state, s.fold): s for s in spellings}
    found = {_pair(left, right): compare(left, right, roster) for left, right in candidates(spellings)}
    judged: dict[tuple[str, str, str], Judgement] = {}
    turned = []
    for judgement in judgements:
        state, one, other = judgement.pair
        if (state, one) in by_key and (state, other) in by_key and one != other:
            if judgement.pair not in found:
                found[judgement.pair] = compare(by_key[state, one], by_key[state, other], roster)
            before = judged.get(judgement.pair, found[judgement.pair]).verdict
            judged[judgement.pair] = judgement
            if (judgement.verdict == "same") != (before == "same"):
                turned.append(judgement)
    decisions = [_decision(pair, found[pair], judged.get(pair), by_key) for pair in sorted(found)]
    groups = _groups(sorted(by_key), decisions)
    return Identity(name(groups.as_lists()), groups.told, turned)


def _pair(left: Spelling, right: Spelling) -> tuple[str, str, str]:
    one, other = sorted((left.fold, right.fold))
    return left.state, one, other


def _decision(
    pair: tuple[str, str, str], by_rule: Comparison, judged: Judgement | None, by_key: Mapping[Key, Spelling]
) -> Decision:
    state, one, other = pair
    pair_of = by_key[state, one], by_key[state, other]
    names = pair_of[0].name, pair_of[1].name
    since = max(spelling.began for spelling in pair_of)
    if judged is None:
        return Decision(
            by_rule.verdict, state, *names, one, other, "rule", by_rule.rule, by_rule.score, by_rule.reasons,
            by_rule.beside, by_rule.unreal, since,
        )  # fmt: skip
    reasons = (judged.why, judged.evidence)
    rule = f"{judged.who}, {judged.when}"
    return Decision(judged.verdict, state, *names, one, other, "judgement", rule, by_rule.score, reasons)


class _Groups:
    def __init__(self, keys: Sequence[Key], decisions: Sequence[Decision]) -> None:
        self._of = {key: n for n, key in enumerate(keys)}
        self._members: dict[int, list[Key]] = {n: [key] for n, key in enumerate(keys)}
        self._apart = {
            d.keys: d for d in decisions if d.verdict == "different" or (d.verdict == "unsure" and d.by == "judgement")
        }
        self._same = {frozenset(d.keys): d for d in decisions if d.verdict == "same"}
        self._one_place: dict[int, set[frozenset[str]]] = {n: set() for n in self._members}
        self.told: list[Decision] = []

    def as_lists(self) -> list[list[Key]]:
        return [sorted(members) for _, members in sorted(self._members.items())]

    def torn(self, decisions: Sequence[Decision]) -> set[Decision]:
        """What a rule joins with a name that is joined as strongly with one that is different: neither may count.

        Both are of one day: a name that comes later undoes nothing.
        """
        of_name = defaultdict[Key, list[Decision]](list)
        for decision in decisions:
            if decision.verdict == "same" and decision.by == "rule":
                for key in decision.keys:
                    of_name[key].append(decision)
        found = set[Decision]()
        for own in of_name.values():
            for one, other in combinations(own, 2):
                if one.since == other.since and abs(one.score - other.score) < _AS_STRONG:
                    left, right = sorted({*one.keys} ^ {*other.keys})
                    different = self._apart.get((left, right))
                    if different is not None and not _gives_way(different, {one.places, other.places}):
                        found |= {one, other}
        return found

    def join(self, decision: Decision) -> bool:
        """Join the groups of the pair; False when something between them is different.

        Two places that one pair shows to be one keep no other pair apart: a name first printed after a hand-over from
        one place to the other was no part of it, and has nothing else to show it with. Nor do two of which one is no
        place, when pairs between them lead from the one to the other: a misprint of a misprint. What a name is found or
        judged to be, a slip in it is too.
        """
        one, other = (self._of[key] for key in decision.keys)
        if one == other:
            return True
        pairs = ((a, b) for a in self._members[one] for b in self._members[other])
        apart = [d for a, b in pairs if (d := self._apart.get((min(a, b), max(a, b)))) is not None]
        shown = self._one_place[one] | self._one_place[other] | {decision.places}
        if not all(_gives_way(different, shown) or self._by_a_slip(different, decision) for different in apart):
            return False
        keep, drop = min(one, other), max(one, other)
        self._one_place[keep] = shown
        for key in self._members.pop(drop):
            self._of[key] = keep
            self._members[keep].append(key)
        return True

    def _by_a_slip(self, different: Decision, decision: Decision) -> bool:
        """Whether a slip in one name alone makes two bodies of two names that are both one with a third."""
        if different.by != "rule" or different.rule != "other_body" or different.beside:
            return False
        third = self._same.get(frozenset(different.keys) ^ frozenset(decision.keys))
        return third is not None and not _SLIPS.isdisjoint({decision.rule, third.rule})


def _gives_way(different: Decision, shown: set[frozenset[str]]) -> bool:
    """Whether pairs that are one lead from the one place to the other; in one step where both places exist.

    Only two places may tell the pair apart; one that stands side by side on a list is told apart by that as well.
    """
    if different.by != "rule" or different.rule not in _BY_PLACE or different.beside:
        return False
    if different.places in shown or not different.unreal:
        return different.places in shown
    one, *_ = different.places
    reached, new = set[str](), {one}
    while new:
        reached |= new
        new = set[str]().union(*(pair for pair in shown if pair & reached)) - reached
    return different.places <= reached


def _order(decision: Decision) -> tuple[bool, bool, int, float, tuple[Key, Key]]:
    by_rule = decision.by != "judgement"
    return decision.verdict != "same", by_rule, decision.since if by_rule else 0, -decision.score, decision.keys


def _groups(keys: Sequence[Key], decisions: Sequence[Decision]) -> _Groups:
    """Judgements first, then the decisions of rules in the order of time: a later name undoes no earlier join."""
    groups = _Groups(keys, decisions)
    torn = groups.torn(decisions)
    for decision in sorted(decisions, key=_order):
        if decision in torn:
            why = ("one of the two is as likely another agency", *decision.reasons)
        elif decision.verdict == "same" and not groups.join(decision):
            why = ("one of the two is joined with a name that is different from the other", *decision.reasons)
        else:
            groups.told.append(decision)
            continue
        groups.told.append(decision._replace(verdict="unsure", rule="group_conflict", reasons=why))
    groups.told.sort(key=lambda d: d.keys)
    return groups
