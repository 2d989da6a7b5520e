"""What a person means by a typed place: the ground that is asked about, or an error that names the candidates.

Understood are `Wells, ME`, `York County, Maine`, `tampa`, `04090`, `Franklin township, Somerset County, NJ`, and a
municipality's Census code. Two places of one name in one county are both meant; elsewhere the person has to say which.
"""

from __future__ import annotations

import re

from roster287.errors import UsageError
from roster287.places.keys import key, spaced
from roster287.places.policing.grounds import (
    Ground,
    Meant,
    ground_of_county,
    ground_of_territory,
    ground_of_towns,
    of_zip,
)
from roster287.places.records import County
from roster287.places.reference import Reference
from roster287.places.search import Hit, county_hit, places_named, town_hit
from roster287.vocabulary import question
from roster287.vocabulary.bodies import without_body
from roster287.vocabulary.states import state_code
from roster287.vocabulary.typed import english, plain, state_words, typed_state, without_zip

MOST = 8
"""How many candidates an error names."""
_COUNTY = re.compile(r"\b(?:county|parish|borough|census area|municipio|planning region)\b", re.I)


def understand(text: str, reference: Reference) -> Meant:
    """What a text means. Raises `UsageError` when it means nothing, or several places in different counties."""
    asked = " ".join(text.split())
    if not asked:
        raise UsageError("No place is named.", "Give a town, a county or a ZIP code: `roster287 where 'Wells, ME'`.")
    if len(asked) > question.LONGEST:
        raise UsageError(
            f"That is longer than {question.LONGEST} characters.", "Give a town, a county or a ZIP code alone."
        )
    if re.fullmatch(r"\d{5}(?:-\d{4})?", asked):
        return of_zip(asked[:5], reference)
    if re.fullmatch(r"\d{7}|\d{10}", asked):
        return _code(asked, reference)
    if re.fullmatch(r"[\d-]+", asked):
        raise UsageError(f"“{asked}” is no ZIP code.", "A ZIP code has five digits.")
    typed = without_zip(asked)
    meaning = english(typed)
    if meaning != typed and any(hit.exact for hit in places_named(typed, None, reference, 1)):
        meaning = typed
    if not _is_known(meaning, reference):  # `sheriff of York County, Maine` asks by the county
        known = (bare for bare in without_body(typed) if _is_known(bare, reference))
        meaning = next(known, None) or _with_commas(meaning, reference) or meaning
    return _named(meaning, typed, reference)


def _with_commas(text: str, reference: Reference) -> str | None:
    """`Tampa Hillsborough County FL` as `Tampa, Hillsborough County, FL`; None where no such town lies there."""
    name, state = _state_of(text)
    words = name.replace(",", " ").split()
    if state is None:
        left, state = state_words(plain(name).split())
        words = words[: len(left)]
    if state is None or len(words) < 3 or not _COUNTY.search(words[-1]):
        return None
    for at in range(1, len(words) - 1):
        town, county = " ".join(words[:at]), " ".join(words[at:])
        inside = {hit.code for hit in places_named(county, state, reference, 5) if hit.exact and hit.kind == "county"}
        if any(hit.exact and inside & set(hit.counties) for hit in places_named(town, state, reference, 50)):
            return f"{town}, {county}, {state}"
    return None


def _is_known(text: str, reference: Reference) -> bool:
    """Whether a place has just this name, its county aside."""
    name, state = _state_of(_split(text)[0])
    return any(hit.exact for hit in places_named(name, state, reference, 1))


def _named(meaning: str, asked: str, reference: Reference) -> Meant:
    name, within = _split(meaning)
    name, state = _state_of(name)
    hits = list(places_named(name, state, reference, 500)) or _whole_name(name, state, reference)
    head, _, last = name.rpartition(" ")
    if state is None and head and len(last) == 2 and not any(h.exact for h in hits) and (code := state_code(last)):
        name, state = head, code
        hits = list(places_named(name, state, reference, 500))
    if within:
        at = key(_COUNTY.sub("", within))
        hits = [
            h for h in hits if any(key(c.base) == at or key(c.name) == key(within) for c in _counties(h, reference))
        ]
    if not any(h.exact for h in hits):
        _refuse_old_county(name, state, reference)
        hits = _longer(name, state, reference) or hits
    exact = [h for h in hits if h.exact]
    found = _choose(exact or hits, typed_county=bool(_COUNTY.search(name.split(",")[0])), reference=reference)
    if not found:
        raise UsageError(
            f"No town or county “{asked}” is known.",
            "Write it with its state, such as 'Wells, ME', or give a ZIP code.",
        )
    code = typed_state(asked)
    code = code if code and code in reference.states and reference.states[code].type == "state" else None
    if code and (found[0].kind == "state" or not _one_ground(found)):
        raise _a_state(asked, code, [h for h in found if h.kind != "state"], reference)
    if not _one_ground(found):
        raise _ambiguous(asked, found, reference, near=not exact)
    return Meant((_ground(found, reference),), None, bool(exact), code)


def _split(asked: str) -> tuple[str, str]:
    """The text without the county in its middle, and that county."""
    parts = [part.strip() for part in asked.split(",") if part.strip()]
    if len(parts) == 3:
        return f"{parts[0]}, {parts[2]}", parts[1]
    if len(parts) == 2 and _COUNTY.search(parts[1]) and not state_code(parts[1]):
        words = parts[1].split()
        if len(words) > 2 and state_code(words[-1]):
            return f"{parts[0]}, {words[-1]}", " ".join(words[:-1])
        return parts[0], parts[1]
    return asked, ""


def _state_of(name: str) -> tuple[str, str | None]:
    """The text without the state after its last comma, or without a two-letter code in capitals at its end."""
    head, _, last = (part.strip() for part in name.rpartition(","))
    if head and (code := state_code(last)):
        return head, code
    words = name.split()
    if len(words) > 1 and words[-1].isupper() and len(words[-1]) == 2 and (code := state_code(words[-1])):
        return " ".join(words[:-1]), code
    return name, None


def _whole_name(name: str, state: str | None, reference: Reference) -> list[Hit]:
    """Places by their whole name with its kind: `Coloma charter township`."""
    if state is None:
        return []
    gazetteer = reference.of(state)
    at = key(name)
    towns = [town_hit(m) for m in gazetteer.municipalities if key(m.name) == at]
    return towns + [county_hit(c) for c in gazetteer.counties if not c.legacy and key(c.name) == at]


def _refuse_old_county(name: str, state: str | None, reference: Reference) -> None:
    """Say what became of Connecticut's counties. Raises `UsageError` for one of them."""
    if state in (None, "CT") and any(c.legacy and key(c.name) == key(name) for c in reference.counties_of("CT")):
        raise UsageError(
            f"{name} is one of Connecticut's counties of before 2022.",
            "Planning regions took their place, and towns have the police: name a town, such as 'Hamden, CT'.",
        )


def _longer(name: str, state: str | None, reference: Reference) -> list[Hit]:
    """Places of a state whose name goes on after the words: Zuni for Zuni Pueblo, Saipan for Municipality of Saipan."""
    if state is None:
        return []
    gazetteer = reference.of(state)
    words = spaced(name)
    towns = [town_hit(m, exact=False) for m in gazetteer.municipalities if spaced(m.base).startswith(f"{words} ")]
    counties = [
        county_hit(c, exact=False)
        for c in gazetteer.counties
        if not c.legacy and spaced(c.base).endswith(f" of {words}")
    ]
    return counties or towns


def _choose(hits: list[Hit], *, typed_county: bool, reference: Reference) -> list[Hit]:
    """The candidates that are meant: counties only where no town has the name, real towns before Census-made ones."""
    kept: list[Hit] = []
    for state in dict.fromkeys(h.state for h in hits):
        own = [h for h in hits if h.state == state]
        counties = [h for h in own if h.kind == "county"]
        towns = [h for h in own if h.kind in ("place", "subdivision")]
        gazetteer = reference.of(state)
        governed = [h for h in towns if not gazetteer.municipality[h.code].designated]
        made = [h for h in towns if h not in governed and not any(set(h.counties) & set(g.counties) for g in governed)]
        if typed_county and counties:
            kept += counties
        else:
            kept += governed or made or counties
        if not towns and not counties:
            kept += own
    only = [h for h in kept if h.kind != "state"]
    return only or kept


def _one_ground(hits: list[Hit]) -> bool:
    """Whether all of them lie in one county, as a village and the town around it do."""
    if len(hits) == 1:
        return True
    shared = set(hits[0].counties)
    for hit in hits[1:]:
        shared &= set(hit.counties)
    return bool(shared) and len({h.state for h in hits}) == 1


def _ground(hits: list[Hit], reference: Reference) -> Ground:
    gazetteer = reference.of(hits[0].state)
    towns = tuple(gazetteer.municipality[h.code] for h in hits if h.kind in ("place", "subdivision"))
    if hits[0].kind == "state":
        own = gazetteer.counties
        return ground_of_county(gazetteer, own[0]) if len(own) == 1 else ground_of_territory(gazetteer)
    fips = dict.fromkeys(c for h in hits for c in h.counties)
    counties = tuple(gazetteer.county[c] for c in fips)
    return ground_of_towns(gazetteer, towns, counties) if towns else ground_of_county(gazetteer, counties[0])


def _ambiguous(asked: str, hits: list[Hit], reference: Reference, *, near: bool) -> UsageError:
    shown = [_called(h, reference) for h in hits[:MOST]]
    more = f"; and {len(hits) - MOST} more" if len(hits) > MOST else ""
    what = "means no place by that very name" if near else f"is the name of {len(hits)} places"
    return UsageError(f"“{asked}” {what}.", "Say which, or give a ZIP code: " + "; ".join(shown) + more)


def _a_state(asked: str, code: str, places: list[Hit], reference: Reference) -> UsageError:
    """What to ask of a state, and which places of its name there are."""
    name = reference.states[code].name
    what = f"“{asked}” is a state" + ("" if key(asked) == key(name) else f", {name}")
    hint = (
        f"`roster287 brief {code}` tells of it, `roster287 agencies --state {code}` has its agencies. For a town or "
        "county, write its state too"
    )
    if not places:
        return UsageError(f"{what}.", f"{hint}, such as 'Wells, ME'.")
    shown = "; ".join(_called(hit, reference) for hit in places[:MOST])
    count = f", and the name of {len(places)} place{'' if len(places) == 1 else 's'}"
    more = f"; and {len(places) - MOST} more" if len(places) > MOST else ""
    return UsageError(f"{what}{count}.", f"{hint}: {shown}{more}.")


def _called(hit: Hit, reference: Reference) -> str:
    names = [c.name for c in _counties(hit, reference)[:1]] if hit.kind not in ("county", "state") else []
    return ", ".join([hit.name, *names, *([hit.state] if hit.kind != "state" else [])])


def _counties(hit: Hit, reference: Reference) -> list[County]:
    return [reference.of(hit.state).county[c] for c in hit.counties]


def _code(code: str, reference: Reference) -> Meant:
    for state in reference.states.values():
        if state.fips == code[:2]:
            gazetteer = reference.of(state.code)
            if town := gazetteer.municipality.get(code):
                counties = tuple(gazetteer.county[c] for c in town.counties)
                return Meant((ground_of_towns(gazetteer, (town,), counties),))
    raise UsageError(f"No municipality has the Census code {code}.", "Give its name with its state.")
