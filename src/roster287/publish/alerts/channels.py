"""Sending one message to one channel. Nothing here knows what was sent before."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from roster287 import files
from roster287.errors import RosterError, UsageError
from roster287.publish.alerts import feeds, webhooks
from roster287.publish.alerts.rules import Apprise, Channel, Feed, Webhook
from roster287.publish.alerts.wording import Words, inert
from roster287.table import Line


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message. `text` is empty for changes, which are put in words to fit the channel."""

    message_id: str
    kind: str
    rule: str
    subject: str
    made: str
    events: tuple[Line, ...] = ()
    late: tuple[str, ...] = ()
    text: str = ""
    words: Words = field(default_factory=Words)
    entries: tuple[tuple[str, Line], ...] = ()
    """For a feed, all that it shall hold."""

    def body(self, most: int = 30_000) -> str:
        """The text in at most that many characters."""
        if self.text:
            return self.text if len(self.text) <= most else self.text[: most - 1] + "…"
        return self.words.text(self.events, self.late, self.rule, most)


Send = Callable[[Channel, Outgoing, datetime], str]
"""Sends a message; gives nothing when it went out, else what went wrong, with nothing secret in it."""


def send(channel: Channel, message: Outgoing, now: datetime) -> str:
    """Send a message by what the channel is. Whatever goes wrong is told: one channel never stops the others."""
    try:
        problem = _sent(channel, message, now)
    except Exception as error:  # noqa: BLE001  an address that nothing foresaw is a failed attempt, as any other
        problem = error.message if isinstance(error, RosterError) else f"{type(error).__name__}: {error}"
    return inert(_masked(channel, problem), 300)


def _sent(channel: Channel, message: Outgoing, now: datetime) -> str:
    if isinstance(channel, Webhook):
        return webhooks.post(channel, message.message_id, _cloud_event(message), now)
    return _feed(channel, message, now) if isinstance(channel, Feed) else _apprise(channel, message)


def _masked(channel: Channel, text: str) -> str:
    """A text without what is secret of a channel."""
    if isinstance(channel, Feed):
        return text
    text = channel.address.masked(text)
    return channel.secret.masked(text) if isinstance(channel, Webhook) else text


def _cloud_event(message: Outgoing) -> bytes:
    late = frozenset(message.late)
    data: dict[str, Any] = {"rule": message.rule, "text": message.body()}
    if message.kind == "changes":
        data["events"] = [{**event, "found_later": event["event_id"] in late} for event in message.events]
    source = message.words.base_url
    return webhooks.cloud_event(message.message_id, source, message.kind, message.subject, message.made, data)


def _feed(channel: Feed, message: Outgoing, now: datetime) -> str:
    try:
        if message.kind == "changes":
            told = now.strftime("%Y-%m-%dT%H:%M:%SZ")
            feeds.write(message.rule, channel, message.entries, message.words, told)
        elif message.kind == "test":
            probe = channel.path.with_name(f".{channel.path.name}.test")
            files.put(probe, b"")
            probe.unlink()
        else:
            return "a feed tells changes only"
    except OSError as error:
        return f"it cannot be written: {error.strerror}"
    return ""


def _apprise(channel: Apprise, message: Outgoing) -> str:
    with _listening() as said:
        service = _service(channel)
        if service is None:
            return "apprise does not understand this address"
        room = service.body_maxlen if service.title_maxlen > 0 else service.body_maxlen - len(message.subject) - 20
        if service.notify(title=message.subject, body=message.body(min(room, 30_000)), body_format="text"):
            return ""
    return "; ".join(dict.fromkeys(said[-3:])) or "it did not say why"


def _service(channel: Apprise) -> Any:
    """The service behind an address, with everything off that would write, redirect or rewrite."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import apprise

            asset = apprise.AppriseAsset(
                storage_mode="memory",
                async_mode=False,
                app_id="roster287",
                app_desc="287(g) alerts",
                app_url="",
                pgp_autogen=False,
                pem_autogen=False,
                interpret_emojis=False,
                interpret_escapes=False,
                http_redirects=False,
            )
            url = channel.address.value
            if url.startswith(("mailto:", "mailtos:")) and "format=" not in url:
                url += ("&" if "?" in url else "?") + "format=text"
            return apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    except ImportError:
        raise UsageError(
            "apprise, which sends to e-mail and chat, is not installed.", "Install it: pip install apprise"
        ) from None


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What apprise says while it sends, kept and not printed: it may name addresses."""
    said: list[str] = []
    logger, handler = logging.getLogger("apprise"), logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    was, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = was
