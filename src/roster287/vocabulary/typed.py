"""What the words of a typed question mean: Spanish for bodies and states, the names of states, a ZIP code at the end.

    english       `Condado de York, Nuevo México`  →  `york county, new mexico`
    typed_state   `FL`, `fla`, `Luisiana`          →  the state's code
    without_zip   `Wells ME 04090`                 →  `Wells ME`
    initials      `Florida Department of Law Enforcement`  →  `fdle`

Nothing here decides: a name that really has these words goes before what they mean in Spanish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from roster287.vocabulary.messages import speaker
from roster287.vocabulary.states import ALIASES, SHORT, SHORT_OTHERS, STATES

SPANISH: dict[str, str] = {
    "aeropuerto": "airport", "agencia": "agency", "alguacil": "sheriff", "alguaciles": "sheriff", "carcel": "jail",
    "carretera": "highway", "carreteras": "highway", "ciudad": "city", "colegio": "college", "condado": "county",
    "constable": "constable", "correccional": "corrections", "correcciones": "corrections",
    "departamento": "department", "distrito": "district", "en": "in", "escolar": "school", "escuela": "school",
    "estado": "state", "estatal": "state", "fiscalia": "attorney", "guardia": "guard", "marshal": "marshal",
    "nacional": "national", "norte": "north", "nueva": "new", "nuevo": "new", "occidental": "west", "oficina": "office",
    "parroquia": "parish", "patrulla": "patrol", "policia": "police", "policias": "police", "prision": "prison",
    "publica": "public", "seguridad": "safety", "sheriff": "sheriff", "sur": "south", "tribu": "tribe",
    "universidad": "university",
}  # fmt: skip
"""Spanish words of the names of bodies and places, without their accents."""

_SPOKEN = {"islas virgenes": "VI", "samoa": "AS", "tejas": "TX"}
"""How else states are called, which no list prints."""

LITTLE = frozenset({"of", "the", "and"})
"""Words that initials leave out, and that need not be typed."""

INITIALS = range(2, 7)
"""How many letters initials have."""

_UNIT = re.compile(r"^(?:division|department|bureau|office) of (?:the )?")
_ZIP = re.compile(r"(?<=[^\d\s,])[, ]+\d{5}(?:-\d{4})?$|^\d{5}(?:-\d{4})?[, ]+(?=[^\d\s,])")
_COUNTY_OF = re.compile(r"(?:(condado|parroquia)(?: de)?|(county|parish) of) (.+)")
_TOWN_OF = re.compile(r"(ciudad|pueblo|villa|municipio) de (.+)")
_BODY_OF = re.compile(r"(.+?) (?:de la|del|de|en el|en la|en) ((?:condado|parroquia|ciudad|pueblo|villa|municipio) .+)")
SPANISH_TOWNS = {"ciudad": "city", "pueblo": "town", "villa": "village", "municipio": "municipality"}
_STATE_OF = re.compile(r"(?:the )?(?:state of|estado de) (.{4,})|(.{4,}) state")
_LONGEST = 5
"""How many words the longest name of a state has."""


def without_zip(text: str) -> str:
    """The text without a ZIP code behind a name, or before it."""
    return _ZIP.sub("", text.strip())


def zip_beside(text: str) -> str:
    """The five digits of a ZIP code behind a name, or before it; empty where there is none."""
    found = _ZIP.search(text.strip())
    return found[0].strip(", ")[:5] if found else ""


def plain(text: str) -> str:
    """The text's words in lower-case letters without accents."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", ascii_only.lower().replace("'", "")).split())


@lru_cache(maxsize=1)
def _spanish_states() -> dict[str, str]:
    return {plain(speaker("es").state(code)): plain(state.name) for code, state in STATES.items()}


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    codes = {plain(name): code for names in (SHORT, SHORT_OTHERS, ALIASES) for name, code in names.items()} | _SPOKEN
    for code, state in STATES.items():
        codes |= {code.lower(): code, plain(state.name): code, plain(speaker("es").state(code)): code}
    return codes


def typed_state(text: str) -> str | None:
    """The code of the state that a text is: its code, its name in English or Spanish, or how newspapers shorten it.

    `State of Florida`, `Washington State` and `estado de Florida` are states, too.
    """
    words = plain(text)
    found = _states().get(words)
    if found is None and (named := _STATE_OF.fullmatch(words)):
        name = named[1] or named[2]
        found = _states().get(name) if name not in short_states() else None
    return found


def before_state(words: str) -> tuple[str, str | None]:
    """Plain words without the longest name of a state at their end, and its code; something has to be left."""
    left, code = state_words(words.split())
    return (" ".join(left), code) if code else (words, None)


def state_words(words: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """As `before_state`, word by word."""
    for n in range(min(len(words) - 1, _LONGEST), 0, -1):
        if code := _states().get(" ".join(words[-n:])):
            return tuple(words[:-n]), code
    return tuple(words), None


@lru_cache(maxsize=1)
def short_states() -> dict[str, str]:
    """How else the names of states are written than in full, in plain words, with their codes."""
    named = {name for code, state in STATES.items() for name in (code.lower(), plain(state.name))}
    return {name: code for name, code in _states().items() if name not in named | _spanish_states().keys()}


def english(text: str) -> str:
    """The text with its Spanish words in English, `county of York` as `york county`; unchanged where it has none."""
    parts = [plain(part) for part in text.split(",")]
    told = [_english(part) for part in parts]
    return ", ".join(told) if told != parts else text


def _english(words: str) -> str:
    if words in _spanish_states():
        return _spanish_states()[words]
    head, state = before_state(words)
    if head.split()[-1:] in (["de"], ["del"], ["of"]) or head in ("condado", "parroquia"):
        head, state = words, None
    tail = words.removeprefix(head).strip()
    tail = _spanish_states().get(tail, tail) if state else ""
    body = _BODY_OF.fullmatch(head)
    if body and any(word in SPANISH for word in body[1].split()):
        head = f"{_named(body[1])} {_area(body[2])}"
    else:
        head = _area(head)
    return f"{head} {tail}".strip()


def _area(words: str) -> str:
    """A county or town that is named as one, `condado de York`, or any other words."""
    if area := _COUNTY_OF.fullmatch(words):
        return f"{_named(area[3])} {SPANISH.get(area[1] or '', area[2])}"
    if town := _TOWN_OF.fullmatch(words):
        return f"{SPANISH_TOWNS[town[1]]} of {_named(town[2])}"
    return _named(words)


def _named(words: str) -> str:
    if words in _spanish_states():
        return _spanish_states()[words]
    split = words.split()
    if not any(word in SPANISH for word in split):
        return words
    return " ".join(SPANISH.get(word, word) for at, word in enumerate(split) if not _is_little(split, at))


def _is_little(words: Sequence[str], at: int) -> bool:
    """Whether a word only joins others in Spanish: `de` just behind a word of a body, or anywhere behind a Spanish one.

    That of `Havre de Grace sheriff` is of the name.
    """
    before, word = words[:at], words[at]
    if word in ("de", "del"):
        return any(one in SPANISH for one in before[-1:]) or any(SPANISH.get(one, one) != one for one in before)
    return word in ("el", "la") and any(one in SPANISH for one in words[at + 1 : at + 2])


def initials(parts: Iterable[str], state: str) -> frozenset[str]:
    """How a body may be shortened: the first letters of its name's folded parts, little words left out.

    A part goes without `division of` before it, too; the whole name is a part as well. `state` is the name of the
    state of which it is a body, under whose letters it goes too, or empty.
    """
    found = set()
    for part in parts:
        for words in (part, _UNIT.sub("", part)):
            for begin in ("", state):
                letters = "".join(word[0] for word in f"{begin} {words}".split() if word not in LITTLE)
                found |= {letters} if len(letters) in INITIALS else set()
    return frozenset(found)
