"""The models of agreement: a closed vocabulary, with the words ICE has printed for each.

The warrant service officer model began on 6 May 2019 (the date of the first agreements of that kind); task
force agreements ended on 31 December 2012 and came back on the page of 19 February 2025. `hybrid` joined task
force and jail enforcement in one agreement of the old program; `tribal task force` is on ICE's page since
December 2025. Neither of the two has been seen on a list yet.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from roster287.vocabulary.marking import N_
from roster287.vocabulary.text import closest, folded, tidy


class Model(NamedTuple):
    """One model."""

    code: str
    name: str


class Synonym(NamedTuple):
    """Words for a model, folded; `seen` is the day of the first list or page that printed them.

    `seen` is empty where no list has printed them yet. `slip` marks a slip of the pen, not a name in use.
    """

    words: str
    code: str
    seen: str = ""
    slip: bool = False


class ModelReading(NamedTuple):
    """What a printed support type was taken for; `misprint` when that needed more than spacing and case.

    `several` says that no code stands for the models that the cell names.
    """

    code: str | None
    misprint: bool
    several: bool = False


MODELS: dict[str, Model] = {
    model.code: model
    for model in (
        Model("task_force", N_("Task Force Model")),
        Model("jail_enforcement", N_("Jail Enforcement Model")),
        Model("warrant_service", N_("Warrant Service Officer")),
        Model("tribal_task_force", N_("Tribal Task Force Model")),
        Model("hybrid", N_("Hybrid Model")),
    )
}
"""The models by code, in the order in which they are shown."""

SYNONYMS: tuple[Synonym, ...] = (
    Synonym("TASK FORCE MODEL", "task_force", "2025-02-19"),
    Synonym("TASK FORCE", "task_force"),
    Synonym("TASK FORCE MODEL TFM", "task_force"),
    Synonym("TFM", "task_force"),
    Synonym("TASK FORCE OFFICER", "task_force", "2025-11-14", slip=True),
    Synonym("TASK FORCE OFFICER MODEL", "task_force", slip=True),
    Synonym("JAIL ENFORCEMENT MODEL", "jail_enforcement", "2021-01-13"),
    Synonym("JAIL ENFORCEMENT", "jail_enforcement"),
    Synonym("JAIL ENFORCEMENT MODEL JEM", "jail_enforcement"),
    Synonym("JEM", "jail_enforcement"),
    Synonym("JAIL ENFORCMENT MODEL", "jail_enforcement", "2025-08-04", slip=True),
    Synonym("JAIL ENFORCEMENT OFFICER", "jail_enforcement", slip=True),
    Synonym("JAIL MODEL", "jail_enforcement", slip=True),
    Synonym("WARRANT SERVICE OFFICER", "warrant_service", "2021-01-13"),
    Synonym("WARRANT SERVICE OFFICER MODEL", "warrant_service"),
    Synonym("WARRANT SERVICE OFFICER WSO", "warrant_service"),
    Synonym("WARRANT SERVICE MODEL", "warrant_service"),
    Synonym("WSO", "warrant_service"),
    Synonym("WARRANT SERVICES OFFICER", "warrant_service", "2025-11-10", slip=True),
    Synonym("WARRANT SERVICE OFFICE", "warrant_service", "2025-12-29", slip=True),
    Synonym("WARRANT SERVICE", "warrant_service", slip=True),
    Synonym("TRIBAL TASK FORCE MODEL", "tribal_task_force"),
    Synonym("TRIBAL TASK FORCE", "tribal_task_force"),
    Synonym("TTFM", "tribal_task_force"),
    Synonym("HYBRID", "hybrid"),
    Synonym("HYBRID MODEL", "hybrid"),
    Synonym("JAIL ENFORCEMENT AND TASK FORCE MODEL", "hybrid"),
    Synonym("TASK FORCE AND JAIL ENFORCEMENT MODEL", "hybrid"),
)

HYBRID = frozenset({"task_force", "jail_enforcement"})
"""The models that are one as `hybrid`."""
_EXACT: dict[str, str] = {entry.words: entry.code for entry in SYNONYMS}
_SLIPS: frozenset[str] = frozenset(entry.words for entry in SYNONYMS if entry.slip)
_LONG: dict[str, str] = {words: code for words, code in _EXACT.items() if len(words) > 6}
_SHORT: dict[str, str] = {words: code for words, code in _EXACT.items() if " " not in words and len(words) < 5}
_USUAL = re.compile(r"\A287 ?G | (?:PROGRAM|PROGRAMS|AGREEMENT)\Z")
_NOTES = re.compile(r" (?:[1-9]|ADDENDUM|AMENDED|AMENDMENT|RENEWAL|RENEWED|REVISED|UPDATED)\Z")
"""What may stand around the name of a model: usual words, and those that belong to no name."""
_JOINTS = re.compile(r"\s*[/&+;,|]\s*|\s+and\s+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def read_model(text: str) -> ModelReading:
    """The model a cell names, and whether it is misprinted there; no code when it could be two or none.

    Task force and jail enforcement in one cell, joined by a stroke or `and`, are `hybrid`; any other two models
    are two agreements in one cell and not understood. An abbreviation must be exact; a full name may be a
    letter or two off if nothing else is about as near.
    """
    one = _one_model(text)
    if one.code is not None:
        return one
    parts = [_one_model(part) for part in _JOINTS.split(tidy(text.replace("\n", " / "))) if folded(part)]
    codes = {part.code for part in parts}
    if len(parts) < 2 or None in codes:
        return ModelReading(None, False)
    code = codes.pop() if len(codes) == 1 else "hybrid" if codes == HYBRID else None
    return ModelReading(code, code is not None and any(part.misprint for part in parts), code is None)


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
    named = _NOTES.sub("", words)
    bare = _without_abbreviation(_USUAL.sub("", named))
    code = _EXACT.get(bare)
    if code is not None:
        return ModelReading(code, named != words or bare in _SLIPS)
    code = closest(bare, _LONG)
    return ModelReading(code, code is not None)


def _without_abbreviation(words: str) -> str:
    """The name of a model without its own abbreviation before or after it; another's stays."""
    first, _, rest = words.partition(" ")
    if first in _SHORT and _EXACT.get(rest) == _SHORT[first]:
        return rest
    rest, _, last = words.rpartition(" ")
    return rest if last in _SHORT and _EXACT.get(rest) == _SHORT[last] else words
