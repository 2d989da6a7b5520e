"""1 to 10 April 2025, list by list: a newspaper in Maine gets two messages, once each, killed or not.

What is chosen for a message that a crash cuts off between sending and recording: at most once by mail (it is held, and
said loudly), at least once to a webhook, with one id. See docs/decisions/0008-alert-delivery.md.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from roster287.clock import now
from roster287.publish.alerts import Delivered, Ledger, deliver, load
from roster287.record import Record
from tests.alerts.conftest import SECRET
from tests.alerts.receivers import Hook, MailServer
from tests.support.lists import LISTS, WORKBOOKS, needs_lists
from tests.support.lives import empty_record
from tests.support.stores import environment
from tests.support.sweeps import sweep

BEFORE = [path for path in WORKBOOKS if path.stem.split("-")[-1][:14] in ("20250328133437", "20250331231039")]
APRIL = sorted(
    (path for path in WORKBOOKS if "20250401" <= path.stem.split("-")[-1][:8] <= "20250410"),
    key=lambda path: (path.stem.split("-")[-1], path.name),
)
RULES = """
[[rule]]
name = "maine"
states = ["ME"]
channels = ["${{MAIL}}", {{ webhook = "{hook}", secret = "${{KEY}}" }}]
"""
WELLS = "Maine: Wells Police Department: on ICE's list"
MONMOUTH = "Maine: Monmouth Winthrop Police Department: on ICE's pending list"

CHILD = """
import os, signal, sys, traceback
from pathlib import Path
from roster287.clock import now
from roster287.publish.alerts import Ledger, channels, deliver, load
from roster287.record import open as open_record

home = Path(sys.argv[1])

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def run(when):
    def gone(channel, message, now, real=channels.send):
        if when == "before":
            kill()
        real(channel, message, now)
        kill()

    with open_record(home) as record, Ledger(home / "alerts.db") as ledger:
        rules = load(home / "alerts.toml")
        if when.startswith("write"):
            left = [int(when[5:])]
            whole = Ledger.write
            def write(self):
                left[0] -= 1
                if left[0] < 0:
                    kill()
                return whole(self)
            Ledger.write = write
            gone = channels.send
        deliver(record, rules, ledger, now(), send=gone)

for line in sys.stdin:
    child = os.fork()
    if not child:
        signal.alarm(60)
        try:
            run(line.strip())
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""A process that has loaded the program, and for each line that it reads delivers in a process of its own."""


@pytest.fixture
def record(tmp_path: Path, mail: MailServer, receiver: Hook, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    """A home as on 31 March 2025, whose rule for Maine has begun."""
    monkeypatch.setenv("MAIL", mail.url)
    monkeypatch.setenv("KEY", SECRET)
    with empty_record(tmp_path / "home") as found:
        found.sync(BEFORE)
        (found.home.root / "alerts.toml").write_text(RULES.format(hook=receiver.url))
        assert send(found).began
        yield found


def send(record: Record) -> Delivered:
    root = record.home.root
    with Ledger(root / "alerts.db") as ledger:
        return deliver(record, load(root / "alerts.toml"), ledger, now())


Kill = Callable[[str], int]


@pytest.fixture
def kill(record: Record) -> Iterator[Kill]:
    """A delivery in a process of its own, which is killed at a moment, if it comes to that: its exit code."""
    command = [sys.executable, "-c", CHILD, str(record.home.root)]
    env = {**os.environ, **environment(record.home.root)}
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asked, answered = process.stdin, process.stdout
        assert asked is not None
        assert answered is not None

        def ended(when: str) -> int:
            print(when, file=asked, flush=True)
            code = int(answered.readline())
            assert code in (0, -signal.SIGKILL)
            return code

        yield ended


def subjects(mail: MailServer) -> list[str]:
    return [str(got["subject"]) for got in mail.mails]


def replay(record: Record, each: Callable[[Path], object], files: Sequence[Path] = tuple(APRIL)) -> None:
    for path in files:
        record.sync([path])
        each(path)


@needs_lists
def test_maine_gets_exactly_two_messages(record: Record, mail: MailServer, receiver: Hook) -> None:
    assert LISTS is not None
    assert len(APRIL) == 6
    days: list[str] = []

    def each(path: Path) -> None:
        had = len(mail.raw)
        send(record)
        send(record)
        days.extend([path.stem.split("-")[-1][:8]] * (len(mail.raw) - had))

    replay(record, each)
    assert subjects(mail) == [WELLS, MONMOUTH]
    assert days == ["20250403", "20250404"]
    signed, waiting = (got.get_content() for got in mail.mails)
    for words in ("signed 2 April 2025", "the first agency in Maine", "on the pending list since 31 March 2025",
                  "participatingAgencies-20250403231027.xlsx", "row 261",
                  "81aebec4696ef0b520665a9fbcea8f34d454ba5585688e170cc9f9874e2cc056"):  # fmt: skip
        assert words in signed
    assert "appeared on ICE's pending list of 4 April 2025: Task Force Model" in waiting
    events = [json.loads(body) for _, body in receiver.got]
    assert [event["subject"] for event in events] == [WELLS, MONMOUTH]
    assert [len(event["data"]["events"]) for event in events] == [1, 1]


@needs_lists
def test_killed_between_send_and_record_nobody_gets_it_twice(
    record: Record, kill: Kill, mail: MailServer, receiver: Hook
) -> None:
    held: list[str] = []

    def each(_path: Path) -> None:
        for _ in range(3):
            kill("after")
        held.extend(told.subject for told in send(record).held)

    replay(record, each)
    assert subjects(mail) == [WELLS, MONMOUTH]
    assert set(held) == {WELLS, MONMOUTH}
    ids = [headers["webhook-id"] for headers, _ in receiver.got]
    assert len(set(ids)) == 2


@needs_lists
def test_killed_before_it_went_out_it_is_held_and_can_be_sent(
    record: Record, kill: Kill, mail: MailServer, receiver: Hook
) -> None:
    from roster287.publish.alerts import settle

    replay(record, lambda _path: None, APRIL[:2])
    assert kill("before") == -signal.SIGKILL
    done = send(record)
    assert done.loud
    assert [told.subject for told in done.held] == [WELLS]
    assert len(done.notices) == 1
    assert subjects(mail) == []
    with Ledger(record.home.root / "alerts.db") as ledger:
        settle(ledger, "again", now())
    assert not send(record).loud
    assert subjects(mail) == [WELLS]
    assert len(receiver.got) == 1


@needs_lists
@pytest.mark.parametrize("part", sweep(4))
def test_killed_at_every_write_of_the_ledger_nothing_is_lost_or_silent(
    record: Record, kill: Kill, mail: MailServer, receiver: Hook, part: int
) -> None:
    replay(record, lambda _path: None, APRIL[:2])
    start = (record.home.root / "alerts.db").read_bytes()
    for number in range(part, 100, 4):
        (record.home.root / "alerts.db").write_bytes(start)
        mail.raw.clear()
        receiver.got.clear()
        killed = kill(f"write{number}") == -signal.SIGKILL
        done = send(record)
        assert subjects(mail) == [WELLS]
        assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
        assert done.loud == bool(done.held)
        if not killed:
            break
    assert number >= 6
    assert not killed
