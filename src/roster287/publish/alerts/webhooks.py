"""Webhooks: a CloudEvent (1.0, JSON, structured mode) by POST, signed as Standard Webhooks are.

    webhook-id         the CloudEvent's id; the same when a message is sent again
    webhook-timestamp  seconds since 1970
    webhook-signature  v1,BASE64(HMAC-SHA256(key, "ID.TIMESTAMP.BODY"))

The key is the secret's bytes, or, when it begins with `whsec_`, what the rest is in base64.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from typing import Any

from roster287.publish.alerts.rules import Webhook

TYPES = {"changes": "io.roster287.changes", "notice": "io.roster287.notice", "test": "io.roster287.test"}
TIMEOUT = 20.0
"""Seconds that sending one message takes at most, however its receiver answers."""


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """The signature of a body."""
    key = secret.encode()
    if secret.startswith("whsec_"):
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            key = secret.encode()
    signed = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(signed.digest()).decode()


def cloud_event(message_id: str, source: str, kind: str, subject: str, made: str, data: Mapping[str, Any]) -> bytes:
    """The body: one CloudEvent that holds every change of the message."""
    event = {
        "specversion": "1.0",
        "id": message_id,
        "source": source or "urn:roster287",
        "type": TYPES[kind],
        "subject": subject,
        "time": made,
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(event, ensure_ascii=False, sort_keys=True).encode()


def post(channel: Webhook, message_id: str, body: bytes, now: datetime) -> str:
    """Send a body. Gives nothing when a 2xx answered, else what went wrong."""
    import httpcore

    from roster287.acquire.wire import Deadline, Wire

    stamp = str(int(now.timestamp()))
    headers = {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "user-agent": "roster287-alerts",
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": signature(channel.secret.value, message_id, stamp, body),
    }
    headers["content-length"] = str(len(body))
    deadline = Deadline(time.monotonic)
    deadline.start(TIMEOUT)
    failed = (UnicodeError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError,
              httpcore.ProxyError, httpcore.UnsupportedProtocol)  # fmt: skip
    try:
        with (
            closing(Wire(deadline)) as wire,
            wire.send("POST", channel.address.value, headers, TIMEOUT, TIMEOUT, body) as answer,
        ):
            return "" if 200 <= answer.status < 300 else f"it answered {answer.status}"
    except failed as error:
        return f"{type(error).__name__}: {error}"
