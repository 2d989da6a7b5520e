"""Pages that say other than their templates, let a name of a list through as markup, or lead to no site."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from roster287.errors import UsageError
from roster287.publish.site.render import Renderer
from roster287.publish.site.templating import Plain

TEMPLATES = {
    "base": "<b>{% block title %}{% endblock %}</b>{% block main %}{{ told.name }}{% endblock %}{{ told.name }}",
    "parts": (
        "{% macro row(one, note='none') %}<li title=\"{{ note }}\">{{ one }}</li>{% endmacro %}"
        "{% macro twice(one) %}{{ row(one, note=one) }}{{ row(one) }}{% endmacro %}"
    ),
    "page": (
        "{% extends 'base' %}{% from 'parts' import row, twice %}"
        "{% set kept %}<b>{{ told.name }}</b>{% endset %}"
        "{% block title %}{{ told.name }}{{ super() }}{% endblock %}"
        "{% block main %}{{ super() }}{{ kept }}{{ self.title() }}"
        "{% for one in told['items'] if one %}{{ loop.index }}{{ row(one) }}{{ twice(note) }}{{ one ~ '<' ~ kept }}"
        "{{ one | trim }}{{ one | upper }}{% endfor %}"
        "{{ told.items is defined }}{{ told.number }}{{ told.inner.deep.name }}{{ told.inner.deep['name'] }}"
        "{{ caller_of(told.inner.deep, *told.pair, **told.named) }}"
        "{{ told.name if told.number > 1 else told.inner.name }}"
        "{{ told.inner.get('name') }}{{ told.nothing }}{{ told.truth }}{{ told.one }}{{ told.pair[0] }}{% endblock %}"
    ),
}
words = st.text(st.sampled_from("<>&\"'{}% ab\n"), max_size=6)
figures = st.floats(allow_nan=False).map(lambda figure: figure or 0.0)  # nought has no sign on a page
values = st.one_of(words, words.map(Markup), st.integers(), st.booleans(), figures)


def _told(draw: dict[str, Any]) -> dict[str, Any]:
    return {
        "caller_of": lambda *given, **named: Markup("<i>") + repr((given, named)),
        "note": draw["name"],
        "told": draw,
    }


facts = st.fixed_dictionaries(
    {
        "name": values,
        "items": st.lists(values, max_size=3),
        "number": st.integers(0, 3),
        "inner": st.fixed_dictionaries({"name": values, "deep": st.fixed_dictionaries({"name": values})}),
        "pair": st.tuples(values, values),
        "named": st.dictionaries(st.sampled_from(["a", "b"]), values),
        "nothing": st.none(),
        "truth": st.just(True),
        "one": st.sampled_from([1, 1.0]),
    }
).map(_told)
ENVIRONMENTS = [
    made(loader=DictLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined) for made in (Plain, Environment)
]


@given(facts)
@settings(max_examples=40, deadline=None)
def test_a_page_says_what_jinja_would_say(told: dict[str, Any]) -> None:
    ours, theirs = (environment.get_template("page").render(**told) for environment in ENVIRONMENTS)
    assert ours == theirs


def test_a_name_is_never_markup() -> None:
    page = ENVIRONMENTS[0].from_string(
        "{% macro m(a) %}{{ a }}{{ a.b }}{% endmacro %}{{ x.y }}{{ m(x.y) }}{{ f(x.y) }}"
    )
    with pytest.raises(UndefinedError):
        page.render(x={"y": "<script>"}, f=str)
    page = ENVIRONMENTS[0].from_string("{% macro m(a) %}{{ a }}{% endmacro %}{{ x.y }}{{ m(x.y) }}{{ f(x.y) }}")
    assert page.render(x={"y": "<script>"}, f=str) == "&lt;script&gt;" * 3


@pytest.mark.parametrize("text", ["{{ x.z }}", "{{ z }}", "{{ z.y }}", "{{ z() }}", "{{ x.z() }}", "{{ x.y.z.u }}"])
def test_what_no_fact_gives_is_not_left_blank(text: str) -> None:
    with pytest.raises(UndefinedError):
        ENVIRONMENTS[0].from_string(text).render(x={"y": "a"})


def test_the_number_one_and_yes_are_two_things() -> None:
    page = ENVIRONMENTS[0].from_string("{{ a }} {{ b }} {{ c }}")
    assert page.render(a=1, b=True, c=1.0) == "1 True 1.0"


@pytest.mark.parametrize("text", ["{{ m(1, 2) }}", "{{ m(b=1) }}", "{{ m(1, a=2) }}"])
def test_a_macro_is_not_given_what_it_does_not_take(text: str) -> None:
    with pytest.raises(TypeError):
        ENVIRONMENTS[0].from_string("{% macro m(a) %}{{ a }}{% endmacro %}" + text).render()


@pytest.mark.parametrize("body", ["{{ varargs }}", "{{ kwargs }}", "{{ caller() }}"])
def test_a_macro_takes_only_what_it_names(body: str) -> None:
    with pytest.raises(TypeError, match="more than its arguments"):
        ENVIRONMENTS[0].from_string("{% macro m(a) %}" + body + "{% endmacro %}{{ m(1) }}").render()


@pytest.mark.parametrize(
    "text",
    [
        "ftp://x",
        "example.org",
        "/287g",
        "javascript:alert(1)",
        "https://",
        "https://a.org/?q",
        "http://a.org#b",
        "https://me:secret@a.org",
    ],
)
def test_pages_are_not_made_for_an_address_that_no_site_has(text: str) -> None:
    with pytest.raises(UsageError, match="is not the address of a site"):
        Renderer(text)


def test_an_address_is_joined_to_a_path_by_one_slash() -> None:
    assert Renderer("https://a.org/287g/").absolute("/models/", "es") == "https://a.org/287g/es/models/"
