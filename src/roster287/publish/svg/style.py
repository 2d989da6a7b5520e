"""The site's styles as a drawing needs them that stands alone: only its own rules, colours in place of variables.

The programs that open SVG files know classes but neither custom properties nor container queries nor strokes that do
not scale. The rules are read from `static/map.css` and `static/charts.css`, so that nothing is coloured twice.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

STATIC = Path(__file__).parent.parent / "site" / "static"
SHEETS = ("map.css", "charts.css")
PAPER = "#fbfaf7"
INK = "#1c2126"
SOFT = "#5c636b"
SANS = "'Public Sans','Helvetica Neue',Arial,'Liberation Sans',sans-serif"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_VAR = re.compile(r"var\((--[\w-]+)(?:, *((?:[^()]|\([^()]*\))*))?\)")
_PLAIN = re.compile(r"[\w. -]+")
_CLASS = re.compile(r"\.([\w-]+)")
_SCALE = re.compile(r'class="map-areas" transform="scale\(([\d.]+)\)"')
_ON_AREAS = re.compile(r"\.(?:st|c|map-borders)\b[^ ]*$")
_WIDTH = re.compile(r"stroke-width: *([\d.]+)px")


class _Sheets(NamedTuple):
    variables: dict[str, str]
    rules: list[tuple[list[str], str]]


@lru_cache(maxsize=1)
def _sheets() -> _Sheets:
    css = _COMMENT.sub("", "\n".join((STATIC / name).read_text(encoding="utf-8") for name in SHEETS))
    variables: dict[str, str] = {}
    rules: list[tuple[list[str], str]] = []
    for selectors, body in _RULE.findall(_without_at_rules(css)):
        names = [name.strip() for name in selectors.split(",")]
        if names[0] == ":root":
            variables |= dict(re.findall(r"(--[\w-]+): *([^;]+);", body))
        else:
            rules.append((names, " ".join(body.split())))
    return _Sheets(variables, rules)


def style(svg: str) -> str:
    """The rules that this drawing needs, with the colours by day, as text for a `<style>` element."""
    used = frozenset(name for names in re.findall(r'class="([^"]*)"', svg) for name in names.split())
    scale = _SCALE.search(svg)
    return _of(used, float(scale[1]) if scale else None)


@lru_cache(maxsize=128)
def _of(used: frozenset[str], scale: float | None) -> str:
    """The rules for some classes on a map of some scale: most drawings have the same."""
    sheets = _sheets()
    values = {**sheets.variables, "--paper": PAPER, "--ink": INK, "--sans": SANS}
    out: list[str] = []
    for selectors, body in sheets.rules:
        wanted = [s for s in selectors if _PLAIN.fullmatch(s) and "." in s and set(_CLASS.findall(s)) <= used]
        if not wanted:
            continue
        rule = re.sub(r"(?:vector-effect|pointer-events|paint-order|cursor): *[^;]+;? ?", "", resolved(body, values))
        if scale and any(_ON_AREAS.search(name) for name in wanted):
            rule = _WIDTH.sub(lambda m: f"stroke-width: {float(m[1]) / scale:g}px", rule)
        if rule.strip():
            out.append(f"{','.join(wanted)}{{{rule.strip()}}}")
    return "".join(out)


def resolved(body: str, values: dict[str, str]) -> str:
    """Declarations without variables; one that has neither value nor fallback stays as it is."""
    for _ in range(6):
        body = _VAR.sub(lambda m: values.get(m[1], m[2] or m[0]), body)
    return body


def flat(svg: str) -> str:
    """A drawing without links, since a picture has none."""
    svg = re.sub(r"<a(?: [^>]*)?>", "<g>", svg)
    return svg.replace("</a>", "</g>")


def _without_at_rules(css: str) -> str:
    """The sheet without its at-rules, whose blocks hold rules of their own."""
    out: list[str] = []
    at = 0
    while (start := css.find("@", at)) >= 0:
        out.append(css[at:start])
        depth, i = 0, start
        while i < len(css):
            depth += {"{": 1, "}": -1}.get(css[i], 0)
            i += 1
            if (css[i - 1] == "}" and depth == 0) or (css[i - 1] == ";" and depth == 0):
                break
        at = i
    return "".join([*out, css[at:]])
