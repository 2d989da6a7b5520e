"""An embedded drawing has no site around it: what it lacks is simply black, or missing."""

from __future__ import annotations

import re
import struct
import sys

import pytest

from roster287.errors import PublishError
from roster287.publish.charts import Mark, Period, Series, counter, growth, sparkline, timeline
from roster287.publish.maps import CountyMark, PointMark, StateMark, nation_map, state_map
from roster287.publish.svg import card, png, standalone
from roster287.publish.svg.lettering import lines, shortened, width
from roster287.publish.svg.style import SANS
from roster287.vocabulary.messages import speaker
from tests.support.drawings import HOSTILE, SVG, parsed

EN = speaker("en")
MAP = nation_map(
    [StateMark("FL", "Florida", "/states/fl/", ("task_force",))],
    [CountyMark("23031", "York", ("task_force",), 1, 0.3), CountyMark("12086", "Miami-Dade", (), 0)],
    title="Map",
)
ONE = state_map("ME", [], [PointMark(43.3, -70.6, "Wells", "/agencies/me-wells/", ())], title="Maine")
DRAWINGS = {
    "nation": MAP,
    "state": ONE,
    "growth": growth(
        [Series("task_force", "Task force", [("2025-01-01", 3)])],
        say=EN, title="G", description="", since="2025-01-01", until="2025-02-01",
    ),
    "timeline": timeline(
        [Period("hybrid", "2025-01-01", None)], [Mark("2025-01-01", "x", "record")],
        say=EN, title="T", description="", until="2025-02-01",
    ),
    "counter": counter("1,244", "agencies", title="C"),
    "spark": sparkline(
        [("2025-01-01", 3), ("2025-02-01", 4)], title="S", since="2025-01-01", until="2025-02-01"
    ),
}  # fmt: skip


def _size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", picture[16:24])
    return wide, high


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_carries_all_that_it_needs(name: str) -> None:
    file = standalone(DRAWINGS[name], title=HOSTILE, source=HOSTILE)
    tree = parsed(file)
    style = tree.findtext(f"{SVG}style") or ""
    assert "var(" not in style
    assert "@" not in style
    assert ":has" not in style
    assert list(tree.iter(f"{SVG}a")) == []
    assert "url(" not in file
    assert "http" not in file.replace("http://www.w3.org/2000/svg", "")
    # Each part that is painted has a rule: a class without one would be black.
    for shape in tree.iter():
        kinds = (shape.get("class") or "").split()
        if shape.tag in {f"{SVG}path", f"{SVG}rect", f"{SVG}circle"} and kinds:
            assert any(re.search(rf"\.{kind}[^{{]*{{[^}}]*(?:fill|stroke):", style) for kind in kinds), kinds


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_becomes_a_picture_of_its_size(name: str) -> None:
    pytest.importorskip("vl_convert", reason="LEFT OUT: vl-convert-python is not installed")
    file = standalone(DRAWINGS[name], title="Title", source="Source")
    tree = parsed(file)
    wide, high = (float(tree.get(side, "")) for side in ("width", "height"))
    assert _size(png(file, 2)) == pytest.approx((wide * 2, high * 2), abs=2)


def test_without_the_library_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(PublishError) as caught:
        png(standalone(MAP, title="Map", source=""))
    assert "pip install vl-convert-python" in f"{caught.value} {caught.value.args} {getattr(caught.value, 'hint', '')}"


def test_what_is_no_drawing_is_an_error_and_not_an_empty_picture() -> None:
    pytest.importorskip("vl_convert", reason="LEFT OUT: vl-convert-python is not installed")
    with pytest.raises(PublishError):
        png("<svg")


@pytest.mark.parametrize("figure", ["", MAP, ONE, DRAWINGS["spark"]])
def test_a_card_has_the_size_that_networks_show(figure: str) -> None:
    pytest.importorskip("vl_convert", reason="LEFT OUT: vl-convert-python is not installed")
    numbers = (("1,244", "agencies"), ("39", "states"), ("1,492", "agreements"))
    made = card("A title", "A sentence.", numbers, figure=figure, source="Source")
    parsed(made)
    assert all(value in made for value, _ in numbers)
    assert _size(png(made, 1)) == (1200, 630)


def test_words_of_any_length_stay_on_the_card() -> None:
    tree = parsed(
        card(f"{HOSTILE} " * 20, "word " * 400, (("9" * 30, HOSTILE * 3),) * 5, figure=MAP, source=HOSTILE * 9)
    )
    own = [text for text in tree.iter(f"{SVG}text") if text.get("class") in {"title", "said", "foot"}]
    assert all(0 < float(text.get("y", "")) < 630 for text in own)
    sizes = {"title": 58, "said": 29, "foot": 20}
    assert all(width(text.text or "", sizes[text.get("class", "")]) <= 1200 - 128 for text in own)


@pytest.mark.parametrize("made", [card("Title", "Sentence", (("1", "state"),), figure=MAP, source="S"),
                                  standalone(MAP, title="Title", source="S")])  # fmt: skip
def test_no_words_are_drawn_in_other_letters_than_they_are_measured_in(made: str) -> None:
    """Debian's serif, a fifth wider, drew the home's title past the edge of its card and its figures as one."""
    style = parsed(made).findtext(f"{SVG}style") or ""
    fonts = re.findall(r"font:[^;}]*px(?:/[\d.]+)? ([^;}]+)|font-family:([^;}]+)", style)
    assert {(of or family).strip() for of, family in fonts} == {SANS}


def test_words_break_where_there_is_no_room_and_none_is_lost() -> None:
    words = "The public record of who signed and when"
    broken = lines(words, 20, 120)
    assert " ".join(broken) == words
    assert all(width(line, 20) <= 120 for line in broken)
    assert lines(words, 20, 120, most=2)[-1].endswith("…")
    assert shortened("abc", 20, 500) == "abc"
    assert lines("", 20, 100) == [""]
    assert width(shortened("Pneumonoultramicroscopic", 20, 80), 20) <= 80
