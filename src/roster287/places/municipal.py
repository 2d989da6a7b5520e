"""Which city, town, village, borough or township: a name held against the gazetteer, with the county as judge.

A county that ICE prints and that none of the places of the name lies in vetoes them all. A name that several places
share is settled by the county, by the kind of place that was printed, or for a police by which of them has one that
the FBI lists; else it stays open, but for the county that all of them lie in. A letter or two may be wrong only where
the county or the FBI's list agrees. Of a constable the FBI's list of police says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from roster287.places import counties, namesakes
from roster287.places.distance import kilometres
from roster287.places.facts import Confidence, Finding, unknown
from roster287.places.keys import key, spaced
from roster287.vocabulary.states import NEW_ENGLAND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roster287.places.counties import PrintedCounties
    from roster287.places.reading import Reading
    from roster287.places.records import County, Municipality
    from roster287.places.reference import Gazetteer, Reference

_TYPES = {
    "township": frozenset({"township", "charter township"}),
    "borough": frozenset({"borough"}),
    "village": frozenset({"village"}),
    "town": frozenset({"town"}),
    "city": frozenset({"city"}),
}
_TOWNS = NEW_ENGLAND | {"NY", "WI"}
"""States where a town is a kind of its own beside city and village, so that `Town of` means what it says."""

_LOOSE = frozenset({"city", "town", "village"})
"""Kinds that ICE prints before a place of another kind (`City of` a town); a township or borough is never another."""

_BESIDE = 40.0
"""How far apart, in km, the points of an independent city and of the county beside it may lie."""

NO_SUCH_PLACE = "no_such_place"
"""The method of a match that failed because no place has the name, not because a county vetoed one."""

CONNECTICUT = {
    "Fairfield": ("09120", "09140", "09190"),
    "Hartford": ("09110", "09140", "09160"),
    "Litchfield": ("09140", "09160", "09190"),
    "Middlesex": ("09130",),
    "New Haven": ("09140", "09170"),
    "New London": ("09130", "09150", "09180"),
    "Tolland": ("09110", "09150"),
    "Windham": ("09150", "09180"),
}
"""The planning regions (since 2022) into which towns of each old county went; Federal Register 87 FR 34235."""


@dataclass(frozen=True, slots=True)
class Match:
    """The municipality found, or None with the reason; `county_fips` is the county by which it was told.

    Where several of one county share the name, that is known without the municipality.
    """

    municipality: Municipality | None
    county_fips: str | None
    method: str
    confidence: Confidence | None
    reason: str

    @property
    def place(self) -> Finding:
        """The municipality as a finding."""
        if self.municipality is None:
            return unknown(self.reason)
        return Finding(self.municipality.geoid, self.method, self.confidence, self.reason)

    @property
    def county(self) -> Finding:
        """The county as a finding."""
        if self.county_fips is None:
            return unknown(self.reason)
        return Finding(self.county_fips, f"place_{self.method}", self.confidence, self.reason)


def find(reference: Reference, gazetteer: Gazetteer, readings: tuple[Reading, ...], cells: PrintedCounties) -> Match:
    """The municipality that these names mean."""
    readings = tuple(r for r in readings if r.place)
    names = ", ".join(sorted({r.text for r in readings}))
    pool = _pool(gazetteer, readings)
    if not pool:
        return _misspelled(gazetteer, readings, cells, names)
    inside, agreed = _within(gazetteer, pool, cells)
    own = tuple(text for text in cells.texts if set(pool) & set(counties.towns(gazetteer, text)))
    if own and (not inside or namesakes.outside(gazetteer, inside, pool, readings)):
        cells = counties.without(gazetteer, cells, own)
        inside, agreed = _within(gazetteer, pool, cells)
        policed = [m for m in pool if gazetteer.agencies_at.get(m.geoid)]
        if not inside and len(policed) > 1:
            return _open(gazetteer, policed)
    if (cells.exact or cells.near) and not inside:
        return _ringed(gazetteer, pool, readings, cells) or _none(
            f"{_shown(gazetteer, pool)}, and ICE prints {cells.shown}: a county that disagrees vetoes the match"
        )
    twin = _twin(reference, gazetteer, pool, cells) if not agreed else None
    if twin:
        return _none(twin)
    unclear = _namesake(gazetteer, inside, cells)
    if unclear:
        return _none(unclear)
    chosen, how, plainly = namesakes.choose(gazetteer, inside or pool, readings, cells)
    if len(chosen) != 1:
        return _open(gazetteer, chosen)
    known = cells.exact or cells.near
    if not known and (other := namesakes.elsewhere(gazetteer, chosen[0], readings)):
        away = counties.label(gazetteer, other.counties)
        return _none(f"{_shown(gazetteer, chosen)}; the FBI lists {other.name} in {away}: either may be meant")
    match = _settled(gazetteer, chosen[0], cells, agreed, how)
    return replace(match, confidence="medium") if match.confidence == "high" and not plainly else match


def _open(gazetteer: Gazetteer, chosen: list[Municipality]) -> Match:
    """Several places of the name, of which only the county is known where they share one."""
    why = f"{_shown(gazetteer, chosen)}: {len(chosen)} places share the name and nothing tells which is meant"
    return _shared(chosen, why)


def _shared(chosen: list[Municipality], why: str) -> Match:
    shared = set.intersection(*(set(m.counties) for m in chosen))
    return Match(None, shared.pop(), "namesakes", "medium", why) if len(shared) == 1 else _none(why)


def _pool(gazetteer: Gazetteer, readings: tuple[Reading, ...]) -> list[Municipality]:
    """Every municipality of just one of the names, of the printed kind where a kind is printed."""
    found: dict[str, Municipality] = {}
    for r in readings:
        full = gazetteer.municipality_keys.get(key(f"{r.place} {r.area}"), ()) if r.area else ()
        named = gazetteer.municipality_keys.get(key(r.place), ())
        if r.area in _TYPES:
            kinds = _TYPES[r.area]
            fitting = tuple(m for m in named if m.type in kinds) + full
            if r.area == "township" and not fitting:
                fitting = tuple(m for m in named if m.subdivision)
            loose = r.area in _LOOSE and not (r.area == "town" and gazetteer.state.code in _TOWNS)
            if loose and not fitting:
                fitting = tuple(m for m in named if not m.designated)
        else:
            fitting = named + full
            if r.place.endswith(" city") and all(m.subdivision for m in fitting):
                shorter = gazetteer.municipality_keys.get(key(r.place[:-5]), ())
                fitting += tuple(m for m in shorter if m.type == "city")
        found.update((m.geoid, m) for m in fitting)
    return sorted(found.values(), key=lambda m: m.geoid)


def _within(gazetteer: Gazetteer, pool: list[Municipality], cells: PrintedCounties) -> tuple[list[Municipality], bool]:
    """Those of the pool that lie in a printed county, or in one that a printed text is a letter or two from."""
    for codes in (cells.exact, cells.near):
        wide = set(codes)
        for code in codes:
            if gazetteer.county[code].legacy:
                wide.update(CONNECTICUT.get(gazetteer.county[code].base, ()))
        inside = [m for m in pool if wide & set(m.counties)]
        if inside:
            return inside, True
    return [], False


def _ringed(
    gazetteer: Gazetteer, pool: list[Municipality], readings: tuple[Reading, ...], cells: PrintedCounties
) -> Match | None:
    """An independent city, which lies in no county, where ICE prints one beside it: Charlottesville, Albemarle County.

    Not where city and county have one name and nothing says that the city is meant.
    """
    if len(pool) != 1 or not (home := _own_county(gazetteer, pool[0])) or home.point is None:
        return None
    said = any(r.area == "city" or r.place.endswith(" city") for r in readings)
    for code in cells.exact:
        county = gazetteer.county[code]
        if (key(county.base) == key(home.base) and not said) or not county.point or county.city:
            return None
        if kilometres(home.point, county.point) > _BESIDE:
            return None
    why = f"{home.name} is an independent city; ICE prints {cells.shown}, which lies beside it"
    return Match(pool[0], home.fips, "independent_city", "medium", why) if cells.exact else None


def _own_county(gazetteer: Gazetteer, m: Municipality) -> County | None:
    """The independent city that a municipality is, as a county."""
    return next((county for code in m.counties if (county := gazetteer.county[code]).city), None)


def _home(gazetteer: Gazetteer, m: Municipality, cells: PrintedCounties) -> str | None:
    """The county of a place: its own, else the printed one, else the one where the FBI lists its police, else most."""
    if own := _own_county(gazetteer, m):
        return own.fips
    printed = next((c for c in m.counties if c in cells.exact or c in cells.near), None)
    policed = {c for a in gazetteer.agencies_at.get(m.geoid, ()) for c in a.counties if c in m.counties}
    return printed or (policed.pop() if len(policed) == 1 else m.county_fips)


def _twin(reference: Reference, gazetteer: Gazetteer, pool: list[Municipality], cells: PrintedCounties) -> str | None:
    """The veto of a county of another state in which a place of the same name lies: Texarkana and Bowie County."""
    bases = {key(m.base) for m in pool}
    for text in cells.strange:
        for county in counties.elsewhere(reference, gazetteer.state.code, text):
            other = reference.of(county.state)
            if any(county.fips in m.counties for b in bases for m in other.municipality_keys.get(b, ())):
                return (
                    f"ICE prints {text}, which is a county of {other.state.name} and holds a place of the same name:"
                    " which of the two is meant cannot be told"
                )
    return None


def _namesake(gazetteer: Gazetteer, inside: list[Municipality], cells: PrintedCounties) -> str | None:
    """The doubt about `Fairfax Police` in `Fairfax County`: an independent city's, or the county's own police?"""
    for m in inside:
        home = gazetteer.county[m.county_fips]
        if not home.city or any(t.lower().endswith("city") for t in cells.texts):
            continue
        for other in gazetteer.county_keys.get(key(home.base), ()):
            police = [a for a in gazetteer.agencies_in.get(other.fips, ()) if a.type == "County" and "Police" in a.name]
            if other.fips in cells.exact and not other.city and police:
                return (
                    f"{home.name} is no part of {other.name}, which ICE prints and which has police of its own:"
                    " either may be meant"
                )
    return None


def _settled(gazetteer: Gazetteer, m: Municipality, cells: PrintedCounties, agreed: bool, how: str) -> Match:
    listed = bool(gazetteer.agencies_at.get(m.geoid))
    home = _home(gazetteer, m, cells)
    where = f"{m.name} lies in {counties.label(gazetteer, m.counties)}"
    method = "name_and_county" if agreed else "name"
    if m.designated:
        return Match(m, home, "designated_place", "low", f"{where}; a census-designated place, which has no government")
    confidence: Confidence
    if agreed:
        off = not set(m.counties) & set(cells.exact) and not any(gazetteer.county[c].legacy for c in cells.exact)
        mixed = any(c not in m.counties and not gazetteer.county[c].legacy for c in cells.exact)
        confidence = "medium" if off or mixed else "high"
        how_printed = ", a letter or two off" if off else ", once at least" if mixed else ""
        why = f"{where}, as ICE prints ({cells.shown}{how_printed})"
    elif cells:
        what = "the town's own name" if cells.own else "no county of the state"
        confidence, why = "medium", f"{where}; what ICE prints ({cells.shown}) is {what}"
    else:
        confidence = "high" if listed and not how else "medium"
        why = f"{where}, the only {'one' if not how else 'fitting one'} of the name in the state"
        why += " and the FBI lists its police" if listed and not how else ""
    return Match(m, home, method, confidence, f"{why}; {how}" if how else why)


def _misspelled(gazetteer: Gazetteer, readings: tuple[Reading, ...], cells: PrintedCounties, names: str) -> Match:
    """A place a letter or two from the name, where the county or the FBI's list speaks for it too.

    One that fits the printed kind (`Melburne Village`, of Melbourne Village) is meant before one of another.
    """
    found: dict[str, tuple[int, Municipality]] = {}
    fitting: set[str] = set()
    for r in readings:
        kinds = _TYPES.get(r.area)
        for wanted, whole in {key(r.place): False, key(f"{r.place} {r.area}"): bool(r.area)}.items():
            for distance, m in _near(gazetteer, wanted):
                fits = whole or not kinds or m.type in kinds
                if fits or r.area in _LOOSE:
                    found[m.geoid] = (min(distance, found.get(m.geoid, (9, m))[0]), m)
                    fitting |= {m.geoid} if fits else set()
    in_county = [(d, m) for d, m in found.values() if set(m.counties) & set(cells.exact)]
    in_county = [(d, m) for d, m in in_county if m.geoid in fitting] or in_county
    least = min((d for d, _ in in_county), default=0)
    nearest = [m for d, m in in_county if d == least]
    meant, how = nearest, ""
    if len(bases := {spaced(m.base) for m in nearest}) == 1 and len(namesakes.police(gazetteer, nearest)) < 2:
        right = tuple(r._replace(place=base) for r in readings for base in bases)
        meant, how, _ = namesakes.choose(gazetteer, nearest, right, cells)
    if len(meant) == 1:
        m = meant[0]
        how = how or f"the only such place in {cells.shown}"
        why = f"{names} is a letter or two from {m.name}, {how}"
        return Match(m, _home(gazetteer, m, cells), "misspelled_name_printed_county", "medium", why)
    if not cells and len(found) == 1 and namesakes.of_police(readings):
        distance, m = next(iter(found.values()))
        if distance == 1 and gazetteer.agencies_at.get(m.geoid):
            why = f"{names} is one letter from {m.name}, the only such place in the state, and the FBI lists its police"
            return Match(m, _home(gazetteer, m, cells), "misspelled_name_fbi", "low", why)
    if nearest:
        why = f"no place has the name of {names}; {_shown(gazetteer, nearest)} are equally near"
        return _shared(nearest, why)
    why = (
        f"no place of the state has the name of {names}, and none near it is borne out by its county or the FBI's list"
    )
    return Match(None, None, NO_SUCH_PLACE, None, why)


def _near(gazetteer: Gazetteer, wanted: str) -> Iterator[tuple[int, Municipality]]:
    """The places with a government whose key is a letter or two from the wanted one."""
    most = counties.limit(len(wanted))
    for at, rows in gazetteer.municipality_keys.items() if len(wanted) > 3 else ():
        distance = OSA.distance(wanted, at, score_cutoff=most)
        slipped = distance == 1 or wanted[0] == at[0]  # of `PortMiami` the first letters make another place
        if slipped and 0 < distance <= most:
            yield from ((distance, m) for m in rows if not m.designated)


def _shown(gazetteer: Gazetteer, pool: list[Municipality]) -> str:
    shown = [f"{m.name} in {counties.label(gazetteer, m.counties)}" for m in pool[:4]]
    return "; ".join(shown) + ("; …" if len(pool) > 4 else "")


def _none(reason: str) -> Match:
    return Match(None, None, "none", None, reason)
