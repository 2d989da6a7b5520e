"""What a name names: its parts, taken from the folded words.

    parts     `Harris County Constable Precinct 4`  →  place harris, area county, body constable, precinct 4

A word that is nearly a body's word is taken for it only here, and only where words are left over: the fold, and so the
id, keeps what was printed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from roster287.vocabulary.abbreviations import (
    AFTER_STATE,
    AREAS,
    BODIES,
    BODY_WORDS,
    PLAIN_WORDS,
    STATE_NAMES,
    TITLE_WORDS,
)
from roster287.vocabulary.names import fold, tidy


@lru_cache(maxsize=4096)
def mended(words: str, known: frozenset[str] = BODY_WORDS) -> str:
    """A folded name whose misprinted, cut and doubled body words are what they were meant for."""
    out: list[str] = []
    given = uncut(words).split()
    for word in given:
        meant = _meant(word, known)
        if not (out and out[-1] == meant and meant in known):
            out.append(meant)
    return " ".join(out)


def uncut(words: str) -> str:
    """A folded name whose last word was cut off within a body's word, whole: `Sheri`, `Townsh`, `Police De`."""
    head, _, last = words.rpartition(" ")
    if last in BODY_WORDS | AREAS or not last.isalpha():
        return words
    follows = ("department", "office") if head.endswith(("police", "sheriff", "sheriffs")) else ()
    whole = [word for word in follows if word.startswith(last)]
    if not whole and len(last) > 2:
        whole = sorted(word for word in BODY_WORDS if word.startswith(last))
    if not whole or not all(word.startswith(whole[0]) for word in whole):
        return words
    return f"{head} {whole[0]}".strip()


@lru_cache(maxsize=16384)
def _meant(word: str, known: frozenset[str]) -> str:
    """The one word of those that a word is a slip of the pen of; else itself."""
    if word in known or len(word) < 3:
        return word
    reach = 0 if len(word) < 5 else 1 if len(word) < 7 else 2
    slips = {one: OSA.distance(word, one) for one in known}
    fewest = min(slips.values())
    near = [one for one in known if slips[one] == fewest <= reach and not (fewest > 1 and _inflected(word, one))]
    return near[0] if len(near) == 1 else word


def _inflected(word: str, meant: str) -> bool:
    """Whether two words are forms of one and no slips of the pen: `agricultural`, `protective`."""
    return meant.startswith(word[:-3])


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
_NUMBER = r"\d+[a-z]?|[a-h]"
_SIDE = r"(?:north|south)(?:east|west|ern)?|(?:east|west)(?:ern)?|central"
_UNIT = re.compile(rf"\b(?:({_UNITS}) ({_NUMBER})|(\d+[a-z]?|(?<=constable )(?:{_SIDE})) ({_UNITS}))\b")
_DIVIDED = re.compile(r"\s*[,/|;]\s*|\s+[-–—]+\s*|[-–—]+\s+")
_DOUBLED = frozenset({"pago", "paw", "pee", "ty", "walla"})
"""What the places are called whose name is one word twice, as in the Census Bureau's lists: Walla Walla."""
_AREA_OF = re.compile(r"^(?:charter )?(county|parish|township|borough|village|city|town) of ")
_JOINT = re.compile(r"^(?:city and county|county and city) of | (?:city and county|county and city)(?= |$)")
"""What the government of a city and a county in one calls itself: City and County of Denver."""
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
_WITH_DIVISIONS = frozenset({"sheriff", "police", "public_safety"})
_DIVISIONS = frozenset({"corrections", "jail"})
_UNITED = (" division", " bureau", " unit", " section")
_PART_WORDS = ("division", "bureau", "unit", "section", "office")
_TITLE_WORDS = frozenset({"office", "state", "commonwealth", "of"})
"""What may stand before the words for a body of the state and names no place."""
_COLLEGE_TOWNS = frozenset({"state college", "state college borough", "college"})
_SCHOOL = re.compile(
    r"^university of |^college of | (?:university|college)\b(?! (?:park|place|station|corner|city|heights))"
)
_OF_TAIL = re.compile(r"^(.+) (city|town|village|borough|township) of(?=$| police| public safety)")
_OFFICE_OF = re.compile(r"^office of(?: |$)")
_STATE_OFFICE = re.compile(r"^(state [a-z]+)s office$")
_OF = re.compile(r"^of(?: |$)")
_POLICE_HEAD = re.compile(r"^police(?: department)? ")
_PORT_BODY = re.compile(r"(?: (?:authority|police|department|public safety))+$")
_AT = re.compile(r" (?:at|in) ")
"""Where a campus is: University of Texas (at) San Antonio."""
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
    own = {state.lower(), STATE_NAMES.get(state, "")}
    pieces = [p for p in _DIVIDED.split(tidy(name)) if p.strip() and p.strip(" .").lower() not in own]
    if len(pieces) == 1:
        glued = name.rsplit("-", 1)
        if len(glued) == 2 and _body(fold(glued[0], state))[0] in _WHOLE:
            pieces = glued
    if len(pieces) < 2:
        return name, ""
    folded = [fold(p, state) for p in pieces]
    kinds = [_body(f)[0] for f in folded]
    if any(not kind and text.rsplit(" ", 1)[-1] in AREAS for kind, text in zip(kinds, folded, strict=True)):
        return name, ""
    if kinds[0] in _WITH_DIVISIONS and _body(folded[0])[2] and all(_is_part(text) for text in folded[1:]):
        return pieces[0], " ".join(folded[1:])
    whole = [i for i, kind in enumerate(kinds) if kind in _WHOLE]
    if not whole:
        return name, ""
    keep = next((i for i in whole if "department of " in folded[i] or "commissioners" in folded[i]), whole[0])
    if any(not kinds[i] and not folded[i].endswith(_PART_WORDS) for i in range(keep)):
        return name, ""
    return pieces[keep], " ".join(f for i, f in enumerate(folded) if i != keep)


def _is_part(words: str) -> bool:
    """Whether folded words name a part of the body before them, and no body of a place of its own."""
    kind, _, before, _ = _body(words)
    if not kind:
        return words.endswith(_UNITED)
    return not before and (kind in _DIVISIONS or words.endswith(_PART_WORDS))


def _prefix(words: str, own: str) -> tuple[str, bool]:
    """The folded name without its state's name, where that name is not part of a place or a school."""
    if not own:
        return words, False
    if f" of {own}" in words:  # few: a pattern for each state is not worth its making
        words = re.sub(rf"^(?:state|commonwealth|territory) of (?={own} )", "", words)
        words = re.sub(rf"\b(tribe|nation|indians) of {own}\b", r"\1", words)
    size = own.count(" ") + 1
    before, following = " ".join(words.split()[:size]), words.split()[size:]
    if following and _slip(before, own) and before not in AFTER_STATE:  # `Marine` is no slip of Maine
        near = (word for word in sorted(AFTER_STATE) if _slip(following[0], word) and word != f"{following[0]}s")
        meant = following[0] if following[0] in AFTER_STATE else next(near, "")
        if meant and not (meant == "state" and {"university", "college"}.intersection(following)):
            return " ".join((meant, *following[1:])), True
    if f" {own} state constable" in words:
        return words.replace(f"{own} state constable", "state constable"), True
    return words, False


def _slip(word: str, meant: str) -> bool:
    """Whether words are what was meant, or one slip of the pen off where they are long."""
    return word == meant or (len(meant) > 4 and OSA.distance(word, meant, score_cutoff=1) == 1)


@lru_cache(maxsize=16384)
def _plain(word: str) -> str:
    """The word of `PLAIN_WORDS` that a word is a slip away from; else itself."""
    slips = (plain for plain in PLAIN_WORDS if word != f"{plain}s" and _slip(word, plain))
    return next(slips, word) if len(word) > 4 else word


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
        charter = word == "township" and i > 1 and tokens[i - 1] == "charter"
        area, rest, tokens = word, " ".join(tokens[i + 1 :]), tokens[: i - charter]
        break
    half = len(tokens) // 2
    if half and tokens[:half] == tokens[half:] and not _DOUBLED.issuperset(tokens):
        tokens = tokens[:half]
    return " ".join(tokens), area, rest


@lru_cache(maxsize=65536)
def parts(state: str, name: str) -> NameParts:
    """The parts of a printed name: place, kind of body, number, division, state's name, school.

    Where words are left over, those that are nearly a body's word are taken for it.
    """
    state = state.upper()
    name, division = _division(state, name)
    plain = " ".join(map(_plain, _JOINT.sub("", fold(name, state)).split()))
    words, prefix = _prefix(_OF_TAIL.sub(r"\2 of \1", plain), STATE_NAMES.get(state, ""))
    found = _taken(state, words, division, prefix)
    if found.rest or found.body in {"", "state_department"} or (prefix and (found.place or found.division)):
        repaired = mended(words, TITLE_WORDS if prefix else BODY_WORDS)
    else:
        repaired = uncut(words)
    return found if repaired == words else _taken(state, repaired, division, prefix)


def _taken(state: str, words: str, division: str, prefix: bool) -> NameParts:
    """The parts of a folded name."""
    unit = number = ""
    if counted := _UNIT.search(words):
        unit, number = counted[1] or counted[4], counted[2] or counted[3]
        kept = "district" if words[counted.end() :].startswith(" attorney") else ""
        words = " ".join((words[: counted.start()] + kept + words[counted.end() :]).split())
    body, title, left, right = _body(words)
    if not body and (holder := _STATE_OFFICE.match(words)):
        body, title, left = "state_department", f"office of {holder[1]}", ""
    if body in {"police", "public_safety"} and left not in _COLLEGE_TOWNS and _SCHOOL.search(left or right):
        body = "campus_police"
    if not body and _SCHOOL.search(left):
        return NameParts("", "", "", "", unit, number, division, prefix, _AT.sub(" ", left))
    if body in _SCHOOLS:
        if title.startswith("school district of ") and not left:
            right, police, _ = title.removeprefix("school district of ").partition(" police")
            title = f"school district{police}"
        school = _AT.sub(" ", _POLICE_HEAD.sub("", left) or right)
        return NameParts("", body, "", title, unit, number, division, prefix, school, right if left else "")
    if title == "port of" and (body_of_port := _PORT_BODY.search(right)):
        title, right = title + body_of_port[0], right[: body_of_port.start()]
    left, right, own = _OFFICE_OF.sub("", left), _OF.sub("", right), STATE_NAMES.get(state, "")
    if left in AREAS and right:
        left, right = right if right.endswith(f" {left}") else f"{right} {left}", ""
    if body in _OF_STATE:
        left, title = _of_state(left, title, own)
    if body in _WHOLE and not left and right and not AREAS.intersection(right.split()):
        return NameParts("", body, "", title, unit, number, f"{right} {division}".strip(), prefix)
    if body in _OF_STATE and not left and own and right in {own, f"state of {own}"}:
        right, prefix = "", True
    if body == "constable" and left and right.isdigit() and not number:
        unit, number, right = "precinct", right, ""
    if body in _WITH_DIVISIONS and left and right.endswith(_UNITED):
        division, right = f"{right} {division}".strip(), ""
    place, area, rest = _area(left or right, body)
    if left and right:
        rest = f"{rest} {right}".strip()
    if rest in {state.lower(), own, "of", "the"}:
        rest = ""
    for tail in (own, state.lower()):
        place = place.removesuffix(f" {tail}") if tail else place
    return NameParts(place, body, area, title, unit, number, division, prefix, "", rest)


def _of_state(left: str, title: str, own: str) -> tuple[str, str]:
    """What stands before the words for a body of the state, and these: `department of conservation and` is of them."""
    before = left.removesuffix(own).split() if own else left.split()
    if _TITLE_WORDS.issuperset(before):
        return "", title
    if before[0] in {"department", "division", "bureau"} and before[1:2] == ["of"] and not AREAS.intersection(before):
        return "", f"{left} {title}"
    return left, title
