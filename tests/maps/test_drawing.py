"""Names come from lists that strangers write: a drawing must not break, run or link whatever they hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roster287.publish.maps import (
    COUNT_EDGES,
    CountyMark,
    Link,
    PointMark,
    StateMark,
    legend,
    nation_map,
    project,
    state_map,
)
from roster287.publish.maps.marks import model_class
from roster287.publish.maps.shapes import shapes
from roster287.publish.svg.style import STATIC
from roster287.vocabulary.messages import speaker
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.states import STATES
from tests.support.drawings import HOSTILE, SVG, parsed


def _nation() -> str:
    return nation_map(
        [StateMark(code, f"{HOSTILE} {code}", f"/states/{code.lower()}/", ("task_force",)) for code in STATES],
        [
            CountyMark("23031", HOSTILE, ("task_force",), 1, 0.5),
            CountyMark("12086", "Miami-Dade", ("jail_enforcement", "warrant_service"), 12, 0.01),
            CountyMark("02063", "Chugach", (), 0),
            CountyMark("09110", "Capitol", ("task_force",), 1),
        ],
        title=HOSTILE,
        description=HOSTILE,
        ident="home",
    )


def test_hostile_names_stay_words_on_the_nation_s_map() -> None:
    tree = parsed(_nation())
    titles = [title.text or "" for title in tree.iter(f"{SVG}title")]
    assert sum("<script>alert(1)</script>" in title for title in titles) == len(STATES) + 2


def test_hostile_names_stay_words_on_the_map_of_a_state() -> None:
    svg = state_map(
        "ME",
        [CountyMark("23031", HOSTILE, ("hybrid",), 1)],
        [PointMark(43.32, -70.58, HOSTILE, "javascript:alert(1)"), PointMark(43.32, -70.58, HOSTILE, "/agencies/a/")],
        names={"23031": HOSTILE, "23003": HOSTILE},
        title=HOSTILE,
        description=HOSTILE,
    )
    tree = parsed(svg)
    assert [a.get("href") for a in tree.iter(f"{SVG}a")] == ["/agencies/a/"]
    assert len(tree.findall(f".//{SVG}path[@class='dot k-0']")) == 2


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " JavaScript:x", "java\tscript:x", "data:text/html,x", "//[", "\\\\x"]
)
def test_an_address_that_could_run_is_no_link(address: str) -> None:
    tree = parsed(state_map("ME", (), [PointMark(44.3, -69.8, "A", address)], title="Maine"))
    assert list(tree.iter(f"{SVG}a")) == []


def test_every_state_is_drawn_and_links_to_its_page() -> None:
    tree = parsed(_nation())
    assert tree.get("role") == "group", "the inside of an image would be hidden from those who listen"
    links = {a.get("href") for a in tree.iter(f"{SVG}a")}
    assert links == {f"/states/{code.lower()}/" for code in STATES}
    for a in tree.iter(f"{SVG}a"):
        assert a[0].tag == f"{SVG}title", "the first title names the link"
    assert all(tree.find(f".//*[@id='st-{code.lower()}']") is not None for code in STATES)


def test_nothing_is_said_about_a_state_that_has_no_mark() -> None:
    tree = parsed(nation_map((), (), title="Nothing"))
    assert tree.get("role") == "img"
    assert list(tree.iter(f"{SVG}a")) == []
    assert len([path for path in tree.iter(f"{SVG}path") if path.get("class") == "st"]) == len(STATES)


def test_the_classes_tell_model_count_and_share() -> None:
    tree = parsed(_nation())
    class_ = {path.get("id"): path.get("class") for path in tree.iter(f"{SVG}path")}
    assert class_["c23031"] == "c k-t n1 s3"
    assert class_["c12086"] == f"c k-jw n{len(COUNT_EDGES)} s1"
    assert class_["c02261"] == "c k-0 n0", "Chugach is drawn as the census area it came from"
    assert "c09110" not in class_


def test_agencies_in_one_place_do_not_hide_each_other() -> None:
    points = [PointMark(43.32, -70.58, f"Agency {n}", f"/agencies/{n}/", ("task_force",)) for n in range(60)]
    tree = parsed(state_map("ME", (), points, title="Maine"))
    places = [
        tuple(float(n) for n in re.findall(r"[\d.]+", dot.get("transform", ""))[:2])
        for dot in tree.iter(f"{SVG}path")
        if dot.get("class") == "dot k-t"
    ]
    assert len(places) == 60
    home = project(43.32, -70.58, "ME")
    assert home is not None
    assert places[0] == pytest.approx(home, abs=0.06)
    near = min((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for i, a in enumerate(places) for b in places[:i])
    assert near**0.5 > 10


def test_a_name_is_left_out_where_it_would_not_fit() -> None:
    names = dict.fromkeys(shapes("IA").counties, "An extraordinarily long name of a county in Iowa")
    tree = parsed(state_map("IA", (), names=names, title="Iowa"))
    assert list(tree.iter(f"{SVG}text")) == []
    tree = parsed(state_map("IA", (), names=dict.fromkeys(names, "Oak"), title="Iowa"))
    assert len(list(tree.iter(f"{SVG}text"))) > 60


def test_a_few_names_at_random_are_not_written() -> None:
    fips = sorted(shapes("IA").counties)
    few = dict.fromkeys(fips[:20], "Oak")
    assert list(parsed(state_map("IA", (), names=few, title="Iowa")).iter(f"{SVG}text")) == []
    guam = dict.fromkeys(shapes("GU").counties, "Guam")
    assert list(parsed(state_map("GU", (), names=guam, title="Guam")).iter(f"{SVG}text")) == []


def test_a_county_leads_to_its_page_whether_or_not_it_has_an_agreement() -> None:
    links = {fips: Link(f"{HOSTILE} {fips}", f"/c/{fips}/") for fips in shapes("ME").counties}
    tree = parsed(state_map("ME", [CountyMark("23031", "York", ("hybrid",), 1)], links=links, title="Maine"))
    found = {str(a.get("href")): a for a in tree.iter(f"{SVG}a")}
    assert set(found) == {link.href for link in links.values()}
    assert [a.get("tabindex") for a in found.values()] == ["-1"] * len(links), "the list of counties has them"
    assert found["/c/23031/"].findtext(f"{SVG}title") == "York"
    assert all(len(list(a.iter(f"{SVG}title"))) == 1 for a in found.values())


def test_the_key_to_marks_explains_the_color_of_the_counties_behind_them() -> None:
    assert '<span class="sw wide"></span>County with an agreement' in legend("model", speaker("en"), {"k-t", "wide"})
    assert '<span class="sw wide"></span>A statewide agency' in legend("model", speaker("en"))


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_map_of_its_own(state: str) -> None:
    tree = parsed(state_map(state, (), title=STATES[state].name))
    assert len([path for path in tree.iter(f"{SVG}path") if path.get("class") == "c"]) == len(shapes(state).counties)


def test_each_class_of_the_maps_and_their_keys_has_a_colour() -> None:
    css = Path(STATIC / "map.css").read_text(encoding="utf-8")
    some = [(), *((model,) for model in MODELS), ("task_force", "jail_enforcement", "warrant_service")]
    kinds = {model_class(models) for models in some} | {"k-tj", "k-tw", "k-jw"}
    for kind in kinds:
        assert f".c.{kind} {{" in css, kind
        assert f".dot.{kind} {{" in css, kind
    say = speaker("en")
    for by in ("model", "count", "share"):
        key = legend(by, say)
        assert 'class="sw land"' in key, "most counties have none, and no one should guess what their color says"
        for class_ in re.findall(r'class="sw ([\w-]+)"', key):
            assert f".sw.{class_} {{" in css, class_


def test_the_key_names_every_step_and_leaves_no_number_between_two() -> None:
    words = re.findall(r"</span>([^<]+)<", legend("count", speaker("en")))
    assert words[:5] == ["1", "2", "3–4", "5–9", "10 or more"]
    words = re.findall(r"</span>([^<]+)<", legend("share", speaker("en")))
    steps = ["under 20%", "20% to under 40%", "40% to under 60%", "60% to under 80%", "80% or more"]
    assert words == [*steps, "An agency, but its share is not known", "No local agency"]
