"""Words in the reader's language: messages, days, numbers, names of models and states, lists of things.

English is written where it is used, Spanish is a gettext catalogue in `locale/`:

    say = speaker("es")
    say("No agency in {state} is on ICE's list.").format(state=say.place("ME"))
    say.plural("{n} agency", "{n} agencies", count).format(n=say.number(count))
    say.pgettext("the form of a law", "bill")
    N_("The roster says yes.")          in a table, said later: say(WHY["yes"])

`make messages` finds them and puts them in the catalogue. A state has its article in Spanish (`el Distrito de
Columbia`), so a Spanish message says `en {state}` and never `de {state}`.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from roster287.errors import UsageError
from roster287.vocabulary.models import model_name
from roster287.vocabulary.states import state_name

LANGUAGES = ("en", "es")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_ARTICLES = {
    "en": {"DC": "the ", "MP": "the ", "VI": "the "},
    "es": {"DC": "el ", "MP": "las ", "VI": "las "},
}
_LIKE_I = re.compile(r"h?i(?![aeo])", re.IGNORECASE)
"""How a word begins before which `y` becomes `e`: with the vowel i, not with a diphthong as in Iowa or hielo."""
_LOCALE = Path(__file__).parent.parent / "locale"


class Speaker:
    """Says things in one language. `catalogue` is what `Environment.install_gettext_translations` of Jinja2 takes."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.catalogue = gettext.translation("roster287", _LOCALE, [lang], fallback=lang == "en")

    def __call__(self, message: str) -> str:
        """The message in this language."""
        return self.catalogue.gettext(message) if message else ""

    def plural(self, one: str, many: str, n: int) -> str:
        """The message for a number of things, 1 or another."""
        return self.catalogue.ngettext(one, many, n)

    def pgettext(self, context: str, message: str) -> str:
        """The message where English has one word for several; the context tells them apart and is never shown."""
        return self.catalogue.pgettext(context, message)

    def number(self, value: float) -> str:
        """A number: 1,234.5 in Spanish too, which is that of the United States (es-US in the CLDR)."""
        return f"{value:,}"

    def percent(self, share: float, digits: int = 1) -> str:
        """A share of one in percent: 0.125 is 12.5%, by es-US in Spanish too."""
        return f"{share:,.{digits}%}"

    def percents(self, low: float, high: float) -> str:
        """A range of shares of one in whole percent: 13.9% to 24.7% is 14–25%.

        One below 1% has as many digits as it needs, 0.3–0.4%, so that some people are never shown as none.
        """
        first, last = (
            self.percent(share, next((n for n in range(9) if share >= 10 ** -(n + 2)), 0)) for share in (low, high)
        )
        return last if first == last else f"{first.removesuffix('%')}–{last}"

    @lru_cache(maxsize=4096)  # noqa: B019
    def day(self, iso: str) -> str:
        """A day in words: 3 April 2025, 3 de abril de 2025."""
        return f"{int(iso[8:])} {'de ' if self.lang == 'es' else ''}{self.month(iso)}"

    @lru_cache(maxsize=4096)  # noqa: B019
    def short_day(self, iso: str) -> str:
        """A day in few letters: 3 Apr 2025, 3 abr 2025."""
        when = date.fromisoformat(iso)
        return f"{when.day} {self._month(when)[:3]} {when.year}"

    def month(self, iso: str) -> str:
        """The month of a day, YYYY-MM-DD or YYYY-MM, in words: April 2025, abril de 2025."""
        when = date.fromisoformat(iso if len(iso) > 7 else f"{iso}-01")
        return f"{self._month(when)} {'de ' if self.lang == 'es' else ''}{when.year}"

    def _month(self, when: date) -> str:
        return _MONTHS[self.lang].split()[when.month - 1]

    def model(self, code: str) -> str:
        """The name of a model."""
        return self(model_name(code))

    def state(self, code: str) -> str:
        """The name of a state, standing alone."""
        return self(state_name(code))

    def place(self, code: str) -> str:
        """The name of a state as it stands in a sentence, with its article where it has one."""
        return _ARTICLES[self.lang].get(code, "") + self.state(code)

    def join(self, things: Sequence[str]) -> str:
        """One, two and three."""
        if len(things) < 2:
            return "".join(things)
        last = things[-1]
        word = "e" if self.lang == "es" and _LIKE_I.match(last) else self.catalogue.gettext("and")
        return f"{', '.join(things[:-1])} {word} {last}"


@lru_cache(maxsize=4)
def speaker(lang: str) -> Speaker:
    """The speaker of a language. Raises `UsageError` for one that is not spoken here."""
    if lang not in LANGUAGES:
        raise UsageError(f"No language “{lang}”.", f"One of {', '.join(LANGUAGES)}.")
    return Speaker(lang)


def sentence_case(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
