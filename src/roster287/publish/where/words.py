"""How a body has its power in a place, in words, in two languages."""

from __future__ import annotations

from roster287.errors import UsageError

_RELATIONS: dict[str, dict[str, str]] = {
    "en": {
        "place": "a body of {town}",
        "county": "a body of {county}, in which {label} lies",
        "county_whole": "a body of {county}",
        "state": "a body of the whole state of {state}",
        "territory": "a body of the whole territory of {state}",
        "precinct": "a precinct or ward in {county}; which one, the address decides",
        "grounds": "on its own grounds, facilities or lines in {county}",
        "other": "in {county}; on what ground, this record does not hold",
        "region_open": "in {county}; which towns it polices, this record does not hold",
        "tribal": "on the tribe's own land; where it ends, this record does not hold",
        "region": "a regional body in {county}",
        "inside": "a body of {town}, in {county}",
        "perhaps": "a body of {town}, {km} km from the post office: ZIP code {zip} may or may not reach into it",
        "away": "; {km} km from the middle of {label}",
        "code": "ZIP code {zip}",
        "zip": "; ZIP code {zip} reaches into {count} counties",
    },
    "es": {
        "place": "un organismo de {town}",
        "county": "un organismo de {county}, donde está {label}",
        "county_whole": "un organismo de {county}",
        "state": "un organismo de todo el estado de {state}",
        "territory": "un organismo de todo el territorio de {state}",
        "precinct": "un precinto o distrito de {county}; cuál, lo decide la dirección",
        "grounds": "en sus propios terrenos, instalaciones o líneas en {county}",
        "other": "en {county}; en qué terreno, este registro no lo dice",
        "region_open": "en {county}; qué localidades vigila, este registro no lo dice",
        "tribal": "en la tierra de la tribu; este registro no dice dónde termina",
        "region": "un organismo regional en {county}",
        "inside": "un organismo de {town}, en {county}",
        "perhaps": "un organismo de {town}, a {km} km del correo: el código postal {zip} puede abarcarlo o no",
        "away": "; a {km} km del centro de {label}",
        "code": "el código postal {zip}",
        "zip": "; el código postal {zip} abarca {count} condados",
    },
}


def relation(kind: str, lang: str, **about: object) -> str:
    """The words of a relation. Raises `UsageError` for a language that is not spoken here."""
    if lang not in _RELATIONS:
        raise UsageError(f"No language “{lang}”.", f"One of {', '.join(_RELATIONS)}.")
    return _RELATIONS[lang][kind].format(**about)


def zip_label(code: str, lang: str) -> str:
    """A ZIP code as the name of a place; empty where there is none."""
    return relation("code", lang, zip=code) if code else ""
