"""Pages out of templates, in one language: the words, the links and the marks that every template uses."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from roster287 import __version__
from roster287.places.keys import spaced
from roster287.program.partial import spoken
from roster287.publish.addresses import contact_link, external, site_address
from roster287.publish.site import templating
from roster287.publish.site.compiled import Compiled
from roster287.publish.site.templating import Known, Plain, markup
from roster287.publish.site.words import of_search
from roster287.read.sentences import said
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


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)Z?)?")


class Renderer:
    """Renders the templates for one site: its address, and which scripts and styles it has."""

    def __init__(
        self, base_url: str = "", static: Mapping[str, str] | None = None, *, cards: bool = False, contact: str = ""
    ) -> None:
        """`base_url` is where the site stands, or empty; `static` names files by digest.

        `cards` says whether the site has cards for social media, for pages to name; `contact` is where readers report
        what is wrong. Raises UsageError where no site can stand, or nothing can be reported.
        """
        self.cards = cards
        self.contact = contact_link(contact)
        self.base_url = site_address(base_url)
        self.prefix = urlsplit(self.base_url).path
        self.static = dict(static or {})

    @cached_property
    def _environments(self) -> dict[str, Environment]:
        return {lang: self._environment(lang) for lang in LANGUAGES}

    def _environment(self, lang: str) -> Environment:
        say = speaker(lang)
        environment = Plain(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=Compiled(TEMPLATES, lang, Path(templating.__file__).read_bytes()),
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
            "contact": self.contact,
            "url": lambda path: self.url(path, lang),
            "other_url": lambda path: self.url(path, other(lang)),
            "absolute": lambda path, in_lang=lang: self.absolute(path, in_lang),
            "static": self.static_url,
            "raw_url": lambda path: f"{self.prefix}{path}",
            "join": say.join,
            "states": tuple(STATES),
            "states_by_name": by_state(say, STATES, None),
            "models": tuple(MODELS),
            "search_words": of_search(say),
        }
        environment.filters |= {
            "day": cache(partial(day, say)),
            "moment": cache(partial(moment, say)),
            "number": say.number,
            "percent": say.percent,
            "model": cache(say.model),
            "models": lambda codes: say.join([say.model(code) for code in codes]) or say("a model that cannot be read"),
            "sentence": lambda event: sentence(event, lang),
            "issue": lambda message: said(message, say),
            "external": external,
            "state": cache(say.state),
            "place": cache(say.place),
            "by_state": partial(by_state, say),
            "partial": lambda text: spoken(text, say),
            "is_table": lambda line: line["file_name"].lower().endswith(".csv"),
            "shell": shlex.quote,
            "slug": lambda text: quote(text, safe="-"),
        }
        environment.filters["current"] = _current
        environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
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


def _filled(safe: str, parts: Mapping[str, Any]) -> Markup:
    """A message that is safe as it stands with its parts in place, each made harmless unless it is markup of ours."""
    return markup(safe % {name: escape(part) for name, part in parts.items()})


@pass_context
def _current(context: Context, path: str) -> Markup:
    """`aria-current` for a link to the page itself, or to the section that it is in."""
    here = context["path"]
    if path == here:
        return Markup(' aria-current="page"')
    return Markup(' aria-current="true"') if path != "/" and here.startswith(path) else Markup("")


def by_state(say: Speaker, lines: Iterable[Any], key: str | int | None = "state") -> list[Any]:
    """Lines by the name of their state as the page's language has it; `key` is where they hold its code."""
    return sorted(lines, key=lambda line: spaced(say.state(line if key is None else line[key])))


def other(lang: str) -> str:
    """The other language."""
    return next(known for known in LANGUAGES if known != lang)


def day(say: Speaker, iso: str | None) -> Markup:
    """A day in words, in a `time` element; a dash where it is not known."""
    if not iso:
        return Markup("—")
    return Markup('<time datetime="{}">{}</time>').format(iso, say.day(iso))


def moment(say: Speaker, text: str) -> Markup | str:
    """A time of the record, which is in UTC, in words, in a `time` element; a day likewise; any other text as it is."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return text
    try:
        said = say.day(found[1])
    except ValueError:  # the thirteenth month
        return text
    said = f"{said}, {found[2]} UTC" if found[2] else said
    iso = f"{found[1]}T{found[2]}Z" if found[2] else found[1]
    return Markup('<time datetime="{}">{}</time>').format(iso, said)
