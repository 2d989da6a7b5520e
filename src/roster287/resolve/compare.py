"""Two spellings of one state compared: a verdict with a named rule and its reasons. `unsure` never merges.

    compare(left, right, roster)  →  same, 0.97, typo_handed_over, ("macro island | marco island, 1 slip", ...)
    candidates(spellings)         →  the pairs that are worth it

Pure functions: nothing here reads, writes or remembers. The rules are in `compare_rules` and `compare_place_rules`,
what the lists say of two spellings in `compare_evidence`, how two names stand to each other in `compare_names`.
"""

from __future__ import annotations

from roster287.resolve.compare_candidates import candidates
from roster287.resolve.compare_case import both, make_case, reasons, score
from roster287.resolve.compare_rules import decide
from roster287.resolve.spelling import Comparison, Roster, Spelling, Verdict

__all__ = [
    "Comparison",
    "Roster",
    "Spelling",
    "Verdict",
    "candidates",
    "compare",
]


def compare(left: Spelling, right: Spelling, roster: Roster) -> Comparison:
    """Whether two spellings name one agency, with the rule that says so; the order of the two does not matter."""
    if left.state != right.state:
        why = both(left.state, right.state)
        return Comparison("different", 0.0, "other_state", (why,), left.name, right.name)
    case = make_case(left, right, roster)
    verdict, rule, why = decide(case)
    beside = not case.evidence.twice or case.evidence.beside_pending > 1
    unreal = case.here.real is False or case.there.real is False
    return Comparison(verdict, score(case, verdict), rule, (why, *reasons(case)), left.name, right.name, beside, unreal)
