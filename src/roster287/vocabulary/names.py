"""What a printed agency name says: tidied for display, folded into a key, taken apart into place and body.

    tidy      `Knox County  Sheriff’s Office ,`  →  `Knox County Sheriff's Office`
    fold      `Gulf County BOCC` (FL)            →  `gulf county board of county commissioners`
    slug      `Gulfport PD` (FL)                 →  `fl-gulfport-police-department`

Plain folding spells out; it never merges two bodies. `Sheriff's Office` and `Sheriff's Department` keep two
keys although a county has one sheriff: the change is then a decision with a rule (`resolve.compare`) that
readers can see and dispute, and an id keeps the words that were printed. `County Sheriff` is `County
Sheriff's Office`, and `Constable's Office` is `Constable`: there only the office-holder's chair is named.

A fold is a key within one state, and not all of an identity: Pennsylvania has 29 Union Townships. Who groups
rows by it looks at COUNTY too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from roster287.vocabulary import text as printed
from roster287.vocabulary.abbreviations import (
    AFTER_STATE,
    ANYWHERE,
    AREAS,
    BODIES,
    COUNTED,
    DIRECTIONS,
    IN_STATE,
    MISPRINTS,
    NOTES,
    ORDINALS,
    STATE_NAMES,
)

_ENDS = " ,;:|/\\_*~-–—"
_MARKS = {
    **dict.fromkeys(map(ord, "’‘ʼʻ′´`＇‛"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "øØ"), "o"),
    **dict.fromkeys(map(ord, "łŁ"), "l"),
    **dict.fromkeys(map(ord, "æÆ"), "ae"),
    **dict.fromkeys(map(ord, "ßẞ"), "ss"),
}
_DOTTED = re.compile(r"\b(?:[a-z]\. ?)+[a-z]\.|\b(?:[a-z]\.){2,}[a-z]?\b")
_NOTE = re.compile(r"[(\[]\s*([a-z]+)\s*[)\]]")
_ARTICLE = re.compile(
    r"the (?=(?:city|town|village|borough|township|county) of |(?:university|department|office|board) "
    r"|.*\b(?:county|parish)\b)"
)
_TAIL = re.compile(r"[,(]\s*([a-z]+(?: [a-z]+)?)\s*\.?\)?\s*$")
_LETTER_DIGIT = re.compile(r"(?<=[a-z])(?=\d)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th)?$")
_OWNED = {
    "sheriff": "sheriffs",
    "marshal": "marshals",
    "attorney": "attorneys",
    "general": "generals",
    "prosecutor": "prosecutors",
}
_COUNTY_WORDS = frozenset({"county", "parish"})
_STATE_FOLLOWERS = frozenset({*AFTER_STATE, "doc", "dps", "dept"})


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """The printed name: plain spaces, straight apostrophes, no stray punctuation at its ends; case kept."""
    text = printed.tidy(text).replace(" ,", ",")
    while True:
        trimmed = text.strip(_ENDS).lstrip(".")
        if trimmed.endswith(".") and (trimmed.endswith("..") or len(trimmed.rsplit(" ", 1)[-1]) > 6):
            trimmed = trimmed[:-1]
        if trimmed == text:
            return text
        text = trimmed


def display(text: str) -> str:
    """The nicest printed form of a name. Only tidied: no letter is altered."""
    return tidy(text)


def _plain(text: str) -> str:
    """Lower-case ASCII; an apostrophe of any kind is nothing."""
    text = printed.tidy(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_MARKS)).translate(_MARKS)
        text = "".join(c if c.isascii() else "" if unicodedata.combining(c) else " " for c in text)
    return text.lower().replace("'", "").replace("`", "")


def _spell(words: list[str], state: str) -> list[str]:
    """One pass of the closed tables over the words of a name."""
    out: list[str] = []
    last = len(words) - 1
    code = state.lower()
    for i, word in enumerate(words):
        word = MISPRINTS.get(word, word)
        before = out[-1] if out else ""
        after = words[i + 1] if i < last else ""
        if word in ANYWHERE:
            out.extend(ANYWHERE[word].split())
        elif word == code and after in _STATE_FOLLOWERS and before != "of":
            out.extend(STATE_NAMES[state].split())
        elif (state, word) in IN_STATE:
            out.extend(IN_STATE[state, word].split())
        elif word == "so" and (i == last or before in _COUNTY_WORDS):
            out.extend(("sheriffs", "office"))
        elif word == "co" and i:
            out.append("county")
        elif word == "st" and i < last:
            out.append("saint")
        elif word == "mt" and i < last:
            out.append("mount")
        elif word in DIRECTIONS and len(after) > 2 and (i == 0 or word == "so") and not after.isdigit():
            out.append(DIRECTIONS[word])
        elif word in {"no", "number"} and after[:1].isdigit():
            continue
        elif word in ORDINALS and (after in COUNTED or before in COUNTED):
            out.append(ORDINALS[word])
        elif word[0].isdigit() and (counted := _ORDINAL.match(word)):
            out.append(counted[1])
        elif word == "the" and before == "of":
            continue
        elif word == "correction" and before == "of":
            out.append("corrections")
        elif word == "office" and before in _OWNED:
            out[-1] = _OWNED[before]
            out.append(word)
        elif word == "department" and before == "sheriff":
            out[-1] = "sheriffs"
            out.append(word)
        else:
            out.append(word)
    return out


def _settle(words: list[str]) -> list[str]:
    """One form for an office that has several: `sheriff`, `constables office`, `constable's`."""
    out: list[str] = []
    for word in words:
        if word == "constables":
            word = "constable"
        if word in {"office", "offices"} and out and out[-1] == "constable":
            continue
        if word == "s" and out and out[-1] in {"constable", "sheriffs"}:
            continue
        out.append(word)
    if out and out[-1] in {"sheriff", "sheriffs"}:
        out[-1:] = ["sheriffs", "office"]
    return out


def _initials(letters: str, words: str) -> bool:
    """Whether a word in parentheses only abbreviates the words before it: `Highway Patrol (HP)`."""
    firsts = iter(word[0] for word in _NOT_WORD.split(words) if word)
    return len(letters) > 1 and all(letter in firsts for letter in letters)


@lru_cache(maxsize=65536)
def fold(text: str, state: str | None) -> str:
    """The key under which two printings of one name in one state are the same.

    Independent of case, spaces, apostrophes and punctuation; idempotent. `state` is the two-letter code:
    `, PA` at the end of a Pennsylvanian name says nothing, and `MT Dept` is Montana's in Montana alone.
    """
    state = (state or "").upper()
    plain = _DOTTED.sub(lambda m: m[0].replace(".", "").replace(" ", "") + " ", _plain(text)).strip()
    if "(" in plain or "[" in plain:
        plain = _NOTE.sub(lambda m: " " if m[1] in NOTES or _initials(m[1], plain[: m.start()]) else m[0], plain)
        plain = plain.strip()
    tail = _TAIL.search(plain)
    if tail and tail.start() and state in STATE_NAMES and tail[1] in {state.lower(), STATE_NAMES[state]}:
        plain = plain[: tail.start()]
    plain = _NOT_WORD.sub(" ", _LETTER_DIGIT.sub(" ", plain.replace("&", " and "))).strip()
    words = _ARTICLE.sub("", plain).split() if plain.startswith("the ") else plain.split()
    for _ in range(8):
        spelled = _settle(_spell(words, state))
        if spelled == words:
            break
        words = spelled
    return " ".join(words)


@lru_cache(maxsize=65536)
def slug(state: str, name: str) -> str:
    """A readable id, `me-wells-police-department`: equal folds give equal slugs."""
    return "-".join((state.lower(), *fold(name, state).split())).strip("-")


class NameParts(NamedTuple):
    """A name taken apart, all in folded words; an empty string where the name does not say.

    `body` is a kind of `abbreviations.BODIES` and `title` the words that name it; `area` is county, parish,
    township, borough, village, city or town as printed; `unit` with `number` is `precinct 3` or `judicial
    circuit 6`; `institution` is the university, college or school district; `division` is a part of the body
    that was printed with it; `rest` is what was not understood.
    """

    place: str
    body: str
    area: str = ""
    title: str = ""
    unit: str = ""
    number: str = ""
    division: str = ""
    state_prefix: bool = False
    institution: str = ""
    rest: str = ""


_UNITS = "judicial district|judicial circuit|circuit|ward|district|precinct"
_UNIT = re.compile(rf"\b(?:({_UNITS}) (\d+)|(\d+) ({_UNITS}))\b")
_DIVIDED = re.compile(r"\s*[,/|;]\s*|\s+[-–—]+\s*|[-–—]+\s+")
_AREA_OF = re.compile(r"^(county|parish|township|borough|village|city|town) of ")
_WHOLE = frozenset(
    {
        "commissioners",
        "public_safety",
        "state_department",
        "corrections",
        "highway_patrol",
        "state_police",
        "wildlife",
        "investigation",
    }
)
_PART_WORDS = ("division", "bureau", "unit", "section", "office")
_COLLEGE_TOWNS = frozenset({"state college", "state college borough", "college"})
_SCHOOL = re.compile(r"^university of |^college of | university\b| college\b(?! (?:park|station|place|corner))")
_SCHOOLS = frozenset({"campus_police", "school_district"})
_OF_STATE = _WHOLE | {"attorney_general", "fire_marshal", "national_guard"}


@lru_cache(maxsize=1)
def _bodies() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(rf"(?:^|(?<= ))(?:{pattern})(?= |$)")) for kind, pattern in BODIES)


def _body(folded: str) -> tuple[str, str, str, str]:
    """The kind of body in a folded name, the words that name it, and the words before and after them."""
    for kind, pattern in _bodies():
        found = pattern.search(folded)
        if found and not (kind == "campus_police" and folded[: found.start()].strip() in _COLLEGE_TOWNS):
            return kind, found[0], folded[: found.start()].strip(), folded[found.end() :].strip()
    return "", "", folded, ""


def _division(state: str, name: str) -> tuple[str, str]:
    """The name without the division printed beside it, and that division."""
    pieces = [p for p in _DIVIDED.split(tidy(name)) if p.strip()]
    if len(pieces) == 1:
        glued = name.rsplit("-", 1)
        if len(glued) == 2 and _body(fold(glued[0], state))[0] in _WHOLE:
            pieces = glued
    if len(pieces) < 2:
        return name, ""
    folded = [fold(p, state) for p in pieces]
    kinds = [_body(f)[0] for f in folded]
    whole = [i for i, kind in enumerate(kinds) if kind in _WHOLE]
    if not whole:
        return name, ""
    keep = next((i for i in whole if "department of " in folded[i] or "commissioners" in folded[i]), whole[0])
    if any(not kinds[i] and not folded[i].endswith(_PART_WORDS) for i in range(keep)):
        return name, ""
    return pieces[keep], " ".join(f for i, f in enumerate(folded) if i != keep)


def _prefix(words: str, own: str) -> tuple[str, bool]:
    """The folded name without its state's name, where that name is not part of a place or a school."""
    if not own:
        return words, False
    if words.startswith(own + " "):
        following = words[len(own) + 1 :].split()
        school = following[0] == "state" and {"university", "college"}.intersection(following)
        if following[0] in AFTER_STATE and not school:
            return words[len(own) + 1 :], True
    if f" {own} state constable" in words:
        return words.replace(f"{own} state constable", "state constable"), True
    return words, False


def _area(place: str, body: str) -> tuple[str, str, str]:
    """A place phrase as place, kind of place, and what follows it."""
    area = rest = ""
    if owned := _AREA_OF.match(place):
        area, place = owned[1], place[owned.end() :]
    tokens = place.split()
    for i, word in enumerate(tokens):
        if word not in AREAS or tokens[:i] in ([], ["the"]):
            continue
        last = i == len(tokens) - 1
        if (word == "city" and not (last and body in {"marshal", "constable", "sheriff"})) or (
            word == "town" and not last
        ):
            continue
        area, rest, tokens = word, " ".join(tokens[i + 1 :]), tokens[:i]
        break
    half = len(tokens) // 2
    if half and tokens[:half] == tokens[half:]:
        tokens = tokens[:half]
    return " ".join(tokens), area, rest


@lru_cache(maxsize=65536)
def parts(state: str, name: str) -> NameParts:
    """The parts of a printed name: place, kind of body, number, division, state's name, school."""
    state = state.upper()
    name, division = _division(state, name)
    words, prefix = _prefix(fold(name, state), STATE_NAMES.get(state, ""))
    unit = number = ""
    if counted := _UNIT.search(words):
        unit, number = counted[1] or counted[4], counted[2] or counted[3]
        words = " ".join((words[: counted.start()] + words[counted.end() :]).split())
    body, title, left, right = _body(words)
    if body in {"police", "public_safety"} and left not in _COLLEGE_TOWNS and _SCHOOL.search(left):
        body = "campus_police"
    if body in _SCHOOLS:
        return NameParts("", body, "", title, unit, number, division, prefix, left or right, right if left else "")
    right = right.removeprefix("of ")
    if body in _WHOLE and not left and right and not AREAS.intersection(right.split()):
        return NameParts("", body, "", title, unit, number, division or right, prefix)
    if body in _OF_STATE and not left and right == STATE_NAMES.get(state):
        right, prefix = "", True
    if body == "constable" and left and right.isdigit() and not number:
        unit, number, right = "precinct", right, ""
    place, area, rest = _area(left or right, body)
    if left and right:
        rest = f"{rest} {right}".strip()
    if rest in {state.lower(), STATE_NAMES.get(state)}:
        rest = ""
    return NameParts(place, body, area, title, unit, number, division, prefix, "", rest)
