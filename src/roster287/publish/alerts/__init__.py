"""Alerts: the change itself, to the people who asked for it, once.

    home/alerts.toml   the rules: who wants to know what, and where it is sent (`rules`, `rules_file`,
                       `secrets`)
    home/alerts.db     the delivery ledger: what is known, what is due, what was sent (`ledger`)

`deliver` looks at the record (`finding`), queues what each rule asks for, and sends what is due (`delivery`,
`channels`, `webhooks`, `feeds`); `wording` says it. What happens after a crash is said in
docs/decisions/0008-alert-delivery.md.
"""

from __future__ import annotations

from roster287.publish.alerts.delivery import Delivered, deliver, notify, preview, settle, tried
from roster287.publish.alerts.ledger import Ledger
from roster287.publish.alerts.rules import Rule, Rules
from roster287.publish.alerts.rules_file import load

__all__ = ["Delivered", "Ledger", "Rule", "Rules", "deliver", "load", "notify", "preview", "settle", "tried"]
