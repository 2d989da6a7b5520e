"""Templates of plain data, compiled to plain code.

Jinja2 lets templates run on any objects, in any context. Ours run on what JSON can hold, always with escaping, so
that a dot is looked up in a mapping, a call is a call, and a text is made harmless once for all the pages it is on.
"""

from __future__ import annotations

import ast
import json
import keyword
import re
from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.utils import missing
from markupsafe import Markup, escape


@lru_cache(maxsize=2**16, typed=True)
def harmless(value: Any) -> str:
    """What a template puts out, with the signs of markup escaped."""
    return str(escape(value))


def markup(text: str) -> Markup:
    """A text that is safe as it stands."""
    return str.__new__(Markup, text)


class _Code(CodeGenerator):
    """Writes the code of a template."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  the name is Jinja2's
        """What a dot gives: of a mapping first what it holds under this name."""
        self.write(f"(_of[{node.attr!r}] if (_of := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is dict and {node.attr!r} in _of else environment.getattr(_of, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """A plain call: nothing that our templates call needs the context that Jinja2 would pass to it."""
        if node.dyn_args or node.dyn_kwargs or any(keyword.iskeyword(given.key) for given in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("(_out if (_out := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(").__class__ is Markup else escape(_out))")


class _Macro:
    """A macro of a template: a function that gives markup. Ours take only what they name, and no `call` block."""

    def __init__(
        self, _: Environment, func: Callable[..., str], name: str, arguments: tuple[str, ...], *more: bool
    ) -> None:
        if any(more[:3]):
            raise TypeError(f"macro {name} takes more than its arguments")
        self._func, self.name, self._arguments = func, name, arguments

    def __call__(self, *given: Any, **named: Any) -> Markup:
        if len(given) != len(self._arguments):
            given += tuple(named.pop(name, missing) for name in self._arguments[len(given) :])
        if named or len(given) != len(self._arguments):
            raise TypeError(f"macro {self.name} takes {', '.join(self._arguments)}")
        return markup(self._func(*given))


class _Template(Template):
    """A template whose code finds ours in place of Jinja2's."""

    @classmethod
    def from_code(cls, *args: Any, **named: Any) -> Template:
        """The template that Jinja2 makes of compiled code, with our functions in place of its own."""
        made = super().from_code(*args, **named)
        made.root_render_func.__globals__.update(escape=harmless, Macro=_Macro)
        return made


class Plain(Environment):
    """An environment of such templates. Its globals are one plain mapping, which every page takes over whole."""

    code_generator_class = _Code
    template_class = _Template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of the environment, with those of a template."""
        return {**self.globals, **(d or {})}


class Known(Extension):
    """Puts messages without parts and how addresses begin into a template as it is compiled, not for every page."""

    _message = re.compile(r"""\b_\(("(?:[^"\\]|\\.)*"|'[^'"\\]*')\)""")
    _address = re.compile(r"\b(url|raw_url|static)\('([^'{}]*)'(?= ~|\))")

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template with its plain messages in the language of its environment, and its addresses likewise."""
        known: Mapping[str, Any] = self.environment.globals
        say = known["say"]
        said = self._message.sub(lambda found: f"({_literal(say(ast.literal_eval(found[1])))})", source)
        return self._address.sub(lambda found: f"({_literal(known[found[1]](found[2]))}", said)


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
