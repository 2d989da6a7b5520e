"""An alert that comes twice, late as if it were news, for a list nobody trusts, or never: each is a harm."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from roster287.errors import StoreError
from roster287.publish.alerts import Ledger, Rule, Rules, delivery, notify, preview, settle, tried
from roster287.publish.alerts.channels import Outgoing
from roster287.publish.alerts.delivery import BACKOFF
from roster287.publish.alerts.rules import Feed, Webhook
from roster287.publish.alerts.secrets import Address
from tests.alerts.conftest import TOWNS, Desk, remembered
from tests.support.workbooks import row

SIGNED = "participating-2025-04-03-am/signed/me-wells-police-department/task_force/2025-04-02"
WELLS = row("MAINE", "Wells Police Department", signed="2025-04-02")
MIAMI = row("FLORIDA", "Miami Police Department", signed="2025-04-02", county="Miami-Dade County")


def test_the_first_run_does_not_flood(desk: Desk) -> None:
    assert desk.sent == []
    assert not desk.deliver().began
    assert desk.sent == []


def test_since_sends_what_a_first_run_keeps_back_and_only_once(desk: Desk) -> None:
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.ledger.unlink()
    assert desk.deliver().began
    assert desk.sent == []
    desk.deliver(since="2025-04-01")
    desk.deliver(since="2025-04-01")
    assert desk.told() == [SIGNED]


def test_the_message_is_the_change_itself_with_its_proof(desk: Desk) -> None:
    desk.rules = replace(desk.rules, base_url="https://example.org")
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver()
    desk.deliver(60)
    ((rule, channel, message),) = desk.sent
    assert (rule, channel) == ("all", "apprise-1")
    assert message.subject == "Maine: Wells Police Department: on ICE's list"
    text = message.body()
    assert text.startswith("Wells Police Department (Maine) appeared on ICE's list of 3 April 2025: Task Force Model")
    assert "https://example.org/agencies/me-wells-police-department/" in text
    assert "participatingAgencies04032025am.xlsx (participating-2025-04-03-am), row 22, SHA-256 " in text


def test_a_mass_change_is_one_message(desk: Desk) -> None:
    desk.sync("2025-04-03", TOWNS[3:])
    desk.deliver()
    ((_, _, message),) = desk.sent
    assert len(message.events) == 3
    assert message.subject == "Maine: 3 changes on ICE's lists"
    assert message.body().startswith("3 × no longer on ICE's list.")


def test_a_message_fits_its_channel_and_says_what_it_leaves_out(desk: Desk) -> None:
    desk.sync("2025-04-03", [*TOWNS, *(dict(WELLS, agency=f"Ville{n} Police Department") for n in range(40))])
    desk.deliver()
    ((_, _, message),) = desk.sent
    for most in (500, 1000, 2000):
        text = message.body(most)
        assert len(text) <= most
        assert " more" in text
    assert "… and" not in message.body()


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (Rule("r", (remembered(),), states=("FL",)), {"fl-miami-police-department"}),
        (Rule("r", (remembered(),), agencies=("me-wells-police-department",)), {"me-wells-police-department"}),
        (Rule("r", (remembered(),), models=("jail_enforcement",)), set()),
        (Rule("r", (remembered(),), kinds=("pending",)), set()),
        (Rule("r", (remembered(),), cause="record"), set()),
        (Rule("r", (remembered(),)), {"fl-miami-police-department", "me-wells-police-department"}),
    ],
)
def test_nobody_gets_what_they_did_not_ask_for(desk: Desk, rule: Rule, wanted: set[str]) -> None:
    desk.rules = Rules((rule,))
    desk.sync("2025-04-03", [*TOWNS, WELLS, MIAMI])
    desk.deliver()
    assert {e["agency_id"] for _, _, m in desk.sent for e in m.events} == wanted


def test_a_new_rule_begins_with_what_comes(desk: Desk) -> None:
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver()
    desk.rules = Rules((*desk.rules.rules, Rule("new", (remembered(),))))
    desk.deliver()
    assert desk.told("new") == []
    desk.sync("2025-04-04", [*TOWNS, WELLS, MIAMI])
    desk.deliver()
    assert len(desk.told("new")) == 1


def test_a_daily_digest_waits_for_its_hour_and_comes_once(desk: Desk) -> None:
    desk.rules = Rules((Rule("all", (remembered(),), when="daily"),), digest_hour=7, timezone="America/New_York")
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    assert desk.deliver().waiting == 1
    desk.sync("2025-04-03", [*TOWNS, WELLS, MIAMI], "pm")
    assert desk.deliver(120).waiting == 2
    desk.deliver(21 * 60 + 59)
    assert desk.sent == []
    desk.deliver(1)
    desk.deliver(1)
    ((_, _, message),) = desk.sent
    assert len(message.events) == 2


def test_a_list_that_is_set_aside_is_told_to_the_operator_alone_and_once(desk: Desk) -> None:
    desk.rules = replace(desk.rules, operator=(remembered("ops"),))
    path = desk.sync("2025-04-03", [*TOWNS[:5], WELLS])
    done = desk.deliver()
    desk.deliver(60)
    ((rule, channel, message),) = desk.sent
    assert (rule, channel) == ("operator", "ops")
    assert path.name in message.body()
    assert "sync --accept" in message.body()
    assert len(done.notices) == 1


def test_an_accepted_list_is_news_at_last(desk: Desk) -> None:
    path = desk.sync("2025-04-03", [*TOWNS[:5], WELLS])
    desk.deliver()
    desk.record.sync(accept=[str(path)])
    desk.deliver()
    ((_, _, message),) = desk.sent
    assert len(message.events) == 16
    assert message.late == ()


def test_what_an_older_list_brings_is_not_told_as_news(desk: Desk) -> None:
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver()
    desk.sync("2025-03-15", [*TOWNS, MIAMI])
    assert desk.deliver(1).waiting == 2
    assert len(desk.sent) == 1
    desk.deliver(24 * 60)
    message = desk.sent[1][2]
    assert len(message.late) == 2
    assert "Found later" in message.body()
    desk.rules = Rules((Rule("all", (remembered(),), late="skip"),))
    desk.sync("2025-03-20", [*TOWNS[1:], MIAMI])
    desk.deliver(48 * 60)
    assert len(desk.sent) == 2


def test_a_change_that_an_older_list_shows_earlier_is_not_told_twice(desk: Desk) -> None:
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver()
    desk.sync("2025-04-02", [*TOWNS, WELLS])
    desk.deliver(48 * 60)
    desk.deliver(48 * 60)
    assert len(desk.sent) == 1
    (event,) = [e for e in desk.record.changes(since="2025-04-01") if e["kind"] == "signed"]
    assert event["date"] == "2025-04-02"


def test_a_merge_tells_nothing_again_and_a_rule_for_the_old_id_goes_on(desk: Desk) -> None:
    other = dict(WELLS, agency="Wells Beach Constables")
    desk.rules = Rules(
        (
            Rule("all", (remembered(),)),
            Rule("ours", (remembered(),), cause="record"),
            *(Rule(i, (remembered(),), agencies=(f"me-{i}",), kinds=("no_longer_listed",))
              for i in ("wells-police-department", "wells-beach-constable")),
        )
    )  # fmt: skip
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.sync("2025-04-10", [*TOWNS, WELLS, dict(other, signed="2025-04-05", model="Jail Enforcement Model")])
    desk.deliver()
    assert len(desk.told()) == 2
    desk.record.judge(
        "same", "ME: Wells Police Department", "ME: Wells Beach Constables", why="test", evidence="test"
    )  # fmt: skip
    desk.deliver(1)
    assert len(desk.told("all")) == 2
    assert [event_id.split("/")[1] for event_id in desk.told("ours")] == ["merged"]
    desk.sync("2025-04-20", TOWNS)
    desk.deliver(1)
    assert len(desk.told("wells-police-department")) == 2
    assert len(desk.told("wells-beach-constable")) == 2


def test_pending_again_months_later_is_told_again(desk: Desk) -> None:
    waiting = [row("MAINE", "Sanford Police Department"), row("MAINE", "Wells Police Department")]
    desk.sync("2025-04-04", waiting, pending=True)
    desk.deliver()
    desk.sync("2025-04-28", waiting[:1], pending=True)
    desk.deliver()
    desk.sync("2025-07-21", waiting, pending=True)
    desk.deliver()
    assert [m.events[0]["kind"] for _, _, m in desk.sent] == ["pending", "no_longer_pending", "pending"]


@contextmanager
def without(desk: Desk, event_id: str) -> Iterator[None]:
    """The record without an event, as when its list is set aside by hindsight."""
    for statement in (f"CREATE TABLE kept AS SELECT * FROM events WHERE event_id = '{event_id}'",
                      f"DELETE FROM events WHERE event_id = '{event_id}'"):  # fmt: skip
        _alter(desk, statement)
    yield
    for statement in ("INSERT INTO events SELECT * FROM kept", "DROP TABLE kept"):
        _alter(desk, statement)


def _alter(desk: Desk, statement: str) -> None:
    with desk.record._database.write() as connection:
        connection.exec_driver_sql(statement)


def test_what_the_record_no_longer_has_is_not_sent_and_comes_when_it_is_back(desk: Desk) -> None:
    desk.rules = Rules((Rule("all", (remembered(),), when="daily"),))
    desk.sync("2025-04-03", [*TOWNS, WELLS, MIAMI])
    desk.deliver()
    with without(desk, SIGNED):
        desk.deliver(24 * 60)
        assert desk.told() == [SIGNED.replace("me-wells", "fl-miami")]
    desk.deliver(24 * 60)
    assert desk.told()[1:] == [SIGNED]


@pytest.mark.parametrize("daily", [True, False])
def test_a_change_that_has_its_old_id_again_is_neither_lost_nor_withdrawn(desk: Desk, daily: bool) -> None:
    """As after a merge that is undone: what was told of it under the other id, or waits, is its own again."""
    desk.rules = Rules((Rule("all", (remembered(),), when="daily" if daily else "immediate"),))
    other = SIGNED.replace("me-wells", "me-other")
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    notices = [*desk.deliver().notices]
    for was, now in ((SIGNED, other), (other, SIGNED), (SIGNED, other), (other, SIGNED)):
        _alter(desk, f"UPDATE events SET event_id = '{now}' WHERE event_id = '{was}'")
        notices += desk.deliver(1).notices
    notices += desk.deliver(24 * 60).notices
    assert notices == []
    assert desk.told() == [SIGNED]


def test_a_message_that_waits_for_a_retry_tells_only_what_still_holds(desk: Desk) -> None:
    desk.fails = lambda *_: "down"
    desk.sync("2025-04-03", [*TOWNS, WELLS, MIAMI])
    desk.deliver()
    desk.fails = lambda *_: ""
    with without(desk, SIGNED):
        desk.deliver(5)
        assert desk.told() == [SIGNED.replace("me-wells", "fl-miami")]
    desk.deliver()
    assert desk.told()[1:] == [SIGNED]


def test_the_operator_is_told_of_an_alert_that_no_longer_holds(desk: Desk) -> None:
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver()
    with without(desk, SIGNED):
        (notice,) = desk.deliver().notices
        assert "no longer has" in notice
    assert desk.deliver().notices == ()
    assert desk.told() == [SIGNED]


def test_the_operator_is_told_although_the_run_that_saw_it_was_ended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver()
    with without(desk, SIGNED):
        with monkeypatch.context() as patched:
            patched.setattr(delivery, "_withdrawn", _ended)
            with pytest.raises(KeyboardInterrupt):
                desk.deliver()
        (notice,) = desk.deliver().notices
        assert "no longer has" in notice
        assert desk.deliver().notices == ()


def _ended(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_failed_message_is_tried_again_then_fails_loudly_and_can_be_sent_after_all(desk: Desk) -> None:
    desk.rules = replace(desk.rules, operator=(remembered("ops"),))
    desk.fails = lambda channel, _: "no route" if channel.name != "ops" else ""
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    done = desk.deliver()
    assert (len(done.retrying), done.loud) == (1, False)
    assert desk.deliver(0.5).retrying == ()
    for minutes in BACKOFF[:-1]:
        done = desk.deliver(minutes)
        assert (len(done.retrying), done.loud) == (1, False)
    done = desk.deliver(BACKOFF[-1])
    assert done.loud
    assert done.failed[0].problem == "no route"
    assert desk.deliver(10_000).loud
    assert [(rule, name) for rule, name, _ in desk.sent] == [("operator", "ops")]
    assert "no route" in desk.sent[0][2].body()
    desk.fails = lambda *_: ""
    with Ledger(desk.ledger) as ledger:
        assert settle(ledger, "again", desk.now.strftime("%Y-%m-%dT%H:%M:%SZ")) == 1
    assert not desk.deliver().loud
    assert len(desk.told()) == 1


@pytest.mark.parametrize("when", ["daily", "immediate"])
def test_what_was_queued_or_put_off_while_a_clock_was_ahead_is_not_kept_for_years(desk: Desk, when: str) -> None:
    desk.rules = Rules((Rule("all", (remembered(),), when=when),), digest_hour=7)
    right = desk.now
    desk.fails = lambda *_: "no route"
    desk.now += timedelta(days=2000)
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver()
    desk.fails = lambda *_: ""
    desk.now = right
    desk.deliver(5)
    desk.deliver(5)
    assert [len(message.events) for _, _, message in desk.sent] == [1]


def test_one_channel_that_fails_does_not_stop_or_repeat_the_other(desk: Desk) -> None:
    desk.rules = Rules((Rule("all", (remembered("bad"), remembered("good"))),))
    desk.fails = lambda channel, _: "down" if channel.name == "bad" else ""
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver()
    desk.deliver(2)
    assert [name for _, name, _ in desk.sent] == ["good"]
    desk.fails = lambda *_: ""
    desk.deliver(60)
    assert [name for _, name, _ in desk.sent] == ["good", "bad"]


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("after", [False, True], ids=["before it went out", "after it went out"])
@pytest.mark.parametrize("form", ["hold", "again", "webhook"])
def test_a_crash_in_mid_send(desk: Desk, form: str, after: bool) -> None:
    channel = (
        Webhook("hook", Address("http://nowhere.invalid", "…"), Address("s" * 20, "…"))
        if form == "webhook"
        else remembered(in_doubt=form)
    )
    desk.rules = Rules((Rule("all", (channel,)),))
    desk.sync("2025-04-03", [*TOWNS, WELLS])

    def die(*about: object) -> str:
        if after:
            desk.send(*about)  # type: ignore[arg-type]
        raise Killed

    with pytest.raises(Killed):
        desk.deliver(send=die)
    done = desk.deliver(1)
    if form == "hold":
        assert len(desk.sent) == after
        assert len(done.held) == 1
        assert done.loud
        assert "may or may not have gone out" in done.notices[0]
        with Ledger(desk.ledger) as ledger:
            settle(ledger, "done", "2025-04-03T00:00:00Z")
        assert not desk.deliver(1).loud
    else:
        assert len(desk.sent) == 1 + after
        assert len({message.message_id for _, _, message in desk.sent}) == 1
        assert not done.loud


def test_two_deliveries_never_run_at_once(desk: Desk) -> None:
    with Ledger(desk.ledger), pytest.raises(StoreError, match="Another process"):
        Ledger(desk.ledger, patience=0.05).__enter__()


def test_a_channel_that_is_gone_from_the_rules_gets_nothing_and_that_is_said(desk: Desk) -> None:
    desk.fails = lambda *_: "down"
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver()
    desk.rules = Rules(())
    done = desk.deliver(10)
    assert "Dropped" in done.notices[0]
    assert desk.deliver(10).notices == ()


def test_preview_sends_nothing_and_changes_nothing(desk: Desk) -> None:
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    before = desk.ledger.read_bytes()
    shown = preview(desk.record, desk.rules, Ledger(desk.ledger), "2025-04-03T12:00:00Z")
    assert [row["subject"] for row in shown] == ["Maine: Wells Police Department: on ICE's list"]
    assert preview(desk.record, desk.rules, Ledger(desk.ledger), "2025-04-03T12:00:00Z", "2025-04-04").rows == ()
    assert desk.ledger.read_bytes() == before
    desk.deliver()
    assert len(desk.sent) == 1
    assert len(preview(desk.record, desk.rules, Ledger(desk.ledger), "2025-04-03T12:00:00Z", "2025-04-01")) == 1


def test_a_test_reaches_every_channel_and_says_which_work(desk: Desk) -> None:
    feed = Feed("feed-1", desk.folder / "deep" / "x.atom")
    desk.rules = Rules((Rule("all", (remembered("bad"), remembered("good"), feed), lang="es"),), (remembered("ops"),))
    from roster287.publish.alerts import channels

    subjects = []

    def send(channel: object, message: Outgoing, now: object) -> str:
        subjects.append(message.subject)
        if channel is feed:
            return channels.send(channel, message, now)  # type: ignore[arg-type]
        return "no" if getattr(channel, "name", "") == "bad" else ""

    found = tried(desk.rules, "2025-04-03T12:00:00Z", send)
    assert [(row["channel"], row["works"]) for row in found] == [
        ("bad", False), ("good", True), ("feed-1", True), ("ops", True),
    ]  # fmt: skip
    assert list((desk.folder / "deep").iterdir()) == []
    assert subjects[-1] == "roster287: a test"
    assert set(subjects[:-1]) == {"roster287: una prueba"}


def test_a_notice_is_told_once(desk: Desk) -> None:
    desk.rules = replace(desk.rules, operator=(remembered("ops"),))
    with Ledger(desk.ledger) as ledger:
        assert notify(desk.rules, ledger, "k", "s", "text", "2025-03-02T12:00:00Z")
        assert not notify(desk.rules, ledger, "k", "s", "text", "2025-03-02T12:00:00Z")
    desk.deliver()
    assert [m.body() for _, _, m in desk.sent] == ["text"]


def test_a_ledger_that_is_no_ledger_is_said(tmp_path: Path) -> None:
    path = tmp_path / "alerts.db"
    path.write_text("not a database, but quite long enough to be read as one" * 100)
    with pytest.raises(StoreError, match="cannot be used"):
        Ledger(path).__enter__()
    with pytest.raises(StoreError, match="cannot be used"):
        Ledger(path / "below a file.db").__enter__()
    path.unlink()
    with Ledger(path):
        pass
