"""Half a translation misleads: every message has its Spanish, with the same blanks, and that is what is read."""

from __future__ import annotations

import io
import re
import string
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.messages import Catalog
from babel.numbers import format_decimal, format_percent
from hatchling.builders.wheel import WheelBuilder

from roster287.publish.brief_markdown import markdown
from roster287.record import Record
from roster287.record import open as open_record
from roster287.vocabulary.messages import speaker
from roster287.vocabulary.sentences import sentence
from tests.support import catalogue

SAME = set(
    """
Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Guam|Idaho|Illinois|Indiana
Iowa|Kansas|Kentucky|Maine|Maryland|Massachusetts|Michigan|Minnesota|Montana|Nebraska|Nevada|Ohio|Oklahoma|Puerto Rico
Rhode Island|Tennessee|Texas|Utah|Vermont|Virginia|Washington|Wisconsin|Wyoming
API|bytes|Id|id|no|Open Civic Data|SHA-256|%(n)s mi
""".replace("\n", "|").split("|")
)
"""What is the same in both languages."""
ENGLISH = re.compile(
    r"\b(the|is|are|was|were|has|had|of|and|or|which|since|with|by|no longer|listed?|signed|agenc(y|ies))\b",
    re.IGNORECASE,
)
"""Words by which an English sentence gives itself away."""


@cache
def made() -> Catalog:
    return catalogue.merged()


def pairs() -> Iterator[list[tuple[str, str]]]:
    """The texts of each message: English and the Spanish that stands for it; two of each where it counts."""
    return (catalogue.texts(message) for message in catalogue.translated() if message.id)


def blanks(text: str) -> set[str]:
    """The blanks of a message, in braces or as in templates, and its tags."""
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name} if "{" in text else set()
    return braces | set(re.findall(r"%\(\w+\)[sd]", text)) | set(re.findall(r"</?\w+", text))


def test_what_make_messages_writes_is_in_the_repository() -> None:
    assert catalogue.po(made()).decode() == catalogue.PO.read_text(encoding="utf-8"), "run `make messages`"


def test_the_program_reads_the_spanish_that_people_edited() -> None:
    assert catalogue.mo(made()) == catalogue.MO.read_bytes(), "run `make messages`"


def test_no_message_is_left_in_english() -> None:
    assert catalogue.untranslated(made()) == []


def test_no_blank_is_lost_in_spanish_and_none_is_added() -> None:
    differ = [
        spanish
        for texts in pairs()
        for english, spanish in texts
        if spanish and blanks(english) != blanks(spanish) and blanks(texts[-1][0]) != blanks(spanish)
    ]
    assert differ == []


def test_no_message_is_english_where_spanish_is_promised() -> None:
    assert [one for texts in pairs() for one, spanish in texts if one == spanish and one not in SAME] == []


def test_what_is_said_to_be_the_same_is() -> None:
    spanish = dict(text for texts in pairs() for text in texts)
    assert [one for one in SAME & set(spanish) if spanish[one] not in ("", one)] == []


def test_no_preposition_runs_into_the_article_of_a_state() -> None:
    wrong = re.compile(r"(?<!estado )(?<!territorio )\b(de|a) (\{(state|place)\}|%\((state|place)\)s)")
    assert [spanish for texts in pairs() for _, spanish in texts if wrong.search(spanish)] == []


def test_no_message_is_overlooked_within_another_text() -> None:
    code = b"""text = f"{say('one')} {table[say.plural('a', 'b', n)]}" + say(NAMES[row["two"]]) + N_("three")"""
    spoken = catalogue.spoken(io.BytesIO(code), ("say", "plural", "N_"), (), {})
    assert sorted(texts[:2] for _, _, texts, _ in spoken if texts[0]) == [["a", "b"], ["one"], ["three"]]


@pytest.mark.parametrize("code", [b'say(f"{n} rows")', b'say("a" + b)', b'say("row" if n == 1 else "rows")'])
def test_a_message_that_nobody_could_translate_is_refused(code: bytes) -> None:
    with pytest.raises(ValueError, match="give say\\(\\) the text itself"):
        list(catalogue.spoken(io.BytesIO(code), ("say",), (), {}))


def test_the_spanish_comes_with_the_package() -> None:
    files = {file.distribution_path for file in WheelBuilder(str(catalogue.PROJECT)).recurse_included_files()}
    assert "roster287/locale/es/LC_MESSAGES/roster287.mo" in files


def names_in(value: object) -> Iterator[str]:
    """What stands in an answer as others wrote it: agencies, laws, jails, titles of sources."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from names_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("agency", "name", "type", "citation", "facility", "source_title", "not_confirmed") and item:
                yield from [item] if isinstance(item, str) else item
            yield from names_in(item)


def without(text: str, names: Iterable[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "…")
    return text


@pytest.mark.parametrize("state", ["ME", "FL", "TX", "NJ", "DC", "VI"])
def test_a_spanish_brief_has_no_english_sentence(shipped_home: Path, state: str) -> None:
    with open_record(shipped_home, lang="es") as record:
        facts = record.brief(state, "2025-09-15", "2025-04-01")
        names = {*names_in(facts.rows), *names_in(record.changes(state=state).rows)}
    page = markdown(facts, "es").partition("\n## Pruebas")[0].replace("\\", "")
    assert page.count("\n- ") > 10
    assert all(fact["sentence"] for fact in facts)
    assert ENGLISH.search(without(page, names)) is None


def test_no_change_is_told_half_in_english(shipped: Record) -> None:
    told = set()
    for event in shipped.changes():
        before, after = event["before"] or {}, event["after"] or {}
        text = sentence({**event, "notes": event.get("notes", {})}, "es")
        values = [str(v) for v in (*before.values(), *after.values()) if isinstance(v, str)]
        assert ENGLISH.search(without(text, [event["agency"], *values])) is None, text
        told.add(event["kind"])
    assert {"signed", "model_added", "renamed", "no_longer_listed", "pending", "no_longer_pending"} <= told


def test_numbers_and_days_are_written_as_readers_in_the_united_states_write_them() -> None:
    spanish, english = speaker("es"), speaker("en")
    for number in (0, 7, 999, 1234, 1234567, 1234.5):
        assert spanish.number(number) == format_decimal(number, locale="es_US")
        assert english.number(number) == format_decimal(number, locale="en_US")
    for share in (0.0, 0.125, 1.0, 12.5):
        assert spanish.percent(share, 0) == format_percent(share, locale="es_US")
        assert english.percent(share, 0) == format_percent(share, locale="en_US")
    for month, day in product(range(1, 13), (1, 28)):
        when = date(2025, month, day)
        assert spanish.day(when.isoformat()) == format_date(when, "long", locale="es_US")
        assert english.day(when.isoformat()) == format_date(when, "long", locale="en_GB")
        assert spanish.short_day(when.isoformat()) == format_date(when, "d MMM y", locale="es_US").replace(
            "sept", "sep"
        )
        assert english.short_day(when.isoformat()) == format_date(when, "d MMM y", locale="en_US")
        assert spanish.month(when.isoformat()) == format_date(when, "MMMM 'de' y", locale="es_US")


def test_a_range_of_shares_tells_a_few_from_none() -> None:
    said = {(0.1385, 0.2465): "14–25%", (0.0028, 0.0122): "0.3–1%", (0, 0.00004): "0–0.004%", (0.0075, 0.0075): "0.8%"}
    assert {shares: speaker("es").percents(*shares) for shares in said} == said


def test_places_stand_in_a_sentence_with_their_article() -> None:
    assert speaker("en").place("DC") == "the District of Columbia"
    assert speaker("es").place("NJ") == "Nueva Jersey"
    assert speaker("es").place("VI") == "las Islas Vírgenes de los Estados Unidos"


def test_spanish_and_turns_before_the_same_sound_only() -> None:
    join = speaker("es").join
    assert join(["Oregón", "Illinois"]) == "Oregón e Illinois"
    assert join(["Dade County", "Hidalgo County"]) == "Dade County e Hidalgo County"
    assert join(["a", "b", "Washington"]) == "a, b y Washington"
    assert join(["Illinois", "Iowa"]) == "Illinois y Iowa"


def test_nothing_to_say_is_not_the_head_of_the_catalogue() -> None:
    assert speaker("es")("") == ""
