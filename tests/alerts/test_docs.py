"""A stranger who follows docs/alerts.md sees what it shows; the commands do what they say."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer

from roster287.cli import main
from roster287.settings import Home
from roster287.stages.keeping import writing
from tests.alerts.conftest import SECRET
from tests.alerts.receivers import Hook, MailServer
from tests.cli.conftest import Ran
from tests.support.ice_server import PAGE, Fault, IceServer
from tests.support.lives import empty_record, list_file
from tests.support.stores import copy_read
from tests.support.workbooks import row

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
STEPS = re.findall(r"```console\n\$ (roster287 [^\n]+)\n(.*?)```", TEXT, re.DOTALL)
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in `home`, a folder of the test's."""

    def command(*arguments: str, form: str = "table") -> Ran:
        capsys.readouterr()
        code = main.main(["--home", str(tmp_path / "home"), "--format", form, *arguments])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return command


@pytest.fixture
def addresses(mail: MailServer, receiver: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of the example, with servers of this computer."""
    for name, value in {
        "DESK_MAIL": mail.url,
        "OPERATOR_MAIL": mail.url,
        "HOOK": receiver.url,
        "HOOK_KEY": SECRET,
    }.items():
        monkeypatch.setenv(name, value)


def rules_of_the_page() -> str:
    (text,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    return str(text)


def words(text: str) -> list[list[str]]:
    return [re.sub(r"\S*/feeds/", "…/feeds/", line).split() for line in text.splitlines()]


@pytest.mark.usefixtures("addresses")
def test_the_worked_example(run: Run, tmp_path: Path, shipped_home: Path, mail: MailServer, receiver: Hook) -> None:
    home = tmp_path / "home"
    copy_read(shipped_home, home)
    (home / "alerts.toml").write_text(rules_of_the_page())
    assert [command for command, _ in STEPS] == [
        "roster287 alerts check", "roster287 alerts test", "roster287 alerts send",
    ]  # fmt: skip
    for command, shown in STEPS:
        ran = run(*shlex.split(command)[1:])
        assert (ran.code, ran.err) == (0, "")
        assert words(ran.out) == words(shown)
    assert [got["subject"] for got in mail.mails] == ["roster287: a test"] * 2
    assert len(receiver.got) == 1
    seen = run("alerts", "preview", "--since", "2025-04-01")
    (message,) = re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL)
    subject, _, body = message.partition("\n\n")
    everything = run("alerts", "preview", "--since", "2025-04-03", form="json").json["rows"]
    assert seen.code == 0
    assert body.strip() in seen.out
    assert {row_["rule"] for row_ in everything} == {"maine", "ends"}
    assert subject.startswith("Subject: Maine: ")
    assert len(mail.mails) == 2


def test_the_receiver_of_the_page_verifies(monkeypatch: pytest.MonkeyPatch) -> None:
    from roster287.publish.alerts.webhooks import signature

    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names: dict[str, Callable[..., bool]] = {}
    exec(code, names)
    headers = {"webhook-id": "1", "webhook-timestamp": "2", "webhook-signature": signature(SECRET, "1", "2", b"x")}
    assert names["verified"](SECRET, headers, b"x")
    assert not names["verified"](SECRET, headers, b"y")


def test_every_key_is_on_the_page() -> None:
    from dataclasses import fields

    from roster287.publish.alerts.rules import Rule, Rules
    from roster287.publish.alerts.rules_file import FORMS

    keys = [f.name for f in fields(Rule)] + [key for form in FORMS.values() for key in form]
    keys += [f.name for f in fields(Rules) if f.name in ("base_url", "timezone", "digest_hour", "operator")]
    assert [key for key in keys if f"`{key}" not in TEXT and f"{key} = " not in TEXT and f"[{key}]" not in TEXT] == []


RULES = '[[rule]]\nname = "all"\nchannels = ["${DESK_MAIL}"]\n[operator]\nchannels = ["${OPERATOR_MAIL}"]\n'


@pytest.fixture
def begun(run: Run, tmp_path: Path, addresses: None) -> Path:
    """A home with one list, and rules that have begun."""
    rows = [row("MAINE", f"Town{n} Police Department", signed="2025-02-01", county="") for n in range(20)]
    with empty_record(tmp_path / "home") as record:
        record.sync([list_file(tmp_path, "2025-03-01", rows)])
        (tmp_path / "home" / "alerts.toml").write_text(RULES)
        assert run("alerts", "send").code == 0
        rows.append(row("MAINE", "Wells Police Department", signed="2025-04-02"))
        record.sync([list_file(tmp_path, "2025-04-03", rows)])
    return tmp_path / "home"


def test_preview_then_send_then_nothing(run: Run, begun: Path, mail: MailServer) -> None:
    assert "Subject: Maine: Wells Police Department: on ICE's list" in run("alerts", "preview").out
    assert mail.raw == []
    (sent,) = run("alerts", "send", form="json").json["rows"]
    assert (sent["state"], sent["rule"]) == ("sent", "all")
    assert run("alerts", "send", form="json").json["rows"] == []
    assert run("alerts", "preview").out == "Nothing would be sent.\n"
    assert len(mail.raw) == 1


def test_a_failure_in_the_end_is_exit_code_8_and_is_settled(
    run: Run, begun: Path, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail.answer = "550 no"
    for number in range(7):
        assert run("alerts", "send").code == 0, number
        monkeypatch.setenv("ROSTER287_NOW", f"20{30 + number}-01-01T00:00:00Z")
    ran = run("alerts", "send")
    assert ran.code == 8
    assert "1 did not go out" in ran.err
    assert "--settle" in ran.err
    mail.answer = "250 OK"
    monkeypatch.setenv("ROSTER287_NOW", "2040-01-01T00:00:00Z")
    assert run("alerts", "send", "--settle", "again").code == 0
    assert "Maine: Wells Police Department: on ICE's list" in [got["subject"] for got in mail.mails]


def test_a_channel_that_does_not_work_is_exit_code_8(run: Run, begun: Path, mail: MailServer) -> None:
    mail.answer = "550 no"
    ran = run("alerts", "test", form="json")
    assert ran.code == 8
    assert [line["works"] for line in json.loads(ran.out)["rows"]] == [False, False]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("alerts", "send", "--since", "yesterday"), 2),
        (("alerts", "send", "--settle", "maybe"), 2),
        (("alerts", "check", "--rules", "nowhere.toml"), 2),
        (("watch", "--every", "0"), 2),
    ],
)
def test_wrong_usage_is_said(run: Run, begun: Path, arguments: tuple[str, ...], code: int) -> None:
    ran = run(*arguments)
    assert ran.code == code
    assert ran.out == ""
    assert ran.err.count("\n") <= 2


@pytest.fixture
def ice(begun: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[IceServer]:
    """ICE's site, with the newest list of `begun`."""
    with IceServer() as server:
        monkeypatch.setenv("ROSTER287_ICE_PAGE", server.page_url)
        listed = begun.parent / "participatingAgencies04032025am.xlsx"
        server.publish("participating", listed.read_bytes(), f"/doclib/{listed.name}")
        yield server


@pytest.mark.usefixtures("ice")
def test_watch_once_sends_what_is_due(run: Run, begun: Path, mail: MailServer) -> None:
    ran = run("watch", "--once")
    assert (ran.code, ran.out) == (0, "")
    assert "sent: all by apprise-1: Maine: Wells" in ran.err
    assert len(mail.raw) == 1
    assert run("watch", "--once", "--quiet").err == ""
    assert (begun / "heartbeat.json").exists()


def test_watch_once_ends_with_the_code_of_what_went_wrong(
    run: Run, ice: IceServer, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ice.fail("/", Fault("status", times=99, status=403))
    for number in range(5):
        monkeypatch.setenv("ROSTER287_NOW", f"2030-01-01T0{number}:00:00Z")
        ran = run("watch", "--once")
        assert ran.code == 3
        assert "The server refuses (403)" in ran.err
    assert [got["subject"] for got in mail.mails].count("roster287: ICE's lists cannot be reached") == 1


@pytest.mark.parametrize(
    ("fault", "who"),
    [("/doclib/pendingAgencies04032025am.xlsx", "some of ICE's lists"), ("/gone", "ICE's lists")],
    ids=["a list beside others that came", "a page that leads to nothing"],
)
def test_what_cannot_be_reached_is_told_for_what_it_is(
    run: Run, ice: IceServer, mail: MailServer, monkeypatch: pytest.MonkeyPatch, fault: str, who: str
) -> None:
    if fault == "/gone":
        ice.fail(PAGE, Fault("moved", times=99, headers={"Location": fault}))
    else:
        ice.links["pending"] = fault
    for number in range(5):
        monkeypatch.setenv("ROSTER287_NOW", f"2030-01-01T0{number}:00:00Z")
        assert run("watch", "--once").code == 3
    (told,) = [got for got in mail.mails if "reached" in got["subject"]]
    assert told["subject"] == f"roster287: {who} cannot be reached"
    assert fault in told.get_content()


def test_a_look_that_fails_for_what_is_wrong_here_is_not_told_as_an_ice_out_of_reach(
    run: Run, ice: IceServer, begun: Path, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roster287.stages.keeping.PATIENCE", 0.1)
    with writing(Home(begun)):
        for number in range(5):
            monkeypatch.setenv("ROSTER287_NOW", f"2030-01-01T0{number}:00:00Z")
            assert run("watch", "--once").code == 7
    (told,) = [got for got in mail.mails if "look" in got["subject"]]
    assert "a reason on this computer" in told["subject"]
    assert not [got for got in mail.mails if "cannot be reached" in got["subject"]]


def test_the_units_run_commands_that_exist() -> None:
    lines = []
    for name in ("roster287.service", "roster287-watch.service", "roster287.cron"):
        text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        lines += re.findall(r"^(?!#).*/bin/roster287 (watch.*)$", text, re.MULTILINE)
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    lines += [" ".join(json.loads(found)) for found in re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)]
    assert len(lines) == 5
    commands = typer.main.get_command(main.program([])).commands  # type: ignore[attr-defined]
    known = {option for param in commands["watch"].params for option in param.opts}
    for line in lines:
        assert line.split()[0] == "watch"
        assert set(line.split()[1:]) <= known, line
