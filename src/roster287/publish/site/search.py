"""Search: one index of agencies, counties and states, and small files of towns and ZIP codes for the browser.

    /search/                    the page; with `?q=` its answer, in the browser or from a server
    /search/index.json          agencies, counties, states
    /search/files.json          which of the files below there are
    /search/places/we.json      towns and cities whose key begins with these letters
    /search/zips/040.json       ZIP codes that begin with these digits

Towns and ZIP codes lead to their anchors in the pages of counties. These files rest on the reference alone, so that no
list makes them anew.
"""

from __future__ import annotations

import json
import re
import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import Any

from roster287.errors import UsageError
from roster287.places.keys import key_column
from roster287.places.policing.grounds import TERRITORY_ZIPS, Ground, of_zip
from roster287.places.policing.zips import all_of_them
from roster287.places.records import BOROUGHS, County, Municipality, other_names
from roster287.places.reference import shipped
from roster287.places.search import Hit, places_named
from roster287.publish.site.counties import anchor_of
from roster287.publish.site.ground import agency_address, counties, county_address, slug, state_address
from roster287.publish.site.item import Facts, Group, Item, of_program
from roster287.publish.site.press import Press
from roster287.publish.site.words import STANDING, of_search
from roster287.publish.whole import Whole
from roster287.register.queries import seeking
from roster287.register.queries.finding import bearing, named
from roster287.table import Line
from roster287.vocabulary.bodies import without_body
from roster287.vocabulary.messages import Speaker, speaker
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES, state_name
from roster287.vocabulary.typed import SPANISH, english, without_zip

LETTERS, DIGITS = 2, 3
"""How many letters of a town's key, and digits of a ZIP code, name its file."""
MANY = 60
"""How many agencies, and how many places, a server's answer has at most."""
BEARING = 6
"""How many agencies with a name in theirs stand before the places of that name."""


def groups(press: Press) -> Iterator[Group]:
    """The page and the files that it searches."""
    nothing = {"asked": "", "found": [], "note": ""}
    yield Group("search", partial(press.page, "/search/", "search.html", lambda: nothing), of_program)
    names = Item("search/index.json", Facts(partial(index, press.whole)), _json)
    yield Group("search/index", lambda: [names])
    files = Item("search/files.json", Facts(lambda: {"places": list(towns()), "zips": list(zips())}), _json)
    yield Group("search/files", lambda: [files], of_program)
    for begin in (*string.ascii_lowercase, string.digits):
        yield Group(f"search/places/{begin}", partial(_files, "places", towns, begin, _places), of_program)
    for begin in string.digits:
        yield Group(f"search/zips/{begin}", partial(_files, "zips", zips, begin, _zips), of_program)


def _files(folder: str, known: Callable[[], Iterable[str]], begin: str, make: Callable[[str], bytes]) -> Iterator[Item]:
    for key in known():
        if key[0] in begin:
            yield Item(f"search/{folder}/{key}.json", Facts(partial(str, key)), make)


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def answers(asked: str, agencies: Iterable[Line], lang: str) -> Line:
    """What the page says to a question, where a server answers it, in the order that the browser has, too.

    Agencies of just that name, then states, then some agencies that have the name in theirs, then towns and counties,
    then the other agencies; or what a ZIP code is. Of more agencies or places than `MANY` it has the first and says so.
    """
    say = speaker(lang)
    found: list[Line] = []
    note = ""
    if digits := re.fullmatch(r"(\d{1,5})(?:-\d{0,4})?", asked):
        if len(digits[1]) == 5:
            found, note = _of_zip(digits[1], say)
        else:
            note = of_search(say)["zip_short"]
    else:
        places, further = _meant(asked)
        lines = list(agencies)
        if any(hit.exact for hit in places):
            lines = [line for line in lines if line["fit"] != "near"]
        further = further or len(lines) > MANY
        lines = lines[:MANY]
        exact = [line for line in lines if named(asked, line)]
        bear = [line for line in bearing(asked, lines) if line not in exact][:BEARING]
        found += [_found(line, say) for line in exact]
        found += [_hit(hit, say) for hit in places if hit.kind == "state"]
        found += [_found(line, say) for line in bear]
        found += [_hit(hit, say) for hit in places if hit.kind != "state"]
        found += [_found(line, say) for line in lines if line not in exact and line not in bear]
        behind = re.search(r"(?<!\d)(\d{5})(?:-\d{4})?$", asked)
        if not found and behind and without_zip(asked) != asked:
            found, note = _of_zip(behind[1], say)
        elif further:
            note = of_search(say)["first"].format(n=len(found))
    if not found and not note:
        note = of_search(say)["none"].format(q=asked)
    return {"asked": asked, "found": found, "note": note}


def _meant(asked: str) -> tuple[list[Hit], bool]:
    """The states, towns and counties that are meant, in this order, and whether there are more of them.

    A town is given once in each of its counties. A county that is all of a state is the state.
    """
    typed, called = without_zip(asked), partial(places_named, limit=MANY + 1, former=True)
    hits = called(typed)
    if not any(hit.exact for hit in hits) and (meaning := english(typed)) != typed:
        hits = called(meaning) or hits
    if not any(hit.exact for hit in hits):
        found = ([hit for hit in called(bare) if hit.exact] for bare in without_body(typed))
        own = next(filter(None, found), [])
        hits = tuple([hit for hit in own if hit.kind == "state"] or own) or hits
    states = {hit.name for hit in hits if hit.kind == "state"}
    kept = [hit for hit in hits if hit.kind == "state"]
    kept += [h._replace(counties=(fips,)) for h in hits if h.name not in states for fips in h.counties]
    return sorted(kept[:MANY], key=lambda hit: (hit.kind != "state", hit.kind == "county")), len(kept) > MANY


def _of_zip(code: str, say: Speaker) -> tuple[list[Line], str]:
    words = of_search(say)
    try:
        meant = of_zip(code, shipped(), near=False)
    except UsageError:
        return [], words["zip_unknown"].format(zip=code)
    pages = [(page, ground.state) for ground in meant.grounds for page in _leads(ground)]
    found = []
    zip_code = words["zip"].format(zip=code)
    for (fips, town), state in pages:
        line = _state(state, say) if fips is None else _place(fips, town, say)
        found.append(line | {"about": " · ".join(filter(None, [zip_code, line["about"]]))})
    several = len({fips for (fips, _), _ in pages if fips})
    note = ""
    if several > 1:
        note = words["zip_several"]
    elif not any(town for (_, town), _ in pages):
        note = words["zip_county"]
    return found, note.format(zip=code, n=several)


def _hit(hit: Hit, say: Speaker) -> Line:
    if hit.kind == "state":
        return _state(hit.state, say)
    gazetteer = shipped().of(hit.state)
    return _place(hit.counties[0], gazetteer.municipality.get(hit.code), say)


def _state(code: str, say: Speaker) -> Line:
    return {"title": say.state(code), "address": state_address(code), "about": of_search(say)["state"]}


def _place(fips: str, town: Municipality | None, say: Speaker) -> Line:
    county = counties()[fips]
    address = county_address(county.state, fips)
    if town is None:
        return {"title": county.name, "address": address, "about": _within(county.name, "", county.state, say)}
    about = _within(town.title, county.name, county.state, say)
    return {"title": town.title, "address": f"{address}#{_anchor(town, fips)}", "about": about}


def _within(title: str, county: str | None, code: str, say: Speaker) -> str:
    """The county and state that something lies in, each name once."""
    state = say.state(code)
    return ", ".join(
        part
        for part in ("" if county in (state, state_name(code)) else county, "" if title == state else state)
        if part
    )


def _found(line: Line, say: Speaker) -> Line:
    models = ", ".join(say.model(model) for model in line["models"])
    said = ": ".join(filter(None, [of_search(say)[line["status"]], models]))
    about = [_within(line["name"], line["county"], line["state"], say), said]
    return {
        "title": line["name"],
        "address": agency_address(line["agency_id"]),
        "about": " · ".join(filter(None, about)),
    }


def index(whole: Whole) -> Line:
    """What is loaded when the box is first used. Places in it are told by their numbers in `states` and `counties`.

    Counties are in the order of their residents, as towns are in their files, so that both searches put the same first.
    """
    codes = list(STATES)
    numbers = {code: number for number, code in enumerate(codes)}
    by_size = sorted(counties().values(), key=lambda county: (-(county.population or 0), county.state, county.fips))
    counted = {county.fips: number for number, county in enumerate(by_size)}
    return {
        "states": [[code.lower(), speaker("en").state(code), speaker("es").state(code)] for code in codes],
        "counties": [_county(county, numbers) for county in by_size],
        "agencies": [_agency(line, numbers, counted) for line in whole.agencies.values()],
        "models": list(MODELS),
        "statuses": STANDING,
        "spanish": SPANISH,
        "seeking": seeking.tables(),
    }


def _county(county: County, numbers: dict[str, int]) -> list[Any]:
    """Name, state, and where not plain, the end of its address and another name."""
    at = slug(county.name)
    other = BOROUGHS.get(county.fips)
    more = [at, other] if other else [] if at == county.name.lower().replace(" ", "-") else [at]
    return [county.name, numbers[county.state], *more]


def _agency(line: Line, numbers: dict[str, int], counted: dict[str, int]) -> list[Any]:
    """Id without its state, name, state, county or -1, status, models, and words of its names beyond its name's."""
    return [
        line["agency_id"].removeprefix(f"{line['state'].lower()}-"),
        line["name"],
        numbers[line["state"]],
        counted.get(line["county_fips"] or "", -1),
        STANDING.index(line["status"]),
        "".join(str(list(MODELS).index(model)) for model in line["models"]),
        " ".join(sorted(seeking.further(line["name"], line["spellings"], line["state"]))),
    ]


@lru_cache(maxsize=1)
def towns() -> dict[str, list[Municipality]]:
    """The municipalities by the first letters of each key that they go under; the largest first."""
    every = [town for code in shipped().states for town in shipped().of(code).municipalities]
    named = [(town, name) for town in every for name in (town.base, *other_names(town))]
    found: defaultdict[str, dict[str, Municipality]] = defaultdict(dict)
    for (town, _), key in zip(named, key_column([name for _, name in named]), strict=True):
        if key:
            found[key[:LETTERS]][town.geoid] = town
    return {
        letters: sorted(of.values(), key=lambda town: (town.designated, -(town.population or 0), town.geoid))
        for letters, of in sorted(found.items())
    }


@lru_cache(maxsize=1)
def zips() -> dict[str, list[str]]:
    """The ZIP codes by their first digits."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in all_of_them():
        found[one.code[:DIGITS]].add(one.code)
    for first, last, _ in TERRITORY_ZIPS:
        for number in range(int(first), int(last) + 1):
            found[f"{number:05}"[:DIGITS]].add(f"{number:05}")
    return {digits: sorted(codes) for digits, codes in sorted(found.items())}


class _Counties:
    """The counties of one file, each told once: state, end of the address, name."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, fips: str) -> int:
        return self._numbers.setdefault(fips, len(self._numbers))

    def told(self) -> list[list[str]]:
        of = [counties()[fips] for fips in self._numbers]
        return [[county.state.lower(), slug(county.name), county.name] for county in of]


def _places(letters: str) -> bytes:
    """`towns`: once in each of its counties, name, kind, county, and where not plain, anchor and further names."""
    at = _Counties()
    rows = []
    for town in towns()[letters]:
        for fips in town.counties:
            anchor = _anchor(town, fips)
            more: list[Any] = [0 if anchor == slug(town.base) else anchor, *other_names(town)]
            row: list[Any] = [town.base, town.type, at.number(fips)]
            rows.append([*row, *more] if more != [0] else row)
    return _json({"counties": at.told(), "towns": rows})


def _anchor(town: Municipality, fips: str) -> str:
    gazetteer = shipped().of(town.state)
    return anchor_of(gazetteer)[fips, town.geoid]


def _zips(digits: str) -> bytes:
    """`zips`: of each code the post office's name, then the pages: a state's code, or county, anchor and town."""
    at = _Counties()
    rows = {}
    for code in zips()[digits]:
        meant = of_zip(code, shipped(), near=False)
        city = meant.zip.city if meant.zip else ""
        rows[code] = [city, *(page for ground in meant.grounds for page in _pages(ground, at))]
    return _json({"counties": at.told(), "zips": rows})


def _pages(ground: Ground, at: _Counties) -> Iterator[list[Any]]:
    for fips, town in _leads(ground):
        if fips is None:
            yield [ground.state.lower()]
        else:
            yield [at.number(fips), *([_anchor(town, fips), town.title] if town else [])]


def _leads(ground: Ground) -> Iterator[tuple[str | None, Municipality | None]]:
    """Where a ground leads: the towns in their counties, the counties that have none; of a territory, its page too."""
    if ground.whole:
        yield None, None
    for county in ground.counties:
        inside: list[Municipality | None] = [town for town in ground.towns if county.fips in town.counties]
        yield from ((county.fips, town) for town in inside or [None])
