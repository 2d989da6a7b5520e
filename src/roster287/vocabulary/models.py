"""The models of agreement: a closed vocabulary, with the words ICE has printed for each.

The models and their dates are ICE's own: the jail enforcement model since the program began to sign
agreements (2002), the task force model until 31 December 2012 and again since 2025, the warrant service
officer model since May 2019; `hybrid` joined task force and jail enforcement in one agreement until 2012;
`tribal task force` is the task force model for tribal police.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from roster287.vocabulary.text import closest, folded, tidy


class Model(NamedTuple):
    """One model; `abbreviation` is the one ICE uses in file names and guidance."""

    code: str
    name: str
    abbreviation: str


class Synonym(NamedTuple):
    """Words that ICE has printed for a model, folded, since when (the first list or page seen with them).

    `slip` marks what is a slip of the pen rather than a name in use.
    """

    words: str
    code: str
    since: str
    slip: bool = False


class ModelReading(NamedTuple):
    """What a printed support type was taken for; `misprint` when that needed more than spacing and case."""

    code: str | None
    misprint: bool


MODELS: dict[str, Model] = {
    model.code: model
    for model in (
        Model("task_force", "Task Force Model", "TFM"),
        Model("jail_enforcement", "Jail Enforcement Model", "JEM"),
        Model("warrant_service", "Warrant Service Officer", "WSO"),
        Model("tribal_task_force", "Tribal Task Force Model", "TTFM"),
        Model("hybrid", "Hybrid Model", "HM"),
    )
}
"""The models by code, in the order in which they are shown."""

SYNONYMS: tuple[Synonym, ...] = (
    Synonym("TASK FORCE MODEL", "task_force", "2025-02-15"),
    Synonym("TASK FORCE", "task_force", "2006"),
    Synonym("TASK FORCE MODEL TFM", "task_force", "2025"),
    Synonym("TFM", "task_force", "2025"),
    Synonym("TFO", "task_force", "2006"),
    Synonym("TASK FORCE OFFICER", "task_force", "2025-03", slip=True),
    Synonym("TASK FORCE OFFICER MODEL", "task_force", "2006", slip=True),
    Synonym("JAIL ENFORCEMENT MODEL", "jail_enforcement", "2021-01-13"),
    Synonym("JAIL ENFORCEMENT", "jail_enforcement", "2006"),
    Synonym("JAIL ENFORCEMENT OFFICER", "jail_enforcement", "2006", slip=True),
    Synonym("JAIL MODEL", "jail_enforcement", "2006", slip=True),
    Synonym("JAIL ENFORCEMENT MODEL JEM", "jail_enforcement", "2025"),
    Synonym("DETENTION MODEL", "jail_enforcement", "2006"),
    Synonym("JEM", "jail_enforcement", "2016"),
    Synonym("WARRANT SERVICE OFFICER", "warrant_service", "2021-01-13"),
    Synonym("WARRANT SERVICE OFFICER MODEL", "warrant_service", "2019"),
    Synonym("WARRANT SERVICE OFFICER WSO", "warrant_service", "2025"),
    Synonym("WARRANT SERVICE MODEL", "warrant_service", "2019"),
    Synonym("WSO", "warrant_service", "2019"),
    Synonym("WARRANT SERVICES OFFICER", "warrant_service", "2025-03", slip=True),
    Synonym("WARRANT SERVICE OFFICE", "warrant_service", "2025-03", slip=True),
    Synonym("WARRANT SERVICE", "warrant_service", "2025", slip=True),
    Synonym("WARRANT OFFICER", "warrant_service", "2025", slip=True),
    Synonym("TRIBAL TASK FORCE MODEL", "tribal_task_force", "2025"),
    Synonym("TRIBAL TASK FORCE", "tribal_task_force", "2025"),
    Synonym("TTFM", "tribal_task_force", "2025"),
    Synonym("TTF", "tribal_task_force", "2025"),
    Synonym("HYBRID", "hybrid", "2006"),
    Synonym("HYBRID MODEL", "hybrid", "2006"),
    Synonym("JAIL ENFORCEMENT AND TASK FORCE MODEL", "hybrid", "2006"),
    Synonym("TASK FORCE AND JAIL ENFORCEMENT MODEL", "hybrid", "2006"),
)

_EXACT: dict[str, str] = {entry.words: entry.code for entry in SYNONYMS}
_SLIPS: frozenset[str] = frozenset(entry.words for entry in SYNONYMS if entry.slip)
_LONG: dict[str, str] = {words: code for words, code in _EXACT.items() if len(words) > 6}
_JOINTS = re.compile(r"\s*[/&+;,|]\s*|\s+and\s+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def read_model(text: str) -> ModelReading:
    """The model a cell names, and whether it is misprinted there; no code when it could be two or none.

    Two different models in one cell, joined by a stroke or `and`, are `hybrid`. An abbreviation must be
    exact; a full name may be a letter or two off if nothing else is about as near.
    """
    one = _one_model(text)
    if one.code is not None:
        return one
    parts = [_one_model(part) for part in _JOINTS.split(tidy(text.replace("\n", " / "))) if folded(part)]
    codes = {part.code for part in parts}
    if len(parts) < 2 or None in codes:
        return ModelReading(None, False)
    code = codes.pop() if len(codes) == 1 else "hybrid"
    return ModelReading(code, any(part.misprint for part in parts))


def model_code(text: str) -> str | None:
    """The code of the model a cell names, or None where it cannot be told."""
    return read_model(text).code


def model_name(code: str) -> str:
    """The English name of a model by its code. Raises KeyError for a code that does not exist."""
    return MODELS[code].name


def _one_model(text: str) -> ModelReading:
    words = folded(text)
    code = _EXACT.get(words)
    if code is not None:
        return ModelReading(code, words in _SLIPS)
    code = closest(words, _LONG)
    return ModelReading(code, code is not None)
