"""Whatever comes in whatever order, killed wherever: at most once by a person's channel, and never silently lost."""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from roster287.publish.alerts import Delivered, Ledger, Rule, Rules, deliver, settle
from roster287.publish.alerts.channels import Outgoing
from roster287.publish.alerts.rules import Channel
from tests.alerts.conftest import TOWNS, remembered
from tests.support.lives import empty_record, list_file
from tests.support.workbooks import row


class Killed(BaseException):
    """The process is gone."""


class Deliveries(RuleBasedStateMachine):
    """Lists come, deliveries run, services fail, processes are killed before or after a message went out."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.record = empty_record(self.home / "home")
        self.wanted = Rules((Rule("all", (remembered("hold"), remembered("again", "again"))),))
        self.day = datetime(2025, 3, 1, 12, tzinfo=UTC)
        self.names = 0
        self.rows = list(TOWNS)
        self.sent: Counter[tuple[str, str]] = Counter()
        self.doubled: set[str] = set()
        self.due: set[str] = set()
        self._list()
        self._deliver()

    def teardown(self) -> None:
        if hasattr(self, "record"):
            self.record.close()
            self.folder.cleanup()

    def _list(self) -> None:
        day = self.day.date().isoformat()
        self.record.sync([list_file(self.home, day, self.rows, "am")])

    def _deliver(self, send: Any = None) -> Delivered:
        with Ledger(self.home / "alerts.db") as ledger:
            now = self.day.strftime("%Y-%m-%dT%H:%M:%SZ")
            return deliver(self.record, self.wanted, ledger, now, send=send or self._send)

    def _send(self, channel: Channel, message: Outgoing, _now: datetime) -> str:
        for event in message.events:
            self.sent[channel.name, event["event_id"]] += 1
        return ""

    @rule(new=st.integers(1, 3))
    def a_list_comes(self, new: int) -> None:
        self.day += timedelta(days=1)
        for _ in range(new):
            self.names += 1
            self.rows.append(row("MAINE", f"Ville{self.names} Police Department", signed="2025-02-01", county=""))
        self._list()
        self.due = {e["event_id"] for e in self.record.changes()}

    @rule(minutes=st.sampled_from([0, 2, 30, 2000]))
    def delivered(self, minutes: int) -> None:
        self.day += timedelta(minutes=minutes)
        self._deliver()

    @rule()
    def the_services_are_down(self) -> None:
        self._deliver(lambda *_: "down")

    @rule(after=st.booleans(), at=st.integers(0, 2))
    def killed(self, after: bool, at: int) -> None:
        left = at

        def send(channel: Channel, message: Outgoing, now: datetime) -> str:
            nonlocal left
            left -= 1
            if left >= 0:
                return self._send(channel, message, now)
            if after:
                self._send(channel, message, now)
                self.doubled.update(e["event_id"] for e in message.events)
            raise Killed

        with contextlib.suppress(Killed):
            self._deliver(send)

    @rule()
    def settled(self) -> None:
        with Ledger(self.home / "alerts.db") as ledger:
            held = {e["event_id"] for m in ledger.messages("held") for e in m.events}
            settle(ledger, "again", self.day.strftime("%Y-%m-%dT%H:%M:%SZ"))
        self.doubled |= held

    @invariant()
    def nothing_comes_twice(self) -> None:
        for (channel, event_id), times in getattr(self, "sent", {}).items():
            assert times == 1 or event_id in self.doubled, (channel, event_id, times)

    @invariant()
    def nothing_is_lost_in_silence(self) -> None:
        if not hasattr(self, "wanted") or not self.due:
            return
        with Ledger(self.home / "alerts.db") as ledger:
            known = {line[0] for line in ledger.rows("SELECT event_id FROM events")}
            kept = set(ledger.rows("SELECT channel, event_id FROM items"))
            held = {(m.channel, e["event_id"]) for m in ledger.messages("held", "due", "sending") for e in m.events}
        for event_id in self.due & known:
            for channel in ("hold", "again"):
                assert (channel, event_id) in kept
                assert self.sent[channel, event_id] or (channel, event_id) in held, (channel, event_id)


class ManyDeliveries(Deliveries):
    """The same, more often."""


TestDeliveries = Deliveries.TestCase
TestDeliveries.settings = settings(
    max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestManyDeliveries = pytest.mark.long(ManyDeliveries.TestCase)
TestManyDeliveries.settings = settings(TestDeliveries.settings, max_examples=60)
