"""What a printed agency name says: tidied for display, and folded into a key.

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

import hashlib
import re
import unicodedata
from functools import lru_cache

from roster287.vocabulary import text as printed
from roster287.vocabulary.abbreviations import (
    AFTER_STATE,
    ANYWHERE,
    BODY_WORDS,
    COUNTED,
    DIRECTIONS,
    IN_STATE,
    MISPRINTS,
    MODEL_NOTES,
    NOTES,
    ORDINALS,
    ROMAN,
    STATE_NAMES,
    STATE_SHORT,
    STATE_SHORT_IN_TWO,
    TENS,
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
_NOTE = re.compile(
    r"[(\[]\s*([a-z]+(?: [a-z]+){0,3}|\d{1,5}(?=\s*[)\]]\s*$))(?:(?: (?:on|as of))? \d[\d/.-]*)?\s*[)\]]"
)
_NOTHING = re.compile(r"[(\[]\s*#?n/?a\s*[)\]]")
_NOTE_AFTER = re.compile(r"(?:,|\s-+|\s/)\s+([a-z]+(?: [a-z]+){0,3})\s*$")
_FOOTNOTE = re.compile("[\u00b9\u00b2\u00b3\u2070-\u2079]+")
_LOST_APOSTROPHE = re.compile("(?<=\\w)(?:[?\";\ufffd]|' |\u00e2\u20ac[\u2122\u02dc])(?=s\\b)", re.IGNORECASE)
"""What stands for the apostrophe of `Sheriff's` where a program or a finger missed it."""
_ARTICLE = re.compile(
    r"the (?=(?:city|town|village|borough|township|county) of |(?:university|department|office|board) "
    r"|.*\b(?:county|parish)\b)"
)
_TAIL = re.compile(r"(?:[,(/|]|\s-+\s)\s*([a-z]+(?: [a-z]+){0,2})\s*\.?\)?\s*$")
_HEAD = re.compile(r"([a-z]{2})\s*(?:-+|[,:/|])\s+(?=[a-z0-9])")
_COUNTER = re.compile(r"\d{1,4}(?:[.)]\s+(?=[a-z0-9])|\s+(?=[a-z]{3}))")
_NUMBERED = re.compile(r"(\b(?:police department|sheriffs office)(?= \d)|\b[a-z]+(?= \d{4}))\s+\d{1,5}\s*$")
"""A number after a body that has none, or one too high to be a precinct's, is the list's own."""
_NUMBERED_BODY = re.compile(r"\b(?:constable|marshal|attorney)s?(?: offices?)?\s*$")
_CODE = r"[(\[]?\s*\b([a-z]{2})-?\d{4,8}\b\s*[)\]]?"
_REGISTERED = re.compile(rf"\A{_CODE}\s+(?=[a-z])|\s+{_CODE}\s*\Z")
"""The number of a body in a register, which begins with its state: `FL0030100`."""
_OWN_COUNTY = re.compile(r"\A((?:\w+ )+(?:county|parish)) (.+) \1\Z")
_WORD_CODES = frozenset({"CO", "DE", "LA", "MT", "NE"})
"""Codes that begin or end a name as words of their own: `La Salle`, `Mt. Vernon`, `Douglas Co`."""
_GLUED = re.compile(
    r"(?<=[a-z'’])(?=(?:County|Parish|Township|Sheriff|Police|Department|Office|Constable)(?:['’]?s)?\b)"
)
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


def _plain(text: str) -> str:
    """Lower-case ASCII; an apostrophe of any kind is nothing."""
    text = _LOST_APOSTROPHE.sub("", _GLUED.sub(" ", printed.tidy(text)))
    if not text.isascii():
        text = _FOOTNOTE.sub("", text)
        text = unicodedata.normalize("NFKD", text.translate(_MARKS)).translate(_MARKS)
        text = "".join(c if c.isascii() else "" if unicodedata.combining(c) else " " for c in text)
    return text.lower().replace("'", "").replace("`", "")


def _compound(words: list[str]) -> list[str]:
    """Ordinals of two words beside what they count, as digits: `twenty third district`."""
    out: list[str] = []
    for i, word in enumerate(words):
        tens, ones = TENS.get(out[-1] if out else "", 0), int(ORDINALS.get(word, 10))
        if tens and ones < 10 and COUNTED.intersection((*words[i + 1 : i + 2], *out[-2:-1])):
            out[-1] = str(tens + ones)
        else:
            out.append(word)
    return out


def _spell(words: list[str], state: str) -> list[str]:
    """One pass of the closed tables over the words of a name."""
    out: list[str] = []
    words = _compound(words)
    last = len(words) - 1
    code = state.lower()
    for i, word in enumerate(words):
        word = MISPRINTS.get(word, word)
        before = out[-1] if out else ""
        after = words[i + 1] if i < last else ""
        if word in ANYWHERE:
            out.extend(ANYWHERE[word].split())
        elif (
            (word == code or STATE_SHORT.get(word) == state)
            and (after in _STATE_FOLLOWERS or (state, after) in IN_STATE)
            and before != "of"
        ):
            out.extend(STATE_NAMES[state].split())
        elif (state, word) in IN_STATE:
            out.extend(IN_STATE[state, word].split())
        elif word == "so" and (i == last or before in _COUNTY_WORDS):
            out.extend(("sheriffs", "office"))
        elif (word == "co" and i) or (word == "cty" and after.startswith("sheriff")):
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
        elif word in ROMAN and before in COUNTED:
            out.append(ROMAN[word])
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
    if out and out[-1] in {"sheriff", "sheriffs"} and out[-3:-1] != ["office", "of"]:
        out[-1:] = ["sheriffs", "office"]
    return out


def _initials(letters: str, words: str) -> bool:
    """Whether a word in parentheses only abbreviates the words before it: `Highway Patrol (HP)`."""
    firsts = iter(word[0] for word in _NOT_WORD.split(words) if word)
    return len(letters) > 1 and all(letter in firsts for letter in letters)


def _says_nothing(note: str, words: str) -> bool:
    """Whether what stands in parentheses after words is no part of the name: a note, or the number of a footnote."""
    if note.isdigit():
        return not (_NUMBERED_BODY.search(words) or COUNTED.intersection(words.split()[-1:]))
    return _is_note(note) or _initials(note, words)


def _is_note(words: str) -> bool:
    return NOTES.issuperset(words.split()) or words in MODEL_NOTES


def without_state(plain: str, state: str) -> str:
    """A lower-case name without its own state before it (`TX - Tye Police`, `TX Tye Police`) or after it."""
    if state not in STATE_NAMES:
        return plain
    plain = _REGISTERED.sub(lambda found: "" if state.lower() in found.groups() else found[0], plain).strip()
    head = _HEAD.match(plain)
    if head and head[1] == state.lower():
        plain = plain[head.end() :]
    tail = _TAIL.search(plain)
    if tail and tail.start() and tail[1] in {state.lower(), STATE_NAMES[state]}:
        plain = plain[: tail.start()]
    first, _, rest = plain.partition(" ")
    if first == state.lower() and rest.startswith(STATE_NAMES[state]):
        plain = rest
    if state in _WORD_CODES:
        return plain
    if first == state.lower() and _NOT_WORD.split(rest)[0] not in _STATE_FOLLOWERS:
        plain = rest
    rest, _, last = plain.rpartition(" ")
    return rest if last == state.lower() and len(rest.split()) > 1 else plain


@lru_cache(maxsize=64)
def _in_two_words(state: str) -> re.Pattern[str]:
    first, second = STATE_SHORT_IN_TWO[state].split()
    return re.compile(rf"\b{first}\.? ?{second}\b\.?")


def _without_counter(plain: str) -> str:
    """A name without the number that a list counts it by: not `23 Judicial District`, which is its own."""
    if counter := _COUNTER.match(plain):
        first, second, *_ = (*_NOT_WORD.split(plain[counter.end() :]), "", "")
        if not counter[0].strip().isdigit() or second == "of" or not (first in BODY_WORDS or COUNTED & {first, second}):
            plain = plain[counter.end() :]
    after = _NUMBERED.search(plain)
    return plain[: after.end(1)] if after and after[1] not in COUNTED else plain


_MARK = re.compile(r"[*†‡§#¹²³⁰-⁹]\s*\Z|[(\[]\d+[)\]]\s*\Z")
"""The mark of a footnote behind a name."""


def has_note(text: str) -> bool:
    """Whether a printed name bears a note of the agreement (`(Terminated)`), which is no part of the name."""
    plain = _plain(text)
    return any(map(_is_note, _NOTE.findall(plain) + _NOTE_AFTER.findall(plain)))


def is_plain(text: str) -> bool:
    """Whether a printed name is only the name: without a note, the mark of a footnote, and not all in one case."""
    return not (has_note(text) or _MARK.search(text) or text.isupper() or text.islower())


@lru_cache(maxsize=65536)
def fold(text: str, state: str | None) -> str:
    """The key under which two printings of one name in one state are the same.

    Independent of case, spaces, apostrophes and punctuation; idempotent. `state` is the two-letter code:
    `, PA` at the end of a Pennsylvanian name says nothing, and `MT Dept` is Montana's in Montana alone.
    """
    state = (state or "").upper()
    plain = _DOTTED.sub(lambda m: m[0].replace(".", "").replace(" ", "") + " ", _plain(text)).strip()
    if "(" in plain or "[" in plain:
        plain = _NOTHING.sub(" ", plain)
        plain = _NOTE.sub(lambda m: " " if _says_nothing(m[1], plain[: m.start()]) else m[0], plain).strip()
    if (after := _NOTE_AFTER.search(plain)) and _is_note(after[1]):
        plain = plain[: after.start()]
    if state in STATE_SHORT_IN_TWO:
        plain = _in_two_words(state).sub(state.lower() + " ", plain)
    plain = without_state(_without_counter(plain), state)
    plain = _NOT_WORD.sub(" ", _LETTER_DIGIT.sub(" ", plain.replace("&", " and "))).strip()
    words = _edged(plain.split(), state)
    for _ in range(8):
        spelled = _edged(_settle(_spell(words, state)), state)
        if spelled == words:
            break
        words = spelled
    return " ".join(words)


def _edged(words: list[str], state: str) -> list[str]:
    """The words without what a list adds around a name: an article, a number, the state, its county again."""
    if words[:1] == ["the"]:
        words = _ARTICLE.sub("", " ".join(words)).split()
    if words[-1:] in (["county"], ["parish"]):
        words = _OWN_COUNTY.sub(r"\1 \2", " ".join(words)).split()
    if words and (words[0].isdigit() or words[-1].isdigit() or state.lower() in (words[0], words[-1])):
        words = without_state(_without_counter(" ".join(words)), state).split()
    return words


LONGEST_SLUG = 150
"""Longer ones are cut and told apart by a hash, since they name folders, which may have 255 bytes."""


@lru_cache(maxsize=65536)
def slug(state: str, name: str) -> str:
    """A readable id, `me-wells-police-department`: equal folds give equal slugs."""
    text = "-".join((state.lower(), *fold(name, state).split())).strip("-")
    if len(text) <= LONGEST_SLUG:
        return text
    return f"{text[:LONGEST_SLUG].rstrip('-')}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


@lru_cache(maxsize=16384)
def county_key(text: str, state: str | None) -> str:
    """The key under which two printings of COUNTY are the same: folded, the word county or parish left out.

    `city` stays: Baltimore and Baltimore City are two.
    """
    words = fold(text, state)
    return words.removesuffix(" county").removesuffix(" parish")
