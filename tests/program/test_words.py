"""Every sentence of this part exists in Spanish, with the same blanks to fill."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from roster287 import program
from roster287.program import brief_facts, detention, nominee_rules
from roster287.program.words import SPANISH, place, speaker
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES


def said() -> Iterator[str]:
    """The messages that the modules hand to a speaker."""
    assert program.__file__ is not None
    for file in sorted(Path(program.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield from (str(arg.value) for arg in node.args if isinstance(arg, ast.Constant))
    yield from nominee_rules.WHY.values()
    yield from brief_facts.STANCE_WORDS.values()
    yield from brief_facts.INSTRUMENT_WORDS.values()
    yield from (model.name for model in MODELS.values())
    yield from (f"{word} confidence" for word in ("high", "medium", "low"))
    yield detention.DISTINCTION


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("message", sorted(set(said())))
def test_every_message_has_its_spanish_with_the_same_blanks(message: str) -> None:
    assert message in SPANISH
    assert blanks(message) == blanks(SPANISH[message])


def test_no_spanish_text_is_left_without_a_message() -> None:
    names = {state.name for state in STATES.values()} | {one.facility for one in detention.statements()} | {"and"}
    assert set(SPANISH) <= set(said()) | names


def test_places_stand_in_a_sentence_with_their_article() -> None:
    assert place("DC", speaker("en")) == "the District of Columbia"
    assert place("NJ", speaker("es")) == "Nueva Jersey"
    assert place("VI", speaker("es")) == "las Islas Vírgenes de los Estados Unidos"


def test_spanish_and_turns_before_the_same_sound() -> None:
    assert speaker("es").join(["Oregón", "Illinois"]) == "Oregón e Illinois"
    assert speaker("es").join(["a", "b", "Washington"]) == "a, b y Washington"
