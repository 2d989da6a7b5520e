"""Pages out of templates, in one language: the words, the links and the marks that every template uses."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Mapping, MutableMapping
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup, escape

from roster287 import __version__
from roster287.publish.site.compiled import Compiled
from roster287.vocabulary.kinds import KINDS
from roster287.vocabulary.messages import LANGUAGES, Speaker, speaker
from roster287.vocabulary.models import MODELS
from roster287.vocabulary.sentences import sentence
from roster287.vocabulary.states import STATES

TEMPLATES = Path(__file__).parent / "templates"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; manifest-src 'self'"
)
"""What a page may load: nothing that does not come from its own origin, and no script or style within it."""


class Renderer:
    """Renders the templates for one site: its address, and which scripts and styles it has."""

    def __init__(self, base_url: str = "", static: Mapping[str, str] | None = None, *, cards: bool = False) -> None:
        """`base_url` is where the site stands, without a slash at its end, or empty; `static` names files by digest.

        `cards` says whether the site has cards for social media, for pages to name.
        """
        self.cards = cards
        self.base_url = base_url.rstrip("/")
        self.prefix = urlsplit(self.base_url).path
        self.static = dict(static or {})

    @cached_property
    def _environments(self) -> dict[str, Environment]:
        return {lang: self._environment(lang) for lang in LANGUAGES}

    def _environment(self, lang: str) -> Environment:
        say = speaker(lang)
        environment = _Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=Compiled(TEMPLATES, lang, Path(__file__).read_bytes()),
            extensions=[Known],
        )
        safe = cache(lambda message: str(escape(say(message))))
        safe_of = cache(lambda one, many, n: str(escape(say.plural(one, many, n))))
        environment.globals |= {
            "say": say,
            "_": lambda message, **parts: _filled(safe(message), parts),
            "ngettext": lambda one, many, n, **parts: _filled(safe_of(one, many, n), {"num": say.number(n), **parts}),
            "pgettext": say.pgettext,
            "lang": lang,
            "csp": CSP,
            "version": __version__,
            "base_url": self.base_url,
            "cards": self.cards,
            "url": lambda path: self.url(path, lang),
            "other_url": lambda path: self.url(path, other(lang)),
            "absolute": lambda path, in_lang=lang: self.absolute(path, in_lang),
            "static": self.static_url,
            "raw_url": lambda path: f"{self.prefix}{path}",
            "join": say.join,
            "state_name": say.state,
            "states": tuple(STATES),
            "models": tuple(MODELS),
            "kinds": tuple(KINDS),
        }
        environment.filters |= {
            "day": cache(partial(day, say)),
            "number": say.number,
            "percent": say.percent,
            "model": cache(say.model),
            "models": lambda codes: say.join([say.model(code) for code in codes]),
            "sentence": lambda event: sentence(event, lang),
            "external": external,
            "tojson_plain": to_json,
            "state": cache(say.state),
            "place": cache(say.place),
            "slug": lambda text: quote(text, safe="-"),
        }
        environment.filters["current"] = _current
        return environment

    def url(self, path: str, lang: str) -> str:
        """The address of a page within the site, for a link: `/es/states/me/`."""
        return f"{self.prefix}{'' if lang == 'en' else '/' + lang}{path}"

    def absolute(self, path: str, lang: str = "en") -> str:
        """The whole address of a page where the site's own address is known, else the one within the site."""
        return f"{self.base_url}{'' if lang == 'en' else '/' + lang}{path}"

    def static_url(self, name: str) -> str:
        """The address of a script or style; it changes with the file, so that it may be kept for good."""
        digest = self.static.get(name, "")
        return f"{self.prefix}/static/{name}{'?v=' + digest if digest else ''}"

    def page(self, template: str, lang: str, path: str, facts: Any) -> bytes:
        """One page. `path` is its address without the language; `facts` is what the template knows."""
        made = self._environments[lang].get_template(template)
        return made.render(path=path, **facts).encode()


class _Context(Context):
    """Calls what a template calls, and no more: nothing that ours call asks from where."""

    def call(
        self, called: Callable[..., Any], /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any
    ) -> Any:
        """What it gives."""
        return called(*args, **named)


@lru_cache(maxsize=2**17)
def _harmless(text: str) -> str:
    return str(escape(text))


def _escaped(value: Any) -> str:
    """What a template puts out, made harmless: as markupsafe does, but each text once. It is only ever joined."""
    if type(value) is str:
        return _harmless(value)
    return str.__str__(value) if type(value) is Markup else escape(value)


class _Template(Template):
    """A template whose code escapes with `_escaped`."""

    @classmethod
    def from_code(cls, *args: Any, **named: Any) -> Template:
        """As the environment makes it of code."""
        made = super().from_code(*args, **named)
        made.root_render_func.__globals__["escape"] = _escaped
        return made


class _Environment(Environment):
    """Templates of plain data. Its globals are one plain mapping, which every page takes over whole."""

    context_class = _Context
    template_class = _Template

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a dot gives: of a mapping first what it holds under this name."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Those of the environment and those of a template."""
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


def _filled(safe: str, parts: Mapping[str, Any]) -> Markup:
    """A message that is safe as it stands with its parts in place, each made harmless unless it is markup of ours."""
    return Markup(safe % {name: escape(part) for name, part in parts.items()})  # noqa: S704


@pass_context
def _current(context: Context, path: str) -> Markup:
    """`aria-current` for a link to the page itself, or to the section that it is in."""
    here = context["path"]
    if path == here:
        return Markup(' aria-current="page"')
    return Markup(' aria-current="true"') if path != "/" and here.startswith(path) else Markup("")


def other(lang: str) -> str:
    """The other language."""
    return next(known for known in LANGUAGES if known != lang)


def day(say: Speaker, iso: str | None) -> Markup:
    """A day in words, in a `time` element; a dash where it is not known."""
    if not iso:
        return Markup("—")
    return Markup('<time datetime="{}">{}</time>').format(iso, say.day(iso))


def external(link: str | None) -> str | None:
    """A link of the lists if it may be followed: http or https with a host, nothing else."""
    if not link:
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return link if parts.scheme in ("http", "https") and parts.netloc else None


def to_json(value: Any) -> Markup:
    """JSON that may stand in a page: nothing in it can end a script or begin markup."""
    said = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for sign, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        said = said.replace(sign, code)
    return Markup(said)  # noqa: S704
