"""Records whose lists come one after another, rules, and channels that run on loopback or only remember."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from roster287.publish.alerts import Delivered, Ledger, Rule, Rules, deliver
from roster287.publish.alerts.channels import Outgoing
from roster287.publish.alerts.rules import Apprise, Channel
from roster287.publish.alerts.secrets import Address
from roster287.record import Record
from roster287.record import open as open_record
from tests.alerts.receivers import mail as mail
from tests.alerts.receivers import receiver as receiver
from tests.support.lives import Lines, empty_record, list_file
from tests.support.stores import copy
from tests.support.workbooks import row

TOWNS = [row("MAINE", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(20)]
SECRET = "0123456789abcdef0123456789abcdef"


def remembered(name: str = "apprise-1", in_doubt: str = "hold") -> Apprise:
    """A channel of a person, which tests send to by remembering."""
    return Apprise(name, Address("mailto://nowhere.invalid", "mailto://…"), in_doubt)


EVERYTHING = Rules((Rule("all", (remembered(),)),))


@dataclass
class Desk:
    """One home whose lists come one by one, with its ledger, a clock, and what was sent."""

    folder: Path
    record: Record
    rules: Rules = field(default_factory=Rules)
    now: datetime = field(default_factory=lambda: datetime.fromisoformat("2025-03-02T12:00:00+00:00"))
    sent: list[tuple[str, str, Outgoing]] = field(default_factory=list)
    fails: Callable[[Channel, Outgoing], str] = lambda _channel, _message: ""

    @property
    def ledger(self) -> Path:
        """The file of the ledger."""
        return self.record.home.root / "alerts.db"

    def sync(self, day: str, rows: Lines, part: str = "am", *, pending: bool = False) -> Path:
        """Take in a list of a day."""
        path = list_file(self.folder, day, rows, part, pending=pending)
        self.record.sync([path])
        return path

    def send(self, channel: Channel, message: Outgoing, _now: datetime) -> str:
        """Remember a message, unless it is to fail."""
        if problem := self.fails(channel, message):
            return problem
        self.sent.append((message.rule, channel.name, message))
        return ""

    def deliver(self, minutes: float = 0, **more: object) -> Delivered:
        """Deliver, that many minutes later."""
        self.now += timedelta(minutes=minutes)
        with Ledger(self.ledger, patience=1) as ledger:
            now = self.now.strftime("%Y-%m-%dT%H:%M:%SZ")
            return deliver(self.record, self.rules, ledger, now, **{"send": self.send, **more})  # type: ignore[arg-type]

    def told(self, rule: str | None = None) -> list[str]:
        """The ids of the events that were sent, in order."""
        return [e["event_id"] for name, _, m in self.sent if rule in (None, name) for e in m.events]


@pytest.fixture(scope="session")
def begun_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a list of each kind of 1 March 2025, whose ledger has begun; only copy it."""
    folder = tmp_path_factory.mktemp("begun")
    with empty_record(folder / "home") as record:
        found = Desk(folder, record, EVERYTHING)
        found.sync("2025-03-01", TOWNS)
        found.sync("2025-03-01", [row("MAINE", "Sanford Police Department")], pending=True)
        assert found.deliver().began
    return folder / "home"


@pytest.fixture
def desk(begun_home: Path, tmp_path: Path) -> Iterator[Desk]:
    """A copy of that home, and a rule for everything."""
    folder = tmp_path / "lists"
    folder.mkdir()
    copy(begun_home, tmp_path / "home")
    with open_record(tmp_path / "home") as record:
        yield Desk(folder, record, EVERYTHING)
