"""Words in the reader's language: messages, days, models, lists of things.

English is written where it is used; other languages are gettext catalogues in `locale/`. A message without a
translation appears in English.
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from roster287.errors import UsageError
from roster287.vocabulary.models import model_name

LANGUAGES = ("en", "es")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_LOCALE = Path(__file__).parent.parent / "locale"


class Speaker:
    """Says things in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._catalogue = gettext.translation("roster287", _LOCALE, [lang], fallback=True)

    def __call__(self, message: str) -> str:
        """The message in this language."""
        return self._catalogue.gettext(message)

    def day(self, iso: str) -> str:
        """A day in words: 3 April 2025, 3 de abril de 2025."""
        when = date.fromisoformat(iso)
        month = _MONTHS[self.lang].split()[when.month - 1]
        return f"{when.day} de {month} de {when.year}" if self.lang == "es" else f"{when.day} {month} {when.year}"

    def model(self, code: str) -> str:
        """The name of a model."""
        return self(model_name(code))

    def join(self, things: Sequence[str]) -> str:
        """One, two and three."""
        if len(things) < 2:
            return "".join(things)
        return f"{', '.join(things[:-1])} {self('and')} {things[-1]}"


@lru_cache(maxsize=4)
def speaker(lang: str) -> Speaker:
    """The speaker of a language. Raises `UsageError` for one that is not spoken here."""
    if lang not in LANGUAGES:
        raise UsageError(f"No language “{lang}”.", f"One of {', '.join(LANGUAGES)}.")
    return Speaker(lang)
