"""A chart that is wrong in a figure, breaks on a name or hides its words would mislead more readers than a table."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster287.publish.charts import (
    Mark,
    Period,
    Series,
    counter,
    data_table,
    fitting,
    growth,
    sparkline,
    timeline,
)
from roster287.publish.charts.axes import Days, model_key, steps
from roster287.publish.svg.style import STATIC
from roster287.vocabulary.messages import Speaker, speaker
from roster287.vocabulary.models import MODELS
from tests.support.drawings import HOSTILE, SVG, parsed

EN, ES = speaker("en"), speaker("es")
WIDTHS = (340, 760)
SPAN = {"since": "2021-01-13", "until": "2026-02-27"}
YEAR = {"since": "2025-01-01", "until": "2025-12-31"}


def _words(tree: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in tree.iter(f"{SVG}text")]


def _growth(width: int, *values: int) -> ElementTree.Element:
    series = [
        Series(code, EN.model(code), [("2021-01-13", 1), ("2026-02-27", n)])
        for code, n in zip(MODELS, values, strict=False)
    ]
    return parsed(growth(series, say=EN, title="Growth", description="Each model", width=width, **SPAN))


@pytest.mark.parametrize("width", WIDTHS)
def test_each_line_is_named_with_its_newest_value_and_no_two_names_touch(width: int) -> None:
    tree = _growth(width, 500, 498, 497, 2, 1)
    names = [t for t in tree.iter(f"{SVG}text") if (t.get("class") or "").startswith(("value", "name"))]
    assert [t.text for t in names if (t.get("class") or "").startswith("value")] == ["500", "498", "497", "2", "1"]
    ys = sorted(float(t.get("y", "")) for t in names)
    assert min(b - a for a, b in pairwise(ys)) > 14
    height = float(tree.get("viewBox", "").split()[3])
    assert all(10 < y < height for y in ys)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("say", [EN, ES], ids=["en", "es"])
def test_no_word_of_a_chart_is_cut_off(width: int, say: Speaker) -> None:
    series = [Series(code, say.model(code), [("2021-01-13", 1), ("2026-02-27", 9)]) for code in MODELS]
    periods = [
        Period(code, start, end)
        for code in MODELS
        for start, end in (("2021-01-13", "2022-03-05"), ("2023-04-29", "2024-06-30"), ("2025-02-26", None))
    ]
    tree = parsed(timeline(periods, [], say=say, title="T", description="", until="2026-02-27", width=width))
    drawn = [parsed(growth(series, say=say, title="T", description="", width=width, **SPAN)), tree]
    assert not [text for one in drawn for text in one.itertext() if "…" in text]
    lines = [t for t in tree.iter(f"{SVG}text") if "on-line" in (t.get("class") or "")]
    assert all(float(b.get("y", "")) - float(a.get("y", "")) > 14 for a, b in pairwise(lines))
    said = " ".join("".join(line.itertext()) for line in lines)
    assert all(said.count(say.short_day(day)) == len(MODELS) for day in ("2021-01-13", "2024-06-30", "2025-02-26"))


def test_a_line_goes_across_and_then_up_since_nothing_is_known_between_two_lists() -> None:
    series = Series("all", "All", [("2025-01-01", 10), ("2025-07-02", 20), ("2025-12-31", 20)])
    tree = parsed(growth([series], say=EN, title="G", description="", width=760, **YEAR))
    (line,) = [p.get("d", "") for p in tree.iter(f"{SVG}path") if (p.get("class") or "").startswith("line")]
    assert re.fullmatch(r"M0 [\d.]+H311V[\d.]+H622", line), line


def test_a_line_that_begins_later_rises_from_nothing_at_the_day_it_begins() -> None:
    """Drawn from its own first day, a state of one agency since 2025 looked like one that had it since 2021."""
    series = Series("all", "All", [("2025-07-02", 10), ("2025-12-31", 20)])
    tree = parsed(growth([series], say=EN, title="G", description="", width=760, **YEAR))
    (line,) = [p.get("d", "") for p in tree.iter(f"{SVG}path") if (p.get("class") or "").startswith("line")]
    (axis,) = [p.get("d", "") for p in tree.iter(f"{SVG}path") if p.get("class") == "axis"]
    foot = axis.split()[1].split("H")[0]
    assert line.startswith(f"M311 {foot}V"), line
    small = parsed(sparkline(series.points, since="2025-01-01", until="2025-12-31", title="S", width=160, height=36))
    (drawn,) = [p.get("d", "") for p in small.iter(f"{SVG}path") if p.get("class") == "spark-line"]
    assert drawn.startswith("M1 33H78V"), drawn


def test_higher_is_more_and_later_is_further() -> None:
    days = Days.between("2019-05-01", "2026-02-27", 0, 700)
    xs = [days.x(day) for day in ("2019-05-01", "2019-05-02", "2021-01-13", "2025-02-28", "2026-02-27", "2030-01-01")]
    assert xs[0] == 0
    assert xs == sorted(xs)
    assert xs[-1] == 700


@given(st.integers(0, 10**7))
def test_the_grid_reaches_the_highest_value_in_few_round_steps(most: int) -> None:
    found = steps(most)
    assert found[0] == 0
    assert found[-1] >= most
    assert 2 <= len(found) <= 7
    assert len({b - a for a, b in pairwise(found)}) == 1


@given(
    st.dates(min_value=date(1996, 1, 1), max_value=date(2040, 1, 1)),
    st.integers(0, 9000),
    st.sampled_from(WIDTHS),
)
def test_names_of_years_and_months_do_not_run_into_each_other(start: date, length: int, width: int) -> None:
    end = start + timedelta(days=length)
    for say in (EN, ES):
        named = [(x, name) for x, name in Days.between(start.isoformat(), end.isoformat(), 0, width).ticks(say) if name]
        assert all(b[0] - a[0] >= len(a[1]) * 6 for a, b in pairwise(named))


def test_a_period_in_force_goes_on_and_an_ended_one_does_not() -> None:
    periods = [Period("task_force", "2025-04-03", None), Period("warrant_service", "2025-01-01", "2025-03-01")]
    tree = parsed(timeline(periods, [], say=EN, title="T", description="", until="2026-02-27", width=760))
    drawn = {p.get("class"): p.get("d", "") for p in tree.iter(f"{SVG}path") if "period" in (p.get("class") or "")}
    assert "l8 7l-8 7" in drawn["period k-task-force"], "an arrow"
    assert "l8" not in drawn["period k-warrant-service"]
    said = " ".join(_words(tree))
    assert "since 3 Apr 2025" in said
    assert "1 Jan 2025 – 1 Mar 2025" in said


@pytest.mark.parametrize("width", WIDTHS)
def test_no_list_is_claimed_for_the_days_after_the_last_one(width: int) -> None:
    """A bar that ran on to a mark of ours would say that ICE listed the agency when no list was known."""
    since, until, ours = "2025-02-26", "2026-02-27", "2026-11-24"
    tree = parsed(
        timeline(
            [Period("warrant_service", since, None)],
            [Mark(ours, "merged", "record")],
            say=EN,
            title="T",
            description="",
            until=until,
            width=width,
        )
    )
    (bar,) = [p.get("d", "") for p in tree.iter(f"{SVG}path") if "period" in (p.get("class") or "")]
    (mark,) = [p.get("d", "") for p in tree.iter(f"{SVG}path") if "mark" in (p.get("class") or "")]
    start, end = (float(n) for n in re.match(r"M([\d.]+) [\d.]+H([\d.]+)l8", bar).groups())  # type: ignore[union-attr]
    after = float(re.match(r"M([\d.]+)", mark).group(1)) - end  # type: ignore[union-attr]
    days = (date.fromisoformat(until) - date.fromisoformat(since)).days
    later = (date.fromisoformat(ours) - date.fromisoformat(until)).days
    assert after / (end - start) == pytest.approx(later / days, abs=0.05)


@pytest.mark.parametrize(("width", "right"), [(310, 290), (760, 740)])
def test_an_agency_of_the_newest_list_alone_has_no_bar_into_the_next_month(width: int, right: float) -> None:
    period = Period("task_force", "2026-02-27", None)
    tree = parsed(timeline([period], [], say=EN, title="T", description="", until="2026-02-27", width=width))
    assert [t for t in tree.iter(f"{SVG}text") if t.get("class") == "tick"], "an axis that names no month"
    (bar,) = [p.get("d", "") for p in tree.iter(f"{SVG}path") if "period" in (p.get("class") or "")]
    start, end = (float(n) for n in re.match(r"M([\d.]+) [\d.]+H([\d.]+)l8", bar).groups())  # type: ignore[union-attr]
    assert start > right
    assert end - start < 5


def test_what_ice_changed_and_what_we_changed_look_different() -> None:
    marks = [Mark("2025-04-03", HOSTILE), Mark("2025-04-03", "ours", "record")]
    tree = parsed(
        timeline(
            [Period("task_force", "2025-04-03", None)],
            marks,
            say=EN,
            title="T",
            description="",
            until="2025-04-03",
        )
    )
    forms = {
        p.get("class"): p.get("d", "") for p in tree.iter(f"{SVG}path") if (p.get("class") or "").startswith("mark")
    }
    assert "a4" in forms["mark cause-ice"]
    assert "h8v8h-8z" in forms["mark cause-record"], "a square, as the methodology promises"
    assert forms["mark cause-ice"].split()[-1] != forms["mark cause-record"].split()[-1]


def test_every_model_has_a_colour_in_every_chart() -> None:
    css = (STATIC / "charts.css").read_text(encoding="utf-8")
    for code in (*MODELS, "all"):
        for part in (".line", ".end", "text"):
            assert f".chart {part}.{model_key(code)} {{" in css
    for code in MODELS:
        assert f".chart .period.{model_key(code)} {{" in css


def test_a_sparkline_of_nothing_but_zero_is_flat() -> None:
    tree = parsed(
        sparkline([("2025-01-01", 0), ("2025-02-01", 0)], since="2025-01-01", until="2025-02-01", title=HOSTILE)
    )
    assert tree.find(f".//{SVG}circle") is not None


def test_a_counter_fits_its_width_whatever_the_number() -> None:
    for number in ("7", "1,244", "1,234,567,890"):
        tree = parsed(counter(number, HOSTILE, title=HOSTILE, note=HOSTILE, width=200))
        scale = float(re.search(r"scale\(([\d.]+)\)", tree[1].get("transform", "")).group(1))  # type: ignore[union-attr]
        assert scale * 84 * len(number) * 0.56 < 230


def test_a_chart_for_two_widths_has_each_id_once() -> None:
    points = [("2025-01-01", 3)]

    def drawn(width: int, ident: str) -> str:
        return sparkline(points, since="2025-01-01", until="2025-02-01", title="S", width=width, ident=ident)

    markup = fitting(drawn, "here")
    parsed(markup)
    assert markup.count("<svg") == 2


def test_the_table_holds_what_it_is_given_as_words() -> None:
    table = ElementTree.fromstring(data_table(HOSTILE, ["Model", HOSTILE], [("Task force", "1,868"), (HOSTILE, "x")]))
    assert [cell.text for cell in table.iter("td")] == ["1,868", "x"]
    assert len(list(table.iter("th"))) == 4


def test_spanish_charts_speak_spanish() -> None:
    svg = timeline(
        [Period("task_force", "2025-04-03", None)], [], say=ES, title="T", description="", until="2025-08-01"
    )
    assert "abr" in " ".join(_words(parsed(svg)))
