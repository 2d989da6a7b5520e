"""Real servers on loopback: what arrives is what was meant, signed, and from no one else; secrets stay secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from roster287.publish.alerts import Rule, Rules, channels, load, webhooks
from roster287.publish.alerts.channels import Outgoing
from roster287.publish.alerts.rules import Apprise, Feed, Webhook
from roster287.publish.alerts.secrets import Address, Secrets, address
from roster287.publish.alerts.webhooks import signature
from roster287.publish.feeds import MOST
from tests.alerts.conftest import SECRET, TOWNS, Desk
from tests.alerts.receivers import Hook, MailServer
from tests.alerts.test_delivery import WELLS
from tests.support.workbooks import row

NOW = datetime(2025, 4, 3, 12, tzinfo=UTC)


def webhook(receiver: Hook) -> Webhook:
    return Webhook("webhook-1", Address(receiver.url, "http://…"), Address(SECRET, "${KEY}"))


def apprise(url: str) -> Apprise:
    return Apprise("apprise-1", address(url, Secrets({})))


def test_a_mail_is_plain_text_with_the_change_first(desk: Desk, mail: MailServer) -> None:
    desk.rules = Rules((Rule("all", (apprise(mail.url),)),), base_url="https://example.org")
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver(send=channels.send)
    desk.deliver(60, send=channels.send)
    (got,) = mail.mails
    assert got.get_content_type() == "text/plain"
    assert got["subject"] == "Maine: Wells Police Department: on ICE's list"
    assert got["to"] == "desk@example.org"
    assert got.get_content().startswith("Wells Police Department (Maine) appeared on ICE's list of 3 April 2025")


def test_a_mail_that_is_refused_says_why_without_its_address(desk: Desk, mail: MailServer) -> None:
    mail.answer = "550 no such desk@example.org"
    desk.rules = Rules((Rule("all", (apprise(mail.url),)),))
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    (told,) = desk.deliver(send=channels.send).retrying
    assert told.problem
    assert "desk@example" not in told.problem
    mail.answer = "250 OK"
    desk.deliver(60, send=channels.send)
    assert len(mail.mails) == 1


def test_a_webhook_is_a_signed_cloud_event(desk: Desk, receiver: Hook) -> None:
    desk.rules = Rules((Rule("all", (webhook(receiver),)),), base_url="https://example.org")
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.now = datetime.now(UTC)
    desk.deliver(send=channels.send)
    ((headers, body),) = receiver.got
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    event = json.loads(body)
    assert {key: event[key] for key in ("specversion", "type", "source")} == {
        "specversion": "1.0",
        "type": "io.roster287.changes",
        "source": "https://example.org",
    }
    datetime.fromisoformat(event["time"])
    (change,) = event["data"]["events"]
    assert change["agency"] == "Wells Police Department"
    assert change["evidence"][0]["sheet_row"] == 22
    assert change["found_later"] is False
    assert event["id"] == headers["webhook-id"]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert abs(time.time() - int(headers["webhook-timestamp"])) < 300


def test_a_key_of_standard_webhooks_is_read_as_base64() -> None:
    key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    wanted = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body) == wanted
    assert signature("whsec_no base64", "a", "1", b"") == signature("whsec_no base64", "a", "1", b"")


@pytest.mark.parametrize("status", [301, 400, 500])
def test_a_webhook_that_does_not_answer_2xx_is_tried_again_with_the_same_id(
    desk: Desk, receiver: Hook, status: int
) -> None:
    desk.rules = Rules((Rule("all", (webhook(receiver),)),))
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    receiver.status = status
    (told,) = desk.deliver(send=channels.send).retrying
    assert told.problem == f"it answered {status}"
    receiver.status = 200
    assert len(desk.deliver(5, send=channels.send).sent) == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({body for _, body in receiver.got}) == 1


def test_nobody_there_is_said(receiver: Hook) -> None:
    nobody = Webhook("w", Address("http://127.0.0.1:9/very-secret-path", "…", ("very-secret-path",)), Address("k", "…"))
    problem = channels.send(nobody, Outgoing("id", "test", "r", "s", "2025-04-03T12:00:00Z", text="x"), NOW)
    assert problem.startswith("ConnectError")
    assert "very-secret" not in problem


def test_a_receiver_that_never_ends_its_answer_holds_nobody_up(receiver: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its headers comes in time; the answer does not. A watch would wait for it for ever."""
    monkeypatch.setattr(webhooks, "TIMEOUT", 0.5)
    receiver.drips = True
    problem = channels.send(webhook(receiver), Outgoing("id", "test", "r", "s", "2025-04-03T12:00:00Z", text="x"), NOW)
    assert problem.startswith("ReadTimeout")


def test_an_address_that_raises_does_not_stop_the_alerts_of_others(desk: Desk, receiver: Hook) -> None:
    """The first rule's host is one that no resolver can be asked for."""
    bad = Webhook("w", Address("https://a..b/very-secret", "…", ("very-secret",)), Address(SECRET, "…"))
    desk.rules = Rules((Rule("a", (bad,)), Rule("b", (webhook(receiver),))))
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    done = desk.deliver(send=channels.send)
    assert [told.rule for told in done.sent] == ["b"]
    (told,) = done.retrying
    assert (told.rule, "Error" in told.problem, "very-secret" in told.problem) == ("a", True, False)
    again = desk.deliver(60, send=channels.send)
    assert (again.sent, again.held, len(again.retrying), len(receiver.got)) == ((), (), 1, 1)


@pytest.mark.parametrize("url", ["nothing://x/y", "slack://"])
def test_an_address_that_apprise_does_not_know_is_a_problem_not_a_crash(url: str) -> None:
    problem = channels.send(apprise(url), Outgoing("id", "test", "r", "s", "2025-04-03T12:00:00Z", text="x"), NOW)
    assert "does not understand" in problem


def test_what_apprise_logs_is_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    channels.send(
        apprise("json://127.0.0.1:9/sec-ret-path"),
        Outgoing("i", "test", "r", "s", "2025-04-03T12:00:00Z", text="x"),
        NOW,
    )
    logging.getLogger("apprise").warning("still heard")
    assert "sec-ret" not in "".join(capfd.readouterr())


ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_feed_is_there_before_the_first_change_and_holds_each_once(desk: Desk) -> None:
    atom, feed = desk.folder / "feeds" / "all.atom", desk.folder / "feeds" / "all.json"
    desk.rules = Rules((Rule("all", (Feed("feed-1", atom, "All & <more>"), Feed("feed-2", feed, "All"))),))
    desk.deliver(send=channels.send)
    assert ElementTree.parse(atom).getroot().findall(f"{ATOM}entry") == []
    assert json.loads(feed.read_text())["items"] == []
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    desk.deliver(send=channels.send)
    desk.sync("2025-04-04", [*TOWNS, WELLS, row("MAINE", "York Police Department", signed="2025-04-03")])
    desk.deliver(1, send=channels.send)
    desk.deliver(1, send=channels.send)
    root = ElementTree.parse(atom).getroot()
    titles = [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    assert titles == ["Maine: York Police Department: on ICE's list", "Maine: Wells Police Department: on ICE's list"]
    assert root.findtext(f"{ATOM}title") == "All & <more>"
    for entry in root.findall(f"{ATOM}entry"):
        assert all(entry.findtext(f"{ATOM}{part}") for part in ("id", "updated", "content"))
    items = json.loads(feed.read_text())["items"]
    assert [item["title"] for item in items] == titles
    assert [item["id"] for item in items] == [e.findtext(f"{ATOM}id") for e in root.findall(f"{ATOM}entry")]
    assert sorted(path.name for path in atom.parent.iterdir()) == ["all.atom", "all.json"]


def test_a_feed_holds_all_that_one_list_brings_and_has_an_id_of_its_own(desk: Desk) -> None:
    feeds = [desk.folder / lang / "all.atom" for lang in ("en", "es")]
    desk.rules = Rules(tuple(Rule(path.parent.name, (Feed("feed-1", path, "All"),)) for path in feeds))
    many = [row("MAINE", f"Ville{n} Police Department", signed="2025-04-02") for n in range(MOST + 30)]
    desk.sync("2025-04-03", [*TOWNS, *many])
    desk.deliver(send=channels.send)
    roots = [ElementTree.parse(path).getroot() for path in feeds]
    assert [len(root.findall(f"{ATOM}entry")) for root in roots] == [len(many)] * 2
    assert len({root.findtext(f"{ATOM}id") for root in roots}) == 2


def test_a_feed_that_cannot_be_written_keeps_the_one_before(desk: Desk) -> None:
    path = desk.folder / "file" / "all.atom"
    (desk.folder / "file").write_text("in the way")
    desk.rules = Rules((Rule("all", (Feed("feed-1", path, "All"),)),))
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    (told,) = desk.deliver(send=channels.send).retrying
    assert "cannot be written" in told.problem
    (desk.folder / "file").unlink()
    assert len(desk.deliver(5, send=channels.send).sent) == 1


HOSTILE = [
    "Wells\r\nBcc: evil@evil.example\r\n\r\nPolice",
    "<script>alert(1)</script> Police [click](https://evil.example)",
    "<!channel> @everyone *bold* _it_ ~x~ `code` <https://evil.example|Wells>",
    "www.evil.example https://evil.example javascript:alert(1) evil@evil.example",
    "Wells\u202ekcaj\u2028Police\x1b[31m\x00",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_never_becomes_a_header_markup_or_a_link(
    desk: Desk, mail: MailServer, receiver: Hook, name: str
) -> None:
    feed = Feed("feed-1", desk.folder / "all.atom", "All")
    desk.rules = Rules((Rule("all", (apprise(mail.url), webhook(receiver), feed)),))
    desk.sync("2025-04-03", [*TOWNS, dict(WELLS, agency=name.replace("\x00", "").replace("\x1b", ""))])
    desk.deliver(send=channels.send)
    (got,) = mail.mails
    assert got["bcc"] is None
    assert sorted(key.lower() for key in got) == sorted(
        ["content-type", "mime-version", "content-transfer-encoding", "x-application", "subject", "from", "to",
         "message-id", "date"]
    )  # fmt: skip
    ((_, body),) = receiver.got
    event = json.loads(body)
    root = ElementTree.parse(feed.path).getroot()
    texts = [str(got["subject"]), got.get_content(), event["subject"], event["data"]["text"]]
    texts += [str(root.findtext(f"{ATOM}entry/{ATOM}{part}")) for part in ("title", "content")]
    for text in texts:
        for bad in (
            "<",
            ">",
            "[",
            "]",
            "`",
            "*",
            "~",
            "|",
            "@",
            "://",
            "www.e",
            "evil.example",
            "javascript:a",
            "\u202e",
        ):
            assert bad not in text, (bad, text)


def test_secrets_are_in_no_repr_ledger_or_message(
    desk: Desk, mail: MailServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MAIL", mail.url.replace("mailto://", "mailto://robot:pass-word-1234@"))
    monkeypatch.setenv("KEY", SECRET)
    file = tmp_path / "alerts.toml"
    file.write_text(
        '[[rule]]\nname = "all"\nchannels = ["${MAIL}", '
        '{ webhook = "http://127.0.0.1:9/x?token=to-ken-1234", secret = "${KEY}" }]\n'
    )
    desk.rules = load(file)
    desk.sync("2025-04-03", [*TOWNS, WELLS])
    done = desk.deliver(send=channels.send)
    everything = repr(desk.rules) + repr(done) + desk.ledger.read_bytes().decode("utf-8", "replace")
    for secret in ("pass-word-1234", SECRET, "to-ken-1234", mail.url):
        assert secret not in everything
