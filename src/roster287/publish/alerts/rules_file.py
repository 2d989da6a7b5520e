"""The file of the rules: TOML that says who wants to know what. An error names the rule and the key.

base_url = "https://example.org/287g"    where the site is, for links
timezone = "America/New_York"            of the hour below; UTC without it
digest_hour = 7                          when daily digests go out
secrets = "alerts.secrets"               NAME = value lines, mode 600; the environment goes before it

[operator]                               who is told of lists set aside and of messages that did not go out
channels = ["${OPERATOR_MAIL}"]

[[rule]]
name = "maine"
states = ["ME"]                          left out, every one; so agencies, models and kinds
cause = "ice"                            "ice" (the default) or "record"
lang = "en"                              "en" or "es"
when = "immediate"                       "immediate" or "daily"
late = "digest"                          what older lists bring: "digest" or "skip"
channels = [
  "${DESK_MAIL}",                                              an address of apprise
  { webhook = "https://example.org/hook", secret = "${KEY}" },
  { feed = "feeds/maine.atom" },                               or .json
]
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from roster287.errors import UsageError
from roster287.publish.addresses import site_address
from roster287.publish.alerts import secrets as secret
from roster287.publish.alerts.rules import OPERATOR, Apprise, Channel, Feed, Rule, Rules, Webhook
from roster287.publish.alerts.secrets import Address, Secrets
from roster287.vocabulary import question
from roster287.vocabulary.kinds import CAUSES, KINDS
from roster287.vocabulary.messages import LANGUAGES
from roster287.vocabulary.states import STATES, state_name

_NAME = re.compile(r"[\w][\w .-]{0,59}")
_AGENCY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
T = TypeVar("T")


def load(file: Path, env: Mapping[str, str] | None = None) -> Rules:
    """The rules of a file. Raises `UsageError`, which names the rule and the key, for anything not understood."""
    try:
        with file.open("rb") as opened:
            tight = secret.is_tight(opened.fileno())
            data = tomllib.load(opened)
    except FileNotFoundError:
        raise UsageError(f"There are no alert rules: {file} is not there.", "docs/alerts.md shows one.") from None
    except OSError as error:
        raise UsageError(f"The alert rules {file} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file.name} is not TOML: {error}.", "docs/alerts.md shows one.") from None
    return _Reader(file, tight, env).rules(data)


OF_FILE = ("base_url", "timezone", "digest_hour", "secrets", "operator", "rule")
"""The keys of the file itself."""


class _Reader:
    """Reads one file; every key must be known and of its kind."""

    def __init__(self, file: Path, tight: bool, env: Mapping[str, str] | None) -> None:
        self._file = file
        self._tight = tight
        self._env = env
        self._secrets = Secrets({})
        self._feeds: dict[Path, str] = {}

    def rules(self, data: dict[str, Any]) -> Rules:
        top = _Keys(self._file.name, data, OF_FILE)
        named = top.get("secrets", str, None)
        self._secrets = secret.load(self._file.parent / named if named else None, self._env)
        tables = top.get("rule", list, [])
        if not all(isinstance(table, dict) for table in tables):
            raise top.wrong("rule", "is written [[rule]]")
        rules: list[Rule] = []
        for number, table in enumerate(tables, 1):
            rule = self._rule(number, table)
            if any(rule.name.casefold() == other.name.casefold() for other in rules):
                raise UsageError(f"{self._file.name}, rule {rule.name}, name: there are two of this name.")
            rules.append(rule)
        operator = _Keys(f"{self._file.name}, operator", top.get("operator", dict, {}), ("channels", "lang"))
        hour = top.get("digest_hour", int, 7)
        if not 0 <= hour <= 23:
            raise top.wrong("digest_hour", "is an hour from 0 to 23")
        return Rules(
            tuple(rules),
            self._channels(operator, OPERATOR) if operator.data else (),
            operator.one_of("lang", LANGUAGES, "en"),
            self._base_url(top),
            self._timezone(top),
            hour,
        )

    def _rule(self, number: int, table: dict[str, Any]) -> Rule:
        known = ("name", "channels", "states", "agencies", "models", "kinds", "cause", "lang", "when", "late")
        name = table.get("name")
        keys = _Keys(f"{self._file.name}, rule {name if isinstance(name, str) else number}", table, known)
        name = keys.get("name", str)
        if not _NAME.fullmatch(name) or name.casefold() == OPERATOR:
            raise keys.wrong("name", "is a short name of letters, digits, spaces, dots, - and _, and not “operator”")
        return Rule(
            name,
            self._channels(keys, name),
            keys.several("states", _state),
            keys.several("agencies", _agency),
            keys.several("models", question.model),
            keys.several("kinds", lambda kind: question.one_of("kind of event", kind, KINDS)),
            keys.one_of("cause", CAUSES, "ice"),
            keys.one_of("lang", LANGUAGES, "en"),
            keys.one_of("when", ("immediate", "daily"), "immediate"),
            keys.one_of("late", ("digest", "skip"), "digest"),
        )

    def _channels(self, keys: _Keys, rule: str) -> tuple[Channel, ...]:
        given = keys.get("channels", list)
        if not given:
            raise keys.wrong("channels", "names at least one channel")
        found: list[Channel] = []
        for number, item in enumerate(given, 1):
            where = _Keys(f"{keys.where}, channel {number}", {"url": item} if isinstance(item, str) else item, ANY)
            channel = self._channel(where, rule, sum(type(c).__name__ == _form(where) for c in found) + 1)
            if any(channel.name == other.name for other in found):
                raise where.wrong("name", f"is taken: two channels are called {channel.name}")
            found.append(channel)
        return tuple(found)

    def _channel(self, given: _Keys, rule: str, number: int) -> Channel:
        form = _form(given)
        keys = _Keys(given.where, given.data, FORMS[form])
        name = keys.get("name", str, f"{form.lower()}-{number}")
        if not _NAME.fullmatch(name):
            raise keys.wrong("name", "is a short name of letters, digits, dots, - and _")
        if form == "Webhook":
            return Webhook(name, self._web(keys), self._key(keys))
        if form == "Feed":
            path = (self._file.parent / keys.get("feed", str)).absolute()
            if path.suffix not in (".atom", ".xml", ".json"):
                raise keys.wrong("feed", "is a file that ends in .atom, .xml or .json")
            if (other := self._feeds.setdefault(Path(os.path.normpath(path)), keys.where)) != keys.where:
                raise keys.wrong("feed", f"is the file of {other} too: each feed has a file of its own")
            return Feed(name, path, keys.get("title", str, f"287(g): {rule}"))
        text = keys.get("url", str)
        address = self._address(keys, "url", text)
        if "://" not in address.value:
            raise keys.wrong("url", "is an address of apprise, such as mailto://… or slack://…")
        split = urlsplit(address.value)
        harmless = split.scheme in ("mailto", "mailtos") and not split.password and "pass=" not in split.query
        if not (secret.has_reference(text) or harmless or self._tight):
            raise UsageError(
                f"{keys.where}, url: an address is a secret, and others can read {self._file.name}.",
                f'Write url = "${{NAME}}" and set NAME in the environment, or: chmod 600 {self._file}',
            )
        return Apprise(name, address, keys.one_of("in_doubt", ("hold", "again"), "hold"))

    def _web(self, keys: _Keys) -> Address:
        address = self._address(keys, "webhook", keys.get("webhook", str))
        try:
            split = urlsplit(address.value)
            fine = (
                split.scheme in ("http", "https")
                and not split.username
                and not split.fragment
                and _is_host(split.hostname)
            )
        except ValueError:
            fine = False
        if not fine or re.search(r"[\s\x00-\x1f]", address.value):
            raise keys.wrong("webhook", "is an http(s) address without a user or a #part")
        return address

    def _key(self, keys: _Keys) -> Address:
        text = keys.get("secret", str)
        if not secret.has_reference(text):
            raise keys.wrong("secret", "is not written here: name it as ${NAME}, and set it in the environment")
        key = self._address(keys, "secret", text)
        if len(key.value) < 16:
            raise keys.wrong("secret", "is too short: 16 characters or more, such as `openssl rand -hex 32` gives")
        return key

    def _address(self, keys: _Keys, key: str, text: str) -> Address:
        try:
            return secret.address(text, self._secrets)
        except KeyError as missing:
            raise UsageError(
                f"{keys.where}, {key}: {missing.args[0]} is not set.", "Set it in the environment or the secrets file."
            ) from None
        except ValueError:
            raise keys.wrong(key, "is no address") from None

    @staticmethod
    def _base_url(top: _Keys) -> str:
        try:
            return site_address(top.get("base_url", str, ""))
        except UsageError:
            raise top.wrong("base_url", "is an http(s) address without ? or #") from None

    @staticmethod
    def _timezone(top: _Keys) -> str:
        text: str = top.get("timezone", str, "")
        try:
            if text:
                ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise top.wrong("timezone", "is no time zone, such as America/New_York") from None
        return text


FORMS = {
    "Apprise": ("url", "name", "in_doubt"),
    "Webhook": ("webhook", "secret", "name"),
    "Feed": ("feed", "title", "name"),
}
ANY = tuple(dict.fromkeys(key for keys in FORMS.values() for key in keys))


def _form(keys: _Keys) -> str:
    heads = [form for form, known in FORMS.items() if known[0] in keys.data]
    if len(heads) != 1:
        raise UsageError(f"{keys.where}: one of url, webhook and feed.", "docs/alerts.md shows each.")
    return heads[0]


def _is_host(name: str | None) -> bool:
    """Whether a name can be looked up: no label is empty, too long or in a form that means nothing."""
    for label in (name or "").encode("idna").split(b"."):
        label.decode("idna")
    return bool(name)


def _state(text: str) -> str:
    """A state by its letters or its whole name: a slip of the pen is not guessed at here."""
    for code in STATES:
        if text.strip().casefold() in (code.casefold(), state_name(code).casefold()):
            return code
    raise UsageError(f"“{text}” is no state or territory.", "Use its two letters, such as ME or FL.")


def _agency(text: str) -> str:
    if not _AGENCY.fullmatch(text):
        raise UsageError(f"“{text}” is no agency's id.", "`roster287 find TEXT` looks agencies up by name.")
    return text


@dataclass(frozen=True, slots=True)
class _Keys:
    """One table of the file: its keys are known, and each value is what it must be."""

    where: str
    data: dict[str, Any]
    known: Sequence[str]

    def __post_init__(self) -> None:
        if not isinstance(self.data, dict):
            raise UsageError(f"{self.where}: this is no table.", "docs/alerts.md shows one.")
        if unknown := [key for key in self.data if key not in self.known]:
            hint = "It stands above the rules." if unknown[0] in OF_FILE else f"Keys: {', '.join(self.known)}."
            raise UsageError(f"{self.where}, {unknown[0]}: no such key.", hint)

    def wrong(self, key: str, why: str) -> UsageError:
        return UsageError(f"{self.where}, {key}: it {why}.", "docs/alerts.md describes every key.")

    def get(self, key: str, kind: type[T], *default: Any) -> Any:
        """The value of a key, of this type; the default, or an error, where it is missing."""
        if key not in self.data:
            if default:
                return default[0]
            raise UsageError(f"{self.where}, {key}: it is missing.", "docs/alerts.md describes every key.")
        value = self.data[key]
        if type(value) is not kind:
            names = {str: "a text", int: "a whole number", list: "a list", dict: "a table"}
            raise self.wrong(key, f"is {names[kind]}")
        return value

    def one_of(self, key: str, allowed: Sequence[str], default: str) -> str:
        value: str = self.get(key, str, default)
        if value not in allowed:
            raise self.wrong(key, f"is one of {', '.join(allowed)}")
        return value

    def several(self, key: str, understood: Callable[[str], str]) -> tuple[str, ...]:
        if key not in self.data:
            return ()
        values = self.get(key, list)
        if not values or not all(isinstance(value, str) for value in values):
            raise self.wrong(key, "is a list of texts; leave it out for every one")
        try:
            return tuple(dict.fromkeys(understood(value) for value in values))
        except UsageError as error:
            raise UsageError(f"{self.where}, {key}: {error.message}", error.hint) from None
