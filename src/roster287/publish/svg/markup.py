"""SVG and HTML as text: every value is escaped here, so that a name from a list is never markup."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

# What XML 1.0 cannot hold at all, not even as a reference; lone surrogates cannot be encoded either.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_PLAIN = re.compile(r"[ -!#-%(-;=?-~]*")
"""What stands for itself."""

Value = str | int | float | None


def text(value: str) -> str:
    """Text between tags or in a quoted attribute; characters that XML cannot hold are dropped."""
    return value if _PLAIN.fullmatch(value) else escape(_NOT_XML.sub("", value))


@lru_cache(maxsize=2**14)
def link(address: str) -> str:
    """An address as it may stand in `href`: a path, or http(s). Empty for anything else."""
    address = _NOT_XML.sub("", address).strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme.lower() in {"", "http", "https"} and "\\" not in address[:3] else ""


def element(name: str, *inside: str, **attributes: Value) -> str:
    """One element. `inside` is markup; attributes are escaped, None leaves one out.

    `class_` gives `class`, `view_box` gives `viewBox`, any other underscore becomes a hyphen.
    """
    body = "".join(inside)
    head = f"<{name}{_written(attributes)}"
    return f"{head}>{body}</{name}>" if body else f"{head}/>"


def svg(
    *inside: str, size: tuple[float, float], title: str, description: str, ident: str, class_: str, linked: bool = False
) -> str:
    """A whole drawing with its title and description.

    One that has links in it is a group, since the inside of an image is hidden from those who listen to it.
    """
    width, height = size
    named = [f"{ident}-title", *([f"{ident}-desc"] if description else [])]
    return element(
        "svg",
        element("title", text(title), id=named[0]),
        element("desc", text(description), id=named[1]) if description else "",
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        class_=class_,
        view_box=f"0 0 {number(width)} {number(height)}",
        role="group" if linked else "img",
        aria_labelledby=named[0],
        aria_describedby=named[1] if description else None,
    )


def anchor(address: str, label: str, *inside: str, by_keyboard: bool = True) -> str:
    """A link of a drawing, named by `label`, which hovering shows too; a group where the address cannot be linked.

    One of very many, which a table beside the drawing has too, is passed over `by_keyboard`.
    """
    target = link(address)
    if not target:
        return element("g", element("title", text(label)), *inside)
    tabindex = None if by_keyboard else "-1"
    return element("a", element("title", text(label)), *inside, href=target, tabindex=tabindex)


def label(x: float, y: float, words: str, class_: str, anchor: str | None = None) -> str:
    """Words at a place; `anchor` is `middle` or `end`."""
    return element("text", text(words), x=x, y=y, class_=class_, text_anchor=anchor)


def number(value: float) -> str:
    """A number as short as it can be, to a tenth."""
    return f"{round(value, 1):.10g}"


def _written(attributes: dict[str, Value]) -> str:
    return "".join(
        [
            f' {_name(name)}="{text(value) if isinstance(value, str) else number(value)}"'
            for name, value in attributes.items()
            if value is not None
        ]
    )


@lru_cache(maxsize=64)
def _name(name: str) -> str:
    return {"class_": "class", "view_box": "viewBox"}.get(name, name.replace("_", "-"))
