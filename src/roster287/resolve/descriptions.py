"""Changes of what the lists print to describe an agency: its name, type and county."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

from roster287.resolve.agencies import Agency
from roster287.resolve.corrections import Rows
from roster287.resolve.event import Event, Facts, Listings, turns
from roster287.vocabulary.names import fold, has_note, without_state

_COUNTY_WORD = re.compile(r"\s(?:county|parish|co)\.?$")


def descriptions(agency: Agency, parsed: Rows, printed: Rows, participating: Listings) -> Iterator[Event]:
    """Changes of the printed name, type and county, told once for all agreements of the agency.

    Cells are compared as they count and told as they are printed.
    """
    masks = participating.masks
    moved = {row for move in agency.moves for row in move.rows}
    rows = [row for row in agency.rows if row in masks and row not in moved]
    if len(rows) < 2:
        return
    known: dict[str, dict[str, str]] | None = None
    told: dict[str, dict[str, str]] = {}
    stood = 0
    county = partial(_loose_county, state=agency.state)
    for ordinal in turns([masks[row] for row in rows]):
        here = participating.at(rows, ordinal)
        columns = participating.lists[ordinal].facts.columns
        now = {
            "name": {_loose(parsed[r].agency): parsed[r].agency for r in here},
            "type": _said({parsed[r].type: printed[r].type for r in here}, "type" in columns, _loose),
            "county": _said({parsed[r].county: printed[r].county for r in here}, "county" in columns, county),
        }
        if known is not None:
            renamed = list(
                _renamed(agency, here, ordinal, told["name"], known["name"], now["name"], parsed, participating)
            )
            yield from renamed
            if renamed:
                told["name"] = now["name"]
            now = {key: value or known[key] for key, value in now.items()}
            changed = {
                key: _changed(told[key], known[key], now[key], steady=len(here) == stood) for key in ("type", "county")
            }
            before = {key: " / ".join(was) for key, (was, is_now) in changed.items() if was and was != is_now}
            if before:
                after = {key: " / ".join(changed[key][1]) for key in before}
                yield _event("details_changed", agency, here, ordinal, before, after, parsed, participating)
                told |= {key: now[key] for key in before}
        told |= {key: value for key, value in now.items() if not told.get(key)}
        known, stood = now, len(here)


def _changed(
    told: Mapping[str, str], known: Mapping[str, str], now: Mapping[str, str], *, steady: bool
) -> tuple[list[str], list[str]]:
    """What was printed and what is printed for it now; nothing where a row came or went and no cell changed.

    `known` is what the list before printed, `told` what was told last. `steady` says that there are as many rows as
    before: where a value is gone, or has come, a row changed it then.
    """
    if known.keys() == now.keys():
        return [], []
    if steady and known and now:
        gone, come = _apart(known, now), _apart(now, known)
        return gone or sorted(known.values()), come or sorted(now.values())
    gone, come = _apart(told, now), _apart(now, told)
    return (gone, come) if gone and come else ([], [])


def _apart(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return sorted(one[key] for key in one.keys() - other.keys())


def _renamed(
    agency: Agency,
    here: Sequence[int],
    ordinal: int,
    told: Mapping[str, str],
    known: Mapping[str, str],
    now: Mapping[str, str],
    parsed: Rows,
    participating: Listings,
) -> Iterator[Event]:
    gone, come = _apart(known, now), _apart(now, known)
    if not (gone and come) and known.keys() != now.keys() and _apart(told, now) and _apart(now, told):
        gone, come = _apart(told, now), _apart(now, told)
    if gone and come:
        names = {"name": " / ".join(gone)}, {"name": " / ".join(come)}
        yield _event("renamed", agency, here, ordinal, *names, parsed, participating)
    folds = {fold(name, agency.state): name for name in known.values()}
    marked = [name for name in come if not gone and has_note(name) and fold(name, agency.state) in folds]
    if marked:
        bare = sorted({folds[fold(name, agency.state)] for name in marked})
        rows = [row for row in here if parsed[row].agency in marked]
        names = {"name": " / ".join(bare)}, {"name": " / ".join(marked)}
        yield _event("renamed", agency, rows, ordinal, *names, parsed, participating)


def _event(
    kind: str,
    agency: Agency,
    rows: Sequence[int],
    ordinal: int,
    before: Facts,
    after: Facts,
    parsed: Rows,
    participating: Listings,
) -> Event:
    models = {parsed[row].model for row in rows}
    model = next(iter(models)) if len(models) == 1 else None
    proof = participating.proof(rows, ordinal)
    return Event(kind, agency, model, None, before, after, participating.lists[ordinal], proof)


@lru_cache(maxsize=16384)
def _loose(name: str) -> str:
    """A name without the differences that do not count as a change of name: case, spaces, punctuation."""
    return "".join(c for c in name.casefold().replace("&", " and ") if c.isalnum())


def _loose_county(county: str, state: str) -> str:
    """A county without the differences that do not count as a change of county: its state and the word county too."""
    return _loose(_COUNTY_WORD.sub("", without_state(county.lower(), state)))


def _said(cells: Mapping[str | None, str | None], there: bool, loose: Callable[[str], str]) -> dict[str, str]:
    """What a column prints, by the loose form of what counts; nothing where the list has no such column."""
    return {loose(counts): cell or counts for counts, cell in cells.items() if counts} if there else {}
