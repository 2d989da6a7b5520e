"""The rules of alerts: who wants to know what, and through which channels. `rules_file` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from roster287.publish.alerts.secrets import Address
from roster287.table import Line

OPERATOR = "operator"
"""The name under which the ledger keeps what the operator is told; no rule may have it."""


@dataclass(frozen=True, slots=True)
class Apprise:
    """A person's channel by an apprise address: e-mail, Slack, Teams, Discord, ntfy and others."""

    name: str
    address: Address
    in_doubt: str = "hold"
    """After a crash in mid-send: `hold` (the default) the message and tell, or send it `again`."""

    @property
    def again_is_safe(self) -> bool:
        """Whether sending twice is better than asking."""
        return self.in_doubt == "again"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A program's channel: a signed CloudEvent by POST. By its id a repeated one is recognized."""

    name: str
    address: Address
    secret: Address
    again_is_safe: bool = True


@dataclass(frozen=True, slots=True)
class Feed:
    """A file, Atom or JSON Feed, written whole each time."""

    name: str
    path: Path
    title: str = ""
    again_is_safe: bool = True


Channel = Apprise | Webhook | Feed


@dataclass(frozen=True, slots=True)
class Rule:
    """Who wants to know what."""

    name: str
    channels: tuple[Channel, ...]
    states: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    cause: str = "ice"
    lang: str = "en"
    when: str = "immediate"
    late: str = "digest"

    def asks_for(self, event: Line) -> bool:
        """Whether an event is one of those the rule asks for."""
        return (
            event["cause"] == self.cause
            and (not self.states or event["state"] in self.states)
            and (not self.agencies or event["agency_id"] in self.agencies)
            and (not self.models or event["model"] in self.models)
            and (not self.kinds or event["kind"] in self.kinds)
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule, and what they share."""

    rules: tuple[Rule, ...] = ()
    operator: tuple[Channel, ...] = ()
    operator_lang: str = "en"
    base_url: str = ""
    timezone: str = ""
    digest_hour: int = 7
    known: Mapping[tuple[str, str], Channel] = field(init=False)
    """Every channel, by its rule and its name."""

    def __post_init__(self) -> None:
        every = {(rule.name, channel.name): channel for rule in self.rules for channel in rule.channels}
        every |= {(OPERATOR, channel.name): channel for channel in self.operator}
        object.__setattr__(self, "known", every)
