"""What the caller says about counties, states and agencies, and the classes that colour them.

A county is `k-t`, `k-j`, `k-w` for the task force, jail enforcement and warrant service models, or the letters
together (`k-tj`, `k-tw`, `k-jw`, `k-tjw`), or `k-0` where there was an agreement and is none; `n0` to `n5` by the
number of agencies, `s0` to `s5` by share, where `s0` beside a model means that no residents could be counted. The
tribal task force counts as task force, and hybrid as task force and jail enforcement, which it joined.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COUNT_EDGES = (1, 2, 3, 5, 10)
"""The least number of agencies in each of the five steps of colour."""

SHARE_EDGES = (0.0001, 0.2, 0.4, 0.6, 0.8)
"""The least share in each of the five steps of colour."""

_LETTERS = {
    "task_force": "t",
    "tribal_task_force": "t",
    "hybrid": "tj",
    "jail_enforcement": "j",
    "warrant_service": "w",
}

_GLYPHS = {
    "k-t": "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0z",
    "k-j": "M-4.9-4.9h9.8v9.8h-9.8z",
    "k-w": "M0-6.4L6.1 4.6H-6.1z",
    "k-0": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
}
_SEVERAL = "M0-7L7 0L0 7L-7 0z"


class CountyMark(NamedTuple):
    """A county that has or had an agreement.

    `title` is shown on hovering and spoken. `models` are those in force, none for a former one; `agencies` is how
    many there are now; `share` lies between 0 and 1.
    """

    fips: str
    title: str
    models: tuple[str, ...] = ()
    agencies: int = 0
    share: float | None = None


class Link(NamedTuple):
    """The name of a county and the address of its page."""

    name: str
    href: str


class StateMark(NamedTuple):
    """A state and its page; `statewide` are the models of agencies with power in all of it."""

    code: str
    title: str
    href: str
    statewide: tuple[str, ...] = ()


class PointMark(NamedTuple):
    """An agency and its page; `models` are those in force, none for a former one."""

    lat: float
    lon: float
    title: str
    href: str
    models: tuple[str, ...] = ()


def model_class(models: Iterable[str]) -> str:
    """The class of a set of models. Raises KeyError for a code that does not exist."""
    held = {letter for model in models for letter in _LETTERS[model]}
    return "k-" + ("".join(letter for letter in "tjw" if letter in held) or "0")


def glyph(class_: str) -> str:
    """The form of an agency on the map of a state, as path data around 0 0, so that colour is not the only sign."""
    return _GLYPHS.get(class_, _SEVERAL)


def step(value: float, edges: Sequence[float]) -> int:
    """The step of colour of a value: 0 below the first edge."""
    return bisect_right(edges, value)


def county_class(mark: CountyMark) -> str:
    """All the classes of a county, for each way to colour it."""
    share = "" if mark.share is None else f" s{step(mark.share, SHARE_EDGES)}"
    return f"c {model_class(mark.models)} n{step(mark.agencies, COUNT_EDGES)}{share}"
