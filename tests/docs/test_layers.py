"""A module that imports upward would turn the one-way flow of data into a knot."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent.parent / "src" / "roster287"
LAYERS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "model",
            "errors",
            "table",
            "clock",
            "files",
            "garbage",
            "helpers",
            "progress",
        }
    ),
    frozenset({"vocabulary", "curation"}),
    frozenset({"acquire", "archive", "settings", "heartbeat", "read", "resolve", "places", "program"}),
    frozenset({"register", "history"}),
    frozenset({"publish", "dictionary", "dictionary_fields"}),
    frozenset({"stages", "record", "questions"}),
    frozenset({"watch"}),
    frozenset({"cli", "__main__"}),
)
BESIDE: dict[str, frozenset[str]] = {
    "clock": frozenset({"errors"}),
    "errors": frozenset({"model"}),
    "dictionary": frozenset({"dictionary_fields", "publish"}),
    "publish": frozenset({"dictionary", "dictionary_fields"}),
    "files": frozenset({"errors"}),
    "helpers": frozenset({"errors"}),
    "table": frozenset({"errors", "model"}),
    "curation": frozenset({"vocabulary"}),
    "acquire": frozenset({"archive", "read"}),
    "settings": frozenset({"archive"}),
    "heartbeat": frozenset({"settings"}),
    "program": frozenset({"read"}),
    "history": frozenset({"register"}),
    "record": frozenset({"questions", "stages"}),
    "questions": frozenset({"stages"}),
    "__main__": frozenset({"cli"}),
}
"""What a module may import of its own layer; `docs/architecture.md` says why, where data flows the other way."""
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def _layer(part: str) -> int:
    return next(number for number, parts in enumerate(LAYERS) if part in parts)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("roster287"):
            parts = node.module.split(".")
            yield from [parts[1]] if len(parts) > 1 else [name.name for name in node.names]
        elif isinstance(node, ast.Import):
            yield from (name.name.split(".")[1] for name in node.names if name.name.startswith("roster287."))


def _own(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_nothing_is_imported_from_above(path: Path) -> None:
    own = _own(path)
    above = [part for part in _imports(path) if part != "__version__" and _layer(part) > _layer(own)]
    assert above == []


def test_what_is_imported_of_the_same_layer_is_what_may_be() -> None:
    found = defaultdict[str, set[str]](set)
    for path in MODULES:
        own = _own(path)
        found[own] |= {
            part for part in _imports(path) if part not in ("__version__", own) and _layer(part) == _layer(own)
        }
    assert {own: parts for own, parts in found.items() if parts} == BESIDE


def test_each_part_of_the_program_stands_in_the_document() -> None:
    text = (PACKAGE.parent.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)(?:/|\.py)`", text.partition("\n## ")[0]))
    assert named == {_own(path) for path in MODULES} | {"locale"}


def test_sql_on_the_register_stands_in_the_register() -> None:
    """Elsewhere a connection is handed on, and the tables are not named."""
    found = {
        f"{path.relative_to(PACKAGE)}: {node.module}.{name.name}"
        for path in MODULES
        if _own(path) != "register"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
        for name in node.names
        if (node.module.startswith("sqlalchemy") and name.name != "Connection")
        or f"{node.module}.{name.name}".startswith("roster287.register.schema")
    }
    assert found == set()


def test_no_module_is_longer_than_it_may_be() -> None:
    long = {str(path.relative_to(PACKAGE)): n for path in MODULES if (n := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_public_names_are_the_promised_ones() -> None:
    import roster287

    assert sorted(roster287.__all__) == ["Record", "Table", "open"]
    assert all(hasattr(roster287, name) for name in roster287.__all__)
    with pytest.raises(AttributeError):
        _ = roster287.nothing
