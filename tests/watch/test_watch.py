"""A watch that misses a list, runs twice, dies of an error, or cannot be stopped is worse than none."""

from __future__ import annotations

import gc
import os
import random
import signal
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from roster287.acquire.transport import Patience, Transport
from roster287.clock import iso
from roster287.errors import SourceError, StoreError, UsageError
from roster287.heartbeat import Heartbeat, age, freshness
from roster287.model import SetAside, Synced
from roster287.publish.alerts import Ledger, Rule, Rules, deliver
from roster287.publish.alerts.channels import Outgoing
from roster287.publish.alerts.rules import Channel
from roster287.settings import Home
from roster287.stages.fetching import look_live
from roster287.watch.loop import Listener, Schedule, watch
from roster287.watch.signals import Interrupted, Stop
from tests.alerts.conftest import remembered
from tests.support.ice_server import Fault, IceServer
from tests.support.lives import empty_record, list_file
from tests.support.sweeps import sweep
from tests.support.workbooks import row
from tests.watch.conftest import Simulated, synced

WEEKS = 10
MONDAY = datetime(2025, 3, 3, tzinfo=UTC)


class Ice:
    """ICE's site over ten weeks: two or three new lists a week, and days on which it fails."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.posted: list[datetime] = []
        at = MONDAY + timedelta(hours=1)
        while (at := at + timedelta(hours=chance.uniform(6, 96))) < MONDAY + timedelta(weeks=WEEKS, days=-1):
            self.posted.append(at)
        self.chance = chance
        self.seen: list[datetime] = []
        self.lag: list[timedelta] = []
        self.polls = 0
        self.down = 0

    def poll(self, now: datetime) -> Synced:
        """One poll: it fails now and then, for a while; else the list that stands there is taken in, once."""
        self.polls += 1
        if self.down or self.chance.random() < 0.01:
            self.down = self.down - 1 if self.down else self.chance.randrange(4)
            raise SourceError("ICE's site is unreachable.", "Try again later.")
        there = [at for at in self.posted if at <= now]
        if there and there[-1] not in self.seen:
            self.seen.append(there[-1])
            self.lag.append(now - there[-1])
            return synced(1, (f"e{len(self.seen)}",))
        return synced()


@pytest.mark.parametrize("seed", sweep(3))
def test_ten_weeks_without_a_list_missed_or_doubled_and_no_growth(home: Home, seed: int) -> None:
    time_, ice, told = Simulated(MONDAY, MONDAY + timedelta(weeks=WEEKS), keep=False), Ice(seed), [0]
    sizes: list[int] = []

    def poll() -> Synced:
        if ice.polls % 500 == 250:
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
        return ice.poll(time_.now)

    def tell(_line: str) -> None:
        told[0] += 1

    tracemalloc.start()
    try:
        done = watch(
            poll, lambda: None, Schedule(chance=random.Random(seed)), home=home, stop=time_, clock=time_.clock,
            listener=Listener(tell, tell),
        )  # fmt: skip
    finally:
        tracemalloc.stop()
    assert ice.seen == ice.posted
    assert done.changes == len(ice.posted)
    assert max(ice.lag) < timedelta(hours=6)
    assert sum(lag < timedelta(minutes=17) for lag in ice.lag) > len(ice.lag) // 2
    assert 4500 < done.looks < 5700
    assert done.failures > 20
    assert len(sizes) > 8
    steps = sorted(after - before for before, after in pairwise(sizes[1:]))
    assert sum(steps[:-1]) < 50_000, "one step aside: Python's table of interned names doubles once in a while"
    assert told[0] == done.failures + done.changes
    beat = Heartbeat.read(home)
    assert beat.last_changed is not None
    assert datetime.fromisoformat(beat.last_changed) >= ice.posted[-1].replace(microsecond=0)


@pytest.mark.parametrize("weeks", [2, pytest.param(WEEKS, marks=pytest.mark.long)])
def test_weeks_of_a_real_record_with_alerts(tmp_path: Path, weeks: int) -> None:
    """Each list is synced when it is new, each change is sent once; the watch is killed and begun anew each week."""
    time_ = Simulated(MONDAY, MONDAY + timedelta(weeks=weeks), keep=False)
    rules = Rules((Rule("all", (remembered(),)),))
    sent: list[str] = []
    rows = [row("MAINE", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(10)]

    def send(_channel: Channel, message: Outgoing, _now: datetime) -> str:
        sent.extend(event["event_id"] for event in message.events)
        return ""

    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-03-01", rows)])
        known: set[str] = set()

        def poll() -> Synced:
            day = time_.now.date().isoformat()
            if time_.now.hour < 15 or time_.now.weekday() not in (1, 4) or day in known:
                return synced()
            known.add(day)
            rows.append(row("MAINE", f"Ville{day} Police Department", signed="2025-02-01", county=""))
            return record.sync([list_file(tmp_path, day, rows)]).done

        def send_due() -> None:
            with Ledger(tmp_path / "home" / "alerts.db") as ledger:
                deliver(record, rules, ledger, time_.now.strftime("%Y-%m-%dT%H:%M:%SZ"), send=send)

        send_due()
        schedule, looks = Schedule(60, 120), 0
        for week in range(weeks):
            time_.end = MONDAY + timedelta(weeks=week + 1)
            looks += watch(poll, send_due, schedule, home=record.home, stop=time_, clock=time_.clock).looks
        events = [event["event_id"] for event in record.changes()]
    assert len(known) == 2 * weeks
    assert len(events) == 2 * weeks
    assert sent == events
    assert looks > 130 * weeks


@pytest.mark.parametrize("weeks", [2, pytest.param(WEEKS, marks=pytest.mark.long)])
def test_weeks_of_looks_at_a_site_that_fails_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weeks: int
) -> None:
    """Real looks over HTTP: each list is in the record once, with the time it came; nothing grows while none comes."""
    chance, time_ = random.Random(287), Simulated(MONDAY, MONDAY + timedelta(weeks=weeks), keep=False)
    rows = [row("MAINE", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(10)]
    posted: list[tuple[str, str]] = []
    sizes: list[int] = []
    faults = [
        Fault("status", times=2, status=403), Fault("status", times=4), Fault("reset", times=4), Fault("html", times=2),
        Fault("short", times=4), Fault("loop", times=2),
    ]  # fmt: skip
    tracemalloc.start()
    with IceServer() as ice, empty_record(tmp_path / "home") as record:
        monkeypatch.setenv("ROSTER287_ICE_PAGE", ice.page_url)

        def post(day: str) -> None:
            rows.append(row("MAINE", f"Ville{day} Police Department", signed="2025-02-01", county=""))
            listed = list_file(tmp_path, day, rows)
            posted.append((listed.name, day))
            ice.publish("participating", listed.read_bytes(), f"/doclib/{listed.name}")

        def poll() -> Synced:
            day = time_.now.date().isoformat()
            monkeypatch.setenv("ROSTER287_NOW", iso(time_.now))
            if not posted or (time_.now.hour >= 15 and time_.now.weekday() in (1, 4) and posted[-1][1] != day):
                post(day)
            if chance.random() < 0.03:
                ice.fail(chance.choice(("/identify", "/doclib", "/")), replace(chance.choice(faults)))
            ice.take()
            if time_.now.hour == 6:
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
            with Transport(patience=Patience(attempts=2), sleep=lambda _: None) as transport:
                return look_live(record.home, lambda: record._database, transport=transport)

        done = watch(
            poll, lambda: None, Schedule(60, 120, chance=chance), home=record.home, stop=time_, clock=time_.clock
        )
        tracemalloc.stop()
        lists = [(p["file_name"], p["first_captured"][:10]) for p in record.lists()]
        assert len(posted) == 2 * weeks + 1
        assert lists == posted
        assert [event["date"] for event in record.changes()] == [day for _, day in posted[1:]]
        assert record.verify().rows == ()
    assert done.looks > 130 * weeks
    assert done.failures > 2 * weeks
    assert len(sizes) > 4 * weeks
    rises = [after - before for before, after in pairwise(sizes[2 * weeks :])]
    # Python's own table of interned names, which every test fills, doubles at some moment: one rise is let go.
    assert sum(rises) - max(rises) < 25_000 * weeks, sizes


def test_it_looks_more_often_on_weekdays_and_never_on_the_dot(home: Home) -> None:
    time_ = Simulated(MONDAY, MONDAY + timedelta(weeks=1))
    watch(synced, lambda: None, Schedule(chance=random.Random(1)), home=home, stop=time_, clock=time_.clock)
    weekdays = [seconds for seconds in time_.slept if seconds < 1800]
    others = [seconds for seconds in time_.slept if seconds >= 1800]
    assert all(13.4 * 60 < seconds < 16.6 * 60 for seconds in weekdays)
    assert all(53 * 60 < seconds < 67 * 60 for seconds in others)
    assert abs(len(weekdays) - 480) < 15
    assert abs(len(others) - 48) < 4
    assert len(set(weekdays)) == len(weekdays)


def test_a_source_that_fails_is_asked_less_and_less_and_as_before_when_it_is_back(home: Home) -> None:
    time_ = Simulated(MONDAY, MONDAY + timedelta(hours=12))
    results = iter([True] * 6 + [False] * 100)
    told: list[str] = []

    def poll() -> Synced:
        if next(results):
            raise SourceError("blocked")
        return synced()

    done = watch(
        poll, lambda: None, Schedule(jitter=0), home=home, stop=time_, clock=time_.clock, listener=Listener(told.append)
    )
    assert [seconds / 60 for seconds in time_.slept[:8]] == [15, 30, 60, 120, 120, 120, 15, 15]
    assert told == ["looked, without success: blocked"] * 6
    assert done.failures == 6


def test_nothing_unforeseen_ends_the_watch(home: Home) -> None:
    time_ = Simulated(MONDAY, MONDAY + timedelta(hours=1))
    told: list[str] = []

    def poll() -> Synced:
        raise KeyError("agency")

    def deliver_() -> None:
        raise StoreError("The ledger is locked.")

    done = watch(
        poll, deliver_, Schedule(jitter=0), home=home, stop=time_, clock=time_.clock, listener=Listener(told.append)
    )
    assert done.looks == 3
    assert told[:2] == ["looked, without success: unforeseen: KeyError: 'agency'", "alerts: The ledger is locked."]
    assert Heartbeat.read(home).failures == 3


def test_lists_set_aside_are_told(home: Home) -> None:
    told: list[str] = []
    aside = Synced(
        1, 1, 1, (), (SetAside("x", "participating.xlsx", "half of it is gone", "participating", "2025-04-03"),)
    )
    watch(
        lambda: aside, lambda: None, Schedule(once=True), home=home, stop=Simulated(),
        listener=Listener(told.append, told.append),
    )  # fmt: skip
    assert told == ["1 new list, 0 changes", "set aside participating.xlsx: half of it is gone"]


def test_each_look_says_when_the_next_is(home: Home) -> None:
    """An operator who was told the time of another watch, or nothing at all, thinks that the watch hangs."""
    Heartbeat().expecting(datetime(2020, 1, 1, tzinfo=UTC), none=False).write(home)
    time_ = Simulated(end=Simulated().now + timedelta(minutes=50))
    told: list[tuple[str, str | None]] = []
    watch(
        synced, lambda: None, Schedule(jitter=0), home=home, stop=time_, clock=time_.clock,
        listener=Listener(looked=lambda found, heartbeat: told.append((iso(found.at), heartbeat.next_look))),
    )  # fmt: skip
    assert len(told) == 4
    assert [again for _, again in told[:-1]] == [at for at, _ in told[1:]]


def test_a_sync_by_hand_between_two_looks_is_not_forgotten(home: Home) -> None:
    """What was last new, and when, is what a monitor reads."""
    time_ = Simulated(MONDAY, MONDAY + timedelta(hours=2))

    def poll() -> Synced:
        if time_.now > MONDAY and Heartbeat.read(home).last_changed is None:
            by_hand = time_.now - timedelta(minutes=5)
            Heartbeat.read(home).looked(by_hand, synced(1, ("e",)), None).write(home)
        return synced()

    watch(poll, lambda: None, Schedule(jitter=0), home=home, stop=time_, clock=time_.clock)
    beat = Heartbeat.read(home)
    assert beat.last_changed is not None
    assert beat.last_changed < (beat.last_looked or "")
    assert beat.process == os.getpid()


def test_two_watches_never_run_at_once(home: Home) -> None:
    def poll() -> Synced:
        with pytest.raises(StoreError, match="Another watch runs"):
            watch(synced, lambda: None, Schedule(once=True), home=home, stop=Simulated())
        return synced()

    assert watch(poll, lambda: None, Schedule(once=True), home=home, stop=Simulated()).failures == 0
    assert watch(synced, lambda: None, Schedule(once=True), home=home, stop=Simulated()).looks == 1


def test_the_heartbeat_outlives_the_process_and_says_what_is_stale(home: Home) -> None:
    time_ = Simulated(MONDAY)
    assert "has succeeded yet" in Heartbeat.read(home).stale(age("2h"), MONDAY)
    watch(lambda: synced(1, ("e",)), lambda: None, Schedule(once=True), home=home, stop=time_, clock=time_.clock)

    def down() -> Synced:
        raise SourceError("blocked")

    later = Simulated(MONDAY + timedelta(hours=3), MONDAY + timedelta(days=1))
    watch(down, lambda: None, Schedule(once=True), home=home, stop=later, clock=later.clock)
    found = freshness(home)
    assert found == {
        "last_looked": "2025-03-03T03:00:00Z",
        "last_succeeded": "2025-03-03T00:00:00Z",
        "last_changed": "2025-03-03T00:00:00Z",
        "last_error": "blocked",
        "failures": 1,
    }
    beat = Heartbeat.read(home)
    assert beat.stale(age("4h"), later.now) == ""
    assert "3 hours ago. 1 looks in a row have failed: blocked" in beat.stale(age("90m"), later.now)
    assert beat.next_look is None
    assert "a clock is wrong" in beat.stale(age("4h"), MONDAY - timedelta(days=400)), "no monitor passes for years"


def test_a_time_that_is_none_in_the_heartbeat_is_none_that_is_known(home: Home) -> None:
    home.write("heartbeat.json", '{"last_succeeded": "garbage", "last_looked": "2025-03-03T00:00:00Z", "failures": 2}')
    beat = Heartbeat.read(home)
    assert (beat.last_succeeded, beat.last_looked, beat.failures) == (None, "2025-03-03T00:00:00Z", 2)
    assert "has succeeded yet" in beat.stale(age("2h"), MONDAY)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"failures": "x", "last_looked": 3}', "\ufffd"])
def test_a_heartbeat_that_cannot_be_read_is_begun_anew(home: Home, text: str) -> None:
    home.root.mkdir()
    (home.root / "heartbeat.json").write_text(text)
    assert Heartbeat.read(home) == Heartbeat()


@pytest.mark.parametrize("text", ["", "2", "h", "-2h", "2 weeks", "1.5h", "99999999d"])
def test_a_length_of_time_is_not_guessed(text: str) -> None:
    with pytest.raises(UsageError):
        age(text)


def test_lengths_of_time() -> None:
    assert [age(text) for text in ("90m", "2h", "3 d")] == [
        timedelta(minutes=90), timedelta(hours=2), timedelta(days=3),
    ]  # fmt: skip


@pytest.mark.parametrize("given", [(0, 60, 0.1), (15, 0, 0.1), (15, 60, 0.9), (15, 60, -0.1), (float("nan"), 60, 0)])
def test_a_schedule_is_one_that_a_site_can_bear(given: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="minutes"):
        Schedule(*given)


CHILD = """
import sys, time
from pathlib import Path
from roster287.model import Synced
from roster287.settings import Home
from roster287.watch.loop import Listener, Schedule, watch
from roster287.watch.signals import Stop

home, where = Home(Path(sys.argv[1])), sys.argv[2]

def slow(name):
    if where == name:
        print("in", name, flush=True)
        time.sleep(1.5 if name == "deliver" else 60)
        print("done", name, flush=True)

def poll():
    slow("poll")
    return Synced(2, 0, 0, (), ())

def looked(found, heartbeat):
    if where == "sleep":
        print("in sleep", flush=True)

with Stop() as stop:
    done = watch(poll, lambda: slow("deliver"), Schedule(), home=home, stop=stop, listener=Listener(looked=looked))
print("stopped after", done.looks, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="LEFT OUT: signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(("where", "looks"), [("sleep", 1), ("poll", 0), ("deliver", 1)])
def test_a_signal_stops_it_cleanly(home: Home, where: str, looks: int, number: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(home.root), where], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == f"in {where}\n"
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.splitlines()[-1] == f"stopped after {looks}"
    assert ("done deliver" in out) == (where == "deliver")
    assert watch(synced, lambda: None, Schedule(once=True), home=home, stop=Simulated()).looks == 1


@pytest.mark.skipif(os.name != "posix", reason="LEFT OUT: signals of POSIX")
def test_killed_outright_the_next_watch_goes_on(home: Home) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(home.root), "sleep"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    looked = Heartbeat.read(home).last_looked
    assert looked is not None
    process.kill()
    process.communicate()
    done = watch(synced, lambda: None, Schedule(once=True), home=home, stop=Simulated(), clock=lambda: MONDAY)
    assert done.looks == 1
    assert Heartbeat.read(home).last_looked == "2025-03-03T00:00:00Z"


def test_a_second_signal_does_not_wait() -> None:
    with Stop() as stop:
        with pytest.raises(Interrupted), stop.breaking():
            signal.raise_signal(signal.SIGTERM)
        assert stop.wait(60)
        with pytest.raises(Interrupted), stop.breaking():
            pass
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
